//! Diff of lists, item by item.

use std::collections::HashSet;

use super::note::{ChangeKind, Note, SHOWN, note, one, shown};
use super::pair::Pairs;
use super::value::{canonical, changed, same};
use super::written::{get, pairs};
use crate::model::Value;
use crate::text::truncate;

/// List that is compared item by item. Items are matched by the key sets in `found_by`, tried in order, all
/// keys of a set having to be equal; the keys in `described_by` describe an item. Items that are not mappings
/// are matched and described by their value.
pub struct Items {
    /// Key of the list.
    pub key: &'static str,
    about: &'static str,
    found_by: &'static [&'static [&'static str]],
    described_by: &'static [&'static str],
}

/// All lists that are compared item by item.
pub const ITEMS: &[Items] = &[
    Items {
        key: "actors",
        about: "actor",
        found_by: &[&["actor", "role"], &["actor"]],
        described_by: &["actor", "role"],
    },
    Items { key: "countries", about: "country", found_by: &[], described_by: &[] },
    Items { key: "tags", about: "tag", found_by: &[], described_by: &[] },
    Items {
        key: "effects",
        about: "effect",
        found_by: &[&["policy", "status"], &["policy"]],
        described_by: &["policy", "status", "was", "from", "note"],
    },
    Items { key: "links", about: "link", found_by: &[], described_by: &[] },
    Items {
        key: "disputes",
        about: "dispute",
        found_by: &[&["says"], &["sources"]],
        described_by: &["says", "sources"],
    },
    Items {
        key: "sources",
        about: "source",
        found_by: &[&["url", "publisher", "date", "title"], &["url"], &["publisher", "title"]],
        described_by: &[
            "publisher",
            "author",
            "date",
            "title",
            "url",
            "lang",
            "archive",
            "accessed",
            "quote",
            "note",
            "weak",
            "primary",
        ],
    },
    Items { key: "aliases", about: "alias", found_by: &[], described_by: &[] },
    Items {
        key: "offices",
        about: "office",
        found_by: &[&["title", "from"], &["title"], &["from", "to"]],
        described_by: &["title", "for", "from", "to"],
    },
    Items {
        key: "members",
        about: "member",
        found_by: &[&["country", "from"], &["country"]],
        described_by: &["country", "from", "to"],
    },
    Items { key: "owner", about: "owner", found_by: &[], described_by: &[] },
];

impl Items {
    /// Returns notes on added, changed, removed and reordered items.
    pub fn notes(&self, old: &[Value], new: &[Value]) -> Vec<Note> {
        let ties = self.ties(old, new).of_new;
        let mut notes = Vec::new();
        for (to, from) in ties.iter().enumerate() {
            match from.map(|from| &old[from]) {
                None => notes.push(note(self.about, ChangeKind::Added, self.described(&new[to]))),
                Some(from) if !same(from, &new[to]) => {
                    let words = format!("{}: {}", called(&new[to]), difference(from, &new[to]));
                    notes.push(note(self.about, ChangeKind::Changed, words));
                }
                Some(_) => {}
            }
        }
        let kept: HashSet<usize> = ties.iter().copied().flatten().collect();
        let gone = (0..old.len()).filter(|from| !kept.contains(from));
        notes.extend(gone.map(|from| note(self.about, ChangeKind::Removed, self.described(&old[from]))));
        if !ties.iter().flatten().is_sorted() {
            let order: Vec<String> = new.iter().map(called).collect();
            notes.push(note(
                self.key,
                ChangeKind::Reordered,
                format!("now {}", truncate(&order.join("; "), SHOWN)),
            ));
        }
        notes
    }

    /// Pairs equal items, then items that agree on a set of `found_by`.
    fn ties<'v>(&self, old: &'v [Value], new: &'v [Value]) -> Pairs<'v, Value> {
        let mut ties = Pairs::new(old, new);
        ties.by(|item| Some(canonical(item)));
        self.found_by.iter().for_each(|keys| ties.by(|item| found_by(item, keys)));
        ties
    }

    /// Describes an item in full.
    fn described(&self, item: &Value) -> String {
        if self.key == "links" || pairs(item).is_empty() {
            return shown(item);
        }
        let fields = pairs(item);
        let unknown = fields.iter().map(|(key, _)| &**key).filter(|key| !self.described_by.contains(key));
        let keys = self.described_by.iter().copied().chain(unknown);
        let named = keys.filter_map(|key| Some((key, get(fields, key)?)));
        let named = named.map(|(key, value)| match key {
            "weak" | "primary" => key.to_owned(),
            "actor" | "policy" | "country" | "publisher" | "date" | "title" | "url" | "says" => shown(value),
            _ => format!("{key} {}", shown(value)),
        });
        named.collect::<Vec<_>>().join(", ")
    }
}

/// Returns a short name of an item.
fn called(item: &Value) -> String {
    let named = ["actor", "policy", "url", "title", "says", "publisher", "country"];
    named.iter().find_map(|key| get(pairs(item), key)).map_or_else(|| shown(item), shown)
}

/// Describes the differences between two states of an item.
fn difference(old: &Value, new: &Value) -> String {
    let named = changed(pairs(old), pairs(new)).map(|(key, old, new)| match (&**key, new) {
        ("weak" | "primary", Some(_)) => format!("now {key}"),
        ("weak" | "primary", None) => format!("no longer {key}"),
        (key, _) => {
            let Note { about, kind, words } = one(key, key, old, new);
            let kind = if kind == ChangeKind::Changed { String::new() } else { format!(" {}", kind.word()) };
            format!("{about}{kind} {words}")
        }
    });
    named.collect::<Vec<_>>().join("; ")
}

/// Returns the item's values under some keys as a lookup key; `None` if it has none of them.
fn found_by(item: &Value, keys: &[&str]) -> Option<String> {
    let values: Vec<_> = keys.iter().map(|key| get(pairs(item), key).map(canonical)).collect();
    values.iter().any(Option::is_some).then(|| format!("{values:?}"))
}
