//! Loading: reads paths into a timeline and collects every problem; nothing stops it early.

pub(crate) mod build;
pub mod builtin;
mod clocks;
pub mod column_map;
mod date_precision;
pub(crate) mod documents;
mod event_from_node;
mod files;
mod first_of_month_check;
mod folds;
pub mod format;
mod front_matter;
mod ids;
mod json;
mod json_lines;
mod jsonl_registry;
pub(crate) mod line_index;
mod locator;
pub(crate) mod memory;
pub mod mentions;
mod plain;
mod progress;
mod read;
mod resolve;
mod similar_names;
mod source_registry;
pub(crate) mod split;
mod table;
pub(crate) mod view;
mod watch;
pub(crate) mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::model::{DateStyle, Timeline};
use crate::parallel::{each, join_if, parallel_if};
use crate::problem::{Location, MOST_OF_A_KIND, Problem, ProblemKind, Problems, Severity, Span};
use crate::text::{counted, sha256};
pub use builtin::builtin;
use column_map::ColumnMap;
use event_from_node::Chunk;
pub use files::{File, FileKind, LARGEST};
use line_index::LineIndex;
pub use locator::Locator;
pub use progress::Progress;
use read::{FAULTS, Reading, report_syntax};
use resolve::{FileProblems, Resolver};
pub use watch::Watch;
use yaml::Node;

/// The result of loading: a timeline and its problems.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Everything that could be read.
    pub timeline: Timeline,
    /// Problems in the order of files and lines, at most 1,000 per code.
    pub problems: Vec<Problem>,
    /// Number of errors, including those left out of `problems`.
    pub errors: usize,
    /// Number of warnings, including those left out of `problems`.
    pub warnings: usize,
    /// Number of problems per code and severity, including those left out of `problems`.
    pub counts: BTreeMap<ProblemKind, usize>,
}

impl Loaded {
    /// Updates `errors` and `warnings` from `counts`.
    pub fn recount(&mut self) {
        let of = |wanted| self.counts.iter().filter(move |((_, severity), _)| *severity == wanted);
        self.errors = of(Severity::Error).map(|(_, count)| count).sum();
        self.warnings = of(Severity::Warning).map(|(_, count)| count).sum();
    }

    /// Whether part of some file could not be read, so that more may be wrong than is reported.
    pub fn is_broken(&self) -> bool {
        !self.timeline.unread.is_empty()
    }

    /// Whether a file could not be read at all.
    pub fn is_unreadable(&self) -> bool {
        self.problems.iter().any(|problem| UNREADABLE.contains(&problem.code))
    }
}

/// Returns the names of the files that could not be read completely, sorted and without duplicates.
fn unread<'p>(problems: impl Iterator<Item = (&'static str, &'p str)>) -> Vec<String> {
    let is_lost = |code: &'static str| UNREADABLE.contains(&code) || FAULTS.contains(&code);
    let files: BTreeSet<&str> = problems.filter(|(code, _)| is_lost(code)).map(|(_, file)| file).collect();
    files.into_iter().map(str::to_owned).collect()
}

/// Codes of problems of files that could not be read at all.
const UNREADABLE: [&str; 2] = ["unreadable", "no-timeline"];

/// Loads files, directory trees and standard input (`-`) into one timeline.
pub fn load(paths: &[PathBuf], stdin: &mut dyn Read) -> Loaded {
    load_mapped(paths, stdin, &ColumnMap::default())
}

/// Loads like [`load`], with foreign keys and columns renamed by `map`.
pub fn load_mapped(paths: &[PathBuf], stdin: &mut dyn Read, map: &ColumnMap) -> Loaded {
    load_with_progress(paths, stdin, map, &Progress::default(), |_, _| None)
}

/// Returns the reader of another format for a file's name and text, or `None`.
pub type FindReader = fn(&Path, &str) -> Option<fn(&str) -> Found<'_>>;

/// Loads like [`load_mapped`] and reports progress. A file that was named by the user (not found in a
/// directory) is imported if `foreign` has a reader for it.
pub fn load_with_progress(
    paths: &[PathBuf],
    stdin: &mut dyn Read,
    map: &ColumnMap,
    progress: &Progress,
    foreign: FindReader,
) -> Loaded {
    let (files, problems) = files::read(paths, stdin, map, progress);
    let reader = |file: &File| foreign(Path::new(&file.name), &file.text).filter(|_| file.named);
    let resolver = Resolver::new(map.dates, files.iter().any(|file| reader(file).is_some()));
    assemble(&files, problems, resolver, |index, file| match reader(file) {
        Some(read) => read_found(index, map.dates, read(&file.text)),
        None => read_as(index, file, file.kind, map, progress),
    })
}

/// How the files of an import are read.
pub enum Reader {
    /// As a kind of file that dateline opens itself.
    Native(FileKind),
    /// By the reader of another format.
    Foreign(fn(&str) -> Found<'_>),
}

/// What the reader of another format returns.
#[derive(Debug, Default)]
pub struct Found<'t> {
    /// The head of the timeline: a mapping with keys of [`format::TIMELINE`].
    pub head: Option<Node<'t>>,
    /// Events: mappings with keys of [`EVENT`](crate::model::EVENT).
    pub events: Vec<Node<'t>>,
    /// What could not be carried over, or only in another form.
    pub problems: Problems,
}

/// Imports files of another format into one timeline, with keys and columns renamed and dates read as `map`
/// says. A duplicate id gets a number appended, so that the converted file has no error.
pub fn import(paths: &[PathBuf], stdin: &mut dyn Read, reader: &Reader, map: &ColumnMap) -> Loaded {
    let (files, problems) = files::read(paths, stdin, map, &Progress::default());
    import_files(&files, problems, reader, map)
}

fn import_files(files: &[File], problems: Vec<Problem>, reader: &Reader, map: &ColumnMap) -> Loaded {
    assemble(files, problems, Resolver::new(map.dates, true), |index, file| match reader {
        Reader::Native(kind) => {
            // A directory of notes may hold other files, each read as its own kind.
            let kind = if file.named { *kind } else { file.kind };
            let mut reading = read_as(index, file, kind, map, &Progress::default());
            if kind == FileKind::JsonLines && map.is_empty() {
                reading.heads.extend(jsonl_registry::of_lines(&file.text));
            }
            reading
        }
        Reader::Foreign(read) => read_found(index, map.dates, read(&file.text)),
    })
}

fn read_found(index: u32, dates: DateStyle, found: Found<'_>) -> Reading<'_> {
    let mut chunk = Chunk::with_room(index, dates, found.events.len());
    found.events.iter().for_each(|event| chunk.add(event));
    Reading {
        heads: found.head.into_iter().collect(),
        chunks: vec![chunk],
        problems: found.problems,
        is_skipped: false,
    }
}

/// Loads one text of YAML as if it were a file of this name.
pub fn from_text(name: &str, text: &str) -> Loaded {
    let file = File::of(name.into(), text.to_owned(), FileKind::Yaml);
    assemble(&[file], Vec::new(), Resolver::default(), read_plain)
}

/// Reads a file without renaming keys.
fn read_plain(index: u32, file: &File) -> Reading<'_> {
    read_as(index, file, file.kind, &ColumnMap::default(), &Progress::default())
}

/// Loads texts that are not on disk, such as those of a Git revision: pairs of name and bytes, in reading
/// order. `named` says that the user asked for each of them, so one without a timeline is an error.
pub fn from_texts(texts: Vec<(String, Vec<u8>)>, named: bool) -> Loaded {
    let (files, problems) = files::given(texts, named);
    assemble(&files, problems, Resolver::default(), read_plain)
}

/// Reads the texts below `paths` without parsing them, and returns them with the problems of reading.
pub fn read_texts(paths: &[PathBuf]) -> (Vec<File>, Vec<Problem>) {
    files::read(paths, &mut std::io::empty(), &ColumnMap::default(), &Progress::default())
}

/// Formats a problem with its location on one line.
pub fn located(file: &File, problem: Problem<Span>) -> String {
    LineIndex::new(&*file.name, &file.text).problem(problem).summary()
}

/// Whether a file of this name is read when it is found in a directory.
pub fn is_read(path: &Path) -> bool {
    files::kind_of(path).is_some()
}

/// Parses the first YAML document of a text that is not a timeline, such as the configuration, and passes it
/// to `take`. Returns the result of `take`, or `None` if the text is broken or empty, and all problems.
pub fn read_document<T>(
    name: &str,
    text: &str,
    take: impl FnOnce(&Node, &dyn Fn(Span) -> Location, &mut Problems) -> T,
) -> (Option<T>, Vec<Problem>) {
    let places = LineIndex::new(name, text);
    let mut problems = Problems::default();
    let mut read = yaml::read(text, 0);
    report_syntax(&mut read, &mut problems);
    let is_broken = problems.iter().any(|problem| problem.severity == Severity::Error);
    let document = read.documents.first().filter(|document| !is_broken && !document.is_null());
    let taken = document.map(|document| take(document, &|span| places.location(span), &mut problems));
    (taken, problems.into_iter().map(|problem| places.problem(problem)).collect())
}

/// Merges what `read` returns per file into one timeline, and adds the fingerprint of the texts.
fn assemble<'f>(
    files: &'f [File],
    problems: Vec<Problem>,
    resolver: Resolver,
    read: impl Fn(u32, &'f File) -> Reading<'f> + Sync + Send,
) -> Loaded {
    let (mut loaded, fingerprint) = join_if(
        files.len() > 1 || files.iter().any(|file| file.text.len() > LARGE),
        || merge(files, problems, resolver, read),
        || sha256(files.iter().map(|file| &*file.text)),
    );
    loaded.timeline.fingerprint = fingerprint;
    loaded
}

/// The size in bytes above which texts are hashed in parallel with parsing.
const LARGE: usize = 1 << 20;

fn merge<'f>(
    files: &'f [File],
    mut problems: Vec<Problem>,
    mut resolver: Resolver,
    read: impl Fn(u32, &'f File) -> Reading<'f> + Sync + Send,
) -> Loaded {
    let places: Vec<LineIndex> = files.iter().map(|file| LineIndex::new(&*file.name, &file.text)).collect();
    let mut readings = parallel_if(0..files.len(), files.len() > 1, |index| {
        let mut reading = read(index as u32, &files[index]);
        each(&mut reading.chunks, |chunk| chunk.place(&places[index]));
        reading
    });
    readings.iter().flat_map(|reading| &reading.heads).for_each(|head| resolver.ladders(head));
    for (index, reading) in readings.iter().enumerate() {
        reading.heads.iter().for_each(|head| resolver.head(index as u32, head));
    }
    resolver.heads_done();
    let of_reading = readings.iter_mut().map(|reading| std::mem::take(&mut reading.problems));
    let mut found: FileProblems = (0..).zip(of_reading).collect();
    problems.extend(skipped(files, &readings));
    let chunks: Vec<Chunk> = readings.into_iter().flat_map(|reading| reading.chunks).collect();
    let (mut timeline, later) = resolver.finish(chunks);
    later.into_iter().for_each(|(file, more)| found.entry(file).or_default().append(more));
    timeline.files = files.iter().map(|file| file.path.clone()).collect();
    let name = |file: u32| places[file as usize].name();
    let of_files = problems.iter().map(|problem| (problem.code, &*problem.at.file));
    let in_file = |(file, found): (&u32, &Problems)| {
        found.counts().map(|((code, _), _)| (code, name(*file))).collect::<Vec<_>>()
    };
    timeline.unread = unread(of_files.chain(found.iter().flat_map(in_file)));
    let mut loaded = Loaded { timeline, ..Loaded::default() };
    let kinds = problems.iter().map(|problem| ((problem.code, problem.severity), 1));
    let kinds = kinds.chain(found.values().flat_map(Problems::counts));
    kinds.for_each(|(kind, count)| *loaded.counts.entry(kind).or_default() += count);
    loaded.recount();
    loaded.problems = in_order(problems, found, &places, &loaded.counts);
    loaded
}

/// Returns the problem that counts those of a code beyond [`MOST_OF_A_KIND`].
pub fn unlisted(code: &'static str, count: usize) -> Problem {
    let message = format!("{count} more problems of this kind are not shown");
    Problem::warning(code, Location { file: "all files".to_owned(), ..Location::default() }, message)
}

/// Returns one warning for all Markdown files without front matter that were found in directories.
fn skipped(files: &[File], readings: &[Reading]) -> Option<Problem> {
    let mut names =
        files.iter().zip(readings).filter(|(_, reading)| reading.is_skipped).map(|(file, _)| &file.name);
    let (first, more) = (names.next()?, names.count());
    let others = if more == 0 {
        String::new()
    } else {
        let verb = if more == 1 { "has" } else { "have" };
        format!(", and neither {verb} {}", counted(more, "other Markdown file"))
    };
    let message = format!("this file has no front matter and is left alone{others}");
    Some(Problem::warning("skipped", Location { file: first.clone(), ..Location::default() }, message))
}

fn read_as<'f>(
    index: u32,
    file: &'f File,
    kind: FileKind,
    map: &ColumnMap,
    progress: &Progress,
) -> Reading<'f> {
    match kind {
        FileKind::Yaml => documents::read_yaml(index, file, map, progress),
        FileKind::JsonLines => json_lines::read(index, &file.text, map, progress),
        FileKind::Markdown => front_matter::read(index, file, map),
        FileKind::Table => table::read(index, &file.text, map),
    }
}

/// Sorts problems by file and line and caps each code at [`MOST_OF_A_KIND`]; only those that remain have
/// their line and column looked up. `counts` are the numbers of all problems.
fn in_order(
    mut problems: Vec<Problem>,
    found: FileProblems,
    places: &[LineIndex],
    counts: &BTreeMap<ProblemKind, usize>,
) -> Vec<Problem> {
    let mut listed: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut is_listed = |code: &'static str| {
        let count = listed.entry(code).or_default();
        *count += 1;
        *count <= MOST_OF_A_KIND
    };
    problems.retain(|problem| is_listed(problem.code));
    let found = found.into_iter().flat_map(|(file, found)| found.into_iter().map(move |one| (file, one)));
    let mut found: Vec<(u32, Problem<Span>)> = found.collect();
    found.sort_by_key(|(file, problem)| (places[*file as usize].name(), problem.at.start));
    found.retain(|(_, problem)| is_listed(problem.code));
    problems.extend(found.into_iter().map(|(file, problem)| places[file as usize].problem(problem)));
    problems.sort_by(|a, b| {
        (a.at.file.as_str(), a.at.line, a.at.column).cmp(&(b.at.file.as_str(), b.at.line, b.at.column))
    });
    let mut all: BTreeMap<&'static str, usize> = BTreeMap::new();
    counts.iter().for_each(|((code, _), count)| *all.entry(code).or_default() += count);
    let many = all.into_iter().filter(|(_, count)| *count > MOST_OF_A_KIND);
    problems.extend(many.map(|(code, count)| unlisted(code, count - MOST_OF_A_KIND)));
    problems
}

/// Imports one text, as [`import`] does.
#[cfg(test)]
pub fn import_text(name: &str, text: &str, reader: &Reader, map: &ColumnMap) -> Loaded {
    let file = File::of(name.into(), text.to_owned(), FileKind::Yaml);
    import_files(&[file], Vec::new(), reader, map)
}

#[cfg(test)]
mod tests {
    mod reader_agreement;
}
