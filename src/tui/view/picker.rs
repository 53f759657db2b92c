//! Help and the palette.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use crate::history::Move;
use crate::layout::Shade;
use crate::text::{pad, width};
use crate::tui::app::{App, Entry, Picker};
use crate::tui::hit_map::HitTarget;
use crate::tui::keymap::Mode;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::{KINDS, Look, Role};

/// Draws the list; the place of the text cursor.
pub fn draw(app: &App, picker: &Picker, plan: &ScreenLayout, canvas: &mut Canvas) -> (u16, u16) {
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
    let top = if picker.everything && typed.is_empty() {
        legend(picker.first, inside, canvas)
    } else {
        inside.y + 1
    };
    let list = Rect { y: top, height: inside.bottom().saturating_sub(top), ..inside };
    draw_entries(&app.entries(picker), picker, list, canvas);
    ((x + picker.input.visual_cursor() as u16).min(inside.right().saturating_sub(1)), inside.y)
}

/// What the signs on the screen of a mode mean, above the keys; the row below it.
fn legend(mode: Mode, area: Rect, canvas: &mut Canvas) -> u16 {
    let signs = if mode == Mode::Policies { policy_signs(canvas.look) } else { event_signs(canvas.look) };
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

/// The cells of the bars, and the marks of changes.
fn policy_signs(look: Look) -> Vec<(&'static str, &'static str)> {
    let shade = |shade: Shade| look.shade(shade);
    vec![
        (shade(Shade::Rung(0)), "the strictest"),
        (shade(Shade::Rung(1)), "stricter"),
        (shade(Shade::Rung(2)), "looser"),
        (shade(Shade::Rung(3)), "the loosest"),
        (shade(Shade::Nothing), "nothing decided"),
        (shade(Shade::Unclear), "unclear"),
        (shade(Shade::Elsewhere), "on no ladder"),
        (look.way(Move::Loosening), "became looser"),
        (look.way(Move::Tightening), "became stricter"),
        (look.way(Move::Neither), "became another, neither"),
        ("=", "was said again"),
        ("~", "rests on a date in doubt"),
        (look.or("≤", "<"), "so before, first told then"),
    ]
}

/// The glyphs of the timeline.
fn event_signs(look: Look) -> Vec<(&'static str, &'static str)> {
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
    signs
}

/// A line of the list: an entry, or the mode that the entries below it belong to.
enum Line<'e> {
    Mode(&'static str),
    Entry(usize, &'e Entry),
}

fn draw_entries(entries: &[Entry], picker: &Picker, area: Rect, canvas: &mut Canvas) {
    let mut lines = Vec::new();
    // What can be asked for in the palette is all of one mode.
    let mut mode = (!picker.everything).then_some(picker.first);
    let selected = picker.selected;
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
                canvas.fitted(x, y, area.right().saturating_sub(x), &entry.help(), Role::Plain);
                let line = Rect { y, height: 1, ..area };
                canvas.hits.add(line, HitTarget::Row(*index));
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
