//! The selection of events: filters, a range, a clock, an order. The browser shows it, the export
//! dialog writes it and a command line spells it, all from this one value.

use roaring::RoaringBitmap;

use super::{Filter, Index, Order, Query, Sort, Term, When};
use crate::model::calendar::{DAY, iso_year};
use crate::model::{Clock, Date, EventNo, Moment, Timeline, View};
use crate::problem::{Problem, Span};

/// Filters, range, clock and order: which events of a timeline are meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// The filters.
    pub filter: Filter,
    /// The first and last moment that events may have to do with, by the clock; none is all time.
    pub range: Option<(Moment, Moment)>,
    /// Which of its dates places an event; `None` for its `date`. The timeline that is chosen from
    /// must be [placed by](Timeline::placed_by) it for the order to follow.
    pub clock: Option<Clock>,
    /// Their order, and at most how many.
    pub order: Order,
}

impl Selection {
    /// Returns what a view selects, and its order. Its time is one more part of the filter, so that a range
    /// given besides narrows it.
    ///
    /// # Errors
    /// When its query is none.
    pub fn of_view(view: &View, today: Moment) -> Result<Self, Problem<Span>> {
        let mut filter = Filter::from(Query::parse(&view.query, today)?);
        filter.add(time_of(view).map_or(Query::Everything, |when| Query::Term(Term::Date(None, vec![when]))));
        let (sort, turned) = Sort::read(&view.sort).unwrap_or_default();
        let order = Order { sort, reverse: turned != view.reverse, limit: None };
        Ok(Self { filter, order, ..Self::default() })
    }

    /// Filters and range as one query.
    pub fn query(&self) -> Query {
        Query::and(
            std::iter::once(self.filter.query()).chain(self.range.map(|range| within(self.clock, range))),
        )
    }

    /// Returns the set of events chosen, without regard to the limit.
    pub fn set(&self, timeline: &Timeline, index: &Index) -> RoaringBitmap {
        index.run(timeline, &self.query())
    }

    /// Returns the events chosen, in their order; those without a date that places them last in either.
    pub fn events(&self, timeline: &Timeline, index: &Index) -> Vec<EventNo> {
        self.order.events(timeline, &self.set(timeline, index))
    }

    /// Returns the options of a command line that choose the same, each ready for a shell.
    pub fn options(&self) -> Vec<String> {
        let mut options = Vec::new();
        let query = self.filter.query();
        if !query.is_everything() {
            options.push(format!("--where {}", shell_word(&query.to_string())));
        }
        options.extend(self.clock.map(|clock| format!("--clock {}", clock.word())));
        if let Some((from, to)) = self.range {
            options.extend(edge(from, true).map(|date| format!("--from {}", shell_word(&date))));
            options.extend(edge(to, false).map(|date| format!("--to {}", shell_word(&date))));
        }
        let Order { sort, reverse, limit } = self.order;
        if sort != Sort::Date {
            options.push(format!("--sort {}", sort.word()));
        }
        if reverse {
            options.push("--reverse".to_owned());
        }
        options.extend(limit.map(|limit| format!("--limit {limit}")));
        options
    }
}

/// Returns the events that may have to do with the time from one moment to another, both included, by a clock
/// or by their `date`.
pub fn within(clock: Option<Clock>, (from, to): (Moment, Moment)) -> Query {
    let date = |moment, start| edge(moment, start).and_then(|text| Date::parse(&text).ok());
    let when = When::between(date(from, true), date(to, false));
    when.map_or(Query::Everything, |when| Query::Term(Term::Date(clock, vec![when])))
}

/// Returns the time that a view is about, if it says one.
pub fn time_of(view: &View) -> Option<When> {
    match (&view.range, &view.from, &view.to) {
        (Some(range), ..) => Some(When::on(range.clone())),
        (None, None, None) => None,
        (None, from, to) => When::between(from.clone(), to.clone()),
    }
}

/// Returns a moment as the start or end of a range: the day where it is one's first or last second, else the
/// time; `None` when the range is open there.
fn edge(moment: Moment, start: bool) -> Option<String> {
    let whole = if start { moment.0 } else { moment.0.saturating_add(1) }.rem_euclid(DAY) == 0;
    let day = || if whole { moment.iso_day() } else { moment.iso() };
    // Beyond four digits EDTF has whole years only; the range is then the wider, never open.
    let year = moment.ymd().0;
    moment.is_finite().then(|| if year.abs() > 9999 { iso_year(year) } else { day() })
}

/// Returns a word that a POSIX shell takes as it is.
pub fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,=+@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_says_itself_as_a_command_line() {
        let today = Moment(0);
        let filter = Filter::from(Query::parse("country:us,gb \"it's so\"", today).unwrap());
        let from = Moment::from_ymd(2024, 5, 13).unwrap();
        let to = Moment(Moment::from_ymd(2024, 6, 1).unwrap().0 - 1);
        let clock = Some(Clock::InForce);
        let order = Order { sort: Sort::Title, reverse: true, limit: Some(3) };
        let selection = Selection { filter, range: Some((from, to)), clock, order };
        let options = selection.options();
        assert_eq!(options[0], r#"--where 'country:us,gb "it'\''s so"'"#);
        assert_eq!(
            options[1..].join(" "),
            "--clock in-force --from 2024-05-13 --to 2024-05-31 --sort title --reverse --limit 3"
        );
        assert!(selection.query().to_string().ends_with(" in-force:2024-05-13..2024-05-31"));
    }
}
