//! The message of the last action, shown in the footer.

use super::Data;
use crate::text::counted;
use crate::tui::action::{Action, Mode};
use crate::tui::keymap::Keymap;

/// The tone of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Information.
    #[default]
    Note,
    /// A failure.
    Error,
}

/// A message in the footer. If it is empty, hints are shown instead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The message.
    pub text: String,
    /// The tone of the message.
    pub tone: Tone,
}

impl Status {
    /// Creates an informational message.
    pub fn note(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Note }
    }

    /// Creates an error message.
    pub fn error(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Error }
    }

    /// Returns the message about problems in the files at startup.
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
