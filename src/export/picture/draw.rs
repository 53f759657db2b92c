//! Draws a scene as SVG: axis, lanes, and every event with its sign, bar and label.

use maud::{Markup, html};

use super::kinds::{class, sign};
use super::measures::{AXIS, CELL, ROW, px};
use super::overlap::{digits, half_width};
use super::scene::{Picture, placed};
use super::statuses;
use crate::export::markup::{anchor, plain};
use crate::layout::{BarEnd, Item, LaneScene, Row, Shape, Tick};
use crate::model::{Event, EventNo, Timeline};
use crate::text::counted;

/// Draws the axis and the lanes, with the upper left corner at the origin. With `link`, each event links to
/// the address that it returns.
pub fn picture(picture: &Picture, link: Option<&dyn Fn(EventNo) -> String>) -> Markup {
    let mut top = AXIS;
    let mut lanes = Vec::new();
    for (lane, head) in picture.lanes() {
        lanes.push((lane, head, top));
        top += head.height(lane);
    }
    html! {
        g id="axis" class="axis" {
            @for (ticks, class, y, line) in [
                (&picture.scene.axis.minor, "minor", 34.0, 38.0),
                (&picture.scene.axis.major, "major", 16.0, 4.0),
            ] {
                g class=(class) {
                    @for tick in ticks { (tick_mark(tick, picture.margin, (y, line, top))) }
                }
            }
        }
        @for (lane, head, top) in lanes {
            g id={ "lane-" (lane.lane + 1) } class="lane" {
                path class="edge" d={ "M0 " (px(top)) "H" (px(picture.width())) } {}
                (head.draw(lane, top, picture.margin - 14.0))
                (statuses::bar(lane, picture.margin, top))
                (events(picture, lane, top, link))
            }
        }
        path class="edge" d={ "M0 " (px(top)) "H" (px(picture.width())) } {}
    }
}

/// Draws the label of a tick at height `y`, and its line from `line` to `bottom` if it has one.
fn tick_mark(tick: &Tick, margin: f64, (y, line, bottom): (f64, f64, f64)) -> Markup {
    let x = margin + f64::from(tick.column) * CELL;
    let is_line = tick.edge || line > y;
    html! {
        @if is_line { path d={ "M" (px(x)) " " (px(line)) "V" (px(bottom)) } {} }
        @if !tick.label.is_empty() {
            text x=(px(x + if tick.edge { 6.0 } else { 0.0 })) y=(px(y)) { (tick.label) }
        }
    }
}

fn events(picture: &Picture, lane: &LaneScene, top: f64, link: Option<&dyn Fn(EventNo) -> String>) -> Markup {
    html! {
        @for (event, items) in by_event(&lane.rows) {
            @let id = anchor(&format!("lane-{}.", lane.lane + 1), &picture.timeline.event(event).id);
            g id=(id) class={ "event weight-" (items[0].0.weight) } {
                @if let Some(link) = link {
                    a href=(link(event)) { (event_marks(picture, event, &items, top)) }
                } @else {
                    (event_marks(picture, event, &items, top))
                }
            }
        }
    }
}

/// Groups the items of a lane by event, each with the index of its row.
fn by_event(rows: &[Row]) -> Vec<(EventNo, Vec<(&Item, usize)>)> {
    let rows = rows.iter().enumerate();
    let mut items: Vec<(&Item, usize)> =
        rows.flat_map(|(at, row)| row.items.iter().map(move |item| (item, at))).collect();
    items.sort_by_key(|(item, _)| item.event);
    let chunks = items.chunk_by(|(one, _), (next, _)| one.event == next.event);
    chunks.map(|chunk| (chunk[0].0.event, chunk.to_vec())).collect()
}

fn event_marks(picture: &Picture, event: EventNo, items: &[(&Item, usize)], top: f64) -> Markup {
    let record = picture.timeline.event(event);
    let more = items.iter().find_map(|(item, _)| match item.shape {
        Shape::Count(count) => Some(count),
        _ => None,
    });
    let bars_first = |(item, _): &&(&Item, usize)| !matches!(item.shape, Shape::Bar { .. });
    let mut drawn: Vec<&(&Item, usize)> = items.iter().collect();
    drawn.sort_by_key(bars_first);
    html! {
        title { (title(picture.timeline, record, more)) }
        @for (item, row) in drawn {
            (shape(picture, record, item, top + ROW * (*row as f64 + 0.5)))
        }
    }
}

/// Returns the tooltip of an event.
fn title(timeline: &Timeline, event: &Event, more: Option<u64>) -> String {
    let record = format!("{}: {}", placed(timeline, event), plain(&event.title));
    match more {
        Some(count) => format!("{}, among them {record}", counted(count as usize, "event")),
        None => record,
    }
}

fn shape(picture: &Picture, event: &Event, item: &Item, y: f64) -> Markup {
    let left = picture.margin + f64::from(item.column) * CELL;
    let right = left + f64::from(item.width) * CELL;
    let middle = f64::midpoint(left, right);
    match &item.shape {
        Shape::Point { .. } if item.outside && item.column == 0 => html! {
            path class="beyond" d={ "M" (px(middle + 2.0)) " " (px(y - 4.0)) "l-4 4 4 4" } {}
        },
        Shape::Point { .. } if item.outside => html! {
            path class="beyond" d={ "M" (px(middle - 2.0)) " " (px(y - 4.0)) "l4 4-4 4" } {}
        },
        Shape::Point { fuzzy } => html! {
            @if *fuzzy { (whisker(middle, y)) }
            (mark(event.kind.map(|kind| picture.timeline.word(kind)), middle, y))
        },
        Shape::Count(count) => {
            let (digits, half) = (digits(*count, item), half_width(item));
            html! {
                g class="count" {
                    rect x=(px(middle - half)) y=(px(y - 7.5)) width=(px(half * 2.0)) height="15" rx="7.5" {}
                    text x=(px(middle)) y=(px(y + 3.6)) { (digits) }
                }
            }
        }
        Shape::Label(label) => html! {
            // The width of the letters depends on the font, so a label to the left of its point is aligned at
            // its end.
            @let x = if item.is_before { right } else { left };
            text class="label" x=(px(x)) y=(px(y + 4.0)) text-anchor=[item.is_before.then_some("end")] {
                (plain(label))
            }
        },
        Shape::Bar { fuzzy, left: start, right: end } => html! {
            path class=(if *fuzzy { "bar fuzzy" } else { "bar" })
                d={ "M" (px(left)) " " (px(y)) "H" (px(right)) } {}
            @if *start == BarEnd::Open { (arrow(left, y, "l6-4v8Z")) }
            @if *end == BarEnd::Open { (arrow(right, y, "l-6-4v8Z")) }
            @if *start == BarEnd::Clipped { (beyond(left, y, "l-4 4 4 4")) }
            @if *end == BarEnd::Clipped { (beyond(right - 4.0, y, "l4 4-4 4")) }
        },
    }
}

/// Draws the sign of a kind of event.
pub fn mark(kind: Option<&str>, x: f64, y: f64) -> Markup {
    html! {
        path class=(class(kind)) transform={ "translate(" (px(x)) " " (px(y)) ")" } d=(sign(kind).0) {}
    }
}

/// Draws dashes on both sides: the day is uncertain.
pub fn whisker(x: f64, y: f64) -> Markup {
    html! { path class="whisker" d={ "M" (px(x - 8.0)) " " (px(y)) "h16" } {} }
}

/// Draws an arrowhead: the interval is open or unknown at this end.
pub fn arrow(x: f64, y: f64, head: &str) -> Markup {
    html! { path class="arrow" d={ "M" (px(x)) " " (px(y)) (head) } {} }
}

/// Draws a bracket at the edge: the interval extends beyond the picture.
fn beyond(x: f64, y: f64, bracket: &str) -> Markup {
    html! { path class="beyond" d={ "M" (px(x)) " " (px(y - 4.0)) (bracket) } {} }
}
