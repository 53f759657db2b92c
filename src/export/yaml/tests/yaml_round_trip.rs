//! Round trip: dateline reads its own YAML as exactly the same timeline.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::export::tests::fixtures;
use crate::export::yaml::write;
use crate::export::{Export, Format, json, jsonl};
use crate::load;
use crate::model::{
    Actor, ActorNo, Certainty, Date, Dispute, Effect, Event, EventNo, Link, Participation, Policy, PolicyNo,
    Review, Source, Text, Timeline, Value,
};
use crate::text::{one_line, sanitize};

fn yaml(export: &Export) -> String {
    let mut bytes = Vec::new();
    write(export, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Returns the JSON of a timeline.
pub(in crate::export) fn as_json(timeline: &Timeline) -> String {
    let mut bytes = Vec::new();
    (json::FORMAT.write)(&fixtures::export(timeline), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Checks that the YAML of a timeline is read as the same timeline, whose YAML is the same.
fn assert_same(timeline: &Timeline) -> Result<(), TestCaseError> {
    let written = yaml(&fixtures::export(timeline));
    let loaded = load::from_text("export.yaml", &written);
    let unread: Vec<&str> = loaded.problems.iter().map(|problem| problem.code).collect();
    let faults = [
        "syntax",
        "bad-date",
        "no-title",
        "no-event",
        "no-actor",
        "half-effect",
        "half-link",
        "duplicate-id",
    ];
    prop_assert!(!unread.iter().any(|code| faults.contains(code)), "{:?}\n{}", loaded.problems, written);
    prop_assert_eq!(as_json(&loaded.timeline), as_json(timeline), "{}", &written);
    prop_assert_eq!(yaml(&fixtures::export(&loaded.timeline)), written);
    let flags =
        |timeline: &Timeline| timeline.events().iter().map(|event| event.id_is_made).collect::<Vec<_>>();
    prop_assert_eq!(flags(&loaded.timeline), flags(timeline));
    Ok(())
}

#[test]
fn the_shipped_timeline_is_read_back_whole() {
    let loaded = load::builtin();
    assert!(loaded.timeline.len() > 100);
    assert_same(&loaded.timeline).unwrap();
}

#[test]
fn a_choice_of_the_shipped_timeline_opens_without_a_problem_but_links_that_lead_out_of_it() {
    let timeline = load::builtin().timeline;
    let mut export = fixtures::export(&timeline);
    export.events = (20..50).map(EventNo).collect();
    let loaded = load::from_text("export.yaml", &yaml(&export));
    let strange: Vec<String> = loaded
        .problems
        .iter()
        .filter(|problem| problem.code != "unknown-link")
        .map(|problem| problem.render(false))
        .collect();
    assert!(strange.is_empty(), "{}", strange.join("\n"));
    for (number, event) in export.events.iter().zip(loaded.timeline.events()) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        json::write_event(&timeline, timeline.event(*number), None, &mut ours).unwrap();
        json::write_event(&loaded.timeline, event, None, &mut theirs).unwrap();
        assert_eq!(String::from_utf8(ours).unwrap(), String::from_utf8(theirs).unwrap());
    }
}

#[test]
fn a_made_id_keeps_its_number_when_the_other_event_is_not_chosen() {
    let twice = "- {date: 2024-05-22, title: Same}\n- {date: 2024-05-22, title: Same}\n";
    let timeline = load::from_text("a.yaml", twice).timeline;
    let mut export = fixtures::export(&timeline);
    export.events = vec![EventNo(1)];
    let again = load::from_text("b.yaml", &yaml(&export)).timeline;
    assert_eq!(again.events()[0].id, timeline.events()[1].id);
    assert_ne!(again.events()[0].id, timeline.events()[0].id);
}

#[test]
fn no_events_are_still_a_timeline() {
    let timeline = fixtures::timeline();
    let mut export = fixtures::export(&timeline);
    export.events.clear();
    let loaded = load::from_text("export.yaml", &yaml(&export));
    assert_eq!(loaded.timeline.head.title, timeline.head.title);
    assert!(loaded.timeline.is_empty() && loaded.errors == 0, "{:?}", loaded.problems);
}

/// Generates a word as the reader normalizes it: one line, not empty.
fn word() -> impl Strategy<Value = String> {
    fixtures::text().prop_map(|text| {
        let line = one_line(&text);
        if line.is_empty() { "empty".to_owned() } else { line }
    })
}

/// Generates a text as the reader normalizes it: sanitized for terminals.
fn text() -> impl Strategy<Value = String> {
    fixtures::text().prop_map(|text| sanitize(&text).into_owned())
}

fn date() -> impl Strategy<Value = Option<Date>> {
    let dates = [
        "2023-10-30T21:19:00/2023-11-11",
        "2024-01-01T23:00:00+01:00/2024-01-01T20:00:00-05:00",
        "2024-05-22T10:00:00Z/..",
        "2024-05~/2024-06-01T10:00:00-05:00",
        "2024-05-22T10:00:00",
        "2024",
        "2024-05",
        "2024-05-22",
        "2024-05-22T14:30:00Z",
        "2024-05-22T14:30:00+03:00",
        "2024-05~",
        "2024-05-22?",
        "2024%",
        "2024-05-XX",
        "202X",
        "2024-21",
        "2024-05-13/2024-05-20",
        "2024-05-30/..",
        "../2024-05",
        "2024/",
        "/2024",
        "-0044",
        "-0043-03-15",
        "0000-01-01",
        "0044-03-15",
        "Y12345",
        "Y-12345",
    ];
    prop::option::weighted(
        0.9,
        prop::sample::select(dates.to_vec()).prop_map(|text| Date::parse(text).unwrap()),
    )
}

fn value() -> impl Strategy<Value = Value> {
    // The reader turns an empty value into `~`.
    let plain = ["3", "true", "~", "1_000", "0o7", "2024-05-22", "12:30:45", "a b", "NO"];
    let scalar = prop_oneof![
        text().prop_map(|text| Value::text(&text)),
        prop::sample::select(plain.to_vec())
            .prop_map(|text| Value::Scalar { text: text.into(), quoted: false }),
    ];
    scalar.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map(text(), inner, 0..4).prop_map(|pairs| Value::Map(
                pairs.into_iter().map(|(key, value)| (key.into(), value)).collect()
            )),
        ]
    })
}

/// The parts of a generated event: date, raw texts, words, a value, and an importance from 1 to 5.
pub(crate) type Parts = (Option<Date>, Vec<String>, Vec<String>, Value, Option<u8>);

/// Generates the parts of an event.
pub(crate) fn parts() -> impl Strategy<Value = Parts> {
    let (texts, words) = (prop::collection::vec(text(), 3), prop::collection::vec(word(), 6));
    (date(), texts, words, value(), prop::option::of(1..6_u8))
}

/// Creates a timeline of events with these parts, with words as the reader normalizes them.
pub(crate) fn timeline(events: Vec<Parts>) -> Timeline {
    let mut timeline = Timeline::default();
    timeline.head.title = events.first().map(|parts| parts.2[0].clone()).unwrap_or_default();
    timeline.head.description = events.first().map(|parts| parts.1[0].clone()).unwrap_or_default();
    let id = Text::from(format!("policy {}", timeline.head.title));
    timeline.policies = vec![Policy { title: id.clone(), id, ..Policy::default() }];
    let mut made = Vec::new();
    for (index, (date, texts, words, value, importance)) in events.into_iter().enumerate() {
        let [role, tag, status, publisher] = [1, 2, 3, 4].map(|at| timeline.words.add(&words[at]));
        // Actors are distinguished ignoring case, so each event gets its own.
        let name = Text::from(format!("{} {index}", words[5]));
        let actor = ActorNo(timeline.actors.len() as u32);
        timeline.actors.push(Actor { id: name.clone(), name, ..Actor::default() });
        let source = Source {
            url: texts[0].as_str().into(),
            publisher: Some(publisher),
            title: texts[1].as_str().into(),
            ..Source::default()
        };
        let extra = || vec![(format!("x{}", texts[0]).into(), value.clone())];
        made.push(Event {
            id: format!("{} {index}", words[4]).into(),
            date: date.clone(),
            date_note: texts[2].as_str().into(),
            title: words[0].as_str().into(),
            kind: Some(tag),
            importance,
            summary: texts[0].as_str().into(),
            actors: vec![
                Participation { actor, role: Some(role), extra: Vec::new() },
                Participation { actor, role: None, extra: extra() },
            ],
            tags: vec![tag],
            effects: vec![Effect {
                policy: PolicyNo(0),
                status,
                was: Some(tag),
                note: texts[1].as_str().into(),
                from: date.clone(),
                extra: extra(),
            }],
            links: vec![Link { relation: role, to: words[0].as_str().into() }],
            certainty: importance.map(|_| Certainty::Unverified),
            reviewed: Some(Box::new(Review { by: words[3].as_str().into(), on: date, extra: extra() })),
            disputes: vec![Dispute {
                says: texts[1].as_str().into(),
                sources: vec![texts[2].as_str().into()],
                extra: extra(),
            }],
            sources: vec![source],
            extra: extra(),
            ..Event::default()
        });
    }
    timeline.with_events(made)
}

proptest! {
    #[test]
    fn any_timeline_is_read_back_letter_for_letter(events in prop::collection::vec(parts(), 1..4)) {
        assert_same(&timeline(events))?;
    }
}

/// Checks that an export in a JSON format, read and exported again, gives the same bytes.
fn assert_same_json(format: &Format, timeline: &Timeline) -> Result<(), TestCaseError> {
    let written = |timeline: &Timeline| {
        let mut bytes = Vec::new();
        (format.write)(&fixtures::export(timeline), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let first = written(timeline);
    let name = format!("export.{}", format.extension);
    let mut loaded = load::from_texts(vec![(name, first.clone().into_bytes())], true);
    if format.extension == "jsonl" {
        // JSON Lines hold events only; the title is part of the origin, which is not read back.
        loaded.timeline.head.title.clone_from(&timeline.head.title);
    }
    prop_assert_eq!(written(&loaded.timeline), first, "{:?}", loaded.problems);
    Ok(())
}

proptest! {
    #[test]
    fn any_timeline_comes_back_from_json_and_json_lines_byte_for_byte(
        events in prop::collection::vec(parts(), 1..4),
    ) {
        let timeline = timeline(events);
        assert_same_json(&json::FORMAT, &timeline)?;
        assert_same_json(&jsonl::FORMAT, &timeline)?;
    }
}

/// Writes exports for the tests with other programs, which `tests/interop/run` starts.
#[test]
#[ignore = "writes files for tests/interop"]
fn exports_for_other_readers() {
    let directory = std::path::PathBuf::from(std::env::var_os("DATELINE_INTEROP").unwrap());
    let mut chance = TestRunner::deterministic();
    let events = prop::collection::vec(parts(), 500).new_tree(&mut chance).unwrap().current();
    let timelines = [load::builtin().timeline, fixtures::timeline(), timeline(events)];
    for (name, timeline) in ["shipped", "hostile", "random"].into_iter().zip(timelines) {
        for format in crate::export::formats() {
            let path = directory.join(name).with_extension(format.extension);
            crate::export::save(&path, true, |out| (format.write)(&fixtures::export(&timeline), out))
                .unwrap();
        }
    }
}
