//! Facets: the questions that an event answers with one value or several.

use roaring::RoaringBitmap;
use strum::{EnumCount, EnumIter, EnumString, IntoStaticStr};

/// A property that events are grouped and counted by; the facet pane lists its values.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumCount, EnumIter, EnumString, IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case", ascii_case_insensitive)]
pub enum Facet {
    /// The countries it belongs to, by [`crate::model::Timeline::countries_of`].
    Country,
    /// Who took part.
    Actor,
    /// In which role; `speaker / decision-maker` counts as each of the two.
    Role,
    /// What sort of event it is.
    Kind,
    /// Its tags.
    Tag,
    /// The topic of a policy that it had an effect on.
    Topic,
    /// A policy that it had an effect on.
    Policy,
    /// How sure the record is.
    Certainty,
    /// Who published a source of it.
    Publisher,
    /// The bodies that one of its countries belonged to on its day, by
    /// [`crate::model::Timeline::memberships_of`].
    Member,
}

impl Facet {
    /// Returns the word that queries write.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A value of a facet and the events that have it.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetValue {
    /// What a query writes: `GB`, `joe-biden`, `decision`.
    pub key: String,
    /// What a person reads: `United Kingdom`, `Joe Biden`, `decision`.
    pub label: String,
    /// The events with this value.
    pub events: RoaringBitmap,
}
