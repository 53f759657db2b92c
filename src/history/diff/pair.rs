//! Which entry of the old state is which of the new one.
//!
//! In this order, and never more than one to one:
//!
//! 1. Entries of one sort with the same written id.
//! 2. Entries that say the same in all but the id. An event without a written id, whose id follows
//!    date and title and so has a number when two share both, is thereby found under its new number.
//! 3. Events with the same id of which at least one was not written.
//! 4. Events that are alike enough, see [`likeness`](super::likeness).
//!
//! Whatever is left was removed or added.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::likeness::alike;
use super::value::canonical;
use super::written::{Entry, EntryKind};
use crate::model::Value;

/// Of every entry its places in the old and in the new state: a sort of entry after the other, in
/// the order of the new state, what was removed last.
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

/// Pairs between two lists, each item in one at most.
pub struct Pairs<'e, T> {
    old: &'e [T],
    new: &'e [T],
    of_old: Vec<Option<usize>>,
    /// By new item the place of the old one that it was.
    pub of_new: Vec<Option<usize>>,
}

impl<'e, T> Pairs<'e, T> {
    /// Returns no pair yet.
    pub fn new(old: &'e [T], new: &'e [T]) -> Self {
        Self { old, new, of_old: vec![None; old.len()], of_new: vec![None; new.len()] }
    }

    fn tie(&mut self, from: usize, to: usize) {
        self.of_old[from] = Some(to);
        self.of_new[to] = Some(from);
    }

    /// Pairs the free items that share a key; of several the first with the first.
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

/// Returns the items that are in no pair, with their places.
fn free<'e, T>(items: &'e [T], tied: &[Option<usize>]) -> Vec<(usize, &'e T)> {
    items.iter().enumerate().filter(|(index, _)| tied[*index].is_none()).collect()
}

/// All that an entry says but its id; `None` when that is too little to know it by.
fn content(entry: &Entry) -> Option<String> {
    let fields = entry.fields.iter().filter(|(key, _)| **key != *"id").cloned().collect::<Vec<_>>();
    let says = !fields.is_empty() && entry.kind != EntryKind::Timeline;
    says.then(|| canonical(&Value::Map(fields)))
}
