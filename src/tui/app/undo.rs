//! Undo for filters, zooms and moves, and the jump list.

use super::App;
use crate::load::format::Lanes;
use crate::model::{Clock, EventNo, Moment};
use crate::query::{Filter, Order};
use crate::tui::browser::{Cursor, Status};

/// The state that undo restores.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Snapshot {
    filter: Filter,
    order: Order,
    by: Lanes,
    clock: Option<Clock>,
    cursor: Cursor,
}

impl Snapshot {
    pub(super) fn of(app: &App) -> Self {
        Self {
            filter: app.shown.filter.clone(),
            order: app.shown.order,
            by: app.shown.by,
            clock: app.data.timeline.clock(),
            cursor: app.cursor.clone(),
        }
    }

    /// Names the most important difference between two states.
    fn difference(&self, other: &Self) -> &'static str {
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

    fn restore(self, app: &mut App) {
        (app.shown.filter, app.shown.order, app.shown.by) = (self.filter, self.order, self.by);
        app.cursor = self.cursor.clone();
        app.refresh();
        let (event, lane) = (app.cursor.event, app.cursor.lane);
        app.cursor = self.cursor;
        // The event may no longer exist after a reload.
        if app.cursor.event.is_none_or(|event| !app.shown.selection.contains(event.0)) {
            (app.cursor.event, app.cursor.lane) = (event, lane);
        }
    }
}

/// An entry of the jump list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct JumpPoint {
    at: Moment,
    event: Option<EventNo>,
    /// The clock by which `at` is to be read.
    clock: Option<Clock>,
}

impl JumpPoint {
    fn of(app: &App) -> Self {
        Self { at: app.cursor.at, event: app.cursor.event, clock: app.data.timeline.clock() }
    }
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
    fn sides(&mut self, is_back: bool) -> (&mut Vec<Snapshot>, &mut Vec<Snapshot>) {
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
    fn leave(&mut self, here: JumpPoint) {
        self.points.truncate(self.at);
        push(&mut self.points, here);
        self.at = self.points.len();
    }

    fn back(&mut self, here: JumpPoint) -> Option<JumpPoint> {
        let before = self.at.checked_sub(1)?;
        if self.at == self.points.len() {
            self.points.push(here);
        }
        self.at = before;
        Some(self.points[before])
    }

    fn forward(&mut self) -> Option<JumpPoint> {
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

impl App {
    /// Runs a change and records it for undo, if anything changed.
    pub(super) fn undoable(&mut self, change: impl FnOnce(&mut Self)) {
        let before = Snapshot::of(self);
        change(self);
        if Snapshot::of(self) != before {
            self.undo_log.remember(before);
        }
    }

    /// Runs a jump and records its start in the jump list and for undo.
    pub(super) fn jumping(&mut self, jump: impl FnOnce(&mut Self)) {
        let here = JumpPoint::of(self);
        self.undoable(jump);
        if here != JumpPoint::of(self) {
            self.jumps.leave(here);
        }
    }

    /// Runs a jump without moving the viewport, if the target is visible.
    pub(super) fn without_panning(&mut self, go: impl FnOnce(&mut Self)) {
        let view = self.cursor.scale;
        self.jumping(|app| {
            go(app);
            if view.visible(app.cursor.at).is_some() {
                app.cursor.scale = view;
            }
        });
    }

    /// Undoes or redoes `count` changes.
    pub(super) fn undo(&mut self, count: usize, is_back: bool) {
        let mut changes: Vec<&str> = Vec::new();
        for _ in 0..count {
            let here = Snapshot::of(self);
            let (there, other) = self.undo_log.sides(is_back);
            let Some((clock, change)) = there.last().map(|there| (there.clock, there.difference(&here)))
            else {
                break;
            };
            changes.push(change);
            other.push(here);
            self.place_by(clock);
            let there = self.undo_log.sides(is_back).0.pop();
            there.into_iter().for_each(|there| there.restore(self));
        }
        let end = if is_back { "nothing left to undo" } else { "nothing to redo" };
        let end = (changes.len() < count).then(|| end.to_owned());
        changes.dedup();
        let done = if is_back { "undone" } else { "done again" };
        let done = (!changes.is_empty()).then(|| format!("{done}: {}", changes.join(", ")));
        self.status = Status::note(end.into_iter().chain(done).collect::<Vec<_>>().join("; "));
    }

    /// Goes backward or forward in the jump list.
    pub(super) fn jump(&mut self, is_back: bool) {
        let here = JumpPoint::of(self);
        let point = if is_back { self.jumps.back(here) } else { self.jumps.forward() };
        let Some(JumpPoint { at, event, clock }) = point else {
            let side = if is_back { "earlier" } else { "later" };
            self.status = Status::note(format!("no {side} place in the jump list"));
            return;
        };
        (self.cursor.wanted, self.cursor.at) = (event, at);
        self.cursor.follow_filter(&self.shown, &self.data);
        // By another clock the moment differs, and the event's present position is meant.
        if event.is_none() || clock == self.data.timeline.clock() {
            self.cursor.at = at;
        }
        self.cursor.reveal();
    }
}
