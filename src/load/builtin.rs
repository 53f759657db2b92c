//! The timelines that are part of the program.

use super::files::{File, FileKind};
use super::{Loaded, Resolver, assemble, read_plain};

/// A timeline's name, and the names and texts of its files.
type Embedded = (&'static str, &'static [(&'static str, &'static str)]);

/// Every timeline under `data/`, in the order of names; the build script lists them.
const TIMELINES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/timelines.rs"));

/// The timeline that opens when no path is given.
pub const DEFAULT: &str = "weapons-use";

/// What stands before the name of an embedded timeline on a command line.
pub const OPTION: &str = "--timeline=";

/// Whether the words of a command line name no file, but an embedded timeline, or nothing at all.
pub fn is_meant(paths: &[String]) -> bool {
    paths.first().is_none_or(|path| path.starts_with(OPTION))
}

/// Returns the names of the embedded timelines, the default one first.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = TIMELINES.iter().map(|(name, _)| *name).collect();
    names.sort_by_key(|name| *name != DEFAULT);
    names
}

/// Returns the text of an embedded file.
pub fn text(name: &str) -> Option<&'static str> {
    let mut files = TIMELINES.iter().flat_map(|(_, files)| *files);
    files.find(|(file, _)| *file == name).map(|(_, text)| *text)
}

/// Reads the embedded timeline that opens when no path is given.
pub fn builtin() -> Loaded {
    load(DEFAULT).unwrap_or_default()
}

/// Reads an embedded timeline; `None` when there is none of that name.
pub fn load(name: &str) -> Option<Loaded> {
    let (_, files) = TIMELINES.iter().find(|(known, _)| *known == name)?;
    let file = |(name, text): &(&str, &str)| File::of((*name).into(), (*text).to_owned(), FileKind::Yaml);
    let files: Vec<File> = files.iter().map(file).collect();
    Some(assemble(&files, Vec::new(), Resolver::default(), read_plain))
}
