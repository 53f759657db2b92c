//! The timeline pane: axis, lanes and overview, drawn from a layout scene.

use ratatui::layout::Rect;

use super::policy_bar;
use crate::layout::{
    Axis, BarEnd, Item, Lane, LayoutInput, Overview, Scale, Scene, Shape, Tick, count_text, scene,
};
use crate::model::Moment;
use crate::model::calendar::year_words;
use crate::model::date::day_words;
use crate::text::{pad, truncate, width};
use crate::tui::browser::{Browser, LaneSet};
use crate::tui::canvas::Canvas;
use crate::tui::hit_map::HitTarget;
use crate::tui::theme::{Role, WEIGHTY};

/// Draws axis, lanes and overview if the layout has them.
pub fn draw(browser: &Browser, canvas: &mut Canvas) {
    let plan = canvas.layout;
    let (Some(axis), Some(lanes), Some(strip)) = (plan.axis, plan.lanes, plan.overview) else { return };
    let sets: Vec<Lane> = browser.shown.lanes.iter().map(|lane| lane_of(browser, lane)).collect();
    let picture = scene(&LayoutInput {
        timeline: &browser.data.timeline,
        lanes: &sets,
        all: &browser.shown.selection,
        scale: browser.cursor.scale,
        rows: lanes.height,
        first_lane: browser.cursor.first_lane,
        cursor: browser.cursor.event,
        range: browser.cursor.range.map(crate::tui::browser::Range::span),
    });
    if browser.data.timeline.dated() == 0 {
        let clock =
            browser.data.timeline.clock().map_or(String::new(), |clock| format!(" `{}`", clock.word()));
        let words = format!("no event has a date{clock}: all are in the list");
        canvas.fitted(axis.x + 1, axis.y, axis.width.saturating_sub(2), &words, Role::Quiet);
        return;
    }
    let margin = plan.margin;
    let time = Rect { x: axis.x + margin, width: axis.width.saturating_sub(margin), ..axis };
    canvas.drawn.hits.add(Rect { height: lanes.height + 2, ..time }, HitTarget::Time(browser.cursor.scale));
    draw_axis(browser, &picture, axis, time, canvas);
    let line = (canvas.look.or("┃", "|"), Role::CursorLine);
    let cursor = &browser.cursor;
    draw_day_line(&cursor.scale, cursor.at, line, Rect { height: lanes.height + 2, ..time }, canvas);
    draw_lanes(browser, &picture, lanes, margin, canvas);
    draw_overview(&picture.overview, browser.data.timeline.span(), strip, margin, canvas);
}

fn lane_of<'a>(browser: &'a Browser, lane: &'a LaneSet) -> Lane<'a> {
    let track = lane.policy.map(|policy| browser.data.history().track(policy));
    Lane { name: &lane.name, events: &lane.events, collapsed: lane.folded, track }
}

fn draw_axis(browser: &Browser, picture: &Scene, area: Rect, time: Rect, canvas: &mut Canvas) {
    let margin = usize::from(time.x - area.x);
    let more = match (picture.hidden_above, picture.hidden_below) {
        (0, 0) => String::new(),
        (above, 0) => format!(", {above} above"),
        (0, below) => format!(", {below} below"),
        (above, below) => format!(", {above} above, {below} below"),
    };
    let by = format!("{}{more}", browser.shown.by.words());
    canvas.fitted(area.x + 1, area.y, margin as u16 - 2, &by, Role::Quiet);
    canvas.fitted(area.x + 1, area.y + 1, margin as u16 - 2, &day_words(browser.cursor.at), Role::Key);
    draw_axis_rows(&picture.axis, time, canvas);
    if let Some((from, to)) = picture.range {
        let marked = Rect { x: time.x + from, y: area.y + 1, width: to - from + 1, height: 1 };
        canvas.mark(marked.intersection(Rect { height: 2, ..time }), Role::Range);
    }
}

/// Draws both rows of an axis in the first two rows of `time`.
pub fn draw_axis_rows(axis: &Axis, time: Rect, canvas: &mut Canvas) {
    for (ticks, y, role) in [(&axis.major, time.y, Role::Strong), (&axis.minor, time.y + 1, Role::Quiet)] {
        ticks.iter().for_each(|tick| draw_tick(tick, time, y, role, canvas));
    }
}

/// Draws a tick and its label in row `y`. `time` is the area of the time axis.
fn draw_tick(tick: &Tick, time: Rect, y: u16, role: Role, canvas: &mut Canvas) {
    if tick.edge {
        let edge = canvas.look.or("│", "|");
        canvas.text(time.x + tick.column, y, 1, edge, Role::Border);
    }
    let x = time.x + tick.label_column();
    let end = canvas.text(x, y, time.right().saturating_sub(x), &tick.label, role);
    if let Some(begins) = tick.begins {
        let start = time.x + tick.column;
        let width = if tick.label.is_empty() { 1 } else { end.saturating_sub(start) };
        canvas.drawn.hits.add(Rect { x: start, y, width, height: 1 }, HitTarget::Tick(begins));
    }
}

/// Draws a vertical line at a day and marks its column on the axis. `time` includes both rows of the axis.
/// Events are drawn over it.
pub fn draw_day_line(
    scale: &Scale,
    day: Moment,
    (line, role): (&str, Role),
    time: Rect,
    canvas: &mut Canvas,
) {
    let Some(column) = scale.visible(day) else { return };
    let x = time.x + column;
    canvas.mark(Rect { x, y: time.y + 1, width: 1, height: 1 }, Role::Range);
    for y in time.top() + 2..time.bottom() {
        canvas.text(x, y, 1, line, role);
    }
}

fn draw_lanes(browser: &Browser, picture: &Scene, area: Rect, margin: u16, canvas: &mut Canvas) {
    let mut y = area.y;
    for lane in &picture.lanes {
        let current = lane.lane == browser.cursor.lane;
        let folded = browser.shown.lanes.get(lane.lane).is_some_and(|lane| lane.folded);
        let mark = if folded { canvas.look.or("▸", ">") } else { " " };
        let count = lane.count.to_string();
        let room = usize::from(margin).saturating_sub(count.len() + LaneSet::AROUND_NAME);
        let name = format!("{mark}{} {count} ", pad(&truncate(&lane.name, room), room));
        canvas.text(area.x, y, margin, &name, if current { Role::Strong } else { Role::Plain });
        let names = Rect { y, width: margin, height: lane.rows.len() as u16, ..area };
        canvas.drawn.hits.add(names.intersection(area), HitTarget::Lane(lane.lane));
        let cursor = browser.cursor.scale.visible(browser.cursor.at).map(|column| area.x + margin + column);
        policy_bar::draw(&lane.strip, (area.x + margin, y), cursor, canvas);
        for row in &lane.rows {
            for item in &row.items {
                let cells = Rect { x: area.x + margin + item.column, y, width: item.width, height: 1 };
                canvas.drawn.hits.add(cells.intersection(area), HitTarget::Event(item.event, lane.lane));
                draw_item(browser, item, area.x + margin, area.right(), y, canvas);
            }
            y += 1;
        }
    }
}

fn draw_item(browser: &Browser, item: &Item, left: u16, right: u16, y: u16, canvas: &mut Canvas) {
    let x = left + item.column;
    let room = item.width.min(right.saturating_sub(x));
    let look = canvas.look;
    let event = browser.data.timeline.event(item.event);
    let hit = browser.search.as_ref().is_some_and(|search| search.hits.contains(item.event.0));
    let role = match (item.cursor, hit, item.weight) {
        (true, ..) => Role::Cursor,
        (_, true, _) => Role::Hit,
        (_, _, WEIGHTY..) => Role::Weighty,
        _ => Role::Plain,
    };
    match &item.shape {
        Shape::Point { .. } if item.outside => {
            let sign = if item.column == 0 { look.or("‹", "<") } else { look.or("›", ">") };
            canvas.text(x, y, room, sign, role);
        }
        Shape::Point { fuzzy } => {
            let kind = event.kind.map(|kind| browser.data.timeline.word(kind));
            let role = if *fuzzy && role == Role::Plain { Role::Doubt } else { role };
            canvas.text(x, y, room, look.kind(kind), role);
        }
        Shape::Count(count) => {
            let role = if item.cursor { Role::Cursor } else { Role::Strong };
            canvas.text(x, y, room, &count_text(*count, item.width), role);
        }
        Shape::Label(label) => {
            let role = if item.cursor || role == Role::Weighty { Role::Strong } else { role };
            canvas.text(x, y, room, label, role);
            let mark = look.certainty(event.certainty);
            let beside = if item.is_before { x + item.width } else { x.saturating_sub(1) };
            if mark != " " {
                canvas.text(beside, y, 1, mark, super::list::certainty_role(event.certainty));
            }
        }
        Shape::Bar { fuzzy, left, right } => {
            let (cell, role) =
                if *fuzzy { (look.or("╌", "."), Role::Doubt) } else { (look.or("─", "-"), Role::Plain) };
            canvas.text(x, y, room, &cell.repeat(usize::from(item.width)), role);
            let ends = [(left, x, "◀", "‹", "<"), (right, x + room.saturating_sub(1), "▶", "›", ">")];
            for (end, x, open, clipped, ascii) in ends {
                match end {
                    BarEnd::Dated => continue,
                    BarEnd::Open => canvas.text(x, y, 1, look.or(open, ascii), Role::Plain),
                    BarEnd::Clipped => canvas.text(x, y, 1, look.or(clipped, ascii), Role::Plain),
                };
            }
        }
    }
}

/// Draws the event density of the whole timeline, with the visible interval in brackets and the years to the
/// left.
fn draw_overview(
    strip: &Overview,
    span: Option<(Moment, Moment)>,
    area: Rect,
    margin: u16,
    canvas: &mut Canvas,
) {
    let left = area.x + margin;
    let levels: String = strip.levels.iter().map(|level| canvas.look.level(*level)).collect();
    canvas.text(left, area.y, area.right().saturating_sub(left), &levels, Role::Quiet);
    let line = Rect { x: left, width: area.right().saturating_sub(left), ..area };
    canvas.drawn.hits.add(line, HitTarget::Overview(strip.scale));
    let (from, to) = strip.viewport;
    let view = Rect { x: left + from, y: area.y, width: to.saturating_sub(from) + 1, height: 1 };
    canvas.mark(view.intersection(area), Role::CursorLine);
    canvas.text((left + from).saturating_sub(1).max(area.x), area.y, 1, "[", Role::Strong);
    if left + to + 1 < area.right() {
        canvas.text(left + to + 1, area.y, 1, "]", Role::Strong);
    }
    let year = |moment: Moment| year_words(moment.ymd().0);
    let years = span.map_or_else(String::new, |(from, to)| {
        if year(from) == year(to) { year(from) } else { format!("{}–{}", year(from), year(to)) }
    });
    let room = margin.saturating_sub(2);
    canvas.text(area.x + 1, area.y, room.min(width(&years) as u16), &years, Role::Quiet);
}
