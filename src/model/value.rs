//! Values of unknown keys, kept for display and for writing back.

use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::Text;

/// Value as read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Scalar as written. `quoted` keeps `"3"` (text) apart from `3` (number).
    Scalar {
        /// Text without quotes.
        text: Text,
        /// Whether it was quoted or a block scalar, so is always text.
        quoted: bool,
    },
    /// A sequence.
    List(Vec<Value>),
    /// Mapping in file order.
    Map(Vec<(Text, Value)>),
}

impl Value {
    /// Returns a quoted scalar, which is text whatever it looks like.
    pub fn text(text: &str) -> Self {
        Self::Scalar { text: text.into(), quoted: true }
    }

    /// Returns a quoted scalar; `None` for an empty text.
    pub fn of_text(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::text(text))
    }

    /// Returns a sequence; `None` for no items.
    pub fn of_list(items: impl Iterator<Item = Self>) -> Option<Self> {
        let items: Vec<Self> = items.collect();
        (!items.is_empty()).then_some(Self::List(items))
    }

    /// Formats the value on one line for display.
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

/// Joins the values of equal keys, so that each key is there once, at its first place.
pub fn join_pairs(pairs: impl IntoIterator<Item = (Text, Value)>) -> Vec<(Text, Value)> {
    let mut joined: IndexMap<Text, Vec<Value>> = IndexMap::new();
    for (key, value) in pairs {
        let values = joined.entry(key).or_default();
        if values.first() != Some(&value) {
            values.push(value);
        }
    }
    joined.into_iter().map(|(key, values)| (key, join(values))).collect()
}

/// Joins values of one key: mappings key by key, all else as a list.
fn join(mut values: Vec<Value>) -> Value {
    if values.len() == 1 {
        return values.remove(0);
    }
    let is_map = |value: &Value| matches!(value, Value::Map(_));
    if values.iter().all(is_map) {
        let pairs = values
            .into_iter()
            .flat_map(|value| if let Value::Map(pairs) = value { pairs } else { Vec::new() });
        return Value::Map(join_pairs(pairs));
    }
    let items =
        values.into_iter().flat_map(|value| if let Value::List(items) = value { items } else { vec![value] });
    Value::List(items.collect())
}

impl Serialize for Value {
    /// Writes an unquoted number or boolean as such if JSON can spell it with the same characters, else as a
    /// string.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar { text, quoted: false } => core_scalar(text, serializer),
            Self::Scalar { text, .. } => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(pairs) => serializer.collect_map(pairs.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// Writes an unquoted scalar by YAML 1.2's core schema: null, boolean, number if JSON can spell it the same,
/// else string.
fn core_scalar<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match (text, flag(text)) {
        ("" | "~" | "null" | "Null" | "NULL", _) => serializer.serialize_unit(),
        (_, Some(flag)) => serializer.serialize_bool(flag),
        _ => match RawValue::from_string(text.to_owned()) {
            Ok(number) if is_number(text) => number.serialize(serializer),
            _ => serializer.serialize_str(text),
        },
    }
}

/// Parses a boolean as in YAML 1.2.2, section 10.3.2.
pub fn flag(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// Returns whether an unquoted scalar is a JSON number that survives a 64-bit integer or float unchanged,
/// apart from trailing zeros of a fraction.
pub fn is_number(text: &str) -> bool {
    let bare = |text: &str| {
        let has_fraction = text.contains('.') && !text.contains(['e', 'E']);
        if has_fraction {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text.to_owned()
        }
    };
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && serde_json::from_str::<serde_json::Number>(text)
            .is_ok_and(|number| bare(&number.to_string()) == bare(text))
}

/// Key that holds unknown keys whose names clash with known ones, as in JSON exports.
pub const EXTRA: &str = "extra";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_a_number_with_its_letters_where_all_readers_agree_on_it() {
        let json =
            |text: &str| serde_json::to_string(&Value::Scalar { text: text.into(), quoted: false }).unwrap();
        for text in ["3", "-3", "0", "3.5", "3.50", "450.00", "18446744073709551615", "true", "null"] {
            assert_eq!(json(text), text);
        }
        for text in [
            "007",
            "+3",
            "1_000",
            "0x1F",
            "1e400",
            "99999999999999999999",
            "0.12345678901234567890",
            ".inf",
            "2024-05",
            "NO",
        ] {
            assert_eq!(json(text), format!("{text:?}"));
        }
        assert_eq!(json("~"), "null");
    }
}
