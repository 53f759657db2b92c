//! Countries by ISO 3166-1 alpha-2 code, plus the bodies `EU` and `UN`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// ISO 3166-1 alpha-2 code, or `EU`, `UN`, `XK` (Kosovo), stored as an index into the sorted table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u16);

/// Unparsed CSV rows sorted by two-letter code; a row is split only when it is used.
static TABLE: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/countries.csv").lines().filter(|line| !line.starts_with('#'));
    lines.skip(1).collect()
});

/// Splits a row into two-letter code, three-letter code (may be empty), usual English name, and other names
/// separated by semicolons.
fn cells(row: &'static str) -> [&'static str; 4] {
    let mut cells = row.splitn(4, ',').map(|cell| cell.trim_matches('"'));
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

/// Countries by name and by three-letter code, both normalized by [`bare`].
static NAMES: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let names = |country: Country| {
        country.names().chain([country.cells()[1]]).map(bare).map(move |name| (name, country))
    };
    Country::all().flat_map(names).filter(|(name, _)| !name.is_empty()).collect()
});

/// Normalizes a name for comparison: lower case, straight apostrophe, no leading article.
fn bare(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    lower.strip_prefix("the ").map_or(lower.clone(), str::to_owned)
}

/// Common forms that are neither codes nor names in the table.
const ALIASES: [(&str, &str); 9] = [
    ("UK", "GB"),
    ("EL", "GR"),
    ("U.S.", "US"),
    ("U.S.A.", "US"),
    ("U.K.", "GB"),
    ("BRITAIN", "GB"),
    ("GREAT BRITAIN", "GB"),
    ("AMERICA", "US"),
    ("HOLLAND", "NL"),
];

impl Country {
    /// Finds a country by two-letter code in either case, or by alias (`UK` is `GB`, `EL` is `GR`).
    pub fn from_code(code: &str) -> Option<Self> {
        let is_upper = !code.bytes().any(|byte| byte.is_ascii_lowercase());
        let upper = if is_upper { Cow::Borrowed(code) } else { Cow::Owned(code.to_ascii_uppercase()) };
        let code = ALIASES.iter().find(|(alias, _)| *alias == upper).map_or(&*upper, |(_, code)| code);
        TABLE
            .binary_search_by_key(&code, |row| row.get(..2).unwrap_or_default())
            .ok()
            .map(|index| Self(index as u16))
    }

    /// Finds a country by code of two or three letters, or by usual, official or other English name, ignoring
    /// case.
    pub fn find(text: &str) -> Option<Self> {
        Self::from_code(text).or_else(|| NAMES.get(&bare(text)).copied())
    }

    /// Returns the two-letter code.
    pub fn code(self) -> &'static str {
        self.cells()[0]
    }

    /// Returns the usual English name.
    pub fn name(self) -> &'static str {
        self.cells()[2]
    }

    /// Returns the usual English name, then the official and other names.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let others = self.cells()[3].split(';').filter(|name| !name.is_empty());
        std::iter::once(self.name()).chain(others)
    }

    fn cells(self) -> [&'static str; 4] {
        cells(TABLE[self.index()])
    }

    /// Returns the index among all countries, sorted by code.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Returns all countries, sorted by code.
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
        assert_eq!(Country::find("usa").map(Country::name), Some("United States"));
        assert_eq!(Country::find("Great Britain").map(Country::code), Some("GB"));
        assert_eq!(Country::find(""), None);
        assert_eq!(Country::from_code("ZZ"), None);
    }

    #[test]
    fn official_and_common_names_are_found() {
        for (name, code) in [
            ("Türkiye", "TR"),
            ("turkiye", "TR"),
            ("Turkey", "TR"),
            ("Russian Federation", "RU"),
            ("the Russian Federation", "RU"),
            ("Viet Nam", "VN"),
            ("CÔTE D’IVOIRE", "CI"),
            ("Cote d'Ivoire", "CI"),
            ("Czech Republic", "CZ"),
            ("Republic of Korea", "KR"),
            ("Democratic People's Republic of Korea", "KP"),
            ("United States of America", "US"),
            ("Holy See", "VA"),
            ("UAE", "AE"),
            ("The Netherlands", "NL"),
            ("Burma", "MM"),
        ] {
            assert_eq!(Country::find(name).map(Country::code), Some(code), "{name}");
        }
        for name in ["Korea", "Congo", "the", "Republic"] {
            assert_eq!(Country::find(name), None, "{name} is no country, or more than one");
        }
    }

    #[test]
    fn no_two_countries_share_a_name() {
        let mut names: Vec<String> = Country::all().flat_map(|one| one.names().map(bare)).collect();
        names.sort_unstable();
        let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let codes: Vec<&str> = Country::all().map(Country::code).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(codes.iter().all(|code| code.len() == 2), "they are looked up by two letters");
        assert_eq!(codes.len(), 252, "249 of ISO 3166-1, EU, UN and XK");
    }
}
