//! Whether dates to the day are first days too often to be so by chance.

use crate::model::Date;
use crate::problem::{Problem, Span};

/// How many days of dates to the day are first days, and where the first of them stands.
#[derive(Debug, Default)]
pub(super) struct FirstOfMonthCheck {
    days: u32,
    of_month: u32,
    of_january: u32,
    place: Option<(u32, Span)>,
}

impl FirstOfMonthCheck {
    /// Counts the date of an event and where it stands.
    pub(super) fn count(&mut self, date: Option<&Date>, place: (u32, Span)) {
        let Some(date) = date.filter(|date| date.is_exact() && !date.is_interval()) else { return };
        let (_, month, day) = date.earliest().ymd();
        self.days += 1;
        if day == 1 {
            self.of_month += 1;
            self.of_january += u32::from(month == 1);
            self.place.get_or_insert(place);
        }
    }

    /// Adds what was counted behind this.
    pub(super) fn add(&mut self, other: &Self) {
        self.days += other.days;
        self.of_month += other.of_month;
        self.of_january += other.of_january;
        self.place = self.place.or(other.place);
    }

    /// A problem when first days are more than four standard deviations above chance: months
    /// and years were then most likely written as days.
    pub(super) fn problem(&self) -> Option<(u32, Problem<Span>)> {
        let (file, span) = self.place?;
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
