//! The panel of facets: each value with the count it would give now.

use strum::IntoEnumIterator;
use tui_input::Input;

use super::{App, Overlay};
use crate::query::{Facet, Mark};
use crate::tui::action::Action;

/// The panel.
#[derive(Debug, Clone)]
pub struct FacetPanel {
    /// The facet whose values are listed.
    pub facet: Facet,
    /// The value selected, counted in [`App::facet_rows`].
    pub selected: usize,
    /// What was typed to narrow the values.
    pub narrow: Input,
}

impl Default for FacetPanel {
    fn default() -> Self {
        Self { facet: Facet::Country, selected: 0, narrow: Input::default() }
    }
}

/// A value in the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What a query writes.
    pub key: String,
    /// What a person reads.
    pub label: String,
    /// How many events it has under all other filters.
    pub count: u64,
    /// Whether it is filtered by.
    pub mark: Mark,
}

impl App {
    /// The values of a facet that match what was typed, those of most events first.
    pub fn facet_rows(&self, facet: Facet, narrow: &str) -> Vec<Row> {
        let counts = self.data.counts(facet, self.shown.filter.without(facet));
        let narrow = narrow.to_lowercase();
        let values = self.data.index().values(facet).iter().zip(&*counts);
        let mut rows: Vec<Row> = values
            .filter(|(value, _)| {
                narrow.is_empty()
                    || value.label.to_lowercase().contains(&narrow)
                    || value.key.to_lowercase().contains(&narrow)
            })
            .map(|(value, count)| Row {
                key: value.key.clone(),
                label: value.label.clone(),
                count: *count,
                mark: self.shown.filter.state(facet, &value.key),
            })
            .filter(|row| row.count > 0 || row.mark != Mark::Neutral)
            .collect();
        rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
        rows
    }

    /// What actions mean in the panel.
    pub(super) fn act_on_facets(&mut self, action: Action) {
        let Some(Overlay::Facets(mut panel)) = self.overlay.take() else { return };
        let rows = self.facet_rows(panel.facet, panel.narrow.value());
        let selected = rows.get(panel.selected);
        match action {
            Action::Down => panel.selected = (panel.selected + 1).min(rows.len().saturating_sub(1)),
            Action::Up => panel.selected = panel.selected.saturating_sub(1),
            Action::Next | Action::Previous => panel = turned(&panel, action == Action::Next),
            Action::Toggle => self.facet_change(panel.facet, selected, Change::Include),
            Action::Exclude => self.facet_change(panel.facet, selected, Change::Exclude),
            Action::Only => self.facet_change(panel.facet, selected, Change::Only),
            Action::ToggleFilters => self.toggle_filters(),
            Action::Undo => self.undo(1),
            Action::Help => return self.open_over(Some(Overlay::Facets(panel)), action),
            Action::Escape if panel.narrow.value().is_empty() => return,
            Action::Escape => panel.narrow.reset(),
            _ => {}
        }
        self.keep_selected(&mut panel, selected.map(|row| row.key.as_str()), action);
        self.overlay = Some(Overlay::Facets(panel));
    }

    /// Keeps the selection on its value when counts, and with them the order, have changed.
    fn keep_selected(&self, panel: &mut FacetPanel, key: Option<&str>, action: Action) {
        if matches!(
            action,
            Action::Toggle | Action::Exclude | Action::Only | Action::Undo | Action::ToggleFilters
        ) {
            let rows = self.facet_rows(panel.facet, panel.narrow.value());
            let place = rows.iter().position(|row| Some(row.key.as_str()) == key);
            panel.selected = place.unwrap_or(panel.selected).min(rows.len().saturating_sub(1));
        }
    }

    fn facet_change(&mut self, facet: Facet, row: Option<&Row>, change: Change) {
        let Some(row) = row else { return };
        self.filtering(|filter| match change {
            Change::Include => filter.include(facet, &row.key),
            Change::Exclude => filter.exclude(facet, &row.key),
            Change::Only => filter.only(facet, &row.key),
        });
    }
}

#[derive(Clone, Copy)]
enum Change {
    Include,
    Exclude,
    Only,
}

/// The panel turned to the next or previous facet.
fn turned(panel: &FacetPanel, on: bool) -> FacetPanel {
    let facets: Vec<Facet> = Facet::iter().collect();
    let at = facets.iter().position(|facet| *facet == panel.facet).unwrap_or(0);
    let step = if on { 1 } else { facets.len() - 1 };
    FacetPanel { facet: facets[(at + step) % facets.len()], ..FacetPanel::default() }
}
