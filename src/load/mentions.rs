//! Finds the ids of events, actors, policies, tags and sources in files.

use std::ops::Range;

use super::documents::{DocumentKind, kind_of_document};
use super::event_from_node::list;
use super::files::{File, FileKind};
use super::format::one_or_more;
use super::yaml::{self, Node};
use super::{front_matter, json, json_lines};
use crate::model::Address;
use crate::problem::{Problem, Span};
use crate::query::{Facet, QueryField, values_of};
use crate::text::{compared, one_line, words};

/// The kind of thing an id belongs to.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs)]
pub enum IdKind {
    Event,
    Actor,
    Policy,
    Tag,
    Source,
}

words!(IdKind, "used in messages and on the command line");

/// The role of a name where it is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionRole {
    /// Defines the id.
    Definition,
    /// Gives another name of an actor.
    Alias,
    /// Makes the named thing part of an event or policy.
    Use,
    /// Refers to something defined elsewhere: a link, a cursor, an office, a value of a query.
    Reference,
}

/// A name in a file, with its location.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The kind of thing that is named.
    pub kind: IdKind,
    /// The role of the name here.
    pub role: MentionRole,
    /// The name, on one line.
    pub name: String,
    /// The scalar that holds it.
    pub span: Span,
    /// The bytes of the name within the text of that scalar: all of it, except for a value in a query.
    pub range: Range<usize>,
    /// Whether the scalar is a query.
    pub in_query: bool,
}

impl Mention {
    /// Whether the name refers to what `id` identifies. Actors and queries ignore case.
    pub fn is_of(&self, id: &str) -> bool {
        let key = |name: &str| compared(name).to_lowercase();
        self.name == id || (self.in_query || self.kind == IdKind::Actor) && key(&self.name) == key(id)
    }
}

/// Parses the documents of a text that dateline can edit, with spans in the whole text.
///
/// # Errors
/// Returns a problem if part of the text cannot be parsed, or it is a table.
pub fn documents(kind: FileKind, text: &str) -> Result<Vec<Node<'_>>, Problem<Span>> {
    let mut reads = match kind {
        FileKind::Yaml => vec![yaml::read(text, 0)],
        FileKind::JsonLines => {
            let lines = json_lines::lines(text).into_iter();
            lines.map(|line| json::read(text[line.clone()].trim_end(), line.start)).collect()
        }
        FileKind::Markdown => return front_matter::document(text).map(|head| head.into_iter().collect()),
        FileKind::Table => {
            let message = "a table is not changed; `dateline import` makes a timeline of it";
            return Err(Problem::error("not-a-timeline", Span::default(), message));
        }
    };
    let fault = reads.iter_mut().find_map(|read| read.fault.take().or_else(|| read.left_out().next()));
    fault.map_or_else(|| Ok(reads.into_iter().flat_map(|read| read.documents).collect()), Err)
}

/// Returns every name in the documents of a file, in reading order. The content of a YAML alias is returned
/// again with the spans of its anchor.
///
/// # Errors
/// As for [`documents`].
pub fn mentions(file: &File) -> Result<Vec<Mention>, Problem<Span>> {
    let mut found = Found::default();
    for document in &documents(file.kind, &file.text)? {
        match kind_of_document(document) {
            _ if file.kind != FileKind::Yaml && document.get("events").is_none() => found.event(document),
            DocumentKind::Events => document.items().iter().for_each(|event| found.event(event)),
            DocumentKind::Event => found.event(document),
            _ => {
                found.head(document);
                list(document, "events").iter().for_each(|event| found.event(event));
            }
        }
    }
    Ok(found.0)
}

#[derive(Default)]
struct Found(Vec<Mention>);

impl Found {
    fn add(&mut self, kind: IdKind, role: MentionRole, node: &Node) {
        let Some(text) = node.words().filter(|text| !text.trim().is_empty()) else { return };
        let name = one_line(text);
        self.0.push(Mention { kind, role, name, span: node.span, range: 0..text.len(), in_query: false });
    }

    fn query(&mut self, node: &Node) {
        for (field, value, range) in node.words().map(values_of).unwrap_or_default() {
            let kind = match field {
                QueryField::Id => IdKind::Event,
                QueryField::Facet(Facet::Actor | Facet::Member) => IdKind::Actor,
                QueryField::Facet(Facet::Policy) => IdKind::Policy,
                QueryField::Facet(Facet::Tag) => IdKind::Tag,
                _ => continue,
            };
            let (role, span) = (MentionRole::Reference, node.span);
            self.0.push(Mention { kind, role, name: value, span, range, in_query: true });
        }
    }

    fn head(&mut self, node: &Node) {
        let entries = |key: &str| node.get(key).map_or(&[][..], Node::pairs);
        for (key, kind) in [
            ("actors", IdKind::Actor),
            ("policies", IdKind::Policy),
            ("tags", IdKind::Tag),
            ("sources", IdKind::Source),
        ] {
            entries(key).iter().for_each(|(id, _)| self.add(kind, MentionRole::Definition, id));
        }
        for (_, actor) in entries("actors") {
            let names = [Some(actor), actor.get("name")].into_iter().flatten().chain(list(actor, "aliases"));
            names.for_each(|name| self.add(IdKind::Actor, MentionRole::Alias, name));
            let principals = list(actor, "offices").iter().filter_map(|office| office.get("for"));
            principals.for_each(|name| self.add(IdKind::Actor, MentionRole::Reference, name));
        }
        for (_, policy) in entries("policies") {
            let owners = list(policy, "owner").iter().chain(list(policy, "owners"));
            owners.for_each(|owner| self.add(IdKind::Actor, MentionRole::Use, owner));
        }
        for (_, view) in entries("views") {
            self.query(view.get("query").unwrap_or(view));
            view.get("cursor").into_iter().for_each(|id| self.add(IdKind::Event, MentionRole::Reference, id));
        }
    }

    fn event(&mut self, node: &Node) {
        node.get("id").into_iter().for_each(|id| self.add(IdKind::Event, MentionRole::Definition, id));
        for part in list(node, "actors") {
            let named = ["actor", "id", "name"].into_iter().find_map(|key| part.given(key));
            self.add(IdKind::Actor, MentionRole::Use, named.unwrap_or(part));
        }
        list(node, "tags").iter().for_each(|tag| self.add(IdKind::Tag, MentionRole::Use, tag));
        for policy in list(node, "effects").iter().filter_map(|effect| effect.get("policy")) {
            self.add(IdKind::Policy, MentionRole::Use, policy);
        }
        for link in list(node, "links") {
            let to = link.get("relation").and_then(|_| link.get("to"));
            let targets = to.map_or_else(|| link.pairs().iter().map(|(_, to)| to).collect(), |to| vec![to]);
            let targets = targets.into_iter().flat_map(one_or_more);
            targets.for_each(|to| self.add(IdKind::Event, MentionRole::Reference, to));
        }
        for source in list(node, "sources") {
            match source.get("id") {
                Some(id) => self.add(IdKind::Source, MentionRole::Definition, id),
                None => self.source(source),
            }
        }
        let cited = list(node, "disputes").iter().flat_map(|dispute| list(dispute, "sources"));
        cited.for_each(|source| self.source(source));
    }

    fn source(&mut self, node: &Node) {
        if node.words().is_some_and(|text| Address::of(text).is_none()) {
            self.add(IdKind::Source, MentionRole::Reference, node);
        }
    }
}
