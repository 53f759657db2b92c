//! What is wrong with a file, where, and what to do about it.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::text::harmless;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was not loaded, or is not what its author thinks.
    Error,
    /// Everything was loaded; somebody should look.
    Warning,
}

/// Where in which file, for a person and for an editor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// The file as it was named on the command line, `-` for standard input.
    pub file: String,
    /// The line from 1; 0 when the problem is the file itself.
    pub line: usize,
    /// The column in characters from 1.
    pub column: usize,
    /// How many characters are meant, at least 1.
    pub length: usize,
    /// The whole line, as it stands in the file.
    pub quoted: String,
}

/// Something wrong in a file: found, told, and never in the way of what is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// A stable name of the kind of problem, such as `unknown-key`.
    pub code: &'static str,
    /// What is wrong, in lower case, without a full stop.
    pub message: String,
    /// What to do, where something is likely.
    pub hint: Option<String>,
    /// Where.
    pub spot: Spot,
}

impl Problem {
    /// An error.
    pub fn error(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), hint: None, spot }
    }

    /// A warning.
    pub fn warning(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, spot, message) }
    }

    /// The same with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hint = hint.map(Into::into);
        self
    }

    /// `file:line:column: error: message`, for a status line.
    pub fn summary(&self) -> String {
        let word = if self.severity == Severity::Error { "error" } else { "warning" };
        let place = match self.spot.line {
            0 => self.spot.file.clone(),
            line => format!("{}:{line}:{}", self.spot.file, self.spot.column),
        };
        harmless(&format!("{place}: {word}: {}", self.message)).into_owned()
    }

    /// The problem as a compiler shows it: the line quoted, the place underlined, the hint below.
    /// With `color`, in the terminal's own 16 colours. Nothing of the file's text can steer a
    /// terminal.
    pub fn render(&self, color: bool) -> String {
        let level = if self.severity == Severity::Error { Level::ERROR } else { Level::WARNING };
        let (message, file) = (harmless(&self.message), harmless(&self.spot.file));
        let (quoted, marked) = self.quote();
        let title = level.primary_title(message.as_ref()).id(self.code);
        let mut group = if self.spot.line == 0 {
            title.element(Origin::path(file.as_ref()))
        } else {
            let line = Snippet::source(quoted.as_str()).path(file.as_ref()).line_start(self.spot.line);
            title.element(line.annotation(AnnotationKind::Primary.span(marked)))
        };
        if let Some(hint) = &self.hint {
            group = group.element(Level::HELP.message(harmless(hint).into_owned()));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }

    /// The quoted line made harmless, and the bytes of it that are meant. A long line is cut
    /// around the place.
    fn quote(&self) -> (String, std::ops::Range<usize>) {
        const BEFORE: usize = 80;
        const SHOWN: usize = 160;
        let column = self.spot.column.max(1) - 1;
        let skipped = column.saturating_sub(BEFORE);
        let letters: Vec<char> = self.spot.quoted.chars().skip(skipped).take(SHOWN).collect();
        let shown = |letters: &[char]| {
            let text: String = letters.iter().map(|c| if *c == '\t' { ' ' } else { *c }).collect();
            harmless(&text).into_owned()
        };
        let start = (column - skipped).min(letters.len());
        let end = (start + self.spot.length.max(1)).min(letters.len());
        let lead = if skipped > 0 { "…" } else { "" };
        let before = lead.len() + shown(&letters[..start]).len();
        let marked = before..before + shown(&letters[start..end]).len();
        (format!("{lead}{}", shown(&letters)), marked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(quoted: &str, column: usize, length: usize) -> Problem {
        let spot = Spot { file: "a.yaml".into(), line: 3, column, length, quoted: quoted.into() };
        Problem::error("no-such-day", spot, "February 2021 has 28 days").with_hint(Some("write `2021-02-28`"))
    }

    #[test]
    fn a_problem_shows_the_line_the_place_and_what_to_do() {
        insta::assert_snapshot!(problem("  date: 2021-02-29", 9, 10).render(false), @r"
        error[no-such-day]: February 2021 has 28 days
         --> a.yaml:3:9
          |
        3 |   date: 2021-02-29
          |         ^^^^^^^^^^
          |
          = help: write `2021-02-28`
        ");
    }

    #[test]
    fn a_hostile_line_is_quoted_without_steering_the_terminal() {
        let shown = problem("  date: \x1b[2J\u{202E}x", 9, 4).render(false);
        assert!(!shown.contains('\x1b') && !shown.contains('\u{202E}'), "{shown}");
    }

    #[test]
    fn a_place_anywhere_in_or_past_a_long_line_is_shown_without_a_panic() {
        let long = "é".repeat(5_000);
        for column in [0, 1, 79, 80, 81, 2_000, 5_000, 6_000] {
            assert!(problem(&long, column, 9_999).render(true).len() < 2_000);
        }
    }
}
