//! Reads Markdown with front matter, as static site generators and note-taking programs write it: an event
//! whose summary is the body. The front matter is YAML between lines `---`, or TOML between lines `+++`.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::build::text_node;
use super::column_map::{ColumnMap, Target};
use super::event_from_node::{Chunk, in_lower_case};
use super::files::File;
use super::read::{FAULTS, Reading, add_mapped, report_syntax};
use super::yaml::{self, Node, NodeKind};
use crate::model::Date;
use crate::problem::{Problem, Problems, Span};
use crate::text::one_line;

/// Byte ranges of the front matter and the body.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    is_toml: bool,
    head: Range<usize>,
    body: Range<usize>,
}

/// Splits a text into front matter and body. Returns `None` without front matter, and an error if it is not
/// closed.
fn split(text: &str) -> Result<Option<Parts>, Problem<Span>> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let mark = first.trim_end();
    if !matches!(mark, "---" | "+++") {
        return Ok(None);
    }
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == mark || mark == "---" && line.trim_end() == "..." {
            let (head, body) = (first.len()..at, at + line.len()..text.len());
            return Ok(Some(Parts { is_toml: mark == "+++", head, body }));
        }
        at += line.len();
    }
    let message = format!("the front matter that begins here is never closed by a line `{mark}`");
    Err(Problem::error("syntax", Span::from(0..mark.len()), message))
}

/// Reads a file as an event. Keys missing from the front matter are filled in: the title from the first
/// heading or the file name, the date from the file name. The body becomes the summary, or its further
/// paragraphs. A file without front matter is an event only if its name starts with a date.
pub(super) fn read<'f>(index: u32, file: &'f File, map: &ColumnMap) -> Reading<'f> {
    let mut reading = Reading::default();
    let parts = match split(&file.text) {
        Ok(Some(parts)) => parts,
        // A note of a day needs no front matter.
        Ok(None) if date_of_name(&file.name).is_some() => {
            Parts { is_toml: false, head: 0..0, body: 0..file.text.len() }
        }
        Ok(None) if file.named => {
            let message = "this file has no front matter between two lines `---` or `+++`";
            reading.problems.push(Problem::error("no-timeline", Span::default(), message));
            return reading;
        }
        Ok(None) => return Reading { is_skipped: true, ..reading },
        Err(problem) => {
            reading.problems.push(problem);
            return reading;
        }
    };
    let mut chunk = Chunk::with_room(index, map.dates, 1);
    let span = Span { start: parts.head.start as u32, end: parts.head.start as u32 + 1 };
    if let Some(mut event) = head(&file.text, &parts, &mut chunk.problems) {
        event = in_lower_case(&event, map, &mut chunk.problems).unwrap_or(event);
        if let NodeKind::Map(pairs) = &mut event.kind {
            complete(pairs, file, &file.text[parts.body], map, span, &mut chunk.problems);
        }
        add_mapped(&mut chunk, &event, map);
    }
    reading.chunks.push(chunk);
    reading
}

/// Returns the front matter of a text, if it has any.
///
/// # Errors
/// Returns the first problem if the front matter cannot be parsed.
pub(super) fn document(text: &str) -> Result<Option<Node<'_>>, Problem<Span>> {
    let Some(parts) = split(text)? else { return Ok(None) };
    let mut problems = Problems::default();
    let document = head(text, &parts, &mut problems);
    let fault = problems.into_iter().find(|problem| FAULTS.contains(&problem.code));
    fault.map_or(Ok(document), Err)
}

/// Parses the front matter into a mapping; `None` if it cannot be parsed.
fn head<'f>(text: &'f str, parts: &Parts, problems: &mut Problems) -> Option<Node<'f>> {
    let mut head = written_head(text, parts, problems)?;
    if let NodeKind::Map(pairs) = &mut head.kind {
        let is_tags = |key: &Node| key.text().is_some_and(|key| key.eq_ignore_ascii_case("tags"));
        let tags = pairs.iter_mut().filter(|(key, _)| is_tags(key));
        tags.for_each(|(_, tags)| without_hash(tags));
    }
    Some(head)
}

fn written_head<'f>(text: &'f str, parts: &Parts, problems: &mut Problems) -> Option<Node<'f>> {
    let (start, head) = (parts.head.start, &text[parts.head.clone()]);
    if parts.is_toml {
        let table = DeTable::parse(head).map_err(|error| {
            let at = error.span().unwrap_or_default();
            let span = Span::from(start + at.start..start + at.end.max(at.start + 1));
            problems.push(Problem::error("syntax", span, error.message().to_owned()));
        });
        return table.ok().map(|table| {
            Toml { head, start, problems }.map(table.into_inner(), Span::from(parts.head.clone()))
        });
    }
    let mut read = yaml::read(head, start);
    report_syntax(&mut read, problems);
    let is_empty = read.fault.is_none() && read.documents.is_empty() && head.trim().is_empty();
    let document = read.documents.into_iter().next();
    document.or_else(|| is_empty.then(|| Node::map(Vec::new(), Span::from(parts.head.clone()))))
}

/// Converts TOML to the nodes of the YAML reader. A value that is not a string keeps its source text.
struct Toml<'t, 'p> {
    head: &'t str,
    start: usize,
    problems: &'p mut Problems,
}

impl<'t> Toml<'t, '_> {
    fn map(&mut self, table: DeTable<'t>, span: Span) -> Node<'t> {
        let pairs = table.into_iter().map(|(key, value)| {
            let span = self.span(key.span());
            (text_node(key.into_inner(), span, self.problems), self.node(value))
        });
        Node { kind: NodeKind::Map(pairs.collect()), span }
    }

    fn node(&mut self, value: Spanned<DeValue<'t>>) -> Node<'t> {
        let (place, span) = (value.span(), self.span(value.span()));
        match value.into_inner() {
            DeValue::String(text) => text_node(text, span, self.problems),
            DeValue::Array(items) => {
                Node::list(items.into_iter().map(|item| self.node(item)).collect(), span)
            }
            DeValue::Table(table) => self.map(table, span),
            _ => Node { kind: NodeKind::Scalar { text: self.head[place].into(), quoted: false }, span },
        }
    }

    fn span(&self, place: Range<usize>) -> Span {
        Span::from(self.start + place.start..self.start + place.end)
    }
}

/// Fills in the keys that the front matter lacks.
fn complete<'f>(
    pairs: &mut Vec<(Node<'f>, Node<'f>)>,
    file: &'f File,
    body: &'f str,
    map: &ColumnMap,
    span: Span,
    problems: &mut Problems,
) {
    pairs.retain(|(_, value)| !value.is_null());
    let says = |key: &'static str| {
        pairs.iter().any(|(name, _)| name.text() == Some(key))
            || map.names(|target| *target == Target::One(key))
    };
    let heading = if says("title") { None } else { heading(body) };
    let mut summary = body.trim();
    let mut more: Vec<(&str, String)> = Vec::new();
    if let Some((title, place)) = heading {
        if body[..place.start].trim().is_empty() {
            summary = body[place.end..].trim();
        }
        more.push(("title", title));
    } else if !says("title") {
        more.push(("title", title_of_name(&file.name)));
    }
    if !says("date")
        && !map.names(Target::is_date)
        && let Some(date) = date_of_name(&file.name)
    {
        more.push(("date", date.to_owned()));
    }
    let is_summary =
        |name: &str| name == "summary" || map.targets(name).any(|target| *target == Target::One("summary"));
    let written = pairs.iter_mut().find(|(name, _)| name.text().is_some_and(is_summary));
    match written.map(|(_, written)| written) {
        _ if summary.is_empty() => {}
        None => more.push(("summary", summary.to_owned())),
        Some(written) => match written.text() {
            Some(first) => {
                let whole = format!("{}\n\n{summary}", first.trim_end());
                *written = text_node(whole.trim_start().to_owned(), written.span, problems);
            }
            None => more.push(("body", summary.to_owned())),
        },
    }
    for (key, text) in more {
        pairs.push((Node::scalar(key, span), text_node(text, span, problems)));
    }
}

/// Returns the text of the first heading and its byte range in the body.
fn heading(body: &str) -> Option<(String, Range<usize>)> {
    let mut events = Parser::new(body).into_offset_iter();
    let (_, place) = events.find(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })))?;
    let inside = events.take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))));
    let texts = inside.filter_map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        _ => None,
    });
    let title = one_line(&texts.map(CowStr::into_string).collect::<String>());
    (!title.is_empty()).then_some((title, place))
}

/// Strips the `#` that note-taking programs write before tags.
fn without_hash(tags: &mut Node) {
    match &mut tags.kind {
        NodeKind::List(items) => items.iter_mut().for_each(without_hash),
        NodeKind::Scalar { text, .. } if text.starts_with('#') => *text = text[1..].to_owned().into(),
        _ => {}
    }
}

/// Returns a file name without folders and extension, or the folder's name for `index.md`. The name may be
/// a path, also one with a revision: `HEAD:notes/index.md`.
fn stem(name: &str) -> &str {
    let mut parts = name.rsplit(['/', '\\', ':']);
    let stem = |part: &'_ str| part.rsplit_once('.').map_or(part.len(), |(stem, _)| stem.len());
    let file = parts.next().unwrap_or_default();
    match (&file[..stem(file)], parts.next()) {
        ("index" | "_index", Some(folder)) if !folder.is_empty() => folder,
        (file, _) => file,
    }
}

/// The date that a file name starts with, as in `2024-05-22-blinken.md`.
fn date_of_name(name: &str) -> Option<&str> {
    let stem = stem(name);
    let date = stem.get(..10)?;
    let is_day = Date::parse(date).is_ok_and(|date| date.is_exact() && !date.is_interval());
    (is_day && !stem[10..].starts_with(|c: char| c.is_ascii_digit())).then_some(date)
}

/// Makes a title from the words of a file name: `2024-05-22-blinken-visit.md` gives `Blinken visit`.
fn title_of_name(name: &str) -> String {
    let undated = date_of_name(name).map_or(stem(name), |date| &stem(name)[date.len()..]);
    let words = if undated.contains(' ') { undated.to_owned() } else { undated.replace(['-', '_'], " ") };
    let words = words.trim().trim_start_matches('-').trim_start();
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => stem(name).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{FileKind, Loaded, Reader, from_texts, import_text};
    use crate::model::{Date as Dated, DateStyle};

    fn note(name: &str, text: &str) -> Loaded {
        from_texts(vec![(name.to_owned(), text.into())], true)
    }

    fn event(name: &str, text: &str) -> [String; 4] {
        let loaded = note(name, text);
        let event = &loaded.timeline.events()[0];
        let tags: Vec<&str> = event.tags.iter().map(|tag| loaded.timeline.word(*tag)).collect();
        let date = event.date.as_ref().map(Dated::text).unwrap_or_default();
        [date.to_owned(), event.title.to_string(), event.summary.to_string(), tags.join(",")]
    }

    #[test]
    fn front_matter_ends_at_its_line_and_the_rest_is_the_body() {
        let text = "--- \ntitle: x\n---\n\nBody --- of it\n";
        let parts = split(text).unwrap().unwrap();
        assert_eq!((&text[parts.head], &text[parts.body]), ("title: x\n", "\nBody --- of it\n"));
        assert_eq!(split("no front matter").unwrap(), None);
        let loaded = note("a.md", "---\nnever: closed\n");
        assert_eq!((loaded.problems[0].code, loaded.problems[0].at.line), ("syntax", 1));
    }

    #[test]
    fn a_title_comes_from_the_heading_or_the_name_and_a_date_from_the_name() {
        let found = |name: &str, text: &str| event(name, text)[..3].join("|");
        assert_eq!(found("posts/2024-05-22-blinken.md", "---\ntitle: A\n---\nB\n"), "2024-05-22|A|B");
        assert_eq!(found("HEAD~1:2024-05-22-the-vote.md", "---\n---\nB"), "2024-05-22|The vote|B");
        assert_eq!(found("Council vote.md", "---\ndate: 2024\n---\n# On *stoves*\n\nB"), "2024|On stoves|B");
        assert_eq!(found("2024-05-22/index.mdx", "---\ndate: 2024\n---\nB\n\n## C\n"), "2024|C|B\n\n## C");
        assert_eq!(found("the-vote/index.md", "---\ndate: 2024\n---\n"), "2024|The vote|");
    }

    #[test]
    fn a_note_of_a_day_needs_no_front_matter() {
        let found = |name: &str, text: &str| event(name, text)[..3].join("|");
        assert_eq!(found("2024-05-23.md", "# The vote\n\nB"), "2024-05-23|The vote|B");
        assert_eq!(found("daily/2024-05-23 Talks.md", "B"), "2024-05-23|Talks|B");
        assert_eq!(found("2024-05-23.md", ""), "2024-05-23|2024-05-23|");
        assert_eq!(note("vote.md", "# The vote\n").problems[0].code, "no-timeline");
    }

    #[test]
    fn keys_are_read_in_any_case_as_in_a_table() {
        let text = "---\nTitle: A\nDATE: 2024-05-22\nSummary: S\nTags: ['#b']\n---\nB";
        assert_eq!(event("a.md", text), ["2024-05-22", "A", "S\n\nB", "b"]);
        let loaded = note("a.md", "---\nTitle: A\nTITLE: B\ndate: 2024\nDate: 2025\n---\n");
        let first = &loaded.timeline.events()[0];
        assert_eq!((&*first.title, first.date.as_ref().map(Dated::text)), ("A", Some("2024")));
        let extra: Vec<_> =
            first.extra.iter().map(|(key, value)| format!("{key}={}", value.words())).collect();
        assert_eq!(extra, ["TITLE=B", "Date=2025"]);
        let messages: Vec<_> = loaded.problems.iter().map(|problem| &*problem.message).collect();
        assert!(messages.contains(&"key `Title` is read as `title`"), "{messages:?}");
        let loaded = note("a.jsonl", "{\"Date\":\"2024\",\"Title\":\"A\"}\n");
        assert_eq!((loaded.timeline.len(), loaded.errors), (1, 0));
    }

    #[test]
    fn a_body_is_kept_beside_a_summary() {
        let text = "---\ntitle: A\ndate: 2024\nsummary: S\n---\nFirst.\n\nSecond.\n";
        assert_eq!(event("a.md", text)[2], "S\n\nFirst.\n\nSecond.");
        let text = "---\ntitle: A\ndate: 2024\nsummary: \"\"\n---\nB\n";
        assert_eq!(event("a.md", text)[2], "B");
        let loaded = note("a.md", "---\ntitle: A\ndate: 2024\nsummary: [S, T]\n---\nB");
        let extra = loaded.timeline.events()[0].extra.iter();
        assert_eq!(
            extra.map(|(key, value)| format!("{key}: {}", value.words())).collect::<Vec<_>>(),
            ["summary: S, T", "body: B"]
        );
        let map = ColumnMap::new(&["summary=about".to_owned()], DateStyle::default()).unwrap();
        let text = "---\ntitle: A\ndate: 2024\nabout: S\n---\nB";
        let loaded = import_text("a.md", text, &Reader::Native(FileKind::Markdown), &map);
        assert_eq!(&*loaded.timeline.events()[0].summary, "S\n\nB");
    }

    #[test]
    fn toml_is_read_with_its_places() {
        let text = "+++\ntitle = \"A\"\ndate = 2019-10-15T10:00:00+02:00\ntags = [\"#b\", \"c\"]\nweight = 1_0\n+++\nBody";
        assert_eq!(event("a.md", text), ["2019-10-15T10:00:00+02:00", "A", "Body", "b,c"]);
        let loaded = note("a.md", text);
        assert_eq!((loaded.problems[0].code, loaded.problems[0].at.line), ("unknown-key", 5));
        assert_eq!(loaded.timeline.events()[0].extra[0].1.words(), "1_0");
        let broken = note("a.md", "+++\ntitle = \n+++\n");
        assert_eq!((broken.problems[0].code, broken.problems[0].at.line), ("syntax", 2));
    }
}
