//! Export: a registry of formats, one per file, for the command line and the browser.

mod address;
pub(crate) mod bibtex;
mod contents;
pub(crate) mod csl;
pub(crate) mod csv;
mod day_range;
mod format;
pub(crate) mod html;
pub(crate) mod ics;
pub mod json;
pub(crate) mod jsonl;
mod manifest;
mod markup;
pub(crate) mod markwhen;
pub(crate) mod md;
mod memory;
mod name;
mod omissions;
mod picture;
mod save;
pub(crate) mod svg;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod timelinejs;
mod variant;
mod wording;
mod works;
pub(crate) mod yaml;

use std::path::Path;

pub use contents::{Export, command, suggested_name};
pub use format::{Format, Holds};
pub use manifest::Manifest;
pub use name::{file_name, slug};
pub use omissions::Omission;
pub use save::{SaveError, discard, discard_on_signals, save, written};
pub use variant::Variant;

/// Returns all formats, in the order in which they are listed.
pub fn formats() -> &'static [Format] {
    const FORMATS: [Format; 12] = [
        md::FORMAT,
        csv::FORMAT,
        json::FORMAT,
        jsonl::FORMAT,
        yaml::FORMAT,
        html::FORMAT,
        svg::FORMAT,
        ics::FORMAT,
        timelinejs::FORMAT,
        markwhen::FORMAT,
        csl::FORMAT,
        bibtex::FORMAT,
    ];
    &FORMATS
}

/// Returns the format with this name, alias or extension, ignoring case.
pub fn find(name: &str) -> Option<&'static Format> {
    let is_it = |known: &&str| known.eq_ignore_ascii_case(name);
    formats()
        .iter()
        .find(|format| [&[format.name, format.extension], format.aliases].concat().iter().any(is_it))
}

/// Returns the format with the extension of `path`, which may have two parts: `memo.csl.json`.
pub fn for_path(path: &Path) -> Option<&'static Format> {
    let last = path.extension()?.to_str()?;
    let before = Path::new(path.file_stem()?).extension().and_then(|before| before.to_str());
    before.and_then(|before| find(&format!("{before}.{last}"))).or_else(|| find(last))
}
