//! Items on a row of the picture.

use crate::model::EventNo;

/// Row of a lane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Items sorted by column, never overlapping.
    pub items: Vec<Item>,
}

/// Shape on a row, with the event it represents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The first cell.
    pub column: u16,
    /// Number of cells, at least one.
    pub width: u16,
    /// What is drawn there.
    pub shape: Shape,
    /// Event selected by a click or the cursor here.
    pub event: EventNo,
    /// Importance of the event, 1 to 5.
    pub weight: u8,
    /// Whether it is the event under the cursor.
    pub cursor: bool,
    /// For a label: whether it is to the left of its point.
    pub is_before: bool,
    /// For a point: whether its date is outside the viewport and the point is clamped to the edge: column
    /// 0 if it is earlier, the last column if it is later.
    pub outside: bool,
}

/// Kind of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Single event: its day, the start of an interval, or the middle of a vague date.
    Point {
        /// Whether no exact day is known.
        fuzzy: bool,
    },
    /// Number of events without cells of their own; format it with [`super::count_text`].
    Count(u64),
    /// Part of the span of a date.
    Bar {
        /// Whether the date may be anywhere in the span, rather than all of it.
        fuzzy: bool,
        /// Left end of this part.
        left: BarEnd,
        /// Right end of this part.
        right: BarEnd,
    },
    /// Title of an event next to its point, sanitized and possibly truncated.
    Label(String),
}

/// End of a part of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarEnd {
    /// A dated start or end, or another item that interrupts the bar.
    Dated,
    /// No start or end of the date is known.
    Open,
    /// The span continues outside the viewport.
    Clipped,
}
