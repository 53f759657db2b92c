//! Reads JSON Lines: one JSON value per line.

use std::ops::Range;

use super::column_map::ColumnMap;
use super::event_from_node::Chunk;
use super::line_index::line_starts;
use super::progress::Progress;
use super::read::{Reading, add_mapped, events_of, read_in_chunks, report_syntax};
use super::yaml::{Node, NodeKind};
use super::{json, jsonl_registry, plain};

/// Reads every line. Manifest lines of exports are skipped.
pub(super) fn read<'t>(index: u32, text: &'t str, map: &ColumnMap, progress: &Progress) -> Reading<'t> {
    let chunks = read_in_chunks(index, map.dates, &lines(text), progress, |chunk, lines| {
        for line in lines {
            let (start, line) = (line.start, text[line.clone()].trim_end());
            if line.is_empty() {
                continue;
            }
            if !map.is_empty() || plain::add(line, start, chunk).is_none() {
                add_line(line, start, chunk, map);
            }
        }
    });
    Reading { chunks, ..Reading::default() }
}

/// Returns the byte ranges of the lines, line ends included.
pub(super) fn lines(text: &str) -> Vec<Range<usize>> {
    let starts = line_starts(text);
    let ends = starts.iter().skip(1).copied().chain([text.len() as u32]);
    starts.iter().zip(ends).map(|(start, end)| *start as usize..end as usize).collect()
}

/// Reads a line that [`plain::add`] declined.
fn add_line(line: &str, start: usize, chunk: &mut Chunk, map: &ColumnMap) {
    let mut read = json::read(line, start);
    report_syntax(&mut read, &mut chunk.problems);
    read.documents.iter().for_each(|document| add(document, chunk, map));
}

fn add(value: &Node, chunk: &mut Chunk, map: &ColumnMap) {
    if value.get("dateline").is_some() {
        return;
    }
    if jsonl_registry::origin(value).is_some()
        && let NodeKind::Map(pairs) = &value.kind
    {
        let pairs = pairs.iter().filter(|(key, _)| key.text() != Some("origin")).cloned().collect();
        return add_mapped(chunk, &Node { kind: NodeKind::Map(pairs), span: value.span }, map);
    }
    match value.get("events") {
        Some(_) => events_of(value, chunk, map),
        None => add_mapped(chunk, value, map),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_whatever_ends_them() {
        let text = "{\"date\":\"2024\",\"title\":\"A\"}\r\n\n  \n{\"date\": 2025, \"title\": B}  \n[]";
        let reading = read(0, text, &ColumnMap::default(), &Progress::default());
        let chunk = &reading.chunks[0];
        assert_eq!(chunk.events.iter().map(|event| &*event.title).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(chunk.problems.iter().map(|one| one.code).collect::<Vec<_>>(), ["no-event"]);
    }
}
