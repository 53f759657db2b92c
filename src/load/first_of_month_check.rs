//! Checks whether too many dates are the first of a month to be so by chance.

use crate::model::Date;
use crate::problem::{Problem, Span};

/// Counts of exact days, and of those that are the first of a month or of January.
#[derive(Debug, Default)]
pub(super) struct FirstOfMonthCheck {
    days: u32,
    of_month: u32,
    of_january: u32,
}

/// Whether a date is an exact day and the first of a month.
pub(super) fn is_first_day(date: &Date) -> bool {
    date.is_exact() && !date.is_interval() && date.earliest().ymd().2 == 1
}

impl FirstOfMonthCheck {
    /// Counts the date of an event if it is an exact day.
    pub(super) fn count(&mut self, date: Option<&Date>) {
        let Some(date) = date.filter(|date| date.is_exact() && !date.is_interval()) else { return };
        self.days += 1;
        if is_first_day(date) {
            self.of_month += 1;
            self.of_january += u32::from(date.earliest().ymd().1 == 1);
        }
    }

    /// Adds the counts of another check.
    pub(super) fn add(&mut self, other: &Self) {
        self.days += other.days;
        self.of_month += other.of_month;
        self.of_january += other.of_january;
    }

    /// Returns a warning if first days are more than four standard deviations above chance: months or years
    /// were then most likely written as days. The warning is located at `first`, the first of them.
    pub(super) fn problem(&self, first: Option<(u32, Span)>) -> Option<(u32, Problem<Span>)> {
        let (file, span) = first?;
        let above = |count: u32, chance: f64| {
            let expected = f64::from(self.days) * chance;
            f64::from(count) > expected + 4.0 * (expected * (1.0 - chance)).sqrt() && count >= 5
        };
        let (count, what, write) = if above(self.of_january, 1.0 / 365.25) {
            (self.of_january, "1 January", "2024")
        } else if above(self.of_month, 12.0 / 365.25) {
            (self.of_month, "the first of a month", "2024-05")
        } else {
            return None;
        };
        let message = format!("{count} of {} dates are {what}, far more than chance would give", self.days);
        let hint = format!("if only the year or month is known, write `{write}`; this is the first of them");
        Some((file, Problem::warning("first-days", span, message).hint(hint)))
    }
}
