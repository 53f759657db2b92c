//! What comes into dateline from elsewhere: a registry of formats, one a file, as for exports.
//!
//! A reader turns a text into the same tree that YAML becomes, so that everything behind it (the
//! checks, the registries, the places of problems) is the same.

mod draft;
mod html;
pub mod ics;
pub mod markwhen;
pub mod native;
mod ours;
pub mod timelinejs;

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::load::map::Map;
use crate::load::{self, How, Loaded};

/// A format that events can be read from.
pub trait Format: Sync {
    /// The name that `--from` takes.
    fn name(&self) -> &'static str;

    /// What it is, in one line.
    fn about(&self) -> &'static str;

    /// Extensions that mean this format and no other.
    fn extensions(&self) -> &'static [&'static str];

    /// How its text is read.
    fn how<'m>(&self, map: &'m Map) -> How<'m>;

    /// Whether foreign keys or columns can be mapped.
    fn takes_map(&self) -> bool {
        matches!(self.how(&Map::default()), How::Own(..))
    }
}

/// Every format, in the order in which they are offered.
pub fn formats() -> &'static [&'static dyn Format] {
    &[
        &native::Csv,
        &native::JsonLines,
        &timelinejs::TimelineJs,
        &ics::Calendar,
        &markwhen::Markwhen,
        &native::FrontMatter,
    ]
}

/// The format of this name or extension, without case.
pub fn find(name: &str) -> Option<&'static dyn Format> {
    let is_it = |known: &str| known.eq_ignore_ascii_case(name);
    let named =
        |format: &&&dyn Format| is_it(format.name()) || format.extensions().iter().any(|one| is_it(one));
    formats().iter().find(named).copied()
}

/// The format that the extension of `path` stands for; JSON may be anything, and says nothing.
pub fn for_path(path: &Path) -> Option<&'static dyn Format> {
    let extension = path.extension()?.to_str()?;
    let is_it =
        |format: &&&dyn Format| format.extensions().iter().any(|one| one.eq_ignore_ascii_case(extension));
    formats().iter().find(is_it).copied()
}

/// Reads files of a format. Whatever could not be carried over is among the problems.
pub fn read(format: &dyn Format, paths: &[PathBuf], stdin: &mut dyn Read, map: &Map) -> Loaded {
    load::import(paths, stdin, &format.how(map))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text imported as a format, in a file `a.json`.
    pub fn imported(format: &dyn Format, text: &str) -> Loaded {
        load::import_text("a.json", text, &format.how(&Map::default()))
    }

    /// Everything that was told, a line each.
    pub fn told(loaded: &Loaded) -> String {
        loaded.problems.iter().map(|problem| problem.summary() + "\n").collect()
    }

    #[test]
    fn a_format_is_found_by_its_name_and_by_an_extension_that_means_no_other() {
        for (path, name) in [
            ("a/b.CSV", Some("csv")),
            ("b.ndjson", Some("jsonl")),
            ("b.ics", Some("ics")),
            ("b.mw", Some("markwhen")),
            ("b.md", Some("front-matter")),
            ("b.json", None),
            ("b", None),
        ] {
            assert_eq!(for_path(Path::new(path)).map(Format::name), name, "{path}");
        }
        assert_eq!(find("TimelineJS").map(Format::name), Some("timelinejs"));
        assert!(find("docx").is_none());
    }
}
