//! The JSON Schema of the JSON formats, for other programs and for tests.

use serde_json::{Map, Value, json};
use strum::VariantArray as _;

use crate::model::field::Shape;
use crate::model::{EventField, Precision, SourceField};

/// The name and version of the schema.
pub const SCHEMA: &str = "dateline/1";

/// Returns the JSON Schema (draft 2020-12) of the output of [`super::FORMAT`]. `$defs/event` also describes
/// the lines of JSON Lines, except for `origin` in the first.
pub fn schema() -> Value {
    let list = |of: &str| json!({"type": "array", "items": defined(of)});
    let text = json!({"type": "string"});
    let texts = json!({"type": "array", "items": {"type": "string"}});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dateline JSON export",
        "description": "A choice of events of a timeline, with the registries they refer to and where they came from.",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA, "description": "The name and version of this shape."},
            "manifest": defined("manifest"),
            "title": text,
            "description": text,
            "license": text,
            "opening": {"type": "string", "description": "The name of the view that the browser opens with."},
            "ladders": {"type": "object", "additionalProperties": texts, "description": "Ordered statuses, strictest first."},
            "tags": {"type": "object", "additionalProperties": text, "description": "Each tag and what it means."},
            "actors": {"type": "object", "additionalProperties": defined("actor")},
            "policies": {"type": "object", "additionalProperties": defined("policy")},
            "sources": {"type": "object", "additionalProperties": defined("source"), "description": "Those that several events rest on, by id; events have them in full too."},
            "views": {"type": "object", "description": "Named views, as files write them.", "additionalProperties": {"type": "object"}},
            "events": list("event"),
            "extra": defined("extra"),
        },
        "required": ["schema", "manifest", "title", "description", "license", "opening", "ladders", "tags", "actors", "policies", "sources", "views", "events", "extra"],
        "additionalProperties": false,
        "$defs": {
            "manifest": manifest(),
            "date": date(),
            "event": event(),
            "part": object(&[
                ("id", text.clone()),
                ("name", text.clone()),
                ("kind", maybe("string")),
                ("role", maybe("string")),
                ("country", described(country_or_none(), "The country it acted for at the time.")),
                ("office", described(maybe("string"), "The office it held at the time.")),
            ], true),
            "effect": object(&[
                ("policy", text.clone()),
                ("title", text.clone()),
                ("status", text.clone()),
                ("was", maybe("string")),
                ("note", maybe("string")),
                ("from", date_or_none()),
            ], true),
            "source": source(),
            "dispute": object(&[("says", text.clone()), ("sources", texts.clone())], true),
            "review": object(&[("by", maybe("string")), ("on", date_or_none())], true),
            "link": object(&[("relation", text.clone()), ("to", text.clone())], false),
            "office": object(&[
                ("title", text.clone()),
                ("for", described(maybe("string"), "The actor or country that its holder acts for.")),
                ("from", date_or_none()),
                ("to", date_or_none()),
            ], true),
            "member": object(&[("country", defined("country")), ("from", date_or_none()), ("to", date_or_none())], true),
            "actor": object(&[
                ("name", text.clone()),
                ("kind", maybe("string")),
                ("country", country_or_none()),
                ("aliases", texts.clone()),
                ("offices", list("office")),
                ("members", list("member")),
                ("extra", defined("extra")),
            ], false),
            "policy": object(&[
                ("title", text.clone()),
                ("short", text.clone()),
                ("owners", texts),
                ("topic", maybe("string")),
                ("ladder", maybe("string")),
                ("extra", defined("extra")),
            ], false),
            "country": {"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166-1 alpha-2, or EU, UN, XK."},
            "extra": {"type": "object", "description": "Keys of the files that dateline does not know."},
        },
    })
}

fn defined(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn maybe(kind: &str) -> Value {
    json!({"type": [kind, "null"]})
}

fn date_or_none() -> Value {
    json!({"anyOf": [defined("date"), {"type": "null"}]})
}

fn country_or_none() -> Value {
    json!({"anyOf": [defined("country"), {"type": "null"}]})
}

fn described(mut shape: Value, about: &str) -> Value {
    shape["description"] = about.into();
    shape
}

/// Returns the schema of an object in which all keys are required, and optionally `extra` is allowed.
fn object(keys: &[(&str, Value)], may_have_extra: bool) -> Value {
    let required: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
    let extra = may_have_extra.then(|| ("extra", defined("extra")));
    let all = keys.iter().cloned().chain(extra);
    let properties: Map<String, Value> = all.map(|(key, shape)| (key.to_owned(), shape)).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn manifest() -> Value {
    let text = |about: &str| json!({"type": "string", "description": about});
    let count = |about: &str| json!({"type": "integer", "minimum": 0, "description": about});
    object(
        &[
            ("title", text("The title of the timeline.")),
            ("selection", text("What was chosen, in a line.")),
            ("command", text("The command line that makes the export again.")),
            ("query", text("The filter in words; empty when there is none.")),
            ("range", text("The range of dates in words; empty when there is none.")),
            ("shown", count("How many events are exported.")),
            ("total", count("How many events the timeline has.")),
            ("license", text("The licence of the data.")),
            ("data", text("A hash of the data.")),
            ("version", text("The version of dateline.")),
        ],
        false,
    )
}

fn date() -> Value {
    use Precision::{Ages, Day, Month, Season, Time, Year};
    let words: Vec<&str> = [Time, Day, Month, Season, Year, Ages].iter().map(|one| one.word()).collect();
    object(
        &[
            ("edtf", json!({"type": "string", "description": "As written: EDTF, level 0 or 1."})),
            (
                "earliest",
                described(maybe("string"), "The first day, or second, that it may mean; null when open."),
            ),
            ("latest", described(maybe("string"), "The last; null when open.")),
            ("precision", json!({"enum": words})),
            ("approximate", json!({"type": "boolean", "description": "Marked ~ or %."})),
            ("uncertain", json!({"type": "boolean", "description": "Marked ? or %."})),
        ],
        false,
    )
}

/// Returns the schema of an event: defined types for its parts, and types by shape for other fields.
fn event() -> Value {
    let fields = EventField::VARIANTS.iter().filter(|field| **field != EventField::Extra);
    let fields: Vec<_> = fields.map(|field| (field.key().name, of_field(*field))).collect();
    object(&fields, true)
}

fn of_field(field: EventField) -> Value {
    let list = |of: &str| json!({"type": "array", "items": defined(of)});
    match field {
        EventField::Id | EventField::Title => json!({"type": "string"}),
        EventField::Actors => list("part"),
        EventField::Countries => described(list("country"), "Those that the event names itself."),
        EventField::AllCountries => {
            described(list("country"), "Those that it names, then those of its actors.")
        }
        EventField::Effects => list("effect"),
        EventField::Clocks => json!({"type": "object", "additionalProperties": defined("date")}),
        EventField::Links => list("link"),
        EventField::Disputes => list("dispute"),
        EventField::Sources => list("source"),
        EventField::Reviewed => json!({"anyOf": [defined("review"), {"type": "null"}]}),
        EventField::Date
        | EventField::DateNote
        | EventField::Kind
        | EventField::Importance
        | EventField::Summary
        | EventField::Tags
        | EventField::Certainty
        | EventField::Extra => of_shape(field.key().shape),
    }
}

/// Returns the schema of a source, with types by shape.
fn source() -> Value {
    let fields = SourceField::VARIANTS.iter().filter(|field| **field != SourceField::Extra);
    let fields = fields.map(|field| field.key());
    let fields: Vec<_> = fields.map(|key| (key.name, described(of_shape(key.shape), key.about))).collect();
    object(&fields, true)
}

fn of_shape(shape: Shape) -> Value {
    match shape {
        Shape::Date => date_or_none(),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::OneToFive => json!({"type": ["integer", "null"], "minimum": 1, "maximum": 5}),
        Shape::OneOrMore(_) => json!({"type": "array", "items": {"type": "string"}}),
        Shape::Word(words) => {
            json!({"enum": words().into_iter().map(Value::from).chain([Value::Null]).collect::<Vec<_>>()})
        }
        _ => maybe("string"),
    }
}
