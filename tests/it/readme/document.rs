//! The README as pieces that can be made again: files, commands with their output, and marked parts.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Longer lines of an output are cut, as `dateline list` does on a terminal.
const WIDEST: usize = 120;
/// Stands for the lines that the README leaves out.
const REST: &str = "…";

/// A directory with the frozen copy of the shipped timeline, as `data`, and the files that the README has shown so far, where its
/// commands are run in their order.
pub struct Desk {
    pub folder: TempDir,
    last: i32,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        std::os::unix::fs::symlink(data, folder.path().join("data")).unwrap();
        Self { folder, last: 0 }
    }

    /// What a shell shows after a command: both outputs, in the order in which they came.
    pub fn run(&mut self, command: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_dateline")).parent().unwrap().to_str().unwrap();
        let paths = format!("{program}:{}", std::env::var("PATH").unwrap());
        let script = format!("exec 2>&1\n(exit {})\n{command}", self.last);
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(&self.folder)
            .env("PATH", paths)
            .env_remove("NO_COLOR")
            .env_remove("DATELINE_CONFIG")
            .env("XDG_CONFIG_HOME", self.folder.path())
            .output()
            .unwrap();
        self.last = output.status.code().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

/// Makes a marked part of the README from its name and the lines that stand there.
type Maker = fn(&str, &[&str], &mut Desk) -> String;

/// The README with everything that the program makes of it made again.
pub fn made_again(text: &str, desk: &mut Desk, part: Maker) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        out += line;
        out.push('\n');
        at += 1;
        if line == "```console" {
            let end = closing(&lines, at, "```");
            out += &console(&lines[at..end], desk);
            at = end;
        } else if let Some(name) = marker(line, "file: ") {
            let end = closing(&lines, at + 1, "```");
            std::fs::write(desk.folder.path().join(name), lines[at + 1..end].join("\n") + "\n").unwrap();
        } else if let Some(name) = marker(line, "made: ") {
            let end = closing(&lines, at, "<!-- end -->");
            out += &part(name, &lines[at..end], desk);
            at = end;
        }
    }
    out
}

/// What an HTML comment names: `<!-- file: draft.yaml -->`.
fn marker<'a>(line: &'a str, what: &str) -> Option<&'a str> {
    line.strip_prefix("<!-- ")?.strip_suffix(" -->")?.strip_prefix(what)
}

fn closing(lines: &[&str], from: usize, end: &str) -> usize {
    let below = lines[from..].iter().position(|line| *line == end);
    from + below.unwrap_or_else(|| panic!("`{end}` is missing after line {from}"))
}

/// A block of commands, each with what it prints now.
fn console(lines: &[&str], desk: &mut Desk) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < lines.len() {
        let start = at;
        while lines[at].ends_with('\\') {
            at += 1;
        }
        at += 1;
        let command = lines[start..at].join("\n");
        let bare = command.strip_prefix("$ ").unwrap_or_else(|| panic!("no command: {command}"));
        let shown = lines[at..].iter().position(|line| line.starts_with("$ ")).unwrap_or(lines.len() - at);
        out += &command;
        out.push('\n');
        for line in shortened(&desk.run(bare), &lines[at..at + shown]) {
            out += &line;
            out.push('\n');
        }
        at += shown;
    }
    out
}

/// An output, cut where the README cuts it: as many lines from the start and from the end.
fn shortened(output: &str, shown: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = output.trim_end().lines().map(cut).collect();
    if let Some(head) = shown.iter().position(|line| *line == REST) {
        let tail = shown.len() - head - 1;
        if lines.len() > head + tail {
            lines.splice(head..lines.len() - tail, [REST.to_owned()]);
        }
    }
    lines
}

fn cut(line: &str) -> String {
    let line = line.trim_end();
    match line.char_indices().nth(WIDEST) {
        Some(_) => line.chars().take(WIDEST - 1).chain(['…']).collect(),
        None => line.to_owned(),
    }
}
