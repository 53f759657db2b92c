//! Who acts: states, bodies, persons, outlets, and the offices persons hold over time.

use super::{Country, Date, Moment, Text, Value, Word};

/// An actor's number: its place in [`super::Timeline::actors`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorNo(pub u32);

impl ActorNo {
    /// The place in the list of actors.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The time for which an office or a membership is held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tenure {
    /// When it began, if known.
    pub from: Option<Date>,
    /// When it ended; `None` while it lasts or when nobody says.
    pub to: Option<Date>,
}

/// On whose behalf somebody acts in an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    /// A body of the registry; its country counts, if it has one.
    Actor(ActorNo),
    /// A country.
    Country(Country),
}

/// A post held for a time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Office {
    /// What the post is called.
    pub title: Text,
    /// On whose behalf its holder acts; their own country when `None`.
    pub principal: Option<Principal>,
    /// When it was held.
    pub tenure: Tenure,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

/// A country that belongs to a body for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Which country.
    pub country: Country,
    /// When it was a member.
    pub tenure: Tenure,
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
    /// The countries that belong to it.
    pub members: Vec<Member>,
    /// Whether `kind` is `media`, whose country does not make it a party.
    pub media: bool,
    /// Keys that dateline does not know.
    pub extra: Vec<(Text, Value)>,
}

impl Tenure {
    /// Whether it may include `moment`.
    pub fn may_cover(&self, moment: Moment) -> bool {
        self.from.as_ref().is_none_or(|from| from.earliest() <= moment)
            && self.to.as_ref().is_none_or(|to| to.latest() >= moment)
    }
}

impl Actor {
    /// Whether it reports rather than acts.
    pub fn is_media(&self) -> bool {
        self.media
    }

    /// The post held at `moment`: the first of the registry whose dates may cover it.
    pub fn office_at(&self, moment: Moment) -> Option<&Office> {
        self.offices.iter().find(|office| office.tenure.may_cover(moment))
    }
}
