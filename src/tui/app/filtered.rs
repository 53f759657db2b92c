//! What the filters leave, and its lanes: everything that is worked out anew only when the filter,
//! the data or the kind of lanes change.

use std::collections::{BTreeSet, HashMap};

use super::{Data, Range};
use crate::model::calendar::DAY;
use crate::model::{Date, EventNo, Moment, Policy, PolicyNo};
use crate::query::{Facet, Filter, Group, Order, RankedSet, Sort, groups, within};

/// What makes a lane: a value of this facet, or nothing, which puts all events into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneBy(pub Option<Facet>);

/// A lane and its events among those shown.
#[derive(Debug, Clone)]
pub struct LaneSet {
    /// What it is called.
    pub name: String,
    /// Its events.
    pub events: RankedSet,
    /// The policy that it stands for, whose status runs along it.
    pub policy: Option<PolicyNo>,
    /// Whether it is folded to one row.
    pub folded: bool,
}

/// What is shown.
#[derive(Debug, Clone)]
pub struct FilteredView {
    /// The filters.
    pub filter: Filter,
    /// How the list orders them, and how many the filters let through at most.
    pub order: Order,
    /// The events that are left.
    pub selection: RankedSet,
    /// The same in the order of the list, where that is not the order of time.
    listed: Option<Listed>,
    /// What makes a lane.
    pub by: LaneBy,
    /// The lanes that have an event, the fullest first.
    pub lanes: Vec<LaneSet>,
    folded: BTreeSet<String>,
    /// Counts the changes of what is shown.
    pub revision: u64,
}

/// Events in the order of the list, and the place of each in it.
#[derive(Debug, Clone)]
struct Listed {
    events: Vec<EventNo>,
    places: HashMap<EventNo, u64>,
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

    /// The one that a file calls so.
    pub fn named(name: &str) -> Option<Self> {
        let word = |by: &Self| by.0.map_or("none", Facet::word);
        Self::ORDER.into_iter().find(|by| word(by).eq_ignore_ascii_case(name))
    }

    /// What the header of the lanes says.
    pub fn words(self) -> String {
        self.0.map_or("all events".to_owned(), |facet| format!("by {}", facet.word()))
    }
}

impl FilteredView {
    /// What `filter` leaves of the data, in lanes by country.
    pub fn new(data: &Data, filter: Filter, order: Order) -> Self {
        let mut shown = Self {
            filter,
            order,
            selection: RankedSet::default(),
            listed: None,
            by: LaneBy::ORDER[0],
            lanes: Vec::new(),
            folded: BTreeSet::new(),
            revision: 0,
        };
        shown.refresh(data);
        shown
    }

    /// Works everything out anew.
    pub fn refresh(&mut self, data: &Data) {
        self.revision += 1;
        self.selection = data.run(&self.filter.query()).into();
        let order = self.order_now();
        self.listed = None;
        if order != Order::default() {
            let events = order.events(&data.timeline, &self.selection);
            if order.limit.is_some() {
                self.selection = events.iter().map(|event| event.0).collect();
            }
            self.listed = (!order.is_time())
                .then(|| Listed { places: events.iter().copied().zip(0..).collect(), events });
        }
        self.refresh_lanes(data);
    }

    /// The order that counts: filters that are switched off limit nothing.
    pub fn order_now(&self) -> Order {
        Order { limit: self.order.limit.filter(|_| self.filter.on), ..self.order }
    }

    /// The event at a place of the list, counted from 0.
    pub fn nth(&self, place: u64) -> Option<EventNo> {
        match &self.listed {
            Some(listed) => listed.events.get(usize::try_from(place).ok()?).copied(),
            None => self.selection.select(u32::try_from(place).ok()?).map(EventNo),
        }
    }

    /// The events of the list from a place on.
    pub fn from(&self, place: u64) -> Box<dyn Iterator<Item = EventNo> + '_> {
        match &self.listed {
            Some(listed) => Box::new(listed.events.iter().skip(place as usize).copied()),
            None => match self.nth(place) {
                Some(first) => Box::new(self.selection.range(first.0..).map(EventNo)),
                None => Box::new(std::iter::empty()),
            },
        }
    }

    /// The place of an event in the list, counted from 0.
    pub fn place_of(&self, event: EventNo) -> Option<u64> {
        match &self.listed {
            Some(listed) => listed.places.get(&event).copied(),
            None => self.selection.contains(event.0).then(|| self.selection.rank(event.0) - 1),
        }
    }

    /// Lists the events in the next order.
    pub fn next_order(&mut self, data: &Data) {
        const ORDERS: [(Sort, bool); 4] =
            [(Sort::Date, false), (Sort::Date, true), (Sort::Importance, false), (Sort::Title, false)];
        let now = (self.order.sort, self.order.reverse);
        let next = ORDERS.iter().position(|order| *order == now).map_or(0, |at| (at + 1) % ORDERS.len());
        (self.order.sort, self.order.reverse) = ORDERS[next];
        self.refresh(data);
    }

    fn refresh_lanes(&mut self, data: &Data) {
        let values = self.by.0.map_or(&[][..], |facet| data.index.values(facet));
        let lane = |Group { key, name, events }| {
            let policy = key.and_then(|key: String| self.policy(data, &key));
            let name = policy.map_or(name, |policy| data.timeline.policy_name(data.timeline.policy(policy)));
            LaneSet { policy, folded: self.folded.contains(&name), name, events: events.into() }
        };
        self.lanes = groups(&self.selection, self.by.0, values).into_iter().map(lane).collect();
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

    /// Returns the event that starts nearest to a moment; of two as near, the later.
    pub fn nearest(&self, moment: Moment, data: &Data) -> Option<EventNo> {
        let at = data.timeline.first_from(moment) as u32;
        let dated = data.timeline.dated() as u32;
        let after = self.selection.range(at..dated).next();
        let before = self.selection.range(..at).next_back();
        let distance =
            |event: u32| data.anchor(EventNo(event)).map_or(u64::MAX, |anchor| anchor.0.abs_diff(moment.0));
        let near = match (before, after) {
            (Some(before), Some(after)) if distance(before) < distance(after) => before,
            (before, after) => after.or(before).or_else(|| self.selection.min())?,
        };
        Some(EventNo(near))
    }

    /// Returns the event most likely meant by a day: an exact date before a vague one, then the
    /// weightiest; none when the span is longer than a day or no event starts in it.
    pub fn weightiest_on(&self, from: Moment, to: Moment, data: &Data) -> Option<EventNo> {
        const LOOKED_AT: usize = 64;
        if to.0.saturating_sub(from.0) >= DAY {
            return None;
        }
        let starts = |moment: Moment| data.timeline.first_from(moment) as u32;
        let those = self.selection.range(starts(from)..starts(Moment(to.0 + 1))).take(LOOKED_AT);
        let rank = |event: &EventNo| {
            let weight = data.timeline.event(*event).weight();
            (!data.when(*event).is_some_and(Date::is_exact), std::cmp::Reverse(weight))
        };
        those.map(EventNo).min_by_key(rank)
    }

    /// Returns how many events may lie in a range.
    pub fn in_range(&self, range: Range, data: &Data) -> u64 {
        let within = within(data.timeline.clock(), range.span());
        data.run(&within).intersection_len(&self.selection)
    }
}
