//! `dateline manual`: prints a chapter of the manual, lists them, or searches them.

use std::io::{self, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::exit::{DONE, NEGATIVE, Result};
use super::output::print;
use crate::manual::{CHAPTERS, Chapter, chapter, search};

/// Arguments of `dateline manual`.
#[derive(Debug, Args)]
pub struct Manual {
    /// Chapter to print; by default the chapters are listed
    #[arg(value_name = "TOPIC", value_parser = topics())]
    topic: Option<&'static Chapter>,
    /// Print the lines that contain WORD, with their chapter and heading
    #[arg(long, value_name = "WORD", conflicts_with = "topic")]
    search: Option<String>,
}

fn topics() -> impl TypedValueParser<Value = &'static Chapter> {
    let topics = CHAPTERS.iter().map(|chapter| PossibleValue::new(chapter.name).help(chapter.title()));
    PossibleValuesParser::new(topics).try_map(|name| chapter(&name).ok_or("the manual has no such chapter"))
}

/// Prints a chapter, the matches of a search or the list of chapters. On a terminal a chapter is shown in
/// `$PAGER`.
pub fn run(args: &Manual) -> Result {
    match (args.topic, &args.search) {
        (Some(chapter), _) => print_chapter(chapter),
        (None, Some(word)) => print_occurrences(word),
        (None, None) => print(DONE, |out| {
            CHAPTERS.iter().try_for_each(|chapter| writeln!(out, "{:<15}{}", chapter.name, chapter.title()))
        }),
    }
}

fn print_occurrences(word: &str) -> Result {
    let found = search(word);
    let code = if found.is_empty() { NEGATIVE } else { DONE };
    print(code, |out| {
        found
            .iter()
            .try_for_each(|place| writeln!(out, "{} · {}: {}", place.chapter, place.heading, place.line))
    })
}

fn print_chapter(chapter: &Chapter) -> Result {
    let write = |out: &mut dyn Write| chapter.lines().try_for_each(|line| writeln!(out, "{line}"));
    let Some(mut pager) = io::stdout().is_terminal().then(start_pager).flatten() else {
        return print(DONE, write);
    };
    // Leaving the pager early closes the pipe, which is no error.
    if let Some(mut input) = pager.stdin.take() {
        let _ = write(&mut input);
    }
    // The shell exits with 127 if there is no such program.
    if pager.wait()?.code() == Some(127) { print(DONE, write) } else { Ok(DONE) }
}

/// Starts `$PAGER` as git does: through the shell. Unset means `less`, empty means none.
fn start_pager() -> Option<Child> {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    if pager.trim().is_empty() {
        return None;
    }
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        // `less` exits at once if the chapter fits the screen (F) and shows it without clearing (R, X).
        shell.args(["-c", &pager]).env("LESS", std::env::var("LESS").unwrap_or_else(|_| "FRX".to_owned()));
        shell
    } else {
        Command::new(pager)
    };
    command.stdin(Stdio::piped()).spawn().ok()
}
