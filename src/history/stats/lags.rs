//! Time between linked events.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::history::{Lag, Links, Precedence};
use crate::model::{EventNo, Timeline};

/// Link between two dated events.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The earlier event in the sense of the link.
    pub from: EventNo,
    /// The event that followed from it.
    pub to: EventNo,
    /// Label of the link.
    pub relation: String,
    /// Time from one to the other.
    pub lag: Lag,
}

/// Lags of the links between some events, and counts of links without one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lags {
    /// All lags, in time order of the earlier event.
    pub links: Vec<Answered>,
    /// Summary per relation, the most frequent first.
    pub relations: Vec<RelationLags>,
    /// Number of links with an undated event.
    pub undated: usize,
    /// Number of links to ids that no event has.
    pub missing: usize,
    /// Number of links with only one end among the given events.
    pub outside: usize,
}

/// Summary of the lags of one relation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RelationLags {
    pub relation: String,
    pub count: usize,
    pub certain_order: usize,
    /// Links whose second event is certainly dated before the first.
    pub contrary_order: usize,
    /// Lags with an open end, which the numbers below leave out.
    pub open: usize,
    /// Whether any date is marked `~`, `?` or `%`.
    pub about: bool,
    pub shortest_days: Option<i64>,
    pub longest_days: Option<i64>,
    /// Median of the least possible days.
    pub median_least_days: Option<f64>,
    /// Median of the most possible days.
    pub median_most_days: Option<f64>,
}

/// Returns the lags of the links between `events`.
pub fn lags(timeline: &Timeline, links: &Links, events: &[EventNo]) -> Lags {
    let mut wanted = vec![false; timeline.len()];
    events.iter().for_each(|event| wanted[event.index()] = true);
    let mut lags = Lags::default();
    for edge in links.edges() {
        let ends = [edge.from, edge.to].map(|node| links.event(node));
        let inside = |event: &Option<EventNo>| event.is_some_and(|event| wanted[event.index()]);
        match ends {
            [Some(from), Some(to)] if inside(&ends[0]) && inside(&ends[1]) => {
                match links.lag(timeline, edge) {
                    Some(lag) => {
                        lags.links.push(Answered { from, to, relation: edge.label(timeline), lag });
                    }
                    None => lags.undated += 1,
                }
            }
            [Some(_), Some(_)] => lags.outside += usize::from(ends.iter().any(inside)),
            _ => lags.missing += usize::from(ends.iter().any(inside)),
        }
    }
    let mut relations: BTreeMap<&str, Vec<Lag>> = BTreeMap::new();
    lags.links.iter().for_each(|link| relations.entry(&link.relation).or_default().push(link.lag));
    let together = relations.into_iter().map(|(relation, lags)| RelationLags::of(relation, &lags));
    let mut together: Vec<RelationLags> = together.collect();
    together.sort_by_key(|relation| std::cmp::Reverse(relation.count));
    lags.relations = together;
    lags
}

impl RelationLags {
    /// Summarizes lags. The medians are those of all least and of all most values.
    fn of(relation: &str, lags: &[Lag]) -> Self {
        let (mut least, mut most): (Vec<i64>, Vec<i64>) =
            lags.iter().filter_map(|lag| lag.least.zip(lag.most)).unzip();
        least.sort_unstable();
        most.sort_unstable();
        let in_order = |order: Precedence| lags.iter().filter(|lag| lag.order == order).count();
        Self {
            relation: relation.to_owned(),
            count: lags.len(),
            certain_order: in_order(Precedence::Certain),
            contrary_order: in_order(Precedence::Contrary),
            open: lags.len() - least.len(),
            about: lags.iter().any(|lag| lag.approximate || lag.uncertain),
            shortest_days: least.first().copied(),
            longest_days: most.last().copied(),
            median_least_days: median(&least),
            median_most_days: median(&most),
        }
    }
}

/// Returns the median of sorted numbers.
fn median(sorted: &[i64]) -> Option<f64> {
    let low = sorted.get(sorted.len().checked_sub(1)? / 2)?;
    let high = sorted.get(sorted.len() / 2)?;
    Some(f64::midpoint(*low as f64, *high as f64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Date, Event, Link, Moment};

    fn chain(dates: &[String]) -> Timeline {
        let mut timeline = Timeline::default();
        let relation = timeline.words.add("responds-to");
        let event = |(number, date): (usize, &String)| Event {
            id: number.to_string().into(),
            date: Date::parse(date).ok(),
            links: (number > 0)
                .then(|| Link { relation, to: (number - 1).to_string().into() })
                .into_iter()
                .collect(),
            ..Event::default()
        };
        let events = dates.iter().enumerate().map(event).collect();
        timeline.with_events(events)
    }

    fn lags_of(timeline: &Timeline) -> Lags {
        let all: Vec<EventNo> = (0..timeline.len() as u32).map(EventNo).collect();
        lags(timeline, &Links::of(timeline), &all)
    }

    #[test]
    fn numbers_over_lags_are_ranges_and_say_what_they_leave_out() {
        let dates = [
            "2024-05-01",
            "2024-05-03",
            "2024-05",
            "2024-06-10",
            "2024-06-11~",
            "2024-06-20/..",
            "",
            "2024-07-01",
        ];
        let lags = lags_of(&chain(&dates.map(str::to_owned)));
        let spread = &lags.relations[0];
        assert_eq!((spread.count, spread.certain_order, spread.contrary_order, spread.open), (5, 2, 0, 1));
        assert_eq!((spread.shortest_days, spread.longest_days), (Some(-2), Some(40)));
        assert_eq!((spread.median_least_days, spread.median_most_days), (Some(1.5), Some(15.0)));
        assert!(spread.about);
        assert_eq!((lags.undated, lags.missing, lags.outside), (2, 0, 0));
    }

    proptest! {
        #[test]
        fn the_median_lies_where_it_is_said_to_lie_wherever_the_days_do(
            spans in proptest::collection::vec((0..300_i64, 0..40_i64, 0..1000_i64), 2..9),
        ) {
            let day = |day: i64| Moment(day * 86_400).iso_day();
            let dates: Vec<String> =
                spans.iter().map(|(start, long, _)| format!("{}/{}", day(*start), day(start + long))).collect();
            let lags = lags_of(&chain(&dates));
            let days: Vec<i64> = spans.iter().map(|(start, long, at)| start + at % (long + 1)).collect();
            let mut actual: Vec<i64> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
            actual.sort_unstable();
            let spread = &lags.relations[0];
            let (least, most) = (spread.median_least_days.unwrap(), spread.median_most_days.unwrap());
            let middle = median(&actual).unwrap();
            prop_assert!(least <= middle && middle <= most, "{least} {middle} {most}");
            let (shortest, longest) = (spread.shortest_days.unwrap(), spread.longest_days.unwrap());
            prop_assert!(shortest <= actual[0] && actual[actual.len() - 1] <= longest);
            let certain = lags.links.iter().filter(|link| link.lag.order == Precedence::Certain);
            prop_assert!(certain.count() <= actual.iter().filter(|lag| **lag > 0).count());
        }
    }
}
