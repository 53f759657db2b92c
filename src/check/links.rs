//! Checks of links: order in time, and cycles.

use super::finding::Finding;
use crate::history::{Lag, Links, Node, Precedence, Way, points_back};
use crate::model::{EventNo, Link, Timeline};
use crate::problem::MOST_OF_A_KIND;

/// Finds links from an event to itself, and links to an event on the wrong side in time: a response to a
/// later event, or a consequence that is earlier.
pub fn order(timeline: &Timeline) -> Vec<Finding<'_>> {
    let links =
        timeline.numbered().flat_map(|(number, event)| event.links.iter().map(move |link| (number, link)));
    links.filter_map(|(number, link)| out_of_order(timeline, number, link)).collect()
}

fn out_of_order<'t>(timeline: &'t Timeline, number: EventNo, link: &'t Link) -> Option<Finding<'t>> {
    let (event, relation) = (timeline.event(number), timeline.word(link.relation));
    let (code, message, hint) = if link.to == event.id {
        let hint = "name the other event, or take the link away";
        ("link-to-itself", format!("`{relation}` leads from this event to itself"), hint)
    } else {
        let other = timeline.event(timeline.find(&link.to)?);
        let (back, date) = (points_back(relation)?, other.date.as_ref()?);
        let (first, second) = if back { (other, event) } else { (event, other) };
        let lag = Lag::between(first.date.as_ref()?, second.date.as_ref()?);
        if lag.order != Precedence::Contrary {
            return None;
        }
        let way = if back { "later" } else { "earlier" };
        let message = format!("`{relation}: {}`, but that event is {way}: {}", link.to, date.words());
        ("answer-before", message, "correct a date, or turn the link round")
    };
    let words = vec!["links", relation, &*link.to];
    Some(Finding { event: number, words, code, message, hint: hint.to_owned() })
}

/// State of a node in the depth-first search: on the current path, or finished.
#[derive(Clone, Copy, PartialEq, Eq)]
enum VisitState {
    Under,
    Done,
}

/// Finds cycles of links, with one finding at the link that closes each.
pub fn circles(timeline: &Timeline) -> Vec<Finding<'_>> {
    let links = Links::of(timeline);
    let mut walks: std::collections::HashMap<Node, VisitState> = std::collections::HashMap::new();
    let mut found = Vec::new();
    for (number, _) in timeline.numbered().filter(|(_, event)| !event.links.is_empty()) {
        let start = links.node(number);
        if walks.contains_key(&start) {
            continue;
        }
        walks.insert(start, VisitState::Under);
        let mut path = vec![(start, links.edges_of(start, Way::After))];
        while let Some((node, edges)) = path.last_mut() {
            let node = *node;
            match edges.next().map(|edge| (edge.to, walks.get(&edge.to).copied())) {
                None => {
                    walks.insert(node, VisitState::Done);
                    path.pop();
                }
                Some((next, None)) => {
                    walks.insert(next, VisitState::Under);
                    path.push((next, links.edges_of(next, Way::After)));
                }
                Some((_, Some(VisitState::Under))) if found.len() >= MOST_OF_A_KIND => {
                    // Only counted: finding the cycle takes as long as the path.
                    found.extend(links.event(node).map(|event| finding(event, Vec::new(), String::new())));
                }
                Some((next, Some(VisitState::Under))) => {
                    let from = path.iter().position(|(node, _)| *node == next).unwrap_or_default();
                    let circle: Vec<Node> = path[from..].iter().map(|(node, _)| *node).collect();
                    found.extend(closed(timeline, &links, &circle));
                }
                Some((_, Some(_))) => {}
            }
        }
    }
    found
}

/// Most events of a cycle that its message names.
const SHOWN: usize = 12;

/// Returns the finding for a cycle of events, at the link from its last to its first.
fn closed<'t>(timeline: &'t Timeline, links: &Links, circle: &[Node]) -> Option<Finding<'t>> {
    let event = |node: Option<&Node>| links.event(*node?);
    let (first, last) = (event(circle.first())?, event(circle.last())?);
    let names = |from, to| timeline.event(from).links.iter().any(|link| link.to == timeline.event(to).id);
    let (event, other) = if names(last, first) { (last, first) } else { (first, last) };
    let ids: Vec<&str> = circle.iter().chain(circle.first()).map(|node| links.id(timeline, *node)).collect();
    let ids = if ids.len() > SHOWN {
        [&ids[..SHOWN / 2], &["…"], &ids[ids.len() - SHOWN / 2..]].concat()
    } else {
        ids
    };
    let message = format!("these links lead in a circle: {}", ids.join(" → "));
    Some(finding(event, vec!["links", &timeline.event(other).id], message))
}

fn finding(event: EventNo, words: Vec<&str>, message: String) -> Finding<'_> {
    let hint = "take away the link that points against the course of things".to_owned();
    Finding { event, words, code: "link-circle", message, hint }
}
