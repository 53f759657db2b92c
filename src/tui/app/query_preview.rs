//! What a query that is being typed would do, before it does it: how many events it would leave, where
//! it goes wrong, and what could stand at the cursor.

use std::sync::Arc;

use roaring::RoaringBitmap;
use tui_input::Input;

use super::search::{AT_ONCE, Cancelled, unless};
use super::{App, Ask, Data, Overlay, Prompt};
use crate::problem::{Problem, Span};
use crate::query::{Completion, Query, complete};
use crate::tui::action::Action;

/// What is known of a query while it is typed.
#[derive(Debug, Clone)]
pub struct QueryPreview {
    /// How many events it would leave, once they are counted, and what it means; or why it is no query.
    pub answer: Result<(Option<u64>, String), Problem<Span>>,
    /// What could stand at the cursor, once that is known.
    pub completion: Completion,
    /// The suggestion that is written there now.
    pub chosen: Option<usize>,
    /// What was typed, and the byte of the cursor in it, before a suggestion was written.
    typed: (String, usize),
    /// The events that the other filters leave.
    under: Arc<RoaringBitmap>,
    /// Whether events are still to be counted: see [`App::see_ahead`].
    pending: bool,
}

impl QueryPreview {
    /// Whether a field was written and its value is still missing.
    fn awaits_value(&self) -> bool {
        let written = self.chosen.and_then(|chosen| self.completion.suggestions.get(chosen));
        written.is_some_and(|suggestion| suggestion.text.ends_with(':'))
    }

    /// Counts what the query `text` would leave and, unless a suggestion is written there, what could
    /// stand at the cursor.
    fn count(&mut self, text: &str, data: &Data, cancelled: &Cancelled) {
        let (timeline, index) = (&data.timeline, data.index());
        if self.chosen.is_none() {
            let (typed, at) = &self.typed;
            self.completion = complete(typed, *at, (timeline, index), &self.under, data.today, cancelled);
        }
        if let (Ok((count, _)), Ok(query)) = (&mut self.answer, Query::parse(text, data.today)) {
            *count = Some(index.run_within(timeline, &query, &self.under, cancelled).len());
        }
        self.pending = false;
    }
}

impl App {
    /// Looks at what is typed, when it is a query.
    pub(super) fn look_ahead(&self, prompt: &mut Prompt) {
        let mut filter = self.shown.filter.clone();
        match prompt.ask {
            Ask::Query => {}
            Ask::Chip(index) => filter.remove(index),
            Ask::Search | Ask::Jump => return,
        }
        // While it is typed the other filters stay as they are.
        let known = prompt.ahead.take().map(|ahead| ahead.under);
        let under = known.unwrap_or_else(|| self.data.run(&filter.query()).into());
        let text = prompt.input.value().to_owned();
        let at = text.char_indices().nth(prompt.input.cursor()).map_or(text.len(), |(at, _)| at);
        let words = |query: Query| (None, query.words(self.data.index()));
        let answer = Query::parse(&text, self.data.today).map(words);
        let completion = Completion::default();
        let mut ahead =
            QueryPreview { answer, completion, chosen: None, typed: (text, at), under, pending: true };
        if self.data.timeline.len() <= AT_ONCE {
            ahead.count(prompt.input.value(), &self.data, &|| false);
        }
        prompt.ahead = Some(ahead);
    }

    /// Counts what a query that is typed would leave, unless `cancelled` says on the way that something
    /// else has to be done first. Whether there was anything to count, and it was counted.
    pub(super) fn see_ahead(&mut self, cancelled: &Cancelled) -> bool {
        let Some(Overlay::Prompt(Prompt { ahead: Some(ahead), input, .. })) = &mut self.overlay else {
            return false;
        };
        if !ahead.pending {
            return false;
        }
        let mut counted = ahead.clone();
        let ((), whole) = unless(cancelled, |cancelled| counted.count(input.value(), &self.data, cancelled));
        if whole {
            *ahead = counted;
        }
        whole
    }

    /// Writes the next or previous suggestion at the cursor. The only one that there is stays, and what
    /// may follow it is suggested.
    pub(super) fn choose(&self, prompt: &mut Prompt, action: Action) {
        let Some(ahead) = &mut prompt.ahead else { return };
        if ahead.pending {
            ahead.count(prompt.input.value(), &self.data, &|| false);
        }
        let count = ahead.completion.suggestions.len();
        if count == 0 {
            return;
        }
        let chosen = match (ahead.chosen, action) {
            (None, Action::Up) => count - 1,
            (None, _) => 0,
            (Some(now), Action::Up) => (now + count - 1) % count,
            (Some(now), _) => (now + 1) % count,
        };
        let (typed, at) = &ahead.typed;
        let before = format!(
            "{}{}",
            &typed[..ahead.completion.range.start],
            ahead.completion.suggestions[chosen].text
        );
        let place = before.chars().count();
        prompt.input = Input::new(before + &typed[*at..]).with_cursor(place);
        let (completion, typed) = (ahead.completion.clone(), ahead.typed.clone());
        self.look_ahead(prompt);
        if let Some(ahead) = prompt.ahead.as_mut().filter(|_| count > 1) {
            (ahead.completion, ahead.typed, ahead.chosen) = (completion, typed, Some(chosen));
        }
    }

    /// Whether Enter takes a field that was written by a suggestion, so that its values are suggested,
    /// rather than the whole line.
    pub(super) fn takes_suggestion(&self, prompt: &mut Prompt) -> bool {
        let takes = prompt.ahead.as_ref().is_some_and(QueryPreview::awaits_value);
        if takes {
            self.look_ahead(prompt);
        }
        takes
    }
}
