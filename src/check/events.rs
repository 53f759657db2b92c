//! Checks within a single event.

use std::collections::{HashMap, HashSet};

use super::finding::Finding;
use crate::model::{Certainty, KINDS, Timeline, Word};
use crate::text::{did_you_mean, is_one_edit};

/// Finds kinds at edit distance 1 from a kind with its own symbol.
pub fn kinds(timeline: &Timeline) -> Vec<Finding<'_>> {
    let near = |word: Word| {
        let kind = timeline.word(word).to_lowercase();
        KINDS.iter().find(|known| is_one_edit(&kind, known))
    };
    let mut near_by_kind = HashMap::new();
    let slips = timeline.numbered().filter_map(|(event, written)| {
        let kind = written.kind?;
        let near = *near_by_kind.entry(kind).or_insert_with(|| near(kind));
        Some((event, timeline.word(kind), near?))
    });
    let finding = |(event, kind, known): (_, _, &&str)| Finding {
        event,
        words: vec!["kind", kind],
        code: "near-kind",
        message: format!("the kind `{kind}` is nearly `{known}`; filters treat them as two kinds"),
        hint: did_you_mean(known),
    };
    slips.map(finding).collect()
}

/// Finds events marked `confirmed` whose sources are all weak and from one publisher. Weak sources of several
/// publishers support each other, and disputed events are known to the author.
pub fn weak(timeline: &Timeline) -> Vec<Finding<'_>> {
    let rests_on_weak = timeline.numbered().filter(|(_, event)| {
        let publishers: HashSet<_> = event.sources.iter().map(|source| source.publisher).collect();
        let is_weak = publishers.len() == 1 && event.sources.iter().all(|source| source.weak);
        event.certainty == Some(Certainty::Confirmed) && is_weak && event.disputes.is_empty()
    });
    let finding = |(event, _)| Finding {
        event,
        words: vec!["certainty", "confirmed"],
        code: "weak-confirmation",
        message: "this is `confirmed`, but its only publisher is marked `weak`".to_owned(),
        hint: "add a source that is not weak, or write `certainty: reported`".to_owned(),
    };
    rests_on_weak.map(finding).collect()
}

/// Finds addresses that an event lists twice among its sources.
pub fn addresses(timeline: &Timeline) -> Vec<Finding<'_>> {
    let repeated = timeline.numbered().flat_map(|(number, event)| {
        let mut seen = HashSet::new();
        let urls = event.sources.iter().map(|source| source.url.as_str()).filter(|url| !url.is_empty());
        let repeated: Vec<&str> = urls.filter(|url| !seen.insert(*url)).collect();
        repeated.into_iter().map(move |url| (number, url))
    });
    let finding = |(event, url)| Finding {
        event,
        words: vec!["sources", url, url],
        code: "address-twice",
        message: "the event lists this address twice among its sources".to_owned(),
        hint: "keep one of the two sources, with what both say".to_owned(),
    };
    repeated.map(finding).collect()
}

/// Finds actors that an event lists twice in the same role, such as by id and by name.
pub fn actors(timeline: &Timeline) -> Vec<Finding<'_>> {
    let repeated = timeline.numbered().flat_map(|(number, event)| {
        let mut seen = HashSet::new();
        let repeated = event.actors.iter().filter(move |part| !seen.insert((part.actor, part.role)));
        repeated.map(move |part| (number, part.actor))
    });
    let finding = |(event, actor)| Finding {
        event,
        words: vec!["actors"],
        code: "actor-twice",
        message: format!("`{}` takes part twice in the same role", timeline.actor(actor).name),
        hint: "name the actor once, or give each entry its own role".to_owned(),
    };
    repeated.map(finding).collect()
}
