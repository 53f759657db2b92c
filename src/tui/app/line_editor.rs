//! Editing of an input line.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest as Request};

use crate::text::one_line;

/// The most characters taken from a pasted text.
const PASTED: usize = 10_000;

/// Applies a key that has no binding.
pub(super) fn type_key(input: &mut Input, key: KeyEvent) {
    request(key).into_iter().for_each(|request| {
        input.handle(request);
    });
}

/// Inserts a pasted text as one line.
pub(super) fn paste(input: &mut Input, text: &str) {
    for c in one_line(&text.replace('\r', " ")).chars().take(PASTED) {
        input.handle(Request::InsertChar(c));
    }
}

/// Whether a key held with Alt edits a line, as Readline's word commands do.
pub(super) fn is_word_command(key: KeyEvent) -> bool {
    key.modifiers.contains(KeyModifiers::ALT) && request(key).is_some()
}

/// Returns what a key means to a line of text.
fn request(key: KeyEvent) -> Option<Request> {
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char('b') | KeyCode::Left if alt => Request::GoToPrevWord,
        KeyCode::Char('f') | KeyCode::Right if alt => Request::GoToNextWord,
        KeyCode::Char('d') | KeyCode::Delete if alt => Request::DeleteNextWord,
        KeyCode::Backspace if alt => Request::DeletePrevWord,
        _ if alt => return None,
        KeyCode::Char('a') if ctrl => Request::GoToStart,
        KeyCode::Char('e') if ctrl => Request::GoToEnd,
        KeyCode::Char('w') if ctrl => Request::DeletePrevWord,
        KeyCode::Char('u') if ctrl => Request::DeleteFromStart,
        KeyCode::Char('k') if ctrl => Request::DeleteTillEnd,
        KeyCode::Left if ctrl => Request::GoToPrevWord,
        KeyCode::Right if ctrl => Request::GoToNextWord,
        KeyCode::Char(c) if !ctrl => Request::InsertChar(c),
        KeyCode::Backspace => Request::DeletePrevChar,
        KeyCode::Delete => Request::DeleteNextChar,
        KeyCode::Left => Request::GoToPrevChar,
        KeyCode::Right => Request::GoToNextChar,
        KeyCode::Home => Request::GoToStart,
        KeyCode::End => Request::GoToEnd,
        _ => return None,
    })
}
