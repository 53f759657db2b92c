//! Countries by their ISO 3166-1 alpha-2 codes, and the few bodies beside them that policy needs.

use std::borrow::Cow;
use std::sync::LazyLock;

/// A country: an ISO 3166-1 alpha-2 code, or `EU`, `UN`, `XK` (Kosovo).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u16);

/// A row of the table: two letters, three letters (empty where there are none), English name.
type Row = (&'static str, &'static str, &'static str);

/// The row of every country, by its two letters, as it is written; few of them are ever asked for.
static TABLE: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../../data/countries.csv").lines().skip(1).collect());

/// The cells of a row.
fn cells(row: &'static str) -> Row {
    let mut cells = row.splitn(3, ',').map(|cell| cell.trim_matches('"'));
    let mut next = || cells.next().unwrap_or_default();
    (next(), next(), next())
}

/// What people write besides codes and names.
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
    /// The country with this code, in either case; `UK` is `GB` and `EL` is `GR`.
    pub fn from_code(code: &str) -> Option<Self> {
        let is_upper = !code.bytes().any(|byte| byte.is_ascii_lowercase());
        let upper = if is_upper { Cow::Borrowed(code) } else { Cow::Owned(code.to_ascii_uppercase()) };
        let code = ALIASES.iter().find(|(alias, _)| *alias == upper).map_or(&*upper, |(_, code)| code);
        TABLE
            .binary_search_by_key(&code, |row| row.get(..2).unwrap_or_default())
            .ok()
            .map(|index| Self(index as u16))
    }

    /// The country with this code of two or three letters, this English name, or one of the
    /// commonest other names, without case.
    pub fn find(text: &str) -> Option<Self> {
        Self::from_code(text).or_else(|| {
            let named = |row: &&'static str| {
                let (_, long, name) = cells(row);
                long.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(text)
            };
            let place = TABLE.iter().position(named).filter(|_| !text.is_empty())?;
            Some(Self(place as u16))
        })
    }

    /// The two-letter code.
    pub fn code(self) -> &'static str {
        cells(TABLE[usize::from(self.0)]).0
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        cells(TABLE[usize::from(self.0)]).2
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
        assert_eq!(Country::find("usa").map(Country::name), Some("United States"));
        assert_eq!(Country::find("Great Britain").map(Country::code), Some("GB"));
        assert_eq!(Country::find(""), None);
        assert_eq!(Country::from_code("ZZ"), None);
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let codes: Vec<&str> = Country::all().map(Country::code).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(codes.iter().all(|code| code.len() == 2), "they are looked up by two letters");
        assert_eq!(codes.len(), 252, "249 of ISO 3166-1, EU, UN and XK");
    }
}
