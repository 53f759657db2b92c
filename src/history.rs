//! History of policies, derived from the effects of events and the links between events.
//!
//! Every effect of an event is a [`Step`] of its policy, and every policy has a [`Track`] of steps.
//! [`Track::on`] returns the status on a day, since when, by which event, and how certain it is. This module
//! knows no queries: the caller passes the events that count.

mod compare;
pub(crate) mod diff;
mod first_movers;
mod ladder;
pub(crate) mod lag;
mod state;
pub(crate) mod stats;
mod status_runs;
mod status_words;
mod step;
mod sweep;
pub(crate) mod thread;
mod track;

use crate::model::{EventNo, PolicyNo, Timeline};
use crate::parallel::{in_chunks, parallel_if};

pub use compare::{Between, Return, StatusChange, compare, returned};
pub use first_movers::{
    Arrival, FirstMovers, Placing, Unreached, first_movers_heading, ladders_of, usual_status,
};
pub use ladder::{Move, Rung};
pub use lag::{Lag, Precedence};
pub use state::{Since, State};
pub use status_words::{NOT_CERTAIN, NOT_ON_RECORD, effect_words, policy_words, status_words};
pub use step::Step;
pub use thread::{Edge, Links, Node, Thread, Way, points_back, relations};
pub use track::{Entry, Track};

/// Number of events whose steps are collected by one task.
const CHUNK: usize = 1 << 16;

/// Tracks of all policies, built from some events of a timeline.
#[derive(Debug, Clone)]
pub struct History {
    tracks: Vec<Track>,
}

impl History {
    /// Builds the history of all events.
    pub fn of(timeline: &Timeline) -> Self {
        Self::of_events(timeline, (0..timeline.len() as u32).map(EventNo))
    }

    /// Builds the history of some events, such as those known by a day. Takes time linear in their effects.
    pub fn of_events(timeline: &Timeline, events: impl Iterator<Item = EventNo>) -> Self {
        let numbers: Vec<EventNo> = events.collect();
        let parts = in_chunks(&numbers, CHUNK, |numbers| {
            let mut steps: Vec<Vec<Step>> = vec![Vec::new(); timeline.policies.len()];
            for number in numbers {
                let event = timeline.event(*number);
                for (place, effect) in event.effects.iter().enumerate() {
                    steps[effect.policy.index()].extend(Step::of(event, *number, place));
                }
            }
            steps
        });
        let track = |policy| {
            let steps = parts.iter().flat_map(|steps| &steps[policy]).copied();
            Track::new(PolicyNo(policy as u32), steps.collect())
        };
        Self { tracks: parallel_if(0..timeline.policies.len(), parts.len() > 1, track) }
    }

    /// Returns the track of a policy.
    pub fn track(&self, policy: PolicyNo) -> &Track {
        &self.tracks[policy.index()]
    }

    /// Returns the tracks of all policies, indexed by [`PolicyNo`].
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }
}
