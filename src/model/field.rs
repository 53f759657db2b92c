//! Tables of the keys in the file format: name, shape and meaning.
//!
//! Reading, checks, the two JSON Schemas, `--map` and the exports derive from these tables. The fields of an
//! event are [`EventField`](super::EventField), those of a source [`SourceField`](super::SourceField).

use super::value::flag;
use super::{Certainty, Country, Date, DateStyle, Value};

/// Shape of a value.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any scalar, read as text.
    Text,
    /// A date or interval in EDTF.
    Date,
    /// `true` or `false`.
    Flag,
    /// A whole number from 1 to 5.
    OneToFive,
    /// A country by code or English name.
    Country,
    /// A web or mail address.
    Url,
    /// An address, or the id of a registered source.
    Cited,
    /// A query.
    Query,
    /// A mapping, or a query in its place.
    QueryOr(&'static Shape),
    /// One of a closed list of words.
    Word(fn() -> Vec<&'static str>),
    /// A list of one shape.
    List(&'static Shape),
    /// One value or a list of them.
    OneOrMore(&'static Shape),
    /// A mapping whose keys the author chooses.
    Named(&'static Shape),
    /// A mapping with fixed keys.
    Object(&'static [Key]),
    /// A mapping with fixed keys, written on one line where it fits.
    Line(&'static [Key]),
    /// A mapping from relation to event id, or the form that JSON exports write.
    Link,
    /// A mapping, or a text in its place.
    TextOr(&'static Shape),
    /// Any value.
    Anything,
}

impl Shape {
    /// Returns whether reading `value` as this shape would yield anything.
    pub(super) fn takes(&self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Scalar { text, .. }) => self.takes_text(text, DateStyle::default()),
            (Self::List(inner) | Self::OneOrMore(inner), Value::List(items)) => {
                items.iter().any(|item| inner.takes(item))
            }
            (
                Self::List(inner) | Self::OneOrMore(inner) | Self::TextOr(inner) | Self::QueryOr(inner),
                Value::Map(_),
            ) => inner.takes(value),
            (Self::Date, Value::Map(pairs)) => pairs.iter().any(|(key, _)| **key == *"edtf"),
            (Self::Link, Value::Map(pairs)) => {
                pairs.iter().any(|(_, to)| Self::OneOrMore(&Self::Text).takes(to))
            }
            (Self::Object(keys) | Self::Line(keys), Value::Map(pairs)) => {
                let is_read = |key: &Key| {
                    pairs.iter().any(|(name, value)| **name == *key.name && key.shape.takes(value))
                };
                keys.iter().filter(|key| key.is_required).all(is_read) && keys.iter().any(is_read)
            }
            (Self::Named(_), Value::Map(_)) | (Self::Anything, _) => true,
            _ => false,
        }
    }

    /// Returns the same for a text; `style` resolves ambiguous dates.
    pub fn takes_text(&self, text: &str, style: DateStyle) -> bool {
        match self {
            Self::Date => Date::read(text, style).is_ok(),
            Self::Flag => flag(text).is_some(),
            Self::OneToFive => one_to_five(text).is_some(),
            Self::Country => Country::find(text.trim()).is_some(),
            Self::Word(known) => known().contains(&text),
            Self::List(inner) | Self::OneOrMore(inner) => inner.takes_text(text, style),
            Self::Named(_) | Self::Object(_) | Self::Line(_) | Self::Link => false,
            Self::Text
            | Self::Url
            | Self::Cited
            | Self::Query
            | Self::QueryOr(_)
            | Self::TextOr(_)
            | Self::Anything => true,
        }
    }
}

/// Parses a whole number from 1 to 5.
pub fn one_to_five(text: &str) -> Option<u8> {
    text.parse().ok().filter(|number| (1..=5).contains(number))
}

/// Key of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Name as written in files.
    pub name: &'static str,
    /// Shape of its value.
    pub shape: Shape,
    /// Meaning, in one sentence.
    pub about: &'static str,
    /// Whether the mapping cannot be read without it.
    pub is_required: bool,
}

/// Returns an optional key.
pub const fn key(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, about, is_required: false }
}

/// Returns a required key.
pub const fn required(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { is_required: true, ..key(name, shape, about) }
}

/// Defines an enum of the fields of a mapping, and the table of their keys, in the order of the file format.
macro_rules! fields {
    ($(#[$about:meta])* $field:ident, $(#[$about_table:meta])* $table:ident, $($name:ident: $key:expr,)*) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, strum::VariantArray)]
        #[allow(missing_docs)]
        pub enum $field { $($name,)* }

        $(#[$about_table])*
        pub const $table: &[Key] = &[$($key,)*];

        impl $field {
            /// Returns the key, its shape and its meaning.
            pub const fn key(self) -> Key {
                $table[self as usize]
            }
        }
    };
}
pub(super) use fields;

/// Returns the words for all certainties.
pub fn certainties() -> Vec<&'static str> {
    <Certainty as strum::IntoEnumIterator>::iter().map(Certainty::word).collect()
}

/// Keys of the head of a file, without the registries.
pub const HEAD: &[Key] = &[
    key("title", Shape::Text, "What the timeline is called."),
    key("description", Shape::Text, "What it covers and how it was made."),
    key("license", Shape::Text, "The licence of its texts, an SPDX name where there is one."),
    key("opening", Shape::Text, "The name of the view that the browser opens with."),
];

/// Keys of an actor in the registry.
pub const ACTOR: &[Key] = &[
    key("name", Shape::Text, "What it is called."),
    key("kind", Shape::Text, "person, state, government body, media, alliance or any other word."),
    key("country", Shape::Country, "ISO 3166-1 alpha-2 code, or EU, UN, XK."),
    key("aliases", Shape::OneOrMore(&Shape::Text), "Other names it is found by."),
    key("offices", Shape::List(&Shape::Line(OFFICE)), "The posts it held."),
    key(
        "members",
        Shape::List(&Shape::Line(MEMBER)),
        "The countries that belong to it, which `member:` finds.",
    ),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Keys of an office of an actor.
pub const OFFICE: &[Key] = &[
    key("title", Shape::Text, "What the post is called."),
    key("for", Shape::Text, "The actor or country that its holder acts for, instead of their own country."),
    key("from", Shape::Date, "When it began."),
    key("to", Shape::Date, "When it ended; left out while it lasts."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Keys of a member country of a body.
pub const MEMBER: &[Key] = &[
    key("country", Shape::Country, "ISO 3166-1 alpha-2 code, or EU, UN, XK."),
    key("from", Shape::Date, "Since when it is a member."),
    key("to", Shape::Date, "When it left; left out while it is a member."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Keys of a policy in the registry.
pub const POLICY: &[Key] = &[
    key("title", Shape::Text, "What it is about."),
    key("short", Shape::Text, "A shorter title, for lanes and bars; the owner need not be in it."),
    key("owner", Shape::OneOrMore(&Shape::Text), "The actor or actors whose policy it is."),
    key("topic", Shape::Text, "What it is compared with: policies of one topic ask the same question."),
    key("ladder", Shape::Text, "The ladder its statuses stand on."),
    key("owners", Shape::OneOrMore(&Shape::Text), "The same as `owner`, as JSON exports write it."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Keys of a participant of an event.
pub const PART: &[Key] = &[
    key("actor", Shape::Text, "An id, a name or an alias."),
    key("role", Shape::Text, "As what."),
    key("id", Shape::Text, "The same as `actor`, as JSON exports write it."),
    key("name", Shape::Text, "The actor's name, as JSON exports write it."),
    key("kind", Shape::Text, "The actor's kind, for an actor that no registry has."),
    key("country", Shape::Country, "The actor's country, for an actor that no registry has."),
    key("office", Shape::Text, "The actor's office that day, as JSON exports write it."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Keys of an effect of an event on a policy.
pub const EFFECT: &[Key] = &[
    required("policy", Shape::Text, "The id of the policy."),
    required(
        "status",
        Shape::Text,
        "Its status from then on; `none` and `unclear` stand outside every ladder.",
    ),
    key("was", Shape::Text, "Its status before, where the record says so."),
    key("note", Shape::Text, "What to bear in mind."),
    key("from", Shape::Date, "Since when it applies, when that is not the date of the event."),
    key("title", Shape::Text, "The policy's title, as JSON exports write it."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Keys of the further dates of an event.
pub const CLOCKS: &[Key] = &[
    key("announced", Shape::Date, "When it was made public."),
    key("adopted", Shape::Date, "When it was decided."),
    key("in-force", Shape::Date, "When it began to apply."),
    key("expires", Shape::Date, "When it stops to apply."),
    key("reported", Shape::Date, "When it was first written about."),
];

/// Keys of an objection to an event.
pub const DISPUTE: &[Key] = &[
    required("says", Shape::Text, "What is said."),
    key("sources", Shape::OneOrMore(&Shape::Cited), "Where: addresses, or ids of registered sources."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Keys of the review of an event.
pub const REVIEW: &[Key] = &[
    key("by", Shape::Text, "The name of the reviewer."),
    key("on", Shape::Date, "When; any date in EDTF."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];
