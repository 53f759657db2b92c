//! Formats that dateline opens itself; an import writes them down as YAML.

use super::Format;
use crate::load::map::Map;
use crate::load::{How, Kind};

/// Tables with an event a row, dateline's own or any whose columns a map names.
#[derive(Debug, Clone, Copy)]
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "a table with an event a row; --map says what foreign columns mean"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    fn how<'m>(&self, map: &'m Map) -> How<'m> {
        How::Own(Kind::Table, map)
    }
}

/// One JSON object a line, dateline's own or any whose keys a map names.
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "JSON Lines, an event a line; --map says what foreign keys mean"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn how<'m>(&self, map: &'m Map) -> How<'m> {
        How::Own(Kind::JsonLines, map)
    }
}

/// Markdown behind YAML front matter: a file is an event, its body the summary.
#[derive(Debug, Clone, Copy)]
pub struct FrontMatter;

impl Format for FrontMatter {
    fn name(&self) -> &'static str {
        "front-matter"
    }

    fn about(&self) -> &'static str {
        "Markdown with YAML front matter, a file or a directory of them; the body is the summary"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn how<'m>(&self, map: &'m Map) -> How<'m> {
        How::Own(Kind::Markdown, map)
    }
}
