//! Mapping between time and columns, with zoom and pan.

use crate::model::Moment;
use crate::model::calendar::{DAY, HOUR, MINUTE};

/// Mean lengths of the Gregorian calendar, in seconds.
const YEAR: i64 = 31_556_952;
const MONTH: i64 = YEAR / 12;
/// Zoom levels in seconds per column, from minutes to millions of years: a unit and its multiples.
const ZOOM_LEVELS: [(i64, &[i64]); 5] = [
    (MINUTE, &[1, 2, 5, 15, 30]),
    (HOUR, &[1, 2, 3, 4, 6, 8, 12]),
    (DAY, &[1, 2, 4, 7, 14]),
    (MONTH, &[1, 2, 3, 6]),
    (
        YEAR,
        &[
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000,
            500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000,
        ],
    ),
];
const COARSEST: i64 = 10_000_000 * YEAR;

fn zoom_levels() -> Vec<i64> {
    ZOOM_LEVELS.iter().flat_map(|(unit, counts)| counts.iter().map(move |count| unit * count)).collect()
}

/// Origin of the column grid, Monday 3 January 2000: days start at a column at midnight, weeks on Mondays.
const ORIGIN: i64 = 10_959 * DAY;

/// Far outside the calendar, yet two of them can be added without overflow.
const FAR: i64 = i64::MAX / 4;

/// Linear scale from moments to columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// First moment of the first column.
    pub left: Moment,
    /// Seconds per column, at least 1.
    pub seconds_per_column: i64,
    /// Number of columns.
    pub columns: u16,
}

impl Scale {
    /// Returns the finest scale on which `from` to `to` fits with some margin, centred. The step is one of
    /// the zoom levels below a day, whole days above, so that a fitted view is not half empty. An infinite
    /// end is replaced by the other end.
    pub fn fit(from: Moment, to: Moment, columns: u16) -> Self {
        let known = |moment: Moment, other: Moment| match (moment.is_finite(), other.is_finite()) {
            (true, _) => moment.0.clamp(-FAR, FAR),
            (false, true) => other.0.clamp(-FAR, FAR),
            (false, false) => 0,
        };
        let (from, to) = (known(from, to), known(to, from));
        let (from, to) = (from.min(to), from.max(to));
        let room = i64::from(columns) - 2 * i64::from((columns / 24).min(6));
        let fits = |step: &&i64| slot(to, **step) - slot(from, **step) < room;
        let seconds_per_column = zoom_levels().iter().find(fits).copied().unwrap_or(COARSEST);
        let days = (to - from) / room.max(1) / DAY + 1;
        let close = [days, days + 1].map(|days| days * DAY);
        let seconds_per_column =
            close.iter().find(fits).copied().unwrap_or(seconds_per_column).min(seconds_per_column);
        let taken = slot(to, seconds_per_column) - slot(from, seconds_per_column) + 1;
        let before = (i64::from(columns) - taken).div_euclid(2);
        Self::with_slot(slot(from, seconds_per_column) - before, seconds_per_column, columns)
    }

    /// Returns the scale on which a span fills the columns.
    pub fn filling(first: Moment, last: Moment, columns: u16) -> Self {
        let length = last.0.saturating_sub(first.0).saturating_add(1);
        let room = i64::from(columns.max(1));
        let seconds_per_column = (length.saturating_add(room - 1) / room).max(1);
        Self { left: first, seconds_per_column, columns }
    }

    /// Returns the column of a moment, which may lie outside the viewport.
    pub fn column(&self, moment: Moment) -> i64 {
        let after = i128::from(moment.0) - i128::from(self.left.0);
        saturated(after.div_euclid(i128::from(self.step())))
    }

    /// Returns the first moment of a column.
    pub fn moment(&self, column: i64) -> Moment {
        let after = i128::from(column) * i128::from(self.step());
        let seconds = saturated(i128::from(self.left.0) + after);
        Moment(seconds.clamp(Moment::FIRST.0 + 1, Moment::LAST.0 - 1))
    }

    /// Returns the first moment after the last column.
    pub fn right(&self) -> Moment {
        self.moment(i64::from(self.columns))
    }

    /// Zooms in by levels, or out if `steps` is negative, keeping `anchor` in its column.
    #[must_use]
    pub fn zoom(&self, steps: i32, anchor: Moment) -> Self {
        let anchor = Moment(anchor.0.clamp(-FAR, FAR));
        let (step, levels) = (self.step(), zoom_levels());
        let last = levels.len() - 1;
        let finer = levels.partition_point(|level| *level < step);
        let coarser = levels.partition_point(|level| *level <= step);
        let far = steps.unsigned_abs() as usize;
        let level = match steps {
            0 => return *self,
            1.. => finer.saturating_sub(far),
            _ => coarser.saturating_add(far - 1).min(last),
        };
        let seconds_per_column = levels[level.min(last)];
        let column = self.column(anchor).clamp(-FAR / seconds_per_column, FAR / seconds_per_column);
        Self::with_slot(slot(anchor.0, seconds_per_column) - column, seconds_per_column, self.columns)
    }

    /// Pans right by `columns`, or left if negative, keeping part of the calendar in the viewport.
    #[must_use]
    pub fn pan(&self, columns: i64) -> Self {
        let left = self.moment(columns);
        let width = i64::from(self.columns).saturating_mul(self.step());
        let first = Moment::FIRST.add_seconds(0).0.saturating_sub(width).max(-FAR);
        let last = Moment::LAST.add_seconds(0).0;
        if (first..=last).contains(&left.0) {
            return Self { left, ..*self };
        }
        let left = slot(left.0.clamp(first, last), self.step());
        Self::with_slot(left, self.step(), self.columns)
    }

    /// Pans as little as possible so that `moment` is at least `margin` columns from both edges.
    #[must_use]
    pub fn reveal(&self, moment: Moment, margin: u16) -> Self {
        if !moment.is_finite() {
            return *self;
        }
        let last = i64::from(self.columns.saturating_sub(1));
        let margin = i64::from(margin).min(last / 2);
        let column = self.column(moment);
        self.pan(column.saturating_sub(column.clamp(margin, last - margin)))
    }

    /// Changes the width at the same zoom; a visible `anchor` keeps its relative position.
    #[must_use]
    pub fn resize(&self, columns: u16, anchor: Moment) -> Self {
        let column = self.column(anchor);
        if !(0..i64::from(self.columns)).contains(&column) {
            return Self { columns, ..*self };
        }
        let moved = column * i64::from(columns) / i64::from(self.columns);
        Self { columns, ..self.pan(column - moved) }
    }

    /// Returns the column of a moment; `None` outside the viewport.
    pub fn visible(&self, moment: Moment) -> Option<u16> {
        let column = u16::try_from(self.column(moment)).ok();
        column.filter(|column| *column < self.columns)
    }

    fn step(&self) -> i64 {
        self.seconds_per_column.clamp(1, COARSEST)
    }

    fn with_slot(slot: i64, seconds_per_column: i64, columns: u16) -> Self {
        let left = i128::from(slot) * i128::from(seconds_per_column) + i128::from(ORIGIN);
        Self { left: Moment(saturated(left).clamp(-FAR, FAR)), seconds_per_column, columns }
    }
}

/// Returns the column of a second in the grid that starts at [`ORIGIN`].
fn slot(second: i64, seconds_per_column: i64) -> i64 {
    second.saturating_sub(ORIGIN).div_euclid(seconds_per_column)
}

fn saturated(number: i128) -> i64 {
    number.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Moment {
        crate::model::Date::parse(text).unwrap().earliest()
    }

    fn seconds() -> impl Strategy<Value = i64> {
        prop_oneof![4 => -70_000_000_000i64..40_000_000_000, 1 => any::<i64>()]
    }

    proptest! {
        #[test]
        fn zooming_keeps_the_cursor_in_its_column_and_comes_back(
            left in -70_000_000_000i64..40_000_000_000, level in 0..26usize, columns in 1u16..300,
            share in 0.0..1.0f64, steps in -4i32..5,
        ) {
            let seconds_per_column = zoom_levels()[level];
            let scale = Scale::with_slot(slot(left, seconds_per_column), seconds_per_column, columns);
            let anchor = Moment(left + (share * (seconds_per_column * i64::from(columns)) as f64) as i64);
            let zoomed = scale.zoom(steps, anchor);
            prop_assert_eq!(zoomed.column(anchor), scale.column(anchor));
            if level as i32 - steps >= 0 {
                prop_assert_eq!(zoomed.zoom(-steps, anchor), scale);
            }
        }

        #[test]
        fn a_fitted_range_is_on_the_screen(a in seconds(), b in seconds(), columns in 8u16..300) {
            let scale = Scale::fit(Moment(a), Moment(b), columns);
            for moment in [Moment(a), Moment(b)] {
                if moment.0.abs() < 6_000_000_000_000 && a.abs().max(b.abs()) < 6_000_000_000_000 {
                    prop_assert!(scale.visible(moment).is_some(), "{:?} {:?}", scale, moment);
                }
            }
        }

        #[test]
        fn no_view_is_too_far_or_too_small(
            left in any::<i64>(), seconds_per_column in any::<i64>(), columns in any::<u16>(),
            at in any::<i64>(), by in any::<i64>(), steps in any::<i32>(),
        ) {
            let scale = Scale { left: Moment(left), seconds_per_column, columns };
            let anchor = Moment(at);
            for other in [
                Scale::fit(Moment(left), anchor, columns),
                scale.zoom(steps, anchor),
                scale.pan(by),
                scale.reveal(anchor, columns),
                scale.resize(columns / 2, anchor),
            ] {
                prop_assert!(other.right() >= other.moment(0));
                other.column(Moment::FIRST);
                other.column(Moment::LAST);
            }
        }
    }

    #[test]
    fn a_revealed_moment_is_in_view_and_the_view_moves_no_further_than_needed() {
        let scale = Scale::fit(day("2024-05-01"), day("2024-05-31"), 40);
        assert_eq!(scale.reveal(day("2024-05-22"), 3), scale);
        let moved = scale.reveal(day("2024-07-01"), 3);
        assert_eq!(moved.column(day("2024-07-01")), 36);
        assert_eq!(scale.reveal(day("2024-02-01"), 3).column(day("2024-02-01")), 3);
    }

    #[test]
    fn days_start_with_a_column_and_weeks_on_a_monday() {
        let scale = Scale::fit(day("2024-05-01"), day("2024-06-30"), 70);
        assert_eq!((scale.seconds_per_column, scale.moment(7).hm()), (DAY, (0, 0)));
        let weeks = Scale { seconds_per_column: 7 * DAY, ..scale }.zoom(-1, day("2024-05-22"));
        assert_eq!(weeks.moment(3).weekday(), 0);
    }
}
