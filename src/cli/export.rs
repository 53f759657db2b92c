//! `dateline export`: the selected events in a format, to standard output or a file.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{DONE, NO, Own, Paths, Select, tell_problems, today};
use crate::export::{self, Export, Format, formats};
use crate::model::view::together;
use crate::query::Index;
use crate::text::nearest;

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub struct ExportArgs {
    #[command(flatten)]
    paths: Paths,
    #[command(flatten)]
    select: Select,
    #[command(flatten)]
    own: Own,
    /// The format, see below; taken from the file's name when left out
    #[arg(long, short, value_name = "FORMAT")]
    format: Option<String>,
    /// The file to write; standard output when left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the file when it exists
    #[arg(long)]
    force: bool,
}

/// Every format with its line.
fn after_help() -> String {
    let line = |format: &&dyn Format| format!("  {:<10} {}", format.name(), format.about());
    format!("Formats:\n{}", formats().iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Writes the export; 1 when nothing matched, and then no file.
pub fn run(arguments: &ExportArgs) -> Result<io::Result<u8>, String> {
    let choice = arguments.select.choice(today())?;
    let format = format(arguments.format.as_deref(), arguments.output.as_deref());
    let format = if arguments.select.is_explained() { None } else { Some(format?) };
    let loaded = arguments.paths.load();
    tell_problems(&loaded)?;
    let own = arguments.own.settle()?;
    let views = together(&loaded.timeline.head.views, &own.config.views);
    let (choice, _) = arguments.select.in_view(choice, &views, today())?;
    let timeline = loaded.timeline.placed_by(choice.clock);
    let index = Index::new(&timeline);
    Select::warn(&choice, &index);
    let Some(format) = format else { return Ok(Select::explain(&choice, &timeline, &index)) };
    let export = Export::of(&timeline, &index, &choice, &arguments.paths.words(), format.name());
    if export.events.is_empty() {
        let _ = writeln!(io::stderr(), "no event matches; nothing was written");
        return Ok(Ok(NO));
    }
    match &arguments.output {
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            Ok(format.write(&export, &mut out).and_then(|()| out.flush()).map(|()| DONE))
        }
        Some(path) => {
            export::save(path, arguments.force, |out: &mut dyn Write| format.write(&export, out)).map_err(
                |error| match error {
                    export::SaveError::Exists(path) => {
                        format!("`{}` exists; --force overwrites it", path.display())
                    }
                    error => error.to_string(),
                },
            )?;
            let _ = writeln!(
                io::stderr(),
                "wrote {} to {}",
                export.manifest.sentence(),
                crate::text::harmless(&path.to_string_lossy())
            );
            Ok(Ok(DONE))
        }
    }
}

/// The format asked for, or the one that the file's name means.
fn format(name: Option<&str>, path: Option<&Path>) -> Result<&'static dyn Format, String> {
    let names: Vec<&str> = formats().iter().map(|format| format.name()).collect();
    match (name, path) {
        (Some(name), _) => export::find(name).ok_or_else(|| {
            let hint = nearest(name, names.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
            format!("no format `{name}`{}\nformats: {}", hint.unwrap_or_default(), names.join(", "))
        }),
        (None, Some(path)) => export::for_path(path).ok_or_else(|| {
            format!("`{}` names no format; add --format: {}", path.display(), names.join(", "))
        }),
        (None, None) => Err(format!("which format? add --format: {}", names.join(", "))),
    }
}
