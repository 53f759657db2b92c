//! What every reader of a kind of file hands over, and what they share.

use std::collections::HashSet;
use std::ops::Range;

use super::column_map::ColumnMap;
use super::event_from_node::Chunk;
use super::progress::Progress;
use super::yaml::{self, Node};
use crate::model::DateStyle;
use crate::parallel::each;
use crate::problem::{Problem, Span};

/// What makes a text no YAML.
pub(super) const FAULTS: [&str; 5] = ["syntax", "too-deep", "too-large", "alias-bomb", "unclosed"];

/// Events are read together in this number, so that threads have enough to do.
pub(super) const CHUNK: usize = 1024;
/// The fewest, unless there are no more.
const SMALL_CHUNK: usize = 16;

/// What one file gave.
#[derive(Default)]
pub(super) struct Reading<'t> {
    pub heads: Vec<Node<'t>>,
    pub chunks: Vec<Chunk>,
    pub problems: Vec<Problem<Span>>,
    /// Whether the file holds nothing that is looked for.
    pub is_skipped: bool,
}

impl Reading<'_> {
    /// Whether the heads are mappings that together have each key once, and no events.
    pub fn has_one_head(&self) -> bool {
        let keys = || self.heads.iter().flat_map(Node::pairs).map(|(key, _)| key.text());
        let mut seen = HashSet::new();
        self.heads.iter().all(|head| matches!(head.kind, yaml::NodeKind::Map(_)))
            && keys().all(|key| key != Some("events") && seen.insert(key))
    }

    /// Whether some text could not be read as YAML.
    pub fn has_fault(&self) -> bool {
        let all = self.problems.iter().chain(self.chunks.iter().flat_map(|chunk| &chunk.problems));
        all.into_iter().any(|problem| FAULTS.contains(&problem.code))
    }
}

/// Adds an event whose keys may be foreign ones.
pub(super) fn add_mapped(chunk: &mut Chunk, event: &Node, map: &ColumnMap) {
    if map.is_empty() {
        return chunk.add(event);
    }
    let event = map.event(event.clone(), &mut chunk.problems);
    chunk.add(&event);
}

/// What `read` makes of many pieces of a text, which hold about an event each, on every core.
pub(super) fn read_in_chunks(
    file: u32,
    dates: DateStyle,
    pieces: &[Range<usize>],
    progress: &Progress,
    read: impl Fn(&mut Chunk, &[Range<usize>]) + Sync + Send,
) -> Vec<Chunk> {
    // The room for the events is given back when they are put into order, and must not lie among the texts,
    // which stay.
    let room = |pieces: &'_ [Range<usize>]| Chunk::with_room(file, dates, pieces.len());
    let size = (pieces.len() / rayon::current_num_threads()).clamp(SMALL_CHUNK, CHUNK);
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

/// Sees to it that this thread has memory for what is read from so many bytes. It would grow by a page a
/// system call (glibc) if it were asked for text by text, which costs more than to fill it; what was given
/// once in one piece stays. Where there is not so much, it is done without.
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

/// Reports what the YAML reader noticed.
pub(super) fn report_syntax(read: &mut yaml::Read, problems: &mut Vec<Problem<Span>>) {
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
            .map(|span| Problem::error("repeated-key", span, "this key stands here twice; the first counts")),
    );
}
