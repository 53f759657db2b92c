//! The panel to choose which date places events on the axis: `date`, or one of the clocks.

use strum::IntoEnumIterator;

use super::{Hint, Outcome, Panel, Request};
use crate::model::Clock;
use crate::model::field::CLOCKS;
use crate::text::pad;
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Status};
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::menu::Menu;
use crate::tui::theme::Role;

/// The list of clocks that events have.
pub struct Clocks {
    menu: Menu,
    /// Per row: a clock, `None` for `date`, and the number of events that have it.
    rows: Vec<(Option<Clock>, u64)>,
}

impl Clocks {
    /// Lists `date`, the clocks that events have, and the clock in use.
    ///
    /// # Errors
    /// Fails if there is nothing but `date`.
    pub fn open(browser: &Browser) -> Result<Self, Status> {
        let now = browser.data.timeline.clock();
        let clocks = [None].into_iter().chain(Clock::iter().map(Some));
        let rows = clocks.map(|clock| (clock, browser.data.index.with_date(clock).len()));
        let is_choice =
            |(clock, events): &(Option<Clock>, u64)| clock.is_none() || *events > 0 || *clock == now;
        let rows: Vec<_> = rows.filter(is_choice).collect();
        if rows.len() == 1 {
            return Err(Status::note("no event has another date; `clocks` in a file gives one"));
        }
        let selected = rows.iter().position(|(clock, _)| *clock == now).unwrap_or(0);
        Ok(Self { menu: Menu::new(rows.len(), selected), rows })
    }

    /// Returns the selected clock.
    pub fn selected(&self) -> Option<Clock> {
        self.rows[self.menu.selected].0
    }
}

impl Panel for Clocks {
    fn mode(&self) -> Mode {
        Mode::Clocks
    }

    fn hints(&self) -> &'static [Hint] {
        &[
            (&[Action::Down, Action::Up], "choose"),
            (&[Action::Accept], "place by it"),
            (&[Action::Escape], "back"),
        ]
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn act(&mut self, action: Action, _browser: &Browser, _extent: Extent) -> Outcome {
        let last = self.rows.len() - 1;
        match action {
            Action::Down if self.menu.selected == last => self.menu.selected = 0,
            Action::Up if self.menu.selected == 0 => self.menu.selected = last,
            Action::Accept => {
                let clock = self.selected();
                return Outcome::Leave(Request::change(move |browser| browser.choose_clock(clock)));
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let area = centred(canvas.layout.screen, 58, self.rows.len() as u16 + 2);
        let inside = canvas.boxed(area, "Which date places events");
        self.menu.draw(inside, 1, canvas, |row, line, canvas| {
            let (clock, events) = self.rows[row];
            let mark =
                if clock == browser.data.timeline.clock() { browser.look.or("● ", "* ") } else { "  " };
            let about = clock.and_then(|clock| CLOCKS.iter().find(|key| key.name == clock.word()));
            let about = about.map_or("What the record calls its date.", |key| key.about);
            let x = canvas.text(line.x + 1, line.y, line.width, mark, Role::Key);
            let words = format!("{} {:>6}", pad(clock.map_or("date", Clock::words), 10), events);
            let x = canvas.text(x, line.y, line.right().saturating_sub(x), &words, Role::Plain);
            canvas.fitted(x + 2, line.y, line.right().saturating_sub(x + 2), about, Role::Quiet);
        });
    }
}
