//! A named view as the selection that it makes.

use super::{Filter, Order, Query, Selection, Sort, Term, When};
use crate::model::{Moment, View};
use crate::problem::{Problem, Span};

impl Selection {
    /// What a view selects, and its order. Its time is one more part of the filter, so that a range given
    /// besides narrows it.
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
}

/// The time that a view is about, if it says one.
pub fn time_of(view: &View) -> Option<When> {
    match (&view.range, &view.from, &view.to) {
        (Some(range), ..) => Some(When::on(range.clone())),
        (None, None, None) => None,
        (None, from, to) => When::between(from.clone(), to.clone()),
    }
}
