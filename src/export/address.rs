//! Web addresses that stay addresses wherever they are written.

use std::fmt::Write as _;

use crate::model::Address;
use crate::text::is_hostile;

/// An address of the web, or `None` when it is none that a browser should open.
///
/// What RFC 3986 allows in no address (white space, quotes, brackets of any format, controls) is
/// percent-encoded; letters of other scripts stay.
pub fn web_address(url: &str) -> Option<String> {
    Address::is_web(url).then(|| encoded(url, |_| false))
}

/// `url` with every character percent-encoded that no address may hold, or that `also` names.
pub fn encoded(url: &str, also: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(url.len());
    for c in url.chars() {
        let forbidden = is_hostile(c)
            || c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '\\' | '`' | '|' | '^' | '{' | '}');
        if forbidden || also(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(shown, "%{byte:02X}");
            }
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_an_address_and_nothing_in_it_ends_it() {
        assert_eq!(
            web_address("https://x.example/a b{c}\n").as_deref(),
            Some("https://x.example/a%20b%7Bc%7D%0A")
        );
        assert_eq!(web_address("HTTP://x.example").as_deref(), Some("HTTP://x.example"));
        for url in ["javascript:alert(1)", "https:///x", "x.example", "", "mailto:a@x.example"] {
            assert_eq!(web_address(url), None, "{url}");
        }
    }
}
