//! What the last action has to say, in the footer.

use super::Data;
use crate::text::counted;
use crate::tui::action::{Action, Mode};
use crate::tui::keymap::Keymap;

/// How a message sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Something to know.
    #[default]
    Note,
    /// Something that did not work.
    Error,
}

/// A message in the footer; an empty one leaves room for the hints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The message.
    pub text: String,
    /// How it sounds.
    pub tone: Tone,
}

impl Status {
    /// Creates a message about something to know.
    pub fn note(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Note }
    }

    /// Creates a message about something that did not work.
    pub fn error(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Error }
    }

    /// Says how many problems there are, if any.
    pub(super) fn greeting(data: &Data, keymap: &Keymap) -> Self {
        let (problems, errors) = (data.problems.len(), data.errors);
        let key = keymap.named(Mode::Browse, Action::Problems);
        let words = |thing| format!("{} in the files; {key} shows them", counted(problems, thing));
        match (problems, errors) {
            (0, _) => Self::default(),
            (_, 0) => Self::note(words("warning")),
            _ => Self::error(words("problem")),
        }
    }
}
