//! States and steps in a few words, for tables and screens.

use crate::model::{Date, Effect, Policy, Timeline, Word};

use super::state::{Since, State};
use super::step::Step;

/// The words for a status that is not recorded.
pub const NOT_ON_RECORD: &str = "not on record";

/// Why a state is marked as not certain, for the note below a table of states.
pub const NOT_CERTAIN: &str = "it rests on a vague or marked date, on events in conflict, or on what a later event \
                               tells of the time before";

/// The word for a status that came to its end when no later status is recorded.
const EXPIRED: &str = "expired";

/// Returns a status in words.
pub fn status_words(timeline: &Timeline, status: Option<Word>) -> &str {
    status.map_or(NOT_ON_RECORD, |status| timeline.word(status))
}

/// Returns a policy with its owners: `use of ATACMS (United States)`.
pub fn policy_words(timeline: &Timeline, policy: &Policy) -> String {
    let owners = timeline.owner_names(policy);
    if owners.is_empty() { policy.title.to_string() } else { format!("{} ({owners})", policy.title) }
}

/// Returns what an effect says became of its policy: `banned → permitted`, `still banned`, `banned`.
pub fn effect_words(timeline: &Timeline, effect: &Effect, arrow: &str) -> String {
    let status = timeline.word(effect.status);
    match effect.was.map(|was| timeline.word(was)) {
        Some(was) if was == status => format!("still {status}"),
        Some(was) => format!("{was} {arrow} {status}"),
        None => status.to_owned(),
    }
}

impl State<'_> {
    /// `banned`, `banned or permitted`, `banned or permitted (in conflict)`, `expired`.
    pub fn words(&self, timeline: &Timeline) -> String {
        let conflict = if self.conflict { " (in conflict)" } else { "" };
        self.status_words(timeline).join(" or ") + conflict
    }

    /// Returns every status that it may have in words, the likely one last.
    pub fn status_words<'t>(&self, timeline: &'t Timeline) -> Vec<&'t str> {
        let expired = self.steps().any(Step::is_expiry);
        let word = |status: Option<Word>| match status {
            None if expired => EXPIRED,
            status => status_words(timeline, status),
        };
        self.statuses().into_iter().map(word).collect()
    }

    /// Since when, by its date as it is written: `2024-05-30~`, `after 2024-06-30` for what expired
    /// with that day, or `before 2024-04-24` where the first step tells of the time before it.
    pub fn since_words(&self, timeline: &Timeline) -> String {
        match self.since() {
            Since::Step(step) if step.is_expiry() => format!("after {}", step.date_words(timeline)),
            Since::Step(step) => step.date_words(timeline).to_owned(),
            Since::Before(step) => format!("before {}", step.date_words(timeline)),
            Since::Unknown => String::new(),
        }
    }
}

impl Step {
    /// `2024-05-30~ partly permitted`, `2024-06-30 expired`.
    pub fn words(&self, timeline: &Timeline) -> String {
        format!("{} {}", self.date_words(timeline), self.status_words(timeline))
    }

    /// Returns the status from then on.
    pub fn status_words<'t>(&self, timeline: &'t Timeline) -> &'t str {
        if self.is_expiry() { EXPIRED } else { status_words(timeline, self.status) }
    }

    /// Returns its date as it is written.
    pub fn date_words<'t>(&self, timeline: &'t Timeline) -> &'t str {
        self.date(timeline).map_or("undated", Date::text)
    }
}
