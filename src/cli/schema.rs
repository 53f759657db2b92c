//! `dateline schema`: JSON Schemas of files, exports and answers.

use std::io;

use clap::ValueEnum;
use schemars::JsonSchema;

use super::check::CheckAnswer;
use super::diff::DiffAnswer;
use super::exit::{DONE, Result};
use super::output::print;
use super::policies::PoliciesAnswer;
use super::stats::StatsAnswer;
use super::thread::ThreadAnswer;
use crate::{export, load};

/// What a schema describes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Described {
    /// Files that dateline reads
    File,
    /// `dateline export --format json`
    Export,
    /// `dateline policies --format json`
    Policies,
    /// `dateline thread --format json`
    Thread,
    /// `dateline stats --format json`
    Stats,
    /// `dateline diff --format json`
    Diff,
    /// `dateline check --format json`
    Check,
}

pub fn run(what: Described) -> Result {
    let schema = match what {
        Described::File => load::format::schema(),
        Described::Export => export::json::schema(),
        Described::Policies => answer::<PoliciesAnswer>("policies"),
        Described::Thread => answer::<ThreadAnswer>("thread"),
        Described::Stats => answer::<StatsAnswer>("stats"),
        Described::Diff => answer::<DiffAnswer>("diff"),
        Described::Check => answer::<CheckAnswer>("check"),
    };
    print(DONE, |out| {
        serde_json::to_writer_pretty(&mut *out, &schema).map_err(io::Error::from)?;
        writeln!(out)
    })
}

/// Returns the JSON Schema of a command's answer, derived from its type.
fn answer<T: JsonSchema>(command: &str) -> serde_json::Value {
    let mut schema = export::json::generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), format!("dateline {command}").into());
    schema.to_value()
}
