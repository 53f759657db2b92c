//! Changes of the filters.

use super::{Browser, Status};
use crate::query::{Filter, Query, within};
use crate::text::{did_you_mean, hint_suffix};
use crate::tui::action::Action;

impl Browser {
    /// Recomputes the filtered view and the search, and moves the cursor to an event that is still shown.
    pub(super) fn refresh(&mut self) {
        self.shown.refresh(&self.data);
        self.search_again();
        self.cursor.follow_filter(&self.shown, &self.data);
    }

    /// Changes the filters, undoably.
    pub fn filtering(&mut self, change: impl FnOnce(&mut Filter)) {
        self.undoable(|browser| {
            change(&mut browser.shown.filter);
            browser.refresh();
        });
    }

    /// Adds a query to the filters, or replaces a chip by it, and warns of unknown values.
    pub fn narrow(&mut self, query: &Query, chip: Option<usize>) {
        self.filtering(|filter| match chip {
            Some(chip) => filter.replace(chip, query.clone()),
            None => filter.add(query.clone()),
        });
        self.warn_of_unknown(query);
    }

    /// Warns of the first value in a query that does not occur in the timeline.
    pub(super) fn warn_of_unknown(&mut self, query: &Query) {
        if let Some((facet, value, meant)) = self.data.index.unknown_values(query).into_iter().next() {
            let hint = hint_suffix(meant.as_deref().map(did_you_mean));
            self.status = Status::error(format!("no {facet} `{value}` in this timeline{hint}"));
        }
    }

    /// Switches all filters off or on.
    pub(super) fn toggle_filters(&mut self) {
        if self.shown.filter.chips.is_empty() && self.shown.order.limit.is_none() {
            self.status = self.no_filter();
            return;
        }
        self.filtering(|filter| filter.on = !filter.on);
        let state = if self.shown.filter.on { "on" } else { "off" };
        let key = self.key(Action::ToggleFilters);
        self.status = Status::note(format!("all filters are {state}; {key} switches them again"));
    }

    /// Returns the message that no filter is set, with the keys that set one.
    pub fn no_filter(&self) -> Status {
        let [facets, query] = [Action::Facets, Action::FilterQuery].map(|action| self.key(action));
        Status::note(format!("no filter is set; {facets} filters by facet, {query} by a query"))
    }

    /// Removes a filter chip.
    pub fn remove_chip(&mut self, chip: usize) {
        let words = self.shown.filter.chips.get(chip).map(ToString::to_string).unwrap_or_default();
        self.filtering(|filter| filter.remove(chip));
        let key = self.key(Action::Undo);
        self.status = Status::note(format!("{words} is removed; {key} takes it back"));
    }

    /// Turns the marked range into a filter.
    pub(super) fn filter_by_range(&mut self) {
        let clock = self.data.timeline.clock();
        self.undoable(|browser| {
            if let Some(range) = browser.cursor.range.take() {
                browser.filtering(|filter| filter.add(within(clock, range.span())));
            }
        });
    }
}
