//! What a frame showed: areas that the pointer can hit, how far texts scroll, the text cursor.

use ratatui::layout::{Position, Rect};

use super::action::Action;
use super::panel::Field;
use crate::layout::Scale;
use crate::model::{EventNo, Moment};
use crate::query::Facet;

/// Something on the screen that the pointer can be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitTarget {
    /// Time, a column of the scale per cell.
    Time(Scale),
    /// The overview of the whole timeline, a column of the scale per cell.
    Overview(Scale),
    /// The label of a unit that begins at this moment.
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
    /// A text that stands for an action.
    Do(Action),
    /// Part of a pane, with no meaning of its own.
    Pane,
    /// Backdrop of the top panel: clicks here close it and never reach the panels below.
    Backdrop,
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

/// How much of a list or text was in view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// The rows in view.
    pub rows: usize,
    /// The last line that can stand at the top.
    pub end: usize,
}

impl Extent {
    /// Returns the extent of a text of `lines` lines in `rows` rows.
    pub fn of(lines: usize, rows: u16) -> Self {
        let rows = usize::from(rows);
        Self { rows, end: lines.saturating_sub(rows) }
    }
}

/// What drawing a frame found out. The next input is read against it.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// What the pointer can hit.
    pub hits: HitMap,
    /// The extent of the detail pane.
    pub detail: Extent,
    /// The extent of the top panel's list or text.
    pub panel: Extent,
    /// Where the text cursor stands, when a text is typed.
    pub cursor: Option<(u16, u16)>,
}
