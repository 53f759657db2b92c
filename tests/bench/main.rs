//! How fast dateline is, as ratios measured in one run, each beside what it must be and what it aims
//! at. `cargo bench --profile dist` measures everything; words behind `--` choose rows:
//! `cargo bench --profile dist -- frames`.
//!
//! | word | what is measured |
//! | --- | --- |
//! | `first` | the first frame of the shipped timeline, against an empty ratatui program |
//! | `frames` | a frame at a million events against one at a thousand |
//! | `keys` | from a key to the last byte of its frame at a million events |
//! | `search` | a keystroke of the search at a million events |
//! | `yaml`, `lines` | loading 100,000 events, against one pass into typed structs |
//! | `memory` | what an event takes in the open browser |
//!
//! `tests/bench/peers` compares with other programs. `--quick` takes a hundredth of the events, to
//! see that everything runs.

#![allow(clippy::unwrap_used, missing_docs)]

mod browser;
mod first_frame;
mod generate;
mod loading;
mod machine;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What was measured, beside what is wanted: all in one unit, smaller or larger being better. Marks that
/// are infinite are none.
pub struct Row {
    pub what: String,
    pub measured: f64,
    pub must: f64,
    pub aim: f64,
    pub unit: &'static str,
    /// Whether more is better.
    pub more: bool,
    /// The figures behind the ratio.
    pub behind: String,
}

impl Row {
    /// A row of which less is better.
    pub fn new(
        what: &str,
        measured: f64,
        (must, aim): (f64, f64),
        unit: &'static str,
        behind: String,
    ) -> Self {
        Self { what: what.to_owned(), measured, must, aim, unit, more: false, behind }
    }

    fn verdict(&self) -> &'static str {
        if self.must.is_infinite() {
            return "";
        }
        let reaches = |mark: f64| if self.more { self.measured >= mark } else { self.measured <= mark };
        match (reaches(self.aim), reaches(self.must)) {
            (true, _) => "aim met",
            (_, true) => "met",
            _ => "NOT MET",
        }
    }

    fn print(&self) {
        let number = |value: f64| if value >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") };
        let mark = |value: f64| if value.is_finite() { value.to_string() } else { "–".to_owned() };
        println!(
            "| {} | {} {} | {} | {} | {} | {} |",
            self.what,
            number(self.measured),
            self.unit,
            mark(self.must),
            mark(self.aim),
            self.verdict(),
            self.behind
        );
    }
}

/// Where generated files are kept between runs, and how many events they have.
pub struct Stage {
    folder: PathBuf,
    scale: usize,
}

impl Stage {
    /// So many events, or a hundredth of them.
    pub fn count(&self, events: usize) -> usize {
        events / self.scale
    }

    /// A file of so many events, made when it is not there.
    pub fn file(&self, events: usize, ending: &str) -> PathBuf {
        let count = self.count(events);
        self.keep(&format!("{count}.{ending}"), |out| match ending {
            "yaml" => generate::yaml(count, out),
            _ => generate::json_lines(count, out),
        })
    }

    fn keep(&self, name: &str, make: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> PathBuf {
        let path = self.folder.join(name);
        if !path.exists() {
            let half = self.folder.join("half");
            let mut out = BufWriter::new(File::create(&half).unwrap());
            make(&mut out).unwrap();
            out.flush().unwrap();
            std::fs::rename(half, &path).unwrap();
        }
        path
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo adds an option of its own.
    let words = arguments.iter().map(String::as_str).filter(|argument| *argument != "--bench");
    match words.collect::<Vec<_>>()[..] {
        ["child", what, path] => return loading::child(what, Path::new(path)),
        ["draw", path, keys, times] => return browser::draw(Path::new(path), keys, times.parse().unwrap()),
        ["press", path, keys, times] => {
            return browser::press(Path::new(path), keys, times.parse().unwrap());
        }
        // For other programs that need the same events.
        ["generate", ending, count] => {
            let stage = Stage { folder: folder(), scale: 1 };
            return println!("{}", stage.file(count.parse().unwrap(), ending).display());
        }
        _ => {}
    }
    let wants = |word: &str| {
        let mut words = arguments.iter().filter(|argument| !argument.starts_with("--")).peekable();
        words.peek().is_none() || words.any(|chosen| chosen == word)
    };
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let stage = Stage { folder: folder(), scale: if quick { 100 } else { 1 } };
    println!("| what | measured | must | aim | | behind it |\n| --- | --- | --- | --- | --- | --- |");
    let print = |rows: Vec<Row>| rows.iter().for_each(Row::print);
    if wants("first") {
        print(first_frame::rows(if quick { 5 } else { 60 }));
    }
    if wants("yaml") {
        print(loading::yaml(&stage));
    }
    if wants("lines") {
        print(loading::lines(&stage));
    }
    if ["frames", "keys", "search", "memory"].iter().any(|word| wants(word)) {
        print(browser::rows(&stage, &wants));
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
