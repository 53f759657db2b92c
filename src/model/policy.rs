//! Policies, and the ladders of statuses that they move on.

use super::{ActorNo, Text, Value, Word};

/// A policy's number: its place in [`super::Timeline::policies`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyNo(pub u32);

impl PolicyNo {
    /// The place in the list of policies.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Statuses that stand outside every ladder: nothing decided, and nobody can say.
pub const OFF_LADDER: [&str; 2] = ["none", UNCLEAR];

/// The status of which nobody can say what it is.
pub const UNCLEAR: &str = "unclear";

/// Ordered statuses, strictest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// The name policies call it by.
    pub name: Text,
    /// The statuses from strictest to loosest.
    pub statuses: Vec<Word>,
}

/// Something that is allowed or not, and whose status events change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// Its id in the registry.
    pub id: Text,
    /// What it is about; the id when no title was given.
    pub title: Text,
    /// A shorter title for lanes and bars; empty when none was given.
    pub short: Text,
    /// Whose policy it is; several when allies share it.
    pub owners: Vec<ActorNo>,
    /// What it is compared with: policies of one topic ask the same question of several owners.
    pub topic: Option<Word>,
    /// Its ladder, as a place in [`super::Timeline::ladders`].
    pub ladder: Option<usize>,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}
