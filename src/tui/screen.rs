//! Draws frames on the terminal: only changed cells are written, but rows with cells of doubtful width are
//! rewritten as a whole.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Stdout, stdout};

use crossterm::cursor::{MoveTo, RestorePosition, SavePosition};
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use crate::text::width;

/// Size of the output buffer in bytes, so that even a large frame is written at once.
const FRAME: usize = 64 * 1024;

/// The largest drawn area in cells; the rest of a larger terminal stays empty.
const LARGEST: Size = Size::new(1_000, 500);

/// Returns the size of the drawn area of a terminal.
pub fn drawn_on(columns: u16, rows: u16) -> Size {
    Size::new(columns.min(LARGEST.width), rows.min(LARGEST.height))
}

/// The terminal screen, with the state needed for differential drawing.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    doubtful: DoubtfulRows,
}

impl Screen {
    /// Creates a screen that counts as empty.
    ///
    /// # Errors
    /// When there is no terminal.
    pub fn blank() -> io::Result<Self> {
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME, stdout()));
        let size = backend.size()?;
        let viewport = Viewport::Fixed(drawn_on(size.width, size.height).into());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        Ok(Self { terminal, doubtful: DoubtfulRows::default() })
    }

    /// Returns the size of the drawn area in cells.
    ///
    /// # Errors
    /// When the terminal has gone.
    pub fn size(&self) -> io::Result<Size> {
        self.terminal.size().map(|size| drawn_on(size.width, size.height))
    }

    /// Draws a frame. Changed rows with cells of doubtful width are erased and written again, with the cursor
    /// positioned explicitly after each such cell.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let area = Rect::from(self.size()?);
        if area != self.terminal.get_frame().area() {
            self.terminal.resize(area)?;
        }
        let rows = self.doubtful.changed(self.terminal.draw(draw)?.buffer);
        if rows.is_empty() {
            return Ok(());
        }
        let backend = self.terminal.backend_mut();
        queue!(backend, SavePosition)?;
        for (y, cells) in rows {
            queue!(backend, MoveTo(0, y), Clear(ClearType::CurrentLine))?;
            for piece in pieces(&cells) {
                backend.draw(piece.iter().map(|(x, cell)| (*x, y, *cell)))?;
            }
        }
        queue!(backend, RestorePosition)?;
        Backend::flush(backend)
    }
}

/// Rows of the last frame that have a cell of doubtful width.
#[derive(Default)]
struct DoubtfulRows(BTreeMap<u16, Vec<Cell>>);

impl DoubtfulRows {
    /// Returns the changed rows that have a cell of doubtful width now or had one in the last frame.
    fn changed(&mut self, frame: &Buffer) -> BTreeMap<u16, Vec<Cell>> {
        let rows = frame.content.chunks(usize::from(frame.area.width).max(1));
        let rows: Vec<(u16, &[Cell])> = (0..).zip(rows).collect();
        let doubtful = rows.iter().filter(|(_, cells)| cells.iter().any(is_doubtful));
        let now: BTreeMap<u16, Vec<Cell>> = doubtful.map(|(y, cells)| (*y, cells.to_vec())).collect();
        let before = std::mem::replace(&mut self.0, now);
        let has_changed = |y: &u16| before.get(y) != self.0.get(y);
        let changed = rows.into_iter().filter(|(y, _)| has_changed(y));
        changed.map(|(y, cells)| (y, cells.to_vec())).collect()
    }
}

/// Whether terminals may disagree about the width of a cell: it holds several characters (flags, joined emoji,
/// combining marks, Thai and Indic syllables) or one from U+1F000 on, such as most emoji.
fn is_doubtful(cell: &Cell) -> bool {
    let mut letters = cell.symbol().chars();
    match (letters.next(), letters.next()) {
        (Some(first), None) => first >= '\u{1F000}',
        (_, second) => second.is_some(),
    }
}

/// Splits the cells of a row after each cell of doubtful width and returns them with their columns, without
/// the cells that a wide one covers.
fn pieces(cells: &[Cell]) -> Vec<Vec<(u16, &Cell)>> {
    let mut shown: Vec<(u16, &Cell)> = Vec::new();
    let mut x = 0;
    while let Some(cell) = cells.get(x) {
        shown.push((x as u16, cell));
        x += width(cell.symbol()).max(1);
    }
    shown.split_inclusive(|(_, cell)| is_doubtful(cell)).map(<[_]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_doubtful_width_is_written_whole_when_it_changes_and_when_it_goes() {
        let mut rows = DoubtfulRows::default();
        let mut changed =
            |lines: [&str; 3]| -> Vec<u16> { rows.changed(&Buffer::with_lines(lines)).into_keys().collect() };
        assert_eq!(changed(["plain ", "🇺🇦 ab", "ทำ cd "]), [1, 2]);
        assert_eq!(changed(["other ", "🇺🇦 ab", "ทำ ce "]), [2]);
        assert_eq!(changed(["other ", "xx ab ", "ทำ ce "]), [1]);
        assert_eq!(changed(["什么  ", "xx ac ", "ทำ ce "]), [0_u16; 0]);
    }

    #[test]
    fn cells_behind_a_doubtful_one_are_written_at_their_own_column() {
        let buffer = Buffer::with_lines(["a🇺🇦bc"]);
        let columns = |piece: Vec<(u16, &Cell)>| piece.iter().map(|(x, _)| *x).collect::<Vec<_>>();
        let columns: Vec<_> = pieces(&buffer.content).into_iter().map(columns).collect();
        assert_eq!(columns, [vec![0, 1], vec![3, 4]]);
    }
}
