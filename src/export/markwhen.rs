//! markwhen: a timeline as Markdown-like text.

use std::io;

use super::contents::Export;
use super::day_range::{ends, known_in_four_digits};
use super::format::Format;
use super::json::{event_record, line, timeline_record};
use super::omissions::Omission;
use super::wording;
use super::works::event_lines;
use crate::model::{Date, End, Event, Moment, Precision, Timeline};
use crate::text::{JOINER, one_line, sanitize};

/// A markwhen page: a header, then one paragraph per event.
///
/// markwhen supports years, months, days, inclusive intervals of them, and `now` for an open end. The date of
/// an event is reduced to that; the text below has the date as written. Properties are on the lines below the
/// event, with lists in flow style; then come a blank line and the text. A line of text that markwhen would
/// interpret as an event, section or tag gets a backslash, or a word joiner where Markdown has no escape.
pub const FORMAT: Format = Format {
    extension: "mw",
    omissions,
    ..Format::new(
        "markwhen",
        "text for markwhen; dates as days, months and years, the whole event in `dateline`",
        write,
    )
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
    let summary = event.summary.lines().map(str::to_owned);
    writeln!(out, "dateline: {}", inline(&event_record(timeline, event)))?;
    writeln!(out)?;
    for line in summary.chain(event_lines(timeline, event)) {
        let line = one_line(&line);
        if !line.is_empty() {
            writeln!(out, "{}", prose(&line))?;
        }
    }
    Ok(())
}

/// Writes a property with several values in flow style, since markwhen does not read block lists.
fn write_list<'a>(
    name: &str,
    values: impl Iterator<Item = &'a str>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let values: Vec<String> = values.map(quoted).collect();
    if values.is_empty() { Ok(()) } else { writeln!(out, "{name}: [{}]", values.join(", ")) }
}

/// Formats a date as a range of markwhen.
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

/// Quotes a text as JSON, which is also YAML. markwhen replaces `#` in properties even inside quotes, so it
/// is written as `\u0023`.
fn quoted(text: &str) -> String {
    inline(&line(&sanitize(text).replace('\n', " ")))
}

/// Escapes the `#` in JSON, where it occurs only inside strings.
fn inline(json: &str) -> String {
    json.replace('#', "\\u0023")
}

/// Escapes tags (`#word`), links and pictures (`](`), ids (`!word`, `.start`) and progress (`50%`).
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

/// Words that begin a date in markwhen if a colon follows.
const DATE_WORDS: [&str; 18] = [
    "every", "now", "by", "before", "after", "to", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
    "sep", "oct", "nov", "dec",
];

/// Words that begin or end a section at the start of a line.
const SECTION_WORDS: [&str; 6] = ["section", "group", "endsection", "endgroup", "end section", "end group"];

/// Escapes a line of text so that it begins no event, section, comment, list or property.
fn prose(line: &str) -> String {
    let line = plain(line);
    let lower = line.to_lowercase();
    let is_date = line.contains(':') && DATE_WORDS.iter().any(|word| lower.starts_with(word));
    let is_section = SECTION_WORDS.iter().any(|word| lower.starts_with(word));
    match line.chars().next() {
        // [`plain`] has escaped the line already. A backslash would not stop an id from being recognized.
        Some('\\' | '!' | '.') => line,
        Some(first) if first.is_ascii_punctuation() => format!("\\{line}"),
        // A backslash before a letter or digit is not an escape in Markdown.
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
