//! Small popups: what to copy, which source to open, which date places events.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use super::detail::source_words;
use crate::model::Clock;
use crate::model::field::CLOCKS;
use crate::text::pad;
use crate::tui::action::Action;
use crate::tui::app::{App, ClockRow};
use crate::tui::hit_map::HitTarget;
use crate::tui::keymap::Mode;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// Draws what can be copied.
pub fn draw_copy(app: &App, plan: &ScreenLayout, canvas: &mut Canvas) {
    let actions = [Action::CopyCitation, Action::CopyLink, Action::CopyYaml, Action::CopyView];
    let inside = canvas.boxed(centred(plan.screen, 52, actions.len() as u16 + 2), "Copy");
    for (action, y) in actions.into_iter().zip(inside.top()..inside.bottom()) {
        let x =
            canvas.text(inside.x + 1, y, inside.width, &app.keymap().label(Mode::Copy, action), Role::Key);
        canvas.fitted(x + 2, y, inside.right().saturating_sub(x + 2), action.help(), Role::Plain);
        canvas.hits.add(Rect { y, height: 1, ..inside }, HitTarget::Do(action));
    }
}

/// Draws the dates that may place events, each with how many have it; the one that does is marked.
pub fn draw_clocks(app: &App, rows: &[ClockRow], selected: usize, plan: &ScreenLayout, canvas: &mut Canvas) {
    let area = centred(plan.screen, 58, rows.len() as u16 + 2);
    let inside = canvas.boxed(area, "Which date places events");
    let top = (selected + 1).saturating_sub(usize::from(inside.height));
    for (index, y) in (top..rows.len()).zip(inside.top()..inside.bottom()) {
        let ClockRow { clock, events } = rows[index];
        let mark = if clock == app.data.timeline.clock() { app.look.or("● ", "* ") } else { "  " };
        let x = canvas.text(inside.x + 1, y, inside.width, mark, Role::Key);
        let words = format!("{} {:>6}", pad(clock.map_or("date", Clock::words), 10), events);
        let x = canvas.text(x, y, inside.right().saturating_sub(x), &words, Role::Plain);
        let key = clock.and_then(|clock| CLOCKS.iter().find(|key| key.name == clock.word()));
        let about = key.map_or("What the record calls its date.", |key| key.about);
        canvas.fitted(x + 2, y, inside.right().saturating_sub(x + 2), about, Role::Quiet);
        let line = Rect { y, height: 1, ..inside };
        canvas.hits.add(line, HitTarget::Row(index));
        if index == selected {
            canvas.mark(line, Role::Cursor);
        }
    }
}

/// Draws the sources of the event under the cursor.
pub fn draw_sources(app: &App, selected: usize, plan: &ScreenLayout, canvas: &mut Canvas) {
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
        canvas.hits.add(Rect { y, height: 2, ..inside }, HitTarget::Row(index));
        if index == selected {
            canvas.mark(Rect { y, height: 1, ..inside }, Role::Cursor);
        }
        y += 2;
    }
}
