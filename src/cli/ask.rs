//! Questions on a terminal.

use std::io::{self, IsTerminal, Write};

use crate::text::{harmless, one_line};

/// Whether somebody can be asked.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for one line; an empty one is `usual`. `None` when the input ended.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn ask(question: &str, usual: &str) -> io::Result<Option<String>> {
    let mut line = String::new();
    let offered = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
    write!(io::stderr(), "{}{}: ", harmless(question), harmless(&offered))?;
    if io::stdin().read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let line = one_line(line.trim());
    Ok(Some(if line.is_empty() { usual.to_owned() } else { line }))
}
