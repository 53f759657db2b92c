//! Semantic diff of two timelines.
//!
//! Both timelines are converted to entries as in files: one per event, actor, policy, ladder, tag, view and
//! source, and one for the head. Entries are paired, and each differing key of a pair becomes a [`Field`]
//! with its full old and new value. So no change is missed: applying the changes to the old timeline gives
//! the new one, which tests verify. [`Change::notes`] then describes the changes for people.
//!
//! Line numbers, file names, and the order of events, registry entries and keys are ignored. The order of a
//! list counts.

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

/// All changes, in the order of the file format, then of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// One per changed entry.
    pub entries: Vec<Change>,
}

/// An entry that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// Sort of entry; `timeline` is the head of the files.
    #[serde(rename = "what")]
    pub entry: EntryKind,
    /// Kind of change; `renamed` means that the id changed, whatever else changed too.
    #[serde(rename = "change")]
    pub kind: ChangeKind,
    /// Id in the new state, or in the old one if the entry was removed; empty for the head.
    #[schemars(with = "String")]
    pub id: Text,
    /// Id in the old state, if it differs. A generated id changes with date and title.
    #[schemars(with = "Option<String>")]
    pub was: Option<Text>,
    /// Title or name.
    #[schemars(with = "String")]
    pub title: Text,
    /// Descriptions of the change; empty if the entry was added or removed.
    pub notes: Vec<Note>,
    /// All keys with a different value, each with its full old and new value as in the file format. Actors of
    /// an event are always mappings; owners are always a list.
    pub fields: Vec<Field>,
    /// Index among the entries with this id in the old state, counted from 0; left out for the first.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(range(min = 1))]
    pub nth: usize,
}

/// A key whose value changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Field {
    /// Key as in files; for a ladder `statuses`, for a tag `meaning`.
    #[schemars(with = "String")]
    pub key: Text,
    /// Old value; left out if the key is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "serde_json::Value")]
    pub old: Option<Value>,
    /// New value; left out if the key is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "serde_json::Value")]
    pub new: Option<Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Changes {
    /// Returns the changes from `old` to `new`.
    ///
    /// Entries with the same id are paired. A removed and an added event are paired as one renamed event if
    /// they are similar enough: with both ids written, equal dates and a similarity of 0.8; with a generated
    /// id, which changes with date and title, a similarity of 0.7.
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

    /// Returns whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the number of entries with this kind of change.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.entries.iter().filter(|change| change.kind == kind).count()
    }
}

/// Returns for each entry how many earlier entries have the same id.
fn occurrences(entries: &[Entry]) -> Vec<usize> {
    let mut seen: HashMap<(EntryKind, &str), usize> = HashMap::new();
    let count = |entry| {
        let count = seen.entry(entry).or_default();
        *count += 1;
        *count - 1
    };
    entries.iter().map(|entry| (entry.kind, &*entry.id)).map(count).collect()
}

/// Returns the change between two states of an entry, if they differ.
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

/// Returns the keys with different values.
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
