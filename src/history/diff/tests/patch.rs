//! Applies changes to the state they were found in, to prove that a diff is complete.

use std::collections::HashMap;

use crate::history::diff::written::{Entry, EntryKind, VIEW, get, pairs, text, written};
use crate::history::diff::{ChangeKind, Changes, Field, occurrences};
use crate::model::event::FileLine;
use crate::model::field::{ACTOR, DISPUTE, EFFECT, HEAD, Key, MEMBER, OFFICE, PART, POLICY, REVIEW};
use crate::model::value::EXTRA;
use crate::model::{
    Actor, ActorNo, Country, Date, Dispute, EVENT, Effect, Event, Head, Ladder, Link, Member, Office,
    Participation, Policy, PolicyNo, Principal, Review, SOURCE, Source, SourceDetails, Tenure, Text,
    Timeline, Value, View, Word,
};

/// Pairs of key and value.
type Pairs = [(Text, Value)];

impl Changes {
    /// Returns the new state. Its events have no location and it names no files, as it was not read from any.
    #[must_use]
    pub fn apply(&self, old: &Timeline) -> Timeline {
        let mut entries = written(old);
        let places: HashMap<(EntryKind, Text, usize), usize> = entries
            .iter()
            .zip(occurrences(&entries))
            .enumerate()
            .map(|(index, (entry, nth))| ((entry.kind, entry.id.clone(), nth), index))
            .collect();
        let mut gone = Vec::new();
        for change in &self.entries {
            if change.kind == ChangeKind::Added {
                let mut entry = Entry { kind: change.entry, id: change.id.clone(), fields: Vec::new() };
                change.fields.iter().for_each(|field| field.apply(&mut entry));
                entries.push(entry);
                continue;
            }
            let was = change.was.clone().unwrap_or_else(|| change.id.clone());
            let Some(index) = places.get(&(change.entry, was, change.nth)) else { continue };
            if change.kind == ChangeKind::Removed {
                gone.push(*index);
            } else {
                let entry = &mut entries[*index];
                entry.id = change.id.clone();
                change.fields.iter().for_each(|field| field.apply(entry));
            }
        }
        gone.sort_unstable();
        gone.into_iter().rev().for_each(|index| drop(entries.remove(index)));
        timeline(&entries)
    }
}

impl Field {
    fn apply(&self, entry: &mut Entry) {
        let place = entry.fields.iter().position(|(key, _)| *key == self.key);
        match (place, &self.new) {
            (Some(place), Some(value)) => entry.fields[place].1 = value.clone(),
            (Some(place), None) => drop(entry.fields.remove(place)),
            (None, Some(value)) => entry.fields.push((self.key.clone(), value.clone())),
            (None, None) => {}
        }
    }
}

/// Returns the timeline that the entries describe, without locations and files.
fn timeline(entries: &[Entry]) -> Timeline {
    let mut reader = Reader::default();
    for entry in entries {
        reader.registry(entry);
    }
    // Offices may name actors that follow, so they are read after all actors.
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Actor) {
        let offices = items(&entry.fields, "offices").iter();
        let offices = offices.map(|office| reader.office(pairs(office))).collect();
        let actor = reader.actors[&entry.id];
        reader.timeline.actors[actor.index()].offices = offices;
    }
    // Policies may name owners and ladders that follow, so they are read after both.
    for (index, entry) in entries.iter().filter(|entry| entry.kind == EntryKind::Policy).enumerate() {
        reader.policy(index, entry);
    }
    let events = entries.iter().filter(|entry| entry.kind == EntryKind::Event);
    let events = events.map(|entry| reader.event(entry)).collect();
    reader.timeline.with_events(events)
}

#[derive(Default)]
struct Reader {
    timeline: Timeline,
    actors: HashMap<Text, ActorNo>,
    policies: HashMap<Text, PolicyNo>,
}

impl Reader {
    fn registry(&mut self, entry: &Entry) {
        let (id, fields) = (&entry.id, &*entry.fields);
        match entry.kind {
            EntryKind::Timeline => {
                let Head { tags, views, .. } = std::mem::take(&mut self.timeline.head);
                self.timeline.head = Head {
                    title: entry.text("title").to_owned(),
                    description: entry.text("description").to_owned(),
                    license: entry.text("license").to_owned(),
                    opening: entry.text("opening").to_owned(),
                    tags,
                    views,
                    extra: extra(fields, &names(HEAD)),
                };
            }
            EntryKind::Ladder => {
                let statuses = words(items(fields, "statuses"), &mut self.timeline);
                self.timeline.ladders.push(Ladder { name: id.clone(), statuses });
            }
            EntryKind::Tag => {
                self.timeline.head.tags.push((id.to_string(), entry.text("meaning").to_owned()));
            }
            EntryKind::View => self.timeline.head.views.push(View {
                name: id.clone(),
                query: entry.text("query").into(),
                range: date(fields, "range"),
                from: date(fields, "from"),
                to: date(fields, "to"),
                lanes: entry.text("lanes").into(),
                sort: entry.text("sort").into(),
                reverse: entry.text("reverse") == "true",
                cursor: entry.text("cursor").into(),
                extra: extra(fields, VIEW),
            }),
            EntryKind::Actor => {
                let kind = self.word(fields, "kind");
                self.actors.entry(id.clone()).or_insert(ActorNo(self.timeline.actors.len() as u32));
                self.timeline.actors.push(Actor {
                    id: id.clone(),
                    name: entry.text("name").into(),
                    registered: true,
                    kind,
                    country: Country::from_code(entry.text("country")),
                    aliases: texts(items(fields, "aliases")),
                    offices: Vec::new(),
                    members: items(fields, "members")
                        .iter()
                        .map(|member| read_member(pairs(member)))
                        .collect(),
                    media: entry.text("kind") == "media",
                    extra: extra(fields, &names(ACTOR)),
                });
            }
            EntryKind::Policy => {
                self.policies.entry(id.clone()).or_insert(PolicyNo(self.timeline.policies.len() as u32));
                self.timeline.policies.push(Policy { id: id.clone(), ..Policy::default() });
            }
            EntryKind::Source => {
                let source = self.source(fields, id);
                self.timeline.sources.push(source);
            }
            EntryKind::Event => {}
        }
    }

    fn policy(&mut self, index: usize, entry: &Entry) {
        let name = entry.text("ladder");
        let named = entry.get("ladder").is_some();
        let ladder = self.timeline.ladders.iter().position(|ladder| named && *ladder.name == *name);
        let owners = items(&entry.fields, "owner").iter().map(|owner| self.actor(text(owner))).collect();
        let topic = self.word(&entry.fields, "topic");
        self.timeline.policies[index] = Policy {
            id: entry.id.clone(),
            title: entry.text("title").into(),
            short: entry.text("short").into(),
            owners,
            topic,
            ladder,
            extra: extra(&entry.fields, &names(POLICY)),
        };
    }

    fn event(&mut self, entry: &Entry) -> Event {
        let fields = &*entry.fields;
        let clocks = entry.get("clocks").map_or(&[][..], pairs).iter();
        let clocks =
            clocks.filter_map(|(key, date)| Some((key.parse().ok()?, Date::parse(text(date)).ok()?)));
        let links = items(fields, "links").iter().flat_map(pairs);
        Event {
            id: entry.id.clone(),
            id_is_made: entry.id_is_made(),
            date: date(fields, "date"),
            date_note: entry.text("date-note").into(),
            title: entry.text("title").into(),
            kind: self.word(fields, "kind"),
            importance: entry.text("importance").parse().ok(),
            summary: entry.text("summary").into(),
            actors: items(fields, "actors").iter().map(|part| self.part(pairs(part))).collect(),
            countries: items(fields, "countries")
                .iter()
                .filter_map(|one| Country::from_code(text(one)))
                .collect(),
            tags: words(items(fields, "tags"), &mut self.timeline),
            effects: items(fields, "effects").iter().map(|effect| self.effect(pairs(effect))).collect(),
            clocks: clocks.collect(),
            links: links
                .map(|(relation, to)| Link {
                    relation: self.timeline.words.add(relation),
                    to: text(to).into(),
                })
                .collect(),
            certainty: entry.text("certainty").parse().ok(),
            disputes: items(fields, "disputes").iter().map(|dispute| read_dispute(pairs(dispute))).collect(),
            sources: items(fields, "sources").iter().map(|source| self.cited(source)).collect(),
            reviewed: entry.get("reviewed").map(|review| Box::new(read_review(pairs(review)))),
            extra: extra(fields, &names(EVENT)),
            place: FileLine::default(),
        }
    }

    fn part(&mut self, fields: &Pairs) -> Participation {
        let actor = self.actor(get(fields, "actor").map_or("", text));
        Participation { actor, role: self.word(fields, "role"), extra: extra(fields, &names(PART)) }
    }

    fn effect(&mut self, fields: &Pairs) -> Effect {
        let status = get(fields, "status").map_or("", text);
        Effect {
            policy: self.policy_named(get(fields, "policy").map_or("", text)),
            status: self.timeline.words.add(status),
            was: self.word(fields, "was"),
            note: own(fields, "note"),
            from: date(fields, "from"),
            extra: extra(fields, &names(EFFECT)),
        }
    }

    /// Returns a source of an event: a registered one if the value is an id.
    fn cited(&mut self, value: &Value) -> Source {
        match value {
            Value::Scalar { text, .. } => {
                self.timeline.sources.iter().find(|source| *source.id() == **text).cloned().unwrap()
            }
            _ => self.source(pairs(value), ""),
        }
    }

    fn source(&mut self, fields: &Pairs, id: &str) -> Source {
        let authors = match get(fields, "author") {
            Some(Value::List(authors)) => texts(authors),
            Some(author) => vec![text(author).into()],
            None => Vec::new(),
        };
        let details = SourceDetails {
            id: id.into(),
            authors,
            lang: own(fields, "lang"),
            archive: own(fields, "archive"),
            accessed: date(fields, "accessed"),
            quote: own(fields, "quote"),
            note: own(fields, "note"),
        };
        Source {
            details: (details != SourceDetails::default()).then(|| details.into()),
            url: own(fields, "url"),
            publisher: self.word(fields, "publisher"),
            date: date(fields, "date"),
            title: own(fields, "title"),
            weak: get(fields, "weak").is_some(),
            primary: get(fields, "primary").is_some(),
            extra: extra(fields, &names(SOURCE)),
        }
    }

    fn office(&mut self, fields: &Pairs) -> Office {
        let title = own(fields, "title");
        let principal = get(fields, "for").map(|written| match Country::from_code(text(written)) {
            Some(country) if !self.actors.contains_key(text(written)) => Principal::Country(country),
            _ => Principal::Actor(self.actor(text(written))),
        });
        Office { title, principal, tenure: tenure(fields), extra: extra(fields, &names(OFFICE)) }
    }

    fn word(&mut self, fields: &Pairs, key: &str) -> Option<Word> {
        get(fields, key).map(|value| self.timeline.words.add(text(value)))
    }

    /// Returns the actor with this id, adding an unregistered one if necessary.
    fn actor(&mut self, id: &str) -> ActorNo {
        *self.actors.entry(id.into()).or_insert_with(|| {
            self.timeline.actors.push(Actor { id: id.into(), name: id.into(), ..Actor::default() });
            ActorNo(self.timeline.actors.len() as u32 - 1)
        })
    }

    fn policy_named(&mut self, id: &str) -> PolicyNo {
        *self.policies.entry(id.into()).or_insert_with(|| {
            self.timeline.policies.push(Policy { id: id.into(), title: id.into(), ..Policy::default() });
            PolicyNo(self.timeline.policies.len() as u32 - 1)
        })
    }
}

fn read_review(fields: &Pairs) -> Review {
    Review { by: own(fields, "by"), on: date(fields, "on"), extra: extra(fields, &names(REVIEW)) }
}

fn read_member(fields: &Pairs) -> Member {
    let country = Country::from_code(get(fields, "country").map_or("", text)).unwrap();
    Member { country, tenure: tenure(fields), extra: extra(fields, &names(MEMBER)) }
}

fn tenure(fields: &Pairs) -> Tenure {
    Tenure { from: date(fields, "from"), to: date(fields, "to") }
}

fn read_dispute(fields: &Pairs) -> Dispute {
    let sources = texts(items(fields, "sources"));
    Dispute { says: own(fields, "says"), sources, extra: extra(fields, &names(DISPUTE)) }
}

/// Returns the items of the list under a key.
fn items<'v>(fields: &'v Pairs, key: &str) -> &'v [Value] {
    if let Some(Value::List(items)) = get(fields, key) { items } else { &[] }
}

fn texts(items: &[Value]) -> Vec<Text> {
    items.iter().map(|item| text(item).into()).collect()
}

fn words(items: &[Value], timeline: &mut Timeline) -> Vec<Word> {
    items.iter().map(|item| timeline.words.add(text(item))).collect()
}

fn own(fields: &Pairs, key: &str) -> Text {
    get(fields, key).map_or("", text).into()
}

fn date(fields: &Pairs, key: &str) -> Option<Date> {
    Date::parse(text(get(fields, key)?)).ok()
}

fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

/// Returns the unknown keys, those under [`EXTRA`] last.
fn extra(fields: &Pairs, known: &[&str]) -> Vec<(Text, Value)> {
    let unknown = fields.iter().filter(|(key, _)| !known.contains(&&**key) && **key != *EXTRA);
    unknown.chain(get(fields, EXTRA).map_or(&[][..], pairs)).cloned().collect()
}
