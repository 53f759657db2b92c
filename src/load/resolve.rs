//! Everything that was read to one timeline: names find what they name, or are told.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::format::{self, Complaint, check};
use super::raw::{self, Chunk, Described};
use super::view;
use super::yaml::{Node, Span};
use crate::model::policy::OFF_LADDER;
use crate::model::{Actor, ActorNo, Date, Event, Ladder, Office, Policy, PolicyNo, Timeline, Word};
use crate::problem::Severity;
use crate::text::{fit, is_one_slip, meant, one_line};

/// A complaint and the file, in the order of reading, that it is about.
pub type Told = (u32, Complaint);

/// Builds a timeline from the heads of files and then from their events.
#[derive(Default)]
pub struct Resolver {
    timeline: Timeline,
    events: Vec<Event>,
    actors: HashMap<String, ActorNo>,
    policies: HashMap<Box<str>, PolicyNo>,
    registered: HashSet<Box<str>>,
    owners: Vec<Owned>,
    ids: Ids,
    told: Vec<Told>,
    links: Vec<(u32, Box<str>, Span)>,
    unregistered: Vec<(u32, ActorNo, Span)>,
    firsts: Firsts,
    hints: usize,
    registered_policies: usize,
    renames: bool,
}

/// So much of a name is quoted in a message, in cells.
const QUOTED: usize = 80;

/// How many unknown names are compared with the known ones for a hint; the rest go without.
const MOST_HINTS: usize = 100;

/// A policy, the file it stands in, and the owners it names.
type Owned = (u32, PolicyNo, Vec<(String, Span)>);

/// Ids by their hashes: the first event that has each, and how many wanted to have it.
#[derive(Default)]
struct Ids {
    known: HashTable<(u32, u32)>,
    hasher: RandomState,
}

impl Ids {
    /// How many want this id, with the event that comes next behind `events`.
    fn add(&mut self, id: &str, events: &[Event]) -> u32 {
        let of = |(first, _): &(u32, u32)| &*events[*first as usize].id;
        let hash = |known: &(u32, u32)| self.hasher.hash_one(of(known));
        let entry = self.known.entry(self.hasher.hash_one(id), |known| of(known) == id, hash);
        let known = entry.and_modify(|(_, wanted)| *wanted += 1).or_insert((events.len() as u32, 1));
        known.get().1
    }

    fn contains(&self, id: &str, events: &[Event]) -> bool {
        self.known.find(self.hasher.hash_one(id), |(first, _)| *events[*first as usize].id == *id).is_some()
    }
}

/// How many days of dates to the day are first days, and where the first of them stands.
#[derive(Default)]
struct Firsts {
    days: u32,
    of_month: u32,
    of_january: u32,
    place: Option<(u32, Span)>,
}

impl Resolver {
    /// One that gives an id that is taken a number, as other formats know no ids that are unique.
    pub fn renaming() -> Self {
        Self { renames: true, ..Self::default() }
    }

    /// Takes in the ladders of a head; those of every file come before the policies of any.
    pub fn ladders(&mut self, node: &Node) {
        for (name, value) in node.get("ladders").map_or(&[][..], Node::pairs) {
            let statuses = value.items().iter().filter_map(Node::text);
            let statuses = statuses.map(|status| self.timeline.words.add(&one_line(status))).collect();
            self.timeline.ladders.push(Ladder { name: name.text().unwrap_or_default().into(), statuses });
        }
    }

    /// Takes in the head of a file: title, registries and vocabulary.
    pub fn head(&mut self, file: u32, node: &Node) {
        let mut complaints = Vec::new();
        let known = format::TIMELINE.iter().filter(|key| key.name != "events");
        for key in known {
            if let Some(value) = node.get(key.name) {
                check(value, &key.shape, &mut complaints);
            }
        }
        for (name, _) in node.pairs() {
            let text = name.text().unwrap_or_default();
            if format::TIMELINE.iter().all(|key| key.name != text) {
                let message = format!("unknown key `{text}`; it is kept as it is");
                let hint = meant(text, format::TIMELINE.iter().map(|key| key.name));
                complaints.push(Complaint::warning("unknown-key", name.span, message).hint(hint));
            }
        }
        self.words_of_head(node);
        self.views(file, node, &mut complaints);
        let entries = |key: &str| node.get(key).map_or(&[][..], Node::pairs);
        for (id, value) in entries("actors") {
            self.actor(id, value, &mut complaints);
        }
        for (id, value) in entries("policies") {
            self.policy(file, id, value, &mut complaints);
        }
        self.told.extend(complaints.into_iter().map(|complaint| (file, complaint)));
    }

    fn words_of_head(&mut self, node: &Node) {
        let head = &mut self.timeline.head;
        for (field, key) in [
            (&mut head.title, "title"),
            (&mut head.description, "description"),
            (&mut head.license, "license"),
        ] {
            if field.is_empty() {
                *field = raw::text(node, key).into();
            }
        }
        head.title = one_line(&head.title);
        let tags = node.get("tags").map_or(&[][..], Node::pairs);
        head.tags.extend(tags.iter().map(|(tag, meaning)| {
            (one_line(tag.text().unwrap_or_default()), meaning.text().unwrap_or_default().to_owned())
        }));
        let kept = raw::extra(node, format::TIMELINE);
        head.extra.extend(kept);
    }

    fn views(&mut self, file: u32, node: &Node, complaints: &mut Vec<Complaint>) {
        for (name, view) in view::read(node, "views", complaints) {
            if self.timeline.head.views.iter().any(|other| other.is_called(&view.name)) {
                let message = format!("there is another view `{}`; the first counts", view.name);
                complaints.push(Complaint::error("duplicate-view", name.span, message));
                continue;
            }
            if !view.cursor.is_empty() && Date::parse(&view.cursor).is_err() {
                let written = node.get("views").and_then(|views| views.get(name.text()?)?.get("cursor"));
                self.links.push((file, view.cursor.clone(), written.map_or(name.span, |cursor| cursor.span)));
            }
            self.timeline.head.views.push(view);
        }
    }

    fn actor(&mut self, id: &Node, node: &Node, complaints: &mut Vec<Complaint>) {
        let key = one_line(id.text().unwrap_or_default());
        let name = node.words().map_or_else(|| one_line(&raw::text(node, "name")), one_line);
        let kind = node.get("kind").and_then(Node::text).map(one_line);
        let actor = Actor {
            name: if name.is_empty() { key.as_str().into() } else { name.into() },
            registered: true,
            media: kind.as_deref() == Some("media"),
            kind: kind.map(|kind| self.timeline.words.add(&kind)),
            country: node
                .get("country")
                .filter(|country| !country.is_null())
                .and_then(|country| raw::read_country(country, complaints)),
            aliases: raw::list(node, "aliases")
                .iter()
                .filter_map(Node::text)
                .map(|alias| one_line(alias).into())
                .collect(),
            offices: raw::list(node, "offices")
                .iter()
                .map(|office| read_office(office, complaints))
                .collect(),
            extra: raw::extra(node, format::ACTOR),
            id: key.as_str().into(),
        };
        let number = ActorNo(self.timeline.actors.len() as u32);
        if !self.registered.insert(actor.id.clone()) {
            let message = format!("the actor `{key}` is in the registry twice; the first counts");
            complaints.push(Complaint::error("duplicate-actor", id.span, message));
            return;
        }
        for name in [&actor.id, &actor.name].into_iter().chain(&actor.aliases) {
            self.actors.entry(name.to_lowercase()).or_insert(number);
        }
        self.timeline.actors.push(actor);
    }

    fn policy(&mut self, file: u32, id: &Node, node: &Node, complaints: &mut Vec<Complaint>) {
        let key = one_line(id.text().unwrap_or_default());
        let title = node.words().map_or_else(|| one_line(&raw::text(node, "title")), one_line);
        let ladder = node.get("ladder").filter(|ladder| !ladder.is_null()).and_then(|written| {
            let name = written.text()?;
            let found = self.timeline.ladders.iter().position(|ladder| &*ladder.name == name);
            if found.is_none() {
                let hint = meant(name, self.timeline.ladders.iter().map(|ladder| &*ladder.name));
                let message = format!("there is no ladder `{name}`");
                complaints.push(Complaint::error("unknown-ladder", written.span, message).hint(hint));
            }
            found
        });
        let number = PolicyNo(self.timeline.policies.len() as u32);
        if self.policies.contains_key(key.as_str()) {
            let message = format!("the policy `{key}` is in the registry twice; the first counts");
            complaints.push(Complaint::error("duplicate-policy", id.span, message));
            return;
        }
        let owners = raw::list(node, "owner").iter().chain(raw::list(node, "owners"));
        let owners = owners.filter_map(|owner| Some((one_line(owner.text()?), owner.span))).collect();
        self.owners.push((file, number, owners));
        self.policies.insert(key.as_str().into(), number);
        let topic = raw::text(node, "topic");
        self.timeline.policies.push(Policy {
            title: if title.is_empty() { key.as_str().into() } else { title.into() },
            owners: Vec::new(),
            topic: (!topic.is_empty()).then(|| self.timeline.words.add(&one_line(&topic))),
            ladder,
            extra: raw::extra(node, format::POLICY),
            id: key.into(),
        });
    }

    /// Ties owners to policies, when every head has been taken in.
    pub fn heads_done(&mut self) {
        self.registered_policies = self.timeline.policies.len();
        for (file, policy, owners) in std::mem::take(&mut self.owners) {
            for (name, span) in owners {
                if !self.actors.contains_key(&name.to_lowercase()) && !self.timeline.actors.is_empty() {
                    let hint = meant(&name, self.timeline.actors.iter().map(|actor| &*actor.id));
                    let message = format!("no actor `{name}` in the registry");
                    self.told.push((file, Complaint::warning("unknown-actor", span, message).hint(hint)));
                }
                let owner = self.actor_named(&name);
                self.timeline.policies[policy.index()].owners.push(owner);
            }
        }
    }

    /// Whether there is still patience to look for what was meant.
    fn may_hint(&mut self) -> bool {
        self.hints += 1;
        self.hints <= MOST_HINTS
    }

    /// The actor of this name, a new one when the registry has none.
    fn actor_named(&mut self, name: &str) -> ActorNo {
        if let Some(known) = self.actors.get(&name.to_lowercase()) {
            return *known;
        }
        let number = ActorNo(self.timeline.actors.len() as u32);
        self.timeline.actors.push(Actor { id: name.into(), name: name.into(), ..Actor::default() });
        self.actors.insert(name.to_lowercase(), number);
        number
    }

    /// Takes in the events of a chunk, whose names get the numbers of the timeline.
    pub fn chunk(&mut self, chunk: Chunk) {
        let file = chunk.file;
        let words: Vec<Word> = chunk.words.texts().map(|text| self.timeline.words.add(text)).collect();
        let actors = self.chunk_actors(&chunk);
        let policies = self.chunk_policies(&chunk);
        let marks = &chunk.marks;
        let (mut links, mut statuses, mut tags) =
            (marks.links.iter(), marks.statuses.iter(), marks.tags.iter());
        let vocabulary: HashSet<Word> =
            self.timeline.head.tags.iter().filter_map(|(tag, _)| self.timeline.words.find(tag)).collect();
        for (mut event, id_span) in chunk.events.into_iter().zip(&marks.ids) {
            renumber(&mut event, &words, &actors, &policies);
            for (link, span) in event.links.iter().zip(links.by_ref()) {
                self.links.push((file, link.to.clone(), *span));
            }
            for (effect, span) in event.effects.iter().zip(statuses.by_ref()) {
                self.check_status(file, effect.policy, effect.status, *span);
            }
            for (tag, span) in event.tags.iter().zip(tags.by_ref()) {
                if !self.timeline.head.tags.is_empty() && !vocabulary.contains(tag) {
                    self.unknown_tag(file, *tag, *span);
                }
            }
            self.number_id(file, &mut event, *id_span);
            self.firsts.count(event.date.as_ref(), (file, *id_span));
            self.events.push(event);
        }
        self.told.extend(chunk.complaints.into_iter().map(|complaint| (file, complaint)));
    }

    fn chunk_actors(&mut self, chunk: &Chunk) -> Vec<ActorNo> {
        let named = chunk.actors.words.texts().zip(&chunk.actors.first).zip(0..);
        named
            .map(|((name, span), index)| {
                let before = self.timeline.actors.len();
                let number = self.actor_named(name);
                if number.index() == before {
                    self.unregistered.push((chunk.file, number, *span));
                    if let Some(described) = chunk.described.get(&index) {
                        self.describe(number, described);
                    }
                }
                number
            })
            .collect()
    }

    /// Tells an actor that no registry has what the text says of it where it takes part.
    fn describe(&mut self, number: ActorNo, described: &Described) {
        let kind = described.kind.as_ref().map(|kind| self.timeline.words.add(kind));
        let actor = &mut self.timeline.actors[number.index()];
        actor.name.clone_from(&described.name);
        actor.media = described.kind.as_deref() == Some("media");
        (actor.kind, actor.country) = (kind, described.country);
    }

    fn chunk_policies(&mut self, chunk: &Chunk) -> Vec<PolicyNo> {
        let mut numbers = Vec::new();
        for (id, span) in chunk.policies.words.texts().zip(&chunk.policies.first) {
            let may_hint = !self.policies.contains_key(id) && self.may_hint();
            let number = self.policies.get(id).copied().unwrap_or_else(|| {
                let known = &self.timeline.policies[..self.registered_policies];
                let near = may_hint.then(|| meant(id, known.iter().map(|policy| &*policy.id))).flatten();
                let hint = near.unwrap_or_else(|| "add it under `policies`".to_owned());
                let message = format!("no policy `{}` in the registry", fit(id, QUOTED));
                let complaint = Complaint::error("unknown-policy", *span, message).hint(Some(hint));
                // Where nobody keeps a registry, a name that is not in it is no mistake.
                let severity = if known.is_empty() { Severity::Warning } else { Severity::Error };
                self.told.push((chunk.file, Complaint { severity, ..complaint }));
                let number = PolicyNo(self.timeline.policies.len() as u32);
                self.timeline.policies.push(Policy { id: id.into(), title: id.into(), ..Policy::default() });
                self.policies.insert(id.into(), number);
                number
            });
            numbers.push(number);
        }
        numbers
    }

    fn check_status(&mut self, file: u32, policy: PolicyNo, status: Word, span: Span) {
        let Some(ladder) = self.timeline.policy(policy).ladder.map(|ladder| &self.timeline.ladders[ladder])
        else {
            return;
        };
        let text = self.timeline.word(status);
        if ladder.statuses.contains(&status) || OFF_LADDER.contains(&text) {
            return;
        }
        let known: Vec<&str> =
            ladder.statuses.iter().map(|word| self.timeline.word(*word)).chain(OFF_LADDER).collect();
        let message = format!("`{text}` is no status of the ladder `{}`: {}", ladder.name, known.join(", "));
        let hint = meant(text, known);
        self.told.push((file, Complaint::error("unknown-status", span, message).hint(hint)));
    }

    fn unknown_tag(&mut self, file: u32, tag: Word, span: Span) {
        let may_hint = self.may_hint();
        let text = self.timeline.word(tag);
        let message = format!("the tag `{}` is not in the vocabulary", fit(text, QUOTED));
        let known = self.timeline.head.tags.iter().map(|(tag, _)| tag.as_str());
        let hint = may_hint.then(|| meant(text, known)).flatten();
        self.told.push((file, Complaint::warning("unknown-tag", span, message).hint(hint)));
    }

    /// A made id that is taken gets a number; a written one is an error of its author.
    fn number_id(&mut self, file: u32, event: &mut Event, span: Span) {
        let mut number = self.ids.add(&event.id, &self.events);
        if number == 1 {
            return;
        }
        if event.id_is_made || self.renames {
            let base = event.id.clone();
            while self.ids.contains(&event.id, &self.events) {
                event.id = format!("{base}-{number}").into();
                number += 1;
            }
            self.ids.add(&event.id, &self.events);
            if !event.id_is_made {
                let message =
                    format!("the id `{base}` is taken by another event; this one becomes `{}`", event.id);
                self.told.push((file, Complaint::warning("duplicate-id", span, message)));
            }
        } else {
            let message = format!("the id `{}` is taken by another event", event.id);
            let hint = "ids name one event each; links to this one lead to the other";
            self.told.push((file, Complaint::error("duplicate-id", span, message).hint(Some(hint))));
        }
    }

    /// The finished timeline and everything that was noticed.
    pub fn finish(mut self) -> (Timeline, Vec<Told>) {
        for (file, to, span) in std::mem::take(&mut self.links) {
            if !self.ids.contains(&to, &self.events) {
                let may_hint = self.may_hint() && self.events.len() < 20_000;
                let hint = may_hint.then(|| meant(&to, self.events.iter().map(|event| &*event.id))).flatten();
                let message = format!("no event `{}` here", fit(&to, QUOTED));
                self.told.push((file, Complaint::warning("unknown-link", span, message).hint(hint)));
            }
        }
        self.near_duplicates();
        self.told.extend(self.firsts.complaint());
        let timeline = self.timeline.with_events(self.events);
        (timeline, self.told)
    }

    /// Points at actors outside the registry that look like one that is known under another name.
    fn near_duplicates(&mut self) {
        let mut known = Likenesses::default();
        for (index, actor) in self.timeline.actors.iter().enumerate().filter(|(_, actor)| actor.registered) {
            for name in [&actor.id, &actor.name].into_iter().chain(&actor.aliases) {
                known.add(name, ActorNo(index as u32));
            }
        }
        for (file, number, span) in std::mem::take(&mut self.unregistered) {
            let may_hint = self.may_hint();
            let name = &self.timeline.actor(number).name;
            if let Some(like) = known.like(name, may_hint) {
                let like = &self.timeline.actor(like).name;
                let message = format!("`{name}` is not in the registry, but looks like `{like}`");
                let hint = format!("write `{like}`, or give it the alias `{name}`");
                let complaint = Complaint::warning("near-duplicate-actor", span, message);
                self.told.push((file, complaint.hint(Some(hint))));
            }
            known.add(name, number);
        }
    }
}

/// Names without their marks, and the initials of those of several words: `U.S.` is `us`, which
/// `United States` is in short.
#[derive(Default)]
struct Likenesses {
    bare: HashMap<String, ActorNo>,
    initials: HashMap<String, ActorNo>,
}

impl Likenesses {
    fn add(&mut self, name: &str, actor: ActorNo) {
        self.bare.entry(bare(name)).or_insert(actor);
        if let Some(initials) = initials(name) {
            self.initials.entry(initials).or_insert(actor);
        }
    }

    /// The actor that a name looks like: the same letters, one the initials of the other, or, where
    /// `slips` are looked for, one slip in a longer name.
    fn like(&self, name: &str, slips: bool) -> Option<ActorNo> {
        let bare = bare(name);
        let same = self.bare.get(&bare).or_else(|| self.initials.get(&bare));
        let same = same.or_else(|| self.bare.get(&initials(name)?));
        let slip = || {
            let long = slips && bare.chars().count() >= 6;
            let near = long.then(|| self.bare.keys().filter(|known| is_one_slip(&bare, known)).min())??;
            self.bare.get(near)
        };
        same.or_else(slip).copied()
    }
}

impl Firsts {
    fn count(&mut self, date: Option<&Date>, place: (u32, Span)) {
        let Some(date) = date.filter(|date| date.is_exact() && !date.is_interval()) else { return };
        let (_, month, day) = date.earliest().ymd();
        self.days += 1;
        if day == 1 {
            self.of_month += 1;
            self.of_january += u32::from(month == 1);
            self.place.get_or_insert(place);
        }
    }

    /// A complaint when first days are more than four standard deviations above chance: months
    /// and years were then most likely written as days.
    fn complaint(&self) -> Option<Told> {
        let (file, span) = self.place?;
        let above = |count: u32, chance: f64| {
            let expected = f64::from(self.days) * chance;
            f64::from(count) > expected + 4.0 * (expected * (1.0 - chance)).sqrt() && count >= 5
        };
        let (count, what, write) = if above(self.of_january, 1.0 / 365.25) {
            (self.of_january, "1 January", "2024")
        } else if above(self.of_month, 12.0 / 365.25) {
            (self.of_month, "the first of a month", "2024-05")
        } else {
            return None;
        };
        let message = format!("{count} of {} dates are {what}, far more than chance would give", self.days);
        let hint = format!("if only the year or month is known, write `{write}`; this is the first of them");
        Some((file, Complaint::warning("first-days", span, message).hint(Some(hint))))
    }
}

fn read_office(node: &Node, complaints: &mut Vec<Complaint>) -> Office {
    let mut date = |key: &str| {
        node.get(key).filter(|date| !date.is_null()).and_then(|date| raw::read_date(date, complaints))
    };
    let (from, to) = (date("from"), date("to"));
    let title = one_line(&raw::text(node, "title")).into();
    Office { title, from, to, extra: raw::extra(node, format::OFFICE) }
}

/// Gives everything in an event that is numbered within its chunk the number of the timeline.
fn renumber(event: &mut Event, words: &[Word], actors: &[ActorNo], policies: &[PolicyNo]) {
    let word = |word: &mut Word| *word = words[word.index()];
    event.kind.iter_mut().for_each(word);
    event.tags.iter_mut().for_each(word);
    for part in &mut event.actors {
        part.actor = actors[part.actor.index()];
        part.role.iter_mut().for_each(word);
    }
    for effect in &mut event.effects {
        effect.policy = policies[effect.policy.index()];
        word(&mut effect.status);
        effect.was.iter_mut().for_each(word);
    }
    event.links.iter_mut().for_each(|link| word(&mut link.relation));
    event.sources.iter_mut().for_each(|source| source.publisher.iter_mut().for_each(word));
}

/// The letters and digits of a name, in lower case.
fn bare(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The initials of a name of several words that are no initials themselves.
fn initials(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let spelt = words.len() > 1 && words.iter().all(|word| word.chars().count() > 1);
    spelt.then(|| words.iter().filter_map(|word| word.chars().next()).collect())
}
