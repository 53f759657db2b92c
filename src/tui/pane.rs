//! The panes of the screen, drawn from the state of the browser. Panels draw some of the same parts.

mod detail;
mod facet_pane;
mod header;
mod lanes;
mod list;
mod policy_bar;

pub(super) use detail::{draw as draw_detail, draw_event, draw_scroll_position, source_words};
pub(super) use facet_pane::{
    Section, below_first_line, draw as draw_facets, draw_sections, draw_value as draw_facet_value,
};
pub(super) use header::draw as draw_header;
pub(super) use lanes::{draw as draw_lanes, draw_axis_rows, draw_day_line};
pub(super) use list::{date_column, date_role, draw as draw_list};
pub(super) use policy_bar::draw as draw_policy_bar;
