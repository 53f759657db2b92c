//! Placement of labels next to points: which get one, where, and how long.

use std::borrow::Cow;

use super::packing::{Cell, LanePacker, Slot};
use crate::model::EventNo;
use crate::problem::floor;
use crate::text;

/// Shortest truncated label, in cells.
const SHORTEST: u16 = 8;

/// Longest label in the first pass, in cells, so that other labels get space too.
const LONGEST: u16 = 28;

/// Bars that extend at most this many cells beyond the point have their label after the bar.
const SHORT_BAR: u16 = 12;

/// Cells of a bar that a label on it leaves free: a space on either side and the last cell.
const END_IN_VIEW: u16 = 3;

impl LanePacker<'_> {
    /// Places a mark with its label where the label fits; otherwise keeps its current row, if any.
    pub(super) fn place_with_label(&mut self, index: usize) {
        let seat = self.leave_seat(index);
        let place = self.find_label(index);
        match (place, seat) {
            (Some((row, label)), _) => self.put(index, row, Some(label)),
            (None, Some(row)) => self.put(index, row, None),
            (None, None) => {}
        }
    }

    /// Returns the best row for a label, with the label and its first cell: untruncated after the mark, else
    /// untruncated before it, else truncated after it.
    fn find_label(&self, index: usize) -> Option<(usize, (u16, String))> {
        let mark = &self.crowd.marks[index];
        let rows =
            (0..self.rows.len()).filter(|row| self.has_cell(mark, *row) && self.has_bar_room(mark, *row));
        let rows: Vec<usize> = rows.collect();
        if rows.is_empty() {
            return None;
        }
        let title = self.title(mark.event);
        let wanted = text::width(&title).min(usize::from(LONGEST)) as u16;
        let mut behind: Vec<(usize, u16, u16)> = Vec::new();
        for row in &rows {
            let (after, room) = self.label_room(index, *row);
            behind.push((*row, after, room));
            if room >= LONGEST {
                break;
            }
        }
        let most = behind.iter().map(|(_, _, room)| *room).max().filter(|_| wanted > 0)?;
        let label = |room: u16| text::truncate(&title, usize::from(room.min(wanted))).into_owned();
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

    /// Returns the cell after which a label would go, and the space there. That is after a short bar, on a
    /// long bar if its end stays visible, else after it.
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

    /// Extends a truncated label over free cells to its right.
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
        let label = text::truncate(&self.title(event), usize::from(last - first)).into_owned();
        let start = if is_before { end - text::width(&label) as u16 } else { start };
        self.put(index, row, Some((start, label)));
    }

    /// Returns the first cell to which a label that starts at `start` can be extended to the left. One cell
    /// before it stays free, unless it reaches the first column.
    fn free_until(&self, row: usize, start: u16) -> u16 {
        let cells = (0..start.saturating_sub(1)).rev();
        let free = cells.take_while(|at| self.is_free(row, *at, usize::MAX)).count() as u16;
        if free + 1 >= start { 0 } else { start - free }
    }

    /// Returns as much of a title as may be shown; combining characters take bytes but no cells.
    fn title(&self, event: EventNo) -> Cow<'_, str> {
        let title = &self.view.timeline.event(event).title;
        text::on_one_line(&title[..floor(title, 32 * usize::from(self.columns))])
    }

    /// Returns the cells available for text after `column`, with a space on either side. The text may lie on
    /// the bar of mark `own`.
    fn room_after(&self, row: usize, column: u16, most: u16, own: usize) -> u16 {
        let start = column.saturating_add(1);
        let free = self.free_from(row, start, most.saturating_add(2), own);
        let at_end = start + free == self.columns;
        free.saturating_sub(if at_end { 1 } else { 2 }).min(most)
    }

    /// Returns the cells available for text before `column`, with a space on either side.
    fn room_before(&self, row: usize, column: u16, most: u16) -> u16 {
        let cells = (0..column).rev().take(usize::from(most) + 2);
        let free = cells.take_while(|at| self.is_free(row, *at, usize::MAX)).count() as u16;
        free.saturating_sub(if free == column { 1 } else { 2 }).min(most)
    }

    /// Returns how many cells from `start` on are free, at most `most`.
    fn free_from(&self, row: usize, start: u16, most: u16, own: usize) -> u16 {
        let end = start.saturating_add(most).min(self.columns);
        (start..end).take_while(|at| self.is_free(row, *at, own)).count() as u16
    }

    /// Returns whether a cell is empty, apart from the bar of mark `own`, and not needed by an event without
    /// a place.
    fn is_free(&self, row: usize, at: u16, own: usize) -> bool {
        let cell = self.rows[row][usize::from(at)];
        (cell == Cell::Free || cell == Cell::Bar(own)) && !(row == 0 && self.is_wanted(at))
    }
}
