//! Converts a day with a stated coarser precision to EDTF.

use crate::model::calendar::iso_year;
use crate::model::{Date, Moment, Precision};
use crate::text::truncate;

/// Returns the EDTF of a day at the stated precision, and that precision in words. Returns `None` if the
/// date is not an exact day, or the stated precision is the day.
///
/// Besides words, `precision` may be a code of ACLED's column `time_precision`: 1, the day is known; 2, the
/// week or a similar span; 3, the month or a few weeks of it, with a day in the middle of the span. A week is
/// written as its Monday to its Sunday, although no table says on which day its weeks start.
///
/// # Errors
/// Returns a message if `precision` is unknown, finer than the date, or coarser than an interval or an
/// inexact date, whose EDTF already states its precision.
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
            return Err(format!("`{}` is no precision: {words}", truncate(&word, 40)));
        }
    };
    match known {
        _ if date.precision() > finest => {
            Err(format!("`{}` is not known to the {}", date.text(), finest.word()))
        }
        Some(known) if date.is_exact() && !date.is_interval() => Ok(Some(known)),
        Some(_) if word != date.precision().word() => {
            Err(format!("`{}` says itself how exact it is; its precision stays in `extra`", date.text()))
        }
        _ => Ok(None),
    }
}

/// Returns the week (Monday to Sunday) of a day. A week that would end after the year 9999, EDTF's last, ends
/// on the day itself.
fn week(day: Moment) -> String {
    let monday = day.add_days(-i64::from(day.weekday()));
    let sunday = monday.add_days(6);
    let last = if sunday.ymd().0 > 9999 { day } else { sunday };
    format!("{}~/{}~", monday.iso_day(), last.iso_day())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_becomes_as_coarse_as_the_table_says_and_never_finer() {
        let made = |date: &str, precision: &str| coarser(&Date::parse(date).unwrap(), precision);
        let edtf = |date: &str, precision: &str| made(date, precision).unwrap().map(|(edtf, _)| edtf);
        assert_eq!(edtf("2024-05-22", "1"), None);
        assert_eq!(edtf("2024-05-22", "2").as_deref(), Some("2024-05-20~/2024-05-26~"));
        assert_eq!(edtf("9999-12-31", "2").as_deref(), Some("9999-12-27~/9999-12-31~"));
        assert_eq!(edtf("2024-05-15", "3").as_deref(), Some("2024-05~"));
        assert_eq!(edtf("2024-05-15", "Month ").as_deref(), Some("2024-05"));
        assert_eq!(edtf("2024-05-15", "year").as_deref(), Some("2024"));
        assert_eq!(edtf("2024-05~", "month"), None);
        assert_eq!(edtf("2024-05-13/2024-05-20", "day"), None);
        assert_eq!(edtf("202X", "more than a year"), None);
        assert!(made("2024-05", "1").unwrap_err().contains("not known to the day"));
        assert!(made("2024-05-22", "4").unwrap_err().contains("no precision"));
        for (date, precision) in
            [("2024-05-22~", "month"), ("2024-05-13/2024-05-20", "year"), ("2024-05?", "3")]
        {
            assert!(made(date, precision).unwrap_err().contains("stays in `extra`"), "{date} {precision}");
        }
    }

    proptest! {
        #[test]
        fn no_day_becomes_finer_or_moves(
            text in "\\PC{0,24}|[0-9 /.:TZ+May-]{0,24}",
            precision in "\\PC{0,6}|[0-9]|week|month|year",
        ) {
            if let Ok(date) = Date::parse(&text)
                && let Ok(Some((found, _))) = coarser(&date, &precision)
            {
                let wider = Date::parse(&found).unwrap();
                prop_assert!(wider.earliest() <= date.earliest() && wider.latest() >= date.latest());
            }
        }
    }
}
