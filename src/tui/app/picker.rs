//! Help and the palette: the key table as a list that typing filters.

use tui_input::Input;

use super::{App, Effect, Overlay, Status};
use crate::tui::action::Action;
use crate::tui::keymap::{Mode, Row, help_of, spoken};

/// A list of actions to read or run.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What stands above it.
    pub title: &'static str,
    /// Only what works on the timeline itself, or everything.
    pub everything: bool,
    /// The mode whose keys come first, and whose signs are explained.
    pub first: Mode,
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
    /// What it does.
    pub command: Command,
}

/// What can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Something that a key does.
    Do(Action),
    /// Showing the view of this number and name.
    View(usize, String),
}

impl Command {
    fn name(&self) -> &'static str {
        match self {
            Self::Do(action) => action.name(),
            Self::View(..) => "view",
        }
    }
}

impl Entry {
    /// What it does.
    pub fn help(&self) -> String {
        match &self.command {
            Command::Do(action) => help_of(self.mode, *action).to_owned(),
            Command::View(_, name) => format!("view: {name}"),
        }
    }
}

impl Picker {
    /// Every key everywhere.
    pub fn help() -> Self {
        Self { title: "Help", everything: true, ..Self::palette() }
    }

    /// Every command by name.
    pub fn palette() -> Self {
        let first = Mode::Browse;
        Self { title: "Commands", everything: false, first, input: Input::default(), selected: 0 }
    }
}

impl App {
    /// The entries that match every word typed, in the order of the key table behind those of the first
    /// mode; in the palette the views stand behind them.
    pub fn entries(&self, picker: &Picker) -> Vec<Entry> {
        let typed = picker.input.value().to_lowercase();
        let fits = |entry: &Entry| {
            let mode: &str = entry.mode.into();
            let text = format!("{} {} {} {mode}", entry.command.name(), entry.help(), entry.keys);
            typed.split_whitespace().all(|word| text.to_lowercase().contains(word))
        };
        let entry = |(mode, ways, action): Row| Entry {
            mode,
            keys: ways.into_iter().map(spoken).collect::<Vec<_>>().join(" "),
            command: Command::Do(action),
        };
        let bound =
            self.keymap().rows().filter(|(mode, ..)| picker.everything || *mode == Mode::Browse).map(entry);
        let confirm = self.keymap().label(Mode::Browse, Action::Confirm);
        let views = self.views().into_iter().zip(1..).filter(|_| !picker.everything);
        let views = views.map(|(view, number)| Entry {
            mode: Mode::Browse,
            keys: format!("{number} {confirm}"),
            command: Command::View(number, view.name.to_string()),
        });
        let mut entries: Vec<Entry> = bound.chain(views).filter(fits).collect();
        entries.sort_by_key(|entry| entry.mode != picker.first);
        entries
    }

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
        let entry = self.entries(picker).into_iter().nth(picker.selected);
        match entry.map(|entry| (entry.mode, entry.command)) {
            Some((Mode::Browse, Command::Do(action))) => self.browse(action),
            Some((_, Command::View(number, _))) => {
                self.show_view(number);
                None
            }
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
