//! Notices when files change, by looking at their times and sizes.
//!
//! Editors save by renaming, which a watch on the file itself would lose; a look does not.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What was seen of a file or directory.
type Seen = (PathBuf, Option<SystemTime>, u64);

/// The paths that are looked at, and what was seen last.
#[derive(Debug, Default)]
pub struct Watch {
    paths: Vec<PathBuf>,
    seen: Vec<Seen>,
}

impl Watch {
    /// Looks at files and whole directories; `-` is never looked at.
    pub fn on(paths: &[PathBuf]) -> Self {
        let paths: Vec<PathBuf> = paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
        let seen = look(&paths);
        Self { paths, seen }
    }

    /// Whether anything changed since the last look.
    pub fn changed(&mut self) -> bool {
        if self.paths.is_empty() {
            return false;
        }
        let now = look(&self.paths);
        let changed = now != self.seen;
        self.seen = now;
        changed
    }
}

fn look(paths: &[PathBuf]) -> Vec<Seen> {
    let mut seen = Vec::new();
    paths.iter().for_each(|path| look_at(path, &mut seen));
    seen
}

fn look_at(path: &Path, seen: &mut Vec<Seen>) {
    let meta = fs::metadata(path).ok();
    if let Some(entries) = meta.as_ref().filter(|meta| meta.is_dir()).and_then(|_| fs::read_dir(path).ok()) {
        let mut entries: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        entries.sort();
        let wanted = |path: &&PathBuf| {
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            !hidden && (path.is_dir() && !path.is_symlink() || super::files::kind_of(path).is_some())
        };
        entries.iter().filter(wanted).for_each(|entry| look_at(entry, seen));
    } else {
        seen.push((
            path.to_owned(),
            meta.as_ref().and_then(|meta| meta.modified().ok()),
            meta.map_or(0, |meta| meta.len()),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_saves_by_renaming_are_both_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        fs::write(&file, "one").unwrap();
        let mut watch = Watch::on(&[folder.path().to_owned()]);
        assert!(!watch.changed());
        for text in ["longer", "longer still"] {
            let other = folder.path().join(".new");
            fs::write(&other, text).unwrap();
            fs::rename(&other, &file).unwrap();
            assert!(watch.changed());
            assert!(!watch.changed());
        }
    }
}
