//! A timeline as it would be written: entries of keys and values, with every name in full.
//!
//! The structs of the model are taken apart field by field, so that whoever adds one is asked by
//! the compiler how it is written.

use crate::model::{
    Actor, Date, Dispute, Effect, Event, Head, Ladder, Link, Office, Part, Policy, Source, Text, Timeline,
    Value, Word,
};

/// Keys and values; no key stands twice.
pub type Fields = Vec<(Text, Value)>;

/// What sort of entry it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum EntryKind {
    /// What the files say about the whole.
    Timeline,
    /// Ordered statuses.
    Ladder,
    /// A word of the vocabulary of tags.
    Tag,
    /// A named view.
    View,
    /// Somebody in the registry; who is merely named in events is a part of these.
    Actor,
    /// A policy.
    Policy,
    /// An event.
    Event,
}

impl EntryKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The keys that mean something in it; every other is unknown.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Timeline => HEAD,
            Self::View => VIEW,
            Self::Ladder => &["statuses"],
            Self::Tag => &["meaning"],
            Self::Actor => ACTOR,
            Self::Policy => POLICY,
            Self::Event => EVENT,
        }
    }
}

/// Something that stands in a file under a name of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub id: Text,
    pub fields: Fields,
}

impl Entry {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        get(&self.fields, key)
    }

    /// The text under a key, empty when there is none.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).map_or("", text)
    }

    /// Whether it is an event without a written id.
    pub fn id_is_made(&self) -> bool {
        self.kind == EntryKind::Event && self.get("id").is_none()
    }

    /// What a person calls it.
    pub fn title(&self) -> &str {
        self.text(if self.kind == EntryKind::Actor { "name" } else { "title" })
    }
}

/// The value under a key.
pub fn get<'v>(fields: &'v [(Text, Value)], key: &str) -> Option<&'v Value> {
    fields.iter().find(|(known, _)| **known == *key).map(|(_, value)| value)
}

/// The text of a scalar, empty for anything else.
pub fn text(value: &Value) -> &str {
    if let Value::Scalar { text, .. } = value { text } else { "" }
}

/// The pairs of a mapping; none of anything else.
pub fn pairs(value: &Value) -> &[(Text, Value)] {
    if let Value::Map(pairs) = value { pairs } else { &[] }
}

/// The keys of a view.
pub const VIEW: &[&str] = &["query", "range", "from", "to", "lanes", "sort", "reverse", "cursor"];
/// The keys of the head.
pub const HEAD: &[&str] = &["title", "description", "license"];
/// The keys of an actor.
pub const ACTOR: &[&str] = &["name", "kind", "country", "aliases", "offices"];
/// The keys of an office.
pub const OFFICE: &[&str] = &["title", "from", "to"];
/// The keys of a policy.
pub const POLICY: &[&str] = &["title", "owner", "topic", "ladder"];
/// The keys of an event.
pub const EVENT: &[&str] = &[
    "id",
    "date",
    "date-note",
    "title",
    "kind",
    "importance",
    "summary",
    "actors",
    "countries",
    "tags",
    "effects",
    "clocks",
    "links",
    "certainty",
    "disputes",
    "sources",
];
/// The keys of somebody's part.
pub const PART: &[&str] = &["actor", "role"];
/// The keys of an effect.
pub const EFFECT: &[&str] = &["policy", "status", "was", "note", "from"];
/// The keys of a dispute.
pub const DISPUTE: &[&str] = &["says", "sources"];
/// The keys of a source.
pub const SOURCE: &[&str] = &["url", "publisher", "date", "title", "weak", "primary"];

/// Unknown keys that would be taken for known ones, or that stand there twice, go under this one,
/// as in JSON exports.
pub const EXTRA: &str = "extra";

/// Everything that a timeline says: the head, the registries in their order, events in time order.
pub fn written(timeline: &Timeline) -> Vec<Entry> {
    let Head { title, description, license, tags, views, extra } = &timeline.head;
    let head = Mapping::default()
        .text("title", title)
        .text("description", description)
        .text("license", license)
        .extra(extra, HEAD);
    let mut entries = vec![Entry { kind: EntryKind::Timeline, id: "".into(), fields: head }];
    let mut add = |kind, id: &str, fields| entries.push(Entry { kind, id: id.into(), fields });
    for Ladder { name, statuses } in &timeline.ladders {
        let statuses = statuses.iter().map(|status| Value::text(timeline.word(*status))).collect();
        add(EntryKind::Ladder, name, Mapping::default().list("statuses", statuses).0);
    }
    for (tag, meaning) in tags {
        add(EntryKind::Tag, tag, Mapping::default().text("meaning", meaning).0);
    }
    for view in views {
        if let Value::Map(fields) = view.value() {
            add(EntryKind::View, &view.name, Mapping::default().extra(&fields, &[]));
        }
    }
    for actor in timeline.actors.iter().filter(|actor| actor.registered) {
        add(EntryKind::Actor, &actor.id, actor_fields(timeline, actor));
    }
    for policy in &timeline.policies {
        add(EntryKind::Policy, &policy.id, policy_fields(timeline, policy));
    }
    for event in timeline.events() {
        add(EntryKind::Event, &event.id, event_fields(timeline, event));
    }
    entries
}

/// Pairs in the order of the format, empty ones left out.
#[derive(Default)]
struct Mapping(Fields);

impl Mapping {
    fn put(mut self, key: &str, value: Value) -> Self {
        self.0.push((key.into(), value));
        self
    }

    fn maybe(self, key: &str, value: Option<Value>) -> Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    fn text(self, key: &str, text: &str) -> Self {
        self.maybe(key, (!text.is_empty()).then(|| Value::text(text)))
    }

    fn date(self, key: &str, date: Option<&Date>) -> Self {
        self.maybe(key, date.map(|date| Value::text(date.text())))
    }

    fn flag(self, key: &str, is_set: bool) -> Self {
        self.maybe(key, is_set.then(|| plain("true")))
    }

    fn list(self, key: &str, items: Vec<Value>) -> Self {
        self.maybe(key, (!items.is_empty()).then_some(Value::List(items)))
    }

    /// The whole with its unknown keys.
    fn extra(mut self, extra: &[(Text, Value)], known: &[&str]) -> Fields {
        let mut aside = Fields::new();
        for (key, value) in extra {
            let is_taken = known.contains(&&**key) || **key == *EXTRA || get(&self.0, key).is_some();
            let pairs = if is_taken { &mut aside } else { &mut self.0 };
            pairs.push((key.clone(), value.clone()));
        }
        self.maybe(EXTRA, (!aside.is_empty()).then_some(Value::Map(aside))).0
    }
}

/// A scalar that is no text.
fn plain(text: &str) -> Value {
    Value::Scalar { text: text.into(), quoted: false }
}

fn texts(items: &[Text]) -> Vec<Value> {
    items.iter().map(|item| Value::text(item)).collect()
}

fn actor_fields(timeline: &Timeline, actor: &Actor) -> Fields {
    // Being of kind `media` follows from the kind.
    let Actor { id: _, name, registered: _, kind, country, aliases, offices, media: _, extra } = actor;
    let office = |office: &Office| {
        let Office { title, from, to, extra } = office;
        let known = Mapping::default().text("title", title);
        Value::Map(known.date("from", from.as_ref()).date("to", to.as_ref()).extra(extra, OFFICE))
    };
    Mapping::default()
        .put("name", Value::text(name))
        .maybe("kind", kind.map(|kind| Value::text(timeline.word(kind))))
        .maybe("country", country.map(|country| Value::text(country.code())))
        .list("aliases", texts(aliases))
        .list("offices", offices.iter().map(office).collect())
        .extra(extra, ACTOR)
}

fn policy_fields(timeline: &Timeline, policy: &Policy) -> Fields {
    let Policy { id: _, title, owners, topic, ladder, extra } = policy;
    let owners = owners.iter().map(|owner| Value::text(&timeline.actor(*owner).id)).collect();
    Mapping::default()
        .put("title", Value::text(title))
        .list("owner", owners)
        .maybe("topic", topic.map(|topic| Value::text(timeline.word(topic))))
        .maybe("ladder", ladder.map(|ladder| Value::text(&timeline.ladders[ladder].name)))
        .extra(extra, POLICY)
}

fn event_fields(timeline: &Timeline, event: &Event) -> Fields {
    let Event {
        id,
        id_is_made,
        date,
        date_note,
        title,
        kind,
        importance,
        summary,
        actors,
        countries,
        tags,
        effects,
        clocks,
        links,
        certainty,
        disputes,
        sources,
        extra,
        place: _,
    } = event;
    let word = |word: Word| Value::text(timeline.word(word));
    let link =
        |Link { relation, to }: &Link| Value::Map(vec![(timeline.word(*relation).into(), Value::text(to))]);
    let dispute = |Dispute { says, sources, extra }: &Dispute| {
        let known = Mapping::default().put("says", Value::text(says)).list("sources", texts(sources));
        Value::Map(known.extra(extra, DISPUTE))
    };
    let clocks: Fields =
        clocks.iter().map(|(clock, date)| (clock.word().into(), Value::text(date.text()))).collect();
    Mapping::default()
        .maybe("id", (!id_is_made).then(|| Value::text(id)))
        .date("date", date.as_ref())
        .text("date-note", date_note)
        .put("title", Value::text(title))
        .maybe("kind", kind.map(word))
        .maybe("importance", importance.map(|importance| plain(&importance.to_string())))
        .text("summary", summary)
        .list("actors", actors.iter().map(|part| part_value(timeline, part)).collect())
        .list("countries", countries.iter().map(|country| Value::text(country.code())).collect())
        .list("tags", tags.iter().copied().map(word).collect())
        .list("effects", effects.iter().map(|effect| effect_value(timeline, effect)).collect())
        .maybe("clocks", (!clocks.is_empty()).then_some(Value::Map(clocks)))
        .list("links", links.iter().map(link).collect())
        .maybe("certainty", certainty.map(|certainty| Value::text(certainty.word())))
        .list("disputes", disputes.iter().map(dispute).collect())
        .list("sources", sources.iter().map(|source| source_value(timeline, source)).collect())
        .extra(extra, EVENT)
}

fn part_value(timeline: &Timeline, part: &Part) -> Value {
    let Part { actor, role, extra } = part;
    let known = Mapping::default().put("actor", Value::text(&timeline.actor(*actor).id));
    let known = known.maybe("role", role.map(|role| Value::text(timeline.word(role))));
    Value::Map(known.extra(extra, PART))
}

fn effect_value(timeline: &Timeline, effect: &Effect) -> Value {
    let Effect { policy, status, was, note, from, extra } = effect;
    let known = Mapping::default()
        .put("policy", Value::text(&timeline.policy(*policy).id))
        .put("status", Value::text(timeline.word(*status)))
        .maybe("was", was.map(|was| Value::text(timeline.word(was))))
        .text("note", note)
        .date("from", from.as_ref());
    Value::Map(known.extra(extra, EFFECT))
}

fn source_value(timeline: &Timeline, source: &Source) -> Value {
    let Source { url, publisher, date, title, weak, primary, extra } = source;
    let known = Mapping::default()
        .text("url", url)
        .maybe("publisher", publisher.map(|publisher| Value::text(timeline.word(publisher))))
        .date("date", date.as_ref())
        .text("title", title)
        .flag("weak", *weak)
        .flag("primary", *primary);
    Value::Map(known.extra(extra, SOURCE))
}
