//! The facet pane of wide terminals: the most frequent values of the first facets.

use ratatui::layout::Rect;

use crate::query::{Facet, FacetState};
use crate::text::pad;
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, FacetRow};
use crate::tui::canvas::Canvas;
use crate::tui::hit_map::HitTarget;
use crate::tui::theme::Role;

/// The width in cells of a facet's name.
const NAME_WIDTH: usize = 10;
/// The number of sections that the height of the pane is divided among.
const SECTIONS: u16 = 5;

/// A facet and its values.
pub type Section<'a> = (Facet, &'a [FacetRow]);

/// Draws the pane if the layout has one.
pub fn draw(browser: &Browser, canvas: &mut Canvas) {
    let Some(area) = canvas.layout.facets else { return };
    let inside = canvas.boxed(area, "Facets");
    let key = browser.keymap.label(Mode::Browse, Action::Facets);
    let by_key = (!key.is_empty()).then(|| format!("{key} to choose"));
    let by_mouse = browser.mouse.then(|| "a click includes".to_owned());
    let hint = by_key.into_iter().chain(by_mouse).collect::<Vec<_>>().join("; ");
    canvas.fitted(inside.x, inside.y, inside.width, &hint, Role::Quiet);
    let sections: Vec<Section> =
        browser.facets.facets.iter().map(|(facet, rows)| (*facet, &**rows)).collect();
    draw_sections(&sections, None, below_first_line(inside), canvas);
}

/// Returns an area without its first line.
pub fn below_first_line(area: Rect) -> Rect {
    let taken = area.height.min(1);
    Rect { y: area.y + taken, height: area.height - taken, ..area }
}

/// Draws sections below each other, as many values of each as leave room for the sections of the pane. With a
/// selected section and value, both are brought into view, and the value is marked.
pub fn draw_sections(
    sections: &[Section],
    selected: Option<(usize, usize)>,
    area: Rect,
    canvas: &mut Canvas,
) {
    // Walking through values takes more than one of them in view.
    let fewest = if selected.is_some() { 6 } else { 3 };
    let values = usize::from((area.height / SECTIONS).max(fewest) - 2);
    let lines = |(_, rows): &Section| rows.len().min(values) + 2;
    let last = selected.map_or(0, |(section, _)| section);
    let fits = |first: &usize| {
        let all: usize = sections[*first..=last].iter().map(lines).sum();
        // The blank line below the last section may be out of view.
        all <= usize::from(area.height) + 1
    };
    let first = (0..last).find(fits).unwrap_or(last);
    let mut y = area.y;
    for (section, (facet, rows)) in sections.iter().enumerate().skip(first) {
        if y + 2 >= area.bottom() {
            break;
        }
        let end = canvas.text(area.x, y, area.width, facet.word(), Role::Key);
        canvas.drawn.hits.add(Rect { y, width: end - area.x, height: 1, ..area }, HitTarget::Facet(*facet));
        y += 1;
        let room = values.min(usize::from(area.bottom() - y));
        let selected = selected.and_then(|(of, value)| (of == section).then_some(value));
        let top = selected.map_or(0, |value| (value + 1).saturating_sub(room));
        for (index, row) in rows.iter().enumerate().skip(top).take(room) {
            let line = Rect { y, height: 1, ..area };
            draw_value(row, None, line, canvas);
            canvas.drawn.hits.add(line, HitTarget::Value(*facet, index));
            if selected == Some(index) {
                canvas.mark(line, Role::Cursor);
            }
            y += 1;
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
    let facet = facet.map_or_else(String::new, |facet| format!("{} ", pad(facet.word(), NAME_WIDTH)));
    let label = pad(&row.label, usize::from(room).saturating_sub(facet.len()));
    let pieces =
        [(format!("{mark} "), role), (facet, Role::Quiet), (label, role), (format!(" {count}"), Role::Quiet)];
    canvas.line(area.x, area.y, area.width, &pieces);
}
