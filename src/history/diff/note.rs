//! Notes on changes, and values as text.

use schemars::JsonSchema;
use serde::Serialize;
use strum::IntoStaticStr;

use super::text_diff::reworded;
use super::written::text;
use crate::model::{Date, Value};
use crate::text::{one_line, truncate, words};

/// Kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, Serialize, JsonSchema)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its id changed.
    Renamed,
    /// Its value changed.
    Changed,
    /// A date became more precise: its span is within the old one and shorter, or it lost `~` or `?` and kept
    /// its span.
    Sharpened,
    /// A date became less precise, the reverse of `sharpened`.
    Blurred,
    /// A date changed to one that neither contains the old one nor lies within it.
    Moved,
    /// The words of a text changed.
    Reworded,
    /// The order of the items changed.
    Reordered,
}

words!(ChangeKind, "used in output");

/// Description of one aspect of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// What the note is about, such as `date`, `source` or `clock announced`.
    pub about: String,
    #[serde(rename = "change")]
    pub kind: ChangeKind,
    /// Description on one line, truncated if long; texts show [-old-] {+new+} words.
    pub words: String,
}

/// Most cells of a value that are shown.
pub const SHOWN: usize = 160;

/// Keys whose texts are compared word by word.
const TEXTS: [&str; 7] = ["title", "summary", "description", "date-note", "meaning", "says", "note"];

const DATES: [&str; 4] = ["date", "from", "to", "on"];

pub fn note(about: &str, kind: ChangeKind, words: impl Into<String>) -> Note {
    Note { about: about.to_owned(), kind, words: words.into() }
}

/// Returns the note on a changed value; dates and texts are compared in their own way.
pub fn one(about: &str, key: &str, old: Option<&Value>, new: Option<&Value>) -> Note {
    match (old, new) {
        (Some(old), Some(new)) if DATES.contains(&key) && are_texts(old, new) => {
            dated(about, text(old), text(new))
        }
        (Some(old), Some(new)) if TEXTS.contains(&key) && are_texts(old, new) => {
            note(about, ChangeKind::Reworded, reworded(text(old), text(new)))
        }
        (Some(old), Some(new)) => {
            let (was, is) = (shown(old), shown(new));
            // Values that look the same on a short line differ beyond its end, or in quotes.
            let words =
                if was == is { reworded(&exact(old), &exact(new)) } else { format!("{was} → {is}") };
            note(about, ChangeKind::Changed, words)
        }
        (None, Some(new)) => note(about, ChangeKind::Added, shown(new)),
        (Some(old), None) => note(about, ChangeKind::Removed, shown(old)),
        (None, None) => note(about, ChangeKind::Changed, ""),
    }
}

/// Returns whether both values are scalars with different texts; unknown keys may hold anything.
fn are_texts(old: &Value, new: &Value) -> bool {
    matches!((old, new), (Value::Scalar { .. }, Value::Scalar { .. })) && text(old) != text(new)
}

/// Classifies the change of a date.
fn dated(about: &str, old: &str, new: &str) -> Note {
    let words = format!("{old} → {new}");
    let (Ok(was), Ok(is)) = (Date::parse(old), Date::parse(new)) else {
        return note(about, ChangeKind::Changed, words);
    };
    let kind = if is_sharper(&is, &was) {
        ChangeKind::Sharpened
    } else if is_sharper(&was, &is) {
        ChangeKind::Blurred
    } else if (was.earliest(), was.latest()) == (is.earliest(), is.latest()) {
        ChangeKind::Changed
    } else {
        ChangeKind::Moved
    };
    note(about, kind, words)
}

/// Returns whether `date` is consistent with `than` and more precise.
fn is_sharper(date: &Date, than: &Date) -> bool {
    let is_narrower = date.span_seconds() < than.span_seconds();
    let doubts = |date: &Date| [date.is_approximate(), date.is_uncertain()];
    let keeps = doubts(date).iter().zip(doubts(than)).all(|(has, had)| !has || had);
    date.is_within(than) && (is_narrower || (keeps && doubts(date) != doubts(than)))
}

/// Formats a value on one line, truncated if long.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Scalar { text, .. } if text.is_empty() => "nothing".to_owned(),
        Value::List(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Map(pairs) if pairs.is_empty() => "an empty mapping".to_owned(),
        _ => truncate(&one_line(&value.words()), SHOWN).into_owned(),
    }
}

/// Formats a value unambiguously: texts are quoted.
fn exact(value: &Value) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match value {
        Value::Scalar { text, quoted: true } => format!("{text:?}"),
        Value::Scalar { text, .. } => text.to_string(),
        Value::List(items) => format!("[{}]", list(items.iter().map(exact).collect())),
        Value::Map(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| format!("{key:?}: {}", exact(value)));
            format!("{{{}}}", list(pairs.collect()))
        }
    }
}
