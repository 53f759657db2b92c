//! `dateline export`: the selected events in a format, to standard output or a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{BoolishValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};

use super::exit::{DONE, Error, NEGATIVE, Result, code_for};
use super::global_args::GlobalArgs;
use super::input_args::InputArgs;
use super::named::{Named, named};
use super::output::{file, write_to};
use crate::export::svg::{WIDTH, WIDTHS};
use crate::export::{self, Format, Omission, Variant, formats};
use crate::query::Facet;
use crate::text::{path_name, sanitize};

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Format; by default that of the file's name
    #[arg(long, short, value_name = "FORMAT", value_parser = format_named(), ignore_case = true)]
    format: Option<&'static Format>,
    /// File to write; `-` for standard output, the default
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long)]
    force: bool,
    /// Variant of md or jsonl
    #[arg(long = "as", value_name = "WAY", value_parser = named(WAYS))]
    way: Option<Variant>,
    /// svg: facet of the lanes; policies are drawn with their status bars
    #[arg(long, value_name = "WHAT", value_parser = lanes_named())]
    lanes: Option<Facet>,
    #[arg(long, help = width_help(), value_name = "PIXELS", value_parser = clap::value_parser!(u16).range(i64::from(*WIDTHS.start())..=i64::from(*WIDTHS.end())))]
    width: Option<u16>,
    /// Title to use instead of that of the timeline
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// md: include the policies at both ends of the range and their changes
    #[arg(long, value_name = "WHAT", value_parser = named(WITH))]
    with: Option<Variant>,
    /// csv: one row for each of these instead of one per event
    #[arg(long, value_name = "WHAT", value_parser = named(EXPLODED))]
    explode: Option<Variant>,
    /// csv: begin with a byte order mark, so that Excel recognizes UTF-8
    #[arg(long)]
    bom: bool,
    /// csv: put an apostrophe before texts that a spreadsheet would evaluate; `--safe=no` writes them unchanged
    #[arg(long, value_name = "YES|NO", default_value = "yes", num_args = 0..=1, default_missing_value = "yes", require_equals = true, value_parser = BoolishValueParser::new(), hide_possible_values = true, hide_default_value = true)]
    safe: bool,
}

/// Other ways to write a format.
const WAYS: &[Named<Variant>] = &[
    ("table", Some("md: a table without summaries"), Variant::Table),
    ("timesketch", Some("jsonl: the fields that Timesketch requires"), Variant::Timesketch),
];

/// What a format carries besides the events.
const WITH: &[Named<Variant>] = &[("policies", None, Variant::WithPolicies)];

/// What gets a row of its own.
const EXPLODED: &[Named<Variant>] = &[("actors", Some("Each actor of an event"), Variant::ByActor)];

impl ExportArgs {
    /// Returns the variants that the options ask for.
    ///
    /// # Errors
    /// Fails if `format` does not support one of them.
    fn variants(&self, format: &Format) -> Result<Vec<Variant>> {
        let asked = [
            self.way,
            self.lanes.map(Variant::Lanes),
            self.width.map(Variant::Width),
            self.with,
            self.explode,
            self.bom.then_some(Variant::ByteOrderMark),
            (!self.safe).then_some(Variant::Verbatim),
        ];
        let asked: Vec<Variant> = asked.into_iter().flatten().collect();
        let knows =
            |format: &Format, asked: Variant| format.variants.iter().any(|known| known.is_like(asked));
        let strange = asked.iter().find(|variant| !knows(format, **variant));
        let Some(variant) = strange else { return Ok(asked) };
        let home = formats().iter().find(|format| knows(format, *variant)).map_or("", |format| format.name);
        Err(Error::Message(format!("`{}` is for {home}, not for {}", variant.option(), format.name)))
    }
}

/// Returns the help of `--width` with the limits.
fn width_help() -> String {
    format!("svg: width in pixels, from {} to {} [default: {WIDTH}]", WIDTHS.start(), WIDTHS.end())
}

/// Parses the name of a format; the help describes each format and its options.
fn format_named() -> impl TypedValueParser<Value = &'static Format> {
    let value = |format: &'static Format| {
        let ways = format.variants.iter().map(|variant| variant.option()).collect::<Vec<_>>().join(", ");
        let ways = if ways.is_empty() { ways } else { format!("; also {ways}") };
        let aliases = format.aliases.iter().chain([&format.extension]).filter(|alias| **alias != format.name);
        PossibleValue::new(format.name).help(format!("{}{ways}", format.about)).aliases(aliases)
    };
    PossibleValuesParser::new(formats().iter().map(value))
        .try_map(|name| export::find(&name).ok_or("there is no such format"))
}

/// Parses the facet of the lanes.
fn lanes_named() -> impl TypedValueParser<Value = Facet> {
    PossibleValuesParser::new(["country", "actor", "kind", "tag", "policy"])
        .try_map(|word| word.parse::<Facet>())
}

/// Writes the export. Returns 1 if nothing matched; no file is written then.
pub fn run(args: &ExportArgs, global: &GlobalArgs) -> Result {
    let format = format(args)?;
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
        let _ = writeln!(io::stderr(), "{}", sanitize(&left.words(export.timeline)));
    }
    let missing = Omission::missing(&left);
    if missing == export.events.len() {
        let _ = writeln!(io::stderr(), "no event is left; nothing was written");
        return Ok(code_for(&input.timeline, NEGATIVE));
    }
    let file = file(args.output.as_ref());
    let code = code_for(&input.timeline, DONE);
    let code = write_to(file, args.force, code, |out| format.export(&export, out))?;
    if let Some(path) = file {
        let but = if missing == 0 { String::new() } else { format!(", without {missing} of them,") };
        let (selection, gap) = (export.manifest.selection(), export.manifest.gap());
        let _ = writeln!(io::stderr(), "wrote {selection}{but} to {}{gap}", path_name(path));
    }
    Ok(code)
}

/// Returns the format of `--format`, or else that of the output's file name.
fn format(args: &ExportArgs) -> Result<&'static Format> {
    let of_name = |path: &Path| {
        let message = || Error::Message(format!("`{}` names no format; add --format", path_name(path)));
        export::for_path(path).ok_or_else(message)
    };
    match (args.format, file(args.output.as_ref())) {
        (Some(format), _) => Ok(format),
        (None, Some(path)) => of_name(path),
        (None, None) => Err("which format? add --format or --output".into()),
    }
}
