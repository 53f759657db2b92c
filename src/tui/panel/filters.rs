//! The panel of active filters, to switch, change or remove.

use super::{Hint, Outcome, Panel, Prompt, PromptKind};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Status};
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::menu::Menu;
use crate::tui::theme::Role;

/// The list of filters.
pub struct Filters {
    /// The list of chips.
    pub menu: Menu,
}

impl Filters {
    /// Opens the list of filters.
    ///
    /// # Errors
    /// Fails if there are none.
    pub fn open(browser: &Browser) -> Result<Self, Status> {
        if browser.shown.filter.chips.is_empty() {
            Err(browser.no_filter())
        } else {
            Ok(Self::at(browser, 0))
        }
    }

    /// Opens the list of filters with one selected.
    pub fn at(browser: &Browser, chip: usize) -> Self {
        Self { menu: Menu::new(browser.shown.filter.chips.len(), chip) }
    }
}

impl Panel for Filters {
    fn mode(&self) -> Mode {
        Mode::Filters
    }

    fn hints(&self) -> &'static [Hint] {
        &[
            (&[Action::Toggle], "on/off"),
            (&[Action::Change], "change"),
            (&[Action::Remove], "remove"),
            (&[Action::ToggleFilters], "all on/off"),
            (&[Action::Escape], "done"),
        ]
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn row_action(&self) -> Option<Action> {
        Some(Action::Toggle)
    }

    fn settle(&mut self, browser: &Browser) -> bool {
        self.menu.resize(browser.shown.filter.chips.len());
        !browser.shown.filter.chips.is_empty()
    }

    fn act(&mut self, action: Action, browser: &Browser, _extent: Extent) -> Outcome {
        let chip = self.menu.selected;
        match action {
            Action::Toggle => Outcome::filter(move |filter| filter.toggle(chip)),
            Action::Remove => Outcome::filter(move |filter| filter.remove(chip)),
            Action::Change => Outcome::Open(Prompt::new(PromptKind::Chip(chip), browser).into()),
            _ => Outcome::Pass,
        }
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let filter = &browser.shown.filter;
        let area = centred(canvas.layout.screen, 76, filter.chips.len() as u16 + 2);
        let inside = canvas.boxed(area, if filter.on { "Filters" } else { "Filters (all switched off)" });
        self.menu.draw(inside, 1, canvas, |row, line, canvas| {
            let Some(chip) = filter.chips.get(row) else { return };
            let (mark, role) = if chip.on { ("[x] ", Role::Chip) } else { ("[ ] ", Role::ChipOff) };
            let words = format!("{chip}   {}", chip.query.words(&browser.data.index));
            let x = canvas.text(line.x, line.y, line.width, mark, Role::Plain);
            canvas.fitted(x, line.y, line.right().saturating_sub(x), &words, role);
        });
    }
}
