//! Draws the state and changes nothing.

mod canvas;
mod detail;
mod dialog;
mod facets;
mod filters;
mod first_movers;
mod footer;
mod header;
mod lanes;
mod list;
mod picker;
mod policies;
mod policy_bar;
mod popups;
mod problems;
mod query;
mod reasons;
mod status_cell;
mod thread;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{App, Overlay, ThreadWalk};
use super::hit_map::{HitMap, HitTarget};
use super::screen_layout::ScreenLayout;
use super::theme::Role;
pub(super) use canvas::Canvas;

/// Draws the whole screen.
pub fn draw(app: &App, frame: &mut Frame) {
    let area = frame.area();
    let plan = ScreenLayout::new(area.width, area.height);
    let mut canvas = Canvas::new(frame.buffer_mut(), app.look);
    if let Some(position) = paint(app, &plan, &mut canvas) {
        frame.set_cursor_position(position);
    }
}

/// What stands where on the screen as it is now, from the very steps that draw it.
pub fn hits(app: &App) -> HitMap {
    let plan = app.plan();
    let mut buffer = Buffer::empty(plan.screen);
    let mut canvas = Canvas::new(&mut buffer, app.look);
    paint(app, &plan, &mut canvas);
    canvas.hits
}

/// Draws the whole screen; the place of the text cursor when a text is typed.
fn paint(app: &App, plan: &ScreenLayout, canvas: &mut Canvas) -> Option<(u16, u16)> {
    if !plan.is_usable() {
        canvas.text(0, 0, plan.screen.width, "dateline needs 20×5", Role::Plain);
        return None;
    }
    // The pane of policies lies over everything but the footer.
    if !app.layers().any(|layer| matches!(layer, Overlay::Policies(_))) {
        timeline(app, plan, canvas);
    }
    let footer = footer::draw(app, plan, canvas);
    let top = app.layers().map(|layer| overlay(app, layer, plan, canvas)).last().flatten();
    footer.or(top)
}

/// Draws the timeline and the panes around it.
fn timeline(app: &App, plan: &ScreenLayout, canvas: &mut Canvas) {
    header::draw(app, plan, canvas);
    lanes::draw(app, plan, canvas);
    list::draw(app, plan, canvas);
    if let Some(area) = plan.detail {
        detail::draw(app, area, canvas);
    }
    if let Some(area) = plan.facets {
        facets::draw_beside(app, area, canvas);
    }
}

/// Draws what lies on top; the place of the text cursor when a text is typed there.
fn overlay(app: &App, layer: &Overlay, plan: &ScreenLayout, canvas: &mut Canvas) -> Option<(u16, u16)> {
    let above_hints = Rect { height: plan.screen.height.saturating_sub(1), ..plan.screen };
    canvas.hits.add(above_hints, HitTarget::Backdrop);
    match layer {
        Overlay::Picker(list) => return Some(picker::draw(app, list, plan, canvas)),
        Overlay::Facets(panel) => return Some(facets::draw(app, panel, plan, canvas)),
        Overlay::Filters(selected) => filters::draw(app, *selected, plan, canvas),
        Overlay::Export(open) => return dialog::draw(app, open, plan, canvas),
        Overlay::Prompt(_) => {}
        Overlay::Detail(top) => detail::draw_full(app, *top, plan, canvas),
        Overlay::Problems(top) => problems::draw(app, *top, plan, canvas),
        Overlay::Policies(pane) => policies::draw(app, pane, plan, canvas),
        Overlay::Race(panel) => first_movers::draw(app, panel, plan, canvas),
        Overlay::Copy => popups::draw_copy(app, plan, canvas),
        Overlay::Clocks(rows, selected) => popups::draw_clocks(app, rows, *selected, plan, canvas),
        Overlay::Sources(selected) => popups::draw_sources(app, *selected, plan, canvas),
        Overlay::Thread(open) => thread::draw(app, open, plan, canvas),
    }
    None
}

/// How far the event beside the list can be scrolled.
pub fn detail_end(app: &App) -> usize {
    app.plan().detail.map_or(0, |area| detail::end(app, area))
}

/// How far what is told of a row of a thread can be scrolled.
pub fn thread_end(app: &App, view: &ThreadWalk) -> usize {
    thread::end(app, view)
}

/// The number of lines of the text that lies on top and scrolls.
pub fn reader_lines(app: &App) -> usize {
    match app.overlay {
        Some(Overlay::Detail(_)) => detail::full_lines(app),
        Some(Overlay::Problems(_)) => problems::lines(app).len(),
        _ => 0,
    }
}
