//! The values of a facet with the count that each would give now.

use super::{Data, FilteredView};
use crate::query::{Facet, FacetState};

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetRow {
    /// What a query writes.
    pub key: String,
    /// What a person reads.
    pub label: String,
    /// How many events it has under all other filters.
    pub count: u64,
    /// Whether it is filtered by.
    pub mark: FacetState,
}

/// The facets in the facet pane of wide terminals.
const PANE: [Facet; 5] = [Facet::Country, Facet::Actor, Facet::Kind, Facet::Tag, Facet::Certainty];

/// The rows of the facet pane, computed once per change of the filters or the data.
#[derive(Debug, Default)]
pub struct FacetPane {
    revision: u64,
    /// Each facet with its values.
    pub facets: Vec<(Facet, Vec<FacetRow>)>,
}

impl FacetPane {
    /// Brings the rows up to date.
    pub(super) fn refresh(&mut self, shown: &FilteredView, data: &Data) {
        if self.revision != shown.revision {
            let rows = |facet| (facet, shown.facet_rows(data, facet, ""));
            *self = Self { revision: shown.revision, facets: PANE.map(rows).into() };
        }
    }

    /// Returns the query word of a value.
    pub(super) fn key(&self, facet: Facet, row: usize) -> Option<String> {
        let (_, rows) = self.facets.iter().find(|(known, _)| *known == facet)?;
        rows.get(row).map(|row| row.key.clone())
    }
}

impl FilteredView {
    /// Returns the values of a facet that contain `narrow`, those of most events first.
    pub fn facet_rows(&self, data: &Data, facet: Facet, narrow: &str) -> Vec<FacetRow> {
        let counts = data.index.counts(facet, &data.run(&self.filter.without(facet)));
        let narrow = narrow.to_lowercase();
        let fits = |text: &str| narrow.is_empty() || text.to_lowercase().contains(&narrow);
        let values = data.index.values(facet).iter().zip(counts);
        let mut rows: Vec<FacetRow> = values
            .filter(|(value, _)| fits(&value.label) || fits(&value.key))
            .map(|(value, count)| FacetRow {
                key: value.key.clone(),
                label: value.label.clone(),
                count,
                mark: self.filter.state(facet, &value.key),
            })
            .filter(|row| row.count > 0 || row.mark != FacetState::Neutral)
            .collect();
        rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
        rows
    }
}
