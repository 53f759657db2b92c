//! Writes content lines of RFC 5545 §3.1: folded at 75 octets, ended by CRLF, with texts escaped.

use std::io;

use crate::text::sanitize;

/// The maximum length of a line in octets, without its end (§3.1).
const WIDTH: usize = 75;

/// Writes content lines to an output.
pub struct Lines<'o>(pub &'o mut dyn io::Write);

impl Lines<'_> {
    /// Writes `name:value`, folded between characters.
    ///
    /// # Errors
    /// Fails if the output does.
    pub fn put(&mut self, name: &str, value: &str) -> io::Result<()> {
        let line = format!("{name}:{value}");
        let mut room = WIDTH;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.write_all(b"\r\n ")?;
                room = WIDTH - 1;
            }
            room -= c.len_utf8();
            self.0.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
        }
        self.0.write_all(b"\r\n")
    }

    /// Does the same as [`Lines::put`], but writes nothing if `values` is empty.
    ///
    /// # Errors
    /// Fails if the output does.
    pub fn list(&mut self, name: &str, values: &str) -> io::Result<()> {
        if values.is_empty() { Ok(()) } else { self.put(name, values) }
    }
}

/// Escapes a value of type TEXT (§3.3.11).
pub fn text(value: &str) -> String {
    let text = sanitize(value).replace('\\', "\\\\").replace('\n', "\\n");
    text.replace(';', "\\;").replace(',', "\\,")
}

/// Joins values of type TEXT with commas, without empty and duplicate ones.
pub fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut shown: Vec<String> = Vec::new();
    for value in values.map(|value| text(&crate::text::one_line(value))) {
        if !value.is_empty() && !shown.contains(&value) {
            shown.push(value);
        }
    }
    shown.join(",")
}
