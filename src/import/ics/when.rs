//! Converts the dates and times of a calendar to EDTF.

use jiff::{Span, SpanRelativeTo, Unit};

use super::Line;
use crate::import::draft::ForeignDate;
use crate::import::zone::{self, Observance, Yearly, Zones};
use crate::load::Found;
use crate::model::Moment;
use crate::model::calendar::{HOUR, MINUTE};
use crate::text::truncate;

/// Reads the time zones that a calendar defines: each `VTIMEZONE` with its `STANDARD` and `DAYLIGHT` parts.
pub fn zones(lines: &[Line]) -> Zones {
    let mut zones = Zones::default();
    let (mut name, mut parts, mut open) = (None, Vec::new(), None);
    for line in lines {
        match (line.name.as_str(), line.value.to_ascii_uppercase().as_str()) {
            ("BEGIN", "VTIMEZONE") => (name, parts) = (None, Vec::new()),
            ("BEGIN", "STANDARD" | "DAYLIGHT") => open = Some(Observance::default()),
            ("END", "STANDARD" | "DAYLIGHT") => parts.extend(open.take()),
            ("END", "VTIMEZONE") => {
                let name = name.take().filter(|_| !parts.is_empty());
                zones.0.extend(name.map(|name| (name, std::mem::take(&mut parts))));
            }
            ("TZID", _) => name = Some(line.value.clone()),
            _ => open.iter_mut().for_each(|part| observe(line, part)),
        }
    }
    zones
}

/// Reads a property of a `STANDARD` or `DAYLIGHT` part.
fn observe(line: &Line, part: &mut Observance) {
    match line.name.as_str() {
        "DTSTART" => part.start = clock(&line.value).map(|(at, _)| at),
        "TZOFFSETFROM" => part.from = offset(&line.value).unwrap_or_default(),
        "TZOFFSETTO" => part.to = offset(&line.value).unwrap_or_default(),
        "RDATE" => part.dates.extend(line.value.split(',').filter_map(|date| Some(clock(date)?.0))),
        "RRULE" => part.rule = yearly(&line.value),
        _ => {}
    }
}

/// Weekday names (§3.3.10), from Monday.
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Parses a recurrence rule (§3.3.10) of one day per year, the only kind used in time zones.
fn yearly(rule: &str) -> Option<Yearly> {
    let mut yearly = Yearly::default();
    for (key, value) in rule.split(';').filter_map(|part| part.split_once('=')) {
        match key {
            "BYMONTH" => yearly.month = value.parse().ok(),
            "BYMONTHDAY" => yearly.days = value.split(',').filter_map(|day| day.parse().ok()).collect(),
            "BYDAY" => {
                let (nth, day) = value.split_at_checked(value.len().checked_sub(2)?)?;
                yearly.nth = nth.parse().unwrap_or(1);
                yearly.weekday = Some(DAYS.iter().position(|known| *known == day)? as u32);
            }
            "UNTIL" => yearly.until = clock(value).map(|(at, _)| at),
            _ => {}
        }
    }
    rule.contains("FREQ=YEARLY").then_some(yearly)
}

/// Parses an offset such as `+0530` (§3.3.14) to seconds.
fn offset(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.trim_start_matches(['+', '-']);
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i64>().ok();
    Some(sign * (part(0)? * HOUR + part(2)? * MINUTE + part(4).unwrap_or(0)))
}

/// The time reference of a stamp.
#[derive(Debug, Clone, PartialEq)]
enum Zone {
    /// A whole day without a time.
    Day,
    /// A known offset in seconds east of UTC, with the name of the zone; `None` for UTC itself.
    At(i64, Option<String>),
    /// Local time with unknown offset, with the name of the zone if there is one.
    Local(Option<String>),
}

/// The value of a `DTSTART` or `DTEND`. `at` is the local time, stored as if it were UTC.
#[derive(Debug, Clone)]
struct Stamp {
    at: Moment,
    zone: Zone,
}

impl Stamp {
    /// Returns the same moment in the local time of `other`; unchanged if one of the offsets is unknown.
    fn on_clock_of(&self, other: &Self) -> Moment {
        match (&self.zone, &other.zone) {
            (Zone::At(own, _), Zone::At(offset, _)) => self.at.add_seconds(offset - own),
            _ => self.at,
        }
    }

    /// Formats the moment as EDTF in its own local time; `None` if it has no time or a zone that nothing
    /// defines.
    fn iso(&self) -> Option<String> {
        match self.zone {
            Zone::At(0, None) => Some(self.at.iso()),
            Zone::At(offset, _) => Some(zone::iso(self.at, offset)),
            Zone::Local(None) => Some(self.at.iso().trim_end_matches('Z').to_owned()),
            Zone::Local(Some(_)) | Zone::Day => None,
        }
    }

    fn clock(&self) -> String {
        let (hour, minute) = self.at.hm();
        format!("{hour:02}:{minute:02}")
    }

    /// Returns whether both stamps are in the same time zone, even if its offset differs between them.
    fn is_same_zone(&self, other: &Self) -> bool {
        match (&self.zone, &other.zone) {
            (Zone::At(_, Some(one)), Zone::At(_, Some(other))) => one == other,
            (one, other) => one == other,
        }
    }

    fn is_midnight(&self) -> bool {
        self.at == self.at.day_start()
    }
}

/// Determines the date of an event; `None` without a start. See §3.6.1 and §3.8.2.2 for the meaning of the
/// end, §3.3.5 for the forms of time.
pub fn event_date(lines: &[&Line], zones: &Zones, found: &mut Found) -> Option<ForeignDate> {
    let line = |name: &str| lines.iter().find(|line| line.name == name);
    let (start, end, duration) =
        (line("DTSTART").filter(|line| !line.value.is_empty())?, line("DTEND"), line("DURATION"));
    let mut foreign =
        ForeignDate { written: start.value.clone(), span: start.span, ..ForeignDate::default() };
    let Some(mut from) = stamp(&start.value, start, zones) else {
        foreign.edtf.clone_from(&start.value);
        if foreign.edtf.len() == 8 {
            foreign.edtf = format!(
                "{}-{}-{}",
                part(&foreign.edtf, 0, 4),
                part(&foreign.edtf, 4, 6),
                part(&foreign.edtf, 6, 8)
            );
        }
        return Some(foreign);
    };
    let until = end.and_then(|line| match stamp(&line.value, line, zones) {
        None => {
            found.warn("bad-date", line.span, format!("the end `{}` is no date; it is left out", line.value));
            None
        }
        stamp => stamp.map(|stamp| (stamp, line.span)),
    });
    let until = until.or_else(|| {
        let line = duration?;
        let end = seconds(&line.value).map(|length| from.at.add_seconds(length));
        let wrong = match end {
            None => "is no duration",
            Some(end) if !(0..=9999).contains(&end.ymd().0) => "leads out of the years that a date can have",
            Some(at) => return Some((Stamp { at, zone: from.zone.clone() }, line.span)),
        };
        let message = format!("`{}` {wrong}; it is left out", truncate(&line.value, 40));
        found.warn("bad-date", line.span, message);
        None
    });
    let is_day = from.zone == Zone::Day;
    let until = until.filter(|(until, span)| {
        let end = until.on_clock_of(&from);
        let lies_after = end > from.at || end == from.at && !is_day;
        if !lies_after {
            found.warn(
                "end-before-start",
                *span,
                "the end does not lie after the start; only the start counts",
            );
        }
        lies_after
    });
    let mut until = until.map(|(until, _)| until);
    if is_cancelled(lines, &from, zones) {
        let Some(next) = next(lines, start, &from, zones) else {
            let note = format!("the first occurrence, {}, is cancelled", start.value);
            foreign
                .remarks
                .push((note.clone(), format!("{note} (`EXDATE`); the event is kept without a date")));
            return Some(foreign);
        };
        if let Some(until) = &mut until {
            if until.is_same_zone(&from) {
                until.zone = next.zone.clone();
            }
            until.at = until.at.add_seconds(next.at.0 - from.at.0);
        }
        from = next;
    }
    // An end is exclusive: the first moment after the event (§3.6.1).
    let end_of = |until: &Stamp| if until.is_same_zone(&from) { until.at } else { until.on_clock_of(&from) };
    let end = until.as_ref().map_or(from.at, |until| Moment((end_of(until).0 - 1).max(from.at.0)));
    let (first_day, last_day) = (from.at.day_start(), end.day_start());
    let is_whole = until.as_ref().is_some_and(|until| {
        until.is_same_zone(&from) && until.at > from.at && until.is_midnight() && from.is_midnight()
    });
    foreign.edtf = match from.iso() {
        Some(moment) if first_day == last_day && !is_whole => moment,
        _ if first_day == last_day => first_day.iso_day(),
        _ => format!("{}/{}", first_day.iso_day(), last_day.iso_day()),
    };
    if !is_whole {
        foreign.remarks.extend(times(&from, until.as_ref()));
    }
    Some(foreign)
}

/// Returns whether an occurrence is cancelled by an `EXDATE` (§3.8.5.1), which may be in another time zone.
fn is_cancelled(lines: &[&Line], at: &Stamp, zones: &Zones) -> bool {
    let cancelled = lines.iter().filter(|line| line.name == "EXDATE");
    let mut dates =
        cancelled.flat_map(|line| line.value.split(',').filter_map(|value| stamp(value, line, zones)));
    dates.any(|cancelled| cancelled.on_clock_of(at) == at.at)
}

/// Returns the first occurrence after `first` that is not cancelled, for a rule that only steps by days,
/// weeks, months or years (§3.3.10); `None` for other rules. It has the local time of `first`, with the
/// offset of its zone at that time.
fn next(lines: &[&Line], line: &Line, first: &Stamp, zones: &Zones) -> Option<Stamp> {
    let start = first.at;
    let rule = &lines.iter().find(|line| line.name == "RRULE")?.value;
    let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    let frequency = part("FREQ")?;
    let is_plain = rule.split(';').filter(|part| part.starts_with("BY")).all(|part| {
        frequency == "WEEKLY" && part.strip_prefix("BYDAY=") == Some(DAYS[start.weekday() as usize])
    });
    let step = part("INTERVAL").map_or(Some(1), |step| step.parse::<i64>().ok())?;
    let count = part("COUNT").map_or(Some(MOST_STEPS), |count| count.parse().ok())?.min(MOST_STEPS);
    let until = part("UNTIL").and_then(|until| stamp(until, line, zones));
    let occurrence = |number: i64| match frequency {
        "DAILY" => Some(start.add_days(number.checked_mul(step)?)),
        "WEEKLY" => Some(start.add_days(number.checked_mul(step)?.checked_mul(7)?)),
        "MONTHLY" => Some(start.add_months(number.checked_mul(step)?)),
        "YEARLY" => Some(start.add_months(number.checked_mul(step)?.checked_mul(12)?)),
        _ => None,
    };
    // A month that lacks the day has no occurrence.
    let has_day = |at: Moment| !matches!(frequency, "MONTHLY" | "YEARLY") || at.ymd().2 == start.ymd().2;
    let days = (1..count).map_while(occurrence).filter(|at| is_plain && has_day(*at));
    let mut occurrences = days.map(|at| match &first.zone {
        Zone::At(_, Some(_)) => Stamp { at, zone: zone_at(line, at, zones) },
        zone => Stamp { at, zone: zone.clone() },
    });
    let found = occurrences.find(|at| !is_cancelled(lines, at, zones))?;
    until.is_none_or(|until| found.at <= until.on_clock_of(&found)).then_some(found)
}

/// The most occurrences that are tried when searching one that is not cancelled.
const MOST_STEPS: i64 = 1_000;

fn part(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// Describes times that the EDTF does not contain: a note for the event, and a warning for the import, which
/// may be empty.
fn times(from: &Stamp, until: Option<&Stamp>) -> Option<(String, String)> {
    let until = until.filter(|until| until.on_clock_of(from) > from.at);
    let name = |stamp: &Stamp| match &stamp.zone {
        Zone::At(_, None) => " UTC".to_owned(),
        Zone::At(_, Some(zone)) | Zone::Local(Some(zone)) => format!(", time of {zone}"),
        Zone::Local(None) => ", time zone unknown".to_owned(),
        Zone::Day => String::new(),
    };
    let time = match until {
        Some(until) if name(until) == name(from) => format!("{} to {}", from.clock(), until.clock()),
        Some(until) => format!("{}{} to {}", from.clock(), name(from), until.clock()),
        None => from.clock(),
    };
    let note = format!("{time}{}", name(until.unwrap_or(from)));
    match &from.zone {
        Zone::Day => None,
        Zone::At(..) | Zone::Local(None) => until.map(|_| (note, String::new())),
        Zone::Local(Some(zone)) => Some((
            note,
            format!("{time} in `{zone}`, a zone that nothing defines; the day there is the date"),
        )),
    }
}

/// Parses a date (§3.3.4) or date-time (§3.3.5). The second value is `None` for a date, else whether the time
/// is UTC.
fn clock(value: &str) -> Option<(Moment, Option<bool>)> {
    let number = |from: usize, to: usize| {
        value
            .get(from..to)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?
            .parse::<u32>()
            .ok()
    };
    let day = Moment::from_ymd(i64::from(number(0, 4)?), number(4, 6)?, number(6, 8)?)?;
    if value.len() == 8 {
        return Some((day, None));
    }
    let (rest, is_utc) = value.strip_suffix(['Z', 'z']).map_or((value, false), |rest| (rest, true));
    if rest.len() != 15 || !matches!(value.get(8..9), Some("T" | "t")) {
        return None;
    }
    let (hour, minute, second) = (number(9, 11)?, number(11, 13)?, number(13, 15)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let seconds = i64::from(hour) * HOUR + i64::from(minute) * MINUTE + i64::from(second.min(59));
    Some((day.add_seconds(seconds), Some(is_utc)))
}

/// Parses a value in the time zone of its line.
fn stamp(value: &str, line: &Line, zones: &Zones) -> Option<Stamp> {
    let (at, is_utc) = clock(value)?;
    if is_utc.is_none() || line.parameter("VALUE") == Some("DATE") {
        return Some(Stamp { at: at.day_start(), zone: Zone::Day });
    }
    let zone = if is_utc == Some(true) { Zone::At(0, None) } else { zone_at(line, at, zones) };
    Some(Stamp { at, zone })
}

/// Returns the time zone of a line, with its offset at a local time.
fn zone_at(line: &Line, at: Moment, zones: &Zones) -> Zone {
    match line.parameter("TZID") {
        Some("UTC" | "Etc/UTC" | "GMT" | "Etc/GMT" | "Z") => Zone::At(0, None),
        Some(name) => {
            let short = Some(truncate(name.trim_start_matches('/'), 40).into_owned());
            zones.offset(name, at).map_or(Zone::Local(short.clone()), |offset| Zone::At(offset, short))
        }
        None => Zone::Local(None),
    }
}

/// Parses a duration (§3.3.6) such as `P1W`, `P3D`, `P1DT12H`, `PT90M` or `-P1D` to seconds.
fn seconds(text: &str) -> Option<i64> {
    // jiff would also read `1 hour`.
    let is_iso = text.trim_start_matches(['+', '-']).starts_with('P');
    let span: Span = text.parse().ok().filter(|_| is_iso)?;
    let seconds = span.total((Unit::Second, SpanRelativeTo::days_are_24_hours())).ok()?;
    Some(seconds as i64)
}
