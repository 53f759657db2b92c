//! `dateline completions` and `dateline man`: what shells and readers of manuals need.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use strum::IntoEnumIterator;

use super::{Cli, DONE};
use crate::tui::action::Action;
use crate::tui::keymap::{Keymap, spoken};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script that completes the command line in a shell.
pub fn completions(arguments: &Completions) -> io::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "dateline", &mut script);
    io::stdout().write_all(&script)?;
    Ok(DONE)
}

/// Prints the manual: every command with its options, and every action with its keys.
pub fn man() -> io::Result<u8> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let title = command.get_name().to_uppercase();
        writeln!(page, ".SH \"THE COMMAND {title}\"")?;
        let man = clap_mangen::Man::new(command.clone());
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    writeln!(
        page,
        ".SH ACTIONS\nNames for the configuration, with the usual keys in the timeline or panel."
    )?;
    for action in Action::iter() {
        writeln!(
            page,
            ".TP\n\\fB{}\\fR {}\n{}",
            escaped(action.name()),
            escaped(&keys(action)),
            escaped(action.help())
        )?;
    }
    io::stdout().write_all(&page)?;
    Ok(DONE)
}

/// The keys of an action wherever it is bound, each once.
fn keys(action: Action) -> String {
    let keymap = Keymap::default();
    let rows = keymap.rows().filter(|(.., bound)| *bound == action);
    let mut keys: Vec<String> = Vec::new();
    for way in rows.flat_map(|(_, ways, _)| ways).map(spoken) {
        if !keys.contains(&way) {
            keys.push(way);
        }
    }
    keys.join(", ")
}

/// A text in which nothing is a request or an escape of roff.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
