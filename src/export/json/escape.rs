//! Writes JSON that is safe to print: characters that could control a terminal are escaped as `\uXXXX`.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::text::is_hostile;

/// Writes `value` on several lines, indented by two columns per level, and a line feed.
///
/// # Errors
/// Fails if `out` does.
pub fn write_indented(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping(out), value)?;
    out.write_all(b"\n")
}

/// Writes `value` on one line, with a line feed.
///
/// # Errors
/// Fails if `out` does.
pub fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(Escaping(out), value)?;
    out.write_all(b"\n")
}

/// Returns `value` on one line, without a line feed.
pub fn line(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _ = serde_json::to_writer(Escaping(&mut bytes), value);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Serializes the items of an iterator one by one, since all of them at once need several times the memory of
/// the timeline.
pub struct Sequence<F>(pub F);

impl<I: Iterator<Item: Serialize>, F: Fn() -> I> Serialize for Sequence<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

/// Characters that YAML allows only escaped (YAML 1.2, production 1). Escaping them makes the JSON valid
/// YAML.
const NEVER_PLAIN: [char; 2] = ['\u{FFFE}', '\u{FFFF}'];

/// Escapes more characters than JSON requires in the output of `serde_json`, which writes strings whole or cut
/// at ASCII characters.
struct Escaping<'w>(&'w mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = str::from_utf8(bytes).map_err(io::Error::other)?;
        while let Some(at) = rest.find(|c| is_hostile(c) || NEVER_PLAIN.contains(&c)) {
            self.0.write_all(&rest.as_bytes()[..at])?;
            let mut letters = rest[at..].chars();
            if let Some(c) = letters.next() {
                // All escaped characters are in the basic multilingual plane, so no surrogates are needed.
                write!(self.0, "\\u{:04x}", u32::from(c))?;
            }
            rest = letters.as_str();
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
