//! The timeline as a whole: its events numbered in time order, and the registries they name.

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
use crate::text::{fit, one_line};
pub use actor::{Actor, ActorNo, Member, Office, Principal, Tenure};
pub use address::Address;
pub use calendar::Moment;
pub use certainty::{Certainty, Clock};
pub use country::Country;
pub use date::{Date, End, Precision};
pub use date_forms::{DateStyle, DayOrder};
pub use event::{Dispute, EVENT, Effect, Event, EventField, EventNo, KINDS, Link, Participation};
use order::MANY;
pub use policy::{Ladder, Policy, PolicyNo};
pub use source::{SOURCE, Source, SourceDetails, SourceField, SourceValue};
pub use value::Value;
pub use view::View;
pub use vocabulary::{Text, Vocabulary, Word};

/// What the head of a timeline's files says about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// What the timeline is called; empty when no file says.
    pub title: String,
    /// What it covers and how it was made.
    pub description: String,
    /// The licence of its texts, an SPDX name where there is one.
    pub license: String,
    /// The vocabulary of tags: each tag and what it means.
    pub tags: Vec<(String, String)>,
    /// Named views, in the order of the files.
    pub views: Vec<View>,
    /// The name of the view that a browser opens with.
    pub opening: String,
    /// Keys that dateline does not know, kept and written back.
    pub extra: Vec<(Text, Value)>,
}

/// A timeline: events numbered in time order, and what they refer to.
///
/// Events with a date come first, by [`Event::time_order`]; those without stand behind them. The
/// date is the event's `date`, unless the timeline is [placed by](Timeline::placed_by) a clock.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// What the files say about the whole.
    pub head: Head,
    /// Ordered statuses that policies move on.
    pub ladders: Vec<Ladder>,
    /// Everybody who acts, by [`ActorNo`].
    pub actors: Vec<Actor>,
    /// Every policy, by [`PolicyNo`].
    pub policies: Vec<Policy>,
    /// The sources of the registry, which events name by their ids.
    pub sources: Vec<Source>,
    /// Every word of an open vocabulary (kinds, roles, tags, statuses, publishers, relations).
    pub words: Vocabulary,
    /// The files it was read from, as they were named; the location of an event counts in here.
    pub files: Vec<PathBuf>,
    /// The files that could not be read, or not whole, as they were named: more may be missing from them
    /// than anything tells.
    pub unread: Vec<String>,
    /// A hash of everything that was read, for saying which data an answer rests on.
    pub fingerprint: u64,
    clock: Option<Clock>,
    events: Vec<Event>,
    dated: usize,
    times: times::Times,
    /// The actors that have members.
    bodies: Vec<ActorNo>,
    /// By the hashes of their ids, which stand in the events.
    by_id: HashTable<EventNo>,
}

impl Timeline {
    /// Puts `events` into time order and numbers them.
    ///
    /// Ids should differ; of events that share one, the first in time order is found by it.
    #[must_use]
    pub fn with_events(self, events: Vec<Event>) -> Self {
        self.with_parts(vec![events])
    }

    /// The same for events that are kept in several parts.
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
            join_if(events.len() >= MANY, || by_id(events), || times::Times::of(dates.clone()));
        self
    }

    /// The same events, placed and numbered by their dates of `clock`, or by their `date` without
    /// one. Those that lack that date stand behind the others, never at another date of theirs.
    #[must_use]
    pub fn placed_by(mut self, clock: Option<Clock>) -> Self {
        if self.clock == clock {
            return self;
        }
        self.clock = clock;
        let events = std::mem::take(&mut self.events);
        self.with_events(events)
    }

    /// The clock that places the events; `None` for their `date`.
    pub fn clock(&self) -> Option<Clock> {
        self.clock
    }

    /// The date that places an event; `None` puts it behind those that have one.
    pub fn when<'e>(&self, event: &'e Event) -> Option<&'e Date> {
        event.when(self.clock)
    }

    /// Every event in time order, those without a date last.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The number of events.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether it has no event at all.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The numbers of all events, as a set that is combined with others as fast as any of theirs.
    pub fn numbers(&self) -> RoaringBitmap {
        let mut numbers = RoaringBitmap::new();
        numbers.insert_range(0..self.events.len() as u32);
        // What is left of one run would be many short ones.
        numbers.remove_run_compression();
        numbers
    }

    /// How many events have a date that places them; they carry the numbers below this.
    pub fn dated(&self) -> usize {
        self.dated
    }

    /// The event with this number.
    pub fn event(&self, number: EventNo) -> &Event {
        &self.events[number.index()]
    }

    /// The number of the event with this id.
    pub fn find(&self, id: &str) -> Option<EventNo> {
        let found = self.by_id.find(hash(id), |number| *self.event(*number).id == *id);
        found.copied()
    }

    /// The actor with this number.
    pub fn actor(&self, number: ActorNo) -> &Actor {
        &self.actors[number.index()]
    }

    /// The policy with this number.
    pub fn policy(&self, number: PolicyNo) -> &Policy {
        &self.policies[number.index()]
    }

    /// Returns whose a policy is, in three letters at most, and its short title or else its title: `US Weapons
    /// in Russia`, `GB+ Storm Shadow`.
    pub fn policy_name(&self, policy: &Policy) -> String {
        let owner = self.owner_code(policy);
        let title = one_line(if policy.short.is_empty() { &policy.title } else { &policy.short });
        if owner.is_empty() { title } else { format!("{owner} {title}") }
    }

    /// Returns whose a policy is, in three letters at most: the code of a country, with `+` for more owners.
    pub fn owner_code(&self, policy: &Policy) -> String {
        let code = |actor| {
            let owner = self.actor(actor);
            owner.country.map_or(&*owner.id, |country| country.code())
        };
        match policy.owners[..] {
            [] => String::new(),
            [owner] => fit(code(owner), 3).to_uppercase(),
            [first, ..] => format!("{}+", fit(code(first), 2).to_uppercase()),
        }
    }

    /// Returns the names of the actors whose policy it is, with commas between them; empty without an owner.
    pub fn owner_names(&self, policy: &Policy) -> String {
        let names: Vec<&str> = policy.owners.iter().map(|owner| &*self.actor(*owner).name).collect();
        names.join(", ")
    }

    /// The text of a word.
    pub fn word(&self, word: Word) -> &str {
        self.words.text(word)
    }

    /// The number of the first dated event that starts at or after `moment`; all events before it
    /// start earlier.
    pub fn first_from(&self, moment: Moment) -> usize {
        self.times.first_from(moment)
    }

    /// The dated events in the order in which they end at the latest.
    pub(crate) fn by_end(&self) -> &[u32] {
        &self.times.by_end
    }

    /// How many dated events end before `moment`: the first so many of [`Timeline::by_end`].
    pub(crate) fn ended_before(&self, moment: Moment) -> usize {
        self.times.ended_before(moment)
    }

    /// The place of a dated event in [`Timeline::by_end`].
    pub(crate) fn end_place(&self, number: u32) -> u32 {
        self.times.end_places[number as usize]
    }

    /// The dated events that began before `moment` and may last until then or longer. It takes no
    /// longer for many events before `moment` than for few.
    pub fn under_way(&self, moment: Moment) -> RoaringBitmap {
        self.times.under_way(moment)
    }

    /// The first and last finite moment of all placed events, or `None` when no event has one.
    pub fn span(&self) -> Option<(Moment, Moment)> {
        self.times.span
    }

    /// The first and last finite moment of some of the events.
    pub fn span_of(&self, events: &RoaringBitmap) -> Option<(Moment, Moment)> {
        self.times.span_of(events)
    }

    /// The office that an actor may have held on the day of an event, as [`Actor::office_at`].
    pub fn office_of(&self, actor: ActorNo, event: &Event) -> Option<&Office> {
        event.anchor().and_then(|moment| self.actor(actor).office_at(moment))
    }

    /// The country that an actor acts for in an event: that of the body or country for which the
    /// office of that day acts, else its own.
    pub fn country_of(&self, actor: ActorNo, event: &Event) -> Option<Country> {
        match self.office_of(actor, event).and_then(|office| office.principal) {
            Some(Principal::Country(country)) => Some(country),
            Some(Principal::Actor(body)) => self.actor(body).country,
            None => self.actor(actor).country,
        }
    }

    /// The bodies of which one of the event's countries may have been a member on its day; none
    /// for an event without a date.
    pub fn memberships_of(&self, event: &Event) -> Vec<ActorNo> {
        let Some(moment) = event.anchor().filter(|_| !self.bodies.is_empty()) else { return Vec::new() };
        let countries = self.countries_of(event);
        let acts = |member: &Member| countries.contains(&member.country) && member.tenure.may_cover(moment);
        self.bodies.iter().copied().filter(|body| self.actor(*body).members.iter().any(acts)).collect()
    }

    /// The countries an event stands for: those it names, then those that its actors act for, each once.
    ///
    /// The country of an actor of kind `media` is where it is published, not who acted, so it
    /// counts only when no other country is known.
    pub fn countries_of(&self, event: &Event) -> Vec<Country> {
        let mut countries: Vec<Country> = Vec::new();
        let acting =
            event.actors.iter().map(|part| part.actor).filter(|actor| !self.actor(*actor).is_media());
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

/// The events by their ids; of those that share one the first.
fn by_id(events: &[Event]) -> HashTable<EventNo> {
    let hashes = parallel_if(events.len(), events.len() >= MANY, |index| hash(&events[index].id));
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
        assert_eq!((first.iso_day(), last.iso_day()), ("2020-12-24".to_owned(), "2021-01-01".to_owned()));
    }
}
