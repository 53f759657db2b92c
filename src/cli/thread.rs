//! `dateline thread`: what led to an event and what followed from it.

use std::collections::HashSet;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::answer::{Answer, Form, Table};
use super::exit::{DONE, Error, Result};
use super::global_args::GlobalArgs;
use super::path_args::PathArgs;
use super::tell;
use crate::history::{Edge, Links, Node, Thread, Way};
use crate::model::Timeline;
use crate::text::{counted, meant};

/// Arguments of `thread`.
#[derive(Debug, Args)]
pub struct ThreadArgs {
    /// The id of the event
    id: String,
    #[command(flatten)]
    paths: PathArgs,
    /// Only one of the two tables
    #[arg(long, value_name = "TABLE")]
    only: Option<Part>,
    /// How to print it
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    format: Form,
}

/// A table of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The events, with the steps between each and the one asked about
    Events,
    /// The links between them, with their lags
    Links,
}

/// Prints the thread.
pub fn run(args: &ThreadArgs, global: &GlobalArgs) -> Result {
    let loaded = args.paths.load_reported(global)?;
    let timeline = &loaded.timeline;
    let Some(event) = timeline.find(&args.id) else {
        let hint = meant(&args.id, timeline.events().iter().map(|event| &*event.id));
        let hint =
            hint.unwrap_or_else(|| "`dateline list` ends each line of `--format tsv` with it".to_owned());
        return Err(Error::Usage(format!("no event has the id `{}`; {hint}", args.id)));
    };
    let links = Links::of(timeline);
    let told = Told { timeline, links: &links, thread: &links.thread(event) };
    let mut tables = vec![told.events(), told.edges()];
    match args.only {
        Some(Part::Events) => tables.truncate(1),
        Some(Part::Links) => tables.drain(..1).for_each(drop),
        None => {}
    }
    Answer { tables, json: told.json() }.print(args.format, DONE)
}

/// A thread being told.
struct Told<'a> {
    timeline: &'a Timeline,
    links: &'a Links,
    thread: &'a Thread,
}

impl<'a> Told<'a> {
    fn id(&self, node: Node) -> &'a str {
        self.links.id(self.timeline, node)
    }

    /// Links from the event asked about, negative to what led to it.
    fn steps(&self, row: usize) -> i64 {
        self.thread.step(row).map_or(0, |(step, way)| match way {
            Way::Before => -i64::from(step.distance),
            Way::After => i64::from(step.distance),
        })
    }

    /// The links that stand between two events of the thread.
    fn inside(&self) -> impl Iterator<Item = &'a Edge> {
        let nodes: HashSet<Node> = (0..self.thread.rows()).map(|row| self.thread.node(row)).collect();
        self.links.edges().iter().filter(move |edge| nodes.contains(&edge.from) && nodes.contains(&edge.to))
    }

    fn events(&self) -> Table {
        let row = |row: usize| {
            let node = self.thread.node(row);
            let event = self.links.event(node).map(|event| self.timeline.event(event));
            let edge = self.thread.edge(row, self.links);
            let other = edge.map(|edge| if edge.from == node { edge.to } else { edge.from });
            vec![
                format!("{:+}", self.steps(row)).replace("+0", "0"),
                event.map_or_else(String::new, |event| tell::date_text(self.timeline, event)),
                edge.map_or_else(String::new, |edge| edge.label(self.timeline)),
                other.map_or_else(String::new, |other| self.id(other).to_owned()),
                self.id(node).to_owned(),
                event.map_or_else(|| "(not in this timeline)".to_owned(), |event| event.title.to_string()),
            ]
        };
        let (before, after) = (self.thread.before.len(), self.thread.after.len());
        Table {
            title: format!("What led to {} and what followed", self.id(self.thread.centre)),
            columns: vec!["step", "date", "relation", "with", "id", "title"],
            rows: (0..self.thread.rows()).map(row).collect(),
            notes: vec![format!("{} led to it, {after} followed", counted(before, "event")), self.longest()],
            ..Table::default()
        }
    }

    /// The longest chain; of a very long one the ends.
    fn longest(&self) -> String {
        const ENDS: usize = 8;
        let ids: Vec<&str> = self.thread.longest.iter().map(|node| self.id(*node)).collect();
        let chain = if ids.len() > 2 * ENDS {
            format!("{} → … → {}", ids[..ENDS].join(" → "), ids[ids.len() - ENDS..].join(" → "))
        } else {
            ids.join(" → ")
        };
        format!("the longest chain of links has {}: {chain}", counted(ids.len(), "event"))
    }

    fn edges(&self) -> Table {
        let row = |edge: &Edge| {
            let lag = self.links.lag(self.timeline, edge);
            vec![
                self.id(edge.from).to_owned(),
                edge.label(self.timeline),
                self.id(edge.to).to_owned(),
                lag.map_or_else(String::new, |lag| lag.words()),
                lag.map_or_else(String::new, |lag| lag.order.word().to_owned()),
            ]
        };
        Table {
            title: "Links, from what led to what followed".to_owned(),
            columns: vec!["from", "relation", "to", "lag", "order"],
            rows: self.inside().map(row).collect(),
            notes: Vec::new(),
            ..Table::default()
        }
    }

    fn json(&self) -> Value {
        let event = |row: usize| {
            let node = self.thread.node(row);
            let event = self.links.event(node).map(|event| self.timeline.event(event));
            json!({
                "step": self.steps(row),
                "id": self.id(node),
                "date": event.and_then(|event| self.timeline.when(event)).map(tell::date),
                "title": event.map(|event| &event.title),
                "missing": event.is_none(),
            })
        };
        let link = |edge: &Edge| {
            json!({
                "from": self.id(edge.from),
                "to": self.id(edge.to),
                "relations": edge.words.iter().map(|word| self.timeline.word(*word)).collect::<Vec<_>>(),
                "lag": self.links.lag(self.timeline, edge).as_ref().map(tell::lag),
            })
        };
        json!({
            "schema": "dateline/thread/1",
            "timeline": self.timeline.head.title,
            "event": self.id(self.thread.centre),
            "events": (0..self.thread.rows()).map(event).collect::<Vec<_>>(),
            "links": self.inside().map(link).collect::<Vec<_>>(),
            "longest-chain": self.thread.longest.iter().map(|node| self.id(*node)).collect::<Vec<_>>(),
        })
    }
}
