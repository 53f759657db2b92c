//! Any size, any keys: the browser never panics and never loses itself.

use crossterm::event::{Event as Input, MouseButton, MouseEventKind};
use dateline::load::{Loaded, from_text};
use dateline::tui::app::App;
use dateline::tui::side_effect::SideEffect;

use crate::browse::OVERLAYS;
use crate::keys::{browser, browser_on, cells, frame, press, press_on, usual_look};
use crate::mouse::mouse;

/// Wide letters, joined emoji, long words, every kind of date, nothing but a title.
const HOSTILE: &str = "title: 時系列 of 👩‍👩‍👧‍👦 and more
policies: {p: {title: 政策, topic: t, owner: a}}
actors: {a: {name: 日本国, country: JP}, b: {name: Ünïcödé, country: UA}}
events:
  - {date: 2020/.., title: 開いた期間, kind: decision, importance: 5, actors: [a, b], tags: [x, y]}
  - {date: ../2021, title: Ends, kind: report, certainty: disputed, countries: [US]}
  - {date: 2020-05~, title: About, disputes: [{says: 違う, sources: ['https://a.example']}]}
  - {date: 2020-05-02/2020-06-03?, title: Interval, kind: law, countries: [UA, US, GB, DE, FR]}
  - {date: 2020-05-03, title: Later, clocks: {announced: ../2020, in-force: 2021-06, expires: 9999}}
  - {title: Only in force, clocks: {in-force: -9999/2020-05~}}
  - {date: 2020-05-02, title: One 👨‍👩‍👧, effects: [{policy: p, status: on, was: off}], links: [{leads-to: z}]}
  - {date: 2020-05-02, title: Twooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo}
  - {date: -9999, title: Long ago}
  - {date: 9999-12-31, title: Far, sources: [{url: 'https://a.example', weak: true, title: 題}]}
  - {date: 2020-05-02T14:30:00Z, title: At, id: at, links: [{leads-to: 開}, {follows: at}]}
  - {date: 2020-05~, title: 何, id: 開, links: [{responds-to: at}, {leads-to: 無い}, {清める: at}]}
  - {date: 202X, title: Decade}
  - {title: Undated}
";

fn hostile() -> Loaded {
    from_text("hostile.yaml", HOSTILE)
}

/// What holds after every key at every size.
fn holds(app: &App, done: &str) {
    let shown = &app.browser.shown.selection;
    match app.browser.cursor.event {
        Some(event) => assert!(shown.contains(event.0), "the cursor is on a hidden event after {done}"),
        None => assert!(shown.is_empty(), "events are shown and the cursor is on none after {done}"),
    }
    let plan = app.browser.layout();
    let rows = u64::from(plan.list_rows()).max(1);
    let top = app.browser.cursor.list_top;
    assert!(top <= shown.len().saturating_sub(rows), "list_top {top} of {} after {done}", shown.len());
    if let Some(event) = app.browser.cursor.event {
        let place = app.browser.shown.place_of(event).unwrap();
        assert!((top..top + rows).contains(&place), "the cursor is out of the list after {done}");
    }
    assert_eq!(app.browser.cursor.scale.columns, plan.timeline_columns(), "after {done}");
    assert!(app.browser.cursor.lane < app.browser.shown.lanes.len().max(1), "after {done}");
}

/// Draws every small size and some large ones with each of the overlays.
fn every_size(overlays: &[&str]) {
    for keys in overlays {
        let mut app = browser_on(hostile(), usual_look(), (80, 24));
        press(&mut app, "&-country:gb<enter>v2j");
        press(&mut app, keys);
        let small = (1..=20).flat_map(|rows| (1..=60).map(move |columns| (columns, rows)));
        let large = [(300, 100), (80, 24), (1000, 3), (3, 1000), (1000, 17), (65, 1000)];
        for size in small.chain(large) {
            app.resize(size.0, size.1);
            holds(&app, &format!("{keys} and a resize to {size:?}"));
            cells(&app, size);
        }
    }
}

#[test]
fn every_size_draws_with_nothing_or_a_list_open() {
    every_size(&OVERLAYS[..5]);
}

#[test]
fn every_size_draws_with_a_dialog_or_prompt_open() {
    every_size(&OVERLAYS[5..]);
}

#[test]
fn the_screen_may_be_of_another_size_than_the_state_knows() {
    for keys in OVERLAYS {
        let mut app = browser_on(hostile(), usual_look(), (200, 60));
        press(&mut app, keys);
        for size in [(1, 1), (20, 5), (61, 17), (300, 100)] {
            cells(&app, size);
        }
    }
}

/// A small generator of numbers, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "h",
    "l",
    "{",
    "}",
    "gg",
    "G",
    "]w",
    "[w",
    "]m",
    "[m",
    "]y",
    "[y",
    "+",
    "-",
    "0",
    "z",
    "L",
    "C",
    "Cj<enter>",
    "Ck<enter>",
    " ",
    "n",
    "N",
    "f",
    "\\",
    "F",
    "v",
    "o",
    "x",
    "r",
    "J",
    "K",
    "u",
    "y",
    "O",
    "e",
    "R",
    "!",
    "?",
    ":",
    "<esc>",
    "q",
    "<enter>",
    "<tab>",
    "<backtab>",
    "<up>",
    "<down>",
    "<left>",
    "<right>",
    "<home>",
    "<end>",
    "<pageup>",
    "<pagedown>",
    "<ctrl-d>",
    "<ctrl-u>",
    "<ctrl-o>",
    "<ctrl-r>",
    "<ctrl-y>",
    "<ctrl-w>",
    "<delete>",
    "<backspace>",
    "5",
    "9999",
    "/bl<enter>",
    "/時",
    "&country:us<enter>",
    "&kind:decision or date:2020<enter>",
    "&(",
    "t2020-05<enter>",
    "t+1m<enter>",
    "t-9999<enter>",
    "t9999-12-31<enter>",
    "d",
    "c",
    "<esc>",
    "<esc>",
    "j",
    "j",
];

fn storm(mut app: App, seed: u64, steps: usize) {
    let mut numbers = Numbers(seed);
    let mut size = (80, 24);
    let mut drawn = frame(&app, size).1;
    let mut done: Vec<String> = Vec::new();
    for step in 0..steps {
        if numbers.next(15) == 0 {
            size = (1 + numbers.next(150) as u16, 1 + numbers.next(45) as u16);
            app.on_input(&Input::Resize(size.0, size.1), &drawn);
            done.push(format!("<{}×{}>", size.0, size.1));
        } else if numbers.next(40) == 0 {
            app.on_input(&Input::Paste("a\tb\n\u{1b}[31m時 country:us".to_owned()), &drawn);
            done.push("<paste>".to_owned());
        } else {
            let keys = KEYS[numbers.next(KEYS.len())];
            done.push(keys.to_owned());
            for effect in press_on(&mut app, keys, &drawn) {
                match effect {
                    SideEffect::Save(save) => {
                        let format = dateline::export::find(save.format).unwrap();
                        (format.write)(&save.content.export(&app.browser.data.timeline), &mut Vec::new())
                            .unwrap();
                        app.saved(Ok(()));
                    }
                    SideEffect::Reload => app.replace(hostile()),
                    _ => {}
                }
            }
        }
        holds(&app, &done[done.len().saturating_sub(30)..].concat());
        if step % 6 == 0 {
            drawn = frame(&app, size).1;
        }
    }
}

#[test]
fn thousands_of_keys_on_a_hostile_timeline_do_no_harm() {
    storm(browser_on(hostile(), usual_look(), (80, 24)), 1, 4_000);
}

#[test]
fn thousands_of_keys_on_the_shipped_timeline_do_no_harm() {
    storm(browser((80, 24)), 7, 1_500);
}

const MOUSE: [MouseEventKind; 11] = [
    MouseEventKind::Down(MouseButton::Left),
    MouseEventKind::Up(MouseButton::Left),
    MouseEventKind::Down(MouseButton::Left),
    MouseEventKind::Drag(MouseButton::Left),
    MouseEventKind::Up(MouseButton::Left),
    MouseEventKind::Down(MouseButton::Right),
    MouseEventKind::Moved,
    MouseEventKind::ScrollUp,
    MouseEventKind::ScrollDown,
    MouseEventKind::ScrollLeft,
    MouseEventKind::ScrollRight,
];

/// The mouse does everything everywhere at many sizes, on and over whatever is open, also outside of
/// the screen and between keys.
fn mouse_storm(text: &str, seed: u64, steps: usize) {
    let mut numbers = Numbers(seed);
    let sizes = [(80, 24), (120, 34), (200, 50), (40, 12), (60, 16), (20, 5), (3, 3), (1, 1), (300, 8)];
    for (size, overlay) in sizes.into_iter().flat_map(|size| OVERLAYS.map(|overlay| (size, overlay))) {
        let mut app = browser_on(from_text("hostile.yaml", text), usual_look(), size);
        press(&mut app, "&-country:gb<enter>v2j");
        press(&mut app, overlay);
        for step in 0..steps {
            let cell = (numbers.next(size.0 as usize + 2) as u16, numbers.next(size.1 as usize + 2) as u16);
            let kind = MOUSE[numbers.next(MOUSE.len())];
            mouse(&mut app, kind, cell);
            holds(&app, &format!("{kind:?} at {cell:?} of {size:?}, {overlay} and {step} others"));
            match numbers.next(24) {
                0 => drop(press(&mut app, KEYS[numbers.next(KEYS.len())])),
                1 => app.replace(from_text("hostile.yaml", text)),
                _ => {}
            }
        }
        cells(&app, size);
    }
}

#[test]
fn the_mouse_does_no_harm_wherever_it_is_and_whatever_is_open() {
    mouse_storm(HOSTILE, 5, 60);
}

#[test]
fn an_empty_timeline_takes_the_mouse() {
    mouse_storm("events: []\n", 8, 12);
    mouse_storm("- {title: Undated}\n", 9, 12);
}

#[test]
fn an_empty_timeline_takes_every_key() {
    storm(browser_on(from_text("a.yaml", "events: []\n"), usual_look(), (80, 24)), 3, 800);
    storm(browser_on(from_text("a.yaml", "- {title: Undated}\n"), usual_look(), (80, 24)), 4, 800);
}
