//! Who acts: states, bodies, persons, outlets, and the offices persons hold over time.

use super::field::{ACTOR, OFFICE};
use super::value::{Mapping, texts};
use super::{Country, Date, Moment, Text, Timeline, Value, Word};
/// An actor's number: its place in [`super::Timeline::actors`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorNo(pub u32);

impl ActorNo {
    /// The place in the list of actors.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A post held for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    /// What the post is called.
    pub title: Text,
    /// When it began, if known.
    pub from: Option<Date>,
    /// When it ended; `None` while it lasts or when nobody says.
    pub to: Option<Date>,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

/// Somebody who takes part in events.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Actor {
    /// Its id in the registry; the name itself for an actor only ever named in events.
    pub id: Text,
    /// What it is called.
    pub name: Text,
    /// Whether the registry lists it, or an event merely named it.
    pub registered: bool,
    /// `person`, `state`, `media`, … an open vocabulary.
    pub kind: Option<Word>,
    /// Where it belongs; unknown when the registry does not say, never guessed.
    pub country: Option<Country>,
    /// Other names it is found by.
    pub aliases: Vec<Text>,
    /// The posts it held.
    pub offices: Vec<Office>,
    /// Whether `kind` is `media`, whose country does not make it a party.
    pub media: bool,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

impl Office {
    /// Returns what files write of it.
    fn value(&self) -> Value {
        let Self { title, from, to, extra } = self;
        let known = Mapping::default().text("title", title);
        Value::Map(known.date("from", from.as_ref()).date("to", to.as_ref()).extra(extra, OFFICE))
    }
}

impl Actor {
    /// Returns everything that files write of it under its id, in the order of the format.
    pub fn fields(&self, timeline: &Timeline) -> Vec<(Text, Value)> {
        // Being of kind `media` follows from the kind.
        let Self { id: _, name, registered: _, kind, country, aliases, offices, media: _, extra } = self;
        Mapping::default()
            .put("name", Some(Value::text(name)))
            .word("kind", *kind, timeline)
            .put("country", country.map(|country| Value::text(country.code())))
            .put("aliases", Value::of_list(texts(aliases)))
            .put("offices", Value::of_list(offices.iter().map(Office::value)))
            .extra(extra, ACTOR)
    }

    /// Whether it reports rather than acts.
    pub fn is_media(&self) -> bool {
        self.media
    }

    /// The post held at `moment`: the first of the registry whose dates may cover it.
    pub fn office_at(&self, moment: Moment) -> Option<&Office> {
        self.offices.iter().find(|office| {
            office.from.as_ref().is_none_or(|from| from.earliest() <= moment)
                && office.to.as_ref().is_none_or(|to| to.latest() >= moment)
        })
    }
}
