//! `dateline schema`: the shapes of files, exports and answers as JSON Schemas.

use super::exit::{DONE, Error, Result};
use super::output::print;
use std::io;

use crate::text::meant;
use crate::{export, load};

/// A schema: what it is the shape of, and its text.
type Schema = (&'static str, fn() -> serde_json::Result<String>);

/// Every schema, the files' first; those of answers are shipped under `data/answers`.
const SCHEMAS: &[Schema] = &[
    ("file", || serde_json::to_string_pretty(&load::format::schema()).map(|text| text + "\n")),
    ("export", || serde_json::to_string_pretty(&export::json::schema()).map(|text| text + "\n")),
    ("policies", || Ok(include_str!("../../data/answers/policies.schema.json").to_owned())),
    ("thread", || Ok(include_str!("../../data/answers/thread.schema.json").to_owned())),
    ("stats", || Ok(include_str!("../../data/answers/stats.schema.json").to_owned())),
    ("diff", || Ok(include_str!("../../data/answers/diff.schema.json").to_owned())),
];

/// Prints the schema of the file format, or of what is named.
///
/// # Errors
/// When there is nothing of that name.
pub fn run(what: Option<&str>) -> Result {
    let name = what.unwrap_or("file");
    let known = SCHEMAS.iter().find(|(known, _)| *known == name);
    let (_, text) = known.ok_or_else(|| {
        let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
        let hint = meant(name, names.iter().copied());
        let hint = hint.unwrap_or_else(|| format!("there are: {}", names.join(", ")));
        Error::Usage(format!("there is no schema `{name}`; {hint}"))
    })?;
    let text = text().map_err(io::Error::from)?;
    print(DONE, |out| out.write_all(text.as_bytes()))
}
