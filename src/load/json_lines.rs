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
    use crate::export::tests::fixtures;
    use crate::load::{FileKind, Loaded, Reader, from_text, import_text};

    fn json_lines(text: &str) -> Loaded {
        import_text("a.jsonl", text, &Reader::Native(FileKind::JsonLines), &ColumnMap::default())
    }

    fn codes(loaded: &Loaded) -> Vec<&str> {
        loaded.problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn the_country_and_kind_of_an_actor_are_kept_without_an_id() {
        let of_yaml = from_text(
            "a.yaml",
            "- {date: 2024, title: A, actors: [Solo, {actor: Solo, country: FR, kind: person}]}\n\
             - {date: 2024, title: B, actors: [{name: Duo, country: Germany}, Solo]}\n\
             - {date: 2024, title: C, actors: [{name: Trio, country: Nowhere}]}\n",
        );
        let of_lines = json_lines(
            "{\"date\":\"2024\",\"title\":\"A\",\"actors\":[{\"actor\":\"Solo\",\"country\":\"FR\",\"kind\":\"person\"}]}\n\
             {\"date\":\"2024\",\"title\":\"B\",\"actors\":[{\"name\":\"Duo\",\"country\":\"DE\"}]}\n\
             {\"date\":\"2024\",\"title\":\"C\",\"actors\":[{\"name\":\"Trio\",\"country\":\"Nowhere\"}]}\n",
        );
        for loaded in [of_yaml, of_lines] {
            assert_eq!(codes(&loaded), ["unknown-country"]);
            let timeline = &loaded.timeline;
            let actors = timeline.actors.iter().map(|actor| {
                let kind = actor.kind.map_or("", |kind| timeline.word(kind));
                (&*actor.name, kind, actor.country.map_or("", crate::model::Country::code), actor.registered)
            });
            let wanted = [("Solo", "person", "FR", true), ("Duo", "", "DE", true), ("Trio", "", "", false)];
            assert_eq!(actors.collect::<Vec<_>>(), wanted);
            let extra = &timeline.events()[2].actors[0].extra;
            assert_eq!((&*extra[0].0, extra[0].1.words()), ("country", "Nowhere".to_owned()));
        }
    }

    #[test]
    fn what_two_entries_say_of_an_actor_is_put_together() {
        let entries = ["{name: X, kind: state}", "{name: X, country: FR}", "{actor: X, name: ''}"];
        let event = |entry: &&str| format!("- {{date: 2024, title: A, actors: [{entry}]}}\n");
        let together = from_text("a.yaml", &entries.iter().map(event).collect::<String>());
        let texts = entries.iter().zip(1..).map(|(entry, n)| (format!("{n}.yaml"), event(entry).into()));
        for loaded in [together, crate::load::from_texts(texts.collect(), true)] {
            let actor = &loaded.timeline.actors[0];
            let kind = actor.kind.map(|kind| loaded.timeline.word(kind));
            assert_eq!((&*actor.name, kind), ("X", Some("state")));
            assert_eq!(actor.country.map(crate::model::Country::code), Some("FR"));
        }
    }

    #[test]
    fn an_export_is_read_without_a_warning_about_its_actors() {
        let text = "actors: {US: {name: United States of A, country: US}, USA: {name: Union of Small Areas}}\n\
            events: [{date: 2024, title: A, actors: [US, USA]}]\n";
        let timeline = from_text("a.yaml", text).timeline;
        let mut bytes = Vec::new();
        let write = crate::export::find("jsonl").unwrap().write;
        write(&fixtures::export(&timeline), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let by_events = from_text("a.yaml", &format!("- {}", text.lines().next().unwrap()));
        for again in [json_lines(&text), by_events] {
            let codes = codes(&again);
            assert!(!codes.contains(&"near-duplicate-actor"), "{codes:?}\n{text}");
            assert_eq!(&*again.timeline.actors[0].name, "United States of A");
        }
    }

    #[test]
    fn lines_are_found_whatever_ends_them() {
        let text = "{\"date\":\"2024\",\"title\":\"A\"}\r\n\n  \n{\"date\": 2025, \"title\": B}  \n[]";
        let reading = read(0, text, &ColumnMap::default(), &Progress::default());
        let chunk = &reading.chunks[0];
        assert_eq!(chunk.events.iter().map(|event| &*event.title).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(chunk.problems.iter().map(|one| one.code).collect::<Vec<_>>(), ["no-event"]);
    }
}
