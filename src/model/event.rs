//! An event: what happened when, who took part, what it did to a policy, and where that is written.

use std::cmp::Ordering;

use strum::VariantArray;

use super::field::{CLOCKS, DISPUTE, EFFECT, Key, PART, Shape, certainties, key, required};
use super::source::SOURCE;
use super::{ActorNo, Certainty, Clock, Country, Date, Moment, PolicyNo, Source, Text, Value, Word};

/// An event's number: its place in time order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventNo(pub u32);

impl EventNo {
    /// The place in the list of events.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The kinds of events that have a sign of their own.
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

/// Somebody's part in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    /// Who.
    pub actor: ActorNo,
    /// In which role, as written; several roles may stand in one text, parted by ` / `.
    pub role: Option<Word>,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

/// What an event did to a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Which policy.
    pub policy: PolicyNo,
    /// The status from then on.
    pub status: Word,
    /// The status before, where the record says so.
    pub was: Option<Word>,
    /// What to bear in mind.
    pub note: Text,
    /// Since when it applies, when that is not the date of the event.
    pub from: Option<Date>,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

/// How an event stands to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// `leads-to`, `responds-to`, `clarifies`, `implements`, `reverses` or any other word.
    pub relation: Word,
    /// The id of the other event, which may be missing from the timeline.
    pub to: Text,
}

/// What a source or a side says against an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// What is said.
    pub says: Text,
    /// Where: addresses, most often of sources of the event.
    pub sources: Vec<Text>,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

/// Where an event stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileLine {
    /// The file, counted in [`super::Timeline::files`].
    pub file: u32,
    /// The line, from 1; 0 when the event came from no file.
    pub line: u32,
}

/// An event of a timeline.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Event {
    /// Its id: the one written, or one made of date and title.
    pub id: Text,
    /// Whether the id was made, and so is not written back.
    pub id_is_made: bool,
    /// When; `None` puts it into the tray of undated events.
    pub date: Option<Date>,
    /// What to know about the date.
    pub date_note: Text,
    /// What happened, in a line.
    pub title: Text,
    /// What sort of event it is, an open vocabulary.
    pub kind: Option<Word>,
    /// 1 to 5 as written, `None` for the usual 3: which labels stay when the view is crowded.
    pub importance: Option<u8>,
    /// What happened, in full.
    pub summary: Text,
    /// Who took part, in the order of the file.
    pub actors: Vec<Participation>,
    /// Countries named by the event itself, besides those of its actors.
    pub countries: Vec<Country>,
    /// Tags in the order of the file.
    pub tags: Vec<Word>,
    /// What it did to policies.
    pub effects: Vec<Effect>,
    /// Its other dates.
    pub clocks: Vec<(Clock, Date)>,
    /// How it stands to other events.
    pub links: Vec<Link>,
    /// How sure the record is, where it says so.
    pub certainty: Option<Certainty>,
    /// What speaks against it.
    pub disputes: Vec<Dispute>,
    /// Where it is written.
    pub sources: Vec<Source>,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
    /// Where it stands.
    pub place: FileLine,
}

/// A field of an event, in the order of the format.
///
/// This is the one list of them. What reads, checks, maps, writes or describes events goes through it, so that
/// the compiler names each place that a new field has to be thought of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
#[allow(missing_docs)]
pub enum EventField {
    Id,
    Date,
    DateNote,
    Title,
    Kind,
    Importance,
    Summary,
    Actors,
    Countries,
    AllCountries,
    Tags,
    Effects,
    Clocks,
    Links,
    Certainty,
    Disputes,
    Sources,
    Extra,
}

/// The keys of an event.
pub const EVENT: &[Key] = &{
    let mut keys = [EventField::Id.key(); EventField::VARIANTS.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = EventField::VARIANTS[at].key();
        at += 1;
    }
    keys
};

impl EventField {
    /// The key, what it takes and what it means.
    pub const fn key(self) -> Key {
        match self {
            Self::Id => key("id", Shape::Text, "Stable identifier; made of date and title when absent."),
            Self::Date => key(
                "date",
                Shape::Date,
                "When: EDTF level 0 or 1, such as 2024, 2024-05, 2024-05-22, 2024-05~, 2024-05-13/2024-05-20.",
            ),
            Self::DateNote => key("date-note", Shape::Text, "What to know about the date."),
            Self::Title => required("title", Shape::Text, "What happened, in a line."),
            Self::Kind => key(
                "kind",
                Shape::Text,
                "decision, statement, report, proposal, refusal, first-use or any other word.",
            ),
            Self::Importance => key(
                "importance",
                Shape::OneToFive,
                "Which labels stay when the view is crowded; 3 when absent.",
            ),
            Self::Summary => key("summary", Shape::Text, "What happened, in full."),
            Self::Actors => key(
                "actors",
                Shape::OneOrMore(&Shape::TextOr(&Shape::Line(PART))),
                "Who took part: ids, names or aliases.",
            ),
            Self::Countries => {
                key("countries", Shape::OneOrMore(&Shape::Country), "Countries added to those of the actors.")
            }
            Self::AllCountries => key(
                "all-countries",
                Shape::Anything,
                "Its countries and those of its actors, as JSON exports write them; made again when read.",
            ),
            Self::Tags => key("tags", Shape::OneOrMore(&Shape::Text), "Words to find it by."),
            Self::Effects => key("effects", Shape::List(&Shape::Line(EFFECT)), "What it did to policies."),
            Self::Clocks => key("clocks", Shape::Line(CLOCKS), "Its other dates."),
            Self::Links => {
                key("links", Shape::List(&Shape::Link), "How it stands to other events: relation and id.")
            }
            Self::Certainty => key("certainty", Shape::Word(certainties), "How sure the record is."),
            Self::Disputes => key(
                "disputes",
                Shape::List(&Shape::TextOr(&Shape::Object(DISPUTE))),
                "What speaks against it, and where.",
            ),
            Self::Sources => key(
                "sources",
                Shape::OneOrMore(&Shape::TextOr(&Shape::Object(SOURCE))),
                "Where it is written: sources, their ids in the registry, or addresses.",
            ),
            Self::Extra => {
                key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them.")
            }
        }
    }
}

impl Event {
    /// The order of a timeline: by earliest moment, then the narrower date, then the id; events
    /// without a date last. By a clock its dates decide first, and `date` where they leave it open.
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

    /// The importance that counts: 3 unless the file says otherwise.
    pub fn weight(&self) -> u8 {
        self.importance.unwrap_or(3)
    }

    /// Its date by a clock, where the record gives one.
    pub fn clock(&self, clock: Clock) -> Option<&Date> {
        self.clocks.iter().find(|(known, _)| *known == clock).map(|(_, date)| date)
    }

    /// Its date by a clock, or its `date` without one. Neither ever stands in for the other.
    pub fn when(&self, clock: Option<Clock>) -> Option<&Date> {
        clock.map_or(self.date.as_ref(), |clock| self.clock(clock))
    }

    /// Since when an effect of this event holds: the `from` of the effect itself, else the day on
    /// which the event came into force, else the date of the event. That it was announced or
    /// adopted on some day does not put it into force on that day. `None` when nothing is known.
    pub fn holds_from<'a>(&'a self, effect: &'a Effect) -> Option<&'a Date> {
        effect.from.as_ref().or_else(|| self.clock(Clock::InForce)).or(self.date.as_ref())
    }

    /// The moment that stands for its `date`; `None` without one.
    pub fn anchor(&self) -> Option<Moment> {
        self.date.as_ref().map(Date::anchor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
