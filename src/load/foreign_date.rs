//! Dates as tables of other people write them, to EDTF; only where they can mean one thing.

use crate::model::calendar::iso_year;
use crate::model::date::month_number;
use crate::model::{Date, Moment, Precision};
use crate::text::fit;

/// What comes first in dates of three numbers that end with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// Day, month, year: `22/05/2024`.
    Dmy,
    /// Month, day, year: `05/22/2024`.
    Mdy,
}

/// The EDTF of a date in another form: `22 May 2024`, `May 2024`, `2024/05/22`, `20240522`,
/// `2024-05-22 14:30:00+00`. Without an `order`, `05/06/2024` means nothing.
///
/// `None` when the text is EDTF already, or can mean several dates or none.
pub fn edtf(text: &str, order: Option<DayOrder>) -> Option<String> {
    const LONGEST: usize = 64;
    let text = text.trim();
    if text.len() > LONGEST || Date::parse(text).is_ok() {
        return None;
    }
    let found = moment(text).or_else(|| named(text)).or_else(|| numbers(text, order))?;
    Date::parse(&found).is_ok().then_some(found)
}

/// Whether a text is three numbers that could be a date in more than one order.
pub fn needs_order(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(&parts[..], [a, b, year] if a.len() < 3 && b.len() < 3 && year.len() == 4)
        && parts.iter().all(is_number)
}

/// A day and a time in the forms of databases: a space for the `T`, a fraction of a second, no
/// seconds, an offset of whole hours.
fn moment(text: &str) -> Option<String> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let zone = time.find(['Z', '+', '-', ' ']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone);
    let clock = clock.split('.').next()?;
    let clock = if clock.matches(':').count() == 1 { format!("{clock}:00") } else { clock.to_owned() };
    let zone = zone.trim();
    let zone = match zone {
        "UTC" => "Z".to_owned(),
        _ if zone.len() == 3 => format!("{zone}:00"),
        _ if zone.len() == 5 => format!("{}:{}", zone.get(..3)?, zone.get(3..)?),
        _ => zone.to_owned(),
    };
    clock.contains(':').then(|| format!("{day}T{clock}{zone}"))
}

/// A month by name, which no order of numbers can hide.
fn named(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',', '-', '.', '/']).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| word.parse::<u32>().ok();
    let day = |word: &str| number(word.trim_end_matches(|c: char| "stndrdth".contains(c)));
    let year = |word: &str| number(word).filter(|_| word.len() == 4);
    match words[..] {
        [month, at] => Some(format!("{:04}-{:02}", year(at)?, month_number(month)?)),
        [first, second, at] => {
            let (month, day) = match month_number(second) {
                Some(month) => (month, day(first)?),
                None => (month_number(first)?, day(second)?),
            };
            Some(format!("{:04}-{month:02}-{day:02}", year(at)?))
        }
        _ => None,
    }
}

fn numbers(text: &str, order: Option<DayOrder>) -> Option<String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && text.len() == 8 {
        return Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [first, second, third] = parts[..] else { return None };
    let [a, b, c] = [first.parse::<u32>().ok()?, second.parse().ok()?, third.parse().ok()?];
    if first.len() == 4 {
        return Some(format!("{a:04}-{b:02}-{c:02}"));
    }
    if third.len() != 4 {
        return None;
    }
    let (day, month) = match order? {
        DayOrder::Dmy => (a, b),
        DayOrder::Mdy => (b, a),
    };
    Some(format!("{c:04}-{month:02}-{day:02}"))
}

/// The EDTF of a day that is known only so well, and what is known then: `None` when the date is no
/// exact day, or the day is known.
///
/// Besides words these are the codes of ACLED's column `time_precision`: 1 the day is given; 2 some
/// time in the week or a similar span; 3 some time in the month or in weeks of it, the day written
/// being the middle. A week is the days from its Monday to its Sunday, its ends about then, because
/// no table says on which day its weeks begin.
///
/// # Errors
/// In words, when the precision is none, or finer than the date.
pub fn coarser(date: &Date, precision: &str) -> Result<Option<(String, &'static str)>, String> {
    let word = precision.trim().to_lowercase();
    let day = date.earliest();
    let month = || day.iso_day()[..day.iso_day().len() - "-01".len()].to_owned();
    let (finest, known) = match word.as_str() {
        "1" | "day" => (Precision::Day, None),
        "2" | "week" => (Precision::Day, Some((week(day), "the week or so"))),
        "3" => (Precision::Month, Some((format!("{}~", month()), "the month or so"))),
        "month" => (Precision::Month, Some((month(), "the month"))),
        "year" => (Precision::Year, Some((iso_year(day.ymd().0), "the year"))),
        _ if word == date.precision().word() => return Ok(None),
        _ => {
            let words = "day, week, month, year, or ACLED's 1, 2 and 3";
            return Err(format!("`{}` is no precision: {words}", fit(&word, 40)));
        }
    };
    match known {
        _ if date.precision() > finest => {
            Err(format!("`{}` is not known to the {}", date.text(), finest.word()))
        }
        Some(known) if date.is_exact() && !date.is_interval() => Ok(Some(known)),
        _ => Ok(None),
    }
}

/// The days from Monday to Sunday around a day.
fn week(day: Moment) -> String {
    let monday = day.add_days(-i64::from(day.weekday()));
    format!("{}~/{}~", monday.iso_day(), monday.add_days(6).iso_day())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_that_can_mean_one_thing_is_read() {
        for (text, meant) in [
            ("22 May 2024", "2024-05-22"),
            ("22-May-2024", "2024-05-22"),
            ("May 22, 2024", "2024-05-22"),
            ("22nd May 2024", "2024-05-22"),
            ("1 Sept. 2024", "2024-09-01"),
            ("May 2024", "2024-05"),
            ("2024/05/22", "2024-05-22"),
            ("20240522", "2024-05-22"),
            ("2024-05-22 14:30", "2024-05-22T14:30:00"),
            ("2024-05-22 14:30:00.123+00", "2024-05-22T14:30:00+00:00"),
            ("2024-05-22T14:30:00.000Z", "2024-05-22T14:30:00Z"),
            ("2024-05-22 14:30:00 UTC", "2024-05-22T14:30:00Z"),
            ("2024-05-22 14:30:00+0200", "2024-05-22T14:30:00+02:00"),
        ] {
            assert_eq!(edtf(text, None).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn a_date_that_can_mean_two_days_needs_to_be_told_which() {
        for text in ["05/06/2024", "5.6.2024", "22/05/2024", "31 June 2024", "May 24", "5/6/24", "soon", ""] {
            assert_eq!(edtf(text, None), None, "{text}");
        }
        assert_eq!(edtf("05/06/2024", Some(DayOrder::Dmy)).as_deref(), Some("2024-06-05"));
        assert_eq!(edtf("05/06/2024", Some(DayOrder::Mdy)).as_deref(), Some("2024-05-06"));
        assert_eq!(edtf("22/05/2024", Some(DayOrder::Mdy)), None, "there is no 22nd month");
        assert!(needs_order("05/06/2024") && needs_order("22.5.2024"));
        assert!(!needs_order("2024/05/06") && !needs_order("5/6/24") && !needs_order("a/b/2024"));
    }

    #[test]
    fn a_day_becomes_as_coarse_as_the_table_says_and_never_finer() {
        let made = |date: &str, precision: &str| coarser(&Date::parse(date).unwrap(), precision);
        let edtf = |date: &str, precision: &str| made(date, precision).unwrap().map(|(edtf, _)| edtf);
        assert_eq!(edtf("2024-05-22", "1"), None);
        assert_eq!(edtf("2024-05-22", "2").as_deref(), Some("2024-05-20~/2024-05-26~"));
        assert_eq!(edtf("2024-05-15", "3").as_deref(), Some("2024-05~"));
        assert_eq!(edtf("2024-05-15", "Month ").as_deref(), Some("2024-05"));
        assert_eq!(edtf("2024-05-15", "year").as_deref(), Some("2024"));
        assert_eq!(edtf("2024-05~", "month"), None);
        assert_eq!(edtf("2024-05-13/2024-05-20", "day"), None);
        assert_eq!(edtf("202X", "more than a year"), None);
        assert!(made("2024-05", "1").unwrap_err().contains("not known to the day"));
        assert!(made("2024-05-22", "4").unwrap_err().contains("no precision"));
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_a_foreign_date_panic(
            text in "\\PC{0,24}|[0-9 /.:TZ+May-]{0,24}",
            precision in "\\PC{0,6}|[0-9]|week|month|year",
        ) {
            for order in [None, Some(DayOrder::Dmy), Some(DayOrder::Mdy)] {
                if let Some(found) = edtf(&text, order) {
                    prop_assert!(Date::parse(&found).is_ok());
                }
            }
            if let Ok(date) = Date::parse(&text)
                && let Ok(Some((found, _))) = coarser(&date, &precision)
            {
                let wider = Date::parse(&found).unwrap();
                prop_assert!(wider.earliest() <= date.earliest() && wider.latest() >= date.latest());
            }
        }
    }
}
