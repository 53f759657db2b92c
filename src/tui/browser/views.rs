//! Named views: shown by number or name; an undoable change.

use super::{Browser, Status};
use crate::export::command;
use crate::layout::Scale;
use crate::model::view::together;
use crate::model::{Date, Moment, View};
use crate::query::{Facet, Filter, Selection, edge_text, time_of};
use crate::tui::action::Action;

/// The first and last moment of a span of time.
type Span = (Moment, Moment);

impl Browser {
    /// Returns the timeline's and the user's views, in the order of their numbers.
    pub fn views(&self) -> Vec<&View> {
        together(&self.data.timeline.head.views, &self.own_views)
    }

    /// Applies the timeline's opening view or, without one, switches to lanes by policy if there are
    /// policies. The view's filters are ignored if filters were given on the command line.
    pub fn open_view(&mut self) {
        let head = &self.data.timeline.head;
        let opening = head.views.iter().find(|view| view.is_called(&head.opening)).cloned();
        let Some(view) = opening else {
            if !self.data.timeline.policies.is_empty() {
                self.show_lanes(Facet::Policy.word());
            }
            return;
        };
        if self.shown.filter.chips.is_empty()
            && let Ok(selection) = Selection::of_view(&view, self.data.today)
        {
            let query = self.data.index.resolve(&selection.filter.query());
            (self.shown.filter, self.shown.order) = (Filter::from(query), selection.order);
        }
        self.apply_view(&view);
    }

    /// Returns the present state as a view. Events chosen by a limit are listed by id. Unknown
    /// keys of the view that has this name are kept.
    pub fn to_view(&self, name: &str) -> View {
        let mut selection = self.selection();
        if selection.order.limit.is_some() && !self.shown.selection.is_empty() {
            selection.filter.add(self.data.by_id(&self.shown.selection));
        }
        let cursor = match self.current_event() {
            Some(event) if !event.id_is_made => event.id.clone(),
            _ => self.day_at_cursor().into(),
        };
        let lanes = self.shown.by.word().into();
        let replaced = self.views().into_iter().find(|view| view.is_called(name));
        let extra = replaced.map(|view| view.extra.clone()).unwrap_or_default();
        View { lanes, cursor, extra, ..selection.to_view(name) }
    }

    /// Shows the view of a typed number or, without one, filters by the marked range. Returns false if there is
    /// neither.
    pub fn confirm(&mut self, typed: usize) -> bool {
        if typed > 0 && !self.views().is_empty() {
            self.show_view(typed);
        } else if self.cursor.range.is_some() {
            self.filter_by_range();
        } else {
            return false;
        }
        true
    }

    /// Shows the view of a number, from 1.
    pub fn show_view(&mut self, number: usize) {
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
                let query = self.data.index.resolve(&selection.filter.query());
                self.jumping(|browser| {
                    browser.cursor.range = None;
                    browser.shown.filter = Filter::from(query.clone());
                    browser.shown.order = selection.order;
                    browser.apply_view(&view);
                });
                self.warn_of_unknown(&query);
                if self.status.text.is_empty() {
                    let key = self.key(Action::Undo);
                    self.status = Status::note(format!("view {}; {key} takes it back", view.name));
                }
            }
        }
    }

    /// Switches lanes to the facet named in a view or the configuration; unknown names leave the lanes
    /// unchanged.
    pub fn show_lanes(&mut self, name: &str) {
        if let Ok(by) = name.parse() {
            self.shown.show_lanes(by, &self.data);
            self.fit_columns();
        }
    }

    /// Applies lanes, span and cursor of a view to the filtered events.
    pub fn apply_view(&mut self, view: &View) {
        self.shown.by = view.lanes.parse().unwrap_or(self.shown.by);
        self.shown.refresh(&self.data);
        self.fit_columns();
        self.search_again();
        let (shown, all) = (&self.shown, &self.data);
        let event = all.timeline.find(&view.cursor).filter(|event| shown.selection.contains(event.0));
        match (event, Date::parse(&view.cursor)) {
            (Some(event), _) => self.cursor.place(event, shown, all),
            (None, Ok(date)) => self.cursor.move_to_span((date.earliest(), date.latest()), shown, all),
            (None, Err(_)) => self.cursor.go_to(0, shown, all),
        }
        self.cursor.first_lane = 0;
        let span = time_of(view).map(|when| (when.from(), when.to()));
        let span = span.filter(|(from, to)| from.is_finite() && to.is_finite());
        self.cursor.fit(span.or_else(|| self.selected_span()));
        self.cursor.reveal();
        self.cursor.follow_filter(&self.shown, &self.data);
        self.settle();
    }

    /// Returns the command line that opens the browser in this state, without panels.
    pub fn command_line(&self) -> String {
        let lanes = self.shown.by.word();
        format!(
            "{} --lanes {lanes} --at {} --window {}",
            command("", &self.data.paths, &self.selection()),
            self.day_at_cursor(),
            self.window(),
        )
    }

    /// Returns the span in view as an EDTF interval, with times where it starts or ends within a day.
    fn window(&self) -> String {
        let Scale { left, columns, .. } = self.cursor.scale;
        let right = Moment(self.cursor.scale.right().0.saturating_sub(1));
        // Filling the columns with whole days leaves out less than a second per column at the end.
        let day_end = right.day_end();
        let right = if day_end.0 - right.0 < i64::from(columns) { day_end } else { right };
        [edge_text(left, true), edge_text(right, false)].map(Option::unwrap_or_default).join("/")
    }

    /// Returns the cursor's day as EDTF; its year if a day of that year cannot be written.
    fn day_at_cursor(&self) -> String {
        edge_text(self.cursor.at.day_start(), true).unwrap_or_default()
    }

    /// Moves to a day and fills the viewport with a span, as far as given.
    pub fn start_at(&mut self, at: Option<Span>, window: Option<Span>) {
        self.fit_columns();
        at.into_iter().for_each(|at| self.cursor.move_to_span(at, &self.shown, &self.data));
        window.into_iter().for_each(|window| self.cursor.fill(window));
        if window.is_some() && self.cursor.scale.visible(self.cursor.at).is_none() {
            self.cursor.reveal();
        }
    }
}
