//! The closed vocabularies of an event: how sure it is, and which dates a decision has.

use schemars::JsonSchema;
use serde::Serialize;
use strum::{EnumIter, EnumMessage, EnumString, IntoStaticStr};

/// How sure the record is of an event.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    EnumMessage,
    EnumString,
    IntoStaticStr,
    Serialize,
    JsonSchema,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Seen in a primary document or said on the record.
    Confirmed,
    /// Told by an outlet that names officials or sources.
    Reported,
    /// Sources contradict each other.
    Disputed,
    /// Nobody could check it.
    Unverified,
}

impl Certainty {
    /// The word that files write.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// The dates that a decision has besides the one that places it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Clock {
    /// When it was made public.
    Announced,
    /// When it was decided.
    Adopted,
    /// When it began to apply.
    InForce,
    /// When it stops to apply.
    Expires,
    /// When it was first written about.
    Reported,
}

impl Clock {
    /// The key that files write, which queries and the command line take too.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// It as a person says it: `in force`.
    pub fn words(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            other => other.word(),
        }
    }
}
