//! Escapes text for Markdown, so that it contains no markup, HTML, link or mention.

use crate::export::address::{encoded, is_forbidden};
use crate::model::Address;
use crate::text::{one_line, sanitize_inline};

/// Word joiner (U+2060). After `@` it prevents an address or a mention. An escape would not help, since
/// renderers look for these after removing escapes.
const JOINER: char = '\u{2060}';

/// Escapes a text on one line, for use anywhere but at the start of a line.
pub fn escape(text: &str) -> String {
    let text = one_line(text);
    let mut shown = String::with_capacity(text.len() + text.len() / 8);
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '^' | '#' => {
                shown.extend(['\\', c]);
            }
            '&' if rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '#') => {
                shown.push_str("\\&");
            }
            ':' if rest.starts_with("//") => shown.push_str("\\:"),
            '.' if ends_in(&text[..at], "www") => shown.push_str("\\."),
            '@' => shown.extend(['@', JOINER]),
            ':' if is_mail(&text[..at]) => shown.extend([':', JOINER]),
            _ => shown.push(c),
        }
    }
    shown
}

/// Returns whether the text ends in `mailto` or `xmpp`, schemes that GitHub links too.
fn is_mail(before: &str) -> bool {
    ends_in(before, "mailto") || ends_in(before, "xmpp")
}

/// Returns whether a text ends in a word, ignoring ASCII case.
fn ends_in(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len());
    start.is_some_and(|start| text.as_bytes()[start..].eq_ignore_ascii_case(word.as_bytes()))
}

/// Escapes a text on one line, for use at the start of a line, where it must not begin a list, heading or
/// rule.
pub fn escape_line(text: &str) -> String {
    at_line_start(&escape(text))
}

/// Escapes the first punctuation mark of an escaped text where it would begin a block.
pub fn at_line_start(shown: &str) -> String {
    let digits = shown.bytes().take_while(u8::is_ascii_digit).count();
    match shown.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &shown[..digits], &shown[digits..]),
        Some(b'\\' | b'(' | b'"' | b'\'') => shown.to_owned(),
        Some(mark) if digits == 0 && mark.is_ascii_punctuation() => format!("\\{shown}"),
        _ => shown.to_owned(),
    }
}

/// Formats a text as code on one line, spaces included, with one backtick more than the longest run in it as a
/// fence.
pub fn code(text: &str) -> String {
    let text = sanitize_inline(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Formats a web or mail address as a link to itself; `None` for other addresses. Characters that could end
/// the link or form an entity are percent-encoded.
pub fn address(url: &str) -> Option<String> {
    Address::of(url)?;
    let has_entity = url.contains('&');
    Some(format!("<{}>", encoded(url, |_, c| !is_forbidden(c) && (c != ';' || !has_entity))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::tests::fixtures;
    use crate::text::is_hostile;

    proptest! {
        #[test]
        fn every_mark_is_escaped_and_nothing_else_changes(text in fixtures::text()) {
            let mut read = String::new();
            let shown = escape(&text);
            let mut letters = shown.chars();
            while let Some(c) = letters.next() {
                prop_assert!(!"`*_[]<>|~$^#\n".contains(c), "{c} in {shown}");
                read.extend(if c == '\\' { letters.next() } else { Some(c) });
            }
            prop_assert_eq!(read.replace(JOINER, ""), one_line(&text).replace(JOINER, ""));
        }

        #[test]
        fn no_address_ends_before_it_should(text in fixtures::text()) {
            for url in [format!("https://x{text}"), text] {
                let Some(shown) = address(&url) else { continue };
                let inside = &shown[1..shown.len() - 1];
                prop_assert!(shown.starts_with('<') && shown.ends_with('>'));
                prop_assert!(!inside.contains(|c: char| c.is_whitespace() || is_hostile(c) || "<>`\\|".contains(c)));
            }
        }
    }

    #[test]
    fn ordinary_prose_is_left_as_it_is() {
        let prose =
            "Cameron: Ukraine's \"right\" to strike (2024), F-16s & more - 50%, is open; why? It's 1.5!";
        assert_eq!(escape(prose), prose);
        assert_eq!(escape_line("2024 was long."), "2024 was long.");
    }

    #[test]
    fn marks_are_escaped_and_addresses_are_no_links() {
        assert_eq!(escape("**b** [x](y) <b> a|b"), "\\*\\*b\\*\\* \\[x\\](y) \\<b\\> a\\|b");
        assert_eq!(escape("https://x.org wWw.x.org"), "https\\://x.org wWw\\.x.org");
        assert_eq!(escape("éw.x Mailto:a"), "éw.x Mailto:\u{2060}a");
        assert_eq!(escape("a@b.org"), "a@\u{2060}b.org");
        assert_eq!(escape("&lt; AT&T &#60;"), "\\&lt; AT\\&T \\&\\#60;");
        assert_eq!(escape("two\n\nlines"), "two lines");
    }

    #[test]
    fn a_line_starts_no_list() {
        for (text, shown) in
            [("- x", "\\- x"), ("1. x", "1\\. x"), ("12) x", "12\\) x"), ("===", "\\==="), ("# x", "\\# x")]
        {
            assert_eq!(escape_line(text), shown);
        }
    }

    #[test]
    fn only_addresses_of_the_web_and_of_mail_are_links() {
        assert_eq!(
            address("https://x.org/a b<c>?d=(e)|f").unwrap(),
            "<https://x.org/a%20b%3Cc%3E?d=(e)%7Cf>"
        );
        assert_eq!(address("HTTP://x.org").unwrap(), "<HTTP://x.org>");
        assert_eq!(address("https://x.org/?a=1&lt;b").unwrap(), "<https://x.org/?a=1&lt%3Bb>");
        assert_eq!(address("mailto:a@b.org").unwrap(), "<mailto:a@b.org>");
        for none in
            ["javascript:alert(1)", "data:text/html,x", "x.org", "", "http:x", "file:///etc", "https://"]
        {
            assert_eq!(address(none), None, "{none}");
        }
    }

    #[test]
    fn code_ends_where_it_should() {
        assert_eq!(code("a `b` ``c"), "```a `b` ``c```");
        assert_eq!(code("`a"), "`` `a ``");
    }
}
