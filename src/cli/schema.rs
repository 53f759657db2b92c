//! `dateline schema`: the file format, and the shapes of answers, as JSON Schemas.

use std::io::{self, Write};

use super::DONE;
use crate::load::format::schema;
use crate::text::nearest;

/// Answers as JSON and their schemas, as they are shipped under `data/answers`.
const ANSWERS: &[(&str, &str)] = &[
    ("diff", include_str!("../../data/answers/diff.schema.json")),
    ("policies", include_str!("../../data/answers/policies.schema.json")),
];

/// Prints the schema of the file format, or of an answer.
///
/// # Errors
/// When there is no answer of that name.
pub fn run(what: Option<&str>) -> Result<io::Result<u8>, String> {
    let text = match what {
        None => serde_json::to_string_pretty(&schema())
            .map(|text| text + "\n")
            .map_err(|error| error.to_string())?,
        Some(name) => {
            let known = ANSWERS.iter().find(|(known, _)| *known == name);
            known.map(|(_, text)| (*text).to_owned()).ok_or_else(|| {
                let names: Vec<&str> = ANSWERS.iter().map(|(name, _)| *name).collect();
                let hint = nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                let hint = hint.unwrap_or_else(|| format!("there are: {}", names.join(", ")));
                format!("no answer is called `{name}`; {hint}")
            })?
        }
    };
    Ok(io::stdout().lock().write_all(text.as_bytes()).map(|()| DONE))
}
