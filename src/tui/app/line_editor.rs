//! Typing into a line of text.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest as Request};

use crate::text::one_line;

/// The characters of a pasted text that are taken.
const PASTED: usize = 10_000;

/// Types a key that no binding takes.
pub(super) fn type_key(input: &mut Input, key: KeyEvent) {
    request(key).into_iter().for_each(|request| {
        input.handle(request);
    });
}

/// Types a pasted text as one line.
pub(super) fn paste(input: &mut Input, text: &str) {
    for c in one_line(&text.replace('\r', " ")).chars().take(PASTED) {
        input.handle(Request::InsertChar(c));
    }
}

/// Returns what a key means to a line of text.
fn request(key: KeyEvent) -> Option<Request> {
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
