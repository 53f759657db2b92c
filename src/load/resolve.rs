//! Merges what was read into one timeline: resolves names, and reports those that resolve to nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::event_from_node::{self, ActorDetails, Chunk, Names};
use super::first_of_month_check::FirstOfMonthCheck;
use super::format::{self, bad_url, check, one_or_more};
use super::ids::{self, Ids};
use super::similar_names::{SimilarNames, key_of};
use super::source_registry::{MOST_HINTS, SourceRegistry};
use super::view;
use super::yaml::{Node, NodeKind};
use crate::model::field::{ACTOR, MEMBER, OFFICE, POLICY};
use crate::model::policy::OFF_LADDER;
use crate::model::{
    Actor, ActorNo, Country, Date, DateStyle, Event, Ladder, Member, Office, Policy, PolicyNo, Principal,
    Tenure, Text, Timeline, Value, Word, join_pairs,
};
use crate::parallel::{each, parallel_if};
use crate::problem::codes::{codes, meaning};
use crate::problem::{Problem, Problems, Severity, Span};
use crate::text::{invisible, is_plain, meant, one_line, truncate};

/// Problems by the index of their file in reading order.
pub type FileProblems = BTreeMap<u32, Problems>;

/// Builds a timeline from the heads of files and then from their events.
///
/// Names are numbered sequentially, in reading order. Everything else about an event is done in parallel,
/// except for ids, where the first event with an id keeps it.
#[derive(Default)]
pub struct Resolver {
    timeline: Timeline,
    actors: HashMap<String, ActorNo>,
    policies: HashMap<Text, PolicyNo>,
    registered: HashSet<Text>,
    /// By name: the index of the ladder; the first ladder of a name wins.
    ladders: HashMap<Text, usize>,
    /// Per ladder: its statuses.
    rungs: Vec<HashSet<Word>>,
    /// The names of views in lower case.
    views: HashSet<String>,
    owners: Vec<Owned>,
    principals: Vec<Acting>,
    /// The `opening` keys of the heads, by file.
    openings: Vec<(u32, Span)>,
    sources: SourceRegistry,
    /// The titles, licences and descriptions of the heads, by key.
    said: HashSet<(&'static str, Text)>,
    /// The pairs of the heads that have no place of their own.
    kept: Vec<(Text, Value)>,
    problems: FileProblems,
    links: Vec<(u32, Text, Span)>,
    unregistered: Vec<(u32, ActorNo, Span)>,
    hints: usize,
    registered_policies: usize,
    renames: bool,
    dates: DateStyle,
}

/// The longest quotation of a name in a message, in cells.
const QUOTED: usize = 80;

/// Warns of a name with an invisible character, which would make it differ from the name as shown.
fn check_visible(name: &str, span: Span) -> Option<Problem<Span>> {
    let found = Some(name).filter(|name| !is_plain(name)).and_then(invisible)?;
    let shown = name.replace(found, &format!("⟨U+{:04X}⟩", u32::from(found)));
    let message = format!("`{}` holds a character that nobody sees", truncate(&shown, QUOTED));
    Some(
        Problem::warning("invisible-character", span, message)
            .hint("take it out, or the name equals no other"),
    )
}

/// A file, a policy in it, and the names of the policy's owners.
type Owned = (u32, PolicyNo, Vec<(String, Span)>);

/// A file, an actor in it, and per office of the actor the name of the body or country it acts for.
type Acting = (u32, ActorNo, Vec<Option<(String, Span)>>);

impl Resolver {
    /// Creates a resolver. With `renames`, a duplicate id gets a number appended instead of an error, since
    /// ids of other formats need not be unique.
    pub fn new(dates: DateStyle, renames: bool) -> Self {
        Self { renames, dates, ..Self::default() }
    }

    /// Returns the problems of a file, to add others.
    fn problems_of(&mut self, file: u32) -> &mut Problems {
        self.problems.entry(file).or_default()
    }

    /// Adds the ladders of a head. Call this for all files before [`Self::head`], since policies refer to
    /// them.
    pub fn ladders(&mut self, node: &Node) {
        for (name, value) in node.get("ladders").map_or(&[][..], Node::pairs) {
            let statuses = one_or_more(value).iter().filter_map(Node::words);
            let statuses: Vec<Word> =
                statuses.map(|status| self.timeline.words.add(&one_line(status))).collect();
            let name: Text = name.text().unwrap_or_default().into();
            self.ladders.entry(name.clone()).or_insert(self.timeline.ladders.len());
            self.rungs.push(statuses.iter().copied().collect());
            self.timeline.ladders.push(Ladder { name, statuses });
        }
    }

    /// Adds the head of a file: title, registries and vocabulary.
    pub fn head(&mut self, file: u32, node: &Node) {
        let mut problems = Problems::default();
        let known = format::TIMELINE.iter().filter(|key| key.name != "events");
        for key in known {
            if let Some(value) = node.get(key.name) {
                check(value, &key.shape, &mut problems);
            }
        }
        for (name, _) in node.pairs() {
            let text = name.text().unwrap_or_default();
            if format::TIMELINE.iter().all(|key| key.name != text) {
                let message = format!("unknown key `{text}`; it is kept as it is");
                let hint = meant(text, format::TIMELINE.iter().map(|key| key.name));
                problems.push(Problem::warning("unknown-key", name.span, message).with_hint(hint));
            }
        }
        let checks = node.get("checks").map_or(&[][..], Node::pairs).iter();
        problems.extend(checks.flat_map(|(_, named)| one_or_more(named)).filter_map(unknown_code));
        self.words_of_head(node);
        self.views(file, node, &mut problems);
        self.openings.extend(node.get("opening").map(|named| (file, named.span)));
        let entries = |key: &str| node.get(key).map_or(&[][..], Node::pairs);
        for (id, value) in entries("actors") {
            self.actor(file, id, value, &mut problems);
        }
        for (id, value) in entries("policies") {
            self.policy(file, id, value, &mut problems);
        }
        for (id, value) in entries("sources") {
            self.source(id, value, &mut problems);
        }
        self.problems_of(file).append(problems);
    }

    fn words_of_head(&mut self, node: &Node) {
        let head = &mut self.timeline.head;
        for (field, key, separator) in [
            (&mut head.title, "title", "; "),
            (&mut head.license, "license", "; "),
            (&mut head.description, "description", "\n\n"),
        ] {
            let text = event_from_node::text(node, key);
            let text = if key == "title" { one_line(&text) } else { text.to_string() };
            if !text.is_empty() && self.said.insert((key, text.as_str().into())) {
                field.push_str(if field.is_empty() { "" } else { separator });
                field.push_str(&text);
            }
        }
        if head.opening.is_empty() {
            head.opening = one_line(&event_from_node::text(node, "opening"));
        }
        let tags = node.get("tags").map_or(&[][..], Node::pairs);
        head.tags.extend(tags.iter().map(|(tag, meaning)| {
            (one_line(tag.text().unwrap_or_default()), meaning.words().unwrap_or_default().to_owned())
        }));
        let mut kept = event_from_node::extra(node, format::TIMELINE, self.dates);
        // Items of `events` are left to the reader of events.
        kept.retain(|(key, value)| **key != *"events" || !matches!(value, Value::List(_)));
        // Only `check` uses these, so they are kept as a value, which exports write back.
        let is_kept = kept.iter().any(|(key, _)| &**key == "checks");
        let checks = node.get("checks").filter(|checks| !is_kept && !checks.is_null());
        let checks = checks.map(|checks| ("checks".into(), event_from_node::value(checks)));
        self.kept.extend(kept.into_iter().chain(checks));
    }

    fn views(&mut self, file: u32, node: &Node, problems: &mut Problems) {
        let written = node.get("views").map_or(&[][..], Node::pairs);
        for ((name, view), (_, written)) in view::read(node, "views", problems).into_iter().zip(written) {
            if !self.views.insert(view.name.as_str().to_lowercase()) {
                let message = format!("there is another view `{}`; the first counts", view.name);
                problems.push(Problem::error("duplicate-view", name.span, message));
                continue;
            }
            if !view.cursor.is_empty() && Date::parse(&view.cursor).is_err() {
                let span = written.get("cursor").map_or(name.span, |cursor| cursor.span);
                self.links.push((file, view.cursor.clone(), span));
            }
            self.timeline.head.views.push(view);
        }
    }

    fn actor(&mut self, file: u32, id: &Node, node: &Node, problems: &mut Problems) {
        let key = one_line(id.text().unwrap_or_default());
        let name = node.words().map_or_else(|| one_line(&event_from_node::text(node, "name")), one_line);
        let kind = node.get("kind").and_then(Node::words).map(one_line);
        let is_mapping = |node: &&Node| matches!(node.kind, NodeKind::Map(_));
        let offices = event_from_node::list(node, "offices").iter().filter(is_mapping);
        let mut extra = event_from_node::extra(node, ACTOR, self.dates);
        let mut members = Vec::new();
        for written in event_from_node::list(node, "members") {
            match read_member(written, self.dates, problems) {
                Some(member) => members.push(member),
                None if is_mapping(&written) => keep_item(&mut extra, "members", written),
                None => {}
            }
        }
        let actor = Actor {
            name: if name.is_empty() { key.as_str().into() } else { name.into() },
            registered: true,
            media: kind.as_deref() == Some("media"),
            kind: kind.map(|kind| self.timeline.words.add(&kind)),
            country: node
                .given("country")
                .and_then(|country| event_from_node::read_country(country, problems)),
            aliases: event_from_node::list(node, "aliases")
                .iter()
                .filter_map(Node::words)
                .map(|alias| one_line(alias).into())
                .collect(),
            offices: offices.clone().map(|office| read_office(office, self.dates, problems)).collect(),
            members,
            extra,
            id: key.as_str().into(),
        };
        let number = ActorNo(self.timeline.actors.len() as u32);
        if !self.registered.insert(actor.id.clone()) {
            let message = format!("the actor `{key}` is in the registry twice; the first counts");
            problems.push(Problem::error("duplicate-actor", id.span, message));
            return;
        }
        for name in [&actor.id, &actor.name].into_iter().chain(&actor.aliases) {
            self.actors.entry(key_of(name)).or_insert(number);
        }
        self.timeline.actors.push(actor);
        let named = |office: &Node| {
            let written = office.given("for")?;
            Some((one_line(written.words()?), written.span))
        };
        self.principals.push((file, number, offices.map(named).collect()));
    }

    fn policy(&mut self, file: u32, id: &Node, node: &Node, problems: &mut Problems) {
        let key = one_line(id.text().unwrap_or_default());
        let title = node.words().map_or_else(|| one_line(&event_from_node::text(node, "title")), one_line);
        let ladder = node.given("ladder").and_then(|written| {
            let name = written.text()?;
            let found = self.ladders.get(name).copied();
            if found.is_none() {
                let may_hint = self.may_hint();
                let known = self.timeline.ladders.iter().map(|ladder| &*ladder.name);
                let near = may_hint.then(|| meant(name, known)).flatten();
                let hint = near.unwrap_or_else(|| "add it under `ladders`".to_owned());
                let message = format!("there is no ladder `{}`", truncate(name, QUOTED));
                problems.push(Problem::error("unknown-ladder", written.span, message).hint(hint));
            }
            found
        });
        let mut extra = event_from_node::extra(node, POLICY, self.dates);
        if let (None, Some(name)) = (ladder, node.get("ladder").and_then(Node::words)) {
            extra.push(("ladder".into(), Value::text(name)));
        }
        let number = PolicyNo(self.timeline.policies.len() as u32);
        if self.policies.contains_key(key.as_str()) {
            let message = format!("the policy `{key}` is in the registry twice; the first counts");
            problems.push(Problem::error("duplicate-policy", id.span, message));
            return;
        }
        let owners = event_from_node::list(node, "owner").iter().chain(event_from_node::list(node, "owners"));
        let owners = owners.filter_map(|owner| Some((one_line(owner.words()?), owner.span))).collect();
        self.owners.push((file, number, owners));
        self.policies.insert(key.as_str().into(), number);
        let topic = event_from_node::text(node, "topic");
        self.timeline.policies.push(Policy {
            title: if title.is_empty() { key.as_str().into() } else { title.into() },
            short: one_line(&event_from_node::text(node, "short")).into(),
            owners: Vec::new(),
            topic: (!topic.is_empty()).then(|| self.timeline.words.add(&one_line(&topic))),
            ladder,
            extra,
            id: key.into(),
        });
    }

    fn source(&mut self, id: &Node, node: &Node, problems: &mut Problems) {
        let read = event_from_node::read_source(node, self.dates, &mut self.timeline.words, problems);
        problems.extend(node.words().and_then(|address| bad_url(address, node.span)));
        let Some(source) = read else { return };
        if let Err(message) = self.sources.add(&one_line(id.text().unwrap_or_default()), source) {
            problems.push(Problem::error("duplicate-source", id.span, message));
        }
    }

    /// Reports an opening view that does not exist.
    fn find_opening(&mut self) {
        let head = &self.timeline.head;
        let is_known = head.opening.is_empty() || head.views.iter().any(|view| view.is_called(&head.opening));
        if let Some((file, span)) = self.openings.first().copied().filter(|_| !is_known) {
            let hint = meant(&head.opening, head.views.iter().map(|view| &*view.name));
            let message = format!("there is no view `{}` to open with", head.opening);
            self.problems_of(file).push(Problem::error("unknown-view", span, message).with_hint(hint));
        }
    }

    /// Resolves the owners of policies, the principals of offices and the opening view, once every head was
    /// added.
    pub fn heads_done(&mut self) {
        self.registered_policies = self.timeline.policies.len();
        self.find_opening();
        for (file, policy, owners) in std::mem::take(&mut self.owners) {
            for (name, span) in owners {
                let owner = self.actor_of_head(file, &name, span);
                self.timeline.policies[policy.index()].owners.push(owner);
            }
        }
        for (file, actor, names) in std::mem::take(&mut self.principals) {
            for (office, name) in names.into_iter().enumerate() {
                let principal = name.map(|(name, span)| self.principal(file, &name, span));
                self.timeline.actors[actor.index()].offices[office].principal = principal;
            }
        }
    }

    /// Returns the actor of this name, else the country. An unknown name becomes a new actor.
    fn principal(&mut self, file: u32, name: &str, span: Span) -> Principal {
        let country = Country::find(name).filter(|_| !self.actors.contains_key(&key_of(name)));
        country.map_or_else(|| Principal::Actor(self.actor_of_head(file, name, span)), Principal::Country)
    }

    /// Returns the actor that a head names; warns of one that is not in the registry.
    fn actor_of_head(&mut self, file: u32, name: &str, span: Span) -> ActorNo {
        if !self.actors.contains_key(&key_of(name)) && !self.timeline.actors.is_empty() {
            let may_hint = self.may_hint();
            let known = self.timeline.actors.iter().map(|actor| &*actor.id);
            let near = may_hint.then(|| meant(name, known)).flatten();
            let hint = near.unwrap_or_else(|| "add it under `actors`".to_owned());
            let message = format!("no actor `{}` in the registry", truncate(name, QUOTED));
            self.problems_of(file).push(Problem::warning("unknown-actor", span, message).hint(hint));
        }
        self.actor_named(name)
    }

    /// Counts a search for a hint; returns whether it is within the limit of [`MOST_HINTS`].
    fn may_hint(&mut self) -> bool {
        self.hints += 1;
        self.hints <= MOST_HINTS
    }

    /// Returns the actor of this name, adding one if there is none.
    fn actor_named(&mut self, name: &str) -> ActorNo {
        if let Some(known) = self.actors.get(&key_of(name)) {
            return *known;
        }
        let number = ActorNo(self.timeline.actors.len() as u32);
        self.timeline.actors.push(Actor { id: name.into(), name: name.into(), ..Actor::default() });
        self.actors.insert(key_of(name), number);
        number
    }

    /// Returns the timeline's numbers for the names of a chunk.
    fn numbers(&mut self, chunk: &Chunk) -> Numbers {
        Numbers {
            words: chunk.words.texts().map(|text| self.timeline.words.add(text)).collect(),
            actors: self.chunk_actors(chunk),
            policies: self.chunk_policies(chunk),
        }
    }

    /// Renumbers the events of a chunk and runs the checks that need no other event.
    fn look_at(&self, chunk: &mut Chunk, numbers: &Numbers, vocabulary: &HashSet<Word>) -> Seen {
        let pending = &chunk.pending;
        let mut seen = Seen::default();
        let (mut statuses, mut tags) = (pending.statuses.iter(), pending.tags.iter());
        for (event, id_span) in chunk.events.iter_mut().zip(&pending.ids) {
            numbers.give(event);
            for (effect, span) in event.effects.iter().zip(statuses.by_ref()) {
                let problem = self.check_status(effect.policy, effect.status, *span);
                seen.problems.extend(problem);
            }
            for (tag, span) in event.tags.iter().zip(tags.by_ref()) {
                if !self.timeline.head.tags.is_empty() && !vocabulary.contains(tag) {
                    seen.unknown_tags.push((*tag, *span));
                }
            }
            seen.problems.extend(check_visible(&event.id, *id_span));
            seen.firsts.count(event.date.as_ref());
            seen.hashes.push(ids::hash(&event.id));
        }
        // Frees many small texts; done here because this runs in parallel.
        (chunk.words, chunk.actors, chunk.policies) = Default::default();
        seen
    }

    fn chunk_actors(&mut self, chunk: &Chunk) -> Vec<ActorNo> {
        self.check_visible_names(chunk.file, &chunk.actors);
        let named = chunk.actors.0.iter().zip(0..);
        named
            .map(|((name, span), index)| {
                let before = self.timeline.actors.len();
                let number = self.actor_named(name);
                let actor = self.timeline.actor(number);
                if number.index() < before && !actor.registered && *actor.name != *name {
                    let message = format!("`{name}` is spelt `{}` before, and becomes that", actor.name);
                    self.problems_of(chunk.file).push(Problem::warning("other-spelling", *span, message));
                }
                if number.index() == before {
                    self.unregistered.push((chunk.file, number, *span));
                }
                let described = chunk.described.get(&index);
                let is_in_registry = self.registered.contains(&self.timeline.actor(number).id);
                if let Some(described) = described.filter(|_| !is_in_registry) {
                    self.describe(number, described);
                }
                number
            })
            .collect()
    }

    /// Fills in what an actor that no registry has lacks from the details given inside an event.
    fn describe(&mut self, number: ActorNo, described: &ActorDetails) {
        let kind = described.kind.as_ref().map(|kind| self.timeline.words.add(kind));
        let actor = &mut self.timeline.actors[number.index()];
        if let Some(name) = described.name.as_ref().filter(|_| actor.name == actor.id) {
            actor.name.clone_from(name);
        }
        actor.registered = true;
        actor.media |= actor.kind.is_none() && described.kind.as_deref() == Some("media");
        actor.kind = actor.kind.or(kind);
        actor.country = actor.country.or(described.country);
    }

    fn check_visible_names(&mut self, file: u32, names: &Names) {
        let problems = names.0.iter().filter_map(|(name, span)| check_visible(name, *span));
        self.problems_of(file).extend(problems);
    }

    fn chunk_policies(&mut self, chunk: &Chunk) -> Vec<PolicyNo> {
        self.check_visible_names(chunk.file, &chunk.policies);
        let mut numbers = Vec::new();
        for ((id, span), index) in chunk.policies.0.iter().zip(0..) {
            let title = chunk.titles.get(&index).filter(|title| *title != id);
            let may_hint = title.is_none() && !self.policies.contains_key(id) && self.may_hint();
            let number = self.policies.get(id).copied().unwrap_or_else(|| {
                if let Some(title) = title {
                    return self.new_policy(id, title.clone());
                }
                let known = &self.timeline.policies[..self.registered_policies];
                let near = may_hint.then(|| meant(id, known.iter().map(|policy| &*policy.id))).flatten();
                let hint = near.unwrap_or_else(|| "add it under `policies`".to_owned());
                let message = format!("no policy `{}` in the registry", truncate(id, QUOTED));
                let problem = Problem::error("unknown-policy", *span, message).hint(hint);
                // Without a registry of policies, a missing entry is only a warning.
                let severity = if known.is_empty() { Severity::Warning } else { Severity::Error };
                self.problems_of(chunk.file).push(Problem { severity, ..problem });
                self.new_policy(id, id.clone())
            });
            numbers.push(number);
        }
        numbers
    }

    fn new_policy(&mut self, id: &str, title: Text) -> PolicyNo {
        let number = PolicyNo(self.timeline.policies.len() as u32);
        self.timeline.policies.push(Policy { id: id.into(), title, ..Policy::default() });
        self.policies.insert(id.into(), number);
        number
    }

    fn check_status(&self, policy: PolicyNo, status: Word, span: Span) -> Option<Problem<Span>> {
        let number = self.timeline.policy(policy).ladder?;
        let ladder = &self.timeline.ladders[number];
        let text = self.timeline.word(status);
        if self.rungs[number].contains(&status) || OFF_LADDER.contains(&text) {
            return None;
        }
        let rungs = ladder.statuses.iter().take(MOST_HINTS).map(|word| self.timeline.word(*word));
        let known: Vec<&str> = rungs.chain(OFF_LADDER).collect();
        let message = format!("`{text}` is no status of the ladder `{}`: {}", ladder.name, known.join(", "));
        let hint = meant(text, known);
        Some(Problem::error("unknown-status", span, message).with_hint(hint))
    }

    fn unknown_tag(&mut self, file: u32, tag: Word, span: Span) {
        let may_hint = self.may_hint();
        let text = self.timeline.word(tag);
        let message = format!("the tag `{}` is not in the vocabulary", truncate(text, QUOTED));
        let known = self.timeline.head.tags.iter().map(|(tag, _)| tag.as_str());
        let near = may_hint.then(|| meant(text, known)).flatten();
        let hint = near.unwrap_or_else(|| "add it under `tags`".to_owned());
        self.problems_of(file).push(Problem::warning("unknown-tag", span, message).hint(hint));
    }

    /// Makes ids unique: registers the ids that are written if `made` is false, else those that are made,
    /// which must come second. `hashes` are those of the original ids. A made id that is taken gets a number;
    /// a written one is an error.
    fn number_ids(&mut self, chunks: &mut [Chunk], number: usize, hashes: &[u64], made: bool, ids: &mut Ids) {
        for (index, hash) in hashes.iter().enumerate() {
            let place = (number, index);
            if chunks[number].events[index].id_is_made != made {
                continue;
            }
            let mut wanted = ids.add(*hash, place, chunks);
            if wanted == 1 {
                continue;
            }
            let (file, span) = (chunks[number].file, chunks[number].pending.ids[index]);
            let base = chunks[number].events[index].id.clone();
            if !made && !self.renames {
                let message = format!("the id `{base}` is taken by another event");
                let hint = "ids name one event each; links to this one lead to the other";
                self.problems_of(file).push(Problem::error("duplicate-id", span, message).hint(hint));
                continue;
            }
            let mut id = base.to_string();
            while ids.contains(&id, chunks) {
                id = format!("{base}-{wanted}");
                wanted += 1;
            }
            if !made {
                let message = format!("the id `{base}` is taken by another event; this one becomes `{id}`");
                self.problems_of(file).push(Problem::warning("duplicate-id", span, message));
            }
            let hash = ids::hash(&id);
            chunks[number].events[index].id = id.into();
            ids.add(hash, place, chunks);
        }
    }

    /// Reports links to missing events, those of heads first.
    fn check_links(&mut self, chunks: &[Chunk], ids: &Ids) {
        let count: usize = chunks.iter().map(|chunk| chunk.events.len()).sum();
        let missing = |chunk: usize| {
            let chunk = &chunks[chunk];
            let links = chunk.events.iter().flat_map(|event| &event.links).zip(&chunk.pending.links);
            let missing = links.filter(|(link, _)| !ids.contains(&link.to, chunks));
            missing.map(|(link, span)| (chunk.file, link.to.clone(), *span)).collect::<Vec<_>>()
        };
        let of_heads =
            std::mem::take(&mut self.links).into_iter().filter(|link| !ids.contains(&link.1, chunks));
        let of_events = parallel_if(0..chunks.len(), chunks.len() > 1, missing);
        for (file, to, span) in of_heads.chain(of_events.into_iter().flatten()) {
            let may_hint = self.may_hint() && count < 20_000;
            let known = || chunks.iter().flat_map(|chunk| &chunk.events).map(|event| &*event.id);
            let hint = may_hint.then(|| meant(&to, known())).flatten();
            let message = format!("no event `{}` here", truncate(&to, QUOTED));
            self.problems_of(file).push(Problem::warning("unknown-link", span, message).with_hint(hint));
        }
    }

    /// Returns the timeline with the events of all chunks, and all problems.
    pub fn finish(mut self, chunks: Vec<Chunk>) -> (Timeline, FileProblems) {
        let numbers: Vec<Numbers> = chunks.iter().map(|chunk| self.numbers(chunk)).collect();
        let vocabulary: HashSet<Word> =
            self.timeline.head.tags.iter().filter_map(|(tag, _)| self.timeline.words.find(tag)).collect();
        let mut work: Vec<_> = chunks.into_iter().zip(numbers).map(|of| (of, Seen::default())).collect();
        each(&mut work, |((chunk, numbers), seen)| *seen = self.look_at(chunk, numbers, &vocabulary));
        let (mut chunks, seen): (Vec<Chunk>, Vec<Seen>) =
            work.into_iter().map(|((chunk, _), seen)| (chunk, seen)).unzip();
        let mut ids = Ids::with_room(seen.iter().map(|seen| seen.hashes.len()).sum());
        let mut firsts = FirstOfMonthCheck::default();
        for made in [false, true] {
            for (number, seen) in seen.iter().enumerate() {
                self.number_ids(&mut chunks, number, &seen.hashes, made, &mut ids);
            }
        }
        for (number, seen) in seen.into_iter().enumerate() {
            let file = chunks[number].file;
            self.sources.resolve(&mut chunks[number]);
            self.problems_of(file).append(seen.problems);
            seen.unknown_tags.into_iter().for_each(|(tag, span)| self.unknown_tag(file, tag, span));
            let problems = std::mem::take(&mut chunks[number].problems);
            self.problems_of(file).append(problems);
            firsts.add(&seen.firsts);
        }
        self.timeline.head.extra = join_pairs(self.kept.drain(..));
        self.timeline.sources = std::mem::take(&mut self.sources.sources).into_values().collect();
        self.check_links(&chunks, &ids);
        self.near_duplicates();
        let first = chunks.iter().find_map(|chunk| Some((chunk.file, chunk.pending.first_day?)));
        if let Some((file, problem)) = firsts.problem(first) {
            self.problems_of(file).push(problem);
        }
        let timeline = self.timeline.with_parts(chunks.into_iter().map(|chunk| chunk.events).collect());
        (timeline, self.problems)
    }

    /// Warns of actors outside the registry that look like another actor.
    fn near_duplicates(&mut self) {
        if self.unregistered.is_empty() {
            return;
        }
        let mut known = SimilarNames::default();
        for (index, actor) in self.timeline.actors.iter().enumerate().filter(|(_, actor)| actor.registered) {
            for name in [&actor.id, &actor.name].into_iter().chain(&actor.aliases) {
                known.add(name, ActorNo(index as u32));
            }
        }
        let mut unregistered = std::mem::take(&mut self.unregistered);
        unregistered.retain(|(_, number, _)| !self.timeline.actor(*number).registered);
        for (file, number, span) in unregistered {
            let may_hint = self.may_hint();
            let name = self.timeline.actor(number).name.clone();
            if let Some(like) = known.like(&name, may_hint) {
                let like = &self.timeline.actor(like).name;
                let message = format!("`{name}` is not in the registry, but looks like `{like}`");
                let hint = format!("write `{like}`, or give it the alias `{name}`");
                let problem = Problem::warning("near-duplicate-actor", span, message);
                self.problems_of(file).push(problem.hint(hint));
            }
            known.add(&name, number);
        }
    }
}

/// Reports a code that no problem has.
fn unknown_code(node: &Node) -> Option<Problem<Span>> {
    let code = node.words().filter(|code| meaning(code).is_none())?;
    let message = format!("no problem has the code `{}`", truncate(code, QUOTED));
    Some(Problem::error("unknown-code", node.span, message).with_hint(meant(code, codes())))
}

/// An office; for whom it acts is known when every head has been read.
fn read_office(node: &Node, dates: DateStyle, problems: &mut Problems) -> Office {
    let title = one_line(&event_from_node::text(node, "title")).into();
    let extra = event_from_node::extra(node, OFFICE, dates);
    Office { title, principal: None, tenure: read_tenure(node, dates, problems), extra }
}

fn read_member(node: &Node, dates: DateStyle, problems: &mut Problems) -> Option<Member> {
    let tenure = read_tenure(node, dates, problems);
    let Some(country) = node.given("country") else {
        problems.push(Problem::error("no-country", node.span, "a member is a country: `{country: DE}`"));
        return None;
    };
    let country = event_from_node::read_country(country, problems)?;
    Some(Member { country, tenure, extra: event_from_node::extra(node, MEMBER, dates) })
}

/// Appends an item that could not be read to the list kept under a key.
fn keep_item(extra: &mut Vec<(Text, Value)>, key: &str, item: &Node) {
    let item = event_from_node::value(item);
    match extra.iter_mut().find(|(known, _)| **known == *key) {
        Some((_, Value::List(items))) => items.push(item),
        _ => extra.push((key.into(), Value::List(vec![item]))),
    }
}

fn read_tenure(node: &Node, dates: DateStyle, problems: &mut Problems) -> Tenure {
    let mut date = |key: &str| {
        let written = node.given(key)?;
        event_from_node::read_date(written, dates, problems)
    };
    Tenure { from: date("from"), to: date("to") }
}

/// By number within a chunk: the number in the timeline.
struct Numbers {
    words: Vec<Word>,
    actors: Vec<ActorNo>,
    policies: Vec<PolicyNo>,
}

impl Numbers {
    /// Renumbers everything in an event.
    fn give(&self, event: &mut Event) {
        let word = |word: &mut Word| *word = self.words[word.index()];
        event.kind.iter_mut().for_each(word);
        event.tags.iter_mut().for_each(word);
        for part in &mut event.actors {
            part.actor = self.actors[part.actor.index()];
            part.role.iter_mut().for_each(word);
        }
        for effect in &mut event.effects {
            effect.policy = self.policies[effect.policy.index()];
            word(&mut effect.status);
            effect.was.iter_mut().for_each(word);
        }
        event.links.iter_mut().for_each(|link| word(&mut link.relation));
        event.sources.iter_mut().for_each(|source| source.publisher.iter_mut().for_each(word));
    }
}

/// Results of the checks on one chunk.
#[derive(Default)]
struct Seen {
    problems: Problems,
    unknown_tags: Vec<(Word, Span)>,
    firsts: FirstOfMonthCheck,
    /// Hashes of the ids, in the order of the events.
    hashes: Vec<u64>,
}
