//! The content of an export: the selected events, the manifest and the variants.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::manifest::Manifest;
use super::name::file_name;
use super::variant::Variant;
use crate::load::builtin;
use crate::model::date::day_words;
use crate::model::{
    ActorNo, Event, EventNo, Moment, Policy, PolicyNo, Principal, Source, Text, Timeline, Value, View,
};
use crate::query::{Facet, Index, Query, Selection, Term, shell_word};

/// The content of an export, independent of the format.
#[derive(Debug, Clone)]
pub struct Export<'a> {
    /// The timeline from which the events are selected.
    pub timeline: &'a Timeline,
    /// The selected events, in the order in which they are written.
    pub events: Vec<EventNo>,
    /// The first and last moment of the selected range, if there is one.
    pub range: Option<(Moment, Moment)>,
    /// The policies that the filter requires by `policy` or `topic`; those within `or` or a negation do not count.
    pub asked: Vec<PolicyNo>,
    /// The origin of the export.
    pub manifest: Manifest,
    /// The variants of the format to use.
    pub variants: Vec<Variant>,
}

impl<'a> Export<'a> {
    /// Creates the export of a selection. Its manifest contains the command line that repeats it, with
    /// `paths` and `format`.
    pub fn of(
        timeline: &'a Timeline,
        index: &Index,
        selection: &Selection,
        paths: &[String],
        format: &str,
    ) -> Self {
        let events = selection.events(timeline, index);
        let query = selection.filter.query();
        let manifest = Manifest {
            title: timeline.head.title.clone(),
            command: command(&format!("export --format {format}"), paths, selection),
            query: if query.is_everything() { String::new() } else { query.words(index) },
            range: range_words(selection),
            shown: events.len(),
            total: timeline.len(),
            unread: timeline.unread.clone(),
            license: timeline.head.license.clone(),
            hash: format!("{:016x}", timeline.fingerprint),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            stamp: stamp(),
        };
        let asked = asked_policies(timeline, index, &query);
        Self { timeline, events, range: selection.range, asked, manifest, variants: Vec::new() }
    }

    /// Sets the variants, and adds their options to the command line in the manifest.
    #[must_use]
    pub fn written(mut self, variants: Vec<Variant>) -> Self {
        for variant in &variants {
            self.manifest.command.push(' ');
            self.manifest.command.push_str(&variant.option());
        }
        self.variants = variants;
        self
    }

    /// Sets another title, and adds it to the command line in the manifest.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        self.manifest.command.push_str(&format!(" --title {}", shell_word(title)));
        title.clone_into(&mut self.manifest.title);
        self
    }

    /// Returns the selected events, in the order in which they are written.
    pub fn chosen(&self) -> impl Iterator<Item = &'a Event> + use<'a, '_> {
        self.events.iter().map(|number| self.timeline.event(*number))
    }

    /// Returns a unique id for each selected event, in their order. If several events have the same id, the
    /// later ones get a number, so that no program takes them for one event.
    pub fn ids(&self) -> Vec<String> {
        let mut taken: HashMap<String, usize> =
            self.chosen().map(|event| (event.id.to_string(), 0)).collect();
        let mut unique = |event: &Event| {
            let mut id = event.id.to_string();
            let mut number = taken[&id];
            while number > 0 && taken.contains_key(&id) {
                number += 1;
                id = format!("{}-{number}", event.id);
            }
            taken.insert(event.id.to_string(), number.max(1));
            taken.insert(id.clone(), 1);
            id
        };
        self.chosen().map(&mut unique).collect()
    }

    /// Returns the first and last moment that the export covers: the selected range, with the ends of the
    /// timeline where the range is open. `None` if neither is known.
    pub fn days(&self) -> Option<(Moment, Moment)> {
        let (from, to) = self.range.unwrap_or((Moment::FIRST, Moment::LAST));
        let (first, last) = self.timeline.span().unwrap_or((from, to));
        let known = |asked: Moment, own: Moment| if asked.is_finite() { asked } else { own };
        Some((known(from, first), known(to, last))).filter(|(from, to)| from.is_finite() && to.is_finite())
    }

    /// Returns whether a variant is set.
    pub fn is(&self, variant: Variant) -> bool {
        self.variants.contains(&variant)
    }

    /// Returns whether all events of the timeline are selected. Its registries are then exported completely.
    pub fn is_whole(&self) -> bool {
        self.events.len() == self.timeline.len()
    }

    /// Returns the policies that the selected events affect, in the order of the registry.
    pub fn policies(&self) -> Vec<PolicyNo> {
        let mut needed = vec![self.is_whole(); self.timeline.policies.len()];
        for effect in self.chosen().flat_map(|event| &event.effects) {
            needed[effect.policy.index()] = true;
        }
        marked(&needed).map(PolicyNo).collect()
    }

    /// Returns the policies to show: those that the filter names, else those that the events affect.
    pub fn shown_policies(&self) -> Vec<PolicyNo> {
        if self.asked.is_empty() { self.policies() } else { self.asked.clone() }
    }

    /// Returns the registered actors that the selected events and their policies refer to, in the order of
    /// the registry.
    pub fn actors(&self) -> Vec<ActorNo> {
        let mut needed = vec![self.is_whole(); self.timeline.actors.len()];
        let acting = self.chosen().flat_map(|event| &event.actors).map(|part| part.actor);
        let policies = self.policies();
        let owning = policies.iter().flat_map(|policy| &self.timeline.policy(*policy).owners).copied();
        for actor in acting.chain(owning) {
            needed[actor.index()] = true;
            let offices = self.timeline.actor(actor).offices.iter();
            for principal in offices.filter_map(|office| office.principal) {
                if let Principal::Actor(body) = principal {
                    needed[body.index()] = true;
                }
            }
        }
        marked(&needed).map(ActorNo).filter(|actor| self.timeline.actor(*actor).registered).collect()
    }

    /// Returns the registered sources that the selected events cite, in the order of the registry.
    pub fn sources(&self) -> Vec<&'a Source> {
        let named: HashSet<&str> = self.chosen().flat_map(|event| &event.sources).map(Source::id).collect();
        let sources = self.timeline.sources.iter();
        sources.filter(|source| self.is_whole() || named.contains(source.id())).collect()
    }

    /// Returns the named views with their fields. A view's cursor is omitted if its event is not exported.
    pub fn views(&self) -> Vec<(Text, Value)> {
        let is_chosen = |id: &str| {
            self.timeline.find(id).is_none_or(|event| self.is_whole() || self.events.contains(&event))
        };
        let views = self.timeline.head.views.iter().map(|view| {
            let cursor = if is_chosen(&view.cursor) { view.cursor.clone() } else { "".into() };
            (view.name.clone(), Value::Map(View { cursor, ..view.clone() }.fields()))
        });
        views.collect()
    }

    /// Returns the tags of the vocabulary that the selected events have, each with its meaning.
    pub fn tags(&self) -> Vec<&'a (String, String)> {
        let words = &self.timeline.words;
        let mut carried = vec![false; words.texts().len()];
        for tag in self.chosen().flat_map(|event| &event.tags) {
            carried[tag.index()] = true;
        }
        let is_carried = |tag: &str| words.find(tag).is_some_and(|word| carried[word.index()]);
        self.timeline.head.tags.iter().filter(|(tag, _)| self.is_whole() || is_carried(tag)).collect()
    }

    /// Returns the ladders to export, as indices into [`Timeline::ladders`]: all if every event is selected, else
    /// those of the exported policies.
    pub fn ladders(&self) -> Vec<usize> {
        let policies = self.policies();
        let used =
            |ladder| policies.iter().any(|policy| self.timeline.policy(*policy).ladder == Some(ladder));
        (0..self.timeline.ladders.len()).filter(|ladder| self.is_whole() || used(*ladder)).collect()
    }
}

/// Returns the policies that the query requires an effect on, by id or by topic.
fn asked_policies(timeline: &Timeline, index: &Index, query: &Query) -> Vec<PolicyNo> {
    let terms = match query {
        Query::And(terms) => &terms[..],
        term => std::slice::from_ref(term),
    };
    let values = |term: &Query| match term {
        Query::Term(Term::Value(facet @ (Facet::Policy | Facet::Topic), patterns)) => {
            let found = patterns.iter().flat_map(|pattern| index.find(*facet, pattern.text()));
            found.map(|place| index.values(*facet)[place].key.clone()).collect()
        }
        _ => Vec::new(),
    };
    let asked: Vec<String> = terms.iter().flat_map(values).collect();
    let is_asked = |policy: &Policy| {
        let topic = policy.topic.map(|topic| timeline.word(topic));
        asked.iter().any(|asked| **asked == *policy.id || Some(asked.as_str()) == topic)
    };
    let policies = timeline.policies.iter().enumerate().filter(|(_, policy)| is_asked(policy));
    policies.map(|(number, _)| PolicyNo(number as u32)).collect()
}

fn marked(needed: &[bool]) -> impl Iterator<Item = u32> {
    needed.iter().enumerate().filter(|(_, needed)| **needed).map(|(index, _)| index as u32)
}

/// Returns the time in `SOURCE_DATE_EPOCH`, in seconds since 1970, for reproducible builds.
fn stamp() -> Option<Moment> {
    std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok().map(Moment)
}

/// Returns the command line that runs the subcommand `what` on a selection of the events in `paths`; without
/// a subcommand, that of the browser.
pub fn command(what: &str, paths: &[String], selection: &Selection) -> String {
    let paths = paths.iter().map(|path| shell_word(path));
    let words = ["dateline", what].map(str::to_owned).into_iter().filter(|word| !word.is_empty());
    words.chain(paths).chain(selection.options()).collect::<Vec<_>>().join(" ")
}

/// Suggests a file name: the first path or the built-in timeline, then the clock and the range.
pub fn suggested_name(paths: &[String], selection: &Selection, extension: &str) -> String {
    let path = paths.first().map(|path| path.strip_prefix(builtin::OPTION).unwrap_or(path));
    let stem = path.filter(|path| *path != "-").and_then(|path| Path::new(path).file_stem());
    let nameless = if path.is_some() { "timeline" } else { builtin::DEFAULT };
    let stem = stem.map_or(nameless.into(), |stem| stem.to_string_lossy());
    let stem = selection.clock.map_or(stem.to_string(), |clock| format!("{stem} {}", clock.word()));
    let range = selection.range.map(|(from, to)| {
        [from, to].map(|end| if end.is_finite() { end.iso_day() } else { "..".to_owned() })
    });
    file_name(&stem, range.as_ref().map(|[from, to]| (from.as_str(), to.as_str())), extension)
}

/// Formats the range of a selection and its clock; empty if it has neither.
fn range_words(selection: &Selection) -> String {
    let days = days_words(selection);
    match selection.clock {
        None => days,
        Some(clock) if days.is_empty() => format!("by {}", clock.words()),
        Some(clock) => format!("by {}: {days}", clock.words()),
    }
}

fn days_words(selection: &Selection) -> String {
    match selection.range {
        None => String::new(),
        Some((from, to)) if from.is_finite() && to.is_finite() => {
            let (from, to) = (day_words(from), day_words(to));
            if from == to { from } else { format!("{from} to {to}") }
        }
        Some((from, _)) if from.is_finite() => format!("from {}", day_words(from)),
        Some((_, to)) if to.is_finite() => format!("until {}", day_words(to)),
        Some(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::export::tests::fixtures;
    use crate::model::{Event, Timeline};

    #[test]
    fn no_two_events_get_the_same_id_also_if_one_is_written_like_a_number() {
        let event = |id: &str| Event { id: id.into(), ..Event::default() };
        let timeline = Timeline::default().with_events(["a", "a", "a-2", "a", "b"].map(event).into());
        let mut ids = fixtures::export(&timeline).ids();
        ids.sort();
        assert_eq!(ids, ["a", "a-2", "a-3", "a-4", "b"]);
    }
}
