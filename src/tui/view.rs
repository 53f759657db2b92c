//! Draws the state without changing it.

mod canvas;
mod detail;
mod facet_pane;
mod footer;
mod header;
mod lanes;
mod list;
mod policy_bar;

use ratatui::Frame;

use super::app::App;
use super::hit_map::Drawn;
use super::screen_layout::SMALLEST;
use super::theme::Role;
pub(super) use canvas::{Canvas, Piece, centred};
pub(super) use detail::{draw_event, draw_scroll_position, source_words};
pub(super) use facet_pane::{Section, below_first_line, draw_sections, draw_value as draw_facet_value};
pub(super) use lanes::{draw_axis_rows, draw_day_line};
pub(super) use list::{date_column, date_role};
pub(super) use policy_bar::draw as draw_policy_bar;

/// Draws the whole screen and returns what is needed to handle the next input.
pub fn draw(app: &App, frame: &mut Frame) -> Drawn {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), app.layout_on(area.width, area.height), app.look);
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
        header::draw(app, canvas);
        lanes::draw(app, canvas);
        list::draw(app, canvas);
        detail::draw(app, canvas);
        facet_pane::draw(app, canvas);
    }
    footer::draw(app, canvas);
    for panel in &app.panels {
        panel.draw_over(app, canvas);
    }
}
