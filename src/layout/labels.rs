//! Labels beside points: where they have room, how far they are shortened, and who comes first.

use super::packing::{Cell, LanePacker, Slot};
use crate::model::EventNo;
use crate::text;

/// A shortened label takes no fewer cells than this.
const SHORTEST: u16 = 8;

/// A label takes no more cells than this before the others had their turn.
const LONGEST: u16 = 28;

/// A bar that goes on no further than this after its point has its label behind it.
const SHORT_BAR: u16 = 12;

/// A label on its own bar leaves a space before it, one behind it, and the last cell of the bar.
const END_IN_VIEW: u16 = 3;

impl LanePacker<'_> {
    /// Gives a mark the row where its label has room; without one it keeps what it has.
    pub(super) fn place_with_label(&mut self, index: usize) {
        let seat = self.leave_seat(index);
        let place = self.find_label(index);
        match (place, seat) {
            (Some((row, label)), _) => self.put(index, row, Some(label)),
            (None, Some(row)) => self.put(index, row, None),
            (None, None) => {}
        }
    }

    /// Returns the row where a mark's label has most use, and the label with its first cell: whole behind its
    /// mark, else whole before it, else shortened behind it.
    fn find_label(&self, index: usize) -> Option<(usize, (u16, String))> {
        let mark = &self.crowd.marks[index];
        let title = self.title(mark.event);
        let wanted = text::width(&title).min(usize::from(LONGEST)) as u16;
        let rows =
            (0..self.rows.len()).filter(|row| self.has_cell(mark, *row) && self.has_bar_room(mark, *row));
        let rows: Vec<usize> = rows.collect();
        let mut behind: Vec<(usize, u16, u16)> = Vec::new();
        for row in &rows {
            let (after, room) = self.label_room(index, *row);
            behind.push((*row, after, room));
            if room >= LONGEST {
                break;
            }
        }
        let most = behind.iter().map(|(_, _, room)| *room).max().filter(|_| wanted > 0)?;
        let label = |room: u16| text::fit(&title, usize::from(room.min(wanted))).into_owned();
        let whole = behind.iter().find(|(_, _, room)| *room >= wanted);
        let first = mark.bar.map_or(mark.column, |bar| bar.first.min(mark.column));
        let before = || rows.iter().find(|row| self.room_before(**row, first, wanted) >= wanted);
        if whole.is_none()
            && let Some(row) = before()
        {
            return Some((*row, (first.saturating_sub(1 + wanted), label(wanted))));
        }
        let longest = || behind.iter().find(|(_, _, room)| *room == most && most >= SHORTEST);
        let (row, after, room) = *whole.or_else(longest)?;
        Some((row, (after + 2, label(room))))
    }

    /// Returns the cell after which a label would stand, and its room there: behind a short bar, on a long one
    /// as far as its end stays in view, else behind it.
    fn label_room(&self, index: usize, row: usize) -> (u16, u16) {
        let mark = &self.crowd.marks[index];
        let end = mark.bar.map_or(mark.column, |bar| bar.last.max(mark.column));
        let is_clear = (mark.column + 1..=end).all(|at| self.is_free(row, at, index));
        let behind = if is_clear { self.room_after(row, end, LONGEST, index) } else { 0 };
        let on_bar = (end - mark.column).saturating_sub(END_IN_VIEW);
        let beside = self.room_after(row, mark.column, LONGEST, index).min(on_bar);
        let is_behind = beside < SHORTEST || (end - mark.column <= SHORT_BAR && behind >= SHORTEST);
        if is_behind { (end, behind) } else { (mark.column, beside) }
    }

    /// Gives a shortened label the free cells on the side away from its mark.
    pub(super) fn lengthen(&mut self, index: usize) {
        let mark = &self.crowd.marks[index];
        let (event, column) = (mark.event, mark.column);
        let Some(Slot { row, label: Some((start, label)) }) = self.places[index].clone() else { return };
        let (end, is_before) = (start + text::width(&label) as u16, start < column);
        if !label.ends_with('…') || (end >= self.columns && !is_before) {
            return;
        }
        let (first, last) = if is_before {
            (self.free_until(row, start), end)
        } else {
            let free = self.free_from(row, end + 1, self.columns, usize::MAX);
            (start, if end + 1 + free == self.columns { self.columns } else { end + free })
        };
        let label = text::fit(&self.title(event), usize::from(last - first)).into_owned();
        let start = if is_before { end - text::width(&label) as u16 } else { start };
        self.put(index, row, Some((start, label)));
    }

    /// The first cell that a label which starts at `start` and has a space before it may be lengthened to;
    /// the space moves with it, except to the first column.
    fn free_until(&self, row: usize, start: u16) -> u16 {
        let cells = (0..start.saturating_sub(1)).rev();
        let free = cells.take_while(|at| self.is_free(row, *at, usize::MAX)).count() as u16;
        if free + 1 >= start { 0 } else { start - free }
    }

    fn title(&self, event: EventNo) -> String {
        let title = &self.view.timeline.event(event).title;
        let enough = title.char_indices().nth(8 * usize::from(self.columns));
        text::one_line(&title[..enough.map_or(title.len(), |(end, _)| end)])
    }

    /// The cells free for a text after `column`, with a space before it and one behind it; it may
    /// stand on the bar `own`.
    fn room_after(&self, row: usize, column: u16, most: u16, own: usize) -> u16 {
        let start = column.saturating_add(1);
        let free = self.free_from(row, start, most.saturating_add(2), own);
        let at_end = start + free == self.columns;
        free.saturating_sub(if at_end { 1 } else { 2 }).min(most)
    }

    /// The cells free for a text before `column`, with a space behind it and one before it.
    fn room_before(&self, row: usize, column: u16, most: u16) -> u16 {
        let cells = (0..column).rev().take(usize::from(most) + 2);
        let free = cells.take_while(|at| self.is_free(row, *at, usize::MAX)).count() as u16;
        free.saturating_sub(if free == column { 1 } else { 2 }).min(most)
    }

    /// How many cells from `start` on, up to `most`, nothing stands on or waits for.
    fn free_from(&self, row: usize, start: u16, most: u16, own: usize) -> u16 {
        let end = start.saturating_add(most).min(self.columns);
        (start..end).take_while(|at| self.is_free(row, *at, own)).count() as u16
    }

    /// Whether nothing stands on a cell or waits for it, but for the bar of the mark `own`.
    fn is_free(&self, row: usize, at: u16, own: usize) -> bool {
        let cell = self.rows[row][usize::from(at)];
        (cell == Cell::Free || cell == Cell::Bar(own)) && !(row == 0 && self.is_wanted(at))
    }
}
