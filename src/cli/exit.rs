//! Exit codes and errors, the same for all commands.

use std::io;

use crate::export::SaveError;
use crate::model::Timeline;
use crate::text::{meant, path_name, sanitize_inline};

/// Success.
pub const DONE: u8 = 0;
/// A negative result: `check` found an error, nothing matched, `diff` found a change.
pub const NEGATIVE: u8 = 1;
/// Wrong usage, or an input could not be read.
pub const INCOMPLETE: u8 = 2;

/// Returns `code`, or [`INCOMPLETE`] if a file could not be read.
pub fn code_for(timeline: &Timeline, code: u8) -> u8 {
    if timeline.unread.is_empty() { code } else { INCOMPLETE }
}

/// Returns a note that names the files that could not be read completely.
pub fn incomplete(timeline: &Timeline) -> Option<String> {
    let files = timeline.unread.join(", ");
    (!files.is_empty()).then(|| format!("incomplete, could not be read: {files}"))
}

/// The exit code of a command, or why it ended early.
pub type Result<T = u8> = std::result::Result<T, Error>;

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The arguments ask for something that does not exist or makes no sense, or an input could not be read.
    #[error("{0}")]
    Message(String),
    /// The output could not be written.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
}

impl Error {
    /// Creates the error for an unknown name: what is wrong, then the most similar known name, or else
    /// `otherwise`.
    pub fn unknown<'k>(
        wrong: impl std::fmt::Display,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
        otherwise: impl Into<String>,
    ) -> Self {
        let wrong = wrong.to_string();
        let hint = meant(name, known).unwrap_or_else(|| otherwise.into());
        Self::Message(format!("{}; {hint}", sanitize_inline(&wrong)))
    }
}

impl From<String> for Error {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Self {
        Self::Message(message.to_owned())
    }
}

impl From<SaveError> for Error {
    fn from(error: SaveError) -> Self {
        Self::Message(match error {
            SaveError::Exists(path) => format!("`{}` exists; --force overwrites it", path_name(&path)),
            error => error.to_string(),
        })
    }
}
