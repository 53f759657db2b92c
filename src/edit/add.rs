//! Inserts an event into a file at its date, in the style of the file.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{Change, are_same, parsed};
use crate::export::slug;
use crate::export::yaml::item_text;
use crate::load::documents::{DocumentKind, kind_of_document};
use crate::load::mentions::documents;
use crate::load::split::{Cut, cut};
use crate::load::yaml::{Node, NodeKind};
use crate::load::{File, FileKind, is_read, read_texts};
use crate::model::field::one_to_five;
use crate::model::{Address, Date, DateStyle, EventNo, Moment, Text, Timeline, Value};

/// The fields of an event to be written; empty ones are left out.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs)]
pub struct NewEvent {
    pub id: String,
    pub date: String,
    pub title: String,
    pub kind: String,
    pub importance: String,
    pub summary: String,
    pub certainty: String,
    pub actors: Vec<String>,
    pub tags: Vec<String>,
    /// Pairs of policy and status.
    pub effects: Vec<(String, String)>,
    /// Pairs of relation and event id.
    pub links: Vec<(String, String)>,
    /// URLs, or ids of the registry.
    pub sources: Vec<String>,
}

impl NewEvent {
    /// Returns the fields as keys and values of the file format.
    fn fields(&self) -> Vec<(Text, Value)> {
        let map = |pairs: &[(&str, &str)]| {
            Value::Map(pairs.iter().map(|(key, text)| ((*key).into(), Value::text(text))).collect())
        };
        let texts = |texts: &[String]| Value::of_list(texts.iter().map(|text| Value::text(text)));
        let effects =
            self.effects.iter().map(|(policy, status)| map(&[("policy", policy), ("status", status)]));
        let links = self.links.iter().map(|(relation, to)| map(&[(relation, to)]));
        // A number is written without quotes; any other text is left to the checks.
        let is_number = one_to_five(&self.importance).is_some();
        let importance = Value::Scalar { text: (&*self.importance).into(), quoted: !is_number };
        let sources = self.sources.iter().map(|source| match Address::of(source) {
            Some(_) => map(&[("url", source)]),
            None => Value::text(source),
        });
        let fields = [
            ("id", Value::of_text(&self.id)),
            ("date", Value::of_text(&self.date)),
            ("title", Value::of_text(&self.title)),
            ("kind", Value::of_text(&self.kind)),
            ("importance", Some(importance).filter(|_| !self.importance.is_empty())),
            ("summary", Value::of_text(&self.summary)),
            ("actors", texts(&self.actors)),
            ("tags", texts(&self.tags)),
            ("effects", Value::of_list(effects)),
            ("links", Value::of_list(links)),
            ("certainty", Value::of_text(&self.certainty)),
            ("sources", Value::of_list(sources)),
        ];
        fields.into_iter().filter_map(|(key, value)| Some((key.into(), value?))).collect()
    }

    /// Returns the earliest moment of the date, if it is valid.
    fn moment(&self) -> Option<Moment> {
        Date::read(&self.date, DateStyle::default()).ok().map(|date| date.earliest())
    }
}

/// The text of a file with an event inserted.
#[derive(Debug)]
pub struct Insertion {
    /// The whole new text.
    pub text: String,
    /// The byte range of the event in `text`.
    pub item: Range<usize>,
    /// The line range of the event, from 1, end exclusive.
    pub lines: Range<usize>,
}

impl Insertion {
    /// Returns the text of the event.
    pub fn event(&self) -> &str {
        &self.text[self.item.clone()]
    }

    /// Returns the change to write, which creates a file that does not exist.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or its content has changed since.
    pub fn change(&self, file: &File) -> io::Result<Change> {
        match Change::of(file, &self.text) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Change::creation(file, &self.text)),
            change => change,
        }
    }
}

/// Makes an id from a title that no event of the timeline has.
pub fn new_id(timeline: &Timeline, title: &str) -> String {
    let base = Some(slug(title)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "event".to_owned());
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut ids = std::iter::once(base.clone()).chain(numbered);
    ids.find(|id| timeline.find(id).is_none()).unwrap_or(base)
}

/// An event to be written by hand, inserted where it belongs.
#[derive(Debug)]
pub struct Skeleton {
    /// The change of the file.
    pub change: Change,
    /// The line of its title, from 1.
    pub line: u32,
    /// Its first line, from 1.
    first_line: u32,
    /// The ids of the events before.
    known: HashSet<Text>,
    /// The number of events before.
    count: usize,
}

impl Skeleton {
    /// Creates an event of this day among `files`, of which the user named `paths` or their directories.
    ///
    /// # Errors
    /// When none of the files is a list of events in YAML, or one cannot be read.
    pub fn new(
        files: &[PathBuf],
        paths: &[String],
        timeline: &Timeline,
        day: Moment,
    ) -> Result<Self, String> {
        let (mut files, _) = read_texts(files);
        files.iter_mut().for_each(|file| file.named = paths.iter().any(|path| Path::new(path) == file.path));
        let title = "What happened".to_owned();
        let event =
            NewEvent { id: new_id(timeline, "new event"), date: day.iso_day(), title, ..NewEvent::default() };
        let file = file_for(&files, &event).ok_or("none of the files is a list of events in YAML")?;
        let insertion = insert(&file, &event)?;
        let change =
            insertion.change(&file).map_err(|error| format!("cannot change `{}`: {error}", file.name))?;
        let line = insertion.event().lines().position(|line| line.contains(&event.title)).unwrap_or_default();
        let known = timeline.events().iter().map(|event| event.id.clone()).collect();
        let first_line = insertion.lines.start as u32;
        let count = timeline.len();
        Ok(Self { change, line: first_line + line as u32, first_line, known, count })
    }

    /// Returns the event that was made of this one, whose id, date and place may have been edited: the only
    /// event with a new id, else the first one of the file from the line of the insertion on. `None` if there are
    /// no more events than before.
    pub fn edited(&self, timeline: &Timeline) -> Option<EventNo> {
        let mut new = timeline.numbered().filter(|(_, event)| !self.known.contains(&event.id));
        if let (Some((number, _)), None) = (new.next(), new.next()) {
            return Some(number);
        }
        if timeline.len() <= self.count {
            return None;
        }
        let file = timeline.files.iter().position(|file| *file == self.change.path)?;
        let of_file = timeline.numbered().filter(|(_, event)| event.place.file as usize == file);
        let below = of_file.filter(|(_, event)| event.place.line >= self.first_line);
        below.min_by_key(|(_, event)| event.place.line).map(|(number, _)| number)
    }
}

/// Returns the file in which an event of this date belongs: that of the event before it, but for a file named
/// after the year that holds the event after it. Where files are named after years, an event of another year
/// gets a new file.
pub fn file_for<'f>(files: &'f [File], event: &NewEvent) -> Option<Cow<'f, File>> {
    let takes = |file: &&File| file.kind == FileKind::Yaml && insert(file, event).is_ok();
    let files: Vec<&File> = files.iter().filter(takes).collect();
    let moments_of =
        |file: &File| parsed(file).map(|documents| events(&documents).filter_map(moment).collect::<Vec<_>>());
    let mut dated: Vec<(Moment, &File)> = files
        .iter()
        .flat_map(|file| moments_of(file).unwrap_or_default().into_iter().map(|date| (date, *file)))
        .collect();
    dated.sort_by_key(|(date, _)| *date);
    let date = event.moment().unwrap_or(Moment::LAST);
    let (before, behind) = dated.split_at(dated.partition_point(|(other, _)| *other <= date));
    let near = [before.last(), behind.first()].into_iter().flatten().map(|(_, file)| *file);
    let year = event.date.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    let is_of_year = |file: &&File| year.is_some_and(|year| file_name(file).contains(year));
    let file =
        near.clone().find(is_of_year).or_else(|| near.clone().next()).or_else(|| files.first().copied())?;
    let Some(path) = year.and_then(|year| path_of_year(file, year)) else { return Some(Cow::Borrowed(file)) };
    if let Some(file) = files.iter().find(|file| file.path == path) {
        return Some(Cow::Borrowed(*file));
    }
    Some(if path.exists() { Cow::Borrowed(file) } else { Cow::Owned(new_file(path, file)) })
}

/// Returns the path of the file for a year, beside a file of a directory that is named after a year.
fn path_of_year(beside: &File, year: &str) -> Option<PathBuf> {
    let name = beside.path.file_stem()?.to_str()?;
    let is_year = name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    let path = beside.path.with_file_name(year).with_extension(beside.path.extension()?);
    (!beside.named && is_year).then_some(path)
}

/// Returns a file without events that refers to the same schema as the file beside it.
fn new_file(path: PathBuf, beside: &File) -> File {
    let schema = beside.text.lines().next().filter(|line| line.starts_with("# yaml-language-server:"));
    let text = schema.map(|line| format!("{line}\n")).unwrap_or_default() + "events:\n";
    File { named: false, ..File::of(path, text, FileKind::Yaml) }
}

fn file_name(file: &File) -> &str {
    Path::new(&file.name).file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// Inserts an event into the text of a file. If the events are sorted by date, ascending or descending, it
/// goes to its date, else after the last event that is not later. The result is parsed to verify that nothing
/// else has changed.
///
/// # Errors
/// Fails if the file is not YAML in block style.
pub fn insert(file: &File, event: &NewEvent) -> Result<Insertion, String> {
    let before = parsed(file)?;
    let refused = || {
        format!(
            "`{}` is not written as a list of events in YAML, one below the other; add it by hand",
            file.name
        )
    };
    if file.kind != FileKind::Yaml || !is_read(&file.path) {
        return Err(refused());
    }
    let (at, index, lines) = if let Some(cut) = cut(&file.text) {
        let index = place_in(&events(&before).map(moment).collect::<Vec<_>>(), event.moment());
        let (at, lines) = item_at(&file.text, &cut, index, event).ok_or_else(refused)?;
        (at, index, lines)
    } else {
        let [Node { kind: NodeKind::Map(pairs), .. }] = &before[..] else { return Err(refused()) };
        let key = pairs.iter().any(|(key, _)| key.text() == Some("events"));
        if !matches!(kind_of_document(&before[0]), DocumentKind::Timeline)
            || file.text.trim_start().starts_with('{')
        {
            return Err(refused());
        }
        let head = if key { "" } else { "\nevents:\n" };
        (file.text.len(), 0, [head.to_owned(), item_text(&event.fields(), 2, false), String::new()])
    };
    let end = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    let is_open = !(at == 0 || file.text[..at].ends_with('\n'));
    let [lead, item, tail] = lines.map(|lines| lines.replace('\n', end));
    let lead = format!("{}{lead}", if is_open { end } else { "" });
    let text = [&file.text[..at], &lead, &item, &tail, &file.text[at..]].concat();
    let start = at + lead.len();
    let line = text[..start].matches('\n').count() + 1;
    let insertion =
        Insertion { item: start..start + item.len(), lines: line..line + item.matches('\n').count(), text };
    let after = documents(file.kind, &insertion.text);
    let is_kept = after.is_ok_and(|after| is_inserted(&before, &after, index));
    if is_kept { Ok(insertion) } else { Err(refused()) }
}

/// Returns the index at which to insert an event among events with these dates; at the end without a date.
fn place_in(dates: &[Option<Moment>], date: Option<Moment>) -> usize {
    let Some(date) = date else { return dates.len() };
    let mut known = dates.iter().flatten();
    let is_falling = known.next().zip(known.next_back()).is_some_and(|(first, last)| first > last);
    let is_before = |other: &Option<Moment>| other.is_some_and(|other| other <= date);
    if is_falling {
        return dates.iter().position(is_before).unwrap_or(dates.len());
    }
    match dates.iter().rposition(is_before) {
        Some(last) => last + 1,
        None => dates.iter().position(Option::is_some).unwrap_or(dates.len()),
    }
}

/// Returns the byte at which to insert the item with this index, and three texts: a separator before it, the
/// item in the style of its neighbours, and a separator after it.
fn item_at(text: &str, cut: &Cut, index: usize, event: &NewEvent) -> Option<(usize, [String; 3])> {
    let before = index.checked_sub(1).and_then(|before| cut.items.get(before));
    let like = &text[before.or(cut.items.first())?.clone()];
    let indent = like.find('-')?;
    let written = like[indent + 1..].trim_start();
    let is_flow = written.starts_with('{');
    let ends: Vec<usize> = cut.items.iter().map(|item| content_end(text, item, indent)).collect();
    let gaps = ends.iter().zip(&cut.items).take(cut.items.len() - 1);
    let parted = gaps
        .clone()
        .filter(|(end, item)| text[**end..item.end].lines().any(|line| line.trim().is_empty()))
        .count();
    let is_parted = if gaps.len() == 0 { !is_flow } else { 2 * parted > gaps.len() };
    let mut fields = event.fields();
    let first_key = written.trim_start_matches(['{', ' ']).split(':').next().unwrap_or_default();
    if let Some(at) = fields.iter().position(|(key, _)| **key == *first_key) {
        fields[..=at].rotate_right(1);
    }
    let item = item_text(&fields, indent, is_flow);
    let (blank, nothing) = (if is_parted { "\n" } else { "" }.to_owned(), String::new());
    Some(match before {
        Some(_) => (ends[index - 1], [blank, item, nothing]),
        None => (above_comments(text, cut.items[0].start, indent), [nothing, item, blank]),
    })
}

/// Returns the end of an item without trailing blank lines and comments, which belong to the next item.
fn content_end(text: &str, item: &Range<usize>, indent: usize) -> usize {
    let mut end = item.end;
    while let Some(line) = text[item.start..end].split_inclusive('\n').next_back() {
        let bare = line.trim_start_matches(' ');
        let is_outside = bare.trim().is_empty() || bare.starts_with('#') && line.len() - bare.len() <= indent;
        if !is_outside {
            break;
        }
        end -= line.len();
    }
    end
}

/// Returns the start of the comments directly above the first item under `events`. Comments above a list
/// without a key are about the file, so `first` is returned for those.
fn above_comments(text: &str, first: usize, indent: usize) -> usize {
    let mut at = first;
    for line in text[..first].split_inclusive('\n').rev() {
        if line.trim_start().starts_with('#') && line.len() - line.trim_start().len() == indent {
            at -= line.len();
        } else {
            return if line.starts_with("events:") { at } else { first };
        }
    }
    first
}

/// Returns the events of all documents.
fn events<'n, 't>(documents: &'n [Node<'t>]) -> impl Iterator<Item = &'n Node<'t>> {
    documents.iter().flat_map(|document| document.get("events").unwrap_or(document).items())
}

/// Returns the earliest moment of an event's date, if it is valid.
fn moment(event: &Node) -> Option<Moment> {
    let date = event.get("date")?;
    let text = date.get("edtf").unwrap_or(date).text()?;
    Date::read(text, DateStyle::default()).ok().map(|date| date.earliest())
}

/// Whether `after` equals `before` except for one more event at `index`.
fn is_inserted(before: &[Node], after: &[Node], index: usize) -> bool {
    let (old, mut new) = (parts(before), parts(after));
    let at = new.len() - events(after).count() + index;
    if before.len() != after.len() || at >= new.len() {
        return false;
    }
    new.remove(at);
    are_same(old.into_iter(), new.into_iter(), &BTreeMap::new())
}

/// Returns the keys and values of the documents' heads, followed by the events.
fn parts<'n, 't>(documents: &'n [Node<'t>]) -> Vec<&'n Node<'t>> {
    let heads = documents.iter().flat_map(Node::pairs).filter(|(key, _)| key.text() != Some("events"));
    heads.flat_map(|(key, value)| [key, value]).chain(events(documents)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::load::from_text;

    fn event(date: &str, title: &str) -> NewEvent {
        NewEvent { date: date.into(), title: title.into(), ..NewEvent::default() }
    }

    fn file(text: &str) -> File {
        File::of("a.yaml".into(), text.to_owned(), FileKind::Yaml)
    }

    fn inserted(text: &str, event: &NewEvent) -> String {
        insert(&file(text), event).unwrap().text
    }

    #[test]
    fn an_event_goes_to_its_date_between_the_comments_of_others() {
        let text = "# all\nevents: # in order\n  # the first\n  - date: 2024-01-05\n    title: a\n    # of a\n\n  # the second\n  - date: 2024-03\n    title: b\n    summary: |\n      # x\n";
        let with = |date: &str, before: &str, new: &str| {
            let at = text.find(before).map_or(text.len(), |at| at);
            assert_eq!(inserted(text, &event(date, "vote")), [&text[..at], new, &text[at..]].concat());
        };
        with("2023", "  # the first", "  - date: \"2023\"\n    title: vote\n\n");
        with("2024-02", "\n  # the second", "\n  - date: 2024-02\n    title: vote\n");
        with("2024-03", "nowhere", "\n  - date: 2024-03\n    title: vote\n");
        with("", "nowhere", "\n  - title: vote\n");
    }

    #[test]
    fn an_event_is_written_like_those_around_it() {
        let full = NewEvent {
            id: "vote".into(),
            actors: vec!["us".into(), "x: y".into()],
            effects: vec![("p".into(), "s".into())],
            sources: vec!["https://a.example".into(), "memo".into()],
            ..event("2024-02-01", "vote")
        };
        let short = NewEvent { tags: vec!["law".into()], ..event("2024-02-01", "vote") };
        for (text, expected) in [
            (
                "- {date: 2024-01-01, title: a}\n- {date: 2024-03-01, title: b}",
                "- {date: 2024-01-01, title: a}\n- {date: 2024-02-01, title: vote, tags: [law]}\n- {",
            ),
            (
                "events:\r\n- title: b\r\n  date: 2024-03-01\r\n- title: a\r\n  date: 2024-01-01\r\n",
                "events:\r\n- title: b\r\n  date: 2024-03-01\r\n- title: vote\r\n  id: vote\r\n  date: 2024-02-01\r\n  actors: [us, \"x: y\"]\r\n  effects:\r\n    - {policy: p, status: s}\r\n  sources:\r\n    - url: https://a.example\r\n    - memo\r\n- title: a\r\n",
            ),
            ("title: x", "title: x\n\nevents:\n  - id: vote\n    date: 2024-02-01\n"),
            ("title: x\nevents:\n", "title: x\nevents:\n  - id: vote\n"),
        ] {
            let full = if text.starts_with("- {") { &short } else { &full };
            let written = inserted(text, full);
            assert!(written.starts_with(expected), "{written}");
            let insertion = insert(&file(text), full).unwrap();
            assert!(insertion.event().trim_start().starts_with("- "), "{written}");
            let lines: Vec<&str> = written.split_inclusive('\n').collect();
            assert_eq!(lines[insertion.lines.start - 1..insertion.lines.end - 1].concat(), insertion.event());
        }
    }

    #[test]
    fn what_is_no_list_of_events_below_one_another_is_left_alone() {
        for text in [
            "",
            "[{date: 2024, title: a}]",
            "{\"events\": []}",
            "- a\n---\n- b\n",
            "date: 2024\ntitle: a\n",
            "events: []\n",
            "x: 1\n",
        ] {
            assert!(insert(&file(text), &event("2024", "vote")).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_file_of_the_events_around_a_date_is_chosen() {
        let named = |name: &str, text: &str| File::of(name.into(), text.to_owned(), FileKind::Yaml);
        let files = [
            named("events/2023.yaml", "- {date: 2023-05-01, title: a}\n- {date: 2024-01-02~, title: b}"),
            named("events/2024.yaml", "- {date: 2024-05-01, title: c}"),
            named("timeline.yaml", "title: x"),
        ];
        for (date, name) in [
            ("2022", "events/2023.yaml"),
            ("2023-06", "events/2023.yaml"),
            ("2024-03", "events/2024.yaml"),
            ("2025", "events/2024.yaml"),
            ("", "events/2024.yaml"),
        ] {
            let found = file_for(&files, &event(date, "vote")).unwrap();
            assert_eq!((&*found.name, found.text.is_empty()), (name, false), "{date}");
        }
        assert_eq!(file_for(&files[2..], &event("2024", "vote")).unwrap().name, "timeline.yaml");
    }

    #[test]
    fn where_files_are_named_after_years_a_new_year_gets_its_file() {
        let head = "# yaml-language-server: $schema=../s.json\n# More.\n";
        let text = format!("{head}events:\n- {{date: 2024-05-01, title: c}}\n");
        let file = |name: &str, named| File { named, ..File::of(name.into(), text.clone(), FileKind::Yaml) };
        let [found, named, other] =
            [("events/2024.yml", false), ("events/2024.yml", true), ("events/all.yml", false)]
                .map(|(name, named)| file(name, named));
        let name = |file: &File, date: &str| {
            file_for(std::slice::from_ref(file), &event(date, "vote")).unwrap().into_owned().name
        };
        for (date, expected) in [
            ("2025-01", "events/2025.yml"),
            ("2021~", "events/2021.yml"),
            ("2024", "events/2024.yml"),
            ("", "events/2024.yml"),
            ("-0043", "events/2024.yml"),
        ] {
            assert_eq!(name(&found, date), expected, "{date}");
        }
        let empty = File {
            named: false,
            ..File::of("events/2025.yml".into(), "events:\n".to_owned(), FileKind::Yaml)
        };
        let files = [file("events/2024.yml", false), empty];
        assert_eq!(file_for(&files, &event("2025", "vote")).unwrap().name, "events/2025.yml");
        assert_eq!(name(&named, "2025"), "events/2024.yml");
        assert_eq!(name(&other, "2025"), "events/all.yml");
        let new = file_for(std::slice::from_ref(&found), &event("2025", "vote")).unwrap();
        let written = insert(&new, &event("2025", "vote")).unwrap().text;
        let expected =
            "# yaml-language-server: $schema=../s.json\nevents:\n  - date: \"2025\"\n    title: vote\n";
        assert_eq!(written, expected);
    }

    #[test]
    fn a_new_event_is_found_again_whatever_was_edited_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        let files = std::slice::from_ref(&path);
        let load = || crate::load::load(files, &mut std::io::empty()).timeline;
        let title = |text: &str, edit: fn(&str) -> String| {
            std::fs::write(&path, text).unwrap();
            let skeleton = Skeleton::new(files, &[], &load(), Moment(0)).unwrap();
            std::fs::write(&path, edit(std::str::from_utf8(&skeleton.change.new).unwrap())).unwrap();
            let after = load();
            skeleton.edited(&after).map(|number| after.event(number).title.to_string())
        };
        let block = "- id: old\n  date: 1960\n  title: Old\n\n- id: late\n  date: 2024\n  title: Late\n";
        let flow = "- {date: 1960, title: Old}\n- {date: 2024, title: Late}\n";
        for text in [block, flow] {
            let found = |edit| title(text, edit);
            assert_eq!(found(str::to_owned).as_deref(), Some("What happened"));
            let renamed = found(|text| text.replace("new-event", "vote").replace("1970-01-01", "2030"));
            assert_eq!(renamed.as_deref(), Some("What happened"));
            let with_another = found(|text| format!("{text}- {{id: more, date: 2031, title: More}}\n"));
            assert_eq!(with_another.as_deref(), Some("What happened"));
        }
        let same_id = title(block, |text| text.replace("new-event", "old"));
        assert_eq!(same_id.as_deref(), Some("What happened"));
    }

    #[test]
    fn the_file_that_a_new_event_began_is_gone_when_the_event_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new] = ["2024.yaml", "1970.yaml"].map(|name| folder.path().join(name));
        std::fs::write(&old, "- {date: 2024, title: a}\n").unwrap();
        let timeline = from_text("a.yaml", "- {date: 2024, title: a}").timeline;
        let begin = |paths: &[String]| {
            Skeleton::new(std::slice::from_ref(&old), paths, &timeline, Moment(0)).unwrap()
        };
        let skeleton = begin(&[folder.path().to_string_lossy().into_owned()]);
        crate::edit::write(std::slice::from_ref(&skeleton.change)).unwrap();
        assert_eq!(skeleton.change.path, new);
        assert!(new.exists() && skeleton.change.take_back().unwrap() && !new.exists());
        assert_eq!(begin(&[old.to_string_lossy().into_owned()]).change.path, old);
    }

    #[test]
    fn an_id_is_made_of_the_title_and_is_new() {
        let timeline = from_text("a.yaml", "- {id: a-vote, date: 2024, title: x}").timeline;
        assert_eq!(new_id(&timeline, "A vote!"), "a-vote-2");
        assert_eq!(new_id(&timeline, "…"), "event");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_other_byte_stays_wherever_an_event_is_added(year in 2021..2027_u16, month in 1..13_u8, texts in prop::collection::vec("\\PC{1,20}", 4)) {
            let [title, actor, tag, source] = &texts[..] else { unreachable!() };
            prop_assume!(!title.trim().is_empty());
            let new = NewEvent {
                actors: vec![actor.clone()], tags: vec![tag.clone()], sources: vec![source.clone()], summary: texts.concat(),
                ..event(&format!("{year}-{month:02}"), title)
            };
            let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data"));
            for name in ["torture.yaml", "weapons-use", "eu-us-tariffs", "strangers/yaml"] {
                for file in read_texts(&[data.join(name)]).0 {
                    let Ok(insertion) = insert(&file, &new) else { continue };
                    let same = file.text.bytes().zip(insertion.text.bytes()).take_while(|(old, new)| old == new).count();
                    let rest = &file.text.as_bytes()[same..];
                    prop_assert!(insertion.text.as_bytes().ends_with(rest), "{} {}", name, insertion.event());
                    let before = from_text("a.yaml", &file.text).timeline;
                    let after = from_text("a.yaml", &insertion.text).timeline;
                    prop_assert_eq!(before.len() + 1, after.len());
                    prop_assert!(after.events().iter().any(|event| *event.title == *crate::text::one_line(title)));
                }
            }
        }
    }
}
