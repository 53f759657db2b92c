//! The top-level keys of the file format, the check of nodes against their shapes, and the JSON Schema for
//! completion in editors.

use serde_json::{Map, Value as Json, json};
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::yaml::{Node, NodeKind};
use crate::model::field::{ACTOR, HEAD, Key, POLICY, Shape, key};
use crate::model::{Address, Country, DateStyle, EVENT, Moment, SOURCE};
use crate::problem::{Problem, Problems, Span};
use crate::query::{Facet, Query, Sort};
use crate::text::{meant, truncate, words};

/// The top-level keys of a file.
pub const TIMELINE: &[Key] = &[
    HEAD[0],
    HEAD[1],
    HEAD[2],
    HEAD[3],
    key("ladders", Shape::Named(&Shape::List(&Shape::Text)), "Ordered statuses, strictest first, by name."),
    key("tags", Shape::Named(&Shape::Text), "The vocabulary of tags and what each means."),
    key("actors", Shape::Named(&Shape::TextOr(&Shape::Object(ACTOR))), "Everybody who acts, by id."),
    key("policies", Shape::Named(&Shape::TextOr(&Shape::Object(POLICY))), "What is allowed or not, by id."),
    key(
        "sources",
        Shape::Named(&Shape::TextOr(&Shape::Object(SOURCE))),
        "Sources that several events rest on, by id.",
    ),
    key("views", VIEWS, "Named views: selections to come back to."),
    key("events", Shape::List(&Shape::Object(EVENT)), "What happened."),
    key("checks", Shape::Object(CHECKS), "Which problems `dateline check` reports, by their codes."),
    key("schema", Shape::Text, "What a JSON export calls its format."),
    key("manifest", Shape::Anything, "Where a JSON export came from; not kept."),
    key("extra", Shape::Anything, "Keys that dateline does not know, as JSON exports write them."),
];

/// Keys of `checks`.
const CHECKS: &[Key] = &[
    key("only", Shape::OneOrMore(&Shape::Text), "The codes that are reported; all when left out."),
    key("ignore", Shape::OneOrMore(&Shape::Text), "The codes that are not."),
];

/// The shape of `views`.
pub const VIEWS: Shape = Shape::Named(&Shape::QueryOr(&Shape::Object(VIEW)));

/// Keys of a named view; a text in place of the mapping is its query.
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

/// The facets that lanes can show.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
    serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
#[expect(missing_docs)]
pub enum Lanes {
    #[default]
    Country,
    Actor,
    Kind,
    Tag,
    Policy,
    None,
}

words!(Lanes, "used in files and on the command line");

impl Lanes {
    /// Returns the facet; `None` puts all events into one lane.
    pub fn facet(self) -> Option<Facet> {
        self.word().parse().ok()
    }

    /// Describes the lanes for their header: `by country`, `all events`.
    pub fn words(self) -> String {
        self.facet().map_or("all events".to_owned(), |facet| format!("by {}", facet.word()))
    }
}

/// Returns the words of [`Lanes`].
pub fn lanes() -> Vec<&'static str> {
    Lanes::VARIANTS.to_vec()
}

/// Reports everything in `node` that does not fit `shape`, except dates and countries, which are checked
/// when they are read.
pub fn check(node: &Node, shape: &Shape, problems: &mut Problems) {
    if node.is_null() {
        return;
    }
    match (shape, &node.kind) {
        (Shape::Anything | Shape::Link, _)
        | (
            Shape::Text | Shape::Cited | Shape::Date | Shape::Country | Shape::TextOr(_),
            NodeKind::Scalar { .. },
        ) => {}
        (Shape::Date, NodeKind::Map(_)) if node.get("edtf").is_some() => {}
        (Shape::TextOr(inner), _) => check(node, inner, problems),
        (Shape::Query | Shape::QueryOr(_), NodeKind::Scalar { text, .. }) => {
            check_query(text, node.span, problems);
        }
        (Shape::QueryOr(inner), _) => check(node, inner, problems),
        (Shape::Flag | Shape::OneToFive, NodeKind::Scalar { text, .. })
            if shape.takes_text(text, DateStyle::default()) => {}
        (Shape::Url, NodeKind::Scalar { text, .. }) => problems.extend(bad_url(text, node.span)),
        (Shape::Word(known), NodeKind::Scalar { text, .. }) => {
            if !known().contains(&&**text) {
                let message = format!("`{text}` is none of {}", known().join(", "));
                problems
                    .push(Problem::error("unknown-word", node.span, message).with_hint(meant(text, known())));
            }
        }
        (Shape::List(inner) | Shape::OneOrMore(inner), NodeKind::List(items)) => {
            items.iter().for_each(|item| check(item, inner, problems));
        }
        (Shape::OneOrMore(inner), _) => check(node, inner, problems),
        (Shape::Named(inner), NodeKind::Map(pairs)) => {
            pairs.iter().for_each(|(_, value)| check(value, inner, problems));
        }
        (Shape::Object(keys) | Shape::Line(keys), NodeKind::Map(pairs)) => {
            check_object(pairs, keys, problems);
        }
        (Shape::Flag | Shape::OneToFive, NodeKind::Scalar { text, .. }) => {
            let message = format!("{} is expected here, not `{text}`", expected(shape));
            let hint = matches!(shape, Shape::Flag).then(|| flag_hint(text)).flatten();
            problems.push(Problem::error("wrong-shape", node.span, message).with_hint(hint));
        }
        _ => {
            let message = format!("{} is expected here, not {}", expected(shape), node.sort());
            problems.push(Problem::error("wrong-shape", node.span, message));
        }
    }
}

/// Returns the items of a list, or the value itself as the only item.
pub fn one_or_more<'n, 't>(node: &'n Node<'t>) -> &'n [Node<'t>] {
    if matches!(node.kind, NodeKind::List(_)) { node.items() } else { std::slice::from_ref(node) }
}

fn check_object(pairs: &[(Node, Node)], keys: &[Key], problems: &mut Problems) {
    for (name, value) in pairs {
        let text = name.text().unwrap_or_default();
        if let Some(key) = keys.iter().find(|key| key.name == text) {
            check(value, &key.shape, problems);
            continue;
        }
        let message = format!("unknown key `{}`; it is kept as it is", truncate(text, 80));
        let hint = meant(text, keys.iter().map(|key| key.name));
        problems.push(Problem::warning("unknown-key", name.span, message).with_hint(hint));
    }
}

/// Returns what to write for a word that older YAML took for `true` or `false`.
fn flag_hint(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "yes" | "on" | "y" | "1" => Some("write `true`"),
        "no" | "off" | "n" | "0" => Some("write `false`"),
        _ => None,
    }
}

/// Reports a query that cannot be parsed, at the place of the error within it.
fn check_query(text: &str, span: Span, problems: &mut Problems) {
    let Err(error) = Query::parse(text, Moment(0)) else { return };
    // Bytes of the query are bytes of the file if the scalar is plain, or in quotes without escapes; a folded
    // one is reported whole.
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

/// Returns the problem of a text that is not a URL, or whose scheme is never opened.
pub fn bad_url(url: &str, span: Span) -> Option<Problem<Span>> {
    if Address::of(url).is_some() {
        return None;
    }
    let scheme = url.split_once(':').map_or_else(String::new, |(scheme, _)| scheme.to_ascii_lowercase());
    let is_one_of = |known: &[&str]| known.contains(&&*scheme);
    let is_followed = is_one_of(&["http", "https", "mailto"]);
    if !is_followed && url.contains("://") || is_one_of(&["javascript", "data", "file", "vbscript"]) {
        let message =
            format!("an address starts with http:// or https://, not `{scheme}:`; it is never opened");
        return Some(Problem::error("bad-url", span, message));
    }
    let hint = (!is_followed && url.contains('.')).then(|| format!("write `https://{url}`"));
    Some(Problem::error("bad-url", span, "this is no web address").with_hint(hint))
}

fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::TextOr(_) => "a text",
        Shape::Date => "a date",
        Shape::Flag => "`true` or `false`",
        Shape::OneToFive => "a number from 1 to 5",
        Shape::Country => "a country code",
        Shape::Url | Shape::Cited => "an address",
        Shape::Query | Shape::QueryOr(_) => "a query",
        Shape::Word(_) => "a word",
        Shape::List(_) | Shape::OneOrMore(_) => "a list",
        Shape::Named(_) | Shape::Object(_) | Shape::Line(_) | Shape::Link => "a mapping",
        Shape::Anything => "anything",
    }
}

/// Returns the format as a JSON Schema (draft 2020-12), for completion in editors.
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
        Shape::Query | Shape::Cited => json!({"type": "string"}),
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
        Shape::Anything | Shape::Link => json!({}),
        Shape::Object(keys) | Shape::Line(keys) => {
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
            let required = keys.iter().filter(|key| key.is_required).map(|key| key.name);
            json!({"type": "object", "properties": properties, "required": required.collect::<Vec<_>>()})
        }
    }
}
