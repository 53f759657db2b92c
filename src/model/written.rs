//! Conversion of the model to key-value pairs as written in files, in format order and without empty fields.

use std::collections::HashSet;

use strum::VariantArray;

use super::actor::{Actor, Member, Office, Principal, Tenure};
use super::event::{Dispute, EVENT, Effect, Event, EventField, Participation, Review};
use super::field::{ACTOR, DISPUTE, EFFECT, HEAD, Key, MEMBER, OFFICE, PART, POLICY, REVIEW};
use super::source::{SOURCE, SourceField, SourceValue};
use super::value::EXTRA;
use super::{Date, Head, Policy, Source, Text, Timeline, Value, View, Word};

impl Head {
    /// Returns the pairs for the head, without tags and views.
    pub fn fields(&self) -> Vec<(Text, Value)> {
        let Self { title, description, license, tags: _, views: _, opening, extra } = self;
        let known = Mapping::default().text("title", title).text("description", description);
        known.text("license", license).text("opening", opening).extra(extra, HEAD)
    }
}

impl Tenure {
    /// Adds `from` and `to`.
    fn add_to(&self, fields: Mapping) -> Mapping {
        fields.date("from", self.from.as_ref()).date("to", self.to.as_ref())
    }
}

impl Principal {
    /// Returns the name used in files: the actor's id or the country's code.
    pub fn written(self, timeline: &Timeline) -> &str {
        match self {
            Self::Actor(actor) => &timeline.actor(actor).id,
            Self::Country(country) => country.code(),
        }
    }
}

impl Office {
    fn value(&self, timeline: &Timeline) -> Value {
        let Self { title, principal, tenure, extra } = self;
        let principal = principal.map(|principal| Value::text(principal.written(timeline)));
        let known = Mapping::default().text("title", title).put("for", principal);
        Value::Map(tenure.add_to(known).extra(extra, OFFICE))
    }
}

impl Member {
    fn value(&self) -> Value {
        let Self { country, tenure, extra } = self;
        let known = Mapping::default().text("country", country.code());
        Value::Map(tenure.add_to(known).extra(extra, MEMBER))
    }
}

impl Actor {
    /// Returns the pairs written under the actor's id.
    pub fn fields(&self, timeline: &Timeline) -> Vec<(Text, Value)> {
        // `media` is derived from `kind`.
        let Self { id: _, name, registered: _, kind, country, aliases, offices, members, media: _, extra } =
            self;
        Mapping::default()
            .put("name", Some(Value::text(name)))
            .word("kind", *kind, timeline)
            .put("country", country.map(|country| Value::text(country.code())))
            .put("aliases", Value::of_list(texts(aliases)))
            .put("offices", Value::of_list(offices.iter().map(|office| office.value(timeline))))
            .put("members", Value::of_list(members.iter().map(Member::value)))
            .extra(extra, ACTOR)
    }
}

impl Policy {
    /// Returns the pairs written under the policy's id.
    pub fn fields(&self, timeline: &Timeline) -> Vec<(Text, Value)> {
        let Self { id: _, title, short, owners, topic, ladder, extra } = self;
        let owners = owners.iter().map(|owner| Value::text(&timeline.actor(*owner).id));
        Mapping::default()
            .put("title", Some(Value::text(title)))
            .text("short", short)
            .put("owner", Value::of_list(owners))
            .word("topic", *topic, timeline)
            .put("ladder", ladder.map(|ladder| Value::text(&timeline.ladders[ladder].name)))
            .extra(extra, POLICY)
    }
}

impl View {
    /// Returns the pairs written under the view's name.
    pub fn fields(&self) -> Vec<(Text, Value)> {
        let Self { name: _, query, range, from, to, lanes, sort, reverse, cursor, extra } = self;
        Mapping::default()
            .text("query", query)
            .date("range", range.as_ref())
            .date("from", from.as_ref())
            .date("to", to.as_ref())
            .text("lanes", lanes)
            .text("sort", sort)
            .flag("reverse", *reverse)
            .text("cursor", cursor)
            .extra(extra, &[])
    }
}

impl Participation {
    fn value(&self, timeline: &Timeline) -> Value {
        let Self { actor, role, extra } = self;
        let known = Mapping::default().put("actor", Some(Value::text(&timeline.actor(*actor).id)));
        Value::Map(known.word("role", *role, timeline).extra(extra, PART))
    }
}

impl Effect {
    fn value(&self, timeline: &Timeline) -> Value {
        let Self { policy, status, was, note, from, extra } = self;
        let known = Mapping::default()
            .put("policy", Some(Value::text(&timeline.policy(*policy).id)))
            .word("status", Some(*status), timeline)
            .word("was", *was, timeline)
            .text("note", note)
            .date("from", from.as_ref());
        Value::Map(known.extra(extra, EFFECT))
    }
}

impl Dispute {
    fn value(&self) -> Value {
        let Self { says, sources, extra } = self;
        let known = Mapping::default().put("says", Some(Value::text(says)));
        Value::Map(known.put("sources", Value::of_list(texts(sources))).extra(extra, DISPUTE))
    }
}

impl Review {
    fn value(&self) -> Value {
        let Self { by, on, extra } = self;
        Value::Map(Mapping::default().text("by", by).date("on", on.as_ref()).extra(extra, REVIEW))
    }
}

impl SourceField {
    /// Returns the value for this key; `None` when nothing is written.
    fn value(self, source: &Source, timeline: &Timeline) -> Option<Value> {
        match self.of(source) {
            // The id is the name under which the source is registered.
            _ if self == Self::Id => None,
            SourceValue::Text(text) => Value::of_text(text),
            SourceValue::Texts([one]) => Some(Value::text(one)),
            SourceValue::Texts(all) => Value::of_list(texts(all)),
            SourceValue::Word(word) => word.map(|word| Value::text(timeline.word(word))),
            SourceValue::Date(date) => date.map(|date| Value::text(date.text())),
            SourceValue::Flag(is_so) => is_so.then(|| plain("true")),
            SourceValue::Extra(_) => None,
        }
    }
}

impl Source {
    /// Returns the pairs that the registry writes under the source's id.
    pub fn fields(&self, timeline: &Timeline) -> Vec<(Text, Value)> {
        let fields = SourceField::VARIANTS.iter();
        let known = fields.filter_map(|field| Some((field.key().name.into(), field.value(self, timeline)?)));
        Mapping(known.collect()).extra(&self.extra, SOURCE)
    }

    /// Returns what an event writes: the id of a registered source, else all its pairs.
    fn value(&self, timeline: &Timeline) -> Value {
        match self.id() {
            "" => Value::Map(self.fields(timeline)),
            id => Value::text(id),
        }
    }
}

impl EventField {
    /// Returns the value for this key; `None` when nothing is written. Unknown keys have no [`EventField`],
    /// see [`Event::fields`].
    pub fn value(self, event: &Event, timeline: &Timeline) -> Option<Value> {
        let word = |word: Word| Value::text(timeline.word(word));
        match self {
            Self::Id => (!event.id_is_made).then(|| Value::text(&event.id)),
            Self::Date => event.date.as_ref().map(|date| Value::text(date.text())),
            Self::DateNote => Value::of_text(&event.date_note),
            Self::Title => Some(Value::text(&event.title)),
            Self::Kind => event.kind.map(word),
            Self::Importance => event.importance.map(|importance| plain(&importance.to_string())),
            Self::Summary => Value::of_text(&event.summary),
            Self::Actors => Value::of_list(event.actors.iter().map(|part| part.value(timeline))),
            Self::Countries => {
                Value::of_list(event.countries.iter().map(|country| Value::text(country.code())))
            }
            Self::Tags => Value::of_list(event.tags.iter().copied().map(word)),
            Self::Effects => Value::of_list(event.effects.iter().map(|effect| effect.value(timeline))),
            Self::Clocks => {
                let clocks = event.clocks.iter();
                let clocks = clocks.map(|(clock, date)| (clock.word().into(), Value::text(date.text())));
                Some(Value::Map(clocks.collect())).filter(|_| !event.clocks.is_empty())
            }
            Self::Links => {
                Value::of_list(event.links.iter().map(|link| {
                    Value::Map(vec![(timeline.word(link.relation).into(), Value::text(&link.to))])
                }))
            }
            Self::Certainty => event.certainty.map(|certainty| Value::text(certainty.word())),
            Self::Disputes => Value::of_list(event.disputes.iter().map(Dispute::value)),
            Self::Sources => Value::of_list(event.sources.iter().map(|source| source.value(timeline))),
            Self::Reviewed => event.reviewed.as_ref().map(|review| review.value()),
            Self::AllCountries | Self::Extra => None,
        }
    }
}

impl Event {
    /// Returns all pairs of the event.
    pub fn fields(&self, timeline: &Timeline) -> Vec<(Text, Value)> {
        let fields = EventField::VARIANTS.iter();
        let known = fields.filter_map(|field| Some((field.key().name.into(), field.value(self, timeline)?)));
        Mapping(known.collect()).extra(&self.extra, EVENT)
    }
}

/// Pairs of a mapping in format order; empty values are skipped.
#[derive(Default)]
struct Mapping(Vec<(Text, Value)>);

impl Mapping {
    fn put(mut self, key: &str, value: Option<Value>) -> Self {
        self.0.extend(value.map(|value| (key.into(), value)));
        self
    }

    fn text(self, key: &str, text: &str) -> Self {
        self.put(key, Value::of_text(text))
    }

    fn word(self, key: &str, word: Option<Word>, timeline: &Timeline) -> Self {
        self.put(key, word.map(|word| Value::text(timeline.word(word))))
    }

    fn date(self, key: &str, date: Option<&Date>) -> Self {
        self.put(key, date.map(|date| Value::text(date.text())))
    }

    fn flag(self, key: &str, is_set: bool) -> Self {
        self.put(key, is_set.then(|| plain("true")))
    }

    /// Appends the unknown keys. A value that could not be read goes back under its known key; a key that
    /// would be read as a known one goes under [`EXTRA`].
    fn extra(mut self, extra: &[(Text, Value)], known: &[Key]) -> Vec<(Text, Value)> {
        let mut aside = Vec::new();
        let mut taken: HashSet<Text> = self.0.iter().map(|(key, _)| key.clone()).collect();
        for (key, value) in extra {
            let place = known.iter().position(|known| known.name == &**key && **key != *EXTRA);
            let is_new = taken.insert(key.clone());
            let there = if is_new { None } else { self.0.iter_mut().find(|(taken, _)| taken == key) };
            let is_put_back = match (place, there) {
                (None, None) => **key != *EXTRA && self.insert(known.len(), known, key, value),
                (Some(place), None) => {
                    !known[place].shape.takes(value) && self.insert(place, known, key, value)
                }
                (Some(place), Some((_, there))) => !known[place].shape.takes(value) && join(there, value),
                (None, Some(_)) => false,
            };
            if !is_put_back {
                aside.push((key.clone(), value.clone()));
            }
        }
        self.put(EXTRA, (!aside.is_empty()).then_some(Value::Map(aside))).0
    }

    /// Inserts a pair before those that come later in the format.
    fn insert(&mut self, place: usize, known: &[Key], key: &Text, value: &Value) -> bool {
        let later =
            |name: &Text| known.iter().position(|known| known.name == &**name).is_none_or(|at| at > place);
        let at = self.0.iter().position(|(name, _)| later(name)).filter(|_| place < known.len());
        self.0.insert(at.unwrap_or(self.0.len()), (key.clone(), value.clone()));
        true
    }
}

/// Appends the items of a list or the pairs of a mapping; returns false when the values do not fit together.
fn join(there: &mut Value, more: &Value) -> bool {
    match (there, more) {
        (Value::List(items), Value::List(more)) => items.extend_from_slice(more),
        (Value::Map(pairs), Value::Map(more))
            if more.iter().all(|(key, _)| pairs.iter().all(|(known, _)| known != key)) =>
        {
            pairs.extend_from_slice(more);
        }
        _ => return false,
    }
    true
}

/// Returns an unquoted scalar.
fn plain(text: &str) -> Value {
    Value::Scalar { text: text.into(), quoted: false }
}

fn texts(items: &[Text]) -> impl Iterator<Item = Value> {
    items.iter().map(|item| Value::text(item))
}
