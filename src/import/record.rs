//! Reads the record that dateline's exports add to files of other formats: the JSON of `export --format
//! jsonl` for an event, and the head of `export --format json` for the timeline.

use serde_json::Value;

use super::draft::{DraftEvent, ForeignDate};
use crate::load::Found;
use crate::load::yaml::{Node, NodeKind};
use crate::model::{Date, Moment};
use crate::problem::Span;
use crate::text::{JOINER, one_line, sanitize};

/// Parses a record; `None` if the text is not a JSON object. All nodes get the span `span`.
pub fn parse(json: &str, span: Span) -> Option<Node<'static>> {
    let record: Value = serde_json::from_str(json).ok()?;
    record.is_object().then(|| node(record, span))
}

fn node(value: Value, span: Span) -> Node<'static> {
    let scalar = |text: String, quoted| NodeKind::Scalar { text: text.into(), quoted };
    let kind = match value {
        Value::String(text) => scalar(sanitize(&text).into_owned(), true),
        Value::Array(items) => NodeKind::List(items.into_iter().map(|item| node(item, span)).collect()),
        Value::Object(pairs) => {
            let pair = |(key, value)| (Node::scalar(key, span), node(value, span));
            NodeKind::Map(pairs.into_iter().map(pair).collect())
        }
        plain => scalar(plain.to_string(), false),
    };
    Node { kind, span }
}

/// Adds the event of a record. A title or date that differs from the record was edited: the file takes
/// precedence, with a warning. Other edits are ignored.
pub fn add_event<'t>(
    record: Node<'t>,
    title: (&str, Span),
    foreign: Option<&ForeignDate>,
    found: &mut Found<'t>,
) {
    let written = |node: &Node| node.get("edtf").unwrap_or(node).words().map(str::to_owned);
    let clocks = record.get("clocks").map_or(&[][..], Node::pairs).iter().map(|(_, date)| date);
    let dates: Vec<String> = record.get("date").into_iter().chain(clocks).filter_map(written).collect();
    let dates: Vec<Date> = dates.iter().filter_map(|text| Date::parse(text).ok()).collect();
    let mut edited = DraftEvent::new(record.span);
    let recorded = one_line(record.get("title").and_then(Node::text).unwrap_or_default());
    let is_shown =
        |rest: &str| rest.is_empty() || dates.iter().any(|date| rest.contains(&unescaped(&date.words())));
    let shown = one_line(title.0);
    if !shown.is_empty() && !unescaped(&shown).strip_prefix(&*unescaped(&recorded)).is_some_and(is_shown) {
        found.warn("edited-title", title.1, format!("this title counts, not the recorded `{recorded}`"));
        edited.set("title", &shown, title.1, found);
    }
    if let Some(foreign) = foreign
        && let Ok(visible) = Date::parse(&foreign.edtf)
        && !dates.iter().any(|date| agree(date, &visible))
    {
        let note = record.get("date-note").and_then(Node::words).unwrap_or_default();
        edited.set("date-note", note, record.span, found);
        if let Some(recorded) = dates.first() {
            found.warn(
                "edited-date",
                foreign.span,
                format!("this date counts, not the recorded `{}`", recorded.text()),
            );
            edited.note(format!("was {} in dateline", recorded.words()));
        }
        edited.date(foreign, found);
    }
    let edited = edited.done();
    found.events.push(with(record, edited));
}

/// Removes white space, backslashes and word joiners, which formats add to escape markup.
fn unescaped(title: &str) -> String {
    title.replace(|c: char| c.is_whitespace() || ['\\', JOINER].contains(&c), "")
}

/// Returns whether the days in another format are those of an EDTF date. If one end of an interval is open or
/// unknown, other formats contain only the other end.
fn agree(own: &Date, other: &Date) -> bool {
    let known = |half: &str| Date::parse(half).ok().map(|half| (half.earliest(), half.latest()));
    let (first, last) = match own.text().split_once('/') {
        Some((start, end)) => match (known(start), known(end)) {
            (Some((first, _)), Some((_, last))) => (first, last),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return true,
        },
        None => (own.earliest(), own.latest()),
    };
    let same = |a: Moment, b: Moment| a.day_number() == b.day_number();
    let agrees = |[first, last]: [Moment; 2], [start, end]: [Moment; 2]| {
        same(first, start) && (!other.latest().is_finite() || same(last, end))
    };
    // Some formats write the local day of the date, others its day in UTC.
    let days = [other.earliest(), other.latest()];
    // The end of an interval between two offsets has a day of its own, and one on the start's clock.
    let on_one_clock = || own.latest().is_finite() && agrees([first, own.end_on_clock_of_start()], days);
    agrees([first, last], days)
        || on_one_clock()
        || agrees([first, last].map(|day| own.in_utc(day)), days.map(|day| other.in_utc(day)))
}

/// Takes the head of the timeline from its record. If the title in the file differs, the file takes
/// precedence.
pub fn add_timeline<'t>(record: Node<'t>, found: &mut Found<'t>) {
    let title = |node: &Node| one_line(node.get("title").and_then(Node::words).unwrap_or_default());
    let recorded = title(&record);
    let shown = found.head.take().filter(|head| !recorded.is_empty() && title(head) != recorded);
    let shown =
        shown.and_then(|head| Some(Node::map(vec![("title", head.get("title")?.clone())], head.span)));
    found.head = Some(match shown {
        Some(shown) => with(record, shown),
        None => record,
    });
}

/// Returns a mapping updated with the pairs of another.
fn with<'t>(mut node: Node<'t>, other: Node<'t>) -> Node<'t> {
    if let (NodeKind::Map(pairs), NodeKind::Map(others)) = (&mut node.kind, other.kind) {
        pairs.retain(|(key, _)| others.iter().all(|(other, _)| other.text() != key.text()));
        pairs.extend(others);
    }
    node
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::agree;
    use crate::export::tests::fixtures;
    use crate::export::yaml::tests::yaml_round_trip as round_trip;
    use crate::export::{self, Export};
    use crate::import::tests::{imported, messages};
    use crate::load;
    use crate::model::{Date, Timeline};

    #[test]
    fn an_edtf_date_agrees_with_the_days_that_other_formats_write_for_it() {
        let agrees = |own: &str, other: &str| agree(&Date::parse(own).unwrap(), &Date::parse(other).unwrap());
        for (own, other) in [
            ("2024-05~", "2024-05-01/2024-05-31"),
            ("2024-05~", "2024-05"),
            ("2024-21", "2024-03/2024-05"),
            ("202X", "2020/2029"),
            ("2024-05-30/..", "2024-05-30"),
            ("2024-05-30/..", "2024-05-30/.."),
            ("/2024-05", "2024-05-01/2024-05-31"),
            ("2024-05-22T23:30:00-02:00", "2024-05-23"),
        ] {
            assert!(agrees(own, other), "{own} {other}");
        }
        for (own, other) in [("2024-05~", "2024-05-01"), ("2024-05-22", "2024-05-23"), ("2024/..", "2025")] {
            assert!(!agrees(own, other), "{own} {other}");
        }
    }

    const FORMATS: [&str; 3] = ["ics", "timelinejs", "markwhen"];

    fn written(format: &str, export: &Export) -> String {
        let mut bytes = Vec::new();
        (export::find(format).unwrap().write)(export, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// Returns the JSON of a timeline without its manifest and some events, the other events sorted by id.
    fn all(timeline: &Timeline, without: &[&str]) -> Value {
        let mut all: Value = serde_json::from_str(&written("json", &fixtures::export(timeline))).unwrap();
        all["manifest"].take();
        let events = all["events"].as_array_mut().unwrap();
        events.retain(|event| !without.contains(&event["id"].as_str().unwrap()));
        events.sort_by_key(|event| event["id"].to_string());
        all
    }

    /// Checks that an export in `format` is imported with every field of every event, and the timeline's
    /// head.
    fn assert_complete(format: &str, timeline: &Timeline) {
        let export = fixtures::export(timeline);
        let again = imported(format, &written(format, &export)).timeline;
        let omissions = (export::find(format).unwrap().omissions)(&export);
        let omitted = omissions.iter().flat_map(|omission| &omission.events);
        let omitted: Vec<&str> = omitted.map(|number| &*timeline.event(*number).id).collect();
        let (found, wanted) = (all(&again, &[]), all(timeline, &omitted));
        assert_eq!(found, wanted, "{format}");
    }

    #[test]
    fn every_field_of_every_event_comes_back() {
        let torture = load::from_text("torture.yaml", include_str!("../../tests/data/torture.yaml")).timeline;
        for format in FORMATS {
            assert_complete(format, &load::builtin().timeline);
            assert_complete(format, &torture);
        }
    }

    #[test]
    fn what_looks_like_a_mark_of_the_format_comes_back_equal() {
        for text in [
            include_str!("../../tests/data/cases/exports/parentheses-and-percent.yaml"),
            include_str!("../../tests/data/cases/exports/markwhen-summary.yaml"),
        ] {
            let timeline = load::from_text("a.yaml", text).timeline;
            FORMATS.iter().for_each(|format| assert_complete(format, &timeline));
        }
    }

    /// These files contain no record, only what other programs read too.
    #[test]
    fn files_of_version_0_1_0_are_read_as_those_of_other_people() {
        let moment = "2025-01-13T14:30:00Z";
        for (format, text, dates) in [
            (
                "ics",
                include_str!("../../tests/data/v0.1.0/small.ics"),
                ["2024-05-01/2024-05-31", "2024-06-10", moment],
            ),
            (
                "timelinejs",
                include_str!("../../tests/data/v0.1.0/small.json"),
                ["2024-05~", "2024-06-10", moment],
            ),
            (
                "markwhen",
                include_str!("../../tests/data/v0.1.0/small.mw"),
                ["2024-05", "2024-06-10/..", "2025-01-13"],
            ),
        ] {
            let loaded = imported(format, text);
            let timeline = &loaded.timeline;
            assert_eq!((&*timeline.head.title, loaded.errors), ("Wood stoves", 0), "{format}");
            let events = ["vote", "talks", "end"].map(|id| timeline.event(timeline.find(id).unwrap()));
            assert_eq!(events.map(|event| event.date.as_ref().unwrap().text()), dates, "{format}");
            let vote = events[0];
            assert!(
                vote.title.starts_with("Despite 97% opposition, the council votes"),
                "{format}: {}",
                vote.title
            );
            assert!(vote.summary.starts_with("First line.\n50% and [1](x)"), "{format}: {}", vote.summary);
            for words in ["Harbour Owners League (HOL)", "(Town Council): banned"] {
                assert!(vote.summary.contains(words), "{format}: {}", vote.summary);
            }
            assert_eq!(&*vote.sources[0].url, "https://news.example/vote", "{format}");
        }
    }

    #[test]
    fn a_title_or_date_that_somebody_changed_counts_and_is_told() {
        let text = "- {id: a, date: 2024-05~, title: A visit, kind: visit, date-note: said so}";
        let timeline = load::from_text("a.yaml", text).timeline;
        for (format, changes) in [
            ("ics", [("SUMMARY:A visit", "SUMMARY:A call"), ("DATE:20240501", "DATE:20240503")]),
            (
                "timelinejs",
                [("\"headline\": \"A visit", "\"headline\": \"A call"), ("\"month\": 5", "\"month\": 4")],
            ),
            ("markwhen", [(": A visit", ": A call"), ("\n2024-05:", "\n2024-04:")]),
        ] {
            let mut text = written(format, &fixtures::export(&timeline));
            let kept = imported(format, &text);
            assert_eq!((&*kept.timeline.events()[0].title, &*messages(&kept)), ("A visit", ""), "{format}");
            for (from, to) in changes {
                assert!(text.contains(from), "{format}: {from}\n{text}");
                text = text.replacen(from, to, 1);
            }
            let loaded = imported(format, &text);
            let event = &loaded.timeline.events()[0];
            assert!(event.title.starts_with("A call"), "{format}: {}", event.title);
            assert_ne!(event.date.as_ref().unwrap().text(), "2024-05~", "{format}");
            let note = "said so; was around May 2024 in dateline";
            assert!(event.date_note.starts_with(note), "{format}: {}", event.date_note);
            assert_eq!(event.kind.map(|kind| loaded.timeline.word(kind)), Some("visit"), "{format}");
            assert!(messages(&loaded).contains("this title counts"), "{format}: {}", messages(&loaded));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn whatever_an_event_says_comes_back(events in prop::collection::vec(round_trip::parts(), 1..4)) {
            let text = written("yaml", &fixtures::export(&round_trip::timeline(events)));
            let timeline = load::from_text("a.yaml", &text).timeline;
            FORMATS.iter().for_each(|format| assert_complete(format, &timeline));
        }

        #[test]
        fn no_text_changes_on_the_way(text in fixtures::text()) {
            let timeline = load::from_text("a.yaml", &written("yaml", &fixtures::export(&fixtures::only(&text)))).timeline;
            FORMATS.iter().for_each(|format| assert_complete(format, &timeline));
        }
    }
}
