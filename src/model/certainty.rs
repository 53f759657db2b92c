//! Closed vocabularies of an event: its certainty and its clocks.

use schemars::JsonSchema;
use serde::Serialize;
use strum::{EnumIter, EnumMessage, EnumString, IntoStaticStr};

/// How certain the record of an event is.
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
    /// Reported by an outlet that names officials or sources.
    Reported,
    /// Sources contradict each other.
    Disputed,
    /// Could not be verified.
    Unverified,
}

crate::text::words!(Certainty, "used in files");

/// Further dates of a decision, in addition to the event's `date`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Clock {
    /// When it was made public.
    Announced,
    /// When it was decided.
    Adopted,
    /// When it began to apply.
    InForce,
    /// When it ceases to apply.
    Expires,
    /// When it was first written about.
    Reported,
}

crate::text::words!(Clock, "used in files, queries and on the command line");

impl Clock {
    /// Returns the name for people: `in force`.
    pub fn words(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            other => other.word(),
        }
    }
}
