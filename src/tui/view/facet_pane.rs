//! The facet pane of wide terminals: the most frequent values of the first facets.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::query::{Facet, FacetState};
use crate::text::pad;
use crate::tui::app::{App, FacetRow};
use crate::tui::hit_map::HitTarget;
use crate::tui::theme::Role;

/// The width in cells of a facet's name.
const FACET: usize = 10;

/// Draws the pane if the layout has one.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let Some(area) = canvas.layout.facets else { return };
    let inside = canvas.boxed(area, "Facets");
    let facets = &app.facets.facets;
    let each = (inside.height / facets.len().max(1) as u16).max(3);
    let mut y = inside.y;
    for (facet, rows) in facets {
        if y + 2 >= inside.bottom() {
            break;
        }
        canvas.text(inside.x, y, inside.width, facet.word(), Role::Key);
        y += 1;
        for (index, row) in rows.iter().enumerate().take(usize::from(each.saturating_sub(2))) {
            if y < inside.bottom() {
                let line = Rect { y, height: 1, ..inside };
                draw_value(row, None, line, canvas);
                canvas.drawn.hits.add(line, HitTarget::Value(*facet, index));
                y += 1;
            }
        }
        y += 1;
    }
}

/// Draws a value with its filter mark and count. `facet` is named in front of it where values of several
/// facets are listed.
pub fn draw_value(row: &FacetRow, facet: Option<Facet>, area: Rect, canvas: &mut Canvas) {
    let (mark, role) = match row.mark {
        FacetState::Neutral => (" ", Role::Plain),
        FacetState::Included => ("+", Role::Chip),
        FacetState::Excluded => ("-", Role::Error),
    };
    let count = row.count.to_string();
    let room = area.width.saturating_sub(count.len() as u16 + 3);
    let facet = facet.map_or_else(String::new, |facet| format!("{} ", pad(facet.word(), FACET)));
    let label = pad(&row.label, usize::from(room).saturating_sub(facet.len()));
    let pieces =
        [(format!("{mark} "), role), (facet, Role::Quiet), (label, role), (format!(" {count}"), Role::Quiet)];
    canvas.line(area.x, area.y, area.width, &pieces);
}
