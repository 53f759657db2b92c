//! The rung of a status on the ladder of its policy, and which way a change goes.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::policy::{OFF_LADDER, UNCLEAR};
use crate::model::{Policy, Timeline, Word};

/// Which way a change of status goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, Serialize, JsonSchema)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Up the ladder: more is allowed.
    Loosening,
    /// Down the ladder: less is allowed.
    Tightening,
    /// Neither: a side is not on the ladder, or both are the same.
    Neither,
}

impl Move {
    /// Returns the word for it in answers.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Returns which way the change from one status of a policy to another goes.
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

/// The position of a status on a ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rung {
    /// On the ladder: its place from the strictest, 0, and how many rungs there are.
    On(usize, usize),
    /// Nothing is decided, or there is nothing to regulate.
    Nothing,
    /// Nobody can say.
    Unclear,
    /// The policy has no ladder, or the status is not on it.
    Elsewhere,
}

impl Rung {
    /// Returns the rung of `status` for a policy.
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

    /// Returns its place on the ladder, 0 for the strictest.
    pub fn place(self) -> Option<usize> {
        if let Self::On(place, _) = self { Some(place) } else { None }
    }

    /// How loose it is in quarters, 0 for the strictest status of a ladder and 3 for the loosest.
    pub fn quarter(self) -> Option<usize> {
        match self {
            Self::On(_, 0 | 1) => Some(0),
            Self::On(place, rungs) => Some((6 * place + rungs - 1) / (2 * (rungs - 1))),
            _ => None,
        }
    }
}
