//! Movements of the cursor and the viewport.

use super::{Browser, Status, day_from};
use crate::history::Step;
use crate::layout::{Scale, axis};
use crate::model::calendar::DAY;
use crate::model::{EventNo, Moment};
use crate::tui::action::Action;

impl Browser {
    /// Moves the cursor by `events` positions in the list.
    pub(super) fn step(&mut self, events: i64) {
        let Some(position) = self.cursor.event.and_then(|event| self.shown.place_of(event)) else {
            return self.cursor.follow_filter(&self.shown, &self.data);
        };
        if events < 0 && position == 0 || events > 0 && position + 1 == self.shown.selection.len() {
            let end = if events < 0 { "first" } else { "last" };
            self.status = Status::note(format!("this is the {end} event"));
        }
        self.cursor.go_to(position.saturating_add_signed(events), &self.shown, &self.data);
    }

    /// Goes to an event.
    pub fn visit(&mut self, event: EventNo) {
        self.jumping(|browser| browser.cursor.place(event, &browser.shown, &browser.data));
    }

    /// Goes to the start of a span, such as that of a month.
    pub fn go_to_span(&mut self, span: (Moment, Moment)) {
        self.jumping(|browser| browser.cursor.move_to_span(span, &browser.shown, &browser.data));
    }

    /// Goes to an event. If filters hide it, they are switched off, with a message.
    pub fn go_to_event(&mut self, event: EventNo) {
        let is_hidden = !self.shown.selection.contains(event.0);
        self.jumping(|browser| {
            if is_hidden {
                browser.shown.filter.on = false;
                browser.shown.refresh(&browser.data);
                browser.search_again();
            }
            browser.cursor.place(event, &browser.shown, &browser.data);
        });
        if is_hidden {
            let key = self.key(Action::ToggleFilters);
            self.status =
                Status::note(format!("the filters hid this event, so they are off; {key} switches them on"));
        }
    }

    /// Goes to the moment of a step and, if it is shown, to its event. The text becomes the message.
    pub fn go_to_step(&mut self, step: &Step, note: String) {
        self.jumping(|browser| {
            let moment = if step.earliest.is_finite() { step.earliest } else { step.latest };
            if browser.shown.selection.contains(step.event.0) {
                browser.cursor.place(step.event, &browser.shown, &browser.data);
            } else {
                browser.cursor.move_to_span(day_from(moment), &browser.shown, &browser.data);
            }
            browser.cursor.at = moment;
            browser.cursor.reveal();
        });
        self.status = Status::note(note);
    }

    /// Moves the cursor to the other end of the marked range.
    pub(super) fn other_end(&mut self) {
        if !self.cursor.other_end(&self.shown, &self.data) {
            self.status = Status::note(format!("mark a range with {} first", self.key(Action::MarkRange)));
        }
    }

    /// Pans by eighths of the viewport.
    pub(super) fn pan(&mut self, eighths: i64) {
        let step = i64::from(self.cursor.scale.columns / 8).max(1);
        let scale = self.cursor.scale.pan(eighths.saturating_mul(step));
        self.show(scale);
    }

    /// Moves the end of the range under the cursor by steps of the minor ticks.
    pub(super) fn move_end(&mut self, steps: i64) {
        let begins: Vec<Moment> =
            axis(&self.cursor.scale).minor.iter().filter_map(|tick| tick.begins).collect();
        let step = begins.windows(2).map(|pair| pair[1].0 - pair[0].0).max().unwrap_or(DAY);
        let at = self.cursor.at;
        let end = match step / DAY {
            0 => at.add_seconds(steps.saturating_mul(step)),
            days @ 1..28 => at.add_days(steps.saturating_mul(days)),
            days => at.add_months(steps.saturating_mul((days + 2) / 30)),
        };
        self.undoable(|browser| browser.cursor.move_to_span(day_from(end), &browser.shown, &browser.data));
    }

    /// Zooms around the cursor; positive steps zoom in.
    pub(super) fn zoom(&mut self, steps: i32) {
        let scale = self.cursor.zoomed(steps, self.cursor.at, self.data.timeline.span());
        self.undoable(|browser| browser.cursor.scale = scale);
    }

    /// Zooms around a moment, which is brought into view first.
    pub fn zoom_around(&mut self, steps: i32, moment: Moment) {
        let view = self.cursor.scale;
        let view = if view.visible(moment).is_some() { view } else { view.reveal(moment, view.columns / 2) };
        let zoomed = self.cursor.zoomed(steps, moment, self.data.timeline.span());
        let zoomed = if view == self.cursor.scale { zoomed } else { view.zoom(steps, moment) };
        self.undoable(|browser| browser.show(zoomed));
    }

    /// Moves to an event in a lane. If the cursor is there already, zooms in, which separates events that
    /// share the cell.
    pub fn click_event(&mut self, event: EventNo, lane: usize) {
        let here = (self.cursor.event, self.cursor.lane, Some(self.cursor.at));
        if here == (Some(event), lane, self.data.anchor(event)) {
            return self.zoom(1);
        }
        self.without_panning(|browser| {
            browser.cursor.lane = lane;
            browser.cursor.place(event, &browser.shown, &browser.data);
        });
    }

    /// Moves by lanes.
    pub fn change_lane(&mut self, lanes: i64) {
        self.cursor.change_lane(lanes, &self.shown, &self.data);
    }

    /// Sets the viewport; the cursor stays within it.
    pub fn show(&mut self, scale: Scale) {
        self.cursor.show(scale, &self.shown, &self.data);
    }

    /// Goes to a moment, scrolling only if it is not visible.
    pub fn visit_moment(&mut self, moment: Moment) {
        self.without_panning(|browser| {
            browser.cursor.move_to_span(day_from(moment), &browser.shown, &browser.data);
        });
    }

    /// Marks a range from the first span to the second.
    pub fn mark_range(&mut self, from: (Moment, Moment), to: (Moment, Moment)) {
        self.jumping(|browser| browser.cursor.mark_between(from, to, &browser.shown, &browser.data));
    }

    /// Goes to the next (`is_next`) or previous change of any policy.
    pub(super) fn walk_changes(&mut self, is_next: bool) {
        match self.policy_change(None, is_next) {
            Ok((step, _, words)) => self.go_to_step(&step, words),
            Err(status) => self.status = status,
        }
    }
}
