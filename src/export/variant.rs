//! The ways of writing that some formats offer besides their usual one.

use crate::query::Facet;

/// A way of writing, switched on by an option of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// A picture with lanes by this.
    Lanes(Facet),
    /// A picture of so many pixels in width.
    Width(u16),
    /// Markdown with what the policies were and became.
    WithPolicies,
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

    /// Whether both are the same way of writing, whatever its number.
    pub fn is_like(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Width(_), Self::Width(_)))
    }
}
