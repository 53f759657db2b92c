//! The values of facets with the number of events each would match.

use strum::IntoEnumIterator;

use super::{Data, FilteredView};
use crate::query::{Facet, FacetState};

/// A value of a facet with its count and filter state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetRow {
    /// The value as written in a query.
    pub key: String,
    /// The value as displayed.
    pub label: String,
    /// The number of events with this value under all filters except those on its facet.
    pub count: u64,
    /// Whether the value is included or excluded by a filter.
    pub mark: FacetState,
}

/// The facets in the facet pane of wide terminals.
const PANE: [Facet; 5] = [Facet::Country, Facet::Actor, Facet::Kind, Facet::Tag, Facet::Certainty];

/// Returns every facet, those of the facet pane first and in its order.
pub fn pane_order() -> impl Iterator<Item = Facet> {
    PANE.into_iter().chain(Facet::iter().filter(|facet| !PANE.contains(facet)))
}

/// The rows of the facet pane, cached until the filters or the data change.
#[derive(Debug, Default)]
pub struct FacetPane {
    revision: u64,
    /// The facets with their values.
    pub facets: Vec<(Facet, Vec<FacetRow>)>,
}

impl FacetPane {
    /// Recomputes the rows if the filtered view has changed.
    pub(super) fn refresh(&mut self, shown: &FilteredView, data: &Data) {
        if self.revision != shown.revision {
            let rows = |facet| (facet, shown.facet_rows(data, facet, ""));
            *self = Self { revision: shown.revision, facets: PANE.map(rows).into() };
        }
    }

    /// Returns a value as written in a query, by its row.
    pub fn key(&self, facet: Facet, row: usize) -> Option<String> {
        let (_, rows) = self.facets.iter().find(|(known, _)| *known == facet)?;
        rows.get(row).map(|row| row.key.clone())
    }
}

impl FilteredView {
    /// Returns the values of a facet that contain `narrow`, sorted by descending count.
    pub fn facet_rows(&self, data: &Data, facet: Facet, narrow: &str) -> Vec<FacetRow> {
        let counts = data.index.counts(facet, &data.run(&self.filter.without(facet)));
        let narrow = narrow.trim().to_lowercase();
        let fits = |text: &str| narrow.is_empty() || text.to_lowercase().contains(&narrow);
        let values = data.index.values(facet);
        let labels = || values.iter().map(|value| &*value.label);
        let skipped = if facet == Facet::File { shared_folder(labels()) } else { 0 };
        let mut rows: Vec<FacetRow> = values
            .iter()
            .zip(counts)
            .filter(|(value, _)| fits(&value.label) || fits(&value.key))
            .map(|(value, count)| FacetRow {
                key: value.key.clone(),
                label: value.label[skipped..].to_owned(),
                count,
                mark: self.filter.state(facet, &value.key),
            })
            .filter(|row| row.count > 0 || row.mark != FacetState::Neutral)
            .collect();
        rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
        rows
    }
}

/// Returns the length in bytes of the folders that all paths begin with. Left out, the paths still differ when
/// their ends are cut.
fn shared_folder<'a>(mut paths: impl Iterator<Item = &'a str>) -> usize {
    let Some(first) = paths.next() else { return 0 };
    let same = |a: &str, b: &str| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let shared = paths.map(|path| same(path, first)).min().unwrap_or(first.len());
    first.as_bytes()[..shared].iter().rposition(|byte| matches!(byte, b'/' | b'\\')).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_folder_are_told_apart_by_their_names() {
        let folder = |paths: &[&'static str]| {
            let shared = shared_folder(paths.iter().copied());
            paths.iter().map(|path| path[shared..].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(folder(&["/home/data/eu.yaml", "/home/data/eu-us.yaml"]), ["eu.yaml", "eu-us.yaml"]);
        assert_eq!(folder(&["/home/ä/x.yaml", "/home/ö/x.yaml"]), ["ä/x.yaml", "ö/x.yaml"]);
        assert_eq!(folder(&["data/x.yaml"]), ["x.yaml"]);
        assert_eq!(folder(&["x.yaml", "y.yaml"]), ["x.yaml", "y.yaml"]);
    }
}
