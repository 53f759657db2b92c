//! A draft of an imported event, which a reader of another format fills in key by key.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::load::Found;
use crate::load::build::text_node;
use crate::load::yaml::{Node, NodeKind};
use crate::model::{Address, Date};
use crate::problem::{Problem, Span};
use crate::text::{one_line, truncate};

impl<'t> Found<'t> {
    /// Warns that something was not imported, or not as written.
    pub fn warn(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::warning(code, span, message));
    }

    /// Reports an error: the file does not have the format at all.
    pub fn refuse(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::error("no-timeline", span, message));
    }

    /// Adds a finished event.
    pub fn add(&mut self, item: DraftEvent<'t>) {
        self.events.push(item.done());
    }

    /// Adds a text to the head of the timeline, unless it is empty.
    pub fn say(&mut self, key: &'static str, text: &str, span: Span) {
        if text.trim().is_empty() {
            return;
        }
        let value = text_node(text.trim().to_owned(), span, &mut self.problems);
        let head = self.head.get_or_insert_with(|| Node::map(Vec::new(), span));
        if let NodeKind::Map(pairs) = &mut head.kind {
            pairs.push((Node::scalar(key, span), value));
        }
    }
}

/// An event being imported. [`DraftEvent::done`] turns it into a YAML node.
#[derive(Default)]
pub struct DraftEvent<'t> {
    span: Span,
    pairs: Vec<(&'static str, Node<'t>)>,
    lists: IndexMap<&'static str, Vec<Node<'t>>>,
    extra: Vec<(Node<'t>, Node<'t>)>,
    notes: Vec<String>,
    /// The texts and addresses in each list, and the keys of `extra`, for finding duplicates in constant
    /// time.
    held: HashMap<&'static str, HashSet<Box<str>>>,
}

impl<'t> DraftEvent<'t> {
    /// Creates an empty event at the place where it is written.
    pub fn new(span: Span) -> Self {
        Self { span, ..Self::default() }
    }

    /// Sets a key to a text, unless the text is empty or the key is already set.
    pub fn set(&mut self, key: &'static str, text: &str, span: Span, found: &mut Found) {
        if !text.trim().is_empty() && !self.has(key) {
            self.pairs.push((key, text_node(text.trim().to_owned(), span, &mut found.problems)));
        }
    }

    /// Adds a text to a key as a further paragraph, unless the text is empty.
    pub fn append(&mut self, key: &'static str, text: &str, span: Span, found: &mut Found) {
        let before = self.pairs.iter().position(|(known, _)| *known == key);
        let before = before.filter(|_| !text.trim().is_empty()).map(|place| self.pairs.remove(place).1);
        let before = before.as_ref().and_then(Node::text).unwrap_or_default();
        self.set(key, &format!("{before}\n\n{text}"), span, found);
    }

    /// Sets a key to a parsed value, unless the value is null or the key is already set.
    pub fn put(&mut self, key: &'static str, value: Node<'t>) {
        if !value.is_null() && !self.has(key) {
            self.pairs.push((key, value));
        }
    }

    /// Returns whether a key is set.
    pub fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|(known, _)| *known == key)
    }

    /// Returns whether a list contains this text, or a mapping with this `url`.
    pub fn lists(&self, key: &str, text: &str) -> bool {
        self.held.get(key).is_some_and(|held| held.contains(text))
    }

    /// Adds a text to a list, unless it is empty or already in the list.
    pub fn add(&mut self, key: &'static str, text: &str, span: Span, found: &mut Found) {
        let text = one_line(text);
        if !text.is_empty() && !self.lists(key, &text) {
            self.push(key, text_node(text, span, &mut found.problems));
        }
    }

    /// Adds a parsed value to a list.
    pub fn push(&mut self, key: &'static str, value: Node<'t>) {
        if let Some(text) = value.text().or_else(|| value.get("url").and_then(Node::text)) {
            self.held.entry(key).or_default().insert(text.into());
        }
        self.lists.entry(key).or_default().push(value);
    }

    /// Adds a mapping to a list, without the empty texts.
    pub fn add_map(
        &mut self,
        key: &'static str,
        texts: &[(&'static str, &str)],
        span: Span,
        found: &mut Found,
    ) {
        let filled = texts.iter().filter(|(_, text)| !text.trim().is_empty());
        let pairs: Vec<_> = filled
            .map(|(part, text)| (*part, text_node(one_line(text), span, &mut found.problems)))
            .collect();
        if !pairs.is_empty() {
            self.push(key, Node::map(pairs, span));
        }
    }

    /// Adds a source with an address, a publisher and a title. A source whose address is already listed is
    /// skipped; an invalid address is appended to the title, so that it is kept but never becomes a link.
    pub fn source(&mut self, url: &str, publisher: &str, title: &str, span: Span, found: &mut Found) {
        let url = url.trim();
        if Address::of(url).is_some() {
            if !self.lists("sources", url) {
                self.add_map(
                    "sources",
                    &[("url", url), ("publisher", publisher), ("title", title)],
                    span,
                    found,
                );
            }
            return;
        }
        let title = format!("{title} {url}");
        self.add_map("sources", &[("publisher", publisher), ("title", title.trim())], span, found);
    }

    /// Keeps a value that dateline has no key for in `extra`.
    pub fn keep(&mut self, key: &str, value: Node<'t>, found: &mut Found) {
        let key = text_node(key.to_owned(), value.span, &mut found.problems);
        let name = key.text().unwrap_or_default().into();
        if !value.is_null() && self.held.entry("extra").or_default().insert(name) {
            self.extra.push((key, value));
        }
    }

    /// Adds a note on the date, unless it is empty or already there.
    pub fn note(&mut self, words: impl Into<String>) {
        let words = one_line(&words.into());
        if !words.is_empty() && !self.notes.contains(&words) {
            self.notes.push(words);
        }
    }

    /// Sets the date. An invalid date is kept as a note, and the event stays undated.
    pub fn date(&mut self, foreign: &ForeignDate, found: &mut Found) {
        if let Err(error) = Date::parse(&foreign.edtf)
            && !foreign.edtf.is_empty()
        {
            let message = format!(
                "`{}` is no date: {error}; the event is kept without one",
                truncate(&foreign.written, 80)
            );
            found.warn("bad-date", foreign.span, message);
            return self.note(format!("the file says: {}", foreign.written));
        }
        for (words, message) in &foreign.remarks {
            self.note(words.clone());
            if !message.is_empty() {
                found.warn("date", foreign.span, message.clone());
            }
        }
        self.set("date", &foreign.edtf, foreign.span, found);
    }

    /// Returns the event as a mapping, with all notes joined in `date-note`.
    pub fn done(mut self) -> Node<'t> {
        let span = self.span;
        if !self.notes.is_empty() {
            let before = self.pairs.iter().position(|(key, _)| *key == "date-note");
            let before = before.map(|place| self.pairs.remove(place).1);
            let before = before.as_ref().and_then(Node::text).map(str::to_owned);
            let all: Vec<String> = before.into_iter().chain(self.notes).collect();
            self.pairs
                .push(("date-note", Node::scalar(crate::text::sanitize(&all.join("; ")).into_owned(), span)));
        }
        let lists = self.lists.into_iter().map(|(key, items)| (key, Node::list(items, span)));
        let has_extra = !self.extra.is_empty();
        let extra = has_extra.then_some(("extra", Node { kind: NodeKind::Map(self.extra), span }));
        Node::map(self.pairs.into_iter().chain(lists).chain(extra).collect(), span)
    }
}

/// A date in another format.
#[derive(Debug, Default)]
pub struct ForeignDate {
    /// The date in EDTF. Possibly invalid; empty if the remarks say why there is no date.
    pub edtf: String,
    /// The date as written in the file.
    pub written: String,
    /// Pairs of a note for the event and a warning for the import, about what EDTF cannot express. Either may
    /// be empty.
    pub remarks: Vec<(String, String)>,
    pub span: Span,
}
