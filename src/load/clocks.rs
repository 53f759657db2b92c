//! Checks that the clocks of an event are in a possible order.

use super::yaml::Node;
use crate::model::{Clock, Event};
use crate::problem::{Problem, Problems};

/// Each clock with the clocks that it cannot precede: a decision expires after it came into force, and
/// comes into force after it was adopted and announced. The first contradiction found is reported.
///
/// Adopted and announced may come in either order, since much is decided behind closed doors, and a
/// report may precede them all, since much leaks.
const ORDER: [(Clock, &[Clock]); 2] = [
    (Clock::InForce, &[Clock::Adopted, Clock::Announced]),
    (Clock::Expires, &[Clock::InForce, Clock::Adopted, Clock::Announced]),
];

/// Returns pairs of clocks (later, earlier) whose dates contradict their order, however the dates are read.
pub(super) fn contradictions(event: &Event) -> impl Iterator<Item = (Clock, Clock)> {
    ORDER.into_iter().filter_map(|(later, earlier)| {
        let date = event.clock(later)?;
        let is_fault = |clock: &&Clock| event.clock(**clock).is_some_and(|first| date.surely_before(first));
        Some((later, *earlier.iter().find(is_fault)?))
    })
}

/// Reports clocks whose dates contradict their order, however the dates are read.
pub fn check(node: &Node, event: &Event, problems: &mut Problems) {
    for (later, earlier) in contradictions(event) {
        let written = node.get("clocks").and_then(|clocks| clocks.get(later.word()));
        let message = format!("`{}` lies before `{}`", later.word(), earlier.word());
        let retrospect = if later == Clock::InForce { ", unless it applied in retrospect" } else { "" };
        let hint = format!("one of the two dates is wrong{retrospect}");
        let span = written.map_or(node.span, |date| date.span);
        problems.push(Problem::warning("clock-order", span, message).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use crate::load::from_text;

    fn messages(clocks: &str) -> String {
        let text = format!("- {{date: 2024-05-22, title: A, clocks: {{{clocks}}}}}");
        let problems = from_text("a.yaml", &text).problems;
        let problems = problems.iter().map(|problem| format!("{} {}", problem.code, problem.message));
        problems.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn only_what_no_reading_of_the_dates_allows_is_a_fault() {
        for (clocks, message) in [
            ("announced: 2024-05-22, in-force: 2024-05-21", "`in-force` lies before `announced`"),
            ("adopted: 2024-06, announced: 2024-07, in-force: 2024-05", "`in-force` lies before `adopted`"),
            ("in-force: 2024, expires: 2023-12-31", "`expires` lies before `in-force`"),
            ("announced: 2024-05, expires: 2024-04", "`expires` lies before `announced`"),
        ] {
            assert_eq!(messages(clocks), format!("clock-order {message}"), "{clocks}");
        }
        for clocks in [
            "announced: 2024-05-22, in-force: 2024-05-22",
            "announced: 2024-05-22, in-force: 2024-05",
            "announced: 2024-05-22~, in-force: 2024-01-01",
            "announced: 2024-05-22, in-force: 2024-01-01?",
            "announced: 2024-05-22, in-force: 2024-01-01/..",
            "announced: 2024-05-22, adopted: 2024-02-12",
            "announced: 2024-05-22, adopted: 2024-06-12",
            "announced: 2024-05-22, reported: 2024-01-01, in-force: 2024-06",
            "in-force: 2024-05-22, expires: 2024-05-22T14:00:00Z",
        ] {
            assert_eq!(messages(clocks), "", "{clocks}");
        }
    }
}
