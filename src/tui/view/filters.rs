//! The list of active filters.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use crate::tui::app::App;
use crate::tui::hit_map::HitTarget;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// Draws the list.
pub fn draw(app: &App, selected: usize, plan: &ScreenLayout, canvas: &mut Canvas) {
    let chips = &app.shown.filter.chips;
    let area = centred(plan.screen, 76, chips.len() as u16 + 2);
    let title = if app.shown.filter.on { "Filters" } else { "Filters (all switched off)" };
    let inside = canvas.boxed(area, title);
    let top = (selected + 1).saturating_sub(usize::from(inside.height));
    for ((index, chip), y) in chips.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
        let (mark, role) = if chip.on { ("[x] ", Role::Chip) } else { ("[ ] ", Role::ChipOff) };
        let words = format!("{chip}   {}", chip.query.words(app.data.index()));
        let x = canvas.text(inside.x, y, inside.width, mark, Role::Plain);
        canvas.fitted(x, y, inside.right().saturating_sub(x), &words, role);
        let line = Rect { y, height: 1, ..inside };
        canvas.hits.add(line, HitTarget::Row(index));
        if index == selected {
            canvas.mark(line, Role::Cursor);
        }
    }
}
