//! The panel of the current event's sources, to open in the web browser.

use super::{Hint, Outcome, Panel, Request};
use crate::model::{Address, Source};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Status};
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::menu::Menu;
use crate::tui::pane::source_words;
use crate::tui::side_effect::SideEffect;
use crate::tui::theme::Role;

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
    pub fn open(browser: &Browser, selected: usize) -> Result<Self, Status> {
        match sources(browser).len() {
            0 => Err(Status::note("this event names no source")),
            len => Ok(Self { menu: Menu::new(len, selected) }),
        }
    }
}

fn sources(browser: &Browser) -> &[Source] {
    browser.current_event().map_or(&[], |event| &event.sources)
}

impl Panel for Sources {
    fn mode(&self) -> Mode {
        Mode::Sources
    }

    fn hints(&self) -> &'static [Hint] {
        &[
            (&[Action::Down, Action::Up], "choose"),
            (&[Action::Accept], "open"),
            (&[Action::CopyLink], "copy link"),
            (&[Action::Escape], "back"),
        ]
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn settle(&mut self, browser: &Browser) -> bool {
        self.menu.resize(sources(browser).len());
        !sources(browser).is_empty()
    }

    fn act(&mut self, action: Action, browser: &Browser, _extent: Extent) -> Outcome {
        let Some(source) = sources(browser).get(self.menu.selected) else { return Outcome::Close };
        let url = address(source).to_string();
        let key = || browser.keymap.named(Mode::Sources, Action::CopyLink);
        match action {
            Action::Accept if is_web(&url) => Outcome::Leave(Request::Run(SideEffect::Open(url))),
            Action::Accept if url.is_empty() => {
                Outcome::note(format!("this source has no address; {} copies its citation", key()))
            }
            Action::Accept => Outcome::say(Status::error(format!(
                "only http and https addresses are opened; {} copies this one",
                key()
            ))),
            Action::CopyLink => {
                let (text, what) = if url.is_empty() {
                    (source_words(&browser.data.timeline, source), "the citation (there is no address)")
                } else {
                    (url, "the link")
                };
                Outcome::Leave(Request::Run(SideEffect::Copy(text, what)))
            }
            _ => Outcome::Pass,
        }
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let sources = sources(browser);
        let area = centred(canvas.layout.screen, 90, (sources.len().min(1_000) * 2 + 2) as u16);
        let inside = canvas.boxed(area, "Open a source");
        self.menu.draw(inside, 2, canvas, |row, line, canvas| {
            let Some(source) = sources.get(row) else { return };
            let words = format!("[{}] {}", row + 1, source_words(&browser.data.timeline, source));
            canvas.fitted(line.x, line.y, line.width, &words, Role::Plain);
            let (address, role) = match address(source) {
                "" => ("no address", Role::Quiet),
                url => (url, Role::Link),
            };
            canvas.fitted(line.x + 4, line.y + 1, line.width.saturating_sub(4), address, role);
        });
    }
}

/// Returns the address of a source or, without one, of its archived copy; empty if it has neither.
fn address(source: &Source) -> &str {
    if source.url.is_empty() { &source.details().archive } else { &source.url }
}

/// Whether an address may be passed to a web browser.
fn is_web(url: &str) -> bool {
    Address::is_web(url) && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}
