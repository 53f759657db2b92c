//! Search in the browser: words as written, else fuzzily; exact text in quotes.

use std::sync::atomic::{AtomicBool, Ordering};

use memchr::memmem::Finder;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern as Fuzzy};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::prelude::*;
use regex::{Regex, RegexBuilder};
use roaring::RoaringBitmap;

use super::ast::{Query, Term, TextScope};
use super::engine::{Index, Letters, sorted};
use super::facet::Facet;
use super::pattern::Pattern;
use super::phrase::Phrase;
use crate::model::Timeline;
use crate::problem::floor;
use crate::text::compared;

/// Number of events from which a scan is shared between cores.
const MANY: u64 = 10_000;
/// Event numbers scanned between two checks for cancellation.
const STEP: u32 = 1 << 13;
/// Score of a matched letter in nucleo's scale. A match needs this much per letter: gaps lower the score,
/// starts of words raise it.
const LETTER: u16 = 16;

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
    /// The words as phrases to find exactly, and as atoms for the fuzzy matcher.
    Words(Vec<Phrase>, Vec<Atom>),
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
        let fuzzy = Fuzzy::new(&compared(text), CaseMatching::Smart, Normalization::Smart, AtomKind::Fuzzy);
        let words = text.split_whitespace().map(|word| Phrase::new(&Pattern::exact(word))).collect();
        let is_empty = fuzzy.atoms.is_empty();
        Ok(Self(if is_empty { NeedleKind::Nothing } else { NeedleKind::Words(words, fuzzy.atoms) }))
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
        NeedleKind::Words(words, atoms) => {
            let ways: [&dyn Fn() -> RoaringBitmap; 3] =
                [&|| search.written(words), &|| search.anywhere(words), &|| search.fuzzy(atoms)];
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
            let mut found = RoaringBitmap::new();
            for facet in [Facet::Actor, Facet::Kind, Facet::Tag] {
                let values = self.index.values(facet).iter().filter(|value| word.is_in(&value.label));
                values.for_each(|value| found |= &value.events);
            }
            found &= &left;
            let more = self.titled(word, &(&left - &found));
            left = found | more;
        }
        self.unless_cancelled(left)
    }

    /// Returns the events of which an actor, kind or tag, or a text of [`Self::texts`], matches.
    fn matching(&self, regex: &Regex) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for facet in [Facet::Actor, Facet::Kind, Facet::Tag] {
            let values =
                self.index.values(facet).iter().filter(|value| regex.is_match(&compared(&value.label)));
            values.for_each(|value| found |= &value.events);
        }
        let found = found & self.within;
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
        // One pass over all texts of an event in lower case is quicker than one over each as it is written.
        let read = |together: &mut String, event: u32| {
            together.clear();
            for text in self.texts(event) {
                together.push_str(text);
                together.push('\n');
            }
            if !together.is_ascii() {
                *together = compared(together).into_owned();
            }
            together.make_ascii_lowercase();
            finders.iter().all(|finder| finder.find(together.as_bytes()).is_some())
        };
        scan(self.within, self.cancelled, String::new, read)
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
    fn fuzzy(&self, atoms: &[Atom]) -> RoaringBitmap {
        let mut hunt = FuzzyMatcher::new();
        let mut words: Vec<Word> = atoms.iter().map(|atom| self.word(atom, &mut hunt)).collect();
        // Long words are in few titles, so testing them first skips most other tests.
        words.sort_by_key(|word| std::cmp::Reverse(word.letters.len()));
        let read = |hunt: &mut FuzzyMatcher, event: u32| {
            let may_have = |word: &Word| {
                let letters_are_there = word.set.are_in(self.index.letters(event));
                word.named.contains(event) || (letters_are_there && word.may_be_in(self.index.title(event)))
            };
            let title = &self.timeline.events()[event as usize].title;
            words.iter().all(may_have) && hunt.has_all(&words, event, title)
        };
        self.unless_cancelled(scan(self.within, self.cancelled, FuzzyMatcher::new, read))
    }

    fn word<'a>(&self, atom: &'a Atom, hunt: &mut FuzzyMatcher) -> Word<'a> {
        let actors = self.index.values(Facet::Actor).iter();
        let mut named = RoaringBitmap::new();
        actors.filter(|actor| hunt.is_in(atom, &actor.label)).for_each(|actor| named |= &actor.events);
        let text = atom.needle_text();
        let letters = text.chars().map(|letter| letter.to_ascii_lowercase()).collect();
        Word { atom, letters, set: Letters::of(&text.to_string()), named }
    }
}

/// Word to match fuzzily.
struct Word<'a> {
    atom: &'a Atom,
    /// Letters of the word in lower case.
    letters: Vec<char>,
    set: Letters,
    /// Events of the actors whose names match.
    named: RoaringBitmap,
}

impl Word<'_> {
    /// Returns whether the letters occur in `text` in order, or `text` is not ASCII: a cheap prefilter
    /// without false negatives. ASCII letters of `text` must be in lower case.
    fn may_be_in(&self, text: &str) -> bool {
        if !text.is_ascii() {
            return true;
        }
        let mut letters = text.bytes().map(char::from);
        self.letters.iter().all(|wanted| letters.any(|letter| letter == *wanted))
    }
}

/// Most bytes of a title or name that the fuzzy matcher reads; real ones are far shorter.
const FUZZY_BYTES: usize = 1_000;

/// Fuzzy matcher with its reusable buffer.
struct FuzzyMatcher {
    matcher: Matcher,
    letters: Vec<char>,
}

impl FuzzyMatcher {
    fn new() -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT), letters: Vec::new() }
    }

    /// Returns whether every word matches the title of an event or the name of one of its actors.
    fn has_all(&mut self, words: &[Word], event: u32, title: &str) -> bool {
        words.iter().all(|word| self.is_in(word.atom, title) || word.named.contains(event))
    }

    /// Returns whether the letters of `atom` occur in `text` in order and close enough together.
    fn is_in(&mut self, atom: &Atom, text: &str) -> bool {
        let text = &text[..floor(text, FUZZY_BYTES)];
        let letters = atom.needle_text().len() as u16;
        let score = atom.score(Utf32Str::new(&compared(text), &mut self.letters), &mut self.matcher);
        score.is_some_and(|score| score >= letters.saturating_mul(LETTER))
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
    fn a_scan_on_every_core_finds_what_one_core_finds() {
        let all: RoaringBitmap = (0..100_000).filter(|event| event % 3 > 0).collect();
        let even: RoaringBitmap = all.iter().filter(|event| event % 2 == 0).collect();
        assert_eq!(scan(&all, &|| false, || (), |(), event| event % 2 == 0), even);
    }
}
