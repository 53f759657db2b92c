//! Dates in other forms than EDTF: converted when unambiguous, otherwise rejected with a hint.

use super::calendar::{Moment, iso_year};
use super::date::{Date, Precision, month_number};
use crate::problem::{Problem, Span};

/// Order of day and month in numeric dates that end with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// Day, month, year: `22/05/2024`.
    Dmy,
    /// Month, day, year: `05/22/2024`.
    Mdy,
}

/// Settings that resolve ambiguous dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateStyle {
    /// Order of day and month; `None` rejects `05/06/2024`.
    pub order: Option<DayOrder>,
    /// First year of the 100-year window for two-digit years; `None` rejects `22 May 24`.
    pub century: Option<i64>,
}

impl Date {
    /// Parses an EDTF date of level 0 or 1.
    ///
    /// # Errors
    /// Returns an error when the text is not EDTF, is level 2, names a day that does not exist, ends before
    /// it starts, or lies outside [`Moment::YEARS`]. Ambiguous text is not guessed: the error for
    /// `05/06/2024` offers both readings.
    pub fn parse(text: &str) -> Result<Self, Problem<Span>> {
        Self::edtf(text).map_err(|error| explained(error, text, DateStyle::default()))
    }

    /// Parses a date in EDTF or in another form with only one possible reading: ISO 8601 with spaces,
    /// fractions or short offsets, `20240522`, `2024/5/2`, `22 May 2024`, RFC 2822, `[[2024-05-22]]`, and two
    /// of these separated by a slash. `Date::text` is then the equivalent EDTF.
    ///
    /// # Errors
    /// As for [`Date::parse`].
    pub fn read(text: &str, style: DateStyle) -> Result<Self, Problem<Span>> {
        let text = text.trim();
        Self::edtf(text).or_else(|error| translated(text, style).ok_or_else(|| explained(error, text, style)))
    }
}

/// Returns the error for a text that is not EDTF, with a reason that fits its form, and a hint.
fn explained(error: Problem<Span>, text: &str, style: DateStyle) -> Problem<Span> {
    let reason = if text.len() > LONGEST { None } else { no_such_day(text, style) };
    Problem { message: reason.unwrap_or(error.message), ..error }.with_hint(hint(text))
}

/// Returns why a day in another form than EDTF does not exist: its number, or its day of the week.
fn no_such_day(text: &str, style: DateStyle) -> Option<String> {
    if let Some(found) = one(text, style) {
        return Some(Date::edtf(&found).err()?.message);
    }
    let (first, rest) = text.trim().split_once([' ', ','])?;
    weekday(first)?;
    let day = plain(rest.trim_start_matches([' ', ',']))?;
    let is_day = |date: &Date| date.precision() == Precision::Day && !date.text().contains('/');
    Date::edtf(&day).ok().filter(is_day)?;
    Some(format!("{day} falls on another day of the week"))
}

const TWO_DIGITS: &str = "its year has two digits";

/// Returns why a text is not read under `style`, and the command line options that would make it readable;
/// `None` when none would.
pub fn settled_by(text: &str, style: DateStyle) -> Option<(&'static str, &'static str)> {
    let reads = |order: Option<DayOrder>, century: Option<i64>| {
        let style = DateStyle { order: style.order.or(order), century: style.century.or(century) };
        translated(text.trim(), style).is_some()
    };
    let either_order =
        |century| [DayOrder::Dmy, DayOrder::Mdy].into_iter().any(|order| reads(Some(order), century));
    if either_order(None) {
        let option = "say which number is the day: `--date-order dmy` or `--date-order mdy`";
        Some(("either number can be the day", option))
    } else if reads(None, Some(2000)) {
        Some((TWO_DIGITS, "`--century 2000` reads it as one of 2000 to 2099"))
    } else if either_order(Some(2000)) {
        Some((TWO_DIGITS, "say `--century 2000` and `--date-order dmy` or `mdy`"))
    } else {
        None
    }
}

/// Longest text in bytes that is tried as a date.
const LONGEST: usize = 80;

fn translated(text: &str, style: DateStyle) -> Option<Date> {
    if text.len() > LONGEST {
        return None;
    }
    let Some(link) = text.strip_prefix("[[").and_then(|link| link.strip_suffix("]]")) else {
        return unlinked(text, style);
    };
    // The note may be in a folder, and shown by other words: `[[Daily/2024-05-22|that day]]`.
    let note = link.split_once('|').map_or(link, |(note, _)| note);
    let name = || note.rsplit_once('/').and_then(|(_, name)| unlinked(name, style));
    unlinked(note, style).or_else(name).filter(|_| !link.contains("[[") && !link.contains("]]"))
}

/// Converts a date or an interval that is no link.
fn unlinked(text: &str, style: DateStyle) -> Option<Date> {
    let text = text.trim();
    let side = |text: &str| if matches!(text, "" | "..") { Some(text.into()) } else { one(text, style) };
    let found = match text.split_once('/') {
        Some((start, end)) if !end.contains('/') => format!("{}/{}", side(start)?, side(end)?),
        _ => one(text, style)?,
    };
    Date::edtf(&found).ok()
}

/// Converts a day or moment to EDTF, with any qualifier appended.
fn one(text: &str, style: DateStyle) -> Option<String> {
    if Date::edtf(text).is_ok() {
        return Some(text.to_owned());
    }
    let unmarked = text.trim().trim_end_matches(['?', '~', '%']);
    let spaced = spaced(unmarked.split(" (").next()?);
    let words = spaced.split([' ', '\t', '\u{a0}', ',']).filter(|word| !word.is_empty());
    let (time, day): (Vec<&str>, Vec<&str>) = words.partition(|word| is_of_time(word));
    if time.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count() > 1 {
        return None;
    }
    let time = if time.is_empty() { String::new() } else { clock(&time.concat())? };
    Some(format!("{}{time}{}", day_of(&day, style)?, &text.trim()[unmarked.len()..]))
}

/// Replaces the `T` between day and time with a space and adds missing colons:
/// `20240522T143000` and `20240522143000` → `20240522 14:30:00`.
fn spaced(text: &str) -> String {
    if text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{} {}:{}:{}", &text[..8], &text[8..10], &text[10..12], &text[12..]);
    }
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let parting = text
        .char_indices()
        .find(|(at, c)| c.eq_ignore_ascii_case(&'t') && *at > 0 && digit(at - 1) && digit(at + 1));
    let Some((at, _)) = parting else { return text.to_owned() };
    let (day, time) = (&text[..at], &text[at + 1..]);
    let digits = time.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        6 => format!("{day} {}:{}:{}", &time[..2], &time[2..4], &time[4..]),
        4 => format!("{day} {}:{}", &time[..2], &time[2..]),
        _ => format!("{day} {time}"),
    }
}

fn is_of_time(word: &str) -> bool {
    word.contains(':')
        || word.starts_with('+')
        || word.starts_with('-') && word.len() == 5
        || word.starts_with("GMT+")
        || word.starts_with("GMT-")
        || ["Z", "UTC", "GMT", "AM", "PM"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Converts a time of day as in ISO 8601, RFC 2822 or databases, with AM/PM and offset, to `T14:30:00+02:00`.
/// Fractions of a second are dropped.
fn clock(text: &str) -> Option<String> {
    let text = text.to_ascii_uppercase();
    let (time, rest) =
        text.split_at(text.find(|c: char| c.is_ascii_uppercase() || "+-".contains(c)).unwrap_or(text.len()));
    let numbers: Option<Vec<u32>> =
        time.split('.').next()?.split(':').map(|part| number_of(part).filter(|_| part.len() < 3)).collect();
    let (hour, minute, second) = match numbers?[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let (hour, rest) = match (rest.strip_prefix("AM"), rest.strip_prefix("PM")) {
        (None, None) => (hour, rest),
        (Some(rest), _) if (1..=12).contains(&hour) => (hour % 12, rest),
        (_, Some(rest)) if (1..=12).contains(&hour) => (hour % 12 + 12, rest),
        _ => return None,
    };
    Some(format!("T{hour:02}:{minute:02}:{second:02}{}", zone(rest)?))
}

fn zone(text: &str) -> Option<String> {
    let named = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT"));
    let offset = named.unwrap_or(text);
    let digits = offset.get(1..).unwrap_or_default().replace(':', "");
    Some(match (offset, digits.len()) {
        ("", _) if named.is_none() => String::new(),
        ("" | "Z" | "-0000" | "-00:00", _) => "Z".to_owned(),
        (_, 2) => format!("{}{digits}:00", &offset[..1]),
        (_, 4) => format!("{}{}:{}", &offset[..1], digits.get(..2)?, digits.get(2..)?),
        _ => return None,
    })
}

/// Converts the words of a day or month to EDTF. `None` when a day of the week is named and does not match.
fn day_of(words: &[&str], style: DateStyle) -> Option<String> {
    let (weekday, words) = match words {
        [first, rest @ ..] if weekday(first).is_some() => (weekday(first), rest),
        _ => (None, words),
    };
    let words: Vec<&str> = words.iter().copied().filter(|word| !["of", "the", "at"].contains(word)).collect();
    let text = words.join(" ");
    if text.starts_with('-') || text.ends_with('-') {
        return None;
    }
    let parts: Vec<&str> = text.split([' ', '/', '.', '-']).filter(|part| !part.is_empty()).collect();
    let found = named(&parts, style).or_else(|| numbers(&parts, style))?;
    let is_that_day = |number| Date::edtf(&found).is_ok_and(|date| date.earliest().weekday() == number);
    weekday.is_none_or(is_that_day).then_some(found)
}

/// Returns the day of the week (Monday is 0) whose English name starts with `word`, which has at least three
/// letters.
fn weekday(word: &str) -> Option<u32> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim_end_matches('.').to_lowercase();
    let place = DAYS.iter().position(|day| word.len() >= 3 && day.starts_with(&word))?;
    Some(place as u32)
}

/// Parses a year of four digits, or of two digits when `style` sets the century.
pub fn year(word: &str, style: DateStyle) -> Option<i64> {
    let number: i64 = word.parse().ok()?;
    match (word.len(), style.century) {
        (4, _) => Some(number),
        (2, Some(first)) => Some(first + (number - first).rem_euclid(100)),
        _ => None,
    }
}

fn number_of(digits: &str) -> Option<u32> {
    digits.parse().ok()
}

/// Converts a date with a named month to EDTF; the name makes the order of the parts unambiguous.
fn named(parts: &[&str], style: DateStyle) -> Option<String> {
    let day = |word: &str| {
        let digits = word.trim_end_matches(|c: char| "stndrdth".contains(c));
        number_of(digits).filter(|_| digits.len() < 3)
    };
    let (year, month, day) = match *parts {
        [month, at] if month_number(month).is_some() => (year(at, style)?, month_number(month)?, None),
        [at, month] => (year(at, style)?, month_number(month)?, None),
        [at, month, on] if at.len() == 4 && number_of(at).is_some() => {
            (year(at, style)?, month_number(month)?, Some(day(on)?))
        }
        [on, month, at] if month_number(month).is_some() => {
            (year(at, style)?, month_number(month)?, Some(day(on)?))
        }
        [month, on, at] => (year(at, style)?, month_number(month)?, Some(day(on)?)),
        _ => return None,
    };
    let day = day.map(|day| format!("-{day:02}")).unwrap_or_default();
    Some(format!("{}-{month:02}{day}", iso_year(year)))
}

/// Converts a numeric day to EDTF; `None` when it is ambiguous under `style`.
fn numbers(parts: &[&str], style: DateStyle) -> Option<String> {
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(digits) {
        return None;
    }
    match *parts {
        [all] if all.len() == 8 => Some(format!("{}-{}-{}", &all[..4], &all[4..6], &all[6..])),
        [at, month, day] if at.len() == 4 && month.len() < 3 && day.len() < 3 => {
            Some(format!("{at}-{month:0>2}-{day:0>2}"))
        }
        [first, second, at] if first.len() < 3 && second.len() < 3 => {
            let year = year(at, style)?;
            match (style.order, readings(first, second, year)) {
                (Some(DayOrder::Dmy), [day, _]) | (Some(DayOrder::Mdy), [_, day]) => day,
                (None, [Some(dmy), Some(mdy)]) if dmy != mdy => None,
                // `31/04/2024` has one reading, a day that does not exist.
                (None, [None, None]) if number_of(second)? <= 12 => {
                    Some(format!("{}-{second:0>2}-{first:0>2}", iso_year(year)))
                }
                (None, [dmy, mdy]) => dmy.or(mdy),
            }
        }
        _ => None,
    }
}

/// Returns the days that two numbers and a year can mean, as EDTF: day first, then month first.
fn readings(first: &str, second: &str, year: i64) -> [Option<String>; 2] {
    let day = |month: &str, day: &str| {
        let day = Moment::from_ymd(year, month.parse().ok()?, day.parse().ok()?)?;
        Some(day.iso_day())
    };
    [day(second, first), day(first, second)]
}

/// Suggests a replacement for a text that is no date. Everything between backticks is valid EDTF.
fn hint(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let quoted = |edtf: String| format!("`{edtf}`");
    let likely = meant(text).into_iter().map(quoted).reduce(|all, next| format!("{all} or {next}"));
    let nothing = ["", "unknown", "uuuu", "n/a", "none", "?", "-", "–", "tbd", "tba", "0000-00-00"];
    if let Some(likely) = likely {
        Some(format!("write {likely}"))
    } else if nothing.contains(&text.to_lowercase().as_str()) {
        Some("leave the date out while it is not known".to_owned())
    } else if text.contains(char::is_alphabetic) {
        let vague = text.split_once(' ').filter(|(word, _)| VAGUE.contains(&&*word.to_lowercase()));
        let year = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
        let known = vague.map(|(_, date)| date).into_iter().chain(year).find_map(plain)?;
        Some(format!("write what is known, such as `{known}`, and the rest in words as `date-note`"))
    } else {
        None
    }
}

/// Words before a date that make it vague or add nothing to it.
const VAGUE: [&str; 5] = ["early", "mid", "late", "in", "on"];

/// Returns the likely intended dates as EDTF, sorted and without duplicates.
fn meant(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    if let Some(date) = plain(text) {
        return vec![date];
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    let found = match parts[..] {
        [first, second, at] if at.len() == 4 => match at.parse() {
            Ok(year) => readings(first, second, year).map(Option::unwrap_or_default).into(),
            Err(_) => Vec::new(),
        },
        [at, month] | [month, at] if at.len() == 4 && number_of(month).is_some_and(|month| month <= 12) => {
            vec![format!("{at}-{month:0>2}")]
        }
        _ => Vec::new(),
    };
    let rewritten = [respelled(&lower), without_zeros(text)];
    let rules = [about, decade, century, season, week, day_of_year, count, era, bound, years, span];
    let all = found.into_iter().chain(rewritten).chain(rules.iter().filter_map(|rule| rule(&lower)));
    let mut known: Vec<String> = all.filter(|edtf| Date::edtf(edtf).is_ok()).collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// Normalizes near-EDTF: `x` or `u` for unknown digits (`202u` → `202X`), `?~` for `%`, words for open ends
/// (`2024/now` → `2024/..`), long years (`12000` → `Y12000`).
fn respelled(lower: &str) -> String {
    let open = ["open", "present", "now", "today", "ongoing"];
    let side = |side: &str| match side.trim() {
        "unknown" => String::new(),
        word if open.contains(&word) => "..".to_owned(),
        other => other.to_uppercase().replace('U', "X").replace("?~", "%").replace("~?", "%"),
    };
    let sides: Vec<String> = lower.split('/').map(side).collect();
    let long = lower
        .trim_start_matches('y')
        .split('-')
        .next()
        .filter(|year| year.len() > 4 && number_of(year).is_some());
    long.map_or_else(|| sides.join("/"), |year| format!("Y{year}"))
}

/// Returns the only possible reading of a text as EDTF.
fn plain(text: &str) -> Option<String> {
    translated(text.trim(), DateStyle::default()).map(|date| date.text().to_owned())
}

/// `2024-05-00` → `2024-05`
fn without_zeros(text: &str) -> String {
    if text.starts_with("0000") { String::new() } else { text.trim_end_matches("-00").to_owned() }
}

/// `c. 2024` → `2024~`, `~2024` → `2024~`
fn about(lower: &str) -> Option<String> {
    if let Some(mark) = lower.chars().next().filter(|mark| "~?%".contains(*mark)) {
        return plain(&lower[1..]).filter(|date| !date.contains('/')).map(|date| format!("{date}{mark}"));
    }
    let (word, rest) = lower.split_once([' ', '.'])?;
    let about = ["c", "ca", "circa", "about", "around", "approx", "approximately"].contains(&word);
    let date = about.then(|| plain(rest.trim_start_matches('.')))?;
    date.filter(|date| !date.contains('/')).map(|date| format!("{date}~"))
}

/// `1980s` → `198X`
fn decade(lower: &str) -> Option<String> {
    let year = lower.strip_prefix("the ").unwrap_or(lower).strip_suffix('s')?.trim_end_matches('\'');
    year.strip_suffix('0').map(|decade| format!("{decade}X"))
}

/// `20th century` → `19XX`
fn century(lower: &str) -> Option<String> {
    let number = lower.strip_prefix("the ").unwrap_or(lower).strip_suffix(" century")?;
    let number = number_of(number.trim_end_matches(char::is_alphabetic))?.checked_sub(1)?;
    Some(format!("{number:02}XX"))
}

/// `spring 2024` → `2024-21`, `winter 2023/24` → `2023-24`, `2024-Q2` → `2024-04/2024-06`
fn season(lower: &str) -> Option<String> {
    let spaced = lower.replace('q', " q");
    let parts: Vec<&str> = spaced.split([' ', '-', ',']).filter(|word| !["of", ""].contains(word)).collect();
    let [first, second] = parts[..] else { return None };
    let (word, year) = if first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit()) {
        (second, first)
    } else {
        (first, second)
    };
    if let Some(quarter) = word.strip_prefix('q') {
        let last = quarter.parse::<u32>().ok().filter(|quarter| *quarter <= 4)? * 3;
        return Some(format!("{year}-{:02}/{year}-{last:02}", last.checked_sub(2)?));
    }
    let season = ["spring", "summer", "autumn", "winter"]
        .iter()
        .position(|season| *season == word.replace("fall", "autumn"))?;
    // Only a winter lasts into the next year.
    let year = years(year).filter(|_| word == "winter").map_or(year, |_| &year[..4]);
    Some(format!("{year}-{}", 21 + season))
}

/// Converts an ISO 8601 week `2024-W21` to its days, `2024-W21-3` to the day. Week 1 contains 4 January.
fn week(lower: &str) -> Option<String> {
    let (year, rest) = lower.split_once('w')?;
    let (week, day) = rest.split_once('-').map_or((rest, None), |(week, day)| (week, Some(day)));
    let fourth = Moment::from_ymd(year.trim_end_matches('-').parse().ok()?, 1, 4)?;
    let week = week.parse::<i64>().ok().filter(|week| (1..=53).contains(week))?;
    let monday = fourth.add_days((week - 1) * 7 - i64::from(fourth.weekday()));
    match day {
        Some(day) => {
            Some(monday.add_days(day.parse::<i64>().ok().filter(|day| (1..=7).contains(day))? - 1).iso_day())
        }
        None => Some(format!("{}/{}", monday.iso_day(), monday.add_days(6).iso_day())),
    }
}

/// Converts an ISO 8601 day of the year: `2024-143` → `2024-05-22`.
fn day_of_year(lower: &str) -> Option<String> {
    let (at, day) = lower.split_once('-').filter(|(at, day)| at.len() == 4 && day.len() == 3)?;
    let first = Moment::from_ymd(at.parse().ok()?, 1, 1)?;
    let day = first.add_days(i64::from(number_of(day)?) - 1).iso_day();
    day.starts_with(at).then_some(day)
}

/// Converts the day number of a spreadsheet, or Unix seconds or milliseconds: `45434`, `1716336000` →
/// `2024-05-22`.
fn count(lower: &str) -> Option<String> {
    const FIRST_DAY: (i64, u32, u32) = (1899, 12, 30);
    let number: i64 = lower.parse().ok().filter(|number| *number > 0)?;
    let moment = match lower.len() {
        5 => Moment::from_ymd(FIRST_DAY.0, FIRST_DAY.1, FIRST_DAY.2)?.add_days(number),
        // `2024052214` has an hour behind the day.
        10 if plain(&lower[..8]).is_none() => Moment(number),
        13 => Moment(number / 1000),
        _ => return None,
    };
    Some(moment.iso_day())
}

/// `until 2024` → `../2024`, `since 2024` → `2024/..`; without the date itself, `before May 2024` →
/// `../2024-04-30`, `after 2024` → `2025-01-01/..`
fn bound(lower: &str) -> Option<String> {
    let (word, date) = lower.split_once(' ')?;
    let date = translated(date.trim(), DateStyle::default()).filter(|date| !date.is_interval())?;
    match word {
        "until" | "till" | "by" => Some(format!("../{}", date.text())),
        "since" | "from" => Some(format!("{}/..", date.text())),
        "before" => Some(format!("../{}", date.earliest().add_days(-1).iso_day())),
        "after" => Some(format!("{}/..", date.latest().add_days(1).iso_day())),
        _ => None,
    }
}

/// `2023/24`, `2023-2024` → `2023/2024`
fn years(lower: &str) -> Option<String> {
    // EDTF has these behind a hyphen: the seasons, quarters and halves of a year.
    const PARTS_OF_A_YEAR: std::ops::RangeInclusive<&str> = "21"..="41";
    let (from, to) = lower.split_once(['/', '-', '–'])?;
    let (century, year) = from.split_at_checked(2).filter(|(_, year)| year.len() == 2)?;
    let is_part = lower.contains('-') && PARTS_OF_A_YEAR.contains(&to);
    match to.len() {
        2 if to > year && to > "12" && !is_part => Some(format!("{from}/{century}{to}")),
        4 => Some(format!("{from}/{to}")),
        _ => None,
    }
}

/// `44 bc` → `-0043`
fn era(lower: &str) -> Option<String> {
    let (year, _) = lower.split_once(" bc")?;
    Some(iso_year(1_i64.checked_sub(year.parse().ok()?)?))
}

/// Converts two dates separated by a word or dash to an interval: `May 2024 to now` → `2024-05/..`,
/// `22-25 May 2024` → `2024-05-22/2024-05-25`.
fn span(lower: &str) -> Option<String> {
    let (from, to) =
        ["..", " - ", " – ", "–", " to ", "-"].iter().find_map(|parting| lower.split_once(parting))?;
    let (from, to) = (from.trim(), to.trim());
    if ["now", "present", "today"].contains(&to) {
        return Some(format!("{}/..", plain(from)?));
    }
    // What both ends share is written once: the month before, or the month and the year behind.
    let behind = to.match_indices(' ').map(|(at, _)| format!("{from}{}", &to[at..]));
    let start = std::iter::once(from.to_owned()).chain(behind).find_map(|from| plain(&from))?;
    let before = from.split_once(' ').map(|(month, _)| format!("{month} {to}"));
    let end = plain(to).or_else(|| plain(&before?)).or_else(|| {
        // Both times are of the day that the first one names.
        let (day, _) = from.rsplit_once(' ').filter(|_| to.contains(':'))?;
        plain(&format!("{day} {to}"))
    })?;
    Some(format!("{start}/{end}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: DateStyle = DateStyle { order: None, century: None };

    fn edtf(text: &str, style: DateStyle) -> Option<String> {
        Date::read(text, style).ok().map(|date| date.text().to_owned())
    }

    #[test]
    fn a_date_that_can_mean_one_thing_is_read() {
        for (text, meant) in [
            ("22 May 2024", "2024-05-22"),
            ("22-May-2024", "2024-05-22"),
            ("May 22, 2024", "2024-05-22"),
            ("Jul 08 2022", "2022-07-08"),
            ("22nd of May 2024", "2024-05-22"),
            ("2024 May 22", "2024-05-22"),
            ("1 Sept. 2024", "2024-09-01"),
            ("May 2024", "2024-05"),
            ("Wednesday, 22 May 2024", "2024-05-22"),
            ("2024/05/22", "2024-05-22"),
            ("2024-5-2", "2024-05-02"),
            ("20240522", "2024-05-22"),
            ("20240522143000", "2024-05-22T14:30:00"),
            ("[[2024-05-22]]", "2024-05-22"),
            ("[[22 May 2024]]", "2024-05-22"),
            ("[[Daily/2024-05-22]]", "2024-05-22"),
            ("[[Daily notes/2024/2024-05-22|that day]]", "2024-05-22"),
            ("[[2024/05/22]]", "2024-05-22"),
            ("[[May 2024/June 2024]]", "2024-05/2024-06"),
            ("05/22/2024", "2024-05-22"),
            ("22.5.2024", "2024-05-22"),
            ("05/05/2024", "2024-05-05"),
            ("2024-5-2~", "2024-05-02~"),
            ("2024-5-2/2024-5-9", "2024-05-02/2024-05-09"),
            ("22 May 2024/..", "2024-05-22/.."),
            ("2024-05-22 14:30", "2024-05-22T14:30:00"),
            ("2024-05-22T10:00", "2024-05-22T10:00:00"),
            ("20240522T143000Z", "2024-05-22T14:30:00Z"),
            ("2024-05-22 14:30:00.123+00", "2024-05-22T14:30:00+00:00"),
            ("2024-05-22T14:30:00.000Z", "2024-05-22T14:30:00Z"),
            ("2024-05-22 14:30:00 UTC", "2024-05-22T14:30:00Z"),
            ("2013-05-06 02:12:52 +0200", "2013-05-06T02:12:52+02:00"),
            ("Wed, 22 May 2024 10:00:00 +0200", "2024-05-22T10:00:00+02:00"),
            ("Wed May 22 2024 14:30:00 GMT+0200 (Central European Summer Time)", "2024-05-22T14:30:00+02:00"),
            ("Wed May 22 14:30:00 2024", "2024-05-22T14:30:00"),
            ("May 22, 2024 2:30 PM", "2024-05-22T14:30:00"),
            ("22 May 2024 at 12:05am", "2024-05-22T00:05:00"),
        ] {
            assert_eq!(edtf(text, PLAIN).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn two_links_are_no_link_to_one_day() {
        for text in [
            "[[Daily/2024-05-22]]/[[Daily/2024-05-25]]",
            "[[2024-05-22|a]]/[[2024-05-25|b]]",
            "[[Notes/2024-05-22]] and [[Notes/2024-05-25]]",
        ] {
            assert_eq!(edtf(text, DateStyle::default()), None, "{text}");
        }
    }

    #[test]
    fn a_date_that_can_mean_two_days_needs_to_be_told_which() {
        for text in [
            "05/06/2024",
            "5.6.2024",
            "31 June 2024",
            "May 24",
            "22 May 24",
            "5/6/24",
            "soon",
            "",
            "Thursday, 22 May 2024",
            "2024-05-22 25:00",
            "2024-05-22 13:00 pm",
            "-0044-3-15",
            "2024-22-05",
            "22 May 2024, 18:00 - 20:00",
            "22 May 2024 8:0 9:00",
            "22 May 2024 18:0020",
            "22 May 2024, 18:00 -",
        ] {
            assert_eq!(edtf(text, PLAIN), None, "{text}");
        }
        let ordered = |order| DateStyle { order: Some(order), ..PLAIN };
        assert_eq!(edtf("05/06/2024", ordered(DayOrder::Dmy)).as_deref(), Some("2024-06-05"));
        assert_eq!(edtf("05/06/2024", ordered(DayOrder::Mdy)).as_deref(), Some("2024-05-06"));
        assert_eq!(edtf("22/05/2024", ordered(DayOrder::Mdy)), None, "there is no 22nd month");
        let short = DateStyle { order: Some(DayOrder::Mdy), century: Some(1970) };
        assert_eq!(edtf("7/15/18", short).as_deref(), Some("2018-07-15"));
        assert_eq!(edtf("22-May-71", short).as_deref(), Some("1971-05-22"));
        let ordered = ordered(DayOrder::Mdy);
        for (text, style, why, option) in [
            ("05/06/2024", PLAIN, "either number can be the day", "--date-order"),
            ("7/15/18", PLAIN, "two digits", "`--century"),
            ("7/15/18", ordered, "two digits", "`--century"),
            ("7/6/18", ordered, "two digits", "`--century 2000` reads"),
            ("22 May 24", ordered, "two digits", "`--century 2000` reads"),
            ("5/6/24", PLAIN, "two digits", "--century 2000` and `--date-order"),
            ("5/6/24", DateStyle { century: Some(2000), ..PLAIN }, "can be the day", "--date-order"),
        ] {
            let found = settled_by(text, style);
            assert!(found.is_some_and(|(one, other)| one.contains(why) && other.contains(option)), "{text}");
        }
        assert_eq!((settled_by("soon", PLAIN), settled_by("22/05/2024", ordered)), (None, None));
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused_as_such() {
        let reason = |text: &str| Date::read(text, PLAIN).unwrap_err().message;
        let missing = reason("2024-02-30");
        assert!(missing.contains("out of range for the month"), "{missing}");
        for text in ["30 February 2024", "2024/02/30", "30/02/2024", "30.2.2024"] {
            assert_eq!(reason(text), missing, "{text}");
        }
        for text in ["Thu 22 May 2024", "Thursday, 22 May 2024"] {
            assert_eq!(reason(text), "2024-05-22 falls on another day of the week", "{text}");
        }
        assert!(!reason("Thursday, May 2024").contains("day of the week"));
    }

    #[test]
    fn what_people_write_is_refused_with_what_to_write() {
        let hint = |text: &str| Date::parse(text).unwrap_err().hint.unwrap_or_default();
        for (text, meant) in [
            ("05/06/2024", "`2024-05-06` or `2024-06-05`"),
            ("22/05/2024", "`2024-05-22`"),
            ("2024/05", "`2024-05`"),
            ("2024-05-22 14:30", "`2024-05-22T14:30:00`"),
            ("1984?~", "`1984%`"),
            ("1980s", "`198X`"),
            ("2025-02-xx", "`2025-02-XX`"),
            ("199u", "`199X`"),
            ("spring 2024", "`2024-21`"),
            ("Fall 2024", "`2024-23`"),
            ("2024-Q2", "`2024-04/2024-06`"),
            ("2024-W21", "`2024-05-20/2024-05-26`"),
            ("2024-W21-3", "`2024-05-22`"),
            ("2024-05/open", "`2024-05/..`"),
            ("2024-05/unknown", "`2024-05/`"),
            ("2024-05-13..2024-05-20", "`2024-05-13/2024-05-20`"),
            ("May 2024 – present", "`2024-05/..`"),
            ("ca. 2024", "`2024~`"),
            ("44 BC", "`-0043`"),
            ("99999-01-01", "`Y99999`"),
            ("5/2024", "`2024-05`"),
            ("2024-5", "`2024-05`"),
            ("2024-05-00", "`2024-05`"),
            ("2024-00-00", "`2024`"),
            ("2023/24", "`2023/2024`"),
            ("2023-2024", "`2023/2024`"),
            ("winter 2023/24", "`2023-24`"),
            ("2024Q2", "`2024-04/2024-06`"),
            ("2024-143", "`2024-05-22`"),
            ("45434", "`2024-05-22` or `Y45434`"),
            ("1716336000", "`2024-05-22`"),
            ("20th century", "`19XX`"),
            ("~2024", "`2024~`"),
            ("before 2024-05", "`../2024-04-30`"),
            ("after 2024", "`2025-01-01/..`"),
            ("until May 2024", "`../2024-05`"),
            ("1998-99", "`1998/1999`"),
            ("since May 2024", "`2024-05/..`"),
            ("22-25 May 2024", "`2024-05-22/2024-05-25`"),
            ("May 22-25, 2024", "`2024-05-22/2024-05-25`"),
            ("May 22 – June 3, 2024", "`2024-05-22/2024-06-03`"),
            ("May-June 2024", "`2024-05/2024-06`"),
            ("22 May 2024, 18:00 - 20:00", "`2024-05-22T18:00:00/2024-05-22T20:00:00`"),
        ] {
            assert_eq!(hint(text), format!("write {meant}"), "{text}");
        }
        for text in ["", "unknown", "uuuu", "-", "0000-00-00"] {
            assert!(hint(text).contains("leave the date out"), "{text}");
        }
        assert!(hint("early in 2024").starts_with("write what is known, such as `2024`"));
        assert!(hint("early May 2024").starts_with("write what is known, such as `2024-05`"));
        let less = ["week of 20 May 2024", "two days before 22 May 2024", "from May 2023 to 2024"];
        for text in less.into_iter().chain(["spring 2024/..", "2024 spring/summer", "c. 2024/2025"]) {
            assert!(offered(text).iter().all(|edtf| edtf.len() == 4), "{text}: {}", hint(text));
        }
        assert!(!hint("2024-33").contains("2033") && !hint("2024052214").contains("2034"));
    }

    /// Returns everything between backticks in the hint for a text.
    fn offered(text: &str) -> Vec<String> {
        let hint = hint(text).unwrap_or_default();
        hint.split('`').skip(1).step_by(2).filter(|edtf| *edtf != "date-note").map(str::to_owned).collect()
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_a_date_panic_and_every_hint_is_read(
            text in "\\PC{0,24}|[0-9 /.:TZ+May-]{0,24}|[0-9]{1,5}[-/. ][0-9]{1,2}[-/. ][0-9]{1,5}|[0-9xuXs?~%-]{1,12}(/(open|unknown|[0-9]{4}))?|(spring|fall|c\\.|ca) [0-9]{4}|[0-9]{4}-?[wWqQ][0-9]{1,2}(-[0-9])?|[0-9]{1,14}|(before |since )?(May )?[0-9]{1,4}[-–/][0-9é ]{1,5}( 2024)?",
        ) {
            for order in [None, Some(DayOrder::Dmy), Some(DayOrder::Mdy)] {
                for century in [None, Some(1970)] {
                    if let Some(found) = edtf(&text, DateStyle { order, century }) {
                        prop_assert!(Date::parse(&found).is_ok());
                    }
                }
            }
            for hint in offered(&text) {
                prop_assert!(Date::parse(&hint).is_ok(), "{}: {}", text, hint);
            }
        }
    }
}
