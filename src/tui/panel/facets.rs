//! The facets panel: the values of each facet with their event counts, to filter by.

use ratatui::layout::Rect;
use strum::IntoEnumIterator;
use tui_input::Input;

use super::{Behaviour, Hint, Outcome, Request};
use crate::model::Moment;
use crate::query::{Facet, Filter};
use crate::tui::action::{Action, Mode};
use crate::tui::app::{App, FacetRow};
use crate::tui::hit_map::{Extent, HitTarget};
use crate::tui::menu::Menu;
use crate::tui::theme::Role;
use crate::tui::view::{Canvas, draw_facet_value};

/// The height in rows below which the line of facet names is left out.
const LOW: u16 = 14;

/// The facets panel.
pub struct Facets {
    /// The facet whose values are listed.
    pub facet: Facet,
    /// The text typed to narrow the values.
    pub narrow: Input,
    /// The list of values.
    pub menu: Menu,
    /// The listed values with their facets; those of all facets while something is typed.
    rows: Vec<(Facet, FacetRow)>,
    /// The revision of the filters for which the rows were computed; `None` to recompute them.
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

    /// Whether a text is typed. It then narrows the values of all facets.
    fn has_typed(&self) -> bool {
        !self.narrow.value().is_empty()
    }

    /// Draws the names of the facets; returns the row below them.
    fn draw_facets(&self, inside: Rect, canvas: &mut Canvas) -> u16 {
        let (mut x, mut y) = (inside.x, inside.y);
        for facet in Facet::iter() {
            let word = facet.word();
            if x + word.len() as u16 + 1 > inside.right() {
                (x, y) = (inside.x, y + 1);
            }
            let role = if facet == self.facet { Role::Cursor } else { Role::Quiet };
            let piece = ((word.to_owned(), role), HitTarget::Facet(facet));
            x = canvas.targets(x, y, inside.right().saturating_sub(x), &[piece]) + 1;
        }
        y + 1
    }

    /// Switches to the facet `steps` further on, cyclically.
    fn turn(&mut self, steps: usize) {
        let facets: Vec<Facet> = Facet::iter().collect();
        let at = facets.iter().position(|facet| *facet == self.facet).unwrap_or(0);
        *self = Self::on(facets[(at + steps) % facets.len()]);
    }
}

impl Behaviour for Facets {
    fn keys(&self) -> (Mode, &'static [Hint]) {
        let hints: &[Hint] = if self.has_typed() {
            &[
                (&[Action::Only], "only this"),
                (&[Action::Next], "include"),
                (&[Action::Previous], "exclude"),
                (&[Action::Down, Action::Up], "choose"),
                (&[Action::Escape], "done"),
            ]
        } else {
            &[
                (&[Action::Toggle], "include"),
                (&[Action::Exclude], "exclude"),
                (&[Action::Only], "only this"),
                (&[Action::Escape], "done"),
                (&[Action::Next], "next facet"),
            ]
        };
        (Mode::Facets, hints)
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

    /// Recomputes the rows after a change, and keeps the same value selected.
    fn settle(&mut self, app: &App) -> bool {
        if self.revision != Some(app.shown.revision) {
            let narrow = self.narrow.value();
            let facets = Facet::iter().filter(|facet| self.has_typed() || *facet == self.facet);
            let of = |facet| {
                app.shown.facet_rows(&app.data, facet, narrow).into_iter().map(move |row| (facet, row))
            };
            let rows: Vec<(Facet, FacetRow)> = facets.flat_map(of).collect();
            let name = |(facet, row): &(Facet, FacetRow)| (*facet, row.key.clone());
            let selected = self.rows.get(self.menu.selected).map(name);
            let place = rows.iter().position(|row| Some(name(row)) == selected);
            self.menu = Menu::new(rows.len(), place.unwrap_or(self.menu.selected));
            (self.rows, self.revision) = (rows, Some(app.shown.revision));
        }
        true
    }

    fn act(&mut self, action: Action, _app: &App, _extent: Extent) -> Outcome {
        let row = self.rows.get(self.menu.selected).map(|(facet, row)| (*facet, row.key.clone()));
        // While a text is typed, other keys are part of it.
        let action = match action {
            Action::Next if self.has_typed() => Action::Toggle,
            Action::Previous if self.has_typed() => Action::Exclude,
            action => action,
        };
        match (action, row) {
            (Action::Next, _) => self.turn(1),
            (Action::Previous, _) => self.turn(Facet::iter().count() - 1),
            (Action::Toggle, Some((facet, key))) => {
                return Outcome::filter(move |filter| filter.include(facet, &key));
            }
            (Action::Exclude, Some((facet, key))) => {
                return Outcome::filter(move |filter| filter.exclude(facet, &key));
            }
            (Action::Only, Some((facet, key))) => {
                let only = move |filter: &mut Filter| filter.only(facet, &key);
                return Outcome::Leave(Request::Filter(Box::new(only)));
            }
            (Action::Toggle | Action::Exclude | Action::Only, None) => {}
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
        let area = canvas.layout.facets.unwrap_or(Rect { x: body.width - width, width, ..body });
        let is_low = area.height < LOW;
        let title = if is_low { format!("Facet {}", self.facet.word()) } else { "Facets".to_owned() };
        let inside = canvas.boxed(area, &title);
        let mut y = inside.y;
        if !is_low {
            y = self.draw_facets(inside, canvas);
        }
        if inside.height > 1 {
            canvas.typed(&self.narrow, Rect { y, height: 1, ..inside }, "type to look in all facets");
            y += 1;
        }
        let list = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
        if self.rows.is_empty() && list.height > 0 {
            canvas.text(list.x, list.y, list.width, "nothing here", Role::Quiet);
        }
        let is_narrowed = self.has_typed();
        self.menu.draw(list, 1, canvas, |row, line, canvas| {
            let (facet, row) = &self.rows[row];
            draw_facet_value(row, is_narrowed.then_some(*facet), line, canvas);
        });
    }
}
