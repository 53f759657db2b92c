//! What changed between two days.

use crate::model::{Moment, PolicyNo, Timeline};

use super::History;
use super::ladder::Move;
use super::state::State;
use super::track::Step;

/// A policy that was another one on the second day than on the first.
#[derive(Debug, Clone)]
pub struct Change<'h> {
    /// The policy.
    pub policy: PolicyNo,
    /// What it was at the end of the first day.
    pub before: State<'h>,
    /// What it was at the end of the second.
    pub after: State<'h>,
    /// Which way it went.
    pub way: Move,
    /// The changes between the two, in their order; those of a vague date are there when they may
    /// lie between.
    pub steps: Vec<&'h Step>,
}

/// The policies whose state on the day of `from` differs from that on the day of `to`, in the
/// order of the registry. The second day may lie before the first: then what changed is undone.
pub fn compare<'h>(timeline: &Timeline, history: &'h History, from: Moment, to: Moment) -> Vec<Change<'h>> {
    let changes = history.tracks().iter().filter_map(|track| {
        let (before, after) = (track.on(from), track.on(to));
        (before.statuses() != after.statuses()).then(|| {
            let (early, late) = (from.min(to).day_end(), from.max(to).day_end());
            let between = |step: &&Step| step.latest > early && step.earliest <= late;
            let way = Move::between(timeline, timeline.policy(track.policy), before.status(), after.status());
            let steps = track.changes().filter(between).collect();
            Change { policy: track.policy, before, after, way, steps }
        })
    });
    changes.collect()
}
