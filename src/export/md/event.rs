//! Parts of an event's line, in the list and in the table.

use super::escape::escape;
use super::references::References;
use crate::export::wording;
use crate::model::{Event, Timeline};

/// Returns the disputes of an event, each with the numbers of its sources.
pub fn objections<'a>(event: &'a Event, references: &mut References<'a>) -> Vec<String> {
    let objection = |dispute: &'a crate::model::Dispute| {
        let numbers = in_order(dispute.sources.iter().map(|url| references.number_at(url)).collect());
        let line = format!("{}: {} {numbers}", wording::objection(event), escape(&dispute.says));
        line.trim_end().to_owned()
    };
    event.disputes.iter().map(objection).collect()
}

/// Returns the date that places the event, if that is not its `date`.
pub fn placing(timeline: &Timeline, event: &Event) -> String {
    timeline.clock().map_or_else(String::new, |clock| match timeline.when(event) {
        Some(date) => format!(", {} {}", clock.words(), date.words()),
        None => format!(", no {} date", clock.word()),
    })
}

/// Formats numbers of sources, ascending and without duplicates.
pub fn in_order(mut numbers: Vec<usize>) -> String {
    numbers.sort_unstable();
    numbers.dedup();
    numbers.iter().flat_map(|number| ["[".to_owned(), number.to_string(), "]".to_owned()]).collect()
}
