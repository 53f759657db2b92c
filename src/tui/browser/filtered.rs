//! The filtered events and their lanes, cached until the filters, the order, the data or the lanes' facet
//! change.

use std::collections::{BTreeSet, HashMap};

use strum::IntoEnumIterator as _;

use super::Data;
use crate::load::format::Lanes;
use crate::model::calendar::DAY;
use crate::model::{Date, EventNo, Moment, Policy, PolicyNo};
use crate::query::{Filter, Group, Order, RankedSet, Sort, groups, within};
use crate::text::width;

/// A lane and its filtered events.
#[derive(Debug, Clone)]
pub struct LaneSet {
    /// The name to display.
    pub name: String,
    /// The filtered events in the lane.
    pub events: RankedSet,
    /// The policy of the lane, whose status is drawn along it, when lanes are by policy.
    pub policy: Option<PolicyNo>,
    /// Whether the lane is folded to one row.
    pub folded: bool,
}

impl LaneSet {
    /// The cells of the margin besides name and count: the mark of a folded lane and two blanks.
    pub const AROUND_NAME: usize = 3;

    /// Returns the cells that name and count take in the margin.
    fn margin(&self) -> u16 {
        let count = self.events.len().to_string();
        u16::try_from(width(&self.name) + count.len() + Self::AROUND_NAME).unwrap_or(u16::MAX)
    }
}

/// The filtered events in their order and their lanes.
#[derive(Debug, Clone, Default)]
pub struct FilteredView {
    /// The filters.
    pub filter: Filter,
    /// The order of the list, and the limit on the number of events.
    pub order: Order,
    /// The filtered events.
    pub selection: RankedSet,
    /// The filtered events in list order, if that is not time order.
    listed: Option<Listed>,
    /// The facet of the lanes.
    pub by: Lanes,
    /// The lanes with events, those with most events first.
    pub lanes: Vec<LaneSet>,
    /// The cells that the widest name with its count takes in the margin.
    pub margin: u16,
    folded: BTreeSet<String>,
    /// Incremented with every recomputation, for caches.
    pub revision: u64,
}

/// Events in list order, and the position of each.
#[derive(Debug, Clone)]
struct Listed {
    events: Vec<EventNo>,
    places: HashMap<EventNo, u64>,
}

impl FilteredView {
    /// Filters the data, with lanes by country.
    pub fn new(data: &Data, filter: Filter, order: Order) -> Self {
        let mut shown = Self { filter, order, ..Self::default() };
        shown.refresh(data);
        shown
    }

    /// Recomputes everything.
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

    /// Returns the effective order: the limit applies only while filters are switched on.
    pub fn order_now(&self) -> Order {
        Order { limit: self.order.limit.filter(|_| self.filter.on), ..self.order }
    }

    /// Returns the event at a position of the list, from 0.
    pub fn nth(&self, place: u64) -> Option<EventNo> {
        match &self.listed {
            Some(listed) => listed.events.get(usize::try_from(place).ok()?).copied(),
            None => self.selection.select(u32::try_from(place).ok()?).map(EventNo),
        }
    }

    /// Returns the events of the list from a position on.
    pub fn from(&self, place: u64) -> Box<dyn Iterator<Item = EventNo> + '_> {
        match &self.listed {
            Some(listed) => Box::new(listed.events.iter().skip(place as usize).copied()),
            None => match self.nth(place) {
                Some(first) => Box::new(self.selection.range(first.0..).map(EventNo)),
                None => Box::new(std::iter::empty()),
            },
        }
    }

    /// Returns the position of an event in the list, from 0.
    pub fn place_of(&self, event: EventNo) -> Option<u64> {
        match &self.listed {
            Some(listed) => listed.places.get(&event).copied(),
            None => self.selection.contains(event.0).then(|| self.selection.rank(event.0) - 1),
        }
    }

    /// Switches to the next order.
    pub fn next_order(&mut self, data: &Data) {
        const ORDERS: [(Sort, bool); 4] =
            [(Sort::Date, false), (Sort::Date, true), (Sort::Importance, false), (Sort::Title, false)];
        let now = (self.order.sort, self.order.reverse);
        let next = ORDERS.iter().position(|order| *order == now).map_or(0, |at| (at + 1) % ORDERS.len());
        (self.order.sort, self.order.reverse) = ORDERS[next];
        self.refresh(data);
    }

    fn refresh_lanes(&mut self, data: &Data) {
        let values = self.by.facet().map_or(&[][..], |facet| data.index.values(facet));
        let lane = |Group { key, name, events }| {
            let policy = key.and_then(|key: String| self.policy(data, &key));
            let name = policy.map_or(name, |policy| data.timeline.policy_name(data.timeline.policy(policy)));
            LaneSet { policy, folded: self.folded.contains(&name), name, events: events.into() }
        };
        self.lanes = groups(&self.selection, self.by.facet(), values).into_iter().map(lane).collect();
        self.margin = self.lanes.iter().map(LaneSet::margin).max().unwrap_or(0);
    }

    /// Returns the policy of a lane.
    fn policy(&self, data: &Data, key: &str) -> Option<PolicyNo> {
        let is_it = |policy: &Policy| &*policy.id == key;
        let policies = &data.timeline.policies;
        let place = if self.by == Lanes::Policy { policies.iter().position(is_it) } else { None };
        place.map(|place| PolicyNo(place as u32))
    }

    /// Switches lanes to the next facet.
    pub fn next_lanes(&mut self, data: &Data) {
        let next = Lanes::iter().cycle().skip_while(|by| *by != self.by).nth(1);
        self.show_lanes(next.unwrap_or_default(), data);
    }

    /// Switches lanes to a facet.
    pub fn show_lanes(&mut self, by: Lanes, data: &Data) {
        self.by = by;
        self.refresh_lanes(data);
    }

    /// Folds or unfolds a lane.
    pub fn fold(&mut self, lane: usize) {
        let Some(lane) = self.lanes.get_mut(lane) else { return };
        lane.folded = !lane.folded;
        if lane.folded {
            self.folded.insert(lane.name.clone())
        } else {
            self.folded.remove(&lane.name)
        };
    }

    /// Returns a lane with the event: `preferred` if it has the event, else the first one.
    pub fn lane_of(&self, event: EventNo, preferred: usize) -> usize {
        let holds = |lane: &LaneSet| lane.events.contains(event.0);
        if self.lanes.get(preferred).is_some_and(holds) {
            return preferred;
        }
        self.lanes.iter().position(holds).unwrap_or(preferred)
    }

    /// Returns the first and last finite moment of the filtered events.
    pub fn span(&self, data: &Data) -> Option<(Moment, Moment)> {
        data.timeline.span_of(&self.selection)
    }

    /// Returns the event whose anchor is nearest to a moment; the later one of a tie.
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

    /// Returns the event most likely meant by a day: exact dates before vague ones, then by weight. `None` if
    /// the span is longer than a day or no event starts in it.
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

    /// Returns the number of filtered events that may lie in a range.
    pub fn in_range(&self, range: (Moment, Moment), data: &Data) -> u64 {
        let within = within(data.timeline.clock(), range);
        data.run(&within).intersection_len(&self.selection)
    }
}
