//! Draws the state and changes nothing.

mod canvas;
mod detail;
mod dialog;
mod facets;
mod filters;
mod footer;
mod header;
mod lanes;
mod list;
mod picker;
mod policies;
mod problems;
mod race;
mod small;
mod strip;

use ratatui::Frame;

use super::app::{App, Overlay};
use super::plan::Plan;
use super::theme::Role;
pub(super) use canvas::Canvas;

/// Draws the whole screen.
pub fn draw(app: &App, frame: &mut Frame) {
    let area = frame.area();
    let plan = Plan::new(area.width, area.height);
    let mut canvas = Canvas::new(frame.buffer_mut(), app.look);
    if !plan.is_usable() {
        canvas.text(0, 0, area.width, "dateline needs 20×5", Role::Plain);
        return;
    }
    header::draw(app, &plan, &mut canvas);
    lanes::draw(app, &plan, &mut canvas);
    list::draw(app, &plan, &mut canvas);
    if let Some(area) = plan.detail {
        detail::draw(app, area, &mut canvas);
    }
    if let Some(area) = plan.facets {
        facets::draw_beside(app, area, &mut canvas);
    }
    let footer = footer::draw(app, &plan, &mut canvas);
    let top = app.layers().map(|layer| overlay(app, layer, &plan, &mut canvas)).last().flatten();
    let cursor = footer.or(top);
    if let Some(position) = cursor {
        frame.set_cursor_position(position);
    }
}

/// Draws what lies on top; the place of the text cursor when a text is typed there.
fn overlay(app: &App, layer: &Overlay, plan: &Plan, canvas: &mut Canvas) -> Option<(u16, u16)> {
    match layer {
        Overlay::Picker(list) => return Some(picker::draw(list, plan, canvas)),
        Overlay::Facets(panel) => return Some(facets::draw(app, panel, plan, canvas)),
        Overlay::Filters(selected) => filters::draw(app, *selected, plan, canvas),
        Overlay::Export(open) => return dialog::draw(app, open, plan, canvas),
        Overlay::Prompt(_) => {}
        Overlay::Detail(top) => detail::draw_full(app, *top, plan, canvas),
        Overlay::Problems(top) => problems::draw(app, *top, plan, canvas),
        Overlay::Policies(pane) => policies::draw(app, pane, plan, canvas),
        Overlay::Race(panel) => race::draw(app, *panel, plan, canvas),
        Overlay::Copy => small::draw_copy(plan, canvas),
        Overlay::Clocks(rows, selected) => small::draw_clocks(app, rows, *selected, plan, canvas),
        Overlay::Sources(selected) => small::draw_sources(app, *selected, plan, canvas),
    }
    None
}

/// The number of lines of the text that lies on top and scrolls.
pub fn reader_lines(app: &App) -> usize {
    match app.overlay {
        Some(Overlay::Detail(_)) => detail::full_lines(app),
        Some(Overlay::Problems(_)) => problems::lines(app).len(),
        _ => 0,
    }
}
