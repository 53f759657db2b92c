//! `dateline schema`: JSON Schemas of files, exports and answers.

use std::io;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};

use super::check::CheckAnswer;
use super::diff::DiffAnswer;
use super::exit::{DONE, Error, Result};
use super::output::print;
use super::policies::PoliciesAnswer;
use super::stats::StatsAnswer;
use super::thread::ThreadAnswer;
use crate::text::meant;
use crate::{export, load};

/// A name, and what makes its schema from that name.
type Named = (&'static str, fn(&str) -> serde_json::Value);

/// Every schema: of files, of JSON exports, and of the answers of commands.
const SCHEMAS: &[Named] = &[
    ("file", |_| load::format::schema()),
    ("export", |_| export::json::schema()),
    ("policies", answer::<PoliciesAnswer>),
    ("thread", answer::<ThreadAnswer>),
    ("stats", answer::<StatsAnswer>),
    ("diff", answer::<DiffAnswer>),
    ("check", answer::<CheckAnswer>),
];

/// Prints the schema of the file format, or of what is named.
///
/// # Errors
/// When nothing has that name.
pub fn run(what: Option<&str>) -> Result {
    let name = what.unwrap_or("file");
    let known = SCHEMAS.iter().find(|(known, _)| *known == name);
    let (_, schema) = known.ok_or_else(|| {
        let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
        let hint = meant(name, names.iter().copied());
        let hint = hint.unwrap_or_else(|| format!("there are: {}", names.join(", ")));
        Error::Usage(format!("there is no schema `{name}`; {hint}"))
    })?;
    print(DONE, |out| {
        serde_json::to_writer_pretty(&mut *out, &schema(name)).map_err(io::Error::from)?;
        writeln!(out)
    })
}

/// Returns the schema of the JSON that a command prints, made from the type that it serialises.
fn answer<T: JsonSchema>(command: &str) -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.with_transform(RecursiveTransform(close)).into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("title".to_owned(), format!("dateline {command}").into());
    schema.to_value()
}

/// Allows no other keys in objects than those of their type.
fn close(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}
