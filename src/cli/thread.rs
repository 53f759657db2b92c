//! `dateline thread`: the events that led to an event and followed from it.

use std::collections::HashSet;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{AnswerFormat, Table, each, print_answer_from};
use super::exit::{DONE, Error, Result};
use super::global_args::GlobalArgs;
use super::parts::{DateRow, LagRow, Record};
use super::path_args::PathArgs;
use super::values;
use crate::history::{Edge, Links, Node, Thread, Way};
use crate::model::Timeline;
use crate::text::counted;

/// Arguments of `thread`.
#[derive(Debug, Args)]
pub struct ThreadArgs {
    /// Id of the event
    #[arg(add = values::events())]
    id: String,
    #[command(flatten)]
    paths: PathArgs,
    /// Print only this table
    #[arg(long, value_name = "TABLE")]
    only: Option<Section>,
    /// Output format
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    format: AnswerFormat,
}

/// A table of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// The events, each with its distance in links from the given one
    Events,
    /// The links between the events, with their lags
    Links,
}

pub fn run(args: &ThreadArgs, global: &GlobalArgs) -> Result {
    let loaded = args.paths.load_reported(global)?;
    let timeline = &loaded.timeline;
    let Some(event) = timeline.find(&args.id) else {
        let wrong = format_args!("no event has the id `{}`", args.id);
        let ids = timeline.events().iter().map(|event| &*event.id);
        return Err(Error::unknown(wrong, &args.id, ids, "`dateline list --format tsv` lists the ids"));
    };
    let links = Links::of(timeline);
    let record = Record::from(timeline);
    let answer = ThreadAnswer::of(timeline, &links, &links.thread(event), record);
    print_answer_from(timeline, args.format, DONE, &answer, || match args.only {
        Some(Section::Events) => vec![answer.events_table()],
        Some(Section::Links) => vec![answer.links_table()],
        None => vec![answer.events_table(), answer.links_table()],
    })
}

/// The events that led to an event and that followed from it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ThreadAnswer<'t> {
    #[schemars(extend("const" = "dateline/thread/1"))]
    schema: &'static str,
    #[serde(flatten)]
    record: Record<'t>,
    /// The id of the given event.
    event: &'t str,
    /// The events that led to the given one, the farthest first; the event itself; and those that followed.
    /// If the links form a cycle, an event may be on both sides.
    events: Vec<ThreadEvent<'t>>,
    /// The links between these events, each from the earlier to the later side of the thread.
    links: Vec<ThreadLink<'t>>,
    /// The ids on the longest chain of links through the given event.
    #[schemars(length(min = 1))]
    longest_chain: Vec<&'t str>,
    #[serde(skip)]
    before: usize,
    #[serde(skip)]
    after: usize,
}

/// An event of a thread.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ThreadEvent<'t> {
    /// The number of links on the shortest path from the given event: negative if the event led to it,
    /// positive if it followed, 0 for itself.
    step: i64,
    id: &'t str,
    date: Option<DateRow<'t>>,
    title: Option<&'t str>,
    /// Whether the id occurs only in links, without an event.
    missing: bool,
    /// The label of the link towards the given event, and the id at its other end.
    #[serde(skip)]
    link: (String, &'t str),
}

/// A link of a thread.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ThreadLink<'t> {
    from: &'t str,
    to: &'t str,
    /// Every word that declares the link, from either end.
    #[schemars(length(min = 1))]
    relations: Vec<&'t str>,
    lag: Option<LagRow>,
    #[serde(skip)]
    label: String,
}

impl<'t> ThreadAnswer<'t> {
    fn of(timeline: &'t Timeline, links: &'t Links, thread: &Thread, record: Record<'t>) -> Self {
        let id = |node: Node| links.id(timeline, node);
        let event = |row: usize| {
            let node = thread.node(row);
            let event = links.event(node).map(|event| timeline.event(event));
            let link = thread.edge(row, links).map(|edge| {
                let other = if edge.from == node { edge.to } else { edge.from };
                (edge.label(timeline), id(other))
            });
            ThreadEvent {
                step: steps(thread, row),
                id: id(node),
                date: event.and_then(|event| timeline.when(event)).map(DateRow::from),
                title: event.map(|event| &*event.title),
                missing: event.is_none(),
                link: link.unwrap_or_default(),
            }
        };
        let nodes: HashSet<Node> = (0..thread.rows()).map(|row| thread.node(row)).collect();
        let is_inside = |edge: &&Edge| nodes.contains(&edge.from) && nodes.contains(&edge.to);
        let link = |edge: &'t Edge| ThreadLink {
            from: id(edge.from),
            to: id(edge.to),
            relations: edge.words.iter().map(|word| timeline.word(*word)).collect(),
            lag: links.lag(timeline, edge).map(LagRow::from),
            label: edge.label(timeline),
        };
        Self {
            schema: "dateline/thread/1",
            record,
            event: id(thread.centre),
            events: (0..thread.rows()).map(event).collect(),
            links: links.edges().iter().filter(is_inside).map(link).collect(),
            longest_chain: thread.longest.iter().map(|node| id(*node)).collect(),
            before: thread.before.len(),
            after: thread.after.len(),
        }
    }

    fn events_table(&self) -> Table {
        let cells = each(&self.events).columns(&[
            ("step", |row| format!("{:+}", row.step).replace("+0", "0")),
            ("date", ThreadEvent::date_text),
            ("relation", |row| row.link.0.clone()),
            ("with", |row| row.link.1.to_owned()),
            ("id", |row| row.id.to_owned()),
            ("title", |row| row.title.unwrap_or("(not in this timeline)").to_owned()),
        ]);
        let counts = format!("{} led to it, {} followed", counted(self.before, "event"), self.after);
        let title = format!("What led to {} and what followed", self.event);
        Table::new(title, cells, [Some(counts), Some(self.longest())])
    }

    /// Describes the longest chain; the middle of a long one is left out.
    fn longest(&self) -> String {
        const ENDS: usize = 8;
        let ids = &self.longest_chain;
        let chain = if ids.len() > 2 * ENDS {
            format!("{} → … → {}", ids[..ENDS].join(" → "), ids[ids.len() - ENDS..].join(" → "))
        } else {
            ids.join(" → ")
        };
        format!("the longest chain of links has {}: {chain}", counted(ids.len(), "event"))
    }

    fn links_table(&self) -> Table {
        let cells = each(&self.links).columns(&[
            ("from", |row| row.from.to_owned()),
            ("relation", |row| row.label.clone()),
            ("to", |row| row.to.to_owned()),
            ("lag", |row| row.lag.as_ref().map_or("", |lag| &lag.words).to_owned()),
            ("order", |row| row.lag.as_ref().map_or("", |lag| lag.order.word()).to_owned()),
        ]);
        Table::new("Links, from what led to what followed", cells, [])
    }
}

impl ThreadEvent<'_> {
    fn date_text(&self) -> String {
        match &self.date {
            Some(date) => date.edtf,
            None if self.missing => "",
            None => "undated",
        }
        .to_owned()
    }
}

/// Returns the distance in links from the event asked about, negative for what led to it.
fn steps(thread: &Thread, row: usize) -> i64 {
    thread.step(row).map_or(0, |(step, way)| match way {
        Way::Before => -i64::from(step.distance),
        Way::After => i64::from(step.distance),
    })
}
