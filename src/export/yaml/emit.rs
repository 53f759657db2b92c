//! Writes YAML in the style of the built-in timelines: block style, short mappings on one line, long texts
//! folded.

use super::block::block;
use super::scalar::{LONGEST_KEY, flow_spelled, is_plain, needs_escapes, quoted, spelled, spelled_key};
use crate::model::Value;

/// The maximum width of a line that can be broken.
const WIDTH: usize = 110;

/// A YAML value with hints about its style.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A text, quoted only if some reader would not see a text otherwise.
    Text(String),
    /// A text that is always quoted.
    Quoted(String),
    /// A number, keyword or date, written without quotes.
    Plain(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// A sequence or mapping of scalars, on one line if it fits.
    Flow(Box<Node>),
}

impl Node {
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Creates a sequence that is on one line if it fits.
    pub fn flow_list(items: Vec<Self>) -> Self {
        Self::Flow(Box::new(Self::List(items)))
    }

    /// Creates a mapping that is on one line if it fits.
    pub fn flow_map(pairs: Vec<(String, Self)>) -> Self {
        Self::Flow(Box::new(Self::Map(pairs)))
    }

    /// Creates the value of an unknown key. A scalar that was not quoted stays so where that is safe.
    pub fn value(value: &Value) -> Self {
        match value {
            Value::Scalar { text, quoted: false } if is_plain(text) => Self::Plain(text.to_string()),
            Value::Scalar { text, .. } => Self::Quoted(text.to_string()),
            Value::List(items) => Self::List(items.iter().map(Self::value).collect()),
            Value::Map(pairs) => {
                Self::Map(pairs.iter().map(|(key, value)| (key.to_string(), Self::value(value))).collect())
            }
        }
    }
}

/// Builds a YAML text.
#[derive(Debug, Default)]
pub struct Emitter {
    out: String,
    line_start: usize,
}

impl Emitter {
    /// Returns the text written so far and empties the buffer.
    pub fn take(&mut self) -> String {
        self.line_start = 0;
        std::mem::take(&mut self.out)
    }

    /// Writes the pairs of a mapping, one per line, indented by `indent` columns.
    pub fn map(&mut self, pairs: &[(String, Node)], indent: usize) {
        for (index, (key, node)) in pairs.iter().enumerate() {
            if index > 0 || self.column() == 0 {
                self.pad(indent);
            }
            self.key(key, indent);
            self.value(node, indent);
        }
    }

    /// Writes a list item with its hyphen indented by `indent` columns.
    pub fn item(&mut self, node: &Node, indent: usize) {
        self.pad(indent);
        self.out.push('-');
        match node {
            Node::Map(pairs) if !pairs.is_empty() => {
                self.out.push(' ');
                self.map(pairs, indent + 2);
            }
            Node::Flow(inner) => match (self.flow(node), &**inner) {
                (None, Node::Map(pairs)) if !pairs.is_empty() => {
                    self.out.push(' ');
                    self.map(pairs, indent + 2);
                }
                _ => self.value(node, indent),
            },
            _ => self.value(node, indent),
        }
    }

    fn key(&mut self, key: &str, indent: usize) {
        let spelled = spelled_key(key);
        if spelled.len() > LONGEST_KEY {
            self.out.push_str("? ");
            self.out.push_str(&spelled);
            self.end_line();
            self.pad(indent);
        } else {
            self.out.push_str(&spelled);
        }
        self.out.push(':');
    }

    /// Writes the value after a `key:` or `-` in a collection that is indented by `indent` columns.
    fn value(&mut self, node: &Node, indent: usize) {
        match node {
            Node::List(items) if !items.is_empty() => {
                self.end_line();
                for item in items {
                    self.item(item, indent + 2);
                }
            }
            Node::Map(pairs) if !pairs.is_empty() => {
                self.end_line();
                self.map(pairs, indent + 2);
            }
            Node::Flow(inner) => match self.flow(node) {
                Some(line) => self.word(&line),
                None => self.value(inner, indent),
            },
            Node::List(_) => self.word("[]"),
            Node::Map(_) => self.word("{}"),
            Node::Plain(text) => self.word(text),
            Node::Text(text) => self.text(text, indent, spelled),
            Node::Quoted(text) => self.text(text, indent, quoted),
        }
    }

    /// Returns a node in flow style if it is possible and fits into the rest of the line.
    fn flow(&self, node: &Node) -> Option<String> {
        let line = flow(node)?;
        (self.column() + 1 + line.chars().count() <= WIDTH).then_some(line)
    }

    fn text(&mut self, text: &str, indent: usize, spell: fn(&str) -> String) {
        let room = WIDTH.saturating_sub(indent + 2).max(WIDTH / 2);
        if let Some((mark, lines)) = block(text, room, WIDTH.saturating_sub(self.column())) {
            self.word(mark);
            for line in lines {
                if !line.is_empty() {
                    self.pad(indent + 2);
                    self.out.push_str(&line);
                }
                self.end_line();
            }
        } else {
            self.word(&spell(text));
        }
    }

    /// Writes a space and `word`, unless it is empty, and ends the line.
    fn word(&mut self, word: &str) {
        if !word.is_empty() {
            self.out.push(' ');
            self.out.push_str(word);
        }
        self.end_line();
    }

    fn pad(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    /// Ends the line. A second call leaves a blank line.
    pub fn end_line(&mut self) {
        self.out.push('\n');
        self.line_start = self.out.len();
    }

    fn column(&self) -> usize {
        self.out[self.line_start..].chars().count()
    }
}

/// Returns a node in flow style, or `None` if a part of it needs block style.
fn flow(node: &Node) -> Option<String> {
    match node {
        Node::Text(text) if needs_escapes(text) => None,
        Node::Text(text) => Some(flow_spelled(text)),
        Node::Quoted(text) => Some(quoted(text)),
        // In flow style these would end the scalar or begin another value.
        Node::Plain(text) => (!text.is_empty() && !text.contains([':', '?', ',', '[', ']', '{', '}', '\\']))
            .then(|| text.clone()),
        Node::Flow(inner) => flow(inner),
        Node::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(flow).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Node::Map(pairs) => {
            let pair = |(key, node): &(String, Node)| Some(format!("{}: {}", spelled_key(key), flow(node)?));
            let pairs: Option<Vec<String>> = pairs.iter().map(pair).collect();
            Some(format!("{{{}}}", pairs?.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_yaml::Value as Read;

    use super::*;
    use crate::export::tests::fixtures;

    /// Returns the YAML of a mapping.
    fn written(pairs: Vec<(&str, Node)>) -> String {
        let pairs: Vec<(String, Node)> =
            pairs.into_iter().map(|(key, node)| (key.to_owned(), node)).collect();
        let mut emitter = Emitter::default();
        emitter.map(&pairs, 0);
        emitter.take()
    }

    /// Returns YAML with the same string in every kind of position.
    fn everywhere(text: &str) -> String {
        let one = || Node::text(text);
        let pair = || vec![("role".to_owned(), one()), (text.to_owned(), one())];
        written(vec![
            ("text", one()),
            ("quoted", Node::Quoted(text.to_owned())),
            ("list", Node::List(vec![one(), Node::Map(pair()), Node::flow_map(pair()), one()])),
            ("flow", Node::flow_list(vec![one(), one()])),
            ("map", Node::Map(pair())),
            (
                "nested",
                Node::List(vec![Node::List(vec![one()]), Node::Map(vec![("map".into(), Node::Map(pair()))])]),
            ),
        ])
    }

    /// Checks that a reader finds `text` in every position.
    fn assert_read_back(text: &str) {
        let yaml = everywhere(text);
        let read: Read = serde_yaml::from_str(&yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        let string = Read::String(text.to_owned());
        let is_pair = |read: &Read| {
            let map = read.as_mapping().unwrap();
            map.get("role") == Some(&string) && map.get(text) == Some(&string)
        };
        assert_eq!(read["text"], string, "{yaml}");
        assert_eq!(read["quoted"], string, "{yaml}");
        assert_eq!((&read["list"][0], &read["list"][3]), (&string, &string), "{yaml}");
        assert_eq!((&read["flow"][0], &read["flow"][1]), (&string, &string), "{yaml}");
        assert_eq!(read["nested"][0][0], string, "{yaml}");
        let pairs = [&read["list"][1], &read["list"][2], &read["map"], &read["nested"][1]["map"]];
        assert!(pairs.into_iter().all(is_pair), "{yaml}");
    }

    #[test]
    fn hostile_strings_are_read_back_letter_for_letter() {
        for text in fixtures::HOSTILE {
            assert_read_back(text);
        }
        assert_read_back(&"word ".repeat(60));
        assert_read_back(&"word  and ".repeat(60));
        assert_read_back(&"k".repeat(3000));
    }

    #[test]
    fn long_text_is_folded_and_lines_are_kept() {
        let long = "It was said that the rule would change soon, and that nobody had been told of it before \
                    the morning on which it did.";
        let yaml = written(vec![("a", Node::text(long)), ("b", Node::text("one\n- two\n   three\n"))]);
        insta::assert_snapshot!(yaml, @r"
        a: >-
          It was said that the rule would change soon, and that nobody had been told of it before the morning on which
          it did.
        b: |
          one
          - two
             three
        ");
    }

    #[test]
    fn what_had_no_quotes_gets_none_where_that_is_safe() {
        let scalar = |text: &str, quoted| Node::value(&Value::Scalar { text: text.into(), quoted });
        let yaml = written(vec![
            ("priority", scalar("3", false)),
            ("flag", scalar("true", false)),
            ("none", scalar("", false)),
            ("old", scalar("1_000", false)),
            ("text", scalar("3", true)),
            ("word", scalar("word", true)),
            ("risky", scalar("a: b", false)),
            ("mark", scalar("---", false)),
        ]);
        insta::assert_snapshot!(yaml, @r#"
        priority: 3
        flag: true
        none:
        old: 1_000
        text: "3"
        word: "word"
        risky: "a: b"
        mark: "---"
        "#);
    }

    #[test]
    fn a_scalar_without_quotes_never_ends_the_mapping_around_it() {
        for text in ["flights}", "a]", "a,b", "a, b", "a[0]", "a{b", "a?", "a\\b"] {
            let scalar = Node::value(&Value::Scalar { text: text.into(), quoted: false });
            let map = Node::flow_map(vec![("key".to_owned(), scalar)]);
            let yaml = written(vec![("flow", Node::flow_list(vec![map]))]);
            let read: Read = serde_yaml::from_str(&yaml).unwrap();
            assert_eq!(read["flow"][0]["key"], Read::from(text), "{yaml}");
        }
    }

    proptest! {
        #[test]
        fn any_string_is_read_back(text in any::<String>()) {
            assert_read_back(&text);
        }

        #[test]
        fn any_string_of_yaml_marks_is_read_back(text in "[-?:,\\[\\]{}#&*!|>'\"%@`~=<. \n\ta0_]{0,40}") {
            assert_read_back(&text);
        }

        #[test]
        fn any_long_text_is_read_back(text in "([a-z:#'-]{1,9}[ \n]{1,2}){30,60}[a-z]{0,3}") {
            assert_read_back(&text);
        }
    }
}
