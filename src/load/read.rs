//! What the readers of all kinds of files return and share.

use std::collections::HashSet;
use std::ops::Range;

use super::column_map::ColumnMap;
use super::event_from_node::Chunk;
use super::progress::Progress;
use super::yaml::{self, Node};
use crate::model::DateStyle;
use crate::parallel::each;
use crate::problem::{Problem, Problems};

/// Codes of problems for which part of a text could not be read.
pub(super) const FAULTS: [&str; 5] = ["syntax", "too-deep", "too-large", "alias-bomb", "unclosed"];

/// The most events in a chunk; small enough to keep every thread busy.
pub(super) const CHUNK: usize = 1024;
/// The fewest events in a chunk, unless there are no more.
const SMALL_CHUNK: usize = 8;
/// The least number of chunks per thread, so that no thread waits long for the last chunk of another.
const CHUNKS_PER_THREAD: usize = 4;

/// What was read from one file.
#[derive(Default)]
pub(super) struct Reading<'t> {
    pub heads: Vec<Node<'t>>,
    pub chunks: Vec<Chunk>,
    pub problems: Problems,
    /// Whether the file is Markdown without front matter, found in a directory.
    pub is_skipped: bool,
}

impl Reading<'_> {
    /// Whether all heads are mappings, without `events`, that together have each key once.
    pub fn has_one_head(&self) -> bool {
        let keys = || self.heads.iter().flat_map(Node::pairs).map(|(key, _)| key.text());
        let mut seen = HashSet::new();
        self.heads.iter().all(|head| matches!(head.kind, yaml::NodeKind::Map(_)))
            && keys().all(|key| key != Some("events") && seen.insert(key))
    }

    /// Whether part of the text could not be read.
    pub fn has_fault(&self) -> bool {
        let all = self.problems.iter().chain(self.chunks.iter().flat_map(|chunk| chunk.problems.iter()));
        all.into_iter().any(|problem| FAULTS.contains(&problem.code))
    }
}

/// Adds an event, with its keys renamed by the map.
pub(super) fn add_mapped(chunk: &mut Chunk, event: &Node, map: &ColumnMap) {
    if map.is_empty() {
        return chunk.add(event);
    }
    let event = map.event(event.clone(), &mut chunk.problems);
    chunk.add(&event);
}

/// Reads pieces of a text, of about one event each, in chunks and in parallel.
pub(super) fn read_in_chunks(
    file: u32,
    dates: DateStyle,
    pieces: &[Range<usize>],
    progress: &Progress,
    read: impl Fn(&mut Chunk, &[Range<usize>]) + Sync + Send,
) -> Vec<Chunk> {
    // The events are moved when they are sorted. Their room is allocated before the texts, which stay, so
    // that it does not leave holes between them.
    let room = |pieces: &'_ [Range<usize>]| Chunk::with_room(file, dates, pieces.len());
    let size = (pieces.len() / rayon::current_num_threads() / CHUNKS_PER_THREAD).clamp(SMALL_CHUNK, CHUNK);
    let mut chunks: Vec<Chunk> = pieces.chunks(size).map(room).collect();
    let mut work: Vec<_> = chunks.iter_mut().zip(pieces.chunks(size)).collect();
    each(&mut work, |(chunk, pieces)| {
        let bytes = pieces.iter().map(ExactSizeIterator::len).sum();
        make_room(bytes);
        read(chunk, pieces);
        progress.read(bytes, chunk.events.len());
    });
    chunks
}

/// Grows this thread's heap for what is read from `bytes` bytes, in one step: glibc would otherwise grow it
/// by a page per system call, which costs more than filling it. A failed allocation is ignored.
fn make_room(bytes: usize) {
    let mut room = Vec::<u8>::new();
    let _ = std::hint::black_box(room.try_reserve_exact(bytes.saturating_add(bytes / 2)));
    drop(std::hint::black_box(room));
}

pub(super) fn events_of(document: &Node, chunk: &mut Chunk, map: &ColumnMap) {
    match document.get("events") {
        Some(events) if events.is_null() => {}
        Some(events) if matches!(events.kind, yaml::NodeKind::List(_)) => {
            events.items().iter().for_each(|event| add_mapped(chunk, event, map));
        }
        Some(events) => {
            let message = format!("`events` is a list, not {}", events.sort());
            chunk.problems.push(Problem::error("wrong-shape", events.span, message));
        }
        None => {}
    }
}

/// Reports the problems that the YAML reader found.
pub(super) fn report_syntax(read: &mut yaml::Read, problems: &mut Problems) {
    problems.extend(read.fault.take());
    problems.extend(read.hostile.drain(..).map(|span| {
        let message = "a control or direction character stands here; it is made visible";
        Problem::warning("hostile-text", span, message)
    }));
    problems.extend(read.tagged.drain(..).map(|span| {
        let message = "an explicit tag is not kept; the value stays as it is written";
        Problem::warning("tag", span, message)
    }));
    problems.extend(read.left_out());
    problems.extend(
        read.repeated
            .drain(..)
            .map(|span| Problem::error("repeated-key", span, "this key is given twice; the first counts")),
    );
}
