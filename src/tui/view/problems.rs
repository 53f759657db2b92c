//! The problems of the files, as `check` tells them.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use crate::problem::Problem;
use crate::text::counted;
use crate::tui::app::App;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// Draws the problems.
pub fn draw(app: &App, top: usize, plan: &ScreenLayout, canvas: &mut Canvas) {
    let body = Rect { y: 1, height: plan.screen.height.saturating_sub(2), ..plan.screen };
    let area = centred(body, 110, body.height);
    let inside = canvas.boxed(area, &counted(app.data.problems.len(), "problem"));
    if app.data.problems.is_empty() {
        canvas.text(inside.x + 1, inside.y, inside.width, "nothing is wrong with the files", Role::Plain);
    }
    for (line, y) in lines(app).iter().skip(top).zip(inside.top()..inside.bottom()) {
        let role = match line {
            line if line.starts_with("error") => Role::Error,
            line if line.starts_with("warning") => Role::Doubt,
            _ => Role::Plain,
        };
        canvas.fitted(inside.x + 1, y, inside.width.saturating_sub(2), line, role);
    }
}

/// Every line of every problem, errors first.
pub fn lines(app: &App) -> Vec<String> {
    let mut problems: Vec<&Problem> = app.data.problems.iter().collect();
    problems.sort_by_key(|problem| problem.severity);
    let rendered = problems.into_iter().map(|problem| problem.render(false));
    rendered.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}
