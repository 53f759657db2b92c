//! The panel of facets, and its short form beside everything on wide terminals.

use ratatui::layout::Rect;
use strum::IntoEnumIterator;

use super::canvas::Canvas;
use crate::query::{Facet, Mark};
use crate::text::pad;
use crate::tui::app::{App, FacetPanel, FacetRow};
use crate::tui::hit_map::HitTarget;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// Draws the panel; the place of the text cursor, since typing narrows.
pub fn draw(app: &App, panel: &FacetPanel, plan: &ScreenLayout, canvas: &mut Canvas) -> (u16, u16) {
    let screen = plan.screen;
    let width = screen.width.min(46);
    let area = Rect::new(screen.width - width, 1, width, screen.height.saturating_sub(2));
    let inside = canvas.boxed(area, "Facets");
    let mut x = inside.x;
    let mut y = inside.y;
    for facet in Facet::iter() {
        let word = facet.word();
        if x + word.len() as u16 + 1 > inside.right() {
            (x, y) = (inside.x, y + 1);
        }
        let role = if facet == panel.facet { Role::Cursor } else { Role::Quiet };
        x = canvas.targets(x, y, inside.right() - x, &[((word.to_owned(), role), HitTarget::Facet(facet))])
            + 1;
    }
    y += 1;
    let typed = panel.narrow.value();
    let x = canvas.text(inside.x, y, inside.width, "> ", Role::Key);
    let (words, role) = if typed.is_empty() { ("type to narrow", Role::Quiet) } else { (typed, Role::Plain) };
    canvas.text(x, y, inside.right().saturating_sub(x), words, role);
    let cursor = ((x + panel.narrow.visual_cursor() as u16).min(inside.right()), y);
    y += 1;
    let rows = app.facet_rows(panel.facet, typed);
    let list = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
    draw_rows(&rows, panel.selected, list, canvas);
    cursor
}

fn draw_rows(rows: &[FacetRow], selected: usize, area: Rect, canvas: &mut Canvas) {
    if rows.is_empty() {
        canvas.text(area.x, area.y, area.width, "nothing here", Role::Quiet);
    }
    let height = usize::from(area.height).max(1);
    let top = (selected + 1).saturating_sub(height);
    for ((index, row), y) in rows.iter().enumerate().skip(top).zip(area.top()..area.bottom()) {
        let line = Rect { y, height: 1, ..area };
        draw_value(row, line, canvas);
        canvas.hits.add(line, HitTarget::Row(index));
        if index == selected {
            canvas.mark(line, Role::Cursor);
        }
    }
}

fn draw_value(row: &FacetRow, area: Rect, canvas: &mut Canvas) {
    let (mark, role) = match row.mark {
        Mark::Neutral => (" ", Role::Plain),
        Mark::Included => ("+", Role::Chip),
        Mark::Excluded => ("-", Role::Error),
    };
    let count = row.count.to_string();
    let room = area.width.saturating_sub(count.len() as u16 + 3);
    let label = pad(&row.label, usize::from(room));
    canvas.line(
        area.x,
        area.y,
        area.width,
        &[(format!("{mark} "), role), (label, role), (format!(" {count}"), Role::Quiet)],
    );
}

/// The fullest values of the first facets, beside everything.
pub fn draw_beside(app: &App, area: Rect, canvas: &mut Canvas) {
    let inside = canvas.boxed(area, "Facets");
    let facets = [Facet::Country, Facet::Actor, Facet::Kind, Facet::Tag, Facet::Certainty];
    let each = (inside.height / facets.len() as u16).max(3);
    let mut y = inside.y;
    for facet in facets {
        if y + 2 >= inside.bottom() {
            break;
        }
        canvas.text(inside.x, y, inside.width, facet.word(), Role::Key);
        y += 1;
        let rows = app.facet_rows(facet, "");
        for (index, row) in rows.iter().enumerate().take(usize::from(each.saturating_sub(2))) {
            if y < inside.bottom() {
                let line = Rect { y, height: 1, ..inside };
                draw_value(row, line, canvas);
                canvas.hits.add(line, HitTarget::Value(facet, index));
                y += 1;
            }
        }
        y += 1;
    }
}
