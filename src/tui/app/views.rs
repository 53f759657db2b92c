//! Named views: shown by number or name, and taken back like any other change.

use super::{App, LaneBy, Status};
use crate::model::view::together;
use crate::model::{Date, View};
use crate::query::{Filter, Selection, time_of};
use crate::tui::action::Action;

impl App {
    /// The views of the timeline and the reader's own, in the order of their numbers.
    pub fn views(&self) -> Vec<&View> {
        together(&self.data.timeline.head.views, &self.own_views)
    }

    /// What Enter would do with the count that is typed; `None` where a count cannot mean a view.
    pub fn pending_view(&self) -> Option<String> {
        let views = self.views();
        let (count, bare) = (self.keys.count, self.keys.pending.is_empty());
        let view = views.get(count.wrapping_sub(1)).filter(|_| bare)?;
        Some(format!("view {}", view.name))
    }

    /// Shows the view of a number, counted from 1.
    pub(super) fn show_view(&mut self, number: usize) {
        let views = self.views();
        let Some(view) = number.checked_sub(1).and_then(|at| views.get(at)).copied().cloned() else {
            let there_are = crate::text::counted(views.len(), "view");
            self.status =
                Status::note(format!("no view has the number {number}; there are {there_are}, see :view"));
            return;
        };
        match Selection::of_view(&view, self.data.today) {
            Err(error) => self.status = Status::error(format!("view {}: {error}", view.name)),
            Ok(selection) => {
                let query = self.data.index().resolve(&selection.filter.query());
                self.jumping(|app| {
                    app.range = None;
                    app.shown.filter = Filter::from(query.clone());
                    app.shown.order = selection.order;
                    app.look_by(&view);
                });
                self.warn_of_unknown(&query);
                if self.status.text.is_empty() {
                    let key = self.key(Action::Undo);
                    self.status = Status::note(format!("view {}; {key} takes it back", view.name));
                }
            }
        }
    }

    /// Makes lanes of what a view or the configuration calls so; of anything else they stay.
    pub fn show_lanes(&mut self, name: &str) {
        if let Some(by) = LaneBy::named(name) {
            self.shown.show_lanes(by, &self.data);
        }
    }

    /// Lanes, time and cursor of a view, on what the filters leave.
    pub fn look_by(&mut self, view: &View) {
        if let Some(by) = LaneBy::named(&view.lanes) {
            self.shown.by = by;
        }
        self.shown.refresh(&self.data);
        self.search_again();
        let event =
            self.data.timeline.find(&view.cursor).filter(|event| self.shown.selection.contains(event.0));
        match (event, Date::parse(&view.cursor)) {
            (Some(event), _) => self.place(event),
            (None, Ok(date)) => self.stand_on(date.earliest(), date.latest()),
            (None, Err(_)) => self.go_to(0),
        }
        self.cursor.first_lane = 0;
        match time_of(view).map(|when| (when.from(), when.to())) {
            Some((from, to)) if from.is_finite() && to.is_finite() => self.fit(Some((from, to))),
            _ => self.fit_selection(),
        }
        self.cursor.scale = self.cursor.scale.reveal(self.cursor.at, self.margin());
        self.follow_filter();
        self.settle();
    }
}
