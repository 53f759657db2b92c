//! Validates and encodes web addresses, so that no output format can misread them.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::Address;
use crate::text::is_hostile;

/// Returns the encoded address, or `None` unless a web browser may open it (`http` or `https`).
///
/// Characters that RFC 3986 forbids in an address (white space, quotes, brackets, controls) are
/// percent-encoded; letters of other scripts are kept.
pub fn web_address(url: &str) -> Option<String> {
    Address::is_web(url).then(|| encoded(url, |_, c| !is_forbidden(c)))
}

/// Returns whether a character must be percent-encoded in every address.
pub fn is_forbidden(c: char) -> bool {
    is_hostile(c) || c.is_whitespace() || r#"<>"\`|^{}"#.contains(c)
}

/// Percent-encodes every character of `url` for which `is_kept(byte offset, character)` is false.
pub fn encoded(url: &str, is_kept: impl Fn(usize, char) -> bool) -> String {
    let mut shown = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        if is_kept(at, c) {
            shown.push(c);
        } else {
            shown.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC));
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
