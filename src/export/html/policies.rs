//! The policies of the page: a table of their statuses on a day, and their history for the script.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use maud::{Markup, html};
use serde::Serialize;

use super::super::markup::plain;
use super::super::picture::class;
use super::entry::linked_event;
use super::page::Page;
use crate::history::{
    FirstMovers, History, NOT_CERTAIN, Since, State, Step, Track, first_movers_heading, usual_status,
};
use crate::layout::Shade;
use crate::model::date::day_words;
use crate::model::{Date, EventNo, Moment, Timeline, Word};

/// The policies as JSON for the script. Days are given by their first second, in seconds since 1970.
#[derive(Serialize)]
pub struct Policies {
    /// The first and last day of the timeline.
    from: i64,
    to: i64,
    /// The day shown at first.
    day: i64,
    #[serde(rename = "policies")]
    tracks: Vec<Tracked>,
    /// The events that affect the policies but are not on the page. Their numbers follow those of the page's
    /// events.
    elsewhere: Vec<Elsewhere>,
}

/// The history of a policy.
#[derive(Serialize)]
struct Tracked {
    id: String,
    title: String,
    owner: String,
    topic: Option<String>,
    /// The distinct answers to "what was the status?", referred to by index.
    answers: Vec<Answer>,
    /// The direction of the change for each pair of answers; empty for equal answers.
    ways: Vec<Vec<&'static str>>,
    /// The states in chronological order, each valid from its day on.
    states: Vec<Stated>,
    /// The changes between two days.
    turns: Vec<Turn>,
}

/// The possible statuses on a day.
#[derive(Serialize, PartialEq)]
struct Answer {
    words: String,
    /// Every possible status, the likely one last; `null` for a status not on record.
    possible: Vec<Option<String>>,
    /// The CSS classes of the bar, empty if no status is on record.
    shades: Vec<&'static str>,
}

/// A state with the steps that explain it.
#[derive(Serialize)]
struct Stated {
    /// The first day; `null` for the time before the first step.
    from: Option<i64>,
    answer: usize,
    certain: bool,
    by: Vec<By>,
    next: Option<By>,
}

/// A step in words, with the number of its event.
#[derive(Serialize)]
struct By {
    words: String,
    event: usize,
}

/// A change, with the first and last possible second.
#[derive(Serialize)]
struct Turn {
    earliest: Option<i64>,
    latest: Option<i64>,
    status: Option<String>,
    #[serde(flatten)]
    by: By,
}

#[derive(Serialize)]
struct Elsewhere {
    title: String,
}

/// Numbers events by their index on the page, then those that are not on it.
struct Numbering<'p> {
    page: &'p Page<'p>,
    elsewhere: IndexSet<EventNo>,
}

impl Numbering<'_> {
    fn number(&mut self, event: EventNo) -> usize {
        if let Some(place) = self.page.place(event) {
            return place;
        }
        self.page.export.events.len() + self.elsewhere.insert_full(event).0
    }

    fn event(&self, number: usize) -> EventNo {
        let events = &self.page.export.events;
        events.get(number).copied().unwrap_or_else(|| self.elsewhere[number - events.len()])
    }
}

/// The policies of a page, for its data and its tables.
pub struct PagePolicies<'p> {
    numbering: Numbering<'p>,
    history: History,
    pub data: Policies,
}

impl<'p> PagePolicies<'p> {
    /// Collects the policies that the filter names or the events affect, grouped by topic. `None` if there
    /// are none or no event is dated. Their history comes from the whole timeline, whatever the filter.
    pub fn of(page: &'p Page<'p>) -> Option<Self> {
        let export = page.export;
        let timeline = export.timeline;
        let (first, last) = timeline.span()?;
        let (_, day) = export.days()?;
        let history = History::of(timeline);
        let mut numbering = Numbering { page, elsewhere: IndexSet::new() };
        let mut policies = export.shown_policies();
        let topics: Vec<Option<Word>> =
            policies.iter().map(|policy| timeline.policy(*policy).topic).collect();
        let place: BTreeMap<Option<Word>, usize> =
            topics.iter().enumerate().rev().map(|(at, topic)| (*topic, at)).collect();
        policies.sort_by_key(|policy| place[&timeline.policy(*policy).topic]);
        let tracks = policies.iter().map(|policy| history.track(*policy));
        let tracked: Vec<Tracked> =
            tracks.map(|track| Tracked::of(timeline, track, &mut numbering)).collect();
        let title = |event: &EventNo| Elsewhere { title: plain(&timeline.event(*event).title) };
        let data = Policies {
            from: first.day_start().0,
            to: last.day_start().0,
            day: day.min(last).max(first).day_start().0,
            elsewhere: numbering.elsewhere.iter().map(title).collect(),
            tracks: tracked,
        };
        (!data.tracks.is_empty()).then_some(Self { numbering, history, data })
    }

    fn timeline(&self) -> &'p Timeline {
        self.numbering.page.export.timeline
    }

    /// Renders the section: the table of statuses on a day, and who moved first on each topic.
    pub fn section(&self) -> Markup {
        let day = day_words(Moment(self.data.day));
        let is_whole = self.numbering.page.export.is_whole();
        html! {
            section id="policies" class="policies" aria-labelledby="policies-heading" {
                h2 id="policies-heading" { "Policies" }
                div id="day-tools" class="tools" hidden {}
                p id="day-count" role="status" class="quiet" {}
                div class="scroll" tabindex="0" role="region" aria-labelledby="day-words" {
                    table id="statuses" {
                        caption id="day-words" { "What each policy was on " (day) }
                        thead { tr {
                            th scope="col" { "Policy" }
                            th scope="col" class="was" hidden { "Before" }
                            th scope="col" class="status" { "Status" }
                            th scope="col" class="since" { "Since" }
                            th scope="col" class="next" { "Next change" }
                        } }
                        (self.rows())
                    }
                }
                p class="quiet" {
                    @if self.data.tracks.iter().any(|policy| policy.states.iter().any(|state| !state.certain)) {
                        "Not certain: " (NOT_CERTAIN) ". "
                    }
                    @if !is_whole { "The statuses are those of the whole record, not only of the events of this page." }
                }
                @for topic in self.topics() { (self.first_movers(topic)) }
            }
        }
    }

    /// Renders the rows of the table, grouped by topic.
    fn rows(&self) -> Markup {
        let rows: Vec<(usize, &Tracked)> = self.data.tracks.iter().enumerate().collect();
        html! {
            @for group in rows.chunk_by(|(_, one), (_, next)| one.topic == next.topic) {
                tbody {
                    @if let Some(topic) = &group[0].1.topic {
                        tr class="topic" { th scope="rowgroup" colspan="5" { (topic) } }
                    }
                    @for (at, policy) in group { (self.row(*at, policy)) }
                }
            }
        }
    }

    fn row(&self, at: usize, policy: &Tracked) -> Markup {
        let is_past = |state: &&Stated| state.from.is_none_or(|from| from <= self.data.day);
        let state = policy.states.iter().rev().find(is_past);
        html! {
            tr data-policy=(at) {
                th scope="row" {
                    @if !policy.owner.is_empty() { span class="owner" { (policy.owner) } " " }
                    (policy.title)
                }
                td class="was" hidden {}
                @if let Some(state) = state {
                    td class="status" { (answer(&policy.answers[state.answer], state.certain)) }
                    td class="since" { @for by in &state.by { (self.by(by)) } }
                    td class="next" { @if let Some(by) = &state.next { (self.by(by)) } }
                } @else { td class="status" {} td class="since" {} td class="next" {} }
            }
        }
    }

    fn by(&self, by: &By) -> Markup {
        html! { p { (by.words) ": " (linked_event(self.numbering.page, self.numbering.event(by.event))) } }
    }

    /// Returns the topics with several comparable policies.
    fn topics(&self) -> BTreeSet<Word> {
        let timeline = self.timeline();
        let shared =
            |topic: &Word| timeline.policies.iter().filter(|policy| policy.topic == Some(*topic)).count() > 1;
        let export = self.numbering.page.export;
        export
            .shown_policies()
            .iter()
            .filter_map(|policy| timeline.policy(*policy).topic)
            .filter(shared)
            .collect()
    }

    /// Renders who first reached the usual status of a topic; nothing if the topic has none.
    fn first_movers(&self, topic: Word) -> Markup {
        let timeline = self.timeline();
        let Some(status) = usual_status(timeline, topic) else { return html! {} };
        let race = FirstMovers::of(timeline, &self.history, topic, status);
        html! {
            details class="movers" {
                summary { (plain(&first_movers_heading(timeline, topic, status))) }
                div class="scroll" tabindex="0" role="region" aria-label={ "First movers on " (plain(timeline.word(topic))) } {
                    table {
                        thead { tr {
                            th scope="col" { "Date" } th scope="col" { "After the first" }
                            th scope="col" { "Policy" } th scope="col" { "By" }
                        } }
                        tbody {
                            @for place in race.places(timeline, status) {
                                @let policy = timeline.policy(place.policy);
                                tr {
                                    td { (plain(&place.step.and_then(|step| step.date(timeline).map(Date::words)).unwrap_or(place.date))) }
                                    td { (place.lag) @if let Some(order) = place.order { " (" (order.word()) ")" } }
                                    th scope="row" {
                                        span class="owner" { (plain(&timeline.owner_names(policy))) } " " (plain(&policy.title))
                                    }
                                    td { @if let Some(step) = place.step { (linked_event(self.numbering.page, step.event)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn answer(answer: &Answer, certain: bool) -> Markup {
    let height = |shade: usize| 12.0 / answer.shades.len() as f64 * shade as f64;
    html! {
        svg class="key swatch" viewBox="0 0 22 12" aria-hidden="true" {
            @for (at, shade) in answer.shades.iter().enumerate().filter(|(_, shade)| !shade.is_empty()) {
                rect class={ "fill " (shade) } width="22" y=(height(at)) height=(height(1)) {}
            }
        }
        (answer.words)
        @if !certain { " " span class="doubt" { "not certain" } }
    }
}

impl Tracked {
    fn of(timeline: &Timeline, track: &Track, numbering: &mut Numbering) -> Self {
        let policy = timeline.policy(track.policy);
        let (mut answers, mut days, mut states) = (Vec::<Answer>::new(), Vec::new(), Vec::<Stated>::new());
        for (day, state) in track.by_day() {
            let answer = Answer::of(timeline, track, &state);
            let known = answers.iter().position(|known| *known == answer);
            let answer = known.unwrap_or_else(|| {
                answers.push(answer);
                days.push(day);
                answers.len() - 1
            });
            let from = day.is_finite().then_some(day.0);
            states.push(Stated::of(timeline, &state, (from, answer), numbering));
        }
        let way = |from, to| track.change(timeline, from, to).map_or("", |change| change.way_words());
        let ways = days.iter().map(|from| days.iter().map(|to| way(*from, *to)).collect()).collect();
        let turns = track.turns().map(|step| Turn {
            earliest: step.earliest.is_finite().then_some(step.earliest.0),
            latest: step.latest.is_finite().then_some(step.latest.0),
            status: step.status.map(|status| plain(timeline.word(status))),
            by: By::becoming(timeline, step, numbering),
        });
        Self {
            id: plain(&policy.id),
            title: plain(&policy.title),
            owner: plain(&timeline.owner_names(policy)),
            topic: policy.topic.map(|topic| plain(timeline.word(topic))),
            turns: turns.collect(),
            answers,
            ways,
            states,
        }
    }
}

impl Answer {
    fn of(timeline: &Timeline, track: &Track, state: &State) -> Self {
        let shade = |status: &Option<Word>| class(Shade::of(timeline, track, *status)).unwrap_or_default();
        let word = |status: &Option<Word>| status.map(|status| plain(timeline.word(status)));
        let statuses = state.statuses();
        Self {
            words: plain(&state.words(timeline)),
            possible: statuses.iter().map(word).collect(),
            shades: statuses.iter().map(shade).collect(),
        }
    }
}

impl Stated {
    fn of(
        timeline: &Timeline,
        state: &State,
        (from, answer): (Option<i64>, usize),
        numbering: &mut Numbering,
    ) -> Self {
        let by = if state.is_open() {
            let several = state.origins().map(|step| By::beginning(timeline, step, numbering));
            several.collect()
        } else {
            By::since(timeline, state.since(), numbering).into_iter().collect()
        };
        let next = state.next().map(|step| By::becoming(timeline, step, numbering));
        Self { from, answer, certain: state.certain, by, next }
    }
}

impl By {
    fn of(words: &str, step: &Step, numbering: &mut Numbering) -> Self {
        Self { words: plain(words), event: numbering.number(step.event) }
    }

    /// Formats the start of a status: `22 May 2024`, `before 24 April 2024`, or `after 30 June 2024`
    /// following an expiry.
    fn since(timeline: &Timeline, since: Since, numbering: &mut Numbering) -> Option<Self> {
        let step = since.step()?;
        let date = step.date_in_words(timeline);
        let words = match since {
            Since::Before(_) => format!("before {date}"),
            _ if step.is_expiry() => format!("after {date}"),
            _ => date,
        };
        Some(Self::of(&words, step, numbering))
    }

    /// Formats a step as the start of its status: `banned since 2 May 2024`.
    fn beginning(timeline: &Timeline, step: &Step, numbering: &mut Numbering) -> Self {
        let words = format!("{} since {}", step.status_words(timeline), step.date_in_words(timeline));
        Self::of(&words, step, numbering)
    }

    /// Formats a step as a coming change: `17 November 2024 permitted`.
    fn becoming(timeline: &Timeline, step: &Step, numbering: &mut Numbering) -> Self {
        let words = format!("{} {}", step.date_in_words(timeline), step.status_words(timeline));
        Self::of(&words, step, numbering)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::fixtures;
    use crate::load::builtin;

    /// Finds the state on a day as the script does: the last one that starts on or before it.
    fn on(policy: &Tracked, day: i64) -> &Stated {
        policy.states.iter().rev().find(|state| state.from.is_none_or(|from| from <= day)).unwrap()
    }

    #[test]
    fn the_data_tell_of_every_day_what_the_history_tells() {
        let timeline = builtin().timeline;
        let export = fixtures::export(&timeline);
        let page = Page::of(&export);
        let policies = PagePolicies::of(&page).unwrap();
        let history = History::of(&timeline);
        assert_eq!(policies.data.tracks.len(), timeline.policies.len());
        for policy in &policies.data.tracks {
            let number = timeline.policies.iter().position(|known| *known.id == policy.id).unwrap();
            let track = &history.tracks()[number];
            for day in (policies.data.from..=policies.data.to).step_by(86_400) {
                let (state, found) = (track.on(Moment(day)), on(policy, day));
                assert_eq!(policy.answers[found.answer].words, state.words(&timeline), "{}", policy.id);
                assert_eq!(found.certain, state.certain, "{} {}", policy.id, Moment(day).iso_day());
                let by: Vec<EventNo> = found.by.iter().map(|by| policies.numbering.event(by.event)).collect();
                let told_by: Vec<EventNo> = if state.is_open() {
                    state.origins().map(|step| step.event).collect()
                } else {
                    state.since().step().into_iter().map(|step| step.event).collect()
                };
                assert_eq!(by, told_by, "{} {}", policy.id, Moment(day).iso_day());
            }
        }
    }

    #[test]
    fn the_ways_between_answers_are_those_of_a_comparison() {
        let timeline = builtin().timeline;
        let export = fixtures::export(&timeline);
        let page = Page::of(&export);
        let policies = PagePolicies::of(&page).unwrap();
        let history = History::of(&timeline);
        let (from, to) = (policies.data.from, policies.data.to);
        let changed: Vec<String> = crate::history::compare(&timeline, &history, Moment(from), Moment(to))
            .iter()
            .map(|change| format!("{} {}", timeline.policy(change.policy).id, change.way_words()))
            .collect();
        let way = |policy: &Tracked| policy.ways[on(policy, from).answer][on(policy, to).answer];
        let mut found: Vec<String> =
            policies.data.tracks.iter().map(|policy| format!("{} {}", policy.id, way(policy))).collect();
        found.retain(|line| !line.ends_with(' '));
        found.sort();
        let mut changed = changed;
        changed.sort();
        assert!(!changed.is_empty());
        assert_eq!(found, changed);
    }
}
