//! Named views: a saved selection and its presentation.

use super::{Date, Text, Value};

/// View as written by its author. Absent fields are empty or `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Name.
    pub name: Text,
    /// Query text that selects the events.
    pub query: Text,
    /// Time range as one date.
    pub range: Option<Date>,
    /// Start of the range, when written as two dates.
    pub from: Option<Date>,
    /// End of the range, when written as two dates.
    pub to: Option<Date>,
    /// Facet whose values become lanes, or `none`.
    pub lanes: Text,
    /// Sort key of the list.
    pub sort: Text,
    /// Whether the sort order is reversed.
    pub reverse: bool,
    /// Cursor position: an event id or a date.
    pub cursor: Text,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

impl View {
    /// Returns whether `name` refers to this view, ignoring case and surrounding blanks.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }
}

/// Merges the timeline's views with the user's, which replace those of the same name and otherwise come last.
pub fn together<'a>(of_timeline: &'a [View], own: &'a [View]) -> Vec<&'a View> {
    let mine = |view: &View| own.iter().find(|own| own.is_called(&view.name));
    let mut views: Vec<&View> = of_timeline.iter().map(|view| mine(view).unwrap_or(view)).collect();
    views.extend(own.iter().filter(|own| !of_timeline.iter().any(|view| view.is_called(&own.name))));
    views
}
