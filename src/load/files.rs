//! Reads files, directory trees and standard input into texts, and reports those that cannot be read.

use std::collections::HashMap;
use std::fs::{self, DirEntry};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use memchr::memchr_iter;

use super::column_map::ColumnMap;
use super::folds;
use super::line_index::LineIndex;
use super::memory;
use super::progress::Progress;
use super::table::is_table;
use crate::parallel::{each, in_chunks};
use crate::problem::{Location, Problem, QUOTED, Span};
use crate::text::{did_you_mean, nearest, path_name};

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// YAML, or JSON, which is a subset of it.
    Yaml,
    /// One JSON value per line.
    JsonLines,
    /// Markdown with front matter.
    Markdown,
    /// A table with one event per row.
    Table,
}

/// A text to be loaded.
#[derive(Debug, Clone)]
pub struct File {
    /// The path as given on the command line, or below a directory given there; `-` for standard input.
    pub path: PathBuf,
    /// The path in messages and output ([`path_name`]).
    pub name: String,
    /// The text without a byte order mark.
    pub text: String,
    /// The reader to use.
    pub kind: FileKind,
    /// Whether the user named this file, so that it must hold a timeline; files in directories may hold
    /// anything.
    pub named: bool,
}

impl File {
    /// Creates a file as one named by the user.
    pub fn of(path: PathBuf, text: String, kind: FileKind) -> Self {
        Self { name: path_name(&path), path, text, kind, named: true }
    }

    /// Returns an upper estimate of the number of events from the bytes alone, without parsing them.
    fn most_events(&self) -> u64 {
        let text = self.text.as_bytes();
        let lines = || memchr_iter(b'\n', text);
        // Items of the list of events are indented by 2 at most. Those in braces are counted by the braces.
        let is_item = |at: &usize| {
            let line = &text[at + 1..];
            let indent = line.iter().take(2).take_while(|byte| **byte == b' ').count();
            matches!(line[indent..], [b'-', b'\n' | b'\r', ..])
                || matches!(line[indent..], [b'-', b' ', next, ..] if next != b'{')
        };
        let count = match self.kind {
            FileKind::Markdown => 1,
            FileKind::JsonLines | FileKind::Table => lines().count(),
            FileKind::Yaml => memchr_iter(b'{', text).count() + lines().filter(is_item).count(),
        };
        count as u64
    }

    /// Returns the number of items of a few letters, as in `sources: [a, b]`, estimated from the bytes alone.
    fn packed_items(&self) -> u64 {
        let packed = |separator: u8| {
            let in_piece = |piece: &[u8]| {
                let mut last = 0;
                let is_near = |at: &usize| at - std::mem::replace(&mut last, *at) <= PACKED;
                memchr_iter(separator, piece).filter(is_near).count() as u64
            };
            in_chunks(self.text.as_bytes(), 1 << 20, in_piece).into_iter().sum::<u64>()
        };
        match self.kind {
            FileKind::Yaml | FileKind::Markdown => packed(b',') + packed(b'\n'),
            FileKind::JsonLines => packed(b','),
            FileKind::Table => 0,
        }
    }
}

/// Maximum distance in bytes between two commas or line ends with an item of a few letters between them.
const PACKED: usize = 8;

/// The largest file in bytes, since a [`Span`] counts bytes in 32 bits.
pub const LARGEST: u64 = u32::MAX as u64;

/// The files read so far, and what is needed to read more of them.
struct FileReader<'a> {
    /// To recognize tables.
    map: &'a ColumnMap,
    progress: &'a Progress,
    files: Vec<File>,
    problems: Vec<Problem>,
    /// Index in the list of files by canonical path, to find files that are named twice.
    seen: HashMap<PathBuf, usize>,
}

/// Bytes read between two updates of the progress.
const PIECE: u64 = 1 << 22;

/// Reads every file below `paths`, directories in the order of names; `-` is standard input. A file that
/// cannot be read is reported and skipped. `map` helps to recognize tables.
pub fn read(
    paths: &[PathBuf],
    stdin: &mut dyn Read,
    map: &ColumnMap,
    progress: &Progress,
) -> (Vec<File>, Vec<Problem>) {
    let mut reader = FileReader::new(map, progress);
    for path in paths {
        if path.as_os_str() == "-" {
            reader.read_stdin(path, stdin);
        } else if path.is_dir() {
            let before = reader.files.len() + reader.problems.len();
            reader.walk(path);
            if reader.files.len() + reader.problems.len() == before {
                let message = "there is no .yaml, .json, .jsonl or .md file in this directory";
                reader.problems.push(Problem::error("no-timeline", Location::file(path), message));
            }
        } else {
            reader.read_file(path, true);
        }
    }
    let FileReader { mut files, mut problems, .. } = reader;
    // An item may need the memory of a source, a third of that of an event.
    let events = |file: &File| file.most_events() + file.packed_items() / 3;
    let texts: Vec<_> = files.iter().map(|file| (file.text.len() as u64, events(file))).collect();
    let mut refusals = memory::refusals(&texts).into_iter();
    files.retain(|file| match refusals.next().flatten() {
        Some(why) => {
            problems.push(Problem::error("unreadable", Location::file(&file.path), why));
            false
        }
        None => true,
    });
    (files, problems)
}

/// A file that begins with this many zero bytes is a device, a sparse file or an image, and no text.
const ZEROS: usize = 4096;

/// Checks that the first [`ZEROS`] bytes are not all zero.
///
/// # Errors
/// Fails if they are.
fn refuse_zeros(bytes: &[u8]) -> io::Result<()> {
    match bytes.get(..ZEROS) {
        Some(begin) if begin.iter().all(|byte| *byte == 0) => {
            Err(io::Error::other("it begins with zeros and is no text"))
        }
        _ => Ok(()),
    }
}

/// Reads a stream to its end, and fails if it is longer than [`LARGEST`] or than memory allows. `expected` is
/// the length of a file, or 0 for a device or a pipe, whose length is not known.
fn bounded(from: &mut dyn Read, expected: u64, progress: &Progress) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(expected as usize)?;
    let mut from = from.take(LARGEST + 1);
    loop {
        if let Some(why) = memory::refusal(bytes.len() as u64) {
            return Err(io::Error::other(why));
        }
        if bytes.len() == bytes.capacity() {
            bytes.try_reserve(PIECE as usize)?;
        }
        let count = from.by_ref().take(PIECE).read_to_end(&mut bytes)?;
        refuse_zeros(&bytes)?;
        progress.fetch(count);
        if count == 0 {
            break;
        }
    }
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it holds more than 4 GiB; cut it into several"));
    }
    Ok(bytes)
}

/// Reads a whole file that is `length` bytes long.
fn all_of(mut file: fs::File, length: u64, progress: &Progress) -> io::Result<Vec<u8>> {
    if length > memory::SMALL {
        let mut begin = [0; ZEROS];
        file.read_exact(&mut begin)?;
        refuse_zeros(&begin)?;
        file.rewind()?;
    }
    match by_pieces(&file, length, progress) {
        Some(bytes) => Ok(bytes),
        None => bounded(&mut file, length + 1, progress),
    }
}

/// Reads a large file in parallel pieces, since allocating its memory takes the longest. Returns `None` for a
/// small file, if a piece cannot be read, or if the length of the file changed meanwhile.
fn by_pieces(file: &fs::File, length: u64, progress: &Progress) -> Option<Vec<u8>> {
    if cfg!(not(unix)) || length < 2 * PIECE {
        return None;
    }
    // `vec!` aborts without memory, so a fallible allocation is tried first.
    Vec::<u8>::new().try_reserve_exact(length as usize).ok()?;
    let mut bytes = vec![0; length as usize];
    let pieces = (0..).step_by(PIECE as usize).zip(bytes.chunks_mut(PIECE as usize));
    let mut pieces: Vec<_> = pieces.map(|(at, piece)| (at, piece, Ok(()))).collect();
    each(&mut pieces, |(at, piece, read)| {
        *read = read_at(file, piece, *at);
        progress.fetch(piece.len());
    });
    let is_whole = pieces.iter().all(|(_, _, read)| read.is_ok());
    (is_whole && file.metadata().is_ok_and(|meta| meta.len() == length)).then_some(bytes)
}

#[cfg(unix)]
fn read_at(file: &fs::File, piece: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, piece, at)
}

/// Not supported: reading at an offset would move the shared cursor of the file.
#[cfg(not(unix))]
fn read_at(_: &fs::File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Returns the kind of a file by its name, or `None` if it is not read when found in a directory. Tables are
/// read only if the user named them, since those in a directory may hold anything, or be exports of its timeline.
pub fn kind_of(path: &Path) -> Option<FileKind> {
    kind_if_named(path).filter(|kind| *kind != FileKind::Table)
}

/// Returns the kind by its name of a file that the user named.
fn kind_if_named(path: &Path) -> Option<FileKind> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "yaml" | "yml" | "json" => Some(FileKind::Yaml),
        "jsonl" | "ndjson" => Some(FileKind::JsonLines),
        "md" | "markdown" | "mdx" => Some(FileKind::Markdown),
        "csv" | "tsv" => Some(FileKind::Table),
        _ => None,
    }
}

/// Returns the entries of a directory that may be read, by name and type alone, in the order of names: no
/// hidden ones, and no links to directories, which may form loops.
pub fn entries(directory: &Path) -> io::Result<Vec<DirEntry>> {
    let may_be_read = |entry: &DirEntry| {
        let name = entry.file_name();
        !name.as_encoded_bytes().starts_with(b".")
            && (kind_of(Path::new(&name)).is_some() || is_folder(entry))
    };
    let mut entries: Vec<DirEntry> = fs::read_dir(directory)?.flatten().filter(may_be_read).collect();
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_dir())
}

impl<'a> FileReader<'a> {
    fn new(map: &'a ColumnMap, progress: &'a Progress) -> Self {
        Self { map, progress, files: Vec::new(), problems: Vec::new(), seen: HashMap::new() }
    }

    fn read_stdin(&mut self, path: &Path, stdin: &mut dyn Read) {
        if let Some(before) = self.files.iter().find(|file| file.path == path) {
            return self.problems.push(once(path, before));
        }
        match bounded(stdin, 0, self.progress) {
            Ok(bytes) => self.add(path, bytes, None, true),
            Err(error) => self.problems.push(unreadable(path, &error)),
        }
    }

    /// Reads the files below a directory in the order of names.
    fn walk(&mut self, directory: &Path) {
        match entries(directory) {
            Ok(entries) => {
                for entry in entries {
                    let path = entry.path();
                    if is_folder(&entry) {
                        self.walk(&path);
                    } else if path.is_file() {
                        self.read_file(&path, false);
                    }
                }
            }
            Err(error) => self.problems.push(unreadable(directory, &error)),
        }
    }

    fn read_file(&mut self, path: &Path, named: bool) {
        let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Some(before) = self.seen.get(&whole).and_then(|before| self.files.get_mut(*before)) {
            before.named |= named;
            return self.problems.push(once(path, before));
        }
        let length = fs::metadata(path).map_or(0, |meta| meta.len());
        let too_large =
            (length > LARGEST).then(|| "this file is larger than 4 GiB; cut it into several".to_owned());
        if let Some(message) = too_large.or_else(|| memory::refusal(length)) {
            return self.problems.push(Problem::error("unreadable", Location::file(path), message));
        }
        self.progress.expect(length);
        match fs::File::open(path).and_then(|file| all_of(file, length, self.progress)) {
            Ok(bytes) => {
                let before = self.files.len();
                self.add(path, bytes, kind_if_named(path), named);
                if self.files.len() > before {
                    self.seen.insert(whole, before);
                }
            }
            Err(error) => {
                let problem = unreadable(path, &error);
                let meant = nearest_path(path).filter(|_| error.kind() == io::ErrorKind::NotFound);
                let hint = meant.map(|path| did_you_mean(&path_name(&path)));
                self.problems.push(Problem { hint, ..problem });
            }
        }
    }

    /// Decodes a file and adds it, with its kind guessed if there is none; adds a problem if it is not UTF-8.
    fn add(&mut self, path: &Path, bytes: Vec<u8>, kind: Option<FileKind>, named: bool) {
        match folds::unfolded(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{FEFF}') {
                    text.drain(..'\u{FEFF}'.len_utf8());
                }
                let kind = kind.unwrap_or_else(|| guess(&text, self.map));
                self.files.push(File { named, ..File::of(path.to_owned(), text, kind) });
            }
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                let text = String::from_utf8_lossy(&bytes[..bytes.len().min(valid + QUOTED)]);
                let location = LineIndex::new(path_name(path), &text).location(Span::from(valid..valid));
                self.problems.push(Problem::error("unreadable", location, foreign_format(bytes)));
            }
        }
    }
}

/// Returns the warning that a file is named again.
fn once(path: &Path, before: &File) -> Problem {
    let message = format!("this file is named twice; it is read once, as `{}`", before.name);
    Problem::warning("read-once", Location::file(path), message)
}

/// Suggests an existing path for one that does not exist. A missing component is replaced by a name from its
/// folder: one that only adds an extension, else the most similar one. `None` if there is none.
fn nearest_path(path: &Path) -> Option<PathBuf> {
    let mut found = PathBuf::new();
    for part in path.components() {
        let folder = if found.as_os_str().is_empty() { Path::new(".") } else { &found };
        let next = found.join(part);
        if next.exists() {
            found = next;
            continue;
        }
        let names = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        let wanted = part.as_os_str().to_string_lossy();
        let longer = names.iter().find(|name| Path::new(name).file_stem() == Some(part.as_os_str()));
        let name =
            longer.map(String::as_str).or_else(|| nearest(&wanted, names.iter().map(String::as_str)))?;
        found.push(name);
    }
    Some(found)
}

/// Returns texts that are not on disk as files; `named` says that the user asked for each of them.
pub fn given(texts: Vec<(String, Vec<u8>)>, named: bool) -> (Vec<File>, Vec<Problem>) {
    let (map, progress) = (ColumnMap::default(), Progress::default());
    let mut reader = FileReader::new(&map, &progress);
    for (name, bytes) in texts {
        let path = Path::new(&name);
        reader.add(path, bytes, kind_of(path), named);
    }
    (reader.files, reader.problems)
}

/// Names the format of a file that is not UTF-8 by its magic number, and what to do instead.
fn foreign_format(bytes: &[u8]) -> &'static str {
    const UTF_16: &str = "this file is UTF-16; save it as UTF-8";
    const MAGIC: [(&[u8], &str); 7] = [
        (b"\xFF\xFE", UTF_16),
        (b"\xFE\xFF", UTF_16),
        (b"PK\x03\x04", "this is a workbook or a zip archive; save its table as CSV, or unpack it"),
        (b"\x1F\x8B", "this file is compressed by gzip; unpack it"),
        (b"PAR1", "this is a Parquet file; see `dateline manual imports` on how query engines pipe rows"),
        (
            b"SQLite format 3",
            "this is a database; see `dateline manual imports` on how query engines pipe rows",
        ),
        (b"%PDF", "this is a PDF; save its table as CSV, or write its events down in YAML"),
    ];
    let found = MAGIC.iter().find(|(begin, _)| bytes.starts_with(begin));
    found.map_or("this byte is not UTF-8; save the file as UTF-8", |(_, what)| what)
}

/// Guesses the kind of a text: JSON Lines if its first two lines are objects, a table if the first line names
/// a title and a date, else YAML.
fn guess(text: &str, map: &ColumnMap) -> FileKind {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let braced = |line: &str| line.starts_with('{') && line.trim_end().ends_with('}');
    match (lines.next(), lines.next()) {
        (Some(first), second) if braced(first) && second.is_none_or(braced) => FileKind::JsonLines,
        _ if is_table(text, map) => FileKind::Table,
        _ => FileKind::Yaml,
    }
}

fn unreadable(file: &Path, error: &io::Error) -> Problem {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no file, directory or command of this name".to_owned(),
        io::ErrorKind::PermissionDenied => "reading it is not permitted".to_owned(),
        _ => format!("it cannot be read: {error}"),
    };
    Problem::error("unreadable", Location::file(file), why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_nearly_right_is_suggested() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("weapons-use")).unwrap();
        fs::write(folder.path().join("weapons-use/stoves.yaml"), "").unwrap();
        let near = |path: &str| {
            let near = nearest_path(&folder.path().join(path))?;
            Some(near.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned())
        };
        for path in ["weapons-use/stove.yaml", "weapon-use/stoves.yml", "weapons-use/stoves"] {
            assert_eq!(near(path).as_deref(), Some("weapons-use/stoves.yaml"), "{path}");
        }
        assert_eq!(near("elsewhere/stoves.yaml"), None);
    }

    #[test]
    fn a_file_named_twice_or_with_its_folder_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "- {date: 2024, title: a}").unwrap();
        let roundabout = folder.path().join(".").join("a.yaml");
        let stdin = || PathBuf::from("-");
        for paths in [
            vec![path.clone(), path.clone()],
            vec![folder.path().to_owned(), roundabout],
            vec![folder.path().to_owned(), folder.path().to_owned()],
            vec![stdin(), path.clone(), stdin()],
        ] {
            let mut input = &b"- {date: 2025, title: b}"[..];
            let (files, problems) = read(&paths, &mut input, &ColumnMap::default(), &Progress::default());
            assert_eq!(files.iter().filter(|file| file.path.as_os_str() != "-").count(), 1, "{paths:?}");
            let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
            assert_eq!(codes, ["read-once"], "{paths:?}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_file_read_in_pieces_is_the_file_and_one_that_changed_its_length_is_read_anew() {
        let file = tempfile::tempfile().unwrap();
        let bytes: Vec<u8> = (0..2 * PIECE as u32 + 5).map(|at| (at % 251) as u8).collect();
        io::Write::write_all(&mut &file, &bytes).unwrap();
        let progress = Progress::default();
        let length = bytes.len() as u64;
        assert!(by_pieces(&file, length, &progress).is_some_and(|read| read == bytes));
        for wrong in [length - 1, length + 1, PIECE] {
            assert_eq!(by_pieces(&file, wrong, &progress).map(|read| read.len()), None, "{wrong}");
        }
    }

    #[test]
    fn items_of_a_few_letters_count_towards_the_memory_that_a_file_needs() {
        let packed = |text: &str| File::of("a".into(), text.to_owned(), FileKind::Yaml).packed_items();
        let dense = format!("- {{date: 2024, title: A, sources: [{}]}}\n", "a,".repeat(1000));
        assert!(packed(&dense) >= 999 && packed("- date: 2024-05-22\n  title: A vote, and one more\n") <= 1);
    }

    #[test]
    fn events_are_counted_however_they_are_laid_out() {
        let events = |kind, text: &str| File::of("a".into(), text.to_owned(), kind).most_events();
        for (text, count) in [
            ("\n- {date: 2024, title: a}\n- {date: 2024, title: b}\n", 2),
            ("\n- date: 2024\n  title: a\n- date: 2024\n  title: b\n  tags:\n    - x\n", 2),
            ("events:\n  - date: 2024\n    title: a\n  -\n    date: 2024\n", 2),
            (r#"[{"date":"2024","title":"a"},{"date":"2024","title":"b"}]"#, 2),
        ] {
            assert_eq!(events(FileKind::Yaml, text), count, "{text}");
        }
        assert_eq!(events(FileKind::Table, "date,title\n2024,a\n"), 2);
        assert_eq!(events(FileKind::JsonLines, "{}\n{}\n{}\n"), 3);
    }
}
