//! Variants of export formats.

use crate::query::Facet;

/// A variant of a format, selected by an option on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Pictures: the facet of the lanes.
    Lanes(Facet),
    /// Pictures: the width in pixels.
    Width(u16),
    /// Markdown: includes the policies at both ends of the range and their changes.
    WithPolicies,
    /// Markdown: a table with one row per event.
    Table,
    /// JSON Lines: the fields that Timesketch requires.
    Timesketch,
    /// CSV: one row per actor of an event.
    ByActor,
    /// CSV: begins with a byte order mark, without which Excel does not recognize UTF-8.
    ByteOrderMark,
    /// CSV: texts verbatim, even if a spreadsheet would evaluate them as formulas.
    Verbatim,
}

impl Variant {
    /// Returns the option of `dateline export` for the variant.
    pub fn option(self) -> String {
        let option = match self {
            Self::Lanes(facet) => return format!("--lanes {}", facet.word()),
            Self::Width(width) => return format!("--width {width}"),
            Self::WithPolicies => "--with policies",
            Self::Table => "--as table",
            Self::Timesketch => "--as timesketch",
            Self::ByActor => "--explode actors",
            Self::ByteOrderMark => "--bom",
            Self::Verbatim => "--safe=no",
        };
        option.to_owned()
    }

    /// Returns whether both variants are of the same kind, whatever their value.
    pub fn is_like(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Width(_), Self::Width(_)))
    }
}
