//! Reads markwhen, whose grammar is `src/regex.ts` of its parser: a line `date: title`, properties on the
//! lines below, then text.

mod when;

use std::collections::HashSet;

use super::draft::DraftEvent;
use super::record;
use crate::load::Found;
use crate::load::format;
use crate::load::line_index::line_ranges;
use crate::load::yaml::{self, Node, NodeKind};
use crate::model::{Country, DayOrder, EVENT};
use crate::problem::{Problem, Problems, Span};
use crate::text::{JOINER, truncate};
use when::{Head, head, is_word};

/// A line with its span in the file.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    span: Span,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let lines = line_ranges(text).map(|line| {
        let text = text[line.clone()].trim_end_matches(['\r', '\n']);
        Line { text, span: Span::from(line.start..line.start + text.len()) }
    });
    lines.collect()
}

/// Settings of a page that affect how its lines are parsed.
struct Page {
    order: DayOrder,
    /// Whether `section` and `group` begin sections. This is the syntax of older versions, which end each
    /// section with a line of its own; without such a line in the page, they are text.
    has_ends: bool,
    /// The time zone of its times of day.
    zone: Option<String>,
    /// The record of the timeline, if dateline exported the page.
    record: Option<Node<'static>>,
}

impl Page {
    /// Returns whether a line ends the event before it.
    fn starts(&self, line: &str) -> bool {
        self.section(line).is_some() || self.is_end(line) || head(line, self.order).is_some()
    }

    /// Returns the depth and name of a section heading: depth 1 to 6 for `#` to `######`, `None` in the
    /// syntax of older versions.
    fn section(&self, line: &str) -> Option<(Option<usize>, String)> {
        let line = line.trim_start();
        let depth = line.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&depth) && line[depth..].starts_with(char::is_whitespace) {
            return Some((Some(depth), tags_of(line[depth..].trim()).0));
        }
        let rest = line.strip_prefix("section").or_else(|| line.strip_prefix("group"));
        let rest = rest.filter(|rest| self.has_ends && (rest.is_empty() || rest.starts_with(' ')))?;
        Some((None, tags_of(rest.trim()).0))
    }

    fn is_end(&self, line: &str) -> bool {
        self.has_ends && is_end(line)
    }
}

fn is_end(line: &str) -> bool {
    ["endSection", "endGroup", "end section", "end group"]
        .iter()
        .any(|end| line.trim().eq_ignore_ascii_case(end))
}

/// The deepest nesting of sections. It limits the number of tags per event.
const MOST_SECTIONS: usize = 32;

/// Reads a markwhen page. markwhen itself silently places an event with an invalid date at the present
/// moment, and treats a line with an EDTF date as text of the event before. Here both become events, the
/// first undated, with a warning. An event that is dated relative to another gets a warning too.
pub fn read(text: &str) -> Found<'_> {
    let mut found = Found::default();
    let lines = lines(text);
    let (page, mut at) = header(text, &lines, &mut found);
    let mut sections: Vec<(usize, String)> = Vec::new();
    while at < lines.len() {
        let line = lines[at];
        if let Some((depth, name)) = page.section(line.text) {
            let innermost = sections.last().map_or(0, |(depth, _)| *depth);
            let depth = depth.unwrap_or(innermost + 1);
            sections.retain(|(above, _)| *above < depth);
            if sections.len() == MOST_SECTIONS {
                let message = format!(
                    "sections stand in more than {MOST_SECTIONS} others; this one takes the place of the last"
                );
                found.warn("too-deep", line.span, message);
                sections.pop();
            }
            sections.push((depth, name));
            at += 1;
        } else if let Some(head) = head(line.text, page.order) {
            let end = (at + 1..lines.len()).find(|next| page.starts(lines[*next].text));
            let end = end.unwrap_or(lines.len());
            event(text, head, &lines[at..end], (&page, &sections), &mut found);
            at = end;
        } else {
            if page.is_end(line.text) {
                sections.pop();
            } else if is_comment(&line) {
                found.warn("not-carried", line.span, COMMENT);
            } else if !line.text.trim().is_empty() {
                found.warn("not-carried", line.span, "this line belongs to no event; it is left out");
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

const COMMENT: &str = "a comment is not carried over";

fn is_comment(line: &Line) -> bool {
    line.text.trim_start().starts_with("//")
}

/// Reads the header: YAML between two `---` lines, or bare pairs before the first event. Returns the settings
/// and the index of the first line after the header.
fn header(text: &str, lines: &[Line], found: &mut Found) -> (Page, usize) {
    let has_ends = lines.iter().any(|line| is_end(line.text));
    let mut page = Page { order: DayOrder::Mdy, has_ends, zone: None, record: None };
    let mut start = lines.iter().position(|line| !line.text.trim().is_empty()).unwrap_or(lines.len());
    let is_fence = |line: &Line| line.text.starts_with("---");
    let fenced = lines.get(start).is_some_and(is_fence);
    let is_over = |line: &&Line| if fenced { is_fence(line) } else { page.starts(line.text) };
    start += usize::from(fenced);
    let length = lines[start..].iter().take_while(|line| !is_over(line)).count();
    let (from, to) = (start, start + length);
    if fenced && to == lines.len() {
        found.problems.push(Problem::error(
            "unclosed",
            lines[from - 1].span,
            "this header has no second line `---`",
        ));
    }
    let after = if fenced { (to + 1).min(lines.len()) } else { to };
    let (Some(first), Some(last)) = (lines.get(from), lines[from..to].last()) else { return (page, after) };
    let (base, end) = (first.span.start as usize, last.span.end as usize);
    let masked = masked(&text[base..end], &lines[from..to], base);
    let mut read = yaml::read(&masked, base);
    found.problems.extend(read.left_out());
    if let Some(fault) = &read.fault {
        let message = format!("the header is no YAML from here on, and left out: {}", fault.message);
        found.warn("not-carried", fault.at, message);
    }
    for line in lines[from..to].iter().filter(|line| is_comment(line)) {
        found.warn("not-carried", line.span, COMMENT);
    }
    page.record = recorded(&lines[from..to], "timeline: ");
    for document in
        read.documents.iter().filter(|document| document.text().is_some_and(|text| !text.is_empty()))
    {
        found.warn(
            "not-carried",
            document.span,
            "this is no pair of the header, as in `title: A page`; it is left out",
        );
    }
    for (key, value) in read.documents.iter().flat_map(Node::pairs) {
        let name = key.text().unwrap_or_default();
        let words = whole_line(text, value).or(value.words()).unwrap_or_default();
        match name {
            "title" | "description" => {
                let key = if name == "title" { "title" } else { "description" };
                found.say(key, words, value.span);
            }
            "dateline" => {}
            "timeline" if page.record.is_some() => {}
            "dateFormat" => {
                // In markwhen, the order is d/M/y if set, else M/d/y.
                page.order = if words.starts_with('d') { DayOrder::Dmy } else { DayOrder::Mdy };
            }
            "timezone" | "tz" => page.zone = Some(words.to_owned()),
            _ if name.starts_with(HASH) => {
                found.warn("not-carried", key.span, "the colour of a tag is not carried over");
            }
            _ => {
                let message = format!("`{}` of the header is not carried over", truncate(name, 40));
                found.warn("not-carried", key.span, message);
            }
        }
    }
    (page, after)
}

/// Replaces `#` in the header, where YAML would begin a comment, as markwhen's parser does.
const HASH: char = ')';

/// Returns the lines of a header as YAML of the same length, so that spans stay valid: comments are blanked,
/// and each `#` is replaced by [`HASH`].
fn masked(text: &str, lines: &[Line], base: usize) -> String {
    let mut masked = text.replace('#', ")");
    for line in lines.iter().filter(|line| is_comment(line)) {
        let range = line.span.start as usize - base..line.span.end as usize - base;
        masked.replace_range(range.clone(), &" ".repeat(range.len()));
    }
    masked
}

/// Returns the whole rest of the line at which an unquoted value begins, if it contains a `#`, at which YAML
/// would end the value.
fn whole_line<'t>(text: &'t str, value: &Node) -> Option<&'t str> {
    let is_plain = matches!(value.kind, NodeKind::Scalar { quoted: false, .. });
    let rest = text[value.span.start as usize..].lines().next()?.trim_end();
    (is_plain && rest.contains('#')).then_some(rest)
}

fn event<'t>(
    text: &'t str,
    head: Head,
    lines: &[Line<'t>],
    (page, sections): (&Page, &[(usize, String)]),
    found: &mut Found<'t>,
) {
    let Some((first, below)) = lines.split_first() else { return };
    let span = first.span;
    let mut item = DraftEvent::new(span);
    let (title, done) = checkbox(head.title);
    let (id, title) = id_of(title);
    let (title, mut tags) = tags_of(&title);
    let record = recorded(below, "dateline: ");
    let (properties, body) = properties(text, below);
    let is_zone = |key: &Node| matches!(key.text(), Some("tz" | "timezone"));
    let zone = properties.iter().find(|(key, _)| is_zone(key)).and_then(|(_, zone)| zone.words());
    let foreign = head.into_date(zone.or(page.zone.as_deref()), span);
    if let Some(record) = record {
        return record::add_event(record, (&title, span), Some(&foreign), found);
    }
    let mut names = HashSet::new();
    for (key, value) in properties {
        let name = key.text().unwrap_or_default();
        if names.insert(name.to_owned()) || LISTS.contains(&name) {
            property(&key, value, &mut item, found);
        } else {
            found.warn("repeated-key", key.span, "this key is given twice; the first counts");
        }
    }
    item.set("id", id, span, found);
    item.date(&foreign, found);
    if title.is_empty() {
        found.warn("no-title", span, "this event has no title; it is called `Untitled`");
    }
    item.set("title", if title.is_empty() { "Untitled" } else { &title }, span, found);
    if let Some(done) = done {
        item.keep("completed", Node::scalar(if done { "true" } else { "false" }, span), found);
    }
    let mut summary = Vec::new();
    for line in body {
        if is_comment(line) {
            found.warn("not-carried", line.span, COMMENT);
            continue;
        }
        let (words, more) = tags_of(line.text.trim());
        tags.extend(more);
        summary.push(words);
    }
    item.append("summary", summary.join("\n").trim(), span, found);
    let sections = sections.iter().map(|(_, name)| name).filter(|name| !name.is_empty());
    sections.chain(&tags).for_each(|tag| item.add("tags", tag, span, found));
    found.add(item);
}

/// Returns the record on the line that begins with `name`.
fn recorded(lines: &[Line], name: &str) -> Option<Node<'static>> {
    lines.iter().find_map(|line| record::parse(line.text.strip_prefix(name)?, line.span))
}

/// The keys whose values are added up if several properties have them.
const LISTS: [&str; 4] = ["sources", "tags", "countries", "actors"];

/// Splits the lines below an event into its properties and its text. Properties are the `key: value` lines
/// directly below the first line, parsed as one YAML mapping; if they are not valid YAML, they are text. A key
/// may be there twice.
fn properties<'t, 'l>(text: &'t str, below: &'l [Line<'t>]) -> (Vec<(Node<'t>, Node<'t>)>, &'l [Line<'t>]) {
    let is_property = |line: &&Line| {
        let key =
            line.text.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with([' ', '\t']));
        let is_name = |c: char| is_word(c) || c == '-' || c == '.';
        key.is_some_and(|(key, _)| !key.trim().is_empty() && key.trim_start().chars().all(is_name))
    };
    let (lines, body) = below.split_at(below.iter().take_while(is_property).count());
    let Some(first) = lines.first() else { return (Vec::new(), below) };
    let read = |lines: &[Line]| {
        let (start, end) = (lines[0].span.start as usize, lines[lines.len() - 1].span.end as usize);
        yaml::read(&text[start..end], start)
    };
    let indent = |line: &Line| (line.text.len() - line.text.trim_start().len()) as u32;
    // YAML reads only the first of several equal keys, so that the lines of the others are read again.
    let again = |key: &Span| {
        let from = lines.binary_search_by_key(&key.start, |line| line.span.start + indent(first)).ok()?;
        let is_inside = |line: &&Line| indent(line) > indent(first);
        let length = 1 + lines[from + 1..].iter().take_while(is_inside).count();
        match read(&lines[from..from + length]).documents.pop()?.kind {
            NodeKind::Map(pairs) => Some(pairs),
            _ => None,
        }
    };
    let mut read = read(lines);
    match read.documents.pop().map(|document| document.kind) {
        Some(NodeKind::Map(pairs)) if read.fault.is_none() && read.too_large.is_empty() => {
            let whole = |value: Node<'t>| match whole_line(text, &value) {
                Some(line) => Node::scalar(line, value.span),
                None => value,
            };
            let pairs = pairs.into_iter().chain(read.repeated.iter().filter_map(again).flatten());
            (pairs.map(|(key, value)| (key, whole(value))).collect(), body)
        }
        _ => (Vec::new(), below),
    }
}

/// Sets a property whose name is a key of an event and whose value fits the key; keeps any other in `extra`.
fn property<'t>(key: &Node, value: Node<'t>, item: &mut DraftEvent<'t>, found: &mut Found<'t>) {
    let name = key.text().unwrap_or_default();
    let known = EVENT.iter().find(|known| known.name == name && !["date", "title", "extra"].contains(&name));
    let mut wrong = Problems::default();
    known.into_iter().for_each(|known| format::check(&value, &known.shape, &mut wrong));
    let texts = format::one_or_more(&value);
    match known.filter(|_| wrong.is_empty()).map(|known| known.name) {
        None => item.keep(name, value, found),
        Some("sources") => texts.iter().for_each(|one| match one.words() {
            Some(url) => item.source(url, "", "", one.span, found),
            None => item.push("sources", one.clone()),
        }),
        Some("countries") if texts.iter().any(|one| one.words().and_then(Country::find).is_none()) => {
            item.keep(name, value, found);
        }
        Some(list) if LISTS.contains(&list) => texts.iter().for_each(|one| match one.words() {
            Some(text) => item.add(list, text, one.span, found),
            None => item.push(list, one.clone()),
        }),
        Some(known) => item.put(known, value),
    }
}

/// Splits off the checkbox of a task title. Returns the title and, for a task, whether it is done.
fn checkbox(title: &str) -> (&str, Option<bool>) {
    let title = title.trim();
    for (mark, done) in [("[ ]", false), ("[]", false), ("[x]", true), ("[X]", true)] {
        if let Some(rest) = title.strip_prefix(mark) {
            return (rest.trim_start(), Some(done));
        }
    }
    (title, None)
}

/// Returns the `!id` in a title (`EVENT_ID_REGEX`), and the title without it.
fn id_of(title: &str) -> (&str, String) {
    let found = title.match_indices('!').find_map(|(at, _)| {
        let before = title[..at].chars().next_back();
        let id = &title[at + 1..];
        let id = &id[..id.find(|c| !is_word(c)).unwrap_or(id.len())];
        let is_id = !id.is_empty() && !before.is_some_and(is_word);
        let blank = before.filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
        is_id.then(|| (id, &title[..at - blank], &title[at + 1 + id.len()..]))
    });
    found.map_or(("", title.to_owned()), |(id, before, after)| (id, format!("{before}{after}")))
}

/// Returns a line without its `#tags` and escapes, and the tags.
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

/// Splits a word into the tag it begins with and the rest; a number is not a tag (`TAG_REGEX`).
fn tag(word: &str) -> Option<(&str, &str)> {
    let name = word.strip_prefix('#')?;
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    let is_number = name[..end].bytes().all(|byte| byte.is_ascii_digit());
    (!is_number).then(|| name.split_at(end)).filter(|(name, _)| !name.is_empty())
}

/// Removes Markdown escapes: a backslash before punctuation, or before a digit at the start of the line, and
/// the zero-width characters that exports insert to prevent markup.
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
    use crate::import::tests::{imported, messages};
    use crate::model::Date;

    /// Returns the date and the note of the first event, and all messages.
    fn date(line: &str) -> (String, String, String) {
        let loaded = imported("markwhen", line);
        let event = &loaded.timeline.events()[0];
        let date = event.date.as_ref().map_or("undated", Date::text).to_owned();
        (date, event.date_note.to_string(), messages(&loaded))
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
            ("timezone: America/New_York\n\n2024-05-22 9:19pm: x", "2024-05-22T21:19:00-04:00"),
            ("timezone: UTC\n\nMay 22, 2024, 14:30: x", "2024-05-22T14:30:00Z"),
            ("tz: -5\n\n5/22/2024 14:30: x", "2024-05-22T14:30:00-05:00"),
            ("tz: -5\n\n2024-05-22 14:30: x\ntz: Europe/Kyiv", "2024-05-22T14:30:00+03:00"),
            ("dateFormat: M/d/y\n\n05/06/2024 - 05/07/2024: x", "2024-05-06/2024-05-07"),
            ("04/27/2025: x", "2025-04-27"),
            ("4/27/2025: x", "2025-04-27"),
            ("27/4/2025: x", "2025-04-27"),
            ("10/2010 - 2011: x", "2010-10/2011"),
            ("04/25/1945- 7/2010: x", "1945-04-25/2010-07"),
            ("300 BC - 100 AD: x", "-0299/0100"),
            ("June 476: x", "0476-06"),
            ("Jan 44: x", "0044-01"),
            ("12345: x", "Y12345"),
            ("2024-W20: x", "2024-05-13/2024-05-19"),
            ("2024-W203: x", "2024-05-15"),
            ("22.05.2024: x", "2024-05-22"),
        ] {
            assert_eq!(date(line), (edtf.to_owned(), String::new(), String::new()), "{line}");
        }
        assert_eq!(imported("markwhen", "44 BCE: Caesar").timeline.events()[0].title, "Caesar");
    }

    #[test]
    fn a_date_that_markwhen_puts_at_this_moment_is_told_and_has_none() {
        for line in [
            "2021-13-40: x",
            "2021-13-40 every day: x",
            "2020-02-30: x",
            "now: x",
            "after !id 3 days: x",
            "before !id.end plus 3 days / 2 weeks: x",
            "!id 10 days - 2 hours: x",
            "5 work days: x",
            "3 years 8 days, 1 month: x",
            "12:30: x",
            "8am - 10am: x",
            "May 4: x",
            "December: x",
            "every day: x",
            ".end: x",
            "2000/1990: x",
            "12.05.2024: x",
            "12-05-2024: x",
            "dateFormat: d/M/y\n\n12.05.2024: x",
        ] {
            let (date, note, messages) = date(line);
            assert_eq!(date, "undated", "{line}");
            assert!(messages.contains("is no date"), "{line}: {messages}");
            assert!(note.starts_with("the file says") || line.starts_with("every"), "{line}: {note}");
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
                messages(&loaded).contains("a.json:3:1") && messages(&loaded).contains("markwhen"),
                "{}",
                messages(&loaded)
            );
        }
    }

    #[test]
    fn a_time_without_a_zone_and_an_end_that_moves_are_told() {
        let (edtf, note, messages) = date("2024-05-22T14:30: x");
        assert_eq!((&*edtf, &*note, &*messages), ("2024-05-22T14:30:00", "", ""));
        let (edtf, note, messages) = date("tz: Nowhere/City\n\n2024-05-22T14:30: x");
        assert_eq!((&*edtf, &*note), ("2024-05-22", "the file gives the time 14:30"));
        assert!(messages.contains("no time of that day in a known zone"), "{messages}");
        let loaded = imported("markwhen", "2024-05-22: 2024-05-22 10:00:00\n");
        assert_eq!(loaded.timeline.events()[0].title, "2024-05-22 10:00:00", "a title may look like a time");
        let (edtf, _, messages) = date("2024-05/now: x");
        assert_eq!(edtf, "2024-05/..");
        assert!(messages.contains("now"), "{messages}");
        let (edtf, note, messages) = date("2024-05-22 every 2 weeks x3: x");
        assert_eq!((&*edtf, &*note), ("2024-05-22", "repeats every 2 weeks x3"));
        assert!(messages.contains("only the first occurrence"), "{messages}");
        for (line, edtf, note) in [
            ("2024-05-22 10:00 / 2024-05-22 9:00: x", "2024-05-22", "the file gives the time 10:00 to 09:00"),
            ("2024-05-22 29:30: x", "2024-05-22", "the file gives the time 29:30"),
            ("2024-05-22 10:00 / now: x", "2024-05-22T10:00:00/..", ""),
            ("2024-05-22 10:00 / 5 days: x", "2024-05-22T10:00:00", "until 5 days"),
            ("2025 / 5 months: x", "2025", "until 5 months"),
            ("2025 / 1.5 months: x", "2025", "until 1.5 months"),
            ("2025 - .5 days: x", "2025", "until .5 days"),
            ("2025 to: x", "2025", ""),
            ("2025-03 / after !id 3 days: x", "2025-03", "until after !id 3 days"),
        ] {
            let (found, date_note, messages) = date(line);
            assert_eq!((&*found, &*date_note), (edtf, note), "{line}");
            assert!(!messages.is_empty(), "{line}");
        }
    }

    #[test]
    fn times_of_day_are_kept_at_both_ends() {
        for (line, edtf) in [
            ("2023-10-30 9:19pm / 2023-11-11: x", "2023-10-30T21:19:00/2023-11-11"),
            ("Jan 4 2025 8am: x", "2025-01-04T08:00:00"),
            ("1/4/2025, 12am - 5 Jan 2025 13:30: x", "2025-01-04T00:00:00/2025-01-05T13:30:00"),
            ("2022-05-01T12:13:14.00Z-2024-01-27T18:13:59Z: x", "2022-05-01T12:13:14Z/2024-01-27T18:13:59Z"),
            ("2025-01-04 8am / 2025-01-04 8am: x", "2025-01-04T08:00:00"),
            ("2025-01-04 8am - 9:30pm: x", "2025-01-04T08:00:00/2025-01-04T21:30:00"),
            ("22 May 2024, 18:00 - 20:00: x", "2024-05-22T18:00:00/2024-05-22T20:00:00"),
            ("2024-05-22 18:00 – 20:00: x", "2024-05-22T18:00:00/2024-05-22T20:00:00"),
            (
                "tz: -5\n\n2025-01-04 8am / 2025-01-04 9am: x",
                "2025-01-04T08:00:00-05:00/2025-01-04T09:00:00-05:00",
            ),
            (
                "tz: -5\n\n2025-01-04T08:00:00/2025-01-04T09:00:00: x",
                "2025-01-04T08:00:00-05:00/2025-01-04T09:00:00-05:00",
            ),
        ] {
            let (found, note, messages) = date(line);
            assert_eq!((&*found, &*note, &*messages), (edtf, "", ""), "{line}");
        }
    }

    /// Returns the titles, dates and summaries of the events in an example by other authors.
    fn case(text: &str) -> Vec<(String, String, String)> {
        let timeline = imported("markwhen", text).timeline;
        let date = |event: &crate::model::Event| event.date.as_ref().map_or("undated", Date::text).to_owned();
        let events = timeline.events().iter();
        let mut events: Vec<_> =
            events.map(|event| (event.title.to_string(), date(event), event.summary.to_string())).collect();
        events.sort();
        events
    }

    #[test]
    fn every_event_of_the_grammar_is_an_event() {
        let event = |title: &str, date: &str| (title.to_owned(), date.to_owned(), String::new());
        for (text, events) in [
            (
                include_str!("../../tests/data/cases/markwhen/event-becomes-key.mw"),
                vec![event("First", "2024-05-01"), event("Second", "2025-01-04T08:00:00")],
            ),
            (
                include_str!("../../tests/data/cases/markwhen/event-becomes-text.mw"),
                vec![event("First", "2024-05-01"), event("Second", "undated")],
            ),
            (
                include_str!("../../tests/data/cases/markwhen/image.mw"),
                vec![(
                    "First".to_owned(),
                    "2024-05-01".to_owned(),
                    "Some text.\n![](https://example.org/a.png)\nMore text.".to_owned(),
                )],
            ),
            (
                include_str!("../../tests/data/cases/markwhen/american.mw"),
                vec![event("First", "2024-05-01"), event("Second", "2025-04-27"), event("Third", "2010-10")],
            ),
            (
                include_str!("../../tests/data/cases/markwhen/ampm.mw"),
                vec![event("Talks", "2023-10-30T21:19:00/2023-11-11")],
            ),
            (
                include_str!("../../tests/data/cases/markwhen/first-line-header.mw"),
                vec![event("Only event", "2025")],
            ),
            (include_str!("../../tests/data/cases/markwhen/comment-in-header.mw"), vec![event("A", "2024")]),
            (include_str!("../../tests/data/cases/markwhen/id.mw"), vec![event("Vote", "2024")]),
        ] {
            assert_eq!(case(text), events, "{text}");
        }
        let loaded = imported("markwhen", include_str!("../../tests/data/cases/markwhen/id.mw"));
        assert_eq!(&*loaded.timeline.events()[0].id, "vote1");
        let page = include_str!("../../tests/data/cases/markwhen/comment-in-header.mw");
        let loaded = imported("markwhen", page);
        assert_eq!(&*loaded.timeline.head.title, "My page");
        assert!(
            messages(&loaded).contains("a.json:2:1: warning: a comment is not carried over"),
            "{}",
            messages(&loaded)
        );
    }

    #[test]
    fn a_header_keeps_its_marks_and_says_where_it_ends() {
        let page = "title: Trip #3\n#red: blue\n// why\n\n2024: A\nnote: see #4\nzone:\n  from: here\n";
        let loaded = imported("markwhen", page);
        assert_eq!(&*loaded.timeline.head.title, "Trip #3");
        let event = &loaded.timeline.events()[0];
        assert_eq!((&*event.extra[0].0, event.extra[0].1.words()), ("note", "see #4".to_owned()));
        assert_eq!(&*event.extra[1].0, "zone");
        let loaded = imported("markwhen", "---\ntitle: x\n2024: A\n");
        assert!(
            messages(&loaded).contains("a.json:1:1: error: this header has no second line"),
            "{}",
            messages(&loaded)
        );
    }

    #[test]
    fn words_of_older_pages_begin_a_section_only_where_sections_end() {
        let text = "2024: A\nsection 12 applies\n";
        assert_eq!(imported("markwhen", text).timeline.events()[0].summary.to_string(), "section 12 applies");
        let text = "group Votes\n2024: A\nendGroup\n2025: B\n";
        let timeline = imported("markwhen", text).timeline;
        let tags: Vec<usize> = timeline.events().iter().map(|event| event.tags.len()).collect();
        assert_eq!(tags, [1, 0]);
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
        assert_eq!(extra, ["importance", "room", "completed"]);
        assert_eq!(tags(&timeline.events()[1]), ["Court"]);
        assert!(messages(&loaded).contains("a.json:3"), "{}", messages(&loaded));
    }

    #[test]
    fn text_below_a_summary_and_a_second_line_of_tags_are_kept() {
        let page = "2024-05-05: E\ntags: a\nroom: 3\ntags: [b, c]\nroom: 4\nsummary: prop\n\nbody words\n";
        let loaded = imported("markwhen", page);
        let event = &loaded.timeline.events()[0];
        assert_eq!(&*event.summary, "prop\n\nbody words");
        let tags: Vec<&str> = event.tags.iter().map(|tag| loaded.timeline.word(*tag)).collect();
        assert_eq!((tags, event.extra[0].1.words()), (vec!["a", "b", "c"], "3".to_owned()));
        assert!(messages(&loaded).contains("a.json:5:1: warning: this key is given twice"));
    }

    #[test]
    fn sections_without_end_do_not_become_tags_without_end() {
        let page = "section x\n".repeat(500) + "2024-05-22: A\nendSection\n";
        let loaded = imported("markwhen", &page);
        assert!(
            loaded.timeline.events()[0].tags.len() <= MOST_SECTIONS && messages(&loaded).contains("take"),
            "{}",
            messages(&loaded)
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
