//! Reads files of YAML or JSON documents.

use super::column_map::ColumnMap;
use super::event_from_node::Chunk;
use super::files::File;
use super::format;
use super::progress::Progress;
use super::read::{Reading, add_mapped, events_of, read_in_chunks, report_syntax};
use super::split;
use super::yaml::{self, Node};
use crate::problem::{Problem, Span};
use crate::text::meant;

/// Reads a file in parallel, cut at its events, where that gives the same result as reading it whole.
/// Falls back to reading it whole where it cannot be cut or its pieces are not valid by themselves.
pub(super) fn read_yaml<'f>(index: u32, file: &'f File, map: &ColumnMap, progress: &Progress) -> Reading<'f> {
    if let Some(cut) = split::cut(&file.text) {
        let reading = read_cut(index, &file.text, &cut, map, progress);
        if !reading.has_fault() && reading.has_one_head() {
            return reading;
        }
        let whole = read_whole(index, file, map);
        return if whole.has_fault() { reading } else { whole };
    }
    read_whole(index, file, map)
}

fn read_cut<'t>(
    index: u32,
    text: &'t str,
    cut: &split::Cut,
    map: &ColumnMap,
    progress: &Progress,
) -> Reading<'t> {
    let mut reading = Reading::default();
    for range in &cut.heads {
        let mut read = yaml::read(&text[range.clone()], range.start);
        report_syntax(&mut read, &mut reading.problems);
        reading.heads.append(&mut read.documents);
    }
    reading.chunks = read_in_chunks(index, map.dates, &cut.items, progress, |chunk, items| {
        for range in items {
            let mut read = yaml::read(&text[range.clone()], range.start);
            report_syntax(&mut read, &mut chunk.problems);
            read.documents.iter().flat_map(Node::items).for_each(|event| add_mapped(chunk, event, map));
        }
    });
    reading
}

pub(super) fn read_whole<'f>(index: u32, file: &'f File, map: &ColumnMap) -> Reading<'f> {
    let mut reading = Reading::default();
    let mut chunk = Chunk::with_room(index, map.dates, 1);
    let mut read = yaml::read(&file.text, 0);
    report_syntax(&mut read, &mut reading.problems);
    let found = read.documents.len();
    for document in read.documents {
        match kind_of_document(&document) {
            DocumentKind::Events => {
                document.items().iter().for_each(|event| add_mapped(&mut chunk, event, map));
            }
            DocumentKind::Event => add_mapped(&mut chunk, &document, map),
            DocumentKind::Timeline => {
                events_of(&document, &mut chunk, map);
                reading.heads.push(document);
            }
            DocumentKind::Nothing => {}
            DocumentKind::Other if file.named => {
                reading.problems.push(no_timeline(&document));
            }
            DocumentKind::Other => {
                let message = "no timeline is written here; the file is left alone";
                reading.problems.push(Problem::warning("not-a-timeline", document.span, message));
            }
        }
    }
    if found == 0 && reading.problems.is_empty() && file.named {
        let hint = "a timeline is a mapping with `events`, or a list of events";
        let problem = Problem::error("no-timeline", Span::default(), "this file is empty").hint(hint);
        reading.problems.push(problem);
    }
    reading.chunks.push(chunk);
    reading
}

/// Returns the error for a document without a timeline, with a hint if a key is nearly one of a timeline.
fn no_timeline(document: &Node) -> Problem<Span> {
    let known = || format::TIMELINE.iter().map(|key| key.name);
    let near = document.pairs().iter().find_map(|(key, _)| Some((key, meant(key.text()?, known())?)));
    let (span, hint) = near.map_or((document.span, None), |(key, hint)| (key.span, Some(hint)));
    let message = "a timeline is a mapping with `events`, or a list of events";
    Problem::error("no-timeline", span, message).with_hint(hint)
}

/// What a YAML document holds.
pub enum DocumentKind {
    Timeline,
    Events,
    Event,
    Nothing,
    Other,
}

pub fn kind_of_document(document: &Node) -> DocumentKind {
    let has = |key: &str| document.get(key).is_some();
    match &document.kind {
        yaml::NodeKind::List(_) => DocumentKind::Events,
        yaml::NodeKind::Map(_) if has("date") && has("title") && !has("events") => DocumentKind::Event,
        yaml::NodeKind::Map(_)
            if format::TIMELINE.iter().any(|key| key.name != "description" && has(key.name)) =>
        {
            DocumentKind::Timeline
        }
        _ if document.is_null() => DocumentKind::Nothing,
        _ => DocumentKind::Other,
    }
}
