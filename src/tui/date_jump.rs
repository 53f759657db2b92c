//! Parses the input of `t`: a date in EDTF or in words, `today`, or an offset.

use crate::model::{Date, DateStyle, Moment};

/// Returns the first and last moment of `text`: `2024-05`, `may 2024`, `22 may 2024`, `22 may`, `today`, `+6m`,
/// `-1y`, `+2w`, `+10d`. Offsets count from `here`; months and years are clamped to the end of the month. The
/// name of a month without a year means the year of `here`.
///
/// # Errors
/// Returns a message with examples if the text is none of these.
pub fn parse(text: &str, here: Moment, today: Moment) -> Result<(Moment, Moment), String> {
    let text = text.trim().to_lowercase();
    let day = |moment: Moment| (moment.day_start(), moment.day_end());
    match text.as_str() {
        "" => return Err("write a date, such as 2024-05, may 2024, today or +6m".to_owned()),
        "today" | "now" => return Ok(day(today)),
        "tomorrow" => return Ok(day(today.add_days(1))),
        "yesterday" => return Ok(day(today.add_days(-1))),
        _ => {}
    }
    if let Some(moment) = step(&text, here) {
        return Ok(day(moment));
    }
    let read = |text: &str| Date::read(&text.to_uppercase(), DateStyle::default());
    let names_month = text.contains(char::is_alphabetic);
    let this_year = || read(&format!("{text} {}", here.ymd().0)).ok().filter(|_| names_month);
    match read(&text).or_else(|error| this_year().ok_or(error)) {
        Ok(date) if date.earliest().is_finite() && date.latest().is_finite() => {
            Ok((date.earliest(), date.latest()))
        }
        Ok(date) => Ok(day(date.anchor())),
        Err(error) => Err(match error.hint {
            Some(hint) => format!("`{text}` is no date: {hint}"),
            None => format!("`{text}` is no date; try 2024-05, may 2024, 22 may 2024, today or +6m"),
        }),
    }
}

/// Returns the spans of both ends of a range: `2024-05..2024-06`, `13..31 may 2024`, `13 may..2 june 2024`.
/// Parts missing from the first end are taken from the second. Returns `None` if the text is no range.
///
/// # Errors
/// Returns a message with examples if an end is not a date.
pub fn parse_range(text: &str, here: Moment, today: Moment) -> Option<Result<[(Moment, Moment); 2], String>> {
    let (first, last) = text.split_once("..")?;
    let rest: Vec<&str> = last.split_whitespace().collect();
    let completed = (1..rest.len()).map(|from| format!("{first} {}", rest[from..].join(" ")));
    let completed = completed.map(|text| parse(&text, here, today)).find(Result::is_ok);
    let first = completed.unwrap_or_else(|| parse(first, here, today));
    Some(first.and_then(|first| Ok([first, parse(last, here, today)?])))
}

/// Parses an offset such as `+6m`, a signed number of days, weeks, months or years, and adds it to `here`.
fn step(text: &str, here: Moment) -> Option<Moment> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let unit = text.chars().last()?;
    let number = text.get(1..text.len() - unit.len_utf8())?;
    let count: i64 = if number.is_empty() { 1 } else { number.parse().ok()? };
    let count = sign * count.min(1_000_000);
    match unit {
        'd' => Some(here.add_days(count)),
        'w' => Some(here.add_days(7 * count)),
        'm' => Some(here.add_months(count)),
        'y' => Some(here.add_months(12 * count)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jump(text: &str) -> String {
        let here = Moment::from_ymd(2024, 1, 31).unwrap();
        let today = Moment::from_ymd(2026, 11, 22).unwrap();
        parse(text, here, today)
            .map_or_else(|error| error, |(from, to)| format!("{} {}", from.iso_day(), to.iso_day()))
    }

    #[test]
    fn dates_are_understood_as_people_write_them() {
        for (text, days) in [
            ("2024-05", "2024-05-01 2024-05-31"),
            ("May 2024", "2024-05-01 2024-05-31"),
            ("22 may 2024", "2024-05-22 2024-05-22"),
            ("may 22, 2024", "2024-05-22 2024-05-22"),
            ("22 may", "2024-05-22 2024-05-22"),
            ("may 22", "2024-05-22 2024-05-22"),
            ("May", "2024-05-01 2024-05-31"),
            ("today", "2026-11-22 2026-11-22"),
            ("+1m", "2024-02-29 2024-02-29"),
            ("-1y", "2023-01-31 2023-01-31"),
            ("+w", "2024-02-07 2024-02-07"),
            ("-0044", "-0044-01-01 -0044-12-31"),
        ] {
            assert_eq!(jump(text), days, "{text}");
        }
        let range = |text: &str| {
            let here = Moment::from_ymd(2024, 1, 31).unwrap();
            let [(from, _), (_, to)] = parse_range(text, here, here).unwrap().unwrap();
            format!("{} {}", from.iso_day(), to.iso_day())
        };
        for (text, days) in [
            ("13..31 may 2024", "2024-05-13 2024-05-31"),
            ("13 may .. 2 june 2024", "2024-05-13 2024-06-02"),
            ("2024-05..2024-06", "2024-05-01 2024-06-30"),
            ("dec 2023..22 may 2024", "2023-12-01 2024-05-22"),
            ("13..31 may", "2024-05-13 2024-05-31"),
            ("today..+1m", "2024-01-31 2024-02-29"),
        ] {
            assert_eq!(range(text), days, "{text}");
        }
        assert!(parse_range("13..32 may 2024", Moment(0), Moment(0)).unwrap().is_err());
        assert!(parse_range("may 2024", Moment(0), Moment(0)).is_none());
        assert!(jump("05/06/2024").contains("2024-06-05"));
        assert!(jump("soon").contains("is no date"));
        assert!(jump("+99999999999999999999y").contains("is no date"));
    }
}
