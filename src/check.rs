//! Consistency checks that compare each event with the others.
//!
//! They need all events, so only `dateline check` and the browser run them. Contradictions that an event
//! declares in its `disputes` are known to the author and not reported.

mod codes;
mod events;
mod finding;
mod links;
mod statuses;

use std::collections::BTreeMap;

use crate::load::{Loaded, Locator, unlisted};
use crate::model::Timeline;
use crate::parallel::in_parallel;
use crate::problem::MOST_OF_A_KIND;
use crate::problem::{Problem, Severity};

pub use codes::CodeFilter;
use finding::Finding;

/// Check of a timeline: returns what it finds in any order of events.
type Check = for<'t> fn(&'t Timeline) -> Vec<Finding<'t>>;

/// Every check, in the order in which findings at one place are listed.
const CHECKS: [Check; 7] = [
    statuses::contradictions,
    links::order,
    links::circles,
    events::kinds,
    events::weak,
    events::addresses,
    events::actors,
];

/// Adds the problems found by comparing events, then keeps the problems selected by `codes` and by the key
/// `checks` of the timeline.
pub fn check(loaded: &mut Loaded, codes: CodeFilter) {
    let (found, counts) = problems(&loaded.timeline);
    for (code, count) in counts {
        *loaded.counts.entry((code, Severity::Warning)).or_default() += count;
    }
    loaded.problems.extend(found);
    loaded
        .problems
        .sort_by(|a, b| (&a.at.file, a.at.line, a.at.column).cmp(&(&b.at.file, b.at.line, b.at.column)));
    codes.with_those_of(&loaded.timeline).choose(loaded);
}

/// Returns the problems, at most [`MOST_OF_A_KIND`] per code, and the number found per code.
fn problems(timeline: &Timeline) -> (Vec<Problem>, BTreeMap<&'static str, usize>) {
    let mut locator = Locator::new(timeline);
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    let found = in_parallel(CHECKS, |check| check(timeline));
    for Finding { event, words, code, message, hint } in found.into_iter().flatten() {
        let count = counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            problems.push(Problem::warning(code, locator.location(event, &words), message).hint(hint));
        }
    }
    let many = counts.iter().filter(|(_, count)| **count > MOST_OF_A_KIND);
    problems.extend(many.map(|(code, count)| unlisted(code, count - MOST_OF_A_KIND)));
    (problems, counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{builtin, from_text};

    const HEAD: &str = "ladders: {l: [banned, restricted, permitted]}\n\
         policies: {p: {title: P, owner: us, ladder: l}}\nactors: {us: {name: US, country: US}}\nevents:\n";

    /// Checks a file with these events. Returns each problem as its code, its line counted from the first
    /// event, and the marked text.
    fn found(events: &str) -> Vec<(&'static str, usize, String)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        std::fs::write(&path, format!("{HEAD}{events}")).unwrap();
        let mut loaded = crate::load::load(&[path], &mut std::io::empty());
        check(&mut loaded, CodeFilter::default());
        let marked = |problem: &Problem| {
            problem
                .at
                .quoted
                .chars()
                .skip(problem.at.column - 1 - problem.at.skipped)
                .take(problem.at.length)
                .collect()
        };
        loaded.problems.iter().map(|problem| (problem.code, problem.at.line - 4, marked(problem))).collect()
    }

    #[track_caller]
    fn finds(events: &str, expected: &[(&str, usize, &str)]) {
        let found = found(events);
        let found: Vec<_> =
            found.iter().map(|(code, line, marked)| (*code, *line, marked.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_finding_below_a_lone_carriage_return_quotes_its_own_event() {
        finds(
            "  - {id: a, date: 2024-01-12, title: a}\n  # odd\r  - {id: d, date: 2024-06-17, title: d, links: [{responds-to: d}]}\n",
            &[("link-to-itself", 3, "d")],
        );
    }

    #[test]
    fn a_record_that_contradicts_itself_is_told_where() {
        finds(
            "  - {id: a, date: 2024-01-12, title: a, effects: [{policy: p, status: banned}]}\n\
             \x20 - {id: b, date: 2024-03-15, title: b, effects: [{policy: p, status: restricted, was: permitted}]}\n\
             \x20 - {id: c, date: 2024-03-15, title: c, links: [{responds-to: d}], effects: [{policy: p, status: permitted}]}\n\
             \x20 - {id: d, date: 2024-06-17, title: d, links: [{responds-to: d}]}\n",
            &[
                ("was-contradicted", 2, "permitted"),
                ("answer-before", 3, "d"),
                ("two-statuses", 3, "permitted"),
                ("link-to-itself", 4, "d"),
            ],
        );
    }

    #[test]
    fn what_the_dates_leave_open_is_no_contradiction() {
        let effect = |status: &str| format!("effects: [{{policy: p, status: {status}}}]");
        let event = |id: &str, date: &str, rest: &str| {
            format!("  - {{id: {id}, date: {date}, title: {id}, {rest}}}\n")
        };
        let was = "effects: [{policy: p, status: banned, was: permitted}]";
        for (first, date) in [("2024-01", "2024-01-15"), ("2024-01-15~", "2024-01-15"), ("2024/..", "2025")] {
            finds(&(event("a", first, &effect("restricted")) + &event("b", date, was)), &[]);
        }
        let times = ["2024-01-15T08:00:00Z", "2024-01-15T09:00:00Z"];
        finds(&(event("a", times[0], &effect("banned")) + &event("b", times[1], &effect("restricted"))), &[]);
        let disputed = format!("{was}, disputes: [{{says: it was restricted}}]");
        finds(&(event("a", "2024", &effect("restricted")) + &event("b", "2025", &disputed)), &[]);
        finds(&(event("a", "2024", "links: [{responds-to: b}]") + &event("b", "2024-05", "kind: x")), &[]);
    }

    #[test]
    fn links_in_a_circle_and_against_time_are_told_once() {
        finds(
            "  - {id: a, date: 2024-01-12, title: a, links: [{leads-to: b}]}\n\
             \x20 - {id: b, date: 2024-01-12, title: b, links: [{leads-to: [c]}]}\n\
             \x20 - {id: c, date: 2024-01-12, title: c, links: [{leads-to: a}]}\n\
             \x20 - {id: d, date: 2024-01-13, title: d, links: [{leads-to: a}]}\n",
            &[("link-circle", 3, "a"), ("answer-before", 4, "a")],
        );
    }

    #[test]
    fn an_event_with_a_slip_in_its_kind_weak_sources_or_an_address_twice_is_told() {
        finds(
            "  - id: a\n    date: 2024-01-12\n    title: a\n    kind: descision\n    certainty: confirmed\n    \
             sources:\n      - {url: https://a.example/1, weak: true}\n      - {url: https://a.example/1, weak: true}\n\
             \x20 - {id: b, date: 2024-01-13, title: b, kind: motion, certainty: confirmed}\n",
            &[
                ("near-kind", 4, "descision"),
                ("weak-confirmation", 5, "confirmed"),
                ("address-twice", 8, "https://a.example/1"),
            ],
        );
    }

    #[test]
    fn an_actor_twice_in_one_role_is_told_whatever_it_is_called() {
        finds(
            "  - {id: a, date: 2024-01-12, title: a, actors: [us, US]}\n\
             \x20 - {id: b, date: 2024-01-13, title: b, actors: [{actor: us, role: host}, {actor: US, role: host}]}\n\
             \x20 - {id: c, date: 2024-01-14, title: c, actors: [us, {actor: US, role: host}]}\n",
            &[("actor-twice", 1, "actors"), ("actor-twice", 2, "actors")],
        );
    }

    #[test]
    fn every_problem_has_a_place_even_when_its_text_cannot_be_read_again() {
        let mut loaded =
            from_text("-", &format!("{HEAD}  - {{id: a, title: a, date: 2024, kind: decisoin}}\n"));
        check(&mut loaded, CodeFilter::default());
        assert_eq!(loaded.warnings, 1);
        assert_eq!((loaded.problems[0].at.line, loaded.problems[0].at.file.as_str()), (5, "-"));
        let mut shipped = builtin();
        check(&mut shipped, CodeFilter::default());
        assert_eq!(shipped.problems, []);
    }

    #[test]
    fn what_is_not_told_one_by_one_is_counted_and_chosen_too() {
        let event = |number: usize| {
            format!(
                "  - {{id: e{number}, title: a, date: 2024, kind: decisoin, x: 1, links: [{{leads-to: e{}}}]}}\n",
                number / 2 * 2 + 1 - number % 2
            )
        };
        let text = format!("{HEAD}{}", (0..2_400).map(event).collect::<String>());
        let counted = |only: &[&str]| {
            let mut loaded = from_text("a.yaml", &text);
            let only = only.iter().map(|code| (*code).to_owned()).collect();
            check(&mut loaded, CodeFilter { only, ignore: Vec::new() });
            (loaded.errors + loaded.warnings, loaded.problems.len())
        };
        assert_eq!(counted(&["near-kind"]), (2_400, 1_001));
        assert_eq!(counted(&["unknown-key"]), (2_400, 1_001));
        assert_eq!(counted(&["link-circle"]), (1_200, 1_001));
        assert_eq!(counted(&[]), (6_000, 3_003));
    }

    #[test]
    fn the_command_line_and_the_timeline_choose_codes_together() {
        let text = format!(
            "checks: {{ignore: [near-kind]}}\n{HEAD}  - {{id: a, title: a, date: 2024, kind: decisoin, x: 1, \
             effects: [{{policy: q, status: y}}]}}\n"
        );
        let codes = |only: &[&str], ignore: &[&str]| {
            let mut loaded = from_text("a.yaml", &text);
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            check(&mut loaded, CodeFilter { only: names(only), ignore: names(ignore) });
            assert_eq!(loaded.errors + loaded.warnings, loaded.problems.len());
            loaded.problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(&[], &[]), ["unknown-key", "unknown-policy"]);
        assert_eq!(codes(&[], &["unknown-key"]), ["unknown-policy"]);
        assert_eq!(codes(&["unknown-key", "near-kind"], &[]), ["unknown-key"]);
    }
}
