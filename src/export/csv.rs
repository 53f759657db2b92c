//! CSV for spreadsheets (RFC 4180): one row per event, protected against formula injection.

use std::io;

use super::contents::Export;
use super::format::Format;
use super::json::iso;
use super::omissions::Omission;
use super::variant::Variant;
use crate::model::{Certainty, Date, Event, Moment, Participation, Timeline, Word};
use crate::text::{one_line, sanitize};

/// The columns, in their order.
///
/// `date` is EDTF as written; `start` and `end` are the first and last possible day, empty if open.
/// `countries` includes those of the event's actors. Values in a cell are separated by `; `; `roles`,
/// `statuses` and `publishers` are in the order of `actors`, `policies` and `sources`. `origin` is the
/// manifest, in the first row only.
pub const COLUMNS: [&str; 23] = [
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
    "reviewed-by",
    "reviewed-on",
    "date-note",
    "summary",
    "origin",
];

/// CSV by RFC 4180: UTF-8 without a byte order mark, CRLF, a header, cells quoted where needed.
///
/// There is one row per event, or with [`Variant::ByActor`] one per actor of an event. Only the summary may
/// have several lines. A text that a spreadsheet would evaluate as a formula gets a leading apostrophe,
/// except with [`Variant::Verbatim`]. Dates such as `-0044` cannot be formulas and never get one.
pub const FORMAT: Format = Format {
    variants: &[Variant::ByActor, Variant::ByteOrderMark, Variant::Verbatim],
    omissions,
    ..Format::new("csv", "a row an event for spreadsheets, with first and last day to sort by", write)
};

fn omissions(export: &Export) -> Vec<Omission> {
    let timeline = export.timeline;
    let mut left = Omission::changed(export, |event| {
        let is_parted = |value: &str| value.contains(';') && !is_address(value);
        values(timeline, event)
            .any(|value| is_parted(&value))
            .then_some("a `;` inside of one of several values is written as a comma")
    });
    if !export.is(Variant::Verbatim) {
        left.extend(Omission::changed(export, |event| {
            let texts = [&event.id, &event.title, &event.date_note, &event.summary].map(|text| &**text);
            let reviewer = event.reviewed.as_ref().map(|review| &*review.by);
            let kind = event.kind.map(|kind| timeline.word(kind));
            let texts = texts.into_iter().chain(reviewer).chain(kind).map(str::to_owned);
            texts
                .chain(values(timeline, event))
                .any(|text| is_computed(&text) && guarded(&text) != one_line(&text))
                .then_some("an apostrophe keeps a text from being computed; --safe=no writes it as it is")
        }));
    }
    left
}

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    if export.is(Variant::ByteOrderMark) {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    let cell = if export.is(Variant::Verbatim) { one_line } else { guarded };
    let mut origin = cell(&export.manifest.line());
    let mut rows = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    rows.write_record(COLUMNS).map_err(as_io)?;
    for event in export.chosen() {
        let by_actor = export.is(Variant::ByActor) && !event.actors.is_empty();
        let mut row = row(export.timeline, event, cell);
        let parts = if by_actor { event.actors.chunks(1).collect() } else { vec![&event.actors[..]] };
        for parts in parts {
            [row[ACTORS], row[ACTORS + 1]] = actors(export.timeline, parts).map(|names| joined(&names, cell));
            let origin = std::mem::take(&mut origin);
            rows.write_record(row.iter().chain([&origin])).map_err(as_io)?;
        }
    }
    rows.flush()
}

/// Unwraps an I/O error, so that callers can recognize a closed pipe.
pub fn as_io(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// A function that converts a text to a cell.
type Cell = fn(&str) -> String;

/// The index of the column of actors; the next column has their roles.
const ACTORS: usize = 10;

/// Returns the names and the roles of actors.
fn actors(timeline: &Timeline, parts: &[Participation]) -> [Vec<String>; 2] {
    let role = |role: Option<Word>| role.map(|role| timeline.word(role)).unwrap_or_default().to_owned();
    [
        parts.iter().map(|part| timeline.actor(part.actor).name.to_string()).collect(),
        parts.iter().map(|part| role(part.role)).collect(),
    ]
}

/// Returns all cells of an event but the last, with the cells for actors empty.
fn row(timeline: &Timeline, event: &Event, cell: Cell) -> [String; COLUMNS.len() - 1] {
    let maybe = |one: Option<Word>| one.map(|word| timeline.word(word)).unwrap_or_default();
    let date = event.date.as_ref();
    let review = event.reviewed.as_deref();
    let day = |end: fn(&Date) -> Moment| date.and_then(|date| iso(date, end(date))).unwrap_or_default();
    let [countries, tags, policies, statuses, links, sources, publishers] =
        lists(timeline, event).map(|values| joined(&values, cell));
    [
        cell(&event.id),
        date.map(|date| date.text().to_owned()).unwrap_or_default(),
        day(Date::earliest),
        day(Date::latest),
        date.map(|date| date.precision().word()).unwrap_or_default().to_owned(),
        event.certainty.map(Certainty::word).unwrap_or_default().to_owned(),
        cell(&event.title),
        cell(maybe(event.kind)),
        event.importance.map(|importance| importance.to_string()).unwrap_or_default(),
        countries,
        String::new(),
        String::new(),
        tags,
        policies,
        statuses,
        links,
        sources,
        publishers,
        cell(review.map(|review| &*review.by).unwrap_or_default()),
        review.and_then(|review| review.on.as_ref()).map(Date::text).unwrap_or_default().to_owned(),
        cell(&event.date_note),
        summary(&event.summary, cell),
    ]
}

/// Returns the other cells with several values, in the order of the columns.
fn lists(timeline: &Timeline, event: &Event) -> [Vec<String>; 7] {
    let word = |word: Word| timeline.word(word).to_owned();
    let maybe = |one: Option<Word>| one.map(word).unwrap_or_default();
    let link = |link: &crate::model::Link| format!("{}: {}", word(link.relation), link.to);
    [
        timeline.countries_of(event).into_iter().map(|country| country.code().to_owned()).collect(),
        event.tags.iter().copied().map(word).collect(),
        event.effects.iter().map(|effect| timeline.policy(effect.policy).id.to_string()).collect(),
        event.effects.iter().map(|effect| word(effect.status)).collect(),
        event.links.iter().map(link).collect(),
        event.sources.iter().map(|source| source.url.to_string()).collect(),
        event.sources.iter().map(|source| maybe(source.publisher)).collect(),
    ]
}

/// Returns each value of the cells with several values.
fn values(timeline: &Timeline, event: &Event) -> impl Iterator<Item = String> {
    lists(timeline, event).into_iter().chain(actors(timeline, &event.actors)).flatten()
}

/// Converts a text of several lines, each as if it were a cell, but with its blanks, which indent lists and code.
fn summary(text: &str, cell: Cell) -> String {
    let line = |line: &str| {
        let words = sanitize(line.strip_suffix('\r').unwrap_or(line));
        // `cell` changes a line beyond its blanks only if it has to be guarded.
        if cell(line) == one_line(line) { words.into_owned() } else { guard(&words) }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Joins values with `; `. A `;` within a value becomes `%3B` in an address and a comma elsewhere, so that
/// the cell can be split again. The cell is empty if all values are.
fn joined(values: &[String], cell: Cell) -> String {
    let parted = |value: &String| cell(&value.replace(';', if is_address(value) { "%3B" } else { "," }));
    let values: Vec<String> = values.iter().map(parted).collect();
    if values.iter().all(String::is_empty) { String::new() } else { values.join("; ") }
}

fn is_address(value: &str) -> bool {
    value.contains("://")
}

/// Characters that begin a formula, including their full-width forms.
const COMPUTED: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Returns whether a spreadsheet may evaluate the text, or a part of it after a `;`, as a formula.
fn is_computed(text: &str) -> bool {
    text.split(';').any(|part| part.trim_start().starts_with(COMPUTED))
}

/// Puts a text on one line and prefixes it with an apostrophe if a spreadsheet might evaluate it.
pub fn guarded(text: &str) -> String {
    guard(&one_line(text))
}

/// Prefixes a text with an apostrophe if a spreadsheet might evaluate it. The part after a `;` counts too, since
/// locales with a decimal comma separate cells by `;`.
fn guard(line: &str) -> String {
    let mut shown = String::new();
    for (index, part) in line.split(';').enumerate() {
        let body = part.trim_start();
        if index > 0 {
            shown.push(';');
        }
        shown.push_str(&part[..part.len() - body.len()]);
        if body.starts_with(COMPUTED) {
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
    use crate::export::tests::fixtures;

    fn written(timeline: &Timeline) -> String {
        let mut bytes = Vec::new();
        write(&fixtures::export(timeline), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        let reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.into_records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_spreadsheet_gets_the_dates_as_written_and_as_days_to_sort_by() {
        let text = written(&fixtures::timeline());
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
        let timeline = fixtures::timeline();
        let text = written(&timeline);
        assert_eq!(text.matches("\r\n").count(), timeline.len() + 1);
        let cells = rows(&text).into_iter().flat_map(|row| row.into_iter().enumerate());
        let longer = cells.filter(|(_, cell)| cell.contains(['\n', '\r'])).map(|(column, _)| COLUMNS[column]);
        assert!(longer.into_iter().all(|column| column == "summary"));
    }

    #[test]
    fn a_formula_is_a_text_wherever_a_spreadsheet_may_look() {
        assert_eq!(guarded("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(guarded("\t\r=1"), "␍=1");
        assert_eq!(guarded("a;=1; +2"), "a;'=1; '+2");
        let values = ["a;b", "https://x/;y", "-1"].map(str::to_owned);
        assert_eq!(joined(&values, guarded), "a,b; https://x/%3By; '-1");
        assert_eq!(joined(&values, one_line), "a,b; https://x/%3By; -1");
    }

    fn written_as(timeline: &Timeline, variants: &[Variant]) -> String {
        let mut export = fixtures::export(timeline);
        export.variants = variants.to_vec();
        let mut bytes = Vec::new();
        write(&export, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn each_actor_can_have_a_row_and_no_event_is_lost_by_it() {
        let timeline = fixtures::timeline();
        let rows = rows(&written_as(&timeline, &[Variant::ByActor]));
        let of = |id: &str| rows.iter().filter(|row| row[0] == id).collect::<Vec<_>>();
        let parts: Vec<&str> = of("full").iter().map(|row| &*row[10]).collect();
        assert_eq!(parts, ["Antony Blinken", "United States", "The New York Times", "A plain: name"]);
        assert_eq!(of("full")[2][11], "reporter / witness, twice");
        assert_eq!(of("undated").len(), 1, "nobody took part in it");
    }

    #[test]
    fn excel_sees_that_it_is_utf_8_and_programs_get_every_letter() {
        let timeline = fixtures::only("=1+1");
        assert!(written_as(&timeline, &[Variant::ByteOrderMark]).starts_with("\u{FEFF}id,date"));
        let safe = rows(&written_as(&timeline, &[]));
        let verbatim = rows(&written_as(&timeline, &[Variant::Verbatim]));
        assert_eq!((&*safe[1][6], &*verbatim[1][6]), ("'=1+1", "=1+1"));
    }

    #[test]
    fn what_is_changed_is_said() {
        let said = |text: &str, variants: &[Variant]| {
            let timeline = fixtures::only(text);
            let export = Export { variants: variants.to_vec(), ..fixtures::export(&timeline) };
            omissions(&export).iter().map(|left| left.words(&timeline)).collect::<Vec<_>>()
        };
        assert!(said("plain", &[]).is_empty());
        assert!(said("=1", &[])[0].starts_with("1 event changed: an apostrophe"), "{:?}", said("=1", &[]));
        assert!(said("=1", &[Variant::Verbatim]).is_empty());
        assert!(said("a;b", &[])[0].contains("is written as a comma"));
    }

    #[test]
    fn the_first_row_says_where_it_came_from() {
        let rows = rows(&written(&fixtures::timeline()));
        let origin = rows[0].iter().position(|column| column == "origin").unwrap();
        assert!(rows[1][origin].contains("data: 00000000deadbeef"), "{}", rows[1][origin]);
        assert!(rows[2..].iter().all(|row| row[origin].is_empty()));
    }

    #[test]
    fn a_summary_keeps_its_blanks_and_paragraphs() {
        let text = "- a\n  - b  c\n\n    code\n =1+1\n";
        assert_eq!(super::summary(text, one_line), text);
        let row = &rows(&written(&fixtures::only(text)))[1];
        let summary = COLUMNS.iter().position(|column| *column == "summary").unwrap();
        assert_eq!(row[summary], "'- a\n  '- b  c\n\n    code\n '=1+1\n");
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_formula_or_a_second_row(text in fixtures::text()) {
            let written = written(&fixtures::only(&text));
            let rows = rows(&written);
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!(rows[1].len(), COLUMNS.len());
            for cell in rows[1].iter().flat_map(|row| row.split(';')) {
                prop_assert!(!cell.trim().starts_with(['=', '+', '-', '@']), "{cell:?}");
            }
        }
    }
}
