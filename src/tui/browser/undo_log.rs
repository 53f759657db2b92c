//! The undo log and the jump list.

use super::Cursor;
use crate::load::format::Lanes;
use crate::model::{Clock, EventNo, Moment};
use crate::query::{Filter, Order};

/// The state that undo restores.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Snapshot {
    pub(super) filter: Filter,
    pub(super) order: Order,
    pub(super) by: Lanes,
    pub(super) clock: Option<Clock>,
    pub(super) cursor: Cursor,
}

impl Snapshot {
    /// Names the most important difference between two states.
    pub(super) fn difference(&self, other: &Self) -> &'static str {
        match () {
            () if self.filter != other.filter => "the filters",
            () if self.clock != other.clock => "the date that places events",
            () if self.order != other.order => "the order",
            () if self.by != other.by => "the lanes",
            () if self.cursor.range != other.cursor.range => "the range",
            () if self.cursor.scale.seconds_per_column != other.cursor.scale.seconds_per_column => "the zoom",
            () => "a move",
        }
    }
}

/// An entry of the jump list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct JumpPoint {
    pub(super) at: Moment,
    pub(super) event: Option<EventNo>,
    /// The clock by which `at` is to be read.
    pub(super) clock: Option<Clock>,
}

/// The most entries of the undo log and the jump list.
const MAX_ENTRIES: usize = 200;

/// The undo and redo stacks.
#[derive(Debug, Default)]
pub(super) struct UndoLog {
    undo: Vec<Snapshot>,
    redo: Vec<Snapshot>,
}

impl UndoLog {
    /// Records the state before a change, and clears the redo stack.
    pub(super) fn remember(&mut self, before: Snapshot) {
        self.redo.clear();
        push(&mut self.undo, before);
    }

    /// Returns the stack to pop from and the stack to push to.
    pub(super) fn sides(&mut self, is_back: bool) -> (&mut Vec<Snapshot>, &mut Vec<Snapshot>) {
        if is_back { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) }
    }

    pub(super) fn renumber(&mut self, moved: &dyn Fn(EventNo) -> Option<EventNo>) {
        for state in self.undo.iter_mut().chain(&mut self.redo) {
            state.cursor.renumber(moved);
        }
    }
}

/// The positions that jumps started from.
#[derive(Debug, Default)]
pub(super) struct JumpList {
    points: Vec<JumpPoint>,
    at: usize,
}

impl JumpList {
    pub(super) fn leave(&mut self, here: JumpPoint) {
        self.points.truncate(self.at);
        push(&mut self.points, here);
        self.at = self.points.len();
    }

    pub(super) fn back(&mut self, here: JumpPoint) -> Option<JumpPoint> {
        let before = self.at.checked_sub(1)?;
        if self.at == self.points.len() {
            self.points.push(here);
        }
        self.at = before;
        Some(self.points[before])
    }

    pub(super) fn forward(&mut self) -> Option<JumpPoint> {
        let point = self.points.get(self.at + 1).copied()?;
        self.at += 1;
        Some(point)
    }

    pub(super) fn renumber(&mut self, moved: &dyn Fn(EventNo) -> Option<EventNo>) {
        self.points.iter_mut().for_each(|point| point.event = point.event.and_then(moved));
    }
}

/// Appends an entry, dropping the oldest above the maximum.
fn push<T>(entries: &mut Vec<T>, entry: T) {
    entries.push(entry);
    if entries.len() > MAX_ENTRIES {
        entries.remove(0);
    }
}
