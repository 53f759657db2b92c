//! An event as an object of JSON: the same in the array of JSON and on a line of JSON Lines.

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use crate::model::{Date, Event, Moment, Part, Precision, Source, Text, Timeline, Value};

/// An event with every key, in this order; what is not known is `null` or an empty list. Only
/// `extra` is left out when there is nothing in it, so that no reader takes it for an unknown key.
///
/// `countries` are those that the event names itself, `all-countries` also those of its actors: the
/// reader of dateline takes the first and makes the second again.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Record<'a> {
    id: &'a str,
    date: Option<Dated<'a>>,
    date_note: Option<&'a str>,
    title: &'a str,
    kind: Option<&'a str>,
    importance: Option<u8>,
    summary: Option<&'a str>,
    actors: Vec<Actor<'a>>,
    countries: Vec<&'static str>,
    all_countries: Vec<&'static str>,
    tags: Vec<&'a str>,
    effects: Vec<Effect<'a>>,
    clocks: Pairs<Vec<(&'static str, Dated<'a>)>>,
    links: Vec<Link<'a>>,
    certainty: Option<&'static str>,
    disputes: Vec<Dispute<'a>>,
    sources: Vec<SourceOf<'a>>,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

#[derive(Serialize)]
struct Actor<'a> {
    id: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    role: Option<&'a str>,
    country: Option<&'static str>,
    office: Option<&'a str>,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

#[derive(Serialize)]
struct Effect<'a> {
    policy: &'a str,
    title: &'a str,
    status: &'a str,
    was: Option<&'a str>,
    note: Option<&'a str>,
    from: Option<Dated<'a>>,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

#[derive(Serialize)]
struct Link<'a> {
    relation: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct Dispute<'a> {
    says: &'a str,
    sources: &'a [Text],
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

#[derive(Serialize)]
struct SourceOf<'a> {
    url: Option<&'a str>,
    publisher: Option<&'a str>,
    date: Option<Dated<'a>>,
    title: Option<&'a str>,
    weak: bool,
    primary: bool,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

/// The event with all names looked up.
pub fn record<'a>(timeline: &'a Timeline, event: &'a Event) -> Record<'a> {
    let word = |word| timeline.word(word);
    let effect = |effect: &'a crate::model::Effect| Effect {
        policy: &timeline.policy(effect.policy).id,
        title: &timeline.policy(effect.policy).title,
        status: word(effect.status),
        was: effect.was.map(word),
        note: some(&effect.note),
        from: effect.from.as_ref().map(Dated),
        extra: Extra(&effect.extra),
    };
    Record {
        id: &event.id,
        date: event.date.as_ref().map(Dated),
        date_note: some(&event.date_note),
        title: &event.title,
        kind: event.kind.map(word),
        importance: event.importance,
        summary: some(&event.summary),
        actors: event.actors.iter().map(|part| actor(timeline, part, event.anchor())).collect(),
        countries: event.countries.iter().map(|country| country.code()).collect(),
        all_countries: timeline.countries_of(event).into_iter().map(crate::model::Country::code).collect(),
        tags: event.tags.iter().copied().map(word).collect(),
        effects: event.effects.iter().map(effect).collect(),
        clocks: Pairs(event.clocks.iter().map(|(clock, date)| (clock.word(), Dated(date))).collect()),
        links: event.links.iter().map(|link| Link { relation: word(link.relation), to: &link.to }).collect(),
        certainty: event.certainty.map(crate::model::Certainty::word),
        disputes: event
            .disputes
            .iter()
            .map(|one| Dispute { says: &one.says, sources: &one.sources, extra: Extra(&one.extra) })
            .collect(),
        sources: event.sources.iter().map(|one| source(timeline, one)).collect(),
        extra: Extra(&event.extra),
    }
}

/// An actor with the office it held at `moment`.
fn actor<'a>(timeline: &'a Timeline, part: &'a Part, moment: Option<Moment>) -> Actor<'a> {
    let actor = timeline.actor(part.actor);
    Actor {
        id: &actor.id,
        name: &actor.name,
        kind: actor.kind.map(|kind| timeline.word(kind)),
        role: part.role.map(|role| timeline.word(role)),
        country: actor.country.map(crate::model::Country::code),
        office: moment.and_then(|moment| actor.office_at(moment)).map(|office| &*office.title),
        extra: Extra(&part.extra),
    }
}

fn source<'a>(timeline: &'a Timeline, source: &'a Source) -> SourceOf<'a> {
    SourceOf {
        url: some(&source.url),
        publisher: source.publisher.map(|publisher| timeline.word(publisher)),
        date: source.date.as_ref().map(Dated),
        title: some(&source.title),
        weak: source.weak,
        primary: source.primary,
        extra: Extra(&source.extra),
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// A date as `{edtf, earliest, latest, precision, approximate, uncertain}`; an end that is open
/// or unknown is `null`.
pub struct Dated<'a>(pub &'a Date);

impl Serialize for Dated<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let date = self.0;
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("edtf", date.text())?;
        map.serialize_entry("earliest", &iso(date, date.earliest()))?;
        map.serialize_entry("latest", &iso(date, date.latest()))?;
        map.serialize_entry("precision", date.precision().word())?;
        map.serialize_entry("approximate", &date.is_approximate())?;
        map.serialize_entry("uncertain", &date.is_uncertain())?;
        map.end()
    }
}

/// An end of a date as an ISO day, with its time when the date has one; `None` when it is open.
pub fn iso(date: &Date, end: Moment) -> Option<String> {
    let text = if date.precision() == Precision::Time { end.iso() } else { end.iso_day() };
    end.is_finite().then_some(text)
}

/// Pairs written as an object in their order.
pub struct Pairs<T>(pub T);

impl<K, V> Pairs<Vec<(K, V)>> {
    /// Pairs taken from an iterator.
    pub fn of(pairs: impl Iterator<Item = (K, V)>) -> Self {
        Self(pairs.collect())
    }
}

impl<T, K: Serialize, V: Serialize> Serialize for Pairs<T>
where
    for<'t> &'t T: IntoIterator<Item = &'t (K, V)>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((&self.0).into_iter().map(|(key, value)| (key, value)))
    }
}

/// The unknown keys of something, as an object.
pub struct Extra<'a>(pub &'a [(Text, Value)]);

impl Extra<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, Any(value))))
    }
}

/// A value of an unknown key.
pub struct Any<'a>(pub &'a Value);

impl Serialize for Any<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Scalar { text, quoted: false } => plain(text).serialize(serializer),
            Value::Scalar { text, .. } => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items.iter().map(Any)),
            Value::Map(pairs) => Extra(pairs).serialize(serializer),
        }
    }
}

/// What an unquoted scalar is by YAML 1.2's core schema: nothing, a truth, a number where JSON
/// writes it with the same letters, else a text.
fn plain(text: &str) -> serde_json::Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return serde_json::Value::Null,
        "true" | "True" | "TRUE" => return true.into(),
        "false" | "False" | "FALSE" => return false.into(),
        _ => {}
    }
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let number = is_number.then(|| serde_json::from_str::<serde_json::Number>(text).ok()).flatten();
    number.filter(|number| number.to_string() == text).map_or_else(|| text.into(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_a_number_only_when_no_letter_of_it_is_lost() {
        let json = |text| plain(text).to_string();
        for text in ["3", "-3", "0", "3.5", "18446744073709551615", "true", "null"] {
            assert_eq!(json(text), text);
        }
        for text in
            ["007", "+3", "1_000", "0x1F", "3.50", "1e400", "99999999999999999999", ".inf", "2024-05", "NO"]
        {
            assert_eq!(json(text), format!("{text:?}"));
        }
        assert_eq!(json("~"), "null");
    }
}
