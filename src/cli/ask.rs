//! Questions to the user on a terminal.

use std::io::{self, IsTerminal, Write};

use crate::text::{one_line, sanitize};

/// Whether both standard input and standard error are terminals.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for one line; an empty line means `usual`. Returns `None` at the end of input.
///
/// # Errors
/// Fails if the terminal cannot be read or written.
pub fn ask(question: &str, usual: &str) -> io::Result<Option<String>> {
    let mut line = String::new();
    let offered = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
    write!(io::stderr(), "{}{}: ", sanitize(question), sanitize(&offered))?;
    if io::stdin().read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let line = one_line(line.trim());
    Ok(Some(if line.is_empty() { usual.to_owned() } else { line }))
}
