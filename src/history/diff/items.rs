//! What became of the items of a list.

use std::collections::{HashMap, HashSet, VecDeque};

use super::note::{ChangeKind, Note, SHOWN, note, one, shown};
use super::value::{canonical, same};
use super::written::{get, pairs};
use crate::model::Value;
use crate::text::fit;

/// A list whose items are told apart: what one is called, the keys by which an item is found again
/// (all of a row are the same; an earlier row finds first), and the keys that describe it. An item
/// that is no mapping is found and described by itself.
pub struct Items {
    /// The key of the list.
    pub key: &'static str,
    about: &'static str,
    found_by: &'static [&'static [&'static str]],
    described_by: &'static [&'static str],
}

/// Every list that is told item by item.
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
        described_by: &["publisher", "date", "title", "url", "weak", "primary"],
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
    /// What became of the items.
    pub fn notes(&self, old: &[Value], new: &[Value]) -> Vec<Note> {
        let ties = self.ties(old, new);
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
                format!("now {}", fit(&order.join("; "), SHOWN)),
            ));
        }
        notes
    }

    /// Of every new item the place of the old one that it was.
    fn ties(&self, old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
        let mut ties = vec![None; new.len()];
        let mut is_tied = vec![false; old.len()];
        let mut tie = |key: &dyn Fn(&Value) -> Option<String>| {
            let mut free: HashMap<String, VecDeque<usize>> = HashMap::new();
            for (from, item) in old.iter().enumerate().filter(|(from, _)| !is_tied[*from]) {
                if let Some(key) = key(item) {
                    free.entry(key).or_default().push_back(from);
                }
            }
            for (tied, item) in ties.iter_mut().zip(new).filter(|(tied, _)| tied.is_none()) {
                *tied = key(item).and_then(|key| free.get_mut(&key)?.pop_front());
                tied.iter().for_each(|from| is_tied[*from] = true);
            }
        };
        tie(&|item| Some(canonical(item)));
        self.found_by.iter().for_each(|keys| tie(&|item| found_by(item, keys)));
        ties
    }

    /// An item in full.
    fn described(&self, item: &Value) -> String {
        if self.key == "links" || pairs(item).is_empty() {
            return shown(item);
        }
        let fields = pairs(item);
        let unknown = fields.iter().map(|(key, _)| &**key).filter(|key| !self.described_by.contains(key));
        let keys = self.described_by.iter().copied().chain(unknown);
        let told = keys.filter_map(|key| Some((key, get(fields, key)?)));
        let told = told.map(|(key, value)| match key {
            "weak" | "primary" => key.to_owned(),
            "actor" | "policy" | "country" | "publisher" | "date" | "title" | "url" | "says" => shown(value),
            _ => format!("{key} {}", shown(value)),
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

/// An item in short.
fn called(item: &Value) -> String {
    let told = ["actor", "policy", "url", "title", "says", "publisher", "country"];
    told.iter().find_map(|key| get(pairs(item), key)).map_or_else(|| shown(item), shown)
}

/// What two states of an item differ in.
fn difference(old: &Value, new: &Value) -> String {
    let (old, new) = (pairs(old), pairs(new));
    let gone = old.iter().filter(|(key, _)| get(new, key).is_none());
    let keys = new.iter().chain(gone).map(|(key, _)| &**key);
    let changed = keys.map(|key| (key, get(old, key), get(new, key)));
    let changed = changed.filter(|(_, old, new)| match (old, new) {
        (Some(old), Some(new)) => !same(old, new),
        _ => true,
    });
    let told = changed.map(|(key, old, new)| match (key, new) {
        ("weak" | "primary", Some(_)) => format!("now {key}"),
        ("weak" | "primary", None) => format!("no longer {key}"),
        _ => {
            let Note { about, kind, words } = one(key, key, old, new);
            let kind = if kind == ChangeKind::Changed { String::new() } else { format!(" {}", kind.word()) };
            format!("{about}{kind} {words}")
        }
    });
    told.collect::<Vec<_>>().join("; ")
}

/// What an item is found by: its values under some keys, where it has any of them.
fn found_by(item: &Value, keys: &[&str]) -> Option<String> {
    let values: Vec<_> = keys.iter().map(|key| get(pairs(item), key).map(canonical)).collect();
    values.iter().any(Option::is_some).then(|| format!("{values:?}"))
}
