//! Side effects of actions, which the event loop runs.

use std::io::Write;
use std::path::PathBuf;

use crate::export::{self, Export, Manifest, SaveError, Variant};
use crate::model::{EventNo, Moment, PolicyNo, Timeline, View};

/// A side effect for the event loop to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideEffect {
    /// Quit the program.
    Quit,
    /// Quit as if interrupted by Ctrl-c.
    Interrupt,
    /// Suspend the process until the shell resumes it.
    Suspend,
    /// Redraw the whole screen.
    Redraw,
    /// Copy a text to the terminal's clipboard; the second text names it in a message.
    Copy(String, &'static str),
    /// Open a URL in the web browser.
    Open(String),
    /// Open the editor on a file at a line, counted from 1.
    Edit(PathBuf, u32),
    /// Edit a new event, which is removed again if the user leaves it unchanged.
    EditNew,
    /// Save a view in the timeline's file or, without one, in the configuration.
    SaveView(Box<View>),
    /// Write an export; the result goes back to the dialog.
    Save(Box<Save>),
    /// Reload the files.
    Reload,
}

/// An [`Export`] without the reference to its timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// The events.
    pub events: Vec<EventNo>,
    /// The range of the selection.
    pub range: Option<(Moment, Moment)>,
    /// Where the events come from.
    pub manifest: Manifest,
    /// The policies asked for.
    pub asked: Vec<PolicyNo>,
    /// The variants of the format.
    pub variants: Vec<Variant>,
}

impl Content {
    /// Returns the export over a timeline.
    pub fn export<'t>(&self, timeline: &'t Timeline) -> Export<'t> {
        let Self { events, range, asked, manifest, variants } = self.clone();
        Export { timeline, events, range, asked, manifest, variants }
    }
}

/// A confirmed export, to be written as previewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// The path to write to.
    pub path: PathBuf,
    /// Whether an existing file may be overwritten.
    pub overwrite: bool,
    /// The name of the format.
    pub format: &'static str,
    /// What to write.
    pub content: Content,
}

impl Save {
    /// Writes the file.
    ///
    /// # Errors
    /// Fails if the file exists and may not be overwritten, or cannot be written.
    pub fn write(&self, timeline: &Timeline) -> Result<(), SaveError> {
        let export = self.content.export(timeline);
        export::save(&self.path, self.overwrite, |out: &mut dyn Write| match export::find(self.format) {
            Some(format) => format.export(&export, out),
            None => Ok(()),
        })
    }
}
