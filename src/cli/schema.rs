//! `dateline schema`: the file format as a JSON Schema.

use std::io::{self, Write};

use super::DONE;
use crate::load::format::schema;

/// Prints the schema.
pub fn run() -> io::Result<u8> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &schema())?;
    writeln!(out)?;
    Ok(DONE)
}
