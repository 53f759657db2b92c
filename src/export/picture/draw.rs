//! A scene as SVG: axis, lanes, and in them every event with its sign, its span and its title.

use maud::{Markup, html};

use super::kinds::{family, is_known, sign};
use super::statuses;
use super::{AXIS, CELL, MARGIN, Picture, ROW, placed, px};
use crate::export::markup::{anchor, plain};
use crate::layout::{Item, LaneScene, Row, Shape, Tick, count_text};
use crate::model::{Event, EventNo, Timeline};
use crate::text::{counted, fit};

/// The letters of a lane's name that have room beside its number.
const NAME: usize = 21;

/// The axis and the lanes, the upper left corner at the origin. With `link` each event leads to the
/// element that it names.
pub fn picture(picture: &Picture, link: Option<&dyn Fn(EventNo) -> String>) -> Markup {
    let mut top = AXIS;
    let mut lanes = Vec::new();
    for lane in &picture.scene.lanes {
        lanes.push((lane, top));
        top += ROW * lane.rows.len() as f64;
    }
    html! {
        (statuses::patterns(picture))
        g id="axis" class="axis" {
            @for (ticks, class, y, line) in [
                (&picture.scene.axis.minor, "minor", 34.0, 38.0),
                (&picture.scene.axis.major, "major", 16.0, 4.0),
            ] {
                g class=(class) {
                    @for tick in ticks { (tick_mark(tick, y, line, top)) }
                }
            }
        }
        @for (lane, top) in lanes {
            (lane_group(picture, lane, top, link))
        }
        path class="edge" d={ "M0 " (px(top)) "H" (px(picture.width())) } {}
    }
}

/// What the signs mean: each around the middle of its left edge, 22 pixels wide, with its words.
pub fn signs(picture: &Picture) -> Vec<(Markup, String)> {
    let kinds = picture.kinds.iter().filter(|kind| is_known(kind));
    let mut signs: Vec<(Markup, String)> =
        kinds.map(|kind| (mark(Some(kind), 11.0, 0.0), plain(kind))).collect();
    if picture.kinds.iter().any(|kind| !is_known(kind)) {
        signs.push((mark(None, 11.0, 0.0), "other kind".to_owned()));
    }
    let line = |class| html! { path class=(class) d="M1 0H21" {} };
    signs.push((html! { (whisker(11.0, 0.0)) (mark(None, 11.0, 0.0)) }, "day not certain".to_owned()));
    signs.push((line("bar fuzzy"), "any time of this span".to_owned()));
    signs.push((line("bar"), "all of this span".to_owned()));
    let open = html! { (line("bar")) (arrow(21.0, 0.0, "l-6-4v8Z")) };
    signs.push((open, "no known end".to_owned()));
    signs.extend(statuses::signs(picture));
    let count = html! { g class="count" { circle cx="11" cy="0" r="7.5" {} text x="11" y="3.6" { "3" } } };
    signs.push((count, "several events".to_owned()));
    signs
}

/// The signs in lines of at most `width` pixels, and the number of these lines.
pub fn key(picture: &Picture, width: f64) -> (Markup, usize) {
    let (mut x, mut line) = (0.0, 0);
    let mut placed = Vec::new();
    for (sign, words) in signs(picture) {
        let wide = 28.0 + crate::text::width(&words) as f64 * 6.2 + 16.0;
        if x > 0.0 && x + wide > width {
            (x, line) = (0.0, line + 1);
        }
        placed.push((x, line, sign, words));
        x += wide;
    }
    let markup = html! {
        @for (x, line, sign, words) in placed {
            g transform={ "translate(" (px(x)) " " (px(f64::from(line) * 20.0)) ")" } {
                (sign)
                text x="28" y="4" { (words) }
            }
        }
    };
    (markup, line as usize + 1)
}

fn tick_mark(tick: &Tick, y: f64, line: f64, bottom: f64) -> Markup {
    let x = MARGIN + f64::from(tick.column) * CELL;
    let is_line = tick.edge || line > y;
    html! {
        @if is_line { path d={ "M" (px(x)) " " (px(line)) "V" (px(bottom)) } {} }
        @if !tick.label.is_empty() {
            text x=(px(x + if tick.edge { 6.0 } else { 0.0 })) y=(px(y)) { (tick.label) }
        }
    }
}

fn lane_group(
    picture: &Picture,
    lane: &LaneScene,
    top: f64,
    link: Option<&dyn Fn(EventNo) -> String>,
) -> Markup {
    let id = format!("lane-{}", lane.lane + 1);
    let name = plain(&lane.name);
    let rows: Vec<Vec<Item>> = lane.rows.iter().map(apart).collect();
    html! {
        g id=(id) class="lane" {
            path class="edge" d={ "M0 " (px(top)) "H" (px(picture.width())) } {}
            g class="name" {
                title { (name) ", " (counted(lane.count as usize, "event")) }
                text x="0" y=(px(top + 15.0)) { (fit(&name, NAME)) }
                text class="number" x=(px(MARGIN - 14.0)) y=(px(top + 15.0)) { (lane.count) }
            }
            (statuses::bar(lane, top))
            @for (event, items) in by_event(&rows) {
                @let event_id = anchor(&format!("{id}."), &picture.timeline.event(event).id);
                g id=(event_id) class={ "event " (weight_class(items[0].0)) } {
                    @if let Some(link) = link {
                        a href=(link(event)) { (event_marks(picture, event, &items, top)) }
                    } @else {
                        (event_marks(picture, event, &items, top))
                    }
                }
            }
        }
    }
}

/// What stands in a lane, put together by event, each item with its row.
fn by_event(rows: &[Vec<Item>]) -> Vec<(EventNo, Vec<(&Item, usize)>)> {
    let rows = rows.iter().enumerate();
    let mut items: Vec<(&Item, usize)> =
        rows.flat_map(|(row, items)| items.iter().map(move |item| (item, row))).collect();
    items.sort_by_key(|(item, _)| item.event);
    let chunks = items.chunk_by(|(one, _), (next, _)| one.event == next.event);
    chunks.map(|chunk| (chunk[0].0.event, chunk.to_vec())).collect()
}

/// The items of a row, numbers that would overlap their neighbours taken together with them: a sign
/// is wider than a cell. One that has a label or a bar keeps its own place.
fn apart(row: &Row) -> Vec<Item> {
    let has_more = |item: &&Item| events_of(item) == 0;
    let with_more: Vec<EventNo> = row.items.iter().filter(has_more).map(|item| item.event).collect();
    let is_free = |item: &Item| events_of(item) > 0 && !with_more.contains(&item.event);
    let mut apart: Vec<Item> = Vec::with_capacity(row.items.len());
    for item in &row.items {
        match apart.last_mut() {
            Some(last) if is_free(last) && is_free(item) && touch(last, item) => {
                last.shape = Shape::Count(events_of(last) + events_of(item));
                last.width = item.column + item.width - last.column;
                if item.weight > last.weight {
                    (last.event, last.weight) = (item.event, item.weight);
                }
            }
            _ => apart.push(item.clone()),
        }
    }
    apart
}

/// Whether two neighbours overlap, and one is a number, which would be read as another one then.
fn touch(left: &Item, right: &Item) -> bool {
    let is_count = |item: &Item| matches!(item.shape, Shape::Count(_));
    let middle = |item: &Item| f64::from(item.column) + f64::from(item.width) / 2.0;
    let near = (middle(right) - middle(left)) * CELL < half_width(left) + half_width(right);
    near && (is_count(left) || is_count(right))
}

/// The events that stand in the place of an item: none in that of a bar or a label.
fn events_of(item: &Item) -> u64 {
    match item.shape {
        Shape::Point { .. } => 1,
        Shape::Count(count) => count,
        Shape::Bar { .. } | Shape::Label(_) => 0,
    }
}

fn half_width(item: &Item) -> f64 {
    match item.shape {
        Shape::Count(count) => 5.0 + digits(count, item).len() as f64 * 2.6,
        _ => 5.5,
    }
}

fn digits(count: u64, item: &Item) -> String {
    count_text(count, item.width.max(3))
}

fn weight_class(item: &Item) -> String {
    format!("weight-{}", item.weight)
}

fn event_marks(picture: &Picture, event: EventNo, items: &[(&Item, usize)], top: f64) -> Markup {
    let told = picture.timeline.event(event);
    let more = items.iter().find_map(|(item, _)| match item.shape {
        Shape::Count(count) => Some(count),
        _ => None,
    });
    let bars_first = |(item, _): &&(&Item, usize)| !matches!(item.shape, Shape::Bar { .. });
    let mut drawn: Vec<&(&Item, usize)> = items.iter().collect();
    drawn.sort_by_key(bars_first);
    html! {
        title { (title(picture.timeline, told, more)) }
        @for (item, row) in drawn {
            (shape(picture.timeline, told, item, top + ROW * (*row as f64 + 0.5)))
        }
    }
}

/// What a pointer on the event reads.
fn title(timeline: &Timeline, event: &Event, more: Option<u64>) -> String {
    let told = format!("{}: {}", placed(timeline, event), plain(&event.title));
    match more {
        Some(count) => format!("{}, among them {told}", counted(count as usize, "event")),
        None => told,
    }
}

fn shape(timeline: &Timeline, event: &Event, item: &Item, y: f64) -> Markup {
    let left = MARGIN + f64::from(item.column) * CELL;
    let right = left + f64::from(item.width) * CELL;
    let middle = f64::midpoint(left, right);
    match &item.shape {
        Shape::Point { .. } if item.outside => html! {
            path class="beyond" d={ "M" (px(middle + 2.0)) " " (px(y - 4.0)) "l-4 4 4 4" } {}
        },
        Shape::Point { fuzzy } => html! {
            @if *fuzzy { (whisker(middle, y)) }
            (mark(event.kind.map(|kind| timeline.word(kind)), middle, y))
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
            text class="label" x=(px(left)) y=(px(y + 4.0)) { (plain(label)) }
        },
        Shape::Bar { fuzzy, open_left, open_right, clipped_left, clipped_right } => html! {
            path class=(if *fuzzy { "bar fuzzy" } else { "bar" })
                d={ "M" (px(left)) " " (px(y)) "H" (px(right)) } {}
            @if *open_left { (arrow(left, y, "l6-4v8Z")) }
            @if *open_right { (arrow(right, y, "l-6-4v8Z")) }
            @if *clipped_left && !open_left { (beyond(left, y, "l-4 4 4 4")) }
            @if *clipped_right && !open_right { (beyond(right - 4.0, y, "l4 4-4 4")) }
        },
    }
}

/// The sign of a kind of event.
fn mark(kind: Option<&str>, x: f64, y: f64) -> Markup {
    let (outline, filled) = sign(kind);
    let hollow = if filled { "" } else { " hollow" };
    html! {
        path class={ "mark " (family(kind)) (hollow) }
            transform={ "translate(" (px(x)) " " (px(y)) ")" } d=(outline) {}
    }
}

/// Dashes to both sides: the day is not known for sure.
fn whisker(x: f64, y: f64) -> Markup {
    html! { path class="whisker" d={ "M" (px(x - 8.0)) " " (px(y)) "h16" } {} }
}

/// The head of an arrow: it has no end that way.
fn arrow(x: f64, y: f64, head: &str) -> Markup {
    html! { path class="arrow" d={ "M" (px(x)) " " (px(y)) (head) } {} }
}

/// A bracket at the edge: it goes on beyond the picture.
fn beyond(x: f64, y: f64, bracket: &str) -> Markup {
    html! { path class="beyond" d={ "M" (px(x)) " " (px(y - 4.0)) (bracket) } {} }
}
