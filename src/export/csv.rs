//! RFC 4180 for spreadsheets: an event a row, nothing that a spreadsheet would compute.

use std::io;

use super::json::iso;
use super::{Export, Format};
use crate::model::{Certainty, Country, Date, Event, Moment, Timeline, Word};
use crate::text::one_line;

/// The columns, in their order.
///
/// `date` is EDTF as written; `start` and `end` are the first and last day that it may mean,
/// empty when open. Several values of a cell are parted by `; `, and `roles`, `statuses` and
/// `publishers` stand in the order of `actors`, `policies` and `sources`.
pub const COLUMNS: [&str; 20] = [
    "id",
    "date",
    "start",
    "end",
    "precision",
    "certainty",
    "title",
    "kind",
    "importance",
    "countries",
    "actors",
    "roles",
    "tags",
    "policies",
    "statuses",
    "links",
    "sources",
    "publishers",
    "date-note",
    "summary",
];

/// CSV by RFC 4180: UTF-8 without a byte order mark, CRLF, a header, cells quoted where needed.
///
/// A cell is one line. A text that a spreadsheet would take for a formula gets an apostrophe in
/// front; dates cannot be formulas and stay as they are (`-0044`). The format has no room for the
/// manifest.
#[derive(Debug, Clone, Copy)]
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "a row an event for spreadsheets, with first and last day to sort by"
    }

    fn write(&self, export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
        let mut rows = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        rows.write_record(COLUMNS).map_err(as_io)?;
        for event in export.chosen() {
            rows.write_record(row(export.timeline, event)).map_err(as_io)?;
        }
        rows.flush()
    }
}

/// The fault of the output itself, so that a closed pipe is known as one.
fn as_io(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

fn row(timeline: &Timeline, event: &Event) -> [String; COLUMNS.len()] {
    let word = |word: Word| timeline.word(word);
    let maybe = |one: Option<Word>| one.map(word).unwrap_or_default();
    let date = event.date.as_ref();
    let day = |end: fn(&Date) -> Moment| date.and_then(|date| iso(date, end(date))).unwrap_or_default();
    let actor = |actor| &*timeline.actor(actor).name;
    let policy = |policy| &*timeline.policy(policy).id;
    let links: Vec<String> =
        event.links.iter().map(|link| format!("{}: {}", word(link.relation), link.to)).collect();
    [
        guarded(&event.id),
        date.map(|date| date.text().to_owned()).unwrap_or_default(),
        day(Date::earliest),
        day(Date::latest),
        date.map(|date| date.precision().word()).unwrap_or_default().to_owned(),
        event.certainty.map(Certainty::word).unwrap_or_default().to_owned(),
        guarded(&event.title),
        guarded(maybe(event.kind)),
        event.importance.map(|importance| importance.to_string()).unwrap_or_default(),
        joined(timeline.countries_of(event).into_iter().map(Country::code)),
        joined(event.actors.iter().map(|part| actor(part.actor))),
        joined(event.actors.iter().map(|part| maybe(part.role))),
        joined(event.tags.iter().map(|tag| word(*tag))),
        joined(event.effects.iter().map(|effect| policy(effect.policy))),
        joined(event.effects.iter().map(|effect| word(effect.status))),
        joined(links.iter().map(String::as_str)),
        joined(event.sources.iter().map(|source| &*source.url)),
        joined(event.sources.iter().map(|source| maybe(source.publisher))),
        guarded(&event.date_note),
        guarded(&event.summary),
    ]
}

/// Values parted by `; `; a `;` of their own becomes `%3B` in an address and a comma elsewhere,
/// so that a cell can be taken apart again. Nothing but empty values is an empty cell.
fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let values: Vec<String> = values
        .map(|value| value.replace(';', if value.contains("://") { "%3B" } else { "," }))
        .map(|value| guarded(&value))
        .collect();
    if values.iter().all(String::is_empty) { String::new() } else { values.join("; ") }
}

/// A text on one line that no spreadsheet takes for a formula, not even one that parts cells at
/// `;`, as some do in countries that write a decimal comma.
fn guarded(text: &str) -> String {
    let mut shown = String::new();
    for (index, part) in one_line(text).split(';').enumerate() {
        let body = part.trim_start();
        if index > 0 {
            shown.push(';');
        }
        shown.push_str(&part[..part.len() - body.len()]);
        if body.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
            shown.push('\'');
        }
        shown.push_str(body);
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::sample;

    fn written(timeline: &Timeline) -> String {
        let mut bytes = Vec::new();
        Csv.write(&sample::export(timeline), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        let reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.into_records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_spreadsheet_gets_the_dates_as_written_and_as_days_to_sort_by() {
        let text = written(&sample::timeline());
        let rows = rows(&text);
        let row = |id: &str| rows.iter().find(|row| row[0] == id).unwrap();
        assert_eq!(rows[0], COLUMNS);
        assert_eq!(row("plain")[1..5], ["-0044", "-0044-01-01", "-0044-12-31", "year"]);
        assert_eq!(row("hostile-000")[1..5], ["2024-05/2024-06", "2024-05-01", "2024-06-30", "month"]);
        assert_eq!(row("undated")[1..5], ["", "", "", ""]);
        let full = row("full");
        assert_eq!(full[9], "UA; US");
        assert_eq!(full[10], "Antony Blinken; United States; The New York Times; A plain: name");
        assert_eq!(full[11], "proposer; ; reporter / witness, twice; ");
        assert_eq!(full[15], "leads-to: plain");
    }

    #[test]
    fn each_row_is_a_line_with_its_end() {
        let timeline = sample::timeline();
        let text = written(&timeline);
        assert_eq!(text.matches("\r\n").count(), timeline.len() + 1);
        assert_eq!(text.matches('\n').count(), timeline.len() + 1, "a cell is one line");
    }

    #[test]
    fn a_formula_is_a_text_wherever_a_spreadsheet_may_look() {
        assert_eq!(guarded("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(guarded("\t\r=1"), "␍=1");
        assert_eq!(guarded("a;=1; +2"), "a;'=1; '+2");
        assert_eq!(joined(["a;b", "https://x/;y", "-1"].into_iter()), "a,b; https://x/%3By; '-1");
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_formula_or_a_second_row(text in sample::text()) {
            let written = written(&sample::only(&text));
            let rows = rows(&written);
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!(rows[1].len(), COLUMNS.len());
            for cell in rows[1].iter().flat_map(|row| row.split(';')) {
                prop_assert!(!cell.trim().starts_with(['=', '+', '-', '@']), "{cell:?}");
            }
        }
    }
}
