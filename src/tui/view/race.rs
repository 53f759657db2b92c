//! Who moved first on a topic: those who came, each with its lag, and those who never did.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Piece, centred};
use crate::history::Order;
use crate::model::PolicyNo;
use crate::text::{one_line, pad, width};
use crate::tui::app::{App, RacePanel};
use crate::tui::plan::Plan;
use crate::tui::spot::Spot;
use crate::tui::theme::Role;

/// Draws the popup.
pub fn draw(app: &App, panel: RacePanel, plan: &Plan, canvas: &mut Canvas) {
    let Some(question) = app.question(panel) else { return };
    let timeline = &app.data.timeline;
    let race = app.race(question);
    let title = |policy: PolicyNo| one_line(&timeline.policy(policy).title);
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for policy in &race.already {
        lines.push(vec![(pad("before the record", 20), Role::Quiet), (title(*policy), Role::Plain)]);
    }
    let lags = race.arrivals.iter().map(|arrival| match arrival.lag {
        None if race.first_is_certain() => "first".to_owned(),
        None => "first, possibly".to_owned(),
        Some(lag) if lag.order == Order::Certain => lag.words(),
        Some(lag) => format!("{}, possibly", lag.words()),
    });
    let lags: Vec<String> = lags.collect();
    let widest = lags.iter().map(|lag| width(lag)).max().unwrap_or(0);
    let head = lines.len();
    for (arrival, lag) in race.arrivals.iter().zip(&lags) {
        let date = arrival.step.date_words(timeline);
        lines.push(vec![
            (pad(date, 12), Role::Strong),
            (format!("{}  ", pad(lag, widest)), Role::Plain),
            (title(arrival.policy), Role::Plain),
        ]);
    }
    for never in &race.unreached {
        let last = never.last.map_or("not on record", |last| timeline.word(last));
        lines.push(vec![(format!("never, last {last}  "), Role::Quiet), (title(never.policy), Role::Quiet)]);
    }
    let status = timeline.word(question.status);
    let ends = [question.statuses.first(), question.statuses.last()];
    let looser = if ends.contains(&Some(&question.status)) { "" } else { " or looser" };
    let heading = format!("Who came first to: {status}{looser}, on {}", timeline.word(question.topic));
    let area = centred(plan.screen, plan.screen.width.saturating_sub(4).min(110), lines.len() as u16 + 2);
    let inside = canvas.boxed(area, &heading);
    let selected = head + panel.selected.min(race.arrivals.len().saturating_sub(1));
    let top = (selected + 1).saturating_sub(usize::from(inside.height));
    for ((index, pieces), y) in lines.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
        canvas.cut_line(inside.x + 1, y, inside.width.saturating_sub(2), pieces);
        let line = Rect { y, height: 1, ..inside };
        if let Some(arrival) = index.checked_sub(head).filter(|arrival| *arrival < race.arrivals.len()) {
            canvas.spots.add(line, Spot::Row(arrival));
        }
        if index == selected && !race.arrivals.is_empty() {
            canvas.mark(line, Role::Cursor);
        }
    }
}
