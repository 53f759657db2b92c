//! Property tests that compare the index with a reference implementation reading every event.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use strum::{EnumCount, IntoEnumIterator};

use super::shipped_like;
use crate::model::{
    Actor, ActorNo, Certainty, Clock, Country, Date, Effect, Event, Link, Member, Moment, Office,
    Participation, Policy, PolicyNo, Principal, Source, Tenure, Text, Timeline, Word,
};
use crate::query::ast::{Comparison, Operator, Property, Query, Term, TextScope};
use crate::query::engine::Index;
use crate::query::facet::{Facet, FacetValue};
use crate::query::fields::{Measure, names};
use crate::query::pattern::{Pattern, lower};
use crate::query::when::When;
use crate::text::path_name;

const DATES: [&str; 24] = [
    "2024",
    "2024-05",
    "2024-05-22",
    "2024-05~",
    "2024-05-22?",
    "2023%",
    "2022/2025",
    "2024-05-22/..",
    "../2024-05",
    "2023-05/",
    "/2024",
    "-0044",
    "-0044-03-15",
    "202X",
    "2024-21",
    "2024-05-22T14:30:00Z",
    "2023-12-31",
    "-0100/2024-05-21",
    "-0500/-0044",
    "../-0044",
    "-0044-03-15/..",
    "2024-05-XX",
    "2024-05-22%",
    "2024-05-13~/2024-05-20?",
];
const WORDS: [&str; 8] =
    ["decision", "Decision", "speaker / host", "host", "storm shadow", "us-b", "c*", "Zürich or"];
const TEXTS: [&str; 9] = ["", "Kyiv", "kyiv Storm", "Zürich", "us", "a or b", "\"q\" \\", "c*d", "host"];

/// Source of random decisions for events and queries.
struct Rolls(std::vec::IntoIter<u16>);

impl Rolls {
    fn below(&mut self, most: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % most
    }

    fn some<T>(&mut self, most: usize, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    fn date(&mut self) -> Option<Date> {
        let number = self.below(DATES.len() + 3);
        DATES.get(number).and_then(|text| Date::parse(text).ok())
    }

    fn text(&mut self) -> Text {
        TEXTS[self.below(TEXTS.len())].into()
    }

    fn word(&mut self, words: &[Word]) -> Word {
        words[self.below(words.len())]
    }

    fn event(&mut self, words: &[Word]) -> Event {
        let (date, title, summary) = (self.date(), self.text(), self.text());
        Event {
            id: format!("{}-{}", ["us", "gb"][self.below(2)], self.below(9)).into(),
            date,
            title,
            summary,
            kind: self.some(1, |rolls| rolls.word(words)).pop(),
            importance: self.some(1, |rolls| rolls.below(6) as u8).pop(),
            actors: self.some(3, |rolls| Participation {
                actor: ActorNo(rolls.below(4) as u32),
                role: rolls.some(1, |rolls| rolls.word(words)).pop(),
                extra: Vec::new(),
            }),
            countries: self.some(2, |rolls| Country::from_code(["UA", "RU"][rolls.below(2)]).unwrap()),
            tags: self.some(3, |rolls| rolls.word(words)),
            effects: self.some(2, |rolls| Effect {
                policy: PolicyNo(rolls.below(2) as u32),
                status: rolls.word(words),
                was: None,
                note: "".into(),
                from: None,
                extra: Vec::new(),
            }),
            clocks: Clock::iter().filter_map(|clock| Some((clock, self.date()?))).collect(),
            links: self.some(2, |rolls| Link { relation: rolls.word(words), to: "x".into() }),
            certainty: Certainty::iter().nth(self.below(6)),
            sources: self.some(2, |rolls| Source {
                publisher: rolls.some(1, |rolls| rolls.word(words)).pop(),
                weak: rolls.below(2) == 0,
                date: rolls.date(),
                ..Source::default()
            }),
            ..Event::default()
        }
    }

    fn when(&mut self) -> When {
        let single = |date: Option<Date>| date.filter(|date| !date.is_interval());
        let (from, to) = (self.date(), self.date());
        let when = match self.below(3) {
            0 => from.map(When::on),
            _ => When::between(single(from), single(to)),
        };
        let when = when.unwrap_or_else(|| When::between(None, None).unwrap());
        if self.below(3) == 0 { when.surely() } else { when }
    }

    fn pattern(&mut self) -> Pattern {
        const GLOBS: [&str; 6] = ["us-*", "*", "*host*", "ki*v", "u*", "*s"];
        const NAMES: [&str; 8] = ["us", "UK", "blinken", "ua", "confirmed", "GB", "p1", "speaker"];
        match self.below(4) {
            0 => Pattern::glob(GLOBS[self.below(GLOBS.len())]),
            1 => Pattern::exact(WORDS[self.below(WORDS.len())]),
            2 => Pattern::exact(TEXTS[1 + self.below(TEXTS.len() - 1)]),
            _ => Pattern::exact(NAMES[self.below(NAMES.len())]),
        }
    }

    /// Returns one to three items.
    fn several<T>(&mut self, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..=self.below(3)).map(|_| make(self)).collect()
    }

    fn term(&mut self) -> Term {
        let mut patterns = self.some(2, Self::pattern);
        patterns.push(self.pattern());
        let facet = Facet::iter().nth(self.below(Facet::COUNT + 3));
        let whens = self.several(Self::when);
        let known: Vec<When> = whens.iter().filter(|when| when.is_one_date()).cloned().collect();
        match (facet, self.below(8)) {
            (_, 7) if !known.is_empty() => Term::Known(known),
            (Some(Facet::Certainty), _) => {
                let words = ["confirmed", "Disputed", "reported"];
                Term::Value(Facet::Certainty, self.several(|rolls| Pattern::exact(words[rolls.below(3)])))
            }
            (Some(facet), 0..5) => Term::Value(facet, patterns),
            (_, 0) => Term::Status(patterns),
            (_, 1) => Term::Id(patterns),
            (_, 2) => Term::Text([TextScope::Anywhere, TextScope::Title][self.below(2)], patterns),
            (_, 3 | 5) => Term::Date(None, whens),
            (_, 4) => Term::Date(Clock::iter().nth(self.below(5)), whens),
            (_, _) if self.below(2) == 0 => {
                let measure = Measure::iter().nth(self.below(Measure::COUNT)).unwrap();
                let comparison = |rolls: &mut Self| Comparison {
                    operator: Operator::SIGNS[rolls.below(5)].1,
                    number: rolls.below(6) as u32,
                };
                Term::Number(measure, self.several(comparison))
            }
            _ => Term::Is(
                self.several(|rolls| Property::iter().nth(rolls.below(Property::iter().count())).unwrap()),
            ),
        }
    }

    fn query(&mut self, depth: usize) -> Query {
        match self.below(if depth == 0 { 1 } else { 4 }) {
            0 => Query::Term(self.term()),
            1 => Query::not(self.query(depth - 1)),
            2 => Query::and([self.query(depth - 1), self.query(depth - 1)]),
            _ => Query::or([self.query(depth - 1), self.query(depth - 1)]),
        }
    }
}

fn timeline(events: Vec<Vec<u16>>) -> Timeline {
    let mut timeline = Timeline::default();
    let words: Vec<Word> = WORDS.iter().map(|word| timeline.words.add(word)).collect();
    timeline.actors = shipped_like().actors;
    let country = |code| Country::from_code(code).unwrap();
    let tenure = |from| Tenure { from: Date::parse(from).ok(), to: None };
    let abroad = Office {
        principal: Some(Principal::Country(country("UA"))),
        tenure: tenure("2024-05-20"),
        ..Office::default()
    };
    let inside = Office { principal: Some(Principal::Actor(ActorNo(4))), ..Office::default() };
    timeline.actors[1].offices = vec![abroad, inside];
    let member = |code, from| Member { country: country(code), tenure: tenure(from), extra: Vec::new() };
    timeline.actors[3].members = vec![member("US", "2024"), member("RU", "")];
    timeline.actors[4].members = vec![member("UA", "2024-05-22")];
    let policy = |id: &str, topic| Policy { id: id.into(), title: "US b".into(), topic, ..Policy::default() };
    timeline.policies = vec![policy("p1", Some(words[0])), policy("us-b", None)];
    let events = events.into_iter().map(|rolls| Rolls(rolls.into_iter()).event(&words));
    let mut events: Vec<Event> = events.collect();
    // Enough events that blocks are skipped and sparse values occur.
    let copies = 1 + 200 / events.len().max(1);
    events = events.iter().cycle().take(events.len() * copies).cloned().collect();
    timeline.with_events(events)
}

/// Returns the values of an event in a facet, each as key, label and aliases, read from the model.
fn plain_values(timeline: &Timeline, facet: Facet, event: &Event) -> Vec<Vec<String>> {
    let word = |word: Word| vec![timeline.word(word).to_owned()];
    let policies = || event.effects.iter().map(|effect| timeline.policy(effect.policy));
    match facet {
        Facet::Country => {
            let countries = timeline.countries_of(event).into_iter();
            countries.map(|country| vec![country.code().to_owned(), country.name().to_owned()]).collect()
        }
        Facet::Member => {
            let bodies = timeline.memberships_of(event).into_iter();
            bodies.map(|body| actor_names(timeline.actor(body))).collect()
        }
        Facet::Actor => event.actors.iter().map(|part| actor_names(timeline.actor(part.actor))).collect(),
        Facet::Role => {
            let roles = event.actors.iter().filter_map(|part| part.role);
            roles
                .flat_map(|role| timeline.word(role).split(" / "))
                .map(|part| vec![part.to_owned()])
                .collect()
        }
        Facet::Kind => event.kind.into_iter().map(word).collect(),
        Facet::Tag => event.tags.iter().copied().map(word).collect(),
        Facet::Topic => policies().filter_map(|policy| policy.topic).map(word).collect(),
        Facet::Policy => {
            policies().map(|policy| vec![policy.id.to_string(), policy.title.to_string()]).collect()
        }
        Facet::Certainty => event.certainty.iter().map(|word| vec![word.word().to_owned()]).collect(),
        Facet::File => {
            let file = timeline.files.get(event.place.file as usize).map(|path| path_name(path));
            let name =
                |path: String| vec![path.clone(), path.rsplit('/').next().unwrap_or_default().to_owned()];
            file.map(name).into_iter().collect()
        }
        Facet::Publisher => event.sources.iter().filter_map(|source| source.publisher).map(word).collect(),
    }
}

fn actor_names(actor: &Actor) -> Vec<String> {
    let names = [&actor.id, &actor.name].into_iter().chain(&actor.aliases);
    names.map(ToString::to_string).collect()
}

/// Ranks a match: 0 by key or glob, 1 by another name, 2 by the start of a word.
fn rank(names: &[String], pattern: &Pattern) -> Option<u8> {
    let text = lower(pattern.text());
    if pattern.is_glob() {
        return names.iter().any(|name| pattern.fits(name)).then_some(0);
    }
    let begins = |name: &String| {
        let name = lower(name);
        let starts = name.char_indices().map(|(at, _)| at);
        let mut starts = starts.filter(|at| !name[..*at].ends_with(char::is_alphanumeric));
        starts.any(|at| name[at..].starts_with(&text))
    };
    match names.iter().position(|name| lower(name) == text) {
        Some(0) => Some(0),
        Some(_) => Some(1),
        None => names.iter().any(begins).then_some(2),
    }
}

fn plain_value(timeline: &Timeline, facet: Facet, event: &Event, pattern: &Pattern) -> bool {
    let country = (facet == Facet::Country && !pattern.is_glob()).then(|| Country::find(pattern.text()));
    if let Some(country) = country.flatten() {
        return timeline.countries_of(event).contains(&country);
    }
    let mut known: Vec<Vec<String>> =
        timeline.events().iter().flat_map(|event| plain_values(timeline, facet, event)).collect();
    if facet == Facet::Actor {
        known.extend(timeline.actors.iter().map(actor_names));
    }
    if facet == Facet::Policy {
        known.extend(timeline.policies.iter().map(|p| vec![p.id.to_string(), p.title.to_string()]));
    }
    let best = known.iter().filter_map(|names| rank(names, pattern)).min();
    let values = plain_values(timeline, facet, event);
    best.is_some() && values.iter().any(|names| rank(names, pattern) == best)
}

fn plain_text(text: &str, pattern: &Pattern) -> bool {
    let mut rest = lower(text);
    pattern.pieces().iter().all(|piece| match rest.find(piece.as_str()) {
        Some(at) => {
            rest = rest.split_off(at + piece.len());
            true
        }
        None => false,
    })
}

fn plain_term(timeline: &Timeline, term: &Term, event: &Event) -> bool {
    match term {
        Term::Value(facet, all) => all.iter().any(|one| plain_value(timeline, *facet, event, one)),
        Term::Id(all) => all.iter().any(|one| one.fits(&event.id)),
        Term::Status(all) => {
            let statuses = |event: &Event| -> Vec<Vec<String>> {
                let effects = event.effects.iter();
                effects.map(|effect| vec![timeline.word(effect.status).to_owned()]).collect()
            };
            all.iter().any(|one| {
                let known = timeline.events().iter().flat_map(statuses);
                let best = known.filter_map(|names| rank(&names, one)).min();
                best.is_some() && statuses(event).iter().any(|names| rank(names, one) == best)
            })
        }
        Term::Text(place, all) => all.iter().any(|one| {
            let names = event.actors.iter().map(|part| &*timeline.actor(part.actor).name);
            let tags = event.tags.iter().map(|tag| timeline.word(*tag));
            let mut around = names.chain(tags).chain([&*event.summary]);
            plain_text(&event.title, one)
                || (*place == TextScope::Anywhere && around.any(|text| plain_text(text, one)))
        }),
        Term::Date(None, all) => event.date.iter().any(|date| all.iter().any(|when| when.takes(date))),
        Term::Date(Some(clock), all) => {
            let mut dates = event.clocks.iter().filter(|(other, _)| other == clock);
            dates.any(|(_, date)| all.iter().any(|when| when.takes(date)))
        }
        Term::Known(all) => all.iter().any(|when| {
            let begun = event.date.iter().all(|date| date.earliest() <= when.to());
            event.sources.iter().any(|source| match &source.date {
                Some(date) if when.surely => date.surely_within(Moment::FIRST, when.to()),
                Some(date) => date.latest() <= when.to() || (begun && date.earliest() <= when.to()),
                None => !when.surely && begun,
            })
        }),
        Term::Number(measure, all) => all.iter().any(|one| one.takes(measure.of(event))),
        Term::Is(all) => all.iter().any(|quality| quality.is_of(event)),
    }
}

fn plainly(timeline: &Timeline, query: &Query, event: &Event) -> bool {
    match query {
        Query::Everything => true,
        Query::Term(term) => plain_term(timeline, term, event),
        Query::Not(inner) => !plainly(timeline, inner, event),
        Query::And(parts) => parts.iter().all(|part| plainly(timeline, part, event)),
        Query::Or(parts) => parts.iter().any(|part| plainly(timeline, part, event)),
    }
}

fn rolls() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 60)
}

/// Guards the properties below: a term that is never generated would not be tested.
#[test]
fn every_kind_of_term_date_and_event_is_among_those_rolled() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut rolled = || rolls().new_tree(&mut runner).unwrap().current();
    let terms: Vec<Term> = (0..3_000).map(|_| Rolls(rolled().into_iter()).term()).collect();
    let kinds: std::collections::BTreeSet<String> = terms
        .iter()
        .map(|term| match term {
            Term::Is(_) => "is".to_owned(),
            term => term.to_string().split(':').next().unwrap().to_owned(),
        })
        .collect();
    for field in names() {
        assert!(kinds.contains(field), "{field} is in none of {kinds:?}");
    }
    DATES.iter().for_each(|date| assert!(Date::parse(date).is_ok(), "{date}"));
    let whens =
        || terms.iter().filter_map(|term| if let Term::Date(_, whens) = term { Some(whens) } else { None });
    for wanted in ["!", "-0", "..", "~", "?", "%", "X", "/", "T14"] {
        assert!(whens().flatten().any(|when| when.to_string().contains(wanted)), "{wanted}");
    }
}

proptest! {
    #[test]
    fn the_index_finds_what_reading_every_event_finds(
        events in proptest::collection::vec(rolls(), 0..12),
        query in proptest::collection::vec(any::<u16>(), 120),
        clock in proptest::sample::select([None].into_iter().chain(Clock::iter().map(Some)).collect::<Vec<_>>()),
    ) {
        let timeline = timeline(events).placed_by(clock);
        let query = Rolls(query.into_iter()).query(2);
        let found: Vec<u32> = Index::new(&timeline).run(&timeline, &query).iter().collect();
        let mut seen = std::collections::HashMap::new();
        let plain: Vec<u32> = (0..timeline.len() as u32)
            .filter(|number| {
                let event = &timeline.events()[*number as usize];
                *seen.entry(format!("{event:?}")).or_insert_with(|| plainly(&timeline, &query, event))
            })
            .collect();
        prop_assert_eq!(found, plain, "{}", query);
    }

    #[test]
    fn a_printed_query_reads_back_as_the_same_query(query in proptest::collection::vec(any::<u16>(), 200)) {
        let query = Rolls(query.into_iter()).query(4);
        prop_assert_eq!(Query::parse(&query.to_string(), Moment(0)), Ok(query));
    }

    #[test]
    fn a_facet_counts_what_choosing_each_of_its_values_would_give(
        events in proptest::collection::vec(rolls(), 1..12),
        query in proptest::collection::vec(any::<u16>(), 60),
    ) {
        let timeline = timeline(events);
        let index = Index::new(&timeline);
        let under = index.run(&timeline, &Rolls(query.into_iter()).query(1));
        for facet in Facet::iter() {
            let each = |value: &FacetValue| {
                let has = |event: &u32| {
                    let event = &timeline.events()[*event as usize];
                    plain_values(&timeline, facet, event).iter().any(|names| names[0] == value.key)
                };
                under.iter().filter(has).count() as u64
            };
            let counted: Vec<u64> = index.values(facet).iter().map(each).collect();
            prop_assert_eq!(index.counts(facet, &under), counted, "{:?}", facet);
        }
    }
}
