//! What a row of a picture is made of.

use crate::model::EventNo;

/// A row of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// What stands on it, by column and never overlapping.
    pub items: Vec<Item>,
}

/// Something that stands on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The first cell.
    pub column: u16,
    /// The number of cells, at least one.
    pub width: u16,
    /// What it is.
    pub shape: Shape,
    /// The event that a click or a cursor on it means.
    pub event: EventNo,
    /// The importance of that event, 1 to 5.
    pub weight: u8,
    /// Whether that event is the one under the cursor.
    pub cursor: bool,
    /// For a label: whether it stands before its point.
    pub is_before: bool,
    /// For a point: its date lies outside of the view, and it stands at the edge instead.
    pub outside: bool,
}

/// What can stand on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// An event: the day it fell on, the start of what lasted, or the middle of what a vague date
    /// may mean.
    Point {
        /// Whether the day is not known for sure.
        fuzzy: bool,
    },
    /// So many events that have no cells of their own; [`super::count_text`] fits the number.
    Count(u64),
    /// A piece of the span of a date.
    Bar {
        /// Whether the date may mean any of it, rather than all of it.
        fuzzy: bool,
        /// Whether the date has no known start and this piece goes there.
        open_left: bool,
        /// Whether the date has no known end and this piece goes there.
        open_right: bool,
        /// Whether the span goes on to the left of the view from this piece.
        clipped_left: bool,
        /// Whether the span goes on to the right of the view from this piece.
        clipped_right: bool,
    },
    /// The title of an event beside its point, harmless and shortened where it must be.
    Label(String),
}
