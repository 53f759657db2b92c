//! Active filter: chips that can be toggled, edited and removed, and the query they form.

use std::fmt;

use super::ast::{Query, Term};
use super::facet::Facet;
use super::pattern::Pattern;
use super::when::When;
use crate::model::Country;

/// List of chips. Events must match all enabled chips.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Chips in display order.
    pub chips: Vec<Chip>,
    /// Whether the filter is enabled; if not, [`Filter::query`] is [`Query::Everything`].
    pub on: bool,
}

/// One part of a filter. `Display` writes its query.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    /// Query that events must match.
    pub query: Query,
    /// Whether the chip is enabled.
    pub on: bool,
}

/// How a filter treats a value of a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetState {
    /// Not mentioned.
    Neutral,
    /// Events with the value are kept.
    Included,
    /// Events with the value are removed.
    Excluded,
}

impl Default for Filter {
    fn default() -> Self {
        Self { chips: Vec::new(), on: true }
    }
}

impl From<Query> for Filter {
    /// Returns a filter that matches the same events as `query`, with one chip for each part of a
    /// conjunction.
    fn from(query: Query) -> Self {
        let mut filter = Self::default();
        filter.add(query);
        filter
    }
}

impl Filter {
    /// Returns the conjunction of all enabled chips; [`Query::Everything`] if there are none.
    pub fn query(&self) -> Query {
        self.query_of(|_| true)
    }

    /// Returns the query without the chips for values of `facet`. Counted within it, a value shows how many
    /// events choosing it would give.
    pub fn without(&self, facet: Facet) -> Query {
        self.query_of(|chip| chip.values(facet).is_none())
    }

    /// Returns how the enabled chips treat a value. Run [`super::Index::resolve`] first: values that a chip
    /// names by label or alias are not recognized.
    pub fn state(&self, facet: Facet, key: &str) -> FacetState {
        let marks = self.chips.iter().filter(|chip| chip.on).filter_map(|chip| chip.values(facet));
        let named = marks.filter(|(_, patterns)| patterns.iter().any(|pattern| is_key(facet, pattern, key)));
        named
            .map(|(mark, _)| mark)
            .max_by_key(|mark| *mark == FacetState::Excluded)
            .unwrap_or(FacetState::Neutral)
    }

    /// Toggles inclusion of a value, in addition to other included values of the facet.
    pub fn include(&mut self, facet: Facet, key: &str) {
        self.toggle_value(facet, key, FacetState::Included);
    }

    /// Toggles exclusion of a value.
    pub fn exclude(&mut self, facet: Facet, key: &str) {
        self.toggle_value(facet, key, FacetState::Excluded);
    }

    /// Includes this value and drops all other chips for the facet.
    pub fn only(&mut self, facet: Facet, key: &str) {
        let place = self.chips.iter().position(|chip| chip.values(facet).is_some());
        self.chips.retain(|chip| chip.values(facet).is_none());
        let chip = Chip::new(Query::Term(Term::Value(facet, vec![Pattern::exact(key)])));
        self.chips.insert(place.unwrap_or(self.chips.len()), chip);
        self.on = true;
    }

    /// Adds a query, with one chip for each part of a conjunction. An existing equal chip is enabled instead
    /// of being duplicated.
    pub fn add(&mut self, query: Query) {
        let parts = match query {
            Query::Everything => return,
            Query::And(parts) => parts,
            query => vec![query],
        };
        for query in parts {
            match self.chips.iter_mut().find(|chip| chip.query == query) {
                Some(chip) => chip.on = true,
                None => self.chips.push(Chip::new(query)),
            }
        }
        self.on = true;
    }

    /// Removes the chip at `index`, if there is one.
    pub fn remove(&mut self, index: usize) {
        if index < self.chips.len() {
            self.chips.remove(index);
        }
    }

    /// Toggles whether the chip at `index` is enabled.
    pub fn toggle(&mut self, index: usize) {
        if let Some(chip) = self.chips.get_mut(index) {
            chip.on = !chip.on;
        }
    }

    /// Replaces the query of a chip and enables it; [`Query::Everything`] removes the chip.
    pub fn replace(&mut self, index: usize, query: Query) {
        if query.is_everything() {
            self.remove(index);
        } else if let Some(chip) = self.chips.get_mut(index) {
            *chip = Chip::new(query);
            self.on = true;
        }
    }

    fn query_of(&self, wanted: impl Fn(&Chip) -> bool) -> Query {
        let chips = self.chips.iter().filter(|chip| self.on && chip.on && wanted(chip));
        Query::and(chips.map(|chip| chip.query.clone()))
    }

    /// Toggles `wanted` for a value. Also enables the filter and the chip, so that the change takes effect at
    /// once.
    fn toggle_value(&mut self, facet: Facet, key: &str, wanted: FacetState) {
        let had = self.on && self.state(facet, key) == wanted;
        for chip in &mut self.chips {
            let patterns = chip.patterns_mut(facet).into_iter();
            patterns.for_each(|all| all.retain(|pattern| !is_key(facet, pattern, key)));
        }
        self.chips.retain(|chip| chip.values(facet).is_none_or(|(_, patterns)| !patterns.is_empty()));
        self.on = true;
        if had {
            return;
        }
        let chip =
            self.chips.iter_mut().find(|chip| chip.values(facet).is_some_and(|(its, _)| its == wanted));
        if let Some(chip) = chip {
            chip.on = true;
            chip.patterns_mut(facet).into_iter().for_each(|all| all.push(Pattern::exact(key)));
        } else {
            let value = Query::Term(Term::Value(facet, vec![Pattern::exact(key)]));
            self.chips.push(Chip::new(if wanted == FacetState::Included {
                value
            } else {
                Query::not(value)
            }));
        }
    }
}

impl Chip {
    /// Returns an enabled chip.
    pub fn new(query: Query) -> Self {
        Self { query, on: true }
    }

    /// Returns how the chip reads dates of events, `possibly` or `certainly`; `None` without date terms or
    /// when they differ.
    pub fn reading(&self) -> Option<&'static str> {
        let mut readings = Vec::new();
        self.query.each_term(&mut |term| {
            if let Term::Date(_, whens) = term {
                readings.extend(whens.iter().map(When::reading));
            }
        });
        readings.dedup();
        if let [reading] = readings[..] { Some(reading) } else { None }
    }

    /// Returns the values of `facet` that the chip includes or excludes; `None` for any other kind of chip.
    fn values(&self, facet: Facet) -> Option<(FacetState, &[Pattern])> {
        let (mark, query) = match &self.query {
            Query::Not(inner) => (FacetState::Excluded, &**inner),
            query => (FacetState::Included, query),
        };
        match query {
            Query::Term(Term::Value(its, patterns)) if *its == facet => Some((mark, patterns)),
            _ => None,
        }
    }

    fn patterns_mut(&mut self, facet: Facet) -> Option<&mut Vec<Pattern>> {
        let query = match &mut self.query {
            Query::Not(inner) => &mut **inner,
            query => query,
        };
        match query {
            Query::Term(Term::Value(its, patterns)) if *its == facet => Some(patterns),
            _ => None,
        }
    }
}

impl fmt::Display for Chip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.query.fmt(f)
    }
}

/// Returns whether a pattern means exactly the value with this key; countries also match by name and by `UK`.
fn is_key(facet: Facet, pattern: &Pattern, key: &str) -> bool {
    let country = || Country::find(pattern.text()).is_some_and(|country| country.code() == key);
    !pattern.is_glob() && (pattern.fits(key) || (facet == Facet::Country && country()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Moment;

    fn filter(text: &str) -> Filter {
        Query::parse(text, Moment(0)).unwrap().into()
    }

    fn shown(filter: &Filter) -> String {
        let chip = |chip: &Chip| if chip.on { format!("[{chip}]") } else { format!("[off {chip}]") };
        filter.chips.iter().map(chip).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn choosing_values_of_a_facet_makes_one_chip_that_goes_with_its_last_value() {
        let mut f = Filter::default();
        f.include(Facet::Country, "US");
        f.include(Facet::Country, "GB");
        f.include(Facet::Tag, "atacms");
        assert_eq!(shown(&f), "[country:US,GB] [tag:atacms]");
        f.exclude(Facet::Country, "US");
        assert_eq!(shown(&f), "[country:GB] [tag:atacms] [-country:US]");
        assert_eq!(f.state(Facet::Country, "US"), FacetState::Excluded);
        assert_eq!(f.state(Facet::Country, "GB"), FacetState::Included);
        assert_eq!(f.without(Facet::Country).to_string(), "tag:atacms");
        f.include(Facet::Country, "US");
        f.include(Facet::Country, "GB");
        f.include(Facet::Country, "US");
        assert_eq!(shown(&f), "[tag:atacms]");
        assert_eq!(f.state(Facet::Country, "GB"), FacetState::Neutral);
    }

    #[test]
    fn keeping_only_one_value_leaves_the_other_facets_alone() {
        let mut f = filter("kyiv country:us,gb kind:decision -country:RU");
        f.only(Facet::Country, "FR");
        assert_eq!(shown(&f), "[kyiv] [country:FR] [kind:decision]");
    }

    #[test]
    fn a_value_that_was_typed_in_another_way_is_the_same_value() {
        let mut f = filter("country:uk,us");
        assert_eq!(f.state(Facet::Country, "GB"), FacetState::Included);
        f.include(Facet::Country, "GB");
        assert_eq!(shown(&f), "[country:us]");
    }

    #[test]
    fn chips_switch_off_one_by_one_and_all_at_once_without_being_lost() {
        let mut f = filter("country:us (a or b) date:2024");
        f.toggle(1);
        assert_eq!(f.query().to_string(), "country:us date:2024");
        f.on = false;
        assert!(f.query().is_everything());
        f.include(Facet::Kind, "decision");
        assert_eq!(f.query().to_string(), "country:us date:2024 kind:decision");
        f.replace(2, Query::parse("date:2025", Moment(0)).unwrap());
        f.remove(0);
        f.remove(9);
        assert_eq!(shown(&f), "[off a or b] [date:2025] [kind:decision]");
    }

    #[test]
    fn a_chip_says_how_it_reads_dates() {
        let reading = |text: &str| filter(text).chips[0].reading();
        assert_eq!(reading("-date:2024-05"), Some("possibly"));
        assert_eq!(reading("in-force:!2024,!2025 or date:!2023"), Some("certainly"));
        assert_eq!((reading("date:2024,!2025"), reading("kind:decision")), (None, None));
    }

    #[test]
    fn what_is_filtered_can_be_written_down_and_read_again() {
        let f = filter("country:us,gb -tag:\"a b\" (actor:blinken or role:proposer)");
        assert_eq!(filter(&f.query().to_string()), f);
    }
}
