//! How a single text is spelled, so that readers of YAML 1.1 and 1.2 get the same string.
//!
//! The only file that names the crate that writes YAML, which knows what must be quoted.

use std::collections::BTreeMap;

use serde_saphyr::{FlowSeq, SerializerOptions, ser_options, to_string_with_options};

use crate::text::is_hostile;

/// The longest key that is written without a `?`: YAML allows 1024 characters with its quotes.
pub const LONGEST_KEY: usize = 200;

/// Whether a text that stood without quotes can stand so again: nothing at all, a number, a date
/// or a word of any schema, or a text that is no other thing without them.
pub fn is_plain(text: &str) -> bool {
    let may_start = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '~');
    let may_stand = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '~' | '_' | ':');
    let is_simple = text.starts_with(may_start) && text.chars().all(may_stand);
    let is_mark = matches!(text, "-" | "---" | "...") || text.ends_with(':');
    text.is_empty() || (is_simple && !is_mark) || (!needs_escapes(text) && spelled(text) == text)
}

/// Whether every reader of YAML takes `c` as it stands.
pub fn is_printable(c: char) -> bool {
    !is_hostile(c) && !matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF)
}

pub fn needs_escapes(text: &str) -> bool {
    text.chars().any(|c| c == '\n' || c == '\t' || !is_printable(c))
}

/// The options of the YAML crate: a text stays on its line.
fn options() -> SerializerOptions {
    ser_options! { prefer_block_scalars: false }
}

/// A text after a colon or a hyphen, quoted where it could be taken for something else.
pub fn spelled(text: &str) -> String {
    if needs_escapes(text) || text.starts_with(['?', ':']) {
        return escaped(text);
    }
    let spelled = to_string_with_options(&text, options());
    spelled.map_or_else(|_| escaped(text), |spelled| spelled.trim_end_matches('\n').to_owned())
}

/// A text between brackets or braces, where older readers trip over marks that YAML allows.
pub fn flow_spelled(text: &str) -> String {
    if needs_escapes(text) || text.contains(['?', ':', '\\']) {
        return escaped(text);
    }
    let spelled = to_string_with_options(&FlowSeq([text]), options()).unwrap_or_default();
    let inner = spelled.trim_end_matches('\n').strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.map_or_else(|| escaped(text), str::to_owned)
}

/// A text that stays text even for a reader that looks at quotes.
pub fn quoted(text: &str) -> String {
    let spelled = spelled(text);
    if spelled.starts_with(['"', '\'']) { spelled } else { escaped(text) }
}

/// A key, which must stand on one line.
pub fn spelled_key(key: &str) -> String {
    let is_word = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if is_word && key.len() > 5 && !key.starts_with('-') {
        return key.to_owned();
    }
    let is_hard = key.is_empty() || key.len() > LONGEST_KEY || key.contains(['?', ':', '\\', ',']);
    if is_hard || needs_escapes(key) {
        return escaped(key);
    }
    let pair = to_string_with_options(&BTreeMap::from([(key, 0)]), options()).unwrap_or_default();
    pair.strip_suffix(": 0\n").map_or_else(|| escaped(key), str::to_owned)
}

/// Returns a text as it is written between quotes of this kind.
pub fn inside_quotes(text: &str, quote: char) -> String {
    let escaped = escaped(text);
    if quote == '"' { escaped[1..escaped.len() - 1].to_owned() } else { text.replace(quote, "''") }
}

/// A text in double quotes with everything that is not plain print escaped.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 2);
    shown.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => shown.extend(['\\', c]),
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            _ if is_printable(c) => shown.push(c),
            _ => shown.push_str(&code_point(c)),
        }
    }
    shown.push('"');
    shown
}

/// The escape of a character by its number.
fn code_point(c: char) -> String {
    match u32::from(c) {
        code @ ..=0xFF => format!("\\x{code:02X}"),
        code @ ..=0xFFFF => format!("\\u{code:04X}"),
        code => format!("\\U{code:08X}"),
    }
}
