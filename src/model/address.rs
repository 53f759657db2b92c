//! Addresses that may be opened: web (`http`, `https`) and mail (`mailto`), no other schemes.

/// Address that may be opened, without its scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address<'t> {
    /// The text after `http://` or `https://`.
    Web(&'t str),
    /// The text after `mailto:`.
    Mail(&'t str),
}

impl<'t> Address<'t> {
    /// Parses an address. Returns `None` for another or no scheme, or when no host or mailbox follows it.
    ///
    /// The scheme is case-insensitive (RFC 3986 section 3.1), and the host may be an IP literal in brackets
    /// (section 3.2.2).
    pub fn of(text: &'t str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let is = |known: &str| scheme.eq_ignore_ascii_case(known);
        if is("mailto") {
            return rest.starts_with(char::is_alphanumeric).then_some(Self::Mail(rest));
        }
        let place = rest.strip_prefix("//").filter(|_| is("http") || is("https"))?;
        place.starts_with(|c: char| c.is_alphanumeric() || c == '[').then_some(Self::Web(place))
    }

    /// Returns whether a text is a web address.
    pub fn is_web(text: &str) -> bool {
        matches!(Address::of(text), Some(Address::Web(_)))
    }
}

/// Returns the host of a web address without `www.`, with its port if there is one; `None` for any other
/// text.
pub fn host(address: &str) -> Option<&str> {
    let Some(Address::Web(place)) = Address::of(address) else { return None };
    let host = place.split(['/', '?', '#']).next().unwrap_or(place);
    Some(host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_stands_before_the_path() {
        assert_eq!(host("https://www.gov.uk/a?b#c"), Some("gov.uk"));
        assert_eq!(host("http://x.example:81"), Some("x.example:81"));
        assert_eq!(host("mailto:a@x.example"), None);
    }

    #[test]
    fn only_the_web_and_mail_are_followed() {
        assert_eq!(Address::of("HTTPS://x.example/a"), Some(Address::Web("x.example/a")));
        assert_eq!(Address::of("http://[::1]/"), Some(Address::Web("[::1]/")));
        assert_eq!(Address::of("mailto:a@x.example"), Some(Address::Mail("a@x.example")));
        for text in [
            "javascript:alert(1)",
            "https:///x",
            "http:x",
            "https://",
            "mailto:",
            "x.example",
            "",
            "file:///etc",
        ] {
            assert_eq!(Address::of(text), None, "{text}");
        }
    }
}
