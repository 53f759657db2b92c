//! The cursor and the part of the time in view: moving, panning, zooming, marking.

use super::{App, Status};
use crate::layout::Scale;
use crate::model::calendar::DAY;
use crate::model::{Date, EventNo, Moment};
use crate::query::within;
use crate::tui::action::Action;

/// Where the user is.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// The event under the cursor; none when the filters leave none.
    pub event: Option<EventNo>,
    /// The event last moved to, which the cursor goes back to when filters show it again.
    pub wanted: Option<EventNo>,
    /// The moment under the cursor.
    pub at: Moment,
    /// The time in view.
    pub scale: Scale,
    /// The lane that `{`, `}` and Space are about.
    pub lane: usize,
    /// The first lane in view.
    pub first_lane: usize,
    /// The first event in the list, counted in what is shown.
    pub list_top: u64,
    /// How far the detail is scrolled.
    pub detail_top: usize,
}

impl Cursor {
    /// A cursor that stands nowhere yet.
    pub fn start(at: Moment) -> Self {
        let scale = Scale { left: at, per_column: DAY, columns: 0 };
        Self { event: None, wanted: None, at, scale, lane: 0, first_lane: 0, list_top: 0, detail_top: 0 }
    }
}

impl Cursor {
    /// Takes over the numbers that events have now.
    pub(super) fn renumber(&mut self, moved: &impl Fn(EventNo) -> Option<EventNo>) {
        self.event = self.event.and_then(moved);
        self.wanted = self.wanted.and_then(moved);
    }
}

/// A marked range: one end stays, the other follows the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    fixed: RangeEnd,
    moving: RangeEnd,
}

/// An end of a range: the span of what the cursor stood on, so that a whole month stays whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RangeEnd {
    from: Moment,
    to: Moment,
    event: Option<EventNo>,
}

impl Range {
    /// Its first and last moment.
    pub fn span(self) -> (Moment, Moment) {
        (self.fixed.from.min(self.moving.from), self.fixed.to.max(self.moving.to))
    }

    /// The same with the numbers that events have now.
    pub(super) fn renumber(self, moved: &impl Fn(EventNo) -> Option<EventNo>) -> Self {
        let end = |end: RangeEnd| RangeEnd { event: end.event.and_then(moved), ..end };
        Self { fixed: end(self.fixed), moving: end(self.moving) }
    }
}

impl App {
    /// Puts the cursor on the first event.
    pub(super) fn start(&mut self) {
        let scale = self.cursor.scale;
        self.go_to(0);
        self.cursor.scale = scale;
        self.settle();
    }

    /// Moves by events among those shown.
    pub(super) fn step(&mut self, events: i64) {
        let Some(position) = self.position() else { return self.follow_filter() };
        let target = position.saturating_add_signed(events);
        if events < 0 && position == 0 || events > 0 && position + 1 == self.shown.selection.len() {
            let end = if events < 0 { "first" } else { "last" };
            self.status = Status::note(format!("this is the {end} event"));
        }
        self.go_to(target);
    }

    /// Goes to the event with this place among those shown, or the last; a jump to come back from.
    pub(super) fn go_to_place(&mut self, position: u64) {
        self.jumping(|app| app.go_to(position));
    }

    pub(super) fn go_to(&mut self, position: u64) {
        let last = self.shown.selection.len().saturating_sub(1);
        if let Some(event) = self.shown.nth(position.min(last)) {
            self.place(event);
        }
    }

    /// Stands on an event and shows it.
    pub(super) fn place(&mut self, event: EventNo) {
        if self.cursor.event != Some(event) {
            self.cursor.detail_top = 0;
        }
        self.cursor.event = Some(event);
        self.cursor.wanted = Some(event);
        if let Some(date) = self.data.when(event) {
            let ends = (date.earliest(), date.latest());
            self.cursor.at = date.anchor();
            self.cursor.scale = self.cursor.scale.reveal(self.cursor.at, self.margin());
            self.extend_range(ends);
        }
        self.cursor.lane = self.shown.lane_of(event, self.cursor.lane);
    }

    /// Stands on a moment, and on the event nearest to it.
    pub(super) fn go_to_moment(&mut self, moment: Moment) {
        self.go_to_span(moment, moment.day_end());
    }

    /// Stands on the start of a span, such as a month that was jumped to.
    pub(super) fn go_to_span(&mut self, from: Moment, to: Moment) {
        self.jumping(|app| app.stand_on(from, to));
    }

    pub(super) fn stand_on(&mut self, from: Moment, to: Moment) {
        if let Some(event) = self.telling(from, to).or_else(|| self.nearest(from)) {
            if self.cursor.event != Some(event) {
                self.cursor.detail_top = 0;
            }
            self.cursor.event = Some(event);
            self.cursor.wanted = Some(event);
        }
        self.cursor.at = from;
        self.cursor.scale = self.cursor.scale.reveal(from, self.margin());
        self.extend_range((from, to));
    }

    fn extend_range(&mut self, (from, to): (Moment, Moment)) {
        let event = self.cursor.event;
        if let Some(range) = &mut self.range {
            range.moving = RangeEnd { from, to, event };
        }
    }

    /// Of the shown events that start on the day from `from` to `to`, the one most likely meant:
    /// an exact date before a vague one, then the weightiest; none when it is more than a day.
    fn telling(&self, from: Moment, to: Moment) -> Option<EventNo> {
        const LOOKED_AT: usize = 64;
        if to.0.saturating_sub(from.0) >= DAY {
            return None;
        }
        let starts = |moment: Moment| self.data.timeline.first_from(moment) as u32;
        let those = self.shown.selection.range(starts(from)..starts(Moment(to.0 + 1))).take(LOOKED_AT);
        let rank = |event: &u32| {
            let event = EventNo(*event);
            let weight = self.data.timeline.event(event).weight();
            (!self.data.when(event).is_some_and(Date::is_exact), std::cmp::Reverse(weight))
        };
        those.min_by_key(rank).map(EventNo)
    }

    /// The shown event that starts nearest to a moment; of two as near, the later.
    pub(super) fn nearest(&self, moment: Moment) -> Option<EventNo> {
        let selection = &self.shown.selection;
        let at = self.data.timeline.first_from(moment) as u32;
        let dated = self.data.timeline.dated() as u32;
        let after = selection.range(at..dated).next();
        let before = selection.range(..at).next_back();
        let distance = |event: u32| {
            let anchor = self.data.when(EventNo(event)).map(Date::anchor);
            anchor.map_or(u64::MAX, |anchor| anchor.0.abs_diff(moment.0))
        };
        let near = match (before, after) {
            (Some(before), Some(after)) if distance(before) < distance(after) => before,
            (before, after) => after.or(before).or_else(|| selection.min())?,
        };
        Some(EventNo(near))
    }

    /// Pans by eighths of the view.
    pub(super) fn pan(&mut self, eighths: i64) {
        let step = i64::from(self.cursor.scale.columns / 8).max(1);
        self.show(self.cursor.scale.pan(eighths.saturating_mul(step)));
    }

    /// Shows another part of the time; a cursor that would leave it stands on its edge, and comes back
    /// when the event it stood on does.
    pub(super) fn show(&mut self, scale: Scale) {
        let last = i64::from(scale.columns.saturating_sub(1));
        let stood = self.cursor.scale.column(self.cursor.at);
        self.cursor.scale = scale;
        let column = scale.column(self.cursor.at);
        let is_astray = self.cursor.event != self.cursor.wanted || stood <= 0 || stood >= last;
        if column < 0 || column > last {
            let edge = if column < 0 { scale.moment(0) } else { scale.moment(last) };
            self.cursor.at = edge;
            self.cursor.event = self.nearest(edge).or(self.cursor.event);
            self.extend_range((edge, edge));
        }
        let wanted = self.cursor.wanted.filter(|event| is_astray && self.shown.selection.contains(event.0));
        let anchor = wanted.and_then(|event| self.data.when(event)).map(Date::anchor);
        if let Some(anchor) = anchor.filter(|anchor| scale.visible(*anchor).is_some()) {
            self.cursor.at = anchor;
            self.cursor.event = wanted;
        }
    }

    /// Zooms around a moment, which is brought into view when it is not there.
    pub(super) fn zoom_around(&mut self, steps: i32, moment: Moment) {
        let view = self.cursor.scale;
        let view = if view.visible(moment).is_some() { view } else { view.reveal(moment, view.columns / 2) };
        self.remembering(|app| app.show(view.zoom(steps, moment)));
    }

    /// Goes somewhere without moving the view, as far as the place is in it.
    pub(super) fn staying(&mut self, go: impl FnOnce(&mut Self)) {
        let view = self.cursor.scale;
        self.jumping(|app| {
            go(app);
            if view.visible(app.cursor.at).is_some() {
                app.cursor.scale = view;
            }
        });
    }

    /// Zooms around the cursor.
    pub(super) fn zoom(&mut self, steps: i32) {
        self.remembering(|app| app.cursor.scale = app.cursor.scale.zoom(steps, app.cursor.at));
    }

    /// Shows the whole timeline.
    pub(super) fn fit_all(&mut self) {
        self.fit(self.data.timeline.span());
    }

    /// Shows the range, or everything that the filters leave.
    pub(super) fn fit_selection(&mut self) {
        self.fit(self.range.map(Range::span).or_else(|| self.shown.span(&self.data)));
    }

    /// Whether a view of the whole timeline would be no wider.
    pub(super) fn sees_all(&self) -> bool {
        let all = self.fitted(self.data.timeline.span());
        all.is_none_or(|all| all.per_column <= self.cursor.scale.per_column)
    }

    pub(super) fn fit(&mut self, span: Option<(Moment, Moment)>) {
        self.cursor.scale = self.fitted(span).unwrap_or(self.cursor.scale);
    }

    /// The view of a span; of a single day with some days around it.
    fn fitted(&self, span: Option<(Moment, Moment)>) -> Option<Scale> {
        let (from, to) = span?;
        let around = if to.0.saturating_sub(from.0) == DAY - 1 { 3 } else { 0 };
        let (from, to) = (from.add_days(-around), to.add_days(around));
        Some(Scale::fit(from, to, self.plan().timeline_columns()))
    }

    /// Goes to the lane above or below, to its event nearest in time.
    pub(super) fn change_lane(&mut self, lanes: i64) {
        let last = self.shown.lanes.len().saturating_sub(1);
        let lane = self.cursor.lane.saturating_add_signed(lanes as isize).min(last);
        let Some(set) = self.shown.lanes.get(lane) else { return };
        let here = self.data.timeline.first_from(self.cursor.at) as u32;
        let event = set.events.range(here..).next().or_else(|| set.events.range(..here).next_back());
        if let Some(event) = event {
            self.place(EventNo(event));
        }
        self.cursor.lane = lane;
    }

    /// Starts a range here, or lets a marked one go.
    pub(super) fn mark_range(&mut self) {
        self.range = match self.range {
            Some(_) => None,
            None => Some(Range { fixed: self.span_here(), moving: self.span_here() }),
        };
    }

    /// The span of what the cursor stands on: its event's date, or its day.
    fn span_here(&self) -> RangeEnd {
        let event = self.cursor.event;
        let date = event.and_then(|event| self.data.when(event));
        if let Some(date) = date.filter(|date| date.anchor() == self.cursor.at) {
            return RangeEnd { from: date.earliest(), to: date.latest(), event };
        }
        RangeEnd { from: self.cursor.at.day_start(), to: self.cursor.at.day_end(), event }
    }

    /// The cursor goes to the end that stood still, which now moves.
    pub(super) fn other_end(&mut self) {
        let Some(range) = self.range else {
            self.status = Status::note(format!("mark a range with {} first", self.key(Action::MarkRange)));
            return;
        };
        let turned = Range { fixed: range.moving, moving: range.fixed };
        self.range = Some(turned);
        let RangeEnd { from, to, event } = turned.moving;
        let end = if from.is_finite() { from } else { to };
        self.cursor.at = end;
        let event = event.filter(|event| self.shown.selection.contains(event.0));
        self.cursor.event = event.or_else(|| self.nearest(end)).or(self.cursor.event);
        self.cursor.wanted = self.cursor.event;
        self.cursor.scale = self.cursor.scale.reveal(end, self.margin());
    }

    /// Makes the range a filter; without one, reads the event in full.
    pub(super) fn confirm(&mut self) {
        let Some(range) = self.range else {
            if self.cursor.event.is_some() {
                self.overlay = Some(super::Overlay::Detail(0));
            }
            return;
        };
        let clock = self.data.timeline.clock();
        self.remembering(|app| {
            app.range = None;
            app.filtering(|filter| filter.add(within(clock, range.span())));
        });
    }

    /// The place of the cursor's event among those shown.
    pub(super) fn position(&self) -> Option<u64> {
        self.shown.place_of(self.cursor.event?)
    }

    /// Puts the cursor where the filters allow: the event wanted, or the nearest one shown.
    pub(super) fn follow_filter(&mut self) {
        let selection = &self.shown.selection;
        let wanted = self.cursor.wanted.filter(|event| event.index() < self.data.timeline.len());
        let event = match wanted {
            Some(event) if selection.contains(event.0) => Some(event),
            Some(event) => {
                let anchor = self.data.when(event).map(Date::anchor);
                self.nearest(anchor.unwrap_or(self.cursor.at))
            }
            None => self.nearest(self.cursor.at),
        };
        if event != self.cursor.event {
            self.cursor.detail_top = 0;
        }
        self.cursor.event = event;
        if let Some(event) = event {
            if let Some(anchor) = self.data.when(event).map(Date::anchor) {
                self.cursor.at = anchor;
                self.cursor.scale = self.cursor.scale.reveal(anchor, self.margin());
            }
            self.cursor.lane = self.shown.lane_of(event, self.cursor.lane);
        }
    }

    /// Keeps the cursor in view, in the list and among the lanes.
    pub(super) fn settle(&mut self) {
        let plan = self.plan();
        let columns = plan.timeline_columns();
        if self.cursor.scale.columns != columns {
            self.cursor.scale = self.cursor.scale.resize(columns, self.cursor.at);
        }
        let rows = u64::from(plan.list_rows()).max(1);
        let shown = self.shown.selection.len();
        if let Some(position) = self.position() {
            let margin = (rows / 4).min(3);
            let top = self.cursor.list_top.min(position.saturating_sub(margin));
            self.cursor.list_top = top.max((position + margin + 1).saturating_sub(rows));
        }
        self.cursor.list_top = self.cursor.list_top.min(shown.saturating_sub(rows));
        let lanes = usize::from(plan.lanes.map_or(0, |lanes| lanes.height)).max(1);
        let all = self.shown.lanes.len();
        self.cursor.lane = self.cursor.lane.min(all.saturating_sub(1));
        let first = self.cursor.first_lane.min(self.cursor.lane);
        self.cursor.first_lane =
            first.max((self.cursor.lane + 2).saturating_sub(lanes)).min(all.saturating_sub(lanes));
    }

    /// Pans as little as shows the cursor's moment.
    pub(super) fn reveal_cursor(&mut self) {
        self.cursor.scale = self.cursor.scale.reveal(self.cursor.at, self.margin());
    }

    /// Columns that the cursor keeps from the edges of the view when it moves by itself.
    pub(super) fn margin(&self) -> u16 {
        self.cursor.scale.columns / 10
    }

    /// The events a page of the list holds.
    pub(super) fn page(&self) -> usize {
        usize::from(self.plan().list_rows().max(2)) - 1
    }
}
