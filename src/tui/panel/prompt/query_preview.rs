//! The preview of a query while it is typed: the number of events it matches, or the error, and completions
//! at the cursor.

use std::sync::Arc;

use ratatui::layout::Rect;
use roaring::RoaringBitmap;
use tui_input::Input;

use crate::problem::{Problem, Span};
use crate::query::{Completion, Query, Suggestion, complete};
use crate::text::{counted, pad, width};
use crate::tui::action::Action;
use crate::tui::browser::{AT_ONCE, Cancelled, Data, unless};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;

/// The most suggestions shown at once.
const ROWS: u16 = 8;

/// The preview of a typed query.
#[derive(Debug, Clone)]
pub struct QueryPreview {
    /// The number of events, once counted, and the meaning in words; or the syntax error.
    pub answer: Result<(Option<u64>, String), Problem<Span>>,
    /// Completions at the cursor, once computed.
    pub completion: Completion,
    /// The index of the suggestion that is inserted at present.
    chosen: Option<usize>,
    /// The text and the byte offset of the cursor before a suggestion was inserted.
    typed: (String, usize),
    /// The events that pass the other filters.
    pub(super) under: Arc<RoaringBitmap>,
    /// Whether counts are still to be computed: see [`QueryPreview::catch_up`].
    pending: bool,
}

impl QueryPreview {
    /// Describes the syntax of a query.
    pub(super) const HINT: &str = "country:us,gb kind:decision -tag:nuclear date:2024-05..2024-11";

    /// Creates the preview of a query among the events that pass the other filters. Of many events, counts
    /// stay pending.
    pub(super) fn new(input: &Input, under: Arc<RoaringBitmap>, data: &Data) -> Self {
        let text = input.value().to_owned();
        let at = text.char_indices().nth(input.cursor()).map_or(text.len(), |(at, _)| at);
        let words = |query: Query| (None, query.words(&data.index));
        let answer = Query::parse(&text, data.today).map(words);
        let completion = Completion::default();
        let mut preview = Self { answer, completion, chosen: None, typed: (text, at), under, pending: true };
        if data.timeline.len() <= AT_ONCE {
            preview.count(input.value(), data, &|| false);
        }
        preview
    }

    /// Counts the events that `text` matches and, unless a suggestion is inserted, computes the completions.
    fn count(&mut self, text: &str, data: &Data, cancelled: &Cancelled) {
        let (timeline, index) = (&data.timeline, &data.index);
        if self.chosen.is_none() {
            let (typed, at) = &self.typed;
            self.completion = complete(typed, *at, (timeline, index), &self.under, data.today, cancelled);
        }
        if let (Ok((count, _)), Ok(query)) = (&mut self.answer, Query::parse(text, data.today)) {
            *count = Some(index.run_within(timeline, &query, &self.under, cancelled).len());
        }
        self.pending = false;
    }

    /// Computes pending counts unless `cancelled` returns true meanwhile. Returns whether counts were
    /// computed.
    pub(super) fn catch_up(&mut self, text: &str, data: &Data, cancelled: &Cancelled) -> bool {
        if !self.pending {
            return false;
        }
        let mut counted = self.clone();
        let ((), whole) = unless(cancelled, |cancelled| counted.count(text, data, cancelled));
        if whole {
            *self = counted;
        }
        whole
    }

    /// Inserts the next or previous suggestion at the cursor. A single suggestion is accepted at once, and
    /// completions after it are computed.
    pub(super) fn write_suggestion(&mut self, action: Action, input: &mut Input, data: &Data) {
        if self.pending {
            self.count(input.value(), data, &|| false);
        }
        let count = self.completion.suggestions.len();
        if count == 0 {
            return;
        }
        let chosen = match (self.chosen, action) {
            (None, Action::Up) => count - 1,
            (None, _) => 0,
            (Some(now), Action::Up) => (now + count - 1) % count,
            (Some(now), _) => (now + 1) % count,
        };
        let (completion, (typed, at)) = (self.completion.clone(), self.typed.clone());
        let before = format!("{}{}", &typed[..completion.range.start], completion.suggestions[chosen].text);
        let cursor = before.chars().count();
        *input = Input::new(before + &typed[at..]).with_cursor(cursor);
        *self = Self::new(input, Arc::clone(&self.under), data);
        if count > 1 {
            (self.completion, self.typed, self.chosen) = (completion, (typed, at), Some(chosen));
        }
    }

    /// Whether the inserted suggestion is a field without a value. Enter then accepts the field and suggests
    /// its values, instead of accepting the query.
    pub(super) fn awaits_value(&self) -> bool {
        let written = self.chosen.and_then(|chosen| self.completion.suggestions.get(chosen));
        written.is_some_and(|suggestion| suggestion.text.ends_with(':'))
    }

    /// Draws the result below the input line and the suggestions above it. `x` is the first column of the
    /// input, `scroll` the number of its columns out of view; a text that was refused is wrong as it is.
    pub(super) fn draw(
        &self,
        text: &str,
        (x, scroll): (u16, usize),
        is_refused: bool,
        data: &Data,
        canvas: &mut Canvas,
    ) {
        let below = canvas.layout.footer;
        let line = Rect { y: below.y.saturating_sub(1), ..below };
        // Returns the screen column of a byte of the text.
        let column = |byte: usize| {
            let before = text.get(..byte).map_or_else(|| width(text), width).saturating_sub(scroll);
            x + before.min(usize::from(line.right().saturating_sub(x + 1))) as u16
        };
        let note = |words: &str, canvas: &mut Canvas| {
            canvas.fitted(below.x + 1, below.y, below.width.saturating_sub(1), words, Role::Quiet);
        };
        let is_unfinished =
            |error: &Problem<Span>| !is_refused && error.at.end as usize >= text.trim_end().len();
        match &self.answer {
            Err(error) if is_unfinished(error) && !self.completion.suggestions.is_empty() => {
                note("Tab writes one of these", canvas);
            }
            Err(error) => {
                let role = if is_unfinished(error) { Role::Quiet } else { Role::Error };
                let (from, to) = (column(error.at.start as usize), column(error.at.end as usize));
                draw_error(error, role, from, to, below, canvas);
            }
            Ok(_) if text.trim().is_empty() => note(Self::HINT, canvas),
            Ok((count, words)) => {
                let count = count.map_or("…".to_owned(), |count| count.to_string());
                let of = format!("{count} of {}", counted(data.timeline.len(), "event"));
                let end = canvas.text(below.x + 1, below.y, below.width.saturating_sub(1), &of, Role::Strong);
                let words = format!("  {words}");
                canvas.fitted(end, below.y, below.right().saturating_sub(end), &words, Role::Quiet);
            }
        }
        let above = Rect { y: 1, height: line.y.saturating_sub(1), ..line };
        draw_suggestions(self, column(self.completion.range.start), above, canvas);
    }
}

/// Draws carets under the error, and the message to the right or left of them, where there is more room.
fn draw_error(error: &Problem<Span>, role: Role, from: u16, to: u16, area: Rect, canvas: &mut Canvas) {
    let carets = "^".repeat(usize::from(to.saturating_sub(from).max(1)));
    let words = error.to_string();
    let end = canvas.text(from, area.y, area.right().saturating_sub(from), &carets, role);
    let (left, right) = (from.saturating_sub(area.x + 1), area.right().saturating_sub(end + 1));
    if usize::from(right) >= width(&words) || right >= left {
        canvas.fitted(end + 1, area.y, right, &words, role);
    } else {
        let fitted = crate::text::truncate(&words, usize::from(left.saturating_sub(1))).into_owned();
        let x = from.saturating_sub(width(&fitted) as u16 + 1);
        canvas.text(x, area.y, left, &fitted, role);
    }
}

/// Draws the suggestions in a box that ends just above the input line.
fn draw_suggestions(preview: &QueryPreview, x: u16, room: Rect, canvas: &mut Canvas) {
    let suggestions = &preview.completion.suggestions;
    if suggestions.is_empty() || room.height < 3 {
        return;
    }
    let rows = ROWS.min(suggestions.len() as u16).min(room.height - 2);
    let widest = |part: fn(&Suggestion) -> usize| suggestions.iter().map(part).max().unwrap_or(0);
    let (text, label) = (widest(|one| width(&one.text)).min(40), widest(|one| width(&one.label)).min(56));
    let count = widest(|one| one.count.map_or(0, |count| count.to_string().len()));
    // The counts stay on a narrow terminal.
    let label = label.min(usize::from(room.width).saturating_sub(text + count + 6));
    let cells = (text + label + count + 6).min(usize::from(room.width)) as u16;
    let x = x.saturating_sub(2).min(room.right().saturating_sub(cells)).max(room.x);
    let area = Rect::new(x, room.bottom() - rows - 2, cells, rows + 2);
    let place = preview.chosen.map(|chosen| format!("{}/{}", chosen + 1, suggestions.len()));
    let inside = canvas.boxed(area, &place.unwrap_or_default());
    let top = (preview.chosen.unwrap_or(0) + 1).saturating_sub(usize::from(rows));
    for ((index, one), y) in suggestions.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
        let number = one.count.map(|count| count.to_string()).unwrap_or_default();
        let pieces = [
            (format!(" {} ", pad(&one.text, text)), Role::Plain),
            (pad(&one.label, label), Role::Quiet),
            (format!(" {number:>count$} "), Role::Key),
        ];
        canvas.line(inside.x, y, inside.width, &pieces);
        if Some(index) == preview.chosen {
            canvas.mark(Rect { y, height: 1, ..inside }, Role::Cursor);
        }
    }
}
