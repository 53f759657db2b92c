//! Cuts a YAML text at its top-level events, so that each can be parsed separately.

use std::ops::Range;

use super::line_index::line_ranges;

/// A text cut into its head (everything but the events) and its events, as byte ranges. In order, they cover
/// the text except for the line `events:` and document markers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The text before and after the events.
    pub heads: Vec<Range<usize>>,
    /// One range per event, with the comments after it.
    pub items: Vec<Range<usize>>,
}

/// The part of the text that a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first key or item.
    Start,
    /// In the keys before or after the events.
    Head,
    /// After `events:`, before its first item.
    Opened,
    /// In a list of events with this indent; `true` if the list is the whole document.
    Events(usize, bool),
}

/// Cuts `text` if it is plain block style: one document whose events are a block list, under the key `events`
/// or at the top. Returns `None` for anything else, and for any ambiguous line; the text must then be parsed
/// whole.
pub fn cut(text: &str) -> Option<Cut> {
    // In YAML a lone carriage return ends a line too (YAML 1.2.2, section 5.4).
    let ends_a_line = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if memchr::memchr_iter(b'\r', text.as_bytes()).any(ends_a_line) {
        return None;
    }
    let mut cut = Cut::default();
    let mut part = State::Start;
    let mut opened = false;
    for line in line_ranges(text) {
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
            State::Start | State::Opened if is_item => {
                part = State::Events(depth, part == State::Start);
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

/// Fast path for most lines: whether a line belongs to the current event by its indent alone. Lines that
/// start with a tab or a dash take the slow path.
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

/// Whether a line starts with an unambiguous key: letters, digits, `-` and `_`, then a colon.
fn is_plain_key(content: &str) -> bool {
    let name = content.split(':').next().unwrap_or_default();
    name.len() < content.len() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// Adds a line to the last item or head if it is adjacent, else as a new range.
fn extend(cut: &mut Cut, item: bool, line: &Range<usize>) {
    let ranges = if item { &mut cut.items } else { &mut cut.heads };
    match ranges.last_mut() {
        Some(last) if last.end == line.start => last.end = line.end,
        _ => ranges.push(line.clone()),
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
