//! Parses a line of JSON, several times as fast as the YAML reader.
//!
//! JSON is a subset of YAML, and the YAML reader is authoritative: a line is parsed here only if both would
//! give the same nodes and spans. Any other line (one that is broken, repeats a key, holds a hostile
//! character) is left to the YAML reader.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr3;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::plain::Str;
use super::yaml::{self, DEEPEST, Keys, LONGEST, Node, NodeKind};
use crate::problem::Span;
use crate::text::{is_hostile, is_plain};

/// The longest key, in bytes. YAML allows 1024 characters up to the colon (YAML 1.2.2, section 7.4.3).
const LONGEST_KEY: usize = 1_000;

/// Parses a line that starts at byte `base` of its file. Returns `None` if the line must be left to the YAML
/// reader.
pub(super) fn value(line: &str, base: usize) -> Option<Node<'_>> {
    // Between values JSON allows tabs and carriage returns, YAML not everywhere.
    let text = line.trim_matches(' ');
    if !text.starts_with(['{', '[']) || memchr3(b'\t', b'\r', b'\n', text.as_bytes()).is_some() {
        return None;
    }
    let span = |part: &str| {
        let start = base + part.as_ptr().addr() - line.as_ptr().addr();
        Span::from(start..start + part.len())
    };
    node(text, &span, 0)
}

/// Parses a line completely: by [`value`], or else by the YAML reader.
pub(super) fn read(line: &str, base: usize) -> yaml::Read<'_> {
    match value(line, base) {
        Some(value) => yaml::Read { documents: vec![value], ..yaml::Read::default() },
        None => yaml::read(line, base),
    }
}

/// Converts a value at a depth of nesting; `span` returns the place of a part of the line.
fn node<'t>(text: &'t str, span: &dyn Fn(&str) -> Span, depth: usize) -> Option<Node<'t>> {
    let kind = match text.as_bytes().first()? {
        b'{' | b'[' if depth == DEEPEST => return None,
        b'{' => map(serde_json::from_str(text).ok()?, span, depth + 1)?,
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            let items = items.into_iter().map(|item| node(item.get(), span, depth + 1));
            NodeKind::List(items.collect::<Option<_>>()?)
        }
        b'"' => {
            let Str(text) = serde_json::from_str(text).ok()?;
            NodeKind::Scalar { text: harmless(text)?, quoted: true }
        }
        _ => NodeKind::Scalar { text: text.into(), quoted: false },
    };
    Some(Node { kind, span: span(text) })
}

fn map<'t>(object: Pairs<'t>, span: &dyn Fn(&str) -> Span, depth: usize) -> Option<NodeKind<'t>> {
    let mut pairs: Vec<(Node, Node)> = Vec::with_capacity(object.0.len());
    let mut keys = Keys::default();
    for (name, value) in object.0 {
        let Span { start, end } = span(name);
        let text = harmless(name.into()).filter(|name| name.len() <= LONGEST_KEY)?;
        // The quotes belong to the span.
        let span_of_key = Span { start: start - 1, end: end + 1 };
        let key = Node { kind: NodeKind::Scalar { text, quoted: true }, span: span_of_key };
        if !keys.add(&key, &pairs) {
            return None;
        }
        pairs.push((key, node(value.get(), span, depth)?));
    }
    Some(NodeKind::Map(pairs))
}

fn harmless(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let is_harmless = is_plain(&text) || !text.contains(is_hostile);
    (is_harmless && text.len() <= LONGEST).then_some(text)
}

/// The pairs of an object in their order, also of repeated keys. Keys with escapes are not read.
struct Pairs<'t>(Vec<(&'t str, &'t RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Pairs<'de>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = object.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
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
