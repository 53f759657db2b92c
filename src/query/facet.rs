//! Facets: properties of events by which they are grouped, counted and filtered.

use roaring::RoaringBitmap;
use strum::{EnumCount, EnumIter, EnumString, IntoStaticStr};

/// Property by which events are grouped and counted; an event may have several values of it.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumCount,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case", ascii_case_insensitive)]
pub enum Facet {
    /// Countries of the event, as [`crate::model::Timeline::countries_of`].
    #[default]
    Country,
    /// Participants.
    Actor,
    /// Roles of the participants; `speaker / decision-maker` counts as two roles.
    Role,
    /// Kind of event.
    Kind,
    /// Tags.
    Tag,
    /// Topics of the policies that it affects.
    Topic,
    /// Policies that it affects.
    Policy,
    /// Certainty of the record.
    Certainty,
    /// Publishers of its sources.
    Publisher,
    /// Bodies that one of its countries may have been a member of on its day, as
    /// [`crate::model::Timeline::memberships_of`].
    Member,
    /// The file that it is written in.
    File,
}

crate::text::words!(Facet, "used in queries");

/// Value of a facet, with the events that have it.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetValue {
    /// Text used in queries: `GB`, `joe-biden`, `decision`.
    pub key: String,
    /// Text for people: `United Kingdom`, `Joe Biden`, `decision`.
    pub label: String,
    /// The events with this value.
    pub events: RoaringBitmap,
}
