//! The command line: what was asked for, done, and an exit code.

mod answer;
mod browse;
mod check;
mod completions;
mod diff;
mod export;
mod import;
mod list;
mod mapping;
mod own;
mod policies;
mod progress;
mod schema;
mod select;
mod stats;
mod tell;
mod thread;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Config;
use crate::load::{Loaded, Progress, builtin, load_telling};
use crate::model::Moment;
use crate::text::counted;
use mapping::Mapping;
use own::Own;
use select::Select;

/// Everything worked.
const DONE: u8 = 0;
/// The answer is no: `check` found errors, nothing matched.
const NO: u8 = 1;
/// Wrong use, or input that cannot be read.
const WRONG: u8 = 2;

/// A terminal browser for curated policy timelines: honest dates, every line sourced.
///
/// With no path it opens the timeline that is part of dateline, on limits to Ukraine's use of
/// Western weapons. When standard output is no terminal it prints the same as `dateline list`.
#[derive(Debug, Default, Parser)]
#[command(name = "dateline", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    browse: browse::Browse,
}

/// A command.
#[derive(Debug, Subcommand)]
enum Command {
    /// Print the selected events as a table, or as JSON
    List(list::List),
    /// Write the selected events in a format of your choice
    Export(export::ExportArgs),
    /// Tell what every policy was on a day, what changed since another, and who moved first
    Policies(policies::Policies),
    /// Count what the record holds, and tell what it cannot say
    Stats(stats::Stats),
    /// Tell what led to an event and what followed from it
    Thread(thread::ThreadArgs),
    /// Turn a timeline of another tool, or a table, into one of dateline
    Import(import::Import),
    /// Find every problem in the files, each with its place
    Check(check::Check),
    /// Say what changed between two states of a record: added, sharpened, re-sourced, …
    Diff(diff::Diff),
    /// Print the JSON Schema of the file format, for completion in editors, or of an export or answer
    Schema {
        /// `export`, or a command whose answer it is: `policies`, `thread`, `stats`, `diff`; the file format
        /// when left out
        #[arg(value_name = "WHAT")]
        what: Option<String>,
    },
    /// Print the script that completes the command line in a shell
    Completions(completions::Completions),
    /// Print the manual page, with the names of all actions
    Man,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Options about how things look.
#[derive(Debug, Clone, Copy, Default, Args)]
struct Looks {
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    color: Color,
    /// Draw with ASCII only
    #[arg(long)]
    ascii: bool,
}

impl Looks {
    /// The same, with what the reader settled where nothing else is asked for.
    fn settled(self, config: &Config) -> Self {
        let color = match config.color.as_deref() {
            Some("always") if self.color == Color::Auto => Color::Always,
            Some("never") if self.color == Color::Auto => Color::Never,
            _ => self.color,
        };
        Self { color, ascii: self.ascii || config.ascii }
    }

    /// Whether colours may be used on an output that is a terminal or not.
    fn color_on(self, terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }
}

/// What a command is about.
#[derive(Debug, Clone, Default, Args)]
struct Paths {
    /// Files, directories, or `-` for standard input; the built-in timeline when left out
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    mapping: Mapping,
}

impl Paths {
    /// Reads them.
    ///
    /// # Errors
    /// When the options for foreign columns make no sense; the text says why.
    fn load(&self) -> Result<Loaded, String> {
        if self.paths.is_empty() {
            return self.load_telling(&Progress::default());
        }
        progress::shown(|progress| self.load_telling(progress))
    }

    /// Reads them without a word on the terminal.
    fn load_telling(&self, progress: &Progress) -> Result<Loaded, String> {
        let map = self.mapping.map()?;
        match self.paths.is_empty() {
            true if map.is_empty() => Ok(builtin()),
            true => Err("--map and --date-order are for files; name one".to_owned()),
            false => Ok(load_telling(&self.paths, &mut io::stdin().lock(), &map, progress)),
        }
    }

    /// As they were typed, with what is needed to read them again.
    fn words(&self) -> Vec<String> {
        let paths = self.paths.iter().map(|path| path.to_string_lossy().into_owned());
        paths.chain(self.mapping.words()).collect()
    }
}

/// Does what the arguments ask for.
pub fn run(arguments: impl ExactSizeIterator<Item = OsString>) -> ExitCode {
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { WRONG } else { DONE };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match dispatch(cli) {
        Ok(code) => ExitCode::from(code),
        Err(message) => {
            complain(&message);
            ExitCode::from(WRONG)
        }
    }
}

/// What the arguments ask for. The browser alone waits for no description of every command and option.
fn parse(arguments: impl ExactSizeIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    if arguments.len() <= 1 { Ok(Cli::default()) } else { Cli::try_parse_from(arguments) }
}

fn dispatch(cli: Cli) -> Result<u8, String> {
    let result = match cli.command {
        None => browse::run(&cli.browse)?,
        Some(Command::List(list)) => list::run(&list)?,
        Some(Command::Export(export)) => export::run(&export)?,
        Some(Command::Policies(policies)) => policies::run(&policies)?,
        Some(Command::Import(import)) => import::run(&import)?,
        Some(Command::Check(check)) => check::run(&check)?,
        Some(Command::Diff(diff)) => diff::run(&diff)?,
        Some(Command::Stats(stats)) => stats::run(&stats)?,
        Some(Command::Thread(thread)) => thread::run(&thread)?,
        Some(Command::Schema { what }) => schema::run(what.as_deref())?,
        Some(Command::Completions(arguments)) => completions::completions(&arguments),
        Some(Command::Man) => completions::man(),
    };
    match result {
        Ok(code) => Ok(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(DONE),
        Err(error) => Err(format!("cannot write: {error}")),
    }
}

/// The code of an answer that was printed as far as somebody read it.
fn printed(result: io::Result<()>, code: u8) -> io::Result<u8> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(code),
        result => result.map(|()| code),
    }
}

/// Says something to a person, apart from the data.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "error: {}", crate::text::harmless(message));
}

/// Tells the problems of what was loaded, in short, on standard error; an error when nothing at
/// all could be read.
fn tell_problems(loaded: &Loaded) -> Result<(), String> {
    if loaded.problems.is_empty() {
        return Ok(());
    }
    if loaded.timeline.is_empty() {
        let color = Looks::default().color_on(io::stderr().is_terminal());
        for problem in &loaded.problems {
            let _ = writeln!(io::stderr(), "{}", problem.render(color));
        }
        return Err("there is no event to show".to_owned());
    }
    if loaded.errors > 0 {
        let first =
            loaded.problems.iter().find(|problem| problem.severity == crate::problem::Severity::Error);
        if let Some(first) = first {
            let _ = writeln!(io::stderr(), "{}", first.summary());
        }
        let _ = writeln!(
            io::stderr(),
            "{} in the files; `dateline check` shows them all",
            counted(loaded.errors, "error")
        );
    }
    Ok(())
}

/// What `today` means: the day of the system's clock, UTC.
fn today() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Moment(since.map_or(0, |since| since.as_secs() as i64)).day_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_asked_for_is_what_the_options_say_by_themselves() {
        let parsed = Cli::try_parse_from(["dateline"]).unwrap();
        assert_eq!(format!("{:?}", Cli::default()), format!("{parsed:?}"));
    }
}
