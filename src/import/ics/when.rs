//! Days and times of a calendar as EDTF.

use std::collections::HashMap;

use super::Line;
use crate::import::draft::Said;
use crate::load::Found;
use crate::model::Moment;
use crate::model::calendar::{DAY, HOUR, MINUTE};
use crate::text::fit;

/// The offsets from UTC in seconds of the zones that have but one, by their names.
pub fn zones(lines: &[Line]) -> HashMap<String, i64> {
    let mut zones = HashMap::new();
    let (mut name, mut offsets) = (None, Vec::new());
    for line in lines {
        match line.name.as_str() {
            "BEGIN" if line.is("BEGIN", "VTIMEZONE") => (name, offsets) = (None, Vec::new()),
            "TZID" => name = Some(line.value.clone()),
            "TZOFFSETTO" => offsets.push(offset(&line.value)),
            "END" if line.is("END", "VTIMEZONE") => {
                if let (Some(name), [Some(offset)]) = (name.take(), &offsets[..]) {
                    zones.insert(name, *offset);
                }
            }
            _ => {}
        }
    }
    for name in ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"] {
        zones.entry(name.to_owned()).or_insert(0);
    }
    zones
}

/// `+0530` in seconds (§3.3.14).
fn offset(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.trim_start_matches(['+', '-']);
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i64>().ok();
    Some(sign * (part(0)? * HOUR + part(2)? * MINUTE + part(4).unwrap_or(0)))
}

/// What a time is measured in.
#[derive(Debug, Clone, PartialEq)]
enum Zone {
    /// It is a whole day.
    Day,
    /// UTC, or resolved to it.
    Utc,
    /// A clock somewhere: the zone's name, where there is one.
    Local(Option<String>),
}

/// A `DTSTART` or `DTEND`: the moment as if its clock were UTC's.
#[derive(Debug, Clone)]
struct Stamp {
    at: Moment,
    zone: Zone,
}

/// When an event is: §3.6.1 and §3.8.2.2 for what an end means, §3.3.5 for the forms of time.
pub fn said(
    start: &Line,
    end: Option<&&Line>,
    duration: Option<&&Line>,
    zones: &HashMap<String, i64>,
    found: &mut Found,
) -> Said {
    let mut said = Said { written: start.value.clone(), span: start.span, ..Said::default() };
    let Some(from) = stamp(start, zones) else {
        said.edtf.clone_from(&start.value);
        if said.edtf.len() == 8 {
            said.edtf =
                format!("{}-{}-{}", part(&said.edtf, 0, 4), part(&said.edtf, 4, 6), part(&said.edtf, 6, 8));
        }
        return said;
    };
    let until = end.and_then(|line| match stamp(line, zones) {
        None => {
            found.tell("bad-date", line.span, format!("the end `{}` is no date; it is left out", line.value));
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
        let message = format!("`{}` {wrong}; it is left out", fit(&line.value, 40));
        found.tell("bad-date", line.span, message);
        None
    });
    let is_day = from.zone == Zone::Day;
    let until = until.filter(|(until, span)| {
        let lies_after = until.at > from.at || until.at == from.at && !is_day;
        if !lies_after {
            found.tell(
                "end-before-start",
                *span,
                "the end does not lie after the start; only the start counts",
            );
        }
        lies_after
    });
    let until = until.map(|(until, _)| until);
    // An end is the first moment that is no longer part of the event.
    let last = until.as_ref().map_or(from.at, |until| Moment((until.at.0 - 1).max(from.at.0)));
    let (first_day, last_day) = (from.at.day_start(), last.day_start());
    said.edtf = match (&from.zone, first_day == last_day) {
        (Zone::Utc, true) => from.at.iso(),
        (_, true) => first_day.iso_day(),
        (_, false) => format!("{}/{}", first_day.iso_day(), last_day.iso_day()),
    };
    said.remarks.extend(clock(&from, until.as_ref().map(|until| until.at)));
    said
}

fn part(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// A time that the date does not say: the note for the reader, and what to tell who imports it.
fn clock(from: &Stamp, until: Option<Moment>) -> Option<(String, String)> {
    let hm = |moment: Moment| {
        let (hour, minute) = moment.hm();
        format!("{hour:02}:{minute:02}")
    };
    let until = until.filter(|until| *until > from.at);
    let time = hm(from.at) + &until.map(|until| format!(" to {}", hm(until))).unwrap_or_default();
    match &from.zone {
        Zone::Day => None,
        Zone::Utc => until.map(|_| (format!("{time} UTC"), String::new())),
        Zone::Local(None) => Some((
            format!("{time}, time zone unknown"),
            format!("{time} has no time zone; the day alone is the date"),
        )),
        Zone::Local(Some(zone)) => Some((
            format!("{time}, time of {zone}"),
            format!("{time} in `{zone}` is not turned into UTC; the day there is the date"),
        )),
    }
}

/// The moment of a line, `None` when it is none.
fn stamp(line: &Line, zones: &HashMap<String, i64>) -> Option<Stamp> {
    let value = line.value.as_str();
    if !value.is_ascii() {
        return None;
    }
    let number = |from: usize, to: usize| {
        value
            .get(from..to)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?
            .parse::<u32>()
            .ok()
    };
    let day = Moment::from_ymd(i64::from(number(0, 4)?), number(4, 6)?, number(6, 8)?)?;
    if value.len() == 8 {
        return Some(Stamp { at: day, zone: Zone::Day });
    }
    let (rest, is_utc) = value.strip_suffix(['Z', 'z']).map_or((value, false), |rest| (rest, true));
    if rest.len() != 15 || !matches!(&value[8..9], "T" | "t") {
        return None;
    }
    let (hour, minute, second) = (number(9, 11)?, number(11, 13)?, number(13, 15)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    if line.parameter("VALUE") == Some("DATE") {
        return Some(Stamp { at: day, zone: Zone::Day });
    }
    let at = day.add_seconds(i64::from(hour) * HOUR + i64::from(minute) * MINUTE + i64::from(second.min(59)));
    let zone = line.parameter("TZID").map(|zone| zone.trim_start_matches('/'));
    Some(match (is_utc, zone) {
        (true, _) => Stamp { at, zone: Zone::Utc },
        (false, Some(zone)) => match zones.get(zone) {
            Some(offset) => Stamp { at: at.add_seconds(-offset), zone: Zone::Utc },
            None => Stamp { at, zone: Zone::Local(Some(fit(zone, 40).into_owned())) },
        },
        (false, None) => Stamp { at, zone: Zone::Local(None) },
    })
}

/// A duration (§3.3.6) in seconds: `P1W`, `P3D`, `P1DT12H`, `PT90M`, `-P1D`.
fn seconds(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.trim_start_matches('+')),
    };
    let mut total: i64 = 0;
    let mut number = String::new();
    for c in rest.strip_prefix('P')?.chars() {
        let unit = match c {
            'T' => continue,
            'W' => 7 * DAY,
            'D' => DAY,
            'H' => HOUR,
            'M' => MINUTE,
            'S' => 1,
            digit if digit.is_ascii_digit() => {
                number.push(digit);
                continue;
            }
            _ => return None,
        };
        total = total.checked_add(std::mem::take(&mut number).parse::<i64>().ok()?.checked_mul(unit)?)?;
    }
    (number.is_empty() && rest.len() > 1).then_some(sign * total)
}
