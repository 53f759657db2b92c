//! The first line: title, how many of how many, and every filter as a chip.

use super::canvas::{Canvas, Piece};
use crate::text::counted;
use crate::text::{fit, width};
use crate::tui::app::App;
use crate::tui::plan::Plan;
use crate::tui::theme::Role;

/// Draws the header.
pub fn draw(app: &App, plan: &Plan, canvas: &mut Canvas) {
    let area = plan.header;
    let (shown, all) = (app.shown.selection.len(), app.data.timeline.len());
    let count = if shown == all as u64 { counted(all, "event") } else { format!("{shown} of {all}") };
    let mut right: Vec<Piece> = vec![(format!(" {count} "), Role::Strong)];
    right.extend(chips(app, usize::from(area.width) * 3 / 5));
    let taken: usize = right.iter().map(|(text, _)| width(text)).sum();
    let room = usize::from(area.width).saturating_sub(taken);
    let x = canvas.text(area.x, area.y, area.width, " dateline ", Role::Key);
    let title = fit(&title(app), room.saturating_sub(12)).into_owned();
    canvas.text(x + 1, area.y, area.width.saturating_sub(x + 1), &title, Role::Strong);
    canvas.line(area.x + room as u16, area.y, taken as u16, &right);
}

/// The timeline's title, or the names it was opened by.
fn title(app: &App) -> String {
    let title = &app.data.timeline.head.title;
    if title.is_empty() { crate::text::one_line(&app.data.paths.join(" ")) } else { title.clone() }
}

/// What places events, range, search and filters as far as they fit in `room` cells; a count stands
/// for the rest.
fn chips(app: &App, room: usize) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    if let Some(clock) = app.data.timeline.clock() {
        let (shown, dated) = (&app.shown.selection, app.data.timeline.dated() as u32);
        let placed = shown.range_cardinality(..dated);
        all.push((format!("by {} ({placed} of {})", clock.words(), shown.len()), Role::Hit));
    }
    if app.data.errors > 0 {
        all.push((format!("! {}", counted(app.data.errors, "error")), Role::Error));
    }
    if let Some(range) = app.range {
        let (from, to) = range.span();
        let day = |moment: crate::model::Moment| {
            if moment.is_finite() { moment.iso_day() } else { "..".to_owned() }
        };
        let inside = app.in_range();
        all.push((format!("{inside} in {}…{}", day(from), day(to)), Role::Hit));
    }
    if let Some(search) = &app.search {
        let hits = if search.sought { "…".to_owned() } else { counted(search.hits.len() as usize, "hit") };
        all.push((format!("/{} {hits}", search.text), Role::Hit));
    }
    if !app.shown.filter.on && !app.shown.filter.chips.is_empty() {
        all.push(("filters off".to_owned(), Role::Doubt));
    }
    for chip in &app.shown.filter.chips {
        let on = chip.on && app.shown.filter.on;
        all.push((format!("{chip} {}", app.look.or("✕", "x")), if on { Role::Chip } else { Role::ChipOff }));
    }
    let mut pieces = Vec::new();
    let mut left = room;
    let count = all.len();
    for (index, (text, role)) in all.into_iter().enumerate() {
        let more = count - index;
        if width(&text) + 3 > left && index > 0 || left < 8 {
            pieces.push((format!(" +{more} more "), Role::Chip));
            break;
        }
        let text = fit(&text, left.saturating_sub(3)).into_owned();
        left -= width(&text) + 3;
        pieces.push(("  ".to_owned(), Role::Plain));
        pieces.push((text, role));
        pieces.push((" ".to_owned(), Role::Plain));
    }
    pieces
}
