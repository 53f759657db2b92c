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

/// Where in the text a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before anything but comments.
    Start,
    /// Among the keys before or after the events.
    Head,
    /// Behind `events:`, before its first item.
    Opened,
    /// In a list of events with this indent; `true` when the list is the whole document.
    Events(usize, bool),
}

/// Cuts `text` where it is plain block style: one document whose events are a block list, under
/// the key `events` or at the top. `None` when it is anything else and must be read whole; a line
/// that could mean something else is always such a case.
pub fn cut(text: &str) -> Option<Cut> {
    // To YAML a carriage return alone ends a line too (YAML 1.2.2, section 5.4).
    let ends_a_line = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if memchr::memchr_iter(b'\r', text.as_bytes()).any(ends_a_line) {
        return None;
    }
    let mut cut = Cut::default();
    let mut part = State::Start;
    let mut opened = false;
    for line in (Lines { text, at: 0 }) {
        if let State::Events(indent, _) = part
            && is_deeper(&text.as_bytes()[line.clone()], indent)
        {
            extend(&mut cut, true, &line);
            continue;
        }
        let body = text[line.clone()].trim_end_matches(['\n', '\r']);
        let content = body.trim_start_matches(' ');
        let depth = body.len() - content.len();
        let bare = content.trim_start_matches('\t');
        if bare.is_empty() || bare.starts_with('#') {
            extend(&mut cut, matches!(part, State::Events(..)), &line);
            continue;
        }
        if content.starts_with('\t') || content.starts_with("-\t") {
            return None;
        }
        let marker = depth == 0 && ["%", "---", "..."].iter().any(|mark| content.starts_with(mark));
        if marker {
            if part != State::Start || content != "---" {
                return None;
            }
            continue;
        }
        let is_item = content == "-" || content.starts_with("- ");
        match part {
            State::Events(indent, _) if depth > indent => extend(&mut cut, true, &line),
            State::Events(indent, _) if is_item && depth == indent => cut.items.push(line),
            State::Start if is_item => {
                part = State::Events(depth, true);
                cut.items.push(line);
            }
            State::Opened if is_item => {
                part = State::Events(depth, false);
                cut.items.push(line);
            }
            State::Start | State::Head if depth == 0 && is_events_key(content) => {
                if opened {
                    return None;
                }
                (part, opened) = (State::Opened, true);
            }
            State::Start | State::Head => {
                part = State::Head;
                extend(&mut cut, false, &line);
            }
            State::Events(_, false) if depth == 0 && is_plain_key(content) && !is_events_key(content) => {
                part = State::Head;
                cut.heads.push(line);
            }
            State::Opened | State::Events(..) => return None,
        }
    }
    (!cut.items.is_empty()).then_some(cut)
}

/// Whether a line belongs to the event before it by its indent alone, as most lines do. What starts with a
/// tab or a dash is for others to judge.
fn is_deeper(line: &[u8], indent: usize) -> bool {
    let depth = line.iter().take_while(|byte| **byte == b' ').count();
    depth > indent && !matches!(line.get(depth), Some(b'\t' | b'-'))
}

fn is_events_key(content: &str) -> bool {
    content.strip_prefix("events:").is_some_and(|rest| {
        let after = rest.trim_start();
        after.is_empty() || (after.starts_with('#') && after.len() < rest.len())
    })
}

/// A key that cannot be anything else: letters, then a colon.
fn is_plain_key(content: &str) -> bool {
    let name = content.split(':').next().unwrap_or_default();
    name.len() < content.len() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
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
            "- a: 1\r---\n- b: 2\n",
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
