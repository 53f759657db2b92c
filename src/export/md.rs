//! Markdown for memos: one line per event with the numbers of its sources, and a list of the sources.

mod escape;
mod event;
mod policies;
mod references;
mod table;

use std::io;

use super::contents::Export;
use super::format::Format;
use super::manifest::Manifest;
use super::variant::Variant;
use super::wording;
use crate::model::{Date, Event, Moment, Precision, Timeline};

pub use escape::escape;
use escape::{code, escape_line};
use event::{in_order, objections, placing};
use references::References;

/// The number of events from which the list is divided by months or years.
const LONG: usize = 16;
/// The number of months above which the list is divided by years.
const MOST_MONTHS: usize = 24;

/// Markdown that GitHub, pandoc and `CommonMark` render the same: a list of events, or a table in GitHub's
/// Markdown (GFM §4.10) without summaries.
///
/// No data is interpreted as markup. Only addresses of sources become links.
pub const FORMAT: Format = Format {
    aliases: &["markdown"],
    variants: &[Variant::Table, Variant::WithPolicies],
    ..Format::new("md", "a list for a memo, every line with its sources", write)
};

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    let title = escape(&export.manifest.title);
    writeln!(out, "# {}\n", if title.is_empty() { "Timeline" } else { &title })?;
    writeln!(out, "{}\n", escape_line(&export.manifest.sentence()))?;
    let mut references = References::new(export.timeline);
    if export.is(Variant::WithPolicies) {
        policies::write(export, &mut references, out)?;
    }
    if export.is(Variant::Table) {
        table::write(export, &mut references, out)?;
    } else {
        write_list(export, &mut references, out)?;
    }
    for paragraph in wording::on_certainty(export.timeline) {
        writeln!(out, "\n{}", paragraph_with_code(&paragraph))?;
    }
    references.write(out)?;
    write_origin(&export.manifest, out)
}

/// Formats a paragraph, with text between backticks as code.
fn paragraph_with_code(paragraph: &str) -> String {
    // Escaping trims, which would join the words around code.
    let blank = |is_there: bool| if is_there { " " } else { "" };
    let plain = |text: &str| match text.trim() {
        "" => blank(!text.is_empty()).to_owned(),
        words => {
            let (before, after) = (text.starts_with(' '), text.ends_with(' '));
            format!("{}{}{}", blank(before), escape(words), blank(after))
        }
    };
    let span = |(is_code, text): (bool, &str)| if is_code { code(text) } else { plain(text) };
    let spans: Vec<String> = wording::code_spans(paragraph).into_iter().map(span).collect();
    escape::at_line_start(&spans.concat())
}

/// Writes the events as a list; a long one gets headings of months or years.
fn write_list<'a>(
    export: &Export<'a>,
    references: &mut References<'a>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if export.is(Variant::WithPolicies) {
        writeln!(out, "## Events\n")?;
    }
    let (mut heading, level) = (String::new(), if export.is(Variant::WithPolicies) { "###" } else { "##" });
    let headings = headings(export);
    for (index, event) in export.chosen().enumerate() {
        if let Some(new) = headings.get(index).filter(|new| **new != heading) {
            writeln!(out, "{}{level} {}\n", if index > 0 { "\n" } else { "" }, escape(new))?;
            heading.clone_from(new);
        }
        write_event(export.timeline, event, references, out)?;
    }
    Ok(())
}

/// Writes the event's line, followed by its disputes and its summary.
fn write_event<'a>(
    timeline: &'a Timeline,
    event: &'a Event,
    references: &mut References<'a>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let date =
        event.date.as_ref().map_or_else(|| "undated".to_owned(), Date::words) + &placing(timeline, event);
    let numbers = in_order(event.sources.iter().map(|source| references.number(source)).collect());
    let parts = [escape(&event.title), doubt(timeline, event), numbers];
    let line: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let summary = escape_line(&event.summary);
    let lines_break = if summary.is_empty() { "" } else { "  " };
    writeln!(out, "- **{}** {}{lines_break}", escape(&date), line.join(" "))?;
    if !summary.is_empty() {
        writeln!(out, "  {summary}")?;
    }
    for effect in &event.effects {
        writeln!(out, "  - Policy: {}", escape(&wording::effect(timeline, effect)))?;
    }
    objections(event, references).iter().try_for_each(|line| writeln!(out, "  - {line}"))
}

/// Formats the certainty unless it is confirmed: `*(reported by The New York Times)*`.
fn doubt(timeline: &Timeline, event: &Event) -> String {
    wording::doubt(timeline, event).map(|doubt| format!("*({})*", escape(&doubt))).unwrap_or_default()
}

/// Returns the heading above each event; empty if the list is short or not sorted by date.
fn headings(export: &Export) -> Vec<String> {
    let start = |event: &Event| event.date.as_ref().map_or(Moment::LAST, Date::earliest);
    let starts: Vec<Moment> = export.chosen().map(start).collect();
    let is_sorted = starts.is_sorted() || starts.is_sorted_by(|one, next| next <= one);
    if starts.len() < LONG || !is_sorted {
        return Vec::new();
    }
    let mut months: Vec<(i64, u32)> = starts.iter().map(|start| (start.ymd().0, start.ymd().1)).collect();
    months.dedup();
    let by_month = months.len() <= MOST_MONTHS;
    export.chosen().map(|event| heading(event.date.as_ref(), by_month)).collect()
}

/// Returns the month of a date, or its year if the month is unknown or `by_month` is false.
fn heading(date: Option<&Date>, by_month: bool) -> String {
    let Some(date) = date else { return "Undated".to_owned() };
    if !date.earliest().is_finite() {
        return "Without a beginning".to_owned();
    }
    let day = date.earliest().iso_day();
    let (year, month) = (&day[..day.len() - 6], &day[..day.len() - 3]);
    let wanted = match date.precision() {
        Precision::Ages => return date.words(),
        Precision::Time | Precision::Day | Precision::Month if by_month => month,
        _ => year,
    };
    Date::parse(wanted).map_or_else(|_| wanted.to_owned(), |date| date.words())
}

/// Writes the last lines: the command that repeats the export, the data and the licence.
fn write_origin(manifest: &Manifest, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "\n---\n")?;
    let license = match manifest.license.as_str() {
        "" => String::new(),
        license => format!(", licence {}", escape(license)),
    };
    let (version, hash) = (escape(&manifest.version), escape(&manifest.hash));
    write!(out, "Made with dateline {version} from data {hash}{license}")?;
    if manifest.command.is_empty() {
        writeln!(out, ".")
    } else {
        writeln!(out, ":\n{}", code(&manifest.command))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::tests::fixtures;
    use crate::model::EventNo;

    #[test]
    fn code_keeps_the_blanks_around_it() {
        let text = "Certainty is `confirmed` or `reported`, with `~` `?`.";
        assert_eq!(paragraph_with_code(text), text);
    }

    fn written(export: &Export) -> String {
        let mut bytes = Vec::new();
        write(export, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_line_of_the_memo_carries_its_sources() {
        let timeline = fixtures::timeline();
        let mut export = fixtures::export(&timeline);
        export.manifest.command = "dateline export --format md".into();
        export.events = vec![timeline.find("plain").unwrap(), timeline.find("full").unwrap()];
        insta::assert_snapshot!(written(&export));
    }

    #[test]
    fn a_long_memo_is_parted_without_making_a_date_finer_than_it_is() {
        let dates = ["2023", "2023-02", "2023-02-03", "2023-02-03/2023-05", "2024-01-01~", "2024-21", "202X"];
        let shown = dates.map(|date| heading(Date::parse(date).ok().as_ref(), true));
        assert_eq!(
            shown,
            ["2023", "February 2023", "February 2023", "February 2023", "January 2024", "2024", "2020s"]
        );
        assert_eq!(heading(None, true), "Undated");
        assert_eq!(heading(Date::parse("-0043-03-15").ok().as_ref(), true), "March 44 BC");
        assert_eq!(heading(Date::parse("../2024").ok().as_ref(), false), "Without a beginning");
    }

    #[test]
    fn an_order_that_is_not_that_of_time_gets_no_headings() {
        let timeline = fixtures::timeline();
        let mut export = fixtures::export(&timeline);
        assert!(!headings(&export).is_empty());
        export.events.reverse();
        assert!(!headings(&export).is_empty());
        export.events.rotate_left(60);
        export.events.push(EventNo(0));
        assert!(headings(&export).is_empty());
    }

    #[test]
    fn a_table_has_a_row_an_event_whatever_stands_in_its_texts() {
        let timeline = fixtures::timeline();
        let mut export = fixtures::export(&timeline);
        export.variants = vec![Variant::Table];
        let memo = written(&export);
        let rows: Vec<&str> = memo.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), timeline.len() + 2);
        let cells = |row: &&str| row.replace("\\\\", "").replace("\\|", "").matches('|').count();
        assert!(rows.iter().all(|row| cells(row) == 6), "{rows:?}");
        let full = rows.iter().find(|row| row.contains("Blinken wants")).unwrap();
        assert!(full.contains("<br>But: nothing had changed ["), "{full}");
        assert!(full.starts_with("| 22 May 2024 | Ukraine, United States |"), "{full}");
    }

    #[test]
    fn a_memo_with_policies_tells_their_states_at_both_ends_and_what_changed_by_which_event() {
        let timeline = crate::load::builtin().timeline;
        let day = |text: &str| Date::parse(text).unwrap();
        let (from, to) = (day("2024-05-01").earliest(), day("2024-06-30").latest());
        let range = Some((from, to));
        let export = Export { range, ..fixtures::export(&timeline) }.written(vec![Variant::WithPolicies]);
        let memo = written(&export);
        for line in [
            "| Policy | 1 May 2024 | 30 June 2024 |",
            "| Use of Storm Shadow in Russia (with US data) (UK government) | ",
            "- **Use of US-supplied weapons (other than ATACMS) against targets in Russia (US administration)** banned → partly permitted",
            "  - around 30 May 2024: partly permitted, by “",
        ] {
            assert!(memo.lines().any(|known| known.starts_with(line)), "{line}\n{memo}");
        }
        assert!(!written(&fixtures::export(&timeline)).contains("What changed"));
        let history = crate::history::History::of(&timeline);
        let changed = crate::history::compare(&timeline, &history, from, to).len();
        let listed = memo.split("### What changed").nth(1).unwrap().split("## Events").next().unwrap();
        assert_eq!(listed.lines().filter(|line| line.starts_with("- **")).count(), changed);
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_line(text in fixtures::text()) {
            let timeline = fixtures::only(&text);
            let memo = written(&fixtures::export(&timeline));
            let lines: Vec<&str> = memo.lines().collect();
            let events = lines.iter().filter(|line| line.starts_with("- ")).count();
            prop_assert_eq!(events, 1, "{}", memo);
            prop_assert_eq!(lines.iter().filter(|line| line.starts_with('#')).count(), 2, "{}", memo);
        }
    }
}
