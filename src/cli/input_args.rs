//! Arguments of most commands: files to read, and a selection of their events.

use std::io::{self, Write};

use clap::Args;

use super::exit::{DONE, NEGATIVE, Result, code_for};
use super::global_args::GlobalArgs;
use super::output::print;
use super::path_args::PathArgs;
use super::selection_args::{SelectionArgs, today};
use crate::export::Export;
use crate::model::Timeline;
use crate::query::{Index, Selection};
use crate::text::{did_you_mean, hint_suffix, sanitize};

/// Files to read and events to select.
#[derive(Debug, Clone, Default, Args)]
pub struct InputArgs {
    #[command(flatten)]
    pub paths: PathArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Print how the selection is interpreted and how many events each part matches, and exit
    #[arg(long, help_heading = "Which events")]
    pub explain: bool,
}

/// A timeline and the events selected from it.
pub struct Input {
    /// The timeline, placed by the clock of the selection.
    pub timeline: Timeline,
    pub index: Index,
    pub selection: Selection,
    /// The paths as typed.
    pub paths: Vec<String>,
}

impl InputArgs {
    /// Reads the files and resolves the selection. Problems and unknown values are reported on standard
    /// error.
    ///
    /// # Errors
    /// Fails if nothing could be read, or the selection is invalid.
    pub fn read(&self, global: &GlobalArgs) -> Result<Input> {
        let selection = self.selection.selection(today())?;
        let loaded = self.paths.load_reported(global)?;
        let settings = global.config.read()?;
        let (selection, _) =
            self.selection.in_view(selection, &loaded.timeline, &settings.config, today())?;
        let timeline = loaded.timeline.placed_by(selection.clock);
        let input = Input { index: Index::new(&timeline), timeline, selection, paths: self.paths.words() };
        input.warn();
        Ok(input)
    }

    /// Prints how the selection is understood.
    ///
    /// # Errors
    /// Those of [`InputArgs::read`] and of the output.
    pub fn print_explanation(&self, global: &GlobalArgs) -> Result {
        let Input { timeline, index, selection, .. } = self.read(global)?;
        let explanation = selection.explain(&timeline, &index);
        let code = if explanation.events == 0 { NEGATIVE } else { DONE };
        print(code_for(&timeline, code), |out| write!(out, "{}", sanitize(&explanation.to_string())))
    }
}

impl Input {
    /// Returns the selected events, ready to be written in `format`.
    pub fn export(&self, format: &str) -> Export<'_> {
        Export::of(&self.timeline, &self.index, &self.selection, &self.paths, format)
    }

    /// Warns of values and clocks in the selection that no event has.
    fn warn(&self) {
        let Self { index, selection, .. } = self;
        if let Some(clock) = selection.clock.filter(|clock| index.with_date(Some(*clock)).is_empty()) {
            let _ = writeln!(io::stderr(), "warning: no event has a date `{}`", clock.word());
        }
        for (facet, value, meant) in index.unknown_values(&selection.filter.query()) {
            let hint = hint_suffix(meant.as_deref().map(did_you_mean));
            let line = format!("warning: no {facet} `{value}` in this timeline{hint}");
            let _ = writeln!(io::stderr(), "{}", sanitize(&line));
        }
    }
}
