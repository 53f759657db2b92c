//! Pairs of actors that take part in the same events.

use std::collections::HashMap;

use crate::model::{ActorNo, EventNo, Timeline};

/// Most actors of an event that is counted: longer lists are not meetings, and pairing takes quadratic time.
pub const MOST_ACTORS: usize = 200;

/// Two actors and their common events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The actors, sorted by name.
    pub actors: [ActorNo; 2],
    /// Common events, in time order.
    pub events: Vec<EventNo>,
}

/// Returns all pairs of actors with common events in `events`, sorted by number of events, then by name, and
/// the number of events skipped for having more than [`MOST_ACTORS`].
pub fn pairs(timeline: &Timeline, events: &[EventNo]) -> (Vec<Pair>, usize) {
    let mut shared: HashMap<[ActorNo; 2], Vec<EventNo>> = HashMap::new();
    let mut crowded = 0;
    let key = |actor: &ActorNo| (timeline.actor(*actor).name.to_lowercase(), *actor);
    for number in events {
        let mut actors: Vec<ActorNo> = timeline.event(*number).actors.iter().map(|part| part.actor).collect();
        actors.sort_unstable();
        actors.dedup();
        if actors.len() > MOST_ACTORS {
            crowded += 1;
            continue;
        }
        for (place, first) in actors.iter().enumerate() {
            for second in &actors[place + 1..] {
                shared.entry([*first, *second]).or_default().push(*number);
            }
        }
    }
    let mut pairs: Vec<Pair> = shared
        .into_iter()
        .map(|(mut actors, mut events)| {
            actors.sort_by_cached_key(key);
            events.sort_unstable();
            Pair { actors, events }
        })
        .collect();
    pairs.sort_by_cached_key(|pair| (std::cmp::Reverse(pair.events.len()), pair.actors.each_ref().map(key)));
    (pairs, crowded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, Event, Participation};

    #[test]
    fn two_actors_are_paired_once_an_event_however_often_they_stand_in_it() {
        let mut timeline = Timeline::default();
        timeline.actors =
            ["Zoe", "abe", "Bob"].map(|name| Actor { name: name.into(), ..Actor::default() }).to_vec();
        let event = |id: &str, actors: &[u32]| Event {
            id: id.into(),
            actors: actors
                .iter()
                .map(|actor| Participation { actor: ActorNo(*actor), role: None, extra: Vec::new() })
                .collect(),
            ..Event::default()
        };
        let timeline =
            timeline.with_events(vec![event("a", &[0, 1, 0]), event("b", &[1, 0, 2]), event("c", &[2])]);
        let all: Vec<EventNo> = (0..3).map(EventNo).collect();
        let (pairs, crowded) = pairs(&timeline, &all);
        let name = |actor: ActorNo| &*timeline.actor(actor).name;
        let lines: Vec<String> = pairs
            .iter()
            .map(|pair| format!("{}+{} {}", name(pair.actors[0]), name(pair.actors[1]), pair.events.len()))
            .collect();
        assert_eq!((lines.join(", ").as_str(), crowded), ("abe+Zoe 2, abe+Bob 1, Bob+Zoe 1", 0));
    }
}
