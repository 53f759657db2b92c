//! `dateline completions` and `dateline man`: shell completions and the manual page.

use std::io::{self, Write};

use clap::{Args, Command};
use clap_complete::env::Shells;
use clap_complete::{CompleteEnv, Shell};
use strum::IntoEnumIterator;

use super::examples;
use super::exit::{DONE, Error, Result};
use super::output::print;
use crate::tui::action::Action;
use crate::tui::keymap::{Keymap, spoken};

/// The environment variable through which a completion script requests candidates.
const VARIABLE: &str = "DATELINE_COMPLETE";

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the completion script for a shell.
pub fn run(arguments: &Completions) -> Result {
    let shells = Shells::builtins();
    let name = arguments.shell.to_string();
    let Some(shell) = shells.completer(&name) else {
        return Err(Error::Message(format!("no completion for {name}")));
    };
    print(DONE, |out| {
        let mut script = Vec::new();
        shell.write_registration(VARIABLE, "dateline", "dateline", "dateline", &mut script)?;
        out.write_all(&script)
    })
}

/// Answers a request of a completion script. Returns whether there was one.
///
/// # Errors
/// Fails if the shell is unknown or the output cannot be written.
pub fn answer(command: impl Fn() -> Command) -> io::Result<bool> {
    let answered = CompleteEnv::with_factory(command).var(VARIABLE);
    let directory = std::env::current_dir().ok();
    answered.try_complete(std::env::args_os(), directory.as_deref()).map_err(io::Error::other)
}

/// Prints the manual page: every command with its options, and every action with its keys.
pub fn man(mut command: Command) -> Result {
    command.build();
    print(DONE, |out| write_manual(&command, out))
}

fn write_manual(command: &Command, mut out: &mut dyn Write) -> io::Result<()> {
    clap_mangen::Man::new(command.clone().after_help(None::<&str>)).render(&mut out)?;
    write_examples("", out)?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let title = command.get_name().to_uppercase();
        writeln!(out, ".SH \"THE COMMAND {title}\"")?;
        let man = clap_mangen::Man::new(command.clone());
        man.render_synopsis_section(&mut out)?;
        man.render_description_section(&mut out)?;
        man.render_options_section(&mut out)?;
        write_examples(command.get_name(), out)?;
    }
    let heading = "Names for the configuration, with the usual keys in the timeline or panel.";
    writeln!(out, ".SH ACTIONS\n{heading}")?;
    for action in Action::iter() {
        let (name, help) = (escaped(action.name()), escaped(action.help()));
        writeln!(out, ".TP\n\\fB{name}\\fR {}\n{help}", escaped(&keys(action)))?;
    }
    Ok(())
}

fn write_examples(name: &str, out: &mut dyn Write) -> io::Result<()> {
    let lines: Vec<String> = examples::of(name).map(escaped).collect();
    if lines.is_empty() { Ok(()) } else { writeln!(out, ".SH EXAMPLES\n.nf\n{}\n.fi", lines.join("\n")) }
}

/// Returns the keys of an action in all modes, without duplicates.
fn keys(action: Action) -> String {
    let keymap = Keymap::default();
    let rows = keymap.rows().filter(|(.., bound)| *bound == action);
    let mut keys: Vec<String> = Vec::new();
    for way in rows.flat_map(|(_, ways, _)| ways).map(|keys| spoken(keys)) {
        if !keys.contains(&way) {
            keys.push(way);
        }
    }
    keys.join(", ")
}

/// Escapes a text for roff.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
