//! Conversion of a timeline to entries of keys and values, as in files.

use crate::model::field::{ACTOR, HEAD, Key, POLICY};
use crate::model::value::EXTRA;
use crate::model::{EVENT, Head, Ladder, SOURCE, Text, Timeline, Value};

/// Pairs of key and value; keys are unique.
pub type Fields = Vec<(Text, Value)>;

/// Kind of entry.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    serde::Serialize,
    schemars::JsonSchema,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// Head of the files.
    Timeline,
    /// A ladder.
    Ladder,
    /// A documented tag.
    Tag,
    /// A named view.
    View,
    /// An actor of the registry; actors only named in events belong to these.
    Actor,
    /// A policy.
    Policy,
    /// A source of the registry.
    Source,
    /// An event.
    Event,
}

crate::text::words!(EntryKind, "used in output");

impl EntryKind {
    /// Returns whether a key is known for this kind of entry.
    pub fn knows(self, key: &str) -> bool {
        let is_in = |keys: &[Key]| key != EXTRA && keys.iter().any(|known| known.name == key);
        match self {
            Self::Timeline => is_in(HEAD),
            Self::View => VIEW.contains(&key),
            Self::Ladder => key == "statuses",
            Self::Tag => key == "meaning",
            Self::Actor => is_in(ACTOR),
            Self::Policy => is_in(POLICY),
            Self::Source => is_in(SOURCE),
            Self::Event => is_in(EVENT),
        }
    }
}

/// Keys of a view.
pub const VIEW: &[&str] = &["query", "range", "from", "to", "lanes", "sort", "reverse", "cursor"];

/// Part of a file that has its own id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub id: Text,
    pub fields: Fields,
}

impl Entry {
    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        get(&self.fields, key)
    }

    /// Returns the text of a key, empty if there is none.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).map_or("", text)
    }

    /// Returns whether this is an event with a generated id.
    pub fn id_is_made(&self) -> bool {
        self.kind == EntryKind::Event && self.get("id").is_none()
    }

    /// Returns the title, or for an actor the name.
    pub fn title(&self) -> &str {
        self.text(if self.kind == EntryKind::Actor { "name" } else { "title" })
    }
}

/// Returns the value of a key.
pub fn get<'v>(fields: &'v [(Text, Value)], key: &str) -> Option<&'v Value> {
    fields.iter().find(|(known, _)| **known == *key).map(|(_, value)| value)
}

/// Returns the text of a scalar; empty for other values.
pub fn text(value: &Value) -> &str {
    if let Value::Scalar { text, .. } = value { text } else { "" }
}

/// Returns the pairs of a mapping; empty for other values.
pub fn pairs(value: &Value) -> &[(Text, Value)] {
    if let Value::Map(pairs) = value { pairs } else { &[] }
}

/// Returns all entries of a timeline: the head, the registries in their order, then the events in time order.
pub fn written(timeline: &Timeline) -> Vec<Entry> {
    let Head { tags, views, .. } = &timeline.head;
    let head = timeline.head.fields();
    let mut entries = vec![Entry { kind: EntryKind::Timeline, id: "".into(), fields: head }];
    let mut add = |kind, id: &str, fields| entries.push(Entry { kind, id: id.into(), fields });
    for Ladder { name, statuses } in &timeline.ladders {
        let statuses = statuses.iter().map(|status| Value::text(timeline.word(*status)));
        let fields = Value::of_list(statuses).map(|list| ("statuses".into(), list));
        add(EntryKind::Ladder, name, fields.into_iter().collect());
    }
    for (tag, meaning) in tags {
        let fields = Value::of_text(meaning).map(|meaning| ("meaning".into(), meaning));
        add(EntryKind::Tag, tag, fields.into_iter().collect());
    }
    for view in views {
        add(EntryKind::View, &view.name, view.fields());
    }
    for actor in timeline.actors.iter().filter(|actor| actor.registered) {
        add(EntryKind::Actor, &actor.id, actor.fields(timeline));
    }
    for policy in &timeline.policies {
        add(EntryKind::Policy, &policy.id, policy.fields(timeline));
    }
    for source in &timeline.sources {
        add(EntryKind::Source, source.id(), source.fields(timeline));
    }
    for event in timeline.events() {
        add(EntryKind::Event, &event.id, event.fields(timeline));
    }
    entries
}
