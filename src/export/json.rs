//! JSON: one object with the manifest, the registries that the events need, and the events.

mod escape;
mod record;
mod registry;
mod schema;

use std::io;

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use super::contents::Export;
use super::format::Format;
use super::manifest::ManifestOf;
use crate::model::{Event, Timeline};

pub use escape::{Sequence, line, write_indented, write_line};
pub use record::iso;
use record::{Extra, Pairs, Record, SourceOf};
use registry::{ActorOf, PolicyOf};
pub use schema::{SCHEMA, generator, schema};

/// One indented JSON object.
///
/// `{schema, manifest, title, description, license, ladders, tags, actors, policies, events, extra}`, with
/// every key always present and in this order.
pub const FORMAT: Format = Format::new(
    "json",
    "one JSON object for programs: the events with what they refer to, and where they came from",
    write,
);

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    write_indented(&Document { export, is_head: false }, out)
}

/// Writes an event as one line of JSON: the same object as in the document's `events`, with an additional key
/// `origin` if there is one.
///
/// # Errors
/// Fails if `out` does.
pub fn write_event(
    timeline: &Timeline,
    event: &Event,
    origin: Option<&str>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write_line(&Record { timeline, event, origin }, out)
}

/// Returns an event as [`write_event`] writes it, for formats that store it in a field of their own.
pub fn event_record(timeline: &Timeline, event: &Event) -> String {
    line(&Record { timeline, event, origin: None })
}

/// Returns everything that [`FORMAT`] writes except the events and the manifest.
pub fn timeline_record(export: &Export) -> String {
    line(&Document { export, is_head: true })
}

struct Document<'a> {
    export: &'a Export<'a>,
    /// Whether to write only what describes the timeline, without manifest and events.
    is_head: bool,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (export, timeline) = (self.export, self.export.timeline);
        let ladders = export.ladders().into_iter().map(|index| {
            let ladder = &timeline.ladders[index];
            let statuses = ladder.statuses.iter().map(|status| timeline.word(*status));
            (&*ladder.name, statuses.collect::<Vec<_>>())
        });
        let tags = export.tags().into_iter().map(|(tag, meaning)| (tag.as_str(), meaning.as_str()));
        let actors = export.actors().into_iter().map(|number| timeline.actor(number));
        let policies = export.policies().into_iter().map(|number| timeline.policy(number));
        let mut map = serializer.serialize_map(None)?;
        if !self.is_head {
            map.serialize_entry("schema", SCHEMA)?;
            let (rest, selection) = (&export.manifest, export.manifest.sentence());
            map.serialize_entry("manifest", &ManifestOf { title: &rest.title, selection, rest })?;
        }
        map.serialize_entry("title", &timeline.head.title)?;
        map.serialize_entry("description", &timeline.head.description)?;
        map.serialize_entry("license", &timeline.head.license)?;
        map.serialize_entry("opening", &timeline.head.opening)?;
        map.serialize_entry("ladders", &Pairs::of(ladders))?;
        map.serialize_entry("tags", &Pairs::of(tags))?;
        map.serialize_entry(
            "actors",
            &Pairs::of(actors.map(|actor| (&*actor.id, ActorOf::of(timeline, actor)))),
        )?;
        map.serialize_entry(
            "policies",
            &Pairs::of(policies.map(|policy| (&*policy.id, PolicyOf::of(timeline, policy)))),
        )?;
        let sources = export.sources().into_iter();
        map.serialize_entry(
            "sources",
            &Pairs::of(sources.map(|source| (source.id(), SourceOf(timeline, source)))),
        )?;
        map.serialize_entry("views", &Extra(&export.views()))?;
        if !self.is_head {
            let record = |event| Record { timeline, event, origin: None };
            map.serialize_entry("events", &Sequence(|| export.chosen().map(record)))?;
        }
        map.serialize_entry("extra", &Extra(&timeline.head.extra))?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value as Read;

    use super::*;
    use crate::export::Manifest;
    use crate::export::tests::fixtures;

    fn written(timeline: &Timeline) -> String {
        let mut bytes = Vec::new();
        write(&fixtures::export(timeline), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_program_finds_every_key_in_its_place() {
        let read: Read = serde_json::from_str(&written(&fixtures::timeline())).unwrap();
        let keys: Vec<&String> = read.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "schema",
                "manifest",
                "title",
                "description",
                "license",
                "opening",
                "ladders",
                "tags",
                "actors",
                "policies",
                "sources",
                "views",
                "events",
                "extra"
            ]
        );
        assert_eq!(read["manifest"]["data"], "00000000deadbeef");
        assert_eq!(read["ladders"]["permission"][2], "partly permitted");
        assert_eq!(read["actors"]["blinken"]["offices"][0]["to"]["edtf"], "2025-01-20");
        assert_eq!(read["policies"]["shared"]["owners"][1], "nobody");
    }

    #[test]
    fn an_event_tells_all_it_knows() {
        let timeline = fixtures::timeline();
        let event = timeline.event(timeline.find("full").unwrap());
        let mut bytes = Vec::new();
        escape::write_indented(&Record { timeline: &timeline, event, origin: None }, &mut bytes).unwrap();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap());
    }

    /// Collects everything in `value` that the schema does not allow, for the JSON Schema keywords that it
    /// uses.
    fn judge(value: &Read, shape: &Read, root: &Read, at: &str, wrong: &mut Vec<String>) {
        if let Some(name) = shape["$ref"].as_str() {
            return judge(value, root.pointer(&name[1..]).unwrap(), root, at, wrong);
        }
        if let Some(any) = shape["anyOf"].as_array().or(shape["oneOf"].as_array()) {
            let fits = |one: &Read| {
                let mut wrong = Vec::new();
                judge(value, one, root, at, &mut wrong);
                wrong.is_empty()
            };
            if !any.iter().any(fits) {
                wrong.push(format!("{at}: {value}"));
            }
            return;
        }
        let sort = match value {
            Read::Null => "null",
            Read::Bool(_) => "boolean",
            Read::Number(_) => "integer",
            Read::String(_) => "string",
            Read::Array(_) => "array",
            Read::Object(_) => "object",
        };
        let types: Vec<&Read> =
            shape["type"].as_array().map_or(vec![&shape["type"]], |all| all.iter().collect());
        let is_free = shape["type"].is_null();
        let in_enum = shape["enum"].as_array().is_none_or(|words| words.contains(value));
        let is_const = shape["const"].is_null() || shape["const"] == *value;
        if !(is_free || types.iter().any(|one| *one == sort)) || !in_enum || !is_const {
            wrong.push(format!("{at}: {value} against {shape}"));
        }
        if let (Some(items), false) = (value.as_array(), shape["items"].is_null()) {
            items.iter().for_each(|item| judge(item, &shape["items"], root, &format!("{at}[]"), wrong));
        }
        let Some(object) = value.as_object() else { return };
        let missing = shape["required"].as_array().into_iter().flatten();
        wrong.extend(
            missing
                .filter(|key| !object.contains_key(key.as_str().unwrap()))
                .map(|key| format!("{at}: no {key}")),
        );
        for (key, value) in object {
            match (shape["properties"].get(key), &shape["additionalProperties"]) {
                (Some(known), _) => judge(value, known, root, &format!("{at}.{key}"), wrong),
                (None, Read::Bool(false)) => wrong.push(format!("{at}: unknown key {key}")),
                (None, other) if other.is_object() => {
                    judge(value, other, root, &format!("{at}.{key}"), wrong);
                }
                (None, _) => {}
            }
        }
    }

    #[test]
    fn what_is_written_is_what_the_schema_says() {
        let schema = schema();
        for timeline in [fixtures::timeline(), crate::load::builtin().timeline] {
            let read: Read = serde_json::from_str(&written(&timeline)).unwrap();
            let mut wrong = Vec::new();
            judge(&read, &schema, &schema, "", &mut wrong);
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            let mut read = read;
            read["events"][0]["date"]["precision"] = "fortnight".into();
            read["events"][0]["surprise"] = true.into();
            judge(&read, &schema, &schema, "", &mut wrong);
            assert_eq!(wrong.len(), 2, "the schema forbids nothing: {wrong:?}");
        }
    }

    #[test]
    fn the_export_is_read_back_as_the_same_timeline_without_a_complaint() {
        let timeline = crate::load::builtin().timeline;
        let export = Export { manifest: Manifest::default(), ..fixtures::export(&timeline) };
        let mut bytes = Vec::new();
        write(&export, &mut bytes).unwrap();
        let loaded = crate::load::from_text("export.json", &String::from_utf8(bytes).unwrap());
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems.first());
        assert_eq!(written(&loaded.timeline), written(&timeline));
        let own = |timeline: &Timeline| {
            timeline.events().iter().map(|event| event.countries.clone()).collect::<Vec<_>>()
        };
        assert_eq!(own(&loaded.timeline), own(&timeline), "a country of an actor became one of the event");
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_by_any_reader_of_json(text in fixtures::text()) {
            let timeline = fixtures::only(&text);
            let json = written(&timeline);
            let read: Read = serde_json::from_str(&json).unwrap();
            let event = &read["events"][0];
            for found in [&event["title"], &event["actors"][0]["role"], &event["disputes"][0]["sources"][0], &event["tags"][0]] {
                prop_assert_eq!(found, &text);
            }
            prop_assert_eq!(&event["extra"][format!("x{text}")], &text);
            prop_assert!(!json.chars().any(crate::text::is_hostile));
        }
    }
}
