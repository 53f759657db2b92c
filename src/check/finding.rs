//! Findings: problems before they are located in a file.

use crate::model::EventNo;

/// Problem in an event, not yet located in the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding<'t> {
    /// The event with the problem.
    pub event: EventNo,
    /// Words that locate the problem: each is searched for after the one before it, and the last one is
    /// marked.
    pub words: Vec<&'t str>,
    /// Code of the problem.
    pub code: &'static str,
    /// Message of the problem.
    pub message: String,
    /// Hint of the problem.
    pub hint: String,
}
