//! Patterns for values: whole texts or globs, ignoring case.

use std::fmt;

use crate::text::compared;

/// Text compared with whole values, ignoring case. In a glob, `*` matches any text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: String,
    glob: bool,
}

impl Pattern {
    /// Returns a pattern in which every character is literal.
    pub fn exact(text: impl Into<String>) -> Self {
        Self { text: text.into(), glob: false }
    }

    /// Returns a pattern in which `*` matches any text, such as `us-*`. Text without `*`, or that would need
    /// quotes, becomes [`Pattern::exact`], since a quoted `*` is literal.
    pub fn glob(text: impl Into<String>) -> Self {
        let text = text.into();
        let glob = text.contains('*') && text.chars().all(is_bare);
        Self { text, glob }
    }

    /// Returns the text as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether `*` is a wildcard in it.
    pub fn is_glob(&self) -> bool {
        self.glob
    }

    /// Returns the literal pieces in lower case that a text must contain in this order.
    pub(super) fn pieces(&self) -> Vec<String> {
        let lower = lower(&self.text);
        if self.glob {
            lower.split('*').filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
        } else {
            vec![lower]
        }
    }

    /// Returns whether the pattern matches the whole of `candidate`, which must be in lower case as by
    /// [`lower`].
    pub(super) fn fits_lower(&self, candidate: &str) -> bool {
        let text = lower(&self.text);
        if !self.glob {
            return text == candidate;
        }
        let mut pieces: Vec<&str> = text.split('*').collect();
        let (last, first) = (pieces.pop().unwrap_or_default(), pieces.remove(0));
        let Some(rest) = candidate.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
            return false;
        };
        pieces
            .iter()
            .try_fold(rest, |rest, piece| rest.find(piece).map(|at| &rest[at + piece.len()..]))
            .is_some()
    }

    /// Returns whether the pattern matches the whole of `candidate`, ignoring case.
    pub fn fits(&self, candidate: &str) -> bool {
        if !self.glob && self.text.is_ascii() && candidate.is_ascii() {
            return self.text.eq_ignore_ascii_case(candidate);
        }
        self.fits_lower(&lower(candidate))
    }

    /// Returns whether the pattern can be written without quotes as the value of a field.
    pub(super) fn is_plain(&self) -> bool {
        self.glob || (!self.text.contains('*') && !self.text.is_empty() && self.text.chars().all(is_bare))
    }
}

/// Writes the pattern as the value of a field, quoted if necessary.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_plain() { f.write_str(&self.text) } else { f.write_str(&quoted(&self.text)) }
    }
}

/// Returns `text` in quotes, with quotes and backslashes escaped.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns whether a value may contain `c` without quotes.
pub(super) fn is_bare(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '"' | '(' | ')' | ',')
}

/// Normalizes by [`compared`] and converts to lower case, character by character and without context rules.
pub(super) fn lower(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        compared(text).chars().flat_map(char::to_lowercase).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_takes_the_whole_of_an_id_and_nothing_that_only_resembles_it() {
        let fits = |glob: &str, id: &str| Pattern::glob(glob).fits(id);
        assert!(fits("us-*", "US-Nuland") && fits("*kharkiv*", "us-kharkiv-counterfire") && fits("*", ""));
        assert!(fits("us-*-*fire", "us-kharkiv-counterfire") && fits("a*a", "aba"));
        assert!(!fits("us-*", "aus-x") && !fits("a*a", "a") && !fits("*-b-*-b-*", "a-b-c"));
    }
}
