//! Constructors of [`Node`] for readers of formats other than YAML.

use std::borrow::Cow;

use super::yaml::{Node, NodeKind};
use crate::problem::{Problem, Problems, Span};
use crate::text::{is_hostile, sanitize};

impl<'t> Node<'t> {
    /// Returns a text that is never taken for a number, flag or null. It must be sanitized already.
    pub fn scalar(text: impl Into<Cow<'t, str>>, span: Span) -> Self {
        Self { kind: NodeKind::Scalar { text: text.into(), quoted: true }, span }
    }

    pub fn list(items: Vec<Self>, span: Span) -> Self {
        Self { kind: NodeKind::List(items), span }
    }

    /// Returns a mapping whose keys are keys of the format.
    pub fn map<'k: 't>(pairs: Vec<(&'k str, Self)>, span: Span) -> Self {
        let pairs = pairs.into_iter().map(|(key, value)| (Self::scalar(key, span), value));
        Self { kind: NodeKind::Map(pairs.collect()), span }
    }
}

/// Returns a text of a file as a node. Hostile characters are made visible and reported.
pub fn text_node<'t>(text: impl Into<Cow<'t, str>>, span: Span, problems: &mut Problems) -> Node<'t> {
    let text = text.into();
    if !text.chars().any(is_hostile) {
        return Node::scalar(text, span);
    }
    let lines = text.replace("\r\n", "\n");
    if lines.chars().any(is_hostile) {
        let message = "a control or direction character stands here; it is made visible";
        problems.push(Problem::warning("hostile-text", span, message));
    }
    Node::scalar(sanitize(&lines).into_owned(), span)
}
