//! What dateline's own JSON Lines say of the whole, line by line: names, titles, the licence.

use std::collections::HashSet;

use super::yaml::{self, Node, Span};

/// A head made of what the lines of an export say beside their ids. The countries of actors stand
/// with each event, and whether one is of the media nowhere, so that no country is taken here.
pub fn of_lines(text: &str) -> Option<Node<'_>> {
    let mut seen = HashSet::new();
    let (mut head, mut actors, mut policies) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let read = yaml::read(line.trim_end(), at);
        at += line.len();
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
        let registries =
            [("actors", "id", "name", &mut actors), ("effects", "policy", "title", &mut policies)];
        for (list, id, name, registry) in registries {
            for item in document.get(list).map_or(&[][..], Node::items) {
                let (Some(id), Some(name)) = (item.get(id), item.get(name)) else { continue };
                let differ = id.words().is_some() && name.words().is_some() && id.text() != name.text();
                if differ && seen.insert((list, id.text().unwrap_or_default().to_owned())) {
                    registry.push((id.clone(), name.clone()));
                }
            }
        }
    }
    let span = Span::default();
    for (key, pairs) in [("actors", actors), ("policies", policies)] {
        if !pairs.is_empty() {
            head.push((key, Node { kind: yaml::Kind::Map(pairs), span }));
        }
    }
    (!head.is_empty()).then(|| Node::map(head, span))
}
