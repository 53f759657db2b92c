//! Two small popups: what to copy, and which source to open.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use super::detail::source_words;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::keymap::{Mode, label};
use crate::tui::plan::Plan;
use crate::tui::theme::Role;

/// Draws what can be copied.
pub fn draw_copy(plan: &Plan, canvas: &mut Canvas) {
    let actions = [Action::CopyCitation, Action::CopyLink, Action::CopyYaml, Action::CopyView];
    let inside = canvas.boxed(centred(plan.screen, 52, actions.len() as u16 + 2), "Copy");
    for (action, y) in actions.into_iter().zip(inside.top()..inside.bottom()) {
        let x = canvas.text(inside.x + 1, y, inside.width, &label(Mode::Copy, action), Role::Key);
        canvas.fitted(x + 2, y, inside.right().saturating_sub(x + 2), action.help(), Role::Plain);
    }
}

/// Draws the sources of the event under the cursor.
pub fn draw_sources(app: &App, selected: usize, plan: &Plan, canvas: &mut Canvas) {
    let Some(event) = app.current().map(|event| app.data.timeline.event(event)) else { return };
    let inside = canvas
        .boxed(centred(plan.screen, 90, (event.sources.len().min(1_000) * 2 + 2) as u16), "Open a source");
    let top = (selected * 2 + 2).saturating_sub(usize::from(inside.height)) / 2;
    let mut y = inside.top();
    for (index, source) in event.sources.iter().enumerate().skip(top) {
        if y + 1 >= inside.bottom() {
            break;
        }
        let words = format!("[{}] {}", index + 1, source_words(&app.data.timeline, source));
        canvas.fitted(inside.x, y, inside.width, &words, Role::Plain);
        canvas.fitted(inside.x + 4, y + 1, inside.width.saturating_sub(4), &source.url, Role::Link);
        if index == selected {
            canvas.mark(Rect { y, height: 1, ..inside }, Role::Cursor);
        }
        y += 2;
    }
}
