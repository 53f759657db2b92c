//! Short texts for states and steps, for tables and screens.

use crate::model::{Date, Effect, Policy, Timeline, Word};

use super::state::{Since, State};
use super::step::Step;

/// Text for a missing status.
pub const NOT_ON_RECORD: &str = "not on record";

/// Explanation of the mark for an uncertain state, shown below a table of states.
pub const NOT_CERTAIN: &str = "it rests on a vague or marked date, on events in conflict, or on what a later event \
                               tells of the time before";

/// Text for the end of a status without a recorded successor.
const EXPIRED: &str = "expired";

/// Returns the text of a status.
pub fn status_words(timeline: &Timeline, status: Option<Word>) -> &str {
    status.map_or(NOT_ON_RECORD, |status| timeline.word(status))
}

/// Returns the title of a policy with its owners: `use of ATACMS (United States)`.
pub fn policy_words(timeline: &Timeline, policy: &Policy) -> String {
    let owners = timeline.owner_names(policy);
    if owners.is_empty() { policy.title.to_string() } else { format!("{} ({owners})", policy.title) }
}

/// Describes an effect: `banned → permitted`, `still banned`, `banned`.
pub fn effect_words(timeline: &Timeline, effect: &Effect, arrow: &str) -> String {
    let status = timeline.word(effect.status);
    match effect.was.map(|was| timeline.word(was)) {
        Some(was) if was == status => format!("still {status}"),
        Some(was) => format!("{was} {arrow} {status}"),
        None => status.to_owned(),
    }
}

impl State<'_> {
    /// Describes the state: `banned`, `banned or permitted`, `banned or permitted (in conflict)`, `expired`.
    pub fn words(&self, timeline: &Timeline) -> String {
        let conflict = if self.conflict { " (in conflict)" } else { "" };
        self.status_words(timeline).join(" or ") + conflict
    }

    /// Returns the texts of the possible statuses, the likely one last.
    pub fn status_words<'t>(&self, timeline: &'t Timeline) -> Vec<&'t str> {
        let expired = self.steps().any(Step::is_expiry);
        let word = |status: Option<Word>| match status {
            None if expired => EXPIRED,
            status => status_words(timeline, status),
        };
        self.statuses().into_iter().map(word).collect()
    }

    /// Returns the date since which the likely status holds, as written: `2024-05-30~`, `after 2024-06-30`
    /// for an expiry, `before 2024-04-24` if it started before the record. Empty if nothing is recorded.
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
    /// Describes the step: `2024-05-30~ partly permitted`, `2024-06-30 expired`.
    pub fn words(&self, timeline: &Timeline) -> String {
        format!("{} {}", self.date_words(timeline), self.status_words(timeline))
    }

    /// Returns the text of the status after the step.
    pub fn status_words<'t>(&self, timeline: &'t Timeline) -> &'t str {
        if self.is_expiry() { EXPIRED } else { status_words(timeline, self.status) }
    }

    /// Returns the date as written, or `undated`.
    pub fn date_words<'t>(&self, timeline: &'t Timeline) -> &'t str {
        self.date(timeline).map_or("undated", Date::text)
    }

    /// Returns the date in English, or `undated`.
    pub fn date_in_words(&self, timeline: &Timeline) -> String {
        self.date(timeline).map_or_else(|| "undated".to_owned(), Date::words)
    }
}
