//! What the filters leave, and its lanes: everything that is worked out anew only when the filter,
//! the data or the kind of lanes change.

use std::collections::BTreeSet;

use roaring::RoaringBitmap;

use super::Data;
use crate::model::{EventNo, Moment, Policy, PolicyNo};
use crate::query::{Facet, Filter, Group, groups};

/// What makes a lane: a value of this facet, or nothing, which puts all events into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneBy(pub Option<Facet>);

/// A lane and its events among those shown.
#[derive(Debug, Clone)]
pub struct LaneSet {
    /// What it is called.
    pub name: String,
    /// Its events.
    pub events: RoaringBitmap,
    /// The policy that it stands for, whose status runs along it.
    pub policy: Option<PolicyNo>,
    /// Whether it is folded to one row.
    pub folded: bool,
}

/// What is shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The filters.
    pub filter: Filter,
    /// The events they leave.
    pub selection: RoaringBitmap,
    /// What makes a lane.
    pub by: LaneBy,
    /// The lanes that have an event, the fullest first.
    pub lanes: Vec<LaneSet>,
    folded: BTreeSet<String>,
}

impl LaneBy {
    /// What `L` goes through.
    const ORDER: [Self; 6] = [
        Self(Some(Facet::Country)),
        Self(Some(Facet::Actor)),
        Self(Some(Facet::Kind)),
        Self(Some(Facet::Tag)),
        Self(Some(Facet::Policy)),
        Self(None),
    ];

    /// What the header of the lanes says.
    pub fn words(self) -> String {
        self.0.map_or("all events".to_owned(), |facet| format!("by {}", facet.word()))
    }
}

impl Shown {
    /// What `filter` leaves of the data, in lanes by country.
    pub fn new(data: &Data, filter: Filter) -> Self {
        let by = LaneBy::ORDER[0];
        let mut shown =
            Self { filter, selection: RoaringBitmap::new(), by, lanes: Vec::new(), folded: BTreeSet::new() };
        shown.refresh(data);
        shown
    }

    /// Works everything out anew.
    pub fn refresh(&mut self, data: &Data) {
        self.selection = data.run(&self.filter.query());
        self.refresh_lanes(data);
    }

    fn refresh_lanes(&mut self, data: &Data) {
        let values = self.by.0.map_or_else(|| (&[]).into(), |facet| data.values(facet));
        let lane = |Group { key, name, events }| LaneSet {
            policy: key.and_then(|key: String| self.policy(data, &key)),
            folded: self.folded.contains(&name),
            name,
            events,
        };
        self.lanes = groups(&self.selection, self.by.0, &values).into_iter().map(lane).collect();
    }

    /// The policy that a lane stands for.
    fn policy(&self, data: &Data, key: &str) -> Option<PolicyNo> {
        let is_it = |policy: &Policy| &*policy.id == key;
        let policies = &data.timeline.policies;
        let place = if self.by.0 == Some(Facet::Policy) { policies.iter().position(is_it) } else { None };
        place.map(|place| PolicyNo(place as u32))
    }

    /// Makes lanes of the next thing.
    pub fn next_lanes(&mut self, data: &Data) {
        let at = LaneBy::ORDER.iter().position(|by| *by == self.by).unwrap_or(0);
        self.show_lanes(LaneBy::ORDER[(at + 1) % LaneBy::ORDER.len()], data);
    }

    /// Makes lanes of this.
    pub fn show_lanes(&mut self, by: LaneBy, data: &Data) {
        self.by = by;
        self.refresh_lanes(data);
    }

    /// Folds a lane to one row, or opens it.
    pub fn fold(&mut self, lane: usize) {
        let Some(lane) = self.lanes.get_mut(lane) else { return };
        lane.folded = !lane.folded;
        if lane.folded {
            self.folded.insert(lane.name.clone())
        } else {
            self.folded.remove(&lane.name)
        };
    }

    /// The lane that an event stands in: `preferred` when it does, else the first.
    pub fn lane_of(&self, event: EventNo, preferred: usize) -> usize {
        let holds = |lane: &LaneSet| lane.events.contains(event.0);
        if self.lanes.get(preferred).is_some_and(holds) {
            return preferred;
        }
        self.lanes.iter().position(holds).unwrap_or(preferred)
    }

    /// The first and last finite moment of the events shown.
    pub fn span(&self, data: &Data) -> Option<(Moment, Moment)> {
        data.timeline.span_of(&self.selection)
    }
}
