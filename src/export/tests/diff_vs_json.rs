//! Checks the diff of two timelines against their JSON exports.

use proptest::prelude::*;

use super::fixtures;
use crate::export::yaml::tests::yaml_round_trip::{Parts, as_json, parts, timeline};
use crate::history::diff::{Change, ChangeKind, Changes};
use crate::load;
use crate::model::{Date, Event, Ladder, PolicyNo, Timeline, Value};

/// Returns the JSON of a timeline, and which of its ids are generated, which JSON does not contain.
fn state(timeline: &Timeline) -> (serde_json::Value, Vec<bool>) {
    let made = timeline.events().iter().map(|event| event.id_is_made).collect();
    (serde_json::from_str(&as_json(timeline)).unwrap(), made)
}

/// Checks that applying the changes between two timelines to the old one gives the new one.
fn assert_told(old: &Timeline, new: &Timeline) -> Result<Changes, TestCaseError> {
    let changes = Changes::between(old, new);
    let made = changes.apply(old);
    prop_assert_eq!(state(&made), state(new), "{:?}", changes);
    prop_assert!(Changes::between(&made, new).is_empty());
    prop_assert_eq!(changes.is_empty(), Changes::between(new, old).is_empty());
    prop_assert!(Changes::between(new, new).is_empty());
    let is_said = |change: &Change| {
        change.notes.is_empty() == matches!(change.kind, ChangeKind::Added | ChangeKind::Removed)
    };
    prop_assert!(changes.entries.iter().all(is_said), "{:?}", changes);
    Ok(changes)
}

/// What happens to an event between the two timelines.
#[derive(Debug, Clone)]
enum Fate {
    Kept,
    Gone,
    /// One group of its fields is replaced by that of another event.
    Given(usize, Parts),
    /// Its id is no longer generated, or is generated now.
    Turned,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        Just(Fate::Kept),
        Just(Fate::Gone),
        (0..4_usize, parts()).prop_map(|(part, other)| Fate::Given(part, other)),
        Just(Fate::Turned),
    ]
}

/// Returns the timeline after these changes, with additional events.
fn later(events: &[(Parts, Fate)], come: Vec<Parts>) -> Timeline {
    let mut kept = Vec::new();
    let mut turned = Vec::new();
    for (parts, fate) in events {
        let mut parts = parts.clone();
        match fate {
            Fate::Gone => continue,
            Fate::Kept => {}
            Fate::Given(0, other) => parts.0.clone_from(&other.0),
            Fate::Given(1, other) => parts.1.clone_from(&other.1),
            Fate::Given(2, other) => parts.2.clone_from(&other.2),
            Fate::Given(_, other) => parts.3.clone_from(&other.3),
            Fate::Turned => turned.push(kept.len()),
        }
        kept.push(parts);
    }
    kept.extend(come);
    turn(timeline(kept), &turned)
}

/// Toggles for some events whether their id is generated.
fn turn(timeline: Timeline, which: &[usize]) -> Timeline {
    let mut events = timeline.events().to_vec();
    for (index, event) in events.iter_mut().enumerate() {
        event.id_is_made ^= which.contains(&index);
    }
    timeline.with_events(events)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_changes_put_into_the_old_state_give_the_new_one(
        events in prop::collection::vec((parts(), fate()), 0..5),
        come in prop::collection::vec(parts(), 0..3),
        made in prop::collection::vec(0..5_usize, 0..3),
    ) {
        let old = turn(timeline(events.iter().map(|(parts, _)| parts.clone()).collect()), &made);
        assert_told(&old, &later(&events, come))?;
    }

    #[test]
    fn two_unrelated_states_are_told_apart_too(
        old in prop::collection::vec(parts(), 0..4),
        new in prop::collection::vec(parts(), 0..4),
    ) {
        assert_told(&timeline(old), &timeline(new))?;
    }
}

/// A named modification of a timeline.
type Edit = (&'static str, fn(&mut Timeline, &mut Event));

#[test]
fn no_field_changes_unseen() {
    let edits: &[Edit] = &[
        ("title", |timeline, _| timeline.head.title.push('!')),
        ("description", |timeline, _| timeline.head.description.push('!')),
        ("license", |timeline, _| timeline.head.license.clear()),
        ("opening", |timeline, _| timeline.head.opening.clear()),
        ("meaning", |timeline, _| timeline.head.tags[0].1.push('!')),
        ("extra of the head", |timeline, _| timeline.head.extra.push(("title".into(), Value::text("x")))),
        ("ladder", |timeline, _| timeline.ladders[0].statuses.reverse()),
        ("another ladder", |timeline, _| {
            timeline.ladders.push(Ladder { name: "l".into(), statuses: Vec::new() });
        }),
        ("name", |timeline, _| timeline.actors[1].name = "x".into()),
        ("kind of actor", |timeline, _| timeline.actors[1].kind = None),
        ("country of actor", |timeline, _| timeline.actors[1].country = None),
        ("alias", |timeline, _| drop(timeline.actors[1].aliases.pop())),
        ("office", |timeline, _| timeline.actors[1].offices[0].tenure.to = None),
        ("office title", |timeline, _| timeline.actors[1].offices[0].title = "x".into()),
        ("extra of an office", |timeline, _| {
            timeline.actors[1].offices[0].extra.push(("from".into(), Value::text("x")));
        }),
        ("principal", |timeline, _| timeline.actors[1].offices[0].principal = None),
        ("member", |timeline, _| timeline.actors[4].members.clear()),
        ("member until", |timeline, _| timeline.actors[4].members[0].tenure.to = Date::parse("2024").ok()),
        ("extra of a member", |timeline, _| timeline.actors[4].members[0].extra.clear()),
        ("extra of an actor", |timeline, _| timeline.actors[1].extra.clear()),
        ("policy", |timeline, _| timeline.policies[0].title = "x".into()),
        ("short title", |timeline, _| timeline.policies[0].short = "x".into()),
        ("owner", |timeline, _| timeline.policies[1].owners.reverse()),
        ("topic", |timeline, _| timeline.policies[0].topic = None),
        ("ladder of a policy", |timeline, _| timeline.policies[0].ladder = None),
        ("extra of a policy", |timeline, _| timeline.policies[0].extra.push(("x".into(), Value::text("x")))),
        ("id", |_, event| event.id = "x".into()),
        ("made id", |_, event| event.id_is_made = true),
        ("date", |_, event| event.date = None),
        ("date-note", |_, event| event.date_note = "x".into()),
        ("title of an event", |_, event| event.title = "x".into()),
        ("kind", |_, event| event.kind = None),
        ("importance", |_, event| event.importance = Some(3)),
        ("no importance", |_, event| event.importance = None),
        ("summary", |_, event| event.summary = "x".into()),
        ("actors", |_, event| event.actors.reverse()),
        ("role", |_, event| event.actors[0].role = None),
        ("extra of a part", |_, event| event.actors[0].extra.push(("role".into(), Value::text("x")))),
        ("countries", |_, event| event.countries.clear()),
        ("tags", |_, event| event.tags.truncate(1)),
        ("policy of an effect", |_, event| event.effects[0].policy = PolicyNo(1)),
        ("status", |timeline, event| event.effects[0].status = timeline.words.add("x")),
        ("was", |_, event| event.effects[0].was = None),
        ("note", |_, event| event.effects[0].note = "x".into()),
        ("from", |_, event| event.effects[0].from = Date::parse("2024").ok()),
        ("extra of an effect", |_, event| event.effects[0].extra.push(("x".into(), Value::text("x")))),
        ("clock", |_, event| drop(event.clocks.pop())),
        ("link", |timeline, event| event.links[0].relation = timeline.words.add("x")),
        ("target", |_, event| event.links[0].to = "x".into()),
        ("certainty", |_, event| event.certainty = None),
        ("dispute", |_, event| event.disputes[0].says = "x".into()),
        ("source of a dispute", |_, event| event.disputes[0].sources.clear()),
        ("extra of a dispute", |_, event| event.disputes[0].extra.push(("x".into(), Value::text("x")))),
        ("url", |_, event| event.sources[0].url = "x".into()),
        ("publisher", |_, event| event.sources[0].publisher = None),
        ("date of a source", |_, event| event.sources[0].date = None),
        ("title of a source", |_, event| event.sources[0].title = "x".into()),
        ("weak", |_, event| event.sources[0].weak = false),
        ("primary", |_, event| event.sources[0].primary = true),
        ("extra of a source", |_, event| event.sources[0].extra.clear()),
        ("review", |_, event| event.reviewed = None),
        ("reviewer", |_, event| event.reviewed.as_mut().unwrap().by = "x".into()),
        ("date of a review", |_, event| event.reviewed.as_mut().unwrap().on = Date::parse("2024").ok()),
        ("extra of a review", |_, event| event.reviewed.as_mut().unwrap().extra.clear()),
        ("extra", |_, event| event.extra[0].1 = Value::text("3")),
        ("extra twice", |_, event| event.extra.push(("flag".into(), Value::text("x")))),
        ("extra that looks known", |_, event| event.extra.push(("summary".into(), Value::text("x")))),
        ("extra called so", |_, event| event.extra.push(("extra".into(), Value::Map(Vec::new())))),
    ];
    let old = fixtures::timeline();
    for (what, edit) in edits {
        let mut new = old.clone();
        let mut events = old.events().to_vec();
        let full = events.iter().position(|event| &*event.id == "full").unwrap();
        edit(&mut new, &mut events[full]);
        let changes =
            assert_told(&old, &new.with_events(events)).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(changes.entries.len(), 1, "{what}: {changes:?}");
    }
}

#[test]
fn files_places_and_the_order_of_writing_are_no_change() {
    let one = "ladders: {a: [x], b: [y]}\nactors: {us: {country: US, name: US}, gb: {name: GB}}\n\
               tags: {t: T, u: U}\npolicies: {p: {title: P}, q: {title: Q}}\nevents:\n\
               - {id: a, date: 2024, title: A, clocks: {announced: 2023, expires: 2025}, z: {k: 1, l: ~}, y: word}\n\
               - {date: 2023, title: B}\n";
    let other = "# another\nevents:\n- {title: B, date: '2023'}\n\n\
                 - {y: \"word\", z: {l: null, k: 1}, clocks: {expires: 2025, announced: 2023}, title: A, date: 2024, id: a}\n\
                 policies: {q: {title: Q}, p: {title: P}}\ntags: {u: U, t: T}\n\
                 actors: {gb: GB, us: {name: US, country: US}}\nladders: {b: [y], a: [x]}\n";
    let [one, other] =
        [("1.yaml", one), ("2.yaml", other)].map(|(name, text)| load::from_text(name, text).timeline);
    assert_eq!(one.len(), 2);
    assert_eq!(Changes::between(&one, &other), Changes::default());
    assert_told(&one, &other).unwrap();
}

#[test]
fn the_shipped_timeline_comes_out_of_nothing_and_goes_back() {
    let (nothing, shipped) = (Timeline::default(), load::builtin().timeline);
    let changes = assert_told(&nothing, &shipped).unwrap();
    assert!(changes.entries.len() > shipped.len());
    assert_told(&shipped, &nothing).unwrap();
}
