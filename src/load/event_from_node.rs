//! Reads events from nodes; their names are numbered within their chunk.
//!
//! Chunks are read in parallel; [`super::resolve`] renumbers their names for the whole timeline.

use std::collections::BTreeMap;

use foldhash::fast::RandomState;
use indexmap::IndexMap;
use strum::VariantArray as _;

use super::clocks;
use super::column_map::ColumnMap;
use super::first_of_month_check::is_first_day;
use super::format::{check, one_or_more};
use super::line_index::LineIndex;
use super::yaml::{Node, NodeKind};
use crate::model::date_forms::settled_by;
use crate::model::event::FileLine;
use crate::model::field::{DISPUTE, EFFECT, Key, PART, REVIEW, Shape, one_to_five};
use crate::model::value::flag;
use crate::model::{
    ActorNo, Address, Clock, Country, Date, DateStyle, Dispute, EVENT, Effect, Event, EventField, Link,
    Participation, PolicyNo, Review, SOURCE, Source, SourceDetails, SourceField, Text, Value, Vocabulary,
    Word,
};
use crate::problem::{Problem, Problems, Span};
use crate::text::{meant, on_one_line, one_line, truncate};

/// Names numbered in the order of first occurrence, with the span of that occurrence.
#[derive(Debug, Default)]
pub struct Names(pub IndexMap<Text, Span, RandomState>);

impl Names {
    /// Returns the number of a name that is written at `span`, adding the name if it is new.
    pub(super) fn add(&mut self, name: &str, span: Span) -> u32 {
        let name = on_one_line(name);
        let number = self.0.get_index_of(&*name).unwrap_or_else(|| self.0.insert_full(name.into(), span).0);
        number as u32
    }

    /// Returns the name of a number.
    fn name(&self, number: u32) -> &str {
        self.0.get_index(number as usize).map_or("", |(name, _)| name)
    }
}

/// Spans needed for checks that require the whole timeline, in the order of the events.
#[derive(Debug, Default)]
pub struct PendingSpans {
    /// Per event: its id, or its title if it has none.
    pub ids: Vec<Span>,
    /// Per link: its target.
    pub links: Vec<Span>,
    /// Per effect: its status.
    pub statuses: Vec<Span>,
    /// Per tag of each event, without duplicates.
    pub tags: Vec<Span>,
    /// The first date that is the first day of a month.
    pub first_day: Option<Span>,
    /// Per reference to a source of the registry: the index of its event within the chunk, and its span. The
    /// references in an event's disputes precede those in its sources.
    pub cited: Vec<(usize, Span)>,
}

impl PendingSpans {
    /// Records the span of an event's date if it is the first one on the first day of a month.
    pub(super) fn note_date(&mut self, date: Option<&Date>, span: Span) {
        if self.first_day.is_none() && date.is_some_and(is_first_day) {
            self.first_day = Some(span);
        }
    }
}

/// A set of the current event's tags, cleared in constant time, since an event may have very many.
#[derive(Debug, Default)]
pub struct Tagged {
    event: u32,
    /// By word: the last event, counted from 1, that has it as a tag.
    last: Vec<u32>,
}

impl Tagged {
    /// Clears the set for the next event.
    pub(super) fn next_event(&mut self) {
        self.event += 1;
    }

    /// Adds a tag; returns whether it was not in the set.
    pub(super) fn is_new(&mut self, tag: Word) -> bool {
        self.last.resize(self.last.len().max(tag.index() + 1), 0);
        std::mem::replace(&mut self.last[tag.index()], self.event) != self.event
    }
}

/// Details of an actor given inside an event, for files without a registry of actors.
#[derive(Debug, Default)]
pub struct ActorDetails {
    /// The name to display, if it is another than the id.
    pub name: Option<Text>,
    /// The kind of actor.
    pub kind: Option<Text>,
    /// The actor's country.
    pub country: Option<Country>,
}

/// A run of events of one file, read by one task.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The index of the file in reading order.
    pub file: u32,
    /// How ambiguous dates are read.
    pub dates: DateStyle,
    /// The events; their words, actors and policies are indices into the fields below.
    pub events: Vec<Event>,
    /// Kinds, roles, tags, statuses, publishers, relations.
    pub words: Vocabulary,
    /// Actors by the names or ids given in events.
    pub actors: Names,
    /// Details that events give of their actors, by number in `actors`.
    pub described: BTreeMap<u32, ActorDetails>,
    /// Titles that JSON exports give of policies inside effects, by number in `policies`.
    pub titles: BTreeMap<u32, Text>,
    /// Policies by the ids given in effects.
    pub policies: Names,
    /// Spans for later checks.
    pub pending: PendingSpans,
    /// The tags of the event being read.
    pub tagged: Tagged,
    pub problems: Problems,
}

impl Chunk {
    /// Returns an empty chunk with capacity for `events` events.
    pub(super) fn with_room(file: u32, dates: DateStyle, events: usize) -> Self {
        let pending = PendingSpans { ids: Vec::with_capacity(events), ..PendingSpans::default() };
        Self { file, dates, events: Vec::with_capacity(events), pending, ..Self::default() }
    }

    /// Reads one event and adds it. A node that cannot be an event is reported and left out.
    pub fn add(&mut self, node: &Node) {
        if !matches!(node.kind, NodeKind::Map(_)) {
            let message = format!("an event is a mapping with `date` and `title`, not {}", node.sort());
            self.problems.push(Problem::error("no-event", node.span, message));
            return;
        }
        let renamed = in_lower_case(node, &ColumnMap::default(), &mut self.problems);
        let node = renamed.as_ref().unwrap_or(node);
        check(node, &Shape::Object(EVENT), &mut self.problems);
        let empty = node.get("title").filter(|title| title.text().is_some_and(|text| text.trim().is_empty()));
        if let Some(empty) = empty.filter(|title| !title.is_null()) {
            self.problems.push(Problem::warning("empty-title", empty.span, "this title is empty"));
        }
        let Some(title) = node.given("title") else {
            let message = "this event has no title and is left out";
            let span = node.pairs().first().map_or(node.span, |(key, _)| key.span);
            self.problems.push(Problem::error("no-title", span, message));
            return;
        };
        let event = self.event(node, title);
        self.check_sources(node, &event);
        clocks::check(node, &event, &mut self.problems);
        self.pending.ids.push(node.get("id").map_or(title.span, |id| id.span));
        self.events.push(event);
    }

    /// Sets the line of every event.
    pub fn place(&mut self, places: &LineIndex) {
        for (event, span) in self.events.iter_mut().zip(&self.pending.ids) {
            event.place.line = places.line(span.start);
        }
    }

    fn event(&mut self, node: &Node, title: &Node) -> Event {
        let place = FileLine { file: self.file, line: 0 };
        let mut event = Event { id_is_made: true, place, ..Event::default() };
        if node.get("date").is_none_or(Node::is_null) {
            let message = "this event has no date; it stands in the tray of undated events";
            self.problems.push(Problem::warning("no-date", title.span, message));
        }
        for field in EventField::VARIANTS {
            let key = field.key().name;
            if let Some(value) = node.given(key) {
                let left = self.read(*field, value, &mut event);
                event.extra.extend(left.map(|left| (key.into(), left)));
            }
        }
        event.extra.extend(unknown(node, EVENT));
        if event.id_is_made {
            event.id = made_id(event.date.as_ref(), &event.title).into();
        }
        event
    }

    /// Reads the value of one field into the event. Returns what could not be read, to be kept in `extra`.
    fn read(&mut self, field: EventField, node: &Node, event: &mut Event) -> Option<Value> {
        match field {
            EventField::Id => {
                event.id_is_made = node.text().is_none();
                event.id = node.text().map(one_line).unwrap_or_default().into();
                return event.id_is_made.then(|| value(node));
            }
            EventField::Date => {
                event.date = self.date(node);
                self.pending.note_date(event.date.as_ref(), node.span);
            }
            EventField::Kind => event.kind = node.text().map(|kind| self.words.add(&on_one_line(kind))),
            EventField::Importance => event.importance = node.text().and_then(one_to_five),
            EventField::Certainty => event.certainty = node.text().and_then(|text| text.parse().ok()),
            EventField::DateNote => event.date_note = node.text().unwrap_or_default().into(),
            EventField::Title => {
                event.title = title_of(node);
                return None;
            }
            EventField::Summary => event.summary = node.text().unwrap_or_default().into(),
            EventField::Tags => return self.tags(node, &mut event.tags),
            EventField::Clocks => return self.clocks(node, &mut event.clocks),
            EventField::Actors => return self.items(node, Self::part, &mut event.actors),
            EventField::Countries => return self.items(node, Self::country, &mut event.countries),
            EventField::Effects => return self.items(node, Self::effect, &mut event.effects),
            EventField::Disputes => return self.items(node, Self::dispute, &mut event.disputes),
            EventField::Sources => return self.items(node, Self::source, &mut event.sources),
            EventField::Links => {
                let mut links = Vec::new();
                let left = self.items(node, Self::link, &mut links);
                event.links = links.into_iter().flatten().collect();
                return left;
            }
            EventField::Reviewed => {
                event.reviewed = self.review(node).map(Box::new);
                return (event.reviewed.is_none() && !is_nothing(node)).then(|| value(node));
            }
            EventField::AllCountries | EventField::Extra => {}
        }
        (!is_understood(&field.key().shape, node, self.dates)).then(|| value(node))
    }

    /// Reads a list, or a single value as a list of one. Returns the items that could not be read.
    fn items<T>(
        &mut self,
        node: &Node,
        read: fn(&mut Self, &Node) -> Option<T>,
        to: &mut Vec<T>,
    ) -> Option<Value> {
        let mut left = Vec::new();
        for item in one_or_more(node).iter().filter(|item| !is_nothing(item)) {
            match read(self, item) {
                Some(read) => to.push(read),
                None => left.push(value(item)),
            }
        }
        Value::of_list(left.into_iter())
    }

    fn word(&mut self, node: &Node, key: &str) -> Option<Word> {
        let text = node.get(key)?.words()?;
        Some(self.words.add(&on_one_line(text)))
    }

    /// Reads a date: a text, or a mapping with `edtf`. Reports anything else.
    pub fn date(&mut self, node: &Node) -> Option<Date> {
        read_date(node, self.dates, &mut self.problems)
    }

    fn country(&mut self, node: &Node) -> Option<Country> {
        read_country(node, &mut self.problems)
    }

    fn part(&mut self, node: &Node) -> Option<Participation> {
        let named = match node.kind {
            NodeKind::Map(_) => ["actor", "id", "name"].into_iter().find_map(|key| node.given(key)),
            _ => Some(node),
        };
        let Some(named) = named.filter(|name| name.words().is_some_and(|text| !text.trim().is_empty()))
        else {
            self.problems.push(Problem::error("no-actor", node.span, "nobody is named here"));
            return None;
        };
        let role = self.word(node, "role");
        let actor = self.actors.add(named.text().unwrap_or_default(), named.span);
        if !node.pairs().is_empty() {
            self.describe(actor, node);
        }
        Some(Participation { actor: ActorNo(actor), role, extra: self.extra(node, PART) })
    }

    /// Keeps the name, kind and country that an entry gives of its actor; of each the first that is given counts.
    fn describe(&mut self, actor: u32, node: &Node) {
        let country = node.given("country").and_then(|country| self.country(country));
        let said = |key: &str| node.get(key).and_then(Node::words).map(|text| Text::from(one_line(text)));
        let id = self.actors.name(actor);
        let (name, kind) = (said("name").filter(|name| !name.is_empty() && **name != *id), said("kind"));
        if name.is_some() || kind.is_some() || country.is_some() {
            let details = self.described.entry(actor).or_default();
            details.name = details.name.take().or(name);
            details.kind = details.kind.take().or(kind);
            details.country = details.country.or(country);
        }
    }

    fn tags(&mut self, node: &Node, tags: &mut Vec<Word>) -> Option<Value> {
        self.tagged.next_event();
        let mut left = Vec::new();
        for tag in one_or_more(node).iter().filter(|tag| !tag.is_null()) {
            let Some(text) = tag.text() else {
                left.push(tag);
                continue;
            };
            let text = on_one_line(text);
            let word = (!text.is_empty()).then(|| self.words.add(&text));
            if let Some(word) = word.filter(|word| self.tagged.is_new(*word)) {
                tags.push(word);
                self.pending.tags.push(tag.span);
            }
        }
        match left[..] {
            [_] if node.items().is_empty() => Some(value(node)),
            _ => Value::of_list(left.into_iter().map(value)),
        }
    }

    fn effect(&mut self, node: &Node) -> Option<Effect> {
        let policy = node.get("policy").filter(|policy| policy.words().is_some());
        let status = node.get("status").filter(|status| status.words().is_some());
        let (Some(policy), Some(written)) = (policy, status) else {
            if matches!(node.kind, NodeKind::Map(_)) {
                let message = "an effect names a `policy` and the `status` it has from then on";
                self.problems.push(Problem::error("half-effect", node.span, message));
            }
            return None;
        };
        let number = self.policies.add(policy.text().unwrap_or_default(), policy.span);
        if let Some(title) = node.get("title").and_then(Node::words) {
            self.titles.entry(number).or_insert_with(|| one_line(title).into());
        }
        let effect = Effect {
            policy: PolicyNo(number),
            status: self.words.add(&on_one_line(written.text().unwrap_or_default())),
            was: self.word(node, "was"),
            note: text(node, "note"),
            from: node.given("from").and_then(|from| self.date(from)),
            extra: self.extra(node, EFFECT),
        };
        self.pending.statuses.push(written.span);
        Some(effect)
    }

    fn clocks(&mut self, node: &Node, clocks: &mut Vec<(Clock, Date)>) -> Option<Value> {
        if !matches!(node.kind, NodeKind::Map(_)) {
            return Some(value(node));
        }
        let mut left = Vec::new();
        for (key, date) in node.pairs().iter().filter(|(_, date)| !date.is_null()) {
            let name = key.text().unwrap_or_default();
            match name.parse().ok().and_then(|clock| Some((clock, self.date(date)?))) {
                Some(read) => clocks.push(read),
                None => left.push((name.into(), value(date))),
            }
        }
        (!left.is_empty()).then_some(Value::Map(left))
    }

    /// Reads the links of one entry: `{leads-to: id}`, `{leads-to: [id, id]}`, or in JSON exports
    /// `{relation: leads-to, to: id}`.
    fn link(&mut self, node: &Node) -> Option<Vec<Link>> {
        let mut links = Vec::new();
        if let (Some(relation), Some(to)) = (node.get("relation"), node.get("to")) {
            self.link_to(relation.words().unwrap_or_default(), to, &mut links);
        } else {
            for (relation, target) in node.pairs().iter().filter(|(_, target)| !target.is_null()) {
                for to in one_or_more(target) {
                    self.link_to(relation.text().unwrap_or_default(), to, &mut links);
                }
            }
        }
        if node.pairs().is_empty() {
            let message = "a link says how and to what, such as `leads-to: other-event`";
            self.problems.push(Problem::error("half-link", node.span, message));
        }
        (!links.is_empty()).then_some(links)
    }

    fn link_to(&mut self, relation: &str, to: &Node, links: &mut Vec<Link>) {
        if let Some(text) = to.words().filter(|text| !text.trim().is_empty() && !relation.trim().is_empty()) {
            links.push(Link { relation: self.words.add(&on_one_line(relation)), to: one_line(text).into() });
            self.pending.links.push(to.span);
        } else {
            let message = "a relation and the id of an event are expected here";
            self.problems.push(Problem::error("half-link", to.span, message));
        }
    }

    fn source(&mut self, node: &Node) -> Option<Source> {
        let source = read_source(node, self.dates, &mut self.words, &mut self.problems)?;
        if !source.id().is_empty() {
            self.pending.cited.push((self.events.len(), node.span));
        }
        Some(source)
    }

    fn dispute(&mut self, node: &Node) -> Option<Dispute> {
        let Some(says) = node.words().or_else(|| node.get("says").and_then(Node::words)) else {
            let message = "a dispute says something: `says`";
            self.problems.push(Problem::error("half-dispute", node.span, message));
            return None;
        };
        let cited = list(node, "sources").iter().filter(|source| source.words().is_some());
        let cited: Vec<&Node> = cited.collect();
        for named in cited.iter().filter(|named| named.words().is_none_or(|text| Address::of(text).is_none()))
        {
            self.pending.cited.push((self.events.len(), named.span));
        }
        let sources = cited.iter().filter_map(|named| named.words()).map(Into::into).collect();
        Some(Dispute { says: says.into(), sources, extra: self.extra(node, DISPUTE) })
    }

    /// Reads a review; `None` if neither its name nor its date can be read.
    fn review(&mut self, node: &Node) -> Option<Review> {
        let by = node.get("by").and_then(Node::words).map(on_one_line).unwrap_or_default();
        let written = node.given("on");
        let on = written.and_then(|on| self.date(on));
        if by.is_empty() && on.is_none() {
            // A date that cannot be read is reported already.
            if written.is_none() && matches!(node.kind, NodeKind::Map(_)) && !is_nothing(node) {
                let message = "a review names who compared the event with its sources (`by`) or when (`on`)";
                self.problems.push(Problem::error("half-review", node.span, message));
            }
            return None;
        }
        Some(Review { by: by.into(), on, extra: self.extra(node, REVIEW) })
    }

    fn extra(&self, node: &Node, known: &[Key]) -> Vec<(Text, Value)> {
        extra(node, known, self.dates)
    }

    /// Warns when all dated sources are older than the event. Some may be, as background; if all are, one of
    /// the dates is likely wrong.
    fn check_sources(&mut self, node: &Node, event: &Event) {
        let Some(date) = &event.date else { return };
        // The event cites sources of the registry, whose dates are not known yet.
        if self.pending.cited.last().is_some_and(|(event, _)| *event == self.events.len()) {
            return;
        }
        if all_before(event.sources.iter().filter_map(|source| source.date.as_ref()), date) {
            let first = list(node, "sources").iter().find_map(|source| source.get("date"));
            let span = first.map_or(node.span, |date| date.span);
            self.problems.push(early_sources(date, span));
        }
    }
}

/// Returns the warning that every dated source is older than the event.
pub(super) fn early_sources(date: &Date, span: Span) -> Problem<Span> {
    let message = format!("every dated source is older than the event of {}", date.words());
    Problem::warning("early-source", span, message)
}

/// Whether there is at least one date and all of them are before `date`.
pub(super) fn all_before<'d>(dates: impl Iterator<Item = &'d Date>, date: &Date) -> bool {
    let mut dates = dates.peekable();
    dates.peek().is_some() && dates.all(|earlier| earlier.latest() < date.earliest())
}

/// Reads a source: a mapping, or a text that is a URL or the id of a source of the registry.
pub fn read_source(
    node: &Node,
    dates: DateStyle,
    words: &mut Vocabulary,
    problems: &mut Problems,
) -> Option<Source> {
    if let Some(text) = node.words() {
        let text = one_line(text);
        return Some(match Address::of(&text) {
            Some(_) => Source { url: text.into(), ..Source::default() },
            None => Source::default().called(&text),
        });
    }
    if !matches!(node.kind, NodeKind::Map(_)) {
        return None;
    }
    let mut source = Source::default();
    let mut details = SourceDetails::default();
    for field in SourceField::VARIANTS {
        let Some(value) = node.given(field.key().name) else { continue };
        let text = || Text::from(value.text().unwrap_or_default());
        match field {
            SourceField::Url => source.url = text(),
            SourceField::Publisher => {
                source.publisher = value.text().map(|name| words.add(&on_one_line(name)));
            }
            SourceField::Author => {
                details.authors = one_or_more(value).iter().filter_map(Node::text).map(Text::from).collect();
            }
            SourceField::Date => source.date = read_date(value, dates, problems),
            SourceField::Title => source.title = text(),
            SourceField::Lang => details.lang = text(),
            SourceField::Archive => details.archive = text(),
            SourceField::Accessed => details.accessed = read_date(value, dates, problems),
            SourceField::Quote => details.quote = text(),
            SourceField::Note => details.note = text(),
            SourceField::Weak => source.weak = flag(&text()) == Some(true),
            SourceField::Primary => source.primary = flag(&text()) == Some(true),
            SourceField::Id => details.id = one_line(&text()).into(),
            SourceField::Extra => {}
        }
    }
    source.extra = extra(node, SOURCE, dates);
    source.details = (details != SourceDetails::default()).then(|| details.into());
    Some(source)
}

/// Reads a date: a text, or a mapping with `edtf`. Reports anything else, and also a date that is understood
/// but not written in EDTF.
pub fn read_date(node: &Node, style: DateStyle, problems: &mut Problems) -> Option<Date> {
    let written = node.get("edtf").unwrap_or(node);
    let text = written.text()?;
    let refused = |error: Problem<Span>| {
        let (why, option) = settled_by(text, style).unzip();
        let message = format!("`{}` is no date: {}", truncate(text, 80), why.unwrap_or(&error.message));
        let option = option.map(str::to_owned);
        let hint = [error.hint.clone(), option]
            .into_iter()
            .flatten()
            .reduce(|first, more| format!("{first}; {more}"));
        Problem { message, at: written.span, hint, ..error }
    };
    let date = Date::read(text, style).map_err(|error| problems.push(refused(error))).ok()?;
    if date.text() != text.trim() {
        let hint = format!("write `{}`, as which it is read", date.text());
        let problem = Problem::warning("foreign-date", written.span, "this date is not written in EDTF");
        problems.push(problem.hint(hint));
    }
    Some(date)
}

/// Reads a country; reports an unknown one.
pub fn read_country(node: &Node, problems: &mut Problems) -> Option<Country> {
    let text = node.text()?;
    let country = Country::find(text.trim());
    if country.is_none() {
        let hint = if text.len() > 3 { meant(text, Country::all().flat_map(Country::names)) } else { None };
        let message = format!("`{text}` is no country; a country is an ISO 3166-1 code such as `UA`");
        problems.push(Problem::error("unknown-country", node.span, message).with_hint(hint));
    }
    country
}

/// Returns the items under a key; a single value counts as a list of one.
pub fn list<'n, 't>(node: &'n Node<'t>, key: &str) -> &'n [Node<'t>] {
    node.given(key).map_or(&[], one_or_more)
}

/// Returns the text under a key, or an empty text.
pub fn text(node: &Node, key: &str) -> Text {
    node.given(key).and_then(Node::text).unwrap_or_default().into()
}

/// Returns what `known` keys do not cover: unknown keys, the content of `extra` (where JSON exports put
/// them), and the values of known keys that could not be read.
pub fn extra(node: &Node, known: &[Key], style: DateStyle) -> Vec<(Text, Value)> {
    let left = node.pairs().iter().filter_map(|(name, value)| {
        let key = known.iter().find(|key| Some(key.name) == name.text())?;
        Some((key.name.into(), leftover(&key.shape, value, style)?))
    });
    left.chain(unknown(node, known)).collect()
}

/// Returns the part of a value that its shape has no place for: all of it, or items of a list and entries of a
/// mapping. What is inside of a mapping with fixed keys is left to its reader.
fn leftover(shape: &Shape, node: &Node, style: DateStyle) -> Option<Value> {
    match (&node.kind, shape) {
        (NodeKind::List(items), Shape::List(inner) | Shape::OneOrMore(inner)) => {
            Value::of_list(items.iter().filter_map(|item| leftover(inner, item, style)))
        }
        (NodeKind::Map(pairs), Shape::Named(inner)) => {
            let left = pairs.iter().filter_map(|(key, entry)| {
                Some((key.text().unwrap_or_default().into(), leftover(inner, entry, style)?))
            });
            let left: Vec<(Text, Value)> = left.collect();
            (!left.is_empty()).then_some(Value::Map(left))
        }
        (NodeKind::Map(_), Shape::OneOrMore(inner) | Shape::TextOr(inner) | Shape::QueryOr(inner)) => {
            leftover(inner, node, style)
        }
        (NodeKind::Map(_), Shape::Object(_) | Shape::Line(_)) | (_, Shape::Link | Shape::Anything) => None,
        (NodeKind::List(_), Shape::TextOr(_) | Shape::QueryOr(_)) => Some(value(node)),
        (NodeKind::List(_) | NodeKind::Map(_), shape) if !matches!(shape, Shape::Date) => Some(value(node)),
        _ => (!is_understood(shape, node, style)).then(|| value(node)),
    }
}

/// Renames the keys of an event that have capitals, if it lacks the key without and the map does not name it:
/// `Title` is read as `title`, as in a table. Returns `None` if there is nothing to rename.
pub(super) fn in_lower_case<'t>(
    node: &Node<'t>,
    map: &ColumnMap,
    problems: &mut Problems,
) -> Option<Node<'t>> {
    let has_capital = |key: &Node| key.text().is_some_and(|text| text.contains(char::is_uppercase));
    if !node.pairs().iter().any(|(key, _)| has_capital(key)) {
        return None;
    }
    let known = |key: &Node| {
        let written = key.text().filter(|name| has_capital(key) && map.targets(name).next().is_none())?;
        let field = EVENT.iter().find(|field| field.name.eq_ignore_ascii_case(written))?;
        node.get(field.name).is_none().then_some(field.name)
    };
    let mut names: Vec<Option<&str>> = node.pairs().iter().map(|(key, _)| known(key)).collect();
    // Of `Title` and `TITLE` the first counts.
    for at in 1..names.len() {
        let (before, rest) = names.split_at_mut(at);
        rest[0] = rest[0].filter(|name| !before.contains(&Some(*name)));
    }
    names.iter().any(Option::is_some).then(|| {
        let mut node = node.clone();
        if let NodeKind::Map(pairs) = &mut node.kind {
            for ((key, _), name) in pairs.iter_mut().zip(names) {
                let Some(name) = name else { continue };
                let message = format!("key `{}` is read as `{name}`", key.text().unwrap_or_default());
                problems
                    .push(Problem::warning("unknown-key", key.span, message).hint(format!("write `{name}`")));
                *key = Node::scalar(name, key.span);
            }
        }
        node
    })
}

fn unknown<'n>(node: &'n Node, known: &'n [Key]) -> impl Iterator<Item = (Text, Value)> + 'n {
    let is_known = |name: Option<&str>| known.iter().any(|key| Some(key.name) == name);
    let unknown = node.pairs().iter().flat_map(move |pair| match (pair.0.text(), &pair.1.kind) {
        (Some("extra"), NodeKind::Map(lifted)) => lifted.as_slice(),
        (Some("extra"), _) if pair.1.is_null() => &[],
        (Some("extra"), _) => std::slice::from_ref(pair),
        (name, _) if is_known(name) => &[],
        _ => std::slice::from_ref(pair),
    });
    unknown.map(kept)
}

fn kept((name, node): &(Node, Node)) -> (Text, Value) {
    (name.text().unwrap_or_default().into(), value(node))
}

/// Whether a value is null, or a mapping with only null values.
fn is_nothing(node: &Node) -> bool {
    let pairs = node.pairs();
    node.is_null() || !pairs.is_empty() && pairs.iter().all(|(_, value)| value.is_null())
}

/// Whether a value is null or fits its shape at least in part.
fn is_understood(shape: &Shape, node: &Node, style: DateStyle) -> bool {
    node.is_null()
        || match (node.text(), shape) {
            (Some(text), _) => shape.takes_text(text, style),
            (None, Shape::Date) => {
                node.get("edtf").and_then(Node::text).is_some_and(|text| shape.takes_text(text, style))
            }
            (
                None,
                Shape::Text | Shape::Flag | Shape::OneToFive | Shape::Country | Shape::Url | Shape::Word(_),
            ) => false,
            (None, _) => true,
        }
}

/// Converts a node to a value of the model.
pub fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar { text, quoted } => Value::Scalar { text: (&**text).into(), quoted: *quoted },
        NodeKind::List(items) => Value::List(items.iter().map(value).collect()),
        NodeKind::Map(pairs) => Value::Map(
            pairs.iter().map(|(key, node)| (key.text().unwrap_or_default().into(), value(node))).collect(),
        ),
    }
}

/// Returns a title on one line: a text, or the words of a list or mapping, which [`check`] reports.
fn title_of(node: &Node) -> Text {
    if let Some(text) = node.text() {
        return on_one_line(text).into();
    }
    let words = value(node).words();
    if words.trim().is_empty() { "Untitled".into() } else { on_one_line(&words).into() }
}

/// Makes an id from the date and the first six words of the title, the same at every reading.
pub(super) fn made_id(date: Option<&Date>, title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6);
    let date = date.map_or("undated".to_owned(), |date| date.text().replace('/', "-to-"));
    std::iter::once(date.as_str()).chain(words).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use crate::load::from_text;

    #[test]
    fn a_title_that_is_no_text_does_not_cost_the_event() {
        let text = "- {date: 2024, title: {en: Vote, de: Wahl}, summary: words}\n\
            - {date: 2025, title: []}\n\
            - {date: 2026, title: [A, B]}\n";
        let loaded = from_text("a.yaml", text);
        let titles: Vec<&str> = loaded.timeline.events().iter().map(|event| &*event.title).collect();
        assert_eq!(titles, ["en: Vote, de: Wahl", "Untitled", "A, B"]);
        assert_eq!(&*loaded.timeline.events()[0].summary, "words");
        assert_eq!(
            loaded.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(),
            ["wrong-shape"; 3]
        );
    }
}
