//! Values under keys that dateline does not know, kept to be shown and written back.

use super::Text;
use serde::{Deserialize, Serialize};

/// A value as a file gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Value {
    /// A scalar letter for letter; `quoted` when its style said that it is text, so that `"3"`
    /// and `3` stay two things.
    Scalar {
        /// What was written, without quotes.
        text: Text,
        /// Whether it stood in quotes or as a block.
        quoted: bool,
    },
    /// A sequence.
    List(Vec<Value>),
    /// A mapping in the order of the file.
    Map(Vec<(Text, Value)>),
}

impl Value {
    /// A text that is text whatever it looks like.
    pub fn text(text: &str) -> Self {
        Self::Scalar { text: text.into(), quoted: true }
    }

    /// The value on one line, for a person to read.
    pub fn words(&self) -> String {
        match self {
            Self::Scalar { text, .. } => text.to_string(),
            Self::List(items) => items.iter().map(Self::words).collect::<Vec<_>>().join(", "),
            Self::Map(pairs) => pairs
                .iter()
                .map(|(key, value)| format!("{key}: {}", value.words()))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}
