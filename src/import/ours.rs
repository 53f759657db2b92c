//! The lines in which dateline's own exports say in words what a format has no place for.

use super::draft::DraftEvent;
use crate::load::Found;
use crate::load::foreign_date::edtf;
use crate::model::{Country, Date};
use crate::problem::Span;

/// Reads the lines of a text that dateline wrote below a summary, and gives back the rest. `links`
/// are those of the text, where the address of a source is not in its line.
pub fn details(
    text: &str,
    links: &mut Vec<(String, String)>,
    item: &mut DraftEvent,
    span: Span,
    found: &mut Found,
) -> String {
    let mut rest = Vec::new();
    for line in text.lines() {
        let known =
            line.split_once(": ").is_some_and(|(label, said)| read(label, said, links, item, span, found));
        if !known {
            rest.push(line);
        }
    }
    rest.join("\n").trim().to_owned()
}

/// Reads one line; false when it is none that can be read again without loss.
fn read(
    label: &str,
    said: &str,
    links: &mut Vec<(String, String)>,
    item: &mut DraftEvent,
    span: Span,
    found: &mut Found,
) -> bool {
    match label {
        // The date and the certainty stand in fields of their own.
        "Date" | "Certainty" => {}
        "About the date" => item.set("date-note", said, span, found),
        "Kind" => item.set("kind", said, span, found),
        "Countries" => {
            let countries: Option<Vec<Country>> = said.split(", ").map(Country::find).collect();
            let Some(countries) = countries else { return false };
            countries.iter().for_each(|country| item.add("countries", country.code(), span, found));
        }
        "Actors" => {
            for part in outside_brackets(said) {
                let role = role_at(part).map(|at| (&part[..at], &part[at + 2..part.len() - 1]));
                let (actor, role) = role.unwrap_or((part, ""));
                item.add_map("actors", &[("actor", actor), ("role", role)], span, found);
            }
        }
        "Source" => source(said, links, item, span, found),
        _ => return false,
    }
    true
}

/// What `; ` parts, but not within brackets.
fn outside_brackets(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ';' if depth == 0 && text[at..].starts_with("; ") => {
                parts.push(&text[start..at]);
                start = at + 2;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Where the bracket begins that ends the text: ` (a role (as far as known))`.
fn role_at(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev().take_while(|_| text.ends_with(')')) {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at.checked_sub(1).filter(|before| text.as_bytes()[*before] == b' ');
        }
    }
    None
}

/// The EDTF whose words these are.
fn date_of(words: &str) -> Option<String> {
    let bare = words.strip_prefix("around ").unwrap_or(words);
    let bare = bare.strip_suffix(" (uncertain)").unwrap_or(bare);
    let bare = edtf(bare, None).unwrap_or_else(|| bare.to_owned());
    let says = |text: &String| Date::parse(text).is_ok_and(|date| date.words() == words);
    ["", "~", "?", "%"].iter().map(|mark| format!("{bare}{mark}")).find(says)
}

/// `The New York Times, 22 May 2024, “Title” (weak source): https://…`
fn source(
    said: &str,
    links: &mut Vec<(String, String)>,
    item: &mut DraftEvent,
    span: Span,
    found: &mut Found,
) {
    let split = said.rsplit_once(": ").filter(|(_, url)| url.contains("://") && !url.contains(' '));
    let linked: String;
    let is_bare = said.contains("://") && !said.contains(' ');
    let (mut words, url) = match split {
        Some((words, url)) => (words, url),
        None if is_bare => ("", said),
        None => {
            // Two sources may be called the same; their links stand in their order.
            let place = links.iter().position(|(_, label)| label == said);
            linked = place.map(|place| links.remove(place).0).unwrap_or_default();
            (said, linked.as_str())
        }
    };
    let mut flags = Vec::new();
    for (key, suffix) in [("primary", "(primary source)"), ("weak", "(weak source)")] {
        if let Some(before) = words.strip_suffix(suffix) {
            words = before.trim_end();
            flags.push((key, "true"));
        }
    }
    let (words, title) = match words.strip_suffix('”').and_then(|words| words.rsplit_once('“')) {
        Some((before, title)) => (before.trim_end_matches([' ', ',']), title),
        None => (words, ""),
    };
    let (publisher, date) = match words.rsplit_once(", ") {
        Some((before, last)) => match date_of(last) {
            Some(date) => (before, date),
            None => (words, String::new()),
        },
        None => match date_of(words) {
            Some(date) => ("", date),
            None => (words, String::new()),
        },
    };
    let texts = [("url", url), ("publisher", publisher), ("date", &date), ("title", title)];
    item.add_map("sources", &[&texts[..], &flags].concat(), span, found);
}

/// A title without what [`details`] of its date stands behind it in brackets.
pub fn bare_title<'a>(title: &'a str, own: Option<&str>) -> &'a str {
    let Some(date) = own.and_then(|edtf| Date::parse(edtf.trim()).ok()) else { return title };
    for (open, close) in [(" (", ')'), (" [", ']')] {
        let bracket = title.strip_suffix(close).and_then(|title| {
            let at = title.rfind(&format!("{open}{}", date.words()))?;
            Some((&title[..at], &title[at + open.len() + date.words().len()..]))
        });
        if let Some((before, rest)) = bracket
            && (rest.is_empty() || rest.ends_with("unknown"))
        {
            return before;
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_behind_any_letter_is_no_role_and_no_panic() {
        assert_eq!((role_at("José(x)"), role_at("José (x)"), role_at("(x)")), (None, Some(5), None));
    }

    #[test]
    fn the_lines_below_a_summary_become_what_they_were() {
        let text = "A summary.\n\nDate: May 2024, day unknown (EDTF 2024-05)\nKind: report\nCountries: United States, Germany\n\
            Actors: Pentagon (US) (host; (as said)); Mara Vogt\nBut: it was later\n\
            Source: The Courier, Aland, around 3 June 2024, “A, b” (weak source): https://e.org/a\nSource: https://e.org/b\nSource: Same\nSource: Same";
        let mut links = vec![
            ("https://e.org/1".to_owned(), "Same".to_owned()),
            ("https://e.org/2".to_owned(), "Same".to_owned()),
        ];
        let mut found = Found::default();
        let mut item = DraftEvent::new(Span::default());
        assert_eq!(
            details(text, &mut links, &mut item, Span::default(), &mut found),
            "A summary.\n\nBut: it was later"
        );
        found.add(item);
        let event = &found.events[0];
        let said = |node: &crate::load::yaml::Node, keys: &[&str]| -> Vec<String> {
            keys.iter()
                .map(|key| node.get(key).and_then(|value| value.text()).unwrap_or("-").to_owned())
                .collect()
        };
        let list = |key: &str, keys: &[&str]| -> Vec<Vec<String>> {
            event.get(key).unwrap().items().iter().map(|item| said(item, keys)).collect()
        };
        assert_eq!(said(event, &["kind"]), ["report"]);
        assert_eq!(
            list("actors", &["actor", "role"]),
            [["Pentagon (US)", "host; (as said)"], ["Mara Vogt", "-"]]
        );
        assert_eq!(
            list("sources", &["url", "publisher", "date", "title", "weak"]),
            [
                ["https://e.org/a", "The Courier, Aland", "2024-06-03~", "A, b", "true"],
                ["https://e.org/b", "-", "-", "-", "-"],
                ["https://e.org/1", "Same", "-", "-", "-"],
                ["https://e.org/2", "Same", "-", "-", "-"],
            ]
        );
    }

    #[test]
    fn the_date_in_words_goes_and_other_brackets_stay() {
        assert_eq!(bare_title("A visit (around May 2024, day unknown)", Some("2024-05~")), "A visit");
        assert_eq!(bare_title("A [b] [22 May 2024 (uncertain)]", Some("2024-05-22?")), "A [b]");
        assert_eq!(bare_title("A visit (in May)", Some("2024-05~")), "A visit (in May)");
        assert_eq!(bare_title("A visit (around May 2024)", None), "A visit (around May 2024)");
    }
}
