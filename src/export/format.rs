//! The description of a format. Each format is one constant, in the module that writes it.

use std::io;

use super::contents::Export;
use super::omissions::Omission;
use super::variant::Variant;

/// What a writer holds in memory at a time, besides the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// One event.
    Event,
    /// One event, and every source of the timeline as a work to cite.
    Works,
    /// The whole output. The number is the maximum number of events in it.
    Page(usize),
}

/// An export format.
#[derive(Debug)]
pub struct Format {
    /// The name for `--format`.
    pub name: &'static str,
    /// The file extension, without a dot.
    pub extension: &'static str,
    /// Other names and extensions of the format.
    pub aliases: &'static [&'static str],
    /// A description in one line.
    pub about: &'static str,
    /// The variants of the format, which are options on the command line.
    pub variants: &'static [Variant],
    /// Returns what the format cannot express of an export, to be shown to the user.
    pub omissions: fn(&Export) -> Vec<Omission>,
    /// What the writer holds in memory at a time.
    pub holds: Holds,
    /// Writes the export without its [`Format::omissions`]. The output is deterministic.
    pub write: Writer,
    /// Writes a preview: the beginning of the output itself or, if that is not readable, a summary.
    pub preview: Writer,
}

impl Format {
    /// Returns a format whose extension is its name. It has no variants, expresses everything, holds one event
    /// at a time, and its preview is the output.
    pub const fn new(name: &'static str, about: &'static str, write: Writer) -> Self {
        Self {
            name,
            extension: name,
            aliases: &[],
            about,
            variants: &[],
            omissions: no_omissions,
            holds: Holds::Event,
            write,
            preview: write,
        }
    }
}

/// Writes an export. Fails only if the output does.
pub type Writer = fn(&Export, &mut dyn io::Write) -> io::Result<()>;

fn no_omissions(_: &Export) -> Vec<Omission> {
    Vec::new()
}
