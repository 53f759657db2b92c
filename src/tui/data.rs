//! The data in view. They change only when files are read again or another clock places the events.

use std::sync::OnceLock;

use roaring::RoaringBitmap;

use crate::history::{History, Links};
use crate::load::Loaded;
use crate::model::{Clock, Date, EventNo, Moment, Timeline};
use crate::problem::Problem;
use crate::query::{Index, Query};

/// A timeline with what is derived from it.
pub struct Data {
    /// The events.
    pub timeline: Timeline,
    /// Their sets.
    pub index: Index,
    /// What the events did to policies, computed when it is first asked for.
    history: OnceLock<History>,
    /// How events lead to each other, computed when a thread is first asked for.
    links: OnceLock<Links>,
    /// The problems of the files.
    pub problems: Vec<Problem>,
    /// How many of the problems are errors.
    pub errors: usize,
    /// Whether a text could not be read, so that events may be missing.
    pub broken: bool,
    /// The paths as they were typed.
    pub paths: Vec<String>,
    /// What `today` means.
    pub today: Moment,
}

impl Data {
    /// Takes over what was loaded, placed by a clock.
    pub fn new(loaded: Loaded, paths: Vec<String>, today: Moment, clock: Option<Clock>) -> Self {
        let broken = loaded.is_broken();
        let Loaded { timeline, problems, errors, .. } = loaded;
        let timeline = timeline.placed_by(clock);
        let index = Index::new(&timeline);
        let (history, links) = (OnceLock::new(), OnceLock::new());
        Self { timeline, index, history, links, problems, errors, broken, paths, today }
    }

    /// Places the events by another clock.
    pub fn place_by(&mut self, clock: Option<Clock>) {
        self.timeline = std::mem::take(&mut self.timeline).placed_by(clock);
        self.index = Index::new(&self.timeline);
        (self.history, self.links) = (OnceLock::new(), OnceLock::new());
    }

    /// Returns the date that places an event on the axis.
    pub fn when(&self, event: EventNo) -> Option<&Date> {
        self.timeline.when(self.timeline.event(event))
    }

    /// Returns the moment that an event stands on.
    pub fn anchor(&self, event: EventNo) -> Option<Moment> {
        self.when(event).map(Date::anchor)
    }

    /// Returns what the events did to policies.
    pub fn history(&self) -> &History {
        self.history.get_or_init(|| History::of(&self.timeline))
    }

    /// Returns how events lead to each other.
    pub fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::of(&self.timeline))
    }

    /// Takes the links away, when they are computed.
    pub fn take_links(&mut self) -> Links {
        self.links.take().unwrap_or_default()
    }

    /// Returns the events that a query matches.
    pub fn run(&self, query: &Query) -> RoaringBitmap {
        if query.is_everything() { self.timeline.numbers() } else { self.index.run(&self.timeline, query) }
    }
}
