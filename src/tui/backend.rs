//! How a frame is written to the terminal: as ratatui's own backend for crossterm does, but in one piece, a
//! character for no more than its bytes, and a style put into words once.

use std::io::{self, Write};

use crossterm::cursor::{self, Hide, Show};
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute, SetStyle};
use crossterm::terminal::{self, Clear};
use ratatui::backend::{Backend, ClearType, IntoCrossterm, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Style};

/// Writes frames, each in one piece.
pub struct Pen<W: Write> {
    out: W,
    /// What is not written yet.
    frame: Vec<u8>,
    /// The styles met so far, each as the bytes that lead to it from any other.
    styles: Vec<(Style, Vec<u8>)>,
}

impl<W: Write> Pen<W> {
    /// One that writes to `out`.
    pub fn new(out: W) -> Self {
        Self { out, frame: Vec::new(), styles: Vec::new() }
    }

    fn turn_to(&mut self, style: Style) -> io::Result<()> {
        let known = self.styles.iter().position(|(known, _)| *known == style);
        let place = known.unwrap_or(self.styles.len());
        if known.is_none() {
            self.styles.push((style, spelled(style)?));
        }
        self.frame.extend_from_slice(&self.styles[place].1);
        Ok(())
    }

    /// What `MoveTo` writes, in a tenth of its time.
    fn move_to(&mut self, x: u16, y: u16) {
        self.frame.extend_from_slice(b"\x1b[");
        number(y + 1, &mut self.frame);
        self.frame.push(b';');
        number(x + 1, &mut self.frame);
        self.frame.push(b'H');
    }
}

/// Writes a number in decimal digits.
fn number(value: u16, out: &mut Vec<u8>) {
    if value > 9 {
        number(value / 10, out);
    }
    out.push(b'0' + (value % 10) as u8);
}

/// The bytes that lead to a style from any other.
fn spelled(style: Style) -> io::Result<Vec<u8>> {
    let set = |color: &Color| *color != Color::Reset;
    let style = Style { fg: style.fg.filter(set), bg: style.bg.filter(set), ..style };
    let mut bytes = Vec::new();
    queue!(bytes, SetAttribute(Attribute::Reset), SetStyle(style.into_crossterm()))?;
    Ok(bytes)
}

/// What a cell looks like, whatever stands in it.
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
                self.move_to(x, y);
            }
            after = Some((x + 1, y));
            if style_of(cell) != style {
                style = style_of(cell);
                self.turn_to(style)?;
            }
            self.frame.extend_from_slice(cell.symbol().as_bytes());
        }
        self.turn_to(plain)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        queue!(self.frame, Hide)?;
        self.flush()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        queue!(self.frame, Show)?;
        self.flush()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        cursor::position().map(Position::from)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        self.move_to(x, y);
        self.flush()
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let region = match region {
            ClearType::All => terminal::ClearType::All,
            ClearType::AfterCursor => terminal::ClearType::FromCursorDown,
            ClearType::BeforeCursor => terminal::ClearType::FromCursorUp,
            ClearType::CurrentLine => terminal::ClearType::CurrentLine,
            ClearType::UntilNewLine => terminal::ClearType::UntilNewLine,
        };
        queue!(self.frame, Clear(region))
    }

    fn size(&self) -> io::Result<Size> {
        terminal::size().map(Size::from)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let size = terminal::window_size()?;
        Ok(WindowSize {
            columns_rows: Size::new(size.columns, size.rows),
            pixels: Size::new(size.width, size.height),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.frame)?;
        self.frame.clear();
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use ratatui::backend::CrosstermBackend;
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
