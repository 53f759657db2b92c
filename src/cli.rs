//! The command line: parses the arguments, runs a command and returns its exit code.

mod add;
mod answer;
mod ask;
mod browse;
mod check;
mod completions;
mod config_args;
mod diff;
mod examples;
mod exit;
mod export;
mod global_args;
mod import;
mod init;
mod input_args;
mod list;
mod looks;
mod manual;
mod mapping_args;
mod named;
mod output;
mod parts;
mod path_args;
mod policies;
mod progress;
mod rename;
mod schema;
mod selection_args;
mod stats;
mod thread;
mod today;
mod values;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use exit::{DONE, Error, INCOMPLETE, Result};
use global_args::GlobalArgs;
use input_args::InputArgs;

use crate::text::{nearest, path_name, sanitize};

/// A terminal browser for curated policy timelines: honest dates, every line sourced.
///
/// Without a path it opens the built-in timeline, on limits to Ukraine's use of Western weapons. If
/// standard output is not a terminal, it prints the same as `dateline list`.
#[derive(Debug, Default, Parser)]
#[command(name = "dateline", version, max_term_width = 100)]
#[command(override_usage = "dateline [OPTIONS] [PATH]...\n       dateline [OPTIONS] <COMMAND>")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    browse: browse::Browse,
    #[command(flatten)]
    global: GlobalArgs,
}

/// A command.
#[derive(Debug, Subcommand)]
enum Command {
    /// Print the selected events as a table or JSON
    List(list::List),
    /// Export the selected events to another format
    Export(export::ExportArgs),
    /// Print the status of every policy on a date, what changed since another, or who moved first
    Policies(policies::Policies),
    /// Print statistics: counts, lags, gaps, weak sources and disputes
    Stats(stats::Stats),
    /// Print what led to an event and what followed from it
    Thread(thread::ThreadArgs),
    /// Convert a table or a file of another program to a timeline of dateline
    Import(import::Import),
    /// Create a small timeline to start from
    Init(init::Init),
    /// Add an event to a file at its date, asking for missing values
    Add(add::Add),
    /// Change an id everywhere in the files of a timeline
    Rename(rename::Rename),
    /// Report every problem in the files with its location
    Check(check::Check),
    /// Print what changed between two versions of a timeline: events, dates, statuses, sources, …
    Diff(diff::Diff),
    /// Print the JSON Schema of the file format (for editors), of an export or of an answer
    Schema {
        /// What the schema describes
        #[arg(value_name = "WHAT", default_value = "file")]
        what: schema::Described,
    },
    /// Print, list or search the chapters of the manual
    Manual(manual::Manual),
    /// Print the completion script for a shell
    Completions(completions::Completions),
    /// Print the manual page, with the names of all actions
    Man,
}

impl Cli {
    /// Returns the input arguments of commands that select events.
    fn input(&self) -> Option<&InputArgs> {
        match &self.command {
            None => Some(&self.browse.input),
            Some(Command::List(args)) => Some(&args.input),
            Some(Command::Export(args)) => Some(&args.input),
            Some(Command::Policies(args)) => Some(&args.input),
            Some(Command::Stats(args)) => Some(&args.input),
            Some(_) => None,
        }
    }

    fn run(&self) -> Result {
        let global = &self.global;
        if let Some(input) = self.input().filter(|input| input.explain) {
            return input.print_explanation(global);
        }
        match &self.command {
            None => browse::run(&self.browse, global),
            Some(Command::List(args)) => list::run(args, global),
            Some(Command::Export(args)) => export::run(args, global),
            Some(Command::Policies(args)) => policies::run(args, global),
            Some(Command::Import(args)) => import::run(args),
            Some(Command::Init(args)) => init::run(args),
            Some(Command::Add(args)) => add::run(args),
            Some(Command::Rename(args)) => rename::run(args),
            Some(Command::Check(args)) => check::run(args, global),
            Some(Command::Diff(args)) => diff::run(args, global),
            Some(Command::Stats(args)) => stats::run(args, global),
            Some(Command::Thread(args)) => thread::run(args, global),
            Some(Command::Schema { what }) => schema::run(*what),
            Some(Command::Manual(args)) => manual::run(args),
            Some(Command::Completions(args)) => completions::run(args),
            Some(Command::Man) => completions::man(command()),
        }
    }
}

/// Runs the command that the arguments ask for.
pub fn run(arguments: impl ExactSizeIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    match completions::answer(command) {
        Ok(false) => {}
        Ok(true) => return ExitCode::from(DONE),
        Err(_) => return ExitCode::from(INCOMPLETE),
    }
    let code = match parse(arguments.iter().cloned()) {
        Ok(cli) => cli.run(),
        Err(error) => print_usage(error, &arguments),
    };
    ExitCode::from(code.unwrap_or_else(|error| match error {
        Error::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => DONE,
        error => {
            let _ = writeln!(io::stderr(), "error: {}", sanitize(&error.to_string()));
            INCOMPLETE
        }
    }))
}

/// Builds the description of the command line, with examples.
fn command() -> clap::Command {
    examples::add(Cli::command())
}

/// Prints clap's help, version or error. Arguments quoted in an error are sanitized first, so that they
/// cannot control the terminal.
fn print_usage(error: clap::Error, arguments: &[OsString]) -> Result {
    if !error.use_stderr() {
        return error.print().map(|()| DONE).map_err(Error::Io);
    }
    let sanitized = arguments.iter().map(|argument| OsString::from(path_name(Path::new(argument))));
    let _ = parse(sanitized).err().unwrap_or(error).print();
    Ok(INCOMPLETE)
}

/// Parses the arguments. Without any, the description of commands and options is not built, which makes the
/// browser start sooner.
fn parse(arguments: impl ExactSizeIterator<Item = OsString>) -> std::result::Result<Cli, clap::Error> {
    if arguments.len() <= 1 {
        return Ok(Cli::default());
    }
    let mut command = command();
    let arguments: Vec<OsString> = arguments.collect();
    refuse_misspelt(&mut command, &arguments)?;
    let matches = command.try_get_matches_from_mut(arguments)?;
    refuse_misplaced(&mut command, &matches)?;
    Cli::from_arg_matches(&matches)
}

/// Refuses a first word that is nearly a command, unless it is the name of a file.
fn refuse_misspelt(
    command: &mut clap::Command,
    arguments: &[OsString],
) -> std::result::Result<(), clap::Error> {
    let word = arguments.get(1).and_then(|word| word.to_str()).unwrap_or_default();
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let is_command = names.iter().any(|name| name == word) || word == "help";
    let near = nearest(word, names.iter().map(String::as_str)).filter(|_| word.len() > 2 && !is_command);
    let Some(near) = near.filter(|_| !Path::new(word).exists()) else { return Ok(()) };
    let message = format!("no file, directory or command `{word}`; did you mean `dateline {near}`?");
    Err(command.error(ErrorKind::InvalidSubcommand, message))
}

/// Refuses options of the browser before a command, which would be ignored.
fn refuse_misplaced(
    command: &mut clap::Command,
    matches: &ArgMatches,
) -> std::result::Result<(), clap::Error> {
    let Some(name) = matches.subcommand_name() else { return Ok(()) };
    let is_given = |arg: &&clap::Arg| {
        !arg.is_global_set() && matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
    };
    let Some(misplaced) = command.get_arguments().find(is_given).map(ToString::to_string) else {
        return Ok(());
    };
    let message = format!("`{misplaced}` belongs behind the command: dateline {name} {misplaced}");
    Err(command.error(ErrorKind::ArgumentConflict, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_asked_for_is_what_the_options_say_by_themselves() {
        let parsed = Cli::try_parse_from(["dateline"]).unwrap();
        assert_eq!(format!("{:?}", Cli::default()), format!("{parsed:?}"));
    }

    #[test]
    fn options_about_looks_stand_before_or_behind_any_command() {
        let names: Vec<String> =
            Cli::command().get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        assert!(names.len() > 10);
        let needed = |name: &str| match name {
            "thread" | "import" | "diff" => &["x"][..],
            "rename" => &["x", "y"],
            "completions" => &["bash"],
            _ => &[],
        };
        for name in &names {
            let options = ["--color", "never", "--ascii", "--no-config"];
            let before =
                ["dateline"].into_iter().chain(options).chain([&**name]).chain(needed(name).iter().copied());
            let behind = ["dateline", name].into_iter().chain(needed(name).iter().copied()).chain(options);
            let parse = |words: Vec<&str>| parse(words.into_iter().map(OsString::from)).unwrap();
            let (before, behind) = (parse(before.collect()), parse(behind.collect()));
            assert!(before.global.look.ascii && before.global.config.path().is_none(), "{name}");
            assert_eq!(format!("{before:?}"), format!("{behind:?}"));
        }
    }

    /// Splits a command line into words at spaces outside of quotes.
    fn words(line: &str) -> Vec<OsString> {
        let odd = line.split('\'').enumerate();
        let words = odd.flat_map(|(place, part)| match place % 2 {
            0 => part.split_whitespace().collect::<Vec<_>>(),
            _ => vec![part],
        });
        words.map(OsString::from).collect()
    }

    #[test]
    fn every_command_ends_its_help_with_three_examples_that_it_takes() {
        let command = command();
        for name in command.get_subcommands().map(clap::Command::get_name).chain([""]) {
            let examples: Vec<&str> = examples::of(name).collect();
            assert!(examples.len() == 3 || ["man", "help"].contains(&name), "{name}");
            for example in examples {
                assert!(parse(words(example).into_iter()).is_ok(), "{example}");
                assert!(example.starts_with(format!("dateline {name}").trim()), "{example}");
            }
        }
    }

    #[test]
    fn a_word_that_is_nearly_a_command_is_no_path() {
        let asked = |words: &[&str]| parse(words.iter().map(OsString::from).collect::<Vec<_>>().into_iter());
        for (word, meant) in [("exprot", "export"), ("initt", "init"), ("lits", "list"), ("chekc", "check")] {
            let error = asked(&["dateline", word, "--format", "md"]).unwrap_err().to_string();
            assert!(error.contains(&format!("did you mean `dateline {meant}`?")), "{error}");
        }
        for word in ["notes.yaml", "help", "src", "-", "list"] {
            let error = asked(&["dateline", word]).err().map(|error| error.kind());
            assert_ne!(error, Some(ErrorKind::InvalidSubcommand), "{word}");
        }
    }

    #[test]
    fn an_option_of_the_browser_before_a_command_is_refused() {
        let words = ["dateline", "--country", "us", "list"].map(OsString::from);
        let error = parse(words.into_iter()).unwrap_err().to_string();
        assert!(error.contains("dateline list --country"), "{error}");
    }
}
