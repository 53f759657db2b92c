//! Periods without recorded events of an actor.

use std::collections::HashMap;

use crate::history::Lag;
use crate::model::{ActorNo, EventNo, Moment, Timeline};

/// Longest and current silence of an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Silence {
    /// The actor.
    pub actor: ActorNo,
    /// Number of dated events of the actor.
    pub events: usize,
    /// Longest gap between two of its events; `None` if the dates may cover all time between.
    pub longest: Option<Gap>,
    /// Last event, and the time from it to the end of the record; `None` if the event has no known end or
    /// reaches the end of the record.
    pub last: Option<(EventNo, Lag)>,
}

/// Period without events of an actor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// The event before the gap.
    pub after: EventNo,
    /// The event after the gap.
    pub before: EventNo,
    /// Length: at least the days that no date of the actor touches, at most the days that no other event of
    /// the actor must be in.
    pub lag: Lag,
}

/// Returns the silences of all actors of `events`, longest gap first, then by name, and the end of the
/// record: the last finite moment of these events.
pub fn silences(timeline: &Timeline, events: &[EventNo]) -> (Vec<Silence>, Option<Moment>) {
    let mut sorted: Vec<EventNo> = events.to_vec();
    sorted.sort_unstable();
    let mut of_actor: HashMap<ActorNo, Vec<EventNo>> = HashMap::new();
    let mut end = None;
    for number in sorted {
        let event = timeline.event(number);
        let Some(date) = timeline.when(event) else { continue };
        end = end.max([date.latest(), date.earliest()].into_iter().find(|at| at.is_finite()));
        for part in &event.actors {
            let its = of_actor.entry(part.actor).or_default();
            if its.last() != Some(&number) {
                its.push(number);
            }
        }
    }
    let silence = |(actor, events): (ActorNo, Vec<EventNo>)| {
        let dated = Dated { timeline, events: &events };
        Silence {
            actor,
            events: events.len(),
            longest: dated.longest(),
            last: end.and_then(|end| dated.last(end)),
        }
    };
    let mut silences: Vec<Silence> = of_actor.into_iter().map(silence).collect();
    silences.sort_by_cached_key(|silence| {
        let days = silence.longest.map(|gap| (gap.lag.least, gap.lag.most));
        (std::cmp::Reverse(days), timeline.actor(silence.actor).name.to_lowercase(), silence.actor)
    });
    (silences, end)
}

/// Dated events of an actor in time order.
struct Dated<'a> {
    timeline: &'a Timeline,
    events: &'a [EventNo],
}

impl Dated<'_> {
    fn span(&self, event: EventNo) -> (Moment, Moment) {
        let date = self.timeline.when(self.timeline.event(event));
        date.map_or((Moment::FIRST, Moment::LAST), |date| (date.earliest(), date.latest()))
    }

    fn lag(&self, after: EventNo, before: EventNo, least: i64, most: Option<i64>) -> Option<Lag> {
        let date = |event: EventNo| self.timeline.when(self.timeline.event(event));
        Some(Lag { least: Some(least), most, ..Lag::between(date(after)?, date(before)?) })
    }

    /// Returns the longest period that no date of the actor touches.
    fn longest(&self) -> Option<Gap> {
        // Suffix minimum: per event the earliest end among later events; by then one of them has happened.
        let mut soonest: Vec<Moment> = vec![Moment::LAST; self.events.len()];
        for place in (1..self.events.len()).rev() {
            soonest[place - 1] = soonest[place].min(self.span(self.events[place]).1);
        }
        let mut longest: Option<Gap> = None;
        let mut reached = *self.events.first()?;
        for (place, pair) in self.events.windows(2).enumerate() {
            if self.span(pair[0]).1 >= self.span(reached).1 {
                reached = pair[0];
            }
            // Events are sorted by start, so the last one before the gap happened no earlier than this start.
            let (start, end, next) = (self.span(pair[0]).0, self.span(reached).1, self.span(pair[1]).0);
            if !end.is_finite() || next <= end {
                continue;
            }
            let least = next.day_number() - end.day_number();
            let most = soonest[place].is_finite().then(|| soonest[place].day_number());
            let most = most.filter(|_| start.is_finite()).map(|by| by - start.day_number());
            let Some(lag) = self.lag(reached, pair[1], least, most) else { continue };
            let gap = Gap { after: reached, before: pair[1], lag };
            if longest.is_none_or(|longest| (longest.lag.least, longest.lag.most) < (lag.least, lag.most)) {
                longest = Some(gap);
            }
        }
        longest
    }

    /// Returns the time from the last event to the end of the record.
    fn last(&self, record_end: Moment) -> Option<(EventNo, Lag)> {
        let last = self.events.iter().copied().max_by_key(|event| self.span(*event).1)?;
        let (start, end) = (self.span(*self.events.last()?).0, self.span(last).1);
        if !end.is_finite() || end >= record_end {
            return None;
        }
        let most = start.is_finite().then(|| record_end.day_number() - start.day_number());
        Some((last, self.lag(last, last, record_end.day_number() - end.day_number(), most)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::calendar::DAY;
    use crate::model::{Actor, Date, Event, Participation};

    fn silence(dates: &[&str]) -> (Timeline, Silence) {
        let mut timeline = Timeline::default();
        timeline.actors = vec![Actor { name: "A".into(), ..Actor::default() }];
        let event = |(number, date): (usize, &&str)| Event {
            id: number.to_string().into(),
            date: Date::parse(date).ok(),
            actors: vec![Participation { actor: ActorNo(0), role: None, extra: Vec::new() }],
            ..Event::default()
        };
        let timeline = timeline.with_events(dates.iter().enumerate().map(event).collect());
        let all: Vec<EventNo> = (0..timeline.len() as u32).map(EventNo).collect();
        let silence = silences(&timeline, &all).0.remove(0);
        (timeline, silence)
    }

    #[test]
    fn a_silence_is_as_long_as_the_dates_leave_open() {
        let gaps_of = |dates: &[&str]| {
            let (timeline, silence) = silence(dates);
            let id = |event: EventNo| timeline.event(event).id.to_string();
            let longest = silence
                .longest
                .map(|gap| format!("{}-{} {}", id(gap.after), id(gap.before), gap.lag.words()));
            let last = silence.last.map(|(event, lag)| format!("; {} {}", id(event), lag.words()));
            longest.unwrap_or_else(|| "none".to_owned()) + &last.unwrap_or_default()
        };
        assert_eq!(gaps_of(&["2024-01-01", "2024-01-10", "2024-03-01", "2024-03-05"]), "1-2 51 days");
        assert_eq!(gaps_of(&["2024-01-01", "2024-05", "2024-05-10"]), "0-1 121 to 130 days");
        assert_eq!(gaps_of(&["2024-01-01~", "2024-02-01"]), "0-1 about 31 days");
        assert_eq!(gaps_of(&["2024-01", "2024-01-10", "2024-01-20"]), "none");
        assert_eq!(gaps_of(&["2024-01-01/..", "2024-05-01"]), "none");
        assert_eq!(gaps_of(&["2024-05-01"]), "none");
        assert_eq!(gaps_of(&["2024-05-01", "2024-06-01/.."]), "0-1 31 days or more");
    }

    proptest! {
        #[test]
        fn no_silence_is_longer_or_shorter_than_its_events_allow(
            spans in proptest::collection::vec((0..200_i64, 0..30_i64, 0..1000_i64), 2..8),
        ) {
            let name = |day: i64| Moment(day * DAY).iso_day();
            let dates: Vec<String> =
                spans.iter().map(|(start, long, _)| format!("{}/{}", name(*start), name(start + long))).collect();
            let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
            let (_, silence) = silence(&dates);
            let mut days: Vec<i64> = spans.iter().map(|(start, long, at)| start + at % (long + 1)).collect();
            days.sort_unstable();
            let longest = days.windows(2).map(|pair| pair[1] - pair[0]).max();
            if let Some(gap) = silence.longest {
                prop_assert!(gap.lag.least <= longest, "{:?} {longest:?}", gap.lag);
                prop_assert!(gap.lag.least <= gap.lag.most);
            }
        }
    }
}
