//! The least that a program drawn by ratatui can be: what a first frame is measured against.

use std::io;

use crossterm::event;
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

fn main() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    terminal.draw(|frame| {
        let last = frame.area().height.saturating_sub(1);
        frame.buffer_mut().set_string(0, last, "nothing here, q quit", ratatui::style::Style::default());
    })?;
    while !event::read()?.is_key_press() {}
    disable_raw_mode()?;
    execute!(io::stdout(), LeaveAlternateScreen)
}
