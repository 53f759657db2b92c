//! Applies the user's key bindings to the key map, and reports problems in them.

use std::str::FromStr;

use strum::IntoEnumIterator;

use super::action::{Action, Mode};
use super::keymap::{Chord, Keymap, Row, chords};
use crate::config::{Rebound, Written};
use crate::problem::Problem;
use crate::text::meant;

/// Actions that need a key, since the user could otherwise not leave a panel or the program.
const NEEDED: [Action; 4] = [Action::Escape, Action::Back, Action::Quit, Action::Accept];

impl Keymap {
    /// Returns the default key map with actions rebound in every mode that binds them, and the problems of
    /// the new keys. With any problem, the default key map is returned.
    pub fn rebound(changes: &[Rebound]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut rows: Vec<Row> = Self::default().rows().cloned().collect();
        let mut blamed: Vec<(Action, &Written)> = Vec::new();
        for Rebound { action, keys } in changes {
            let Ok(found) = Action::from_str(&action.text) else {
                problems.push(unknown_action(action));
                continue;
            };
            if keys.is_empty() && NEEDED.contains(&found) {
                let message = format!("`{}` needs a key", action.text);
                problems.push(Problem::error("bad-key", action.location.clone(), message));
            }
            problems.extend(keys.iter().filter_map(unreadable));
            rebind(&mut rows, found, keys);
            blamed.extend(keys.iter().map(|key| (found, key)));
        }
        if problems.is_empty() {
            problems = clashes(&rows, &blamed);
        }
        if problems.is_empty() { (Self::new(rows), problems) } else { (Self::default(), problems) }
    }
}

fn unknown_action(action: &Written) -> Problem {
    let names: Vec<&str> = Action::iter().map(Action::name).collect();
    let hint = meant(&action.text, names).unwrap_or_else(|| "`dateline man` lists the actions".to_owned());
    let message = format!("no action is called `{}`", action.text);
    Problem::error("unknown-action", action.location.clone(), message).with_hint(Some(hint))
}

/// Returns the problem of a key sequence, if any.
fn unreadable(keys: &Written) -> Option<Problem> {
    let error = |message: String| Problem::error("bad-key", keys.location.clone(), message);
    let read: Option<Vec<Chord>> = keys.text.split(' ').map(Chord::read).collect();
    match read.as_deref() {
        None => Some(error(format!("`{}` is no key", keys.text)).with_hint(Some(
            "keys are written `j`, `G`, `g g`, `ctrl-f`, `alt-x`, `space`, `enter`, `pagedown`, `f1`",
        ))),
        Some([first, ..]) if first.digit().is_some_and(|digit| digit > 0) => {
            Some(error(format!("`{}` begins with a digit, which counts", keys.text)))
        }
        Some(_) => None,
    }
}

/// Rebinds an action in every mode that binds it. Where text is typed, keys that produce a character are left
/// out; an action that would have no key there keeps its default ones.
fn rebind(rows: &mut [Row], action: Action, keys: &[Written]) {
    let types = |keys: &String| chords(keys).first().is_some_and(|chord| chord.types());
    for (mode, ways, _) in rows.iter_mut().filter(|(.., bound)| *bound == action) {
        let fits = |keys: &String| !mode.is_typing() || !types(keys);
        let mut new: Vec<String> = keys.iter().map(|keys| keys.text.clone()).filter(fits).collect();
        // These keys apply both where text is typed and elsewhere.
        let is_shared = matches!(mode, Mode::List | Mode::Anywhere);
        if is_shared && !keys.is_empty() && new.iter().all(types) {
            new.extend(ways.iter().filter(|keys| !types(keys)).cloned());
        }
        if keys.is_empty() || !new.is_empty() {
            *ways = new;
        }
    }
}

/// Reports new key sequences that equal another action's in the same mode, or of which one is a prefix of the
/// other.
fn clashes(rows: &[Row], blamed: &[(Action, &Written)]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for (action, written) in blamed {
        let chosen = chords(&written.text);
        let mine = rows.iter().filter(|(_, ways, bound)| bound == action && ways.contains(&written.text));
        let modes: Vec<Mode> = mine.map(|(mode, ..)| *mode).collect();
        let same_place =
            |mode: &Mode| modes.iter().any(|mine| mine == mode || [*mine, *mode].contains(&Mode::Anywhere));
        let other = rows.iter().filter(|(mode, _, bound)| bound != action && same_place(mode)).find_map(
            |(_, ways, bound)| {
                let taken = |keys: &&String| {
                    let keys = chords(keys);
                    keys.starts_with(&chosen) || chosen.starts_with(&keys)
                };
                ways.iter().find(taken).map(|keys| (keys, *bound))
            },
        );
        if let Some((keys, bound)) = other {
            let message = format!("`{}` already asks for {} (`{keys}`)", written.text, bound.name());
            let hint = format!("take other keys, or give `{}` others too", bound.name());
            problems
                .push(Problem::error("key-clash", written.location.clone(), message).with_hint(Some(hint)));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::tui::keymap::Lookup;

    fn rebound(keys: &str) -> (Keymap, String) {
        let (config, messages) = Config::read("c.yaml", &format!("keys: {{{keys}}}\n"));
        assert!(messages.is_empty(), "{messages:?}");
        let (keymap, problems) = Keymap::rebound(&config.keys);
        let messages = problems.iter().map(|problem| {
            let hint = problem.hint.clone().unwrap_or_default();
            format!("{} | {hint}", problem.summary())
        });
        (keymap, messages.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn an_action_has_the_keys_of_the_readers_choice_and_no_others() {
        let (keymap, messages) =
            rebound("next-event: k, previous-event: [j, ctrl-k], first-event: 'g h', export: []");
        assert_eq!(messages, "");
        let found = |keys: &str| keymap.look_up(Mode::Browse, &chords(keys));
        assert_eq!(found("k"), Lookup::Run(Action::NextEvent));
        assert_eq!(found("ctrl-k"), Lookup::Run(Action::PreviousEvent));
        assert_eq!((found("g"), found("g h")), (Lookup::Prefix, Lookup::Run(Action::FirstEvent)));
        assert_eq!((found("down"), found("x")), (Lookup::Nothing, Lookup::Nothing));
        assert_eq!(keymap.label(Mode::Browse, Action::PreviousEvent), "j");
    }

    #[test]
    fn a_letter_still_writes_itself_where_text_is_typed() {
        let (keymap, messages) = rebound("down: [n, ctrl-j], escape: [Q, ctrl-g]");
        assert_eq!(messages, "");
        assert_eq!(keymap.look_up(Mode::Prompt, &chords("n")), Lookup::Nothing);
        assert_eq!(keymap.look_up(Mode::Prompt, &chords("ctrl-j")), Lookup::Run(Action::Down));
        assert_eq!(keymap.look_up(Mode::Filters, &chords("n")), Lookup::Run(Action::Down));
        assert_eq!(keymap.look_up(Mode::Facets, &chords("ctrl-g")), Lookup::Run(Action::Escape));
        let (keymap, messages) = rebound("accept: a");
        assert_eq!(
            (messages.as_str(), keymap.look_up(Mode::Prompt, &chords("enter"))),
            ("", Lookup::Run(Action::Accept))
        );
    }

    #[test]
    fn a_letter_quits_escapes_and_moves_everywhere_but_where_text_is_typed() {
        let (keymap, messages) = rebound("quit: [Q], escape: [a], down: [n]");
        assert_eq!(messages, "");
        for (key, usual, action) in
            [("Q", "ctrl-c", Action::Quit), ("a", "esc", Action::Escape), ("n", "down", Action::Down)]
        {
            assert_eq!(keymap.look_up(Mode::Sources, &chords(key)), Lookup::Run(action), "{key}");
            for typing in [Mode::Facets, Mode::Help] {
                assert_eq!(keymap.look_up(typing, &chords(key)), Lookup::Nothing, "{key} writes itself");
                assert_eq!(keymap.look_up(typing, &chords(usual)), Lookup::Run(action), "{usual} stays");
            }
        }
        assert_eq!(keymap.look_up(Mode::Browse, &chords("Q")), Lookup::Run(Action::Quit));
        assert_eq!(keymap.look_up(Mode::Browse, &chords("a")), Lookup::Run(Action::Escape));
        assert_eq!(keymap.label(Mode::Browse, Action::Quit), "Q");
        assert_eq!(
            keymap.look_up(Mode::Sources, &chords("j")),
            Lookup::Nothing,
            "the other letters are free"
        );
    }

    #[test]
    fn mistakes_are_told_with_place_and_advice_and_leave_the_table_alone() {
        for (keys, said) in [
            ("exprot: X", "c.yaml:1:8: error: no action is called `exprot` | did you mean `export`?"),
            (
                "export: u",
                "c.yaml:1:16: error: `u` already asks for undo (`u`) | take other keys, or give `undo` others too",
            ),
            ("export: g", "c.yaml:1:16: error: `g` already asks for first-event (`g g`)"),
            ("export: ctrl-c", "`ctrl-c` already asks for quit"),
            ("export: hyper-x", "`hyper-x` is no key"),
            ("export: f13", "`f13` is no key"),
            ("export: '5'", "begins with a digit"),
            ("escape: []", "`escape` needs a key"),
        ] {
            let (keymap, messages) = rebound(keys);
            assert!(messages.contains(said), "{keys}: {messages}");
            assert_eq!(keymap.look_up(Mode::Browse, &chords("x")), Lookup::Run(Action::Export), "{keys}");
        }
    }
}
