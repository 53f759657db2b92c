//! What changed between two states of a record, in the terms of the record.
//!
//! Both timelines are taken as they would be written, an entry for each event, actor, policy, ladder
//! and tag, and one for the head. Entries are paired, and what differs between the two of a pair is
//! a [`Field`] with its old and new value in full. So nothing that a file can say changes unseen, and
//! the changes applied to the old state give the new one, as tests apply them. What it means that a
//! value changed is then said by [`Change::notes`].
//!
//! Places, file names and the order in which events, registries and the keys of mappings are
//! written are no part of a record. The order of a list is.

mod items;
mod likeness;
mod note;
mod notes;
mod pair;
mod text_diff;
mod value;
mod written;

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Text, Timeline, Value};

pub use note::{ChangeKind, Note};
use value::changed;
pub use written::EntryKind;
use written::{Entry, written};

/// Everything that changed, in the order of the file format and then of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// What changed, an entry each.
    pub entries: Vec<Change>,
}

/// An entry that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// What sort of entry it is; `timeline` is the head of the files.
    #[serde(rename = "what")]
    pub entry: EntryKind,
    /// `renamed`: it has another id, whatever else changed.
    #[serde(rename = "change")]
    pub kind: ChangeKind,
    /// Its id in the new state, or in the old one when it was removed; empty for the head.
    #[schemars(with = "String")]
    pub id: Text,
    /// Its id in the old state where that was another. An id that nobody wrote follows date and title.
    #[schemars(with = "Option<String>")]
    pub was: Option<Text>,
    /// What a person calls it.
    #[schemars(with = "String")]
    pub title: Text,
    /// What there is to say about it; empty when it was added or removed.
    pub notes: Vec<Note>,
    /// Every key whose value is another, with both values in full as the file format has them; who takes part
    /// in an event is always a mapping, an owner always in a list.
    pub fields: Vec<Field>,
    /// Which of several entries with this id in the old state it is, from 0; left out for the first.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(range(min = 1))]
    pub nth: usize,
}

/// A key whose value is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Field {
    /// The key as files write it; of a ladder `statuses`, of a tag `meaning`.
    #[schemars(with = "String")]
    pub key: Text,
    /// What it said; left out when it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "serde_json::Value")]
    pub old: Option<Value>,
    /// What it says; left out when it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "serde_json::Value")]
    pub new: Option<Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Changes {
    /// Returns what changed from `old` to `new`.
    ///
    /// Entries with the same id are one. An event that is gone and one that has come are one event
    /// with a new id when they say nearly the same: where both ids were written, the dates have to
    /// be equal and four fifths of all that either says shared; where an id was made of date and
    /// title, and so changes with them, seven tenths are enough.
    pub fn between(old: &Timeline, new: &Timeline) -> Self {
        let (old, new) = (written(old), written(new));
        let pairs = pair::pair(&old, &new);
        let nth = occurrences(&old);
        let mut entries = Vec::new();
        for (from, to) in pairs {
            let before = from.map(|index| &old[index]);
            let after = to.map(|index| &new[index]);
            entries.extend(change(before, after, from.map_or(0, |index| nth[index])));
        }
        Self { entries }
    }

    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns how many entries were added, removed, renamed, or changed otherwise.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.entries.iter().filter(|change| change.kind == kind).count()
    }
}

/// Of every entry, how many before it have its id.
fn occurrences(entries: &[Entry]) -> Vec<usize> {
    let mut seen: HashMap<(EntryKind, &str), usize> = HashMap::new();
    let count = |entry| {
        let count = seen.entry(entry).or_default();
        *count += 1;
        *count - 1
    };
    entries.iter().map(|entry| (entry.kind, &*entry.id)).map(count).collect()
}

/// Returns what happened between two states of an entry, if anything.
fn change(old: Option<&Entry>, new: Option<&Entry>, nth: usize) -> Option<Change> {
    let entry = new.or(old)?;
    let was = old.filter(|old| old.id != entry.id).map(|old| old.id.clone());
    let fields = differences(old, new);
    let kind = match (old, new) {
        (None, _) => ChangeKind::Added,
        (_, None) => ChangeKind::Removed,
        (Some(old), Some(new)) if was.is_some() && !(old.id_is_made() && new.id_is_made()) => {
            ChangeKind::Renamed
        }
        _ => ChangeKind::Changed,
    };
    let is_same = kind == ChangeKind::Changed && fields.is_empty() && was.is_none();
    let (id, title) = (entry.id.clone(), entry.title().into());
    let change = Change { entry: entry.kind, kind, id, was, title, notes: Vec::new(), fields, nth };
    (!is_same).then(|| Change { notes: change.described(), ..change })
}

/// Returns the keys that say another thing.
fn differences(old: Option<&Entry>, new: Option<&Entry>) -> Vec<Field> {
    let (old, new) = (old.map_or(&[][..], |old| &old.fields), new.map_or(&[][..], |new| &new.fields));
    changed(old, new)
        .map(|(key, old, new)| Field { key: key.clone(), old: old.cloned(), new: new.cloned() })
        .collect()
}

#[cfg(test)]
mod tests {
    mod patch;
}
