//! How a date lies on the columns: its point, and the bar over everything that it may mean.

use super::scale::Scale;
use crate::model::{Date, End, EventNo, Moment, Precision, Timeline};

/// From this many columns a day its hours are on the axis, and a point would claim one of them.
const HOURS_SHOW: u64 = 8;

/// An event in the view.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) event: EventNo,
    pub(super) weight: u8,
    pub(super) cursor: bool,
    /// Where its point stands; at the edge when the point lies outside of the view.
    pub(super) column: u16,
    pub(super) outside: bool,
    pub(super) fuzzy: bool,
    pub(super) bar: Option<Bar>,
}

/// The part of a date's span that lies in the view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bar {
    pub(super) first: u16,
    pub(super) last: u16,
    pub(super) fuzzy: bool,
    /// Whether the date has no known start, no known end.
    pub(super) open: (bool, bool),
    /// Whether the span goes on to the left, to the right of the view.
    pub(super) clipped: (bool, bool),
}

impl Mark {
    /// The mark of an event, or `None` when it has no date that touches the view.
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

/// Whether the span takes so much more than a column that a point would hide it; a long month is
/// no wider than a column of a mean month, and an exact day is a point until its hours show.
fn is_wide(date: &Date, scale: &Scale) -> bool {
    let per_column = scale.per_column.max(1).unsigned_abs();
    let point = if date.is_exact() && !date.is_interval() { HOURS_SHOW * per_column } else { per_column };
    date.span_seconds() > point.saturating_add(per_column / 4)
}

/// Whether no day is known for sure, so that the picture draws the date dashed.
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
    Bar {
        first: first.clamp(0, edge) as u16,
        last: last.clamp(0, edge) as u16,
        fuzzy: is_vague(date) || unknown,
        open: (date.start() != End::Dated, date.end() != End::Dated),
        clipped: (first < 0, last > edge),
    }
}
