//! Options that select events, the same for every command.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use strum::IntoEnumIterator;

use super::exit::{Error, Result};
pub use super::today::today;
use super::values;
use crate::config::Config;
use crate::model::view::together;
use crate::model::{Clock, Date, DateStyle, Moment, Timeline, View};
use crate::query::{Facet, Filter, Order, Pattern, Query, Selection, Sort, Term, TextScope, When};
use crate::text::{hint_suffix, meant, sanitize_inline};

/// Options that select events.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Which events")]
pub struct SelectionArgs {
    /// Events of a named view in the timeline or your configuration; other options narrow it
    #[arg(long, value_name = "NAME", add = values::views())]
    view: Option<String>,
    /// Only events of these countries: codes or names, comma-separated
    #[arg(long, value_name = "COUNTRY", value_delimiter = ',', add = values::countries())]
    country: Vec<String>,
    /// Only events of these actors: ids, names or parts of names, comma-separated
    #[arg(long, value_name = "ACTOR", value_delimiter = ',', add = values::actors())]
    actor: Vec<String>,
    /// Only events of these kinds, comma-separated
    #[arg(long, value_name = "KIND", value_delimiter = ',', add = values::kinds())]
    kind: Vec<String>,
    /// Only events with any of these tags, comma-separated
    #[arg(long, value_name = "TAG", value_delimiter = ',', add = values::tags())]
    tag: Vec<String>,
    /// Only events with this text in title, summary, actors or tags
    #[arg(long, value_name = "TEXT")]
    search: Vec<String>,
    /// Only events that match this query, such as 'country:us -tag:nuclear "storm shadow"'
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true, add = values::query())]
    query: Vec<String>,
    /// Only events that may have ended on this date or later (EDTF or `today`)
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    from: Option<String>,
    /// Only events that may have started by the end of this date (EDTF or `today`)
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    to: Option<String>,
    /// Date that places events on the timeline; --from, --to and the order use it
    #[arg(long, value_name = "CLOCK", value_parser = clock_named())]
    clock: Option<Clock>,
    /// Only events that a source published by the end of this date may have reported (`!DATE`: certainly)
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    known: Option<String>,
    /// Order: oldest first, most important first, or by title; a leading `-` reverses it
    #[arg(long, value_name = "ORDER", allow_hyphen_values = true, value_parser = Sort::words())]
    sort: Option<String>,
    /// Reverse the order; newest first unless --sort is given
    #[arg(long)]
    reverse: bool,
    /// Select at most COUNT events
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
}

impl SelectionArgs {
    /// Returns the selection of the options.
    ///
    /// # Errors
    /// Fails if a query or date cannot be parsed; the message says where.
    pub fn selection(&self, today: Moment) -> Result<Selection> {
        let mut filter = Filter::default();
        let facets = [
            (Facet::Country, &self.country),
            (Facet::Actor, &self.actor),
            (Facet::Kind, &self.kind),
            (Facet::Tag, &self.tag),
        ];
        for (facet, values) in facets {
            values
                .iter()
                .map(|value| value.trim())
                .filter(|value| !value.is_empty())
                .for_each(|value| filter.include(facet, value));
        }
        for text in &self.search {
            filter.add(Query::Term(Term::Text(TextScope::Anywhere, vec![Pattern::exact(text)])));
        }
        for text in &self.query {
            filter.add(Query::parse(text, today).map_err(|error| {
                Error::Message(format!("this query cannot be read\n{}", error.render(text)))
            })?);
        }
        if let Some(text) = &self.known {
            let date = text.strip_prefix('!').unwrap_or(text);
            let when = When::on(date_of("--known", date, today)?);
            if !when.is_one_date() {
                return Err(Error::Message(format!("--known {text}: give one date, not an interval")));
            }
            let when = if date.len() < text.len() { when.surely() } else { when };
            filter.add(Query::Term(Term::Known(vec![when])));
        }
        let from = self.from.as_deref().map(|text| span("--from", text, today)).transpose()?;
        let to = self.to.as_deref().map(|text| span("--to", text, today)).transpose()?;
        let range = match (from, to) {
            (None, None) => None,
            (from, to) => {
                Some((from.map_or(Moment::FIRST, |from| from.0), to.map_or(Moment::LAST, |to| to.1)))
            }
        };
        if let Some((from, to)) = range.filter(|(from, to)| from > to) {
            let message = format!("--from {} lies after --to {}", from.iso_day(), to.iso_day());
            return Err(message.into());
        }
        let (sort, turned) = self.sort.as_deref().and_then(Sort::read).unwrap_or_default();
        let order = Order { sort, reverse: turned != self.reverse, limit: self.limit };
        Ok(Selection { filter, range, clock: self.clock, order })
    }

    /// Combines `chosen` with the view of `--view`, one of the timeline's or the user's, and returns the view
    /// too.
    ///
    /// # Errors
    /// Fails if there is no such view, or its query cannot be parsed.
    pub fn in_view(
        &self,
        chosen: Selection,
        timeline: &Timeline,
        config: &Config,
        today: Moment,
    ) -> Result<(Selection, Option<View>)> {
        let Some(name) = &self.view else { return Ok((chosen, None)) };
        let views = together(&timeline.head.views, &config.views);
        let Some(view) = views.iter().find(|view| view.is_called(name)) else {
            let names: Vec<&str> = views.iter().map(|view| &*view.name).collect();
            let hint = hint_suffix(meant(name, names.iter().copied()));
            let known = if names.is_empty() { "there is none".to_owned() } else { names.join(", ") };
            return Err(Error::Message(format!("no view `{}`{hint}\nviews: {known}", sanitize_inline(name))));
        };
        let Selection { mut filter, order: own, .. } = Selection::of_view(view, today).map_err(|error| {
            let rendered = error.render(&view.query);
            Error::Message(format!("the query of view `{}` cannot be read\n{rendered}", view.name))
        })?;
        filter.add(chosen.filter.query());
        let order = match self.sort {
            Some(_) => chosen.order,
            None => Order { reverse: own.reverse != self.reverse, limit: chosen.order.limit, ..own },
        };
        Ok((Selection { filter, order, ..chosen }, Some((*view).clone())))
    }
}

/// Parses the name of a clock.
fn clock_named() -> impl TypedValueParser<Value = Clock> {
    PossibleValuesParser::new(Clock::iter().map(Clock::word)).try_map(|word| word.parse::<Clock>())
}

/// Returns the first and last moment of a date given for an option.
///
/// # Errors
/// Fails if the text is not a date.
pub fn span(option: &str, text: &str, today: Moment) -> Result<(Moment, Moment)> {
    date_of(option, text, today).map(|date| (date.earliest(), date.latest()))
}

/// Parses a date given for an option.
fn date_of(option: &str, text: &str, today: Moment) -> Result<Date> {
    let text = if text == "today" { today.iso_day() } else { text.to_owned() };
    let date = Date::read(&text, DateStyle::default());
    date.map_err(|error| Error::Message(format!("{option} {text}: {error}")))
}
