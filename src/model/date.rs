//! Dates in EDTF levels 0 and 1, kept as written, with the range of moments they cover.
//!
//! EDTF is the Library of Congress's Extended Date/Time Format, now ISO 8601-2:2019 annex A. Only this file
//! uses the `edtf_core` crate, which parses the grammar.

use edtf_core::{Bound, BoundDate, Edtf, IntervalEndpoint, TimeShift, YearKind};
use schemars::JsonSchema;
use serde::Serialize;
use strum::IntoStaticStr;

use super::Text;
use super::calendar::{DAY, HOUR, MINUTE, Moment, month_name, year_words};
use crate::problem::{Problem, Span};

/// Precision of a date. Coarser is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Precision {
    /// To the second (`2024-05-22T14:30:00Z`).
    Time,
    /// To the day (`2024-05-22`).
    Day,
    /// To the month (`2024-05`, `2024-05-XX`).
    Month,
    /// To the season (`2024-21`): March–May, June–August, September–November, December–February. ISO 8601-2
    /// leaves the months open; these are the meteorological seasons of the northern hemisphere.
    Season,
    /// To the year (`2024`, `2024-XX`).
    Year,
    /// Coarser than a year (`202X`, `20XX`).
    #[serde(rename = "more than a year")]
    #[strum(serialize = "more than a year")]
    Ages,
}

crate::text::words!(Precision, "used in exports and in the detail pane");

/// What is known about one end of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// A date is given.
    Dated,
    /// `..`: no end, or none yet.
    Open,
    /// Left empty: there is an end, but it is not known.
    Unknown,
}

/// Date or interval as written, with the range of moments that it may mean.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Date {
    text: Text,
    earliest: Moment,
    latest: Moment,
    precision: Precision,
    approximate: bool,
    uncertain: bool,
    interval: bool,
    start: End,
    end: End,
    /// How `earliest` and `latest` are written.
    written: [Written; 2],
}

/// How a moment of a date is written, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Written {
    /// From the moment to the local time; only a time with a UTC offset has one.
    shift: i64,
    /// The UTC offset, positive east of Greenwich.
    utc_offset: i64,
}

/// Converts a local time to its moment on the timeline: in UTC, clamped to the day that is written. Also returns how
/// it is written.
fn placed(local: Moment, utc_offset: i64) -> (Moment, Written) {
    let place = (local.0 - utc_offset).clamp(local.day_start().0, local.day_end().0);
    (Moment(place), Written { shift: local.0 - place, utc_offset })
}

impl Date {
    /// Parses an EDTF date of level 0 or 1, or an interval between moments, which ISO 8601-1 §5.5 has and EDTF
    /// lacks. The caller adds the hint to an error.
    pub(super) fn edtf(text: &str) -> Result<Self, Problem<Span>> {
        let simple = plain_day(text).or_else(|| negative_unknown_year(text));
        simple.map(Ok).or_else(|| timed_interval(text)).unwrap_or_else(|| Self::by_grammar(text))
    }

    fn by_grammar(text: &str) -> Result<Self, Problem<Span>> {
        let edtf = Edtf::parse(text).map_err(|error| {
            let message = if text.matches('/').count() > 1 {
                "a slash parts the two ends of an interval, not day, month and year"
            } else {
                error.message
            };
            Problem::error("bad-date", (error.offset..text.len()).into(), message)
        })?;
        if edtf.level() > 1 || text.split('/').any(has_inner_mark) {
            let message = "this is EDTF level 2; dateline reads levels 0 and 1";
            return Err(Problem::error("bad-date", (0..text.len()).into(), message)
                .hint("write the interval that holds every date meant, such as `2020/2021`"));
        }
        let bounds = edtf.bounds();
        let mut earliest = moment(bounds.earliest, Moment::FIRST)?;
        let mut latest = moment(bounds.latest, Moment::LAST)?.day_end();
        let mut written = Written::default();
        if let Edtf::DateTime(at) = &edtf {
            let local = Moment(earliest.0 + seconds_of_day(at.time));
            (earliest, written) = placed(local, offset_seconds(at.time.shift));
            latest = earliest;
        }
        let (start, end) = match &edtf {
            Edtf::Interval(interval) => (end_of(&interval.start), end_of(&interval.end)),
            _ => (End::Dated, End::Dated),
        };
        Ok(Self {
            text: text.into(),
            earliest,
            latest,
            precision: precision(&edtf),
            approximate: edtf.is_approximate(),
            uncertain: edtf.is_uncertain(),
            interval: matches!(edtf, Edtf::Interval(_)),
            start,
            end,
            written: [written; 2],
        })
    }

    /// Returns the date exactly as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the first second that the date may mean. A time with a UTC offset is in UTC, or at the edge of the
    /// day that is written if it falls on another day in UTC: so it lies on its day, and in its place among the
    /// times of that day. [`Moment::FIRST`] when the start is open or unknown.
    pub fn earliest(&self) -> Moment {
        self.earliest
    }

    /// Returns the last second that the date may mean, as [`Date::earliest`] has it. [`Moment::LAST`] when the end
    /// is open or unknown.
    pub fn latest(&self) -> Moment {
        self.latest
    }

    /// Returns how the first or last moment of the date is written.
    fn written(&self, moment: Moment) -> Written {
        self.written[usize::from(moment != self.earliest)]
    }

    /// Converts the first or last moment of the date to the time that is written, in its own UTC offset.
    pub fn local(&self, moment: Moment) -> Moment {
        if moment.is_finite() { Moment(moment.0 + self.written(moment).shift) } else { moment }
    }

    /// Converts the first or last moment of the date to UTC.
    pub fn in_utc(&self, moment: Moment) -> Moment {
        let utc = || Moment(self.local(moment).0 - self.written(moment).utc_offset);
        if moment.is_finite() { utc() } else { moment }
    }

    /// Converts the last moment of an interval, which must not be open, to the UTC offset of its start.
    pub fn end_on_clock_of_start(&self) -> Moment {
        Moment(self.in_utc(self.latest).0 + self.written[0].utc_offset)
    }

    /// Formats the first or last moment of the date in its own UTC offset as ISO 8601: the day, or for a date with
    /// a time also the time and the offset.
    pub fn iso(&self, moment: Moment) -> String {
        match (self.precision, self.written(moment).utc_offset) {
            (Precision::Time, 0) => moment.iso(),
            (Precision::Time, utc_offset) => self.local(moment).iso().replace('Z', &offset(utc_offset)),
            _ => moment.iso_day(),
        }
    }

    /// Returns the coarser precision of the two ends. An interval is never more precise than to the day, even
    /// between moments.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Returns whether the date is marked `~` or `%`: only approximately then, so its order relative to other
    /// dates is never certain.
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Returns whether the date is marked `?` or `%`: its source is in doubt.
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// Returns whether the date is an interval, written with a slash.
    pub fn is_interval(&self) -> bool {
        self.interval
    }

    /// Returns what is known about the start.
    pub fn start(&self) -> End {
        self.start
    }

    /// Returns what is known about the end.
    pub fn end(&self) -> End {
        self.end
    }

    /// Returns whether the date is exact: no `~`, `?` or `%`, precision of a day or finer, both ends dated.
    pub fn is_exact(&self) -> bool {
        !self.approximate
            && !self.uncertain
            && self.precision <= Precision::Day
            && self.start == End::Dated
            && self.end == End::Dated
    }

    /// Returns the moment that represents the date on the axis: its start, or its end when the start is not
    /// known.
    pub fn anchor(&self) -> Moment {
        if self.earliest.is_finite() { self.earliest } else { self.latest }
    }

    /// Returns the seconds from earliest to latest moment. Of two dates with the same start the shorter sorts
    /// first.
    pub fn span_seconds(&self) -> u64 {
        self.latest.0.abs_diff(self.earliest.0)
    }

    /// Returns whether the date may overlap `from..=to`.
    pub fn may_touch(&self, from: Moment, to: Moment) -> bool {
        self.earliest <= to && self.latest >= from
    }

    /// Returns whether every moment that the date may mean is one that `other` may mean.
    pub fn is_within(&self, other: &Self) -> bool {
        other.earliest <= self.earliest && self.latest <= other.latest
    }

    /// Returns whether the date certainly lies within `from..=to`; never true for approximate or uncertain
    /// dates.
    pub fn surely_within(&self, from: Moment, to: Moment) -> bool {
        !self.approximate && !self.uncertain && self.earliest >= from && self.latest <= to
    }

    /// Returns whether the date certainly ends before `other` starts, compared in UTC; never true when either
    /// date is approximate or uncertain.
    pub fn surely_before(&self, other: &Self) -> bool {
        let in_doubt = |date: &Self| date.approximate || date.uncertain;
        !in_doubt(self) && !in_doubt(other) && self.in_utc(self.latest) < other.in_utc(other.earliest)
    }

    /// Returns the date as written or, if it is a season, in words: `2025-21` would read as a month.
    pub fn readable(&self) -> String {
        if self.precision() == Precision::Season { self.words() } else { self.text.to_string() }
    }

    /// Returns the date in English: `22 May 2024`, `around May 2024`, `14 to 15 May 2024`.
    pub fn words(&self) -> String {
        match Edtf::parse(&self.text) {
            Ok(Edtf::Date(date)) => date_words(&date),
            Ok(Edtf::DateTime(at)) => {
                let (hour, minute) = self.local(self.earliest).hm();
                let zone = match (at.time.shift, self.written[0].utc_offset) {
                    (None, _) => String::new(),
                    (_, 0) => " UTC".to_owned(),
                    (_, utc_offset) => format!(" UTC{}", offset(utc_offset)),
                };
                format!("{}, {hour:02}:{minute:02}{zone}", day_words(self.earliest))
            }
            Ok(Edtf::Interval(interval)) => {
                let words = |endpoint| endpoint_date(endpoint).map(|date| date_words(&date));
                interval_words([words(&interval.start), words(&interval.end)], self.start, self.end)
            }
            Ok(Edtf::Set(_)) => self.text.to_string(),
            Err(_) => {
                let words = |side| Self::edtf(side).ok().map(|date| date.words());
                match self.text.split_once('/') {
                    Some((start, end)) => interval_words([words(start), words(end)], self.start, self.end),
                    None => self.text.to_string(),
                }
            }
        }
    }

    /// Returns whether the date is an interval of which an end has a time of day.
    pub fn is_timed_interval(&self) -> bool {
        self.interval && self.text.contains('T')
    }

    /// Returns whether the date is a moment without a zone, which is compared as if it were in UTC.
    pub fn is_local_time(&self) -> bool {
        let time = self.text.rsplit('T').next().unwrap_or_default();
        self.precision == Precision::Time && time.len() == "14:30:00".len()
    }
}

/// Parses the common form `2024-05-22` directly, without the full grammar.
fn plain_day(text: &str) -> Option<Date> {
    let digits = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if text.len() != 10 || !digits {
        return None;
    }
    let number = |text: &str| text.parse().ok();
    let earliest = Moment::from_ymd(text[..4].parse().ok()?, number(&text[5..7])?, number(&text[8..])?)?;
    Some(Date {
        text: text.into(),
        earliest,
        latest: Moment(earliest.0 + DAY - 1),
        precision: Precision::Day,
        approximate: false,
        uncertain: false,
        interval: false,
        start: End::Dated,
        end: End::Dated,
        written: [Written::default(); 2],
    })
}

/// Parses years such as `-20XX`, which EDTF allows and `edtf_core` rejects.
fn negative_unknown_year(text: &str) -> Option<Date> {
    let digits = text.strip_prefix('-')?.trim_end_matches(MARKS);
    let is_ages = digits.len() == 4 && digits.ends_with('X') && !text.contains('/');
    let bounds = format!("{}/{}", text.replace('X', "9"), text.replace('X', "0").replace("-0000", "0000"));
    let date = Date::by_grammar(&bounds).ok().filter(|_| is_ages)?;
    Some(Date { text: text.into(), precision: Precision::Ages, interval: false, ..date })
}

/// Parses an interval with a moment at one end or both: `2023-10-30T21:19:00/2023-11-11`. `None` for any other
/// text.
fn timed_interval(text: &str) -> Option<Result<Date, Problem<Span>>> {
    let (start, end) = text.split_once('/').filter(|(_, end)| text.contains('T') && !end.contains('/'))?;
    let side = |side: &str| match side {
        "" => Some((End::Unknown, None)),
        ".." => Some((End::Open, None)),
        _ => Date::edtf(side).ok().filter(|date| !date.interval).map(|date| (End::Dated, Some(date))),
    };
    let ((start, first), (end, last)) = (side(start)?, side(end)?);
    let dates = || [&first, &last].into_iter().flatten();
    let is_time = |date: &Date| date.precision == Precision::Time;
    let is_zoned = |date: &Date| is_time(date) && !date.is_local_time();
    // A time without a zone is in that of the other end (ISO 8601-1 §5.5).
    let utc_offset = dates().find(|date| is_zoned(date)).map_or(0, |date| date.written[0].utc_offset);
    let place = |date: Option<&Date>, moment: Moment| match date {
        Some(date) if is_zoned(date) => (moment, date.written[0]),
        Some(date) if is_time(date) => placed(moment, utc_offset),
        _ => (moment, Written { shift: 0, utc_offset }),
    };
    let (earliest, from) = place(first.as_ref(), first.as_ref().map_or(Moment::FIRST, Date::earliest));
    let (latest, mut to) = place(last.as_ref(), last.as_ref().map_or(Moment::LAST, Date::latest));
    let in_utc = |moment: Moment, how: Written| moment.0 + how.shift - how.utc_offset;
    let is_reversed = match (&first, &last) {
        (Some(first), Some(last)) if is_time(first) && is_time(last) => {
            in_utc(latest, to) < in_utc(earliest, from)
        }
        _ => latest < earliest,
    };
    if is_reversed {
        let message = "interval end precedes its start";
        return Some(Err(Problem::error("bad-date", (0..text.len()).into(), message)));
    }
    // Between two offsets the end may lie on an earlier day than the start.
    to.shift -= (earliest.0.saturating_sub(latest.0)).max(0);
    Some(Ok(Date {
        text: text.into(),
        earliest,
        latest: latest.max(earliest),
        precision: dates().map(|date| date.precision).max()?.max(Precision::Day),
        approximate: dates().any(|date| date.approximate),
        uncertain: dates().any(|date| date.uncertain),
        interval: true,
        start,
        end,
        written: [from, to],
    }))
}

/// Qualifiers: approximate, uncertain, both.
const MARKS: [char; 3] = ['~', '?', '%'];

/// Returns whether a qualifier occurs before the end of a date, which is EDTF level 2.
fn has_inner_mark(date: &str) -> bool {
    date.strip_suffix(MARKS).unwrap_or(date).contains(MARKS)
}

/// Formats a day in English: `22 May 2024`.
pub fn day_words(moment: Moment) -> String {
    let (year, month, day) = moment.ymd();
    format!("{day} {} {}", month_name(month), year_words(year))
}

/// Returns the first moment of a bound, or `open` if it is not dated.
fn moment(bound: Bound, open: Moment) -> Result<Moment, Problem<Span>> {
    match bound {
        Bound::Date(day) => midnight(day),
        _ => Ok(open),
    }
}

fn midnight(day: BoundDate) -> Result<Moment, Problem<Span>> {
    Moment::from_ymd(day.year, u32::from(day.month), u32::from(day.day)).ok_or_else(|| {
        let (first, last) = (Moment::YEARS.start(), Moment::YEARS.end());
        let message = format!(
            "the year {} lies outside dateline's calendar, which goes from {first} to {last}",
            day.year
        );
        Problem::error("bad-date", Span::default(), message)
    })
}

/// Returns the second of the day. A leap second counts as the one before it, which lies on the same day.
fn seconds_of_day(time: edtf_core::Time) -> i64 {
    i64::from(time.hour) * HOUR + i64::from(time.minute) * MINUTE + i64::from(time.second.min(59))
}

/// Returns the UTC offset in seconds. A time without a zone is UTC.
fn offset_seconds(shift: Option<TimeShift>) -> i64 {
    match shift {
        Some(TimeShift::Offset { minutes, .. }) => i64::from(minutes) * MINUTE,
        Some(TimeShift::Utc) | None => 0,
    }
}

/// Formats a UTC offset in seconds: 7200 is `+02:00`.
pub(crate) fn offset(utc_offset: i64) -> String {
    let (sign, minutes) = (if utc_offset < 0 { '-' } else { '+' }, utc_offset.abs() / MINUTE);
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn end_of(endpoint: &IntervalEndpoint) -> End {
    match endpoint {
        IntervalEndpoint::Open => End::Open,
        IntervalEndpoint::Unknown => End::Unknown,
        _ => End::Dated,
    }
}

fn precision(edtf: &Edtf) -> Precision {
    match edtf {
        Edtf::Date(date) => date_precision(date),
        Edtf::Interval(interval) => [&interval.start, &interval.end]
            .into_iter()
            .filter_map(endpoint_date)
            .map(|date| date_precision(&date))
            .max()
            .unwrap_or(Precision::Ages),
        Edtf::DateTime(_) => Precision::Time,
        Edtf::Set(_) => Precision::Ages,
    }
}

fn endpoint_date(endpoint: &IntervalEndpoint) -> Option<edtf_core::Date> {
    match endpoint {
        IntervalEndpoint::Date(date)
        | IntervalEndpoint::OnOrBefore(date)
        | IntervalEndpoint::OnOrAfter(date) => Some(*date),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
    }
}

/// Returns the precision of a date; components with an `X` count as missing.
fn date_precision(date: &edtf_core::Date) -> Precision {
    let given = |field: Option<edtf_core::DateField>| field.is_some_and(|field| !field.has_unspecified());
    if date.year.has_unspecified() {
        Precision::Ages
    } else if given(date.day) {
        Precision::Day
    } else if !given(date.month) {
        Precision::Year
    } else if date.precision() == edtf_core::Precision::Season {
        Precision::Season
    } else {
        Precision::Month
    }
}

fn date_words(date: &edtf_core::Date) -> String {
    let words = plain_words(date);
    match (date.is_approximate(), date.is_uncertain()) {
        (false, false) => words,
        (true, false) => format!("around {words}"),
        (false, true) => format!("{words} (uncertain)"),
        (true, true) => format!("around {words} (uncertain)"),
    }
}

fn plain_words(date: &edtf_core::Date) -> String {
    let year = year_part(date);
    match (date_precision(date), date.month.and_then(edtf_core::DateField::value)) {
        (Precision::Day, Some(month)) => {
            let day = date.day.and_then(edtf_core::DateField::value).unwrap_or(1);
            format!("{day} {} {year}", month_name(month.into()))
        }
        (Precision::Month, Some(month)) => format!("{} {year}", month_name(month.into())),
        (Precision::Season, Some(season)) => format!("{} {year}", season_name(season)),
        _ => year,
    }
}

fn year_part(date: &edtf_core::Date) -> String {
    if let YearKind::Standard { negative: false, digits } = date.year.kind {
        match digits {
            [Some(a), Some(b), Some(c), None] => return format!("{a}{b}{c}0s"),
            [Some(a), Some(b), None, None] => return format!("between {a}{b}00 and {a}{b}99"),
            _ => {}
        }
    }
    date.year.value().map_or_else(|| date.to_string(), year_words)
}

fn season_name(code: u8) -> &'static str {
    ["spring", "summer", "autumn", "winter"].get(usize::from(code).wrapping_sub(21)).copied().unwrap_or("?")
}

fn interval_words(ends: [Option<String>; 2], start: End, end: End) -> String {
    match ends {
        [Some(from), Some(to)] if from == to => from,
        [Some(from), Some(to)] => format!("{} to {to}", without_shared_tail(&from, &to)),
        [Some(from), None] if end == End::Open => format!("from {from}, no end"),
        [Some(from), None] => format!("from {from}, end unknown"),
        [None, Some(to)] if start == End::Open => format!("until {to}"),
        [None, Some(to)] => format!("until {to}, start unknown"),
        [None, None] => "at any time".to_owned(),
    }
}

/// Drops the trailing words that `from` shares with `to`: `14 May 2024` before `15 May 2024` becomes `14`.
fn without_shared_tail<'a>(from: &'a str, to: &str) -> &'a str {
    let shared: usize = from
        .rsplit(' ')
        .zip(to.rsplit(' '))
        .take_while(|(ours, theirs)| ours == theirs)
        .map(|(word, _)| word.len() + 1)
        .sum();
    &from[..from.len().saturating_sub(shared)]
}

/// Returns the month 1–12 whose English name starts with `word` (at least three letters, ignoring case and a
/// final `.` or `,`).
pub fn month_number(word: &str) -> Option<u32> {
    let word = word.trim_end_matches([',', '.']).to_lowercase();
    (1..=12).find(|month| word.len() >= 3 && month_name(*month).to_lowercase().starts_with(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn bounds(text: &str) -> String {
        let date = date(text);
        let name = |moment: Moment| if moment.is_finite() { moment.iso() } else { "∞".to_owned() };
        format!("{} {}", name(date.earliest()), name(date.latest()))
    }

    fn whole_days(from: &str, to: &str) -> String {
        format!("{from}T00:00:00Z {to}T23:59:59Z")
    }

    proptest! {
        #[test]
        fn a_plain_day_is_what_the_grammar_says(text in "[0-2][0-9]{3}-[0-3][0-9]-[0-3][0-9]") {
            prop_assert_eq!(Date::edtf(&text), Date::by_grammar(&text));
        }
    }

    #[test]
    fn a_month_is_a_month_and_not_its_first_day() {
        assert_eq!(bounds("2024-05"), whole_days("2024-05-01", "2024-05-31"));
        assert_eq!(bounds("2024-05-XX"), whole_days("2024-05-01", "2024-05-31"));
        assert_eq!(date("2024-05").precision(), Precision::Month);
        assert_eq!(date("2024-05-XX").precision(), Precision::Month);
        assert_eq!(date("2024-05-XX").words(), "May 2024");
    }

    /// Dates from the interoperability notes that other programs shift, drop or invent.
    #[test]
    fn dates_that_other_programs_get_wrong_stay_what_they_are() {
        assert_eq!(bounds("2021-05"), whole_days("2021-05-01", "2021-05-31"));
        assert_eq!(bounds("-0044-03-15"), whole_days("-0044-03-15", "-0044-03-15"));
        assert_eq!(date("-0044-03-15").words(), "15 March 45 BC");
        assert_eq!(date("-0043").words(), "44 BC");
        assert_eq!(bounds("-0044"), whole_days("-0044-01-01", "-0044-12-31"));
        for text in ["2023~", "2020~"] {
            assert!(date(text).is_approximate());
        }
        assert_eq!(bounds("2023~"), whole_days("2023-01-01", "2023-12-31"));
        assert!(date("1984?").is_uncertain());
        assert_eq!(bounds("198X"), whole_days("1980-01-01", "1989-12-31"));
        assert_eq!(bounds("2020-03/.."), "2020-03-01T00:00:00Z ∞");
        assert_eq!(date("2020-03/..").end(), End::Open);
        assert_eq!(bounds("/2020"), "∞ 2020-12-31T23:59:59Z");
        assert_eq!(date("/2020").start(), End::Unknown);
        assert_eq!(bounds("2020-21"), whole_days("2020-03-01", "2020-05-31"));
        assert_eq!(bounds("2020-07-14"), whole_days("2020-07-14", "2020-07-14"));
        for (text, message) in [
            ("2021-13-40", "month must be"),
            ("2020-02-30", "day is out of range"),
            ("2000-13-40", "month must be"),
            ("2021-02-29", "day is out of range"),
            ("2000/1990", "end precedes"),
            ("44 BCE", ""),
            ("-9223372036854775807 bc", ""),
            ("", "empty"),
        ] {
            let error = Date::parse(text).unwrap_err();
            assert!(error.message.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn a_time_lies_on_the_day_that_is_written_and_comes_where_it_does_in_utc() {
        let noon = "2024-05-22T12:30:00Z 2024-05-22T12:30:00Z";
        for text in ["2024-05-22T12:30:00", "2024-05-22T12:30:00Z", "2024-05-22T14:30:00+02:00"] {
            assert_eq!(bounds(text), noon, "{text}");
        }
        assert_eq!(
            bounds("2024-05-22T14:30:00+02:00/2024-05-22T15:30:00+02:00"),
            "2024-05-22T12:30:00Z 2024-05-22T13:30:00Z"
        );
        let night = date("2024-05-23T02:30:00+03:00/2024-05-22T20:00:00-05:00");
        assert_eq!(night.in_utc(night.earliest()).iso(), "2024-05-22T23:30:00Z");
        assert!(Date::parse("2024-05-22T20:00:00-05:00/2024-05-23T02:30:00+03:00").is_err());
        assert_eq!(bounds("2024-05-22T01:30:00+02:00"), "2024-05-22T00:00:00Z 2024-05-22T00:00:00Z");
        assert_eq!(bounds("2016-12-31T23:59:60Z"), "2016-12-31T23:59:59Z 2016-12-31T23:59:59Z");
        let late = date("2024-05-22T23:30:00-05:00");
        assert_eq!(late.words(), "22 May 2024, 23:30 UTC-05:00");
        assert_eq!(late.in_utc(late.earliest()).iso(), "2024-05-23T04:30:00Z");
        assert_eq!(late.iso(late.latest()), late.text());
        let next = date("2024-05-23T01:00:00Z");
        assert!(next.surely_before(&late) && !late.surely_before(&next));
        assert_eq!(date("2024-05-22T12:30:00Z").words(), "22 May 2024, 12:30 UTC");
        assert_eq!(date("2024-05-22T12:30:00").words(), "22 May 2024, 12:30");
        assert_eq!(date("2024-05-22T12:30:00+00:00").words(), "22 May 2024, 12:30 UTC");
        for (text, is_local) in [
            ("2024-05-22T12:30:00", true),
            ("2024-05-22T12:30:00Z", false),
            ("2024-05-22T12:30:00+02:00", false),
            ("2024-05-22", false),
        ] {
            assert_eq!(date(text).is_local_time(), is_local, "{text}");
        }
    }

    #[test]
    fn an_interval_may_begin_or_end_at_a_moment() {
        for (text, range, words) in [
            (
                "2023-10-30T21:19:00/2023-11-11",
                "2023-10-30T21:19:00Z 2023-11-11T23:59:59Z",
                "30 October 2023, 21:19 to 11 November 2023",
            ),
            (
                "2024-05-22T10:00:00Z/2024-05-22T12:30:00Z",
                "2024-05-22T10:00:00Z 2024-05-22T12:30:00Z",
                "22 May 2024, 10:00 to 22 May 2024, 12:30 UTC",
            ),
            (
                "2024-01-01T23:00:00+01:00/2024-01-01T20:00:00-05:00",
                "2024-01-01T22:00:00Z 2024-01-01T23:59:59Z",
                "1 January 2024, 23:00 UTC+01:00 to 1 January 2024, 20:00 UTC-05:00",
            ),
            (
                "2024-05~/2024-06-01T10:00:00Z",
                "2024-05-01T00:00:00Z 2024-06-01T10:00:00Z",
                "around May 2024 to 1 June 2024, 10:00 UTC",
            ),
            (
                "2024-05-22T10:00:00-05:00/2024-05-22T11:00:00",
                "2024-05-22T15:00:00Z 2024-05-22T16:00:00Z",
                "22 May 2024, 10:00 UTC-05:00 to 22 May 2024, 11:00",
            ),
            ("2024-05-22T10:00:00Z/..", "2024-05-22T10:00:00Z ∞", "from 22 May 2024, 10:00 UTC, no end"),
            (
                "/2024-05-22T10:00:00Z",
                "∞ 2024-05-22T10:00:00Z",
                "until 22 May 2024, 10:00 UTC, start unknown",
            ),
        ] {
            let interval = date(text);
            assert_eq!((bounds(text), interval.words()), (range.to_owned(), words.to_owned()), "{text}");
            assert!(interval.is_interval() && interval.precision() >= Precision::Day, "{text}");
        }
        for text in ["2024-05-22T10:00:00/2024-05-21", "2024-05-22T10:00:00Z/2024-05-22T11:00:00+02:00"] {
            assert!(Date::parse(text).unwrap_err().message.contains("precedes"), "{text}");
        }
        let slashes = "/".repeat(100_000) + "T";
        for text in [
            "2024-05-22T10:00:00/soon",
            "2024-05-22T10:00:00/2024/2025",
            "2024-05-22T25:00:00/2025",
            slashes.as_str(),
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn years_before_christ_may_lack_digits() {
        assert_eq!(bounds("-20XX"), whole_days("-2099-01-01", "-2000-12-31"));
        assert_eq!(bounds("-004X~"), whole_days("-0049-01-01", "-0040-12-31"));
        assert_eq!((date("-20XX").precision(), date("-20XX").is_interval()), (Precision::Ages, false));
        assert_eq!(date("-00XX").text(), "-00XX");
    }

    #[test]
    fn level_two_and_years_beyond_the_calendar_are_refused_not_misread() {
        for text in [
            "[2020,2021]",
            "2004-06~-11",
            "1950S2",
            "2024-33",
            "%2001",
            "2019-08?-08%",
            "2024-05~-22/2024-06",
        ] {
            let error = Date::parse(text).unwrap_err();
            assert!(error.message.contains("level 2") && error.hint.is_some(), "{text}");
        }
        assert!(Date::parse("Y170000002").unwrap_err().message.contains("outside"));
    }

    #[test]
    fn dates_read_as_a_person_would_say_them() {
        for (text, words) in [
            ("2024-05-22", "22 May 2024"),
            ("2024-05~", "around May 2024"),
            ("2024-05-22?", "22 May 2024 (uncertain)"),
            ("2024-05-14/2024-05-15", "14 to 15 May 2024"),
            ("2024-05-30/2024-06-02", "30 May to 2 June 2024"),
            ("2023/2024", "2023 to 2024"),
            ("2024-05-30/..", "from 30 May 2024, no end"),
            ("2024-05-30/", "from 30 May 2024, end unknown"),
            ("../2024-05", "until May 2024"),
            ("202X", "2020s"),
            ("2024-21", "spring 2024"),
        ] {
            assert_eq!(date(text).words(), words);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_a_date_panic(text in "\\PC{0,24}|[0-9XuY/.~?%:TZ+-]{0,24}") {
            if let Ok(date) = Date::parse(&text) {
                prop_assert_eq!(date.text(), text.as_str());
                prop_assert!(date.earliest() <= date.latest());
                prop_assert!(!date.words().is_empty());
            }
        }
    }
}
