//! Dates in queries: EDTF, ranges with `..`, and `today`.

use std::fmt;
use std::ops::Range;

use super::mistake;
use crate::model::{Date, Moment};
use crate::problem::{Problem, Span};

/// Period that a query asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct When {
    /// Whether a date must lie within the period for certain (`!`); otherwise a possible overlap is enough.
    pub surely: bool,
    period: Period,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Period {
    On(Date),
    Between(Option<Date>, Option<Date>),
}

impl When {
    /// Returns the period that a date may cover.
    pub fn on(date: Date) -> Self {
        Self { surely: false, period: Period::On(date) }
    }

    /// Returns the period from the start of one date to the end of another, inclusive; `None` leaves that
    /// side open. Returns `None` when the period ends before it starts, or a side is an interval.
    pub fn between(from: Option<Date>, to: Option<Date>) -> Option<Self> {
        let is_interval = |date: &Option<Date>| date.as_ref().is_some_and(Date::is_interval);
        let is_whole = !is_interval(&from) && !is_interval(&to);
        let when = Self { surely: false, period: Period::Between(from, to) };
        (is_whole && when.from() <= when.to()).then_some(when)
    }

    /// Returns the same period, to be matched with certainty.
    #[must_use]
    pub fn surely(mut self) -> Self {
        self.surely = true;
        self
    }

    /// Returns the first moment; [`Moment::FIRST`] if open.
    pub fn from(&self) -> Moment {
        match &self.period {
            Period::On(date) => date.earliest(),
            Period::Between(from, _) => from.as_ref().map_or(Moment::FIRST, Date::earliest),
        }
    }

    /// Returns the last moment; [`Moment::LAST`] if open.
    pub fn to(&self) -> Moment {
        match &self.period {
            Period::On(date) => date.latest(),
            Period::Between(_, to) => to.as_ref().map_or(Moment::LAST, Date::latest),
        }
    }

    /// Returns whether a date of an event matches.
    pub fn takes(&self, date: &Date) -> bool {
        if self.surely {
            date.surely_within(self.from(), self.to())
        } else {
            date.may_touch(self.from(), self.to())
        }
    }

    /// Returns whether the period is a single date, neither a range nor an interval.
    pub fn is_one_date(&self) -> bool {
        matches!(&self.period, Period::On(date) if !date.is_interval())
    }

    /// Describes the period and its reading: `possibly within May to November 2024`, `certainly since May
    /// 2024`.
    pub fn words(&self) -> String {
        let within = match &self.period {
            Period::On(_) | Period::Between(Some(_), Some(_)) => "within ",
            Period::Between(..) => "",
        };
        format!("{} {within}{}", self.reading(), self.date_words())
    }

    /// Describes the dates only.
    pub(super) fn date_words(&self) -> String {
        match &self.period {
            Period::On(date) => date.words(),
            Period::Between(Some(from), Some(to)) => between_words(from, to),
            Period::Between(Some(from), None) => format!("since {}", from.words()),
            Period::Between(None, Some(to)) => format!("until {}", to.words()),
            Period::Between(None, None) => "at any time".to_owned(),
        }
    }

    /// Returns how dates of events are matched: `possibly` (may overlap) or `certainly` (must lie within).
    pub fn reading(&self) -> &'static str {
        if self.surely { "certainly" } else { "possibly" }
    }

    /// Parses `2024-05`, `2024-05..2024-11`, `2024..` or `..today`, with an optional leading `!`. `offset` is
    /// the byte at which `text` starts in the query.
    pub(super) fn parse(text: &str, offset: usize, today: Moment) -> Result<Self, Problem<Span>> {
        let body = text.strip_prefix('!').unwrap_or(text);
        let offset = offset + text.len() - body.len();
        let when = match body.split_once("..") {
            Some((from, to)) if !body.contains('/') => {
                let from = side(from, offset, today)?;
                let to = side(to, offset + body.len() - to.len(), today)?;
                Self::between(from, to)
                    .ok_or_else(|| mistake(offset..offset + body.len(), "this range ends before it starts"))?
            }
            _ => Self::on(date(body, offset, today)?),
        };
        Ok(if body.len() < text.len() { when.surely() } else { when })
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |date: &Option<Date>| date.as_ref().map_or(String::new(), |date| date.text().to_owned());
        f.write_str(if self.surely { "!" } else { "" })?;
        match &self.period {
            Period::On(date) => f.write_str(date.text()),
            Period::Between(from, to) => write!(f, "{}..{}", text(from), text(to)),
        }
    }
}

/// Formats a range like an EDTF interval where possible: `May to November 2024`.
fn between_words(from: &Date, to: &Date) -> String {
    match Date::parse(&format!("{}/{}", from.text(), to.text())) {
        Ok(interval) => interval.words(),
        Err(_) => format!("{} to {}", from.words(), to.words()),
    }
}

/// Parses one side of a range; empty text leaves it open.
fn side(text: &str, offset: usize, today: Moment) -> Result<Option<Date>, Problem<Span>> {
    if text.is_empty() { Ok(None) } else { date(text, offset, today).map(Some) }
}

/// Parses a date of a query. `today` is replaced by the actual day, so that a saved query keeps its meaning.
fn date(text: &str, offset: usize, today: Moment) -> Result<Date, Problem<Span>> {
    let text = if text.eq_ignore_ascii_case("today") { &today.iso_day() } else { text };
    Date::parse(text).map_err(|error| {
        let message = if text.is_empty() { "expected a date".to_owned() } else { error.message };
        let hint = error.hint.or_else(|| comparison_hint(text));
        let hint = hint.unwrap_or_else(|| "dates are EDTF, such as `2024-05`, or ranges, `2024-05..`".into());
        mistake(place(text, offset, error.at.start as usize), message).hint(hint)
    })
}

/// Suggests a range for a comparison operator before a date: `>2024` → `2024..`.
fn comparison_hint(text: &str) -> Option<String> {
    let date = text.trim_start_matches(['<', '>', '=']);
    match text.chars().next()? {
        '<' => Some(format!("write `..{date}`")),
        '>' => Some(format!("write `{date}..`")),
        _ => None,
    }
}

/// Returns the byte range in the query from the error to the end of the date.
fn place(text: &str, offset: usize, at: usize) -> Range<usize> {
    let start = if at < text.len() { at } else { 0 };
    offset + start..offset + text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text, 0, Moment::from_ymd(2024, 5, 22).unwrap()).unwrap()
    }

    #[test]
    fn a_range_reaches_from_the_first_day_of_one_date_to_the_last_of_the_other() {
        let days = |text| (when(text).from().iso_day(), when(text).to().iso_day());
        assert_eq!(days("2024-05..2024-11"), ("2024-05-01".into(), "2024-11-30".into()));
        assert_eq!(days("today"), ("2024-05-22".into(), "2024-05-22".into()));
        assert_eq!(days("-0044..today"), ("-0044-01-01".into(), "2024-05-22".into()));
        assert_eq!((when("2024..").to(), when("../2024").from()), (Moment::LAST, Moment::FIRST));
    }

    #[test]
    fn dates_of_a_query_read_as_a_person_would_say_them() {
        for (text, words) in [
            ("2024-05..2024-11", "possibly within May to November 2024"),
            ("2024-05~", "possibly within around May 2024"),
            ("..2024-05", "possibly until May 2024"),
            ("2024-05..", "possibly since May 2024"),
            ("!2024", "certainly within 2024"),
            ("!..2024-05", "certainly until May 2024"),
            ("..", "possibly at any time"),
        ] {
            assert_eq!(when(text).words(), words);
        }
    }
}
