//! Undo for filters, zooms and jumps, and the list of places jumped from.

use super::{App, LaneBy, Range, Status};
use crate::layout::Scale;
use crate::model::{EventNo, Moment};
use crate::query::Filter;

/// Everything that an undo brings back.
#[derive(Debug, Clone, PartialEq)]
struct Moved {
    filter: Filter,
    by: LaneBy,
    range: Option<Range>,
    scale: Scale,
    at: Moment,
    wanted: Option<EventNo>,
    /// What the list and the lanes are scrolled to.
    tops: (u64, usize),
}

/// A place to come back to.
type Spot = (Moment, Option<EventNo>);

/// What undo and the jump list know.
#[derive(Debug, Default)]
pub struct Past {
    undo: Vec<Moved>,
    redo: Vec<Moved>,
    jumps: Vec<Spot>,
    jump: usize,
}

/// How far back undo and the jump list reach.
const REACH: usize = 200;

impl Past {
    /// Takes over the numbers that events have in files read anew.
    pub(super) fn renumber(&mut self, moved: &impl Fn(EventNo) -> Option<EventNo>) {
        let wanted = self.undo.iter_mut().chain(&mut self.redo).map(|moved| &mut moved.wanted);
        let jumps = self.jumps.iter_mut().map(|(_, event)| event);
        wanted.chain(jumps).for_each(|event| *event = event.and_then(moved));
    }
}

impl App {
    /// Does something that undo takes back.
    pub(super) fn remembering(&mut self, change: impl FnOnce(&mut Self)) {
        let before = self.moved();
        change(self);
        if self.moved() != before {
            self.past.redo.clear();
            self.past.undo.push(before);
            if self.past.undo.len() > REACH {
                self.past.undo.remove(0);
            }
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
            let Some(before) = self.past.undo.pop() else {
                self.status = Status::note("nothing left to undo");
                return;
            };
            let now = self.moved();
            self.past.redo.push(now);
            self.go_back(before);
        }
    }

    /// Does again what was taken back.
    pub(super) fn redo(&mut self, count: usize) {
        for _ in 0..count {
            let Some(after) = self.past.redo.pop() else {
                self.status = Status::note("nothing to redo");
                return;
            };
            let now = self.moved();
            self.past.undo.push(now);
            self.go_back(after);
        }
    }

    fn moved(&self) -> Moved {
        Moved {
            filter: self.shown.filter.clone(),
            by: self.shown.by,
            range: self.range,
            scale: self.cursor.scale,
            at: self.cursor.at,
            wanted: self.cursor.wanted,
            tops: (self.cursor.list_top, self.cursor.first_lane),
        }
    }

    fn go_back(&mut self, moved: Moved) {
        self.shown.filter = moved.filter;
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
        let here = (self.cursor.at, self.cursor.event);
        self.remembering(jump);
        if here == (self.cursor.at, self.cursor.event) {
            return;
        }
        self.past.jumps.truncate(self.past.jump);
        self.past.jumps.push(here);
        if self.past.jumps.len() > REACH {
            self.past.jumps.remove(0);
        }
        self.past.jump = self.past.jumps.len();
    }

    /// Back to where the last jump started.
    pub(super) fn jump_back(&mut self) {
        if self.past.jump == 0 {
            self.status = Status::note("no earlier place in the jump list");
            return;
        }
        let here = (self.cursor.at, self.cursor.event);
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
        let (at, event) = self.past.jumps[self.past.jump];
        self.cursor.wanted = event;
        self.cursor.at = at;
        self.follow_filter();
        self.cursor.at = at;
        self.cursor.scale = self.cursor.scale.reveal(at, self.cursor.scale.columns / 10);
    }
}
