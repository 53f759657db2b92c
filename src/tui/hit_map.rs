//! The result of drawing a frame: hit areas for the pointer, scroll extents, and the text cursor.

use ratatui::layout::{Position, Rect};

use super::action::Action;
use crate::layout::Scale;
use crate::model::{EventNo, Moment};
use crate::query::Facet;

/// Target of a hit area: an element on the screen that reacts to the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitTarget {
    /// The axis and the lanes, with the scale of their columns.
    Time(Scale),
    /// The overview of the whole timeline, with the scale of its columns.
    Overview(Scale),
    /// The label of a unit of the axis that starts at this moment.
    Tick(Moment),
    /// An event in the lane of this number, or the first of several that share its cell.
    Event(EventNo, usize),
    /// The name of a lane.
    Lane(usize),
    /// The list of events.
    List,
    /// An event in the list.
    Listed(EventNo),
    /// The detail pane beside the list.
    Detail,
    /// A source of the current event, counted from 0.
    Source(usize),
    /// A filter's chip, counted from 0.
    Chip(usize),
    /// The cross of a chip.
    Cross(usize),
    /// A row of a facet in the facet pane.
    Value(Facet, usize),
    /// The name of a facet in the facet panel.
    Facet(Facet),
    /// A row of the top panel's menu, counted from 0.
    Row(usize),
    /// A field of the export dialog.
    Field(Field),
    /// A format in the export dialog, counted in [`crate::export::formats`].
    Format(usize),
    /// A text that performs an action, such as a key in the footer.
    Do(Action),
    /// The background of a pane.
    Pane,
    /// Backdrop of the top panel: clicks here close it and never reach the panels below.
    Backdrop,
}

/// A field of the export dialog.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Field {
    /// The format, one of [`crate::export::formats`].
    #[default]
    Format,
    /// The path to write to.
    File,
    /// The order of the events.
    Order,
    /// The width of a picture in pixels.
    Width,
    /// The title of a picture.
    Title,
    /// Whether Markdown includes the policies at both ends of the range.
    Policies,
}

/// The hit areas of a frame, the topmost last.
#[derive(Debug, Clone, Default)]
pub struct HitMap(Vec<(Rect, HitTarget)>);

impl HitMap {
    /// Adds a hit area on top of those before.
    pub fn add(&mut self, area: Rect, target: HitTarget) {
        self.0.push((area, target));
    }

    /// Returns the targets on a cell from the top down, each with the column of the cell within its
    /// area. Nothing below a backdrop is reached.
    pub fn at(&self, cell: Position) -> impl Iterator<Item = (HitTarget, u16)> {
        let contains = move |(area, _): &&(Rect, HitTarget)| area.contains(cell);
        let backdrop = self.0.iter().rposition(|hit| hit.1 == HitTarget::Backdrop && contains(&hit));
        let here = self.0[backdrop.unwrap_or(0)..].iter().rev().filter(contains);
        here.map(move |(area, target)| (*target, cell.x - area.x))
    }
}

/// The visible part of a list or text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Number of visible rows.
    pub rows: usize,
    /// The largest scroll position: the first visible line when scrolled to the end.
    pub end: usize,
}

impl Extent {
    /// Returns the extent of a text of `lines` lines in `rows` rows.
    pub fn of(lines: usize, rows: u16) -> Self {
        let rows = usize::from(rows);
        Self { rows, end: lines.saturating_sub(rows) }
    }
}

/// The result of drawing a frame, against which the next input is interpreted.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// The hit areas.
    pub hits: HitMap,
    /// The extent of the detail pane.
    pub detail: Extent,
    /// The extent of the top panel's list or text.
    pub panel: Extent,
    /// The position of the text cursor while a text is typed.
    pub cursor: Option<(u16, u16)>,
}
