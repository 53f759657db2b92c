//! Finds duplicate ids across chunks.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::event_from_node::Chunk;

/// An event: the index of its chunk, and its index within that chunk.
type EventAt = (usize, usize);

/// A hash table of ids: the first event with each id, and the number of events that claim it.
#[derive(Default)]
pub(super) struct Ids {
    known: HashTable<Known>,
}

struct Known {
    hash: u64,
    first: EventAt,
    wanted: u32,
}

/// Returns the hash of an id, as [`Ids::add`] takes it.
pub(super) fn hash(id: &str) -> u64 {
    FixedState::default().hash_one(id)
}

impl Ids {
    /// Returns an empty table with capacity for `count` ids.
    pub(super) fn with_room(count: usize) -> Self {
        Self { known: HashTable::with_capacity(count) }
    }

    /// Adds the event at `place`, whose id has this `hash`. Returns how many events claim that id, this one
    /// included.
    pub(super) fn add(&mut self, hash: u64, place: EventAt, chunks: &[Chunk]) -> u32 {
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

fn id(chunks: &[Chunk], (chunk, event): EventAt) -> &str {
    &chunks[chunk].events[event].id
}

#[cfg(test)]
mod tests {
    use crate::load::column_map::ColumnMap;
    use crate::load::{FileKind, Reader, from_text, import_text};
    use crate::model::Timeline;

    /// `count` events, enough for several chunks. Every hundredth claims the id `e0`, and links to the last
    /// event and to a missing one.
    fn text(count: usize) -> String {
        let event = |number: usize| match number % 100 {
            0 => {
                let links = format!("[{{leads-to: e{}}}, {{leads-to: nowhere}}]", count - 1);
                format!("- {{id: e0, date: 2024, title: \"{number}\", links: {links}}}\n")
            }
            _ => format!("- {{id: e{number}, date: 2024, title: \"{number}\"}}\n"),
        };
        (0..count).map(event).collect()
    }

    #[test]
    fn ids_and_links_are_judged_across_chunks_as_in_one() {
        let loaded = from_text("a.yaml", &text(3001));
        let lines = |code: &str| -> Vec<usize> {
            let alike = loaded.problems.iter().filter(|problem| problem.code == code);
            alike.map(|problem| problem.at.line).collect()
        };
        let hundredths: Vec<usize> = (0..=30).map(|number| number * 100 + 1).collect();
        assert_eq!(lines("duplicate-id"), hundredths[1..], "the first has it");
        let linked = loaded.problems.iter().filter(|problem| problem.code == "unknown-link");
        assert_eq!(linked.filter(|problem| problem.message.contains("nowhere")).count(), 31);
        assert_eq!(loaded.timeline.len(), 3001);
    }

    #[test]
    fn an_id_that_is_taken_in_an_earlier_chunk_gets_the_next_number_on_import() {
        let loaded =
            import_text("a.yaml", &text(3000), &Reader::Native(FileKind::Yaml), &ColumnMap::default());
        let title = |timeline: &Timeline, id: &str| {
            timeline.find(id).map(|number| timeline.event(number).title.to_string())
        };
        let titles = ["e0", "e0-2", "e0-30"].map(|id| title(&loaded.timeline, id));
        assert_eq!(titles, ["0", "100", "2900"].map(|title| Some(title.to_owned())));
        assert_eq!(loaded.errors, 0);
    }
}
