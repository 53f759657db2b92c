//! Dates as ranges of days, for formats that know nothing finer or vaguer.

use crate::model::{Date, Moment};

/// Why no format of days holds an event without a date.
pub const UNDATED: &str = "the format has no place for an event without a date to place it";
/// Why a format with years of four digits does not hold one.
pub const YEARS: &str = "the format only holds the years 1 to 9999";

/// The two ends of a date as dates of their own; `None` where an end is open or unknown. What is no
/// interval is both of its ends.
pub fn ends(date: &Date) -> (Option<Date>, Option<Date>) {
    match date.text().split_once('/') {
        Some((start, end)) => (Date::parse(start).ok(), Date::parse(end).ok()),
        None => (Some(date.clone()), Some(date.clone())),
    }
}

/// The first and last moment of what is known of the date that places an event: all of it, or the one
/// end that is neither open nor unknown.
///
/// # Errors
/// Why there is none.
pub fn known(date: Option<&Date>) -> Result<(Moment, Moment), &'static str> {
    let date = date.ok_or(UNDATED)?;
    match ends(date) {
        (Some(_), Some(_)) => Ok((date.earliest(), date.latest())),
        (Some(end), None) | (None, Some(end)) => Ok((end.earliest(), end.latest())),
        (None, None) => Err(UNDATED),
    }
}

/// The same for formats that write a year with four digits.
///
/// # Errors
/// Why there is none.
pub fn known_in_four_digits(date: Option<&Date>) -> Result<(Moment, Moment), &'static str> {
    let (first, last) = known(date)?;
    if holds_year(first) && holds_year(last) { Ok((first, last)) } else { Err(YEARS) }
}

/// Whether the year has four digits and lies after the birth of Christ.
pub fn holds_year(moment: Moment) -> bool {
    moment.is_finite() && (1..=9999).contains(&moment.ymd().0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_that_is_known_is_placed() {
        let days = |text: &str| {
            let date = Date::parse(text).ok();
            known_in_four_digits(date.as_ref())
                .map(|(first, last)| format!("{} {}", first.iso_day(), last.iso_day()))
        };
        assert_eq!(days("2024-05").unwrap(), "2024-05-01 2024-05-31");
        assert_eq!(days("2024-05/..").unwrap(), "2024-05-01 2024-05-31");
        assert_eq!(days("/2024-05-30").unwrap(), "2024-05-30 2024-05-30");
        assert_eq!(days("2024-05-30~/2024-06").unwrap(), "2024-05-30 2024-06-30");
        assert_eq!(days("202X").unwrap(), "2020-01-01 2029-12-31");
        assert_eq!(days(""), Err(UNDATED));
        for year in ["-0043", "0000", "Y12345", "-0043/2024"] {
            assert_eq!(days(year), Err(YEARS), "{year}");
        }
    }
}
