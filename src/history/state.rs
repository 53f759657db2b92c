//! State of a policy on a day.

use crate::model::{Moment, Word};

use super::step::Step;
use super::track::Track;

/// Recorded status of a policy at the end of a day, or over several days. Several statuses may be possible.
#[derive(Debug, Clone)]
pub struct State<'t> {
    track: &'t Track,
    /// For each possible status its last step, in order of steps.
    readings: Vec<u32>,
    /// Whether the status from before all steps is possible.
    opening: bool,
    /// Whether past steps contradict each other and their order is unknown.
    pub conflict: bool,
    /// Whether there is a single answer, which may be that nothing is recorded; it is not inferred from the
    /// `was` of a later event, and neither it nor its end depends on an approximate or uncertain date. Such
    /// dates are harmless on steps that only restate what is certain without them.
    pub certain: bool,
}

/// Start of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since<'t> {
    /// It started with this step.
    Step(&'t Step),
    /// It started before the record; this step is the first that mentions it.
    Before(&'t Step),
    /// The record gives no status at that time.
    Unknown,
}

impl<'t> Since<'t> {
    /// Returns the step that starts or first mentions the status.
    pub fn step(self) -> Option<&'t Step> {
        match self {
            Self::Step(step) | Self::Before(step) => Some(step),
            Self::Unknown => None,
        }
    }
}

impl Track {
    /// Returns the state at the end of the day that contains `moment`, including what happened on that day.
    pub fn on(&self, moment: Moment) -> State<'_> {
        self.during(moment, moment)
    }

    /// Returns the state over the ends of the days in a range: a single status if nothing changed, else all
    /// that were possible.
    pub fn during(&self, from: Moment, to: Moment) -> State<'_> {
        self.over(self.stretch_at(from.day_end()), self.stretch_at(to.day_end()))
    }

    /// Returns the successive states at the ends of the days in a range, merging equal neighbours. A state
    /// that is only the overlap of its two neighbours is left out.
    pub fn sequence(&self, from: Moment, to: Moment) -> Vec<State<'_>> {
        let (first, last) = (self.stretch_at(from.day_end()), self.stretch_at(to.day_end()));
        let is_seen = |at: &usize| *at == first || *at == last || self.ends_a_day(*at);
        let mut states: Vec<State> = Vec::new();
        for state in (first..=last.max(first)).filter(is_seen).map(|at| self.over(at, at)) {
            match states.last_mut().filter(|known| known.statuses() == state.statuses()) {
                Some(known) => known.certain &= state.certain,
                None => states.push(state),
            }
        }
        let meets = |three: &[State]| {
            let [before, here, after] = three else { return false };
            let sides = [before.statuses(), after.statuses()].concat();
            here.is_open() && !here.conflict && here.statuses().iter().all(|status| sides.contains(status))
        };
        let passing: Vec<usize> =
            (1..states.len()).filter(|at| states.get(at - 1..at + 2).is_some_and(meets)).collect();
        let mut at = 0..;
        states.retain(|_| at.next().is_some_and(|at| !passing.contains(&at)));
        states
    }

    /// Iterates over the states at the ends of days in time order, each with 00:00 of the first day at whose
    /// end it holds. [`Track::on`] returns the last one whose day is not after the day asked for.
    pub fn by_day(&self) -> impl Iterator<Item = (Moment, State<'_>)> {
        let ends = (0..self.state_spans.len()).filter(|at| self.ends_a_day(*at));
        ends.map(|at| (self.state_spans[at].from.day_start(), self.over(at, at)))
    }

    /// Returns whether a stretch contains the end of a day.
    fn ends_a_day(&self, at: usize) -> bool {
        let next = self.state_spans.get(at + 1).map_or(Moment::LAST, |next| next.from);
        self.state_spans[at].from.day_end() < next
    }

    fn over(&self, first: usize, last: usize) -> State<'_> {
        let state_spans = &self.state_spans[first..=last.max(first)];
        let mut readings: Vec<u32> = Vec::new();
        for reading in state_spans.iter().flat_map(|span| &span.readings) {
            let status = self.steps[*reading as usize].status;
            match readings.iter_mut().find(|known| self.steps[**known as usize].status == status) {
                Some(known) => *known = (*known).max(*reading),
                None => readings.push(*reading),
            }
        }
        readings.sort_unstable();
        let opening = state_spans.iter().any(|span| span.opening);
        let mut state = State {
            track: self,
            readings,
            opening,
            conflict: state_spans.iter().any(|span| span.conflict),
            certain: false,
        };
        state.certain = state.statuses().len() <= 1 && state_spans.iter().all(|span| span.certain);
        state
    }

    /// Iterates over the stretches in time order, each with its start and its possible statuses, the likely
    /// one last.
    pub(super) fn statuses_over_time(&self) -> impl Iterator<Item = (Moment, Vec<Option<Word>>)> {
        self.state_spans.iter().map(|span| (span.from, self.statuses(span.opening, &span.readings)))
    }

    fn statuses(&self, opening: bool, readings: &[u32]) -> Vec<Option<Word>> {
        let mut statuses = Vec::new();
        let read = readings.iter().rev().map(|at| self.steps[*at as usize].status);
        for status in read.chain(opening.then(|| self.opening())) {
            if !statuses.contains(&status) {
                statuses.push(status);
            }
        }
        statuses.reverse();
        statuses
    }

    /// Returns the index of the stretch that contains a moment; the state is constant in a stretch.
    pub(super) fn stretch_at(&self, moment: Moment) -> usize {
        self.state_spans.partition_point(|span| span.from <= moment).saturating_sub(1)
    }
}

impl<'t> State<'t> {
    /// Returns the possible statuses, with the one of the last step, the likely one, last. `None` means that
    /// none is recorded.
    pub fn statuses(&self) -> Vec<Option<Word>> {
        self.track.statuses(self.opening, &self.readings)
    }

    /// Returns the status of the last step; before all steps the `was` of the first.
    pub fn status(&self) -> Option<Word> {
        self.step().map_or_else(|| self.track.opening(), |step| step.status)
    }

    /// Returns whether several statuses are possible, as within a date that spans days.
    pub fn is_open(&self) -> bool {
        self.statuses().len() > 1
    }

    /// Iterates over the last step of each possible status, in order.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &'t Step> + use<'t, '_> {
        self.readings.iter().map(|at| &self.track.steps[*at as usize])
    }

    /// Iterates over the first step of each possible status: the start of an unbroken run of steps with this
    /// status.
    pub fn origins(&self) -> impl Iterator<Item = &'t Step> + use<'t, '_> {
        self.readings.iter().map(|at| &self.track.steps[self.track.run(*at as usize)])
    }

    /// Returns the last step; `None` before all steps.
    pub fn step(&self) -> Option<&'t Step> {
        self.readings.last().map(|at| &self.track.steps[*at as usize])
    }

    /// Returns when the likely status started.
    pub fn since(&self) -> Since<'t> {
        match (self.run(), self.track.steps.first()) {
            (Some(0), Some(first)) if first.restates() => Since::Before(first),
            (Some(run), _) => Since::Step(&self.track.steps[run]),
            (None, Some(first)) if first.was.is_some() => Since::Before(first),
            (None, _) => Since::Unknown,
        }
    }

    /// Returns the status before the likely one. The outer `None` means that no change to the likely one is
    /// recorded, the inner that the earlier status is not recorded.
    pub fn before(&self) -> Option<Option<Word>> {
        match self.since() {
            Since::Step(_) => Some(self.track.before(self.run()?)),
            Since::Before(_) | Since::Unknown => None,
        }
    }

    /// Returns the `was` of the step that started the likely status if the record before it gives another
    /// status: an event in between is missing.
    pub fn gap(&self) -> Option<Word> {
        let Since::Step(step) = self.since() else { return None };
        step.was.filter(|was| self.before().flatten().is_some_and(|before| before != *was))
    }

    /// Returns the index of the change that started the likely status, as in [`Track::changes`]; `None` if it
    /// held before all changes.
    pub fn change_number(&self) -> Option<usize> {
        self.track.change_number(self.run()?)
    }

    /// Returns the change that ends the likely status.
    pub fn next(&self) -> Option<&'t Step> {
        match self.readings.last() {
            Some(at) => self.track.turn_after(*at as usize),
            None => self.track.changes(0..self.track.change_count().min(1)).next().map(|change| change.step),
        }
    }

    fn run(&self) -> Option<usize> {
        self.readings.last().map(|at| self.track.run(*at as usize))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{History, compare};
    use super::*;
    use crate::model::{Clock, Date, Effect, Event, EventNo, Policy, PolicyNo, Timeline, Vocabulary};

    /// Date, index of the status, and index of the `was`.
    type StepRow = (String, usize, Option<usize>);

    const STATUSES: [&str; 5] = ["banned", "restricted", "permitted", "unclear", "none"];

    fn words() -> Vocabulary {
        let mut words = Vocabulary::default();
        STATUSES.iter().for_each(|status| {
            words.add(status);
        });
        words
    }

    /// Returns a timeline with these effects on its first policy, as events in arbitrary order.
    fn timeline(rows: &[StepRow]) -> Timeline {
        let words = words();
        let word = |status: usize| words.find(STATUSES[status]).unwrap();
        let event = |(number, (date, status, was)): (usize, &StepRow)| Event {
            id: format!("e{number:02}").into(),
            date: Date::parse(date).ok(),
            effects: vec![Effect {
                policy: PolicyNo(0),
                status: word(*status),
                was: was.map(word),
                note: "".into(),
                from: None,
                extra: Vec::new(),
            }],
            ..Event::default()
        };
        let events = rows.iter().enumerate().map(event).collect();
        let policies = vec![Policy { id: "p".into(), ..Policy::default() }];
        let mut timeline = Timeline::default();
        (timeline.words, timeline.policies) = (words, policies);
        timeline.with_events(events)
    }

    fn day(text: &str) -> Moment {
        Date::parse(text).unwrap().earliest()
    }

    fn rows(steps: &[(&str, &str, &str)]) -> Timeline {
        let place = |status: &str| STATUSES.iter().position(|known| *known == status);
        let rows: Vec<StepRow> = steps
            .iter()
            .map(|(date, was, status)| ((*date).to_owned(), place(status).unwrap(), place(was)))
            .collect();
        timeline(&rows)
    }

    /// Returns the possible statuses on a day, with a mark if the state is certain or in conflict.
    fn on(timeline: &Timeline, date: &str) -> String {
        let history = History::of(timeline);
        let state = history.tracks()[0].on(day(date));
        let word = |status: Option<Word>| status.map_or("?", |status| timeline.word(status));
        let statuses: Vec<&str> = state.statuses().into_iter().map(word).collect();
        let mark = if state.conflict {
            " in conflict"
        } else if state.certain {
            "!"
        } else {
            ""
        };
        statuses.join(" or ") + mark
    }

    #[test]
    fn a_change_holds_from_its_day_on_and_is_open_within_a_vague_date() {
        let timeline = rows(&[
            ("2024-01-10", "none", "banned"),
            ("2024-05", "banned", "restricted"),
            ("2024-06-10", "restricted", "restricted"),
            ("2024-08-20~", "restricted", "permitted"),
        ]);
        for (date, state) in [
            ("2024-01-09", "none"),
            ("2024-01-10", "banned!"),
            ("2024-04-30", "banned!"),
            ("2024-05-01", "banned or restricted"),
            ("2024-05-31", "restricted!"),
            ("2024-06-09", "restricted!"),
            ("2024-06-10", "restricted"),
            ("2024-08-19", "restricted"),
            ("2024-08-20", "permitted"),
            ("2025-01-01", "permitted"),
        ] {
            assert_eq!(on(&timeline, date), state, "{date}");
        }
    }

    #[test]
    fn two_statuses_on_one_day_are_a_conflict_unless_one_starts_where_the_other_ends() {
        let conflict = rows(&[("2024-05-01", "none", "banned"), ("2024-05-01", "none", "permitted")]);
        assert_eq!(on(&conflict, "2024-05-01"), "banned or permitted in conflict");
        assert_eq!(on(&conflict, "2024-06-01"), "banned or permitted in conflict");
        let moves = rows(&[("2024-05-01", "banned", "permitted"), ("2024-05-01", "none", "banned")]);
        assert_eq!(on(&moves, "2024-05-01"), "permitted", "the order is told, but by no date");
        let settled = rows(&[
            ("2024-05-01", "none", "banned"),
            ("2024-05-01", "none", "permitted"),
            ("2024-05-02", "", "banned"),
        ]);
        assert_eq!(on(&settled, "2024-05-02"), "banned!");
    }

    #[test]
    fn times_of_one_day_count_in_the_order_of_utc() {
        let timeline = rows(&[
            ("2024-05-22T14:00:00+03:00", "none", "banned"),
            ("2024-05-22T08:00:00-05:00", "banned", "permitted"),
        ]);
        assert_eq!(on(&timeline, "2024-05-22"), "permitted!");
    }

    #[test]
    fn nothing_is_said_of_a_time_that_the_record_does_not_tell_of() {
        let timeline = rows(&[("2024-05-01", "", "banned")]);
        assert_eq!(on(&timeline, "2024-04-30"), "?!");
        assert_eq!(on(&rows(&[]), "2024-04-30"), "?!");
        let history = History::of(&timeline);
        let state = history.tracks()[0].on(day("2024-04-30"));
        assert_eq!((state.since(), state.before()), (Since::Unknown, None));
    }

    #[test]
    fn a_status_ends_where_it_expires_unless_something_was_said_since() {
        let expiring = |later: &[(&str, &str, &str)]| {
            let first = [("2024-01-01", "none", "permitted")];
            let timeline = rows(&[&first[..], later].concat());
            let mut events = timeline.events().to_vec();
            events[0].clocks.push((Clock::InForce, Date::parse("2024-02-01").unwrap()));
            events[0].clocks.push((Clock::Expires, Date::parse("2024-06-30").unwrap()));
            timeline.with_events(events)
        };
        let alone = expiring(&[]);
        assert_eq!(on(&alone, "2024-01-15"), "none", "announced is not in force");
        assert_eq!(on(&alone, "2024-02-01"), "permitted!");
        assert_eq!(on(&alone, "2024-06-30"), "permitted!", "the day is the last on which it holds");
        assert_eq!(on(&alone, "2024-07-01"), "?!");
        let changed = expiring(&[("2024-05-01", "permitted", "banned")]);
        assert_eq!(on(&changed, "2024-07-01"), "banned!");
        let said_again = expiring(&[("2024-05-01", "permitted", "permitted")]);
        assert_eq!(on(&said_again, "2024-07-01"), "?!", "to say it again does not prolong it");
    }

    #[test]
    fn an_end_is_moved_by_a_later_one_and_set_by_no_restatement() {
        let expiring = |steps: &[(&str, &str, &str, &str)]| {
            let plain: Vec<_> = steps.iter().map(|(date, was, status, _)| (*date, *was, *status)).collect();
            let timeline = rows(&plain);
            let mut events = timeline.events().to_vec();
            for (event, (.., end)) in events.iter_mut().zip(steps) {
                event.clocks.extend(Date::parse(end).ok().map(|end| (Clock::Expires, end)));
            }
            timeline.with_events(events)
        };
        let given = ("2024-01-10", "banned", "permitted", "");
        let endless = expiring(&[given, ("2024-02-10", "permitted", "permitted", "2024-06-30")]);
        assert_eq!(on(&endless, "2024-07-01"), "permitted!", "it was given without end");
        let given = ("2024-01-10", "banned", "permitted", "2024-06-30");
        let later = expiring(&[given, ("2024-02-10", "permitted", "permitted", "2024-08-31")]);
        assert_eq!(on(&later, "2024-08-31"), "permitted!");
        assert_eq!(on(&later, "2024-09-01"), "?!");
        let sooner = expiring(&[given, ("2024-02-10", "permitted", "permitted", "2024-05-31")]);
        assert_eq!(on(&sooner, "2024-06-30"), "permitted!");
        assert_eq!(on(&sooner, "2024-07-01"), "?!");
        let vague = expiring(&[("2024-01-10", "banned", "permitted", "2024-06")]);
        assert_eq!(on(&vague, "2024-06-01"), "permitted!");
        assert_eq!(on(&vague, "2024-06-02"), "permitted or ?");
        let state = History::of(&vague).tracks()[0].on(day("2024-07-01")).words(&vague);
        assert_eq!(state, "expired");
    }

    #[test]
    fn what_says_a_certain_status_again_on_a_marked_day_leaves_it_certain() {
        let timeline = rows(&[
            ("2024-01-10", "none", "banned"),
            ("2024-03-10~", "banned", "banned"),
            ("2024-06-10", "banned", "permitted"),
        ]);
        assert_eq!(on(&timeline, "2024-01-09"), "none", "an event that came later tells of it");
        assert_eq!(on(&timeline, "2024-03-10"), "banned!");
        assert_eq!(on(&timeline, "2024-06-09"), "banned!");
        let gap = rows(&[("2024-01-10", "none", "banned"), ("2024-03-10~", "permitted", "banned")]);
        assert_eq!(on(&gap, "2024-03-10"), "banned", "between the two it was something else");
    }

    #[test]
    fn a_year_tells_its_states_one_after_the_other() {
        let timeline = rows(&[
            ("2023-01-10", "none", "banned"),
            ("2024-03-10", "banned", "restricted"),
            ("2024-05", "restricted", "permitted"),
            ("2024-12", "permitted", "banned"),
        ]);
        let history = History::of(&timeline);
        let sequence = |from, to| -> Vec<String> {
            let states = history.tracks()[0].sequence(day(from), day(to));
            states.iter().map(|state| state.words(&timeline)).collect()
        };
        assert_eq!(sequence("2024-01-01", "2024-07-01"), ["banned", "restricted", "permitted"]);
        assert_eq!(sequence("2024-05-10", "2024-05-20"), ["restricted or permitted"]);
        assert_eq!(sequence("2024-07-01", "2024-12-10"), ["permitted", "permitted or banned"]);
    }

    #[test]
    fn another_reading_of_a_day_is_not_what_was_before() {
        let timeline = rows(&[
            ("2024-01-10", "none", "banned"),
            ("2024-05-01", "banned", "restricted"),
            ("2024-05-01", "banned", "permitted"),
        ]);
        let history = History::of(&timeline);
        let state = history.tracks()[0].on(day("2024-05-01"));
        assert_eq!(state.words(&timeline), "restricted or permitted (in conflict)");
        assert_eq!(state.before().flatten(), timeline.words.find("banned"));
        assert_eq!(state.gap(), None);
    }

    #[test]
    fn since_before_and_next_name_the_steps_that_changed_something() {
        let timeline = rows(&[
            ("2024-01-10", "banned", "banned"),
            ("2024-02-10", "banned", "permitted"),
            ("2024-03-10", "permitted", "permitted"),
            ("2024-04-10", "restricted", "banned"),
        ]);
        let history = History::of(&timeline);
        let track = &history.tracks()[0];
        let steps = track.steps();
        let state = track.on(day("2024-01-20"));
        assert_eq!((state.since(), state.before()), (Since::Before(&steps[0]), None));
        assert_eq!(state.next(), Some(&steps[1]));
        let state = track.on(day("2024-03-20"));
        assert_eq!(state.since(), Since::Step(&steps[1]));
        assert_eq!(state.next(), Some(&steps[3]));
        let state = track.on(day("2024-05-01"));
        assert_eq!(state.before(), Some(steps[2].status));
        assert_eq!(state.gap(), timeline.words.find("restricted"), "who restricted it is missing");
        assert_eq!(state.next(), None);
        assert_eq!(track.change_after(day("2024-02-10")), Some(&steps[3]));
        assert_eq!(track.change_before(day("2024-04-10")), Some(&steps[1]));
        assert_eq!(track.change_before(day("2024-02-10")), None, "a restatement changes nothing");
    }

    /// Generates a date in spring 2024, and the ways to write it less precisely.
    fn date() -> impl Strategy<Value = String> {
        let plain = (1u32..5, 1u32..29).prop_map(|(month, day)| format!("2024-{month:02}-{day:02}"));
        prop_oneof![
            6 => plain.clone(),
            1 => plain.clone().prop_map(|date| format!("{date}~")),
            1 => (1u32..5).prop_map(|month| format!("2024-{month:02}")),
            1 => (plain.clone(), plain).prop_map(|(a, b)| format!("{}/{}", a.clone().min(b.clone()), a.max(b))),
            1 => Just("2024".to_owned()),
            1 => Just("2024-02-10/..".to_owned()),
            1 => Just("../2024-03-05".to_owned()),
        ]
    }

    fn steps(most: usize) -> impl Strategy<Value = Vec<StepRow>> {
        prop::collection::vec((date(), 0usize..3, prop::option::of(0usize..3)), 0..most)
    }

    /// Returns the same date, less precise.
    fn fuzzier(date: &str, how: usize) -> String {
        let is_day = date.len() == 10;
        match how {
            0 if !date.ends_with(['~', '.']) && !date.contains("../") && !date.contains('/') => {
                format!("{date}~")
            }
            1 if is_day => date[..7].to_owned(),
            2 if is_day => "2024".to_owned(),
            3 if is_day => format!("{date}/2024-04-29"),
            _ => date.to_owned(),
        }
    }

    fn days() -> impl Iterator<Item = Moment> {
        (0..150).map(|days| day("2023-12-15").add_days(days))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn the_states_are_what_every_step_that_may_be_last_says(rows in steps(9)) {
            let timeline = timeline(&rows);
            let history = History::of(&timeline);
            let track = &history.tracks()[0];
            for day in days() {
                let now = day.day_end();
                let happened = |step: &Step| step.latest <= now;
                let continues = |step: &Step, other: &Step| {
                    let starts_there = step.was.is_some() && step.was == other.status;
                    starts_there && step.was != step.status && step.status != other.was
                };
                let last = |step: &&Step| {
                    step.earliest <= now && !track.steps().iter().any(|other| {
                        happened(other)
                            && (step.latest < other.earliest
                                || happened(step) && continues(other, step) && other.latest >= step.earliest)
                    })
                };
                let mut expected: Vec<Option<Word>> = track.steps().iter().filter(last).map(|step| step.status).collect();
                if !track.steps().iter().any(happened) {
                    expected.push(track.opening());
                }
                let mut found = track.on(day).statuses();
                expected.sort_unstable();
                expected.dedup();
                found.sort_unstable();
                prop_assert_eq!(found, expected, "{}", day.iso_day());
            }
        }

        #[test]
        fn the_states_by_day_are_those_of_every_day(rows in steps(9)) {
            let timeline = timeline(&rows);
            let history = History::of(&timeline);
            let track = &history.tracks()[0];
            for day in days() {
                let state = track.by_day().take_while(|(first, _)| *first <= day).last().unwrap().1;
                prop_assert_eq!(format!("{state:?}"), format!("{:?}", track.on(day)), "{}", day.iso_day());
            }
        }

        #[test]
        fn after_all_events_a_policy_is_what_folding_their_effects_gives(
            mut days in prop::collection::btree_map(0i64..400, (0usize..3, prop::option::of(0usize..3)), 1..12),
        ) {
            let first = day("2024-01-01");
            let rows: Vec<StepRow> = days
                .iter()
                .map(|(at, (status, was))| (first.add_days(*at).iso_day(), *status, *was))
                .collect();
            let timeline = timeline(&rows);
            let history = History::of(&timeline);
            let state = history.tracks()[0].on(day("2026-01-01"));
            let last = days.pop_last().map(|(_, (status, _))| STATUSES[status]);
            prop_assert_eq!(state.status().map(|status| timeline.word(status)), last);
            prop_assert!(state.certain);
        }

        #[test]
        fn a_vaguer_date_never_makes_an_answer_certain(
            rows in steps(7), which in any::<prop::sample::Index>(), how in 0usize..4,
        ) {
            prop_assume!(!rows.is_empty());
            let mut vaguer = rows.clone();
            let changed = &mut which.get(&rows).0.clone();
            *changed = fuzzier(changed, how);
            let place = which.index(rows.len());
            vaguer[place].0.clone_from(changed);
            let (sharp, vague) = (timeline(&rows), timeline(&vaguer));
            let (sharp, vague) = (History::of(&sharp), History::of(&vague));
            for day in days() {
                let (sharp, vague) = (sharp.tracks()[0].on(day), vague.tracks()[0].on(day));
                prop_assert!(sharp.certain || !vague.certain, "{} {:?} {:?}", day.iso_day(), rows, vaguer);
            }
        }

        #[test]
        fn a_comparison_mirrors_itself_and_finds_nothing_on_one_day(rows in steps(9), a in 0i64..150, b in 0i64..150) {
            let timeline = timeline(&rows);
            let history = History::of(&timeline);
            let [a, b] = [a, b].map(|days| day("2023-12-15").add_days(days));
            prop_assert!(compare(&timeline, &history, a, a).is_empty());
            let sides = |from, to| -> Vec<_> {
                let changes = compare(&timeline, &history, from, to);
                changes.into_iter().map(|change| (change.before.statuses(), change.after.statuses(), change.between.steps().count())).collect()
            };
            let mirrored: Vec<_> = sides(b, a).into_iter().map(|(before, after, steps)| (after, before, steps)).collect();
            prop_assert_eq!(sides(a, b), mirrored);
        }

        #[test]
        fn only_events_that_are_told_count(rows in steps(9), known in any::<u16>()) {
            let timeline = timeline(&rows);
            let is_known = |number: u32| known >> (number % 16) & 1 == 1;
            let numbers = (0..timeline.len() as u32).filter(|number| is_known(*number)).map(EventNo);
            let partial = History::of_events(&timeline, numbers);
            let steps = partial.tracks()[0].steps();
            prop_assert!(steps.iter().all(|step| is_known(step.event.0)));
        }
    }
}
