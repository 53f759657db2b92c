//! Why a text is no query, shown with a caret under the place.

use std::fmt;
use std::ops::Range;

use crate::text::{harmless, width};

/// Characters of a long query that are shown before the place, and in all.
const BEFORE: usize = 50;
const SHOWN: usize = 100;

/// Why a text is no query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong or what was expected there, in lower case, without a full stop.
    pub message: String,
    /// The bytes of the text that are meant; empty at the end of the text when something is missing.
    pub span: Range<usize>,
    /// What was likely meant, or how it is written.
    pub hint: Option<String>,
}

impl QueryError {
    /// An error at `span` without a hint.
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { message: message.into(), span, hint: None }
    }

    /// The same with advice.
    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The query with a caret under the place and what is wrong there, and the hint in a line of
    /// its own. A long query is cut around the place; nothing of it can steer a terminal.
    pub fn render(&self, query_text: &str) -> String {
        let start = floor(query_text, self.span.start);
        let end = floor(query_text, self.span.end).max(start);
        let skipped = query_text[..start].chars().count().saturating_sub(BEFORE);
        let before: String = query_text[..start].chars().skip(skipped).collect();
        let meant: String = query_text[start..end].chars().take(SHOWN - BEFORE).collect();
        let cut_short = meant.len() < end - start;
        let rest = if cut_short { "" } else { &query_text[end..] };
        let after: String = rest.chars().take(SHOWN - BEFORE).collect();
        let lead = if skipped > 0 { "…" } else { "" };
        let tail = if cut_short || after.len() < rest.len() { "…" } else { "" };
        let (before, meant, after) = (shown(&before), shown(&meant), shown(&after));
        let indent = " ".repeat(width(lead) + width(&before));
        let carets = "^".repeat(width(&meant).max(1));
        let message = harmless(&self.message);
        let mut text = format!("{lead}{before}{meant}{after}{tail}\n{indent}{carets} {message}");
        if let Some(hint) = &self.hint {
            text.push_str("\nhelp: ");
            text.push_str(&harmless(hint));
        }
        text
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&harmless(&self.message))?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "; {}", harmless(hint)))
    }
}

impl std::error::Error for QueryError {}

/// `text` on one line and harmless.
fn shown(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    harmless(&line).into_owned()
}

/// The last place at or before `index` where a character of `text` begins.
fn floor(text: &str, index: usize) -> usize {
    (0..=index.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place_whatever_stands_before_it() {
        let error = QueryError::new(11..14, "what is wrong");
        insta::assert_snapshot!(error.render("日本 \x1b[m xyz z"), @r#"
        日本 ␛[m xyz z
                 ^^^ what is wrong
        "#);
        let far = QueryError::new(500..503, "what is wrong").render(&"x".repeat(2_000));
        assert!(far.lines().all(|line| width(line) < 130), "{far}");
    }

    #[test]
    fn no_place_panics_even_when_it_lies_outside_or_in_a_letter() {
        for start in 0..12 {
            for end in 0..12 {
                assert!(QueryError::new(start..end, "m").render("é日\u{202E}x").contains('^'));
            }
        }
    }
}
