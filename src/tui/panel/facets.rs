//! The facets: each value with the count it would give now, to filter by.

use ratatui::layout::Rect;
use strum::IntoEnumIterator;
use tui_input::Input;

use super::{Behaviour, Hint, Outcome};
use crate::model::Moment;
use crate::query::Facet;
use crate::tui::action::{Action, Mode};
use crate::tui::app::{App, FacetRow};
use crate::tui::hit_map::{Extent, HitTarget};
use crate::tui::menu::Menu;
use crate::tui::theme::Role;
use crate::tui::view::{Canvas, draw_facet_value};

/// The panel of facets.
pub struct Facets {
    /// The facet whose values are listed.
    pub facet: Facet,
    /// What was typed to narrow the values.
    pub narrow: Input,
    /// The values.
    pub menu: Menu,
    rows: Vec<FacetRow>,
    /// What the rows were computed from: the revision of the filters, and whether the facet and the
    /// typed text are still the same.
    revision: Option<u64>,
}

impl Default for Facets {
    fn default() -> Self {
        Self::on(Facet::Country)
    }
}

impl Facets {
    fn on(facet: Facet) -> Self {
        Self { facet, narrow: Input::default(), menu: Menu::default(), rows: Vec::new(), revision: None }
    }

    /// Turns to the facet `steps` further on.
    fn turn(&mut self, steps: usize) {
        let facets: Vec<Facet> = Facet::iter().collect();
        let at = facets.iter().position(|facet| *facet == self.facet).unwrap_or(0);
        *self = Self::on(facets[(at + steps) % facets.len()]);
    }
}

impl Behaviour for Facets {
    fn keys(&self) -> (Mode, &'static [Hint]) {
        (
            Mode::Facets,
            &[
                (&[Action::Toggle], "include"),
                (&[Action::Exclude], "exclude"),
                (&[Action::Only], "only"),
                (&[Action::Escape], "done"),
                (&[Action::Next], "next facet"),
            ],
        )
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.narrow)
    }

    fn row_action(&self) -> Option<Action> {
        Some(Action::Toggle)
    }

    fn typed(&mut self, _app: &App) -> Outcome {
        self.revision = None;
        self.rows.clear();
        Outcome::Stay
    }

    /// Keeps the selection on its value when counts, and with them the order, have changed.
    fn settle(&mut self, app: &App) -> bool {
        if self.revision != Some(app.shown.revision) {
            let rows = app.shown.facet_rows(&app.data, self.facet, self.narrow.value());
            let selected = self.rows.get(self.menu.selected).map(|row| &row.key);
            let place = rows.iter().position(|row| Some(&row.key) == selected);
            self.menu = Menu::new(rows.len(), place.unwrap_or(self.menu.selected));
            (self.rows, self.revision) = (rows, Some(app.shown.revision));
        }
        true
    }

    fn act(&mut self, action: Action, _app: &App, _extent: Extent) -> Outcome {
        let facet = self.facet;
        let key = self.rows.get(self.menu.selected).map(|row| row.key.clone());
        match (action, key) {
            (Action::Next, _) => self.turn(1),
            (Action::Previous, _) => self.turn(Facet::iter().count() - 1),
            (Action::Toggle, Some(key)) => return Outcome::filter(move |filter| filter.include(facet, &key)),
            (Action::Exclude, Some(key)) => {
                return Outcome::filter(move |filter| filter.exclude(facet, &key));
            }
            (Action::Only, Some(key)) => return Outcome::filter(move |filter| filter.only(facet, &key)),
            (Action::Toggle | Action::Exclude | Action::Only, None) => {}
            (Action::Escape, _) if !self.narrow.value().is_empty() => {
                self.narrow.reset();
                self.revision = None;
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn click(&mut self, target: HitTarget, _moment: Option<Moment>, _app: &App) -> Outcome {
        if let HitTarget::Facet(facet) = target {
            *self = Self::on(facet);
        }
        Outcome::Stay
    }

    fn draw(&self, _app: &App, canvas: &mut Canvas) {
        let body = canvas.layout.body();
        let width = body.width.min(46);
        let area = Rect { x: body.width - width, width, ..body };
        let inside = canvas.boxed(area, "Facets");
        let (mut x, mut y) = (inside.x, inside.y);
        for facet in Facet::iter() {
            let word = facet.word();
            if x + word.len() as u16 + 1 > inside.right() {
                (x, y) = (inside.x, y + 1);
            }
            let role = if facet == self.facet { Role::Cursor } else { Role::Quiet };
            let piece = ((word.to_owned(), role), HitTarget::Facet(facet));
            x = canvas.targets(x, y, inside.right() - x, &[piece]) + 1;
        }
        y += 1;
        canvas.typed(&self.narrow, Rect { y, height: 1, ..inside }, "type to narrow");
        y += 1;
        let list = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
        if self.rows.is_empty() {
            canvas.text(list.x, list.y, list.width, "nothing here", Role::Quiet);
        }
        self.menu.draw(list, 1, canvas, |row, line, canvas| draw_facet_value(&self.rows[row], line, canvas));
    }
}
