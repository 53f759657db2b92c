//! Policies, and the ladders that order their statuses.

use super::{ActorNo, Text, Value, Word};

/// Number of a policy: its index in [`super::Timeline::policies`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyNo(pub u32);

impl PolicyNo {
    /// Returns the index into [`super::Timeline::policies`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Statuses outside every ladder: `none` (nothing decided) and [`UNCLEAR`].
pub const OFF_LADDER: [&str; 2] = ["none", UNCLEAR];

/// Status of a policy whose actual status is unknown.
pub const UNCLEAR: &str = "unclear";

/// Statuses in order, strictest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// Name by which policies refer to the ladder.
    pub name: Text,
    /// Statuses from strictest to loosest.
    pub statuses: Vec<Word>,
}

/// Rule about what is allowed; events change its status.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// Id in the registry.
    pub id: Text,
    /// Title; the id when none was given.
    pub title: Text,
    /// Shorter title for lanes and bars; empty when none was given.
    pub short: Text,
    /// Owners; several when allies share the policy.
    pub owners: Vec<ActorNo>,
    /// Comparison group: policies of one topic answer the same question for different owners.
    pub topic: Option<Word>,
    /// Index of its ladder in [`super::Timeline::ladders`].
    pub ladder: Option<usize>,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}
