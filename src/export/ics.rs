//! iCalendar (RFC 5545) for calendar programs: one event per day or span of days.

mod lines;

use std::io;

use super::address::web_address;
use super::contents::Export;
use super::day_range::{YEARS, holds_year, known_in_four_digits};
use super::format::Format;
use super::name::file_name;
use super::omissions::Omission;
use super::works::event_lines;
use super::{json, wording};
use crate::model::calendar::DAY;
use crate::model::{Certainty, Date, Event, Moment, Precision, Timeline};
use crate::text::one_line;
use lines::{Lines, list, text};

/// A calendar of all-day events.
///
/// All-day events have no vague dates (RFC 5545 §3.3.4): an event whose day is unknown covers every possible
/// day, its title has the date in words, and `X-DATELINE-EVENT` has the complete event. Of an interval with
/// an open or unknown end, only the known end is covered. `DTEND` is the day after the last (§3.6.1). Every
/// event is `TRANSPARENT`, so that it does not block time.
pub const FORMAT: Format = Format {
    aliases: &["ical", "icalendar"],
    omissions,
    ..Format::new(
        "ics",
        "a calendar (iCalendar) of all-day events; what days cannot say is in the title",
        write,
    )
};

fn omissions(export: &Export) -> Vec<Omission> {
    Omission::out(export, |event| span(export.timeline.when(event)).err())
}

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    let mut lines = Lines(out);
    let origin = export.origin(&omissions(export));
    let origin: Vec<String> = origin.iter().map(|(name, text)| format!("{name}: {text}")).collect();
    let name = text(title(export));
    lines.put("BEGIN", "VCALENDAR")?;
    lines.put("VERSION", "2.0")?;
    lines.put("PRODID", &format!("-//dateline//dateline {}//EN", text(&export.manifest.version)))?;
    lines.put("CALSCALE", "GREGORIAN")?;
    lines.put("NAME", &name)?;
    lines.put("X-WR-CALNAME", &name)?;
    lines.put("DESCRIPTION", &text(&origin.join("\n")))?;
    lines.put("X-DATELINE-TIMELINE", &text(&json::timeline_record(export)))?;
    let stamp = stamp(export);
    let dataset = file_name(&export.timeline.head.title, None, "");
    for (event, id) in export.chosen().zip(export.ids()) {
        let Ok(span) = span(export.timeline.when(event)) else { continue };
        let uid = format!("{id}@{}", dataset.trim_end_matches('.'));
        write_event(export.timeline, event, (&uid, &stamp), &span, &mut lines)?;
    }
    lines.put("END", "VCALENDAR")
}

fn title<'a>(export: &'a Export) -> &'a str {
    let title = export.timeline.head.title.trim();
    if title.is_empty() { "Timeline" } else { title }
}

fn write_event(
    timeline: &Timeline,
    event: &Event,
    (uid, stamp): (&str, &str),
    span: &Span,
    lines: &mut Lines,
) -> io::Result<()> {
    lines.put("BEGIN", "VEVENT")?;
    lines.put("UID", &text(uid))?;
    lines.put("DTSTAMP", stamp)?;
    let mut title = wording::dated_title(timeline, event);
    match *span {
        Span::Times { start, end, is_local } => {
            let written = |moment| {
                let mut text = time(moment);
                text.truncate(text.len() - usize::from(is_local));
                text
            };
            lines.put("DTSTART", &written(start))?;
            if let Some(end) = end {
                title = one_line(&event.title);
                lines.put("DTEND", &written(end))?;
            }
        }
        Span::Days(first, last) => {
            lines.put("DTSTART;VALUE=DATE", &day(first))?;
            lines.put("DTEND;VALUE=DATE", &day(Moment(last.0 + DAY)))?;
        }
    }
    lines.put("SUMMARY", &text(&title))?;
    lines.put("DESCRIPTION", &text(&description(timeline, event)))?;
    let word = |word| timeline.word(word);
    let countries = wording::countries(timeline, event).into_iter();
    lines.list(
        "CATEGORIES",
        &list(
            event.kind.map(word).into_iter().chain(event.tags.iter().map(|tag| word(*tag))).chain(countries),
        ),
    )?;
    match event.certainty {
        Some(Certainty::Confirmed) => lines.put("STATUS", "CONFIRMED")?,
        Some(_) => lines.put("STATUS", "TENTATIVE")?,
        None => {}
    }
    lines.put("TRANSP", "TRANSPARENT")?;
    if let Some(url) = event.sources.iter().find_map(|source| web_address(&source.url)) {
        lines.put("URL", &url)?;
    }
    lines.put("X-DATELINE-EVENT", &text(&json::event_record(timeline, event)))?;
    lines.put("END", "VEVENT")
}

/// Returns the summary, the other facts and the sources, one per line.
fn description(timeline: &Timeline, event: &Event) -> String {
    let summary = event.summary.trim();
    let lines = event_lines(timeline, event).collect::<Vec<_>>().join("\n");
    let parts = [summary.to_owned(), lines];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The time of an event in a calendar.
#[derive(Debug, PartialEq)]
enum Span {
    /// A moment, or the two of an interval: in UTC, or local times without a zone (RFC 5545 §3.3.5, form 1).
    Times { start: Moment, end: Option<Moment>, is_local: bool },
    /// The first and the last day.
    Days(Moment, Moment),
}

/// Returns the time of an event in a calendar, or the reason that it is omitted: RFC 5545 §3.3.4 has
/// four-digit years, also for the day after the last.
fn span(date: Option<&Date>) -> Result<Span, &'static str> {
    let (first, last) = known_in_four_digits(date)?;
    let timed = |half: &str| Date::parse(half).ok().filter(|half| half.precision() == Precision::Time);
    let halves: Option<Vec<Date>> = date.and_then(|date| date.text().split('/').map(timed).collect());
    if let Some((date, halves)) = date.zip(halves) {
        let is_local = halves.iter().all(Date::is_local_time);
        let end = (halves.len() > 1).then(|| date.in_utc(last));
        return Ok(Span::Times { start: date.in_utc(first), end, is_local });
    }
    let (first, last) = (first.day_start(), last.day_start());
    if holds_year(Moment(last.0 + DAY)) { Ok(Span::Days(first, last)) } else { Err(YEARS) }
}

/// Formats a DATE (RFC 5545 §3.3.4).
fn day(moment: Moment) -> String {
    let (year, month, day) = moment.ymd();
    format!("{year:04}{month:02}{day:02}")
}

/// Formats a DATE-TIME in UTC (RFC 5545 §3.3.5, form 2).
fn time(moment: Moment) -> String {
    let iso = moment.iso();
    iso.chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// Returns the time for `DTSTAMP` (§3.8.7.2) without reading the clock: [`super::manifest::Manifest::stamp`],
/// else the day of the newest source, else of the newest event, else the first possible moment.
fn stamp(export: &Export) -> String {
    let events = export.timeline.events();
    let newest = |dates: &mut dyn Iterator<Item = &Date>| {
        dates.map(Date::earliest).filter(|moment| holds_year(*moment)).max()
    };
    let sources = || {
        newest(&mut events.iter().flat_map(|event| &event.sources).filter_map(|source| source.date.as_ref()))
    };
    let dates = || newest(&mut events.iter().filter_map(|event| event.date.as_ref()));
    let stamp = export.manifest.stamp.filter(|moment| holds_year(*moment)).or_else(sources).or_else(dates);
    time(stamp.unwrap_or(Moment(0)))
}

#[cfg(test)]
mod tests {
    use icalendar::Component as _;
    use proptest::prelude::*;

    use super::*;
    use crate::export::Manifest;
    use crate::export::tests::fixtures;

    fn written(export: &Export) -> String {
        let mut bytes = Vec::new();
        write(export, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// Parses the events of a calendar with another library.
    fn events(text: &str) -> Vec<icalendar::Event> {
        let calendar: icalendar::Calendar = text.parse().unwrap();
        calendar.components.into_iter().filter_map(|one| one.as_event().cloned()).collect()
    }

    fn of_dates(dates: &[&str]) -> Timeline {
        let event = |(index, date): (usize, &&str)| Event {
            id: format!("e{index}").into(),
            title: "What happened".into(),
            date: Date::parse(date).ok(),
            ..Event::default()
        };
        Timeline::default().with_events(dates.iter().enumerate().map(event).collect())
    }

    /// Returns the first day, the day after the last, and the title of the only event, which has this date.
    fn placed(date: &str) -> (String, String, String) {
        let timeline = of_dates(&[date]);
        let events = events(&written(&fixtures::export(&timeline)));
        let text = |name: &str| events[0].property_value(name).unwrap_or_default().to_owned();
        (text("DTSTART"), text("DTEND"), text("SUMMARY"))
    }

    #[test]
    fn an_event_lies_on_every_day_that_it_may_mean_and_its_title_says_so() {
        for (date, first, after, remark) in [
            ("2024-05-22", "20240522", "20240523", ""),
            ("2024-05-31/2024-06-02", "20240531", "20240603", ""),
            ("2024-02", "20240201", "20240301", " (February 2024, day unknown)"),
            ("2024-05~", "20240501", "20240601", " (around May 2024, day unknown)"),
            ("2024-05-22?", "20240522", "20240523", " [22 May 2024 (uncertain)]"),
            ("2024", "20240101", "20250101", " (2024, month and day unknown)"),
            ("2024-24", "20241201", "20250301", " (winter 2024, day unknown)"),
            ("202X", "20200101", "20300101", " (2020s, year unknown)"),
            ("2024-05-30/..", "20240530", "20240531", " (from 30 May 2024, no end)"),
            ("../2024-05-30", "20240530", "20240531", " (until 30 May 2024)"),
            ("2024-05-22T14:30:05Z", "20240522T143005Z", "", ""),
            ("2024-05-22T10:00:00+02:00/2024-05-22T11:30:00", "20240522T080000Z", "20240522T093000Z", ""),
            ("2024-05-22T10:00:00/2024-05-22T11:30:00", "20240522T100000", "20240522T113000", ""),
            (
                "2024-05-22/2024-05-23T11:30:00",
                "20240522",
                "20240524",
                " (22 May 2024 to 23 May 2024, 11:30)",
            ),
        ] {
            let title = format!("What happened{remark}");
            assert_eq!(placed(date), (first.to_owned(), after.to_owned(), title), "{date}");
        }
    }

    #[test]
    fn what_a_calendar_cannot_hold_is_counted_and_said() {
        let timeline = of_dates(&["-0043", "Y12345", "9999-12-31", "", "2024-05-22"]);
        let export = fixtures::export(&timeline);
        let said: Vec<String> = omissions(&export).iter().map(|left| left.words(&timeline)).collect();
        assert_eq!(
            said,
            [
                "3 events left out: the format only holds the years 1 to 9999 (e0, e2, e1)",
                "1 event left out: the format has no place for an event without a date to place it (e3)"
            ]
        );
        let text = written(&export);
        assert_eq!(events(&text).len(), 1);
        assert!(text.replace("\r\n ", "").contains("note: 3 events left out"), "{text}");
    }

    #[test]
    fn a_calendar_read_twice_knows_its_events_again() {
        let timeline = crate::load::builtin().timeline;
        let export = fixtures::export(&timeline);
        let ids: Vec<String> =
            events(&written(&export)).iter().filter_map(|event| event.get_uid().map(str::to_owned)).collect();
        let dataset = "@limits-on-ukraines-use-of-western-weapons";
        let expected: Vec<String> =
            timeline.events().iter().map(|event| format!("{}{dataset}", event.id)).collect();
        assert_eq!(ids, expected);
    }

    #[test]
    fn the_stamp_comes_from_the_data_or_from_the_build_but_never_from_the_clock() {
        let mut timeline = of_dates(&["2024-05-22", "2030-01-01"]);
        assert!(written(&fixtures::export(&timeline)).contains("DTSTAMP:20300101T000000Z"));
        let mut sourced = timeline.events().to_vec();
        sourced[0].sources =
            vec![crate::model::Source { date: Date::parse("2024-06-02").ok(), ..Default::default() }];
        timeline = timeline.with_events(sourced);
        let mut export = fixtures::export(&timeline);
        assert!(written(&export).contains("DTSTAMP:20240602T000000Z"));
        export.manifest.stamp = Some(Moment(1_700_000_000));
        assert!(written(&export).contains("DTSTAMP:20231114T221320Z"));
        let empty = of_dates(&[]);
        let export = Export { manifest: Manifest::default(), ..fixtures::export(&empty) };
        assert!(written(&export).ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn everything_known_of_an_event_is_in_it() {
        let timeline = fixtures::timeline();
        let export = Export { events: vec![timeline.find("full").unwrap()], ..fixtures::export(&timeline) };
        let event = &events(&written(&export))[0];
        let said = event.get_description().unwrap();
        for part in [
            "After a visit to Kyiv",
            "Date: 22 May 2024 (EDTF 2024-05-22)",
            "About the date: the day of the report",
            "Certainty: reported by The New York Times",
            "Antony Blinken (proposer)",
            "banned → restricted from around 30 May 2024",
            "But: nothing had changed <https://example.org/b>",
            "Announced: 30 May 2024",
            "Link: leads-to plain: A plain event",
            "“Blinken [urges] change” (weak source): https://example.org/a?b=c&d=(e)|f",
            "“A paper nobody put online” (primary source)",
        ] {
            assert!(said.contains(part), "{part}\n{said}");
        }
        assert_eq!(event.property_value("URL"), Some("https://example.org/a?b=c&d=(e)%7Cf"));
        assert_eq!(event.property_value("STATUS"), Some("TENTATIVE"));
        assert_eq!(event.property_value("TRANSP"), Some("TRANSPARENT"));
    }

    #[test]
    fn a_clock_places_an_event_and_its_title_says_which() {
        let timeline = fixtures::timeline().placed_by(Some(crate::model::Clock::InForce));
        let export = Export { events: vec![timeline.find("full").unwrap()], ..fixtures::export(&timeline) };
        let text = written(&export);
        assert!(text.contains("DTSTART;VALUE=DATE:20240601\r\nDTEND;VALUE=DATE:20240701"), "{text}");
        let title = "Blinken wants to let Ukraine strike inside Russia (in force June 2024, day unknown)";
        assert_eq!(events(&text)[0].get_summary(), Some(title));
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_property_or_is_cut_in_two(text in fixtures::text()) {
            let timeline = fixtures::only(&text);
            let calendar = written(&fixtures::export(&timeline));
            for line in calendar.split("\r\n") {
                prop_assert!(line.len() <= 75, "{line}");
                prop_assert!(!line.contains(['\n', '\r']), "{line:?}");
            }
            prop_assert_eq!(calendar.matches("\r\nBEGIN:").count(), 1);
            let found = events(&calendar);
            prop_assert_eq!(found.len(), 1);
            let title = wording::dated_title(&timeline, &timeline.events()[0]);
            prop_assert_eq!(found[0].get_summary().unwrap_or_default(), title);
        }
    }
}
