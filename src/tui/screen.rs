//! The terminal as a grid of cells: drawn by difference, but for rows whose width terminals disagree about.

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

/// The bytes that a large frame takes, so that it is written in one piece.
const FRAME: usize = 64 * 1024;

/// The most columns and rows that are drawn on; a larger terminal stays empty beyond them.
const LARGEST: Size = Size::new(1_000, 500);

/// Returns the part of a terminal that is drawn on.
pub fn drawn_on(columns: u16, rows: u16) -> Size {
    Size::new(columns.min(LARGEST.width), rows.min(LARGEST.height))
}

/// What frames are drawn on.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    doubtful: DoubtfulRows,
}

impl Screen {
    /// Creates a screen on which nothing is drawn yet.
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

    /// Returns the size of what is drawn on, in cells.
    ///
    /// # Errors
    /// When the terminal has gone.
    pub fn size(&self) -> io::Result<Size> {
        self.terminal.size().map(|size| drawn_on(size.width, size.height))
    }

    /// Draws a frame. Rows of doubtful width that changed are erased and written again, each cell behind a
    /// doubtful one at its own column.
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

/// The rows of the last frame that hold a cell of doubtful width.
#[derive(Default)]
struct DoubtfulRows(BTreeMap<u16, Vec<Cell>>);

impl DoubtfulRows {
    /// Returns the rows of a frame that hold such a cell, or did in the frame before, and changed.
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

/// Whether terminals disagree about the width: clusters of several characters, such as flags, joined
/// emoji, Thai and Indic syllables, and single emoji.
fn is_doubtful(cell: &Cell) -> bool {
    let mut letters = cell.symbol().chars();
    match (letters.next(), letters.next()) {
        (Some(first), None) => first >= '\u{1F000}',
        (_, second) => second.is_some(),
    }
}

/// Cells with their columns, cut behind each cell of doubtful width; those that a wide one covers are left out.
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
