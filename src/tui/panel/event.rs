//! The panel with the full text of the current event.

use super::{Hint, Outcome, Panel};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::Browser;
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::menu::Scroll;
use crate::tui::pane::draw_event;

/// Hints for the event.
const HINTS: &[Hint] = &[
    (&[Action::Down, Action::Up], "scroll"),
    (&[Action::PageDown], "page"),
    (&[Action::OpenSource], "source"),
    (&[Action::Copy], "copy"),
    (&[Action::Escape], "back"),
];

/// Hints for other scrolling texts.
pub(super) const TEXT_HINTS: &[Hint] =
    &[(&[Action::Down, Action::Up], "scroll"), (&[Action::PageDown], "page"), (&[Action::Escape], "back")];

/// The event as a text.
#[derive(Default)]
pub struct EventText {
    scroll: Scroll,
}

impl Panel for EventText {
    fn mode(&self) -> Mode {
        Mode::Reader
    }

    fn hints(&self) -> &'static [Hint] {
        HINTS
    }

    fn scroll(&mut self) -> Option<&mut Scroll> {
        Some(&mut self.scroll)
    }

    fn act(&mut self, action: Action, _browser: &Browser, _extent: Extent) -> Outcome {
        if action == Action::Accept { Outcome::Close } else { Outcome::Pass }
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let area = centred(canvas.layout.body(), 100, u16::MAX);
        canvas.drawn.panel = draw_event(browser, area, "Event", self.scroll.top, "", canvas);
    }
}
