//! Search in the browser: words as written, else fuzzily; exact text in quotes.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use memchr::memmem::Finder;
use rayon::prelude::*;
use regex::{Regex, RegexBuilder};
use roaring::{MultiOps, RoaringBitmap};

use super::ast::{Query, Term, TextScope};
use super::engine::{Index, TextFilters, Trigrams, sorted};
use super::facet::Facet;
use super::fuzzy::{FuzzyMatcher, FuzzyWord};
use super::pattern::Pattern;
use super::phrase::Phrase;
use crate::model::Timeline;
use crate::text::compared;

/// Number of events from which a scan is shared between cores.
const MANY: u64 = 10_000;
/// Event numbers scanned between two checks for cancellation: those of a block of filters, so that no two
/// threads want the same one.
const STEP: u32 = TextFilters::BLOCK;

/// Most bytes that a compiled regular expression may take.
const LARGEST_REGEX: usize = 1 << 20;

/// What a search looks for.
#[derive(Debug, Clone)]
pub struct Needle(NeedleKind);

#[derive(Debug, Clone)]
enum NeedleKind {
    Nothing,
    Exact(Query),
    Regex(Regex),
    /// The words as phrases to find exactly, and for the fuzzy matcher.
    Words(Vec<Phrase>, Vec<FuzzyWord>),
}

impl Needle {
    /// Parses the text of a search:
    ///
    /// - `"text`: the exact text, ignoring case, in titles, summaries, names of actors and tags.
    /// - `/regex/`: a regular expression, ignoring case, in titles, summaries, ids, sources, kinds, tags and
    ///   names of actors.
    /// - Other text: all its words, first in titles, kinds, tags and names of actors; if no event matches, in
    ///   titles, summaries, ids and sources; if none matches, fuzzily in titles and names, where a word with a
    ///   capital letter is case-sensitive.
    ///
    /// Text without a word matches nothing. The closing quote or slash is optional.
    ///
    /// # Errors
    /// Fails with the parser's message if the regular expression is invalid or too large.
    pub fn new(text: &str) -> Result<Self, String> {
        if let Some(pattern) = text.trim_start().strip_prefix('/') {
            return regex(pattern.strip_suffix('/').unwrap_or(pattern));
        }
        if let Some(exact) = text.trim_start().strip_prefix('"') {
            return Ok(Self(match exact.strip_suffix('"').unwrap_or(exact) {
                "" => NeedleKind::Nothing,
                exact => NeedleKind::Exact(Query::Term(Term::Text(
                    TextScope::Anywhere,
                    vec![Pattern::exact(exact)],
                ))),
            }));
        }
        let words = text.split_whitespace().map(|word| Phrase::new(&Pattern::exact(word))).collect();
        let fuzzy = FuzzyWord::all_of(text);
        Ok(Self(if fuzzy.is_empty() { NeedleKind::Nothing } else { NeedleKind::Words(words, fuzzy) }))
    }

    /// Returns whether the needle matches nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self.0, NeedleKind::Nothing)
    }
}

/// Compiles a regular expression; an empty one matches nothing.
fn regex(pattern: &str) -> Result<Needle, String> {
    if pattern.is_empty() {
        return Ok(Needle(NeedleKind::Nothing));
    }
    let mut builder = RegexBuilder::new(&compared(pattern));
    let read = builder.case_insensitive(true).size_limit(LARGEST_REGEX).build();
    let reason = |error: regex::Error| match error {
        regex::Error::CompiledTooBig(_) => "this regular expression is too large".to_owned(),
        error => {
            let text = error.to_string();
            let reason = text.lines().last().unwrap_or_default();
            format!("no regular expression: {}", reason.strip_prefix("error: ").unwrap_or(reason))
        }
    };
    read.map(|regex| Needle(NeedleKind::Regex(regex))).map_err(reason)
}

/// Returns the events of `within` that match a needle, or none if `cancelled` returns true, which is tested
/// every few thousand events. `timeline` must be the one that `index` was built from.
pub fn find(
    timeline: &Timeline,
    index: &Index,
    needle: &Needle,
    within: &RoaringBitmap,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> RoaringBitmap {
    let search = Search { timeline, index, within, cancelled };
    match &needle.0 {
        NeedleKind::Nothing => RoaringBitmap::new(),
        NeedleKind::Exact(query) => {
            search.unless_cancelled(index.run_within(timeline, query, within, cancelled))
        }
        NeedleKind::Regex(regex) => search.matching(regex),
        NeedleKind::Words(words, fuzzy) => {
            let ways: [&dyn Fn() -> RoaringBitmap; 3] =
                [&|| search.written(words), &|| search.anywhere(words), &|| search.fuzzy(fuzzy)];
            ways.iter().map(|way| way()).find(|found| !found.is_empty()).unwrap_or_default()
        }
    }
}

struct Search<'a> {
    timeline: &'a Timeline,
    index: &'a Index,
    within: &'a RoaringBitmap,
    cancelled: &'a (dyn Fn() -> bool + Sync),
}

impl Search<'_> {
    /// Returns `found`, or nothing if the search was cancelled, since a partial result would be wrong.
    fn unless_cancelled(&self, found: RoaringBitmap) -> RoaringBitmap {
        if (self.cancelled)() { RoaringBitmap::new() } else { found }
    }

    /// Returns the events with every word in the title, the kind, a tag or the name of an actor.
    fn written(&self, words: &[Phrase]) -> RoaringBitmap {
        let mut left = self.within.clone();
        for word in words {
            let found = self.named(|label| word.is_in(label)) & &left;
            let more = self.titled(word, &(&left - &found));
            left = found | more;
        }
        self.unless_cancelled(left)
    }

    /// Returns the events with an actor, kind or tag whose label passes a test.
    fn named(&self, test: impl Fn(&str) -> bool) -> RoaringBitmap {
        let values = [Facet::Actor, Facet::Kind, Facet::Tag].into_iter();
        let values = values.flat_map(|facet| self.index.values(facet));
        values.filter(|value| test(&value.label)).map(|value| &value.events).union()
    }

    /// Returns the events of which an actor, kind or tag, or a text of [`Self::texts`], matches.
    fn matching(&self, regex: &Regex) -> RoaringBitmap {
        let found = self.named(|label| regex.is_match(&compared(label))) & self.within;
        let is_in = |(): &mut (), event: u32| self.texts(event).any(|text| regex.is_match(&compared(text)));
        let more = scan(&(self.within - &found), self.cancelled, || (), is_in);
        self.unless_cancelled(found | more)
    }

    /// Returns the events in whose texts ([`Self::texts`]) every word occurs.
    fn anywhere(&self, words: &[Phrase]) -> RoaringBitmap {
        let Some(finders) = words.iter().map(Phrase::finder).collect::<Option<Vec<Finder>>>() else {
            let has = |event, word: &Phrase| self.texts(event).any(|text| word.is_in(text));
            let read = |(): &mut (), event: u32| words.iter().all(|word| has(event, word));
            return scan(self.within, self.cancelled, || (), read);
        };
        let mut wanted = Trigrams::default();
        finders.iter().for_each(|finder| wanted.add(finder.needle()));
        // Building the filters of a block reads all of its events, which few of them do not pay for.
        let is_wide = self.within.len() > self.index.all.len() / 2;
        let read = |together: &mut String, event: u32| {
            let build = is_wide.then_some(|events| self.trigrams(events));
            let filter = self.index.text_filters.of(event, build);
            filter.is_none_or(|filter| wanted.may_be_in(filter)) && {
                self.write_texts(event, together);
                finders.iter().all(|finder| finder.find(together.as_bytes()).is_some())
            }
        };
        scan(self.within, self.cancelled, String::new, read)
    }

    /// Returns the filters of the texts of events.
    fn trigrams(&self, events: Range<u32>) -> Vec<Trigrams> {
        let mut together = String::new();
        let of = |event| {
            self.write_texts(event, &mut together);
            let mut trigrams = Trigrams::default();
            trigrams.add(together.as_bytes());
            trigrams
        };
        events.map(of).collect()
    }

    /// Writes all texts of an event in lower case: one pass over them is quicker than one over each.
    fn write_texts(&self, event: u32, together: &mut String) {
        together.clear();
        for text in self.texts(event) {
            together.push_str(text);
            together.push('\n');
        }
        if !together.is_ascii() {
            *together = compared(together).into_owned();
        }
        together.make_ascii_lowercase();
    }

    /// Iterates over the title, the summary, the id, and the titles, addresses and publishers of the sources.
    fn texts(&self, event: u32) -> impl Iterator<Item = &str> {
        let event = &self.timeline.events()[event as usize];
        let of_sources = event.sources.iter().flat_map(|source| {
            let publisher = source.publisher.map_or("", |publisher| self.timeline.word(publisher));
            [&*source.title, &*source.url, publisher]
        });
        [&*event.title, &*event.summary, &*event.id].into_iter().chain(of_sources)
    }

    /// Returns the events of `within` whose titles contain a word. For more than half of the events it
    /// searches all titles, which is sequential and therefore faster.
    fn titled(&self, word: &Phrase, within: &RoaringBitmap) -> RoaringBitmap {
        match word.finder() {
            Some(finder) if within.len() > self.index.all.len() / 2 => {
                self.index.with_title(&finder, self.cancelled) & within
            }
            _ => {
                let read = |(): &mut (), event: u32| word.is_in(self.index.title(event));
                scan(within, self.cancelled, || (), read)
            }
        }
    }

    /// Returns the events with a fuzzy match of every word in the title or the name of an actor.
    fn fuzzy(&self, words: &[FuzzyWord]) -> RoaringBitmap {
        let mut matcher = FuzzyMatcher::default();
        let words: Vec<_> = words.iter().map(|word| (word, self.with_actor(word, &mut matcher))).collect();
        let read = |matcher: &mut FuzzyMatcher, event: u32| {
            let in_title = words.iter().filter(|(_, named)| !named.contains(event)).map(|(word, _)| *word);
            in_title.clone().all(|word| word.set.are_in(self.index.letters(event)))
                && in_title.clone().all(|word| word.may_be_in(self.index.title(event)))
                && matcher.has_all(&self.timeline.events()[event as usize].title, in_title)
        };
        self.unless_cancelled(scan(self.within, self.cancelled, FuzzyMatcher::default, read))
    }

    /// Returns the events of the actors whose names a word matches.
    fn with_actor(&self, word: &FuzzyWord, matcher: &mut FuzzyMatcher) -> RoaringBitmap {
        let actors = self.index.values(Facet::Actor).iter();
        actors.filter(|actor| matcher.has_all(&actor.label, [word])).map(|actor| &actor.events).union()
    }
}

/// Returns the events of `within` that pass a test, using every core for many events. `start` creates the
/// state of a thread. Returns no events if `cancelled`.
pub(super) fn scan<T>(
    within: &RoaringBitmap,
    cancelled: &(dyn Fn() -> bool + Sync),
    start: impl Fn() -> T + Sync + Send,
    test: impl Fn(&mut T, u32) -> bool + Sync + Send,
) -> RoaringBitmap {
    let stopped = AtomicBool::new(false);
    let step = |kept: &mut T, step: u32| -> Vec<u32> {
        if stopped.load(Ordering::Relaxed) || cancelled() {
            stopped.store(true, Ordering::Relaxed);
            return Vec::new();
        }
        let first = step * STEP;
        within.range(first..=first + (STEP - 1)).filter(|event| test(kept, *event)).collect()
    };
    let steps = 0..within.max().map_or(0, |last| last / STEP + 1);
    let found: Vec<Vec<u32>> = if within.len() < MANY {
        let mut kept = start();
        steps.map(|number| step(&mut kept, number)).collect()
    } else {
        steps.into_par_iter().map_init(start, step).collect()
    };
    if stopped.into_inner() { RoaringBitmap::new() } else { sorted(found.concat()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Event;
    use crate::query::tests::shipped_like;

    fn titles(needle: &str, titles: &[&str]) -> Vec<String> {
        let events = titles.iter().enumerate().map(|(index, title)| Event {
            id: format!("{index}").into(),
            title: (*title).into(),
            summary: "In the Kremlin".into(),
            ..Event::default()
        });
        let timeline = Timeline::default().with_events(events.collect());
        let all = (0..titles.len() as u32).collect();
        let found = find(&timeline, &Index::new(&timeline), &Needle::new(needle).unwrap(), &all, &|| false);
        found.iter().map(|event| timeline.events()[event as usize].title.to_string()).collect()
    }

    const TITLES: [&str; 4] = [
        "Blinken wants to let Ukraine strike inside Russia with US weapons, NYT reports",
        "Storm Shadow: Cameron says Ukraine has the right",
        "Macron shows a map of bases that SCALP may strike",
        "Київ просить дозволу",
    ];

    #[test]
    fn a_search_forgives_letters_left_out_but_not_letters_strewn_over_a_line() {
        assert_eq!(titles("blnken", &TITLES), TITLES[..1]);
        assert_eq!(titles("ssh", &TITLES), TITLES[1..2]);
        assert_eq!(titles("stormshadow", &TITLES), TITLES[1..2]);
        assert_eq!(titles("russia strike", &TITLES), TITLES[..1]);
        assert_eq!(titles("київ", &TITLES), TITLES[3..]);
        assert_eq!(titles("bandit", &TITLES), [""; 0]);
        assert_eq!(titles("  ", &TITLES), [""; 0]);
    }

    #[test]
    fn a_search_in_quotes_takes_the_letters_as_they_are_and_reads_summaries_too() {
        assert_eq!(titles("\"storm shadow\"", &TITLES), TITLES[1..2]);
        assert_eq!(titles("\"stormshadow", &TITLES), [""; 0]);
        assert_eq!(titles("\"the kremlin\"", &TITLES).len(), 4);
        assert_eq!(titles("\"", &TITLES), [""; 0]);
    }

    #[test]
    fn a_search_between_slashes_is_a_regular_expression_without_case() {
        assert_eq!(titles("/storm sha.ow", &TITLES), TITLES[1..2]);
        assert_eq!(titles(r"/^macron\b.*\bbases/", &TITLES), TITLES[2..3]);
        assert_eq!(titles("/ДОЗВОЛУ$", &TITLES), TITLES[3..]);
        assert_eq!(titles("/THE (sea|kremlin)$", &TITLES).len(), 4, "summaries, too");
        assert_eq!(titles("//", &TITLES), [""; 0]);
        assert_eq!(Needle::new("/a(b").unwrap_err(), "no regular expression: unclosed group");
        assert_eq!(Needle::new("/[a-z]{900}{900}").unwrap_err(), "this regular expression is too large");
    }

    #[test]
    fn an_actor_is_found_by_name_and_words_may_lie_in_title_and_actor() {
        let timeline = shipped_like();
        let all = (0..4).collect();
        let found = |text: &str| {
            find(&timeline, &Index::new(&timeline), &Needle::new(text).unwrap(), &all, &|| false).len()
        };
        assert_eq!(
            (found("blinken"), found("storm blinken"), found("\"antony bl"), found("\"nuclear")),
            (2, 2, 2, 1)
        );
        assert_eq!(
            find(&timeline, &Index::new(&timeline), &Needle::new("storm").unwrap(), &all, &|| true).len(),
            0
        );
    }

    #[test]
    fn a_search_that_no_title_answers_finds_every_text_with_all_the_words() {
        let summary = |number: u32| format!("The Seimas’ vote {number}");
        let event = |number: u32| Event { summary: summary(number).into(), ..Event::default() };
        let timeline = Timeline::default().with_events((0..20_000).map(event).collect());
        let (index, needle) = (Index::new(&timeline), Needle::new("seimas 123").unwrap());
        for within in [timeline.numbers(), (12_000..13_000).collect()] {
            let found = find(&timeline, &index, &needle, &within, &|| false);
            let expected = within.iter().filter(|number| summary(*number).contains("123"));
            assert_eq!(found, expected.collect());
        }
    }

    #[test]
    fn a_scan_on_every_core_finds_what_one_core_finds() {
        let all: RoaringBitmap = (0..100_000).filter(|event| event % 3 > 0).collect();
        let even: RoaringBitmap = all.iter().filter(|event| event % 2 == 0).collect();
        assert_eq!(scan(&all, &|| false, || (), |(), event| event % 2 == 0), even);
    }
}
