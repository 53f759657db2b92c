//! What is said of a format: one constant a format, beside the code that writes it.

use std::io;

use super::contents::Export;
use super::omissions::Omission;
use super::variant::Variant;

/// A format that events can be written in.
#[derive(Debug)]
pub struct Format {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// The extension of its files, without a dot.
    pub extension: &'static str,
    /// Other names and extensions that mean this format.
    pub aliases: &'static [&'static str],
    /// What it is good for, in one line.
    pub about: &'static str,
    /// The other ways in which it can be written, as options of the command line.
    pub variants: &'static [Variant],
    /// What of the export this format cannot carry, for a person to read before or after writing.
    pub omissions: fn(&Export) -> Vec<Omission>,
    /// Writes the export without its [`Format::omissions`]. The same export always gives the same
    /// bytes.
    pub write: Writer,
    /// Writes what a person sees of the export before it is written: its own first lines, unless
    /// these are nothing to read.
    pub preview: Writer,
}

/// Writes an export; fails only as its output does.
pub type Writer = fn(&Export, &mut dyn io::Write) -> io::Result<()>;

/// The omissions of a format that carries every event as it is.
pub fn no_omissions(_: &Export) -> Vec<Omission> {
    Vec::new()
}
