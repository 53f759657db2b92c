//! Policies, and the ladders of statuses that they move on.

use super::field::POLICY;
use super::value::Mapping;
use super::{ActorNo, Text, Timeline, Value, Word};
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
    /// Whose policy it is; several when allies share it.
    pub owners: Vec<ActorNo>,
    /// What it is compared with: policies of one topic ask the same question of several owners.
    pub topic: Option<Word>,
    /// Its ladder, as a place in [`super::Timeline::ladders`].
    pub ladder: Option<usize>,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

impl Policy {
    /// Returns the names of the actors whose policy it is, parted by commas; empty without an owner.
    pub fn owner_names(&self, timeline: &Timeline) -> String {
        let names: Vec<&str> = self.owners.iter().map(|owner| &*timeline.actor(*owner).name).collect();
        names.join(", ")
    }

    /// Returns everything that files write of it under its id, in the order of the format.
    pub fn fields(&self, timeline: &Timeline) -> Vec<(Text, Value)> {
        let Self { id: _, title, owners, topic, ladder, extra } = self;
        let owners = owners.iter().map(|owner| Value::text(&timeline.actor(*owner).id));
        Mapping::default()
            .put("title", Some(Value::text(title)))
            .put("owner", Value::of_list(owners))
            .word("topic", *topic, timeline)
            .put("ladder", ladder.map(|ladder| Value::text(&timeline.ladders[ladder].name)))
            .extra(extra, POLICY)
    }
}
