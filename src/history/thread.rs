//! Threads of linked events: what led to an event and what followed from it.
//!
//! `leads-to` points forward; `responds-to`, `clarifies`, `implements` and `reverses` point back to what they
//! act on; any other relation points from the declaring event to the one named. Links between the same two
//! events in the same direction are one edge, whichever end declares them and by whatever relations.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};

use indexmap::IndexSet;

use super::Lag;
use crate::model::{EventNo, Text, Timeline, Word};

/// Relations that point back to the event they act on.
const BACK: [&str; 4] = ["responds-to", "clarifies", "implements", "reverses"];
/// Relation that any of [`BACK`] expresses more precisely from the other end.
const FORWARD: &str = "leads-to";

/// Returns the relations that say which of two events came first.
pub fn relations() -> Vec<&'static str> {
    BACK.into_iter().chain([FORWARD]).collect()
}

/// Returns whether a relation points to an earlier event (`true`) or a later one (`false`); `None` if the
/// relation implies no direction in time.
pub fn points_back(relation: &str) -> Option<bool> {
    BACK.contains(&relation).then_some(true).or_else(|| (relation == FORWARD).then_some(false))
}

/// Event of the timeline, or an id named by a link that no event has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(u32);

/// Link between two events, directed from cause to consequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The earlier event in the sense of the link, whatever the dates are.
    pub from: Node,
    /// The event that followed from it.
    pub to: Node,
    /// Relations that declare the link, from either end, in alphabetical order.
    pub words: Vec<Word>,
}

/// Direction along the links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To what led to an event.
    Before,
    /// To what followed from an event.
    After,
}

/// All links of a timeline, as a graph.
#[derive(Debug, Clone, Default)]
pub struct Links {
    events: u32,
    missing: IndexSet<Text>,
    /// Sorted by `from`, then `to`.
    edges: Vec<Edge>,
    /// Indices into `edges`, sorted by `to`, then `from`.
    back: Vec<u32>,
}

impl Links {
    /// Builds the graph from the links of all events; links of an event to itself are skipped.
    pub fn of(timeline: &Timeline) -> Self {
        let events = timeline.len() as u32;
        let mut missing: IndexSet<Text> = IndexSet::new();
        let mut found = Vec::new();
        for (number, event) in timeline.events().iter().enumerate() {
            for link in &event.links {
                let here = Node(number as u32);
                let there =
                    Node(timeline.find(&link.to).map_or_else(
                        || events + missing.insert_full(link.to.clone()).0 as u32,
                        |event| event.0,
                    ));
                let points_back = points_back(timeline.word(link.relation)) == Some(true);
                let (from, to) = if points_back { (there, here) } else { (here, there) };
                if from != to {
                    found.push((from, to, link.relation));
                }
            }
        }
        found.sort_unstable_by_key(|(from, to, word)| (*from, *to, timeline.word(*word)));
        found.dedup();
        let mut edges: Vec<Edge> = Vec::new();
        for (from, to, word) in found {
            match edges.last_mut().filter(|edge| (edge.from, edge.to) == (from, to)) {
                Some(edge) => edge.words.push(word),
                None => edges.push(Edge { from, to, words: vec![word] }),
            }
        }
        let mut back: Vec<u32> = (0..edges.len() as u32).collect();
        back.sort_by_key(|place| (edges[*place as usize].to, edges[*place as usize].from));
        Self { events, missing, edges, back }
    }

    /// Returns all edges, sorted by `from`, then `to`.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Returns the node of an event.
    pub fn node(&self, event: EventNo) -> Node {
        Node(event.0)
    }

    /// Returns the event of a node; `None` if no event has its id.
    pub fn event(&self, node: Node) -> Option<EventNo> {
        (node.0 < self.events).then_some(EventNo(node.0))
    }

    /// Returns the id of a node.
    pub fn id<'a>(&'a self, timeline: &'a Timeline, node: Node) -> &'a str {
        match self.event(node) {
            Some(event) => &timeline.event(event).id,
            None => &self.missing[(node.0 - self.events) as usize],
        }
    }

    /// Returns the lag between the ends of a link; `None` if one has no date.
    pub fn lag(&self, timeline: &Timeline, edge: &Edge) -> Option<Lag> {
        let date = |node| timeline.when(timeline.event(self.event(node)?));
        Some(Lag::between(date(edge.from)?, date(edge.to)?))
    }

    /// Iterates over the edges of a node in one direction, in time order of their other ends.
    pub fn edges_of(&self, node: Node, way: Way) -> impl DoubleEndedIterator<Item = &Edge> {
        let (after, before) = match way {
            Way::After => {
                let start = self.edges.partition_point(|edge| edge.from < node);
                let end = self.edges.partition_point(|edge| edge.from <= node);
                (&self.edges[start..end], &[][..])
            }
            Way::Before => {
                let to = |place: &u32| self.edges[*place as usize].to;
                let start = self.back.partition_point(|place| to(place) < node);
                let end = self.back.partition_point(|place| to(place) <= node);
                (&[][..], &self.back[start..end])
            }
        };
        after.iter().chain(before.iter().map(|place| &self.edges[*place as usize]))
    }

    /// Returns the thread of an event.
    pub fn thread(&self, centre: EventNo) -> Thread {
        let centre = Node(centre.0);
        let before = self.tree(centre, Way::Before);
        let after = self.tree(centre, Way::After);
        let mut longest = self.chain(centre, Way::Before, &[]);
        longest.reverse();
        let on = self.chain(centre, Way::After, &longest);
        longest.push(centre);
        longest.extend(on);
        Thread { centre, before, after, longest }
    }

    /// Returns the edge from one node to another, if any.
    pub fn between(&self, from: Node, to: Node) -> Option<&Edge> {
        let place = self.edges.binary_search_by_key(&(from, to), |edge| (edge.from, edge.to));
        place.ok().map(|place| &self.edges[place])
    }

    /// Returns the breadth-first tree of all reachable nodes, in depth-first order.
    fn tree(&self, centre: Node, way: Way) -> Vec<ThreadNode> {
        let mut distances: HashMap<Node, u32> = HashMap::from([(centre, 0)]);
        let mut children: HashMap<Node, Vec<Node>> = HashMap::new();
        let mut queue = VecDeque::from([centre]);
        while let Some(node) = queue.pop_front() {
            let distance = distances[&node] + 1;
            for next in self.edges_of(node, way).map(|edge| edge.end(way)) {
                if let Entry::Vacant(free) = distances.entry(next) {
                    free.insert(distance);
                    children.entry(node).or_default().push(next);
                    queue.push_back(next);
                }
            }
        }
        let mut steps: Vec<ThreadNode> = Vec::with_capacity(distances.len() - 1);
        let mut branch = |open: &mut Vec<ThreadNode>, node: Node, under: Option<usize>| {
            let mut nodes = children.remove(&node).unwrap_or_default();
            // The nearest in time is shown next to the centre; the stack pops the last one first.
            if way == Way::After {
                nodes.reverse();
            }
            let step =
                |(place, node)| ThreadNode { node, distance: distances[&node], under, last: place == 0 };
            open.extend(nodes.into_iter().enumerate().map(step));
        };
        let mut open = Vec::new();
        branch(&mut open, centre, None);
        while let Some(step) = open.pop() {
            steps.push(step);
            branch(&mut open, step.node, Some(steps.len() - 1));
        }
        steps
    }

    /// Returns the longest path from a node, excluding the node itself and all of `without`. Edges that close
    /// a cycle are skipped.
    fn chain(&self, start: Node, way: Way, without: &[Node]) -> Vec<Node> {
        // Length of the path from a node and its next node; `None` while the node is on the stack.
        let mut best: HashMap<Node, Option<(u32, Option<Node>)>> =
            without.iter().chain([&start]).map(|node| (*node, None)).collect();
        let mut open = vec![(start, self.edges_of(start, way))];
        while let Some((node, rest)) = open.last_mut() {
            if let Some(next) = rest.next().map(|edge| edge.end(way)) {
                best.entry(next).or_insert_with(|| {
                    open.push((next, self.edges_of(next, way)));
                    None
                });
                continue;
            }
            let on = self.edges_of(*node, way).filter_map(|edge| {
                let next = edge.end(way);
                best[&next].map(|(length, _)| (length + 1, Reverse(next)))
            });
            let on = on.max().map_or((0, None), |(length, next)| (length, Some(next.0)));
            best.insert(*node, Some(on));
            open.pop();
        }
        let onward = |node: Node| best.get(&node).copied().flatten().and_then(|(_, next)| next);
        std::iter::successors(onward(start), |node| onward(*node)).collect()
    }
}

impl Edge {
    /// Returns the end of the edge in a direction.
    fn end(&self, way: Way) -> Node {
        match way {
            Way::Before => self.from,
            Way::After => self.to,
        }
    }

    /// Returns the relations, without a `leads-to` that the other end states more precisely.
    pub fn label(&self, timeline: &Timeline) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| timeline.word(*word)).collect();
        let says_more = words.iter().any(|word| BACK.contains(word));
        let said: Vec<&str> = words.into_iter().filter(|word| *word != FORWARD || !says_more).collect();
        said.join(", ")
    }
}

/// Node of a thread, with its position in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadNode {
    /// The node.
    pub node: Node,
    /// Number of links to the centre along the shortest path.
    pub distance: u32,
    /// Parent: index in the list of the same direction; `None` for a child of the centre.
    pub under: Option<usize>,
    /// Whether it is the last child of its parent.
    pub last: bool,
}

/// Event with everything that led to it and that followed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The event in the centre.
    pub centre: Node,
    /// Nodes that led to it, nearest first, in depth-first order.
    pub before: Vec<ThreadNode>,
    /// Nodes that followed from it, in the same order.
    pub after: Vec<ThreadNode>,
    /// Longest path of links through it, in link order.
    pub longest: Vec<Node>,
}

impl Thread {
    /// Returns the number of rows, one per node.
    pub fn rows(&self) -> usize {
        self.before.len() + 1 + self.after.len()
    }

    /// Returns the row of the centre, after those of [`Thread::before`].
    pub fn centre_row(&self) -> usize {
        self.before.len()
    }

    /// Returns the node in a row with its direction; `None` for the centre.
    pub fn step(&self, row: usize) -> Option<(&ThreadNode, Way)> {
        if let Some(after) = row.checked_sub(self.before.len() + 1) {
            return self.after.get(after).map(|step| (step, Way::After));
        }
        let before = self.before.len().checked_sub(row + 1)?;
        Some((&self.before[before], Way::Before))
    }

    /// Returns the node in a row.
    pub fn node(&self, row: usize) -> Node {
        self.step(row).map_or(self.centre, |(step, _)| step.node)
    }

    /// Returns the edge that connects a row to its parent; `None` for the centre.
    pub fn edge<'l>(&self, row: usize, links: &'l Links) -> Option<&'l Edge> {
        let (step, way) = self.step(row)?;
        match way {
            Way::Before => links.between(step.node, self.above(step, way).map_or(self.centre, |up| up.node)),
            Way::After => links.between(self.above(step, way).map_or(self.centre, |up| up.node), step.node),
        }
    }

    /// Returns for a row and its ancestors, from the row towards the centre and at most `most`, whether each
    /// is the last child of its parent. Used to draw the lines of the tree.
    pub fn branches(&self, row: usize, most: usize) -> Vec<bool> {
        let Some((step, way)) = self.step(row) else { return Vec::new() };
        std::iter::successors(Some(step), |step| self.above(step, way))
            .take(most)
            .map(|step| step.last)
            .collect()
    }

    fn above(&self, step: &ThreadNode, way: Way) -> Option<&ThreadNode> {
        let steps = if way == Way::Before { &self.before } else { &self.after };
        step.under.map(|place| &steps[place])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Date, Event, Link};

    /// Returns events with ids `0`, `1`, … one day apart, and their links.
    fn timeline(events: usize, links: &[(usize, &str, usize)]) -> Timeline {
        let mut timeline = Timeline::default();
        let day = |number: usize| crate::model::Moment(number as i64 * 86_400).iso_day();
        let mut all: Vec<Event> = (0..events)
            .map(|number| Event {
                id: number.to_string().into(),
                date: Date::parse(&day(number)).ok(),
                ..Event::default()
            })
            .collect();
        for (from, word, to) in links {
            let relation = timeline.words.add(word);
            all[*from].links.push(Link { relation, to: to.to_string().into() });
        }
        timeline.with_events(all)
    }

    fn ids(timeline: &Timeline, links: &Links, nodes: impl IntoIterator<Item = Node>) -> String {
        nodes.into_iter().map(|node| links.id(timeline, node)).collect::<Vec<_>>().join(" ")
    }

    fn shown(timeline: &Timeline, centre: u32) -> String {
        let links = Links::of(timeline);
        let thread = links.thread(EventNo(centre));
        let row = |row: usize| {
            let label = thread.edge(row, &links).map(|edge| edge.label(timeline)).unwrap_or_default();
            let distance = thread.step(row).map_or(0, |(step, _)| step.distance);
            let branches = thread
                .branches(row, 9)
                .iter()
                .rev()
                .map(|last| if *last { '└' } else { '├' })
                .collect::<String>();
            format!("{branches} {distance} {} {label}", links.id(timeline, thread.node(row)))
                .trim()
                .to_owned()
        };
        (0..thread.rows()).map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_thread_reads_from_what_led_to_an_event_down_to_what_followed() {
        let timeline = timeline(
            8,
            &[
                (0, "leads-to", 3),
                (3, "responds-to", 0),
                (3, "clarifies", 1),
                (1, "leads-to", 3),
                (0, "leads-to", 1),
                (2, "leads-to", 1),
                (4, "reverses", 3),
                (5, "implements", 4),
                (6, "responds-to", 3),
                (3, "foretells", 9),
            ],
        );
        insta::assert_snapshot!(shown(&timeline, 3), @r"
        └ 1 0 responds-to
        ├└ 2 2 leads-to
        ├ 1 1 clarifies
        0 3
        ├ 1 4 reverses
        ├└ 2 5 implements
        ├ 1 6 responds-to
        └ 1 9 foretells
        ");
    }

    #[test]
    fn a_circle_of_links_is_walked_once() {
        let timeline =
            timeline(4, &[(0, "leads-to", 1), (1, "leads-to", 2), (2, "leads-to", 0), (3, "leads-to", 3)]);
        insta::assert_snapshot!(shown(&timeline, 1), @r"
        └└ 2 2 leads-to
        └ 1 0 leads-to
        0 1
        └ 1 2 leads-to
        └└ 2 0 leads-to
        ");
        let links = Links::of(&timeline);
        assert_eq!(ids(&timeline, &links, links.thread(EventNo(1)).longest), "2 0 1");
        assert_eq!(links.thread(EventNo(3)).rows(), 1);
    }

    #[test]
    fn a_chain_of_very_many_events_is_followed_to_its_end() {
        let count = 10_000;
        let links: Vec<_> = (1..count).map(|number| (number, "responds-to", number - 1)).collect();
        let timeline = timeline(count, &links);
        let links = Links::of(&timeline);
        let thread = links.thread(EventNo(5_000));
        assert_eq!((thread.rows(), thread.longest.len(), thread.centre_row()), (count, count, 5_000));
        assert_eq!(thread.step(0).map(|(step, _)| step.distance), Some(5_000));
        assert_eq!(thread.branches(0, 7), [true; 7]);
    }

    /// Generates links as numbers; no event has an id of 12 or more.
    fn some_links() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
        proptest::collection::vec((0..12_usize, 0..6_usize, 0..14_usize), 0..30)
    }

    const WORDS: [&str; 6] = ["leads-to", "responds-to", "clarifies", "implements", "reverses", "cites"];

    fn random(links: &[(usize, usize, usize)]) -> Timeline {
        let links: Vec<_> = links.iter().map(|(from, word, to)| (*from, WORDS[*word], *to)).collect();
        timeline(12, &links)
    }

    proptest! {
        #[test]
        fn what_led_to_an_event_is_followed_by_it_and_nothing_stands_twice(links in some_links()) {
            let timeline = random(&links);
            let links = Links::of(&timeline);
            let threads: Vec<Thread> = (0..12).map(|event| links.thread(EventNo(event))).collect();
            for (event, thread) in threads.iter().enumerate() {
                let event = Node(event as u32);
                let mut nodes: Vec<Node> = thread.after.iter().map(|step| step.node).chain([event]).collect();
                nodes.sort_unstable();
                nodes.dedup();
                prop_assert_eq!(nodes.len(), thread.after.len() + 1);
                for step in thread.before.iter().filter(|step| links.event(step.node).is_some()) {
                    let other = &threads[step.node.0 as usize];
                    let back = other.after.iter().find(|other| other.node == event);
                    prop_assert_eq!(back.map(|back| back.distance), Some(step.distance));
                }
                let followed = threads.iter().filter(|other| other.before.iter().any(|step| step.node == event));
                let known = thread.after.iter().filter(|step| links.event(step.node).is_some());
                prop_assert_eq!(followed.count(), known.count());
                for pair in thread.longest.windows(2) {
                    prop_assert!(links.between(pair[0], pair[1]).is_some());
                }
                let mut chain = thread.longest.clone();
                chain.sort_unstable();
                chain.dedup();
                prop_assert_eq!(chain.len(), thread.longest.len());
                for row in (0..thread.rows()).filter(|row| *row != thread.centre_row()) {
                    prop_assert!(thread.edge(row, &links).is_some());
                }
            }
        }

        #[test]
        fn a_link_is_the_same_whichever_end_declares_it(
            links in proptest::collection::vec((0..12_usize, 0..12_usize, 0..4_usize), 0..30),
        ) {
            let declared = |ends: &dyn Fn(usize) -> bool| {
                let mut all = Vec::new();
                for (from, to, which) in &links {
                    if ends(*which) {
                        all.push((*from, "leads-to", *to));
                    }
                    if !ends(*which) || *which == 0 {
                        all.push((*to, "responds-to", *from));
                    }
                }
                let timeline = timeline(12, &all);
                let links = Links::of(&timeline);
                let ends: Vec<(Node, Node)> = links.edges().iter().map(|edge| (edge.from, edge.to)).collect();
                (ends, (0..12).map(|event| links.thread(EventNo(event))).collect::<Vec<_>>())
            };
            let forward = declared(&|_| true);
            prop_assert_eq!(&declared(&|_| false), &forward);
            prop_assert_eq!(&declared(&|which| which < 2), &forward);
        }

        #[test]
        fn without_circles_no_chain_is_longer(links in some_links()) {
            let forward: Vec<_> = links.into_iter().filter(|(from, _, to)| from < to).map(|(from, _, to)| (from, 0, to)).collect();
            let timeline = random(&forward);
            let links = Links::of(&timeline);
            let length = |way: Way| {
                let mut lengths = [0_usize; 14];
                let order: Vec<u32> = if way == Way::After { (0..14).rev().collect() } else { (0..14).collect() };
                for node in order {
                    let on = links.edges_of(Node(node), way).map(|edge| lengths[edge.end(way).0 as usize] + 1);
                    lengths[node as usize] = on.max().unwrap_or(0);
                }
                lengths
            };
            let (before, after) = (length(Way::Before), length(Way::After));
            for event in 0..12 {
                let longest = links.thread(EventNo(event)).longest.len();
                prop_assert_eq!(longest, before[event as usize] + 1 + after[event as usize]);
            }
        }
    }
}
