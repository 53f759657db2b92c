//! Detects changes to files by polling their modification times and sizes.
//!
//! Editors save by renaming, which would detach a watch on the file itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::files::entries;

/// The shortest time between two polls.
const MIN_INTERVAL: Duration = Duration::from_millis(250);
/// The pause after a poll, as a multiple of its duration, so that many files do not keep a core busy.
const PAUSE_FACTOR: u32 = 50;

/// Polls files in a separate thread until the first change after it was dropped.
#[derive(Debug, Default)]
pub struct Watch(Option<Receiver<()>>);

impl Watch {
    /// Starts to watch files and directories for changes; `-` is ignored.
    pub fn on(paths: &[PathBuf]) -> Self {
        let paths: Vec<PathBuf> = paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
        if paths.is_empty() {
            return Self::default();
        }
        let mut seen = look(&paths);
        let (send, changes) = channel();
        thread::spawn(move || {
            let mut rest = MIN_INTERVAL;
            loop {
                thread::sleep(rest);
                let start = Instant::now();
                let before = std::mem::replace(&mut seen, look(&paths));
                if seen != before && send.send(()).is_err() {
                    return;
                }
                rest = MIN_INTERVAL.max(start.elapsed() * PAUSE_FACTOR);
            }
        });
        Self(Some(changes))
    }

    /// Whether anything changed since the last call.
    pub fn changed(&mut self) -> bool {
        self.0.as_ref().is_some_and(|changes| changes.try_iter().count() > 0)
    }
}

/// The path, modification time and size of a file.
type Seen = (PathBuf, Option<SystemTime>, u64);

/// Returns the files that are read below `paths`, in order.
fn look(paths: &[PathBuf]) -> Vec<Seen> {
    let mut seen = Vec::new();
    paths.iter().for_each(|path| look_at(path, &mut seen));
    seen
}

fn look_at(path: &Path, seen: &mut Vec<Seen>) {
    let meta = fs::metadata(path).ok();
    if let Some(entries) = meta.as_ref().filter(|meta| meta.is_dir()).and_then(|_| entries(path).ok()) {
        entries.iter().for_each(|entry| look_at(&entry.path(), seen));
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
        let look = || look(&[folder.path().to_owned()]);
        let mut seen = look();
        assert_eq!(look(), seen);
        for text in ["longer", "longer still"] {
            let other = folder.path().join(".new");
            fs::write(&other, text).unwrap();
            fs::rename(&other, &file).unwrap();
            assert_ne!(std::mem::replace(&mut seen, look()), seen);
            assert_eq!(look(), seen);
        }
    }

    #[test]
    fn a_look_sees_what_is_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inside")).unwrap();
        for name in ["a.yaml", "b.txt", ".c.yaml", "inside/d.md"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let seen = look(&[folder.path().to_owned()]);
        let names: Vec<_> = seen.iter().map(|(path, ..)| path.strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, [Path::new("a.yaml"), Path::new("inside/d.md")]);
    }

    #[test]
    fn a_change_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        fs::write(&file, "one").unwrap();
        let mut watch = Watch::on(std::slice::from_ref(&file));
        fs::write(&file, "longer").unwrap();
        let start = Instant::now();
        while !watch.changed() {
            assert!(start.elapsed() < Duration::from_secs(30), "never noticed");
            thread::sleep(Duration::from_millis(5));
        }
        assert!(!watch.changed());
    }
}
