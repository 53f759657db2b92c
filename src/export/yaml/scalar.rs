//! Scalars that YAML 1.1 and 1.2 readers parse as the same string.
//!
//! Only this module uses the YAML crate, which knows what must be quoted.

use std::collections::BTreeMap;

use serde_saphyr::{FlowSeq, SerializerOptions, ser_options, to_string_with_options};

use crate::text::is_hostile;

/// The longest key written without `?`, in bytes. YAML allows 1024 characters, including escapes and quotes.
pub const LONGEST_KEY: usize = 200;

/// Returns whether an unquoted scalar may be written unquoted again: nothing, a number, a date, a keyword of
/// any schema, or a text that is not one of these.
pub fn is_plain(text: &str) -> bool {
    let may_start = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '~');
    let may_stand = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '~' | '_' | ':');
    let is_simple = text.starts_with(may_start) && text.chars().all(may_stand);
    let is_mark = matches!(text, "-" | "---" | "...") || text.ends_with(':');
    text.is_empty() || (is_simple && !is_mark) || (!needs_escapes(text) && spelled(text) == text)
}

/// Returns whether every YAML reader accepts `c` without an escape.
pub fn is_printable(c: char) -> bool {
    !is_hostile(c) && !matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF)
}

pub fn needs_escapes(text: &str) -> bool {
    text.chars().any(|c| c == '\n' || c == '\t' || !is_printable(c))
}

/// Returns the options of the YAML crate: scalars stay on one line.
fn options() -> SerializerOptions {
    ser_options! { prefer_block_scalars: false }
}

/// Writes a text for use after a colon or a hyphen, quoted if it could be misread.
pub fn spelled(text: &str) -> String {
    if needs_escapes(text) || text.starts_with(['?', ':']) {
        return escaped(text);
    }
    let spelled = to_string_with_options(&text, options());
    spelled.map_or_else(|_| escaped(text), |spelled| spelled.trim_end_matches('\n').to_owned())
}

/// Writes a text for use inside brackets or braces, quoted also where older readers misread characters that
/// YAML allows.
pub fn flow_spelled(text: &str) -> String {
    if needs_escapes(text) || text.contains(['?', ':', '\\']) {
        return escaped(text);
    }
    let spelled = to_string_with_options(&FlowSeq([text]), options()).unwrap_or_default();
    let inner = spelled.trim_end_matches('\n').strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.map_or_else(|| escaped(text), str::to_owned)
}

/// Writes a text in quotes even if it needs none.
pub fn quoted(text: &str) -> String {
    let spelled = spelled(text);
    if spelled.starts_with(['"', '\'']) { spelled } else { escaped(text) }
}

/// Writes a key, always on one line.
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

/// Escapes a text for use inside the given quotes.
pub fn inside_quotes(text: &str, quote: char) -> String {
    let escaped = escaped(text);
    if quote == '"' { escaped[1..escaped.len() - 1].to_owned() } else { text.replace(quote, "''") }
}

/// Writes a text in double quotes, with all characters escaped that are not printable.
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

/// Returns the escape of a character by its code point.
fn code_point(c: char) -> String {
    match u32::from(c) {
        code @ ..=0xFF => format!("\\x{code:02X}"),
        code @ ..=0xFFFF => format!("\\u{code:04X}"),
        code => format!("\\U{code:08X}"),
    }
}
