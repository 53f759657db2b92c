//! Horizontal extent of a date: its point, and a bar over all columns it may cover.

use super::row::BarEnd;
use super::scale::Scale;
use crate::model::{Date, End, EventNo, Moment, Precision, Timeline};

/// Columns per day from which the axis shows hours; a point would then suggest a certain hour.
const HOURS_SHOW: u64 = 8;

/// Event in the viewport.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) event: EventNo,
    pub(super) weight: u8,
    pub(super) cursor: bool,
    /// Column of the point, clamped to the viewport.
    pub(super) column: u16,
    pub(super) outside: bool,
    pub(super) fuzzy: bool,
    pub(super) bar: Option<Bar>,
}

/// Part of a date's span inside the viewport.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bar {
    pub(super) first: u16,
    pub(super) last: u16,
    pub(super) fuzzy: bool,
    /// Left and right end.
    pub(super) ends: [BarEnd; 2],
}

impl Mark {
    /// Returns the mark of an event; `None` if it has no date that overlaps the viewport.
    pub(super) fn of(timeline: &Timeline, number: u32, scale: &Scale, cursor: bool) -> Option<Self> {
        let event = timeline.events().get(number as usize)?;
        let date = timeline.when(event)?;
        if scale.columns == 0 || date.earliest() >= scale.right() || date.latest() < scale.left {
            return None;
        }
        let wide = is_wide(date, scale);
        let point = point(date, wide, scale);
        let column = point.clamp(0, i64::from(scale.columns) - 1);
        Some(Self {
            event: EventNo(number),
            weight: event.weight(),
            cursor,
            column: column as u16,
            outside: column != point,
            fuzzy: is_vague(date),
            bar: wide.then(|| bar(date, scale)),
        })
    }
}

/// Returns whether the span is too wide for a point. A long month still counts as one column of a mean month,
/// and an exact day stays a point until its hours are visible.
fn is_wide(date: &Date, scale: &Scale) -> bool {
    let seconds_per_column = scale.seconds_per_column.max(1).unsigned_abs();
    let point = if date.is_exact() && !date.is_interval() {
        HOURS_SHOW * seconds_per_column
    } else {
        seconds_per_column
    };
    date.span_seconds() > point.saturating_add(seconds_per_column / 4)
}

/// Returns whether no exact day is known, so that the date is drawn dashed.
pub fn is_vague(date: &Date) -> bool {
    date.is_approximate() || date.is_uncertain() || date.precision() > Precision::Day
}

fn point(date: &Date, wide: bool, scale: &Scale) -> i64 {
    if wide && !date.is_interval() {
        let half = (date.span_seconds() / 2) as i64;
        return scale.column(Moment(date.earliest().0.saturating_add(half)));
    }
    scale.column(date.anchor())
}

fn bar(date: &Date, scale: &Scale) -> Bar {
    let (first, last) = (scale.column(date.earliest()), scale.column(date.latest()));
    let edge = i64::from(scale.columns) - 1;
    let unknown = date.start() == End::Unknown || date.end() == End::Unknown;
    let end = |end: End, is_outside: bool| match end {
        End::Dated if is_outside => BarEnd::Clipped,
        End::Dated => BarEnd::Dated,
        _ => BarEnd::Open,
    };
    Bar {
        first: first.clamp(0, edge) as u16,
        last: last.clamp(0, edge) as u16,
        fuzzy: is_vague(date) || unknown,
        ends: [end(date.start(), first < 0), end(date.end(), last > edge)],
    }
}
