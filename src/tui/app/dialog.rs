//! The export dialog: format, file and order, with the first lines before anything is written.

use std::path::{Path, PathBuf};

use tui_input::Input;

use super::{App, Effect, Overlay, Status};
use crate::export::{self, Export, Format, Omission, SaveError, Variant, formats};
use crate::query::{Facet, Selection};
use crate::text::counted;
use crate::tui::action::Action;

/// A line of the dialog that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The format.
    Format,
    /// The name of the file.
    File,
    /// Which way round.
    Order,
}

/// The dialog.
#[derive(Clone)]
pub struct Dialog {
    /// The line that keys change.
    pub field: Field,
    /// The format, counted in [`formats`].
    pub format: usize,
    /// The file to write.
    pub file: Input,
    /// The order of the list the other way round: the newest first, where nothing else is chosen.
    pub reverse: bool,
    /// Whether the next Enter overwrites the file.
    pub asked: bool,
    /// Why the last attempt did not work.
    pub error: String,
    /// The first lines of what would be written.
    pub preview: Vec<String>,
}

/// As many lines are kept for the preview.
const PREVIEW: usize = 80;

impl Dialog {
    /// The chosen format.
    pub fn format(&self) -> &'static Format {
        &formats()[self.format.min(formats().len() - 1)]
    }

    /// The file to write; a leading `~/` is the home directory.
    pub fn path(&self) -> PathBuf {
        let typed = self.file.value().trim();
        match (typed.strip_prefix("~/"), std::env::home_dir()) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(typed),
        }
    }
}

impl App {
    /// What the dialog would write: the range, or everything that the filters leave.
    pub fn export_selection(&self, dialog: &Dialog) -> Selection {
        self.selection_in(dialog.reverse)
    }

    /// The export as the dialog describes it.
    pub fn export(&self, dialog: &Dialog) -> Export<'_> {
        let selection = self.export_selection(dialog);
        let format = dialog.format();
        let export =
            Export::of(&self.data.timeline, self.data.index(), &selection, &self.data.paths, format.name);
        // A picture has the lanes of the screen.
        let lanes = self.shown.by.0.filter(|by| *by != Facet::Country).map(Variant::Lanes);
        export.written(lanes.into_iter().filter(|lanes| format.variants.contains(lanes)).collect())
    }

    /// Opens the dialog.
    pub(super) fn open_dialog(&mut self) {
        let mut dialog = Dialog {
            field: Field::Format,
            format: 0,
            file: Input::default(),
            reverse: self.shown.order.reverse,
            asked: false,
            error: String::new(),
            preview: Vec::new(),
        };
        dialog.file = Input::new(self.suggestion(&dialog));
        if self.export(&dialog).events.is_empty() {
            self.status = Status::note("there is no event to export; widen the range or the filters");
            return;
        }
        self.preview(&mut dialog);
        self.overlay = Some(Overlay::Export(dialog));
    }

    /// Brings an open dialog up to date with files read anew.
    pub(super) fn refresh_dialog(&mut self) {
        if let Some(Overlay::Export(mut dialog)) =
            self.overlay.take_if(|open| matches!(open, Overlay::Export(_)))
        {
            dialog.asked = false;
            self.preview(&mut dialog);
            self.overlay = Some(Overlay::Export(dialog));
        }
    }

    fn suggestion(&self, dialog: &Dialog) -> String {
        export::suggested_name(&self.data.paths, &self.export_selection(dialog), dialog.format().extension)
    }

    fn preview(&self, dialog: &mut Dialog) {
        let mut export = self.export(dialog);
        export.events.truncate(PREVIEW);
        let mut bytes = Vec::new();
        let written = (dialog.format().preview)(&export, &mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let left = (dialog.format().omissions)(&self.export(dialog));
        let left = left.iter().map(|left| format!("! {}", left.words(&self.data.timeline)));
        dialog.preview = match written {
            Ok(()) => left
                .chain(text.lines().map(|line| line.replace('\t', " ")))
                .take(PREVIEW)
                .map(|line| crate::text::harmless(&line).into_owned())
                .collect(),
            Err(error) => vec![error.to_string()],
        };
    }

    /// What actions mean in the dialog.
    pub(super) fn act_on_dialog(&mut self, action: Action) -> Option<Effect> {
        let Some(Overlay::Export(mut dialog)) = self.overlay.take() else { return None };
        let mut effect = None;
        match action {
            Action::Next => dialog.field = next_field(dialog.field),
            Action::Previous => dialog.field = next_field(next_field(dialog.field)),
            Action::Down => self.turn(&mut dialog, 1),
            Action::Up => self.turn(&mut dialog, formats().len() - 1),
            Action::Accept if dialog.file.value().trim().is_empty() => {
                "give the file a name".clone_into(&mut dialog.error);
            }
            Action::Accept => effect = Some(Effect::Save),
            Action::CopyCommand => {
                effect = Some(Effect::Copy(self.export(&dialog).manifest.command, "the command line"));
            }
            Action::Escape => return None,
            _ => {}
        }
        self.overlay = Some(Overlay::Export(dialog));
        effect
    }

    /// Turns the field that keys change to its next value.
    pub(super) fn turn(&mut self, dialog: &mut Dialog, steps: usize) {
        let suggested = dialog.file.value() == self.suggestion(dialog);
        let before = dialog.format().extension;
        match dialog.field {
            Field::Format => dialog.format = (dialog.format + steps) % formats().len(),
            Field::Order => dialog.reverse = !dialog.reverse,
            Field::File => {}
        }
        if dialog.field == Field::Format {
            let typed = renamed(&dialog.path(), before, dialog.format().extension);
            let name = if suggested { self.suggestion(dialog) } else { typed };
            dialog.file = Input::new(name);
        }
        dialog.asked = false;
        dialog.error.clear();
        self.preview(dialog);
    }

    /// Writes what the dialog describes by `save`; an existing file is overwritten only after it
    /// was said to exist.
    pub fn save_export(&mut self, save: impl FnOnce(&Path, bool, &Export, &Format) -> Result<(), SaveError>) {
        let Some(Overlay::Export(mut dialog)) = self.overlay.take() else { return };
        let export = self.export(&dialog);
        let result = save(&dialog.path(), dialog.asked, &export, dialog.format());
        let left = (dialog.format().omissions)(&export);
        let events = counted(export.events.len() - Omission::missing(&left), "event");
        let left: Vec<String> = left.iter().map(|left| left.words(export.timeline)).collect();
        match result {
            Ok(()) => {
                let wrote = format!("wrote {events} to {}", dialog.file.value().trim());
                self.status = Status::note([vec![wrote], left].concat().join("; "));
                return;
            }
            Err(SaveError::Exists(_)) => {
                dialog.asked = true;
                "this file exists; Enter overwrites it, or type another name".clone_into(&mut dialog.error);
                dialog.field = Field::File;
            }
            Err(error) => dialog.error = error.to_string(),
        }
        self.overlay = Some(Overlay::Export(dialog));
    }
}

/// The path with another extension, which like the one before may have two parts.
fn renamed(path: &Path, before: &str, extension: &str) -> String {
    let name = path.to_string_lossy();
    match name.strip_suffix(before).and_then(|name| name.strip_suffix('.')) {
        Some(stem) => format!("{stem}.{extension}"),
        None => path.with_extension(extension).to_string_lossy().into_owned(),
    }
}

fn next_field(field: Field) -> Field {
    match field {
        Field::Format => Field::File,
        Field::File => Field::Order,
        Field::Order => Field::Format,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_format_changes_the_whole_extension_and_nothing_else() {
        for (path, before, after, name) in [
            ("memo.md", "md", "csl.json", "memo.csl.json"),
            ("a/memo.csl.json", "csl.json", "timeline.json", "a/memo.timeline.json"),
            ("memo.v2.timeline.json", "timeline.json", "md", "memo.v2.md"),
            ("memo.txt", "md", "ics", "memo.ics"),
            ("memo", "md", "ics", "memo.ics"),
        ] {
            assert_eq!(renamed(Path::new(path), before, after), name);
        }
    }
}
