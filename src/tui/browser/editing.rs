//! Editing of the files that events come from.

use std::path::PathBuf;

use super::{Browser, Status};
use crate::load::builtin;
use crate::tui::action::Action;
use crate::tui::side_effect::SideEffect;

impl Browser {
    /// Returns the side effect that opens the editor at the current event.
    pub(super) fn edit(&mut self) -> Option<SideEffect> {
        let place = self.current_event()?.place;
        let file = self.data.timeline.files.get(place.file as usize);
        match file {
            _ if builtin::is_builtin(&self.data.paths) => {
                let key = self.key(Action::Export);
                self.status = Status::note(format!(
                    "this timeline is part of dateline; {key} exports it to a YAML file to edit"
                ));
                None
            }
            Some(file) if file.as_os_str() != "-" => Some(SideEffect::Edit(file.clone(), place.line)),
            _ => {
                self.status = Status::note("this event came from standard input and stands in no file");
                None
            }
        }
    }

    /// Opens the editor at a new event, or says how to start a timeline that can have one.
    pub(super) fn new_event(&mut self) -> Option<SideEffect> {
        let is_a_file = |path: &PathBuf| path.as_os_str() != "-";
        let whose = match self.data.timeline.files.iter().any(is_a_file) {
            _ if builtin::is_builtin(&self.data.paths) => "this timeline is part of dateline",
            true => return Some(SideEffect::EditNew),
            false => "this timeline came from standard input",
        };
        self.status = Status::note(format!("{whose}; `dateline init DIR` starts one of your own"));
        None
    }
}
