//! The list of active filters: switch, change, remove.

use super::{App, Ask, Overlay, Status};
use crate::tui::action::Action;

impl App {
    /// Opens the list, when there is anything in it.
    pub(super) fn open_filters(&mut self) {
        if self.shown.filter.chips.is_empty() {
            self.say_no_filter();
        } else {
            self.overlay = Some(Overlay::Filters(0));
        }
    }

    /// Switches all filters off or on, with the cursor kept on its event or the nearest.
    pub(super) fn toggle_filters(&mut self) {
        if self.shown.filter.chips.is_empty() && self.shown.order.limit.is_none() {
            self.say_no_filter();
            return;
        }
        self.filtering(|filter| filter.on = !filter.on);
        let state = if self.shown.filter.on { "on" } else { "off" };
        let key = self.key(Action::ToggleFilters);
        self.status = Status::note(format!("all filters are {state}; {key} switches them again"));
    }

    fn say_no_filter(&mut self) {
        let (facets, query) = (self.key(Action::Facets), self.key(Action::FilterQuery));
        self.status =
            Status::note(format!("no filter is set; {facets} filters by facet, {query} by a query"));
    }

    /// What actions mean in the list.
    pub(super) fn act_on_filters(&mut self, action: Action) {
        let Some(Overlay::Filters(selected)) = self.overlay else { return };
        let last = self.shown.filter.chips.len().saturating_sub(1);
        match action {
            Action::Down => self.overlay = Some(Overlay::Filters((selected + 1).min(last))),
            Action::Up => self.overlay = Some(Overlay::Filters(selected.saturating_sub(1))),
            Action::Toggle => self.filtering(|filter| filter.toggle(selected)),
            Action::Remove => self.filtering(|filter| filter.remove(selected)),
            Action::Change => {
                self.beneath.extend(self.overlay.take());
                self.ask(Ask::Chip(selected));
            }
            Action::ToggleFilters => self.toggle_filters(),
            Action::Undo => self.undo(1),
            Action::Help => {
                let below = self.overlay.take();
                self.open_over(below, action);
            }
            Action::Escape => self.overlay = None,
            _ => {}
        }
        if let Some(Overlay::Filters(selected)) = &mut self.overlay {
            let chips = self.shown.filter.chips.len();
            *selected = (*selected).min(chips.saturating_sub(1));
            if chips == 0 {
                self.overlay = None;
            }
        }
    }
}
