//! `dateline stats`: counts of the events, and gaps of the record.

mod counted;
mod counts;
mod disputes;
mod lags;
mod silence;
mod sources;

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{AnswerFormat, Table, print_answer_from};
use super::exit::{DONE, NEGATIVE, Result, code_for};
use super::global_args::GlobalArgs;
use super::input_args::{Input, InputArgs};
use super::parts::Record;
use counted::Counted;
use counts::{FacetCounts, Pairs};
use disputes::Disputes;
use lags::LinkLags;
use silence::Silences;
use sources::WeaklySourced;

/// Arguments of `stats`.
#[derive(Debug, Args)]
pub struct Stats {
    #[command(flatten)]
    pub input: InputArgs,
    /// Tables to print, comma-separated; all by default
    #[arg(long, value_name = "TABLE", value_delimiter = ',')]
    only: Vec<Section>,
    /// Print at most COUNT rows per table or facet; 0 for all [default: 10, or all in CSV and JSON]
    #[arg(long, value_name = "COUNT")]
    top: Option<usize>,
    /// Output format
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    format: AnswerFormat,
}

/// A table of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// Events per country, actor, kind and other facets
    Facets,
    /// Actors that take part in the same events
    Pairs,
    /// Time between linked events
    Lags,
    /// Longest time without an event, per actor
    Silence,
    /// Events with one source, only weak sources, or none
    Sources,
    /// Disputed claims, with both sides
    Disputes,
}

/// What the record holds and what it cannot say: the tables that were asked for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatsAnswer<'t> {
    #[schemars(extend("const" = "dateline/stats/1"))]
    schema: &'static str,
    #[serde(flatten)]
    record: Record<'t>,
    /// The events counted, in words.
    selection: String,
    /// How many events are counted.
    events: usize,
    /// How many events the timeline has.
    total: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<FacetCounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pairs: Option<Pairs<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lags: Option<LinkLags<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    silence: Option<Silences<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<WeaklySourced<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disputes: Option<Disputes<'t>>,
}

/// Prints the tables. Returns 1 if no event is selected.
pub fn run(args: &Stats, global: &GlobalArgs) -> Result {
    let Input { timeline, index, selection, .. } = args.input.read(global)?;
    let timeline = &timeline;
    let events = selection.events(timeline, &index);
    if events.is_empty() {
        let _ = writeln!(io::stderr(), "no event matches");
        return Ok(code_for(timeline, NEGATIVE));
    }
    let usual = if matches!(args.format, AnswerFormat::Csv | AnswerFormat::Json) { 0 } else { 10 };
    let top = Some(args.top.unwrap_or(usual)).filter(|top| *top > 0).unwrap_or(usize::MAX);
    let counted = Counted { timeline, events, top };
    let is_asked = |section| args.only.is_empty() || args.only.contains(&section);
    let answer = StatsAnswer {
        schema: "dateline/stats/1",
        record: Record::from(timeline),
        selection: selection.query().words(&index),
        events: counted.events.len(),
        total: timeline.len(),
        facets: is_asked(Section::Facets).then(|| FacetCounts::of(&counted, &index)),
        pairs: is_asked(Section::Pairs).then(|| Pairs::of(&counted)),
        lags: is_asked(Section::Lags).then(|| LinkLags::of(&counted)),
        silence: is_asked(Section::Silence).then(|| Silences::of(&counted)),
        sources: is_asked(Section::Sources).then(|| WeaklySourced::of(&counted)),
        disputes: is_asked(Section::Disputes).then(|| Disputes::of(&counted)),
    };
    print_answer_from(timeline, args.format, DONE, &answer, || answer.tables())
}

impl StatsAnswer<'_> {
    fn tables(&self) -> Vec<Table> {
        let tables = [
            self.facets.as_ref().map(|facets| facets.table(self.events, self.total)),
            self.pairs.as_ref().map(Pairs::table),
            self.lags.as_ref().map(LinkLags::table),
            self.silence.as_ref().map(Silences::table),
            self.sources.as_ref().map(WeaklySourced::table),
            self.disputes.as_ref().map(Disputes::table),
        ];
        tables.into_iter().flatten().collect()
    }
}
