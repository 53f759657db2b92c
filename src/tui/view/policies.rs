//! The policies pane: a row a policy with its bar over time and what it was on the cursor's day.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Piece};
use super::lanes::draw_tick;
use super::strip;
use crate::history::{Lag, Move, Since, State, Step};
use crate::layout::{Scale, axis, strip as bar};
use crate::model::date::day_words;
use crate::model::{Date, PolicyNo};
use crate::text::{counted, fit, one_line, pad, width};
use crate::tui::app::{App, PolicyPane, PolicyRow};
use crate::tui::plan::Plan;
use crate::tui::spot::Spot;
use crate::tui::theme::Role;

/// Below this width there is no room for bars.
const NARROW: u16 = 64;
/// Below this height there is no room for the reasons.
const SHORT: u16 = 14;
/// The lines of the reasons, with their box.
const WHY: u16 = 6;

/// How the columns are shared.
#[derive(Clone, Copy)]
struct Columns {
    names: u16,
    bar: u16,
}

impl Columns {
    fn of(width: u16) -> Self {
        if width < NARROW {
            let states = (width * 2 / 5).max(10).min(width);
            return Self { names: width - states, bar: 0 };
        }
        let (names, states) = ((width * 3 / 10).clamp(24, 60), (width * 3 / 10).clamp(20, 44));
        Self { names, bar: width - names - states }
    }
}

/// Draws the pane over the whole screen.
pub fn draw(app: &App, pane: &PolicyPane, plan: &Plan, canvas: &mut Canvas) {
    let screen = Rect { height: plan.screen.height.saturating_sub(1), ..plan.screen };
    canvas.clear(screen);
    canvas.spots.add(screen, Spot::Pane);
    let columns = Columns::of(screen.width);
    let rows = app.policy_rows(pane);
    let selected = app.selected_policy(pane);
    let why = if screen.height >= SHORT { WHY } else { 0 };
    let top = if columns.bar > 0 { 3 } else { 1 };
    let list = Rect { y: top, height: screen.height.saturating_sub(top + why), ..screen };
    draw_header(app, pane, &rows, screen, canvas);
    let scale = scale(app, columns.bar);
    if columns.bar > 0 {
        let time = Rect { x: columns.names, y: 1, width: columns.bar, height: list.height + 2 };
        canvas.spots.add(time, Spot::Time(scale));
        draw_time(app, &scale, time, canvas);
    }
    let place = rows.iter().position(|row| selected.is_some_and(|policy| *row == PolicyRow::Policy(policy)));
    let first = (place.unwrap_or(0) + 1).saturating_sub(usize::from(list.height).saturating_sub(1).max(1));
    for (row, y) in rows.iter().skip(first).zip(list.top()..list.bottom()) {
        match row {
            PolicyRow::Topic(topic) => {
                let topic = topic.map_or("no topic", |topic| app.data.timeline.word(topic));
                canvas.fitted(list.x + 1, y, columns.names.saturating_sub(2), topic, Role::Quiet);
            }
            PolicyRow::Policy(policy) => {
                let line = Rect { y, height: 1, ..list };
                canvas.spots.add(line, Spot::Policy(*policy));
                draw_policy(app, pane, *policy, &scale, columns, line, canvas);
                if selected == Some(*policy) {
                    let name = Rect { width: columns.names.saturating_sub(1), ..line };
                    canvas.text(line.x, y, 1, canvas.look.or("▌", ">"), Role::Strong);
                    canvas.mark(name, Role::Cursor);
                }
            }
        }
    }
    if rows.is_empty() {
        canvas.fitted(
            1,
            list.y,
            list.width.saturating_sub(2),
            "nothing changed between the two days",
            Role::Quiet,
        );
    }
    if why > 0 {
        let area = Rect { y: screen.bottom() - why, height: why, ..screen };
        draw_why(app, selected, area, canvas);
    }
}

/// The time in view in the browser, on the columns of the bars.
fn scale(app: &App, columns: u16) -> Scale {
    let view = app.scale();
    if columns == 0 {
        return Scale { columns, ..view };
    }
    let right = crate::model::Moment(view.right().0.saturating_sub(1));
    Scale::fit(view.left, right, columns)
}

fn draw_header(app: &App, pane: &PolicyPane, rows: &[PolicyRow], area: Rect, canvas: &mut Canvas) {
    let all = app.data.timeline.policies.len();
    let policies =
        |count: usize| if count == 1 { "1 policy".to_owned() } else { format!("{count} policies") };
    let right = match pane.compare {
        None => policies(all),
        Some(day) => {
            let changed = rows.iter().filter(|row| matches!(row, PolicyRow::Policy(_))).count();
            format!("since {}: {changed} of {all} changed", day.iso_day())
        }
    };
    let x = canvas.text(area.x, area.y, area.width, " dateline ", Role::Key);
    let room = usize::from(area.width.saturating_sub(x + 2)).saturating_sub(width(&right) + 1);
    let title = format!("Policies on {}", day_words(app.cursor.at));
    canvas.text(x + 1, area.y, room as u16, &fit(&title, room), Role::Strong);
    let start = area.right().saturating_sub(width(&right) as u16 + 1).max(x);
    canvas.text(start, area.y, area.right().saturating_sub(start), &right, Role::Strong);
}

/// Two rows of ticks, and a line at the cursor's day through the bars.
fn draw_time(app: &App, scale: &Scale, area: Rect, canvas: &mut Canvas) {
    let ticks = axis(scale);
    for (ticks, y, role) in [(&ticks.major, area.y, Role::Strong), (&ticks.minor, area.y + 1, Role::Quiet)] {
        ticks.iter().for_each(|tick| draw_tick(tick, area, y, role, canvas));
    }
    if let Some(column) = scale.visible(app.cursor.at) {
        canvas.mark(Rect { x: area.x + column, y: area.y + 1, width: 1, height: 1 }, Role::Range);
        for y in area.top() + 2..area.bottom() {
            canvas.text(area.x + column, y, 1, canvas.look.or("┃", "|"), Role::CursorLine);
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
    let owners: Vec<&str> = policy
        .owners
        .iter()
        .map(|owner| timeline.actor(*owner))
        .map(|owner| owner.country.map_or(&*owner.id, |country| country.code()))
        .collect();
    let owner = match owners[..] {
        [] => String::new(),
        [owner] => fit(owner, 3).to_uppercase(),
        [first, ..] => format!("{}+", fit(first, 2).to_uppercase()),
    };
    let name = format!("{} {}", pad(&owner, 3), one_line(&policy.title));
    canvas.fitted(line.x + 1, line.y, columns.names.saturating_sub(2), &name, Role::Plain);
    let track = app.data.history().track(number);
    if columns.bar > 0 {
        let left = line.x + columns.names;
        let cursor = scale.visible(app.cursor.at).map(|column| left + column);
        strip::draw(&bar(timeline, track, scale), (left, line.y), cursor, canvas);
    }
    let x = line.x + columns.names + columns.bar + 1;
    let room = line.right().saturating_sub(x);
    canvas.line(x, line.y, room, &state_pieces(app, pane, number, usize::from(room)));
}

/// What the policy was: with its mark when the current event speaks of it, and beside it what it
/// was before or on the day compared with.
fn state_pieces(app: &App, pane: &PolicyPane, number: PolicyNo, room: usize) -> Vec<Piece> {
    let timeline = &app.data.timeline;
    let track = app.data.history().track(number);
    let state = track.on(app.cursor.at);
    let told = track.steps().iter().find(|step| Some(step.event) == app.current());
    let told = told.filter(|step| step.earliest <= app.cursor.at.day_end());
    let policy = timeline.policy(number);
    let changes = |step: &&Step| state.since().step().is_some_and(|since| since.event == step.event);
    let (mark, before) = match (pane.compare, told) {
        (Some(day), _) => {
            let before = track.on(day);
            let way = Move::between(timeline, policy, before.status(), state.status());
            (app.look.way(way), format!("was {}", before.words(timeline)))
        }
        (None, Some(step)) if changes(&step) && !step.restates() => {
            let was = state.before().flatten();
            let way = Move::between(timeline, policy, was, state.status());
            (app.look.way(way), format!("was {}", crate::history::status_words(timeline, was)))
        }
        (None, Some(_)) => ("=", "said again".to_owned()),
        (None, None) => (" ", since_words(app, &state)),
    };
    let words = state.words(timeline);
    let role = if state.is_open() || state.conflict { Role::Doubt } else { Role::Strong };
    let words = fit(&words, room.saturating_sub(2)).into_owned();
    let rest = room.saturating_sub(width(&words) + 4);
    let mut pieces = vec![(format!("{mark} "), Role::Key), (words, role)];
    if rest >= 8 {
        pieces.push((format!("  {}", fit(&before, rest)), Role::Quiet));
    }
    pieces
}

fn since_words(app: &App, state: &State) -> String {
    let words = state.since_words(&app.data.timeline);
    match state.since() {
        Since::Step(_) => format!("since {words}"),
        Since::Before(_) => format!("first told {}", words.trim_start_matches("before ")),
        Since::Unknown => String::new(),
    }
}

/// Why it is what it is: the event, its note, what it was before and what comes next.
fn draw_why(app: &App, selected: Option<PolicyNo>, area: Rect, canvas: &mut Canvas) {
    let title = selected.map_or(String::new(), |policy| one_line(&app.data.timeline.policy(policy).title));
    let inside = canvas.boxed(area, &fit(&title, usize::from(area.width.saturating_sub(4))));
    let Some(policy) = selected else { return };
    let lines = why(app, &app.data.history().track(policy).on(app.cursor.at));
    for (pieces, y) in lines.iter().zip(inside.top()..inside.bottom()) {
        canvas.cut_line(inside.x + 1, y, inside.width.saturating_sub(2), pieces);
    }
}

fn why(app: &App, state: &State) -> Vec<Vec<Piece>> {
    let timeline = &app.data.timeline;
    let mut lines = Vec::new();
    let steps: Vec<&Step> = if state.is_open() || state.conflict {
        state.steps().collect()
    } else {
        state.since().step().into_iter().collect()
    };
    for step in steps {
        let event = timeline.event(step.event);
        let sources = counted(event.sources.len(), "source");
        let certainty = event.certainty.map_or(String::new(), |certainty| format!("{} · ", certainty.word()));
        lines.push(vec![
            (format!("{} ", step.date_words(timeline)), Role::Strong),
            (format!("{}  ", one_line(&event.title)), Role::Plain),
            (format!("{certainty}{sources}"), Role::Quiet),
        ]);
        let note = one_line(&step.effect(timeline).note);
        if !note.is_empty() {
            lines.push(vec![(note, Role::Quiet)]);
        }
    }
    lines.truncate(3);
    let doubt = match (state.conflict, state.is_open(), state.since()) {
        (true, ..) => "the record says both, and nothing tells which came last".to_owned(),
        (_, true, _) => format!("the day falls inside of a vague date: {}", state.words(timeline)),
        (_, _, Since::Before(_)) => {
            "it is the first to tell of it, and says that it was so before".to_owned()
        }
        (_, _, Since::Unknown) => "the record does not say".to_owned(),
        _ => match state.gap() {
            Some(was) => {
                format!("it says that it was {} before; who changed it is missing", timeline.word(was))
            }
            None => String::new(),
        },
    };
    if !doubt.is_empty() {
        lines.push(vec![(doubt, Role::Doubt)]);
    }
    let next = state.next().map_or("no later change on record".to_owned(), |next| {
        let here = Date::parse(&app.cursor.at.iso_day()).ok();
        let lag = here.zip(next.date(timeline)).map(|(here, date)| Lag::between(&here, date).words());
        format!(
            "next  {}, {} on: {}",
            next.words(timeline),
            lag.unwrap_or_default(),
            timeline.event(next.event).id
        )
    });
    lines.truncate(3);
    lines.push(vec![(next, Role::Plain)]);
    lines
}
