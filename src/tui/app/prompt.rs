//! A line to type in: search, date, query; and typing wherever else text is taken.

use crossterm::event::KeyEvent;
use tui_input::Input;
use tui_input::InputRequest as Request;

use super::{App, Cursor, Effect, Field, Overlay, Picker, QueryPreview, Status};
use crate::model::EventNo;
use crate::query::Query;
use crate::text::{aside, did_you_mean};
use crate::tui::action::Action;
use crate::tui::date_jump;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// What to look for.
    Search,
    /// Where to go.
    Jump,
    /// A query to filter by.
    Query,
    /// The query of this chip, to be changed.
    Chip(usize),
}

/// A line being typed.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is for.
    pub ask: Ask,
    /// What is typed so far.
    pub input: Input,
    /// What is wrong with it.
    pub error: String,
    /// What it would do, when it is a query.
    pub ahead: Option<QueryPreview>,
    /// Where the cursor was before, to go back to.
    before: Box<Cursor>,
}

impl Prompt {
    /// Where the cursor was before.
    pub(super) fn before(&self) -> Cursor {
        (*self.before).clone()
    }

    /// Takes over the numbers that events have now.
    pub(super) fn renumber(&mut self, moved: &impl Fn(EventNo) -> Option<EventNo>) {
        self.before.renumber(moved);
    }
}

impl Ask {
    /// What stands before the line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Jump => "go to",
            Self::Query => "filter",
            Self::Chip(_) => "change filter",
        }
    }

    /// What can be typed.
    pub fn hint(self, app: &App) -> String {
        let hint = match self {
            Self::Search => {
                let [next, previous] = [Action::NextHit, Action::PreviousHit].map(|action| app.key(action));
                return format!(
                    "fuzzy in titles and actors; \"exact\" in all text; {next} and {previous} walk the hits"
                );
            }
            Self::Jump => "2024-05, may 2024, 22 may 2024, today, +6m, -1y",
            Self::Query | Self::Chip(_) => "country:us,gb kind:decision -tag:nuclear date:2024-05..2024-11",
        };
        hint.to_owned()
    }
}

impl App {
    /// Opens a line to type in.
    pub(super) fn ask(&mut self, ask: Ask) {
        let text = match ask {
            Ask::Chip(index) => {
                self.shown.filter.chips.get(index).map(ToString::to_string).unwrap_or_default()
            }
            _ => String::new(),
        };
        let before = Box::new(self.cursor.clone());
        let mut prompt = Prompt { ask, input: Input::new(text), error: String::new(), ahead: None, before };
        self.look_ahead(&mut prompt);
        self.overlay = Some(Overlay::Prompt(prompt));
    }

    /// What actions mean while a text is typed: in a prompt or a picker.
    pub(super) fn act_on_prompt(&mut self, action: Action) -> Option<Effect> {
        match (self.overlay.take(), action) {
            (Some(Overlay::Prompt(mut prompt)), Action::Accept) => {
                if self.takes_suggestion(&mut prompt) {
                    self.overlay = Some(Overlay::Prompt(prompt));
                } else {
                    self.accept(prompt);
                }
            }
            (Some(Overlay::Prompt(mut prompt)), Action::Down | Action::Up) => {
                self.choose(&mut prompt, action);
                self.overlay = Some(Overlay::Prompt(prompt));
            }
            (Some(Overlay::Prompt(prompt)), Action::Escape) => self.give_up(prompt),
            (Some(Overlay::Picker(picker)), Action::Accept) => return self.run_picked(&picker),
            (Some(Overlay::Picker(_)), Action::Escape) => {}
            (Some(Overlay::Picker(mut picker)), Action::Down | Action::Up) => {
                let last = self.entries(&picker).len().saturating_sub(1);
                picker.selected = moved(picker.selected, action, last);
                self.overlay = Some(Overlay::Picker(picker));
            }
            (overlay, _) => self.overlay = overlay,
        }
        None
    }

    fn accept(&mut self, mut prompt: Prompt) {
        let text = prompt.input.value().trim().to_owned();
        let done = match prompt.ask {
            Ask::Search => {
                self.overlay = Some(Overlay::Prompt(prompt.clone()));
                self.seek(&|| false);
                self.overlay = None;
                let found = std::mem::replace(&mut self.cursor, (*prompt.before).clone());
                self.jumping(|app| app.cursor = found);
                self.search_done(&prompt);
                Ok(())
            }
            Ask::Jump => date_jump::parse(&text, self.cursor.at, self.data.today)
                .map(|(from, to)| self.go_to_span(from, to)),
            Ask::Query => self.read_query(&text).map(|query| {
                self.filtering(|filter| filter.add(query.clone()));
                self.warn_of_unknown(&query);
            }),
            Ask::Chip(index) => self.read_query(&text).map(|query| {
                self.filtering(|filter| filter.replace(index, query.clone()));
                self.warn_of_unknown(&query);
            }),
        };
        if let Err(error) = done {
            prompt.error = error;
            self.overlay = Some(Overlay::Prompt(prompt));
        }
    }

    fn search_done(&mut self, prompt: &Prompt) {
        let found = self.search.as_ref().map(|search| search.hits.len());
        match found {
            Some(0) => {
                self.status = Status::note(format!("nothing shown matches `{}`", prompt.input.value()));
            }
            Some(1) => self.status = Status::note("1 hit"),
            Some(hits) => {
                let [next, previous, end] =
                    [Action::NextHit, Action::PreviousHit, Action::Escape].map(|action| self.key(action));
                self.status = Status::note(format!(
                    "{hits} hits; {next} and {previous} walk them, {end} ends the search"
                ));
            }
            None => {}
        }
    }

    /// Leaves a prompt as if it had never been opened.
    fn give_up(&mut self, prompt: Prompt) {
        if prompt.ask == Ask::Search {
            self.search = None;
            self.cursor = *prompt.before;
        }
    }

    /// Reads a query; the error says where it goes wrong.
    fn read_query(&self, text: &str) -> Result<Query, String> {
        let query = Query::parse(text, self.data.today).map_err(|error| error.to_string())?;
        Ok(self.data.index().resolve(&query))
    }

    /// Says which values of a query nothing in the timeline has.
    pub(super) fn warn_of_unknown(&mut self, query: &Query) {
        if let Some((facet, value, meant)) = self.data.index().unknown_values(query).into_iter().next() {
            let hint = aside(meant.as_deref().map(did_you_mean));
            self.status = Status::error(format!("no {facet} `{value}` in this timeline{hint}"));
        }
    }

    /// Goes to a date as it was typed.
    pub(super) fn jump_to(&mut self, text: &str) {
        match date_jump::parse(text, self.cursor.at, self.data.today) {
            Ok((from, to)) => self.go_to_span(from, to),
            Err(error) => self.status = Status::error(error),
        }
    }

    /// A key that no binding takes goes to the text being typed, if one is.
    pub(super) fn type_key(&mut self, key: KeyEvent) {
        let Some(request) = request(key) else { return };
        self.typing(|input| {
            input.handle(request);
        });
    }

    /// Text pasted by the terminal, as one line.
    pub(super) fn paste(&mut self, text: &str) {
        let line = crate::text::one_line(text);
        self.typing(|input| {
            for c in line.chars().take(10_000) {
                input.handle(Request::InsertChar(c));
            }
        });
    }

    fn typing(&mut self, change: impl FnOnce(&mut Input)) {
        self.type_into(change);
        self.turn_to_query();
        if let Some(Overlay::Prompt(mut prompt)) =
            self.overlay.take_if(|open| matches!(open, Overlay::Prompt(_)))
        {
            self.look_ahead(&mut prompt);
            self.overlay = Some(Overlay::Prompt(prompt));
        }
    }

    /// `filter ` in the palette opens the line for a query, with what stands behind it.
    fn turn_to_query(&mut self) {
        if let Some(Overlay::Picker(picker)) = &self.overlay
            && let Some(query) = picker.input.value().strip_prefix("filter ").filter(|_| !picker.everything)
        {
            let input = Input::new(query.to_owned());
            self.ask(Ask::Query);
            if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
                prompt.input = input;
            }
        }
    }

    fn type_into(&mut self, change: impl FnOnce(&mut Input)) {
        match &mut self.overlay {
            Some(Overlay::Prompt(prompt)) => {
                change(&mut prompt.input);
                prompt.error.clear();
                if prompt.ask == Ask::Search {
                    let (text, before) = (prompt.input.value().to_owned(), prompt.before());
                    self.search_for(&text);
                    if self.search.is_none() {
                        self.cursor = before;
                        self.settle();
                    }
                }
            }
            Some(Overlay::Picker(Picker { input, selected, .. })) => {
                change(input);
                *selected = 0;
            }
            Some(Overlay::Facets(panel)) => {
                change(&mut panel.narrow);
                panel.selected = 0;
            }
            Some(Overlay::Export(dialog)) if dialog.field == Field::File => {
                change(&mut dialog.file);
                dialog.asked = false;
            }
            _ => {}
        }
    }
}

fn moved(selected: usize, action: Action, last: usize) -> usize {
    match action {
        Action::Down => (selected + 1).min(last),
        Action::Up => selected.saturating_sub(1),
        _ => selected.min(last),
    }
}

/// What a key means to a line of text.
fn request(key: KeyEvent) -> Option<Request> {
    use crossterm::event::{KeyCode, KeyModifiers};
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char('a') if ctrl => Request::GoToStart,
        KeyCode::Char('e') if ctrl => Request::GoToEnd,
        KeyCode::Char('w') if ctrl => Request::DeletePrevWord,
        KeyCode::Char('u') if ctrl => Request::DeleteFromStart,
        KeyCode::Char('k') if ctrl => Request::DeleteTillEnd,
        KeyCode::Left if ctrl => Request::GoToPrevWord,
        KeyCode::Right if ctrl => Request::GoToNextWord,
        KeyCode::Char(c) if !ctrl && !key.modifiers.contains(KeyModifiers::ALT) => Request::InsertChar(c),
        KeyCode::Backspace => Request::DeletePrevChar,
        KeyCode::Delete => Request::DeleteNextChar,
        KeyCode::Left => Request::GoToPrevChar,
        KeyCode::Right => Request::GoToNextChar,
        KeyCode::Home => Request::GoToStart,
        KeyCode::End => Request::GoToEnd,
        _ => return None,
    })
}
