//! Writes files atomically.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, NamedTempFile};

use crate::text::{counted, path_name, sanitize};

/// The number of symbolic links to follow before a cycle is assumed.
const MOST_LINKS: usize = 40;

/// Why a file was not written. The old content is unchanged, except with [`SaveError::CutShort`].
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file exists and may not be overwritten.
    #[error("`{}` exists; choose another name, or say that it may be overwritten", path_name(.0))]
    Exists(PathBuf),
    /// The path is a directory.
    #[error("`{}` is a directory; give the name of a file in it", path_name(.0))]
    Directory(PathBuf),
    /// The parent directory does not exist.
    #[error("cannot write `{}`: there is no directory `{}`; make it first", path_name(.0), path_name(directory_of(.0)))]
    NoDirectory(PathBuf),
    /// The file cannot be created, or cannot replace the old one.
    #[error("cannot write `{}`: {}", path_name(.0), refusal(.0, .1))]
    Place(PathBuf, #[source] io::Error),
    /// The content could not be written.
    #[error("cannot write `{}`: {}; nothing was changed", path_name(.0), says(.1))]
    Write(PathBuf, #[source] io::Error),
    /// Writing to a device or pipe failed. The last value is the number of bytes written before.
    #[error("cannot write to {}: {}; {} were written before", .0, says(.1), counted(*.2 as usize, "byte"))]
    CutShort(String, #[source] io::Error, u64),
}

/// Describes why a file cannot be created, or cannot replace the old one.
fn refusal(path: &Path, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::PermissionDenied {
        let directory = path_name(directory_of(path));
        return format!("no permission to make files in `{directory}`; choose another place");
    }
    format!("{}; nothing was changed", says(error))
}

/// Returns the message of an error in lower case, without the error number.
fn says(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    sanitize(&format!("{first}{}", letters.as_str())).into_owned()
}

/// Writes a file atomically: to a temporary file in the same directory, which then replaces the target.
///
/// Symbolic links are followed. Owner, group and permissions of an existing file are kept as far as possible,
/// but not the setuid, setgid and sticky bits. Devices and pipes, such as `/dev/stdout`, are written to
/// directly.
///
/// # Errors
/// Fails if the file exists and `overwrite` is false, if its directory is missing or not writable, or if
/// `write` fails. An existing file is then unchanged.
pub fn save(
    path: &Path,
    overwrite: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    let old = fs::metadata(path).ok();
    // `/dev/stdout` may be a symbolic link to a pipe, whose target is not a path.
    if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
        return into_device(path, write);
    }
    let target = follow(path).map_err(|error| SaveError::Place(path.to_owned(), error))?;
    match &old {
        Some(old) if old.is_dir() => return Err(SaveError::Directory(path.to_owned())),
        Some(_) if !overwrite => return Err(SaveError::Exists(path.to_owned())),
        _ => {}
    }
    if !directory_of(&target).is_dir() {
        return Err(SaveError::NoDirectory(target));
    }
    let mut file = beside(&target).map_err(|error| SaveError::Place(target.clone(), error))?;
    let part = file.path().to_owned();
    let filled = fill(&mut file, old.as_ref(), write);
    let put = filled.map_err(|error| SaveError::Write(target.clone(), error)).and_then(|()| {
        let put = if overwrite { file.persist(&target) } else { file.persist_noclobber(&target) };
        put.map_err(|failed| match failed.error.kind() {
            io::ErrorKind::AlreadyExists => SaveError::Exists(path.to_owned()),
            _ => SaveError::Place(target.clone(), failed.error),
        })
    });
    // If [`discard`] has removed the file, this waits until the program ends.
    temporary().retain(|path| *path != part);
    put?;
    if let Ok(directory) = File::open(directory_of(&target)) {
        // Not every file system supports this. The content is already synced.
        let _ = directory.sync_all();
    }
    Ok(())
}

/// Resolves symbolic links, even to a file that does not exist yet.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = directory_of(&target).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("its symbolic links lead in a circle"))
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Creates a temporary file in the directory of `target`, with the default permissions of a new file. The lock
/// is held until the path is registered, so that no signal finds an unregistered file.
fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".dateline-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut paths = temporary();
    let file = builder.tempfile_in(directory_of(target))?;
    paths.push(file.path().to_owned());
    Ok(file)
}

fn fill(
    file: &mut NamedTempFile,
    old: Option<&fs::Metadata>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(file.as_file_mut());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    if let Some(old) = old {
        keep_owner(file.as_file(), old)?;
    }
    file.as_file().sync_all()
}

/// Copies owner, group and permissions of an old file. The owner is left alone if the user may not change it;
/// the setuid, setgid and sticky bits are dropped.
#[cfg(unix)]
fn keep_owner(file: &File, old: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    if fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
        let _ = fchown(file, None, Some(old.gid()));
    }
    file.set_permissions(fs::Permissions::from_mode(old.mode() & 0o777))
}

#[cfg(not(unix))]
fn keep_owner(file: &File, old: &fs::Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// The temporary files of this process that are not finished.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn temporary() -> MutexGuard<'static, Vec<PathBuf>> {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes the temporary files and blocks the creation of others. Call this right before a signal ends the
/// program.
pub fn discard() {
    let paths = temporary();
    remove(&paths);
    std::mem::forget(paths);
}

fn remove(paths: &[PathBuf]) {
    for path in paths {
        let _ = fs::remove_file(path);
    }
}

/// Removes temporary files when a signal ends the program.
///
/// # Errors
/// Fails if signal handlers cannot be registered.
#[cfg(unix)]
pub fn discard_on_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let heeded = [SIGHUP, SIGINT, SIGQUIT, SIGTERM].into_iter().filter(|signal| !is_ignored(*signal));
    let mut signals = signal_hook::iterator::Signals::new(heeded)?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            discard();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
    Ok(())
}

/// Returns whether a signal was ignored at the start of the program, as `nohup` does. Works on Linux only.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask =
        status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    mask.unwrap_or_default() >> (signal - 1) & 1 == 1
}

/// Does nothing on this platform.
///
/// # Errors
/// Never fails.
#[cfg(not(unix))]
pub fn discard_on_signals() -> io::Result<()> {
    Ok(())
}

fn into_device(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), SaveError> {
    let device = fs::OpenOptions::new().write(true).open(path);
    let device = device.map_err(|error| SaveError::Place(path.to_owned(), error))?;
    written(&format!("`{}`", path_name(path)), device, write)
}

/// Writes to standard output, a device or a pipe, with a buffer. `name` is used in the error.
///
/// # Errors
/// Fails if `write` or `out` does.
pub fn written(
    name: &str,
    out: impl Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    let mut out = BufWriter::new(Counting { out, count: 0 });
    let done = write(&mut out).and_then(|()| out.flush());
    done.map_err(|error| SaveError::CutShort(name.to_owned(), error, out.get_ref().count))
}

/// A writer that counts the bytes written.
struct Counting<W> {
    out: W,
    count: u64,
}

impl<W: Write> Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.count += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &Path, overwrite: bool, text: &str) -> Result<(), SaveError> {
        save(path, overwrite, |out| out.write_all(text.as_bytes()))
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_never_overwritten_unless_asked() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("memo.md");
        put(&path, false, "old").unwrap();
        let error = put(&path, false, "new").unwrap_err();
        assert!(matches!(error, SaveError::Exists(_)));
        assert!(error.to_string().contains("memo.md` exists"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        put(&path, true, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(directory.path()), ["memo.md"]);
    }

    #[test]
    fn a_writer_that_fails_half_way_leaves_the_old_file_and_no_litter() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("memo.md");
        put(&path, false, "old").unwrap();
        let error = save(&path, true, |out| {
            out.write_all("x".repeat(100_000).as_bytes())?;
            Err(io::Error::other("No space left (os error 28)"))
        });
        let words = error.unwrap_err().to_string();
        assert!(words.ends_with("no space left; nothing was changed"), "{words}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(directory.path()), ["memo.md"]);
    }

    #[test]
    fn a_writer_that_panics_leaves_the_old_file_and_no_litter() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("memo.md");
        put(&path, false, "old").unwrap();
        let panicked = std::panic::catch_unwind(|| save(&path, true, |_| panic!("in the middle")));
        assert!(panicked.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(directory.path()), ["memo.md"]);
    }

    #[test]
    fn a_missing_directory_and_a_directory_are_named_in_the_error() {
        let directory = tempfile::tempdir().unwrap();
        let error = put(&directory.path().join("nowhere/memo.md"), false, "x").unwrap_err();
        assert!(matches!(error, SaveError::NoDirectory(_)));
        assert!(error.to_string().contains("there is no directory"), "{error}");
        let error = put(directory.path(), true, "x").unwrap_err();
        assert!(error.to_string().ends_with("is a directory; give the name of a file in it"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_that_cannot_be_written_to_is_said_to_be_so() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let path = directory.path().join("memo.md");
        if File::create(&path).is_ok() {
            return; // the superuser may write anywhere
        }
        let error = put(&path, false, "x").unwrap_err();
        assert!(error.to_string().contains("no permission to make files in"), "{error}");
    }

    #[test]
    fn the_words_for_a_place_without_permission_say_what_to_do() {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(
            SaveError::Place("/etc/memo.md".into(), denied).to_string(),
            "cannot write `/etc/memo.md`: no permission to make files in `/etc`; choose another place"
        );
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_new_files_are_as_open_as_any() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = directory.path().join("memo.md");
        put(&path, false, "x").unwrap();
        let usual = directory.path().join("usual");
        File::create(&usual).unwrap();
        assert_eq!(mode(&path), mode(&usual));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o6640)).unwrap();
        let owner = std::os::unix::fs::chown(&path, Some(1), Some(1));
        put(&path, true, "y").unwrap();
        let meta = fs::metadata(&path).unwrap();
        assert_eq!(meta.permissions().mode() & 0o7777, 0o640, "what is written now runs as nobody else");
        if owner.is_ok() {
            use std::os::unix::fs::MetadataExt as _;
            assert_eq!((meta.uid(), meta.gid()), (1, 1));
        }
    }

    #[test]
    fn an_unfinished_file_is_removed_when_a_signal_ends_the_program() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("memo.md");
        let error = save(&path, true, |out| {
            out.write_all(b"half")?;
            out.flush()?;
            assert_eq!(names(directory.path()).len(), 1);
            // Other tests write files at the same time.
            let is_inside = |path: &&PathBuf| path.starts_with(directory.path());
            let files: Vec<PathBuf> = temporary().iter().filter(is_inside).cloned().collect();
            remove(&files);
            assert_eq!(names(directory.path()), [""; 0]);
            Err(io::ErrorKind::Interrupted.into())
        });
        assert!(error.is_err());
    }

    #[test]
    fn what_takes_no_more_says_how_much_it_took() {
        let mut room = vec![0; 20_000];
        let error = written("`pipe`", &mut room[..], |out| out.write_all(&vec![b'x'; 30_000]));
        let words = error.unwrap_err().to_string();
        assert!(words.starts_with("cannot write to `pipe`: ") && words.contains("bytes were written before"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_its_target_is_written() {
        let directory = tempfile::tempdir().unwrap();
        let (target, link) = (directory.path().join("target.md"), directory.path().join("link.md"));
        std::os::unix::fs::symlink("target.md", &link).unwrap();
        put(&link, false, "first").unwrap();
        assert!(matches!(put(&link, false, "second"), Err(SaveError::Exists(_))));
        put(&link, true, "second").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "second");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let ring = directory.path().join("ring");
        std::os::unix::fs::symlink("ring", &ring).unwrap();
        assert!(put(&ring, true, "x").unwrap_err().to_string().contains("circle"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_written_to_as_it_is() {
        put(Path::new("/dev/null"), false, "x").unwrap();
        let (mut reader, writer) = io::pipe().unwrap();
        let name = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&writer));
        put(Path::new(&name), false, "x").unwrap();
        drop(writer);
        let mut read = String::new();
        io::Read::read_to_string(&mut reader, &mut read).unwrap();
        assert_eq!(read, "x");
    }
}
