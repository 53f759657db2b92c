//! `dateline policies`: the status of every policy on a day, what changed between two days, who moved first,
//! and every change of one policy.

mod changes;
mod first;
mod of;
mod parts;
mod states;

use std::io::{self, Write};

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{AnswerFormat, Table, print_answer_from};
use super::exit::{DONE, NEGATIVE, Result, code_for};
use super::global_args::GlobalArgs;
use super::input_args::{Input, InputArgs};
use super::parts::Record;
use super::selection_args::{span, today};
use super::values;
use crate::history::{FirstMovers, History};
use crate::model::{Moment, Timeline};
use changes::PoliciesCompared;
use first::PoliciesFirst;
use of::PolicySteps;
use states::PoliciesOn;

/// Arguments of `policies`.
#[derive(Debug, Args)]
pub struct Policies {
    /// Date (EDTF or `today`); for a month or year, every status in it is shown
    #[arg(long, value_name = "DATE", default_value = "today", allow_hyphen_values = true)]
    on: String,
    /// Show only what changed between this date and that of --on
    #[arg(long, value_name = "DATE", conflicts_with = "first", allow_hyphen_values = true)]
    compare: Option<String>,
    /// Show who moved first on this topic, and how long after that the others followed
    #[arg(long, value_name = "TOPIC", conflicts_with = "on", add = values::topics())]
    first: Option<String>,
    /// With --first: who reached this status or a looser one; by default the second strictest
    #[arg(long, value_name = "STATUS", requires = "first", add = values::statuses())]
    status: Option<String>,
    /// Show every change of this policy, with its date and event
    #[arg(long, value_name = "POLICY", conflicts_with_all = ["on", "compare", "first"], add = values::policies())]
    of: Option<String>,
    /// With --of: include events that only restate the status
    #[arg(long, requires = "of")]
    all: bool,
    #[command(flatten)]
    pub input: InputArgs,
    /// Output format
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    format: AnswerFormat,
}

/// Prints the answer. Returns 1 if the timeline has no policies or no event is selected.
pub fn run(args: &Policies, global: &GlobalArgs) -> Result {
    let on = span("--on", &args.on, today())?;
    let compared = args.compare.as_deref().map(|text| span("--compare", text, today())).transpose()?;
    let Input { timeline, index, selection, .. } = args.input.read(global)?;
    let timeline = &timeline;
    if timeline.policies.is_empty() {
        let _ = writeln!(io::stderr(), "this timeline has no policy; see `policies` in `dateline schema`");
        return Ok(code_for(timeline, NEGATIVE));
    }
    let events = selection.events(timeline, &index);
    let shown = events.len();
    let code = if events.is_empty() { NEGATIVE } else { DONE };
    if events.is_empty() {
        let _ = writeln!(io::stderr(), "no event matches");
    }
    let history = History::of_events(timeline, events.into_iter());
    let record = Record::from(timeline);
    let (answer, last) = match (&args.first, &args.of, compared) {
        (Some(topic), ..) => {
            let asked = first::question(timeline, topic, args.status.as_deref())?;
            let race = FirstMovers::of(timeline, &history, asked.0, asked.1);
            (PoliciesAnswer::First(PoliciesFirst::of(timeline, &race, record, asked)), None)
        }
        (_, Some(id), _) => {
            let track = history.track(of::policy(timeline, id)?);
            (PoliciesAnswer::Of(PolicySteps::of(timeline, track, record, args.all)), None)
        }
        (.., Some(from)) => {
            let days = [end("--compare", from.1)?, end("--on", on.1)?];
            let answer = PoliciesCompared::of(timeline, &history, record, days);
            (PoliciesAnswer::Compared(answer), days.into_iter().max())
        }
        _ => (PoliciesAnswer::On(PoliciesOn::of(timeline, &history, record, on)), Some(on.0)),
    };
    print_answer_from(timeline, args.format, code, &answer, || {
        let mut table = answer.table();
        table.notes.extend(notes(timeline, shown, last));
        if let Some(from) = compared {
            let dates = [("--compare", &args.compare, from), ("--on", &Some(args.on.clone()), on)];
            table.notes.extend(dates.into_iter().filter_map(coarse));
        }
        vec![table]
    })
}

/// An answer of `dateline policies`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum PoliciesAnswer<'t> {
    On(PoliciesOn<'t>),
    Compared(PoliciesCompared<'t>),
    First(PoliciesFirst<'t>),
    Of(PolicySteps<'t>),
}

impl PoliciesAnswer<'_> {
    fn table(&self) -> Table {
        match self {
            Self::On(answer) => answer.table(),
            Self::Compared(answer) => answer.table(),
            Self::First(answer) => answer.table(),
            Self::Of(answer) => answer.table(),
        }
    }
}

/// Returns a date's last moment, or fails if the date is open.
fn end(option: &str, moment: Moment) -> Result<Moment> {
    let hint = || {
        let message = format!("{option}: a comparison needs two days; write one, such as 2024-06-30");
        message.into()
    };
    moment.is_finite().then_some(moment).ok_or_else(hint)
}

/// Returns notes on the limits of an answer: unselected events, and days after the end of the record.
fn notes(timeline: &Timeline, shown: usize, last: Option<Moment>) -> impl Iterator<Item = String> {
    let all = timeline.len();
    let selected = (shown < all).then(|| format!("by {shown} of {all} events"));
    let end = timeline.span().map(|(_, end)| end).filter(|end| last.is_some_and(|last| last > end.day_end()));
    let ended = end.map(|end| format!("the record ends {}", end.iso_day()));
    selected.into_iter().chain(ended)
}

/// Returns a note that a comparison uses the last day of a date of several days.
fn coarse((option, text, (from, to)): (&str, &Option<String>, (Moment, Moment))) -> Option<String> {
    let text = text.as_deref().filter(|_| from.day_start() != to.day_start())?;
    Some(format!("{option} {text} means its last day, {}", to.iso_day()))
}
