//! Events as files write them, to events of the model whose names are numbered within their chunk.
//!
//! Chunks are read in parallel; [`super::resolve`] gives their names the numbers of the timeline.

use std::collections::BTreeMap;

use strum::VariantArray as _;

use super::clocks;
use super::format::{check, check_url, clock, one_or_more};
use super::line_index::LineIndex;
use super::yaml::{Kind, Node};
use crate::model::event::Place;
use crate::model::field::{DISPUTE, EFFECT, Key, PART, SOURCE, Shape};
use crate::model::{
    ActorNo, Clock, Country, Date, Dispute, EVENT, Effect, Event, EventField, Link, Part, PolicyNo, Source,
    Text, Value, Word, Words,
};
use crate::problem::{Problem, Span};
use crate::text::{fit, meant, on_one_line, one_line};

/// Names in the order in which they were first met, and where that was.
#[derive(Debug, Default)]
pub struct Names {
    /// The names.
    pub words: Words,
    /// Where each was first met.
    pub first: Vec<Span>,
}

impl Names {
    /// The number of a name that is written at `span`.
    pub(super) fn add(&mut self, name: &str, span: Span) -> u32 {
        let word = self.words.add(&on_one_line(name));
        if word.index() == self.first.len() {
            self.first.push(span);
        }
        word.index() as u32
    }
}

/// The places of what can only be judged when everything is read, in the order of the events.
#[derive(Debug, Default)]
pub struct Marks {
    /// Of every event: its id, or its title when it has none.
    pub ids: Vec<Span>,
    /// Of every link's target.
    pub links: Vec<Span>,
    /// Of every effect's status.
    pub statuses: Vec<Span>,
    /// Of every tag.
    pub tags: Vec<Span>,
}

/// Which words are tags of the event that is being read: an event may have very many.
#[derive(Debug, Default)]
pub struct Tagged {
    event: u32,
    /// By word the last event that it was a tag of, counted from 1.
    last: Vec<u32>,
}

impl Tagged {
    /// Begins with the tags of another event.
    pub(super) fn next_event(&mut self) {
        self.event += 1;
    }

    /// Whether the event does not have a tag yet; from then on it has.
    pub(super) fn is_new(&mut self, tag: Word) -> bool {
        self.last.resize(self.last.len().max(tag.index() + 1), 0);
        std::mem::replace(&mut self.last[tag.index()], self.event) != self.event
    }
}

/// What a part in an event says of its actor, for texts that come without a registry.
#[derive(Debug)]
pub struct Described {
    /// What it is called.
    pub name: Text,
    /// What sort of actor it is.
    pub kind: Option<Text>,
    /// Where it belongs.
    pub country: Option<Country>,
}

/// Events read together.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The file, counted in the order of reading.
    pub file: u32,
    /// The events; their words, actors and policies are numbered in the fields below.
    pub events: Vec<Event>,
    /// Kinds, roles, tags, statuses, publishers, relations.
    pub words: Words,
    /// Actors as they were named.
    pub actors: Names,
    /// What JSON exports say of actors where they take part, by their number in `actors`.
    pub described: BTreeMap<u32, Described>,
    /// Ids of policies as they were named.
    pub policies: Names,
    /// Spans for later.
    pub marks: Marks,
    /// The tags met so far.
    pub tagged: Tagged,
    /// What is wrong with what was read.
    pub problems: Vec<Problem<Span>>,
}

impl Chunk {
    /// An empty one for so many events of a file.
    pub(super) fn with_room(file: u32, events: usize) -> Self {
        let marks = Marks { ids: Vec::with_capacity(events), ..Marks::default() };
        Self { file, events: Vec::with_capacity(events), marks, ..Self::default() }
    }

    /// Reads one event and adds it. What cannot be an event is reported and left out.
    pub fn add(&mut self, node: &Node) {
        if !matches!(node.kind, Kind::Map(_)) {
            let message = format!("an event is a mapping with `date` and `title`, not {}", node.sort());
            self.problems.push(Problem::error("no-event", node.span, message));
            return;
        }
        check(node, &Shape::Object(EVENT), &mut self.problems);
        let empty = node.get("title").filter(|title| title.text().is_some_and(|text| text.trim().is_empty()));
        if let Some(empty) = empty.filter(|title| !title.is_null()) {
            self.problems.push(Problem::warning("empty-title", empty.span, "this title is empty"));
        }
        let Some(title) = node.get("title").filter(|title| !title.is_null() && title.text().is_some()) else {
            let message = "this event has no title and is left out";
            let span = node.pairs().first().map_or(node.span, |(key, _)| key.span);
            self.problems.push(Problem::error("no-title", span, message));
            return;
        };
        let Ok(date) = self.event_date(node, title) else { return };
        let event = self.event(node, date);
        self.check_sources(node, &event);
        clocks::check(node, &event, &mut self.problems);
        self.marks.ids.push(node.get("id").map_or(title.span, |id| id.span));
        self.events.push(event);
    }

    /// Tells every event the line it stands in.
    pub fn place(&mut self, places: &LineIndex) {
        for (event, span) in self.events.iter_mut().zip(&self.marks.ids) {
            event.place.line = places.line(span.start);
        }
    }

    /// The date of an event: `Ok(None)` when it has none, an error when what it has is no date.
    fn event_date(&mut self, node: &Node, title: &Node) -> Result<Option<Date>, ()> {
        if let Some(written) = node.get("date").filter(|date| !date.is_null()) {
            self.date(written).map(Some).ok_or(())
        } else {
            let message = "this event has no date; it stands in the tray of undated events";
            self.problems.push(Problem::warning("no-date", title.span, message));
            Ok(None)
        }
    }

    fn event(&mut self, node: &Node, date: Option<Date>) -> Event {
        let place = Place { file: self.file, line: 0 };
        let mut event = Event { date, id_is_made: true, place, ..Event::default() };
        for field in EventField::VARIANTS {
            if let Some(value) = node.get(field.key().name).filter(|value| !value.is_null()) {
                self.read(*field, value, &mut event);
            }
        }
        event.extra = extra(node, EVENT);
        if event.id_is_made {
            event.id = made_id(event.date.as_ref(), &event.title).into();
        }
        event
    }

    /// Reads what stands under the key of a field into the event.
    fn read(&mut self, field: EventField, node: &Node, event: &mut Event) {
        let text = || Text::from(node.text().unwrap_or_default());
        let items = one_or_more(node).iter();
        match field {
            EventField::Id => {
                if let Some(id) = node.text() {
                    (event.id, event.id_is_made) = (one_line(id).into(), false);
                }
            }
            EventField::DateNote => event.date_note = text(),
            EventField::Title => event.title = on_one_line(&text()).into(),
            EventField::Kind => event.kind = node.text().map(|kind| self.words.add(&on_one_line(kind))),
            EventField::Importance => event.importance = text().parse().ok(),
            EventField::Summary => event.summary = text(),
            EventField::Actors => event.actors = items.filter_map(|part| self.part(part)).collect(),
            EventField::Countries => {
                event.countries = items.filter_map(|country| self.country(country)).collect();
            }
            EventField::Tags => event.tags = self.tags(node),
            EventField::Effects => event.effects = items.filter_map(|effect| self.effect(effect)).collect(),
            EventField::Clocks => event.clocks = self.clocks(node),
            EventField::Links => event.links = items.flat_map(|link| self.link(link)).collect(),
            EventField::Certainty => event.certainty = text().parse().ok(),
            EventField::Disputes => {
                event.disputes = items.filter_map(|dispute| self.dispute(dispute)).collect();
            }
            EventField::Sources => {
                let sources = items.filter(|source| !source.is_null());
                event.sources = sources.map(|source| self.source(source)).collect();
            }
            // The date is read first, since an event with a wrong one is left out.
            EventField::Date | EventField::AllCountries | EventField::Extra => {}
        }
    }

    fn word(&mut self, node: &Node, key: &str) -> Option<Word> {
        let text = node.get(key).filter(|value| !value.is_null())?.text()?;
        Some(self.words.add(&on_one_line(text)))
    }

    /// The date written at a node, a text or the `edtf` of a mapping; reports anything else.
    pub fn date(&mut self, node: &Node) -> Option<Date> {
        read_date(node, &mut self.problems)
    }

    fn country(&mut self, node: &Node) -> Option<Country> {
        read_country(node, &mut self.problems)
    }

    fn part(&mut self, node: &Node) -> Option<Part> {
        let named = match node.kind {
            Kind::Map(_) => node.get("actor").or_else(|| node.get("id")).or_else(|| node.get("name")),
            _ => Some(node),
        };
        let Some(named) = named.filter(|name| name.words().is_some_and(|text| !text.trim().is_empty()))
        else {
            self.problems.push(Problem::error("no-actor", node.span, "nobody is named here"));
            return None;
        };
        let role = self.word(node, "role");
        let actor = self.actors.add(named.text().unwrap_or_default(), named.span);
        if let (Some(_), Some(name)) = (node.get("id"), node.get("name").and_then(Node::text)) {
            let said = |key: &str| node.get(key).filter(|value| !value.is_null()).and_then(Node::text);
            self.described.entry(actor).or_insert_with(|| Described {
                name: one_line(name).into(),
                kind: said("kind").map(|kind| one_line(kind).into()),
                country: said("country").and_then(Country::from_code),
            });
        }
        Some(Part { actor: ActorNo(actor), role, extra: extra(node, PART) })
    }

    fn tags(&mut self, node: &Node) -> Vec<Word> {
        let mut tags = Vec::new();
        self.tagged.next_event();
        for tag in one_or_more(node) {
            let Some(text) = tag.text().filter(|text| !text.trim().is_empty()) else { continue };
            let word = self.words.add(&on_one_line(text));
            if self.tagged.is_new(word) {
                tags.push(word);
                self.marks.tags.push(tag.span);
            }
        }
        tags
    }

    fn effect(&mut self, node: &Node) -> Option<Effect> {
        let policy = node.get("policy").filter(|policy| policy.text().is_some());
        let status = node.get("status").filter(|status| status.text().is_some());
        let (Some(policy), Some(written)) = (policy, status) else {
            if matches!(node.kind, Kind::Map(_)) {
                let message = "an effect names a `policy` and the `status` it has from then on";
                self.problems.push(Problem::error("half-effect", node.span, message));
            }
            return None;
        };
        let effect = Effect {
            policy: PolicyNo(self.policies.add(policy.text().unwrap_or_default(), policy.span)),
            status: self.words.add(&on_one_line(written.text().unwrap_or_default())),
            was: self.word(node, "was"),
            note: text(node, "note"),
            from: node.get("from").filter(|from| !from.is_null()).and_then(|from| self.date(from)),
            extra: extra(node, EFFECT),
        };
        self.marks.statuses.push(written.span);
        Some(effect)
    }

    fn clocks(&mut self, node: &Node) -> Vec<(Clock, Date)> {
        let dated = node.pairs().iter().filter(|(_, value)| !value.is_null());
        dated.filter_map(|(key, value)| Some((clock(key.text()?)?, self.date(value)?))).collect()
    }

    /// The links of one entry: `{leads-to: id}`, `{leads-to: [id, id]}`, or as JSON exports write
    /// them, `{relation: leads-to, to: id}`.
    fn link(&mut self, node: &Node) -> Vec<Link> {
        let mut links = Vec::new();
        if let (Some(relation), Some(to)) = (node.get("relation").and_then(Node::text), node.get("to")) {
            self.link_to(relation, to, &mut links);
            return links;
        }
        if node.pairs().is_empty() {
            let message = "a link says how and to what, such as `leads-to: other-event`";
            self.problems.push(Problem::error("half-link", node.span, message));
        }
        for (relation, target) in node.pairs() {
            for to in one_or_more(target) {
                self.link_to(relation.text().unwrap_or_default(), to, &mut links);
            }
        }
        links
    }

    fn link_to(&mut self, relation: &str, to: &Node, links: &mut Vec<Link>) {
        if let Some(text) = to.text().filter(|text| !text.trim().is_empty()) {
            links.push(Link { relation: self.words.add(&on_one_line(relation)), to: one_line(text).into() });
            self.marks.links.push(to.span);
        } else {
            let message = "the id of an event is expected here";
            self.problems.push(Problem::error("half-link", to.span, message));
        }
    }

    fn source(&mut self, node: &Node) -> Source {
        if let Some(address) = node.words() {
            check_url(address, node.span, &mut self.problems);
            return Source { url: one_line(address).into(), ..Source::default() };
        }
        let flag = |key: &str| node.get(key).and_then(Node::text) == Some("true");
        Source {
            url: text(node, "url"),
            publisher: self.word(node, "publisher"),
            date: node.get("date").filter(|date| !date.is_null()).and_then(|date| self.date(date)),
            title: text(node, "title"),
            weak: flag("weak"),
            primary: flag("primary"),
            extra: extra(node, SOURCE),
        }
    }

    fn dispute(&mut self, node: &Node) -> Option<Dispute> {
        let Some(says) = node.words().or_else(|| node.get("says").and_then(Node::words)) else {
            let message = "a dispute says something: `says`";
            self.problems.push(Problem::error("half-dispute", node.span, message));
            return None;
        };
        let sources = list(node, "sources").iter().filter_map(Node::text).map(Into::into).collect();
        Some(Dispute { says: says.into(), sources, extra: extra(node, DISPUTE) })
    }

    /// Background may be older than the event; when everything is, one of the dates is wrong.
    fn check_sources(&mut self, node: &Node, event: &Event) {
        let Some(date) = &event.date else { return };
        if all_before(event.sources.iter().filter_map(|source| source.date.as_ref()), date) {
            let first = list(node, "sources").iter().find_map(|source| source.get("date"));
            let span = first.map_or(node.span, |date| date.span);
            let message = format!("every dated source is older than the event of {}", date.words());
            self.problems.push(Problem::warning("early-source", span, message));
        }
    }
}

/// Whether there are dates, and every one of them lies before `date`.
pub(super) fn all_before<'d>(dates: impl Iterator<Item = &'d Date>, date: &Date) -> bool {
    let mut dates = dates.peekable();
    dates.peek().is_some() && dates.all(|earlier| earlier.latest() < date.earliest())
}

/// The date written at a node, a text or the `edtf` of a mapping; reports anything else.
pub fn read_date(node: &Node, problems: &mut Vec<Problem<Span>>) -> Option<Date> {
    let written = node.get("edtf").unwrap_or(node);
    let text = written.text()?;
    let problem = |error: Problem<Span>| {
        let message = format!("`{}` is no date: {}", fit(text, 80), error.message);
        Problem { message, at: written.span, ..error }
    };
    Date::parse(text.trim()).map_err(|error| problems.push(problem(error))).ok()
}

/// The country written at a node; reports anything else.
pub fn read_country(node: &Node, problems: &mut Vec<Problem<Span>>) -> Option<Country> {
    let text = node.text()?;
    let country = Country::find(text.trim());
    if country.is_none() {
        let hint = if text.len() > 3 { meant(text, Country::all().map(Country::name)) } else { None };
        let message = format!("`{text}` is no country; a country is an ISO 3166-1 code such as `UA`");
        problems.push(Problem::error("unknown-country", node.span, message).with_hint(hint));
    }
    country
}

/// The items under a key, where one may stand for a list of one.
pub fn list<'n, 't>(node: &'n Node<'t>, key: &str) -> &'n [Node<'t>] {
    node.get(key).filter(|value| !value.is_null()).map_or(&[], one_or_more)
}

/// The text under a key, empty when there is none.
pub fn text(node: &Node, key: &str) -> Text {
    node.get(key).filter(|value| !value.is_null()).and_then(Node::text).unwrap_or_default().into()
}

/// What stands under keys that are not in the table, and under `extra`, where JSON exports put it.
pub fn extra(node: &Node, known: &[Key]) -> Vec<(Text, Value)> {
    let is_known = |name: Option<&str>| known.iter().any(|key| Some(key.name) == name);
    let unknown = node.pairs().iter().flat_map(|pair| match (pair.0.text(), &pair.1.kind) {
        (Some("extra"), Kind::Map(lifted)) => lifted.as_slice(),
        (Some("extra"), _) => std::slice::from_ref(pair),
        (name, _) if is_known(name) => &[],
        _ => std::slice::from_ref(pair),
    });
    unknown.map(|(name, node)| (name.text().unwrap_or_default().into(), value(node))).collect()
}

/// A value as it is.
pub fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Scalar { text, quoted } => Value::Scalar { text: (&**text).into(), quoted: *quoted },
        Kind::List(items) => Value::List(items.iter().map(value).collect()),
        Kind::Map(pairs) => Value::Map(
            pairs.iter().map(|(key, node)| (key.text().unwrap_or_default().into(), value(node))).collect(),
        ),
    }
}

/// An id of the date and the first words of the title, the same at every reading.
pub(super) fn made_id(date: Option<&Date>, title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6);
    let date = date.map_or("undated".to_owned(), |date| date.text().replace('/', "-to-"));
    std::iter::once(date.as_str()).chain(words).collect::<Vec<_>>().join("-")
}
