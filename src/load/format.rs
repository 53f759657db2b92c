//! The file format as a table: every key, the shape of its value and what it means.
//!
//! The table is used three times: to check what a file says, to suggest the key that was meant,
//! and to make the JSON Schema that editors complete from.

use serde_json::{Map, Value as Json, json};

use super::yaml::{Kind, Node};
use crate::model::{Address, Certainty, Clock, Country, Moment};
use crate::problem::{Problem, Span};
use crate::query::{Query, Sort};
use crate::text::meant;

/// The shape of a value.
pub enum Shape {
    /// Any scalar, read as text.
    Text,
    /// A text that stands for a day or a span of them, in EDTF.
    Date,
    /// `true` or `false`.
    Flag,
    /// A whole number from 1 to 5.
    OneToFive,
    /// A country by code or English name.
    Country,
    /// An address.
    Url,
    /// A query.
    Query,
    /// A mapping, or the query that stands for it.
    QueryOr(&'static Shape),
    /// One of a closed list of words.
    Word(fn() -> Vec<&'static str>),
    /// A list of one shape.
    List(&'static Shape),
    /// One value or a list of them.
    OneOrMore(&'static Shape),
    /// A mapping from names that the author chooses.
    Named(&'static Shape),
    /// A mapping with known keys.
    Object(&'static [Key]),
    /// A mapping, or a text that stands for it.
    TextOr(&'static Shape),
    /// Whatever there is.
    Anything,
}

/// A key of a mapping.
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// What may stand behind it.
    pub shape: Shape,
    /// What it means.
    pub about: &'static str,
}

/// A row of a table.
pub const fn key(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, about }
}

/// Every certainty that an event can have.
pub fn certainties() -> Vec<&'static str> {
    <Certainty as strum::IntoEnumIterator>::iter().map(Certainty::word).collect()
}

/// The top of a file.
pub const TIMELINE: &[Key] = &[
    key("title", Shape::Text, "What the timeline is called."),
    key("description", Shape::Text, "What it covers and how it was made."),
    key("license", Shape::Text, "The licence of its texts, an SPDX name where there is one."),
    key("ladders", Shape::Named(&Shape::List(&Shape::Text)), "Ordered statuses, strictest first, by name."),
    key("tags", Shape::Named(&Shape::Text), "The vocabulary of tags and what each means."),
    key("actors", Shape::Named(&Shape::TextOr(&Shape::Object(ACTOR))), "Everybody who acts, by id."),
    key("policies", Shape::Named(&Shape::TextOr(&Shape::Object(POLICY))), "What is allowed or not, by id."),
    key("views", VIEWS, "Named views: selections to come back to."),
    key("events", Shape::List(&Shape::Object(EVENT)), "What happened."),
    key("schema", Shape::Text, "What a JSON export calls its format."),
    key("manifest", Shape::Anything, "Where a JSON export came from; not kept."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Named views.
pub const VIEWS: Shape = Shape::Named(&Shape::QueryOr(&Shape::Object(VIEW)));

/// A named view; a text in its place is its query.
pub const VIEW: &[Key] = &[
    key("query", Shape::Query, "Which events, in the query language: country:us,gb -tag:nuclear."),
    key("range", Shape::Date, "The time it is about: 2024, 2024-05/2024-06."),
    key("from", Shape::Date, "Where that time begins, in place of `range`."),
    key("to", Shape::Date, "Where it ends."),
    key("lanes", Shape::Word(lanes), "What makes a lane."),
    key("sort", Shape::Word(Sort::words), "The order of the list; oldest first when absent."),
    key("reverse", Shape::Flag, "That order the other way round."),
    key("cursor", Shape::Text, "Where the cursor stands: the id of an event, or a date."),
];

/// Everything that can make a lane.
pub fn lanes() -> Vec<&'static str> {
    vec!["country", "actor", "kind", "tag", "policy", "none"]
}

/// An actor of the registry.
pub const ACTOR: &[Key] = &[
    key("name", Shape::Text, "What it is called."),
    key("kind", Shape::Text, "person, state, government body, media, alliance or any other word."),
    key("country", Shape::Country, "ISO 3166-1 alpha-2 code, or EU, UN, XK."),
    key("aliases", Shape::OneOrMore(&Shape::Text), "Other names it is found by."),
    key("offices", Shape::List(&Shape::Object(OFFICE)), "The posts it held."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// A post of an actor.
pub const OFFICE: &[Key] = &[
    key("title", Shape::Text, "What the post is called."),
    key("from", Shape::Date, "When it began."),
    key("to", Shape::Date, "When it ended; left out while it lasts."),
];

/// A policy of the registry.
pub const POLICY: &[Key] = &[
    key("title", Shape::Text, "What it is about."),
    key("owner", Shape::OneOrMore(&Shape::Text), "The actor or actors whose policy it is."),
    key("topic", Shape::Text, "What it is compared with: policies of one topic ask the same question."),
    key("ladder", Shape::Text, "The ladder its statuses stand on."),
    key("owners", Shape::OneOrMore(&Shape::Text), "The same as `owner`, as JSON exports write it."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// An event.
pub const EVENT: &[Key] = &[
    key("id", Shape::Text, "Stable identifier; made of date and title when absent."),
    key(
        "date",
        Shape::Date,
        "When: EDTF level 0 or 1, such as 2024, 2024-05, 2024-05-22, 2024-05~, 2024-05-13/2024-05-20.",
    ),
    key("date-note", Shape::Text, "What to know about the date."),
    key("title", Shape::Text, "What happened, in a line."),
    key("kind", Shape::Text, "decision, statement, report, proposal, refusal, first-use or any other word."),
    key("importance", Shape::OneToFive, "Which labels stay when the view is crowded; 3 when absent."),
    key("summary", Shape::Text, "What happened, in full."),
    key(
        "actors",
        Shape::OneOrMore(&Shape::TextOr(&Shape::Object(PART))),
        "Who took part: ids, names or aliases.",
    ),
    key("countries", Shape::OneOrMore(&Shape::Country), "Countries added to those of the actors."),
    key(
        "all-countries",
        Shape::Anything,
        "Its countries and those of its actors, as JSON exports write them; made again when read.",
    ),
    key("tags", Shape::OneOrMore(&Shape::Text), "Words to find it by."),
    key("effects", Shape::List(&Shape::Object(EFFECT)), "What it did to policies."),
    key("clocks", Shape::Object(CLOCKS), "Its other dates."),
    key("links", Shape::List(&Shape::Anything), "How it stands to other events: relation and id."),
    key("certainty", Shape::Word(certainties), "How sure the record is."),
    key(
        "disputes",
        Shape::List(&Shape::TextOr(&Shape::Object(DISPUTE))),
        "What speaks against it, and where.",
    ),
    key("sources", Shape::OneOrMore(&Shape::TextOr(&Shape::Object(SOURCE))), "Where it is written."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Somebody's part in an event.
pub const PART: &[Key] = &[
    key("actor", Shape::Text, "An id, a name or an alias."),
    key("role", Shape::Text, "As what."),
    key("id", Shape::Text, "The same as `actor`, as JSON exports write it."),
    key("name", Shape::Text, "The actor's name, as JSON exports write it."),
    key("kind", Shape::Text, "The actor's kind, as JSON exports write it."),
    key("country", Shape::Text, "The actor's country, as JSON exports write it."),
    key("office", Shape::Text, "The actor's office that day, as JSON exports write it."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// What an event did to a policy.
pub const EFFECT: &[Key] = &[
    key("policy", Shape::Text, "The id of the policy."),
    key("status", Shape::Text, "Its status from then on; `none` and `unclear` stand outside every ladder."),
    key("was", Shape::Text, "Its status before, where the record says so."),
    key("note", Shape::Text, "What to bear in mind."),
    key("from", Shape::Date, "Since when it applies, when that is not the date of the event."),
    key("title", Shape::Text, "The policy's title, as JSON exports write it."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// The other dates of an event.
pub const CLOCKS: &[Key] = &[
    key("announced", Shape::Date, "When it was made public."),
    key("adopted", Shape::Date, "When it was decided."),
    key("in-force", Shape::Date, "When it began to apply."),
    key("expires", Shape::Date, "When it stops to apply."),
    key("reported", Shape::Date, "When it was first written about."),
];

/// What speaks against an event.
pub const DISPUTE: &[Key] = &[
    key("says", Shape::Text, "What is said."),
    key("sources", Shape::OneOrMore(&Shape::Url), "Where."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// A source.
pub const SOURCE: &[Key] = &[
    key("url", Shape::Url, "Where it can be read."),
    key("publisher", Shape::Text, "Who published it."),
    key("date", Shape::Date, "When it was published."),
    key("title", Shape::Text, "What it is called."),
    key("weak", Shape::Flag, "A pointer, not an authority."),
    key("primary", Shape::Flag, "The document or the words themselves."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Reports everything in `node` that does not fit `shape`. Dates and countries are
/// checked where they are read.
pub fn check(node: &Node, shape: &Shape, problems: &mut Vec<Problem<Span>>) {
    if node.is_null() {
        return;
    }
    match (shape, &node.kind) {
        (Shape::Anything, _)
        | (Shape::Text | Shape::Date | Shape::Country | Shape::TextOr(_), Kind::Scalar { .. }) => {}
        (Shape::Date, Kind::Map(_)) if node.get("edtf").is_some() => {}
        (Shape::TextOr(inner), _) => check(node, inner, problems),
        (Shape::Query | Shape::QueryOr(_), Kind::Scalar { text, .. }) => {
            check_query(text, node.span, problems);
        }
        (Shape::QueryOr(inner), _) => check(node, inner, problems),
        (Shape::Flag, Kind::Scalar { text, .. }) if matches!(&**text, "true" | "false") => {}
        (Shape::OneToFive, Kind::Scalar { text, .. }) if matches!(&**text, "1" | "2" | "3" | "4" | "5") => {}
        (Shape::Url, Kind::Scalar { text, .. }) => check_url(text, node.span, problems),
        (Shape::Word(known), Kind::Scalar { text, .. }) => {
            if !known().contains(&&**text) {
                let message = format!("`{text}` is none of {}", known().join(", "));
                problems
                    .push(Problem::error("unknown-word", node.span, message).with_hint(meant(text, known())));
            }
        }
        (Shape::List(inner) | Shape::OneOrMore(inner), Kind::List(items)) => {
            items.iter().for_each(|item| check(item, inner, problems));
        }
        (Shape::OneOrMore(inner), _) => check(node, inner, problems),
        (Shape::Named(inner), Kind::Map(pairs)) => {
            pairs.iter().for_each(|(_, value)| check(value, inner, problems));
        }
        (Shape::Object(keys), Kind::Map(pairs)) => check_object(pairs, keys, problems),
        (Shape::Flag | Shape::OneToFive, Kind::Scalar { text, .. }) => {
            let message = format!("{} is expected here, not `{text}`", expected(shape));
            problems.push(Problem::error("wrong-shape", node.span, message));
        }
        _ => {
            let message = format!("{} is expected here, not {}", expected(shape), node.sort());
            problems.push(Problem::error("wrong-shape", node.span, message));
        }
    }
}

/// The items of a list, or the value itself.
pub fn one_or_more<'n, 't>(node: &'n Node<'t>) -> &'n [Node<'t>] {
    if matches!(node.kind, Kind::List(_)) { node.items() } else { std::slice::from_ref(node) }
}

fn check_object(pairs: &[(Node, Node)], keys: &[Key], problems: &mut Vec<Problem<Span>>) {
    for (name, value) in pairs {
        let text = name.text().unwrap_or_default();
        if let Some(key) = keys.iter().find(|key| key.name == text) {
            check(value, &key.shape, problems);
            continue;
        }
        let fate = if std::ptr::eq(keys, CLOCKS) { "left out" } else { "kept as it is" };
        let message = format!("unknown key `{text}`; it is {fate}");
        let hint = meant(text, keys.iter().map(|key| key.name));
        problems.push(Problem::warning("unknown-key", name.span, message).with_hint(hint));
    }
}

/// Reports a text that is no query, at the place in it where it goes wrong.
fn check_query(text: &str, span: Span, problems: &mut Vec<Problem<Span>>) {
    let Err(error) = Query::parse(text, Moment(0)) else { return };
    // A plain scalar stands in the file letter for letter, and in quotes one byte on; a folded one not.
    let written = (span.end - span.start) as usize;
    let quote = match written.checked_sub(text.len()) {
        Some(0) => Some(0),
        Some(2) => Some(1),
        _ => None,
    };
    let place = quote.map_or(span, |quote| {
        let at = |byte: u32| span.start + quote + byte;
        Span { start: at(error.at.start), end: at(error.at.end).max(at(error.at.start) + 1) }
    });
    problems.push(Problem { at: place, ..error });
}

/// Reports an address that is none, or whose scheme is never opened.
pub fn check_url(url: &str, span: Span, problems: &mut Vec<Problem<Span>>) {
    if Address::of(url).is_some() {
        return;
    }
    let scheme = url.split_once(':').map_or_else(String::new, |(scheme, _)| scheme.to_ascii_lowercase());
    let is_one_of = |known: &[&str]| known.contains(&&*scheme);
    let is_followed = is_one_of(&["http", "https", "mailto"]);
    if !is_followed && url.contains("://") || is_one_of(&["javascript", "data", "file", "vbscript"]) {
        let message =
            format!("an address starts with http:// or https://, not `{scheme}:`; it is never opened");
        problems.push(Problem::error("bad-url", span, message));
    } else {
        let hint = (!is_followed && url.contains('.')).then(|| format!("write `https://{url}`"));
        problems.push(Problem::error("bad-url", span, "this is no web address").with_hint(hint));
    }
}

fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::TextOr(_) => "a text",
        Shape::Date => "a date",
        Shape::Flag => "`true` or `false`",
        Shape::OneToFive => "a number from 1 to 5",
        Shape::Country => "a country code",
        Shape::Url => "an address",
        Shape::Query | Shape::QueryOr(_) => "a query",
        Shape::Word(_) => "a word",
        Shape::List(_) | Shape::OneOrMore(_) => "a list",
        Shape::Named(_) | Shape::Object(_) => "a mapping",
        Shape::Anything => "anything",
    }
}

/// The format as a JSON Schema (draft 2020-12), for completion in editors.
pub fn schema() -> Json {
    let events = schema_of(&Shape::List(&Shape::Object(EVENT)));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dateline timeline",
        "description": "A curated policy timeline: a mapping with events, or a bare list of events.",
        "anyOf": [schema_of(&Shape::Object(TIMELINE)), events],
    })
}

fn schema_of(shape: &Shape) -> Json {
    match shape {
        Shape::Text => json!({"type": ["string", "number", "boolean", "null"]}),
        Shape::Date => json!({"type": ["string", "integer"], "description": "EDTF level 0 or 1"}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::OneToFive => json!({"type": "integer", "minimum": 1, "maximum": 5}),
        Shape::Country => {
            json!({"type": "string", "examples": Country::all().map(Country::code).collect::<Vec<_>>()})
        }
        Shape::Query => json!({"type": "string"}),
        Shape::Url => json!({"type": "string", "pattern": "^(https?://|mailto:)"}),
        Shape::Word(words) => json!({"enum": words()}),
        Shape::List(inner) => json!({"type": "array", "items": schema_of(inner)}),
        Shape::OneOrMore(inner) => {
            json!({"anyOf": [schema_of(inner), {"type": "array", "items": schema_of(inner)}]})
        }
        Shape::Named(inner) => json!({"type": "object", "additionalProperties": schema_of(inner)}),
        Shape::TextOr(inner) | Shape::QueryOr(inner) => {
            json!({"anyOf": [{"type": "string"}, schema_of(inner)]})
        }
        Shape::Anything => json!({}),
        Shape::Object(keys) => {
            let properties: Map<String, Json> = keys
                .iter()
                .map(|key| {
                    let mut property = schema_of(&key.shape);
                    if let Json::Object(fields) = &mut property {
                        fields.insert("description".to_owned(), key.about.into());
                    }
                    (key.name.to_owned(), property)
                })
                .collect();
            json!({"type": "object", "properties": properties, "required": required(keys)})
        }
    }
}

/// An event is nothing without a title; everything else may be missing.
fn required(keys: &[Key]) -> Vec<&'static str> {
    if std::ptr::eq(keys, EVENT) { vec!["title"] } else { Vec::new() }
}

/// The clock that a key of [`CLOCKS`] stands for.
pub fn clock(key: &str) -> Option<Clock> {
    key.parse().ok()
}
