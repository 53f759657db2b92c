//! The table of each actor's longest time without an event.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Table, each};
use super::super::parts::LagRow;
use super::counted::{Counted, Top};
use crate::history::stats::{Silence, silences};
use crate::model::Moment;
use crate::model::date::day_words;

/// The longest time without an event, per actor.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Silences<'t> {
    /// The last day of the selected events.
    record_end: Option<String>,
    /// The actors, the longest silence first.
    actors: Top<SilentActor<'t>>,
    #[serde(skip)]
    end: Option<Moment>,
}

/// An actor and its silences.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct SilentActor<'t> {
    actor: &'t str,
    name: &'t str,
    events: usize,
    longest: Option<Gap<'t>>,
    at_end: Option<SilentSince<'t>>,
}

/// The longest span of days that no event of the actor touches.
#[derive(Debug, Serialize, JsonSchema)]
struct Gap<'t> {
    after: &'t str,
    before: &'t str,
    lag: LagRow,
}

/// The time from the actor's last event to the end of the record.
#[derive(Debug, Serialize, JsonSchema)]
struct SilentSince<'t> {
    since: &'t str,
    lag: LagRow,
}

impl<'t> Silences<'t> {
    pub fn of(counted: &Counted<'t>) -> Self {
        let (silences, end) = silences(counted.timeline, &counted.events);
        let actors = counted.top(&silences, |silence: &Silence| {
            let actor = counted.timeline.actor(silence.actor);
            SilentActor {
                actor: &actor.id,
                name: &actor.name,
                events: silence.events,
                longest: silence.longest.map(|gap| Gap {
                    after: counted.id(gap.after),
                    before: counted.id(gap.before),
                    lag: gap.lag.into(),
                }),
                at_end: silence
                    .last
                    .map(|(event, lag)| SilentSince { since: counted.id(event), lag: lag.into() }),
            }
        });
        Self { record_end: end.map(Moment::iso_day), actors, end }
    }

    pub fn table(&self) -> Table {
        let cells = each(&self.actors.rows).columns(&[
            ("actor", |row| row.name.to_owned()),
            ("events", |row| row.events.to_string()),
            ("longest silence", |row| row.longest.as_ref().map_or("", |gap| &gap.lag.words).to_owned()),
            ("after", |row| row.longest.as_ref().map_or("", |gap| gap.after).to_owned()),
            ("before", |row| row.longest.as_ref().map_or("", |gap| gap.before).to_owned()),
            ("silent at the end", |row| row.at_end.as_ref().map_or("", |end| &end.lag.words).to_owned()),
            ("since", |row| row.at_end.as_ref().map_or("", |end| end.since).to_owned()),
        ]);
        let ended = self
            .end
            .map(|end| format!("the record ends on {}; a silence until then may go on", day_words(end)));
        let silence = "no event on record does not mean that nothing happened".to_owned();
        Table::new("Longest silences", cells, [self.actors.note(), Some(silence), ended])
    }
}
