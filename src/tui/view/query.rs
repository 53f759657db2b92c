//! The line that a query is typed in: below it what it would do, above it what could stand there.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::problem::{Problem, Span};
use crate::query::Suggestion;
use crate::text::{counted, pad, width};
use crate::tui::app::{App, Prompt, QueryPreview};
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// As many suggestions are seen at once.
const ROWS: u16 = 8;

/// Draws the line and what is known of it; the place of the text cursor.
pub fn draw(
    app: &App,
    prompt: &Prompt,
    ahead: &QueryPreview,
    plan: &ScreenLayout,
    canvas: &mut Canvas,
) -> (u16, u16) {
    let below = plan.footer;
    let line = Rect { y: below.y.saturating_sub(1), ..below };
    canvas.clear(line);
    let x = canvas.text(line.x, line.y, line.width, &format!(" {}: ", prompt.ask.label()), Role::Key);
    let room = line.right().saturating_sub(x).max(1);
    let scroll = prompt.input.visual_scroll(usize::from(room.saturating_sub(1)));
    let text = prompt.input.value();
    let shown: String = text.chars().skip(scroll).collect();
    canvas.text(x, line.y, room, &shown, Role::Plain);
    // A byte of the text as a column of the screen.
    let column = |byte: usize| {
        let before = text.get(..byte).map_or_else(|| width(text), width);
        x + before.saturating_sub(scroll).min(usize::from(room.saturating_sub(1))) as u16
    };
    let is_unfinished =
        |error: &Problem<Span>| prompt.error.is_empty() && error.at.end as usize >= text.trim_end().len();
    match &ahead.answer {
        Err(error) if is_unfinished(error) && !ahead.completion.suggestions.is_empty() => {
            canvas.fitted(
                below.x + 1,
                below.y,
                below.width.saturating_sub(1),
                "Tab writes one of these",
                Role::Quiet,
            );
        }
        Err(error) => {
            let role = if is_unfinished(error) { Role::Quiet } else { Role::Error };
            draw_error(
                error,
                role,
                column(error.at.start as usize),
                column(error.at.end as usize),
                below,
                canvas,
            );
        }
        Ok(_) if text.trim().is_empty() => {
            canvas.fitted(
                below.x + 1,
                below.y,
                below.width.saturating_sub(1),
                &prompt.ask.hint(app),
                Role::Quiet,
            );
        }
        Ok((count, words)) => {
            let count = count.map_or("…".to_owned(), |count| count.to_string());
            let of = format!("{count} of {}", counted(app.data.timeline.len(), "event"));
            let end = canvas.text(below.x + 1, below.y, below.width.saturating_sub(1), &of, Role::Strong);
            let words = format!("  {words}");
            canvas.fitted(end, below.y, below.right().saturating_sub(end), &words, Role::Quiet);
        }
    }
    let above = Rect { y: 1, height: line.y.saturating_sub(1), ..plan.screen };
    draw_suggestions(ahead, column(ahead.completion.range.start), above, canvas);
    let cursor = prompt.input.visual_cursor().saturating_sub(scroll) as u16;
    ((x + cursor).min(line.right().saturating_sub(1)), line.y)
}

/// Carets under the place and what is wrong there, behind them or before them where there is more room.
fn draw_error(error: &Problem<Span>, role: Role, from: u16, to: u16, area: Rect, canvas: &mut Canvas) {
    let carets = "^".repeat(usize::from(to.saturating_sub(from).max(1)));
    let words = error.to_string();
    let end = canvas.text(from, area.y, area.right().saturating_sub(from), &carets, role);
    let (left, right) = (from.saturating_sub(area.x + 1), area.right().saturating_sub(end + 1));
    if usize::from(right) >= width(&words) || right >= left {
        canvas.fitted(end + 1, area.y, right, &words, role);
    } else {
        let fitted = crate::text::fit(&words, usize::from(left.saturating_sub(1))).into_owned();
        let x = from.saturating_sub(width(&fitted) as u16 + 1);
        canvas.text(x, area.y, left, &fitted, role);
    }
}

/// The suggestions in a box whose lower border is just above the line.
fn draw_suggestions(ahead: &QueryPreview, x: u16, room: Rect, canvas: &mut Canvas) {
    let suggestions = &ahead.completion.suggestions;
    if suggestions.is_empty() || room.height < 3 {
        return;
    }
    let rows = ROWS.min(suggestions.len() as u16).min(room.height - 2);
    let widest = |part: fn(&Suggestion) -> usize| suggestions.iter().map(part).max().unwrap_or(0);
    let (text, label) = (widest(|one| width(&one.text)).min(40), widest(|one| width(&one.label)).min(56));
    let count = widest(|one| one.count.map_or(0, |count| count.to_string().len()));
    let cells = (text + label + count + 6).min(usize::from(room.width)) as u16;
    let x = x.saturating_sub(2).min(room.right().saturating_sub(cells)).max(room.x);
    let area = Rect::new(x, room.bottom() - rows - 2, cells, rows + 2);
    let place = ahead.chosen.map(|chosen| format!("{}/{}", chosen + 1, suggestions.len()));
    let inside = canvas.boxed(area, &place.unwrap_or_default());
    let top = (ahead.chosen.unwrap_or(0) + 1).saturating_sub(usize::from(rows));
    for ((index, one), y) in suggestions.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
        let number = one.count.map(|count| count.to_string()).unwrap_or_default();
        let pieces = [
            (format!(" {} ", pad(&one.text, text)), Role::Plain),
            (pad(&one.label, label), Role::Quiet),
            (format!(" {number:>count$} "), Role::Key),
        ];
        canvas.line(inside.x, y, inside.width, &pieces);
        if Some(index) == ahead.chosen {
            canvas.mark(Rect { y, height: 1, ..inside }, Role::Cursor);
        }
    }
}
