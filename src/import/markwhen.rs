//! markwhen (its parser's `src/regex.ts`): `date: title`, properties on the lines below, then text.

mod when;

use super::draft::{DraftEvent, Said};
use super::record;
use crate::export::markwhen::JOINER;
use crate::load::Found;
use crate::load::foreign_date::DayOrder;
use crate::load::format;
use crate::load::yaml::{self, Kind, Node};
use crate::model::{Country, EVENT};
use crate::problem::{Problem, Span};
use crate::text::fit;
use when::{Head, head};

/// A line and where it stands.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    span: Span,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let bare = line.trim_end_matches(['\r', '\n']);
        let span = Span { start: at as u32, end: (at + bare.len()) as u32 };
        at += line.len();
        Line { text: bare, span }
    });
    lines.collect()
}

/// What the header says that matters below it.
struct Page {
    order: Option<DayOrder>,
    /// What dateline recorded of the timeline.
    record: Option<Node<'static>>,
}

/// So many sections in each other become tags of an event; nobody reads more.
const MOST_SECTIONS: usize = 32;

/// Reads a markwhen page. markwhen itself puts a date that is none at this moment, and takes a line
/// with an EDTF date for text of the event before, both without a word; here both are events, the
/// first without a date, and both are told.
pub fn read(text: &str) -> Found<'_> {
    let mut found = Found::default();
    let lines = lines(text);
    let (page, mut at) = header(text, &lines, &mut found);
    let mut sections: Vec<(usize, String)> = Vec::new();
    while at < lines.len() {
        let line = lines[at];
        if let Some((depth, name)) = section(line.text) {
            let innermost = sections.last().map_or(0, |(depth, _)| *depth);
            let depth = depth.unwrap_or(innermost + 1);
            sections.retain(|(above, _)| *above < depth);
            if sections.len() == MOST_SECTIONS {
                let message = format!(
                    "sections stand in more than {MOST_SECTIONS} others; this one takes the place of the last"
                );
                found.tell("too-deep", line.span, message);
                sections.pop();
            }
            sections.push((depth, name));
            at += 1;
        } else if let Some(head) = head(line.text, page.order) {
            let end = (at + 1..lines.len()).find(|next| starts(lines[*next].text, page.order));
            let end = end.unwrap_or(lines.len());
            event(text, &head, &lines[at..end], &sections, &mut found);
            at = end;
        } else {
            let bare = line.text.trim();
            if is_end(bare) {
                sections.pop();
            } else if !bare.is_empty() && !bare.starts_with("//") {
                found.tell("not-carried", line.span, "this line belongs to no event; it is left out");
            }
            at += 1;
        }
    }
    if let Some(record) = page.record {
        record::add_timeline(record, &mut found);
    }
    if found.events.is_empty() {
        found.refuse(
            Span { start: 0, end: 1 },
            "no line of this page is an event, such as `2024-05-22: A title`",
        );
    }
    found
}

/// Whether a line ends the event before it.
fn starts(line: &str, order: Option<DayOrder>) -> bool {
    section(line).is_some() || is_end(line.trim()) || head(line, order).is_some()
}

/// The depth and name of a heading, in today's form and in the one before it.
fn section(line: &str) -> Option<(Option<usize>, String)> {
    let depth = line.bytes().take_while(|byte| *byte == b'#').count();
    if depth > 0 && line[depth..].starts_with(' ') {
        return Some((Some(depth), tags_of(line[depth..].trim()).0));
    }
    let rest = line.strip_prefix("section ").or_else(|| line.strip_prefix("group "))?;
    Some((None, tags_of(rest.trim()).0))
}

fn is_end(line: &str) -> bool {
    matches!(line, "endSection" | "endGroup" | "end section" | "end group")
}

/// Reads the header: YAML between two lines `---`, or bare pairs before the first event.
fn header(text: &str, lines: &[Line], found: &mut Found) -> (Page, usize) {
    let mut page = Page { order: None, record: None };
    let mut start = lines.iter().position(|line| !line.text.trim().is_empty()).unwrap_or(lines.len());
    let fenced = lines.get(start).is_some_and(|line| line.text.trim() == "---");
    let is_over = |line: &&Line| if fenced { line.text.trim() == "---" } else { starts(line.text, None) };
    start += usize::from(fenced);
    let length = lines[start..].iter().take_while(|line| !is_over(line)).count();
    let (from, to) = (start, start + length);
    let after = if fenced { (to + 1).min(lines.len()) } else { to };
    let (Some(first), Some(last)) = (lines.get(from), lines[from..to].last()) else { return (page, after) };
    let base = first.span.start as usize;
    let read = yaml::read(&text[base..last.span.end as usize], base);
    if read.fault.is_some() {
        found.tell("not-carried", first.span, "the header is no YAML; it is left out");
    }
    for line in lines[from..to].iter().filter(|line| line.text.starts_with('#') && line.text.contains(':')) {
        found.tell("not-carried", line.span, "the colour of a tag is not carried over");
    }
    page.record = recorded(&lines[from..to], "timeline: ");
    for (key, value) in read.documents.iter().flat_map(Node::pairs) {
        let name = key.text().unwrap_or_default();
        let said = value.words().unwrap_or_default();
        match name {
            "title" | "description" => {
                let key = if name == "title" { "title" } else { "description" };
                found.say(key, said, value.span);
            }
            "dateline" => {}
            "timeline" if page.record.is_some() => {}
            "dateFormat" => {
                // markwhen knows d/M/y and, without it, M/d/y.
                page.order = Some(if said.starts_with('d') { DayOrder::Dmy } else { DayOrder::Mdy });
            }
            "timezone" if matches!(said, "UTC" | "Etc/UTC" | "+0" | "0") => {}
            _ => {
                let message = format!("`{}` of the header is not carried over", fit(name, 40));
                found.tell("not-carried", key.span, message);
            }
        }
    }
    (page, after)
}

fn event<'t>(
    text: &'t str,
    head: &Head,
    lines: &[Line<'t>],
    sections: &[(usize, String)],
    found: &mut Found<'t>,
) {
    let Some((first, below)) = lines.split_first() else { return };
    let span = first.span;
    let mut item = DraftEvent::new(span);
    let properties = properties(text, below);
    found.problems.extend(head.told.iter().map(|message| Problem::warning("date", span, message.clone())));
    let said =
        Said { edtf: head.edtf.clone(), written: head.written.clone(), remarks: head.remarks.clone(), span };
    let (title, done) = checkbox(head.title);
    let (title, mut tags) = tags_of(title);
    if let Some(record) = recorded(below, "dateline: ") {
        return record::add_event(record, (&title, span), Some(&said), found);
    }
    item.date(&said, found);
    if title.is_empty() {
        found.tell("no-title", span, "this event has no title; it is called `Untitled`");
    }
    item.set("title", if title.is_empty() { "Untitled" } else { &title }, span, found);
    if let Some(done) = done {
        item.keep("completed", Node::scalar(if done { "true" } else { "false" }, span), found);
    }
    let mut body = Vec::new();
    for line in below[properties.len()..].iter().filter(|line| !line.text.trim_start().starts_with("//")) {
        let (said, more) = tags_of(line.text.trim());
        tags.extend(more);
        body.push(said);
    }
    let body = body.join("\n").trim().to_owned();
    item.set("summary", &body, span, found);
    for (key, value) in properties {
        property(&key, value, &mut item, found);
    }
    let sections = sections.iter().map(|(_, name)| name).filter(|name| !name.is_empty());
    sections.chain(&tags).for_each(|tag| item.add("tags", tag, span, found));
    found.add(item);
}

/// What dateline recorded on the line that begins with `name`.
fn recorded(lines: &[Line], name: &str) -> Option<Node<'static>> {
    lines.iter().find_map(|line| record::parse(line.text.strip_prefix(name)?, line.span))
}

/// The properties of an event: the lines `key: value` right below it.
fn properties<'t>(text: &'t str, below: &[Line<'t>]) -> Vec<(Node<'t>, Node<'t>)> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    let property = |line: &Line<'t>| {
        let (key, _) = line.text.split_once(": ")?;
        let is_property = key.starts_with(char::is_alphabetic) && key.chars().all(is_name);
        let range = line.span.start as usize..line.span.end as usize;
        let mut read = is_property.then(|| yaml::read(&text[range.clone()], range.start))?;
        let document = read.documents.pop().filter(|_| read.fault.is_none())?;
        let Kind::Map(pairs) = document.kind else { return None };
        pairs.into_iter().next()
    };
    below.iter().map_while(property).collect()
}

/// A property that is a key of an event and fits there is one; any other is kept.
fn property<'t>(key: &Node, value: Node<'t>, item: &mut DraftEvent<'t>, found: &mut Found<'t>) {
    let name = key.text().unwrap_or_default();
    let known = EVENT.iter().find(|known| known.name == name && !["date", "title", "extra"].contains(&name));
    let mut wrong = Vec::new();
    known.into_iter().for_each(|known| format::check(&value, &known.shape, &mut wrong));
    let texts =
        if matches!(value.kind, Kind::List(_)) { value.items() } else { std::slice::from_ref(&value) };
    match known.filter(|_| wrong.is_empty()).map(|known| known.name) {
        None => item.keep(name, value, found),
        Some("sources") => texts.iter().for_each(|one| match one.words() {
            Some(url) => item.source(url, "", "", one.span, found),
            None => item.push("sources", one.clone()),
        }),
        Some("countries") if texts.iter().any(|one| one.words().and_then(Country::find).is_none()) => {
            item.keep(name, value, found);
        }
        Some(list @ ("tags" | "countries" | "actors")) => texts.iter().for_each(|one| match one.words() {
            Some(text) => item.add(list, text, one.span, found),
            None => item.push(list, one.clone()),
        }),
        Some(known) => item.put(known, value),
    }
}

/// A title without the box that makes it a task, and whether the task is done.
fn checkbox(title: &str) -> (&str, Option<bool>) {
    let title = title.trim();
    for (mark, done) in [("[ ]", false), ("[]", false), ("[x]", true), ("[X]", true)] {
        if let Some(rest) = title.strip_prefix(mark) {
            return (rest.trim_start(), Some(done));
        }
    }
    (title, None)
}

/// A line without its `#words`, which are tags, and with its escapes undone.
fn tags_of(line: &str) -> (String, Vec<String>) {
    let mut tags = Vec::new();
    let mut words = Vec::new();
    for word in line.split(' ') {
        let (tag, rest) = tag(word).unwrap_or(("", word));
        if !tag.is_empty() {
            tags.push(tag.to_owned());
        }
        if tag.is_empty() || !rest.is_empty() {
            words.push(rest);
        }
    }
    (unescaped(&words.join(" ")).trim().to_owned(), tags)
}

/// The tag that a word begins with, and the rest of the word; a number is no tag (`TAG_REGEX`).
fn tag(word: &str) -> Option<(&str, &str)> {
    let name = word.strip_prefix('#')?;
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    let is_number = name[..end].bytes().all(|byte| byte.is_ascii_digit());
    (!is_number).then(|| name.split_at(end))
}

/// Text as Markdown shows it: without the backslash before a mark, or before a digit that begins a
/// line, and without the marks of no width that exports put before what markwhen would read as more.
fn unescaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let is_escape =
            |next: &char| next.is_ascii_punctuation() || shown.is_empty() && next.is_ascii_digit();
        match c {
            '\\' if letters.peek().is_some_and(is_escape) => shown.extend(letters.next()),
            JOINER => {}
            _ => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::tests::{imported, told};
    use crate::model::Date;

    /// The date of the first event, the note beside it and what was told.
    fn date(line: &str) -> (String, String, String) {
        let loaded = imported("markwhen", line);
        let event = &loaded.timeline.events()[0];
        let date = event.date.as_ref().map_or("undated", Date::text).to_owned();
        (date, event.date_note.to_string(), told(&loaded))
    }

    #[test]
    fn the_dates_of_markwhen_are_read_with_both_ends() {
        for (line, edtf) in [
            ("2024: x", "2024"),
            ("2024-05: x", "2024-05"),
            ("2024-05-22: x", "2024-05-22"),
            ("2024-05-22 / 2024-05-30: x", "2024-05-22/2024-05-30"),
            ("2024/2025: x", "2024/2025"),
            ("May 2024 - Jun 2024: x", "2024-05/2024-06"),
            ("22 May 2024: x", "2024-05-22"),
            ("44 BCE: Caesar", "-0043"),
            ("2024-05-22T14:30:00Z: x", "2024-05-22T14:30:00Z"),
            ("2024-05-22T14:30Z: x", "2024-05-22T14:30:00Z"),
            ("dateFormat: d/M/y\n\n05/06/2024: x", "2024-06-05"),
            ("dateFormat: M/d/y\n\n05/06/2024 - 05/07/2024: x", "2024-05-06/2024-05-07"),
        ] {
            assert_eq!(date(line), (edtf.to_owned(), String::new(), String::new()), "{line}");
        }
        assert_eq!(imported("markwhen", "44 BCE: Caesar").timeline.events()[0].title, "Caesar");
    }

    #[test]
    fn a_date_that_markwhen_puts_at_this_moment_is_told_and_has_none() {
        for line in [
            "2021-13-40: x",
            "2020-02-30: x",
            "05/06/2024: x",
            "now: x",
            "after !id 3 days: x",
            "2000/1990: x",
        ] {
            let (date, note, told) = date(line);
            assert_eq!(date, "undated", "{line}");
            assert!(told.contains("is no date") && note.starts_with("the file says"), "{line}: {told}");
        }
    }

    #[test]
    fn a_date_that_markwhen_swallows_is_an_event_and_told() {
        for text in ["2020~", "1984?", "198X", "2020-03/..", "-0044"] {
            let loaded = imported("markwhen", &format!("2019: before\ntext\n{text}: x\n"));
            let dates: Vec<&str> = loaded
                .timeline
                .events()
                .iter()
                .filter_map(|event| Some(event.date.as_ref()?.text()))
                .collect();
            assert!(dates.contains(&text) && dates.len() == 2, "{dates:?}");
            assert!(
                told(&loaded).contains("a.json:3:1") && told(&loaded).contains("markwhen"),
                "{}",
                told(&loaded)
            );
        }
    }

    #[test]
    fn a_time_without_a_zone_and_an_end_that_moves_are_told() {
        let (edtf, note, told) = date("2024-05-22T14:30: x");
        assert_eq!((&*edtf, &*note), ("2024-05-22", "14:30, time zone unknown"));
        assert!(told.contains("no time zone"), "{told}");
        let (edtf, _, told) = date("2024-05/now: x");
        assert_eq!(edtf, "2024-05/..");
        assert!(told.contains("now"), "{told}");
        assert!(date("2024-05-22 every 2 weeks: x").2.contains("only the first occurrence"));
    }

    #[test]
    fn properties_sections_and_text_find_their_place() {
        let page = "---\ntitle: Stoves\n#red: red\n---\n# Council\n## Votes\n2024-05-22: [x] A vote #wood\nid: vote\nkind: decision\n\
            sources: [\"https://e.org/a\", \"no address\"]\nimportance: high\nroom: 3\n\nText.\n\\2020: not an event\n// a comment\n\\#no tag \\#none\n\n# Court\n2025: B\n";
        let loaded = imported("markwhen", page);
        let timeline = &loaded.timeline;
        assert_eq!((timeline.len(), &*timeline.head.title, loaded.errors), (2, "Stoves", 0));
        let event = timeline.event(timeline.find("vote").unwrap());
        let tags = |event: &crate::model::Event| {
            event.tags.iter().map(|tag| timeline.word(*tag).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            (&*event.title, tags(event)),
            ("A vote", vec!["Council".into(), "Votes".into(), "wood".into()])
        );
        assert_eq!(&*event.summary, "Text.\n2020: not an event\n#no tag #none");
        assert_eq!((&*event.sources[0].url, &*event.sources[1].title), ("https://e.org/a", "no address"));
        let extra: Vec<&str> = event.extra.iter().map(|(key, _)| &**key).collect();
        assert_eq!(extra, ["completed", "importance", "room"]);
        assert_eq!(tags(&timeline.events()[1]), ["Court"]);
        assert!(told(&loaded).contains("a.json:3"), "{}", told(&loaded));
    }

    #[test]
    fn sections_without_end_do_not_become_tags_without_end() {
        let page = "section x\n".repeat(500) + "2024-05-22: A\n";
        let loaded = imported("markwhen", &page);
        assert!(
            loaded.timeline.events()[0].tags.len() <= MOST_SECTIONS && told(&loaded).contains("take"),
            "{}",
            told(&loaded)
        );
    }

    #[test]
    fn a_page_without_an_event_is_said_to_be_none() {
        for text in ["", "just text", "---\ntitle: x\n---\n", "# Section\n"] {
            assert!(imported("markwhen", text).errors > 0, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_it_panic(
            text in "(\\PC|[\n#:/]){0,80}",
            date in "[0-9TZ:/~?X. -]{0,24}|now|\\PC{0,8}",
            value in "\\PC{0,20}",
        ) {
            imported("markwhen", &text);
            imported("markwhen", &format!("{date}: x\nid: {value}\nsources: [{value}]\n\n{text}\n2024: y"));
        }
    }
}
