//! How a frame is written to the terminal: as ratatui's own backend does, but a character costs its bytes
//! alone and a style is put into words once. Most of a frame is characters, and most of the time of the
//! first one went there.

use std::io::{self, Write};

use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute, SetStyle};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, IntoCrossterm, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Style};

/// Writes frames.
pub struct Pen<W: Write> {
    inner: CrosstermBackend<W>,
    /// The styles written so far, each as the bytes that lead to it from any other.
    styles: Vec<(Style, Vec<u8>)>,
}

impl<W: Write> Pen<W> {
    /// One that writes to `out`.
    pub fn new(out: W) -> Self {
        Self { inner: CrosstermBackend::new(out), styles: Vec::new() }
    }

    /// Writes what leads to a style from any other.
    fn turn_to(&mut self, style: Style) -> io::Result<()> {
        let known = self.styles.iter().position(|(known, _)| *known == style);
        let place = match known {
            Some(place) => place,
            None => {
                self.styles.push((style, spelled(style)?));
                self.styles.len() - 1
            }
        };
        self.inner.write_all(&self.styles[place].1)
    }
}

/// The bytes that lead to a style from any other.
fn spelled(style: Style) -> io::Result<Vec<u8>> {
    let coloured = |color: &Color| *color != Color::Reset;
    let style = Style { fg: style.fg.filter(coloured), bg: style.bg.filter(coloured), ..style };
    let mut bytes = Vec::new();
    queue!(bytes, SetAttribute(Attribute::Reset), SetStyle(style.into_crossterm()))?;
    Ok(bytes)
}

/// What a cell adds to the terminal's own style.
fn style_of(cell: &Cell) -> Style {
    Style { fg: Some(cell.fg), bg: Some(cell.bg), add_modifier: cell.modifier, ..Style::new() }
}

impl<W: Write> Backend for Pen<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, cells: I) -> io::Result<()> {
        let plain = style_of(&Cell::EMPTY);
        let (mut style, mut after) = (plain, None);
        for (x, y, cell) in cells {
            if after != Some((x, y)) {
                queue!(self.inner, MoveTo(x, y))?;
            }
            after = Some((x + 1, y));
            if style_of(cell) != style {
                style = style_of(cell);
                self.turn_to(style)?;
            }
            self.inner.write_all(cell.symbol().as_bytes())?;
        }
        self.turn_to(plain)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        io::Write::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Modifier;
    use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

    use super::*;

    /// Draws two frames, of which the second leaves some of the first as it was.
    fn two_frames(backend: impl Backend<Error = io::Error>) {
        let viewport = Viewport::Fixed(Rect::new(0, 0, 30, 3));
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let quiet = Style::new().fg(Color::DarkGray);
        let loud = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
        let marked = Style::new().bg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::REVERSED | Modifier::ITALIC);
        for texts in [["plain", "Київ 東京 e\u{301}", "x"], ["plain too", "東京", "│ gone"]] {
            let draw = |frame: &mut Frame| {
                for (y, (text, style)) in (0..).zip(texts.into_iter().zip([quiet, loud, marked])) {
                    frame.buffer_mut().set_string(0, y, text, style);
                    frame.buffer_mut().set_string(20, y, text, Style::new());
                    frame.buffer_mut().set_string(26, y, "ab", style);
                }
            };
            terminal.draw(draw).unwrap();
        }
    }

    #[test]
    fn a_terminal_shows_what_it_shows_by_ratatui_s_own_backend() {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        two_frames(Pen::new(&mut ours));
        two_frames(CrosstermBackend::new(&mut theirs));
        let shown = |bytes: &[u8]| {
            let mut parser = vt100::Parser::default();
            parser.process(bytes);
            parser.screen().contents_formatted()
        };
        assert!(shown(&ours).contains("東京"));
        assert_eq!(shown(&ours), shown(&theirs));
    }
}
