//! Countries by their ISO 3166-1 alpha-2 codes, and the few bodies beside them that policy needs.

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A country: an ISO 3166-1 alpha-2 code, or `EU`, `UN`, `XK` (Kosovo).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Country(u16);

/// Code and English name of every country, by code.
static TABLE: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("../../data/countries.csv").lines().skip(1);
    rows.filter_map(|row| row.split_once(',')).map(|(code, name)| (code, name.trim_matches('"'))).collect()
});

/// Codes people write that ISO reserves for another spelling.
const ALIASES: [(&str, &str); 2] = [("UK", "GB"), ("EL", "GR")];

impl Country {
    /// The country with this code, in either case; `UK` is `GB` and `EL` is `GR`.
    pub fn from_code(code: &str) -> Option<Self> {
        let upper = code.to_ascii_uppercase();
        let code = ALIASES.iter().find(|(alias, _)| *alias == upper).map_or(upper.as_str(), |(_, code)| code);
        TABLE.binary_search_by_key(&code, |(code, _)| code).ok().map(|index| Self(index as u16))
    }

    /// The country with this code or English name, without case.
    pub fn find(text: &str) -> Option<Self> {
        Self::from_code(text).or_else(|| {
            let named = TABLE.iter().position(|(_, name)| name.eq_ignore_ascii_case(text))?;
            Some(Self(named as u16))
        })
    }

    /// The two-letter code.
    pub fn code(self) -> &'static str {
        TABLE[usize::from(self.0)].0
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        TABLE[usize::from(self.0)].1
    }

    /// Its place among all countries, by code.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len()).map(|index| Self(index as u16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_code_and_by_name() {
        assert_eq!(Country::find("uk").map(Country::code), Some("GB"));
        assert_eq!(Country::find("united kingdom").map(Country::code), Some("GB"));
        assert_eq!(Country::from_code("XK").map(Country::name), Some("Kosovo"));
        assert_eq!(Country::from_code("ZZ"), None);
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let codes: Vec<&str> = Country::all().map(Country::code).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(codes.len(), 252, "249 of ISO 3166-1, EU, UN and XK");
    }
}
