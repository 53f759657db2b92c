//! The files of a command, and the report of their problems.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::exit::Result;
use super::global_args::GlobalArgs;
use super::mapping_args::MappingArgs;
use super::progress;
use crate::import;
use crate::load::{Loaded, Progress, builtin};
use crate::problem::{Severity, folded};
use crate::text::counted;

/// Says that the timeline of the current directory is not the one that is read.
pub const PASSED_OVER: &str =
    "this is the built-in timeline, since no path is named; `.` names the one in this directory";

/// Files to read.
#[derive(Debug, Clone, Default, Args)]
pub struct PathArgs {
    /// Files, directories, or `-` for standard input; the built-in timeline by default
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Built-in timeline to read; `dateline --list-timelines` lists them
    #[arg(long, value_name = "NAME", conflicts_with = "paths", value_parser = timeline_named())]
    timeline: Option<&'static str>,
    #[command(flatten)]
    mapping: MappingArgs,
}

impl PathArgs {
    /// Loads the files. If it takes long, a terminal shows the progress.
    ///
    /// # Errors
    /// Fails if the options for foreign columns are invalid.
    pub fn load(&self) -> Result<Loaded> {
        if self.paths.is_empty() {
            if self.passes_over_directory() {
                let _ = writeln!(io::stderr(), "{PASSED_OVER}");
            }
            return self.load_with_progress(&Progress::default());
        }
        progress::shown(|progress| self.load_with_progress(progress))
    }

    /// Loads the files and updates `progress`.
    ///
    /// # Errors
    /// Those of [`PathArgs::load`].
    pub fn load_with_progress(&self, progress: &Progress) -> Result<Loaded> {
        let map = self.mapping.map()?;
        match self.paths.is_empty() {
            true if self.mapping.words().is_empty() => {
                Ok(builtin::load(self.timeline.unwrap_or(builtin::DEFAULT)).unwrap_or_default())
            }
            true => Err("--map, --date-order and --century are for files; name one".into()),
            false => Ok(import::load(&self.paths, &mut io::stdin().lock(), &map, progress)),
        }
    }

    /// Whether the built-in timeline is read only because no path is named, in a directory that holds a
    /// timeline as `dateline init` writes it.
    pub fn passes_over_directory(&self) -> bool {
        self.paths.is_empty() && self.timeline.is_none() && Path::new("timeline.yaml").is_file()
    }

    /// Loads the files and reports their problems on standard error.
    ///
    /// # Errors
    /// Those of [`PathArgs::load`] and [`report`].
    pub fn load_reported(&self, global: &GlobalArgs) -> Result<Loaded> {
        let loaded = self.load()?;
        report(&loaded, global)?;
        Ok(loaded)
    }

    /// Returns the paths as typed, with the options needed to read them again.
    pub fn words(&self) -> Vec<String> {
        let paths = self.paths.iter().map(|path| path.to_string_lossy().into_owned());
        let timeline = self.timeline.iter().map(|name| format!("{}{name}", builtin::OPTION));
        paths.chain(timeline).chain(self.mapping.words()).collect()
    }
}

/// Parses the name of a built-in timeline.
fn timeline_named() -> impl TypedValueParser<Value = &'static str> {
    let known = |name: String| builtin::names().into_iter().find(|known| *known == name);
    PossibleValuesParser::new(builtin::names()).try_map(move |name| known(name).ok_or("no such timeline"))
}

/// Reports the first error, the number of errors and the files left alone on standard error.
///
/// # Errors
/// Fails if no event could be read, after reporting every problem.
pub fn report(loaded: &Loaded, global: &GlobalArgs) -> Result<()> {
    let mut err = io::stderr().lock();
    if loaded.timeline.is_empty() && !loaded.problems.is_empty() {
        let color = global.look.color_on(io::stderr().is_terminal());
        for (problem, more) in folded(&loaded.problems) {
            let _ = writeln!(err, "{}", problem.render(color));
            if more > 0 {
                let _ = writeln!(err, "and {more} more of these");
            }
        }
        return Err("there is no event to show".into());
    }
    if let Some(first) = loaded.problems.iter().find(|problem| problem.severity == Severity::Error) {
        let count = counted(loaded.errors, "error");
        let _ = writeln!(err, "{}", first.summary());
        let _ = writeln!(err, "{count} in the files; `dateline check` shows them all");
    }
    if let Some(skipped) = loaded.problems.iter().find(|problem| problem.code == "skipped") {
        let _ = writeln!(err, "{}", skipped.summary());
    }
    let lost = loaded.problems.iter().filter(|problem| problem.code == "not-carried").count();
    if lost > 0 {
        let message = "of another format could not be carried over; `dateline check` shows what";
        let _ = writeln!(err, "{} {message}", counted(lost, "thing"));
    }
    Ok(())
}
