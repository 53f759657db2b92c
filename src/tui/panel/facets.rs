//! The facets panel: the values of each facet with their event counts, to filter by. On wide terminals it
//! takes the place of the facet pane and keeps its sections, so that opening it moves only the focus.

use std::ops::Range;

use ratatui::layout::Rect;
use strum::IntoEnumIterator;
use tui_input::Input;

use super::{Hint, Outcome, Panel, Request};
use crate::model::Moment;
use crate::query::{Facet, Filter};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, FacetRow, pane_order};
use crate::tui::canvas::Canvas;
use crate::tui::hit_map::{Extent, HitTarget};
use crate::tui::menu::Menu;
use crate::tui::pane::{Section, below_first_line, draw_facet_value, draw_sections};
use crate::tui::theme::Role;

/// The height in rows below which the line of facet names is left out.
const LOW: u16 = 14;

/// The facets panel.
#[derive(Default)]
pub struct Facets {
    /// The facet whose values are listed; in the facet pane, the one of the selected value.
    pub facet: Facet,
    /// The text typed to narrow the values.
    pub narrow: Input,
    /// The list of values.
    pub menu: Menu,
    /// The listed values. Those of all facets in the facet pane and while something is typed.
    rows: Vec<FacetRow>,
    /// The facets of the rows, in their order.
    sections: Vec<(Facet, Range<usize>)>,
    /// Whether the panel is drawn in the facet pane of wide terminals.
    is_docked: bool,
    /// The revision of the filters for which the rows were computed; `None` to recompute them.
    revision: Option<u64>,
}

impl Facets {
    /// Opens the panel on the values of a facet.
    pub fn on(facet: Facet) -> Self {
        Self { facet, ..Self::default() }
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

    /// Switches to the next facet or, `back`, to the previous one, cyclically; in the facet pane, to one with
    /// values.
    fn turn(&mut self, back: bool) {
        let filled = self.sections.iter().filter(|(_, rows)| !rows.is_empty()).map(|(facet, _)| *facet);
        let facets: Vec<Facet> = if self.is_docked { filled.collect() } else { Facet::iter().collect() };
        let Some(last) = facets.len().checked_sub(1) else { return };
        let at = facets.iter().position(|facet| *facet == self.facet).unwrap_or(0);
        self.switch(facets[(at + if back { last } else { 1 }) % facets.len()]);
    }

    /// Switches to a facet.
    fn switch(&mut self, facet: Facet) {
        if self.is_docked && !self.has_typed() {
            (self.facet, self.menu.selected) = (facet, self.rows_of(facet).start);
        } else {
            *self = Self::on(facet);
        }
    }

    /// Returns the section of a row.
    fn section(&self, row: usize) -> Option<usize> {
        self.sections.iter().position(|(_, rows)| rows.contains(&row))
    }

    /// Returns the rows of a facet.
    fn rows_of(&self, facet: Facet) -> Range<usize> {
        let section = self.sections.iter().find(|(of, _)| *of == facet);
        section.map_or(0..0, |(_, rows)| rows.clone())
    }

    /// Returns the facet and the key of a row.
    fn value(&self, row: usize) -> Option<(Facet, String)> {
        Some((self.sections[self.section(row)?].0, self.rows[row].key.clone()))
    }

    /// Lists the values that match what is typed.
    fn list(&mut self, browser: &Browser) {
        let shows_all = self.is_docked || self.has_typed();
        let order: Vec<Facet> = if self.is_docked { pane_order().collect() } else { Facet::iter().collect() };
        (self.rows, self.sections) = Default::default();
        for facet in order.into_iter().filter(|facet| shows_all || *facet == self.facet) {
            let start = self.rows.len();
            self.rows.extend(browser.shown.facet_rows(&browser.data, facet, self.narrow.value()));
            self.sections.push((facet, start..self.rows.len()));
        }
    }

    /// Draws the rows below one another, with the facet of each where those of several are listed.
    fn draw_list(&self, list: Rect, canvas: &mut Canvas) {
        let is_narrowed = self.has_typed();
        self.menu.draw(list, 1, canvas, |row, line, canvas| {
            let facet = self.section(row).map(|section| self.sections[section].0);
            draw_facet_value(&self.rows[row], facet.filter(|_| is_narrowed), line, canvas);
        });
    }

    /// Draws the sections of the facet pane.
    fn draw_docked(&self, area: Rect, canvas: &mut Canvas) {
        let selected = self.section(self.menu.selected);
        let selected = selected.map(|section| (section, self.menu.selected - self.sections[section].1.start));
        let section = |(facet, rows): &(Facet, Range<usize>)| (*facet, &self.rows[rows.clone()]);
        let sections: Vec<Section> = self.sections.iter().map(section).collect();
        draw_sections(&sections, selected, area, canvas);
        canvas.drawn.panel = Extent::of(self.rows.len(), area.height);
    }
}

impl Panel for Facets {
    fn mode(&self) -> Mode {
        Mode::Facets
    }

    fn hints(&self) -> &'static [Hint] {
        if self.has_typed() {
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
        }
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

    fn typed(&mut self, _browser: &Browser) -> Outcome {
        self.revision = None;
        self.rows.clear();
        self.sections.clear();
        Outcome::Stay
    }

    /// Recomputes the rows after a change, and keeps the same value selected.
    fn settle(&mut self, browser: &Browser) -> bool {
        let is_docked = browser.layout().facets.is_some();
        if self.revision != Some(browser.shown.revision) || self.is_docked != is_docked {
            let selected = self.value(self.menu.selected);
            self.is_docked = is_docked;
            self.list(browser);
            let place = match selected {
                Some((facet, key)) => self.rows_of(facet).find(|row| self.rows[*row].key == key),
                None => Some(self.rows_of(self.facet).start).filter(|_| !self.has_typed()),
            };
            self.menu = Menu::new(self.rows.len(), place.unwrap_or(self.menu.selected));
            self.revision = Some(browser.shown.revision);
        }
        if let Some(section) = self.section(self.menu.selected).filter(|_| self.is_docked) {
            self.facet = self.sections[section].0;
        }
        true
    }

    fn act(&mut self, action: Action, _browser: &Browser, _extent: Extent) -> Outcome {
        let row = self.value(self.menu.selected);
        // While a text is typed, other keys are part of it.
        let action = match action {
            Action::Next if self.has_typed() => Action::Toggle,
            Action::Previous if self.has_typed() => Action::Exclude,
            action => action,
        };
        match (action, row) {
            (Action::Next, _) => self.turn(false),
            (Action::Previous, _) => self.turn(true),
            (Action::Toggle, Some((facet, key))) => {
                return Outcome::filter(move |filter| filter.include(facet, &key));
            }
            (Action::Exclude, Some((facet, key))) => {
                return Outcome::filter(move |filter| filter.exclude(facet, &key));
            }
            (Action::Only, Some((facet, key))) => {
                let only = move |filter: &mut Filter| filter.only(facet, &key);
                return Outcome::Leave(Request::change(|browser| browser.filtering(only)));
            }
            (Action::Toggle | Action::Exclude | Action::Only, None) => {}
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn click(&mut self, target: HitTarget, _moment: Option<Moment>, _browser: &Browser) -> Outcome {
        match target {
            HitTarget::Facet(facet) => self.switch(facet),
            // As in the facet pane without the focus, one click includes.
            HitTarget::Value(facet, row) => {
                self.menu.selected = self.rows_of(facet).start + row;
                if let Some((facet, key)) = self.value(self.menu.selected) {
                    return Outcome::filter(move |filter| filter.include(facet, &key));
                }
            }
            _ => {}
        }
        Outcome::Stay
    }

    fn draw(&self, _browser: &Browser, canvas: &mut Canvas) {
        let body = canvas.layout.body();
        let width = body.width.min(46);
        let area = canvas.layout.facets.unwrap_or(Rect { x: body.width - width, width, ..body });
        let is_low = area.height < LOW;
        let title = if is_low { format!("Facet {}", self.facet.word()) } else { "Facets".to_owned() };
        let mut inside = canvas.boxed(area, &title);
        if !is_low && !self.is_docked {
            let y = self.draw_facets(inside, canvas);
            inside = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
        }
        if inside.height > 1 {
            let line = Rect { height: 1, ..inside };
            canvas.typed(&self.narrow, line, "type to look in all facets");
            inside = below_first_line(inside);
        }
        if self.rows.is_empty() && inside.height > 0 {
            canvas.text(inside.x, inside.y, inside.width, "nothing here", Role::Quiet);
        } else if self.is_docked && !self.has_typed() {
            self.draw_docked(inside, canvas);
        } else {
            self.draw_list(inside, canvas);
        }
    }
}
