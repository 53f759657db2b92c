//! What a click means on each spot of the screen.

use ratatui::layout::Position;

use super::{App, Effect, FacetPanel, Field, Overlay, Status};
use crate::export::formats;
use crate::model::{Date, EventNo, Moment};
use crate::query::Facet;
use crate::tui::action::Action;
use crate::tui::hit_map::HitTarget;
use crate::tui::keymap::Mode;
use crate::tui::view;

impl App {
    /// Does what a click on a cell asks for.
    pub(super) fn click(&mut self, cell: Position) -> Option<Effect> {
        let hits = view::hits(self);
        let (spot, _) = hits.at(cell).next()?;
        let moment = hits.at(cell).find_map(|(spot, column)| match spot {
            HitTarget::Tick(begins) => Some(begins),
            HitTarget::Time(scale) => Some(scale.moment(i64::from(column))),
            _ => None,
        });
        self.doing(|app| app.click_on(spot, moment))
    }

    /// Does what a click on a spot asks for; `moment` is the one that the pointer is on.
    fn click_on(&mut self, spot: HitTarget, moment: Option<Moment>) -> Option<Effect> {
        match spot {
            HitTarget::Time(_) | HitTarget::Tick(_) => self.click_moment(moment),
            HitTarget::Event(event, lane) => self.click_event(event, lane),
            HitTarget::Lane(lane) if lane == self.cursor.lane => {}
            HitTarget::Lane(lane) => self.change_lane(lane as i64 - self.cursor.lane as i64),
            HitTarget::Listed(event) => self.jumping(|app| app.place(event)),
            HitTarget::Source(source) => self.list_sources(source),
            HitTarget::Chip(chip) => self.overlay = Some(Overlay::Filters(chip)),
            HitTarget::Cross(chip) => self.cross_out(chip),
            HitTarget::Value(facet, row) => self.click_value(facet, row),
            HitTarget::Row(row) => return self.click_row(row),
            HitTarget::Field(field) => return self.click_field(field),
            HitTarget::Format(format) => self.choose_format(format),
            HitTarget::Do(action) => return self.act(action),
            HitTarget::Facet(facet) => {
                self.overlay = Some(Overlay::Facets(FacetPanel { facet, ..FacetPanel::default() }));
            }
            HitTarget::Policy(policy) => {
                if let Some(Overlay::Policies(pane)) = &mut self.overlay {
                    pane.selected = Some(policy);
                }
                self.click_moment(moment);
            }
            HitTarget::Backdrop if !self.holds_typing() => return self.act(Action::Escape),
            HitTarget::Overview(_)
            | HitTarget::List
            | HitTarget::Detail
            | HitTarget::Pane
            | HitTarget::Backdrop => {}
        }
        None
    }

    fn click_moment(&mut self, moment: Option<Moment>) {
        if let Some(moment) = moment {
            self.staying(|app| app.stand_on(moment, moment.day_end()));
        }
    }

    /// Stands on an event in a lane. Where the cursor stands on it already, zooms in, so that what
    /// shares its cell comes apart.
    fn click_event(&mut self, event: EventNo, lane: usize) {
        let anchor = self.data.when(event).map(Date::anchor);
        let here = (self.cursor.event, self.cursor.lane, Some(self.cursor.at));
        if here == (Some(event), lane, anchor) {
            return self.zoom(1);
        }
        self.staying(|app| {
            app.cursor.lane = lane;
            app.place(event);
        });
    }

    /// Lists the sources of the event, one of them selected, over what is open.
    fn list_sources(&mut self, source: usize) {
        self.beneath.extend(self.overlay.take());
        self.overlay = Some(Overlay::Sources(source));
    }

    fn cross_out(&mut self, chip: usize) {
        let words = self.shown.filter.chips.get(chip).map(ToString::to_string).unwrap_or_default();
        self.filtering(|filter| filter.remove(chip));
        let key = self.key(Action::Undo);
        self.status = Status::note(format!("{words} is removed; {key} takes it back"));
    }

    /// Includes a value of the facets beside everything, or lets it go.
    fn click_value(&mut self, facet: Facet, row: usize) {
        if let Some(row) = self.facet_rows(facet, "").into_iter().nth(row) {
            self.filtering(|filter| filter.include(facet, &row.key));
        }
    }

    /// Selects a row of the list that lies on top; on the row that is selected already, does what
    /// the list is for.
    fn click_row(&mut self, row: usize) -> Option<Effect> {
        let before = std::mem::replace(self.selected_row()?, row);
        match self.mode() {
            _ if before != row => None,
            Mode::Facets | Mode::Filters => self.act(Action::Toggle),
            Mode::Thread => self.act(Action::GoTo),
            _ => self.act(Action::Accept),
        }
    }

    fn selected_row(&mut self) -> Option<&mut usize> {
        match self.overlay.as_mut()? {
            Overlay::Picker(picker) => Some(&mut picker.selected),
            Overlay::Facets(panel) => Some(&mut panel.selected),
            Overlay::Race(panel) => Some(&mut panel.selected),
            Overlay::Thread(view) => Some(&mut view.row),
            Overlay::Filters(row) | Overlay::Sources(row) | Overlay::Clocks(_, row) => Some(row),
            _ => None,
        }
    }

    /// Selects a line of the export dialog; turns the one that is selected already, if it has
    /// values to turn to.
    fn click_field(&mut self, field: Field) -> Option<Effect> {
        let Some(Overlay::Export(dialog)) = &mut self.overlay else { return None };
        if std::mem::replace(&mut dialog.field, field) == field {
            return self.act(Action::Down);
        }
        None
    }

    fn choose_format(&mut self, format: usize) {
        let Some(Overlay::Export(mut dialog)) = self.overlay.take() else { return };
        dialog.field = Field::Format;
        let steps = format + formats().len() - dialog.format;
        self.turn(&mut dialog, steps);
        self.overlay = Some(Overlay::Export(dialog));
    }

    /// Whether what lies on top holds a text that a slip of the pointer must not lose.
    fn holds_typing(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Prompt(_) | Overlay::Export(_)))
    }
}
