//! The loaded data, which change only when the files are reloaded or another clock is chosen.

use std::sync::OnceLock;

use roaring::RoaringBitmap;

use crate::history::{History, Links};
use crate::load::Loaded;
use crate::model::{Clock, Date, EventNo, Moment, Timeline};
use crate::problem::Problem;
use crate::query::{Index, Pattern, Query, Term};

/// A timeline and what is derived from it.
pub struct Data {
    /// The timeline, placed by the chosen clock.
    pub timeline: Timeline,
    /// The index of the timeline.
    pub index: Index,
    /// The history of policies, computed on first use.
    history: OnceLock<History>,
    /// The links between events, computed on first use.
    links: OnceLock<Links>,
    /// The problems of the files.
    pub problems: Vec<Problem>,
    /// Number of errors, including those not in `problems`.
    pub errors: usize,
    /// Whether part of a file could not be read, so that events may be missing.
    pub broken: bool,
    /// The paths as typed.
    pub paths: Vec<String>,
    /// The start of the current day.
    pub today: Moment,
}

impl Data {
    /// Derives the data from loaded files, with events placed by a clock.
    pub fn new(loaded: Loaded, paths: Vec<String>, today: Moment, clock: Option<Clock>) -> Self {
        let broken = loaded.is_broken();
        let Loaded { timeline, problems, errors, .. } = loaded;
        let timeline = timeline.placed_by(clock);
        let index = Index::new(&timeline);
        let (history, links) = (OnceLock::new(), OnceLock::new());
        Self { timeline, index, history, links, problems, errors, broken, paths, today }
    }

    /// Places events by another clock, which renumbers them.
    pub fn place_by(&mut self, clock: Option<Clock>) {
        self.timeline = std::mem::take(&mut self.timeline).placed_by(clock);
        self.index = Index::new(&self.timeline);
        (self.history, self.links) = (OnceLock::new(), OnceLock::new());
    }

    /// Returns the date by which an event is placed.
    pub fn when(&self, event: EventNo) -> Option<&Date> {
        self.timeline.when(self.timeline.event(event))
    }

    /// Returns the moment at which an event is drawn.
    pub fn anchor(&self, event: EventNo) -> Option<Moment> {
        self.when(event).map(Date::anchor)
    }

    /// Returns the history of policies.
    pub fn history(&self) -> &History {
        self.history.get_or_init(|| History::of(&self.timeline))
    }

    /// Returns the links between events.
    pub fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::of(&self.timeline))
    }

    /// Takes the links, or empty links if they were not computed.
    pub fn take_links(&mut self) -> Links {
        self.links.take().unwrap_or_default()
    }

    /// Returns the query that matches exactly these events, by id.
    pub fn by_id(&self, events: &RoaringBitmap) -> Query {
        let id = |number| Pattern::exact(&*self.timeline.event(EventNo(number)).id);
        Query::Term(Term::Id(events.iter().map(id).collect()))
    }

    /// Returns the events that a query matches.
    pub fn run(&self, query: &Query) -> RoaringBitmap {
        if query.is_everything() { self.timeline.numbers() } else { self.index.run(&self.timeline, query) }
    }
}
