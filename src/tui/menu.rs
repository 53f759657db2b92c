//! Widgets that panels share: a list with a selected row, and a scrolling text.

use ratatui::layout::Rect;

use super::action::Action;
use super::canvas::Canvas;
use super::hit_map::{Extent, HitTarget};
use super::theme::Role;

/// A list with one row selected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Menu {
    /// The selected row, counted from 0.
    pub selected: usize,
    len: usize,
}

impl Menu {
    /// Creates a menu of `len` rows.
    pub fn new(len: usize, selected: usize) -> Self {
        let mut menu = Self { selected, len };
        menu.resize(len);
        menu
    }

    /// Sets the number of rows; clamps the selection to it.
    pub fn resize(&mut self, len: usize) {
        self.len = len;
        self.selected = self.selected.min(len.saturating_sub(1));
    }

    /// Moves the selection if the action is a motion; returns whether it is one.
    pub fn act(&mut self, action: Action, extent: Extent) -> bool {
        let Some(rows) = motion(action, extent.rows) else { return false };
        self.selected = self.selected.saturating_add_signed(rows);
        self.resize(self.len);
        true
    }

    /// Returns the first visible row: 0, or if needed further down, so that the selected row is the last
    /// visible one.
    pub fn first(&self, rows: u16) -> usize {
        (self.selected + 1).saturating_sub(usize::from(rows).max(1))
    }

    /// Draws the visible rows with `draw`, each `height` lines high, and marks the selected row.
    pub fn draw(
        &self,
        area: Rect,
        height: u16,
        canvas: &mut Canvas,
        draw: impl FnMut(usize, Rect, &mut Canvas),
    ) {
        self.draw_from(self.first(area.height / height), area, height, canvas, draw);
    }

    /// Draws the rows from `first` on.
    pub fn draw_from(
        &self,
        first: usize,
        area: Rect,
        height: u16,
        canvas: &mut Canvas,
        mut draw: impl FnMut(usize, Rect, &mut Canvas),
    ) {
        canvas.drawn.panel = Extent::of(self.len, area.height / height);
        let lines = (area.top()..area.bottom()).step_by(usize::from(height));
        for (row, y) in (first..self.len).zip(lines.take(usize::from(area.height / height))) {
            draw(row, Rect { y, height, ..area }, canvas);
            self.mark(row, Rect { y, height, ..area }, canvas);
        }
    }

    /// Marks the first line of the selected row and adds the row's hit area.
    pub fn mark(&self, row: usize, area: Rect, canvas: &mut Canvas) {
        canvas.drawn.hits.add(area, HitTarget::Row(row));
        if row == self.selected {
            canvas.mark(Rect { height: 1, ..area }, Role::Cursor);
        }
    }
}

/// The scroll position of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The first visible line; clamped to the end of the text when it is drawn.
    pub top: usize,
}

impl Scroll {
    /// Scrolls if the action is a motion; returns whether it is one.
    pub fn act(&mut self, action: Action, extent: Extent) -> bool {
        let lines = motion(action, extent.rows);
        lines.into_iter().for_each(|lines| self.by(lines, extent.end));
        lines.is_some()
    }

    /// Scrolls by lines, at most to `end`.
    pub fn by(&mut self, lines: isize, end: usize) {
        self.top = self.top.min(end).saturating_add_signed(lines).min(end);
    }
}

/// Returns the number of rows that a motion moves by, when `rows` rows are visible.
fn motion(action: Action, rows: usize) -> Option<isize> {
    let page = rows.max(2).cast_signed() - 1;
    Some(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::HalfPageDown => (page + 1) / 2,
        Action::HalfPageUp => -((page + 1) / 2),
        Action::FirstEvent => isize::MIN,
        Action::LastEvent => isize::MAX,
        _ => return None,
    })
}
