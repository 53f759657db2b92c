//! The ways of writing that some formats offer besides their usual one.

use crate::query::Facet;

/// A way of writing, switched on by an option of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// A picture with lanes by this.
    Lanes(Facet),
    /// Markdown as a table, a row an event.
    Table,
    /// JSON Lines with the fields that Timesketch asks for.
    Timesketch,
    /// CSV with a row for each actor of an event.
    ByActor,
    /// CSV behind a byte order mark, without which Excel does not see that it is UTF-8.
    ByteOrderMark,
    /// CSV with texts letter for letter, even those that a spreadsheet would compute.
    Verbatim,
}

impl Variant {
    /// The option of `dateline export` that switches it on.
    pub fn option(self) -> &'static str {
        match self {
            Self::Lanes(Facet::Country) => "--lanes country",
            Self::Lanes(Facet::Actor) => "--lanes actor",
            Self::Lanes(Facet::Kind) => "--lanes kind",
            Self::Lanes(Facet::Tag) => "--lanes tag",
            Self::Lanes(_) => "--lanes policy",
            Self::Table => "--as table",
            Self::Timesketch => "--as timesketch",
            Self::ByActor => "--explode actors",
            Self::ByteOrderMark => "--bom",
            Self::Verbatim => "--safe=no",
        }
    }
}
