//! Detects changes to files by polling their modification times and sizes.
//!
//! Editors save by renaming, which would detach a watch on the file itself.

use std::fs::{self, DirEntry, FileType};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::files::kind_of;

/// The shortest time between two polls.
const MIN_INTERVAL: Duration = Duration::from_millis(250);
/// The pause after a poll, as a multiple of its duration, so that many files do not keep a core busy.
const PAUSE_FACTOR: u32 = 50;

/// Polls files in a separate thread until dropped.
#[derive(Debug, Default)]
pub struct Watch(Option<Receiver<()>>);

impl Watch {
    /// Starts to watch files and directories for changes; `-` is ignored.
    pub fn on(paths: &[PathBuf]) -> Self {
        let mut files = Files::on(paths);
        if files.paths.is_empty() {
            return Self::default();
        }
        let (send, changes) = channel();
        thread::spawn(move || {
            let mut rest = MIN_INTERVAL;
            loop {
                thread::sleep(rest);
                let start = Instant::now();
                if files.changed() && send.send(()).is_err() {
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

/// The watched paths and the result of the last poll.
struct Files {
    paths: Vec<PathBuf>,
    seen: Vec<Seen>,
}

impl Files {
    fn on(paths: &[PathBuf]) -> Self {
        let paths: Vec<PathBuf> = paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
        let seen = look(&paths);
        Self { paths, seen }
    }

    /// Polls; returns whether anything changed since the last poll.
    fn changed(&mut self) -> bool {
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
        let mut entries: Vec<PathBuf> =
            entries.flatten().filter(may_be_read).map(|entry| entry.path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| look_at(entry, seen));
    } else {
        seen.push((
            path.to_owned(),
            meta.as_ref().and_then(|meta| meta.modified().ok()),
            meta.map_or(0, |meta| meta.len()),
        ));
    }
}

/// Whether an entry of a directory would be read, by its name and type alone.
fn may_be_read(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let is_directory = || entry.file_type().as_ref().is_ok_and(FileType::is_dir);
    !name.as_encoded_bytes().starts_with(b".") && (kind_of(Path::new(&name)).is_some() || is_directory())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_saves_by_renaming_are_both_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        fs::write(&file, "one").unwrap();
        let mut files = Files::on(&[folder.path().to_owned()]);
        assert!(!files.changed());
        for text in ["longer", "longer still"] {
            let other = folder.path().join(".new");
            fs::write(&other, text).unwrap();
            fs::rename(&other, &file).unwrap();
            assert!(files.changed());
            assert!(!files.changed());
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
