//! Equality of values.

use std::borrow::Cow;

use super::written::get;
use crate::model::{Text, Value};

/// Returns whether two values are equal, ignoring the order of keys, and quotes unless they turn a number,
/// boolean or null into a text.
pub fn same(one: &Value, other: &Value) -> bool {
    one == other || canonical(one) == canonical(other)
}

/// Iterates over the keys with different values in two mappings, with both values: keys in the order of the
/// new mapping, then removed keys.
pub fn changed<'v>(
    old: &'v [(Text, Value)],
    new: &'v [(Text, Value)],
) -> impl Iterator<Item = (&'v Text, Option<&'v Value>, Option<&'v Value>)> {
    let gone = old.iter().filter(|(key, _)| get(new, key).is_none());
    let keys = new.iter().chain(gone).map(|(key, _)| key);
    keys.map(|key| (key, get(old, key), get(new, key))).filter(|(_, old, new)| match (old, new) {
        (Some(old), Some(new)) => !same(old, new),
        _ => true,
    })
}

/// Returns a canonical form, which is equal for exactly the values that are [`same`].
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// Appends the canonical form. Lengths are written before texts, so that it is unambiguous.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Scalar { text, quoted } => {
            let mark = if *quoted || is_text(text) { 't' } else { 'p' };
            let text = if mark == 'p' { plain(text) } else { Cow::Borrowed(&**text) };
            out.push_str(&format!("{mark}{}:{text}", text.len()));
        }
        Value::List(items) => {
            out.push_str(&format!("l{}:", items.len()));
            items.iter().for_each(|item| write(item, out));
        }
        Value::Map(pairs) => {
            let mut pairs: Vec<_> = pairs.iter().collect();
            pairs.sort_by_key(|(key, _)| key);
            out.push_str(&format!("m{}:", pairs.len()));
            for (key, value) in pairs {
                out.push_str(&format!("{}:{key}", key.len()));
                write(value, out);
            }
        }
    }
}

/// Returns whether an unquoted scalar is a text in the core schema of YAML 1.2 (section 10.3.2).
fn is_text(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let of = |prefix: &str, digit: fn(&char) -> bool| {
        text.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| digit(&c)))
    };
    let is_number = text.parse::<f64>().is_ok()
        && unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || of("0o", |c| c.is_digit(8))
        || of("0x", char::is_ascii_hexdigit)
        || matches!(unsigned, ".inf" | ".Inf" | ".INF")
        || matches!(text, ".nan" | ".NaN" | ".NAN");
    !is_number && plain(text) == text && !matches!(text, "null" | "true" | "false")
}

/// Normalizes the spellings of null and booleans; an empty scalar is `null`.
fn plain(text: &str) -> Cow<'_, str> {
    match text {
        "" | "~" | "Null" | "NULL" => "null".into(),
        "True" | "TRUE" => "true".into(),
        "False" | "FALSE" => "false".into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(text: &str, quoted: bool) -> Value {
        Value::Scalar { text: text.into(), quoted }
    }

    #[test]
    fn quotes_count_where_they_make_a_text_of_something_else() {
        for text in
            ["3", "-3", "1.5", "1e3", ".5", "0x1F", "0o7", ".inf", "-.INF", ".nan", "true", "~", "", "007"]
        {
            assert!(!same(&scalar(text, false), &scalar(text, true)), "{text}");
        }
        for text in
            ["word", "NO", "yes", "1_000", "2024-05-22", "inf", "nan", "infinity", "-", "+", "0x", "12:30"]
        {
            assert!(same(&scalar(text, false), &scalar(text, true)), "{text}");
        }
        assert!(
            same(&scalar("~", false), &scalar("", false))
                && same(&scalar("TRUE", false), &scalar("true", false))
        );
    }

    #[test]
    fn keys_may_stand_in_any_order_and_items_may_not() {
        let map = |keys: [&str; 2]| Value::Map(keys.map(|key| (key.into(), Value::text(key))).to_vec());
        assert!(same(&map(["a", "b"]), &map(["b", "a"])));
        let list = |items: [&str; 2]| Value::List(items.map(Value::text).to_vec());
        assert!(!same(&list(["a", "b"]), &list(["b", "a"])));
        assert!(!same(&Value::List(vec![list(["a", "b"])]), &list(["a", "b"])));
    }
}
