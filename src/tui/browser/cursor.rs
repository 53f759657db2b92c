//! The cursor and the viewport: moving, panning, zooming, marking a range.

use super::{Data, FilteredView};
use crate::layout::Scale;
use crate::model::calendar::DAY;
use crate::model::{EventNo, Moment};
use crate::tui::menu::Scroll;
use crate::tui::screen_layout::ScreenLayout;

/// The position of the user and the viewport.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// The event under the cursor; `None` if the filters leave no event.
    pub event: Option<EventNo>,
    /// The event last moved to, to which the cursor returns when filters show it again.
    pub wanted: Option<EventNo>,
    /// The moment under the cursor.
    pub at: Moment,
    /// The viewport: the interval in view and its scale.
    pub scale: Scale,
    /// The marked range, one end of which follows the cursor.
    pub range: Option<Range>,
    /// The selected lane.
    pub lane: usize,
    /// The first visible lane.
    pub first_lane: usize,
    /// The position in the list of its first visible row.
    pub list_top: u64,
    /// The scroll position of the detail pane.
    pub detail: Scroll,
    /// The scales before and after the last resize of the terminal, to restore the first.
    resized: Option<(Scale, Scale)>,
}

/// A marked range: one end is fixed, the other follows the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    fixed: RangeEnd,
    moving: RangeEnd,
}

/// An end of a range, as the span of what the cursor was on: a whole month stays whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RangeEnd {
    from: Moment,
    to: Moment,
    event: Option<EventNo>,
}

impl Range {
    /// Returns the first and last moment of the range.
    pub fn span(self) -> (Moment, Moment) {
        (self.fixed.from.min(self.moving.from), self.fixed.to.max(self.moving.to))
    }

    pub(super) fn renumber(self, moved: &dyn Fn(EventNo) -> Option<EventNo>) -> Self {
        let end = |end: RangeEnd| RangeEnd { event: end.event.and_then(moved), ..end };
        Self { fixed: end(self.fixed), moving: end(self.moving) }
    }
}

impl Cursor {
    /// Creates a cursor on no event, with a viewport of `columns` columns at one day per column.
    pub fn start(at: Moment, columns: u16) -> Self {
        Self {
            event: None,
            wanted: None,
            at,
            scale: Scale { left: at, seconds_per_column: DAY, columns },
            range: None,
            lane: 0,
            first_lane: 0,
            list_top: 0,
            detail: Scroll::default(),
            resized: None,
        }
    }

    pub(super) fn renumber(&mut self, moved: &dyn Fn(EventNo) -> Option<EventNo>) {
        self.event = self.event.and_then(moved);
        self.wanted = self.wanted.and_then(moved);
        self.range = self.range.map(|range| range.renumber(moved));
    }

    /// Sets the event under the cursor; the detail pane of another event starts at its top.
    fn take(&mut self, event: Option<EventNo>) {
        if self.event != event {
            self.detail = Scroll::default();
        }
        self.event = event;
    }

    /// Goes to the event at a position of the list, or to the last event.
    pub(super) fn go_to(&mut self, place: u64, shown: &FilteredView, data: &Data) {
        let last = shown.selection.len().saturating_sub(1);
        let event = shown.nth(place.min(last));
        event.into_iter().for_each(|event| self.place(event, shown, data));
    }

    /// Moves to an event and reveals it.
    pub(super) fn place(&mut self, event: EventNo, shown: &FilteredView, data: &Data) {
        self.take(Some(event));
        self.wanted = Some(event);
        if let Some(date) = data.when(event) {
            self.at = date.anchor();
            self.reveal();
            self.extend_range((date.earliest(), date.latest()));
        }
        self.lane = shown.lane_of(event, self.lane);
    }

    /// Moves to the start of a span, and selects the event most likely meant by it.
    pub(super) fn move_to_span(&mut self, (from, to): (Moment, Moment), shown: &FilteredView, data: &Data) {
        if let Some(event) = shown.weightiest_on(from, to, data).or_else(|| shown.nearest(from, data)) {
            self.take(Some(event));
            self.wanted = Some(event);
        }
        self.at = from;
        self.reveal();
        self.extend_range((from, to));
    }

    fn extend_range(&mut self, (from, to): (Moment, Moment)) {
        let event = self.event;
        if let Some(range) = &mut self.range {
            range.moving = RangeEnd { from, to, event };
        }
    }

    /// Sets the viewport. A cursor outside of it moves to its edge, and returns to the wanted event when that
    /// comes into view again.
    pub(super) fn show(&mut self, scale: Scale, shown: &FilteredView, data: &Data) {
        let last = i64::from(scale.columns.saturating_sub(1));
        let stood = self.scale.column(self.at);
        self.scale = scale;
        let column = scale.column(self.at);
        let is_astray = self.event != self.wanted || stood <= 0 || stood >= last;
        if column < 0 || column > last {
            let edge = if column < 0 { scale.moment(0) } else { scale.moment(last) };
            self.at = edge;
            self.event = shown.nearest(edge, data).or(self.event);
            self.extend_range((edge, edge));
        }
        let wanted = self.wanted.filter(|event| is_astray && shown.selection.contains(event.0));
        let anchor = wanted.and_then(|event| data.anchor(event));
        if let Some(anchor) = anchor.filter(|anchor| scale.visible(*anchor).is_some()) {
            self.at = anchor;
            self.event = wanted;
        }
    }

    /// Fits the viewport to a span; a single day is shown with three days on either side.
    pub(super) fn fit(&mut self, span: Option<(Moment, Moment)>) {
        self.scale = self.fitted(span).unwrap_or(self.scale);
    }

    /// Fills the viewport with a span, without a margin; a span without a start or end is fitted.
    pub(super) fn fill(&mut self, (from, to): (Moment, Moment)) {
        if !from.is_finite() || !to.is_finite() {
            return self.fit(Some((from, to)));
        }
        let length = to.0.saturating_sub(from.0).saturating_add(1);
        // Rounded down, so that the last column does not reach into the day after the span.
        let seconds_per_column = (length / i64::from(self.scale.columns.max(1))).max(1);
        self.scale = Scale { left: from, seconds_per_column, ..self.scale };
    }

    /// Whether the viewport is at least as wide as one fitted to the span.
    pub(super) fn sees(&self, span: Option<(Moment, Moment)>) -> bool {
        self.fitted(span).is_none_or(|all| all.seconds_per_column <= self.scale.seconds_per_column)
    }

    fn fitted(&self, span: Option<(Moment, Moment)>) -> Option<Scale> {
        let (from, to) = span?;
        let around = if to.0.saturating_sub(from.0) == DAY - 1 { 3 } else { 0 };
        Some(Scale::fit(from.add_days(-around), to.add_days(around), self.scale.columns))
    }

    /// Changes the number of columns. A viewport that was fitted to `span` is fitted again; any other is
    /// restored when its number of columns returns.
    pub(super) fn resize(&mut self, columns: u16, span: Option<(Moment, Moment)>) {
        let before =
            self.resized.filter(|(_, made)| *made == self.scale).map_or(self.scale, |(before, _)| before);
        let is_whole = span.is_some_and(|(from, to)| Scale::fit(from, to, before.columns) == before);
        self.scale = before.resize(columns, self.at);
        if is_whole {
            self.fit(span);
        }
        self.resized = Some((before, self.scale));
    }

    /// Returns the viewport zoomed around a moment, at most out to eight times the width of `span`.
    pub(super) fn zoomed(&self, steps: i32, around: Moment, span: Option<(Moment, Moment)>) -> Scale {
        const MAX_STEPS: i32 = 64;
        const WIDEST: i64 = 8;
        let widest = self.fitted(span).map_or(i64::MAX, |all| all.seconds_per_column.saturating_mul(WIDEST));
        let fits = |scale: &Scale| steps >= 0 || scale.seconds_per_column <= widest;
        let fewer = (0..steps.abs().min(MAX_STEPS))
            .map(|less| self.scale.zoom(steps.clamp(-MAX_STEPS, MAX_STEPS) - less * steps.signum(), around));
        fewer.into_iter().find(fits).unwrap_or(self.scale)
    }

    /// Moves by lanes, to the event of the lane next after the cursor's moment, or else before it.
    pub(super) fn change_lane(&mut self, lanes: i64, shown: &FilteredView, data: &Data) {
        let last = shown.lanes.len().saturating_sub(1);
        let lane = self.lane.saturating_add_signed(lanes as isize).min(last);
        let Some(set) = shown.lanes.get(lane) else { return };
        let here = data.timeline.first_from(self.at) as u32;
        let event = set.events.range(here..).next().or_else(|| set.events.range(..here).next_back());
        event.into_iter().for_each(|event| self.place(EventNo(event), shown, data));
        self.lane = lane;
    }

    /// Starts a range at the cursor, or removes the marked one.
    pub(super) fn mark_range(&mut self, data: &Data) {
        self.range = match self.range {
            Some(_) => None,
            None => Some(Range { fixed: self.span_here(data), moving: self.span_here(data) }),
        };
    }

    /// Marks the range from the first span to `end`, and moves to `end`.
    pub(super) fn mark_between(
        &mut self,
        (from, to): (Moment, Moment),
        end: (Moment, Moment),
        shown: &FilteredView,
        data: &Data,
    ) {
        self.range = None;
        self.move_to_span(end, shown, data);
        let event = self.event;
        let moving = RangeEnd { from: end.0, to: end.1, event };
        self.range = Some(Range { fixed: RangeEnd { from, to, event: None }, moving });
    }

    /// Returns the span under the cursor: the date of its event if the cursor is on its anchor, else the day.
    fn span_here(&self, data: &Data) -> RangeEnd {
        let event = self.event;
        let when = event.and_then(|event| data.when(event));
        if let Some(when) = when.filter(|when| when.anchor() == self.at) {
            return RangeEnd { from: when.earliest(), to: when.latest(), event };
        }
        RangeEnd { from: self.at.day_start(), to: self.at.day_end(), event }
    }

    /// Moves to the fixed end of the range, which becomes the moving one. Returns false without a range.
    pub(super) fn other_end(&mut self, shown: &FilteredView, data: &Data) -> bool {
        let Some(range) = self.range else { return false };
        let turned = Range { fixed: range.moving, moving: range.fixed };
        self.range = Some(turned);
        let RangeEnd { from, to, event } = turned.moving;
        let end = if from.is_finite() { from } else { to };
        self.at = end;
        let event = event.filter(|event| shown.selection.contains(event.0));
        self.event = event.or_else(|| shown.nearest(end, data)).or(self.event);
        self.wanted = self.event;
        self.reveal();
        true
    }

    /// Moves to the wanted event if the filters show it, else to the nearest event shown.
    pub(super) fn follow_filter(&mut self, shown: &FilteredView, data: &Data) {
        let wanted = self.wanted.filter(|event| event.index() < data.timeline.len());
        let event = match wanted {
            Some(event) if shown.selection.contains(event.0) => Some(event),
            _ => shown.nearest(wanted.and_then(|event| data.anchor(event)).unwrap_or(self.at), data),
        };
        self.take(event);
        let Some(event) = event else { return };
        if let Some(anchor) = data.anchor(event) {
            self.at = anchor;
            self.reveal();
        }
        self.lane = shown.lane_of(event, self.lane);
    }

    /// Scrolls the list and the lanes so that the cursor is visible.
    pub(super) fn settle(&mut self, layout: &ScreenLayout, shown: &FilteredView) {
        let rows = u64::from(layout.list_rows()).max(1);
        if let Some(position) = self.event.and_then(|event| shown.place_of(event)) {
            let margin = (rows / 4).min(3);
            let top = self.list_top.min(position.saturating_sub(margin));
            self.list_top = top.max((position + margin + 1).saturating_sub(rows));
        }
        self.list_top = self.list_top.min(shown.selection.len().saturating_sub(rows));
        let lanes = usize::from(layout.lanes.map_or(0, |lanes| lanes.height)).max(1);
        let all = shown.lanes.len();
        self.lane = self.lane.min(all.saturating_sub(1));
        let first = self.first_lane.min(self.lane);
        self.first_lane = first.max((self.lane + 2).saturating_sub(lanes)).min(all.saturating_sub(lanes));
    }

    /// Pans as little as needed to show the cursor's moment, at some distance from the edges.
    pub(super) fn reveal(&mut self) {
        self.scale = self.scale.reveal(self.at, self.scale.columns / 10);
    }
}
