//! Reads iCalendar (RFC 5545): a `VEVENT` becomes an event. A `DTEND` of a whole-day event is the day after
//! its last day.

mod lines;
mod when;

use super::draft::DraftEvent;
use super::record;
use super::zone::Zones;
use crate::load::Found;
use crate::load::build::text_node;
use crate::problem::{Problem, Span};
use crate::text::{one_line, truncate};
use lines::{Line, lines, list, text};

/// Technical properties that are ignored without a warning.
const BOOKKEEPING: [&str; 10] = [
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "TRANSP",
    "CLASS",
    "PRIORITY",
    "UID",
    "RECURRENCE-ID",
    "REQUEST-STATUS",
];

/// Properties that are kept in `extra`, with their names in lower case.
const KEPT: [&str; 3] = ["LOCATION", "GEO", "STATUS"];

/// Reads the events of a calendar. Of a repeating event only the first occurrence is imported. A time in an
/// unknown time zone becomes a day, with the time in the note.
pub fn read(text: &str) -> Found<'_> {
    let mut found = Found::default();
    let lines = lines(text, &mut found);
    if !lines.iter().any(|line| line.is("BEGIN", "VCALENDAR") || line.is("BEGIN", "VEVENT")) {
        found.refuse(Span { start: 0, end: 1 }, "an iCalendar file has a BEGIN:VCALENDAR or a BEGIN:VEVENT");
        return found;
    }
    let zones = when::zones(&lines);
    // Components that are open, with the span of their BEGIN.
    let mut open: Vec<(String, Span)> = Vec::new();
    let mut event: Vec<&Line> = Vec::new();
    for line in &lines {
        let inside = open.last().map(|(name, _)| name.as_str());
        match (line.name.as_str(), inside) {
            ("BEGIN", inside) => {
                let name = line.value.to_ascii_uppercase();
                match name.as_str() {
                    "VEVENT" => self::event(&std::mem::replace(&mut event, vec![line]), &zones, &mut found),
                    "VCALENDAR" | "VTIMEZONE" | "STANDARD" | "DAYLIGHT" => {}
                    _ if inside != Some("VTIMEZONE") => {
                        let message = format!("a {} is not carried over", truncate(&name, 40));
                        found.warn("not-carried", line.span, message);
                    }
                    _ => {}
                }
                open.push((name, line.span));
            }
            ("END", _) => {
                let Some(at) = open.iter().rposition(|(name, _)| name.eq_ignore_ascii_case(&line.value))
                else {
                    found.warn("not-carried", line.span, "nothing of this name has begun; it is left out");
                    continue;
                };
                open.drain(at + 1..).for_each(|part| unclosed(&part, &mut found));
                if open.pop().is_some_and(|(name, _)| name == "VEVENT") || at == 0 {
                    self::event(&std::mem::take(&mut event), &zones, &mut found);
                }
            }
            (_, Some("VEVENT")) => event.push(line),
            (_, Some("VCALENDAR")) => about_all(line, &mut found),
            _ => {}
        }
    }
    open.iter().skip(1).chain(open.first()).for_each(|part| unclosed(part, &mut found));
    self::event(&event, &zones, &mut found);
    let timeline = lines.iter().find(|line| line.name == "X-DATELINE-TIMELINE");
    if let Some(record) = timeline.and_then(|line| record::parse(&lines::text(&line.value), line.span)) {
        record::add_timeline(record, &mut found);
    }
    found
}

fn unclosed((name, span): &(String, Span), found: &mut Found) {
    let message = format!("this {} has no END:{0}; what follows may be missing", truncate(name, 40));
    found.problems.push(Problem::error("unclosed", *span, message));
}

/// Reads the title and description of the calendar (RFC 7986, and the older `X-WR-` names).
fn about_all(line: &Line, found: &mut Found) {
    let has = |found: &Found, key: &str| found.head.as_ref().is_some_and(|head| head.get(key).is_some());
    let words = text(&line.value);
    match line.name.as_str() {
        "NAME" | "X-WR-CALNAME" if !has(found, "title") => found.say("title", &one_line(&words), line.span),
        "DESCRIPTION" | "X-WR-CALDESC" if !has(found, "description") => {
            found.say("description", &words, line.span);
        }
        _ => {}
    }
}

fn event(lines: &[&Line], zones: &Zones, found: &mut Found) {
    let Some(begin) = lines.first() else { return };
    let span = begin.span;
    let line = |name: &str| lines.iter().find(|line| line.name == name);
    let title = line("SUMMARY").map(|line| one_line(&text(&line.value))).unwrap_or_default();
    let title_at = line("SUMMARY").map_or(span, |line| line.span);
    let date = when::event_date(lines, zones, found);
    let record = line("X-DATELINE-EVENT").and_then(|line| record::parse(&text(&line.value), line.span));
    if let Some(record) = record {
        return record::add_event(record, (&title, title_at), date.as_ref(), found);
    }
    let mut item = DraftEvent::new(title_at);
    if let Some(uid) = line("UID") {
        let uid = text(&uid.value);
        let id = uid.split_once('@').map_or(uid.as_str(), |(id, _)| id);
        item.set("id", &one_line(if id.is_empty() { &uid } else { id }), span, found);
    }
    match &date {
        Some(date) => item.date(date, found),
        None => found.warn("no-date", span, "this event has no DTSTART; it is kept without a date"),
    }
    if title.is_empty() {
        found.warn("no-title", span, "this event has no SUMMARY; it is called `Untitled`");
    }
    item.set("title", if title.is_empty() { "Untitled" } else { &title }, span, found);
    if let Some(line) = line("DESCRIPTION") {
        item.set("summary", &text(&line.value), line.span, found);
    }
    for line in lines.iter().skip(1) {
        property(line, &mut item, found);
    }
    found.add(item);
}

fn property(line: &Line, item: &mut DraftEvent, found: &mut Found) {
    let span = line.span;
    match line.name.as_str() {
        "DTSTART" | "DTEND" | "DURATION" | "SUMMARY" | "DESCRIPTION" => {}
        "CATEGORIES" => {
            for category in list(&line.value) {
                item.add("tags", &category, span, found);
            }
        }
        "URL" => item.source(&line.value, "", "", span, found),
        "ATTACH" if line.value.contains("://") => item.source(&line.value, "", "", span, found),
        "RRULE" | "RDATE" | "EXDATE" | "EXRULE" => {
            let message = format!("`{}`: only the first occurrence is carried over", line.name);
            found.warn("not-carried", span, message);
        }
        name if KEPT.contains(&name) => {
            let words = text(&line.value);
            let value = text_node(one_line(&words), span, &mut found.problems);
            item.keep(&name.to_ascii_lowercase(), value, found);
        }
        name if BOOKKEEPING.contains(&name) => {}
        name => found.warn("not-carried", span, format!("`{}` is not carried over", truncate(name, 40))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::import::tests::{imported, messages};
    use crate::model::Date;

    fn calendar(event: &str) -> String {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:X\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    }

    /// Returns the date and the note of the event, and all messages.
    fn date(event: &str) -> (String, String, String) {
        let loaded = imported("ics", &calendar(event));
        let event = &loaded.timeline.events()[0];
        let date = event.date.as_ref().map_or("undated", Date::text).to_owned();
        (date, event.date_note.to_string(), messages(&loaded))
    }

    #[test]
    fn the_day_behind_the_last_is_not_one_of_the_event() {
        let edtf = |event: &str| date(event).0;
        assert_eq!(edtf("DTSTART;VALUE=DATE:20240522\r\n"), "2024-05-22");
        assert_eq!(edtf("DTSTART;VALUE=DATE:20240522\r\nDTEND;VALUE=DATE:20240523\r\n"), "2024-05-22");
        assert_eq!(
            edtf("DTSTART;VALUE=DATE:20240501\r\nDTEND;VALUE=DATE:20240601\r\n"),
            "2024-05-01/2024-05-31"
        );
        assert_eq!(edtf("DTSTART;VALUE=DATE:20240522\r\nDURATION:P1W\r\n"), "2024-05-22/2024-05-28");
        assert_eq!(edtf("DTSTART:20240522T220000Z\r\nDTEND:20240523T000000Z\r\n"), "2024-05-22T22:00:00Z");
        assert_eq!(edtf("DTSTART:20240522T220000Z\r\nDURATION:PT3H\r\n"), "2024-05-22/2024-05-23");
    }

    #[test]
    fn an_end_before_its_start_is_told() {
        for end in ["DTEND;VALUE=DATE:20240520\r\n", "DTEND;VALUE=DATE:20240522\r\n", "DURATION:-P3D\r\n"] {
            let (edtf, _, messages) = date(&format!("DTSTART;VALUE=DATE:20240522\r\n{end}"));
            assert_eq!(edtf, "2024-05-22");
            assert!(
                messages.contains("end-before-start") || messages.contains("does not lie after"),
                "{end}: {messages}"
            );
        }
    }

    #[test]
    fn a_duration_that_no_calendar_has_room_for_leaves_the_start_as_it_is() {
        for length in ["P99999999D", "-P99999999D", "P99999999999999999999D", "P1X"] {
            let (edtf, _, messages) = date(&format!("DTSTART;VALUE=DATE:20240522\r\nDURATION:{length}\r\n"));
            assert_eq!(edtf, "2024-05-22", "{length}");
            assert!(
                messages.contains(&format!("`{length}`")) && messages.contains("it is left out"),
                "{messages}"
            );
        }
    }

    #[test]
    fn a_time_is_utc_only_where_the_file_says_so() {
        let (edtf, note, messages) = date("DTSTART:20240522T143000Z\r\n");
        assert_eq!((&*edtf, &*note, &*messages), ("2024-05-22T14:30:00Z", "", ""));
        let (edtf, note, messages) = date("DTSTART:20240522T143000\r\n");
        assert_eq!((&*edtf, &*note, &*messages), ("2024-05-22T14:30:00", "", ""));
        let (edtf, note, _) = date("DTSTART:20240522T143000\r\nDTEND:20240522T153000\r\n");
        assert_eq!((&*edtf, &*note), ("2024-05-22T14:30:00", "14:30 to 15:30, time zone unknown"));
        let (edtf, note, messages) = date("DTSTART;TZID=Home:20240522T143000\r\n");
        assert_eq!((&*edtf, &*note), ("2024-05-22", "14:30, time of Home"));
        assert!(messages.contains("`Home`, a zone that nothing defines"), "{messages}");
        for (zone, edtf) in [
            ("Europe/Kyiv", "2024-05-22T14:30:00+03:00"),
            ("/example.org/2021/Europe/Kyiv", "2024-05-22T14:30:00+03:00"),
            ("America/New_York", "2024-05-22T14:30:00-04:00"),
            ("Asia/Kathmandu", "2024-05-22T14:30:00+05:45"),
        ] {
            let found = date(&format!("DTSTART;TZID={zone}:20240522T143000\r\n"));
            assert_eq!(found, (edtf.to_owned(), String::new(), String::new()), "{zone}");
        }
        assert_eq!(date("DTSTART;TZID=Etc/UTC:20240522T143000\r\n").0, "2024-05-22T14:30:00Z");
    }

    #[test]
    fn a_whole_day_is_one_whichever_way_the_clocks_change() {
        for (first, next, edtf) in
            [("20241027", "20241028", "2024-10-27"), ("20240331", "20240401", "2024-03-31")]
        {
            let zoned = "TZID=Europe/Berlin";
            let found = date(&format!("DTSTART;{zoned}:{first}T000000\r\nDTEND;{zoned}:{next}T000000\r\n"));
            assert_eq!(found, (edtf.to_owned(), String::new(), String::new()));
        }
    }

    #[test]
    fn a_cancelled_first_day_gives_way_to_the_next_that_there_is() {
        let next = |start: &str, rule: &str| {
            date(&format!("DTSTART;VALUE=DATE:{start}\r\nEXDATE;VALUE=DATE:{start}\r\nRRULE:{rule}\r\n")).0
        };
        assert_eq!(next("20240131", "FREQ=MONTHLY"), "2024-03-31");
        assert_eq!(next("20240522", "FREQ=WEEKLY;BYDAY=WE"), "2024-05-29");
        assert_eq!(next("20240522", "FREQ=WEEKLY;BYDAY=FR"), "undated");
    }

    #[test]
    fn an_event_without_a_calendar_around_it_is_read() {
        let loaded = imported("ics", "BEGIN:VEVENT\nSUMMARY:X\nDTSTART:20240522\nEND:VEVENT\n");
        assert_eq!((loaded.timeline.len(), &*messages(&loaded)), (1, ""));
    }

    #[test]
    fn a_cancelled_time_counts_in_whatever_zone_it_is_written() {
        let next = |cancelled: &str| {
            date(&format!("DTSTART;TZID=Europe/Berlin:20240324T100000\r\n{cancelled}RRULE:FREQ=WEEKLY\r\n")).0
        };
        for cancelled in [
            "EXDATE;TZID=Europe/Berlin:20240324T100000\r\n",
            "EXDATE:20240324T090000Z\r\n",
            "EXDATE;TZID=America/New_York:20240324T050000\r\n",
        ] {
            assert_eq!(next(cancelled), "2024-03-31T10:00:00+02:00", "{cancelled}");
        }
        assert_eq!(next("EXDATE:20240324T090000Z,20240331T080000Z\r\n"), "2024-04-07T10:00:00+02:00");
        assert_eq!(next("EXDATE:20240324T100000Z\r\n"), "2024-03-24T10:00:00+01:00");
        let last = "EXDATE:20240324T090000Z\r\nRRULE:FREQ=WEEKLY;UNTIL=20240331T080000Z\r\n";
        assert_eq!(
            date(&format!("DTSTART;TZID=Europe/Berlin:20240324T100000\r\n{last}")).0,
            "2024-03-31T10:00:00+02:00"
        );
    }

    #[test]
    fn a_zone_is_what_the_file_defines_before_what_its_name_says() {
        let rules = "BEGIN:STANDARD\nDTSTART:16011028T030000\nTZOFFSETFROM:+0630\nTZOFFSETTO:+0530\n\
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n\
            BEGIN:DAYLIGHT\nDTSTART:16010325T020000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0630\n\
            RRULE:FREQ=YEARLY;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31;BYMONTH=3\nEND:DAYLIGHT\n";
        let one =
            "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\n";
        for (rules, time, edtf) in [
            (one, "20240522T003000", "2024-05-22T00:30:00+05:30"),
            (rules, "20240115T120000", "2024-01-15T12:00:00+05:30"),
            (rules, "20240331T015959", "2024-03-31T01:59:59+05:30"),
            (rules, "20240331T023000", "2024-03-31T02:30:00+05:30"),
            (rules, "20240331T030000", "2024-03-31T03:00:00+06:30"),
            (rules, "20241027T025959", "2024-10-27T02:59:59+06:30"),
            (rules, "20241027T030000", "2024-10-27T03:00:00+05:30"),
        ] {
            let zone = format!("BEGIN:VTIMEZONE\nTZID:Europe/Berlin\n{rules}END:VTIMEZONE\n");
            let event =
                format!("BEGIN:VEVENT\nSUMMARY:X\nDTSTART;TZID=\"Europe/Berlin\":{time}\nEND:VEVENT\n");
            let loaded = imported("ics", &format!("BEGIN:VCALENDAR\n{zone}{event}END:VCALENDAR\n"));
            assert_eq!(loaded.timeline.events()[0].date.as_ref().unwrap().text(), edtf, "{time}");
        }
    }

    #[test]
    fn a_time_that_clocks_show_twice_is_the_first_and_one_they_leave_out_has_the_offset_before() {
        let berlin = |time: &str| date(&format!("DTSTART;TZID=Europe/Berlin:{time}\r\n")).0;
        assert_eq!(berlin("20241027T023000"), "2024-10-27T02:30:00+02:00");
        assert_eq!(berlin("20240331T023000"), "2024-03-31T02:30:00+01:00");
    }

    #[test]
    fn calendars_of_strangers_keep_their_moments_days_and_ends() {
        let text = include_str!("../../tests/data/cases/calendar/one-offset-zone.ics");
        let timeline = imported("ics", text).timeline;
        let date =
            |id: &str| timeline.event(timeline.find(id).unwrap()).date.as_ref().unwrap().text().to_owned();
        assert_eq!((&*date("a"), &*date("b")), ("2024-05-08T00:30:00+03:00", "2024-05-08"));
        let loaded = imported("ics", include_str!("../../tests/data/cases/calendar/two-zones.ics"));
        let event = &loaded.timeline.events()[0];
        assert_eq!(event.date.as_ref().unwrap().text(), "2024-01-01/2024-01-02");
        assert_eq!(&*event.date_note, "23:00, time of Europe/Berlin to 20:00, time of America/New_York");
        assert_eq!(messages(&loaded), "");
    }

    #[test]
    fn a_first_occurrence_that_is_cancelled_is_not_the_date() {
        let start = "DTSTART;VALUE=DATE:20240501\r\nDTEND;VALUE=DATE:20240503\r\n";
        for (rule, edtf) in [
            (
                "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE\r\nEXDATE;VALUE=DATE:20240501,20240515\r\n",
                "2024-05-29/2024-05-30",
            ),
            ("RRULE:FREQ=MONTHLY\r\nEXDATE;VALUE=DATE:20240501\r\n", "2024-06-01/2024-06-02"),
            ("RRULE:FREQ=DAILY;COUNT=2\r\nEXDATE:20240501\r\nEXDATE:20240502\r\n", "undated"),
            ("RRULE:FREQ=MONTHLY;BYDAY=1WE\r\nEXDATE:20240501\r\n", "undated"),
            ("EXDATE:20240501\r\n", "undated"),
            ("RRULE:FREQ=DAILY\r\nEXDATE:20240502\r\n", "2024-05-01/2024-05-02"),
        ] {
            let (found, _, messages) = date(&format!("{start}{rule}"));
            assert_eq!(found, edtf, "{rule}");
            assert!(messages.contains("EXDATE"), "{messages}");
        }
    }

    #[test]
    fn what_never_ends_is_an_error_where_it_begins() {
        let loaded =
            imported("ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:X\nDTSTART:20240522\nBEGIN:VALARM\n");
        let messages = messages(&loaded);
        for place in ["a.json:1:1: error", "a.json:2:1: error", "a.json:5:1: error"] {
            assert!(messages.contains(place), "{place}: {messages}");
        }
        assert_eq!((loaded.timeline.len(), &*loaded.timeline.unread), (1, &["a.json".to_owned()][..]));
        let next =
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:X\nBEGIN:VEVENT\nSUMMARY:Y\nEND:VEVENT\nEND:VCALENDAR\n";
        let loaded = imported("ics", next);
        assert_eq!(
            (loaded.timeline.len(), loaded.errors),
            (2, 1),
            "an event that never ends is none the less kept"
        );
        let missing =
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:X\nBEGIN:VALARM\nEND:VEVENT\nEND:VTODO\nEND:VCALENDAR\n";
        let loaded = imported("ics", missing);
        assert_eq!((loaded.timeline.len(), loaded.errors), (1, 1));
    }

    #[test]
    fn what_is_no_date_is_kept_in_words() {
        for text in ["20211340", "soon", "2024-05-22T", "20240230T250000Z"] {
            let (edtf, note, messages) = date(&format!("DTSTART:{text}\r\n"));
            assert_eq!(edtf, "undated", "{text}");
            assert!(messages.contains("is no date") && note.contains("the file says"), "{text}: {messages}");
        }
        for event in ["", "DTSTART:\r\n"] {
            assert!(date(event).2.contains("no DTSTART"), "{event}");
        }
    }

    #[test]
    fn folded_and_escaped_text_comes_back_and_the_rest_is_told() {
        let event = "UID:a-b@set\r\nDTSTART;VALUE=DATE:20240522\r\nDESCRIPTION:One\\, two\\;\\nthr\r\n ee \\\\ fo\r\n\tur\r\n\
            CATEGORIES:x\\,y,z\r\nURL:https://e.org/a\r\nLOCATION:Kyiv\r\nRRULE:FREQ=YEARLY\r\nATTENDEE;CN=\"A:B;C\":mailto:a@e.org\r\n\
            BEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nnonsense\r\n";
        let loaded = imported("ics", &calendar(event));
        let timeline = &loaded.timeline;
        let event = timeline.event(timeline.find("a-b").unwrap());
        assert_eq!(&*event.summary, "One, two;\nthree \\ four");
        let tags: Vec<&str> = event.tags.iter().map(|tag| timeline.word(*tag)).collect();
        assert_eq!(tags, ["x,y", "z"]);
        assert_eq!(&*event.sources[0].url, "https://e.org/a");
        assert_eq!((&*event.extra[0].0, event.extra[0].1.words()), ("location", "Kyiv".to_owned()));
        let messages = messages(&loaded);
        for words in ["RRULE", "ATTENDEE", "VALARM", "no property"] {
            assert!(messages.contains(words), "{words}: {messages}");
        }
        assert_eq!(loaded.errors, 0);
    }

    #[test]
    fn an_id_that_two_events_have_is_told_and_no_error_of_the_result() {
        let event = "BEGIN:VEVENT\nUID:a\nSUMMARY:X\nDTSTART:20240522\nEND:VEVENT\n";
        let loaded = imported("ics", &format!("BEGIN:VCALENDAR\n{event}{event}END:VCALENDAR\n"));
        assert_eq!((loaded.timeline.len(), loaded.errors), (2, 0));
        assert!(messages(&loaded).contains("becomes `a-2`"));
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_it_panic(text in "(\\PC|[\r\n:;=\",\\\\]){0,80}", value in "[0-9TZPWDHMS+-]{0,20}") {
            imported("ics", &text);
            let event = format!("DTSTART:{value}\r\nDTEND:{value}\r\nDURATION:{value}\r\nDESCRIPTION:{text}\r\n");
            prop_assert_eq!(imported("ics", &calendar(&event)).errors, 0);
            let days = format!("DTSTART:20240522\r\nDURATION:{value}\r\n");
            prop_assert_eq!(imported("ics", &calendar(&days)).errors, 0);
        }
    }
}
