//! Parses a line of JSON, several times as fast as the YAML reader.
//!
//! JSON is a subset of YAML, and the YAML reader is authoritative: a line is parsed here only if both would
//! give the same nodes and spans. Any other line (one that is broken, repeats a key, holds a hostile
//! character) is left to the YAML reader.

use std::borrow::Cow;

use super::yaml::{DEEPEST, Keys, LONGEST, Node, NodeKind};
use crate::problem::Span;
use crate::text::{is_hostile, is_plain};

/// Parses a line that starts at byte `base` of its file. Returns `None` if the line must be left to the YAML
/// reader.
pub(super) fn value(line: &str, base: usize) -> Option<Node<'_>> {
    let mut json = Json { text: line, at: 0, base };
    let value = json.value(0)?;
    (json.next().is_none() && !matches!(value.kind, NodeKind::Scalar { .. })).then_some(value)
}

/// The longest key, in bytes. YAML allows 1024 characters up to the colon (YAML 1.2.2, section 7.4.3).
const LONGEST_KEY: usize = 1_000;

/// A parser for one line. Its methods return `None` if the line must be left to the YAML reader.
struct Json<'t> {
    text: &'t str,
    at: usize,
    base: usize,
}

impl<'t> Json<'t> {
    /// Skips spaces and returns the byte after them.
    fn next(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    /// Whether another item follows: after a comma, or directly if it is the first.
    fn goes_on(&mut self, first: bool, close: u8) -> Option<bool> {
        match self.next()? {
            byte if byte == close => {
                self.at += 1;
                Some(false)
            }
            b',' if !first => {
                self.at += 1;
                // YAML allows a comma at the end, JSON does not.
                (self.next()? != close).then_some(true)
            }
            _ => first.then_some(true),
        }
    }

    fn node(&self, kind: NodeKind<'t>, start: usize) -> Node<'t> {
        Node { kind, span: Span::from(self.base + start..self.base + self.at) }
    }

    fn value(&mut self, depth: usize) -> Option<Node<'t>> {
        let first = self.next()?;
        let start = self.at;
        let kind = match first {
            b'{' if depth < DEEPEST => self.map(depth + 1)?,
            b'[' if depth < DEEPEST => self.list(depth + 1)?,
            b'"' => NodeKind::Scalar { text: self.string()?, quoted: true },
            b'0'..=b'9' | b'-' | b't' | b'f' | b'n' => {
                NodeKind::Scalar { text: self.word()?.into(), quoted: false }
            }
            _ => return None,
        };
        Some(self.node(kind, start))
    }

    fn list(&mut self, depth: usize) -> Option<NodeKind<'t>> {
        self.at += 1;
        let mut items = Vec::new();
        while self.goes_on(items.is_empty(), b']')? {
            items.push(self.value(depth)?);
        }
        Some(NodeKind::List(items))
    }

    fn map(&mut self, depth: usize) -> Option<NodeKind<'t>> {
        self.at += 1;
        let mut pairs: Vec<(Node, Node)> = Vec::new();
        let mut keys = Keys::default();
        while self.goes_on(pairs.is_empty(), b'}')? {
            self.next()?;
            let start = self.at;
            let text = self.string().filter(|key| key.len() <= LONGEST_KEY)?;
            let key = self.node(NodeKind::Scalar { text, quoted: true }, start);
            self.take(b':')?;
            let value = self.value(depth)?;
            if !keys.add(&key, &pairs) {
                return None;
            }
            pairs.push((key, value));
        }
        Some(NodeKind::Map(pairs))
    }

    /// Parses a string; borrowed unless it has escapes.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        self.take(b'"')?;
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        let mut plain = true;
        loop {
            self.at += ordinary(bytes.get(self.at..)?);
            match *bytes.get(self.at)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.at += 2;
                }
                // YAML allows a tab in a string, JSON does not.
                ..b' ' => return None,
                _ => {
                    plain = false;
                    self.at += 1;
                }
            }
        }
        let text = &self.text[start..self.at];
        self.at += 1;
        let text: Cow<str> = if escaped {
            Cow::Owned(serde_json::from_str(&self.text[start - 1..self.at]).ok()?)
        } else {
            Cow::Borrowed(text)
        };
        let is_harmless = (plain && !escaped) || is_plain(&text) || !text.chars().any(is_hostile);
        (is_harmless && text.len() <= LONGEST).then_some(text)
    }

    /// Parses a number, `true`, `false` or `null`, and returns it as written.
    fn word(&mut self) -> Option<&'t str> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ');
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        let word = &self.text[start..self.at];
        let is_number = || {
            word.bytes().all(|byte| byte > b' ') && serde_json::from_str::<serde_json::Number>(word).is_ok()
        };
        let is_json = matches!(word, "true" | "false" | "null") || is_number();
        is_json.then_some(word)
    }
}

/// Returns how many leading bytes are printable ASCII other than `"` and `\`. Tests eight bytes at a time.
fn ordinary(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // Sets the high bit of bytes below `limit`; exact up to and including the first such byte.
        let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGH;
        let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        let marks = below(word, 0x20) | equal(b'"') | equal(b'\\') | equal(0x7f) | (word & HIGH);
        if marks != 0 {
            return index * 8 + marks.trailing_zeros() as usize / 8;
        }
    }
    let is_ordinary = |byte: &u8| matches!(byte, b' '..=b'!' | b'#'..=b'[' | b']'..=b'~');
    words.len() * 8 + rest.iter().take_while(|byte| is_ordinary(byte)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::load::yaml;

    /// Texts with every JSON escape, characters of every width, and characters special to YAML.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[a-z :#,'&*!{}\\[\\]-]{0,12}",
            2 => "[\"\\\\/\n\t é東😀]{0,8}",
            1 => prop::sample::select(vec!["date", "title", "events", "dateline", "<<", "~", "null", "", "2024-05~", "\u{1b}[2J", "\u{202e}"])
                .prop_map(str::to_owned),
        ]
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::Value;
        let leaf = prop_oneof![
            5 => text().prop_map(Value::from),
            1 => any::<i64>().prop_map(Value::from),
            1 => any::<f64>().prop_map(Value::from),
            1 => any::<bool>().prop_map(Value::from),
            1 => Just(Value::Null),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((text(), inner), 0..6)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    /// A value written compactly, spaced out, or escaped to ASCII.
    fn written() -> impl Strategy<Value = String> {
        (json(), 0..3).prop_map(|(value, how)| {
            let close = value.to_string();
            match how {
                0 => close,
                1 => {
                    let wide = serde_json::to_string_pretty(&value).unwrap_or_default();
                    wide.split('\n').collect::<Vec<_>>().join(" ")
                }
                _ => close
                    .chars()
                    .flat_map(|c| {
                        if c.is_ascii() {
                            vec![c]
                        } else {
                            format!("\\u{:04x}", c as u32 & 0xffff).chars().collect()
                        }
                    })
                    .collect(),
            }
        })
    }

    /// Lines of JSON, some with one character broken.
    fn line() -> impl Strategy<Value = String> {
        let broken = (
            written(),
            any::<prop::sample::Index>(),
            prop::sample::select(vec!["", ",", "\"", "}", "[", ":", "\\", "\t", " #", "0", "-"]),
        );
        let broken = broken.prop_map(|(line, at, with)| {
            let places: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
            let at = places[at.index(places.len())];
            let rest: String = line[at..].chars().skip(1).collect();
            format!("{}{with}{rest}", &line[..at])
        });
        prop_oneof![3 => written(), 1 => broken]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn a_line_read_fast_is_the_line_that_the_yaml_reader_reads(line in line(), base in 0usize..1000) {
            if let Some(fast) = value(&line, base) {
                let read = yaml::read(&line, base);
                prop_assert_eq!(read.fault, None);
                prop_assert!(read.hostile.is_empty() && read.repeated.is_empty());
                prop_assert_eq!(read.documents, [fast]);
            }
        }
    }

    #[test]
    fn ordinary_lines_are_read_fast() {
        for line in [
            r#"{"date": "2024-05", "title": "A \"b\" \u041a\n", "importance": 5, "x": [1.50, -0, true, null, {}]}"#,
            r#"{"id":"a","actors":[{"actor":"x","role":"y"},"東京"]}"#,
        ] {
            assert!(value(line, 0).is_some(), "{line}");
        }
        for line in
            ["{a: 1}", r#"{"a": 1, "a": 2}"#, r#"{"a": 1,}"#, "{\"a\": \"\t\"}", "\"a\"", r#"{"a": 01}"#, ""]
        {
            assert!(value(line, 0).is_none(), "{line}");
        }
    }
}
