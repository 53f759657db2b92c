//! `dateline stats`: what the record holds, and what it cannot say.

mod counts;
mod disputes;
mod lags;
mod silence;
mod sources;

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use roaring::RoaringBitmap;
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use super::answer::{Answer, Form, Table};
use super::exit::{DONE, NEGATIVE, Result};
use super::global_args::GlobalArgs;
use super::input_args::{Input, InputArgs};
use crate::model::{Event, EventNo, Timeline};
use crate::query::Index;

/// Arguments of `stats`.
#[derive(Debug, Args)]
pub struct Stats {
    #[command(flatten)]
    pub input: InputArgs,
    /// Only these tables, parted by commas; all when left out
    #[arg(long, value_name = "TABLE", value_delimiter = ',')]
    only: Vec<Part>,
    /// At most so many rows in a table, or of a facet; 0 for all [default: 10, all in CSV and JSON]
    #[arg(long, value_name = "COUNT")]
    top: Option<usize>,
    /// How to print it
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    format: Form,
}

/// A table of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
enum Part {
    /// Events by country, actor, kind and the other facets
    Facets,
    /// Actors that stand in the same events
    Pairs,
    /// How long after an event another answered it
    Lags,
    /// The longest time without an event of an actor
    Silence,
    /// Events that rest on one source, on weak ones only, or on none
    Sources,
    /// What is contested, with both sides
    Disputes,
}

/// What the tables are made of.
struct Asked<'a> {
    timeline: &'a Timeline,
    index: &'a Index,
    events: Vec<EventNo>,
    /// The most rows of a table.
    top: usize,
}

/// Prints the tables; 1 when no event is selected.
pub fn run(args: &Stats, global: &GlobalArgs) -> Result {
    let Input { timeline, index, selection, .. } = args.input.read(global)?;
    let timeline = &timeline;
    let events = selection.events(timeline, &index);
    if events.is_empty() {
        let _ = writeln!(io::stderr(), "no event matches");
        return Ok(NEGATIVE);
    }
    let usual = if matches!(args.format, Form::Csv | Form::Json) { 0 } else { 10 };
    let top = Some(args.top.unwrap_or(usual)).filter(|top| *top > 0).unwrap_or(usize::MAX);
    let asked = Asked { timeline, index: &index, events, top };
    let mut json = json!({
        "schema": "dateline/stats/1",
        "timeline": timeline.head.title,
        "selection": selection.query().words(&index),
        "events": asked.events.len(),
        "total": timeline.len(),
    });
    let mut tables = Vec::new();
    for part in Part::iter().filter(|part| args.only.is_empty() || args.only.contains(part)) {
        let (table, value) = asked.part(part);
        tables.push(table);
        json[Into::<&str>::into(part)] = value;
    }
    Answer { tables, json }.print(args.format, DONE)
}

impl Asked<'_> {
    fn part(&self, part: Part) -> (Table, Value) {
        match part {
            Part::Facets => self.facets(),
            Part::Pairs => self.pairs(),
            Part::Lags => self.lags(),
            Part::Silence => self.silence(),
            Part::Sources => self.sources(),
            Part::Disputes => self.disputes(),
        }
    }

    fn event(&self, number: EventNo) -> &Event {
        self.timeline.event(number)
    }

    fn id(&self, number: EventNo) -> String {
        self.event(number).id.to_string()
    }

    fn set(&self) -> RoaringBitmap {
        self.events.iter().map(|event| event.0).collect()
    }

    /// Keeps as many rows as were asked for, and says so.
    fn cut(&self, table: &mut Table) {
        let rows = table.rows.len();
        if rows > self.top {
            table.rows.truncate(self.top);
            table.notes.insert(0, format!("{} of {rows}; `--top 0` shows all", self.top));
        }
    }
}
