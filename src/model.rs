//! The data model: a timeline with its events numbered in time order, and the registries they refer to.

pub(crate) mod actor;
pub(crate) mod address;
pub(crate) mod calendar;
mod certainty;
pub(crate) mod country;
pub(crate) mod date;
pub(crate) mod date_forms;
pub(crate) mod event;
pub mod field;
mod order;
pub(crate) mod policy;
pub(crate) mod source;
mod times;
pub(crate) mod value;
pub(crate) mod view;
pub(crate) mod vocabulary;
mod written;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use roaring::RoaringBitmap;
use std::hash::BuildHasher;
use std::path::PathBuf;

use crate::parallel::{join_if, parallel_if};
use crate::text::{one_line, truncate};
pub use actor::{Actor, ActorNo, Member, Office, Principal, Tenure};
pub use address::Address;
pub use calendar::Moment;
pub use certainty::{Certainty, Clock};
pub use country::Country;
pub use date::{Date, End, Precision};
pub use date_forms::{DateStyle, DayOrder};
pub use event::{Dispute, EVENT, Effect, Event, EventField, EventNo, KINDS, Link, Participation, Review};
use order::MANY;
pub use policy::{Ladder, Policy, PolicyNo};
pub use source::{SOURCE, Source, SourceDetails, SourceField, SourceValue};
pub use value::{Value, join_pairs};
pub use view::View;
pub use vocabulary::{Text, Vocabulary, Word};

/// Metadata and views from the head of the timeline's files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// Name of the timeline; empty when no file gives one.
    pub title: String,
    /// What the timeline covers and how it was made.
    pub description: String,
    /// Licence of the timeline's texts: an SPDX identifier where there is one.
    pub license: String,
    /// Documented tags, as pairs of tag and meaning.
    pub tags: Vec<(String, String)>,
    /// Named views, in file order.
    pub views: Vec<View>,
    /// Name of the view that the browser opens with.
    pub opening: String,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

/// Events numbered in time order, with the actors, policies and sources they refer to.
///
/// Dated events come first, sorted by [`Event::time_order`]; undated events follow. "Dated" means the event's
/// `date`, or its date by the clock that the timeline is [placed by](Timeline::placed_by).
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// Metadata and views from the files.
    pub head: Head,
    /// Ladders of statuses that policies use.
    pub ladders: Vec<Ladder>,
    /// All actors, indexed by [`ActorNo`].
    pub actors: Vec<Actor>,
    /// All policies, indexed by [`PolicyNo`].
    pub policies: Vec<Policy>,
    /// Registered sources; events refer to them by id.
    pub sources: Vec<Source>,
    /// Interned words of the open vocabularies (kinds, roles, tags, statuses, publishers, relations).
    pub words: Vocabulary,
    /// Paths of the input files, as given; `Event::place` indexes into this list.
    pub files: Vec<PathBuf>,
    /// Paths, as given, of files that were not read or only partly read, so events may be missing.
    pub unread: Vec<String>,
    /// Hash of all input, to record which data a result is based on.
    pub fingerprint: u64,
    clock: Option<Clock>,
    events: Vec<Event>,
    dated: usize,
    pub(crate) times: times::TimeIndex,
    /// Actors that have members.
    bodies: Vec<ActorNo>,
    /// Event numbers keyed by the hash of the event's id; the ids themselves stay in the events.
    by_id: HashTable<EventNo>,
}

impl Timeline {
    /// Sorts `events` by time and numbers them.
    ///
    /// Ids should be unique. [`Timeline::find`] returns the first in time order of those that share an id.
    #[must_use]
    pub fn with_events(self, events: Vec<Event>) -> Self {
        self.with_parts(vec![events])
    }

    /// Does the same as [`Timeline::with_events`] for events held in several vectors.
    #[must_use]
    pub fn with_parts(mut self, parts: Vec<Vec<Event>>) -> Self {
        let clock = self.clock;
        self.events = order::in_time_order(parts, clock);
        let events = &self.events;
        self.dated = events.partition_point(|event| event.when(clock).is_some());
        let dates = events.iter().filter_map(|event| event.when(clock));
        let with_members =
            (0..).map(ActorNo).zip(&self.actors).filter(|(_, actor)| !actor.members.is_empty());
        self.bodies = with_members.map(|(number, _)| number).collect();
        (self.by_id, self.times) =
            join_if(events.len() >= MANY, || by_id(events), || times::TimeIndex::of(dates.clone()));
        self
    }

    /// Renumbers the events by their dates of `clock`, or by their `date` for `None`. Events without that
    /// date come last; no other date of theirs is used instead.
    #[must_use]
    pub fn placed_by(mut self, clock: Option<Clock>) -> Self {
        if self.clock == clock {
            return self;
        }
        self.clock = clock;
        let events = std::mem::take(&mut self.events);
        self.with_events(events)
    }

    /// Returns the clock that places the events; `None` means their `date`.
    pub fn clock(&self) -> Option<Clock> {
        self.clock
    }

    /// Returns the date that places an event; events without one come last.
    pub fn when<'e>(&self, event: &'e Event) -> Option<&'e Date> {
        event.when(self.clock)
    }

    /// Returns all events in time order, undated ones last.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Returns the number of events.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Returns whether there are no events.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Returns the numbers of all events, as a bitmap without run containers.
    pub fn numbers(&self) -> RoaringBitmap {
        let mut numbers = RoaringBitmap::new();
        numbers.insert_range(0..self.events.len() as u32);
        // Set operations on one long run would leave many short runs, which are slow to combine.
        numbers.remove_run_compression();
        numbers
    }

    /// Returns the number of dated events. Their numbers are `0..dated()`.
    pub fn dated(&self) -> usize {
        self.dated
    }

    /// Returns the event with this number. Panics when there is none.
    pub fn event(&self, number: EventNo) -> &Event {
        &self.events[number.index()]
    }

    /// Returns the number of the event with this id, in constant time.
    pub fn find(&self, id: &str) -> Option<EventNo> {
        let found = self.by_id.find(hash(id), |number| *self.event(*number).id == *id);
        found.copied()
    }

    /// Returns the actor with this number. Panics when there is none.
    pub fn actor(&self, number: ActorNo) -> &Actor {
        &self.actors[number.index()]
    }

    /// Returns the policy with this number. Panics when there is none.
    pub fn policy(&self, number: PolicyNo) -> &Policy {
        &self.policies[number.index()]
    }

    /// Returns the short title, or else the title, after the owner code unless it begins with it: `US weapons in
    /// Russia`, `GB+ Storm Shadow`.
    pub fn policy_name(&self, policy: &Policy) -> String {
        let owner = self.owner_code(policy);
        let title = one_line(if policy.short.is_empty() { &policy.title } else { &policy.short });
        let is_named = owner.is_empty() || title.split(' ').next() == Some(&*owner);
        if is_named { title } else { format!("{owner} {title}") }
    }

    /// Returns the first owner's country code or else id in upper case, cut to three cells; with several
    /// owners cut to two and followed by `+`. Empty without an owner.
    pub fn owner_code(&self, policy: &Policy) -> String {
        let code = |actor| {
            let owner = self.actor(actor);
            owner.country.map_or(&*owner.id, |country| country.code())
        };
        match policy.owners[..] {
            [] => String::new(),
            [owner] => truncate(code(owner), 3).to_uppercase(),
            [first, ..] => format!("{}+", truncate(code(first), 2).to_uppercase()),
        }
    }

    /// Iterates over the events with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (EventNo, &Event)> {
        (0..).map(EventNo).zip(&self.events)
    }

    /// Returns the owners' names separated by commas; empty without an owner.
    pub fn owner_names(&self, policy: &Policy) -> String {
        let names: Vec<&str> = policy.owners.iter().map(|owner| &*self.actor(*owner).name).collect();
        names.join(", ")
    }

    /// Returns the text of a word.
    pub fn word(&self, word: Word) -> &str {
        self.words.text(word)
    }

    /// Returns the number of the first dated event that starts at or after `moment`. All events with lower
    /// numbers start earlier.
    pub fn first_from(&self, moment: Moment) -> usize {
        self.times.first_from(moment)
    }

    /// Returns the dated events that start before `moment` and may last until `moment` or longer. Starts from
    /// a snapshot, so not all earlier events are read.
    pub fn under_way(&self, moment: Moment) -> RoaringBitmap {
        self.times.under_way(moment)
    }

    /// Returns the first and last finite moment of all dated events; `None` when there is none.
    pub fn span(&self) -> Option<(Moment, Moment)> {
        self.times.span
    }

    /// Returns the first and last finite moment of some events; `None` when there is none.
    pub fn span_of(&self, events: &RoaringBitmap) -> Option<(Moment, Moment)> {
        self.times.span_of(events)
    }

    /// Returns the office that an actor may have held on the day of an event, as [`Actor::office_at`].
    pub fn office_of(&self, actor: ActorNo, event: &Event) -> Option<&Office> {
        event.anchor().and_then(|moment| self.actor(actor).office_at(moment))
    }

    /// Returns the country that an actor acts for in an event: the principal of the office held that day,
    /// else the actor's own country.
    pub fn country_of(&self, actor: ActorNo, event: &Event) -> Option<Country> {
        match self.office_of(actor, event).and_then(|office| office.principal) {
            Some(Principal::Country(country)) => Some(country),
            Some(Principal::Actor(body)) => self.actor(body).country,
            None => self.actor(actor).country,
        }
    }

    /// Returns the bodies that one of the event's countries may have been a member of on its day; none for an
    /// event without a `date`.
    pub fn memberships_of(&self, event: &Event) -> Vec<ActorNo> {
        let Some(moment) = event.anchor().filter(|_| !self.bodies.is_empty()) else { return Vec::new() };
        let countries = self.countries_of(event);
        let acts = |member: &Member| countries.contains(&member.country) && member.tenure.may_cover(moment);
        self.bodies.iter().copied().filter(|body| self.actor(*body).members.iter().any(acts)).collect()
    }

    /// Returns the countries of an event: those it names, then those its actors act for, without duplicates.
    ///
    /// The country of an actor of kind `media` is where the outlet publishes, so it counts only when there is
    /// no other country.
    pub fn countries_of(&self, event: &Event) -> Vec<Country> {
        let mut countries: Vec<Country> = Vec::new();
        let acting = event.actors.iter().map(|part| part.actor).filter(|actor| !self.actor(*actor).media);
        let acted_for = acting.filter_map(|actor| self.country_of(actor, event));
        let named = event.countries.iter().copied().chain(acted_for);
        for country in named {
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        if countries.is_empty() {
            countries.extend(event.actors.iter().find_map(|part| self.country_of(part.actor, event)));
        }
        countries
    }
}

/// Maps ids to event numbers; the first event wins for duplicate ids.
fn by_id(events: &[Event]) -> HashTable<EventNo> {
    let hashes = parallel_if(0..events.len(), events.len() >= MANY, |index| hash(&events[index].id));
    let mut table = HashTable::with_capacity(events.len());
    for (index, event) in events.iter().enumerate() {
        let same = |number: &EventNo| events[number.index()].id == event.id;
        table.entry(hashes[index], same, |number| hashes[number.index()]).or_insert(EventNo(index as u32));
    }
    table
}

fn hash(id: &str) -> u64 {
    FixedState::default().hash_one(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(dates: &[&str]) -> Timeline {
        let events = dates.iter().enumerate().map(|(index, date)| Event {
            id: format!("e{index}").into(),
            date: Date::parse(date).ok(),
            ..Event::default()
        });
        Timeline::default().with_events(events.collect())
    }

    fn order(dates: &[&str]) -> String {
        let timeline = timeline(dates);
        let text =
            |event: &Event| event.date.as_ref().map_or("undated".to_owned(), |date| date.text().to_owned());
        timeline.events().iter().map(text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn events_stand_by_start_then_the_sharper_date_first_and_the_undated_last() {
        assert_eq!(
            order(&["2024-05", "", "2024", "2024-05-01", "2023-12-31", "-0044"]),
            "-0044 2023-12-31 2024 2024-05-01 2024-05 undated"
        );
    }

    #[test]
    fn a_clock_places_by_its_own_dates_alone_and_loses_no_event() {
        let event = |id: &str, date: &str, in_force: &str| Event {
            id: id.into(),
            date: Date::parse(date).ok(),
            clocks: Date::parse(in_force).ok().into_iter().map(|date| (Clock::InForce, date)).collect(),
            ..Event::default()
        };
        let events = vec![
            event("early", "2024-01-01", ""),
            event("zeroth", "2023-01-01", ""),
            event("late", "2024-02-01", "2024-06"),
            event("soon", "2024-03-01", "2024-04-01/.."),
            event("undated", "", "2024-06-01"),
        ];
        let ids =
            |timeline: &Timeline| timeline.events().iter().map(|e| e.id.to_string()).collect::<Vec<_>>();
        let by_date = Timeline::default().with_events(events);
        assert_eq!(ids(&by_date), ["zeroth", "early", "late", "soon", "undated"]);
        let placed = by_date.clone().placed_by(Some(Clock::InForce));
        assert_eq!(ids(&placed), ["soon", "undated", "late", "zeroth", "early"]);
        assert_eq!((placed.dated(), placed.find("late")), (3, Some(EventNo(2))));
        let june = Date::parse("2024-06-01").unwrap().earliest();
        assert_eq!(placed.first_from(june), 1);
        assert_eq!(placed.under_way(june).iter().collect::<Vec<_>>(), [0]);
        assert_eq!(placed.span().map(|(first, _)| first.iso_day()).as_deref(), Some("2024-04-01"));
        assert_eq!(placed.when(placed.event(EventNo(3))), None, "its `date` does not stand in");
        assert_eq!(ids(&placed.placed_by(None)), ids(&by_date));
    }

    #[test]
    fn events_in_any_order_end_in_the_one_that_comparing_them_gives() {
        let text =
            |n: u32| ["2024-05", "2024-05-01", "2024-05-01~", "", "2023/2025", "2024-06"][n as usize % 6];
        let event = |n: u32| Event {
            id: format!("{}", n * 7919 % 211).into(),
            date: Date::parse(text(n)).ok(),
            title: format!("{n}").into(),
            ..Event::default()
        };
        let events: Vec<Event> = (0..500).map(event).collect();
        let mut expected = events.clone();
        expected.sort_by(|one, other| one.time_order(other, None));
        let parts = events.chunks(7).map(<[Event]>::to_vec).collect();
        assert_eq!(Timeline::default().with_parts(parts).events(), expected, "from many parts");
        let timeline = Timeline::default().with_events(events);
        assert_eq!(timeline.events(), expected);
        let first = expected.iter().position(|event| &*event.id == "210").unwrap();
        assert_eq!((timeline.find("210"), timeline.find("211")), (Some(EventNo(first as u32)), None));
    }

    #[test]
    fn open_ends_do_not_stretch_the_span_of_a_timeline() {
        let timeline = timeline(&["../2020-05-01", "2021-01-01/..", "2020-12-24"]);
        let (first, last) = timeline.span().unwrap();
        assert_eq!((first.iso_day(), last.iso_day()), ("2020-05-01".to_owned(), "2021-01-01".to_owned()));
    }
}
