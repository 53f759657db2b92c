//! Moments in seconds, and their conversion to and from the proleptic Gregorian calendar.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// Seconds since 1970-01-01T00:00:00 UTC; negative before.
///
/// [`Moment::FIRST`] and [`Moment::LAST`] mean "no known start" and "no known end". They sort before and
/// after every other moment and have no calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// Seconds in a minute.
pub const MINUTE: i64 = 60;
/// Seconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Seconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// Returns the English name of a month, 1 being January; `?` for any other number.
pub fn month_name(month: u32) -> &'static str {
    chrono::Month::try_from(month as u8).map_or("?", |month| month.name())
}

impl Moment {
    /// Sentinel before every calendar moment.
    pub const FIRST: Self = Self(i64::MIN);
    /// Sentinel after every calendar moment.
    pub const LAST: Self = Self(i64::MAX);
    /// Years that the calendar covers, in astronomical numbering (0 is 1 BC).
    pub const YEARS: std::ops::RangeInclusive<i64> = -200_000..=200_000;

    /// Returns whether this is a calendar moment, neither [`Moment::FIRST`] nor [`Moment::LAST`].
    pub fn is_finite(self) -> bool {
        self != Self::FIRST && self != Self::LAST
    }

    /// Returns 00:00:00 of a day. `None` when the day does not exist or its year is outside
    /// [`Moment::YEARS`]. Months and days count from 1.
    pub fn from_ymd(year: i64, month: u32, day: u32) -> Option<Self> {
        if !Self::YEARS.contains(&year) {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(year as i32, month, day)?;
        Some(Self(date.and_time(NaiveTime::MIN).and_utc().timestamp()))
    }

    /// Returns year (astronomical: 0 is 1 BC), month 1–12 and day 1–31.
    pub fn ymd(self) -> (i64, u32, u32) {
        let date = self.civil().date();
        (i64::from(date.year()), date.month(), date.day())
    }

    /// Returns hour and minute.
    pub fn hm(self) -> (u32, u32) {
        let time = self.civil().time();
        (time.hour(), time.minute())
    }

    /// Returns the day of the week: 0 is Monday, 6 is Sunday.
    pub fn weekday(self) -> u32 {
        self.civil().weekday().num_days_from_monday()
    }

    /// Returns the number of days since 1970-01-01.
    pub fn day_number(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// Returns 00:00:00 of the same day.
    #[must_use]
    pub fn day_start(self) -> Self {
        Self(self.day_number().saturating_mul(DAY))
    }

    /// Returns 23:59:59 of the same day; the sentinels stay as they are.
    #[must_use]
    pub fn day_end(self) -> Self {
        if self.is_finite() { Self(self.day_start().0.saturating_add(DAY - 1)) } else { self }
    }

    /// Adds calendar months. A day that the target month lacks becomes its last day.
    #[must_use]
    pub fn add_months(self, months: i64) -> Self {
        let civil = self.civil();
        let step = Months::new(months.unsigned_abs().min(u64::from(u32::MAX)) as u32);
        let moved = if months < 0 { civil.checked_sub_months(step) } else { civil.checked_add_months(step) };
        moved.map_or(self, Self::from_civil)
    }

    /// Adds days.
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        let civil = self.civil();
        let step = Days::new(days.unsigned_abs());
        let moved = if days < 0 { civil.checked_sub_days(step) } else { civil.checked_add_days(step) };
        moved.map_or(self, Self::from_civil)
    }

    /// Adds seconds, clamped to the calendar's range.
    #[must_use]
    pub fn add_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds).clamp(earliest(), latest()))
    }

    /// Formats the day as EDTF: `2024-05-22`, `-0043-03-15`.
    pub fn iso_day(self) -> String {
        let (year, month, day) = self.ymd();
        format!("{}-{month:02}-{day:02}", iso_year(year))
    }

    /// Formats day and time as EDTF: `2024-05-22T14:30:00Z`.
    pub fn iso(self) -> String {
        let time = self.civil().time();
        format!("{}T{:02}:{:02}:{:02}Z", self.iso_day(), time.hour(), time.minute(), time.second())
    }

    fn civil(self) -> NaiveDateTime {
        let inside = self.0.clamp(earliest(), latest());
        DateTime::from_timestamp(inside, 0).map_or(NaiveDateTime::MIN, |moment| moment.naive_utc())
    }

    fn from_civil(civil: NaiveDateTime) -> Self {
        Self(civil.and_utc().timestamp().clamp(earliest(), latest()))
    }
}

/// Formats a year as EDTF: at least four digits, `-` for negative years, prefix `Y` for more than four digits
/// (`Y-12000`).
pub fn iso_year(year: i64) -> String {
    let sign = if year < 0 { "-" } else { "" };
    let digits = year.unsigned_abs();
    if digits > 9999 { format!("Y{sign}{digits}") } else { format!("{sign}{digits:04}") }
}

/// Formats a year for people: `2024`, `44 BC` (EDTF's −0043).
pub fn year_words(year: i64) -> String {
    if year > 0 { year.to_string() } else { format!("{} BC", 1 - year) }
}

/// Returns 00:00:00 on 1 January of the first of [`Moment::YEARS`], in seconds.
fn earliest() -> i64 {
    NaiveDate::from_ymd_opt(*Moment::YEARS.start() as i32, 1, 1)
        .map_or(0, |day| day.and_time(NaiveTime::MIN).and_utc().timestamp())
}

/// Returns 00:00:00 on 31 December of the last of [`Moment::YEARS`], in seconds.
fn latest() -> i64 {
    NaiveDate::from_ymd_opt(*Moment::YEARS.end() as i32, 12, 31)
        .map_or(0, |day| day.and_time(NaiveTime::MIN).and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i64, month: u32, day: u32) -> Moment {
        Moment::from_ymd(year, month, day).unwrap()
    }

    #[test]
    fn days_keep_their_names_across_the_ages() {
        assert_eq!(day(1970, 1, 1), Moment(0));
        assert_eq!(day(2024, 5, 22).iso_day(), "2024-05-22");
        assert_eq!(day(-43, 3, 15).iso_day(), "-0043-03-15");
        assert_eq!(day(12345, 1, 1).iso_day(), "Y12345-01-01");
        assert_eq!(day(2024, 5, 22).weekday(), 2);
    }

    #[test]
    fn a_month_from_the_last_day_stays_in_the_month() {
        assert_eq!(day(2024, 1, 31).add_months(1).iso_day(), "2024-02-29");
        assert_eq!(day(2024, 3, 31).add_months(-13).iso_day(), "2023-02-28");
    }

    #[test]
    fn moving_never_leaves_the_calendar() {
        assert!(Moment::LAST.add_seconds(i64::MAX).is_finite());
        assert_eq!(Moment::FIRST.ymd().0, -200_000);
        assert_eq!(day(2024, 5, 22).add_months(i64::MAX), day(2024, 5, 22));
        assert!(Moment::from_ymd(170_000_002, 1, 1).is_none());
    }
}
