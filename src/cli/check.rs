//! `dateline check`: reports every problem with its location.

mod formats;

use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;

use super::exit::{DONE, Error, INCOMPLETE, NEGATIVE, Result};
use super::global_args::GlobalArgs;
use super::output::print;
use super::path_args::PathArgs;
use crate::check::{self, CodeFilter};
use crate::export::json::write_indented;
use crate::load::Loaded;
use crate::problem::codes::{codes as known_codes, meaning};
use crate::problem::{Problem, folded};
use crate::text::counted;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    paths: PathArgs,
    /// Output format
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: CheckFormat,
    /// Exit with code 1 for warnings too
    #[arg(long)]
    strict: bool,
    /// Report only problems with these codes, comma-separated
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    only: Vec<String>,
    /// Leave out problems with these codes, in addition to those under `checks` in the timeline
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Vec<String>,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// Messages with the line quoted and the place underlined
    Text,
    /// A JSON array for other programs
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Prints the problems. Returns 1 for an error or, with `--strict`, a warning; 2 if a file could not be read
/// at all; else 0.
pub fn run(check: &Check, global: &GlobalArgs) -> Result {
    let mut loaded = check.paths.load()?;
    let mut named = check.only.iter().chain(&check.ignore);
    if let Some(code) = named.find(|code| meaning(code).is_none()) {
        let wrong = format!("no problem has the code `{code}`");
        return Err(Error::unknown(wrong, code, known_codes(), "`dateline manual checks` explains codes"));
    }
    let codes = CodeFilter { only: check.only.clone(), ignore: check.ignore.clone() };
    let is_unreadable = loaded.is_unreadable();
    check::check(&mut loaded, codes);
    let code = match loaded.errors + if check.strict { loaded.warnings } else { 0 } {
        _ if is_unreadable => INCOMPLETE,
        0 => DONE,
        _ => NEGATIVE,
    };
    let code = print(code, |out| write(out, &loaded, check.format, global))?;
    if check.format == CheckFormat::Text && !loaded.problems.is_empty() {
        let (errors, warnings) = (counted(loaded.errors, "error"), counted(loaded.warnings, "warning"));
        let _ = writeln!(io::stderr(), "{errors}, {warnings}");
    }
    Ok(code)
}

fn write(out: &mut dyn Write, loaded: &Loaded, format: CheckFormat, global: &GlobalArgs) -> io::Result<()> {
    match format {
        CheckFormat::Text => {
            let color = global.look.color_on(io::stdout().is_terminal());
            for (problem, more) in folded(&loaded.problems) {
                writeln!(out, "{}\n", problem.render(color))?;
                if more > 0 {
                    writeln!(out, "and {more} more of these\n")?;
                }
            }
        }
        CheckFormat::Json => {
            write_indented(&CheckAnswer { problems: &loaded.problems }, out)?;
        }
        CheckFormat::Github => formats::github(&loaded.problems, out)?,
        CheckFormat::Sarif => formats::sarif(&loaded.problems, out)?,
    }
    Ok(())
}

/// The problems with their locations.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct CheckAnswer<'p> {
    problems: &'p [Problem],
}
