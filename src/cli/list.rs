//! `dateline list`: prints the selected events.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::exit::{DONE, NEGATIVE, Result, code_for, incomplete};
use super::global_args::GlobalArgs;
use super::input_args::InputArgs;
use super::output::{print, room};
use crate::export::{self, Export};
use crate::model::{Clock, Event, Timeline};
use crate::text::{one_line, pad, truncate, width};

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    pub input: InputArgs,
    /// Output format
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    format: ListFormat,
}

/// How events are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// Aligned columns, truncated to the width of the terminal
    Table,
    /// The same columns in full, separated by tabs
    Tsv,
    /// One JSON object with all data
    Json,
    /// One JSON object per event, each on a line
    Jsonl,
}

impl List {
    /// Returns the arguments that print a table.
    pub fn table(input: InputArgs) -> Self {
        Self { input, format: ListFormat::Table }
    }
}

/// Prints the events. Returns 1 if there are none.
pub fn run(list: &List, global: &GlobalArgs) -> Result {
    let input = list.input.read(global)?;
    let name = if list.format == ListFormat::Json { "json" } else { "jsonl" };
    let export = input.export(name);
    let code = if export.events.is_empty() { NEGATIVE } else { DONE };
    let code = print(code_for(&input.timeline, code), |out| match list.format {
        ListFormat::Table => {
            table(&export, out)?;
            incomplete(&input.timeline).map_or(Ok(()), |note| writeln!(out, "{}", one_line(&note)))
        }
        ListFormat::Tsv => tsv(&export, out),
        ListFormat::Json | ListFormat::Jsonl => {
            export::find(name).map_or(Ok(()), |format| format.export(&export, out))
        }
    })?;
    if export.events.is_empty() {
        let _ = writeln!(io::stderr(), "no event matches");
    }
    Ok(code)
}

/// Returns the cells of an event: date, countries, kind, certainty, title and id.
fn columns(timeline: &Timeline, event: &Event) -> [String; 6] {
    let countries: Vec<&str> = timeline.countries_of(event).iter().map(|country| country.code()).collect();
    [
        timeline.when(event).map_or_else(
            || timeline.clock().map_or("undated".to_owned(), |clock| format!("no {} date", clock.word())),
            |date| date.text().to_owned(),
        ),
        countries.join(","),
        event.kind.map_or_else(String::new, |kind| timeline.word(kind).to_owned()),
        event.certainty.map_or_else(String::new, |certainty| certainty.word().to_owned()),
        one_line(&event.title),
        event.id.to_string(),
    ]
}

/// Returns the column names. The first is the clock by which events are placed.
fn head(export: &Export) -> [String; 6] {
    let date = export.timeline.clock().map_or("date", Clock::word);
    [date, "countries", "kind", "certainty", "title", "id"].map(str::to_owned)
}

/// Prints aligned columns. Widths are measured on the first rows only; the title is truncated to the
/// terminal.
fn table(export: &Export, out: &mut dyn Write) -> io::Result<()> {
    const LOOKED_AT: usize = 1_000;
    // The column names are printed only with a clock, to say which dates these are.
    let head = export.timeline.clock().map(|_| head(export));
    let rows = || head.iter().cloned().chain(export.chosen().map(|event| columns(export.timeline, event)));
    let mut widths = [4, 2, 4, 9];
    // A truncated date would be another date.
    let limits = [usize::MAX, 22, 22, 22];
    for cells in rows().take(LOOKED_AT) {
        for ((cell, most), limit) in cells.iter().zip(&mut widths).zip(limits) {
            *most = width(cell).clamp(*most, limit);
        }
    }
    let title_room = room().saturating_sub(widths.iter().sum::<usize>() + 2 * widths.len()).max(20);
    for cells in rows() {
        for (cell, most) in
            cells.iter().zip([width(&cells[0]).max(widths[0]), widths[1], widths[2], widths[3]])
        {
            write!(out, "{}  ", pad(cell, most))?;
        }
        writeln!(out, "{}", truncate(&cells[4], title_room))?;
    }
    Ok(())
}

/// Prints tab-separated columns. White space in cells becomes single spaces, as a tab would split a cell.
fn tsv(export: &Export, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", head(export).join("\t"))?;
    for event in export.chosen() {
        writeln!(out, "{}", columns(export.timeline, event).map(|cell| one_line(&cell)).join("\t"))?;
    }
    Ok(())
}
