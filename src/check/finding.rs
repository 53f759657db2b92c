//! What a check finds in an event.

use crate::model::{Event, EventNo, Timeline};

/// A problem whose place is still to be found in the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding<'t> {
    /// The event that it is about.
    pub event: EventNo,
    /// The words that lead to the place: each stands behind the one before it, and the last is meant.
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
