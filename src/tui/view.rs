//! Draws the state without changing it.

mod footer;

use ratatui::Frame;

use super::app::App;
use super::canvas::Canvas;
use super::hit_map::Drawn;
use super::pane::{draw_detail, draw_facets, draw_header, draw_lanes, draw_list};
use super::screen_layout::SMALLEST;
use super::theme::Role;

/// Draws the whole screen and returns what is needed to handle the next input.
pub fn draw(app: &App, frame: &mut Frame) -> Drawn {
    let area = frame.area();
    let mut canvas =
        Canvas::new(frame.buffer_mut(), app.browser.layout_on(area.width, area.height), app.browser.look);
    if area.width >= SMALLEST.0 && area.height >= SMALLEST.1 {
        draw_layers(app, &mut canvas);
    } else {
        canvas.text(0, 0, area.width, "dateline needs 20×5", Role::Plain);
    }
    let drawn = canvas.drawn;
    drawn.cursor.into_iter().for_each(|cursor| frame.set_cursor_position(cursor));
    drawn
}

/// Draws timeline, footer and panels, the top panel last.
fn draw_layers(app: &App, canvas: &mut Canvas) {
    if !app.panels.iter().any(|panel| panel.covers_timeline()) {
        let browser = &app.browser;
        draw_header(browser, canvas);
        draw_lanes(browser, canvas);
        draw_list(browser, canvas);
        draw_detail(browser, canvas);
        draw_facets(browser, canvas);
    }
    footer::draw(app, canvas);
    for panel in &app.panels {
        panel.draw_over(&app.browser, canvas);
    }
}
