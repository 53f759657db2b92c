//! Parses YAML into a tree of values with spans.
//!
//! This is the only file that uses the YAML parser. Texts from files are sanitized here.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StrInput};

use crate::problem::{Problem, Span};
use crate::text::{is_hostile, is_plain, one_line, sanitize};

/// A value and its span.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'t> {
    pub kind: NodeKind<'t>,
    /// The bytes in the file.
    pub span: Span,
}

/// The value of a [`Node`].
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind<'t> {
    /// A text as written, sanitized.
    Scalar {
        /// The text.
        text: Cow<'t, str>,
        /// Whether it is in quotes, a block scalar or tagged `!!str`, and so never a number, flag or null.
        quoted: bool,
    },
    /// A sequence.
    List(Vec<Node<'t>>),
    /// A mapping, keys in the order of the file.
    Map(Vec<(Node<'t>, Node<'t>)>),
}

/// The documents of a text up to the first fault, and spans of what is to be reported.
#[derive(Debug, Default)]
pub struct Read<'t> {
    /// Every complete document.
    pub documents: Vec<Node<'t>>,
    /// The error that ended parsing, if any.
    pub fault: Option<Problem<Span>>,
    /// Texts in which hostile characters were made visible.
    pub hostile: Vec<Span>,
    /// Keys that repeat an earlier key of their mapping.
    pub repeated: Vec<Span>,
    /// Explicit tags other than `!!str`, which are dropped.
    pub tagged: Vec<Span>,
    /// Texts longer than [`LONGEST`], which are dropped: their first byte and their length in bytes.
    pub too_large: Vec<(Span, usize)>,
}

/// The deepest nesting of values.
pub(super) const DEEPEST: usize = 64;
/// The longest key in characters, quotes included.
const LONGEST_KEY: usize = 1_024;
/// The longest text of one value, in bytes.
pub(super) const LONGEST: usize = 1 << 20;
/// The most values that all aliases of a document may expand to.
const MOST_ALIASED: usize = 100_000;
/// A text counts as one more value for each of these bytes.
const TEXT_OF_A_VALUE: usize = 100;

impl Read<'_> {
    /// Takes the problems of texts that were dropped.
    pub fn left_out(&mut self) -> impl Iterator<Item = Problem<Span>> {
        self.too_large.drain(..).map(|(span, bytes)| {
            let message =
                format!("a text of {bytes} bytes is left out; the longest that is read has {LONGEST}");
            Problem::error("too-large", span, message)
        })
    }
}

impl Node<'_> {
    /// Returns the value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.pairs().iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    /// Returns the value under a key of a mapping, unless it is null.
    pub fn given(&self, key: &str) -> Option<&Self> {
        self.get(key).filter(|value| !value.is_null())
    }

    /// Returns the pairs of a mapping; empty for any other value.
    pub fn pairs(&self) -> &[(Self, Self)] {
        if let NodeKind::Map(pairs) = &self.kind { pairs } else { &[] }
    }

    /// Returns the items of a list; empty for any other value.
    pub fn items(&self) -> &[Self] {
        if let NodeKind::List(items) = &self.kind { items } else { &[] }
    }

    /// Returns the text of a scalar.
    pub fn text(&self) -> Option<&str> {
        if let NodeKind::Scalar { text, .. } = &self.kind { Some(text) } else { None }
    }

    /// Returns the text of a scalar that is not null.
    pub fn words(&self) -> Option<&str> {
        self.text().filter(|_| !self.is_null())
    }

    /// Whether it is an empty plain scalar, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, quoted: false } if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Names the kind of value, for a message.
    pub fn sort(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar { .. } if self.is_null() => "nothing",
            NodeKind::Scalar { .. } => "text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a mapping",
        }
    }

    fn size(&self) -> usize {
        1 + match &self.kind {
            NodeKind::Scalar { text, .. } => text.len() / TEXT_OF_A_VALUE,
            NodeKind::List(items) => items.iter().map(Node::size).sum(),
            NodeKind::Map(pairs) => pairs.iter().map(|(key, value)| key.size() + value.size()).sum(),
        }
    }
}

/// Parses every document of `text`, which starts at byte `base` of its file. Documents before a fault are
/// kept.
pub fn read(text: &str, base: usize) -> Read<'_> {
    let options = granit_parser::options! {
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
        emit_comments: false,
    };
    let parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder {
        parser,
        text,
        base: base as u32,
        anchors: HashMap::new(),
        aliased: 0,
        read: Read::default(),
    };
    if let Err(fault) = builder.documents() {
        builder.read.fault = Some(fault);
    }
    builder.read
}

/// A parsed part of a text, or the fault that ends parsing.
type ParseResult<T> = Result<T, Problem<Span>>;

struct Builder<'t> {
    parser: Parser<'t, StrInput<'t>>,
    text: &'t str,
    base: u32,
    anchors: HashMap<usize, Node<'t>>,
    aliased: usize,
    read: Read<'t>,
}

impl<'t> Builder<'t> {
    fn next(&mut self) -> ParseResult<(Event<'t>, Span)> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let bytes = span.byte_range().unwrap_or_default();
                Ok((event, Span { start: self.base + bytes.start as u32, end: self.base + bytes.end as u32 }))
            }
            Some(Err(error)) => {
                let byte = error.marker().byte_offset().unwrap_or(0);
                let tab = tab_near(self.text, byte);
                let at = self.base + tab.unwrap_or(byte) as u32;
                let span = Span { start: at, end: at + 1 };
                Err(match error.kind() {
                    _ if tab.is_some() => Problem::error("syntax", span, TAB),
                    ErrorKind::RecursionLimitExceeded => {
                        let message = format!("more than {DEEPEST} values inside each other");
                        Problem::error("too-deep", span, message)
                    }
                    _ if self.text[byte..].starts_with(':') && ends_in_long_key(&self.text[..byte]) => {
                        let message =
                            format!("a key of more than {LONGEST_KEY} characters, which YAML does not read");
                        Problem::error("syntax", span, message)
                    }
                    kind => Problem::error("syntax", span, in_plain_words(kind)),
                })
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn documents(&mut self) -> ParseResult<()> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(()),
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) => {
                    self.anchors.clear();
                    self.aliased = 0;
                }
                event => {
                    let document = self.node(event, span)?;
                    self.read.documents.push(document);
                }
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span) -> ParseResult<Node<'t>> {
        let (kind, anchor, end) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = tag.as_ref().is_some_and(|tag| tag.core_suffix() == Some("str"));
                let quoted = style != ScalarStyle::Plain || is_text;
                self.read.tagged.extend(tag.filter(|_| !is_text).map(|_| span));
                (NodeKind::Scalar { text: self.own(text, span), quoted }, anchor, span.end)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.read.tagged.extend(tag.map(|_| span));
                let (items, end) = self.list()?;
                (NodeKind::List(items), anchor, end)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.read.tagged.extend(tag.map(|_| span));
                let (pairs, end) = self.map()?;
                (NodeKind::Map(pairs), anchor, end)
            }
            Event::Alias(anchor) => return self.alias(anchor, span),
            _ => (NodeKind::List(Vec::new()), 0, span.end),
        };
        let node = Node { kind, span: Span { start: span.start, end } };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn list(&mut self) -> ParseResult<(Vec<Node<'t>>, u32)> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::SequenceEnd | Event::StreamEnd => return Ok((items, span.end)),
                event => items.push(self.node(event, span)?),
            }
        }
    }

    fn map(&mut self) -> ParseResult<(Vec<(Node<'t>, Node<'t>)>, u32)> {
        let mut pairs: Vec<(Node<'t>, Node<'t>)> = Vec::new();
        let mut merged = Vec::new();
        let mut keys = Keys::default();
        let end = loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                break span.end;
            }
            let key = self.node(event, span)?;
            let key = self.as_text(key);
            let (event, span) = self.next()?;
            let value = self.node(event, span)?;
            if matches!(&key.kind, NodeKind::Scalar { text, quoted: false } if text == "<<") {
                merged.push(value);
            } else if !keys.add(&key, &pairs) {
                self.read.repeated.push(key.span);
            } else {
                pairs.push((key, value));
            }
        };
        for source in &merged {
            merge(&mut pairs, &mut keys, source);
        }
        Ok((pairs, end))
    }

    /// Turns a key that is not a text into its source text; null becomes `null`.
    fn as_text(&self, key: Node<'t>) -> Node<'t> {
        let written = match &key.kind {
            _ if key.is_null() => Cow::Borrowed("null"),
            NodeKind::Scalar { .. } => return key,
            _ => {
                let (start, end) = (key.span.start - self.base, key.span.end - self.base);
                let written = self.text.get(start as usize..end as usize).unwrap_or_default();
                Cow::Owned(one_line(written))
            }
        };
        Node { kind: NodeKind::Scalar { text: written, quoted: true }, span: key.span }
    }

    /// Returns a copy of the aliased node, within the limit of [`MOST_ALIASED`].
    fn alias(&mut self, anchor: usize, span: Span) -> ParseResult<Node<'t>> {
        let Some(target) = self.anchors.get(&anchor) else {
            return Err(Problem::error("syntax", span, "an alias inside of what it stands for"));
        };
        self.aliased += target.size();
        if self.aliased > MOST_ALIASED {
            let message = format!("the aliases up to here stand for more than {MOST_ALIASED} values");
            return Err(Problem::error("alias-bomb", span, message));
        }
        Ok(target.clone())
    }

    fn own(&mut self, text: Cow<'t, str>, span: Span) -> Cow<'t, str> {
        if text.len() > LONGEST {
            let first = Span { start: span.start, end: span.start + 1 };
            self.read.too_large.push((first, text.len()));
            return Cow::Borrowed("");
        }
        if is_plain(&text) || !text.chars().any(is_hostile) {
            return text;
        }
        self.read.hostile.push(span);
        Cow::Owned(sanitize(&text.replace("\r\n", "\n")).into_owned())
    }
}

const TAB: &str = "a tab cannot indent YAML; use spaces";

/// Returns a tab in the indent of the line of a fault or of the next line.
fn tab_near(text: &str, at: usize) -> Option<usize> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |feed| feed + 1);
    let mut line = start;
    text[start..].split_inclusive('\n').take(2).find_map(|next| {
        let indent = next.len() - next.trim_start_matches([' ', '\t']).len();
        let tab = next[..indent].find('\t').map(|tab| line + tab);
        line += next.len();
        tab
    })
}

/// Whether the key before a colon is too long (YAML 1.2.2, section 7.4.3).
fn ends_in_long_key(before: &str) -> bool {
    let before = before.trim_end();
    let key = match before.strip_suffix('"') {
        Some(quoted) => quoted.rsplit('"').next(),
        None => before.rsplit(['\n', '{', ',']).next(),
    };
    key.is_some_and(|key| key.len() >= LONGEST_KEY - 2)
}

/// Returns a parser error in plain words, with advice on common mistakes.
fn in_plain_words(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::TabInIndentation | ErrorKind::TabNotAllowed => TAB.to_owned(),
        ErrorKind::UnclosedQuotedScalar => "this quote is never closed".to_owned(),
        ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => {
            "an escape in this text, such as `\\ud800`, is half of a character; write it whole or take it out"
                .to_owned()
        }
        ErrorKind::UnknownAnchor => {
            "nothing before has the anchor that this alias names; a text that begins with `*` needs quotes"
                .to_owned()
        }
        ErrorKind::InvalidColonPlacement => {
            "a text with a colon needs quotes, as in `title: \"Kyiv: a visit\"`".to_owned()
        }
        _ => {
            let words = kind.to_string().to_lowercase();
            let advice =
                "the line is indented wrongly, or a text with a colon, quote or bracket needs quotes";
            if words.is_empty() { advice.to_owned() } else { format!("{words}; {advice}") }
        }
    }
}

/// The keys of a mapping: searched linearly while few, then hashed.
#[derive(Default)]
pub(super) struct Keys(HashSet<String>);

impl Keys {
    const FEW: usize = 16;

    /// Whether a key is new among those of `pairs`; adds it if so.
    pub(super) fn add<'t>(&mut self, key: &Node<'t>, pairs: &[(Node<'t>, Node<'t>)]) -> bool {
        if pairs.len() < Self::FEW {
            return pairs.iter().all(|(known, _)| known.text() != key.text());
        }
        let text = |key: &Node| key.text().unwrap_or_default().to_owned();
        if self.0.is_empty() {
            self.0.extend(pairs.iter().map(|(key, _)| text(key)));
        }
        self.0.insert(text(key))
    }
}

/// Applies a merge key `<<`: adds the missing keys from a mapping or a list of mappings.
fn merge<'t>(pairs: &mut Vec<(Node<'t>, Node<'t>)>, keys: &mut Keys, source: &Node<'t>) {
    for item in source.items() {
        merge(pairs, keys, item);
    }
    for (key, value) in source.pairs() {
        if keys.add(key, pairs) {
            pairs.push((key.clone(), value.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> &'static str {
        read(text, 0).fault.map_or("none", |fault| fault.code)
    }

    #[test]
    fn an_alias_without_its_anchor_is_named_as_the_fault() {
        let message = read("title: *zz\n", 0).fault.map(|fault| fault.message).unwrap_or_default();
        assert!(message.starts_with("nothing before has the anchor"), "{message}");
    }

    #[test]
    fn scalars_keep_their_letters_and_their_places() {
        let text = "a: 1_000\nb: NO\nc: \"3\"\nd: 2024-05\n";
        let read = read(text, 0);
        let document = &read.documents[0];
        for (key, value) in [("a", "1_000"), ("b", "NO"), ("c", "3"), ("d", "2024-05")] {
            let node = document.get(key).unwrap();
            assert_eq!(node.text(), Some(value));
            assert!(text[node.span.start as usize..node.span.end as usize].contains(value));
        }
    }

    #[test]
    fn aliases_and_merge_keys_bring_what_they_stand_for() {
        let read = read("- &a {kind: report, tags: [x]}\n- {<<: *a, kind: decision}\n", 0);
        let second = &read.documents[0].items()[1];
        assert_eq!(second.get("kind").and_then(Node::text), Some("decision"));
        assert_eq!(second.get("tags").map(|tags| tags.items().len()), Some(1));
    }

    #[test]
    fn hostile_files_end_in_an_error_and_not_in_the_machine() {
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{},", level - 1).repeat(10);
            bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        assert_eq!(fault(&bomb), "alias-bomb");
        let long = format!("- &a {}\n{}", "x".repeat(100_000), "- *a\n".repeat(1_000));
        assert_eq!(fault(&long), "alias-bomb");
        assert_eq!(fault(&"[".repeat(100_000)), "too-deep");
        assert_eq!(fault(&"- ".repeat(100_000)), "too-deep");
        assert_eq!(fault(r#"a: "\ud800 ""#), "syntax");
        assert_eq!(fault("a: [1, 2"), "syntax");
        assert_eq!(fault("a: *nobody"), "syntax");
        assert_eq!(fault(""), "none");
    }

    #[test]
    fn a_text_that_is_too_large_is_left_out_alone() {
        let text = format!("a: {}\nb: 1\n", "x".repeat(LONGEST + 1));
        let read = read(&text, 0);
        assert_eq!(read.too_large, [(Span { start: 3, end: 4 }, LONGEST + 1)]);
        assert_eq!(read.documents[0].get("b").and_then(Node::text), Some("1"));
    }

    #[test]
    fn what_json_writes_and_yaml_does_not_read_is_called_by_its_name() {
        let said = |text: &str| read(text, 0).fault.map(|fault| fault.message).unwrap_or_default();
        let key = "k".repeat(2_000);
        assert!(said(&format!("{{\"{key}\": 1}}")).contains("a key of more than 1024"));
        assert!(said(&format!("{{\"a\": 1, {key}: 1}}")).contains("a key of more than 1024"));
        assert!(said(r#"{"a": "x \ud800 y"}"#).contains("half of a character"));
    }

    #[test]
    fn escapes_in_a_file_are_made_visible_and_told() {
        let read = read(r#"title: "a\e[31mb""#, 0);
        assert_eq!(read.documents[0].get("title").and_then(Node::text), Some("a␛[31mb"));
        assert_eq!(read.hostile.len(), 1);
    }

    #[test]
    fn a_key_that_is_no_text_is_kept_as_it_is_written() {
        let read = read("? [q, r]\n: z\n? [s]\n: w\n: n\n", 0);
        let keys: Vec<_> = read.documents[0].pairs().iter().filter_map(|(key, _)| key.text()).collect();
        assert_eq!(keys, ["[q, r]", "[s]", "null"]);
    }

    #[test]
    fn a_tab_is_named_where_it_stands() {
        for (text, at) in [("- date: 2024-05-01\n\ttitle: x\n", 19), ("events:\n\t- date: 2024-05-01\n", 8)] {
            let fault = read(text, 100).fault.unwrap();
            assert_eq!((fault.at.start, &*fault.message), (100 + at, TAB), "{text}");
        }
    }

    #[test]
    fn explicit_tags_are_told_unless_they_say_what_is_so_anyway() {
        let text = "{a: !!float 1, b: !!str 2, c: !!binary aGk=, d: !x [e]}";
        let read = read(text, 0);
        assert_eq!(read.tagged.len(), 3);
        assert_eq!(read.documents[0].get("c").and_then(Node::text), Some("aGk="));
    }

    #[test]
    fn a_key_written_twice_is_told() {
        assert_eq!(read("a: 1\n\"a\": 2\n", 0).repeated, [Span { start: 5, end: 8 }]);
        let read = read("a: 1\nb: 2\na: 3\n", 0);
        assert_eq!(read.repeated, [Span { start: 10, end: 11 }]);
    }
}
