//! The prompt: an input line for a search, a date or a query.

mod query_preview;

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Outcome, Panel, Request};
use crate::query::{Needle, Query};
use crate::text::{one_line, truncate, width};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Cancelled, Data, Renumbering};
use crate::tui::canvas::Canvas;
use crate::tui::date_jump;
use crate::tui::hit_map::Extent;
use crate::tui::side_effect::SideEffect;
use crate::tui::theme::Role;
pub use query_preview::QueryPreview;

/// The purpose of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// A text to search for.
    Search,
    /// A date to go to, or a range to mark.
    Jump,
    /// A day to compare the policies with.
    Compare,
    /// A name under which to save the present view.
    SaveView,
    /// A query to filter by.
    Query,
    /// A changed query for the chip at this index.
    Chip(usize),
}

/// A prompt with its input line.
#[derive(Debug, Clone)]
pub struct Prompt {
    ask: PromptKind,
    /// The text typed so far.
    pub input: Input,
    error: String,
    /// The preview of a query; `None` for other prompts.
    pub preview: Option<QueryPreview>,
}

impl PromptKind {
    fn label(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Jump => "go to",
            Self::Compare => "compare with",
            Self::SaveView => "save view as",
            Self::Query => "filter",
            Self::Chip(_) => "change filter",
        }
    }

    /// Describes the syntax of the input.
    fn hint(self, browser: &Browser) -> String {
        match self {
            Self::Search => {
                let [next, previous] =
                    [Action::NextHit, Action::PreviousHit].map(|action| browser.key(action));
                format!("titles, actors, then all text; \"exact\", /re/; {next} and {previous} walk the hits")
            }
            Self::Jump => "2024-05, may 2024, 22 may 2024, today, +6m, -1y, 13..31 may 2024".to_owned(),
            Self::Compare => {
                let accept = browser.keymap.label(Mode::Prompt, Action::Accept);
                format!("a date; or {accept} marks this day, and you move to the other")
            }
            Self::SaveView => "a name; filters, range, order, lanes and cursor are kept".to_owned(),
            Self::Query | Self::Chip(_) => QueryPreview::HINT.to_owned(),
        }
    }
}

impl Prompt {
    /// Creates a prompt; for a chip, it starts with the chip's query.
    pub fn new(ask: PromptKind, browser: &Browser) -> Self {
        let text = match ask {
            PromptKind::Chip(chip) => browser.shown.filter.chips.get(chip).map(ToString::to_string),
            _ => None,
        };
        Self::with_text(ask, text.unwrap_or_default(), browser)
    }

    /// Creates a prompt that starts with a text.
    pub fn with_text(ask: PromptKind, text: String, browser: &Browser) -> Self {
        let mut prompt = Self { ask, input: Input::new(text), error: String::new(), preview: None };
        prompt.refresh_preview(browser);
        prompt
    }

    /// Recomputes the preview if the prompt is for a query.
    fn refresh_preview(&mut self, browser: &Browser) {
        let mut filter = browser.shown.filter.clone();
        match self.ask {
            PromptKind::Query => {}
            PromptKind::Chip(index) => filter.remove(index),
            PromptKind::Search | PromptKind::Jump | PromptKind::Compare | PromptKind::SaveView => return,
        }
        // The other filters cannot change while a query is typed, and a reload takes the preview away.
        let before = self.preview.take().map(|preview| preview.under);
        let under = before.unwrap_or_else(|| browser.data.run(&filter.query()).into());
        self.preview = Some(QueryPreview::new(&self.input, under, &browser.data));
    }

    fn accept(&mut self, browser: &Browser) -> Outcome {
        let text = self.input.value().trim();
        let request = match self.ask {
            PromptKind::Search => Ok(Request::change(|browser| browser.end_search(true))),
            PromptKind::Jump => go_to(text, browser),
            PromptKind::Compare if text.is_empty() => Ok(Request::Compare(browser.cursor.at)),
            PromptKind::Compare => date_jump::parse(text, browser.cursor.at, browser.data.today)
                .map(|(from, _)| Request::Compare(from)),
            PromptKind::SaveView => self.save_view(&one_line(text), browser),
            PromptKind::Query => narrow(text, None, browser),
            PromptKind::Chip(chip) => narrow(text, Some(chip), browser),
        };
        match request {
            Ok(request) => Outcome::Leave(request),
            Err(error) => {
                self.error = error;
                Outcome::Stay
            }
        }
    }

    /// Asks once more before a view of this name is replaced.
    fn save_view(&self, name: &str, browser: &Browser) -> Result<Request, String> {
        if name.is_empty() {
            return Err("a view needs a name".to_owned());
        }
        let accept = browser.keymap.label(Mode::Prompt, Action::Accept);
        let question = format!("there is a view of this name; {accept} replaces it and its comments");
        if browser.views().iter().any(|view| view.is_called(name)) && self.error != question {
            return Err(question);
        }
        Ok(Request::Run(SideEffect::SaveView(Box::new(browser.to_view(name)))))
    }

    /// Draws the label and the visible part of the input. Returns the first column of the input, the number
    /// of columns scrolled out of view, and the column after the input.
    fn draw_line(&self, line: Rect, canvas: &mut Canvas) -> (u16, usize, u16) {
        canvas.clear(line);
        let x = canvas.text(line.x, line.y, line.width, &format!(" {}: ", self.ask.label()), Role::Key);
        let room = line.right().saturating_sub(x).max(1);
        let (scroll, end) = canvas.input(&self.input, Rect { x, width: room, ..line }, Role::Plain);
        (x, scroll, end)
    }
}

/// Parses a date to go to, or a range to mark.
fn go_to(text: &str, browser: &Browser) -> Result<Request, String> {
    let (here, today) = (browser.cursor.at, browser.data.today);
    match date_jump::parse_range(text, here, today) {
        Some(range) => range.map(|[from, to]| Request::change(move |browser| browser.mark_range(from, to))),
        None => date_jump::parse(text, here, today)
            .map(|span| Request::change(move |browser| browser.go_to_span(span))),
    }
}

/// Parses a query to filter by, or to replace a chip; the error says where it goes wrong.
fn narrow(text: &str, chip: Option<usize>, browser: &Browser) -> Result<Request, String> {
    let query = Query::parse(text, browser.data.today).map_err(|error| error.to_string())?;
    let query = browser.data.index.resolve(&query);
    Ok(Request::change(move |browser| browser.narrow(&query, chip)))
}

impl Panel for Prompt {
    fn mode(&self) -> Mode {
        Mode::Prompt
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn renumber(&mut self, _moved: &Renumbering, _data: &Data) -> bool {
        self.preview = None;
        true
    }

    fn settle(&mut self, browser: &Browser) -> bool {
        if self.preview.is_none() {
            self.refresh_preview(browser);
        }
        true
    }

    fn holds_text(&self) -> bool {
        true
    }

    fn catch_up(&mut self, browser: &Browser, cancelled: &Cancelled) -> bool {
        let text = self.input.value();
        self.preview.as_mut().is_some_and(|preview| preview.catch_up(text, &browser.data, cancelled))
    }

    fn typed(&mut self, browser: &Browser) -> Outcome {
        self.error.clear();
        if self.ask == PromptKind::Search {
            self.error = Needle::new(self.input.value()).err().unwrap_or_default();
            let text = self.input.value().to_owned();
            return Outcome::Do(Request::change(move |browser| browser.search_while_typing(&text)));
        }
        self.refresh_preview(browser);
        Outcome::Stay
    }

    fn act(&mut self, action: Action, browser: &Browser, _extent: Extent) -> Outcome {
        match action {
            Action::Accept if self.preview.as_ref().is_some_and(QueryPreview::awaits_value) => {
                self.refresh_preview(browser);
            }
            Action::Accept => return self.accept(browser),
            Action::Down | Action::Up => {
                let preview = self.preview.iter_mut();
                preview.for_each(|one| one.write_suggestion(action, &mut self.input, &browser.data));
            }
            Action::Escape if self.ask == PromptKind::Search => {
                return Outcome::Leave(Request::change(|browser| browser.end_search(false)));
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let area = canvas.layout.footer;
        if let Some(preview) = &self.preview {
            canvas.clear(area);
            let (x, scroll, _) = self.draw_line(Rect { y: area.y.saturating_sub(1), ..area }, canvas);
            let (text, is_refused) = (self.input.value(), !self.error.is_empty());
            return preview.draw(text, (x, scroll), is_refused, &browser.data, canvas);
        }
        let (_, _, end) = self.draw_line(area, canvas);
        let left = area.right().saturating_sub(end + 2);
        if !self.error.is_empty() {
            let above = area.y.saturating_sub(1);
            canvas.clear(Rect { y: above, height: 1, ..area });
            canvas.fitted(area.x + 1, above, area.width.saturating_sub(1), &self.error, Role::Error);
        } else if left > 10 {
            let hint = truncate(&self.ask.hint(browser), usize::from(left)).into_owned();
            canvas.text(area.right().saturating_sub(width(&hint) as u16), area.y, left, &hint, Role::Quiet);
        }
    }
}
