//! Standard output.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::exit::Result;
use crate::export::{SaveError, discard_on_signals, save, written};

/// Writes to standard output through a buffer and returns `code`, also if the reader closed the pipe.
pub fn print(code: u8, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result {
    match written("standard output", io::stdout().lock(), write) {
        Err(SaveError::CutShort(_, error, _)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(code),
        written => Ok(written.map(|()| code)?),
    }
}

/// Writes to a file or, without one, to standard output. Returns `code`.
pub fn write_to(
    file: Option<&Path>,
    force: bool,
    code: u8,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result {
    let Some(path) = file else { return print(code, write) };
    discard_on_signals()?;
    save(path, force, write)?;
    Ok(code)
}

/// Returns the file that `--output` names; `-` is standard output.
pub fn file(output: Option<&PathBuf>) -> Option<&Path> {
    output.map(PathBuf::as_path).filter(|path| *path != "-")
}

/// Returns the terminal's width in columns, or `usize::MAX` if standard output is no terminal.
pub fn room() -> usize {
    let size = io::stdout().is_terminal().then(crossterm::terminal::size);
    size.and_then(io::Result::ok).map_or(usize::MAX, |(columns, _)| usize::from(columns))
}
