//! What the last action has to say, in the footer.

use super::App;
use crate::text::counted;
use crate::tui::action::Action;

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
    /// Something to know.
    pub fn note(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Note }
    }

    /// Something that did not work.
    pub fn error(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Error }
    }
}

impl App {
    /// What there is to say on opening: how many problems there are, if any.
    pub(super) fn greeting(&self) -> Status {
        let (problems, errors) = (self.data.problems.len(), self.data.errors);
        let told = |thing| {
            format!("{} in the files; {} shows them", counted(problems, thing), self.key(Action::Problems))
        };
        match (problems, errors) {
            (0, _) => Status::default(),
            (_, 0) => Status::note(told("warning")),
            _ => Status::error(told("problem")),
        }
    }
}
