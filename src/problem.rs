//! Problems in dates, queries and files: message, location and hint.

pub mod codes;
mod list;

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use schemars::JsonSchema;
use serde::Serialize;

use crate::text::{path_name, sanitize, width};

pub use list::{MOST_OF_A_KIND, ProblemKind, Problems};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something was not loaded, or is not what its author thinks.
    Error,
    /// Everything was loaded; somebody should look.
    Warning,
}

/// Byte range of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32 }
    }
}

/// Location in a file, for people and editors.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, JsonSchema)]
pub struct Location {
    /// File as named on the command line, sanitized; `-` for standard input.
    pub file: String,
    /// Line, counted from 1; 0 if the problem is about the whole file.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Length in characters, at least 1.
    pub length: usize,
    /// The line; if it is long, [`QUOTED`] characters of it around the location.
    #[serde(skip)]
    pub quoted: String,
    /// Number of characters of the line before `quoted`.
    #[serde(skip)]
    pub skipped: usize,
}

/// Most characters of a line that are quoted.
pub const QUOTED: usize = 160;
/// Most quoted characters before the location.
pub const QUOTED_BEFORE: usize = 80;

impl Location {
    /// Returns the location of a whole file.
    pub fn file(path: &Path) -> Self {
        Self { file: path_name(path), ..Self::default() }
    }
}

/// Problem at a location: a [`Span`] of the text being parsed, or a [`Location`] in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Problem", description = "A problem.")]
pub struct Problem<At = Location> {
    /// Error or warning.
    pub severity: Severity,
    /// Stable identifier of the kind of problem, such as `unknown-key`.
    pub code: &'static str,
    /// What is wrong or was expected, in lower case without a full stop.
    pub message: String,
    /// What to do about it, if that is clear.
    pub hint: Option<String>,
    /// Where it is. An empty span at the end of a query means that something is missing.
    #[serde(flatten)]
    pub at: At,
}

impl<At> Problem<At> {
    /// Returns an error: something was not loaded, or is not what its author intended.
    pub fn error(code: &'static str, at: At, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), hint: None, at }
    }

    /// Returns a warning: everything was loaded, but may not be what the author meant.
    pub fn warning(code: &'static str, at: At, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, at, message) }
    }

    /// Sets the hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        self.with_hint(Some(hint))
    }

    /// Sets the hint; `None` leaves it as it is.
    #[must_use]
    pub fn with_hint(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hint = hint.map(Into::into).or(self.hint);
        self
    }

    /// Converts the location, for example from a span to a file location.
    pub fn moved<To>(self, to: impl FnOnce(At) -> To) -> Problem<To> {
        let Self { severity, code, message, hint, at } = self;
        Problem { severity, code, message, hint, at: to(at) }
    }
}

impl<At> fmt::Display for Problem<At> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sanitize(&self.message))?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "; {}", sanitize(hint)))
    }
}

impl<At: fmt::Debug> std::error::Error for Problem<At> {}

impl Problem {
    /// Formats the problem on one line: `file:line:column: error: message`.
    pub fn summary(&self) -> String {
        let word = if self.severity == Severity::Error { "error" } else { "warning" };
        sanitize(&format!("{}: {word}: {}", self.place(), self.message)).into_owned()
    }

    /// Formats the problem for the browser's status line, which may be cut at its end: `message
    /// (file:line:column)`.
    pub fn status_line(&self) -> String {
        sanitize(&format!("{} ({})", self.message, self.place())).into_owned()
    }

    fn place(&self) -> String {
        match self.at.line {
            0 => self.at.file.clone(),
            line => format!("{}:{line}:{}", self.at.file, self.at.column),
        }
    }

    /// Formats the problem like a compiler: quoted line, underline and hint. `color` uses the terminal's 16
    /// colours. All text is sanitized.
    pub fn render(&self, color: bool) -> String {
        let level = if self.severity == Severity::Error { Level::ERROR } else { Level::WARNING };
        let (message, file) = (sanitize(&self.message), sanitize(&self.at.file));
        let (quoted, marked) = self.quote();
        let title = level.primary_title(message.as_ref()).id(self.code);
        let mut group = if self.at.line == 0 {
            title.element(Origin::path(file.as_ref()))
        } else {
            let line = Snippet::source(quoted.as_str()).path(file.as_ref()).line_start(self.at.line);
            title.element(line.annotation(AnnotationKind::Primary.span(marked.clone())))
        };
        if let Some(hint) = &self.hint {
            group = group.element(Level::HELP.message(sanitize(hint).into_owned()));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let shown = renderer.render(&[group]);
        if self.at.skipped == 0 {
            return shown;
        }
        // The crate counts columns from the start of the quoted part, not of the line.
        let place = |column: usize| format!("{file}:{}:{column}", self.at.line);
        shown.replacen(&place(quoted[..marked.start].chars().count() + 1), &place(self.at.column), 1)
    }

    /// Returns the sanitized quoted line and the byte range to mark in it.
    fn quote(&self) -> (String, Range<usize>) {
        let letters: Vec<char> = self.at.quoted.chars().collect();
        let shown = |letters: &[char]| {
            let text: String = letters.iter().map(|c| if *c == '\t' { ' ' } else { *c }).collect();
            sanitize(&text).into_owned()
        };
        let start = self.at.column.saturating_sub(1 + self.at.skipped).min(letters.len());
        let end = (start + self.at.length.max(1)).min(letters.len());
        let lead = if self.at.skipped > 0 { "…" } else { "" };
        let before = lead.len() + shown(&letters[..start]).len();
        let marked = before..before + shown(&letters[start..end]).len();
        (format!("{lead}{}", shown(&letters)), marked)
    }
}

/// How many problems of the same words are shown one by one.
const SHOWN_ALIKE: usize = 3;

/// Returns the problems to show, at most three with the same text, each with the number of further ones left
/// out after it.
pub fn folded(problems: &[Problem]) -> Vec<(&Problem, usize)> {
    let mut counts: HashMap<_, (usize, usize)> = HashMap::new();
    let words = |problem: &Problem| (problem.code, problem.message.clone(), problem.hint.clone());
    problems.iter().for_each(|problem| counts.entry(words(problem)).or_default().0 += 1);
    let mut shown = Vec::new();
    for problem in problems {
        let (count, before) = counts.entry(words(problem)).or_default();
        *before += 1;
        if *before <= SHOWN_ALIKE {
            shown.push((problem, if *before == SHOWN_ALIKE { *count - SHOWN_ALIKE } else { 0 }));
        }
    }
    shown
}

impl Problem<Span> {
    /// Formats the problem as the quoted text, a caret line with the message, and a line with the hint. A
    /// long text is cut around the span. All text is sanitized.
    pub fn render(&self, text: &str) -> String {
        /// Characters shown before the span, and at most in total.
        const BEFORE: usize = 50;
        const SHOWN: usize = 100;
        let start = floor(text, self.at.start as usize);
        let end = floor(text, self.at.end as usize).max(start);
        let skipped = text[..start].chars().count().saturating_sub(BEFORE);
        let before: String = text[..start].chars().skip(skipped).collect();
        let meant: String = text[start..end].chars().take(SHOWN - BEFORE).collect();
        let cut_short = meant.len() < end - start;
        let rest = if cut_short { "" } else { &text[end..] };
        let after: String = rest.chars().take(SHOWN - BEFORE).collect();
        let lead = if skipped > 0 { "…" } else { "" };
        let tail = if cut_short || after.len() < rest.len() { "…" } else { "" };
        let (before, meant, after) = (shown(&before), shown(&meant), shown(&after));
        let indent = " ".repeat(width(lead) + width(&before));
        let carets = "^".repeat(width(&meant).max(1));
        let message = sanitize(&self.message);
        let mut quoted = format!("{lead}{before}{meant}{after}{tail}\n{indent}{carets} {message}");
        if let Some(hint) = &self.hint {
            quoted.push_str("\nhelp: ");
            quoted.push_str(&sanitize(hint));
        }
        quoted
    }
}

/// Returns `text` sanitized and on one line.
fn shown(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    sanitize(&line).into_owned()
}

/// Returns the last character boundary at or before byte `index`.
pub(crate) fn floor(text: &str, index: usize) -> usize {
    (0..=index.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::codes::codes;
    use super::*;

    fn problem(quoted: &str, column: usize, length: usize) -> Problem {
        let location =
            Location { file: "a.yaml".into(), line: 3, column, length, quoted: quoted.into(), skipped: 0 };
        Problem::error("bad-date", location, "February 2021 has 28 days").hint("write `2021-02-28`")
    }

    #[test]
    fn what_is_wrong_is_read_on_the_status_line_before_a_long_path_is_cut() {
        let mut problem = problem("", 5, 1);
        problem.at.file = format!("/home/{}/config.yaml", "a".repeat(80));
        assert!(problem.status_line().starts_with("February 2021 has 28 days (/home/a"));
        assert!(problem.status_line().ends_with("/config.yaml:3:5)"));
    }

    #[test]
    fn every_code_can_be_chosen_and_every_one_that_can_be_is_in_use() {
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        let mut seen = BTreeSet::from(["answer-before", "bad-query", "link-to-itself"].map(str::to_owned));
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.extend((!path.ends_with("tests")).then_some(path));
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                for start in ["Problem::error(", "Problem::warning(", ".warn(", " code: "] {
                    let quoted =
                        code.split(start).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
                    for code in quoted.filter_map(|rest| rest.split('"').next()) {
                        seen.insert(code.to_owned());
                    }
                }
            }
        }
        assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), codes().collect::<Vec<_>>());
    }

    #[test]
    fn a_problem_shows_the_line_the_place_and_what_to_do() {
        insta::assert_snapshot!(problem("  date: 2021-02-29", 9, 10).render(false), @r"
        error[bad-date]: February 2021 has 28 days
         --> a.yaml:3:9
          |
        3 |   date: 2021-02-29
          |         ^^^^^^^^^^
          |
          = help: write `2021-02-28`
        ");
    }

    #[test]
    fn problems_of_the_same_words_are_shown_a_few_times_and_counted() {
        let many: Vec<Problem> = (0..10).map(|_| problem("x", 1, 1)).collect();
        let other = Problem::error("other", Location::default(), "another");
        let all = [many, vec![other]].concat();
        let shown: Vec<_> = folded(&all).into_iter().map(|(problem, more)| (problem.code, more)).collect();
        let same = "bad-date";
        assert_eq!(shown, [(same, 0), (same, 0), (same, 7), ("other", 0)]);
    }

    #[test]
    fn a_hostile_line_is_quoted_without_steering_the_terminal() {
        let shown = problem("  date: \x1b[2J\u{202E}x", 9, 4).render(false);
        assert!(!shown.contains('\x1b') && !shown.contains('\u{202E}'), "{shown}");
    }

    #[test]
    fn a_place_anywhere_in_or_past_a_quoted_line_is_shown_without_a_panic() {
        let long = "é".repeat(QUOTED);
        for column in [0, 1, 79, 80, 81, 160, 161, 6_000] {
            assert!(problem(&long, column, 9_999).render(true).len() < 2_000);
        }
    }

    #[test]
    fn a_place_in_a_line_that_is_cut_keeps_its_true_column() {
        let mut far = problem("in the middle of a long line", 5_008, 6);
        far.at.skipped = 5_000;
        insta::assert_snapshot!(far.render(false), @r"
        error[bad-date]: February 2021 has 28 days
         --> a.yaml:3:5008
          |
        3 | …in the middle of a long line
          |         ^^^^^^
          |
          = help: write `2021-02-28`
        ");
    }

    #[test]
    fn the_caret_stands_under_the_place_whatever_stands_before_it() {
        let error = Problem::error("bad-query", Span { start: 11, end: 14 }, "what is wrong");
        insta::assert_snapshot!(error.render("日本 \x1b[m xyz z"), @r#"
        日本 ␛[m xyz z
                 ^^^ what is wrong
        "#);
        let far = Problem::error("bad-query", Span { start: 500, end: 503 }, "what is wrong")
            .render(&"x".repeat(2_000));
        assert!(far.lines().all(|line| width(line) < 130), "{far}");
    }

    #[test]
    fn no_place_panics_even_when_it_lies_outside_or_in_a_letter() {
        for start in 0..12 {
            for end in 0..12 {
                assert!(
                    Problem::error("bad-query", Span { start, end }, "m")
                        .render("é日\u{202E}x")
                        .contains('^')
                );
            }
        }
    }
}
