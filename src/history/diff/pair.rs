//! Pairing of the entries of two states.
//!
//! Each entry is in at most one pair. Rules, in this order:
//!
//! 1. Entries of the same kind with the same written id.
//! 2. Entries that are equal apart from the id. This finds an event without a written id under its new
//!    number, which its generated id gets if several share date and title.
//! 3. Events with the same id, at least one of them generated.
//! 4. Events that are similar enough, see [`likeness`](super::likeness).
//!
//! Unpaired entries were removed or added.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::likeness::alike;
use super::value::canonical;
use super::written::{Entry, EntryKind};
use crate::model::Value;

/// Returns the pairs as indices into the old and the new entries, sorted by kind, then in the order of the
/// new state, with removed ones last.
pub fn pair(old: &[Entry], new: &[Entry]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut pairs = Pairs::new(old, new);
    pairs.by(|entry| (!entry.id_is_made()).then_some((entry.kind, &*entry.id)));
    pairs.by(|entry| Some((entry.kind, content(entry)?)));
    pairs.by(|entry| (entry.kind == EntryKind::Event).then_some(&*entry.id));
    for (from, to) in alike(&free(old, &pairs.of_old), &free(new, &pairs.of_new)) {
        pairs.tie(from, to);
    }
    pairs.in_order()
}

/// One-to-one pairing between the items of two lists.
pub struct Pairs<'e, T> {
    old: &'e [T],
    new: &'e [T],
    of_old: Vec<Option<usize>>,
    /// Per new item the index of the old item it is paired with.
    pub of_new: Vec<Option<usize>>,
}

impl<'e, T> Pairs<'e, T> {
    /// Returns an empty pairing.
    pub fn new(old: &'e [T], new: &'e [T]) -> Self {
        Self { old, new, of_old: vec![None; old.len()], of_new: vec![None; new.len()] }
    }

    fn tie(&mut self, from: usize, to: usize) {
        self.of_old[from] = Some(to);
        self.of_new[to] = Some(from);
    }

    /// Pairs the unpaired items that share a key, first with first.
    pub fn by<K: Hash + Eq>(&mut self, key: impl Fn(&'e T) -> Option<K>) {
        let mut keyed: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (index, entry) in free(self.old, &self.of_old) {
            if let Some(key) = key(entry) {
                keyed.entry(key).or_default().push_back(index);
            }
        }
        for (to, entry) in free(self.new, &self.of_new) {
            if let Some(from) = key(entry).and_then(|key| keyed.get_mut(&key)?.pop_front()) {
                self.tie(from, to);
            }
        }
    }
}

impl Pairs<'_, Entry> {
    fn in_order(&self) -> Vec<(Option<usize>, Option<usize>)> {
        let kind = |pair: &(Option<usize>, Option<usize>)| match pair {
            (_, Some(to)) => self.new[*to].kind,
            (Some(from), _) => self.old[*from].kind,
            (None, None) => EntryKind::Timeline,
        };
        let come = self.of_new.iter().enumerate().map(|(to, from)| (*from, Some(to)));
        let gone = self.of_old.iter().enumerate().filter(|(_, to)| to.is_none());
        let mut all: Vec<_> = come.chain(gone.map(|(from, _)| (Some(from), None))).collect();
        all.sort_by_key(kind);
        all
    }
}

/// Returns the unpaired items with their indices.
fn free<'e, T>(items: &'e [T], tied: &[Option<usize>]) -> Vec<(usize, &'e T)> {
    items.iter().enumerate().filter(|(index, _)| tied[*index].is_none()).collect()
}

/// Returns the content of an entry without its id; `None` if there is too little to identify it.
fn content(entry: &Entry) -> Option<String> {
    let fields = entry.fields.iter().filter(|(key, _)| **key != *"id").cloned().collect::<Vec<_>>();
    let says = !fields.is_empty() && entry.kind != EntryKind::Timeline;
    says.then(|| canonical(&Value::Map(fields)))
}
