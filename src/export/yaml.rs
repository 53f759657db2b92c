//! dateline's own YAML. Opening it gives the same timeline.

mod block;
mod emit;
mod scalar;

use std::collections::HashSet;
use std::io;

use super::contents::Export;
use super::format::Format;
use crate::load::format::VIEW;
use crate::model::field::{ACTOR, HEAD, Key, POLICY, Shape};
use crate::model::value::EXTRA;
use crate::model::{EVENT, Event, Policy, SOURCE, Text, Timeline, Value, View};
use crate::text::one_line;

use emit::{Emitter, Node};
pub use scalar::{flow_spelled, inside_quotes, spelled};

/// The pairs of a mapping.
type Pairs = Vec<(String, Node)>;

/// YAML in the style of the built-in timelines.
///
/// A selection of events includes only the actors, policies, ladders and tags that it needs; a complete
/// timeline includes all. The manifest is in comments at the top.
pub const FORMAT: Format = Format {
    aliases: &["yml", "dateline"],
    ..Format::new(
        "yaml",
        "a timeline of its own: opens again in dateline with the actors and policies it needs",
        write,
    )
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
        let mut pairs = styled(&event.fields(export.timeline), EVENT);
        if event.id_is_made && is_numbered(export.timeline, &event.id) {
            pairs.insert(0, ("id".to_owned(), Node::text(&event.id)));
        }
        emitter.item(&Node::Map(pairs), 2);
        out.write_all(emitter.take().as_bytes())?;
    }
    Ok(())
}

/// Formats one event as a list item, as a YAML export writes it below `events`. Used for the clipboard.
pub fn event_text(timeline: &Timeline, event: &Event) -> String {
    item_text(&event.fields(timeline), 0, false)
}

/// Returns an event as a list item with its hyphen indented by `indent` columns, on one line if `is_flow` and
/// it fits there.
pub fn item_text(fields: &[(Text, Value)], indent: usize, is_flow: bool) -> String {
    let pairs = styled(fields, EVENT);
    let mut emitter = Emitter::default();
    emitter.item(&if is_flow { Node::flow_map(pairs) } else { Node::Map(pairs) }, indent);
    emitter.take()
}

/// Returns a view as an entry of a mapping that is indented by `indent` columns.
pub fn view_text(view: &View, indent: usize) -> String {
    let mut emitter = Emitter::default();
    emitter.map(&[(view.name.to_string(), Node::Map(styled(&view.fields(), VIEW)))], indent);
    emitter.take()
}

/// Returns whether a generated id has a number because another event has the same id without it. Such an id
/// depends on which events are written and in which order.
fn is_numbered(timeline: &Timeline, id: &str) -> bool {
    id.rsplit_once('-')
        .is_some_and(|(id, number)| number.parse::<u32>().is_ok() && timeline.find(id).is_some())
}

/// Sanitizes a text for a comment, on one line.
fn comment(text: &str) -> String {
    one_line(text).replace(|c| matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF), "\u{FFFD}")
}

/// Converts fields to pairs, each in the style that the table of keys gives it; unknown keys keep their
/// style.
fn styled(fields: &[(Text, Value)], keys: &[Key]) -> Pairs {
    let pair = |(key, value): &(Text, Value)| {
        let known = keys.iter().find(|known| known.name == &**key);
        (key.to_string(), known.map_or_else(|| Node::value(value), |known| node(&known.shape, value)))
    };
    fields.iter().map(pair).collect()
}

/// Converts a value to a node in the style of its shape: days and numbers unquoted, short lists and mappings
/// on one line.
fn node(shape: &Shape, value: &Value) -> Node {
    match (shape, value) {
        (Shape::Date, Value::Scalar { text, .. }) => date_node(text),
        (Shape::Flag | Shape::OneToFive | Shape::Anything, _) => Node::value(value),
        (_, Value::Scalar { text, .. }) => Node::text(text),
        (Shape::List(inner) | Shape::OneOrMore(inner), Value::List(items)) => {
            let nodes: Vec<Node> = items.iter().map(|item| node(inner, item)).collect();
            let is_short =
                !matches!(inner, Shape::Cited) && nodes.iter().all(|node| matches!(node, Node::Text(_)));
            if is_short { Node::flow_list(nodes) } else { Node::List(nodes) }
        }
        (Shape::TextOr(inner), Value::Map(fields)) => match &fields[..] {
            [(key, Value::Scalar { text, .. })] if **key == *"actor" => Node::text(text),
            _ => node(inner, value),
        },
        (Shape::Object(keys), Value::Map(fields)) => Node::Map(styled(fields, keys)),
        (Shape::Line(keys), Value::Map(fields)) => Node::flow_map(styled(fields, keys)),
        (Shape::Link, Value::Map(fields)) => {
            Node::Map(fields.iter().map(|(key, to)| (key.to_string(), node(&Shape::Text, to))).collect())
        }
        _ => Node::value(value),
    }
}

/// Returns a date: a plain day without quotes, as people write it; any other date as a text, quoted if some
/// reader would not see a text.
fn date_node(text: &str) -> Node {
    let is_day = text.len() == 10
        && !text.starts_with("0000")
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if is_day { Node::Plain(text.to_owned()) } else { Node::text(text) }
}

/// Returns everything before `events`.
fn head(export: &Export) -> Pairs {
    let timeline = export.timeline;
    let ladders = export.ladders().into_iter().map(|index| {
        let ladder = &timeline.ladders[index];
        let statuses = ladder.statuses.iter().map(|word| Node::text(timeline.word(*word)));
        (ladder.name.to_string(), Node::flow_list(statuses.collect()))
    });
    let tags = export.tags().into_iter().map(|(tag, meaning)| (tag.clone(), Node::text(meaning)));
    let actors = export.actors().into_iter().map(|number| {
        let actor = timeline.actor(number);
        (actor.id.to_string(), Node::Map(styled(&actor.fields(timeline), ACTOR)))
    });
    let policies = export.policies().into_iter().map(|number| {
        let policy = timeline.policy(number);
        (policy.id.to_string(), Node::Map(policy_pairs(timeline, policy)))
    });
    let sources = export
        .sources()
        .into_iter()
        .map(|source| (source.id().to_owned(), Node::Map(styled(&source.fields(timeline), SOURCE))));
    let views = export
        .views()
        .into_iter()
        .map(|(name, value)| (name.to_string(), node(&Shape::Object(VIEW), &value)));
    let (known, unknown): (Vec<_>, Vec<_>) = timeline
        .head
        .fields()
        .into_iter()
        .partition(|(key, _)| HEAD.iter().any(|known| known.name == &**key));
    let registries: [(&str, Pairs); 6] = [
        ("ladders", ladders.collect()),
        ("tags", tags.collect()),
        ("actors", actors.collect()),
        ("policies", policies.collect()),
        ("sources", sources.collect()),
        ("views", views.collect()),
    ];
    let mut pairs = styled(&known, HEAD);
    let registries = registries.into_iter().filter(|(_, pairs)| !pairs.is_empty());
    pairs.extend(registries.map(|(key, pairs)| (key.to_owned(), Node::Map(pairs))));
    // A duplicate key would make the file invalid.
    let mut taken: HashSet<String> = pairs.iter().map(|(key, _)| key.clone()).collect();
    let unknown = styled(&unknown, &[]).into_iter();
    let (apart, unknown): (Pairs, Pairs) =
        unknown.partition(|(key, _)| key == "events" || !taken.insert(key.clone()));
    pairs.extend(unknown);
    if !apart.is_empty() {
        match pairs.iter_mut().find(|(key, _)| key == EXTRA) {
            Some((_, Node::Map(extra))) => extra.extend(apart),
            _ => pairs.push((EXTRA.to_owned(), Node::Map(apart))),
        }
    }
    pairs
}

/// Returns the fields of a policy. A single owner is written without a list.
fn policy_pairs(timeline: &Timeline, policy: &Policy) -> Pairs {
    let mut fields = policy.fields(timeline);
    for (_, value) in fields.iter_mut().filter(|(key, _)| **key == *"owner") {
        if let Value::List(owners) = value
            && let [_] = owners[..]
        {
            *value = owners.remove(0);
        }
    }
    styled(&fields, POLICY)
}

#[cfg(test)]
pub(crate) mod tests {
    pub(crate) mod yaml_round_trip;
}
