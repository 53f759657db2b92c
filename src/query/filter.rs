//! The active filter: chips that can be switched, edited and removed, and the query they make.

use std::fmt;

use super::ast::{Query, Term};
use super::facet::Facet;
use super::pattern::Pattern;
use super::when::When;
use crate::model::Country;

/// The chips of a filter. It matches what all chips that are on match.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The chips in the order in which they are shown.
    pub chips: Vec<Chip>,
    /// Whether any of them counts; [`Filter::query`] is everything when not.
    pub on: bool,
}

/// One part of a filter, printed as its query.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    /// What it takes.
    pub query: Query,
    /// Whether it counts.
    pub on: bool,
}

/// What a filter does with a value of a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetState {
    /// Not named.
    Neutral,
    /// Its events are taken.
    Included,
    /// Its events are left out.
    Excluded,
}

impl Default for Filter {
    fn default() -> Self {
        Self { chips: Vec::new(), on: true }
    }
}

impl From<Query> for Filter {
    /// Returns the filter that matches the same events as `query`, with a chip for each of its parts.
    fn from(query: Query) -> Self {
        let mut filter = Self::default();
        filter.add(query);
        filter
    }
}

impl Filter {
    /// Returns the query that all chips that are on make together: everything when none is.
    pub fn query(&self) -> Query {
        self.query_of(|_| true)
    }

    /// Returns the query of all chips but those that list values of `facet`: under it, a value counts what
    /// choosing it would give now.
    pub fn without(&self, facet: Facet) -> Query {
        self.query_of(|chip| chip.values(facet).is_none())
    }

    /// Returns what the chips that are on do with a value. A value that a chip names otherwise than by its
    /// key is only known after [`super::Index::resolve`].
    pub fn state(&self, facet: Facet, key: &str) -> FacetState {
        let marks = self.chips.iter().filter(|chip| chip.on).filter_map(|chip| chip.values(facet));
        let named = marks.filter(|(_, patterns)| patterns.iter().any(|pattern| is_key(facet, pattern, key)));
        named
            .map(|(mark, _)| mark)
            .max_by_key(|mark| *mark == FacetState::Excluded)
            .unwrap_or(FacetState::Neutral)
    }

    /// Toggles whether a value is included, in addition to the others of its facet.
    pub fn include(&mut self, facet: Facet, key: &str) {
        self.toggle_value(facet, key, FacetState::Included);
    }

    /// Toggles whether a value is excluded.
    pub fn exclude(&mut self, facet: Facet, key: &str) {
        self.toggle_value(facet, key, FacetState::Excluded);
    }

    /// Makes a value the only one of its facet that is named at all.
    pub fn only(&mut self, facet: Facet, key: &str) {
        let place = self.chips.iter().position(|chip| chip.values(facet).is_some());
        self.chips.retain(|chip| chip.values(facet).is_none());
        let chip = Chip::new(Query::Term(Term::Value(facet, vec![Pattern::exact(key)])));
        self.chips.insert(place.unwrap_or(self.chips.len()), chip);
        self.on = true;
    }

    /// Adds a query, with a chip for each part that must hold. A part that is there already is
    /// switched on instead of standing there twice.
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

    /// Removes a chip; nothing happens when there is none at `index`.
    pub fn remove(&mut self, index: usize) {
        if index < self.chips.len() {
            self.chips.remove(index);
        }
    }

    /// Switches a chip off or on.
    pub fn toggle(&mut self, index: usize) {
        if let Some(chip) = self.chips.get_mut(index) {
            chip.on = !chip.on;
        }
    }

    /// Puts another query into a chip and switches it on; everything removes the chip.
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

    /// What the user asks for shows at once, so whatever was off and is needed is switched on.
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
    /// Returns a chip that is on.
    pub fn new(query: Query) -> Self {
        Self { query, on: true }
    }

    /// How it reads the dates of events, `possibly` or `certainly`; `None` when it asks for no date,
    /// or for some in this way and some in that.
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

    /// Returns what it does with which values of a facet, when it is a chip that does only that.
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

/// Returns whether a pattern names just the value with this key; of countries the name and `UK` do too.
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
