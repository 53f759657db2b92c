//! Checks of effects against the statuses set by other events.

use super::finding::Finding;
use crate::history::{History, Step, Track};
use crate::model::{Date, Timeline, Word};

/// Finds effects whose `was` differs from the recorded status before them, then pairs of effects that give a
/// policy two statuses on one day without times to order them.
pub fn contradictions(timeline: &Timeline) -> Vec<Finding<'_>> {
    let history = History::of(timeline);
    let mut found = Vec::new();
    for track in history.tracks() {
        found.extend((0..track.steps().len()).filter_map(|at| contradicted(timeline, track, at)));
    }
    for track in history.tracks() {
        let pairs = track.steps().windows(2).filter(|pair| has_two_statuses(timeline, &pair[0], &pair[1]));
        found.extend(pairs.map(|pair| two_statuses(timeline, track, &pair[0], &pair[1])));
    }
    found
}

fn contradicted<'t>(timeline: &'t Timeline, track: &Track, at: usize) -> Option<Finding<'t>> {
    let step = &track.steps()[at];
    let was = step.was.filter(|_| !step.is_expiry() && is_settled(timeline, step))?;
    let before = track.steps()[..at].iter().rev().find(|before| before.latest < step.earliest)?;
    let status = before.status.filter(|status| *status != was && is_settled(timeline, before))?;
    if may_lie_between(track, at, was) {
        return None;
    }
    let (was, policy) = (timeline.word(was), timeline.policy(track.policy));
    let since = before.date(timeline).map(Date::words).unwrap_or_default();
    let other = &timeline.event(before.event).id;
    Some(Finding {
        event: step.event,
        words: vec!["effects", &policy.id, "was", was],
        code: "was-contradicted",
        message: format!(
            "`{}` was not `{was}`: by the record it was `{}` since {since} (`{other}`)",
            policy.id,
            timeline.word(status)
        ),
        hint: "correct `was`, add the event that changed it, or say under `disputes` what speaks against it"
            .to_owned(),
    })
}

/// Returns whether a step with this status overlaps step `at` in time, on a different span of dates, so that
/// it may have come before.
fn may_lie_between(track: &Track, at: usize, status: Word) -> bool {
    let step = &track.steps()[at];
    let overlaps = |other: &&Step| other.latest >= step.earliest && other.earliest <= step.latest;
    let is_same_day = |other: &Step| (other.earliest, other.latest) == (step.earliest, step.latest);
    track.steps().iter().filter(overlaps).any(|other| other.status == Some(status) && !is_same_day(other))
}

fn two_statuses<'t>(timeline: &'t Timeline, track: &Track, first: &Step, second: &Step) -> Finding<'t> {
    let word = |step: &Step| timeline.word(step.effect(timeline).status);
    let policy = timeline.policy(track.policy);
    let (status, before) = (word(second), word(first));
    let other = &timeline.event(first.event).id;
    Finding {
        event: second.event,
        words: vec!["effects", &policy.id, status],
        code: "two-statuses",
        message: format!(
            "on the same day `{}` becomes `{before}` by `{other}` and `{status}` here",
            policy.id
        ),
        hint: "give both dates a time of day, or say under `disputes` which one is doubted".to_owned(),
    }
}

/// Returns whether two steps give different statuses on the same exact day, neither before the other.
fn has_two_statuses(timeline: &Timeline, first: &Step, second: &Step) -> bool {
    let day = |step: &Step| (step.earliest.day_start(), step.latest.day_start());
    let is_one_day = day(first).0 == day(first).1 && day(first) == day(second);
    let differs = first.status.is_some() && second.status.is_some() && first.status != second.status;
    let is_in_order = first.latest < second.earliest;
    is_one_day && differs && !is_in_order && is_settled(timeline, first) && is_settled(timeline, second)
}

/// Returns whether a step is undisputed: its date is unmarked, and its event has no disputes.
fn is_settled(timeline: &Timeline, step: &Step) -> bool {
    !step.qualified && timeline.event(step.event).disputes.is_empty()
}
