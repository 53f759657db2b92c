//! Examples at the end of each command's help and of its part of the manual page.

use clap::Command;

/// One paragraph per command, the browser first.
const EXAMPLES: &str = include_str!("examples.txt");

/// Returns the examples of a command; those of the browser for the empty name.
pub fn of(name: &str) -> impl Iterator<Item = &'static str> {
    let is_asked = move |(place, paragraph): &(usize, &str)| match name {
        "" => *place == 0,
        name => *place > 0 && paragraph.split_whitespace().nth(1) == Some(name),
    };
    EXAMPLES.split("\n\n").enumerate().filter(is_asked).flat_map(|(_, paragraph)| paragraph.lines())
}

/// Adds the examples to the help of every command.
pub fn add(command: Command) -> Command {
    let ended = |command: Command| {
        let name = if command.get_subcommands().next().is_some() { "" } else { command.get_name() };
        let examples = of(name).fold(String::new(), |all, line| all + "\n  " + line);
        let before = command.get_after_help().map(|help| format!("{help}\n\n")).unwrap_or_default();
        if examples.is_empty() { command } else { command.after_help(format!("{before}Examples:{examples}")) }
    };
    ended(command).mut_subcommands(ended)
}
