//! `TimelineJS` 3: JSON for a web page of slides.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::address::web_address;
use super::contents::Export;
use super::day_range::{UNDATED, ends};
use super::format::Format;
use super::json::{Sequence, event_record, timeline_record, write_indented};
use super::omissions::Omission;
use super::wording;
use super::works::Work;
use crate::model::{Date, Event, Moment, Precision, Timeline};
use crate::text::{one_line, sanitize};

/// JSON for `TimelineJS` 3: a title slide with the manifest, and one slide per event.
///
/// An unknown month or day is omitted, never written as the first. The displayed date (`display_date`) is
/// always in dateline's own words. A season or decade extends from its first to its last month or year; an
/// open end is omitted. `dateline` on each slide has the date as written. `TimelineJS` labels the year −44
/// "44 BCE", but EDTF has a year 0 and writes it as −0043. Years BC are therefore written one lower: the
/// label is right, and the position on the axis one year early. `group` is the first country; the text lists
/// the others.
pub const FORMAT: Format = Format {
    extension: "timeline.json",
    omissions,
    ..Format::new("timelinejs", "the JSON of TimelineJS 3, for a web page with a slide an event", write)
};

fn omissions(export: &Export) -> Vec<Omission> {
    Omission::out(export, |event| dates(export.timeline.when(event)).err())
}

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    write_indented(&document(export, &export.ids()), out)
}

/// The JSON of an export.
#[derive(Serialize)]
struct Document<E> {
    title: Value,
    events: E,
    /// The origin.
    dateline: Map<String, Value>,
    timeline: Value,
}

fn document(export: &Export, ids: &[String]) -> impl Serialize {
    let origin: Map<String, Value> = export
        .origin(&omissions(export))
        .into_iter()
        .map(|(name, text)| (name.to_owned(), one_line(&text).into()))
        .collect();
    let mut title = "dateline".to_owned();
    while ids.contains(&title) {
        title.push('-');
    }
    let about: Vec<String> = std::iter::once(html(&export.timeline.head.description))
        .chain(
            origin.iter().map(|(name, text)| html(&format!("{name}: {}", text.as_str().unwrap_or_default()))),
        )
        .collect();
    Document {
        title: json!({
            "unique_id": title,
            "text": {"headline": html(&export.manifest.title), "text": paragraphs(&about)},
            "autolink": false,
        }),
        events: Sequence(move || {
            let events = export.chosen().zip(ids);
            events.filter_map(|(event, id)| slide(export.timeline, event, id))
        }),
        dateline: origin,
        timeline: object(&timeline_record(export)),
    }
}

fn object(record: &str) -> Value {
    serde_json::from_str(record).unwrap_or_default()
}

/// Returns the slide of an event, or `None` if it is omitted.
fn slide(timeline: &Timeline, event: &Event, id: &str) -> Option<Value> {
    let date = timeline.when(event)?;
    let (start, end) = dates(Some(date)).ok()?;
    let mut slide = Map::new();
    slide.insert("unique_id".to_owned(), one_line(id).into());
    slide.insert("start_date".to_owned(), start);
    if let Some(end) = end {
        slide.insert("end_date".to_owned(), end);
    }
    let clock = timeline.clock().map(|clock| format!("{} ", clock.words())).unwrap_or_default();
    slide.insert("display_date".to_owned(), format!("{clock}{}", date.words()).into());
    if let Some(country) = wording::countries(timeline, event).first() {
        slide.insert("group".to_owned(), (*country).into());
    }
    slide.insert("text".to_owned(), json!({"headline": html(&event.title), "text": story(timeline, event)}));
    slide.insert("autolink".to_owned(), false.into());
    slide.insert("dateline".to_owned(), object(&event_record(timeline, event)));
    Some(Value::Object(slide))
}

/// Returns the summary, the other facts and the sources with links, as HTML paragraphs.
fn story(timeline: &Timeline, event: &Event) -> String {
    let mut parts: Vec<String> = event.summary.split("\n\n").map(html).collect();
    let details = wording::details(timeline, event).into_iter();
    parts.extend(details.map(|(label, text)| format!("<strong>{label}:</strong> {}", html(&text))));
    parts.extend(event.sources.iter().map(|source| {
        let description = html(&Work::of(timeline, source).words());
        let description = if description.is_empty() { html(&source.url) } else { description };
        match web_address(&source.url) {
            Some(url) => format!("<strong>Source:</strong> <a href=\"{}\">{description}</a>", html(&url)),
            None if source.url.is_empty() || description == html(&source.url) => {
                format!("<strong>Source:</strong> {description}")
            }
            None => format!("<strong>Source:</strong> {description}: {}", html(&source.url)),
        }
    }));
    paragraphs(&parts)
}

fn paragraphs(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!("<p>{}</p>", parts.join("</p><p>")) }
}

/// Escapes a text for HTML; a line break becomes `<br>`.
fn html(text: &str) -> String {
    let text = sanitize(text.trim()).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;").replace('\n', "<br>")
}

/// Returns `start_date` and, if it differs, `end_date`; or the reason for an omission.
fn dates(date: Option<&Date>) -> Result<(Value, Option<Value>), &'static str> {
    let date = date.ok_or(UNDATED)?;
    let first = |date: &Date| point(date, date.earliest());
    let (start, end) = match ends(date) {
        (Some(start), Some(end)) => (first(&start), Some(point(&end, end.latest()))),
        (Some(known), None) | (None, Some(known)) => {
            (first(&known), (known.precision() >= Precision::Season).then(|| point(&known, known.latest())))
        }
        (None, None) => return Err(UNDATED),
    };
    let end = end.filter(|end| *end != start);
    Ok((start, end))
}

/// Returns a `TimelineJS` date: the parts of `moment` that the precision of `date` covers.
fn point(date: &Date, moment: Moment) -> Value {
    let (year, month, day) = moment.ymd();
    let year = if year > 0 { year } else { year - 1 };
    match date.precision() {
        Precision::Year | Precision::Ages => json!({"year": year}),
        Precision::Month | Precision::Season => json!({"year": year, "month": month}),
        Precision::Day => json!({"year": year, "month": month, "day": day}),
        Precision::Time => {
            let local = date.local(moment);
            let ((hour, minute), second) = (local.hm(), local.0.rem_euclid(60));
            json!({"year": year, "month": month, "day": day, "hour": hour, "minute": minute, "second": second})
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::tests::fixtures;

    fn written(timeline: &Timeline) -> Value {
        let mut bytes = Vec::new();
        write(&fixtures::export(timeline), &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn of(date: &str) -> (Value, Option<Value>) {
        dates(Date::parse(date).ok().as_ref()).unwrap()
    }

    #[test]
    fn no_month_or_day_is_written_that_nobody_knows() {
        let year = |year: i64| json!({"year": year});
        let month = |year: i64, month: u32| json!({"year": year, "month": month});
        let day = |year: i64, month: u32, day: u32| json!({"year": year, "month": month, "day": day});
        for (date, start, end) in [
            ("2024", year(2024), None),
            ("2024-05~", month(2024, 5), None),
            ("2024-05-XX", month(2024, 5), None),
            ("2024-05-22?", day(2024, 5, 22), None),
            ("2024-21", month(2024, 3), Some(month(2024, 5))),
            ("202X", year(2020), Some(year(2029))),
            ("2023-12-28/2024-02", day(2023, 12, 28), Some(month(2024, 2))),
            ("2024-05-30/..", day(2024, 5, 30), None),
            ("../2024-05", month(2024, 5), None),
            ("2024-05/2024-05", month(2024, 5), None),
        ] {
            assert_eq!(of(date), (start, end), "{date}");
        }
        let (time, _) = of("2024-05-22T14:30:05Z");
        assert_eq!((&time["hour"], &time["minute"], &time["second"]), (&json!(14), &json!(30), &json!(5)));
    }

    #[test]
    fn a_year_before_christ_is_labelled_as_people_count_it() {
        assert_eq!(of("-0043-03-15").0["year"], -44, "the Ides of March 44 BC");
        assert_eq!(of("0000").0["year"], -1, "there is no year 0");
        assert_eq!(of("0001").0["year"], 1);
        let timeline = fixtures::timeline();
        let slides = written(&timeline);
        let plain =
            slides["events"].as_array().unwrap().iter().find(|slide| slide["unique_id"] == "plain").unwrap();
        assert_eq!(plain["display_date"], "45 BC");
        assert_eq!(plain["dateline"]["date"]["edtf"], "-0044");
    }

    #[test]
    fn every_slide_has_its_id_our_words_and_its_lane() {
        let timeline = fixtures::timeline();
        let read = written(&timeline);
        let slides = read["events"].as_array().unwrap();
        assert_eq!(slides.len(), timeline.len() - 1);
        let full = slides.iter().find(|slide| slide["unique_id"] == "full").unwrap();
        assert_eq!(full["display_date"], "22 May 2024");
        assert_eq!(full["group"], "Ukraine");
        let text = full["text"]["text"].as_str().unwrap();
        assert!(text.contains("<strong>Countries:</strong> Ukraine, United States"), "{text}");
        assert!(text.contains("<a href=\"https://example.org/a?b=c&amp;d=(e)%7Cf\">"), "{text}");
        assert!(read["dateline"]["note"].as_str().unwrap().starts_with("1 event left out"));
    }

    #[test]
    fn events_that_share_an_id_stay_apart() {
        let event = |title: &str| Event {
            id: "dateline".into(),
            title: title.into(),
            date: Date::parse("2024").ok(),
            ..Event::default()
        };
        let read = written(&Timeline::default().with_events(vec![event("a"), event("b")]));
        let ids: Vec<&str> = read["events"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|slide| slide["unique_id"].as_str())
            .collect();
        assert_eq!(ids, ["dateline", "dateline-2"]);
        assert_eq!(read["title"]["unique_id"], "dateline-");
    }

    proptest! {
        #[test]
        fn no_text_becomes_html(text in fixtures::text()) {
            let read = written(&fixtures::only(&text));
            let slide = &read["events"][0]["text"];
            let ours = ["<p>", "</p>", "<br>", "<strong>", "</strong>", "</a>"];
            for field in ["headline", "text"] {
                let mut shown = slide[field].as_str().unwrap().to_owned();
                ours.iter().for_each(|tag| shown = shown.replace(tag, ""));
                let links = shown.matches("<a href=\"http").count();
                prop_assert_eq!(shown.matches('<').count(), links, "{}", shown);
            }
        }
    }
}
