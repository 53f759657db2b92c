//! The reasons for a policy's status: the events, any doubt, the next change and, space permitting, every
//! change on record.

use ratatui::layout::Rect;

use super::status_cell;
use crate::history::{Lag, Since, State, Step, Track, status_words};
use crate::model::{Date, Moment, PolicyNo, Timeline};
use crate::text::{counted, one_line, pad, truncate, width};
use crate::tui::browser::Browser;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::theme::{Look, Role};

type Line = Vec<Piece>;

/// Draws the reasons in a box.
pub fn draw(browser: &Browser, selected: Option<PolicyNo>, day: Moment, area: Rect, canvas: &mut Canvas) {
    let title =
        selected.map_or(String::new(), |policy| one_line(&browser.data.timeline.policy(policy).title));
    let inside = canvas.boxed(area, &truncate(&title, usize::from(area.width.saturating_sub(4))));
    let Some(policy) = selected else { return };
    let lines = lines(browser, browser.data.history().track(policy), day, usize::from(inside.height));
    for (pieces, y) in lines.iter().zip(inside.top()..inside.bottom()) {
        canvas.cut_line(inside.x + 1, y, inside.width.saturating_sub(2), pieces);
    }
}

/// Returns at most `room` lines. If not all fit, doubt and the next change take precedence, then events, then
/// undated steps and notes, then the list of changes.
fn lines(browser: &Browser, track: &Track, day: Moment, room: usize) -> Vec<Line> {
    let timeline = &browser.data.timeline;
    let state = track.on(day);
    let doubt = doubt(timeline, &state).map(|doubt| vec![(doubt, Role::Doubt)]);
    let next = next(timeline, &state, day);
    let mut left = room.saturating_sub(1 + usize::from(doubt.is_some()));
    let mut steps: Vec<&Step> = if state.is_open() || state.conflict {
        state.steps().collect()
    } else {
        state.since().step().into_iter().collect()
    };
    // The last status is the likely one, so the first steps are dropped.
    steps.drain(..steps.len().saturating_sub(left.max(1)));
    left = left.saturating_sub(steps.len());
    let undated = undated(timeline, track).filter(|_| left > 0);
    left -= usize::from(undated.is_some());
    let mut lines = Vec::new();
    for step in steps {
        lines.push(event(timeline, step));
        let note = one_line(&step.effect(timeline).note);
        if left > 0 && !note.is_empty() {
            left -= 1;
            lines.push(vec![(note, Role::Quiet)]);
        }
    }
    lines.extend(doubt);
    lines.push(next);
    lines.extend(undated);
    lines.extend(changes(browser.look, timeline, track, &state, left));
    lines
}

fn event(timeline: &Timeline, step: &Step) -> Line {
    let event = timeline.event(step.event);
    let sources = counted(event.sources.len(), "source");
    let certainty = event.certainty.map_or(String::new(), |certainty| format!("{} · ", certainty.word()));
    let end = if step.is_expiry() { "end of: " } else { "" };
    vec![
        (format!("{} ", status_cell::date_of(timeline, step)), Role::Strong),
        (format!("{end}{}  ", one_line(&event.title)), Role::Plain),
        (format!("{certainty}{sources}"), Role::Quiet),
    ]
}

/// Describes why the status is uncertain.
fn doubt(timeline: &Timeline, state: &State) -> Option<String> {
    if state.conflict {
        return Some("the record says both, and nothing tells which came last".to_owned());
    }
    if state.is_open() {
        return Some(format!("the day falls inside of a vague date: {}", state.words(timeline)));
    }
    match state.since() {
        Since::Before(_) => Some("it is the first to tell of it, and says that it was so before".to_owned()),
        Since::Unknown => Some("the record does not say".to_owned()),
        Since::Step(_) => {
            let was = timeline.word(state.gap()?);
            Some(format!("it says that it was {was} before; who changed it is missing"))
        }
    }
}

/// Describes the next change after `day`, with its lag.
fn next(timeline: &Timeline, state: &State, day: Moment) -> Line {
    let Some(next) = state.next() else {
        return vec![("no later change on record".to_owned(), Role::Plain)];
    };
    let here = Date::parse(&day.iso_day()).ok();
    let lag = here.zip(next.date(timeline)).map(|(here, date)| Lag::between(&here, date).words());
    let lag = lag.map_or(String::new(), |lag| {
        let on = if lag.ends_with("before") { "" } else { " on" };
        format!(", {lag}{on}")
    });
    let date = status_cell::date_of(timeline, next);
    let (status, title) = (next.status_words(timeline), one_line(&timeline.event(next.event).title));
    let words = format!("next  {date} {status}{lag}: {title}");
    vec![(words, Role::Plain)]
}

/// Lists the undated steps, at most eight.
fn undated(timeline: &Timeline, track: &Track) -> Option<Line> {
    const SHOWN: usize = 8;
    let described = |step: &Step| {
        format!("{} ({})", step.status_words(timeline), one_line(&timeline.event(step.event).title))
    };
    let described: Vec<String> = track.undated().iter().take(SHOWN).map(described).collect();
    let more = track.undated().len() - described.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!described.is_empty()).then(|| vec![(format!("undated: {}{more}", described.join(", ")), Role::Doubt)])
}

/// Lists the changes of the policy: all, or as many as fit around the current one.
fn changes(look: Look, timeline: &Timeline, track: &Track, state: &State, room: usize) -> Vec<Line> {
    let count = track.change_count();
    let opening = track.steps().first().filter(|first| first.restates());
    let opening = opening.and_then(|first| status_cell::by(timeline, first).zip(first.status));
    let rows = room.saturating_sub(1 + usize::from(opening.is_some()));
    if count == 0 || rows < count.min(2) {
        return Vec::new();
    }
    let here = state.change_number();
    let first = here.unwrap_or(0).saturating_sub(rows / 2).min(count.saturating_sub(rows));
    let shown = first..count.min(first + rows);
    let part = if shown.len() < count {
        format!(", {}–{} of {count}", shown.start + 1, shown.end)
    } else {
        String::new()
    };
    let described: Vec<[String; 4]> = track
        .changes(shown.clone())
        .map(|change| {
            let event = timeline.event(change.step.event);
            let (before, after) = (status_words(timeline, change.before), change.step.status_words(timeline));
            let certainty = event.certainty.map_or("", |certainty| certainty.word());
            let date = status_cell::date_of(timeline, change.step);
            [date, format!("{before} → {after}"), one_line(&event.title), certainty.to_owned()]
        })
        .collect();
    let widest = |column: usize| described.iter().map(|cells| width(&cells[column])).max().unwrap_or(0);
    let opening = opening.filter(|_| shown.start == 0);
    let dates = widest(0).max(opening.as_ref().map_or(0, |(by, _)| width(by)));
    let (moves, certainties) = (widest(1), widest(3));
    let line = |(number, [date, moved, title, certainty]): (usize, &[String; 4])| {
        let is_here = Some(number) == here;
        let role = if is_here { Role::Strong } else { Role::Plain };
        let mark = if is_here { look.or("▸", ">") } else { " " };
        vec![
            (format!("{mark} {}  ", pad(date, dates)), role),
            (format!("{}  ", pad(moved, moves)), role),
            (format!("{}  ", pad(certainty, certainties)), Role::Quiet),
            (title.clone(), Role::Plain),
        ]
    };
    let head = vec![(format!("every change on record{part}"), Role::Quiet)];
    let opening = opening.map(|(by, status)| {
        let words = format!("  {}  {}, first told", pad(&by, dates), timeline.word(status));
        vec![(words, Role::Quiet)]
    });
    std::iter::once(head).chain(opening).chain(shown.zip(&described).map(line)).collect()
}
