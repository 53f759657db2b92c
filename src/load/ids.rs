//! Which event has which id, among the events of many chunks.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::raw::Chunk;

/// An event by its chunk and its place there.
type Place = (usize, usize);

/// Ids by their hashes: the first event that has each, and how many wanted to have it.
#[derive(Default)]
pub(super) struct Ids {
    known: HashTable<Known>,
}

struct Known {
    hash: u64,
    first: Place,
    wanted: u32,
}

/// The hash of an id, by which it is known.
pub(super) fn hash(id: &str) -> u64 {
    FixedState::default().hash_one(id)
}

impl Ids {
    /// None yet, and room for so many.
    pub(super) fn with_room(count: usize) -> Self {
        Self { known: HashTable::with_capacity(count) }
    }

    /// How many want the id of the event at `place`, with this one; `hash` is that of the id.
    pub(super) fn add(&mut self, hash: u64, place: Place, chunks: &[Chunk]) -> u32 {
        let same = |known: &Known| known.hash == hash && id(chunks, known.first) == id(chunks, place);
        let entry = self.known.entry(hash, same, |known| known.hash);
        let entry = entry.and_modify(|known| known.wanted += 1);
        entry.or_insert(Known { hash, first: place, wanted: 1 }).get().wanted
    }

    /// Whether an event has this id.
    pub(super) fn contains(&self, wanted: &str, chunks: &[Chunk]) -> bool {
        let hash = hash(wanted);
        self.known.find(hash, |known| known.hash == hash && id(chunks, known.first) == wanted).is_some()
    }
}

fn id(chunks: &[Chunk], (chunk, event): Place) -> &str {
    &chunks[chunk].events[event].id
}
