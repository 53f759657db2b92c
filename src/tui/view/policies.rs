//! The policies pane: a row a policy with its bar over time and what it was on the cursor's day.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::lanes::draw_tick;
use super::{policy_bar, reasons, status_cell};
use crate::layout::{Scale, axis, strip as bar};
use crate::model::date::day_words;
use crate::model::{Moment, PolicyNo};
use crate::text::{fit, one_line, pad, width};
use crate::tui::app::{App, PolicyPane, PolicyRow};
use crate::tui::hit_map::HitTarget;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// Below this width there is no room for bars.
const NARROW: u16 = 72;
/// Below this height there is no room for the reasons.
const SHORT: u16 = 14;
/// The fewest lines of the reasons, with their box.
const WHY: u16 = 6;
/// The cells that a long status takes with its mark and the day since when it holds.
const STANDING: u16 = 33;

/// How the columns are shared.
#[derive(Clone, Copy)]
struct Columns {
    names: u16,
    bar: u16,
}

impl Columns {
    fn of(width: u16) -> Self {
        if width < NARROW {
            let standing = (width / 2).min(STANDING);
            return Self { names: width - standing, bar: 0 };
        }
        let share = width * 3 / 10;
        let (names, standing) = (share.clamp(24, 60), share.clamp(STANDING, 60));
        Self { names, bar: width - names - standing }
    }
}

/// Draws the pane over the whole screen.
pub fn draw(app: &App, pane: &PolicyPane, plan: &ScreenLayout, canvas: &mut Canvas) {
    let screen = Rect { height: plan.screen.height.saturating_sub(1), ..plan.screen };
    canvas.clear(screen);
    canvas.hits.add(screen, HitTarget::Pane);
    let columns = Columns::of(screen.width);
    let rows = app.policy_rows(pane);
    let selected = App::selected_policy(pane, &rows);
    let top = if columns.bar > 0 { 3 } else { 1 };
    let free = usize::from(screen.height).saturating_sub(usize::from(top) + rows.len().max(1)) as u16;
    let why = if screen.height >= SHORT { WHY.max(screen.height * 2 / 7).max(free) } else { 0 };
    let list = Rect { y: top, height: screen.height.saturating_sub(top + why), ..screen };
    draw_header(app, pane, &rows, screen, canvas);
    let scale = scale(app, columns.bar);
    if columns.bar > 0 {
        let time = Rect { x: columns.names, y: 1, width: columns.bar, height: list.height + 2 };
        canvas.hits.add(time, HitTarget::Time(scale));
        draw_time(app, pane, &scale, time, canvas);
    }
    for (row, y) in in_view(&rows, selected, usize::from(list.height)).zip(list.top()..list.bottom()) {
        let line = Rect { y, height: 1, ..list };
        let head = match row {
            PolicyRow::Topic(topic) => topic.map_or("no topic", |topic| app.data.timeline.word(topic)),
            PolicyRow::Returned => "changed between the two days and back",
            PolicyRow::Policy(policy) => {
                canvas.hits.add(line, HitTarget::Policy(policy));
                draw_policy(app, pane, policy, &scale, columns, line, canvas);
                if selected == Some(policy) {
                    let name = Rect { width: columns.names.saturating_sub(1), ..line };
                    canvas.text(line.x, y, 1, canvas.look.or("▌", ">"), Role::Strong);
                    canvas.mark(name, Role::Cursor);
                }
                continue;
            }
        };
        let room = if row == PolicyRow::Returned { list.width } else { columns.names };
        canvas.fitted(list.x + 1, y, room.saturating_sub(2), head, Role::Quiet);
    }
    if rows.is_empty() {
        let is_marked = pane.days(app.cursor.at).is_some_and(|(from, to)| from.day_end() == to.day_end());
        let words = if is_marked {
            "this day is marked: move in time, and what changed is listed"
        } else {
            "nothing changed between the two days"
        };
        canvas.fitted(1, list.y, list.width.saturating_sub(2), words, Role::Quiet);
    }
    if why > 0 {
        let area = Rect { y: screen.bottom() - why, height: why, ..screen };
        reasons::draw(app, pane, selected, area, canvas);
    }
}

/// The rows in view: the selected one in the middle, and the head of its group above it.
fn in_view(
    rows: &[PolicyRow],
    selected: Option<PolicyNo>,
    height: usize,
) -> impl Iterator<Item = PolicyRow> + '_ {
    let is_selected = |row: &PolicyRow| selected.is_some() && row.policy() == selected;
    let place = rows.iter().position(is_selected).unwrap_or(0);
    let first = place.saturating_sub(height / 2).min(rows.len().saturating_sub(height));
    let head = rows[..place.min(rows.len())].iter().rposition(|row| row.policy().is_none());
    let head = head.filter(|head| *head < first && place > first).map(|head| rows[head]);
    let behind = first + usize::from(head.is_some());
    head.into_iter().chain(rows[behind..].iter().copied())
}

/// The time in view in the browser, on the columns of the bars.
fn scale(app: &App, columns: u16) -> Scale {
    let view = app.scale();
    if columns == 0 {
        return Scale { columns, ..view };
    }
    let right = Moment(view.right().0.saturating_sub(1));
    Scale::fit(view.left, right, columns)
}

fn draw_header(app: &App, pane: &PolicyPane, rows: &[PolicyRow], area: Rect, canvas: &mut Canvas) {
    let all = app.data.timeline.policies.len();
    let policies = |rows: &[PolicyRow]| rows.iter().filter(|row| row.policy().is_some()).count();
    let (title, right) = match pane.days(app.cursor.at) {
        None => {
            let noun = if all == 1 { "policy" } else { "policies" };
            (format!("Policies on {}", day_words(app.cursor.at)), format!("{all} {noun}"))
        }
        Some((from, to)) => {
            let returned = rows.iter().position(|row| *row == PolicyRow::Returned).unwrap_or(rows.len());
            let (changed, returned) = rows.split_at(returned);
            let back = match policies(returned) {
                0 => String::new(),
                count => format!(", {count} and back"),
            };
            let days = format!("Policies, {} to {}", from.iso_day(), to.iso_day());
            (days, format!("{} of {all} changed{back}", policies(changed)))
        }
    };
    let x = canvas.text(area.x, area.y, area.width, " dateline ", Role::Key);
    let room = usize::from(area.width.saturating_sub(x + 2)).saturating_sub(width(&right) + 1);
    canvas.text(x + 1, area.y, room as u16, &fit(&title, room), Role::Strong);
    let start = area.right().saturating_sub(width(&right) as u16 + 1).max(x);
    canvas.text(start, area.y, area.right().saturating_sub(start), &right, Role::Strong);
}

/// Two rows of ticks, and lines through the bars: one at the cursor's day, one at the marked day.
fn draw_time(app: &App, pane: &PolicyPane, scale: &Scale, area: Rect, canvas: &mut Canvas) {
    let ticks = axis(scale);
    for (ticks, y, role) in [(&ticks.major, area.y, Role::Strong), (&ticks.minor, area.y + 1, Role::Quiet)] {
        ticks.iter().for_each(|tick| draw_tick(tick, area, y, role, canvas));
    }
    let marked = pane.compare.map(|day| (day, canvas.look.or("┊", ":"), Role::Quiet));
    let cursor = (app.cursor.at, canvas.look.or("┃", "|"), Role::CursorLine);
    for (day, line, role) in marked.into_iter().chain([cursor]) {
        let Some(column) = scale.visible(day) else { continue };
        canvas.mark(Rect { x: area.x + column, y: area.y + 1, width: 1, height: 1 }, Role::Range);
        for y in area.top() + 2..area.bottom() {
            canvas.text(area.x + column, y, 1, line, role);
        }
    }
}

fn draw_policy(
    app: &App,
    pane: &PolicyPane,
    number: PolicyNo,
    scale: &Scale,
    columns: Columns,
    line: Rect,
    canvas: &mut Canvas,
) {
    let timeline = &app.data.timeline;
    let policy = timeline.policy(number);
    let name = format!("{} {}", pad(&status_cell::owner(timeline, policy), 3), one_line(&policy.title));
    canvas.fitted(line.x + 1, line.y, columns.names.saturating_sub(2), &name, Role::Plain);
    if columns.bar > 0 {
        let left = line.x + columns.names;
        let cursor = scale.visible(app.cursor.at).map(|column| left + column);
        let track = app.data.history().track(number);
        policy_bar::draw(&bar(timeline, track, scale), (left, line.y), cursor, canvas);
    }
    let x = line.x + columns.names + columns.bar + 1;
    let room = line.right().saturating_sub(x);
    canvas.line(x, line.y, room, &status_cell::pieces(app, pane, number, usize::from(room)));
}
