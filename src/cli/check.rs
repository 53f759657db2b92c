//! `dateline check`: every problem with its place.

use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{DONE, Looks, NO, Paths, WRONG, printed};
use crate::load::Loaded;
use crate::problem::{Problem, Severity};
use crate::text::counted;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    paths: Paths,
    /// How to print them
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Form,
    #[command(flatten)]
    looks: Looks,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// With the line quoted and the place underlined
    Text,
    /// A JSON array for machines
    Json,
}

/// Prints the problems: 1 when one is an error, 2 when a file could not be read at all, else 0.
pub fn run(check: &Check) -> Result<io::Result<u8>, String> {
    let loaded = check.paths.load()?;
    let code = match loaded.errors {
        _ if loaded.is_unreadable() => WRONG,
        0 => DONE,
        _ => NO,
    };
    Ok(printed(tell(check, &loaded), code))
}

fn tell(check: &Check, loaded: &Loaded) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match check.format {
        Form::Text => {
            let color = check.looks.color_on(io::stdout().is_terminal());
            for problem in &loaded.problems {
                writeln!(out, "{}\n", problem.render(color))?;
            }
            if !loaded.problems.is_empty() {
                let counts = [(loaded.errors, "error"), (loaded.warnings, "warning")]
                    .map(|(count, thing)| counted(count, thing));
                writeln!(io::stderr(), "{}", counts.join(", "))?;
            }
        }
        Form::Json => {
            let problems: Vec<_> = loaded.problems.iter().map(as_json).collect();
            serde_json::to_writer_pretty(&mut out, &problems)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn as_json(problem: &Problem) -> serde_json::Value {
    let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
    json!({
        "severity": severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "file": problem.at.file,
        "line": problem.at.line,
        "column": problem.at.column,
        "length": problem.at.length,
    })
}
