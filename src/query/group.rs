//! Events grouped by a facet: the lanes of a picture.

use roaring::RoaringBitmap;

use super::facet::{Facet, FacetValue};
use crate::parallel::{join_if, parallel_if};

/// From this many events on they are grouped on every core.
const MANY: u64 = 1 << 16;

/// Events that have a value in common, or have none.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What a query writes for the value in common; `None` for the events without one.
    pub key: Option<String>,
    /// What a person reads: `United Kingdom`, `no country`, `all events`.
    pub name: String,
    /// The events.
    pub events: RoaringBitmap,
}

/// Returns the groups that `events` make by the values of a facet: the fullest first, of equals by name, and
/// last those without a value. An event with several values is in each of their groups. Without a facet all
/// events are one group.
pub fn groups(events: &RoaringBitmap, facet: Option<Facet>, values: &[FacetValue]) -> Vec<Group> {
    let shared =
        || parallel_if(values.len(), events.len() > MANY, |place| common(&values[place].events, events));
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

/// Up to this many events are removed from a set one by one. The operators of sets are quick with many, but ask
/// first which wide instructions the processor has, and in a virtual machine the answer takes longer than
/// all lanes of a small timeline.
const FEW: u64 = 1000;

/// Returns the events that two sets share.
fn common(part: &RoaringBitmap, events: &RoaringBitmap) -> RoaringBitmap {
    if part.is_subset(events) { part.clone() } else { part & events }
}

/// Takes events out of a set.
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
