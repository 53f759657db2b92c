//! What stands where for the pointer: noted by the view as it draws, asked for by the mouse.

use ratatui::layout::{Position, Rect};

use super::action::Action;
use super::app::Field;
use crate::layout::Scale;
use crate::model::{EventNo, Moment, PolicyNo};
use crate::query::Facet;

/// Something on the screen that the pointer can be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitTarget {
    /// Time, a column of the scale a cell.
    Time(Scale),
    /// The whole timeline in one line, a column of the scale a cell.
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
    /// The event in full beside the list.
    Detail,
    /// A source of the current event, counted from 0.
    Source(usize),
    /// A filter's chip, counted from 0.
    Chip(usize),
    /// The cross of a chip.
    Cross(usize),
    /// A value in the facets beside everything, counted among all that the facet has now.
    Value(Facet, usize),
    /// The name of a facet in the panel.
    Facet(Facet),
    /// A row of the list that lies on top, counted from 0.
    Row(usize),
    /// A policy in the pane of policies.
    Policy(PolicyNo),
    /// A line of the export dialog.
    Field(Field),
    /// A format in the export dialog, counted in [`crate::export::formats`].
    Format(usize),
    /// What stands for an action.
    Do(Action),
    /// Part of a pane, with no meaning of its own.
    Pane,
    /// Backdrop of the top panel: clicks here close it and never reach the panels below.
    Backdrop,
}

/// Everything that was noted for a screen, what lies on top last.
#[derive(Debug, Clone, Default)]
pub struct HitMap(Vec<(Rect, HitTarget)>);

impl HitMap {
    /// Notes what stands on an area.
    pub fn add(&mut self, area: Rect, spot: HitTarget) {
        self.0.push((area, spot));
    }

    /// What stands on a cell and how many columns within it the cell is, from the top down; what lies
    /// under a layer is not reached.
    pub fn at(&self, cell: Position) -> impl Iterator<Item = (HitTarget, u16)> {
        let contains = move |(area, _): &&(Rect, HitTarget)| area.contains(cell);
        let layer = self.0.iter().rposition(|noted| noted.1 == HitTarget::Backdrop && contains(&noted));
        let here = self.0[layer.unwrap_or(0)..].iter().rev().filter(contains);
        here.map(move |(area, spot)| (*spot, cell.x - area.x))
    }
}
