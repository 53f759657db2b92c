//! Grouping of events by a facet, for the lanes of the picture.

use roaring::RoaringBitmap;

use super::facet::{Facet, FacetValue};
use crate::parallel::{join_if, parallel_if};

/// Number of events above which grouping runs on every core.
const MANY: u64 = 1 << 16;

/// Events that share a value, or have none.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Key of the shared value; `None` for the events without one.
    pub key: Option<String>,
    /// Label: `United Kingdom`, `no country`, `all events`.
    pub name: String,
    /// Events of the group.
    pub events: RoaringBitmap,
}

/// Groups `events` by the values of a facet, largest group first (ties by name), events without a value last.
/// An event with several values is in several groups. Without a facet there is one group.
pub fn groups(events: &RoaringBitmap, facet: Option<Facet>, values: &[FacetValue]) -> Vec<Group> {
    let shared =
        || parallel_if(0..values.len(), events.len() > MANY, |place| common(&values[place].events, events));
    let rest = || {
        let mut rest = events.clone();
        values.iter().for_each(|value| take(&mut rest, &value.events));
        rest
    };
    let (shared, rest) = join_if(events.len() > MANY, shared, rest);
    let group = |(value, events): (&FacetValue, RoaringBitmap)| {
        let (key, name) = (value.key.clone(), value.label.clone());
        (!events.is_empty()).then_some(Group { key: Some(key), name, events })
    };
    let mut groups: Vec<Group> = values.iter().zip(shared).filter_map(group).collect();
    groups.sort_by(|a, b| b.events.len().cmp(&a.events.len()).then_with(|| a.name.cmp(&b.name)));
    if !rest.is_empty() {
        let name = facet.map_or("all events".to_owned(), |facet| format!("no {}", facet.word()));
        groups.push(Group { key: None, name, events: rest });
    }
    groups
}

/// Number of events up to which they are removed one by one. Bitmap operators are faster for many, but first
/// detect the CPU's SIMD features, and in a virtual machine that takes longer than all lanes of a small
/// timeline.
const FEW: u64 = 1000;

/// Returns the intersection; clones instead of computing it when `part` is a subset.
fn common(part: &RoaringBitmap, events: &RoaringBitmap) -> RoaringBitmap {
    if part.is_subset(events) { part.clone() } else { part & events }
}

/// Removes events from a set.
fn take(rest: &mut RoaringBitmap, events: &RoaringBitmap) {
    if events.len() > FEW {
        *rest -= events;
    } else {
        events.iter().for_each(|event| {
            rest.remove(event);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_stands_in_each_of_its_groups_and_one_without_a_value_is_not_lost() {
        let value = |label: &str, events: &[u32]| FacetValue {
            key: label.to_lowercase(),
            label: label.to_owned(),
            events: events.iter().copied().collect(),
        };
        let values =
            [value("Ukraine", &[1, 2]), value("Chad", &[3]), value("Benin", &[2]), value("Mali", &[9])];
        let answer = |facet, values| {
            let groups = groups(&(0..4).collect(), facet, values);
            let answer = groups
                .iter()
                .map(|group| format!("{} {:?}", group.name, group.events.iter().collect::<Vec<_>>()));
            answer.collect::<Vec<_>>()
        };
        let by_country = ["Ukraine [1, 2]", "Benin [2]", "Chad [3]", "no country [0]"];
        assert_eq!(answer(Some(Facet::Country), &values), by_country);
        assert_eq!(answer(None, &[]), ["all events [0, 1, 2, 3]"]);
    }
}
