//! markwhen, a timeline as Markdown-like text.

use std::io;

use super::contents::Export;
use super::day_range::{ends, known_in_four_digits};
use super::format::Format;
use super::json::{event_record, timeline_record, write_line};
use super::omissions::Omission;
use super::wording;
use crate::model::{Date, End, Event, Moment, Precision, Timeline};
use crate::text::{JOINER, harmless, one_line};

/// The text that markwhen reads: a header, then an event a paragraph.
///
/// markwhen knows years, months, days and spans of them, both ends included, and `now`; the bounds
/// of a date stand there, an open end is `now`, and the text below has the date as written.
/// Properties come on the lines below the event, lists on one line; then a blank line and the text.
/// A line of text that markwhen would take for an event, a group or a tag gets a backslash, or a mark
/// without width where Markdown knows no escape.
pub const FORMAT: Format = Format {
    name: "markwhen",
    extension: "mw",
    aliases: &[],
    about: "text for markwhen; dates as days, months and years, the whole event in `dateline`",
    variants: &[],
    omissions,
    write,
    preview: write,
};

fn omissions(export: &Export) -> Vec<Omission> {
    Omission::out(export, |event| known_in_four_digits(export.timeline.when(event)).err())
}

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "---\ntitle: {}\ntimezone: UTC", quoted(&export.manifest.title))?;
    let origin = export.origin(&omissions(export));
    let pairs: Vec<String> =
        origin.iter().map(|(name, text)| format!("{}: {}", quoted(name), quoted(text))).collect();
    writeln!(out, "dateline: {{{}}}", pairs.join(", "))?;
    writeln!(out, "timeline: {}\n---", inline(&timeline_record(export)))?;
    for (event, id) in export.chosen().zip(export.ids()) {
        let date = export.timeline.when(event);
        if let (Ok(_), Some(date)) = (known_in_four_digits(date), date) {
            write_event(export.timeline, event, &id, date, out)?;
        }
    }
    Ok(())
}

fn write_event(
    timeline: &Timeline,
    event: &Event,
    id: &str,
    date: &Date,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let title = plain(&one_line(&event.title));
    let title = if title.starts_with('[') { format!("\\{title}") } else { title };
    writeln!(out, "\n{}: {title}", range(date))?;
    writeln!(out, "id: {}", quoted(id))?;
    if let Some(clock) = timeline.clock() {
        writeln!(out, "clock: {}", quoted(clock.word()))?;
    }
    if let Some(remark) = wording::remark(date) {
        writeln!(out, "when: {}", quoted(&remark))?;
    }
    let word = |word| timeline.word(word);
    let properties =
        [("certainty", event.certainty.map(crate::model::Certainty::word)), ("kind", event.kind.map(word))];
    for (name, value) in properties {
        if let Some(value) = value {
            writeln!(out, "{name}: {}", quoted(value))?;
        }
    }
    let countries = timeline.countries_of(event).into_iter().map(crate::model::Country::code);
    let urls = event.sources.iter().map(|source| &*source.url).filter(|url| !url.is_empty());
    write_list("countries", countries, out)?;
    write_list("tags", event.tags.iter().map(|tag| word(*tag)), out)?;
    write_list("sources", urls, out)?;
    let details =
        wording::details(timeline, event).into_iter().map(|(label, text)| format!("{label}: {text}"));
    let sources = event.sources.iter().map(|source| wording::source_line(timeline, source));
    let sources = sources.filter(|source| !source.is_empty()).map(|source| format!("Source: {source}"));
    let summary = event.summary.lines().map(str::to_owned);
    writeln!(out, "dateline: {}", inline(&event_record(timeline, event)))?;
    writeln!(out)?;
    for line in summary.chain(details).chain(sources) {
        let line = one_line(&line);
        if !line.is_empty() {
            writeln!(out, "{}", prose(&line))?;
        }
    }
    Ok(())
}

/// A property with several values, in flow style: block lists come back as nothing.
fn write_list<'a>(
    name: &str,
    values: impl Iterator<Item = &'a str>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let values: Vec<String> = values.map(quoted).collect();
    if values.is_empty() { Ok(()) } else { writeln!(out, "{name}: [{}]", values.join(", ")) }
}

/// The bounds of a date as markwhen writes them.
fn range(date: &Date) -> String {
    let first = |date: &Date| point(date, date.earliest());
    let last = |date: &Date| point(date, date.latest());
    let (start, end) = match ends(date) {
        (Some(start), Some(end)) => (first(&start), last(&end)),
        (Some(start), None) if date.end() == End::Open => (first(&start), "now".to_owned()),
        (Some(known), None) | (None, Some(known)) => (first(&known), last(&known)),
        (None, None) => return String::new(),
    };
    if start == end { start } else { format!("{start}/{end}") }
}

fn point(date: &Date, moment: Moment) -> String {
    let day = moment.iso_day();
    let length = match date.precision() {
        Precision::Year | Precision::Ages => 4,
        Precision::Month | Precision::Season => 7,
        Precision::Day | Precision::Time => 10,
    };
    day[..length].to_owned()
}

/// A text in the double quotes of YAML, which are those of JSON here; markwhen replaces a `#` on a
/// line of properties even in quotes, so it stands there by its number.
fn quoted(text: &str) -> String {
    let mut bytes = Vec::new();
    let text = harmless(text).replace('\n', " ");
    // Nothing fails on the way into memory.
    let _ = write_line(&text, &mut bytes);
    inline(&String::from_utf8_lossy(&bytes))
}

/// JSON on a line of properties; a `#` only stands in its strings.
fn inline(json: &str) -> String {
    json.replace('#', "\\u0023")
}

/// A line in which nothing is a tag (`#word`), a link or picture (`](`), an id (`!word`, `.start`)
/// or progress (`50%`).
fn plain(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let rest = &line[at + c.len_utf8()..];
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        match c {
            '#' if before == ' ' => shown.push_str("\\#"),
            '(' if before == ']' => shown.push_str("\\("),
            '%' if before.is_ascii_digit() && (rest.is_empty() || rest.starts_with(' ')) => {
                shown.push_str("\\%");
            }
            '!' if !is_word(before) && rest.starts_with(is_word) => shown.extend([c, JOINER]),
            '.' if !is_word(before) && (rest.starts_with("start") || rest.starts_with("end")) => {
                shown.extend([c, JOINER]);
            }
            _ => shown.push(c),
        }
        before = c;
    }
    shown
}

/// Words that begin a date for markwhen when a colon follows.
const DATE_WORDS: [&str; 18] = [
    "every", "now", "by", "before", "after", "to", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
    "sep", "oct", "nov", "dec",
];

/// How a line begins that opens or ends a section.
const SECTION_WORDS: [&str; 6] = ["section", "group", "endsection", "endgroup", "end section", "end group"];

/// A line of text that begins no event, group, comment, list or property.
fn prose(line: &str) -> String {
    let line = plain(line);
    let lower = line.to_lowercase();
    let is_date = line.contains(':') && DATE_WORDS.iter().any(|word| lower.starts_with(word));
    let is_section = SECTION_WORDS.iter().any(|word| lower.starts_with(word));
    match line.chars().next() {
        // An id is found behind a backslash too, and is guarded by then.
        Some('\\' | '!' | '.') => line,
        Some(first) if first.is_ascii_punctuation() => format!("\\{line}"),
        // Markdown takes no backslash away from a letter or a digit.
        Some(first) if is_date || is_section || first.is_ascii_digit() => format!("{JOINER}{line}"),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::tests::fixtures;

    fn written(timeline: &Timeline) -> String {
        let mut bytes = Vec::new();
        write(&fixtures::export(timeline), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn dated(text: &str) -> String {
        range(&Date::parse(text).unwrap())
    }

    #[test]
    fn the_bounds_of_a_date_stand_there_and_no_finer_day() {
        for (text, bounds) in [
            ("2024", "2024"),
            ("2024-05~", "2024-05"),
            ("2024-05-22?", "2024-05-22"),
            ("2024-05-22T14:30:00Z", "2024-05-22"),
            ("202X", "2020/2029"),
            ("2024-21", "2024-03/2024-05"),
            ("2024-24", "2024-12/2025-02"),
            ("2023-12-28/2024-02", "2023-12-28/2024-02"),
            ("2024-05-30/..", "2024-05-30/now"),
            ("2024-05-30/", "2024-05-30"),
            ("../2024-05", "2024-05"),
            ("0044-03-15", "0044-03-15"),
        ] {
            assert_eq!(dated(text), bounds, "{text}");
        }
    }

    #[test]
    fn no_line_of_text_is_an_event_a_group_a_tag_or_a_list() {
        for (line, shown) in [
            ("2020: a year", "\u{2060}2020: a year"),
            ("# Section", "\\# Section"),
            ("// comment", "\\// comment"),
            ("- item", "\\- item"),
            ("Every day: x", "\u{2060}Every day: x"),
            ("May 2020: x", "\u{2060}May 2020: x"),
            ("section 12 applies", "\u{2060}section 12 applies"),
            ("endGroup", "\u{2060}endGroup"),
            ("a #tag", "a \\#tag"),
            ("[x](map)", "\\[x]\\(map)"),
            ("about 50% of it", "about 50\\% of it"),
            ("!id: x", "!\u{2060}id: x"),
            ("Blinken: may be, it's 1.5!", "Blinken: may be, it's 1.5!"),
        ] {
            assert_eq!(prose(line), shown);
        }
    }

    #[test]
    fn properties_have_no_mark_that_is_replaced() {
        assert_eq!(quoted("a #b \"c\"\nd"), "\"a \\u0023b \\\"c\\\" d\"");
    }

    #[test]
    fn what_it_cannot_hold_is_said_and_not_written() {
        let timeline = fixtures::timeline();
        let left = omissions(&fixtures::export(&timeline));
        assert_eq!(Omission::missing(&left), 2, "{left:?}");
        let text = written(&timeline);
        assert!(
            text.contains("1 event left out: the format only holds the years 1 to 9999 (plain)"),
            "{text}"
        );
        assert_eq!(text.matches("\ndateline: {\"id\"").count(), timeline.len() - 2);
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_event(text in fixtures::text()) {
            let text = written(&fixtures::only(&text));
            let body = text.split("\n---\n").nth(1).unwrap();
            let is_event = |line: &&str| line.starts_with(|c: char| c.is_ascii_digit());
            prop_assert_eq!(body.lines().filter(is_event).count(), 1, "{}", text);
            let is_mark = |line: &&str| line.starts_with(['#', '-', '/', ' ', ':', '[']);
            prop_assert_eq!(body.lines().filter(is_mark).count(), 0, "{}", text);
        }
    }
}
