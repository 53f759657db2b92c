//! Import: a registry of formats, one per file, like that of exports.
//!
//! A reader converts a text to the node tree that YAML is parsed to. Checks, registries and problem locations
//! then work as for YAML.

mod draft;
mod html;
mod ics;
mod markwhen;
mod record;
mod timelinejs;
mod zone;

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::load::column_map::ColumnMap;
use crate::load::{self, FileKind, Found, Loaded, Progress, Reader};

/// A format that events can be imported from.
pub struct Format {
    /// The name for `--from`.
    pub name: &'static str,
    /// A description in one line.
    pub about: &'static str,
    /// File extensions that identify the format, without a dot.
    pub extensions: &'static [&'static str],
    reader: Reader,
}

impl Format {
    /// Returns whether `--map` can map foreign keys or columns.
    pub fn takes_map(&self) -> bool {
        matches!(self.reader, Reader::Native(_))
    }
}

const FORMATS: [Format; 6] = [
    Format {
        name: "csv",
        about: "a table with an event a row; --map says what foreign columns mean",
        extensions: &["csv", "tsv"],
        reader: Reader::Native(FileKind::Table),
    },
    Format {
        name: "jsonl",
        about: "JSON Lines, an event a line; --map says what foreign keys mean",
        extensions: &["jsonl", "ndjson"],
        reader: Reader::Native(FileKind::JsonLines),
    },
    Format {
        name: "timelinejs",
        about: "the JSON of TimelineJS 3: a slide is an event, a link in its text a source",
        extensions: &[],
        reader: Reader::Foreign(timelinejs::read),
    },
    Format {
        name: "ics",
        about: "a calendar (iCalendar); an event that repeats is its first occurrence",
        extensions: &["ics", "ical"],
        reader: Reader::Foreign(ics::read),
    },
    Format {
        name: "markwhen",
        about: "a markwhen page: sections and #words become tags, properties the keys of the event",
        extensions: &["mw", "markwhen"],
        reader: Reader::Foreign(markwhen::read),
    },
    Format {
        name: "front-matter",
        about: "Markdown with front matter in YAML or TOML, a file or a directory of them; the body is the summary",
        extensions: &["md", "markdown", "mdx"],
        reader: Reader::Native(FileKind::Markdown),
    },
];

/// Returns all formats, in the order in which they are listed.
pub fn formats() -> &'static [Format] {
    &FORMATS
}

/// Returns the format with this name or extension, ignoring case.
pub fn find(name: &str) -> Option<&'static Format> {
    let is_it = |known: &str| known.eq_ignore_ascii_case(name);
    let named = |format: &&Format| is_it(format.name) || format.extensions.iter().any(|one| is_it(one));
    formats().iter().find(named)
}

/// Returns the format with the extension of `path`. JSON is not identified by its extension, since several
/// formats use it.
pub fn for_path(path: &Path) -> Option<&'static Format> {
    let extension = path.extension()?.to_str()?;
    let is_it = |format: &&Format| format.extensions.iter().any(|one| one.eq_ignore_ascii_case(extension));
    formats().iter().find(is_it)
}

/// Loads timelines together with files of other formats, which are recognized by their extension or, for
/// iCalendar and `TimelineJS`, by their content.
pub fn load(paths: &[PathBuf], stdin: &mut dyn Read, map: &ColumnMap, progress: &Progress) -> Loaded {
    load::load_with_progress(paths, stdin, map, progress, reader)
}

/// Returns the format of a file by its extension or, for iCalendar and `TimelineJS`, by its content.
pub fn recognize(path: &Path, text: &str) -> Option<&'static Format> {
    let begins = |words: &str| text.get(..words.len()).is_some_and(|text| text.eq_ignore_ascii_case(words));
    for_path(path).or_else(|| match text {
        _ if begins("BEGIN:VCALENDAR") || begins("BEGIN:VEVENT") => find("ics"),
        _ if text.trim_start().starts_with('{') && text.contains("\"start_date\"") => find("timelinejs"),
        _ => None,
    })
}

fn reader(path: &Path, text: &str) -> Option<fn(&str) -> Found<'_>> {
    match recognize(path, text)?.reader {
        Reader::Foreign(read) => Some(read),
        Reader::Native(_) => None,
    }
}

/// Imports files of a format. Everything that could not be imported is reported as a problem.
pub fn read(format: &Format, paths: &[PathBuf], stdin: &mut dyn Read, map: &ColumnMap) -> Loaded {
    load::import(paths, stdin, &format.reader, map)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Imports a text, as the file `a.json`.
    pub fn imported(format: &str, text: &str) -> Loaded {
        load::import_text("a.json", text, &find(format).unwrap().reader, &ColumnMap::default())
    }

    /// Returns all problems, one per line.
    pub fn messages(loaded: &Loaded) -> String {
        loaded.problems.iter().map(|problem| problem.summary() + "\n").collect()
    }

    #[test]
    fn a_file_of_another_format_opens_when_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nDTSTART:20240522\nRRULE:X\nEND:VEVENT\nEND:VCALENDAR\n";
        let slides = "{\"events\":[{\"start_date\":{\"year\":2024},\"text\":{\"headline\":\"A\"}}]}";
        let ours = "{\"events\":[{\"date\":\"2024\",\"title\":\"A\"}]}";
        for (name, text, messages) in [
            ("a.ics", calendar, 1),
            ("a.txt", calendar, 1),
            ("a.mw", "2024: A\n", 0),
            ("a.json", slides, 0),
            ("b.json", ours, 0),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            let paths = [path];
            let loaded = load(&paths, &mut std::io::empty(), &ColumnMap::default(), &Progress::default());
            assert_eq!(loaded.timeline.len(), 1, "{name}");
            assert_eq!(
                (loaded.errors, loaded.warnings),
                (0, messages),
                "{name}: {}",
                self::messages(&loaded)
            );
        }
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
            assert_eq!(for_path(Path::new(path)).map(|format| format.name), name, "{path}");
        }
        assert_eq!(find("TimelineJS").map(|format| format.name), Some("timelinejs"));
        assert!(find("docx").is_none());
    }
}
