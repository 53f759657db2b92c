//! Undo for filters, zooms and jumps, and the list of places jumped from.

use super::{App, LaneBy, Range, Status};
use crate::layout::Scale;
use crate::model::{Clock, EventNo, Moment};
use crate::query::{Filter, Order};

/// Everything that an undo brings back.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moved {
    filter: Filter,
    order: Order,
    by: LaneBy,
    clock: Option<Clock>,
    range: Option<Range>,
    scale: Scale,
    at: Moment,
    wanted: Option<EventNo>,
    /// What the list and the lanes are scrolled to.
    tops: (u64, usize),
}

/// A place to come back to, and the clock that the moment is on.
type JumpPoint = (Moment, Option<EventNo>, Option<Clock>);

/// What undo and the jump list know.
#[derive(Debug, Default)]
pub struct Past {
    undo: Vec<Moved>,
    redo: Vec<Moved>,
    jumps: Vec<JumpPoint>,
    jump: usize,
}

/// How far back undo and the jump list reach.
const REACH: usize = 200;

impl Past {
    /// Takes over the numbers that events have now.
    pub(super) fn renumber(&mut self, moved: &impl Fn(EventNo) -> Option<EventNo>) {
        for known in self.undo.iter_mut().chain(&mut self.redo) {
            known.wanted = known.wanted.and_then(moved);
            known.range = known.range.map(|range| range.renumber(moved));
        }
        self.jumps.iter_mut().for_each(|(_, event, _)| *event = event.and_then(moved));
    }
}

impl App {
    /// Does something that undo takes back.
    pub(super) fn remembering(&mut self, change: impl FnOnce(&mut Self)) {
        let before = self.moved();
        change(self);
        if self.moved() != before {
            self.remember(before);
        }
    }

    /// Lets undo come back to what was before a change.
    pub(super) fn remember(&mut self, before: Moved) {
        self.past.redo.clear();
        self.past.undo.push(before);
        if self.past.undo.len() > REACH {
            self.past.undo.remove(0);
        }
    }

    /// Changes the filters, and takes the cursor along.
    pub(super) fn filtering(&mut self, change: impl FnOnce(&mut Filter)) {
        self.remembering(|app| {
            change(&mut app.shown.filter);
            app.shown.refresh(&app.data);
            app.search_again();
            app.follow_filter();
        });
    }

    /// Takes back the last changes.
    pub(super) fn undo(&mut self, count: usize) {
        for _ in 0..count {
            let Some(clock) = self.past.undo.last().map(|before| before.clock) else {
                self.status = Status::note("nothing left to undo");
                return;
            };
            self.past.redo.push(self.moved());
            self.place_by(clock);
            self.past.undo.pop().into_iter().for_each(|before| self.go_back(before));
        }
    }

    /// Does again what was taken back.
    pub(super) fn redo(&mut self, count: usize) {
        for _ in 0..count {
            let Some(clock) = self.past.redo.last().map(|after| after.clock) else {
                self.status = Status::note("nothing to redo");
                return;
            };
            self.past.undo.push(self.moved());
            self.place_by(clock);
            self.past.redo.pop().into_iter().for_each(|after| self.go_back(after));
        }
    }

    pub(super) fn moved(&self) -> Moved {
        Moved {
            filter: self.shown.filter.clone(),
            order: self.shown.order,
            by: self.shown.by,
            clock: self.data.timeline.clock(),
            range: self.range,
            scale: self.cursor.scale,
            at: self.cursor.at,
            wanted: self.cursor.wanted,
            tops: (self.cursor.list_top, self.cursor.first_lane),
        }
    }

    fn go_back(&mut self, moved: Moved) {
        self.shown.filter = moved.filter;
        self.shown.order = moved.order;
        self.shown.by = moved.by;
        self.shown.refresh(&self.data);
        self.search_again();
        self.range = moved.range;
        self.cursor.wanted = moved.wanted;
        self.cursor.at = moved.at;
        self.follow_filter();
        self.cursor.at = moved.at;
        self.cursor.scale = moved.scale;
        (self.cursor.list_top, self.cursor.first_lane) = moved.tops;
    }

    /// Does something that leaves a place to come back to, by the jump list and by undo.
    pub(super) fn jumping(&mut self, jump: impl FnOnce(&mut Self)) {
        let here = self.jump_point();
        self.remembering(jump);
        if here == self.jump_point() {
            return;
        }
        self.past.jumps.truncate(self.past.jump);
        self.past.jumps.push(here);
        if self.past.jumps.len() > REACH {
            self.past.jumps.remove(0);
        }
        self.past.jump = self.past.jumps.len();
    }

    fn jump_point(&self) -> JumpPoint {
        (self.cursor.at, self.cursor.event, self.data.timeline.clock())
    }

    /// Back to where the last jump started.
    pub(super) fn jump_back(&mut self) {
        if self.past.jump == 0 {
            self.status = Status::note("no earlier place in the jump list");
            return;
        }
        let here = self.jump_point();
        if self.past.jump == self.past.jumps.len() {
            self.past.jumps.push(here);
        }
        self.past.jump -= 1;
        self.land();
    }

    /// Forward again.
    pub(super) fn jump_forward(&mut self) {
        if self.past.jump + 1 >= self.past.jumps.len() {
            self.status = Status::note("no later place in the jump list");
            return;
        }
        self.past.jump += 1;
        self.land();
    }

    fn land(&mut self) {
        let (at, event, clock) = self.past.jumps[self.past.jump];
        self.cursor.wanted = event;
        self.cursor.at = at;
        self.follow_filter();
        // By another clock the event stands elsewhere, and where it stands is the place meant.
        if event.is_none() || clock == self.data.timeline.clock() {
            self.cursor.at = at;
        }
        let at = self.cursor.at;
        self.cursor.scale = self.cursor.scale.reveal(at, self.cursor.scale.columns / 10);
    }
}
