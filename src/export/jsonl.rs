//! JSON Lines: one event per line, for `jq`, `duckdb`, `pandas` and dateline itself.

use std::io;

use serde_json::json as object;

use super::contents::Export;
use super::day_range::known_in_four_digits;
use super::format::Format;
use super::omissions::Omission;
use super::variant::Variant;
use super::{json, wording};
use crate::model::{Certainty, Country, Date, Event, Moment, Timeline};
use crate::text::sanitize;

/// JSON Lines (jsonlines.org): UTF-8, one object per line, no blank lines.
///
/// Each line is an event as in [JSON](json); there are no other lines, so that every program sees as many
/// rows as there are events. The manifest is in the key `origin` of the first line.
///
/// With [`Variant::Timesketch`], each line instead has the fields that Timesketch requires: `message`,
/// `datetime` (the first possible second, in UTC) and `timestamp_desc`, which describes that second in words.
pub const FORMAT: Format = Format {
    aliases: &["ndjson", "json-lines"],
    variants: &[Variant::Timesketch],
    omissions,
    ..Format::new(
        "jsonl",
        "an event a line for jq, duckdb and pandas; `origin` of the first says where they came from",
        write,
    )
};

fn omissions(export: &Export) -> Vec<Omission> {
    if export.is(Variant::Timesketch) {
        Omission::out(export, |event| known_in_four_digits(export.timeline.when(event)).err())
    } else {
        Vec::new()
    }
}

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    if export.is(Variant::Timesketch) {
        return write_timesketch(export, out);
    }
    let mut origin = Some(export.manifest.line());
    let mut events = export.chosen();
    events.try_for_each(|event| json::write_event(export.timeline, event, origin.take().as_deref(), out))
}

fn write_timesketch(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    let mut origin = Some(export.manifest.line());
    for (event, id) in export.chosen().zip(export.ids()) {
        let date = export.timeline.when(event);
        let (Ok(span), Some(date)) = (known_in_four_digits(date), date) else { continue };
        let mut line = timesketch(export.timeline, event, date, span);
        line["id"] = id.into();
        if let Some(origin) = origin.take() {
            line["origin"] = sanitize(&origin).into();
        }
        json::write_line(&line, out)?;
    }
    Ok(())
}

/// Returns an event as a flat object for Timesketch, with lists joined by `; `.
fn timesketch(
    timeline: &Timeline,
    event: &Event,
    date: &Date,
    (first, last): (Moment, Moment),
) -> serde_json::Value {
    let word = |word| timeline.word(word);
    let offset = |moment: Moment| date.in_utc(moment).iso().replace('Z', "+00:00");
    let joined = |values: Vec<&str>| values.join("; ");
    let meaning = match wording::remark(date) {
        Some(remark) => format!("earliest moment of: {remark}"),
        None if first == last => "moment of the event".to_owned(),
        None => "start of the event".to_owned(),
    };
    object!({
        "message": sanitize(&wording::dated_title(timeline, event)),
        "datetime": offset(first),
        "timestamp_desc": meaning,
        "datetime_end": offset(last),
        "edtf": date.text(),
        "precision": date.precision().word(),
        "certainty": event.certainty.map(Certainty::word),
        "kind": event.kind.map(word),
        "countries": joined(timeline.countries_of(event).into_iter().map(Country::code).collect()),
        "actors": joined(event.actors.iter().map(|part| &*timeline.actor(part.actor).name).collect()),
        "tag": event.tags.iter().map(|tag| word(*tag)).collect::<Vec<_>>(),
        "summary": sanitize(&event.summary),
        "sources": joined(event.sources.iter().map(|source| &*source.url).collect()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value as Read;

    use super::*;
    use crate::export::tests::fixtures;

    fn lines(timeline: &crate::model::Timeline) -> Vec<Read> {
        let mut bytes = Vec::new();
        write(&fixtures::export(timeline), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with('\n') && !text.contains("\n\n"));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn each_line_is_an_event_and_the_first_says_where_they_came_from() {
        let timeline = fixtures::timeline();
        let lines = lines(&timeline);
        assert_eq!(lines.len(), timeline.len());
        assert!(lines[0]["origin"].as_str().unwrap().contains("deadbeef"), "{}", lines[0]["origin"]);
        assert!(lines[1..].iter().all(|line| line.get("origin").is_none()));
        let ids: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
        assert!(timeline.events().iter().map(|event| &*event.id).eq(ids));
    }

    #[test]
    fn a_line_is_the_same_object_as_in_json() {
        let timeline = fixtures::timeline();
        let mut bytes = Vec::new();
        (json::FORMAT.write)(&fixtures::export(&timeline), &mut bytes).unwrap();
        let read: Read = serde_json::from_slice(&bytes).unwrap();
        let mut lines = lines(&timeline);
        lines[0].as_object_mut().unwrap().remove("origin");
        assert_eq!(read["events"].as_array().unwrap(), &lines);
    }

    #[test]
    fn reading_it_again_gives_the_events_and_no_origin() {
        let timeline = crate::load::builtin().timeline;
        let text = lines(&timeline).iter().fold(String::new(), |text, line| text + &line.to_string() + "\n");
        let loaded = crate::load::from_texts(vec![("a.jsonl".to_owned(), text.into_bytes())], true);
        let key = "origin";
        let is_kept = |event: &Event| event.extra.iter().any(|(name, _)| &**name == key);
        assert_eq!(loaded.timeline.len(), timeline.len());
        assert!(!loaded.timeline.events().iter().any(is_kept));
        let strange = "{\"date\":\"2024\",\"title\":\"A\",\"origin\":\"Kyiv\"}\n";
        let loaded = crate::load::from_texts(vec![("a.jsonl".to_owned(), strange.into())], true);
        assert!(is_kept(&loaded.timeline.events()[0]), "a key of somebody else");
    }

    #[test]
    fn timesketch_gets_times_in_utc_also_of_intervals_that_are_open() {
        for (date, first, last) in [
            ("2024-05-22T14:30:00+02:00", "2024-05-22T12:30:00", "2024-05-22T12:30:00"),
            ("2024-05-22T14:30:00+02:00/..", "2024-05-22T12:30:00", "2024-05-22T12:30:00"),
            ("../2024-05-22T23:30:00-05:00", "2024-05-23T04:30:00", "2024-05-23T04:30:00"),
            ("2024-05-22T20:00:00-05:00/2024-05-23T20:00:00Z", "2024-05-23T01:00:00", "2024-05-23T20:00:00"),
        ] {
            let event = Event { date: Date::parse(date).ok(), ..Event::default() };
            let range = crate::export::day_range::known(event.date.as_ref()).unwrap();
            let line = timesketch(&Timeline::default(), &event, event.date.as_ref().unwrap(), range);
            let end = line["datetime_end"].as_str().or(line["datetime"].as_str());
            assert_eq!(line["datetime"].as_str(), Some(&*format!("{first}+00:00")), "{date}");
            assert_eq!(end, Some(&*format!("{last}+00:00")), "{date}");
        }
    }

    #[test]
    fn timesketch_gets_the_fields_that_it_demands_and_what_the_moment_means() {
        let timeline = fixtures::timeline();
        let mut export = fixtures::export(&timeline);
        export.variants = vec![Variant::Timesketch];
        let mut bytes = Vec::new();
        write(&export, &mut bytes).unwrap();
        let lines: Vec<Read> = String::from_utf8(bytes)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), timeline.len() - Omission::missing(&omissions(&export)));
        assert!(
            lines.iter().all(|line| ["message", "datetime", "timestamp_desc"]
                .iter()
                .all(|key| line[key].is_string()))
        );
        let full = lines.iter().find(|line| line["id"] == "full").unwrap();
        assert_eq!(full["datetime"], "2024-05-22T00:00:00+00:00");
        assert_eq!(full["timestamp_desc"], "start of the event");
        let vague = lines.iter().find(|line| line["id"] == "hostile-000").unwrap();
        assert_eq!(vague["timestamp_desc"], "earliest moment of: May to June 2024, days unknown");
        assert!(lines[0]["origin"].as_str().unwrap().contains("deadbeef") && lines[1]["origin"].is_null());
    }

    #[test]
    fn lines_picked_by_another_program_keep_their_countries() {
        let timeline = crate::load::builtin().timeline;
        let mut bytes = Vec::new();
        timeline
            .events()
            .iter()
            .for_each(|event| json::write_event(&timeline, event, None, &mut bytes).unwrap());
        let text = String::from_utf8(bytes).unwrap();
        let list = format!("[{}]", text.trim_end().replace('\n', ",\n"));
        let again = crate::load::from_text("picked.json", &list).timeline;
        assert_eq!(again.len(), timeline.len());
        for (event, ours) in again.events().iter().zip(timeline.events()) {
            assert_eq!(again.countries_of(event), timeline.countries_of(ours), "{}", event.id);
            assert_eq!(event.countries, ours.countries, "{}", event.id);
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_line_in_two(text in fixtures::text()) {
            let lines = lines(&fixtures::only(&text));
            prop_assert_eq!(lines.len(), 1);
            prop_assert_eq!(&lines[0]["title"], &text);
        }
    }
}
