//! JSON Lines: an event a line, for `jq`, `duckdb`, `pandas` and back into dateline.

use std::io;

use super::{Export, Format, json};

/// JSON Lines (jsonlines.org): UTF-8, one object a line, no blank lines.
///
/// The first line is the manifest, `{"dateline": {…}}`; it has no title and no date, so that no
/// reader takes it for an event. Each other line is an event as in [`json::Json`].
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "an event a line for jq, duckdb and pandas; the first line says where they came from"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["ndjson", "json-lines"]
    }

    fn write(&self, export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
        json::write_manifest(&export.manifest, out)?;
        export.chosen().try_for_each(|event| json::write_event(export.timeline, event, out))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value as Read;

    use super::*;
    use crate::export::sample;

    fn lines(timeline: &crate::model::Timeline) -> Vec<Read> {
        let mut bytes = Vec::new();
        JsonLines.write(&sample::export(timeline), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with('\n') && !text.contains("\n\n"));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn each_line_is_an_event_and_the_first_says_where_they_came_from() {
        let timeline = sample::timeline();
        let lines = lines(&timeline);
        assert_eq!(lines.len(), timeline.len() + 1);
        assert_eq!(lines[0]["dateline"]["schema"], json::SCHEMA);
        assert!(lines[0]["title"].is_null() && lines[0].as_object().unwrap().len() == 1);
        let ids: Vec<&str> = lines[1..].iter().map(|line| line["id"].as_str().unwrap()).collect();
        assert!(timeline.events().iter().map(|event| &*event.id).eq(ids));
    }

    #[test]
    fn a_line_is_the_same_object_as_in_json() {
        let timeline = sample::timeline();
        let mut bytes = Vec::new();
        json::Json.write(&sample::export(&timeline), &mut bytes).unwrap();
        let read: Read = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read["events"].as_array().unwrap()[..], lines(&timeline)[1..]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_line_in_two(text in sample::text()) {
            let lines = lines(&sample::only(&text));
            prop_assert_eq!(lines.len(), 2);
            prop_assert_eq!(&lines[1]["title"], &text);
        }
    }
}
