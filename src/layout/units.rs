//! The units of the calendar that an axis can be divided into, and their names.

use crate::model::Moment;
use crate::model::calendar::{DAY, MINUTE, MONTHS, year_words};

/// A repeating division of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// So many minutes, from midnight.
    Minutes(i64),
    /// So many days, from the first of each month; a last one that is too short is left out.
    Days(u32),
    /// Months by their first letter.
    Initials,
    /// So many months, from January.
    Months(u32),
    /// So many years: 10, 20, … and 10 BC, 20 BC, ….
    Years(i64),
}

impl Unit {
    /// About how long it is.
    pub(super) fn seconds(self) -> i64 {
        match self {
            Self::Minutes(minutes) => minutes * MINUTE,
            Self::Days(days) => i64::from(days) * DAY,
            Self::Initials => 30 * DAY,
            Self::Months(months) => i64::from(months) * 30 * DAY,
            Self::Years(years) => years.saturating_mul(365 * DAY),
        }
    }

    /// The cells that one of it takes with some air; a wider one leaves room for a better unit's.
    pub(super) fn wants(self) -> i64 {
        match self {
            Self::Minutes(_) => 7,
            Self::Days(1) => 3,
            Self::Initials => 2,
            Self::Days(_) | Self::Months(_) | Self::Years(_) => 5,
        }
    }

    /// The start of the unit that `moment` lies in.
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

    /// The start of the unit after the one that starts at `start`; `None` at the calendar's end.
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

    /// What the unit around `moment` is called on the axis, the fullest name first.
    pub(super) fn names(self, moment: Moment) -> Vec<String> {
        let (year, month, day) = moment.ymd();
        let (hour, minute) = moment.hm();
        let full = MONTHS.get(month as usize - 1).copied().unwrap_or("?");
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

/// `2020s`, `40–31 BC`, and last the year it starts with.
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

/// The last day of a month that a stretch of `days` days may start on.
fn last_start(days: u32) -> u32 {
    if days == 1 { 31 } else { 31 - days }
}

/// Which step of `years` years a year lies in: 1 from the year `years`, −1 from `years` BC, and 0
/// for what lies between 1 BC and the first round year of our era.
fn era_step(year: i64, years: i64) -> i64 {
    if year > 0 { year.div_euclid(years) } else { (year - 1).div_euclid(years) }
}

/// The astronomical number of the first year of a step.
fn year_of(step: i64, years: i64) -> i64 {
    match step {
        1.. => step * years,
        0 => 1,
        _ => 1 + step * years,
    }
}
