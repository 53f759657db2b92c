//! Reads named views.

use super::event_from_node;
use super::format;
use super::yaml::Node;
use crate::model::value::flag;
use crate::model::{Date, DateStyle, Text, View};
use crate::problem::{Problem, Problems};
use crate::query::Sort;
use crate::text::one_line;

/// Returns the views under a key, each with the node of its name. Reports invalid times; everything else is
/// checked by [`format::check`].
pub fn read<'n, 't>(node: &'n Node<'t>, key: &str, problems: &mut Problems) -> Vec<(&'n Node<'t>, View)> {
    let views = node.get(key).map_or(&[][..], Node::pairs);
    views.iter().map(|(name, node)| (name, view(name, node, problems))).collect()
}

fn view(name: &Node, node: &Node, problems: &mut Problems) -> View {
    let mut date = |key: &str| -> Option<Date> {
        node.given(key).and_then(|date| event_from_node::read_date(date, DateStyle::default(), problems))
    };
    let (range, from, to) = (date("range"), date("from"), date("to"));
    let late = from.as_ref().zip(to.as_ref()).is_some_and(|(from, to)| from.earliest() > to.latest());
    let edges = node.get("from").or_else(|| node.get("to")).filter(|_| from.is_some() || to.is_some());
    if let Some(edge) = edges {
        if range.is_some() {
            let message = "a view has a `range`, or `from` and `to`, not both";
            problems.push(Problem::error("bad-view", edge.span, message));
        } else if late {
            let message = "this view ends before it starts";
            problems.push(Problem::error("bad-view", edge.span, message));
        } else if [&from, &to].into_iter().flatten().any(Date::is_interval) {
            let message = "an interval is no edge of a time; write it as `range`";
            problems.push(Problem::error("bad-view", edge.span, message));
        }
    }
    let text = |key: &str| one_line(&event_from_node::text(node, key)).into();
    // Others are kept as they are in `extra`.
    let word = |key: &str, known: &[&str]| {
        let word: Text = text(key);
        if known.contains(&&*word) { word } else { Text::default() }
    };
    let query = event_from_node::text(node, "query");
    View {
        name: one_line(name.text().unwrap_or_default()).into(),
        // On one line, but with blanks in a row, which have a meaning in quotes.
        query: node.words().unwrap_or(&query).replace(char::is_whitespace, " ").trim().into(),
        range,
        from,
        to,
        lanes: word("lanes", &format::lanes()),
        sort: word("sort", &Sort::words()),
        reverse: node.get("reverse").and_then(Node::text).and_then(flag) == Some(true),
        cursor: text("cursor"),
        extra: event_from_node::extra(node, format::VIEW, DateStyle::default()),
    }
}
