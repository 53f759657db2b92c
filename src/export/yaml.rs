//! dateline's own YAML: opens again as the same timeline.

mod block;
mod emit;
mod scalar;

use std::io;

use super::contents::Export;
use super::format::{Format, no_omissions};
use crate::model::{Actor, Date, Effect, Event, Part, Policy, Source, Text, Timeline, Value};
use crate::text::one_line;

use emit::{Emitter, Node};

/// The pairs of a mapping.
type Pairs = Vec<(String, Node)>;

/// YAML in the style of the shipped files.
///
/// A selection of events takes along only the actors, policies, ladders and tags that it needs; a
/// whole timeline stays whole. The manifest stands in comments at the top.
pub const FORMAT: Format = Format {
    name: "yaml",
    extension: "yaml",
    aliases: &["yml", "dateline"],
    about: "a timeline of its own: opens again in dateline with the actors and policies it needs",
    variants: &[],
    omissions: no_omissions,
    write,
    preview: write,
};

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    for (name, text) in export.manifest.lines() {
        writeln!(out, "# {name}: {}", comment(&text))?;
    }
    let mut emitter = Emitter::default();
    emitter.end_line();
    emitter.map(&head(export), 0);
    if export.events.is_empty() {
        emitter.map(&[("events".to_owned(), Node::List(Vec::new()))], 0);
        return out.write_all(emitter.take().as_bytes());
    }
    out.write_all(emitter.take().as_bytes())?;
    out.write_all(b"events:\n")?;
    for (index, event) in export.chosen().enumerate() {
        if index > 0 {
            emitter.end_line();
        }
        let mut pairs = event_pairs(export.timeline, event);
        if event.id_is_made && !export.is_whole() && is_numbered(export.timeline, &event.id) {
            pairs.insert(0, ("id".to_owned(), Node::text(&event.id)));
        }
        emitter.item(&Node::Map(pairs), 2);
        out.write_all(emitter.take().as_bytes())?;
    }
    Ok(())
}

/// One event as an item of a list, for the clipboard: what a YAML export writes for it below `events`.
pub fn event_text(timeline: &Timeline, event: &Event) -> String {
    let mut emitter = Emitter::default();
    emitter.item(&Node::Map(event_pairs(timeline, event)), 0);
    emitter.take()
}

/// Whether a made id got its number because another event of the timeline has the same without.
/// In a selection that may lack the other it would be made again without the number.
fn is_numbered(timeline: &Timeline, id: &str) -> bool {
    id.rsplit_once('-')
        .is_some_and(|(id, number)| number.parse::<u32>().is_ok() && timeline.find(id).is_some())
}

/// A text that stays in its comment.
fn comment(text: &str) -> String {
    one_line(text).replace(|c| matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF), "\u{FFFD}")
}

/// Pairs in the order of the format, empty ones left out.
#[derive(Default)]
struct Mapping(Pairs);

impl Mapping {
    fn put(mut self, key: &str, node: Node) -> Self {
        self.0.push((key.to_owned(), node));
        self
    }

    fn maybe(self, key: &str, node: Option<Node>) -> Self {
        match node {
            Some(node) => self.put(key, node),
            None => self,
        }
    }

    fn text(self, key: &str, text: &str) -> Self {
        self.maybe(key, (!text.is_empty()).then(|| Node::text(text)))
    }

    fn date(self, key: &str, date: Option<&Date>) -> Self {
        self.maybe(key, date.map(date_node))
    }

    fn flag(self, key: &str, is_set: bool) -> Self {
        self.maybe(key, is_set.then(|| Node::Plain("true".to_owned())))
    }

    fn list(self, key: &str, items: Vec<Node>) -> Self {
        self.maybe(key, (!items.is_empty()).then_some(Node::List(items)))
    }

    fn flow_list(self, key: &str, items: Vec<Node>) -> Self {
        self.maybe(key, (!items.is_empty()).then(|| Node::flow_list(items)))
    }

    fn map(self, key: &str, pairs: Pairs) -> Self {
        self.maybe(key, (!pairs.is_empty()).then_some(Node::Map(pairs)))
    }

    /// Adds the unknown keys; a key never stands twice, which no reader would accept.
    fn extra(mut self, extra: &[(Text, Value)]) -> Self {
        for (key, value) in extra {
            if self.0.iter().all(|(known, _)| **known != **key) {
                self.0.push((key.to_string(), Node::value(value)));
            }
        }
        self
    }
}

/// A day stands bare, as people write it; every other date only where all readers see a text.
fn date_node(date: &Date) -> Node {
    let text = date.text();
    let is_day = text.len() == 10
        && !text.starts_with("0000")
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if is_day { Node::Plain(text.to_owned()) } else { Node::text(text) }
}

/// Everything before `events`.
fn head(export: &Export) -> Pairs {
    let timeline = export.timeline;
    let head = &timeline.head;
    let word = |word| Node::text(timeline.word(word));
    let ladders = export.ladders().into_iter().map(|index| {
        let ladder = &timeline.ladders[index];
        (ladder.name.to_string(), Node::flow_list(ladder.statuses.iter().copied().map(word).collect()))
    });
    let tags = export.tags().into_iter().map(|(tag, meaning)| (tag.clone(), Node::text(meaning)));
    let actors = export.actors().into_iter().map(|number| {
        let actor = timeline.actor(number);
        (actor.id.to_string(), Node::Map(actor_pairs(timeline, actor)))
    });
    let policies = export.policies().into_iter().map(|number| {
        let policy = timeline.policy(number);
        (policy.id.to_string(), Node::Map(policy_pairs(timeline, policy)))
    });
    let known = Mapping::default()
        .text("title", &head.title)
        .text("description", &head.description)
        .text("license", &head.license)
        .map("ladders", ladders.collect())
        .map("tags", tags.collect())
        .map("actors", actors.collect())
        .map("policies", policies.collect())
        .map(
            "views",
            export.views().into_iter().map(|(name, value)| (name.to_string(), Node::value(&value))).collect(),
        );
    known.extra(&head.extra).0.into_iter().filter(|(key, _)| key != "events").collect()
}

fn actor_pairs(timeline: &Timeline, actor: &Actor) -> Pairs {
    let office = |office: &crate::model::Office| {
        let known = Mapping::default().text("title", &office.title);
        let known = known.date("from", office.from.as_ref()).date("to", office.to.as_ref());
        Node::flow_map(known.extra(&office.extra).0)
    };
    Mapping::default()
        .put("name", Node::text(&actor.name))
        .maybe("kind", actor.kind.map(|kind| Node::text(timeline.word(kind))))
        .maybe("country", actor.country.map(|country| Node::text(country.code())))
        .flow_list("aliases", actor.aliases.iter().map(|alias| Node::text(alias)).collect())
        .list("offices", actor.offices.iter().map(office).collect())
        .extra(&actor.extra)
        .0
}

fn policy_pairs(timeline: &Timeline, policy: &Policy) -> Pairs {
    let owner = |actor| Node::text(&timeline.actor(actor).id);
    let owners = match policy.owners[..] {
        [] => None,
        [one] => Some(owner(one)),
        _ => Some(Node::flow_list(policy.owners.iter().copied().map(owner).collect())),
    };
    Mapping::default()
        .put("title", Node::text(&policy.title))
        .maybe("owner", owners)
        .maybe("topic", policy.topic.map(|topic| Node::text(timeline.word(topic))))
        .maybe("ladder", policy.ladder.map(|ladder| Node::text(&timeline.ladders[ladder].name)))
        .extra(&policy.extra)
        .0
}

fn event_pairs(timeline: &Timeline, event: &Event) -> Pairs {
    let word = |word| Node::text(timeline.word(word));
    let link = |link: &crate::model::Link| {
        Node::Map(vec![(timeline.word(link.relation).to_owned(), Node::text(&link.to))])
    };
    let dispute = |dispute: &crate::model::Dispute| {
        let sources = dispute.sources.iter().map(|source| Node::text(source)).collect();
        let known = Mapping::default().put("says", Node::text(&dispute.says)).list("sources", sources);
        Node::Map(known.extra(&dispute.extra).0)
    };
    let clocks = event.clocks.iter().map(|(clock, date)| (clock.word().to_owned(), date_node(date)));
    let clocks: Pairs = clocks.collect();
    Mapping::default()
        .maybe("id", (!event.id_is_made).then(|| Node::text(&event.id)))
        .date("date", event.date.as_ref())
        .text("date-note", &event.date_note)
        .put("title", Node::text(&event.title))
        .maybe("kind", event.kind.map(word))
        .maybe("importance", event.importance.map(|importance| Node::Plain(importance.to_string())))
        .text("summary", &event.summary)
        .maybe("actors", part_list(timeline, &event.actors))
        .flow_list("countries", event.countries.iter().map(|country| Node::text(country.code())).collect())
        .flow_list("tags", event.tags.iter().copied().map(word).collect())
        .list("effects", event.effects.iter().map(|effect| effect_node(timeline, effect)).collect())
        .maybe("clocks", (!clocks.is_empty()).then(|| Node::flow_map(clocks)))
        .list("links", event.links.iter().map(link).collect())
        .maybe("certainty", event.certainty.map(|certainty| Node::text(certainty.word())))
        .list("disputes", event.disputes.iter().map(dispute).collect())
        .list("sources", event.sources.iter().map(|source| source_node(timeline, source)).collect())
        .extra(&event.extra)
        .0
}

/// Bare ids go on one line together; with a role each part has its own.
fn part_list(timeline: &Timeline, parts: &[Part]) -> Option<Node> {
    let node = |part: &Part| {
        let id = Node::text(&timeline.actor(part.actor).id);
        if part.role.is_none() && part.extra.is_empty() {
            return id;
        }
        let role = part.role.map(|role| Node::text(timeline.word(role)));
        Node::flow_map(Mapping::default().put("actor", id).maybe("role", role).extra(&part.extra).0)
    };
    let nodes: Vec<Node> = parts.iter().map(node).collect();
    match parts {
        [] => None,
        _ if parts.iter().all(|part| part.role.is_none() && part.extra.is_empty()) => {
            Some(Node::flow_list(nodes))
        }
        _ => Some(Node::List(nodes)),
    }
}

fn effect_node(timeline: &Timeline, effect: &Effect) -> Node {
    let known = Mapping::default()
        .put("policy", Node::text(&timeline.policy(effect.policy).id))
        .put("status", Node::text(timeline.word(effect.status)))
        .maybe("was", effect.was.map(|was| Node::text(timeline.word(was))))
        .text("note", &effect.note)
        .date("from", effect.from.as_ref());
    Node::flow_map(known.extra(&effect.extra).0)
}

fn source_node(timeline: &Timeline, source: &Source) -> Node {
    let known = Mapping::default()
        .text("url", &source.url)
        .maybe("publisher", source.publisher.map(|publisher| Node::text(timeline.word(publisher))))
        .date("date", source.date.as_ref())
        .text("title", &source.title)
        .flag("weak", source.weak)
        .flag("primary", source.primary);
    Node::Map(known.extra(&source.extra).0)
}

#[cfg(test)]
pub(super) mod tests {
    pub(in crate::export) mod yaml_round_trip;
}
