//! Which keys mean what: one table for dispatch, help, footer, palette and README.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::Action;

/// What the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Mode {
    /// The timeline itself.
    #[strum(to_string = "timeline")]
    Browse,
    /// The panel of facets.
    Facets,
    /// The list of active filters.
    Filters,
    /// The export dialog.
    Export,
    /// A line to type in.
    Prompt,
    /// A text or list to scroll: help, problems, an event in full.
    Reader,
    /// What to copy.
    Copy,
    /// Which source to open.
    Sources,
    /// Which date places the events.
    Clocks,
    /// What every policy was.
    Policies,
    /// Who moved first.
    Race,
    /// What led to an event and what followed.
    Thread,
    /// All of these.
    Anywhere,
}

/// One press of a key; shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
}

/// What the keys pressed so far mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// This.
    Run(Action),
    /// The beginning of something.
    Prefix,
    /// Nothing.
    Nothing,
}

/// A line of the table: where, which keys (several ways parted by spaces within one binding's
/// list), what.
type Binding = (Mode, &'static [&'static str], Action);

/// The table. Within a mode the order is that of the help; the first keys are the ones shown.
pub const TABLE: &[Binding] = &[
    (Mode::Browse, &["j", "down"], Action::NextEvent),
    (Mode::Browse, &["k", "up"], Action::PreviousEvent),
    (Mode::Browse, &["h", "left"], Action::PanLeft),
    (Mode::Browse, &["l", "right"], Action::PanRight),
    (Mode::Browse, &["{"], Action::LaneUp),
    (Mode::Browse, &["}"], Action::LaneDown),
    (Mode::Browse, &["g g", "home"], Action::FirstEvent),
    (Mode::Browse, &["G", "end"], Action::LastEvent),
    (Mode::Browse, &["ctrl-f", "pagedown"], Action::PageDown),
    (Mode::Browse, &["ctrl-b", "pageup"], Action::PageUp),
    (Mode::Browse, &["ctrl-d"], Action::HalfPageDown),
    (Mode::Browse, &["ctrl-u"], Action::HalfPageUp),
    (Mode::Browse, &["] w"], Action::NextWeek),
    (Mode::Browse, &["[ w"], Action::PreviousWeek),
    (Mode::Browse, &["] m"], Action::NextMonth),
    (Mode::Browse, &["[ m"], Action::PreviousMonth),
    (Mode::Browse, &["] y"], Action::NextYear),
    (Mode::Browse, &["[ y"], Action::PreviousYear),
    (Mode::Browse, &["t"], Action::JumpToDate),
    (Mode::Browse, &["ctrl-o"], Action::JumpBack),
    (Mode::Browse, &["ctrl-i", "tab"], Action::JumpForward),
    (Mode::Browse, &["+", "="], Action::ZoomIn),
    (Mode::Browse, &["-"], Action::ZoomOut),
    (Mode::Browse, &["0"], Action::FitAll),
    (Mode::Browse, &["z"], Action::FitSelection),
    (Mode::Browse, &["L"], Action::NextLanes),
    (Mode::Browse, &["C"], Action::Clocks),
    (Mode::Browse, &["p"], Action::Policies),
    (Mode::Browse, &["] s"], Action::NextChange),
    (Mode::Browse, &["[ s"], Action::PreviousChange),
    (Mode::Browse, &["s"], Action::NextOrder),
    (Mode::Browse, &["space"], Action::FoldLane),
    (Mode::Browse, &["/"], Action::Search),
    (Mode::Browse, &["n"], Action::NextHit),
    (Mode::Browse, &["N"], Action::PreviousHit),
    (Mode::Browse, &["f"], Action::Facets),
    (Mode::Browse, &["\\"], Action::Filters),
    (Mode::Browse, &["F"], Action::ToggleFilters),
    (Mode::Browse, &["&"], Action::FilterQuery),
    (Mode::Browse, &["v"], Action::MarkRange),
    (Mode::Browse, &["o"], Action::OtherEnd),
    (Mode::Browse, &["enter"], Action::Confirm),
    (Mode::Browse, &["r"], Action::Thread),
    (Mode::Browse, &["x"], Action::Export),
    (Mode::Browse, &["J"], Action::DetailDown),
    (Mode::Browse, &["K"], Action::DetailUp),
    (Mode::Browse, &["u"], Action::Undo),
    (Mode::Browse, &["ctrl-r"], Action::Redo),
    (Mode::Browse, &["y"], Action::Copy),
    (Mode::Browse, &["O"], Action::OpenSource),
    (Mode::Browse, &["e"], Action::Edit),
    (Mode::Browse, &["R"], Action::Reload),
    (Mode::Browse, &["!"], Action::Problems),
    (Mode::Browse, &["?", "f1"], Action::Help),
    (Mode::Browse, &[":"], Action::Palette),
    (Mode::Browse, &["esc"], Action::Escape),
    (Mode::Browse, &["q"], Action::Back),
    (Mode::Facets, &["down", "ctrl-n"], Action::Down),
    (Mode::Facets, &["up", "ctrl-p"], Action::Up),
    (Mode::Facets, &["tab", "right"], Action::Next),
    (Mode::Facets, &["backtab", "left"], Action::Previous),
    (Mode::Facets, &["space"], Action::Toggle),
    (Mode::Facets, &["-"], Action::Exclude),
    (Mode::Facets, &["enter"], Action::Only),
    (Mode::Facets, &["f1"], Action::Help),
    (Mode::Facets, &["esc"], Action::Escape),
    (Mode::Filters, &["j", "down"], Action::Down),
    (Mode::Filters, &["k", "up"], Action::Up),
    (Mode::Filters, &["space"], Action::Toggle),
    (Mode::Filters, &["enter"], Action::Change),
    (Mode::Filters, &["d", "x", "delete"], Action::Remove),
    (Mode::Filters, &["F"], Action::ToggleFilters),
    (Mode::Filters, &["u"], Action::Undo),
    (Mode::Filters, &["?"], Action::Help),
    (Mode::Filters, &["esc", "q", "\\"], Action::Escape),
    (Mode::Export, &["enter"], Action::Accept),
    (Mode::Export, &["tab"], Action::Next),
    (Mode::Export, &["backtab"], Action::Previous),
    (Mode::Export, &["right", "down"], Action::Down),
    (Mode::Export, &["left", "up"], Action::Up),
    (Mode::Export, &["ctrl-y"], Action::CopyCommand),
    (Mode::Export, &["esc"], Action::Escape),
    (Mode::Prompt, &["enter"], Action::Accept),
    (Mode::Prompt, &["down", "tab"], Action::Down),
    (Mode::Prompt, &["up", "backtab"], Action::Up),
    (Mode::Prompt, &["esc"], Action::Escape),
    (Mode::Reader, &["j", "down", "J", "enter"], Action::Down),
    (Mode::Reader, &["k", "up", "K"], Action::Up),
    (Mode::Reader, &["space", "pagedown", "ctrl-f", "ctrl-d"], Action::PageDown),
    (Mode::Reader, &["pageup", "ctrl-b", "ctrl-u"], Action::PageUp),
    (Mode::Reader, &["O"], Action::OpenSource),
    (Mode::Reader, &["y"], Action::Copy),
    (Mode::Reader, &["esc", "q"], Action::Escape),
    (Mode::Copy, &["c"], Action::CopyCitation),
    (Mode::Copy, &["l"], Action::CopyLink),
    (Mode::Copy, &["y"], Action::CopyYaml),
    (Mode::Copy, &["v"], Action::CopyView),
    (Mode::Copy, &["esc", "q"], Action::Escape),
    (Mode::Sources, &["j", "down"], Action::Down),
    (Mode::Sources, &["k", "up"], Action::Up),
    (Mode::Sources, &["enter", "O"], Action::Accept),
    (Mode::Sources, &["y"], Action::CopyLink),
    (Mode::Sources, &["esc", "q"], Action::Escape),
    (Mode::Clocks, &["j", "down", "C"], Action::Down),
    (Mode::Clocks, &["k", "up"], Action::Up),
    (Mode::Clocks, &["enter"], Action::Accept),
    (Mode::Clocks, &["esc", "q"], Action::Escape),
    (Mode::Policies, &["j", "down"], Action::Down),
    (Mode::Policies, &["k", "up"], Action::Up),
    (Mode::Policies, &["l", "right"], Action::NextOwnChange),
    (Mode::Policies, &["h", "left"], Action::PreviousOwnChange),
    (Mode::Policies, &["] s"], Action::NextChange),
    (Mode::Policies, &["[ s"], Action::PreviousChange),
    (Mode::Policies, &["g g", "home"], Action::FirstEvent),
    (Mode::Policies, &["G", "end"], Action::LastEvent),
    (Mode::Policies, &["ctrl-f", "pagedown", "ctrl-d"], Action::PageDown),
    (Mode::Policies, &["ctrl-b", "pageup", "ctrl-u"], Action::PageUp),
    (Mode::Policies, &["] w"], Action::NextWeek),
    (Mode::Policies, &["[ w"], Action::PreviousWeek),
    (Mode::Policies, &["] m"], Action::NextMonth),
    (Mode::Policies, &["[ m"], Action::PreviousMonth),
    (Mode::Policies, &["] y"], Action::NextYear),
    (Mode::Policies, &["[ y"], Action::PreviousYear),
    (Mode::Policies, &["t"], Action::JumpToDate),
    (Mode::Policies, &["+", "="], Action::ZoomIn),
    (Mode::Policies, &["-"], Action::ZoomOut),
    (Mode::Policies, &["0"], Action::FitAll),
    (Mode::Policies, &["c"], Action::Compare),
    (Mode::Policies, &["w"], Action::WhoFirst),
    (Mode::Policies, &["enter"], Action::Accept),
    (Mode::Policies, &["y"], Action::CopyCommand),
    (Mode::Policies, &["u"], Action::Undo),
    (Mode::Policies, &["ctrl-r"], Action::Redo),
    (Mode::Policies, &["ctrl-o"], Action::JumpBack),
    (Mode::Policies, &["ctrl-i", "tab"], Action::JumpForward),
    (Mode::Policies, &["?", "f1"], Action::Help),
    (Mode::Policies, &["esc", "q", "p"], Action::Escape),
    (Mode::Race, &["j", "down"], Action::Down),
    (Mode::Race, &["k", "up"], Action::Up),
    (Mode::Race, &["l", "right", "tab"], Action::Next),
    (Mode::Race, &["h", "left", "backtab"], Action::Previous),
    (Mode::Race, &["enter"], Action::Accept),
    (Mode::Race, &["esc", "q", "w"], Action::Escape),
    (Mode::Thread, &["j", "down"], Action::Down),
    (Mode::Thread, &["k", "up"], Action::Up),
    (Mode::Thread, &["ctrl-f", "pagedown", "ctrl-d"], Action::PageDown),
    (Mode::Thread, &["ctrl-b", "pageup", "ctrl-u"], Action::PageUp),
    (Mode::Thread, &["g g", "home"], Action::FirstEvent),
    (Mode::Thread, &["G", "end"], Action::LastEvent),
    (Mode::Thread, &["l", "right"], Action::Centre),
    (Mode::Thread, &["h", "left", "ctrl-o", "backspace"], Action::CentreBefore),
    (Mode::Thread, &["enter"], Action::GoTo),
    (Mode::Thread, &["J"], Action::DetailDown),
    (Mode::Thread, &["K"], Action::DetailUp),
    (Mode::Thread, &["?", "f1"], Action::Help),
    (Mode::Thread, &["esc", "q", "r"], Action::Escape),
    (Mode::Anywhere, &["ctrl-c"], Action::Quit),
    (Mode::Anywhere, &["ctrl-z"], Action::Suspend),
];

/// A line of the table as it is now: where, every way to ask for it, what.
pub type Row<'k> = (Mode, Vec<&'k str>, Action);

/// The keys as they are now: the table, with what the reader changed of it.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    /// The ways that stand in place of those of the table, by its lines.
    changed: BTreeMap<usize, Vec<String>>,
}

impl Keymap {
    /// The lines of the table, in the order of the help.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        TABLE.iter().enumerate().map(|(line, (mode, _, action))| (*mode, self.ways(line), *action))
    }

    /// Every way to ask for what stands on a line of the table.
    fn ways(&self, line: usize) -> Vec<&str> {
        let own = self.changed.get(&line).map(|ways| ways.iter().map(String::as_str).collect());
        own.unwrap_or_else(|| TABLE[line].1.to_vec())
    }

    /// Puts other ways in place of those on a line of the table.
    pub(super) fn change(&mut self, line: usize, ways: Vec<String>) {
        self.changed.insert(line, ways);
    }

    /// What `pressed` means in a mode.
    pub fn look_up(&self, mode: Mode, pressed: &[Chord]) -> Lookup {
        let here = |known: Mode| known == mode || known == Mode::Anywhere;
        let here = (0..TABLE.len()).filter(|line| here(TABLE[*line].0));
        let mut bound =
            here.flat_map(|line| self.ways(line).into_iter().map(move |keys| (line, chords(keys))));
        match bound.find(|(_, keys)| keys.starts_with(pressed)) {
            Some((line, keys)) if keys.len() == pressed.len() => Lookup::Run(TABLE[line].2),
            Some(_) => Lookup::Prefix,
            None => Lookup::Nothing,
        }
    }

    /// The first keys for an action in a mode, as a person reads them: `gg`, `]m`, `Ctrl-r`; empty when
    /// none ask for it.
    pub fn label(&self, mode: Mode, action: Action) -> String {
        let line = TABLE.iter().position(|(known, _, bound)| *known == mode && *bound == action);
        let keys = line.and_then(|line| self.ways(line).first().copied());
        keys.map_or_else(String::new, spoken)
    }

    /// The same for a sentence: where no key asks for it, its name, by which the palette finds it.
    pub fn named(&self, mode: Mode, action: Action) -> String {
        let label = self.label(mode, action);
        if label.is_empty() { format!("`{}`", action.name()) } else { label }
    }
}

/// What an action does in a mode, for the help: in a list of policies or events the same keys move
/// by rows.
pub fn help_of(mode: Mode, action: Action) -> &'static str {
    match (mode, action) {
        (Mode::Policies | Mode::Thread, Action::FirstEvent) => "first row",
        (Mode::Policies | Mode::Thread, Action::LastEvent) => "last row",
        (Mode::Policies | Mode::Thread | Mode::Reader, Action::PageDown) => "a page down",
        (Mode::Policies | Mode::Thread | Mode::Reader, Action::PageUp) => "a page up",
        (Mode::Policies, Action::Accept) => "go to the event that the status rests on",
        (Mode::Race, Action::Next) => "ask about a looser status",
        (Mode::Race, Action::Previous) => "ask about a stricter status",
        (Mode::Race, Action::Accept) => "go to the event that brought it there",
        _ => action.help(),
    }
}

/// Keys of the table as a person reads them.
pub fn spoken(keys: &str) -> String {
    let word = |chord: &str| match chord {
        "down" => "↓".to_owned(),
        "up" => "↑".to_owned(),
        "left" => "←".to_owned(),
        "right" => "→".to_owned(),
        "backtab" => "Shift-Tab".to_owned(),
        "pageup" => "PgUp".to_owned(),
        "pagedown" => "PgDn".to_owned(),
        _ if chord.starts_with("ctrl-") => format!("Ctrl-{}", &chord["ctrl-".len()..]),
        _ if chord.starts_with("alt-") => format!("Alt-{}", &chord["alt-".len()..]),
        _ if chord.chars().count() > 1 => chord[..1].to_uppercase() + &chord[1..],
        _ => chord.to_owned(),
    };
    keys.split(' ').map(word).collect()
}

/// The key presses that a text of the table means.
pub fn chords(keys: &str) -> Vec<Chord> {
    keys.split(' ').map(Chord::named).collect()
}

impl Chord {
    /// The Escape key alone.
    pub const ESC: Self = Self { code: KeyCode::Esc, ctrl: false, alt: false };

    fn named(name: &str) -> Self {
        Self::read(name).unwrap_or(Self { code: KeyCode::Null, ctrl: false, alt: false })
    }

    /// The press of a key that is written `j`, `ctrl-f`, `alt-x`, `enter`, `f1`; `None` when it is none.
    pub fn read(name: &str) -> Option<Self> {
        let (ctrl, bare) = name.strip_prefix("ctrl-").map_or((false, name), |bare| (true, bare));
        let (alt, bare) = bare.strip_prefix("alt-").map_or((false, bare), |bare| (true, bare));
        let mut letters = bare.chars();
        let code = match bare {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "space" => KeyCode::Char(' '),
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pageup" => KeyCode::PageUp,
            "pagedown" => KeyCode::PageDown,
            "insert" => KeyCode::Insert,
            "delete" => KeyCode::Delete,
            "backspace" => KeyCode::Backspace,
            _ => match (letters.next()?, letters.as_str()) {
                (c, "") => KeyCode::Char(c),
                ('f', number) => KeyCode::F(number.parse().ok().filter(|number| (1..=12).contains(number))?),
                _ => return None,
            },
        };
        Some(Self { code, ctrl, alt })
    }

    /// Whether it writes a character where text is typed.
    pub(super) fn types(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl && !self.alt
    }

    /// The digit pressed, if it is one and nothing is held with it.
    pub fn digit(self) -> Option<usize> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => c.to_digit(10).map(|digit| digit as usize),
            _ => None,
        }
    }

    /// The same as a key event, for tests and for feeding a line editor.
    pub fn event(self) -> KeyEvent {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, self.ctrl);
        modifiers.set(KeyModifiers::ALT, self.alt);
        KeyEvent::new(self.code, modifiers)
    }
}

impl From<KeyEvent> for Chord {
    fn from(key: KeyEvent) -> Self {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        let code = match key.code {
            KeyCode::Tab if shift => KeyCode::BackTab,
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Self { code, ctrl, alt: key.modifiers.contains(KeyModifiers::ALT) }
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn no_key_hides_another() {
        let keymap = Keymap::default();
        let bound = keymap
            .rows()
            .flat_map(|(mode, ways, action)| ways.into_iter().map(move |keys| (mode, chords(keys), action)));
        let bound: Vec<_> = bound.collect();
        for (index, (mode, keys, action)) in bound.iter().enumerate() {
            for (other_mode, other_keys, other) in &bound[..index] {
                let clash =
                    mode == other_mode && (keys.starts_with(other_keys) || other_keys.starts_with(keys));
                assert!(!clash, "{mode:?}: {action:?} and {other:?} share keys");
            }
        }
    }

    #[test]
    fn everything_has_a_key_and_a_line_of_help() {
        for action in Action::iter() {
            assert!(!action.help().is_empty(), "{action:?}");
            assert!(TABLE.iter().any(|(_, _, bound)| *bound == action), "{action:?} has no key");
        }
        for mode in Mode::iter().filter(|mode| *mode != Mode::Anywhere) {
            let keymap = Keymap::default();
            let way_out = [chords("esc"), chords("ctrl-c")].map(|keys| keymap.look_up(mode, &keys));
            assert_eq!(way_out, [Lookup::Run(Action::Escape), Lookup::Run(Action::Quit)], "{mode:?}");
        }
    }

    #[test]
    fn a_shifted_letter_is_that_letter_on_every_platform() {
        let plain = Chord::from(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::NONE));
        let held = Chord::from(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT));
        assert_eq!(plain, held);
    }
}
