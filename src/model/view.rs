//! Named views: a selection and a way to look at it, to come back to.

use super::{Date, Text, Value};

/// A view as its author wrote it. What it leaves out is empty or `None`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// What it is called.
    pub name: Text,
    /// Which events, in the query language.
    pub query: Text,
    /// The time it is about, as one date.
    pub range: Option<Date>,
    /// Where that time begins, when it is written as two dates.
    pub from: Option<Date>,
    /// Where it ends.
    pub to: Option<Date>,
    /// What makes a lane.
    pub lanes: Text,
    /// The order of the list.
    pub sort: Text,
    /// That order the other way round.
    pub reverse: bool,
    /// Where the cursor stands: the id of an event, or a date.
    pub cursor: Text,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

impl View {
    /// Whether a person means this one by `name`: without case.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }
}

/// The views of a timeline and then those of its reader, whose own take the place of others that are
/// called the same.
pub fn together<'a>(of_timeline: &'a [View], own: &'a [View]) -> Vec<&'a View> {
    let mine = |view: &View| own.iter().find(|own| own.is_called(&view.name));
    let mut views: Vec<&View> = of_timeline.iter().map(|view| mine(view).unwrap_or(view)).collect();
    views.extend(own.iter().filter(|own| !of_timeline.iter().any(|view| view.is_called(&own.name))));
    views
}
