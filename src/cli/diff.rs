//! `dateline diff`: what changed between two states of a record.

mod git;
mod show;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::answer::{AnswerFormat, print_answer};
use super::exit::{DONE, Error, NEGATIVE, Result};
use super::global_args::{GlobalArgs, LookArgs};
use super::output::{print, room};
use crate::history::diff::Changes;
use crate::load::{Loaded, load};
use crate::problem::Severity;
use crate::text::{counted, path_name, sanitize};
use git::Revision;
pub use show::DiffAnswer;

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "REV:PATH is PATH as it was in a git revision, from the top of the repository; \
    REV:./PATH counts from here.\nWhere a file has such a name, the file is meant. Files, places and the \
    order of writing do not count.\n\nExit codes: 0 nothing changed, 1 something did, 2 trouble.")]
pub struct Diff {
    /// Old version: a file, a directory, `-` for standard input, or REV:PATH
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// New version, given in the same way
    #[arg(value_name = "NEW")]
    new: Option<PathBuf>,
    /// Output format
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: DiffFormat,
    /// Print nothing; the exit code is 1 if anything changed
    #[arg(long, short)]
    quiet: bool,
}

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// One block per changed entry
    Text,
    /// A table with one row per change
    Table,
    /// The table in GitHub's Markdown
    Md,
    /// One JSON object with complete old and new values; `dateline schema diff` describes it
    Json,
    /// The table as CSV (RFC 4180)
    Csv,
}

/// Prints the changes. Returns 0 without changes, else 1.
pub fn run(diff: &Diff, global: &GlobalArgs) -> Result {
    let Some(new) = &diff.new else { return Err(Error::Message(no_other(&diff.old))) };
    if diff.old.as_os_str() == "-" && new.as_os_str() == "-" {
        let message = "standard input can be read once; OLD or NEW has to be something else";
        return Err(message.into());
    }
    let (before, after) = (read(&diff.old)?, read(new)?);
    let changes = Changes::between(&before.timeline, &after.timeline);
    let code = if changes.is_empty() { DONE } else { NEGATIVE };
    if diff.quiet {
        return Ok(code);
    }
    let names = [&diff.old, new].map(|path| path_name(path));
    let form = match diff.format {
        DiffFormat::Text => return print(code, |out| text(&changes, global.look, out)),
        DiffFormat::Table => AnswerFormat::Table,
        DiffFormat::Md => AnswerFormat::Md,
        DiffFormat::Json => AnswerFormat::Json,
        DiffFormat::Csv => AnswerFormat::Csv,
    };
    let answer = DiffAnswer::of(&changes, names);
    print_answer(form, code, &answer, || vec![answer.table()])
}

fn text(changes: &Changes, look: LookArgs, out: &mut dyn Write) -> io::Result<()> {
    let color = look.color_on(io::stdout().is_terminal());
    show::text(changes, room(), (color, look.ascii), out)
}

/// Returns the error for a missing second state, with a suggestion.
fn no_other(old: &Path) -> String {
    let now = old.to_str().and_then(Revision::of).map(|revision| revision.path()).unwrap_or_default();
    let hint = if !old.exists() && !now.is_empty() && Path::new(now).exists() {
        format!("`dateline diff {} {now}` compares it with what is there now", path_name(old))
    } else {
        "such as `dateline diff HEAD:data data`".to_owned()
    };
    format!("compare with what? diff takes two states, OLD and NEW; {hint}")
}

/// Reads a state.
///
/// # Errors
/// Fails if part of it could not be read, since what is missing would look removed.
fn read(given: &Path) -> Result<Loaded> {
    let revision = given.to_str().filter(|_| !given.exists()).and_then(Revision::of);
    let (loaded, passed) = match revision {
        Some(revision) => revision.read()?,
        None => (load(&[given.to_owned()], &mut io::stdin().lock()), Vec::new()),
    };
    let shown = path_name(given);
    for line in passed {
        let _ = writeln!(io::stderr(), "warning: {}", sanitize(&line));
    }
    let errors = || loaded.problems.iter().filter(|problem| problem.severity == Severity::Error);
    if loaded.is_broken() {
        for problem in errors() {
            let _ = writeln!(io::stderr(), "{}", problem.summary());
        }
        let message = format!("`{shown}` cannot be read whole, so what is missing may not have been removed");
        return Err(message.into());
    }
    if let Some(first) = errors().next() {
        let _ = writeln!(io::stderr(), "{}", first.summary());
        let _ = writeln!(
            io::stderr(),
            "{} in `{shown}`; events that cannot be read count as missing",
            counted(loaded.errors, "error")
        );
    }
    Ok(loaded)
}
