//! Text for HTML and XML. `maud` escapes markup; this module removes characters that neither may contain, and
//! creates ids and links.

use super::address::encoded;
use crate::model::Address;
use crate::text::one_line;

/// Sanitizes a text to one line, without the characters forbidden in markup: U+FFFE and U+FFFF (XML 1.0 §2.2)
/// and Unicode's other noncharacters (HTML).
pub fn plain(text: &str) -> String {
    one_line(text).chars().map(|c| if is_noncharacter(c) { '\u{FFFD}' } else { c }).collect()
}

/// Splits a text into paragraphs of one line each, at blank lines. A text without blank lines is split at
/// line ends, since a folded YAML block turns a blank line into a line end.
pub fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let end = if text.trim().contains("\n\n") { "\n\n" } else { "\n" };
    text.split(end).map(plain).filter(|paragraph| !paragraph.is_empty()).collect()
}

/// Returns `prefix` followed by an id, valid as an id in HTML and a name in XML. Every byte that is not an
/// ASCII letter, digit, `-` or `_` becomes `.` with two hexadecimal digits, so that different ids stay
/// different.
pub fn anchor(prefix: &str, id: &str) -> String {
    let mut anchor = prefix.to_owned();
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => anchor.push(char::from(byte)),
            _ => anchor.push_str(&format!(".{byte:02x}")),
        }
    }
    anchor
}

/// Returns the encoded address for a link, or `None` unless it is a web address with a host or a mail
/// address. No other scheme is safe to open from a file received by mail. Forbidden characters (RFC 3986 §2)
/// are percent-encoded.
pub fn address(url: &str) -> Option<String> {
    let (Address::Web(rest) | Address::Mail(rest)) = Address::of(url)?;
    let scheme = url[..url.len() - rest.len()].to_ascii_lowercase();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.chars().all(|c| c.is_alphanumeric() || "-._~:@%+".contains(c));
    let is_escape = |at: usize| {
        rest.as_bytes()[at + 1..].iter().take(2).filter(|byte| byte.is_ascii_hexdigit()).count() == 2
    };
    let is_kept = |at: usize, c: char| match c {
        '%' => is_escape(at),
        '#' => !rest[..at].contains('#'),
        _ => c.is_alphanumeric() || "-._~:/?@!$&'()*+,;=".contains(c),
    };
    is_host.then(|| format!("{scheme}{}", encoded(rest, is_kept)))
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Parses markup, to check that no data was interpreted as markup.
#[cfg(test)]
pub mod reading {
    /// A start tag: its name, and its attributes with their values as written.
    pub type Tag = (String, Vec<(String, String)>);

    /// Returns the start tags of a document. Panics if elements are not properly nested or a `<` begins no
    /// tag. Skips the content of `script` and `style`.
    pub fn tags(document: &str) -> Vec<Tag> {
        const VOID: [&str; 2] = ["meta", "link"];
        let (mut rest, mut open, mut tags) = (document, Vec::new(), Vec::new());
        while let Some(at) = rest.find('<') {
            let end = at + rest[at..].find('>').expect("a tag ends");
            let (inside, after) = (&rest[at + 1..end], &rest[end + 1..]);
            rest = after;
            if inside.starts_with(['!', '?']) {
                continue;
            }
            if let Some(name) = inside.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(name), "closed out of its place");
                continue;
            }
            let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric()) && !name.is_empty(), "<{inside}>");
            tags.push((name.to_owned(), attributes_of(attributes)));
            if VOID.contains(&name) {
                continue;
            }
            open.push(name.to_owned());
            if matches!(name, "script" | "style") {
                rest = &rest[rest.find(&format!("</{name}")).expect("it is closed")..];
            }
        }
        assert_eq!(open, [""; 0], "left open");
        tags
    }

    fn attributes_of(mut text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        while let Some((name, rest)) = text.trim_start().split_once('=') {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let value = rest.strip_prefix('"').expect("values stand in quotes");
            let (value, rest) = value.split_once('"').expect("quotes are closed");
            found.push((name, value.to_owned()));
            text = rest;
        }
        found.extend(text.split_whitespace().map(|name| (name.to_owned(), String::new())));
        found
    }

    /// Returns the values of an attribute, in document order.
    pub fn values<'a>(tags: &'a [Tag], name: &str) -> Vec<&'a str> {
        let attributes = tags.iter().flat_map(|(_, attributes)| attributes);
        attributes.filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the values of `id`, which must be unique.
    pub fn ids(tags: &[Tag]) -> std::collections::HashSet<&str> {
        let ids = values(tags, "id");
        let different: std::collections::HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(different.len(), ids.len(), "an id stands twice");
        different
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::export::tests::fixtures::{self, HOSTILE};

    #[test]
    fn no_two_events_share_an_anchor() {
        let anchors: HashSet<String> = HOSTILE.iter().map(|id| anchor("e-", id)).collect();
        assert_eq!(anchors.len(), HOSTILE.len());
        assert_eq!(anchor("e-", "us-nyt"), "e-us-nyt");
        assert_eq!(anchor("e-", "a b.ї"), "e-a.20b.2e.d1.97");
    }

    #[test]
    fn only_the_web_and_mail_are_linked() {
        for (url, link) in [
            ("https://example.org/a?b=c&d=(e)|f", Some("https://example.org/a?b=c&d=(e)%7Cf")),
            ("HTTP://example.org", Some("http://example.org")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("https://пример.рф/шлях x", Some("https://пример.рф/шлях%20x")),
            ("https://a.example/%zz%41#b#c", Some("https://a.example/%25zz%41#b%23c")),
            ("javascript:alert(1)", None),
            (" https://a.example", None),
            ("https://", None),
            ("https://a b/", None),
            ("data:text/html,x", None),
            ("//a.example", None),
        ] {
            assert_eq!(address(url).as_deref(), link, "{url}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_markup_may_not_hold_is_left(text in fixtures::text()) {
            let plain = plain(&text);
            prop_assert!(!plain.chars().any(|c| c.is_control() || is_noncharacter(c)));
            let anchor = anchor("e-", &text);
            prop_assert!(anchor.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)));
            if let Some(address) = address(&text) {
                prop_assert!(!address.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>`".contains(c)));
            }
        }
    }
}
