//! Help and the palette: the key table as a list that typing filters.

use tui_input::Input;

use super::{App, Effect, Overlay, Status};
use crate::tui::action::Action;
use crate::tui::keymap::{Mode, TABLE, spoken};

/// A list of actions to read or run.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What stands above it.
    pub title: &'static str,
    /// Only what works on the timeline itself, or everything.
    pub everything: bool,
    /// What was typed.
    pub input: Input,
    /// The entry selected.
    pub selected: usize,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it works.
    pub mode: Mode,
    /// Every way to ask for it, as a person reads keys.
    pub keys: String,
    /// What it is called.
    pub action: Action,
}

impl Picker {
    /// Every key everywhere.
    pub fn help() -> Self {
        Self { title: "Help", everything: true, input: Input::default(), selected: 0 }
    }

    /// Every command by name.
    pub fn palette() -> Self {
        Self { title: "Commands", everything: false, input: Input::default(), selected: 0 }
    }

    /// The entries that match every word typed, in the order of the key table.
    pub fn entries(&self) -> Vec<Entry> {
        let typed = self.input.value().to_lowercase();
        let fits = |entry: &Entry| {
            let mode: &str = entry.mode.into();
            let text = format!("{} {} {} {mode}", entry.action.name(), entry.action.help(), entry.keys)
                .to_lowercase();
            typed.split_whitespace().all(|word| text.contains(word))
        };
        let entry = |(mode, ways, action): &(Mode, &[&str], Action)| Entry {
            mode: *mode,
            keys: ways.iter().map(|keys| spoken(keys)).collect::<Vec<_>>().join(" "),
            action: *action,
        };
        let bound = TABLE.iter().filter(|(mode, ..)| self.everything || *mode == Mode::Browse);
        bound.map(entry).filter(fits).collect()
    }
}

impl App {
    /// Runs the selected entry, or what was typed as a command: `goto DATE`. (`filter QUERY` has become a
    /// line of its own as soon as it was typed.)
    pub(super) fn run_picked(&mut self, picker: &Picker) -> Option<Effect> {
        let typed = picker.input.value().trim();
        if let Some(date) = typed.strip_prefix("goto ") {
            self.jump_to(date);
            return None;
        }
        if matches!(typed, "q" | "q!" | "quit" | "wq" | "x") {
            return Some(Effect::Quit);
        }
        match picker.entries().get(picker.selected) {
            Some(entry) if entry.mode == Mode::Browse => self.browse(entry.action),
            Some(_) => {
                self.overlay = Some(Overlay::Picker(picker.clone()));
                None
            }
            None => {
                self.status =
                    Status::error(format!("no command `{typed}`; filter QUERY and goto DATE work here too"));
                None
            }
        }
    }
}
