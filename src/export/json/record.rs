//! An event as a JSON object, the same in JSON and JSON Lines.

use schemars::JsonSchema;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use strum::VariantArray as _;

use crate::model::{
    Certainty, Country, Date, Event, EventField, Moment, Participation, Precision, Source, SourceField,
    SourceValue, Text, Timeline, Value,
};

/// An event with every key, in the order of the format. Unknown values are `null` or an empty list. Only an
/// empty `extra` is omitted, since dateline would read it as an unknown key.
///
/// `countries` are those of the event itself, `all-countries` also those of its actors. When dateline reads
/// the record, it uses the former and derives the latter.
pub struct Record<'a> {
    pub timeline: &'a Timeline,
    pub event: &'a Event,
    /// The manifest, for the key `origin`.
    pub origin: Option<&'a str>,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { timeline, event, origin } = *self;
        let word = |word| timeline.word(word);
        let mut map = serializer.serialize_map(None)?;
        for field in EventField::VARIANTS {
            let mut put = FieldWriter { map: &mut map, key: field.key().name };
            match field {
                EventField::Id => put.value(&event.id),
                EventField::Date => put.value(&event.date.as_ref().map(Dated::from)),
                EventField::DateNote => put.value(&some(&event.date_note)),
                EventField::Title => put.value(&event.title),
                EventField::Kind => put.value(&event.kind.map(word)),
                EventField::Importance => put.value(&event.importance),
                EventField::Summary => put.value(&some(&event.summary)),
                EventField::Actors => put.list(event.actors.iter().map(|part| actor(timeline, part, event))),
                EventField::Countries => put.list(event.countries.iter().map(|country| country.code())),
                EventField::AllCountries => {
                    put.list(timeline.countries_of(event).into_iter().map(Country::code))
                }
                EventField::Tags => put.list(event.tags.iter().copied().map(word)),
                EventField::Effects => put.list(event.effects.iter().map(|one| effect(timeline, one))),
                EventField::Clocks => put.value(&Pairs::of(
                    event.clocks.iter().map(|(clock, date)| (clock.word(), Dated::from(date))),
                )),
                EventField::Links => put.list(
                    event.links.iter().map(|link| Link { relation: word(link.relation), to: &link.to }),
                ),
                EventField::Certainty => put.value(&event.certainty.map(Certainty::word)),
                EventField::Disputes => put.list(event.disputes.iter().map(dispute)),
                EventField::Sources => put.list(event.sources.iter().map(|one| SourceOf(timeline, one))),
                EventField::Reviewed => put.value(&event.reviewed.as_deref().map(review)),
                EventField::Extra if event.extra.is_empty() => Ok(()),
                EventField::Extra => put.value(&Extra(&event.extra)),
            }?;
        }
        if let Some(origin) = origin {
            map.serialize_entry("origin", origin)?;
        }
        map.end()
    }
}

/// Writes the value of one key of a JSON object.
struct FieldWriter<'m, M> {
    map: &'m mut M,
    key: &'static str,
}

impl<M: SerializeMap> FieldWriter<'_, M> {
    fn value(&mut self, value: &impl Serialize) -> Result<(), M::Error> {
        self.map.serialize_entry(self.key, value)
    }

    fn list<T: Serialize>(&mut self, items: impl Iterator<Item = T>) -> Result<(), M::Error> {
        self.value(&items.collect::<Vec<T>>())
    }
}

/// An actor in an event.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "part")]
pub struct Actor<'a> {
    id: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    role: Option<&'a str>,
    /// The country it acted for at the time.
    country: Option<CountryCode>,
    /// The office it held at the time.
    office: Option<&'a str>,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

/// An effect on a policy.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "effect")]
pub struct Effect<'a> {
    policy: &'a str,
    title: &'a str,
    status: &'a str,
    was: Option<&'a str>,
    note: Option<&'a str>,
    from: Option<Dated<'a>>,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

/// A link to another event.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "link")]
pub struct Link<'a> {
    relation: &'a str,
    to: &'a str,
}

/// A dispute of an event.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "dispute")]
pub struct Dispute<'a> {
    says: &'a str,
    #[schemars(with = "Vec<String>")]
    sources: &'a [Text],
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

/// A review of an event.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "review")]
pub struct Review<'a> {
    by: Option<&'a str>,
    on: Option<Dated<'a>>,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

/// A source with every key.
pub struct SourceOf<'a>(pub &'a Timeline, pub &'a Source);

impl Serialize for SourceOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(timeline, source) = *self;
        let mut map = serializer.serialize_map(None)?;
        for field in SourceField::VARIANTS {
            let mut put = FieldWriter { map: &mut map, key: field.key().name };
            match field.of(source) {
                SourceValue::Text(text) => put.value(&some(text)),
                SourceValue::Texts(texts) => put.value(&texts),
                SourceValue::Word(word) => put.value(&word.map(|word| timeline.word(word))),
                SourceValue::Date(date) => put.value(&date.map(Dated::from)),
                SourceValue::Flag(is_so) => put.value(&is_so),
                SourceValue::Extra([]) => Ok(()),
                SourceValue::Extra(extra) => put.value(&Extra(extra)),
            }?;
        }
        map.end()
    }
}

fn effect<'a>(timeline: &'a Timeline, effect: &'a crate::model::Effect) -> Effect<'a> {
    let word = |word| timeline.word(word);
    Effect {
        policy: &timeline.policy(effect.policy).id,
        title: &timeline.policy(effect.policy).title,
        status: word(effect.status),
        was: effect.was.map(word),
        note: some(&effect.note),
        from: effect.from.as_ref().map(Dated::from),
        extra: Extra(&effect.extra),
    }
}

fn dispute(dispute: &crate::model::Dispute) -> Dispute<'_> {
    Dispute { says: &dispute.says, sources: &dispute.sources, extra: Extra(&dispute.extra) }
}

fn review(review: &crate::model::Review) -> Review<'_> {
    Review { by: some(&review.by), on: review.on.as_ref().map(Dated::from), extra: Extra(&review.extra) }
}

/// Returns an actor with the office held on the day of the event, and the country represented then.
fn actor<'a>(timeline: &'a Timeline, part: &'a Participation, event: &Event) -> Actor<'a> {
    let actor = timeline.actor(part.actor);
    Actor {
        id: &actor.id,
        name: &actor.name,
        kind: actor.kind.map(|kind| timeline.word(kind)),
        role: part.role.map(|role| timeline.word(role)),
        country: timeline.country_of(part.actor, event).map(CountryCode::from),
        office: timeline.office_of(part.actor, event).map(|office| &*office.title),
        extra: Extra(&part.extra),
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The code of a country.
#[derive(Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(rename = "country", description = "ISO 3166-1 alpha-2, or EU, UN, XK.")]
pub struct CountryCode(#[schemars(regex(pattern = "^[A-Z]{2}$"))] &'static str);

impl From<Country> for CountryCode {
    fn from(country: Country) -> Self {
        Self(country.code())
    }
}

/// A date.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "date")]
pub struct Dated<'a> {
    /// As written: EDTF, level 0 or 1, or an interval between moments.
    edtf: &'a str,
    /// The first day, or second, that it may mean; null when open.
    earliest: Option<String>,
    /// The last; null when open.
    latest: Option<String>,
    precision: Precision,
    /// Marked ~ or %.
    approximate: bool,
    /// Marked ? or %.
    uncertain: bool,
}

impl<'a> From<&'a Date> for Dated<'a> {
    fn from(date: &'a Date) -> Self {
        Self {
            edtf: date.text(),
            earliest: iso(date, date.earliest()),
            latest: iso(date, date.latest()),
            precision: date.precision(),
            approximate: date.is_approximate(),
            uncertain: date.is_uncertain(),
        }
    }
}

/// Formats an end of a date like [`Date::iso`]; `None` if it is open or unknown.
pub fn iso(date: &Date, end: Moment) -> Option<String> {
    end.is_finite().then(|| date.iso(end))
}

/// Serializes pairs as an object, in their order.
pub struct Pairs<T>(pub T);

impl<K, V> Pairs<Vec<(K, V)>> {
    /// Wraps the pairs of an iterator.
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

/// Serializes the unknown keys as an object.
#[derive(JsonSchema)]
#[schemars(rename = "extra", description = "Keys of the files that dateline does not know.")]
pub struct Extra<'a>(
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")] pub &'a [(Text, Value)],
);

impl Extra<'_> {
    /// Returns whether there are no unknown keys.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}
