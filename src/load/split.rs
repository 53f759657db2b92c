//! Cuts a YAML text at its top-level events, so that each can be read on its own.

use std::ops::Range;

/// A text cut into its head (everything but the events) and its events. Ranges are bytes of the
/// text; put together in order they are the text without the line `events:`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// What stands before and after the events.
    pub heads: Vec<Range<usize>>,
    /// One range an event, with the comments behind it.
    pub items: Vec<Range<usize>>,
}

/// Cuts `text` where it is plain block style: one document whose events are a block list, under
/// the key `events` or at the top. `None` when it is anything else and must be read whole.
pub fn cut(text: &str) -> Option<Cut> {
    let lines = Lines { text, at: 0 };
    let mut cut = Cut::default();
    let mut indent = None;
    let mut in_events = false;
    let mut done = false;
    let mut started = false;
    for line in lines {
        let body = text[line.clone()].trim_end_matches(['\n', '\r']);
        let depth = body.len() - body.trim_start_matches(' ').len();
        let content = &body[depth..];
        if content.is_empty() || content.starts_with('#') {
            let in_item = in_events && !cut.items.is_empty();
            extend(&mut cut, in_item, &line);
            continue;
        }
        if depth == 0
            && (content.starts_with('%') || content.starts_with("---") || content.starts_with("..."))
        {
            if started || content != "---" {
                return None;
            }
            continue;
        }
        let is_item = content == "-" || content.starts_with("- ");
        if !started && is_item {
            (in_events, indent) = (true, Some(depth));
        }
        started = true;
        if in_events && is_item && indent.is_none_or(|known| known == depth) {
            indent = Some(depth);
            cut.items.push(line);
        } else if in_events && indent.is_some_and(|known| depth > known) {
            extend(&mut cut, true, &line);
        } else if depth == 0 && is_events_key(content) {
            if in_events || done {
                return None;
            }
            in_events = true;
        } else if in_events {
            if indent.is_none() || depth > 0 || is_item {
                return None;
            }
            (in_events, done) = (false, true);
            cut.heads.push(line);
        } else {
            extend(&mut cut, false, &line);
        }
    }
    (!cut.items.is_empty()).then_some(cut)
}

fn is_events_key(content: &str) -> bool {
    content.strip_prefix("events:").is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with('#')
    })
}

/// Adds a line to the last item, or to the head it follows.
fn extend(cut: &mut Cut, item: bool, line: &Range<usize>) {
    let ranges = if item { &mut cut.items } else { &mut cut.heads };
    match ranges.last_mut() {
        Some(last) if last.end == line.start => last.end = line.end,
        _ => ranges.push(line.clone()),
    }
}

/// The byte ranges of the lines of a text, with their ends.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        self.at = memchr::memchr(b'\n', rest).map_or(self.text.len(), |end| start + end + 1);
        Some(start..self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Option<Vec<&str>> {
        cut(text).map(|cut| cut.items.into_iter().map(|range| &text[range]).collect())
    }

    #[test]
    fn block_lists_are_cut_at_their_items_whatever_the_indent() {
        assert_eq!(items("- a: 1\n  b: 2\n\n# note\n- a: 2\n").map(|items| items.len()), Some(2));
        assert_eq!(
            items("title: x\nevents:\n  - a: 1\n    b:\n      - c\n  - a: 2\n").map(|items| items.len()),
            Some(2)
        );
        assert_eq!(
            items("events: # all\n- a: |\n    - no item\n- a: 2\nlicense: x\n").map(|items| items.len()),
            Some(2)
        );
    }

    #[test]
    fn what_stands_around_the_events_is_the_head() {
        let text = "title: x\nevents:\n  - a: 1\nactors:\n  us: {name: US}\n";
        let cut = cut(text).unwrap();
        let heads: String = cut.heads.into_iter().map(|range| &text[range]).collect();
        assert_eq!(heads, "title: x\nactors:\n  us: {name: US}\n");
    }

    #[test]
    fn anything_but_one_plain_block_document_is_read_whole() {
        for text in [
            "",
            "{a: 1}",
            "events: [a]\n",
            "- a\n---\n- b\n",
            "%YAML 1.2\n---\n- a\n",
            "title: x\n",
            "events:\n",
        ] {
            assert_eq!(cut(text), None, "{text:?}");
        }
    }
}
