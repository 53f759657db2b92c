//! Calendar units of an axis, and their labels.

use crate::model::Moment;
use crate::model::calendar::{DAY, MINUTE, month_name, year_words};

/// Repeating division of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Number of minutes, counted from midnight.
    Minutes(i64),
    /// Number of days, counted from the first of each month; a short rest at its end is not a unit.
    Days(u32),
    /// Single months, labelled by their initial.
    Initials,
    /// Number of months, counted from January.
    Months(u32),
    /// Number of years: 10, 20, … and 10 BC, 20 BC, ….
    Years(i64),
}

impl Unit {
    /// Returns the approximate length in seconds.
    pub(super) fn seconds(self) -> i64 {
        match self {
            Self::Minutes(minutes) => minutes * MINUTE,
            Self::Days(days) => i64::from(days) * DAY,
            Self::Initials => 30 * DAY,
            Self::Months(months) => i64::from(months) * 30 * DAY,
            Self::Years(years) => years.saturating_mul(365 * DAY),
        }
    }

    /// Returns the cells that a unit should have for its label.
    pub(super) fn wants(self) -> i64 {
        match self {
            Self::Minutes(_) => 7,
            Self::Days(1) => 3,
            Self::Initials => 2,
            Self::Days(_) | Self::Months(_) | Self::Years(_) => 5,
        }
    }

    /// Returns the start of the unit that contains `moment`.
    pub(super) fn start(self, moment: Moment) -> Moment {
        let (year, month, day) = moment.ymd();
        let first = |year, month, day| Moment::from_ymd(year, month, day).unwrap_or(moment);
        match self {
            Self::Minutes(minutes) => {
                let step = minutes * MINUTE;
                Moment(moment.0.div_euclid(step).saturating_mul(step))
            }
            Self::Days(1) => moment.day_start(),
            Self::Days(days) => {
                let start = (day - 1) / days * days + 1;
                first(year, month, start.min(last_start(days)))
            }
            Self::Initials => first(year, month, 1),
            Self::Months(months) => first(year, (month - 1) / months * months + 1, 1),
            Self::Years(years) => Moment::from_ymd(year_of(era_step(year, years), years), 1, 1)
                .unwrap_or_else(|| first(year, 1, 1)),
        }
    }

    /// Returns the start of the unit after the one that starts at `start`; `None` at the end of the calendar.
    pub(super) fn next(self, start: Moment) -> Option<Moment> {
        let (year, month, day) = start.ymd();
        match self {
            Self::Minutes(minutes) => Some(Moment(start.0.saturating_add(minutes * MINUTE))),
            Self::Days(1) => Some(start.add_days(1)),
            Self::Days(days) if day + days <= last_start(days) => Moment::from_ymd(year, month, day + days),
            Self::Days(_) | Self::Initials => Some(Moment::from_ymd(year, month, 1)?.add_months(1)),
            Self::Months(months) => Some(start.add_months(i64::from(months))),
            Self::Years(years) => {
                let step = era_step(year, years);
                let next = [step + 1, step + 2].map(|step| year_of(step, years));
                Moment::from_ymd(next.into_iter().find(|next| *next > year)?, 1, 1)
            }
        }
    }

    /// Returns the labels of the unit that contains `moment`, longest first.
    pub(super) fn names(self, moment: Moment) -> Vec<String> {
        let (year, month, day) = moment.ymd();
        let (hour, minute) = moment.hm();
        let full = month_name(month);
        let short = &full[..full.len().min(3)];
        match self {
            Self::Minutes(_) => vec![format!("{hour:02}:{minute:02}")],
            Self::Days(_) => {
                vec![format!("{day} {short} {}", year_words(year)), format!("{day} {short}"), day.to_string()]
            }
            Self::Initials => vec![full[..full.len().min(1)].to_owned()],
            Self::Months(_) => vec![format!("{short} {}", year_words(year)), short.to_owned()],
            Self::Years(years) => year_names(year, years),
        }
    }
}

/// Returns labels such as `2020s` or `40–31 BC`, and last the first year.
fn year_names(year: i64, years: i64) -> Vec<String> {
    let step = era_step(year, years);
    let start = year_words(year_of(step, years));
    if years < 10 {
        return vec![start];
    }
    let full = match step {
        1.. if years == 10 || years == 100 => format!("{start}s"),
        1.. => format!("{start}–{}", year_words(year_of(step, years) + years - 1)),
        0 => format!("1–{}", years - 1),
        _ => format!("{}–{}", -step * years, year_words((step + 1) * years)),
    };
    vec![full, start]
}

/// Returns the last day of a month on which a unit of `days` days may start.
fn last_start(days: u32) -> u32 {
    if days == 1 { 31 } else { 31 - days }
}

/// Returns the index of the unit of `years` years that contains a year: 1 starts at the year `years`, −1 at
/// `years` BC, and 0 covers the years in between.
fn era_step(year: i64, years: i64) -> i64 {
    if year > 0 { year.div_euclid(years) } else { (year - 1).div_euclid(years) }
}

/// Returns the first year of the unit with this index, in astronomical numbering.
fn year_of(step: i64, years: i64) -> i64 {
    match step {
        1.. => step * years,
        0 => 1,
        _ => 1 + step * years,
    }
}
