//! Walks of random keys through the browser.

use dateline::load::{Loaded, from_text};
use dateline::tui::app::App;

use super::{Dice, campaign};
use crate::keys::{browser, browser_on, press, screen, usual_look};

/// Keys of every mode, and the beginnings of what is typed.
const KEYS: [&str; 70] = [
    "j",
    "k",
    "l",
    "h",
    "J",
    "K",
    "gg",
    "G",
    "<home>",
    "<end>",
    "<pagedown>",
    "<pageup>",
    "{",
    "}",
    "]y",
    "[y",
    "]m",
    "+",
    "-",
    "0",
    "z",
    "Z",
    "3",
    "12",
    "v",
    "o",
    "<space>",
    "L",
    "s",
    "S",
    "/",
    "n",
    "N",
    "&",
    "f",
    "F",
    "\\",
    "d",
    "t",
    "x",
    "<tab>",
    "<enter>",
    "<esc>",
    "<esc>",
    "u",
    "<ctrl-r>",
    "<ctrl-o>",
    "?",
    ":",
    "p",
    "w",
    "c",
    "y",
    "O",
    "C",
    "r",
    "!",
    "e",
    "m",
    "'",
    "country:us",
    "blinken",
    "2024-05",
    "é",
    "<backspace>",
    "<up>",
    "<down>",
    "<left>",
    "<right>",
    "<f1>",
];

/// Moves that undo takes back or that it leaves alone.
const MOVES: [&str; 22] = [
    "j",
    "k",
    "5j",
    "l",
    "h",
    "<home>",
    "<end>",
    "gg",
    "G",
    "{",
    "}",
    "]y",
    "[y",
    "]m",
    "[m",
    "+",
    "-",
    "z",
    "0",
    "L",
    "s",
    "t2024-05<enter>",
];

fn hostile() -> Loaded {
    from_text(
        "h.yaml",
        "- {date: 2020-05~, title: 何 👩\u{200d}🚀}\n- {title: Undated}\n- {date: 9999, title: Far, tags: [a]}\n",
    )
}

fn some(dice: &mut Dice) -> App {
    let sizes = [(120, 34), (80, 24), (40, 12), (13, 3), (200, 60)];
    let size = *dice.of(&sizes);
    if dice.below(4) == 0 { browser_on(hostile(), usual_look(), size) } else { browser(size) }
}

#[test]
fn fuzz_any_keys_leave_a_browser_that_draws_and_escapes_to_its_base() {
    campaign("keys", 10, |dice| {
        let mut app = some(dice);
        let mut walked = String::new();
        for _ in 0..60 {
            let key = dice.of(&KEYS);
            walked.push_str(key);
            press(&mut app, key);
        }
        screen(&app);
        for _ in 0..12 {
            press(&mut app, "<esc>");
        }
        assert!(app.panel().is_none() && app.browser.cursor.range.is_none(), "{walked}");
    });
}

#[test]
fn fuzz_undo_and_redo_bring_back_event_lane_and_view() {
    campaign("undo", 40, |dice| {
        let mut app = some(dice);
        let start: &&str = dice.of(&["", "20j", "&country:us<enter>", "LL"]);
        press(&mut app, start);
        let mut walked = String::new();
        for _ in 0..dice.below(6) {
            let keys = dice.of(&MOVES);
            walked.push_str(keys);
            press(&mut app, keys);
        }
        let state = |app: &App| {
            let cursor = &app.browser.cursor;
            (
                app.browser.shown.filter.clone(),
                app.browser.shown.order,
                app.browser.shown.by,
                cursor.event,
                cursor.lane,
                cursor.at,
                cursor.scale,
            )
        };
        let before = state(&app);
        press(&mut app, "u");
        if app.browser.status.text.contains("nothing left") {
            assert!(state(&app) == before, "{walked}");
            return;
        }
        press(&mut app, "<ctrl-r>");
        assert!(state(&app) == before, "{walked}");
    });
}
