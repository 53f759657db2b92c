//! The line that begins an event of markwhen: a date or two, a colon, a title.

use crate::export::markwhen::JOINER;
use crate::load::foreign_date::{DayOrder, edtf};
use crate::model::Date;
use crate::model::calendar::iso_year;

/// What the first line of an event says.
#[derive(Debug, Default)]
pub struct Head<'t> {
    /// The date in EDTF; it may be no date at all.
    pub edtf: String,
    /// The date as it is written.
    pub written: String,
    /// What stands behind the colon.
    pub title: &'t str,
    /// Notes on the date, and what to tell of each.
    pub remarks: Vec<(String, String)>,
    /// What else is to be told.
    pub told: Option<String>,
}

/// Longer texts before a colon are no dates.
const LONGEST: usize = 80;

/// Takes the line apart; `None` when it begins no event.
pub fn head(line: &str, order: Option<DayOrder>) -> Option<Head<'_>> {
    let line = line.trim_start();
    let colons: Vec<usize> =
        line.match_indices(':').map(|(at, _)| at).take_while(|at| *at < LONGEST).collect();
    // Our exports keep a line of text from being a date by a mark without width.
    if line[..*colons.first()?].contains(JOINER) {
        return None;
    }
    let read = |at: usize| {
        let mut head = range(line[..at].trim(), order)?;
        line[..at].trim().clone_into(&mut head.written);
        head.title = line[at + 1..].trim();
        Some(head)
    };
    // The colon within a time has a digit behind it, the one before the title a space.
    let is_inside = |at: &usize| line[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let (inside, outside): (Vec<usize>, Vec<usize>) = colons.iter().partition(|at| is_inside(at));
    if let Some(head) = outside.iter().chain(&inside).find_map(|at| read(*at)) {
        return Some(head);
    }
    let at = *colons.first()?;
    let written = line[..at].trim();
    let is_meant = looks_dated(written) || is_relative(written);
    is_meant.then(|| Head {
        edtf: written.to_owned(),
        written: written.to_owned(),
        title: line[at + 1..].trim(),
        ..Head::default()
    })
}

/// Whether a text can hardly be anything but a date, if a wrong one: digits and the marks between
/// them, with a year.
fn looks_dated(text: &str) -> bool {
    let marks = |c: char| c.is_ascii_digit() || "/-.~?%X TZ".contains(c);
    let years = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    years && text.chars().all(marks) && text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a date depends on another event or on the day of reading.
fn is_relative(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_unit = ["day", "week", "month", "year"].contains(&second.trim_end_matches('s'));
    match first {
        "now" | "today" | "tomorrow" | "yesterday" => second.is_empty() || second.starts_with(['/', '-']),
        "after" | "before" | "by" => is_id(second),
        _ => is_id(first) || first.parse::<u32>().is_ok() && is_unit,
    }
}

fn is_id(word: &str) -> bool {
    word.strip_prefix('!').is_some_and(|id| id.starts_with(char::is_alphanumeric))
}

/// One date, or two parted by a slash, a dash or a word.
fn range<'t>(text: &str, order: Option<DayOrder>) -> Option<Head<'t>> {
    let mut head = Head::default();
    let (text, repeats) = match text.split_once(" every ") {
        Some((text, _)) => (text, true),
        None => (text, false),
    };
    if let Some(one) = point(text, order, &mut head) {
        head.edtf = one;
    } else {
        let slashes = text.match_indices('/').map(|(at, _)| (at, 1));
        let words = [" - ", " to ", " – "].iter().filter_map(|mark| Some((text.find(mark)?, mark.len())));
        let (from, to) = words.chain(slashes).find_map(|(at, length)| {
            let (from, to) = (text[..at].trim(), text[at + length..].trim());
            let mut tried = Head::default();
            let from = point(from, order, &mut tried)?;
            let to = if to == "now" { "..".to_owned() } else { point(to, order, &mut tried)? };
            head.remarks = tried.remarks;
            Some((from, to))
        })?;
        if to == ".." {
            head.told = Some("the end `now` moves with the day of reading; here it is open".to_owned());
        }
        head.edtf = if from == to { from } else { format!("{from}/{to}") };
    }
    if text.contains(['~', '?', '%', 'X']) || text.contains("..") || text.starts_with('-') {
        head.told =
            Some("markwhen takes this line for text or for another date; here it is an event".to_owned());
    }
    if repeats {
        head.told = Some("this event repeats; only the first occurrence is carried over".to_owned());
    }
    Some(head)
}

/// One date as EDTF. A time without a zone is a day and a note.
fn point(text: &str, order: Option<DayOrder>, head: &mut Head) -> Option<String> {
    let lower = text.to_lowercase();
    for (era, is_before) in [("bce", true), ("bc", true), ("ce", false), ("ad", false)] {
        if let Some(year) = lower.strip_suffix(era).and_then(|year| year.trim().parse::<i64>().ok()) {
            return (year > 0).then(|| iso_year(if is_before { 1 - year } else { year }));
        }
    }
    let found = edtf(text, order).or_else(|| Date::parse(text).is_ok().then(|| text.to_owned()))?;
    let Some((day, time)) = found.split_once('T') else { return Some(found) };
    if time.ends_with('Z') || time.contains(['+', '-']) {
        return Some(found);
    }
    let time = time.get(..5).unwrap_or(time);
    let told = format!("{time} has no time zone; the day alone is the date");
    head.remarks.push((format!("{time}, time zone unknown"), told));
    Some(day.to_owned())
}
