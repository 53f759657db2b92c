//! CSL-JSON for reference managers and pandoc: each source once.

use std::{io, iter};

use serde_json::{Map, Value, json};

use super::address::web_address;
use super::contents::Export;
use super::day_range::ends;
use super::format::{Format, Holds};
use super::json::{Sequence, write_indented};
use super::omissions::Omission;
use super::works::{Work, without_works, works};
use crate::model::{Date, Precision, Timeline};
use crate::text::sanitize;

/// CSL-JSON (`csl-data.json` of the Citation Style Language, 1.0): one entry per source, after one for the
/// timeline itself, whose `custom` contains the manifest.
///
/// Authors are literal names; if a source has no author, its publisher is the author. Dates are `date-parts`
/// as precise as they are, with `circa` for `~` and `?`, and `season` 1 to 4. A date that cannot be expressed
/// like this (a decade, an open end, a year BC) is a `literal` in words. `custom` contains the date as EDTF.
pub const FORMAT: Format = Format {
    extension: "csl.json",
    aliases: &["csl-json"],
    omissions: without_works,
    holds: Holds::Works,
    ..Format::new(
        "csl",
        "the sources as CSL-JSON, for Zotero and pandoc, each with the events that rest on it",
        write,
    )
};

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    let works = works(export);
    let dataset = dataset(export, &without_works(export));
    let entry = |work| entry(export.timeline, work);
    write_indented(&Sequence(|| iter::once(dataset.clone()).chain(works.iter().map(entry))), out)
}

/// Returns the entry for the timeline itself.
fn dataset(export: &Export, left: &[Omission]) -> Value {
    let manifest = &export.manifest;
    let lines: Map<String, Value> = export
        .origin(left)
        .into_iter()
        .map(|(name, text)| (name.to_owned(), sanitize(&text).into()))
        .collect();
    let title = if manifest.title.trim().is_empty() { "Timeline" } else { &manifest.title };
    json!({
        "id": "dateline-timeline",
        "type": "dataset",
        "title": plain(title),
        "version": manifest.hash,
        "note": plain(&manifest.line()),
        "custom": {"dateline": lines},
    })
}

fn entry(timeline: &Timeline, work: &Work) -> Value {
    let mut entry = Map::new();
    let kind = if work.url.is_empty() { "document" } else { "webpage" };
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    put("id", work.key.as_str().into());
    put("type", kind.into());
    put("title", plain(&work.shown_title()).into());
    let publisher = work.publisher.map(plain).filter(|publisher| !publisher.trim().is_empty());
    let names: Vec<String> = match work.authors {
        [] => publisher.clone().into_iter().collect(),
        authors => authors.iter().map(|author| plain(author)).collect(),
    };
    if !names.is_empty() {
        put("author", names.into_iter().map(|name| json!({"literal": name})).collect());
    }
    if let Some(publisher) = publisher.filter(|_| !work.authors.is_empty()) {
        put("container-title", publisher.into());
    }
    for (key, date) in [("issued", work.date), ("accessed", work.accessed)] {
        date.map(|date| put(key, csl_date(date)));
    }
    for (key, text) in [("language", work.lang), ("archive_location", work.archive)] {
        Some(sanitize(text)).filter(|text| !text.is_empty()).map(|text| put(key, text.into()));
    }
    match web_address(work.url) {
        Some(url) => drop(put("URL", url.into())),
        None if !work.url.is_empty() => drop(put("source", sanitize(work.url).into())),
        None => {}
    }
    put("note", plain(&work.note(timeline)).into());
    put("keyword", sanitize(&work.keywords()).into());
    put(
        "custom",
        json!({"dateline": {"edtf": work.date.map(Date::text), "weak": work.weak, "primary": work.primary}}),
    );
    Value::Object(entry)
}

/// Breaks the few HTML tags that CSL processors interpret. They have no escape, so a word joiner is inserted
/// between `<` and the letter after it.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let text = sanitize(text);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        shown.push(c);
        if c == '<' && letters.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '/') {
            shown.push('\u{2060}');
        }
    }
    shown
}

/// Converts a date to a CSL date variable; one that CSL cannot express becomes a `literal`.
fn csl_date(date: &Date) -> Value {
    let parts = match ends(date) {
        (Some(start), _) if !date.is_interval() => parts(&start).map(|start| vec![start]),
        (Some(start), Some(end)) if date.precision() != Precision::Season => {
            parts(&start).zip(parts(&end)).map(|(start, end)| vec![start, end])
        }
        _ => None,
    };
    let Some(parts) = parts else { return json!({"literal": date.words()}) };
    let mut issued = Map::new();
    issued.insert("date-parts".to_owned(), parts.into());
    if date.is_approximate() || date.is_uncertain() {
        issued.insert("circa".to_owned(), true.into());
    }
    if let Some(season) = season(date) {
        issued.insert("season".to_owned(), season.into());
    }
    Value::Object(issued)
}

/// Returns the known parts of a date, from the year on. `None` if the year is unknown or BC; programs do not
/// agree on the year 0.
fn parts(date: &Date) -> Option<Value> {
    let (year, month, day) = date.earliest().ymd();
    match date.precision() {
        _ if year < 1 => None,
        Precision::Ages => None,
        Precision::Year | Precision::Season => Some(json!([year])),
        Precision::Month => Some(json!([year, month])),
        Precision::Day | Precision::Time => Some(json!([year, month, day])),
    }
}

/// Returns the number of a season, from 1 for spring to 4 for winter.
fn season(date: &Date) -> Option<u32> {
    let is_season = date.precision() == Precision::Season && !date.is_interval();
    is_season.then(|| date.earliest().ymd().1 / 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::fixtures;

    fn written(timeline: &crate::model::Timeline) -> Vec<Value> {
        let mut bytes = Vec::new();
        write(&fixtures::export(timeline), &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn a_date_has_the_parts_that_are_known_and_else_words() {
        for (date, said) in [
            ("2024", json!({"date-parts": [[2024]]})),
            ("2024-05~", json!({"date-parts": [[2024, 5]], "circa": true})),
            ("2024-05-22?", json!({"date-parts": [[2024, 5, 22]], "circa": true})),
            ("2024-05-22T14:30:00Z", json!({"date-parts": [[2024, 5, 22]]})),
            ("2024-21", json!({"date-parts": [[2024]], "season": 1})),
            ("2024-24", json!({"date-parts": [[2024]], "season": 4})),
            ("2024-05/2024-06-02", json!({"date-parts": [[2024, 5], [2024, 6, 2]]})),
            ("202X", json!({"literal": "2020s"})),
            ("2024-05/..", json!({"literal": "from May 2024, no end"})),
            ("2024-21/2024-22", json!({"literal": "spring to summer 2024"})),
            ("-0043", json!({"literal": "44 BC"})),
        ] {
            assert_eq!(csl_date(&Date::parse(date).unwrap()), said, "{date}");
        }
    }

    #[test]
    fn each_source_stands_there_once_with_the_events_that_rest_on_it() {
        let timeline = crate::load::builtin().timeline;
        let entries = written(&timeline);
        let mut urls: Vec<&str> =
            timeline.events().iter().flat_map(|event| &event.sources).map(|source| &*source.url).collect();
        urls.sort_unstable();
        urls.dedup();
        let mut found: Vec<&str> = entries.iter().filter_map(|entry| entry["URL"].as_str()).collect();
        found.sort_unstable();
        assert!(found.windows(2).all(|pair| pair[0] != pair[1]), "a source stands there twice");
        assert!(urls.iter().all(|url| found.binary_search(url).is_ok()), "a source is missing");
        let shared =
            entries.iter().find(|entry| entry["keyword"].as_str().is_some_and(|ids| ids.contains(", ")));
        assert!(shared.is_some_and(|entry| entry["note"].as_str().unwrap().contains("; ")));
        assert!(entries[0]["note"].as_str().unwrap().contains("data: 00000000deadbeef"));
    }

    #[test]
    fn nothing_of_a_text_is_one_of_the_tags_that_processors_know() {
        assert_eq!(plain("a <i>b</i> < c"), "a <\u{2060}i>b<\u{2060}/i> < c");
        assert_eq!(plain("x\u{1b}[31m"), "x␛[31m");
    }
}
