//! The panel of active filters, to switch, change or remove.

use super::{Behaviour, Hint, Outcome, Prompt, PromptKind};
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::browser::Status;
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
    pub fn open(app: &App) -> Result<Self, Status> {
        if app.shown.filter.chips.is_empty() { Err(no_filter(app)) } else { Ok(Self::at(app, 0)) }
    }

    /// Opens the list of filters with one selected.
    pub fn at(app: &App, chip: usize) -> Self {
        Self { menu: Menu::new(app.shown.filter.chips.len(), chip) }
    }
}

/// Returns the message that no filter is set, with the keys that set one.
pub fn no_filter(app: &App) -> Status {
    let [facets, query] = [Action::Facets, Action::FilterQuery].map(|action| app.key(action));
    Status::note(format!("no filter is set; {facets} filters by facet, {query} by a query"))
}

impl Behaviour for Filters {
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

    fn settle(&mut self, app: &App) -> bool {
        self.menu.resize(app.shown.filter.chips.len());
        !app.shown.filter.chips.is_empty()
    }

    fn act(&mut self, action: Action, app: &App, _extent: Extent) -> Outcome {
        let chip = self.menu.selected;
        match action {
            Action::Toggle => Outcome::filter(move |filter| filter.toggle(chip)),
            Action::Remove => Outcome::filter(move |filter| filter.remove(chip)),
            Action::Change => Outcome::Open(Prompt::new(PromptKind::Chip(chip), app).into()),
            _ => Outcome::Pass,
        }
    }

    fn draw(&self, app: &App, canvas: &mut Canvas) {
        let filter = &app.shown.filter;
        let area = centred(canvas.layout.screen, 76, filter.chips.len() as u16 + 2);
        let inside = canvas.boxed(area, if filter.on { "Filters" } else { "Filters (all switched off)" });
        self.menu.draw(inside, 1, canvas, |row, line, canvas| {
            let Some(chip) = filter.chips.get(row) else { return };
            let (mark, role) = if chip.on { ("[x] ", Role::Chip) } else { ("[ ] ", Role::ChipOff) };
            let words = format!("{chip}   {}", chip.query.words(&app.data.index));
            let x = canvas.text(line.x, line.y, line.width, mark, Role::Plain);
            canvas.fitted(x, line.y, line.right().saturating_sub(x), &words, role);
        });
    }
}
