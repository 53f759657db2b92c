//! The screen while a large timeline is read.

use std::io;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::terminal::{self, Session};
use super::theme::{Look, Role};
use super::view::Canvas;
use crate::load::Progress;

/// How often the screen is drawn anew.
const BEAT: Duration = Duration::from_millis(80);

/// What became of waiting.
pub enum Opened<T> {
    /// It came.
    Done(T),
    /// The user did not want to wait, or a signal ended it: the exit code.
    Left(u8),
}

/// Shows how a reading comes on until its result arrives.
///
/// # Errors
/// When the terminal cannot be taken over or written to, or the reader is gone.
pub fn wait<T>(result: &Receiver<T>, progress: &Progress, look: Look) -> io::Result<Opened<T>> {
    terminal::heed(terminal::listen()?);
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
        session.terminal.draw(|frame| draw(progress, look, frame))?;
        if event::poll(BEAT)? && is_end(&event::read()?) {
            return Ok(Opened::Left(0));
        }
    }
}

fn is_end(input: &Event) -> bool {
    let Event::Key(key) = input else { return false };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    key.is_press() && matches!((key.code, ctrl), (KeyCode::Char('q'), false) | (KeyCode::Char('c'), true))
}

fn draw(progress: &Progress, look: Look, frame: &mut Frame) {
    let area = frame.area();
    let width = area.width.saturating_sub(4).min(60);
    let inside = Rect { x: area.x + (area.width - width) / 2, y: area.y + area.height / 2, width, height: 1 };
    let mut canvas = Canvas::new(frame.buffer_mut(), look);
    if area.height > 2 {
        canvas.fitted(inside.x, inside.y - 1, width, &progress.words(), Role::Plain);
        canvas.fitted(area.x + 1, area.bottom() - 1, area.width.saturating_sub(2), "q quit", Role::Quiet);
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

    #[test]
    fn a_bar_fits_every_screen() {
        let progress = Progress::default();
        for (columns, rows) in [(120, 34), (20, 5), (3, 1), (1, 1)] {
            let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
            let look = Look { color: true, ascii: true };
            terminal.draw(|frame| draw(&progress, look, frame)).unwrap();
            let drawn = terminal.backend().to_string();
            assert_eq!(drawn.contains("0 MB"), columns >= 20, "{drawn}");
        }
    }
}
