//! Offsets of time zones, from the definitions in a calendar (`VTIMEZONE`, RFC 5545 §3.6.5) or else from the
//! IANA database.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::model::calendar::{DAY, HOUR, MINUTE};
use crate::model::date;
use crate::model::{Date, Moment, Precision};

/// The time zones that a file defines, by name.
#[derive(Debug, Default)]
pub struct Zones(pub HashMap<String, Vec<Observance>>);

/// A period in which a time zone has one offset, such as summer time. Moments are local times stored as if
/// they were UTC; offsets are in seconds east of UTC.
#[derive(Debug, Clone, Default)]
pub struct Observance {
    /// The first onset, in the local time before it.
    pub start: Option<Moment>,
    /// The offset before the onset.
    pub from: i64,
    /// The offset from the onset on.
    pub to: i64,
    /// Rule of the yearly onsets.
    pub rule: Option<Yearly>,
    /// Additional onsets.
    pub dates: Vec<Moment>,
}

/// A rule for one day each year: `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`.
#[derive(Debug, Clone, Default)]
pub struct Yearly {
    /// The month; `None` for the month of the start.
    pub month: Option<u32>,
    /// The weekday, 0 for Monday.
    pub weekday: Option<u32>,
    /// Which of the matching days: 1 is the first, -1 the last.
    pub nth: i32,
    /// The days of the month to which the rule is limited; empty for no limit.
    pub days: Vec<u32>,
    /// The last onset, in UTC.
    pub until: Option<Moment>,
}

impl Observance {
    /// Returns the last onset that is not after `local`.
    fn last_onset(&self, local: Moment) -> Option<Moment> {
        let start = self.start?;
        let rule = self.rule.iter().flat_map(|rule| {
            let year = local.ymd().0;
            [year, year - 1].into_iter().filter_map(move |year| self.onset(rule, year))
        });
        let all = rule.chain(self.dates.iter().copied()).filter(|onset| *onset >= start).chain([start]);
        all.filter(|onset| *onset <= local).max()
    }

    fn onset(&self, rule: &Yearly, year: i64) -> Option<Moment> {
        let start = self.start?;
        let (_, month, day) = start.ymd();
        let month = rule.month.unwrap_or(month);
        let is_free = rule.weekday.is_none() && rule.days.is_empty();
        let fits = |date: &Moment| {
            let number = date.ymd().2;
            rule.weekday.is_none_or(|weekday| date.weekday() == weekday)
                && (rule.days.is_empty() || rule.days.contains(&number))
                && (!is_free || number == day)
        };
        let days: Vec<Moment> =
            (1..=31).filter_map(|day| Moment::from_ymd(year, month, day)).filter(fits).collect();
        let place = match rule.nth {
            nth if nth < 0 => days.len().checked_sub(nth.unsigned_abs() as usize)?,
            nth => nth.max(1) as usize - 1,
        };
        let onset = days.get(place)?.add_seconds(start.0.rem_euclid(DAY));
        rule.until.is_none_or(|until| onset.add_seconds(-self.from) <= until).then_some(onset)
    }
}

/// Formats a local time with its offset in seconds as EDTF; in UTC if the offset is not in whole minutes.
pub fn iso(local: Moment, offset: i64) -> String {
    if offset % MINUTE != 0 {
        return local.add_seconds(-offset).iso();
    }
    local.iso().replace('Z', &date::offset(offset))
}

/// Formats a day and a time such as `21:19` as EDTF. `zone` is an IANA name or a number of hours east of UTC;
/// without one the time is local. `None` if one of the three is invalid.
pub fn moment(day: &str, time: &str, zone: Option<&str>) -> Option<String> {
    let day = Date::parse(day).ok().filter(|date| date.precision() == Precision::Day && date.is_exact())?;
    let (hour, minute) = time.split_once(':')?;
    let number = |text: &str| text.parse::<i64>().ok();
    let below = |text: &str, most: i64| number(text).filter(|number| (0..most).contains(number));
    let local = day.earliest().add_seconds(below(hour, 24)? * HOUR + below(minute, 60)? * MINUTE);
    let Some(zone) = zone else { return Some(local.iso().trim_end_matches('Z').to_owned()) };
    let hours = number(zone).filter(|hours| (-23..=23).contains(hours)).map(|hours| hours * HOUR);
    match hours.or_else(|| Zones::default().offset(zone, local))? {
        0 if matches!(zone, "UTC" | "Etc/UTC" | "GMT" | "0" | "+0") => Some(local.iso()),
        offset => Some(iso(local, offset)),
    }
}

impl Zones {
    /// Returns the offset of a zone at a local time, in seconds east of UTC. `None` if the zone is unknown.
    ///
    /// A local time that occurs twice means its first occurrence (RFC 5545 §3.3.5); one that is skipped has
    /// the offset before the gap.
    pub fn offset(&self, zone: &str, local: Moment) -> Option<i64> {
        if let Some(observances) = self.0.get(zone) {
            let last = observances.iter().filter_map(|one| Some((one.last_onset(local)?, one)));
            let last = last.max_by_key(|(onset, _)| *onset).map(|(onset, one)| {
                let is_skipped = local < onset.add_seconds(one.to - one.from);
                if is_skipped { one.from } else { one.to }
            });
            let first = || observances.iter().min_by_key(|one| one.start).map(|one| one.from);
            return last.or_else(first);
        }
        // Some programs put a path in front of the name: `/freeassociation.sourceforge.net/Europe/Kyiv`.
        let mut names = std::iter::successors(Some(zone), |name| name.split_once('/').map(|(_, rest)| rest));
        let zone = names.find_map(|name| TimeZone::get(name).ok())?;
        let civil = TimeZone::UTC.to_datetime(Timestamp::from_second(local.0).ok()?);
        let (AmbiguousOffset::Unambiguous { offset }
        | AmbiguousOffset::Gap { before: offset, .. }
        | AmbiguousOffset::Fold { before: offset, .. }) = zone.to_ambiguous_timestamp(civil).offset();
        Some(i64::from(offset.seconds()))
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_time_of_no_clock_and_a_day_in_doubt_give_no_moment() {
        assert_eq!(moment("2024-05-22", "14:30", Some("2")).as_deref(), Some("2024-05-22T14:30:00+02:00"));
        assert_eq!(moment("2024-05-22", "14:30", None).as_deref(), Some("2024-05-22T14:30:00"));
        for (day, time, zone) in [
            ("2024-05-22", "14:30", "-9223372036854775808"),
            ("2024-05-22", "14:99", "UTC"),
            ("2024-05-22", "29:30", "UTC"),
            ("2024-05-22~", "14:30", "UTC"),
        ] {
            assert_eq!(moment(day, time, Some(zone)), None, "{day} {time} {zone}");
        }
    }
}
