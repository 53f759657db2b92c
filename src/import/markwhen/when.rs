//! Parses the first line of a markwhen event, `date: title`, as `EVENT_START_REGEX`, `EDTF_START_REGEX` and
//! `BCE_START_REGEX` of markwhen's parser do, and also the EDTF that these do not cover.

use crate::import::draft::ForeignDate;
use crate::import::zone;
use crate::model::calendar::iso_year;
use crate::model::date::month_number;
use crate::model::{Date, DateStyle, DayOrder, Moment};
use crate::problem::Span;
use crate::text::JOINER;

/// The first line of an event.
#[derive(Debug, Default)]
pub struct Head<'t> {
    /// The date in EDTF, possibly invalid.
    pub edtf: String,
    /// The date as written in the file.
    pub written: String,
    /// The text after the colon, trimmed.
    pub title: &'t str,
    /// The times of day (`21:19`) of the start and the end.
    pub clocks: [Option<String>; 2],
    /// Pairs of a note for the event and a warning for the import; either may be empty.
    pub remarks: Vec<(String, String)>,
}

impl Head<'_> {
    /// Returns the date with its times of day, which are local if the page names no zone. Times that no clock
    /// shows, or in a zone that nothing defines, become a remark.
    pub fn into_date(self, zone: Option<&str>, span: Span) -> ForeignDate {
        let (mut edtf, mut remarks) = (self.edtf, self.remarks);
        match (timed(&edtf, &self.clocks, zone), self.clocks) {
            (Some(timed), _) => edtf = timed,
            (None, [Some(from), Some(to)]) => {
                remarks.push(timeless(&format!("{from} to {to}"), "ends before it begins, or "));
            }
            (None, [None, Some(to)]) => remarks.push(timeless(&format!("until {to}"), "")),
            (None, [Some(from), None]) => remarks.push(timeless(&from, "")),
            (None, [None, None]) => {}
        }
        if edtf.split_once('/').is_some_and(|(first, last)| first == last) {
            edtf.truncate(edtf.len() / 2);
        }
        ForeignDate { edtf, written: self.written, remarks, span }
    }

    fn remark(&mut self, note: impl Into<String>, warning: impl Into<String>) {
        self.remarks.push((note.into(), warning.into()));
    }
}

/// Adds times of day to the ends of a date. `None` if that makes no date.
fn timed(edtf: &str, [from, until]: &[Option<String>; 2], zone: Option<&str>) -> Option<String> {
    let side = |day: &str, time: &Option<String>| match time {
        Some(time) => zone::moment(day, time, zone),
        None => Some(day.to_owned()),
    };
    let text = match edtf.split_once('/') {
        Some((first, last)) => format!("{}/{}", side(first, from)?, side(last, until)?),
        None => side(edtf, from)?,
    };
    Date::parse(&text).is_ok().then_some(text)
}

/// The longest text before a colon that is tried as a date, in bytes.
const LONGEST: usize = 120;

/// Parses the first line of an event; `None` if the line begins no event.
pub fn head(line: &str, order: DayOrder) -> Option<Head<'_>> {
    let line = line.trim_start();
    let colons: Vec<usize> =
        line.match_indices(':').map(|(at, _)| at).take_while(|at| *at < LONGEST).collect();
    // Exports insert this character into lines of text that would otherwise parse as a date.
    if line[..*colons.first()?].contains(JOINER) {
        return None;
    }
    // A colon before a digit may be part of a time. The last colon up to which the text is a date ends the
    // date.
    let is_in_time = |at: &usize| line[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let end = colons.iter().position(|at| !is_in_time(at)).map_or(colons.len(), |first| first + 1);
    let read = |at: usize| range(line[..at].trim_end(), order).map(|head| (at, head));
    let (at, head) = colons[..end].iter().rev().find_map(|at| read(*at))?;
    Some(Head { written: line[..at].trim().to_owned(), title: line[at + 1..].trim(), ..head })
}

/// Returns whether a text is certainly meant as a date, though possibly an invalid one: a year, and nothing
/// but digits and the characters used in dates.
fn looks_dated(text: &str) -> bool {
    let is_mark = |c: char| c.is_ascii_digit() || "/-.~?%X TZ".contains(c);
    let years = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    years
        && text.chars().all(is_mark)
        && text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
}

/// One end of a date.
enum Point {
    /// The first and last possible day in EDTF, which differ only for a week, and a time of day.
    Days(String, String, Option<String>),
    /// `now`: the day on which the page is read.
    Now,
    /// A date relative to another event or to the day on which the page is read.
    Relative,
}

/// Parses a date or an interval, and the words that make it repeat.
fn range(text: &str, order: DayOrder) -> Option<Head<'static>> {
    let every = text.to_ascii_lowercase().find("every").filter(|at| at + "every".len() < text.len());
    let (dates, repeats) = text.split_at(every.unwrap_or(text.len()));
    let dates = dates.trim_end();
    let mut head = if let Some(one) = point(dates, order) {
        from(one, None, dates)
    } else {
        let ends = separators(dates).find_map(|(at, length)| {
            let end = dates[at + length..].trim();
            Some((point(dates[..at].trim(), order)?, point(end, order)?, end))
        });
        match ends {
            Some((start, end, words)) => from(start, Some((end, words)), dates),
            None if looks_dated(dates) => Head { edtf: dates.to_owned(), ..Head::default() },
            None => return None,
        }
    };
    if dates.contains(['~', '?', '%', 'X']) || dates.contains("..") || dates.starts_with('-') {
        head.remark("", "markwhen takes this line for text or for another date; here it is an event");
    }
    if !repeats.is_empty() {
        let warning = "this event repeats; only the first occurrence is carried over";
        head.remark(format!("repeats {repeats}"), warning);
    }
    Some(head)
}

/// Returns the positions where an interval may be split, each with the length of the separator in bytes.
fn separators(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let parts = text.match_indices(['/', '-', '–']);
    let last = text.strip_suffix(" to").map(|before| (before.len(), " to"));
    let words = text.match_indices(" to ").chain(last);
    parts.chain(words).map(|(at, mark)| (at, mark.len()))
}

/// Combines the start and end of a date. An event whose start is relative gets no date.
fn from(start: Point, end: Option<(Point, &str)>, written: &str) -> Head<'static> {
    let mut head = Head::default();
    let Point::Days(first, last, clock) = start else {
        let warning = format!("`{written}` is no date of its own; the event is kept without one");
        let note = if written.is_empty() { String::new() } else { format!("the file says: {written}") };
        head.remark(note, warning);
        return head;
    };
    let mut clocks = [clock, None];
    head.edtf = match end {
        None if first == last => first,
        None => format!("{first}/{last}"),
        Some((Point::Now, _)) => {
            head.remark("", "the end `now` moves with the day of reading; here it is open");
            format!("{first}/..")
        }
        Some((Point::Relative, words)) if first == last && time(&words.to_lowercase()).is_some() => {
            clocks[1] = time(&words.to_lowercase());
            format!("{first}/{first}")
        }
        Some((Point::Relative, words)) => {
            let warning = format!(
                "the end `{words}` depends on the start or on another event; the start alone is the date"
            );
            head.remark(if words.is_empty() { String::new() } else { format!("until {words}") }, warning);
            first
        }
        Some((Point::Days(_, until, time), _)) => {
            clocks[1] = time;
            format!("{first}/{until}")
        }
    };
    head.clocks = clocks;
    head
}

fn timeless(time: &str, or: &str) -> (String, String) {
    let warning = format!("{time} {or}is no time of that day in a known zone; the day alone is the date");
    (format!("the file gives the time {time}"), warning)
}

fn point(text: &str, order: DayOrder) -> Option<Point> {
    let lower = text.to_lowercase();
    if lower == "now" {
        return Some(Point::Now);
    }
    if time(&lower).is_some() || is_relative(&lower) {
        return Some(Point::Relative);
    }
    day(text, order).or_else(|| {
        let (date, clock) = text.rsplit_once([' ', ','])?;
        let clock = time(&clock.to_lowercase())?;
        match day(date.trim_end_matches([' ', ',']), order)? {
            Point::Days(first, last, None) => Some(Point::Days(first, last, Some(clock))),
            _ => Some(Point::Relative),
        }
    })
}

/// Parses a time of day (`TIME_REGEX`) such as `9:19pm`, `8am`, `14:30` or `9`, and returns it as `21:19`.
fn time(text: &str) -> Option<String> {
    let (clock, noon) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (text, None),
    };
    let (hour, minute) = clock.split_once(':').unwrap_or((clock, "00"));
    let number = |text: &str, longest: usize| text.parse::<u32>().ok().filter(|_| text.len() <= longest);
    let (hour, minute) = (number(hour, 2)?, number(minute, 2).filter(|_| minute.len() == 2)?);
    match noon {
        Some(noon) => (1..=12).contains(&hour).then(|| format!("{:02}:{minute:02}", hour % 12 + noon)),
        None => (hour < 30).then(|| format!("{hour:02}:{minute:02}")),
    }
}

/// Parses a day, month, year or week. A day or month without a year is relative, since markwhen adds the
/// current year.
fn day(text: &str, order: DayOrder) -> Option<Point> {
    let same = |edtf: String| Point::Days(edtf.clone(), edtf, None);
    // The page may name the zone of a time that is written without one.
    if Date::parse(text).is_ok_and(|date| !date.is_timed_interval() && !date.is_local_time()) {
        return Some(same(text.to_owned()));
    }
    // The page's order is that of dates with slashes; `05.06.2024` stays ambiguous.
    let order_of_text = Some(order).filter(|_| text.contains('/'));
    let read = Date::read(text, DateStyle { order: order_of_text, century: None });
    if let Some(found) = read.ok().filter(|date| !date.is_interval()) {
        return Some(moment(found.text()));
    }
    let lower = text.to_lowercase();
    let edtf = numbers(text, order).or_else(|| era(&lower)).or_else(|| named(&lower));
    edtf.filter(|edtf| Date::parse(edtf).is_ok())
        .map(same)
        .or_else(|| week(&lower))
        .or_else(|| is_day_of_any_year(&lower).then_some(Point::Relative))
}

/// Splits a date with a time but no time zone into the day and the time of day.
fn moment(edtf: &str) -> Point {
    let day =
        |day: &str, time: Option<&str>| Point::Days(day.to_owned(), day.to_owned(), time.map(str::to_owned));
    match edtf.split_once('T') {
        Some((date, time)) if !time.ends_with('Z') && !time.contains(['+', '-']) => day(date, time.get(..5)),
        _ => day(edtf, None),
    }
}

/// Parses `4/27/2025`, `10/2010`, or a year AD of three or five digits.
fn numbers(text: &str, order: DayOrder) -> Option<String> {
    let parts: Vec<&str> = text.split('/').collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let iso = |year: u32| iso_year(i64::from(year));
    Some(match numbers?[..] {
        [year] => iso(year),
        [year, month] if parts[0].len() == 4 => format!("{}-{month:02}", iso(year)),
        [month, year] => format!("{}-{month:02}", iso(year)),
        [a, b, year] => {
            let (day, month) = if order == DayOrder::Dmy { (a, b) } else { (b, a) };
            // If the month is greater than 12, the order is certain.
            let (day, month) = if month > 12 { (month, day) } else { (day, month) };
            format!("{}-{month:02}-{day:02}", iso(year))
        }
        _ => return None,
    })
}

/// Parses a year with an era. 1 BC is 0000 in EDTF.
fn era(lower: &str) -> Option<String> {
    let year = |era: &str| lower.strip_suffix(era)?.trim_end().parse::<i64>().ok().filter(|year| *year > 0);
    let before = ["bce", "bc"].iter().find_map(|era| year(era));
    before.map(|year| 1 - year).or_else(|| ["ce", "ad"].iter().find_map(|era| year(era))).map(iso_year)
}

/// Parses a month and a year of fewer than four digits: `May 44`.
fn named(lower: &str) -> Option<String> {
    let (month, year) = lower.split_once(' ')?;
    let year = year.trim().trim_end_matches(',');
    let year = year.parse().ok().filter(|number| *number > MOST_DAYS && year.len() < 4)?;
    Some(format!("{}-{:02}", iso_year(year), month_number(month)?))
}

/// A greater number after a month name is a year, as in markwhen's parser.
const MOST_DAYS: i64 = 39;

/// Returns whether a text is a month or a day without a year: `May`, `4 May` or `May 4`.
fn is_day_of_any_year(lower: &str) -> bool {
    let is_day = |word: &str| word.len() < 3 && word.parse::<i64>().is_ok_and(|day| day <= MOST_DAYS);
    let words: Vec<&str> = lower.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    match words[..] {
        [month] => month_number(month).is_some(),
        [a, b] => month_number(a).is_some() && is_day(b) || is_day(a) && month_number(b).is_some(),
        _ => false,
    }
}

/// Parses an ISO 8601 week or a day of one: `2024-W20`, `2024W203`.
fn week(lower: &str) -> Option<Point> {
    let (year, rest) = lower.split_at_checked(4)?;
    let rest = rest.trim_start_matches('-').strip_prefix('w')?;
    let (week, day) = rest.split_at_checked(2)?;
    let day = day.trim_start_matches('-');
    let january = Moment::from_ymd(year.parse().ok()?, 1, 4)?;
    let week: i64 = week.parse().ok().filter(|week| (1..=53).contains(week))?;
    let monday = january.add_days((week - 1) * 7 - i64::from(january.weekday()));
    let (first, last) = match day.parse::<i64>() {
        Ok(day @ 1..=7) => (day - 1, day - 1),
        _ if day.is_empty() => (0, 6),
        _ => return None,
    };
    Some(Point::Days(monday.add_days(first).iso_day(), monday.add_days(last).iso_day(), None))
}

/// Returns whether a date depends on another event (`RELATIVE_TIME_REGEX`): `after !id 3 days`, `5 work
/// days`, `.end`, or an empty text, which means the end of the previous event.
fn is_relative(lower: &str) -> bool {
    let text = ["before", "after", "by"].iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(lower);
    let text = after_id(text.trim_start()).unwrap_or(text).trim_start();
    let text = text.strip_prefix("plus").or_else(|| text.strip_prefix('+')).unwrap_or(text);
    are_amounts(text.trim_start())
}

/// Returns the text after `!id`, `!id.start`, `.start` or `.end`.
fn after_id(text: &str) -> Option<&str> {
    let (is_id, rest) = match text.strip_prefix('!') {
        Some(id) => (id.starts_with(is_word), id.trim_start_matches(is_word)),
        None => (false, text),
    };
    let end = [".start", ".end"].iter().find_map(|end| rest.strip_prefix(end));
    end.or(is_id.then_some(rest))
}

pub fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The units of durations (`AMOUNT_REGEX`).
const UNITS: [&str; 25] = [
    "milliseconds",
    "ms",
    "seconds",
    "second",
    "secs",
    "sec",
    "s",
    "minutes",
    "minute",
    "mins",
    "min",
    "hours",
    "hour",
    "h",
    "days",
    "day",
    "d",
    "weeks",
    "week",
    "w",
    "months",
    "month",
    "years",
    "year",
    "y",
];

/// Returns whether a text consists of amounts only: `3 years 8 days, 1 month`.
fn are_amounts(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let number = text.strip_prefix('-').unwrap_or(text);
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if !number[..number.len() - rest.len()].contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let rest = rest.trim_start_matches(|c| !is_word(c));
    // Also accepts work days, business days and weekdays.
    let kind = ["week", "work", "business"].iter().find_map(|kind| {
        let days = rest.strip_prefix(kind)?.trim_start();
        days.starts_with('d').then_some(days)
    });
    let rest = kind.unwrap_or(rest);
    let unit = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let after = rest[unit..].trim_start().trim_start_matches(',').trim_start();
    UNITS.contains(&&rest[..unit]) && are_amounts(after)
}
