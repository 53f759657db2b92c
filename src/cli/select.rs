//! The options that select events; they mean the same everywhere.

use std::io::{self, Write};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use strum::IntoEnumIterator;

use super::{DONE, NO, Own, Paths, tell_problems, today};
use crate::config::Config;
use crate::model::view::together;
use crate::model::{Clock, Date, Moment, Timeline, View};
use crate::query::{Facet, Filter, Index, Order, Pattern, Place, Query, Selection, Sort, Term, When};
use crate::text::{aside, did_you_mean, harmless, meant};

/// Which events.
#[derive(Debug, Clone, Default, Args)]
pub struct Select {
    /// The events of a named view, of the timeline or of your configuration; other options narrow it
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// Only events of these countries: codes or names, several parted by commas
    #[arg(long, value_name = "COUNTRY", value_delimiter = ',')]
    country: Vec<String>,
    /// Only events of these actors: ids, names or parts of names
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    actor: Vec<String>,
    /// Only events of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only events with one of these tags
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    tag: Vec<String>,
    /// Only events with this text in title, summary, actors or tags
    #[arg(long, value_name = "TEXT")]
    search: Vec<String>,
    /// Only events that this query takes, such as 'country:us -tag:nuclear "storm shadow"'
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
    query: Vec<String>,
    /// Only events that may reach to or past this date (EDTF, or `today`)
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    from: Option<String>,
    /// Only events that may start by this date
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    to: Option<String>,
    /// Place events by `announced`, `adopted`, `in-force`, `expires` or `reported` instead of their
    /// date; --from, --to and the order follow it
    #[arg(long, value_name = "CLOCK", value_parser = clock_named(), hide_possible_values = true)]
    clock: Option<Clock>,
    /// Only what a source published by the end of this date could have told (`!DATE`: for certain)
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    known: Option<String>,
    /// The order: the oldest first, the most important first, or by title; `-` turns it around
    #[arg(long, value_name = "ORDER", allow_hyphen_values = true, value_parser = Sort::words())]
    sort: Option<String>,
    /// The other way round: the newest first, where nothing else is said
    #[arg(long)]
    reverse: bool,
    /// At most so many events
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
    /// Print how the selection is understood and what each part of it takes, and do nothing else
    #[arg(long)]
    explain: bool,
}

impl Select {
    /// The selection that the options make.
    ///
    /// # Errors
    /// When a query or date is none; the text says where it goes wrong.
    pub fn selection(&self, today: Moment) -> Result<Selection, String> {
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
            filter.add(Query::Term(Term::Text(Place::Anywhere, vec![Pattern::exact(text)])));
        }
        for text in &self.query {
            filter.add(
                Query::parse(text, today)
                    .map_err(|error| format!("this query cannot be read\n{}", error.render(text)))?,
            );
        }
        if let Some(text) = &self.known {
            let date = text.strip_prefix('!').unwrap_or(text);
            let when = When::on(date_of("--known", date, today)?);
            if !when.is_one_date() {
                return Err(format!("--known {text}: give one date, not an interval"));
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
            return Err(format!("--from {} lies after --to {}", from.iso_day(), to.iso_day()));
        }
        let (sort, turned) = self.sort.as_deref().and_then(Sort::read).unwrap_or_default();
        let order = Order { sort, reverse: turned != self.reverse, limit: self.limit };
        Ok(Selection { filter, range, clock: self.clock, order })
    }

    /// The selection within the view that is asked for, of the timeline's and the reader's own, and that
    /// view.
    ///
    /// # Errors
    /// When there is no view of that name, or its query is none; the text says which was likely meant.
    pub fn in_view(
        &self,
        chosen: Selection,
        timeline: &Timeline,
        config: &Config,
        today: Moment,
    ) -> Result<(Selection, Option<View>), String> {
        let Some(name) = &self.view else { return Ok((chosen, None)) };
        let views = together(&timeline.head.views, &config.views);
        let Some(view) = views.iter().find(|view| view.is_called(name)) else {
            let names: Vec<&str> = views.iter().map(|view| &*view.name).collect();
            let hint = aside(meant(name, names.iter().copied()));
            let known = if names.is_empty() { "there is none".to_owned() } else { names.join(", ") };
            return Err(format!("no view `{name}`{hint}\nviews: {known}"));
        };
        let Selection { mut filter, order: own, .. } = Selection::of_view(view, today).map_err(|error| {
            format!("the query of view `{}` cannot be read\n{}", view.name, error.render(&view.query))
        })?;
        filter.add(chosen.filter.query());
        let order = match self.sort {
            Some(_) => chosen.order,
            None => Order { reverse: own.reverse != self.reverse, limit: chosen.order.limit, ..own },
        };
        Ok((Selection { filter, order, ..chosen }, Some((*view).clone())))
    }

    /// Whether the selection is to be explained in place of what the command does else.
    pub fn is_explained(&self) -> bool {
        self.explain
    }

    /// Reads the timeline and what is chosen of it, and tells what is wrong with either.
    ///
    /// # Errors
    /// When nothing can be read, or an option says nothing that can be chosen.
    pub fn chosen(&self, paths: &Paths, own: &Own) -> Result<Chosen, String> {
        let selection = self.selection(today())?;
        let loaded = paths.load()?;
        tell_problems(&loaded)?;
        let own = own.settle()?;
        let (selection, _) = self.in_view(selection, &loaded.timeline, &own.config, today())?;
        let timeline = loaded.timeline.placed_by(selection.clock);
        let index = Index::new(&timeline);
        Self::warn(&selection, &index);
        Ok(Chosen { timeline, index, selection })
    }

    /// Prints how a selection is understood; 1 when it takes nothing.
    pub fn explain(selection: &Selection, timeline: &Timeline, index: &Index) -> io::Result<u8> {
        let explanation = selection.explain(timeline, index);
        write!(io::stdout(), "{}", harmless(&explanation.to_string()))?;
        Ok(if explanation.events == 0 { NO } else { DONE })
    }

    /// Warns of values and dates that nothing in the timeline has.
    pub fn warn(selection: &Selection, index: &Index) {
        if let Some(clock) = selection.clock.filter(|clock| index.with_date(Some(*clock)).is_empty()) {
            let _ = writeln!(io::stderr(), "warning: no event has a date `{}`", clock.word());
        }
        for (facet, value, meant) in index.unknown_values(&selection.filter.query()) {
            let hint = aside(meant.as_deref().map(did_you_mean));
            let line = format!("warning: no {facet} `{value}` in this timeline{hint}");
            let _ = writeln!(io::stderr(), "{}", harmless(&line));
        }
    }
}

/// What a command tells of.
pub struct Chosen {
    /// Everything that was read, placed as was asked for.
    pub timeline: Timeline,
    /// What it is looked up by.
    pub index: Index,
    /// Which of its events.
    pub selection: Selection,
}

/// Reads the name of a clock.
fn clock_named() -> impl TypedValueParser<Value = Clock> {
    PossibleValuesParser::new(Clock::iter().map(Clock::word)).try_map(|word| word.parse::<Clock>())
}

/// The first and last moment of a date given for an option.
pub(super) fn span(option: &str, text: &str, today: Moment) -> Result<(Moment, Moment), String> {
    date_of(option, text, today).map(|date| (date.earliest(), date.latest()))
}

/// A date given for an option.
fn date_of(option: &str, text: &str, today: Moment) -> Result<Date, String> {
    let text = if text == "today" { today.iso_day() } else { text.to_owned() };
    let date = Date::parse(&text).or_else(|error| Date::spoken(&text).ok_or(error));
    date.map_err(|error| format!("{option} {text}: {error}"))
}
