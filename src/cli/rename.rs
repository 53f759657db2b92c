//! `dateline rename`: changes an id everywhere it is used.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use strum::IntoEnumIterator;

use super::exit::{DONE, Result};
use super::output::print;
use super::values;
use crate::edit::rename::{Renaming, rename};
use crate::edit::write;
use crate::load::mentions::IdKind;
use crate::text::{counted, sanitize, sanitize_inline};

/// Arguments of `rename`.
#[derive(Debug, Args)]
pub struct Rename {
    /// Id of an event, actor, policy, tag or source
    #[arg(value_name = "OLD", add = values::ids())]
    old: String,
    /// New id
    #[arg(value_name = "NEW")]
    new: String,
    /// Files and directories of the timeline
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Kind of thing to rename, required if several have this id
    #[arg(long, value_name = "KIND", value_parser = kind_named())]
    kind: Option<IdKind>,
    /// Print the lines that would change, without writing them
    #[arg(long, short = 'n')]
    dry_run: bool,
}

fn kind_named() -> impl TypedValueParser<Value = IdKind> {
    PossibleValuesParser::new(IdKind::iter().map(IdKind::word)).try_map(|word| word.parse::<IdKind>())
}

/// Changes the id in every file, or prints the lines that would change.
pub fn run(arguments: &Rename) -> Result {
    let Rename { old, new, paths, kind, dry_run } = arguments;
    let renaming = rename(paths, old, new, *kind)?;
    if *dry_run {
        return print(DONE, |out| write_lines(&renaming, out));
    }
    write(&renaming.changes)?;
    let (places, files) = (counted(renaming.places, "place"), counted(renaming.changes.len(), "file"));
    let kind = renaming.kind.word();
    let message = format!(
        "the {kind} `{}` is now `{}`: {places} in {files}",
        sanitize_inline(old),
        sanitize_inline(new)
    );
    let _ = writeln!(io::stderr(), "{}", sanitize(&message));
    Ok(DONE)
}

fn write_lines(renaming: &Renaming, out: &mut dyn Write) -> io::Result<()> {
    for (file, line, old, new) in &renaming.lines {
        let shown = |text: &str| sanitize(text.trim_end()).into_owned();
        writeln!(out, "{}:{line}\n- {}\n+ {}", sanitize(file), shown(old), shown(new))?;
    }
    Ok(())
}
