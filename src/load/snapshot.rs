//! A timeline that was read before, in a form that needs no reading.
//!
//! The shipped timeline is on the screen before its files could be read: what they gave is part of
//! the program too. A test keeps it what they give.

use serde::{Deserialize, Serialize};

use crate::model::{Actor, Event, Head, Ladder, Policy, Text, Timeline};

/// Everything of a timeline that cannot be worked out from the rest.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Kept {
    head: Head,
    ladders: Vec<Ladder>,
    actors: Vec<Actor>,
    policies: Vec<Policy>,
    words: Vec<Text>,
    files: Vec<String>,
    fingerprint: u64,
    events: Vec<Event>,
}

/// A timeline as bytes; the same timeline gives the same bytes.
pub fn encode(timeline: &Timeline) -> Vec<u8> {
    let kept = Kept {
        head: timeline.head.clone(),
        ladders: timeline.ladders.clone(),
        actors: timeline.actors.clone(),
        policies: timeline.policies.clone(),
        words: timeline.words.texts().map(Into::into).collect(),
        files: timeline.files.clone(),
        fingerprint: timeline.fingerprint,
        events: timeline.events().to_vec(),
    };
    postcard::to_allocvec(&kept).unwrap_or_default()
}

/// The timeline that bytes of [`encode`] hold; `None` when they are none of this version.
pub fn decode(bytes: &'static [u8]) -> Option<Timeline> {
    let kept: Kept = postcard::from_bytes(bytes).ok()?;
    let mut timeline = Timeline::default();
    timeline.head = kept.head;
    timeline.ladders = kept.ladders;
    timeline.actors = kept.actors;
    timeline.policies = kept.policies;
    timeline.words = kept.words.into();
    timeline.files = kept.files;
    timeline.fingerprint = kept.fingerprint;
    Some(timeline.with_events(kept.events))
}
