//! What a check finds in an event.

use crate::model::{Event, EventNo, Timeline};

/// The most findings of one kind that are reported.
pub const MOST_OF_A_KIND: usize = 1_000;

/// A problem whose place is still to be found in the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding<'t> {
    /// The event that it is about.
    pub event: EventNo,
    /// Words that locate the place: each is searched for after the one before it, and the last one is marked.
    pub words: Vec<&'t str>,
    /// The code of the problem.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Returns the events with their numbers.
pub fn numbered(timeline: &Timeline) -> impl Iterator<Item = (EventNo, &Event)> {
    (0..).map(EventNo).zip(timeline.events())
}
