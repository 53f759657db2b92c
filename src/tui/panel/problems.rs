//! The panel of the problems in the files, as reported by `check`.

use super::{Hint, Outcome, Panel, Request};
use crate::problem::{Location, Problem, folded};
use crate::text::counted;
use crate::tui::action::{Action, Mode};
use crate::tui::browser::Browser;
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::menu::Scroll;
use crate::tui::side_effect::SideEffect;
use crate::tui::theme::Role;

/// The problems as a scrolling text.
#[derive(Default)]
pub struct Problems {
    scroll: Scroll,
    /// The lines, each with the location of its problem.
    lines: Vec<(String, Location)>,
}

/// Renders problems as lines, errors first.
fn lines(problems: &[Problem]) -> Vec<(String, Location)> {
    let mut problems = problems.to_vec();
    problems.sort_by_key(|problem| problem.severity);
    let lines = |(problem, more): (&Problem, usize)| -> Vec<(String, Location)> {
        let more = if more > 0 { format!("\nand {more} more of these") } else { String::new() };
        let text = problem.render(false) + &more;
        text.lines().map(|line| (line.to_owned(), problem.at.clone())).collect()
    };
    folded(&problems).into_iter().flat_map(lines).collect()
}

const HINTS: &[Hint] = &[
    (&[Action::Down, Action::Up], "scroll"),
    (&[Action::Accept], "edit the uppermost"),
    (&[Action::Escape], "back"),
];

impl Panel for Problems {
    fn mode(&self) -> Mode {
        Mode::Reader
    }

    fn hints(&self) -> &'static [Hint] {
        HINTS
    }

    fn scroll(&mut self) -> Option<&mut Scroll> {
        Some(&mut self.scroll)
    }

    fn settle(&mut self, browser: &Browser) -> bool {
        self.lines = lines(&browser.data.problems);
        self.scroll.top = self.scroll.top.min(self.lines.len().saturating_sub(1));
        true
    }

    fn act(&mut self, action: Action, _browser: &Browser, _extent: Extent) -> Outcome {
        match action {
            Action::OpenSource | Action::Copy => Outcome::Stay,
            Action::Accept => match self.lines.get(self.scroll.top) {
                Some((_, at)) if at.line > 0 && at.file != "-" => {
                    Outcome::Do(Request::Run(SideEffect::Edit(at.file.clone().into(), at.line as u32)))
                }
                _ => Outcome::note("this problem has no file to edit"),
            },
            _ => Outcome::Pass,
        }
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let area = centred(canvas.layout.body(), 110, u16::MAX);
        let inside = canvas.boxed(area, &counted(browser.data.problems.len(), "problem"));
        canvas.drawn.panel = Extent::of(self.lines.len(), inside.height);
        if self.lines.is_empty() {
            canvas.text(inside.x + 1, inside.y, inside.width, "nothing is wrong with the files", Role::Plain);
        }
        for ((line, _), y) in self.lines.iter().skip(self.scroll.top).zip(inside.top()..inside.bottom()) {
            let role = match line {
                line if line.starts_with("error") => Role::Error,
                line if line.starts_with("warning") => Role::Doubt,
                _ => Role::Plain,
            };
            canvas.fitted(inside.x + 1, y, inside.width.saturating_sub(2), line, role);
        }
    }
}
