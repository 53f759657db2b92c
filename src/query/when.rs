//! The dates of a query: EDTF, ranges with `..`, and `today`.

use std::fmt;
use std::ops::Range;

use super::mistake;
use crate::model::{Date, Moment};
use crate::problem::{Problem, Span};

/// A stretch of time that a query asks about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct When {
    /// `!`: whether an event must lie within it for certain; else it only may have to do with it.
    pub surely: bool,
    period: Period,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Period {
    On(Date),
    Between(Option<Date>, Option<Date>),
}

impl When {
    /// Returns everything that a date may mean.
    pub fn on(date: Date) -> Self {
        Self { surely: false, period: Period::On(date) }
    }

    /// From the start of one date to the end of another, both included; `None` leaves that side
    /// open. `None` as the whole when it would end before it starts, or a side is an interval.
    pub fn between(from: Option<Date>, to: Option<Date>) -> Option<Self> {
        let is_interval = |date: &Option<Date>| date.as_ref().is_some_and(Date::is_interval);
        let is_whole = !is_interval(&from) && !is_interval(&to);
        let when = Self { surely: false, period: Period::Between(from, to) };
        (is_whole && when.from() <= when.to()).then_some(when)
    }

    /// Returns the same, asking for events that lie within it for certain.
    #[must_use]
    pub fn surely(mut self) -> Self {
        self.surely = true;
        self
    }

    /// Returns the first moment of it; [`Moment::FIRST`] when it is open there.
    pub fn from(&self) -> Moment {
        match &self.period {
            Period::On(date) => date.earliest(),
            Period::Between(from, _) => from.as_ref().map_or(Moment::FIRST, Date::earliest),
        }
    }

    /// Returns the last moment of it; [`Moment::LAST`] when it is open there.
    pub fn to(&self) -> Moment {
        match &self.period {
            Period::On(date) => date.latest(),
            Period::Between(_, to) => to.as_ref().map_or(Moment::LAST, Date::latest),
        }
    }

    /// Returns whether a date of an event is what this asks for.
    pub fn takes(&self, date: &Date) -> bool {
        if self.surely {
            date.surely_within(self.from(), self.to())
        } else {
            date.may_touch(self.from(), self.to())
        }
    }

    /// Returns whether it is one date, neither a range nor an interval.
    pub fn is_one_date(&self) -> bool {
        matches!(&self.period, Period::On(date) if !date.is_interval())
    }

    /// It in English, with how it is read: `possibly within May to November 2024`, `certainly since
    /// May 2024`.
    pub fn words(&self) -> String {
        let within = match &self.period {
            Period::On(_) | Period::Between(Some(_), Some(_)) => "within ",
            Period::Between(..) => "",
        };
        format!("{} {within}{}", self.reading(), self.date_words())
    }

    /// Returns the dates alone in English.
    pub(super) fn date_words(&self) -> String {
        match &self.period {
            Period::On(date) => date.words(),
            Period::Between(Some(from), Some(to)) => between_words(from, to),
            Period::Between(Some(from), None) => format!("since {}", from.words()),
            Period::Between(None, Some(to)) => format!("until {}", to.words()),
            Period::Between(None, None) => "at any time".to_owned(),
        }
    }

    /// How the dates of events are read: `possibly` when one that may lie in this time is enough,
    /// `certainly` when it must.
    pub fn reading(&self) -> &'static str {
        if self.surely { "certainly" } else { "possibly" }
    }

    /// Reads `2024-05`, `2024-05..2024-11`, `2024..`, `..today`, each with `!` before it or not.
    /// `offset` is the byte at which `text` begins in the query.
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

/// `May to November 2024` where the two make an interval that EDTF has words for.
fn between_words(from: &Date, to: &Date) -> String {
    match Date::parse(&format!("{}/{}", from.text(), to.text())) {
        Ok(interval) => interval.words(),
        Err(_) => format!("{} to {}", from.words(), to.words()),
    }
}

/// One side of a range; nothing leaves it open.
fn side(text: &str, offset: usize, today: Moment) -> Result<Option<Date>, Problem<Span>> {
    if text.is_empty() { Ok(None) } else { date(text, offset, today).map(Some) }
}

/// Returns a date of a query. `today` becomes the day it is, so that the query means the same tomorrow.
fn date(text: &str, offset: usize, today: Moment) -> Result<Date, Problem<Span>> {
    let text = if text.eq_ignore_ascii_case("today") { &today.iso_day() } else { text };
    Date::parse(text).map_err(|error| {
        let message = if text.is_empty() { "expected a date".to_owned() } else { error.message };
        let hint = error.hint.or_else(|| comparison_hint(text));
        let hint = hint.unwrap_or_else(|| "dates are EDTF, such as `2024-05`, or ranges, `2024-05..`".into());
        mistake(place(text, offset, error.at.start as usize), message).hint(hint)
    })
}

/// Returns what to write instead of a comparison with a date.
fn comparison_hint(text: &str) -> Option<String> {
    let date = text.trim_start_matches(['<', '>', '=']);
    match text.chars().next()? {
        '<' => Some(format!("write `..{date}`")),
        '>' => Some(format!("write `{date}..`")),
        _ => None,
    }
}

/// From the byte where a date goes wrong to its end.
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
