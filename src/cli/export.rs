//! `dateline export`: the selected events in a format, to standard output or a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::{DONE, Error, NEGATIVE, Result, code_for};
use super::global_args::GlobalArgs;
use super::input_args::InputArgs;
use super::output::print;
use crate::export::{self, Format, Omission, Variant, formats};
use crate::query::Facet;
use crate::text::{aside, harmless, meant, wrap};

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub struct ExportArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// The format, see below; taken from the file's name when left out
    #[arg(long, short, value_name = "FORMAT")]
    format: Option<String>,
    /// The file to write; standard output when left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the file when it exists
    #[arg(long)]
    force: bool,
    /// Another way to write md or jsonl
    #[arg(long = "as", value_name = "WAY")]
    way: Option<Way>,
    /// svg: what the lanes are; policies come with their status bars
    #[arg(long, value_name = "WHAT")]
    lanes: Option<Lanes>,
    /// svg: the width in pixels
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u16).range(480..=10_000))]
    width: Option<u16>,
    /// A title of your own instead of that of the timeline
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// md: also what the policies were at the ends of the range and what changed
    #[arg(long, value_name = "WHAT")]
    with: Option<With>,
    /// csv: a row for each of these instead of one for each event
    #[arg(long, value_name = "WHAT")]
    explode: Option<Explode>,
    /// csv: begin with a byte order mark, so that Excel sees UTF-8
    #[arg(long)]
    bom: bool,
    /// csv: an apostrophe before what a spreadsheet would compute; `--safe=no` changes no letter
    #[arg(long, value_name = "YES|NO", default_value = "yes", num_args = 0..=1, default_missing_value = "yes", require_equals = true, hide_possible_values = true, hide_default_value = true)]
    safe: Safe,
}

/// Another way to write a format.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    /// md as a table, without summaries
    Table,
    /// jsonl with the fields that Timesketch demands
    Timesketch,
}

/// What makes a lane.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lanes {
    Country,
    Actor,
    Kind,
    Tag,
    Policy,
}

impl Lanes {
    fn facet(self) -> Facet {
        match self {
            Self::Country => Facet::Country,
            Self::Actor => Facet::Actor,
            Self::Kind => Facet::Kind,
            Self::Tag => Facet::Tag,
            Self::Policy => Facet::Policy,
        }
    }
}

/// What a format carries besides the events.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum With {
    Policies,
}

/// What gets a row of its own.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Explode {
    /// Each actor of an event
    Actors,
}

/// Whether a spreadsheet may compute a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Safe {
    /// It may not
    Yes,
    /// Letters before safety
    No,
}

impl ExportArgs {
    /// The ways of writing that were asked for.
    ///
    /// # Errors
    /// When `format` does not know one of them.
    fn variants(&self, format: &Format) -> Result<Vec<Variant>> {
        let asked = [
            self.way.map(|way| match way {
                Way::Table => Variant::Table,
                Way::Timesketch => Variant::Timesketch,
            }),
            self.lanes.map(|lanes| Variant::Lanes(lanes.facet())),
            self.width.map(Variant::Width),
            self.with.map(|With::Policies| Variant::WithPolicies),
            self.explode.map(|Explode::Actors| Variant::ByActor),
            self.bom.then_some(Variant::ByteOrderMark),
            (self.safe == Safe::No).then_some(Variant::Verbatim),
        ];
        let asked: Vec<Variant> = asked.into_iter().flatten().collect();
        let knows =
            |format: &Format, asked: Variant| format.variants.iter().any(|known| known.is_like(asked));
        let strange = asked.iter().find(|variant| !knows(format, **variant));
        strange.map_or_else(
            || Ok(asked.clone()),
            |variant| {
                let home = formats()
                    .iter()
                    .find(|format| knows(format, *variant))
                    .map(|format| format.name)
                    .unwrap_or_default();
                let message = format!("`{}` is for {home}, not for {}", variant.option(), format.name);
                Err(Error::Usage(message))
            },
        )
    }
}

/// Every format with what it is good for, in lines that fit any terminal.
fn after_help() -> String {
    let widest = formats().iter().map(|format| format.name.len()).max().unwrap_or_default();
    let gap = format!("\n{}", " ".repeat(widest + 4));
    let line = |format: &Format| {
        let ways = format.variants.iter().map(|variant| variant.option()).collect::<Vec<_>>().join(", ");
        let ways = if ways.is_empty() { ways } else { format!("; also {ways}") };
        let about = wrap(&format!("{}{ways}", format.about), 76 - widest).join(&gap);
        format!("  {:<widest$}  {about}", format.name)
    };
    format!("Formats:\n{}", formats().iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Writes the export; 1 when nothing matched, and then no file.
pub fn run(args: &ExportArgs, global: &GlobalArgs) -> Result {
    let format = format(args.format.as_deref(), args.output.as_deref())?;
    let variants = args.variants(format)?;
    let input = args.input.read(global)?;
    let mut export = input.export(format.name).written(variants);
    if let Some(title) = &args.title {
        export = export.titled(title);
    }
    if export.events.is_empty() {
        let _ = writeln!(io::stderr(), "no event matches; nothing was written");
        return Ok(code_for(&input.timeline, NEGATIVE));
    }
    let left = (format.omissions)(&export);
    for left in &left {
        let _ = writeln!(io::stderr(), "{}", harmless(&left.words(export.timeline)));
    }
    let missing = Omission::missing(&left);
    if missing == export.events.len() {
        let _ = writeln!(io::stderr(), "no event is left; nothing was written");
        return Ok(code_for(&input.timeline, NEGATIVE));
    }
    let write = |out: &mut dyn Write| (format.write)(&export, out);
    let Some(path) = &args.output else { return print(code_for(&input.timeline, DONE), write) };
    export::save(path, args.force, write)?;
    let but = if missing == 0 { String::new() } else { format!(", without {missing} of them,") };
    let path = path.to_string_lossy();
    let _ = writeln!(io::stderr(), "wrote {}{but} to {}", export.manifest.sentence(), harmless(&path));
    Ok(code_for(&input.timeline, DONE))
}

/// Returns the format asked for, or the one that the file's name means.
fn format(name: Option<&str>, path: Option<&Path>) -> Result<&'static Format> {
    let names: Vec<&str> = formats().iter().map(|format| format.name).collect();
    let names = names.join(", ");
    let found = match (name, path) {
        (Some(name), _) => export::find(name).ok_or_else(|| {
            let hint = aside(meant(name, formats().iter().map(|format| format.name)));
            format!("no format `{name}`{hint}\nformats: {names}")
        }),
        (None, Some(path)) => export::for_path(path)
            .ok_or_else(|| format!("`{}` names no format; add --format: {names}", path.display())),
        (None, None) => Err(format!("which format? add --format: {names}")),
    };
    found.map_err(Error::Usage)
}
