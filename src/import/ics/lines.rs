//! Parses content lines of RFC 5545 §3.1: unfolding, names, parameters and values, and unescaping of TEXT.

use crate::load::Found;
use crate::load::line_index::line_ranges;
use crate::problem::Span;

/// A content line: `NAME;PARAMETER=VALUE:VALUE`.
#[derive(Debug)]
pub struct Line {
    /// The name in upper case.
    pub name: String,
    /// Pairs of a parameter's name in upper case and its value without quotes.
    pub parameters: Vec<(String, String)>,
    /// The value as written.
    pub value: String,
    /// The span of its first physical line.
    pub span: Span,
}

impl Line {
    /// Returns whether the line has this name and value; the value is compared ignoring case.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.name == name && self.value.eq_ignore_ascii_case(value)
    }

    /// Returns the value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Parses the lines of a calendar. Line breaks may be CRLF or LF. A line that is not a content line gets a
/// warning.
pub fn lines(text: &str, found: &mut Found) -> Vec<Line> {
    let mut unfolded: Vec<(String, Span)> = Vec::new();
    for line in line_ranges(text) {
        let bare = text[line.clone()].trim_end_matches(['\r', '\n']);
        let span = Span::from(line.start..line.start + bare.len());
        match (bare.strip_prefix([' ', '\t']), unfolded.last_mut()) {
            (Some(more), Some((before, _))) => before.push_str(more),
            _ if bare.trim().is_empty() => {}
            _ => unfolded.push((bare.to_owned(), span)),
        }
    }
    let mut lines = Vec::new();
    for (written, span) in unfolded {
        match line(&written, span) {
            Some(line) => lines.push(line),
            None => found.warn("not-carried", span, "this is no property of a calendar; it is left out"),
        }
    }
    lines
}

fn line(written: &str, span: Span) -> Option<Line> {
    let mut quoted = false;
    let mut marks = Vec::new();
    let mut colon = None;
    for (at, c) in written.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => marks.push(at),
            ':' if !quoted => {
                colon = Some(at);
                break;
            }
            _ => {}
        }
    }
    let colon = colon?;
    marks.push(colon);
    let name = written[..marks[0]].trim().to_ascii_uppercase();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let parameters = marks.windows(2).filter_map(|ends| {
        let (key, value) = written[ends[0] + 1..ends[1]].split_once('=')?;
        Some((key.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()))
    });
    let parameters = parameters.collect();
    is_name.then(|| Line { name, parameters, value: written[colon + 1..].trim().to_owned(), span })
}

/// Unescapes a value of type TEXT (§3.3.11). Commas that separate nothing should be escaped, but may not be.
pub fn text(value: &str) -> String {
    list(value).join(",")
}

/// Splits a comma-separated list of TEXT values and unescapes each (§3.3.11).
pub fn list(value: &str) -> Vec<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut letters = value.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => part.push(match letters.next() {
                Some('n' | 'N') => '\n',
                escaped => escaped.unwrap_or('\\'),
            }),
            ',' => parts.push(std::mem::take(&mut part)),
            _ => part.push(c),
        }
    }
    parts.push(part);
    parts
}
