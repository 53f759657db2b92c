//! The events counted by `stats`, and the limit of rows per table.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Event, EventNo, Timeline};

/// The first rows of a table, as many as `--top` allows.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Top<R> {
    pub rows: Vec<R>,
    /// The number of rows before the limit was applied.
    #[serde(skip)]
    pub all: usize,
}

/// The selected events, and the limit of rows per table.
pub struct Counted<'t> {
    pub timeline: &'t Timeline,
    pub events: Vec<EventNo>,
    pub top: usize,
}

impl<'t> Counted<'t> {
    pub fn event(&self, number: EventNo) -> &'t Event {
        self.timeline.event(number)
    }

    pub fn id(&self, number: EventNo) -> &'t str {
        &self.event(number).id
    }

    /// Keeps the first rows, up to the limit.
    pub fn top<T, R>(&self, rows: &[T], row: impl Fn(&T) -> R) -> Top<R> {
        Top { rows: rows.iter().take(self.top).map(row).collect(), all: rows.len() }
    }
}

impl<R> Top<R> {
    /// Returns a note if rows were cut.
    pub fn note(&self) -> Option<String> {
        let shown = self.rows.len();
        (self.all > shown).then(|| format!("{shown} of {}; `--top 0` shows all", self.all))
    }
}
