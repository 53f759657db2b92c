//! Who moved first on a topic: those who came, each with its lag, and those who never did.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use super::status_cell::{owner, short};
use crate::history::{Lag, NOT_ON_RECORD};
use crate::model::policy::UNCLEAR;
use crate::text::{one_line, pad, width};
use crate::tui::app::{App, Came, FirstMovers};
use crate::tui::hit_map::HitTarget;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// Below this width an order that is not certain is marked `?` rather than told.
const NARROW: u16 = 100;

/// Draws the popup.
pub fn draw(app: &App, panel: &FirstMovers, plan: &ScreenLayout, canvas: &mut Canvas) {
    let timeline = &app.data.timeline;
    let Some(question) = panel.question(timeline) else { return };
    let is_narrow = plan.screen.width < NARROW;
    let came = |came: &Came| match came {
        Came::With(step, lag, is_certain) => {
            let date = step.date_words(timeline);
            let date = if is_narrow { short(date) } else { date.to_owned() };
            (date, after(*lag, *is_certain, is_narrow))
        }
        Came::Before => ("before".to_owned(), "the record".to_owned()),
        Came::Never(last) => {
            let last = last.map_or(NOT_ON_RECORD, |last| timeline.word(last));
            let never = if last == UNCLEAR { "not told" } else { "never" };
            (never.to_owned(), format!("last {last}"))
        }
        Came::Undated(_) => ("undated".to_owned(), "at some time".to_owned()),
        Came::Elsewhere => ("no such".to_owned(), "status".to_owned()),
    };
    let told: Vec<(String, String)> = panel.rows.iter().map(|row| came(&row.came)).collect();
    let dates = told.iter().map(|(date, _)| width(date)).max().unwrap_or(0);
    let lags = told.iter().map(|(_, lag)| width(lag)).max().unwrap_or(0);
    let status = timeline.word(question.status);
    let ends = [question.statuses.first(), question.statuses.last()];
    let looser = if ends.contains(&Some(&question.status)) { "" } else { ", or looser," };
    let heading = format!("Who came first to {status}{looser} on {}", timeline.word(question.topic));
    let doubtful = is_narrow && told.iter().any(|(_, lag)| lag.ends_with(" ?"));
    let height = panel.rows.len().min(1000) as u16 + 2 + u16::from(doubtful);
    let room = Rect { height: plan.screen.height.saturating_sub(1), ..plan.screen };
    let area = centred(room, room.width.saturating_sub(if is_narrow { 2 } else { 4 }).min(120), height);
    let inside = canvas.boxed(area, &heading);
    let list = Rect { height: inside.height.saturating_sub(u16::from(doubtful)), ..inside };
    let selected = panel.selected.min(panel.rows.len().saturating_sub(1));
    let top = (selected + 1).saturating_sub(usize::from(list.height).max(1));
    let rows = panel.rows.iter().zip(&told).enumerate().skip(top);
    for ((index, (row, (date, lag))), y) in rows.zip(list.top()..list.bottom()) {
        let policy = timeline.policy(row.policy);
        let (first, rest) = match row.came {
            Came::With(..) => (Role::Strong, Role::Plain),
            Came::Undated(_) => (Role::Doubt, Role::Plain),
            Came::Before | Came::Never(_) | Came::Elsewhere => (Role::Quiet, Role::Quiet),
        };
        let pieces = [
            (format!("{}  ", pad(date, dates)), first),
            (format!("{}  ", pad(lag, lags)), rest),
            (format!("{} {}", pad(&owner(timeline, policy), 3), one_line(&policy.title)), rest),
        ];
        canvas.cut_line(list.x + 1, y, list.width.saturating_sub(2), &pieces);
        let line = Rect { y, height: 1, ..list };
        canvas.hits.add(line, HitTarget::Row(index));
        if index == selected {
            canvas.mark(line, Role::Cursor);
        }
    }
    if doubtful {
        let hint = "? that the first came first is not certain";
        canvas.fitted(inside.x + 1, list.bottom(), inside.width.saturating_sub(2), hint, Role::Quiet);
    }
}

/// How long after the first it came, and whether that one surely was before it.
fn after(lag: Option<Lag>, is_certain: bool, is_narrow: bool) -> String {
    let words = lag.map_or_else(|| "first".to_owned(), |lag| lag.words());
    match (is_certain, is_narrow) {
        (true, _) => words,
        (false, true) => format!("{} ?", words.trim_end_matches(", possibly before")),
        (false, false) if words.contains("possibly") => words,
        (false, false) => format!("{words}, possibly"),
    }
}
