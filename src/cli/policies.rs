//! `dateline policies`: what every policy was on a day, what changed between two, who moved first.

mod changes;
mod first;
mod states;
mod tell;

use std::io::{self, Write};

use clap::Args;

use super::answer::Form;
use super::select::span;
use super::{NO, Own, Paths, Select, tell_problems, today};
use crate::history::{History, Race, compare};
use crate::model::view::together;
use crate::query::Index;

/// Arguments of `policies`.
#[derive(Debug, Args)]
pub struct Policies {
    #[command(flatten)]
    paths: Paths,
    /// The day to tell the state of (EDTF, or `today`); a month or a year tells all that it was then
    #[arg(long, value_name = "DATE", default_value = "today", allow_hyphen_values = true)]
    on: String,
    /// Tell only what changed between this day and that of `--on`
    #[arg(long, value_name = "DATE", conflicts_with = "first", allow_hyphen_values = true)]
    compare: Option<String>,
    /// Tell who moved first on this topic, and how long after it the others came
    #[arg(long, value_name = "TOPIC", conflicts_with = "on")]
    first: Option<String>,
    /// The status that `--first` asks about, it or a looser one; when left out, the first step
    /// away from the strictest
    #[arg(long, value_name = "STATUS", requires = "first")]
    status: Option<String>,
    #[command(flatten)]
    select: Select,
    #[command(flatten)]
    own: Own,
    /// How to print it
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    format: Form,
}

/// Prints the answer; 1 when the timeline has no policy.
pub fn run(args: &Policies) -> Result<io::Result<u8>, String> {
    let choice = args.select.choice(today())?;
    let on = span("--on", &args.on, today())?;
    let compared = args.compare.as_deref().map(|text| span("--compare", text, today())).transpose()?;
    let loaded = args.paths.load()?;
    tell_problems(&loaded)?;
    let timeline = &loaded.timeline;
    if timeline.policies.is_empty() {
        let _ = writeln!(io::stderr(), "this timeline has no policy; see `policies` in `dateline schema`");
        return Ok(Ok(NO));
    }
    let own = args.own.settle()?;
    let views = together(&timeline.head.views, &own.config.views);
    let (choice, _) = args.select.in_view(choice, &views, today())?;
    let index = Index::new(timeline);
    Select::warn(&choice, &index);
    if args.select.is_explained() {
        return Ok(Select::explain(&choice, timeline, &index));
    }
    let history = History::told_by(timeline, choice.events(timeline, &index).into_iter());
    let answer = match (&args.first, compared) {
        (Some(topic), _) => {
            let (topic, status) = first::question(timeline, topic, args.status.as_deref())?;
            first::answer(timeline, &Race::of(timeline, &history, topic, status), topic, status)
        }
        (None, Some(from)) => {
            let (from, to) = (from.1, on.1);
            changes::answer(timeline, &compare(timeline, &history, from, to), from, to)
        }
        (None, None) => states::answer(timeline, &history, on),
    };
    answer.print(args.format)
}
