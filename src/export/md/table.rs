//! Events as a table in GitHub's Markdown.

use std::io;

use super::escape::escape;
use super::event::{in_order, objections, placing};
use super::references::References;
use crate::export::{Export, wording};
use crate::model::{Certainty, Date};

/// Writes one row per event: date, countries, title with disputes, certainty, and numbers of sources. Cells
/// are on one line, and `|` is escaped in them (GFM §4.10).
///
/// # Errors
/// Fails if `out` does.
pub fn write<'a>(
    export: &Export<'a>,
    references: &mut References<'a>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "| Date | Countries | Event | Certainty | Sources |")?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    for event in export.chosen() {
        let date = event.date.as_ref().map_or_else(|| "undated".to_owned(), Date::words);
        let date = date + &placing(export.timeline, event);
        let numbers = in_order(event.sources.iter().map(|source| references.number(source)).collect());
        let mut lines = vec![escape(&event.title)];
        lines.extend(objections(event, references));
        let sure = wording::doubt(export.timeline, event)
            .unwrap_or_else(|| event.certainty.map(Certainty::word).unwrap_or_default().to_owned());
        let cells = [
            escape(&date),
            escape(&wording::countries(export.timeline, event).join(", ")),
            lines.join("<br>"),
            escape(&sure),
            numbers,
        ];
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}
