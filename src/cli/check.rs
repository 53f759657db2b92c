//! `dateline check`: every problem with its place.

use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::exit::{DONE, INCOMPLETE, NEGATIVE, Result};
use super::global_args::GlobalArgs;
use super::output::print;
use super::path_args::PathArgs;
use crate::load::Loaded;
use crate::problem::{Problem, Severity};
use crate::text::counted;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    paths: PathArgs,
    /// How to print them
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Form,
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
pub fn run(check: &Check, global: &GlobalArgs) -> Result {
    let loaded = check.paths.load()?;
    let code = match loaded.errors {
        _ if loaded.is_unreadable() => INCOMPLETE,
        0 => DONE,
        _ => NEGATIVE,
    };
    let code = print(code, |out| write(out, &loaded, check.format, global))?;
    if check.format == Form::Text && !loaded.problems.is_empty() {
        let (errors, warnings) = (counted(loaded.errors, "error"), counted(loaded.warnings, "warning"));
        let _ = writeln!(io::stderr(), "{errors}, {warnings}");
    }
    Ok(code)
}

fn write(out: &mut dyn Write, loaded: &Loaded, format: Form, global: &GlobalArgs) -> io::Result<()> {
    match format {
        Form::Text => {
            let color = global.look.color_on(io::stdout().is_terminal());
            for problem in &loaded.problems {
                writeln!(out, "{}\n", problem.render(color))?;
            }
        }
        Form::Json => {
            let problems: Vec<_> = loaded.problems.iter().map(as_json).collect();
            serde_json::to_writer_pretty(&mut *out, &problems)?;
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
