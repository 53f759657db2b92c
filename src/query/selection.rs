//! Selection of events: filter, range, clock and order. The browser displays it, the export dialog writes it
//! and the command line builds it.

use roaring::RoaringBitmap;

use super::{Filter, Index, Order, Query, Sort, Term, When};
use crate::model::calendar::{DAY, iso_year};
use crate::model::{Clock, Date, EventNo, Moment, Text, Timeline, View};
use crate::problem::{Problem, Span};

/// Filter, range, clock and order: determines which events of a timeline are selected.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Active filter.
    pub filter: Filter,
    /// First and last moment, inclusive, that the date by the clock may overlap; `None` for no limit.
    pub range: Option<(Moment, Moment)>,
    /// Clock that places the events; `None` for their `date`. The timeline must be [placed
    /// by](Timeline::placed_by) the same clock, or the order of events is wrong.
    pub clock: Option<Clock>,
    /// Sort order and limit.
    pub order: Order,
}

impl Selection {
    /// Returns the selection of a view, with its order. The view's time range becomes part of the filter, so
    /// a further range narrows it.
    ///
    /// # Errors
    /// When the view's query is invalid.
    pub fn of_view(view: &View, today: Moment) -> Result<Self, Problem<Span>> {
        let mut filter = Filter::from(Query::parse(&view.query, today)?);
        filter.add(time_of(view).map_or(Query::Everything, |when| Query::Term(Term::Date(None, vec![when]))));
        let (sort, turned) = Sort::read(&view.sort).unwrap_or_default();
        let order = Order { sort, reverse: turned != view.reverse, limit: None };
        Ok(Self { filter, order, ..Self::default() })
    }

    /// Returns a view that [`Selection::of_view`] reads as this selection. The query holds the range if it goes
    /// by another clock; a limit is left out, which views do not have.
    pub fn to_view(&self, name: &str) -> View {
        let is_by_date = self.clock.is_none();
        let date = |moment, is_start| edge_text(moment, is_start).and_then(|text| Date::parse(&text).ok());
        let (from, to) = self
            .range
            .filter(|_| is_by_date)
            .map_or((None, None), |(from, to)| (date(from, true), date(to, false)));
        let query = if from.is_some() || to.is_some() { self.filter.query() } else { self.query() };
        let written =
            |query: Query| if query.is_everything() { Text::default() } else { query.to_string().into() };
        let sort = Some(self.order.sort).filter(|sort| *sort != Sort::Date);
        View {
            name: name.into(),
            query: written(query),
            from,
            to,
            sort: sort.map_or("", Sort::word).into(),
            reverse: self.order.reverse,
            ..View::default()
        }
    }

    /// Returns filter and range as one query.
    pub fn query(&self) -> Query {
        Query::and(
            std::iter::once(self.filter.query()).chain(self.range.map(|range| within(self.clock, range))),
        )
    }

    /// Returns the selected events as a set, ignoring the limit.
    pub fn set(&self, timeline: &Timeline, index: &Index) -> RoaringBitmap {
        index.run(timeline, &self.query())
    }

    /// Returns the selected events in their order, up to the limit. Sorted by date, undated events are last
    /// in either direction.
    pub fn events(&self, timeline: &Timeline, index: &Index) -> Vec<EventNo> {
        self.order.events(timeline, &self.set(timeline, index))
    }

    /// Returns the command line options for this selection, each quoted for a shell.
    pub fn options(&self) -> Vec<String> {
        let mut options = Vec::new();
        let query = self.filter.query();
        if !query.is_everything() {
            options.push(format!("--where {}", shell_word(&query.to_string())));
        }
        options.extend(self.clock.map(|clock| format!("--clock {}", clock.word())));
        if let Some((from, to)) = self.range {
            options.extend(edge_text(from, true).map(|date| format!("--from {}", shell_word(&date))));
            options.extend(edge_text(to, false).map(|date| format!("--to {}", shell_word(&date))));
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

/// Returns the query for events whose date by a clock, or `date` for `None`, may overlap the given range,
/// both ends inclusive.
pub fn within(clock: Option<Clock>, (from, to): (Moment, Moment)) -> Query {
    let date = |moment, start| edge_text(moment, start).and_then(|text| Date::parse(&text).ok());
    let when = When::between(date(from, true), date(to, false));
    when.map_or(Query::Everything, |when| Query::Term(Term::Date(clock, vec![when])))
}

/// Returns the time range of a view, if it has one.
pub fn time_of(view: &View) -> Option<When> {
    match (&view.range, &view.from, &view.to) {
        (Some(range), ..) => Some(When::on(range.clone())),
        (None, None, None) => None,
        (None, from, to) => When::between(from.clone(), to.clone()),
    }
}

/// Formats an end of a range: the day if the moment is its first (or last) second, else day and time. `None`
/// for an open end.
pub fn edge_text(moment: Moment, start: bool) -> Option<String> {
    let whole = if start { moment.0 } else { moment.0.saturating_add(1) }.rem_euclid(DAY) == 0;
    let year = moment.ymd().0;
    // Only whole years can be written beyond four digits, and only whole days before year 0, so the range gets
    // wider, but never open.
    moment.is_finite().then(|| match year {
        0..=9999 if !whole => moment.iso(),
        -9999..=9999 => moment.iso_day(),
        _ => iso_year(year),
    })
}

/// Quotes a word for a POSIX shell where necessary.
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

    #[test]
    fn a_selection_comes_back_from_the_view_that_it_is_saved_as() {
        let today = Moment(0);
        let day = |month, day| Moment::from_ymd(2024, month, day).unwrap();
        let filter = Filter::from(Query::parse("country:us,gb -\"it's so\"", today).unwrap());
        for (clock, range) in [
            (None, None),
            (None, Some((day(5, 13), day(5, 31).day_end()))),
            (None, Some((Moment(day(5, 13).0 + 3600), day(5, 31).day_end()))),
            (Some(Clock::InForce), Some((day(5, 13), day(5, 31).day_end()))),
        ] {
            let order = Order { sort: Sort::Title, reverse: true, limit: None };
            let selection = Selection { filter: filter.clone(), range, clock, order };
            let read = Selection::of_view(&selection.to_view("mine"), today).unwrap();
            assert_eq!(read.order, order);
            assert_eq!(read.query().to_string(), selection.query().to_string());
        }
        assert_eq!(&*Selection::default().to_view("all").query, "");
    }
}
