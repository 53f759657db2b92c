//! Help and the palette.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use crate::text::pad;
use crate::tui::app::{Entry, Picker};
use crate::tui::plan::Plan;
use crate::tui::theme::Role;

/// Draws the list; the place of the text cursor.
pub fn draw(picker: &Picker, plan: &Plan, canvas: &mut Canvas) -> (u16, u16) {
    let body = Rect { y: 1, height: plan.screen.height.saturating_sub(2), ..plan.screen };
    let area = centred(body, 78, body.height);
    let inside = canvas.boxed(area, picker.title);
    let x = canvas.text(inside.x, inside.y, inside.width, "> ", Role::Key);
    let typed = picker.input.value();
    if typed.is_empty() {
        let hint =
            if picker.everything { "type to find a key" } else { "a command; or filter QUERY, or goto DATE" };
        canvas.fitted(x, inside.y, inside.width.saturating_sub(2), hint, Role::Quiet);
    } else {
        canvas.text(x, inside.y, inside.width.saturating_sub(2), typed, Role::Plain);
    }
    let list = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    draw_entries(&picker.entries(), picker.selected, list, canvas);
    ((x + picker.input.visual_cursor() as u16).min(inside.right().saturating_sub(1)), inside.y)
}

/// A line of the list: an entry, or the mode that the entries below it belong to.
enum Line<'e> {
    Mode(&'static str),
    Entry(usize, &'e Entry),
}

fn draw_entries(entries: &[Entry], selected: usize, area: Rect, canvas: &mut Canvas) {
    let mut lines = Vec::new();
    let mut mode = None;
    for (index, entry) in entries.iter().enumerate() {
        if mode != Some(entry.mode) {
            mode = Some(entry.mode);
            lines.push(Line::Mode(entry.mode.into()));
        }
        lines.push(Line::Entry(index, entry));
    }
    let place = lines.iter().position(|line| matches!(line, Line::Entry(index, _) if *index == selected));
    let top = (place.unwrap_or(0) + 1).saturating_sub(usize::from(area.height));
    for (line, y) in lines.iter().skip(top).zip(area.top()..area.bottom()) {
        match line {
            Line::Mode(mode) => {
                canvas.text(area.x, y, area.width, mode, Role::Quiet);
            }
            Line::Entry(index, entry) => {
                let keys = pad(&entry.keys, 22);
                let x = canvas.text(area.x + 2, y, area.width.saturating_sub(2), &keys, Role::Key);
                canvas.fitted(x, y, area.right().saturating_sub(x), entry.action.help(), Role::Plain);
                if *index == selected {
                    canvas.mark(Rect { y, height: 1, ..area }, Role::Cursor);
                }
            }
        }
    }
    if entries.is_empty() {
        canvas.text(area.x, area.y, area.width, "nothing of that name", Role::Quiet);
    }
}
