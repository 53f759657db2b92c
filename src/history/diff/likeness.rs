//! Similarity of events with different ids, to detect renamed events.
//!
//! The similarity is the share of common content, from 0 to 1. Date, title, summary and sources have weight
//! 3, other keys weight 1. Texts are compared by words, lists by items; a date within the other counts 0.75.
//! Two events are the same if
//!
//! - both ids were written, the dates are equal, and the similarity is at least 0.8;
//! - an id was generated from date and title, so changes with them, and the similarity is at least 0.7.
//!
//! Only events that share a date, title or source address are compared, and only if that value gives at most
//! [`MAX_PAIRS`] pairs, since very common values say little. The most similar pairs are matched first, ties in
//! order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::value::canonical;
use super::written::{Entry, EntryKind, get, pairs, text};
use crate::model::{Date, Value};

/// Least similarity of two events that count as the same one, if both ids were written.
const RENAMED: f64 = 0.8;
/// The same, if either id was generated.
const SAME: f64 = 0.7;
/// Most candidate pairs for one date, title or address.
const MAX_PAIRS: usize = 4096;

/// Entry with its index.
type Placed<'e> = (usize, &'e Entry);

/// Kind of a shared value (date, title or address), and the value.
type Mark<'e> = (u8, &'e str);

/// Indices of the old and the new events with the same mark.
type Sharers = (Vec<usize>, Vec<usize>);

/// Returns pairs of indices into the old and the new entries that are the same event, each index at most
/// once.
pub fn alike(old: &[Placed], new: &[Placed]) -> Vec<(usize, usize)> {
    let likeness = |(from, to): &(usize, usize)| {
        let (one, other) = (old[*from].1, new[*to].1);
        let likeness = likeness(one, other);
        let is_one = if one.id_is_made() || other.id_is_made() {
            likeness >= SAME
        } else {
            likeness >= RENAMED && one.text("date") == other.text("date")
        };
        is_one.then_some((likeness, *from, *to))
    };
    let mut found: Vec<_> = candidates(old, new).iter().filter_map(likeness).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut tied_old, mut tied_new) = (BTreeSet::new(), BTreeSet::new());
    found.retain(|(_, from, to)| {
        let is_free = !tied_old.contains(from) && !tied_new.contains(to);
        is_free && tied_old.insert(*from) && tied_new.insert(*to)
    });
    found.into_iter().map(|(_, from, to)| (old[from].0, new[to].0)).collect()
}

/// Returns the pairs that share a date, title or source address.
fn candidates(old: &[Placed], new: &[Placed]) -> BTreeSet<(usize, usize)> {
    let mut shared: HashMap<Mark, Sharers> = HashMap::new();
    for (index, (_, entry)) in old.iter().enumerate() {
        marks(entry, |mark| shared.entry(mark).or_default().0.push(index));
    }
    for (index, (_, entry)) in new.iter().enumerate() {
        marks(entry, |mark| shared.entry(mark).or_default().1.push(index));
    }
    let telling = shared.values().filter(|(old, new)| old.len() * new.len() <= MAX_PAIRS);
    telling.flat_map(|(old, new)| old.iter().flat_map(|from| new.iter().map(|to| (*from, *to)))).collect()
}

/// Calls `each` with the marks of an event.
fn marks<'e>(entry: &'e Entry, mut each: impl FnMut(Mark<'e>)) {
    if entry.kind != EntryKind::Event {
        return;
    }
    each((0, entry.text("date")));
    each((1, entry.text("title")));
    if let Some(Value::List(sources)) = entry.get("sources") {
        let urls = sources.iter().filter_map(|source| get(pairs(source), "url"));
        urls.for_each(|url| each((2, text(url))));
    }
}

/// Returns the weighted share of the content that both events have in common.
fn likeness(one: &Entry, other: &Entry) -> f64 {
    let alone = other.fields.iter().filter(|(key, _)| one.get(key).is_none());
    let keys = one.fields.iter().chain(alone).map(|(key, _)| &**key).filter(|key| *key != "id");
    let (mut whole, mut shared) = (0.0, 0.0);
    for key in keys {
        let weight = if matches!(key, "date" | "title" | "summary" | "sources") { 3.0 } else { 1.0 };
        whole += weight;
        if let (Some(one), Some(other)) = (one.get(key), other.get(key)) {
            shared +=
                weight * if key == "date" { date_share(text(one), text(other)) } else { share(one, other) };
        }
    }
    shared / whole
}

fn date_share(one: &str, other: &str) -> f64 {
    let (Ok(ours), Ok(theirs)) = (Date::parse(one), Date::parse(other)) else { return 0.0 };
    match one == other {
        true => 1.0,
        false if ours.is_within(&theirs) || theirs.is_within(&ours) => 0.75,
        false => 0.0,
    }
}

/// Returns Dice's coefficient of the parts of two values: 2 |A ∩ B| / (|A| + |B|).
fn share(one: &Value, other: &Value) -> f64 {
    let (ours, theirs) = (parts(one), parts(other));
    let all = (ours.values().sum::<usize>() + theirs.values().sum::<usize>()) as f64;
    let both: usize =
        ours.iter().map(|(part, count)| theirs.get(part).map_or(0, |other| *count.min(other))).sum();
    if all == 0.0 { 1.0 } else { 2.0 * both as f64 / all }
}

/// Returns the words of a text, the items of a list or the pairs of a mapping, each with its count.
fn parts(value: &Value) -> BTreeMap<String, usize> {
    let parts: Vec<String> = match value {
        Value::Scalar { text, .. } => text.to_lowercase().split_whitespace().map(str::to_owned).collect(),
        Value::List(items) => items.iter().map(canonical).collect(),
        Value::Map(pairs) => pairs.iter().map(|(key, value)| format!("{key}:{}", canonical(value))).collect(),
    };
    let mut counts = BTreeMap::new();
    parts.into_iter().for_each(|part| *counts.entry(part).or_default() += 1);
    counts
}

#[cfg(test)]
mod tests {
    use crate::history::diff::{ChangeKind, Changes};
    use crate::load::from_text;

    /// Returns kind and id of each change.
    fn changes_of(old: &str, new: &str) -> Vec<String> {
        let [before, after] = [old, new].map(|text| from_text("a.yaml", text).timeline);
        let changes = Changes::between(&before, &after);
        assert_eq!(Changes::between(&after, &changes.apply(&before)), Changes::default());
        let changes_of = |(kind, id): (ChangeKind, &str)| format!("{} {id}", kind.word());
        changes.entries.iter().map(|change| changes_of((change.kind, &change.id))).collect()
    }

    #[test]
    fn an_event_without_an_id_stays_itself_when_its_title_or_date_changes() {
        let old = "- {date: 2024-05, title: The council votes on stoves}\n";
        for (new, id) in [
            (
                "- {date: 2024-05-22, title: The council votes on stoves}\n",
                "2024-05-22-the-council-votes-on-stoves",
            ),
            (
                "- {date: 2024-05, title: The council votes on wood stoves}\n",
                "2024-05-the-council-votes-on-wood-stoves",
            ),
        ] {
            assert_eq!(changes_of(old, new), [format!("changed {id}")]);
        }
        let other = "- {date: 2024-05, title: Rain falls}\n";
        assert_eq!(
            changes_of(old, other),
            ["added 2024-05-rain-falls", "removed 2024-05-the-council-votes-on-stoves"]
        );
    }

    #[test]
    fn an_event_that_gets_an_id_or_another_one_is_renamed() {
        let rest = "date: 2024-05, title: The council votes, kind: decision, sources: ['https://a.example']";
        let [none, one, two] = ["", "id: one, ", "id: two, "].map(|id| format!("- {{{id}{rest}}}\n"));
        assert_eq!(changes_of(&none, &one), ["renamed one"]);
        assert_eq!(changes_of(&one, &two), ["renamed two"]);
        assert_eq!(changes_of(&two, &none), ["renamed 2024-05-the-council-votes"]);
        let reworded = two.replace("The council votes", "The council votes now");
        assert_eq!(changes_of(&one, &reworded), ["renamed two"]);
        let later = two.replace("2024-05", "2024-06");
        assert_eq!(
            changes_of(&one, &later),
            ["added two", "removed one"],
            "a written id is given up on purpose"
        );
    }

    #[test]
    fn of_two_events_that_are_the_same_but_for_their_number_the_right_one_is_gone() {
        let twice = "- {date: 2024, title: Same, kind: a}\n- {date: 2024, title: Same, kind: b}\n";
        let second = "- {date: 2024, title: Same, kind: b}\n";
        let [before, after] = [twice, second].map(|text| from_text("a.yaml", text).timeline);
        let changes = Changes::between(&before, &after);
        let changes_of: Vec<_> =
            changes.entries.iter().map(|change| (change.kind, &*change.id, change.notes.len())).collect();
        assert_eq!(
            changes_of,
            [(ChangeKind::Changed, "2024-same", 1), (ChangeKind::Removed, "2024-same", 0)]
        );
        assert_eq!(Changes::between(&after, &changes.apply(&before)), Changes::default());
    }

    #[test]
    fn no_event_is_paired_twice_and_many_alike_are_left_alone() {
        let old = "- {date: 2024, title: A b c}\n";
        let new = "- {date: 2024, title: A b d}\n- {date: 2024, title: A b c d}\n";
        assert_eq!(changes_of(old, new), ["changed 2024-a-b-c-d", "added 2024-a-b-d"]);
        let many = |word: &str| {
            let event = |n| {
                format!(
                    "- {{date: 2024, title: A b c {word} {n}}}
"
                )
            };
            (0..100).map(event).collect::<Vec<_>>().concat()
        };
        assert_eq!(changes_of(&many("x"), &many("y")).len(), 200);
    }
}
