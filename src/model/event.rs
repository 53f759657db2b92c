//! Events: what happened when, who took part, the effects on policies, and the sources.

use std::cmp::Ordering;

use super::field::{CLOCKS, DISPUTE, EFFECT, Key, PART, REVIEW, Shape, certainties, fields, key, required};
use super::source::SOURCE;
use super::{ActorNo, Certainty, Clock, Country, Date, Moment, PolicyNo, Source, Text, Value, Word};

/// Number of an event: its index in time order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventNo(pub u32);

impl EventNo {
    /// Returns the index into the events of the timeline.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Kinds of events that have their own symbol.
pub const KINDS: [&str; 13] = [
    "decision",
    "authorization",
    "restriction",
    "refusal",
    "proposal",
    "agreement",
    "statement",
    "report",
    "clarification",
    "reaction",
    "delivery",
    "first-use",
    "legislative",
];

/// Participation of an actor in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    /// The participant.
    pub actor: ActorNo,
    /// Role as written; may hold several, separated by ` / `.
    pub role: Option<Word>,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

/// Change that an event makes to the status of a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The policy affected.
    pub policy: PolicyNo,
    /// Status after the event.
    pub status: Word,
    /// Status before the event, if recorded.
    pub was: Option<Word>,
    /// Caveat about this effect.
    pub note: Text,
    /// When the effect applies from, if that differs from the event.
    pub from: Option<Date>,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

/// Typed relation from an event to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// `leads-to`, `responds-to`, `clarifies`, `implements`, `reverses` or any other word.
    pub relation: Word,
    /// Id of the other event, which may be missing from the timeline.
    pub to: Text,
}

/// Objection to an event, from a source or a party.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// Text of the objection.
    pub says: Text,
    /// Where it is made: addresses, mostly of the event's own sources.
    pub sources: Vec<Text>,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

/// Review of an event: who compared it with its sources, and when.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// Name of the reviewer; empty if not recorded.
    pub by: Text,
    /// When; `None` if not recorded, or not read.
    pub on: Option<Date>,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

impl Review {
    /// Returns reviewer and date in words: `Ann Example, 3 June 2024`.
    pub fn words(&self) -> String {
        let by = (!self.by.is_empty()).then(|| self.by.to_string());
        let on = self.on.as_ref().map(Date::words);
        by.into_iter().chain(on).collect::<Vec<_>>().join(", ")
    }
}

/// Location of an event in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileLine {
    /// Index into [`super::Timeline::files`].
    pub file: u32,
    /// Line, counted from 1; 0 when the event came from no file.
    pub line: u32,
}

/// One event of a timeline.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Event {
    /// Id as written, or generated from date and title.
    pub id: Text,
    /// Whether the id was generated and so is not written back.
    pub id_is_made: bool,
    /// When it happened; `None` for an undated event.
    pub date: Option<Date>,
    /// Remark about the date.
    pub date_note: Text,
    /// What happened, in one line.
    pub title: Text,
    /// Kind of event (open vocabulary).
    pub kind: Option<Word>,
    /// Importance 1 to 5 as written; `None` means 3. Decides which labels stay when space is short.
    pub importance: Option<u8>,
    /// Full description.
    pub summary: Text,
    /// Participants, in file order.
    pub actors: Vec<Participation>,
    /// Countries that the event names itself, in addition to those of its actors.
    pub countries: Vec<Country>,
    /// Tags, in file order.
    pub tags: Vec<Word>,
    /// Effects on policies.
    pub effects: Vec<Effect>,
    /// Further dates by clock.
    pub clocks: Vec<(Clock, Date)>,
    /// Relations to other events.
    pub links: Vec<Link>,
    /// Certainty, if recorded.
    pub certainty: Option<Certainty>,
    /// Objections.
    pub disputes: Vec<Dispute>,
    /// Sources.
    pub sources: Vec<Source>,
    /// The review, if recorded with a name or a date. Boxed, since most events have none.
    pub reviewed: Option<Box<Review>>,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
    /// Location in the input.
    pub place: FileLine,
}

fields! {
    /// Field of an event, in the order of the file format.
    ///
    /// This is the only list of the fields: reading, checks, mapping, exports and the schemas match on it, so
    /// the compiler reports every place that has to handle a new field.
    EventField,
    /// Keys of an event, in the order of [`EventField`].
    EVENT,
    Id: key("id", Shape::Text, "Stable identifier; made of date and title when absent."),
    Date: key(
        "date",
        Shape::Date,
        "When: EDTF level 0 or 1, such as 2024, 2024-05, 2024-05-22, 2024-05~, 2024-05-13/2024-05-20.",
    ),
    DateNote: key("date-note", Shape::Text, "What to know about the date."),
    Title: required("title", Shape::Text, "What happened, in a line."),
    Kind: key(
        "kind",
        Shape::Text,
        "decision, statement, report, proposal, refusal, first-use or any other word.",
    ),
    Importance: key(
        "importance",
        Shape::OneToFive,
        "Which labels stay when the view is crowded; 3 when absent.",
    ),
    Summary: key("summary", Shape::Text, "What happened, in full."),
    Actors: key(
        "actors",
        Shape::OneOrMore(&Shape::TextOr(&Shape::Line(PART))),
        "Who took part: ids, names or aliases.",
    ),
    Countries: key("countries", Shape::OneOrMore(&Shape::Country), "Countries added to those of the actors."),
    AllCountries: key(
        "all-countries",
        Shape::Anything,
        "Its countries and those of its actors, as JSON exports write them; made again when read.",
    ),
    Tags: key("tags", Shape::OneOrMore(&Shape::Text), "Words to find it by."),
    Effects: key("effects", Shape::List(&Shape::Line(EFFECT)), "What it did to policies."),
    Clocks: key("clocks", Shape::Line(CLOCKS), "Its other dates."),
    Links: key("links", Shape::List(&Shape::Link), "Its relations to other events, each with the id of the other one."),
    Certainty: key("certainty", Shape::Word(certainties), "How sure the record is."),
    Disputes: key(
        "disputes",
        Shape::List(&Shape::TextOr(&Shape::Object(DISPUTE))),
        "What speaks against it, and where.",
    ),
    Sources: key(
        "sources",
        Shape::OneOrMore(&Shape::TextOr(&Shape::Object(SOURCE))),
        "Where it is written: sources, their ids in the registry, or addresses.",
    ),
    Reviewed: key("reviewed", Shape::Line(REVIEW), "Who compared it with its sources, and when."),
    Extra: key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
}

impl Event {
    /// Compares by earliest moment, then shorter date, then id; undated events are last. With a clock its
    /// dates are compared first, then `date`.
    pub fn time_order(&self, other: &Self, clock: Option<Clock>) -> Ordering {
        let by_date = match (self.when(clock), other.when(clock)) {
            (Some(ours), Some(theirs)) => ours
                .earliest()
                .cmp(&theirs.earliest())
                .then_with(|| ours.span_seconds().cmp(&theirs.span_seconds())),
            (ours, theirs) => ours.is_none().cmp(&theirs.is_none()),
        };
        by_date.then_with(|| match clock {
            Some(_) => self.time_order(other, None),
            None => self.id.cmp(&other.id),
        })
    }

    /// Returns the importance, 3 by default.
    pub fn weight(&self) -> u8 {
        self.importance.unwrap_or(3)
    }

    /// Returns the date by a clock, if recorded.
    pub fn clock(&self, clock: Clock) -> Option<&Date> {
        self.clocks.iter().find(|(known, _)| *known == clock).map(|(_, date)| date)
    }

    /// Returns the date by a clock, or `date` for `None`. Neither substitutes for the other.
    pub fn when(&self, clock: Option<Clock>) -> Option<&Date> {
        clock.map_or(self.date.as_ref(), |clock| self.clock(clock))
    }

    /// Returns when an effect of this event starts to apply: the effect's `from`, else the `in-force` date,
    /// else `date`. Dates of announcement or adoption do not count.
    pub fn holds_from<'a>(&'a self, effect: &'a Effect) -> Option<&'a Date> {
        effect.from.as_ref().or_else(|| self.clock(Clock::InForce)).or(self.date.as_ref())
    }

    /// Returns the [`Date::anchor`] of `date`; `None` for an undated event.
    pub fn anchor(&self) -> Option<Moment> {
        self.date.as_ref().map(Date::anchor)
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn keys_are_in_the_order_of_their_fields() {
        let kebab = |field: String| {
            let dashed =
                |(at, c): (usize, char)| if c.is_uppercase() && at > 0 { format!("-{c}") } else { c.into() };
            field.char_indices().map(dashed).collect::<String>().to_lowercase()
        };
        for field in EventField::VARIANTS {
            assert_eq!(field.key().name, kebab(format!("{field:?}")));
        }
        for field in crate::model::SourceField::VARIANTS {
            assert_eq!(field.key().name, kebab(format!("{field:?}")));
        }
    }

    #[test]
    fn a_status_holds_from_its_own_date_then_from_when_the_event_came_into_force() {
        let date = |text: &str| Date::parse(text).unwrap();
        let effect = |from: Option<&str>| Effect {
            policy: PolicyNo(0),
            status: crate::model::Vocabulary::default().add("permitted"),
            was: None,
            note: "".into(),
            from: from.map(date),
            extra: Vec::new(),
        };
        let since = |event: &Event, from: Option<&str>| {
            event.holds_from(&effect(from)).map(|date| date.text().to_owned())
        };
        let mut event = Event { date: Some(date("2024-05-22")), ..Event::default() };
        assert_eq!(since(&event, None).as_deref(), Some("2024-05-22"));
        event.clocks.push((Clock::Announced, date("2024-05-01")));
        event.clocks.push((Clock::Adopted, date("2024-05-20")));
        assert_eq!(since(&event, None).as_deref(), Some("2024-05-22"), "decided is not in force");
        event.clocks.push((Clock::InForce, date("2024-07")));
        assert_eq!(since(&event, None).as_deref(), Some("2024-07"));
        assert_eq!(since(&event, Some("2024-08-01")).as_deref(), Some("2024-08-01"));
        assert_eq!(since(&Event::default(), None), None);
    }
}
