//! What a query that is being typed would do, before it does it: how many events it would leave, where
//! it goes wrong, and what could stand at the cursor.

use tui_input::Input;

use super::{App, Ask, Prompt};
use crate::query::{Completion, Query, QueryError, complete};
use crate::tui::action::Action;

/// What is known of a query while it is typed.
#[derive(Debug, Clone)]
pub struct Ahead {
    /// How many events it would leave and what it means, or why it is no query.
    pub answer: Result<(u64, String), QueryError>,
    /// What could stand at the cursor.
    pub completion: Completion,
    /// The suggestion that is written there now.
    pub chosen: Option<usize>,
    /// What was typed, and the byte of the cursor in it, before a suggestion was written.
    typed: (String, usize),
}

impl Ahead {
    /// Whether a field was written and its value is still missing.
    fn awaits_value(&self) -> bool {
        let written = self.chosen.and_then(|chosen| self.completion.suggestions.get(chosen));
        written.is_some_and(|suggestion| suggestion.text.ends_with(':'))
    }
}

impl App {
    /// Looks at what is typed, when it is a query.
    pub(super) fn look_ahead(&self, prompt: &mut Prompt) {
        let filter = match prompt.ask {
            Ask::Query => self.shown.filter.clone(),
            Ask::Chip(index) => {
                let mut filter = self.shown.filter.clone();
                filter.remove(index);
                filter
            }
            Ask::Search | Ask::Jump => return,
        };
        let text = prompt.input.value().to_owned();
        let at = text.char_indices().nth(prompt.input.cursor()).map_or(text.len(), |(at, _)| at);
        let (timeline, index) = (&self.data.timeline, self.data.index());
        let under = index.run(timeline, &filter.query());
        let completion = complete(&text, at, timeline, index, &under, self.data.today);
        let answer = self.answer(&text, &filter.query());
        prompt.ahead = Some(Ahead { answer, completion, chosen: None, typed: (text, at) });
    }

    fn answer(&self, text: &str, filter: &Query) -> Result<(u64, String), QueryError> {
        let query = Query::parse(text, self.data.today)?;
        let words = query.words(self.data.index());
        Ok((self.data.run(&Query::and([query, filter.clone()])).len(), words))
    }

    /// Writes the next or previous suggestion at the cursor. The only one that there is stays, and what
    /// may follow it is suggested.
    pub(super) fn choose(&self, prompt: &mut Prompt, action: Action) {
        let Some(ahead) = &mut prompt.ahead else { return };
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
        let takes = prompt.ahead.as_ref().is_some_and(Ahead::awaits_value);
        if takes {
            self.look_ahead(prompt);
        }
        takes
    }
}
