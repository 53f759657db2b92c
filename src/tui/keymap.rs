//! The key map: the table of bindings, parsed once, with the user's changes.

use std::collections::HashMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use strum::IntoEnumIterator;

use super::action::{Action, Mode, TABLE};

/// A key with its modifiers; shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
}

/// The meaning of the keys pressed so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// They are bound to this action.
    Run(Action),
    /// They begin a longer sequence.
    Prefix,
    /// They are not bound.
    Nothing,
}

/// A row of the key table: a mode, the key sequences bound in it, and their action.
pub type Row = (Mode, Vec<String>, Action);

/// The key bindings in effect: the default table with the user's changes.
#[derive(Debug, Clone)]
pub struct Keymap {
    rows: Vec<Row>,
    /// By mode and key sequence. Every proper prefix of a bound sequence has an entry, too.
    meanings: HashMap<(Mode, Vec<Chord>), Lookup>,
}

impl Default for Keymap {
    fn default() -> Self {
        let ways = |ways: &[&str]| ways.iter().map(|keys| (*keys).to_owned()).collect();
        Self::new(TABLE.iter().map(|(mode, keys, action)| (*mode, ways(keys), *action)).collect())
    }
}

impl Keymap {
    /// Parses the key sequences of a table. If a sequence is bound twice in a mode, the first one wins.
    pub fn new(rows: Vec<Row>) -> Self {
        let mut meanings: HashMap<_, Lookup> = HashMap::new();
        for mode in Mode::iter() {
            for (keys, action) in mode.layers().flat_map(|layer| bound(&rows, mode, layer)) {
                let keys = chords(keys);
                for end in 1..keys.len() {
                    meanings.entry((mode, keys[..end].to_vec())).or_insert(Lookup::Prefix);
                }
                meanings.entry((mode, keys)).or_insert(Lookup::Run(action));
            }
        }
        Self { rows, meanings }
    }

    /// Returns the rows of the table, in the order of the help.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }

    /// Returns the meaning of the pressed keys in a mode.
    pub fn look_up(&self, mode: Mode, pressed: &[Chord]) -> Lookup {
        self.meanings.get(&(mode, pressed.to_vec())).copied().unwrap_or(Lookup::Nothing)
    }

    /// Returns every completion of an incomplete key sequence in a mode: the remaining keys in readable form,
    /// and the action.
    pub fn following(&self, mode: Mode, pressed: &[Chord]) -> Vec<(String, Action)> {
        let layers = mode.layers().flat_map(|layer| bound(&self.rows, mode, layer));
        let follow = |(keys, action): (&str, Action)| {
            let rest = chords(keys).strip_prefix(pressed)?.len();
            let skipped = keys.split(' ').count() - rest;
            let rest: Vec<&str> = keys.split(' ').skip(skipped).collect();
            (!rest.is_empty()).then(|| (spoken(&rest.join(" ")), action))
        };
        layers.filter_map(follow).collect()
    }

    /// Describes where the keys of a mode work and which key opens it, for a user in the mode `here`: `works
    /// in the policies, which p opens`.
    pub fn where_it_works(&self, mode: Mode, here: Mode) -> String {
        let opened = mode.opened_by().map_or_else(String::new, |(from, opener)| {
            let opener = self.named(from, opener);
            let from = if from == here { "" } else { &format!(" {}", from.place().to_lowercase()) };
            format!(", which {opener} opens{from}")
        });
        format!("works {}{opened}", mode.place().to_lowercase())
    }

    /// Returns the message for pressed keys that are not bound in the mode `here`.
    pub fn no_meaning(&self, pressed: &[Chord], here: Mode) -> String {
        let means = |(mode, ways, _): &&Row, of: Mode| {
            *mode == of && ways.iter().any(|keys| chords(keys).as_slice() == pressed)
        };
        let elsewhere = [Mode::Browse, Mode::Policies, Mode::Filters, Mode::FirstMovers, Mode::Thread];
        let mut elsewhere = elsewhere.into_iter().filter(|mode| *mode != here);
        let name = |chord: &Chord| match chord.letter()? {
            ' ' => Some("Space".to_owned()),
            letter => Some(letter.to_string()),
        };
        let keys: String = pressed.iter().filter_map(name).collect();
        match elsewhere.find(|mode| self.rows.iter().any(|row| means(&row, *mode))) {
            Some(mode) => format!("{keys} {}", self.where_it_works(mode, here)),
            None => match self.label(here, Action::Help) {
                help if help.is_empty() => format!("{keys} does nothing here"),
                help => format!("{keys} does nothing here; {help} lists the keys"),
            },
        }
    }

    /// Returns the first key sequence of an action in a mode, in readable form: `gg`, `]m`, `Ctrl-r`. Empty if
    /// the action has no key there.
    pub fn label(&self, mode: Mode, action: Action) -> String {
        let mut all = mode.layers().flat_map(|layer| bound(&self.rows, mode, layer));
        all.find(|(_, bound)| *bound == action).map_or_else(String::new, |(keys, _)| spoken(keys))
    }

    /// Does the same as [`Keymap::label`], but returns the name of an action without a key, which the command
    /// palette finds.
    pub fn named(&self, mode: Mode, action: Action) -> String {
        let label = self.label(mode, action);
        if label.is_empty() { format!("`{}`", action.name()) } else { label }
    }
}

/// Returns the bindings of a layer that apply in a mode. In a mode for typing text, a key of another layer
/// that produces a character is excluded, so that the character is typed.
fn bound(rows: &[Row], mode: Mode, layer: Mode) -> impl Iterator<Item = (&str, Action)> {
    let here = rows.iter().filter(move |(bound, ..)| *bound == layer);
    let all = here.flat_map(|(_, ways, action)| ways.iter().map(|keys| (keys.as_str(), *action)));
    let writes = |keys: &str| chords(keys).first().is_some_and(|chord| chord.types());
    all.filter(move |(keys, _)| layer == mode || !mode.is_typing() || !writes(keys))
}

/// Returns a key sequence of the table in readable form: `ctrl-r` as `Ctrl-r`, `g g` as `gg`.
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

/// Parses a key sequence of the table.
pub fn chords(keys: &str) -> Vec<Chord> {
    keys.split(' ').map(Chord::named).collect()
}

impl Chord {
    /// The Escape key alone.
    pub const ESC: Self = Self { code: KeyCode::Esc, ctrl: false, alt: false };

    fn named(name: &str) -> Self {
        Self::read(name).unwrap_or(Self { code: KeyCode::Null, ctrl: false, alt: false })
    }

    /// Parses a key such as `j`, `ctrl-f`, `alt-x`, `enter` or `f1`.
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

    /// Returns the same key without Alt, or `None` if Alt is not held.
    pub fn without_alt(self) -> Option<Self> {
        self.alt.then_some(Self { alt: false, ..self })
    }

    /// Returns whether it produces a character in a text input.
    pub fn types(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl && !self.alt
    }

    /// Returns the character of the key, if it has one.
    pub fn letter(self) -> Option<char> {
        if let KeyCode::Char(c) = self.code { Some(c) } else { None }
    }

    /// Returns the digit, unless a modifier is held with it.
    pub fn digit(self) -> Option<usize> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => c.to_digit(10).map(|digit| digit as usize),
            _ => None,
        }
    }

    /// Converts it to a key event, for tests and for the line editor.
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
    use super::*;

    #[test]
    fn no_key_hides_another() {
        let keymap = Keymap::default();
        let bound = keymap
            .rows()
            .flat_map(|(mode, ways, action)| ways.iter().map(move |keys| (mode, chords(keys), action)));
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
        for mode in Mode::iter().filter(|mode| ![Mode::List, Mode::Anywhere].contains(mode)) {
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
