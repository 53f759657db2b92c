//! The last line of the screen: pending keys, a message, or key hints.

use crate::text::{truncate, width};
use crate::tui::action::{Action, Mode, help_of};
use crate::tui::app::App;
use crate::tui::browser::Tone;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::hit_map::HitTarget;
use crate::tui::panel::Hint;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// Hints where only the list is shown.
const LIST: &[Hint] = &[
    (&[Action::NextEvent, Action::PreviousEvent], "event"),
    (&[Action::Confirm], "read"),
    (&[Action::Search], "search"),
    (&[Action::Facets], "facets"),
    (&[Action::Help], "help"),
    (&[Action::Back], "quit"),
];

const BROWSE: &[Hint] = &[
    (&[Action::NextEvent, Action::PreviousEvent], "event"),
    (&[Action::Confirm], "read"),
    (&[Action::Policies], "policies"),
    (&[Action::Search], "search"),
    (&[Action::Facets], "facets"),
    (&[Action::JumpToDate], "date"),
    (&[Action::Help], "help"),
    (&[Action::Back], "quit"),
    (&[Action::MarkRange], "range"),
    (&[Action::Export], "export"),
    (&[Action::ZoomIn, Action::ZoomOut], "zoom"),
    (&[Action::PanLeft, Action::PanRight], "time"),
    (&[Action::NextLanes], "lanes"),
    (&[Action::About], "about"),
    (&[Action::Undo], "undo"),
    (&[Action::Copy], "copy"),
    (&[Action::OpenSource], "source"),
    (&[Action::Thread], "thread"),
];

const RANGE: &[Hint] = &[
    (&[Action::NextEvent, Action::PreviousEvent, Action::PanLeft, Action::PanRight], "move this end"),
    (&[Action::JumpToDate], "to a date"),
    (&[Action::OtherEnd], "other end"),
    (&[Action::Export], "export"),
    (&[Action::FitSelection], "zoom to it"),
    (&[Action::Confirm], "filter by it"),
    (&[Action::Escape], "end the range"),
];

/// Draws the footer.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let plan = canvas.layout;
    let area = plan.footer;
    canvas.clear(area);
    let pending = app.keys.typed();
    if !app.keys.pending.is_empty() {
        return draw_following(app, &pending, canvas);
    }
    if !pending.is_empty() {
        canvas.text(area.right().saturating_sub(10), area.y, 10, &pending, Role::Key);
    }
    if let Some(view) = app.pending_view() {
        let keys = format!(" {pending} {}", app.browser.keymap.label(Mode::Browse, Action::Confirm));
        let step = app.browser.keymap.label(Mode::Browse, Action::NextEvent);
        let view = truncate(&view, usize::from(area.width) / 2);
        let pieces = [
            (keys, Role::Key),
            (format!(" {view}  "), Role::Plain),
            (format!(" {pending}{step}"), Role::Key),
            (format!(" moves {pending} events; a count works with every motion"), Role::Plain),
        ];
        canvas.cut_line(area.x, area.y, area.width.saturating_sub(11), &pieces);
        return;
    }
    if !app.browser.status.text.is_empty() {
        let role = if app.browser.status.tone == Tone::Error { Role::Error } else { Role::Strong };
        canvas.fitted(area.x + 1, area.y, area.width.saturating_sub(12), &app.browser.status.text, role);
        return;
    }
    let room = usize::from(area.width).saturating_sub(if pending.is_empty() { 0 } else { 12 });
    canvas.targets(area.x, area.y, area.width, &hints(app, &plan, room));
}

/// Draws the pressed keys of an incomplete key sequence, and every way to complete it.
fn draw_following(app: &App, pending: &str, canvas: &mut Canvas) {
    let (area, mode) = (canvas.layout.footer, app.mode());
    let mut pieces = vec![(format!(" {pending}… "), Role::Strong)];
    for (keys, action) in app.browser.keymap.following(mode, &app.keys.pending) {
        pieces.push((format!(" {keys}"), Role::Key));
        pieces.push((format!(" {} ", help_of(mode, action)), Role::Plain));
    }
    canvas.cut_line(area.x, area.y, area.width, &pieces);
}

/// Returns as many hints as fit into `room` cells. Clicking a key performs its action; clicking the label
/// performs the hint's first action.
fn hints(app: &App, plan: &ScreenLayout, room: usize) -> Vec<(Piece, HitTarget)> {
    let hints = match app.panel() {
        Some(panel) => panel.hints(),
        None if app.browser.cursor.range.is_some() => RANGE,
        None if plan.axis.is_none() => LIST,
        None => BROWSE,
    };
    let mode = app.mode();
    let mut pieces = Vec::new();
    let mut left = room;
    for (actions, word) in hints {
        let mut keys: Vec<String> =
            actions.iter().map(|action| app.browser.keymap.label(mode, *action)).collect();
        // Joins single characters (`jk`) but separates longer names: `[s]s` would not read as two keys.
        if keys.iter().any(|key| key.chars().count() > 1) {
            let last = keys.len() - 1;
            keys[..last].iter_mut().for_each(|key| key.push(' '));
        }
        let cells = width(&keys.concat()) + width(word) + 3;
        if keys.concat().is_empty() || cells > left {
            continue;
        }
        left -= cells;
        let first = actions.first().map_or(HitTarget::Pane, |action| HitTarget::Do(*action));
        pieces.push(((" ".to_owned(), Role::Key), first));
        let targets = actions.iter().map(|action| HitTarget::Do(*action));
        pieces.extend(keys.into_iter().map(|key| (key, Role::Key)).zip(targets));
        pieces.push(((format!(" {word} "), Role::Plain), first));
    }
    let views = app.browser.views().len().min(9);
    let keys = format!(" 1–{views} {}", app.browser.keymap.label(mode, Action::Confirm));
    if app.panel().is_none() && views > 0 && width(&keys) + 7 <= left {
        pieces.push(((keys, Role::Key), HitTarget::Pane));
        pieces.push(((" views ".to_owned(), Role::Plain), HitTarget::Pane));
    }
    pieces
}
