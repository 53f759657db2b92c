//! Prints what every policy of a timeline was on a day, as the events that match a query tell it:
//!
//! ```sh
//! cargo run --example policies_on -- data/weapons-use '-is:weak' 2024-05-31
//! ```

use std::error::Error;
use std::path::PathBuf;

use dateline::history::History;
use dateline::load::load;
use dateline::model::{Date, EventNo};
use dateline::query::{Index, Query};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, query, day] = &arguments[..] else { return Err("usage: policies_on PATH QUERY DAY".into()) };
    policies_on(path, query, day)?.iter().for_each(|line| println!("{line}"));
    Ok(())
}

/// Returns a line for each policy.
fn policies_on(path: &str, query: &str, day: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let loaded = load(&[PathBuf::from(path)], &mut std::io::empty());
    if let Some(problem) = loaded.problems.first() {
        eprintln!("{}", problem.summary());
    }
    let timeline = &loaded.timeline;
    let day = Date::parse(day).map_err(|problem| problem.message)?.latest();
    let query = Query::parse(query, day).map_err(|problem| problem.render(query))?;
    let events = Index::new(timeline).run(timeline, &query);
    let history = History::of_events(timeline, events.iter().map(EventNo));
    let lines = history.tracks().iter().map(|track| {
        let state = track.on(day);
        let doubt = if state.certain { "" } else { ", not certain" };
        format!("{}: {}{doubt}", timeline.policy(track.policy).title, state.words(timeline))
    });
    Ok(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_depends_on_the_day_and_on_the_events_asked_for() {
        let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/weapons-use");
        let first = |query, day| policies_on(data, query, day).unwrap().swap_remove(0);
        assert!(first("", "2024-05-31").ends_with(": partly permitted"), "{}", first("", "2024-05-31"));
        let before = first("", "2024-05-29");
        assert!(before.ends_with(": banned, not certain"), "the change is dated `2024-05-30~`: {before}");
        let without = first("date:..2024-05-22", "2024-05-31");
        assert!(!without.ends_with(": partly permitted"), "{without}");
        assert!(policies_on(data, "date:", "2024").is_err() && policies_on(data, "", "soon").is_err());
    }
}
