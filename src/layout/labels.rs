//! Labels beside points: where they have room, how far they are shortened, and who comes first.

use super::packing::{Cell, LanePacker, Place};
use crate::model::EventNo;
use crate::text;

/// A shortened label takes no fewer cells than this.
const SHORTEST: u16 = 8;

/// A label takes no more cells than this before the others had their turn.
const LONGEST: u16 = 28;

/// A bar that goes on no further than this after its point has its label behind it.
const SHORT_BAR: u16 = 12;

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

    /// The row where a mark's label has most use, and the label with its first cell.
    fn find_label(&self, index: usize) -> Option<(usize, (u16, String))> {
        let mark = &self.crowd.marks[index];
        let mut found: Vec<(usize, u16, u16)> = Vec::new();
        for row in 0..self.rows.len() {
            if self.has_cell(mark, row) && self.has_bar_room(mark, row) {
                let (after, room) = self.label_room(index, row);
                found.push((row, after, room));
                if room >= LONGEST {
                    break;
                }
            }
        }
        let most = found.iter().map(|(_, _, room)| *room).max().filter(|most| *most > 1)?;
        let title = self.title(mark.event);
        let wanted = text::width(&title).min(usize::from(LONGEST)) as u16;
        let fits = found.iter().find(|(_, _, room)| *room >= wanted);
        let best = fits.or_else(|| found.iter().find(|(_, _, room)| *room == most && most >= SHORTEST));
        let (row, after, room) = *best.filter(|_| wanted > 0)?;
        let label = text::fit(&title, usize::from(room.min(wanted))).into_owned();
        Some((row, (after + 2, label)))
    }

    /// The cell after which a label would stand, and its room there.
    fn label_room(&self, index: usize, row: usize) -> (u16, u16) {
        let mark = &self.crowd.marks[index];
        let behind = mark.bar.map(|bar| bar.last).filter(|last| last - mark.column.min(*last) <= SHORT_BAR);
        let behind = behind.map(|last| last.max(mark.column));
        let behind = behind.map(|last| (last, self.room_after(row, last, LONGEST, index)));
        let beside = || (mark.column, self.room_after(row, mark.column, LONGEST, index));
        behind.filter(|(_, room)| *room >= SHORTEST).unwrap_or_else(beside)
    }

    /// Gives a shortened label the cells to its right that nobody took.
    pub(super) fn lengthen(&mut self, index: usize) {
        let event = self.crowd.marks[index].event;
        let Some(Place { row, label: Some((start, label)) }) = self.places[index].clone() else { return };
        if !label.ends_with('…') {
            return;
        }
        let end = start + text::width(&label) as u16;
        if end >= self.columns {
            return;
        }
        let free = self.free_from(row, end + 1, self.columns, usize::MAX);
        let end = if end + 1 + free == self.columns { self.columns } else { end + free };
        let label = text::fit(&self.title(event), usize::from(end - start)).into_owned();
        self.put(index, row, Some((start, label)));
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

    /// How many cells from `start` on, up to `most`, nothing stands on or waits for.
    fn free_from(&self, row: usize, start: u16, most: u16, own: usize) -> u16 {
        let end = start.saturating_add(most).min(self.columns);
        let free = |at: &u16| {
            let cell = self.rows[row][usize::from(*at)];
            (cell == Cell::Free || cell == Cell::Bar(own)) && !(row == 0 && self.is_wanted(*at))
        };
        (start..end).take_while(free).count() as u16
    }
}
