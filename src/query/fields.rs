//! Fields of the query language.

use strum::{EnumCount, EnumIter, EnumString, IntoEnumIterator, IntoStaticStr};

use super::facet::Facet;
use crate::model::{Clock, Event};

/// Field of a query: the word before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryField {
    /// Facet, such as `country`.
    Facet(Facet),
    /// Number, such as `importance`.
    Measure(Measure),
    /// Status that an effect gives to a policy.
    Status,
    /// Id of the event.
    Id,
    /// Title, summary, actors and tags.
    Text,
    /// The title.
    Title,
    /// [`Property`](super::Property) of the event.
    Is,
    /// `date`, or with a clock one of the further dates.
    Date(Option<Clock>),
    /// Date by which a source may have reported the event.
    Known,
}

/// Number of an event that queries can compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumCount, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", ascii_case_insensitive)]
pub enum Measure {
    /// Importance, 3 by default.
    Importance,
    /// Number of sources.
    Sources,
    /// Number of links to other events.
    Links,
}

impl QueryField {
    /// Returns all fields, in the order in which they are listed for users.
    pub fn all() -> impl Iterator<Item = Self> {
        let rest = [Self::Status, Self::Id, Self::Text, Self::Title, Self::Is, Self::Date(None), Self::Known];
        let measures = Measure::iter().map(Self::Measure);
        let clocks = Clock::iter().map(|clock| Self::Date(Some(clock)));
        Facet::iter().map(Self::Facet).chain(measures).chain(rest).chain(clocks)
    }

    /// Finds a field by name, ignoring case.
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|field| field.word().eq_ignore_ascii_case(name))
    }

    /// Returns the name used in queries.
    pub fn word(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.word(),
            Self::Measure(measure) => measure.word(),
            Self::Status => "status",
            Self::Id => "id",
            Self::Text => "text",
            Self::Title => "title",
            Self::Is => "is",
            Self::Date(clock) => clock.map_or("date", Clock::word),
            Self::Known => "known",
        }
    }

    /// Describes the field, with an example where its values are not plain words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Facet(Facet::Country) => "a country that it stands for",
            Self::Facet(Facet::Actor) => "who took part: id, name, alias or the start of a word",
            Self::Facet(Facet::Role) => "as what somebody took part",
            Self::Facet(Facet::Kind) => "what sort of event it is",
            Self::Facet(Facet::Tag) => "a tag of it",
            Self::Facet(Facet::Topic) => "the topic of a policy that it had an effect on",
            Self::Facet(Facet::Policy) => "a policy that it had an effect on",
            Self::Facet(Facet::Certainty) => "how sure the record is",
            Self::Facet(Facet::Publisher) => "who published a source of it",
            Self::Facet(Facet::Member) => "a body that one of its countries belonged to on its day",
            Self::Facet(Facet::File) => "the file that it is written in, by its path or name",
            Self::Measure(Measure::Importance) => "1 to 5, such as >=4",
            Self::Measure(Measure::Sources) => "how many sources it has, such as <2",
            Self::Measure(Measure::Links) => "how many links to other events it has, such as >0",
            Self::Status => "what an effect of it made of a policy",
            Self::Id => "its id; * stands for any text",
            Self::Text => "words in title, summary, actors or tags",
            Self::Title => "words in its title",
            Self::Is => {
                "disputed, weak, approximate, uncertain, interval, dated, undated, reviewed, unreviewed"
            }
            Self::Date(None) => "2024-05, 2024-05..2024-11, ..today; !2024-05 for certain",
            Self::Date(Some(Clock::Announced)) => "when it was made public, as with date",
            Self::Date(Some(Clock::Adopted)) => "when it was decided, as with date",
            Self::Date(Some(Clock::InForce)) => "when it began to apply, as with date",
            Self::Date(Some(Clock::Expires)) => "when it stops to apply, as with date",
            Self::Date(Some(Clock::Reported)) => "when it was first written about, as with date",
            Self::Known => "what a source published by the end of this date may have reported",
        }
    }
}

crate::text::words!(Measure, "used in queries");

impl Measure {
    /// Returns this number for an event.
    pub fn of(self, event: &Event) -> u32 {
        match self {
            Self::Importance => u32::from(event.weight()),
            Self::Sources => event.sources.len() as u32,
            Self::Links => event.links.len() as u32,
        }
    }
}

pub(super) fn names() -> Vec<&'static str> {
    QueryField::all().map(QueryField::word).collect()
}

/// Returns the correct spelling for syntax of other query languages, such as `&&` or `importance>=4`, which
/// would otherwise be searched as text and never match.
pub(super) fn slip(word: &str) -> Option<String> {
    match word {
        "&&" | "&" => return Some("nothing between the two, or `and`".to_owned()),
        "||" | "|" => return Some("`or`".to_owned()),
        "!" => return Some("`-` before a field or word, or `not`".to_owned()),
        _ => {}
    }
    let (name, value) = word.split_at(word.find(['=', '<', '>'])?);
    let value = if value.starts_with('=') { value.trim_start_matches('=') } else { value };
    let field = QueryField::find(name).filter(|_| !value.is_empty())?;
    let (name, bare) = (field.word(), value.trim_start_matches(['=', '<', '>']));
    Some(match (field, value.as_bytes()[0]) {
        (QueryField::Date(_), b'>') => format!("`{name}:{bare}..`"),
        (QueryField::Date(_), b'<') => format!("`{name}:..{bare}`"),
        _ => format!("`{name}:{value}`"),
    })
}
