//! The JSON Schema of the JSON formats, for other programs and for tests.

use schemars::Schema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::transform::RecursiveTransform;
use serde_json::{Map, Value, json};
use strum::VariantArray as _;

use super::record::{Actor, Dispute, Effect, Link, Review};
use super::registry::{ActorOf, PolicyOf};
use crate::export::manifest::ManifestOf;
use crate::model::field::Shape;
use crate::model::{EventField, SourceField};

/// The name and version of the schema.
pub const SCHEMA: &str = "dateline/1";

/// Returns the JSON Schema (draft 2020-12) of the output of [`super::FORMAT`]. `$defs/event` also describes
/// the lines of JSON Lines, except for `origin` in the first.
pub fn schema() -> Value {
    let mut generator = generator();
    generator.subschema_for::<ManifestOf>();
    generator.subschema_for::<ActorOf>();
    generator.subschema_for::<PolicyOf>();
    generator.subschema_for::<Actor>();
    generator.subschema_for::<Effect>();
    generator.subschema_for::<Link>();
    generator.subschema_for::<Dispute>();
    generator.subschema_for::<Review>();
    let mut definitions = generator.take_definitions(true);
    definitions.insert("event".to_owned(), event());
    definitions.insert("source".to_owned(), source());
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
            "events": {"type": "array", "items": defined("event")},
            "extra": defined("extra"),
        },
        "required": ["schema", "manifest", "title", "description", "license", "opening", "ladders", "tags", "actors", "policies", "sources", "views", "events", "extra"],
        "additionalProperties": false,
        "$defs": definitions,
    })
}

/// Returns a generator of schemas from the types that are serialized, without additional properties.
pub fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.with_transform(RecursiveTransform(close)).into_generator()
}

/// Disallows additional properties in objects.
fn close(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
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

fn described(mut shape: Value, about: &str) -> Value {
    shape["description"] = about.into();
    shape
}

/// Returns the schema of an object in which all keys but `extra` are required.
fn object(keys: &[(&str, Value)]) -> Value {
    let required: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
    let all = keys.iter().cloned().chain([("extra", defined("extra"))]);
    let properties: Map<String, Value> = all.map(|(key, shape)| (key.to_owned(), shape)).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

/// Returns the schema of an event: defined types for its parts, and types by shape for other fields.
fn event() -> Value {
    let fields = EventField::VARIANTS.iter().filter(|field| **field != EventField::Extra);
    let fields: Vec<_> = fields.map(|field| (field.key().name, of_field(*field))).collect();
    object(&fields)
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
    object(&fields)
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
