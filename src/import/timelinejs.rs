//! Reads `TimelineJS` 3 JSON (the page "JSON format" of its documentation): a slide becomes an event, an era
//! an event with an interval.

use super::draft::{DraftEvent, ForeignDate};
use super::html::plain;
use super::record;
use crate::load::Found;
use crate::load::yaml::{self, Node, NodeKind};
use crate::model::calendar::iso_year;
use crate::model::{Date, DateStyle};
use crate::problem::Span;
use crate::text::{one_line, truncate};

/// The keys of a slide that are imported; any other key gets a warning.
const CARRIED: [&str; 8] =
    ["start_date", "end_date", "display_date", "text", "media", "group", "unique_id", "autolink"];

/// Reads a `TimelineJS` document. `TimelineJS` itself silently turns month 13 into the end of the year, drops
/// an event without a start, and accepts an end before the start; here each of these gets a warning.
pub fn read(text: &str) -> Found<'_> {
    let mut found = Found::default();
    let mut json = yaml::read(text, 0);
    if let Some(fault) = json.fault.take() {
        found.refuse(fault.at, format!("this is no JSON: {}", fault.message));
        return found;
    }
    found.problems.extend(json.left_out());
    let Some(root) = json.documents.into_iter().next() else {
        found.refuse(Span::default(), "this file is empty");
        return found;
    };
    let Some(events) = root.get("events").filter(|events| matches!(events.kind, NodeKind::List(_))) else {
        found.refuse(root.span, "TimelineJS JSON has a list `events`");
        return found;
    };
    not_carried(&root, &["events", "title", "eras", "dateline", "timeline"], &mut found);
    if let Some(title) = root.get("title") {
        not_carried(title, &["text", "unique_id", "autolink"], &mut found);
        let (headline, text) = (story(title, "headline"), story(title, "text"));
        found.say("title", &one_line(&headline.text), title.span);
        found.say("description", &text.text, title.span);
    }
    if let Some(record) = root.get("timeline").filter(|_| root.get("dateline").is_some()) {
        record::add_timeline(record.clone(), &mut found);
    }
    for slide in events.items() {
        event(slide, &mut found);
    }
    for era in root.get("eras").map_or(&[][..], Node::items) {
        self::era(era, &mut found);
    }
    found
}

/// Returns the HTML of a key in a slide's `text` as plain text. A `text` that is no object is the text.
fn story(slide: &Node, key: &str) -> super::html::HtmlContent {
    let written = slide.get("text");
    let whole = written.filter(|_| key == "text").and_then(Node::words);
    let part = written.and_then(|text| text.get(key)).and_then(Node::words);
    plain(part.or(whole).unwrap_or_default())
}

/// Warns of the keys of an object that are not imported.
fn not_carried(object: &Node, carried: &[&str], found: &mut Found) {
    for (key, value) in object.pairs() {
        let name = key.text().unwrap_or_default();
        if !carried.contains(&name) && !value.is_null() {
            found.warn("not-carried", key.span, format!("`{}` is not carried over", truncate(name, 40)));
        }
    }
}

fn event<'t>(slide: &Node<'t>, found: &mut Found<'t>) {
    let span = slide.span;
    if slide.pairs().is_empty() {
        return found.warn("not-carried", span, "this slide is no object; it is left out");
    }
    let mut item = DraftEvent::new(span);
    let text = |key: &str| slide.get(key).and_then(Node::words).unwrap_or_default();
    let (headline, story) = (story(slide, "headline"), story(slide, "text"));
    let title = one_line(&headline.text);
    let foreign = dates(slide, found);
    if let Some(record) = slide.get("dateline").filter(|record| record.get("title").is_some()) {
        return record::add_event(record.clone(), (&title, span), foreign.as_ref(), found);
    }
    item.set("id", text("unique_id"), span, found);
    if let Some(foreign) = foreign {
        item.date(&foreign, found);
    } else {
        found.warn("no-date", span, "this slide has no start_date; the event is kept without a date");
        item.note(text("display_date"));
    }
    for (url, label) in headline.links.iter().chain(&story.links) {
        item.source(url, "", if label == url { "" } else { label }, span, found);
    }
    item.add("tags", text("group"), span, found);
    let summary = story.text;
    if title.is_empty() {
        found.warn("no-title", span, "this slide has no headline; its first words are the title");
        let first = summary.lines().next().filter(|line| !line.is_empty()).unwrap_or("Untitled");
        item.set("title", &truncate(first, 80), span, found);
    }
    item.set("title", &title, span, found);
    item.set("summary", &summary, span, found);
    if let Some(media) = slide.get("media") {
        self::media(media, &mut item, found);
    }
    not_carried(slide, &CARRIED, found);
    found.add(item);
}

/// Adds the media of a slide as a source, without its thumbnail and alternative text.
fn media(media: &Node, item: &mut DraftEvent, found: &mut Found) {
    let text = |key: &str| plain(media.get(key).and_then(Node::words).unwrap_or_default());
    let url = media.get("url").and_then(Node::words).unwrap_or_default();
    let (caption, credit) = (text("caption"), text("credit"));
    if url.trim_start().starts_with('<') {
        found.warn("not-carried", media.span, "an embedded page is not carried over");
    } else if !url.is_empty() {
        item.source(url, &one_line(&credit.text), &one_line(&caption.text), media.span, found);
    }
    for (address, label) in caption.links.iter().chain(&credit.links) {
        item.source(address, "", label, media.span, found);
    }
    let link = media.get("link").and_then(Node::words).unwrap_or_default();
    if !link.is_empty() {
        item.source(link, "", "", media.span, found);
    }
    for key in ["thumbnail", "alt"] {
        if let Some(value) = media.given(key) {
            found.warn("not-carried", value.span, format!("`{key}` of the media is not carried over"));
        }
    }
}

/// Adds an era as an event with an interval and the kind `era`.
fn era<'t>(era: &Node<'t>, found: &mut Found<'t>) {
    let mut item = DraftEvent::new(era.span);
    let headline = one_line(&story(era, "headline").text);
    item.set("title", if headline.is_empty() { "Era" } else { &headline }, era.span, found);
    item.set("kind", "era", era.span, found);
    item.set("summary", &story(era, "text").text, era.span, found);
    if let Some(foreign) = dates(era, found) {
        item.date(&foreign, found);
    }
    found.add(item);
}

/// Returns the date of a slide, or `None` if it has no start.
fn dates(slide: &Node, found: &mut Found) -> Option<ForeignDate> {
    let given = |key: &str| {
        let date = slide.get(key)?;
        let is_text = date.words().is_some_and(|text| !text.trim().is_empty());
        (is_text || !date.pairs().is_empty()).then_some(date)
    };
    let (start, end) = (given("start_date")?, given("end_date"));
    let mut foreign = ForeignDate { span: start.span, ..ForeignDate::default() };
    let first = point(start, &mut foreign);
    let last = end.map(|end| point(end, &mut foreign));
    foreign.edtf.clone_from(&first);
    foreign.written = last.as_ref().map_or_else(|| first.clone(), |last| format!("{first} to {last}"));
    if let Some(last) = last.filter(|last| *last != first) {
        let lasting = format!("{first}/{last}");
        let parsed = [&first, &last].map(|text| Date::parse(text).ok());
        match (Date::parse(&lasting), parsed) {
            (Err(_), [Some(from), Some(to)]) if to.earliest() < from.earliest() => {
                let span = end.map_or(start.span, |end| end.span);
                found.warn(
                    "end-before-start",
                    span,
                    format!("the end {last} lies before the start {first}; only the start counts"),
                );
                foreign
                    .remarks
                    .push((format!("the file gives the end {last}, before the start"), String::new()));
            }
            (Err(_), [Some(_), None]) => {
                let written = end.map(written).unwrap_or_default();
                let warning =
                    format!("the end `{}` is no date; only the start counts", truncate(&written, 80));
                foreign.remarks.push((format!("the file gives the end {written}"), warning));
            }
            _ => foreign.edtf = lasting,
        }
    }
    in_words(slide, &mut foreign);
    foreign.remarks.retain(|(note, message)| !note.is_empty() || !message.is_empty());
    Some(foreign)
}

/// Returns a date as the file has it: its text, or its parts.
fn written(date: &Node) -> String {
    let text = |node: &Node| node.text().unwrap_or_default().to_owned();
    let parts = date.pairs().iter().map(|(key, value)| format!("{}: {}", text(key), text(value)));
    date.text().map_or_else(|| parts.collect::<Vec<_>>().join(", "), str::to_owned)
}

/// Converts a `TimelineJS` date to EDTF, as precise as it is; a date that is a text is read as elsewhere.
/// `TimelineJS` labels the year −44 "44 BCE", which is −0043 in EDTF; it has no year 0. It has no time zones
/// either, so a time of day is local.
fn point(date: &Node, foreign: &mut ForeignDate) -> String {
    if let Some(text) = date.words().map(str::trim) {
        let read = Date::read(text, DateStyle::default());
        return read.map_or_else(|_| text.to_owned(), |date| date.text().to_owned());
    }
    let part = |key: &str| date.get(key).and_then(Node::words).map(str::trim).filter(|text| !text.is_empty());
    let Some(year) = part("year") else { return "no year".to_owned() };
    let mut edtf = match year.parse::<i64>() {
        Ok(0) => return "year 0".to_owned(),
        Ok(year) => iso_year(if year < 0 { year.saturating_add(1) } else { year }),
        Err(_) => return year.to_owned(),
    };
    for key in ["month", "day"] {
        match (part(key), key) {
            (Some(number), _) => edtf.push_str(&format!("-{number:0>2}")),
            (None, "month") if part("day").is_some() => {
                let day = part("day").unwrap_or_default();
                foreign.remarks.push((String::new(), format!("the day {day} has no month, and is left out")));
                break;
            }
            (None, _) => break,
        }
    }
    if let Some(hour) = part("hour") {
        let digits = |key| format!("{:0>2}", part(key).unwrap_or("00"));
        let time = format!("{hour:0>2}:{}", digits("minute"));
        let moment = format!("{edtf}T{time}:{}", digits("second"));
        if Date::parse(&moment).is_ok() {
            edtf = moment;
        } else {
            let message = format!("no day has the time {time}; it is kept as a note");
            foreign.remarks.push((format!("the file gives the time {time}"), message));
        }
    }
    edtf
}

/// Words that make a date approximate (`~`).
const ABOUT: [&str; 12] = [
    "about",
    "around",
    "circa",
    "ca",
    "c",
    "approx",
    "approximately",
    "early",
    "mid",
    "late",
    "beginning",
    "end",
];
/// Words that make a date uncertain (`?`).
const DOUBT: [&str; 6] = ["uncertain", "perhaps", "possibly", "probably", "maybe", "presumably"];

/// Lowers the precision of a date to what `display_date` shows: a day shown as its month becomes the month,
/// and a date shown as "around" becomes approximate.
fn in_words(slide: &Node, foreign: &mut ForeignDate) {
    let start = slide.get("start_date").and_then(|start| start.get("display_date"));
    let Some(shown) = slide.get("display_date").or(start).and_then(Node::words) else { return };
    let shown = one_line(&plain(shown).text);
    let Ok(date) = Date::parse(&foreign.edtf) else { return };
    if shown.is_empty() || shown == date.words() {
        return;
    }
    // In "no end", the word `end` does not mean the end of a period.
    let vague = shown.trim_end_matches("no end");
    let words =
        || vague.split([' ', ',', '(', ')', '-', '–']).map(|word| word.trim_end_matches('.').to_lowercase());
    let about = words().any(|word| ABOUT.contains(&word.as_str())) || shown.contains('~');
    let doubt = words().any(|word| DOUBT.contains(&word.as_str())) || shown.contains('?');
    let is_plain = |word: &String| !ABOUT.contains(&word.as_str()) && !DOUBT.contains(&word.as_str());
    let bare = words().filter(|word| !word.is_empty()).filter(is_plain).collect::<Vec<_>>().join(" ");
    let bare = bare.replace(['?', '~'], "");
    let coarse = Date::read(&bare, DateStyle::default())
        .map_or_else(|_| bare.trim().to_owned(), |date| date.text().to_owned());
    let is_wider = |wide: &Date| date.is_within(wide) && wide.precision() >= date.precision();
    let coarse = Date::parse(&coarse).ok().filter(is_wider).map(|date| date.text().to_owned());
    let edtf = coarse.unwrap_or_else(|| foreign.edtf.clone());
    let mark = match (about, doubt) {
        (true, true) => "%",
        (true, false) => "~",
        (false, true) => "?",
        (false, false) => "",
    };
    let marked: Vec<String> = edtf.split('/').map(|end| format!("{end}{mark}")).collect();
    let marked = marked.join("/");
    if marked != foreign.edtf && Date::parse(&marked).is_ok() {
        let message = format!("shown as `{shown}`, so that the date is {marked} and not {}", foreign.edtf);
        foreign.remarks.push((format!("shown as {shown}; the file gives {}", foreign.edtf), message));
        foreign.edtf = marked;
    } else {
        foreign.remarks.push((format!("shown as {shown}"), String::new()));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::tests::{imported, messages};

    fn slide(dates: &str) -> String {
        format!("{{\"events\":[\n{{{dates}\"text\":{{\"headline\":\"X\"}}}}\n]}}")
    }

    /// Returns the date and the note of the first event, and all messages.
    fn date(dates: &str) -> (String, String, String) {
        let loaded = imported("timelinejs", &slide(dates));
        let event = &loaded.timeline.events()[0];
        let date = event.date.as_ref().map_or("undated", Date::text).to_owned();
        (date, event.date_note.to_string(), messages(&loaded))
    }

    #[test]
    fn only_what_is_given_of_a_date_is_taken() {
        let edtf = |text: &str| date(&format!("\"start_date\":{text},")).0;
        assert_eq!(edtf("{\"year\":2024}"), "2024");
        assert_eq!(edtf("{\"year\":\"2024\",\"month\":\"5\"}"), "2024-05");
        assert_eq!(edtf("{\"year\":2024,\"month\":5,\"day\":22}"), "2024-05-22");
        assert_eq!(edtf("{\"year\":-44,\"month\":3,\"day\":15}"), "-0043-03-15");
    }

    #[test]
    fn a_date_that_is_none_is_told_and_kept_in_words() {
        let (edtf, note, messages) = date("\"start_date\":{\"year\":2000,\"month\":13},");
        assert_eq!((&*edtf, &*note), ("undated", "the file says: 2000-13"));
        assert!(messages.contains("a.json:2:") && messages.contains("`2000-13` is no date"), "{messages}");
        assert_eq!(date("\"start_date\":{\"year\":0},").0, "undated");
        let (edtf, _, messages) = date("");
        assert_eq!(edtf, "undated");
        assert!(messages.contains("no start_date"), "{messages}");
    }

    #[test]
    fn a_start_survives_an_end_that_is_no_date() {
        let (edtf, note, messages) = date("\"start_date\":{\"year\":2024},\"end_date\":{\"year\":\"soon\"},");
        assert_eq!((&*edtf, &*note), ("2024", "the file gives the end year: soon"));
        assert!(messages.contains("the end `year: soon` is no date; only the start counts"), "{messages}");
        let (edtf, _, messages) = date("\"start_date\":{\"year\":2024},\"end_date\":{\"year\":\"\"},");
        assert_eq!(edtf, "2024");
        assert!(messages.contains("the end `year: ` is no date"), "{messages}");
    }

    #[test]
    fn a_date_that_is_a_text_is_read_or_quoted() {
        assert_eq!(date("\"start_date\":\"2024-05-22\",\"end_date\":2025,").0, "2024-05-22/2025");
        assert_eq!(date("\"start_date\":\"22 May 2024\",").0, "2024-05-22");
        let (edtf, note, messages) = date("\"start_date\":\"one day\",");
        assert_eq!((&*edtf, &*note), ("undated", "the file says: one day"));
        assert!(messages.contains("`one day` is no date"), "{messages}");
    }

    #[test]
    fn words_of_a_slide_without_a_headline_and_keys_of_the_page_are_not_lost() {
        let json = r#"{"title":{"text":{"headline":"T"},"media":{"url":"https://e.org/p.jpg"}},"scale":"human",
            "events":[{"start_date":{"year":2024},"text":"plain <b>words</b>"}]}"#;
        let loaded = imported("timelinejs", json);
        let event = &loaded.timeline.events()[0];
        assert_eq!((&*event.title, &*event.summary), ("plain words", "plain words"));
        let messages = messages(&loaded);
        for key in ["`media` is not carried over", "`scale` is not carried over"] {
            assert!(messages.contains(key), "{messages}");
        }
    }

    #[test]
    fn an_end_before_its_start_and_a_time_without_a_zone_are_told() {
        let (edtf, note, messages) = date("\"start_date\":{\"year\":2000},\"end_date\":{\"year\":1990},");
        assert_eq!(edtf, "2000");
        assert!(messages.contains("before the start") && note.contains("1990"), "{messages} {note}");
        let (edtf, note, messages) =
            date("\"start_date\":{\"year\":2024,\"month\":5,\"day\":22,\"hour\":14,\"minute\":5},");
        assert_eq!((&*edtf, &*note, &*messages), ("2024-05-22T14:05:00", "", ""));
        let (edtf, note, messages) = date("\"start_date\":{\"year\":2024,\"month\":5,\"hour\":14},");
        assert_eq!((&*edtf, &*note), ("2024-05", "the file gives the time 14:00"));
        assert!(messages.contains("no day has the time 14:00"), "{messages}");
        let (edtf, ..) = date(
            "\"start_date\":{\"year\":2024,\"month\":5,\"day\":22,\"hour\":14},\
             \"end_date\":{\"year\":2024,\"month\":5,\"day\":23,\"hour\":9,\"second\":5},",
        );
        assert_eq!(edtf, "2024-05-22T14:00:00/2024-05-23T09:00:05");
    }

    #[test]
    fn vague_words_make_a_date_vague() {
        let shown = |words: &str| {
            date(&format!(
                "\"start_date\":{{\"year\":2024,\"month\":5,\"day\":1}},\"display_date\":\"{words}\","
            ))
        };
        assert_eq!(shown("around May 2024").0, "2024-05~");
        assert_eq!(shown("May 2024").0, "2024-05");
        assert_eq!(shown("c. 1 May 2024").0, "2024-05-01~");
        assert_eq!(shown("early May").0, "2024-05-01~");
        assert_eq!(shown("May 2024 (uncertain)").0, "2024-05?");
        assert_eq!(shown("Labour Day").0, "2024-05-01");
        assert_eq!(shown("from 1 May 2024, no end").0, "2024-05-01");
        assert_eq!(shown("Labour Day").1, "shown as Labour Day");
        assert_eq!(shown("1 May 2024").2, "");
        assert!(shown("around May 2024").2.contains("so that the date is 2024-05~"));
    }

    #[test]
    fn text_becomes_plain_links_become_sources_and_looks_are_told() {
        let json = r#"{"title":{"text":{"headline":"Wood <i>stoves</i>","text":"<p>About</p>"}},
"events":[{"start_date":{"year":2024},"unique_id":"a","group":"Council",
"text":{"headline":"A &amp; B","text":"<p>See <a href='https://e.org/x'>minutes</a></p>"},
"media":{"url":"https://e.org/p.jpg","caption":"A picture","credit":"E. Org","thumbnail":"t.jpg"},
"background":{"color":"red"}}],
"eras":[{"start_date":{"year":2020},"end_date":{"year":2024},"text":{"headline":"Before"}}]}"#;
        let loaded = imported("timelinejs", json);
        let timeline = &loaded.timeline;
        assert_eq!((&*timeline.head.title, &*timeline.head.description), ("Wood stoves", "About"));
        let event = timeline.event(timeline.find("a").unwrap());
        assert_eq!((&*event.title, &*event.summary), ("A & B", "See minutes"));
        let sources: Vec<(&str, &str)> =
            event.sources.iter().map(|source| (&*source.url, &*source.title)).collect();
        assert_eq!(sources, [("https://e.org/x", "minutes"), ("https://e.org/p.jpg", "A picture")]);
        assert_eq!(event.tags.iter().map(|tag| timeline.word(*tag)).collect::<Vec<_>>(), ["Council"]);
        let era = &timeline.events()[0];
        assert_eq!((&*era.title, era.date.as_ref().unwrap().text()), ("Before", "2020/2024"));
        let messages = messages(&loaded);
        assert!(messages.contains("a.json:5:1: warning: `background` is not carried"), "{messages}");
        assert!(messages.contains("`thumbnail`"), "{messages}");
        assert_eq!(loaded.errors, 0);
    }

    #[test]
    fn what_is_no_timelinejs_is_said_to_be_none() {
        for text in ["", "[", "{}", "{\"events\": 3}", "{\"timeline\": {\"date\": []}}"] {
            let loaded = imported("timelinejs", text);
            assert!(loaded.errors > 0 && loaded.timeline.is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_json_makes_reading_it_panic(text in "\\PC{0,64}", number in "-?[0-9]{0,20}|\\PC{0,5}") {
            imported("timelinejs", &text);
            let word = serde_json::to_string(&number).unwrap();
            let json = format!(
                "{{\"start_date\":{{\"year\":{word},\"month\":{word},\"day\":{word},\"hour\":{word}}},\"display_date\":{},\"text\":{{\"headline\":{word}}},",
                serde_json::to_string(&text).unwrap()
            );
            let loaded = imported("timelinejs", &format!("{{\"events\":[{json}\"media\":{{\"url\":{word}}}}}]}}"));
            prop_assert_eq!(loaded.errors, 0);
        }
    }
}
