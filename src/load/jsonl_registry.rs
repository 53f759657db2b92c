//! Collects what dateline's own JSON Lines say about the whole timeline: names, titles, the licence.

use std::collections::HashSet;

use super::json;
use super::line_index::line_ranges;
use super::yaml::{self, Node};
use crate::problem::Span;

/// Returns the `origin` that an export of dateline writes on its first line. An `origin` in other files is an
/// ordinary unknown key.
pub fn origin<'n>(line: &'n Node) -> Option<&'n str> {
    let origin = line.get("origin").and_then(Node::text)?;
    (line.get("all-countries").is_some() && origin.contains(" | made by: dateline ")).then_some(origin)
}

/// Builds the head of a timeline from the names and titles that the lines give next to ids.
pub fn of_lines(text: &str) -> Option<Node<'_>> {
    let mut seen = HashSet::new();
    let (mut head, mut actors, mut policies) = (Vec::new(), Vec::new(), Vec::new());
    for line in line_ranges(text) {
        let read = json::read(text[line.clone()].trim_end(), line.start);
        let Some(document) = read.documents.into_iter().next() else { continue };
        if let Some(manifest) = document.get("dateline") {
            for key in ["title", "license"] {
                head.extend(
                    manifest
                        .get(key)
                        .filter(|value| value.words().is_some())
                        .map(|value| (key, value.clone())),
                );
            }
        }
        if let Some(origin) = origin(&document) {
            let between = |from: &str, to: &str| {
                let said = origin.split_once(from)?.1.split_once(to)?.0;
                Some(Node::scalar(said.to_owned(), document.span))
            };
            head.extend(between("title: ", " | selection: ").map(|title| ("title", title)));
            head.extend(between(" | license: ", " | made by: ").map(|license| ("license", license)));
        }
        let registries: [(_, _, &[&str], _); 2] = [
            ("actors", "id", &["name", "kind", "country"], &mut actors),
            ("effects", "policy", &["title"], &mut policies),
        ];
        for (list, id, keys, registry) in registries {
            for item in document.get(list).map_or(&[][..], Node::items) {
                let said = |key: &&'static str| {
                    let value = item.get(key).filter(|value| value.words().is_some())?;
                    Some((*key, value.clone()))
                };
                let Some(id) = item.get(id).filter(|id| id.words().is_some()) else { continue };
                let entry: Vec<(&str, Node)> = keys.iter().filter_map(said).collect();
                let is_known = entry.first().is_some_and(|(_, name)| name.text() != id.text());
                if is_known && seen.insert((list, id.text().unwrap_or_default().to_owned())) {
                    registry.push((id.clone(), Node::map(entry, id.span)));
                }
            }
        }
    }
    let span = Span::default();
    for (key, pairs) in [("actors", actors), ("policies", policies)] {
        if !pairs.is_empty() {
            head.push((key, Node { kind: yaml::NodeKind::Map(pairs), span }));
        }
    }
    (!head.is_empty()).then(|| Node::map(head, span))
}
