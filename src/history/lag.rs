//! Time between two dates: a range of days, and whether their order is certain.

use schemars::JsonSchema;
use serde::Serialize;
use strum::IntoStaticStr;

use crate::model::{Date, Moment};

/// Time from one date to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    /// Least possible days: from the last day of the first date to the first day of the second. Negative if
    /// the second may be earlier; `None` if one of these ends is open.
    pub least: Option<i64>,
    /// Most possible days: from the first day of the first date to the last day of the second; `None` if one
    /// of these ends is open.
    pub most: Option<i64>,
    /// Whether the first date is before the second.
    pub order: Precedence,
    /// Whether a date is marked `~` or `%`, so that the days are approximate.
    pub approximate: bool,
    /// Whether a date is marked `?` or `%`, so that its source is in doubt.
    pub uncertain: bool,
}

/// Whether one date is before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Precedence {
    /// The first ends before the second begins, and neither is marked `~`, `?` or `%`.
    Certain,
    /// Either order is possible.
    Possible,
    /// The second ends before the first begins, and neither is marked.
    Contrary,
}

crate::text::words!(Precedence, "used in output");

impl Lag {
    /// Returns the lag from `first` to `second`. An interval counts with its whole length, since the answer
    /// may refer to any part of it.
    pub fn between(first: &Date, second: &Date) -> Self {
        let (approximate, uncertain) = (
            first.is_approximate() || second.is_approximate(),
            first.is_uncertain() || second.is_uncertain(),
        );
        let order = if approximate || uncertain {
            Precedence::Possible
        } else if first.surely_before(second) {
            Precedence::Certain
        } else if second.surely_before(first) {
            Precedence::Contrary
        } else {
            Precedence::Possible
        };
        // Between two offsets the later moment may lie on the earlier day.
        let in_order = |days: i64| match order {
            Precedence::Certain => days.max(0),
            Precedence::Contrary => days.min(0),
            Precedence::Possible => days,
        };
        Self {
            least: days(first.latest(), second.earliest()).map(in_order),
            most: days(first.earliest(), second.latest()).map(in_order),
            order,
            approximate,
            uncertain,
        }
    }

    /// Describes the lag: `2 days`, `1 to 5 days`, `about 171 days`, `the same day`, `possibly the same day`,
    /// `0 to 30 days, possibly before`.
    pub fn words(&self) -> String {
        let doubt = match (self.approximate, self.uncertain) {
            (true, _) => "about ",
            (false, true) => "perhaps ",
            (false, false) => "",
        };
        match (self.least, self.most) {
            (Some(0), Some(0)) if doubt.is_empty() => "the same day".to_owned(),
            (Some(0), Some(0)) => "possibly the same day".to_owned(),
            (Some(least), Some(most)) if least >= 0 => format!("{doubt}{}", counted(least, most)),
            (Some(least), Some(most)) if most < 0 => format!("{doubt}{} before", counted(-most, -least)),
            (_, Some(0)) => format!("{doubt}the same day, possibly before"),
            (_, Some(most)) if most > 0 => format!("{doubt}{}, possibly before", counted(0, most)),
            (_, Some(most)) => format!("{doubt}{} or more before", counted(-most, -most)),
            (Some(least), None) if least >= 0 => format!("{doubt}{} or more", counted(least, least)),
            (_, None) => "open".to_owned(),
        }
    }
}

/// Returns the days from the day of one moment to that of another; `None` if one is an open end.
fn days(from: Moment, to: Moment) -> Option<i64> {
    let day = |moment: Moment| moment.is_finite().then(|| moment.day_number());
    Some(day(to)? - day(from)?)
}

fn counted(least: i64, most: i64) -> String {
    let unit = if most == 1 { "day" } else { "days" };
    if least == most { format!("{least} {unit}") } else { format!("{least} to {most} {unit}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::calendar::DAY;

    fn lag(first: &str, second: &str) -> Lag {
        Lag::between(&Date::parse(first).unwrap(), &Date::parse(second).unwrap())
    }

    #[test]
    fn a_lag_says_no_more_than_the_two_dates_do() {
        for (first, second, words, order) in [
            ("2024-05-30", "2024-06-01", "2 days", "certain"),
            ("2024-05-30", "2024-05-31", "1 day", "certain"),
            ("2024-05-30~", "2024-05-31", "about 1 day", "possible"),
            ("2024-05-30~", "2024-11-17~", "about 171 days", "possible"),
            ("2024-05-30?", "2024-06-01", "perhaps 2 days", "possible"),
            ("2024-05-30", "2024-05-30", "the same day", "possible"),
            ("2024-05-30T08:00:00Z", "2024-05-30T09:00:00Z", "the same day", "certain"),
            ("2024-05-30T23:59:00Z", "2024-05-31T00:01:00Z", "1 day", "certain"),
            ("2024-05-30T14:00:00+03:00", "2024-05-30T08:00:00-05:00", "the same day", "certain"),
            ("2024-05-31T02:30:00+03:00", "2024-05-30T20:00:00-05:00", "the same day", "certain"),
            ("2024-05-30T20:00:00-05:00", "2024-05-31T02:30:00+03:00", "the same day", "contrary"),
            ("2024-05-30~", "2024-05-30", "possibly the same day", "possible"),
            ("2024-05-13/2024-05-20", "2024-05-21/2024-05-25", "1 to 12 days", "certain"),
            ("2024-05-01", "2024-05", "0 to 30 days", "possible"),
            ("2024-05-15", "2024-05", "0 to 16 days, possibly before", "possible"),
            ("2024-05", "2024-05-01", "the same day, possibly before", "possible"),
            ("2024-06-01", "2024-05-30", "2 days before", "contrary"),
            ("2024-06", "2024-05-30~", "about 2 to 31 days before", "possible"),
            ("2024-05-30/..", "2024-06-01", "0 to 2 days, possibly before", "possible"),
            ("2024-05-30", "2024-06-01/..", "2 days or more", "certain"),
            ("2024-05-30", "../2024-05-01", "29 days or more before", "contrary"),
            ("../2024", "2024-05/..", "open", "possible"),
            ("-0001-12-31", "0000-01-01", "1 day", "certain"),
        ] {
            let lag = lag(first, second);
            assert_eq!((lag.words().as_str(), lag.order.word()), (words, order), "{first} to {second}");
        }
    }

    proptest! {
        #[test]
        fn no_order_is_certain_that_some_day_of_the_two_dates_breaks(
            first in 0..700_i64, long in 0..40_i64, second in 0..700_i64, lasting in 0..40_i64, mark in 0..8_usize,
        ) {
            let day = |day: i64| Moment(day * DAY).iso_day();
            let mark = ["", "~", "?", "%"].get(mark).copied().unwrap_or_default();
            let lag = lag(
                &format!("{}/{}", day(first), day(first + long)),
                &format!("{}/{}{mark}", day(second), day(second + lasting)),
            );
            let lags: Vec<i64> = (first..=first + long)
                .flat_map(|a| (second..=second + lasting).map(move |b| b - a))
                .collect();
            prop_assert_eq!((lag.least, lag.most), (lags.iter().min().copied(), lags.iter().max().copied()));
            prop_assert_eq!(lag.order == Precedence::Certain, mark.is_empty() && lags.iter().all(|lag| *lag > 0));
            prop_assert_eq!(lag.order == Precedence::Contrary, mark.is_empty() && lags.iter().all(|lag| *lag < 0));
        }
    }
}
