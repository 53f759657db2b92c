//! Converts dates to ranges of days, for formats that support nothing more precise or vague.

use crate::model::{Date, Moment, Precision};

/// The reason that an undated event is omitted.
pub const UNDATED: &str = "the format has no place for an event without a date to place it";
/// The reason that a year outside four digits is omitted.
pub const YEARS: &str = "the format only holds the years 1 to 9999";

/// Returns the two ends of an interval, `None` for an end that is open or unknown. A date that is no interval
/// is returned as both ends. An end with a time is in the local time of the start, if that is known.
pub fn ends(date: &Date) -> (Option<Date>, Option<Date>) {
    let local = |end: Date| match end.precision() {
        Precision::Time => {
            Date::parse(date.end_on_clock_of_start().iso().trim_end_matches('Z')).unwrap_or(end)
        }
        _ => end,
    };
    match date.text().split_once('/') {
        Some((start, end)) => {
            let (start, end) = (Date::parse(start).ok(), Date::parse(end).ok());
            let end = if start.is_some() { end.map(local) } else { end };
            (start, end)
        }
        None => (Some(date.clone()), Some(date.clone())),
    }
}

/// Returns the first and last moment of the known part of a date: all of it, or the one end that is known.
///
/// # Errors
/// Fails with the reason for an omission if there is no date or neither end is known.
pub fn known(date: Option<&Date>) -> Result<(Moment, Moment), &'static str> {
    let date = date.ok_or(UNDATED)?;
    match ends(date) {
        (Some(_), Some(_)) => Ok((date.earliest(), date.latest())),
        (Some(end), None) | (None, Some(end)) => Ok((end.earliest(), end.latest())),
        (None, None) => Err(UNDATED),
    }
}

/// Does the same as [`known`] for formats with four-digit years.
///
/// # Errors
/// Fails with the reason for an omission, also if a year is not within 1 to 9999.
pub fn known_in_four_digits(date: Option<&Date>) -> Result<(Moment, Moment), &'static str> {
    let (first, last) = known(date)?;
    if holds_year(first) && holds_year(last) { Ok((first, last)) } else { Err(YEARS) }
}

/// Returns whether the year is within 1 to 9999.
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
