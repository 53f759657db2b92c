//! The fields that a query can name.

use strum::IntoEnumIterator;

use super::facet::Facet;
use crate::model::{Clock, Event};

/// A number that every event has.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    strum::EnumCount,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case", ascii_case_insensitive)]
pub enum Measure {
    /// Its importance, 3 when the file does not say.
    Importance,
    /// How many sources it has.
    Sources,
    /// How many links to other events it has.
    Links,
}

impl Measure {
    /// The word that queries write.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The number of an event.
    pub fn of(self, event: &Event) -> u32 {
        match self {
            Self::Importance => u32::from(event.weight()),
            Self::Sources => event.sources.len() as u32,
            Self::Links => event.links.len() as u32,
        }
    }
}

/// Whether a field has this name.
pub(super) fn is_field(name: &str) -> bool {
    fields().iter().any(|field| field.eq_ignore_ascii_case(name))
}

/// The names of all fields, in the order in which they are told.
pub(super) fn fields() -> Vec<&'static str> {
    let facets = Facet::iter().map(Facet::word);
    let numbers = Measure::iter().map(Measure::word);
    let clocks = Clock::iter().map(Clock::word);
    let rest = ["status", "id", "text", "title", "is", "date", "known"];
    facets.chain(numbers).chain(rest).chain(clocks).collect()
}

/// What was meant by a word of other query languages, if it is one: signs for and, or and not, and
/// `importance>=4`, which would otherwise be looked for as text and never found.
pub(super) fn slip(word: &str) -> Option<String> {
    match word {
        "&&" | "&" => return Some("nothing between the two, or `and`".to_owned()),
        "||" | "|" => return Some("`or`".to_owned()),
        "!" => return Some("`-` before a field or word, or `not`".to_owned()),
        _ => {}
    }
    let sign = word.find(['=', '<', '>'])?;
    let (name, value) = word.split_at(sign);
    let value = if value.starts_with('=') { value.trim_start_matches('=') } else { value };
    if value.is_empty() || !is_field(name) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let is_date = name == "date" || Clock::iter().any(|clock| clock.word() == name);
    let bare = value.trim_start_matches(['=', '<', '>']);
    Some(match value.as_bytes()[0] {
        b'>' if is_date => format!("`{name}:{bare}..`"),
        b'<' if is_date => format!("`{name}:..{bare}`"),
        _ => format!("`{name}:{value}`"),
    })
}
