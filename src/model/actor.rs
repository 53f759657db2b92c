//! Actors (states, bodies, persons, outlets) and the offices they hold over time.

use super::{Country, Date, Moment, Text, Value, Word};

/// Number of an actor: its index in [`super::Timeline::actors`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorNo(pub u32);

impl ActorNo {
    /// Returns the index into [`super::Timeline::actors`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Period for which an office or a membership is held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tenure {
    /// Start, if known.
    pub from: Option<Date>,
    /// End; `None` while it lasts or when it is not known.
    pub to: Option<Date>,
}

/// Actor or country that the holder of an office acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    /// A registered actor; the country acted for is that of the actor, if it has one.
    Actor(ActorNo),
    /// A country.
    Country(Country),
}

/// Post held by an actor for a time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Office {
    /// Title of the post.
    pub title: Text,
    /// Who the holder acts for; `None` means their own country.
    pub principal: Option<Principal>,
    /// When the post was held.
    pub tenure: Tenure,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

/// Membership of a country in a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The member.
    pub country: Country,
    /// When it was a member.
    pub tenure: Tenure,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

/// Participant in events: a person, state, body or outlet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Actor {
    /// Id in the registry; for an unregistered actor the name used by the events.
    pub id: Text,
    /// Display name.
    pub name: Text,
    /// Whether the registry lists the actor; otherwise only events name it.
    pub registered: bool,
    /// `person`, `state`, `media` or any other word (open vocabulary).
    pub kind: Option<Word>,
    /// Country from the registry; never guessed.
    pub country: Option<Country>,
    /// Other names that refer to this actor.
    pub aliases: Vec<Text>,
    /// Offices held, in file order.
    pub offices: Vec<Office>,
    /// Member countries, for a body.
    pub members: Vec<Member>,
    /// Whether `kind` is `media`. See [`super::Timeline::countries_of`] for how its country counts.
    pub media: bool,
    /// Unknown keys, kept so that they can be written back.
    pub extra: Vec<(Text, Value)>,
}

impl Tenure {
    /// Returns whether the period may include `moment`, in the widest reading of its dates.
    pub fn may_cover(&self, moment: Moment) -> bool {
        self.from.as_ref().is_none_or(|from| from.earliest() <= moment)
            && self.to.as_ref().is_none_or(|to| to.latest() >= moment)
    }
}

impl Actor {
    /// Returns the first office in registry order whose tenure may cover `moment`.
    pub fn office_at(&self, moment: Moment) -> Option<&Office> {
        self.offices.iter().find(|office| office.tenure.may_cover(moment))
    }
}
