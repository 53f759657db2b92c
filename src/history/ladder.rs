//! Position of a status on the ladder of its policy, and the direction of a change.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::policy::{OFF_LADDER, UNCLEAR};
use crate::model::{Policy, Timeline, Word};

/// Direction of a change of status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, Serialize, JsonSchema)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Up the ladder: more is allowed.
    Loosening,
    /// Down the ladder: less is allowed.
    Tightening,
    /// Neither: one side is not on the ladder, or both are equal.
    Neither,
}

crate::text::words!(Move, "used in output");

impl Move {
    /// Returns the direction of a change between two statuses of a policy.
    pub fn between(timeline: &Timeline, policy: &Policy, before: Option<Word>, after: Option<Word>) -> Self {
        let place =
            |status: Option<Word>| status.and_then(|status| Rung::of(timeline, policy, status).place());
        match (place(before), place(after)) {
            (Some(before), Some(after)) if before < after => Self::Loosening,
            (Some(before), Some(after)) if before > after => Self::Tightening,
            _ => Self::Neither,
        }
    }
}

/// Position of a status relative to the ladder of its policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rung {
    /// On the ladder: index from the strictest, 0, and number of statuses.
    On(usize, usize),
    /// The status is `none`: nothing is decided, or there is nothing to regulate.
    Nothing,
    /// The status is `unclear`: not known.
    Unclear,
    /// The policy has no ladder, or the status is not on it.
    Elsewhere,
}

impl Rung {
    /// Returns the position of `status` for a policy.
    pub fn of(timeline: &Timeline, policy: &Policy, status: Word) -> Self {
        let ladder = policy.ladder.map(|ladder| &timeline.ladders[ladder].statuses);
        let place = ladder.and_then(|statuses| statuses.iter().position(|known| *known == status));
        match (place, ladder) {
            (Some(place), Some(statuses)) => Self::On(place, statuses.len()),
            _ if timeline.word(status) == OFF_LADDER[0] => Self::Nothing,
            _ if timeline.word(status) == UNCLEAR => Self::Unclear,
            _ => Self::Elsewhere,
        }
    }

    /// Returns the index on the ladder, 0 for the strictest status; `None` off the ladder.
    pub fn place(self) -> Option<usize> {
        if let Self::On(place, _) = self { Some(place) } else { None }
    }

    /// Returns how permissive the status is in four grades, 0 for the strictest to 3 for the loosest; `None`
    /// off the ladder.
    pub fn quarter(self) -> Option<usize> {
        match self {
            Self::On(_, 0 | 1) => Some(0),
            Self::On(place, rungs) => Some((6 * place + rungs - 1) / (2 * (rungs - 1))),
            _ => None,
        }
    }
}
