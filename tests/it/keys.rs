//! Keys in, screens out: the browser without a terminal around it.

use std::sync::OnceLock;

use dateline::load::{Loaded, builtin};
use dateline::model::{Moment, Timeline};
use dateline::query::Selection;
use dateline::text::width;
use dateline::tui::action::Mode;
use dateline::tui::app::App;
use dateline::tui::browser::Browser;
use dateline::tui::hit_map::Drawn;
use dateline::tui::keymap::{Chord, chords};
use dateline::tui::side_effect::SideEffect;
use dateline::tui::theme::{BuiltIn, Look};
use dateline::tui::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The usual look.
pub fn usual_look() -> Look {
    Look::new(BuiltIn::Terminal, false)
}

/// What `today` means in every test.
pub fn today() -> Moment {
    Moment::from_ymd(2026, 11, 22).unwrap()
}

/// The shipped timeline, read once for all tests.
pub fn shipped() -> Loaded {
    static SHIPPED: OnceLock<Timeline> = OnceLock::new();
    Loaded {
        timeline: SHIPPED.get_or_init(|| builtin().timeline).clone(),
        ..dateline::load::Loaded::default()
    }
}

/// A browser on the shipped timeline.
pub fn browser(size: (u16, u16)) -> App {
    browser_on(shipped(), usual_look(), size)
}

/// A browser on anything.
pub fn browser_on(loaded: Loaded, look: Look, size: (u16, u16)) -> App {
    App::new(Browser::new(loaded, Vec::new(), Selection::default(), today(), look, size))
}

/// Presses keys, each a character or a name between `<` and `>` as the key table writes it, and
/// hands back what the browser asks its loop to do.
pub fn press(app: &mut App, keys: &str) -> Vec<SideEffect> {
    let press = |chord: Chord| {
        // Only these look at what was drawn.
        let scrolls = match app.mode() {
            Mode::Browse => [Chord::read("J"), Chord::read("K")].contains(&Some(chord)),
            mode => !(mode.is_typing() && chord.types()),
        };
        let drawn = if scrolls { drawn(app) } else { Drawn::default() };
        app.on_key(chord.event(), &drawn)
    };
    named(keys).into_iter().filter_map(press).collect()
}

/// Presses keys while an older frame is still on the screen.
pub fn press_on(app: &mut App, keys: &str, drawn: &Drawn) -> Vec<SideEffect> {
    named(keys).into_iter().filter_map(|chord| app.on_key(chord.event(), drawn)).collect()
}

/// The key presses that a text of [`press`] means.
pub fn named(keys: &str) -> Vec<Chord> {
    let mut found = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let name = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        let (name, after) = name.unwrap_or_else(|| rest.split_at(c.len_utf8()));
        found.extend(if name == " " { chords("space") } else { chords(name) });
        rest = after;
    }
    found
}

/// A frame of some size: its cells, and what the next input is read against.
pub fn frame(app: &App, (columns, rows): (u16, u16)) -> (Buffer, Drawn) {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let mut drawn = Drawn::default();
    terminal.draw(|frame| drawn = view::draw(app, frame)).unwrap();
    (terminal.backend().buffer().clone(), drawn)
}

/// The cells of a screen of some size.
pub fn cells(app: &App, size: (u16, u16)) -> Buffer {
    frame(app, size).0
}

/// What the next input is read against.
pub fn drawn(app: &App) -> Drawn {
    let screen = app.browser.layout().screen;
    frame(app, (screen.width, screen.height)).1
}

/// A line of cells as text, without the blanks at its end.
pub fn line(buffer: &Buffer, y: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        text.push_str(symbol);
        x += width(symbol).max(1) as u16;
    }
    text.trim_end().to_owned()
}

/// The screen as a person sees it.
pub fn screen(app: &App) -> String {
    let area = app.browser.layout().screen;
    let buffer = cells(app, (area.width, area.height));
    (0..area.height).map(|y| line(&buffer, y)).collect::<Vec<_>>().join("\n")
}

/// The title of the event under the cursor.
pub fn title(app: &App) -> String {
    app.browser
        .cursor
        .event
        .map_or(String::new(), |event| app.browser.data.timeline.event(event).title.to_string())
}

/// The id of the event under the cursor.
pub fn id(app: &App) -> String {
    app.browser
        .cursor
        .event
        .map_or(String::new(), |event| app.browser.data.timeline.event(event).id.to_string())
}
