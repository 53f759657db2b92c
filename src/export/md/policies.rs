//! The policies at both ends of the exported range, and the changes between them.

use std::io;

use super::escape::escape;
use super::event::in_order;
use super::references::References;
use crate::export::Export;
use crate::history::{History, NOT_CERTAIN, State, StatusChange, compare, policy_words, returned};
use crate::model::date::day_words;
use crate::model::{Moment, PolicyNo, Timeline};

/// Writes a table of the policies that the filter names or the events affect, and below it each policy that
/// changed, with the events that changed it and the numbers of their sources. The statuses come from the
/// whole timeline, whatever the filter.
///
/// # Errors
/// Fails if `out` does.
pub fn write<'a>(
    export: &Export<'a>,
    references: &mut References<'a>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let Some((from, to)) = export.days().filter(|_| !export.timeline.policies.is_empty()) else {
        return Ok(());
    };
    let (timeline, history) = (export.timeline, History::of(export.timeline));
    let policies = export.shown_policies();
    if policies.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Policies\n")?;
    writeln!(out, "| Policy | {} | {} |\n| --- | --- | --- |", day_words(from), day_words(to))?;
    let mut doubt = "";
    for policy in &policies {
        let cells = [from, to].map(|day| {
            let state = history.track(*policy).on(day);
            doubt = if state.certain { doubt } else { NOT_CERTAIN };
            cell(timeline, &state)
        });
        let name = escape(&policy_words(timeline, timeline.policy(*policy)));
        writeln!(out, "| {name} | {} |", cells.join(" | "))?;
    }
    if !doubt.is_empty() {
        writeln!(out, "\n\\~ not certain: {doubt}.")?;
    }
    write_changes(export, &history, (from, to), &policies, references, out)
}

/// Formats a status: `banned`, or `banned~` if it is uncertain.
fn cell(timeline: &Timeline, state: &State) -> String {
    escape(&(state.words(timeline) + if state.certain { "" } else { "~" }))
}

fn write_changes<'a>(
    export: &Export<'a>,
    history: &History,
    (from, to): (Moment, Moment),
    policies: &[PolicyNo],
    references: &mut References<'a>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let timeline = export.timeline;
    let changed = compare(timeline, history, from, to);
    let changed = changed.iter().map(|change| (change.policy, became(timeline, change), change.between));
    let back = returned(history, from, to).into_iter();
    let back = back.map(|back| (back.policy, "changed and came back".to_owned(), back.between));
    let all: Vec<_> = changed.chain(back).filter(|(policy, ..)| policies.contains(policy)).collect();
    writeln!(out, "\n### What changed\n")?;
    if all.is_empty() {
        writeln!(out, "Nothing between these days.")?;
    }
    for (policy, words, between) in all {
        let name = escape(&policy_words(timeline, timeline.policy(policy)));
        writeln!(out, "- **{name}** {words}")?;
        for step in between.steps() {
            let event = timeline.event(step.event);
            let date = step.date_in_words(timeline);
            let line = format!("{date}: {}, by “{}”", step.status_words(timeline), event.title);
            let numbers = event.sources.iter().map(|source| references.number(source)).collect();
            writeln!(out, "  - {}", format!("{} {}", escape(&line), in_order(numbers)).trim_end())?;
        }
    }
    writeln!(out)
}

/// Formats a change: `banned → partly permitted (loosening)`.
fn became(timeline: &Timeline, change: &StatusChange) -> String {
    let (before, after) = (cell(timeline, &change.before), cell(timeline, &change.after));
    let way = match change.way_words() {
        "neither" => String::new(),
        way => format!(" ({way})"),
    };
    format!("{before} → {after}{way}")
}
