//! Timelines shared by the tests of queries, and the reference implementation they are compared with.

use crate::model::{Actor, ActorNo, Country, Date, Effect, Event, Participation, Policy, PolicyNo, Timeline};

mod oracle;

/// Returns a small timeline with the actors of the shipped one.
pub(super) fn shipped_like() -> Timeline {
    let mut timeline = Timeline::default();
    let actor = |id: &str, name: &str, country: &str| Actor {
        id: id.into(),
        name: name.into(),
        registered: true,
        country: Country::from_code(country),
        aliases: vec![format!("alias of {id}").into()],
        ..Actor::default()
    };
    timeline.actors = vec![
        actor("us", "United States", "US"),
        actor("antony-blinken", "Antony Blinken", "US"),
        actor("uk", "United Kingdom", "GB"),
        actor("us-senate", "Senate", "US"),
        actor("nobody", "Nobody", ""),
    ];
    let topic = Some(timeline.words.add("strikes"));
    timeline.policies =
        vec![Policy { id: "us-weapons".into(), title: "US weapons".into(), topic, ..Policy::default() }];
    let role = Some(timeline.words.add("speaker / decision-maker"));
    let nuclear = timeline.words.add("nuclear");
    let decision = Some(timeline.words.add("decision"));
    let status = timeline.words.add("permitted");
    let part = |number: u32| Participation { actor: ActorNo(number), role, extra: Vec::new() };
    let effect =
        |policy| Effect { policy, status, was: None, note: "".into(), from: None, extra: Vec::new() };
    let event = |id: &str, actors: Vec<Participation>| Event {
        id: id.into(),
        date: Date::parse("2024-05-22").ok(),
        title: "Storm Shadow".into(),
        actors,
        ..Event::default()
    };
    let events = vec![
        Event { kind: decision, ..event("a", vec![part(1)]) },
        Event { tags: vec![nuclear, nuclear], ..event("b", vec![part(0), part(1), part(1)]) },
        Event { effects: vec![effect(PolicyNo(0))], ..event("c", vec![part(2), part(3)]) },
        Event { date: None, ..event("d", vec![]) },
    ];
    timeline.with_events(events)
}

/// Returns a timeline of events with these dates, with titles of several lengths and scripts.
pub(crate) fn dated(dates: &[&str]) -> Timeline {
    let event = |(index, date): (usize, &&str)| Event {
        id: format!("{index:05}").into(),
        date: Date::parse(date).ok(),
        title: format!("event {index}{}", " of 東京 and Київ".repeat(index % 4)).into(),
        importance: Some(1 + (index % 5) as u8),
        ..Event::default()
    };
    Timeline::default().with_events(dates.iter().enumerate().map(event).collect())
}
