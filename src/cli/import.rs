//! `dateline import`: converts another tool's timeline to dateline YAML, and reports what could not be
//! carried.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{DONE, Error, INCOMPLETE, NEGATIVE, Result, code_for};
use super::mapping_args::MappingArgs;
use super::output::{file, write_to};
use super::values;
use crate::export::{self, Export};
use crate::import::{self, Format, formats};
use crate::load::{self, Loaded};
use crate::problem::{Problem, folded};
use crate::query::{Index, Selection, shell_word};
use crate::text::{counted, hint_suffix, meant, path_name, sanitize, sanitize_inline};

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub struct Import {
    /// File to read, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format, one of those below; by default that of the file's name
    #[arg(long, short = 'F', value_name = "FORMAT", add = values::imports())]
    from: Option<String>,
    #[command(flatten)]
    mapping: MappingArgs,
    /// File to write; `-` for standard output, the default
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long)]
    force: bool,
}

/// Returns the list of formats for the help.
fn after_help() -> String {
    let line = |format: &Format| format!("  {:<13} {}", format.name, format.about);
    format!("Formats:\n{}", formats().iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Imports a file. Returns 0 if there is a timeline, 1 if it has no events, 2 if the file could not be read.
pub fn run(import: &Import) -> Result {
    let format = format(import.from.as_deref(), &import.file)?;
    let map = import.mapping.map()?;
    if !map.is_empty() && !format.takes_map() {
        let name = format.name;
        let message = format!("{name} has no columns to map; --map is for csv, jsonl and front-matter");
        return Err(message.into());
    }
    let loaded = import::read(format, std::slice::from_ref(&import.file), &mut io::stdin().lock(), &map);
    report(&loaded);
    if loaded.is_unreadable() && loaded.timeline.is_empty() {
        return Err("nothing was imported".into());
    }
    if loaded.timeline.is_empty() {
        let _ = writeln!(io::stderr(), "no event could be read; nothing was written");
        return Ok(if loaded.errors > 0 { INCOMPLETE } else { NEGATIVE });
    }
    let name = import.file.to_string_lossy();
    let index = Index::new(&loaded.timeline);
    let mut export = Export::of(&loaded.timeline, &index, &Selection::default(), &[], "yaml");
    export.manifest.command = command(format, &name, &import.mapping);
    let file = file(import.output.as_ref());
    let code = code_for(&loaded.timeline, DONE);
    let code = write_to(file, import.force, code, |out| export::yaml::FORMAT.export(&export, out))?;
    let (count, from) = (counted(loaded.timeline.len(), "event"), path_name(&import.file));
    let to = file.map_or(String::new(), |path| format!(" to {}", path_name(path)));
    let _ = writeln!(io::stderr(), "imported {count} from {from}{to}");
    Ok(code)
}

/// Returns the command line that repeats the import.
fn command(format: &Format, file: &str, mapping: &MappingArgs) -> String {
    let options = mapping.words();
    let words = [file, "--from", format.name].into_iter().chain(options.iter().map(String::as_str));
    format!("dateline import {}", words.map(shell_word).collect::<Vec<_>>().join(" "))
}

/// Reports problems on standard error, each with its location. Of problems that say the same, only the first
/// is shown, with a count of the others.
fn report(loaded: &Loaded) {
    let mut err = io::stderr().lock();
    for (problem, more) in folded(&loaded.problems) {
        let _ = writeln!(err, "{}", line(problem));
        if more > 0 {
            let _ = writeln!(err, "  and {more} more of these");
        }
    }
}

fn line(problem: &Problem) -> String {
    let hint = problem.hint.as_deref().map(|hint| sanitize(hint).into_owned());
    format!("{}{}", problem.summary(), hint_suffix(hint))
}

/// Returns the format of `--from`, or else that of the file name.
fn format(name: Option<&str>, file: &Path) -> Result<&'static Format> {
    let names: Vec<&str> = formats().iter().map(|format| format.name).collect();
    match name {
        Some(name) => import::find(name).ok_or_else(|| {
            let hint = hint_suffix(meant(name, names.iter().copied()));
            Error::Message(format!(
                "no format `{}`{hint}\nformats: {}",
                sanitize_inline(name),
                names.join(", ")
            ))
        }),
        None => recognized(file).ok_or_else(|| {
            let (name, names) = (path_name(file), names.join(", "));
            let may_open = load::is_read(file);
            Error::Message(if may_open && file.is_file() {
                format!(
                    "`{name}` needs no import if it is a timeline of dateline: `dateline export --format yaml` \
                     converts it; otherwise add --from: {names}"
                )
            } else {
                format!("`{name}` does not say what it is; add --from: {names}")
            })
        }),
    }
}

/// How many bytes of a file are looked at for its format.
const RECOGNIZED: u64 = 1 << 20;

/// Returns the format that the name or the content of a file shows. A directory is one of notes: other formats
/// are single files.
fn recognized(file: &Path) -> Option<&'static Format> {
    if file.is_dir() {
        return import::find("front-matter");
    }
    import::for_path(file).or_else(|| {
        let mut begin = Vec::new();
        let opened = file.is_file().then(|| File::open(file).ok())??;
        opened.take(RECOGNIZED).read_to_end(&mut begin).ok()?;
        let text = String::from_utf8_lossy(&begin);
        import::recognize(file, text.strip_prefix('\u{FEFF}').unwrap_or(&text))
    })
}
