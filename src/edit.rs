//! Edits of a timeline's files that leave all other bytes unchanged.

pub mod add;
pub mod rename;
pub mod save_view;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use crate::export::{SaveError, save};
use crate::load::mentions::documents;
use crate::load::yaml::{Node, NodeKind};
use crate::load::{File, located};
use crate::problem::Span;

/// A file with its old and new content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The path of the file.
    pub path: PathBuf,
    /// The present content, including a byte order mark.
    pub old: Vec<u8>,
    /// The new content.
    pub new: Vec<u8>,
    /// Whether the file does not exist yet.
    pub is_new: bool,
}

impl Change {
    /// Creates the change of a file from the text that was read from it to `text`.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or its content has changed since.
    fn of(file: &File, text: &str) -> io::Result<Self> {
        let old = fs::read(&file.path)?;
        let Some(mark) = old.strip_suffix(file.text.as_bytes()) else {
            return Err(io::Error::other("it was changed meanwhile"));
        };
        let new = [mark, text.as_bytes()].concat();
        Ok(Self { path: file.path.clone(), old, new, is_new: false })
    }

    /// Creates the change that writes a new file.
    fn creation(file: &File, text: &str) -> Self {
        Self { path: file.path.clone(), old: Vec::new(), new: text.into(), is_new: true }
    }

    fn write(&self) -> Result<(), SaveError> {
        save(&self.path, !self.is_new, |out| out.write_all(&self.new))
    }

    /// Writes the old content, or removes a new file.
    fn undo(&self) -> Result<(), SaveError> {
        if self.is_new {
            return fs::remove_file(&self.path).map_err(|error| SaveError::Place(self.path.clone(), error));
        }
        save(&self.path, true, |out| out.write_all(&self.old))
    }

    /// Restores the old content if the file still has the new one. Returns whether it did.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn take_back(&self) -> Result<bool, SaveError> {
        let is_as_written = fs::read(&self.path).is_ok_and(|now| now == self.new);
        if is_as_written {
            self.undo()?;
        }
        Ok(is_as_written)
    }
}

/// Writes all files or none: if one cannot be written, those already written are restored.
///
/// # Errors
/// Fails if a file cannot be written.
pub fn write(changes: &[Change]) -> Result<(), SaveError> {
    for (at, change) in changes.iter().enumerate() {
        change.write().inspect_err(|_| changes[..at].iter().for_each(|before| drop(before.undo())))?;
    }
    Ok(())
}

/// Parses the documents of a file; the error has its place.
fn parsed(file: &File) -> Result<Vec<Node<'_>>, String> {
    documents(file.kind, &file.text).map_err(|problem| located(file, problem))
}

/// Whether trees are equal in pairs, ignoring spans and quotes. A scalar of `old` whose span is in `expected` must
/// have the text given there.
fn are_same<'n, 't: 'n, 'u: 'n>(
    old: impl ExactSizeIterator<Item = &'n Node<'t>>,
    new: impl ExactSizeIterator<Item = &'n Node<'u>>,
    expected: &BTreeMap<Span, String>,
) -> bool {
    old.len() == new.len() && old.zip(new).all(|(old, new)| is_same(old, new, expected))
}

fn is_same(old: &Node, new: &Node, expected: &BTreeMap<Span, String>) -> bool {
    match (&old.kind, &new.kind) {
        (NodeKind::Scalar { text, .. }, NodeKind::Scalar { text: renamed, .. }) => {
            expected.get(&old.span).map_or(text == renamed, |expected| *expected == **renamed)
        }
        (NodeKind::List(old), NodeKind::List(new)) => are_same(old.iter(), new.iter(), expected),
        (NodeKind::Map(old), NodeKind::Map(new)) => {
            are_same(old.iter().map(|(key, _)| key), new.iter().map(|(key, _)| key), expected)
                && are_same(old.iter().map(|(_, value)| value), new.iter().map(|(_, value)| value), expected)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_files_all_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "old").unwrap();
        let change = |name: &str| {
            let is_new = name == "new";
            Change { path: path(name), old: b"old".to_vec(), new: b"new".to_vec(), is_new }
        };
        write(&[change("a"), change("new"), change("no folder/b")]).unwrap_err();
        assert_eq!(fs::read_to_string(path("a")).unwrap(), "old");
        assert!(!path("new").exists());
        write(&[change("a"), change("b"), change("new")]).unwrap();
        write(&[change("new")]).unwrap_err();
        assert!(change("new").take_back().unwrap() && !path("new").exists());
        assert_eq!(fs::read_to_string(path("a")).unwrap(), "new");
    }
}
