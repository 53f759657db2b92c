//! The registry of sources, and the resolution of references to it.

use indexmap::IndexMap;

use super::event_from_node::{Chunk, all_before, early_sources};
use super::format::bad_url;
use crate::model::{Address, Source, Text};
use crate::problem::{Problem, Span};
use crate::text::{meant, truncate};

/// The most unknown names for which hints are searched, and the most statuses of a ladder listed in a
/// message.
pub const MOST_HINTS: usize = 100;

/// The registered sources by id.
#[derive(Default)]
pub struct SourceRegistry {
    /// By id, in reading order.
    pub sources: IndexMap<Text, Source>,
    /// Number of unknown names so far.
    unknown: usize,
}

impl SourceRegistry {
    /// Registers a source. Returns a message if the id is taken or looks like a URL.
    pub fn add(&mut self, id: &str, source: Source) -> Result<(), String> {
        if Address::of(id).is_some() {
            return Err(format!("the id `{id}` of a source is an address; give it a word for an id"));
        }
        if self.sources.contains_key(id) {
            return Err(format!("the source `{id}` is in the registry twice; the first counts"));
        }
        self.sources.insert(id.into(), source.called(id));
        Ok(())
    }

    /// Replaces references in the events of a chunk by the registered sources; reports unknown ids.
    pub fn resolve(&mut self, chunk: &mut Chunk) {
        let cited = std::mem::take(&mut chunk.pending.cited);
        for of_event in cited.chunk_by(|(one, _), (other, _)| one == other) {
            let event = &mut chunk.events[of_event[0].0];
            let mut spans = of_event.iter().map(|(_, span)| *span);
            let named = event.disputes.iter_mut().flat_map(|dispute| &mut dispute.sources);
            for (text, span) in named.filter(|text| Address::of(text).is_none()).zip(spans.by_ref()) {
                chunk.problems.extend(self.resolve_address(text, span));
            }
            let described = event.sources.iter_mut().filter(|source| !source.id().is_empty());
            for (source, span) in described.zip(spans) {
                chunk.problems.extend(self.resolve_source(source, span));
            }
            let dates = event.sources.iter().filter_map(|source| source.date.as_ref());
            if let (Some(date), Some((_, span))) = (&event.date, of_event.last())
                && all_before(dates, date)
            {
                chunk.problems.push(early_sources(date, *span));
            }
        }
    }

    /// Resolves a source with an id. A bare id is replaced by the registered source. A described source, as
    /// in JSON exports, is registered, or loses its id if the registry differs.
    fn resolve_source(&mut self, source: &mut Source, span: Span) -> Option<Problem<Span>> {
        let id = Text::from(source.id());
        let is_bare = *source == Source::default().called(&id);
        match self.sources.get(&id) {
            Some(known) if is_bare || known == source => *source = known.clone(),
            Some(_) => *source = std::mem::take(source).called(""),
            None if is_bare => {
                *source = Source { url: id.clone(), ..Source::default() };
                return self.unknown(&id, span);
            }
            None => self.add(&id, source.clone()).unwrap_or_default(),
        }
        None
    }

    /// Replaces an id by the URL of its source; an id of a source without a URL stays.
    fn resolve_address(&mut self, text: &mut Text, span: Span) -> Option<Problem<Span>> {
        let Some(known) = self.sources.get(text) else { return self.unknown(text, span) };
        if !known.url.is_empty() {
            *text = known.url.clone();
        }
        None
    }

    /// Returns the problem of a text that is neither a URL nor an id.
    fn unknown(&mut self, text: &str, span: Span) -> Option<Problem<Span>> {
        self.unknown += 1;
        let is_hinted = self.unknown <= MOST_HINTS;
        let near = is_hinted.then(|| meant(text, self.sources.keys().map(Text::as_str))).flatten();
        if self.sources.is_empty() || (near.is_none() && text.contains(['.', ':', '/'])) {
            let problem = bad_url(text, span)?;
            let hint = problem.hint.clone().unwrap_or_else(|| {
                "without an address a source is a mapping: `{publisher: …, date: …, title: …}`".to_owned()
            });
            return Some(problem.hint(hint));
        }
        let message = format!("`{}` is neither an address nor a source of the registry", truncate(text, 80));
        let hint = near.unwrap_or_else(|| "add it under `sources`".to_owned());
        Some(Problem::error("unknown-source", span, message).hint(hint))
    }
}
