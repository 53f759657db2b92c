//! Writes JSON that is safe to print: characters that could control a terminal are escaped as `\uXXXX`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::text::is_hostile;

/// Writes `value` on several lines, indented by two columns per level.
///
/// # Errors
/// Fails if `out` does.
pub fn write_indented(value: &impl Serialize, out: impl Write) -> io::Result<()> {
    let escaping = Escaping(PrettyFormatter::new());
    value.serialize(&mut Serializer::with_formatter(out, escaping)).map_err(Into::into)
}

/// Writes `value` on one line, without a line feed at the end.
///
/// # Errors
/// Fails if `out` does.
pub fn write_line(value: &impl Serialize, out: impl Write) -> io::Result<()> {
    let escaping = Escaping(CompactFormatter);
    value.serialize(&mut Serializer::with_formatter(out, escaping)).map_err(Into::into)
}

/// Characters that YAML allows only escaped (YAML 1.2, production 1). Escaping them makes the JSON valid
/// YAML.
const NEVER_PLAIN: [char; 2] = ['\u{FFFE}', '\u{FFFF}'];

/// A JSON formatter that escapes more characters than JSON requires.
struct Escaping<F>(F);

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let mut rest = text;
        while let Some(at) = rest.find(|c| is_hostile(c) || NEVER_PLAIN.contains(&c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            let mut letters = rest[at..].chars();
            if let Some(c) = letters.next() {
                // All escaped characters are in the basic multilingual plane, so no surrogates are needed.
                write!(out, "\\u{:04x}", u32::from(c))?;
            }
            rest = letters.as_str();
        }
        out.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, is_first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, is_first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}
