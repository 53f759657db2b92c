//! The panel of the current event's sources, to open in the web browser.

use super::{Behaviour, Hint, Outcome, Request};
use crate::model::{Address, Source};
use crate::tui::action::{Action, Mode};
use crate::tui::app::{App, SideEffect, Status};
use crate::tui::hit_map::Extent;
use crate::tui::menu::Menu;
use crate::tui::theme::Role;
use crate::tui::view::{Canvas, centred, source_words};

/// The list of sources.
pub struct Sources {
    /// One row per source.
    pub menu: Menu,
}

impl Sources {
    /// Opens the list of sources of the current event.
    ///
    /// # Errors
    /// Fails if there are none.
    pub fn open(app: &App, selected: usize) -> Result<Self, Status> {
        match sources(app).len() {
            0 => Err(Status::note("this event names no source")),
            len => Ok(Self { menu: Menu::new(len, selected) }),
        }
    }
}

fn sources(app: &App) -> &[Source] {
    app.current_event().map_or(&[], |event| &event.sources)
}

impl Behaviour for Sources {
    fn keys(&self) -> (Mode, &'static [Hint]) {
        (
            Mode::Sources,
            &[
                (&[Action::Down, Action::Up], "choose"),
                (&[Action::Accept], "open"),
                (&[Action::CopyLink], "copy link"),
                (&[Action::Escape], "back"),
            ],
        )
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn settle(&mut self, app: &App) -> bool {
        self.menu.resize(sources(app).len());
        !sources(app).is_empty()
    }

    fn act(&mut self, action: Action, app: &App, _extent: Extent) -> Outcome {
        let Some(source) = sources(app).get(self.menu.selected) else { return Outcome::Close };
        let url = source.url.to_string();
        Outcome::Leave(match action {
            Action::Accept if is_web(&url) => Request::Run(SideEffect::Open(url)),
            Action::Accept => Request::Say(Status::error("only http and https addresses are opened")),
            Action::CopyLink if !url.is_empty() => Request::Run(SideEffect::Copy(url, "the link")),
            Action::CopyLink => return Outcome::Close,
            _ => return Outcome::Pass,
        })
    }

    fn draw(&self, app: &App, canvas: &mut Canvas) {
        let sources = sources(app);
        let area = centred(canvas.layout.screen, 90, (sources.len().min(1_000) * 2 + 2) as u16);
        let inside = canvas.boxed(area, "Open a source");
        self.menu.draw(inside, 2, canvas, |row, line, canvas| {
            let Some(source) = sources.get(row) else { return };
            let words = format!("[{}] {}", row + 1, source_words(&app.data.timeline, source));
            canvas.fitted(line.x, line.y, line.width, &words, Role::Plain);
            canvas.fitted(line.x + 4, line.y + 1, line.width.saturating_sub(4), &source.url, Role::Link);
        });
    }
}

/// Whether an address may be passed to a web browser.
fn is_web(url: &str) -> bool {
    Address::is_web(url) && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}
