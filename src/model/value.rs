//! Values under keys that dateline does not know, kept to be shown and written back.

use serde::{Serialize, Serializer};

use super::Text;

/// A value as a file gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
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

    /// A text, `None` when it is empty.
    pub fn of_text(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::text(text))
    }

    /// A sequence, `None` when it is empty.
    pub fn of_list(items: impl Iterator<Item = Self>) -> Option<Self> {
        let items: Vec<Self> = items.collect();
        (!items.is_empty()).then_some(Self::List(items))
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

impl Serialize for Value {
    /// Writes a number or truth that stood without quotes as one where JSON writes it with the same letters.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar { text, quoted: false } => core_scalar(text).serialize(serializer),
            Self::Scalar { text, .. } => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(pairs) => serializer.collect_map(pairs.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// What an unquoted scalar is by YAML 1.2's core schema: nothing, a truth, a number where JSON
/// writes it with the same letters, else a text.
fn core_scalar(text: &str) -> serde_json::Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return serde_json::Value::Null,
        "true" | "True" | "TRUE" => return true.into(),
        "false" | "False" | "FALSE" => return false.into(),
        _ => {}
    }
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let number = is_number.then(|| serde_json::from_str::<serde_json::Number>(text).ok()).flatten();
    number.filter(|number| number.to_string() == text).map_or_else(|| text.into(), Into::into)
}

/// The key for unknown keys that would be taken for known ones, as in JSON exports.
pub const EXTRA: &str = "extra";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_a_number_only_when_no_letter_of_it_is_lost() {
        let json = |text| core_scalar(text).to_string();
        for text in ["3", "-3", "0", "3.5", "18446744073709551615", "true", "null"] {
            assert_eq!(json(text), text);
        }
        for text in
            ["007", "+3", "1_000", "0x1F", "3.50", "1e400", "99999999999999999999", ".inf", "2024-05", "NO"]
        {
            assert_eq!(json(text), format!("{text:?}"));
        }
        assert_eq!(json("~"), "null");
    }
}
