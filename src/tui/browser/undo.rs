//! Undo for filters, zooms and moves, and the jump list.

use super::undo_log::{JumpPoint, Snapshot};
use super::{Browser, Status};

impl Browser {
    /// Returns the state that undo restores.
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            filter: self.shown.filter.clone(),
            order: self.shown.order,
            by: self.shown.by,
            clock: self.data.timeline.clock(),
            cursor: self.cursor.clone(),
        }
    }

    fn restore(&mut self, state: Snapshot) {
        (self.shown.filter, self.shown.order, self.shown.by) = (state.filter, state.order, state.by);
        self.cursor = state.cursor.clone();
        self.refresh();
        let (event, lane) = (self.cursor.event, self.cursor.lane);
        self.cursor = state.cursor;
        // The event may no longer exist after a reload.
        if self.cursor.event.is_none_or(|event| !self.shown.selection.contains(event.0)) {
            (self.cursor.event, self.cursor.lane) = (event, lane);
        }
    }

    fn jump_point(&self) -> JumpPoint {
        JumpPoint { at: self.cursor.at, event: self.cursor.event, clock: self.data.timeline.clock() }
    }

    /// Runs a change and records it for undo, if anything changed.
    pub fn undoable(&mut self, change: impl FnOnce(&mut Self)) {
        let before = self.snapshot();
        change(self);
        if self.snapshot() != before {
            self.undo_log.remember(before);
        }
    }

    /// Runs a jump and records its start in the jump list and for undo.
    pub(super) fn jumping(&mut self, jump: impl FnOnce(&mut Self)) {
        let here = self.jump_point();
        self.undoable(jump);
        if here != self.jump_point() {
            self.jumps.leave(here);
        }
    }

    /// Runs a jump without moving the viewport, if the target is visible.
    pub(super) fn without_panning(&mut self, go: impl FnOnce(&mut Self)) {
        let view = self.cursor.scale;
        self.jumping(|browser| {
            go(browser);
            if view.visible(browser.cursor.at).is_some() {
                browser.cursor.scale = view;
            }
        });
    }

    /// Undoes or redoes `count` changes.
    pub(super) fn undo(&mut self, count: usize, is_back: bool) {
        let mut changes: Vec<&str> = Vec::new();
        for _ in 0..count {
            let here = self.snapshot();
            let (there, other) = self.undo_log.sides(is_back);
            let Some((clock, change)) = there.last().map(|there| (there.clock, there.difference(&here)))
            else {
                break;
            };
            changes.push(change);
            other.push(here);
            self.place_by(clock);
            let there = self.undo_log.sides(is_back).0.pop();
            there.into_iter().for_each(|there| self.restore(there));
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
        let here = self.jump_point();
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
