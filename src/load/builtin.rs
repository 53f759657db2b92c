//! The embedded timelines.

use super::files::{File, FileKind};
use super::{Loaded, Resolver, assemble, read_plain};

/// A timeline's name, and the names and texts of its files.
type Embedded = (&'static str, &'static [(&'static str, &'static str)]);

/// Every timeline under `data/`, sorted by name, as listed by the build script.
const TIMELINES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/timelines.rs"));

/// The timeline that opens when no path is given.
pub const DEFAULT: &str = "weapons-use";

/// The prefix of an embedded timeline's name on the command line.
pub const OPTION: &str = "--timeline=";

/// Whether the arguments select an embedded timeline: by name, or by naming no path at all.
pub fn is_builtin(paths: &[String]) -> bool {
    paths.first().is_none_or(|path| path.starts_with(OPTION))
}

/// Returns the names of the embedded timelines, the default one first.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = TIMELINES.iter().map(|(name, _)| *name).collect();
    names.sort_by_key(|name| *name != DEFAULT);
    names
}

/// Returns the text of an embedded file, or `None` if there is no such file.
pub fn text(name: &str) -> Option<&'static str> {
    let mut files = TIMELINES.iter().flat_map(|(_, files)| *files);
    files.find(|(file, _)| *file == name).map(|(_, text)| *text)
}

/// Loads the embedded timeline that opens when no path is given.
pub fn builtin() -> Loaded {
    load(DEFAULT).unwrap_or_default()
}

/// Loads an embedded timeline; `None` if there is none of that name.
pub fn load(name: &str) -> Option<Loaded> {
    let (_, files) = TIMELINES.iter().find(|(known, _)| *known == name)?;
    let file = |(name, text): &(&str, &str)| File::of((*name).into(), (*text).to_owned(), FileKind::Yaml);
    let files: Vec<File> = files.iter().map(file).collect();
    Some(assemble(&files, Vec::new(), Resolver::default(), read_plain))
}
