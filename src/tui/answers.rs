//! Recognizes answers of the terminal to queries of another program, such as an editor that has just ended.
//! They arrive as input and must be ignored.

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};

/// Tracks whether an answer is being read: a control string from `ESC ]`, `ESC P`, `ESC _` or `ESC ^` to
/// `ESC \` or BEL (ECMA-48, 5.6).
#[derive(Debug, Default)]
pub struct Answers {
    is_open: bool,
}

impl Answers {
    /// Whether an input is part of an answer. `more` says whether further input is waiting, which is the case
    /// within an answer but not after a key pressed by a person.
    pub fn takes(&mut self, input: &Input, more: bool) -> bool {
        let Input::Key(KeyEvent { code: KeyCode::Char(letter), modifiers, .. }) = input else {
            let was_open = self.is_open && matches!(input, Input::Key(_));
            self.is_open = was_open && more;
            return was_open;
        };
        let has = |modifier| modifiers.contains(modifier);
        if !self.is_open {
            self.is_open = more && has(KeyModifiers::ALT) && "]P_^".contains(*letter);
            return self.is_open;
        }
        let ends = has(KeyModifiers::ALT) && *letter == '\\' || has(KeyModifiers::CONTROL) && *letter == 'g';
        self.is_open = more && !ends;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Chord;

    /// Returns the keys that are not recognized as part of an answer, when all arrive at once.
    fn left(keys: &str) -> Vec<&str> {
        let mut answers = Answers::default();
        let keys: Vec<&str> = keys.split(' ').collect();
        let is_key = |(at, name): &(usize, &str)| {
            let input = Input::Key(Chord::read(name).unwrap().event());
            !answers.takes(&input, at + 1 < keys.len())
        };
        keys.iter().copied().enumerate().filter(is_key).map(|(_, name)| name).collect()
    }

    #[test]
    fn an_answer_of_the_terminal_is_no_key() {
        assert_eq!(left(r"alt-] 1 1 ; r g b : q ctrl-g j"), ["j"]);
        assert_eq!(left(r"k alt-P > | x alt-\ j"), ["k", "j"]);
        assert_eq!(left(r"alt-] 1 1 ; q"), [""; 0]);
    }

    #[test]
    fn a_key_that_begins_like_an_answer_is_a_key_when_nothing_follows() {
        assert_eq!(left("j alt-]"), ["j", "alt-]"]);
        assert_eq!(left("alt-x q"), ["alt-x", "q"]);
    }
}
