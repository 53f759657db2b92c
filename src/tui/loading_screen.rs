//! The screen shown while a large timeline is loaded.

use std::io;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use crossterm::event::{self, Event};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Mode};
use super::canvas::Canvas;
use super::keymap::{Chord, Keymap, Lookup};
use super::screen_layout::ScreenLayout;
use super::terminal::{self, Session};
use super::theme::{Look, Role};
use crate::load::Progress;

/// The interval between frames.
const FRAME_INTERVAL: Duration = Duration::from_millis(80);

/// The outcome of waiting.
pub enum Opened<T> {
    /// The result has arrived.
    Done(T),
    /// The user or a signal ended the program, with this exit code.
    Left(u8),
}

/// Shows the progress until the result arrives.
///
/// # Errors
/// Fails if the terminal cannot be set up or written to, or if the loading thread has ended without a result.
pub fn wait<T>(
    result: &Receiver<T>,
    progress: &Progress,
    keymap: &Keymap,
    look: Look,
) -> io::Result<Opened<T>> {
    terminal::handle(terminal::listen()?);
    let hint = format!("{} quit", keymap.named(Mode::Browse, Action::Back));
    let mut pressed = Vec::new();
    let mut session = Session::enter(false)?;
    loop {
        match result.try_recv() {
            Ok(done) => return Ok(Opened::Done(done)),
            Err(TryRecvError::Disconnected) => return Err(io::Error::other("the reading broke off")),
            Err(TryRecvError::Empty) => {}
        }
        if let Some(signal) = terminal::asked_to_end() {
            return Ok(Opened::Left(128 + signal as u8));
        }
        session.screen.draw(|frame| draw(progress, &hint, look, frame))?;
        if event::poll(FRAME_INTERVAL)?
            && let Some(code) = end_code(&event::read()?, keymap, &mut pressed)
        {
            return Ok(Opened::Left(code));
        }
    }
}

/// Returns the exit code if an input, after the keys in `pressed`, completes a binding to quit.
fn end_code(input: &Event, keymap: &Keymap, pressed: &mut Vec<Chord>) -> Option<u8> {
    let key = input.as_key_press_event()?;
    pressed.push(Chord::from(key));
    let asked = keymap.look_up(Mode::Browse, pressed);
    if asked != Lookup::Prefix {
        pressed.clear();
    }
    match asked {
        Lookup::Run(Action::Back) => Some(0),
        Lookup::Run(Action::Quit) => Some(super::INTERRUPTED),
        _ => None,
    }
}

fn draw(progress: &Progress, hint: &str, look: Look, frame: &mut Frame) {
    let area = frame.area();
    let width = area.width.saturating_sub(4).min(60);
    let inside = Rect { x: area.x + (area.width - width) / 2, y: area.y + area.height / 2, width, height: 1 };
    let mut canvas = Canvas::new(frame.buffer_mut(), ScreenLayout::new(area.width, area.height), look);
    if area.height > 2 {
        canvas.fitted(inside.x, inside.y - 1, width, &progress.words(), Role::Plain);
        canvas.fitted(area.x + 1, area.bottom() - 1, area.width.saturating_sub(2), hint, Role::Quiet);
    }
    let share = progress.share().unwrap_or(0.0);
    let full = (f64::from(width) * share) as usize;
    canvas.text(inside.x, inside.y, width, &look.or("█", "#").repeat(full), Role::Key);
    let rest = usize::from(width) - full;
    let x = inside.x + full as u16;
    canvas.text(x, inside.y, rest as u16, &look.or("░", ".").repeat(rest), Role::Quiet);
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::tui::theme::BuiltIn;

    #[test]
    fn who_waits_leaves_by_the_keys_that_leave_the_browser() {
        let (config, _) = crate::config::Config::read("c.yaml", "keys: {back: Z Z}\n");
        let (keymap, wrong) = Keymap::rebound(&config.keys);
        assert!(wrong.is_empty(), "{wrong:?}");
        let mut pressed = Vec::new();
        let ends = ["q", "Z", "Z", "ctrl-c"].map(|key| {
            let input = Event::Key(Chord::read(key).unwrap().event());
            end_code(&input, &keymap, &mut pressed)
        });
        assert_eq!(ends, [None, None, Some(0), Some(130)]);
    }

    #[test]
    fn a_bar_fits_every_screen() {
        let progress = Progress::default();
        for (columns, rows) in [(120, 34), (20, 5), (3, 1), (1, 1)] {
            let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
            let look = Look::new(BuiltIn::Terminal, true);
            terminal.draw(|frame| draw(&progress, "q quit", look, frame)).unwrap();
            let drawn = terminal.backend().to_string();
            assert_eq!(drawn.contains("0 MB"), columns >= 20, "{drawn}");
        }
    }
}
