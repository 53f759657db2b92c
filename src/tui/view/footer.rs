//! The last line: what is typed, what happened, or which keys help now.

use super::canvas::{Canvas, Piece};
use super::query;
use crate::text::{fit, width};
use crate::tui::action::Action;
use crate::tui::app::{App, Overlay, Prompt, Tone};
use crate::tui::hit_map::HitTarget;
use crate::tui::keymap::Mode;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// Keys worth knowing in a mode: the actions of one hint and the word for them.
type Hint = (&'static [Action], &'static str);

/// Where there is only the list.
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
    (&[Action::PanLeft, Action::PanRight], "time"),
    (&[Action::ZoomIn, Action::ZoomOut], "zoom"),
    (&[Action::Search], "search"),
    (&[Action::Facets], "facets"),
    (&[Action::MarkRange], "range"),
    (&[Action::Export], "export"),
    (&[Action::Help], "help"),
    (&[Action::Policies], "policies"),
    (&[Action::Back], "quit"),
    (&[Action::Confirm], "read"),
    (&[Action::JumpToDate], "date"),
    (&[Action::NextLanes], "lanes"),
    (&[Action::Undo], "undo"),
    (&[Action::Copy], "copy"),
    (&[Action::OpenSource], "source"),
    (&[Action::Thread], "thread"),
];

const RANGE: &[Hint] = &[
    (&[Action::Escape], "let go"),
    (&[Action::NextEvent, Action::PreviousEvent], "move this end"),
    (&[Action::JumpToDate], "to a date"),
    (&[Action::OtherEnd], "other end"),
    (&[Action::Export], "export"),
    (&[Action::FitSelection], "zoom to it"),
    (&[Action::Confirm], "filter by it"),
];

const FACETS: &[Hint] = &[
    (&[Action::Toggle], "include"),
    (&[Action::Exclude], "exclude"),
    (&[Action::Only], "only"),
    (&[Action::Escape], "done"),
    (&[Action::Next], "next facet"),
];

const FILTERS: &[Hint] = &[
    (&[Action::Toggle], "on/off"),
    (&[Action::Change], "change"),
    (&[Action::Remove], "remove"),
    (&[Action::ToggleFilters], "all on/off"),
    (&[Action::Escape], "done"),
];

const EXPORT: &[Hint] = &[
    (&[Action::Escape], "back"),
    (&[Action::Accept], "write"),
    (&[Action::Next], "next field"),
    (&[Action::Down, Action::Up], "change"),
    (&[Action::CopyCommand], "copy the command instead"),
];

const READER: &[Hint] =
    &[(&[Action::Down, Action::Up], "scroll"), (&[Action::PageDown], "page"), (&[Action::Escape], "back")];

const PICKER: &[Hint] =
    &[(&[Action::Down, Action::Up], "choose"), (&[Action::Accept], "do it"), (&[Action::Escape], "back")];

const CLOCKS: &[Hint] = &[
    (&[Action::Down, Action::Up], "choose"),
    (&[Action::Accept], "place by it"),
    (&[Action::Escape], "back"),
];

const POLICIES: &[Hint] = &[
    (&[Action::Down, Action::Up], "policy"),
    (&[Action::PreviousOwnChange, Action::NextOwnChange], "its changes"),
    (&[Action::PreviousChange, Action::NextChange], "any change"),
    (&[Action::Compare], "compare"),
    (&[Action::WhoFirst], "who first"),
    (&[Action::Accept], "event"),
    (&[Action::Escape], "back"),
    (&[Action::Help], "help"),
    (&[Action::JumpToDate], "date"),
    (&[Action::CopyCommand], "copy the command"),
];

const RACE: &[Hint] = &[
    (&[Action::Down, Action::Up], "choose"),
    (&[Action::Previous, Action::Next], "status"),
    (&[Action::Accept], "go there"),
    (&[Action::Escape], "back"),
];

const SOURCES: &[Hint] = &[
    (&[Action::Down, Action::Up], "choose"),
    (&[Action::Accept], "open"),
    (&[Action::CopyLink], "copy link"),
    (&[Action::Escape], "back"),
];

const THREAD: &[Hint] = &[
    (&[Action::Down, Action::Up], "choose"),
    (&[Action::Centre], "its thread"),
    (&[Action::CentreBefore], "back"),
    (&[Action::GoTo], "go there"),
    (&[Action::Escape], "leave"),
];

/// Draws the footer; the place of the text cursor when a prompt is open.
pub fn draw(app: &App, plan: &ScreenLayout, canvas: &mut Canvas) -> Option<(u16, u16)> {
    let area = plan.footer;
    canvas.clear(area);
    if let Some(Overlay::Prompt(prompt)) = &app.overlay {
        return Some(match &prompt.ahead {
            Some(ahead) => query::draw(app, prompt, ahead, plan, canvas),
            None => draw_prompt(app, prompt, plan, canvas),
        });
    }
    let pending = app.pending();
    if !pending.is_empty() {
        canvas.text(area.right().saturating_sub(10), area.y, 10, &pending, Role::Key);
    }
    if let Some(view) = app.pending_view() {
        let keys = format!(" {pending} {}", app.keymap().label(Mode::Browse, Action::Confirm));
        let step = app.keymap().label(Mode::Browse, Action::NextEvent);
        let view = fit(&view, usize::from(area.width) / 2);
        let pieces = [
            (keys, Role::Key),
            (format!(" {view}  "), Role::Plain),
            (format!(" {pending}{step}"), Role::Key),
            (" so many events on, as with every move".to_owned(), Role::Plain),
        ];
        canvas.line(area.x, area.y, area.width.saturating_sub(11), &pieces);
        return None;
    }
    if !app.status.text.is_empty() {
        let role = if app.status.tone == Tone::Error { Role::Error } else { Role::Strong };
        canvas.fitted(area.x + 1, area.y, area.width.saturating_sub(12), &app.status.text, role);
        return None;
    }
    let room = usize::from(area.width).saturating_sub(if pending.is_empty() { 0 } else { 12 });
    canvas.targets(area.x, area.y, area.width, &hints(app, room));
    None
}

/// As many hints as fit; a key stands for its action, the word for the first.
fn hints(app: &App, room: usize) -> Vec<(Piece, HitTarget)> {
    let mode = app.mode();
    let hints = match (mode, &app.overlay) {
        (Mode::Browse, _) if app.range.is_some() => RANGE,
        (Mode::Browse, _) if app.plan().axis.is_none() => LIST,
        (Mode::Browse, _) => BROWSE,
        (Mode::Facets, _) => FACETS,
        (Mode::Filters, _) => FILTERS,
        (Mode::Export, _) => EXPORT,
        (Mode::Reader, _) => READER,
        (Mode::Prompt, Some(Overlay::Picker(_))) => PICKER,
        (Mode::Sources, _) => SOURCES,
        (Mode::Policies, _) => POLICIES,
        (Mode::Race, _) => RACE,
        (Mode::Clocks, _) => CLOCKS,
        (Mode::Thread, _) => THREAD,
        (Mode::Prompt | Mode::Copy | Mode::Anywhere, _) => &[],
    };
    let mut pieces = Vec::new();
    let mut left = room;
    for (actions, word) in hints {
        let keys: Vec<String> = actions.iter().map(|action| app.keymap().label(mode, *action)).collect();
        let cells = width(&keys.concat()) + width(word) + 3;
        if keys.concat().is_empty() {
            continue;
        }
        if cells > left {
            continue;
        }
        left -= cells;
        let first = actions.first().map_or(HitTarget::Pane, |action| HitTarget::Do(*action));
        pieces.push(((" ".to_owned(), Role::Key), first));
        let hits = actions.iter().map(|action| HitTarget::Do(*action));
        pieces.extend(keys.into_iter().map(|key| (key, Role::Key)).zip(hits));
        pieces.push(((format!(" {word} "), Role::Plain), first));
    }
    pieces
}

fn draw_prompt(app: &App, prompt: &Prompt, plan: &ScreenLayout, canvas: &mut Canvas) -> (u16, u16) {
    let area = plan.footer;
    let x = canvas.text(area.x, area.y, area.width, &format!(" {}: ", prompt.ask.label()), Role::Key);
    let room = area.right().saturating_sub(x).max(1);
    let scroll = prompt.input.visual_scroll(usize::from(room.saturating_sub(1)));
    let shown: String = prompt.input.value().chars().skip(scroll).collect();
    let end = canvas.text(x, area.y, room, &shown, Role::Plain);
    let left = area.right().saturating_sub(end + 2);
    if !prompt.error.is_empty() {
        let above = area.y.saturating_sub(1);
        canvas.clear(ratatui::layout::Rect { y: above, height: 1, ..area });
        canvas.fitted(area.x + 1, above, area.width.saturating_sub(1), &prompt.error, Role::Error);
    } else if left > 10 {
        let hint = fit(&prompt.ask.hint(app), usize::from(left)).into_owned();
        canvas.text(area.right().saturating_sub(width(&hint) as u16), area.y, left, &hint, Role::Quiet);
    }
    let cursor = prompt.input.visual_cursor().saturating_sub(scroll) as u16;
    ((x + cursor).min(area.right().saturating_sub(1)), area.y)
}
