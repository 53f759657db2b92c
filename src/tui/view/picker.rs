//! Help and the palette.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use crate::text::{pad, width};
use crate::tui::app::{App, Entry, Picker};
use crate::tui::plan::Plan;
use crate::tui::spot::Spot;
use crate::tui::theme::{KINDS, Role};

/// Draws the list; the place of the text cursor.
pub fn draw(app: &App, picker: &Picker, plan: &Plan, canvas: &mut Canvas) -> (u16, u16) {
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
    let top = if picker.everything && typed.is_empty() { legend(inside, canvas) } else { inside.y + 1 };
    let list = Rect { y: top, height: inside.bottom().saturating_sub(top), ..inside };
    draw_entries(&app.entries(picker), picker.selected, list, canvas);
    ((x + picker.input.visual_cursor() as u16).min(inside.right().saturating_sub(1)), inside.y)
}

/// What the glyphs of the timeline mean, above the keys; the row below it.
fn legend(area: Rect, canvas: &mut Canvas) -> u16 {
    let look = canvas.look;
    let mut signs: Vec<(&str, &str)> = KINDS.iter().map(|kind| (look.kind(Some(kind)), *kind)).collect();
    signs.push((look.kind(None), "any other kind"));
    signs.extend([
        (look.or("╌╌", ".."), "some time within"),
        (look.or("──", "--"), "lasted"),
        (look.or("▶", ">"), "no end"),
        ("7", "events without a cell of their own"),
        ("~", "about then"),
        ("+", "more countries"),
    ]);
    let (mut x, mut y) = (area.x, area.y + 1);
    for (sign, meaning) in signs {
        let cells = (width(sign) + width(meaning) + 3) as u16;
        if x + cells > area.right() {
            (x, y) = (area.x, y + 1);
        }
        let end = canvas.text(x, y, area.right().saturating_sub(x), sign, Role::Key);
        canvas.text(end + 1, y, area.right().saturating_sub(end + 1), meaning, Role::Plain);
        x += cells;
    }
    y + 2
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
                canvas.fitted(x, y, area.right().saturating_sub(x), &entry.command.help(), Role::Plain);
                let line = Rect { y, height: 1, ..area };
                canvas.spots.add(line, Spot::Row(*index));
                if *index == selected {
                    canvas.mark(line, Role::Cursor);
                }
            }
        }
    }
    if entries.is_empty() {
        canvas.text(area.x, area.y, area.width, "nothing of that name", Role::Quiet);
    }
}
