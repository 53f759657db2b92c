//! The picture of the README: a real frame of the browser, drawn as SVG.

use std::fmt::Write;

use dateline::load::builtin;
use dateline::model::Moment;
use dateline::query::Selection;
use dateline::tui::app::App;
use dateline::tui::browser::Browser;
use dateline::tui::keymap::chords;
use dateline::tui::theme::{BuiltIn, Look};
use dateline::tui::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// A cell in SVG units, and the space around the screen.
const CELL: (f64, f64) = (8.4, 18.0);
const EDGE: (f64, f64) = (14.0, 12.0);
const GROUND: &str = "#1d212b";
const INK: &str = "#d5dae4";

/// A browser on the shipped timeline, as if opened on 1 January 2026, after `keys` were pressed.
pub fn browser(size: (u16, u16), keys: &[&str]) -> App {
    browser_on(builtin::DEFAULT, size, keys)
}

/// The same on another embedded timeline.
pub fn browser_on(timeline: &str, size: (u16, u16), keys: &[&str]) -> App {
    let today = Moment::from_ymd(2026, 1, 1).unwrap();
    let look = Look::new(BuiltIn::Terminal, false);
    let mut app = App::new(Browser::new(
        builtin::load(timeline).unwrap(),
        Vec::new(),
        Selection::default(),
        today,
        look,
        size,
    ));
    app.browser.open_view();
    keys.iter().for_each(|text| press(&mut app, text));
    app
}

/// Presses a key that the README names, or types a text.
pub fn press(app: &mut App, text: &str) {
    let named = text.to_lowercase().replace('↓', "down").replace('↑', "up");
    if ["enter", "esc", "space", "tab", "home", "end", "down", "up"].contains(&named.as_str()) {
        chords(&named)
            .into_iter()
            .for_each(|chord| drop(app.on_key(chord.event(), &crate::keys::drawn(app))));
        return;
    }
    for letter in text.chars() {
        let name = if letter == ' ' { "space".to_owned() } else { letter.to_string() };
        chords(&name).into_iter().for_each(|chord| drop(app.on_key(chord.event(), &crate::keys::drawn(app))));
    }
}

/// What the browser shows now.
pub fn frame(app: &App, (width, height): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| drop(view::draw(app, frame))).unwrap();
    terminal.backend().buffer().clone()
}

/// A frame as SVG that paints its own ground and needs no font of its own.
pub fn svg(buffer: &Buffer, about: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = f64::from(columns) * CELL.0 + 2.0 * EDGE.0;
    let height = f64::from(rows) * CELL.1 + 2.0 * EDGE.1;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" role=\"img\">\n\
         <title>{about}</title>\n\
         <style>text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",\
         \"Liberation Mono\",monospace}}.b{{font-weight:700}}.i{{font-style:italic}}\
         .u{{text-decoration:underline}}.s{{text-decoration:line-through}}</style>\n\
         <rect width=\"{width:.1}\" height=\"{height:.1}\" rx=\"10\" fill=\"{GROUND}\"/>\n\
         <g transform=\"translate({} {})\">\n",
        EDGE.0, EDGE.1
    );
    for y in 0..rows {
        let row: Vec<&Cell> = (0..columns).map(|x| &buffer[(x, y)]).collect();
        grounds(&mut out, &row, y);
        shapes(&mut out, &row, y);
        texts(&mut out, &row, y);
    }
    out + "</g>\n</svg>\n"
}

/// The colours of a cell: ink and ground, turned round where the cell is.
fn colors(cell: &Cell) -> (&'static str, &'static str) {
    let (ink, ground) = (color(cell.fg, INK), color(cell.bg, GROUND));
    if cell.modifier.contains(Modifier::REVERSED) { (ground, ink) } else { (ink, ground) }
}

/// Calm versions of the terminal's 16 colours.
fn color(color: Color, usual: &'static str) -> &'static str {
    match color {
        Color::Black => "#151820",
        Color::DarkGray => "#778094",
        Color::Gray => "#aab2c2",
        Color::White => "#f2f4f8",
        Color::Red | Color::LightRed => "#e88388",
        Color::Green | Color::LightGreen => "#a3cf8f",
        Color::Yellow | Color::LightYellow => "#e6c27c",
        Color::Blue | Color::LightBlue => "#86aef0",
        Color::Magenta | Color::LightMagenta => "#cfa3ea",
        Color::Cyan | Color::LightCyan => "#7fc9d4",
        _ => usual,
    }
}

/// Cells side by side that `same` says belong together: where they begin and end.
fn runs(row: &[&Cell], same: impl Fn(&Cell, &Cell) -> bool) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for end in 1..=row.len() {
        if end == row.len() || !same(row[start], row[end]) {
            runs.push((start, end));
            start = end;
        }
    }
    runs
}

fn place(x: usize, y: u16) -> (f64, f64) {
    (x as f64 * CELL.0, f64::from(y) * CELL.1)
}

fn grounds(out: &mut String, row: &[&Cell], y: u16) {
    for (start, end) in runs(row, |a, b| colors(a).1 == colors(b).1) {
        let (ground, (left, top)) = (colors(row[start]).1, place(start, y));
        if ground != GROUND {
            let width = (end - start) as f64 * CELL.0;
            rect(out, (left, top, width, CELL.1), ground);
        }
    }
}

fn rect(out: &mut String, (x, y, width, height): (f64, f64, f64, f64), fill: &str) {
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>"
    );
}

/// Lines and blocks, drawn so that they join whatever the font.
fn shapes(out: &mut String, row: &[&Cell], y: u16) {
    let same = |a: &Cell, b: &Cell| a.symbol() == b.symbol() && colors(a) == colors(b);
    for (start, end) in runs(row, same) {
        let (symbol, ink) = (row[start].symbol(), colors(row[start]).0);
        let ((left, top), right) = (place(start, y), place(end, y).0);
        let (middle, bottom) = (top + CELL.1 / 2.0, top + CELL.1);
        if let Some(level) = level(symbol) {
            let height = (CELL.1 - 2.0) * level / 8.0;
            rect(out, (left, bottom - height, right - left, height), ink);
            continue;
        }
        let Some(line) = Line::of(symbol) else { continue };
        let mut path = String::new();
        if line.arms == [true, true, false, false] {
            let _ = write!(path, "M{left:.1} {middle:.1}H{right:.1}");
        } else {
            for x in start..end {
                let x = place(x, y).0;
                let centre = x + CELL.0 / 2.0;
                let ends = [(x, middle), (x + CELL.0, middle), (centre, top), (centre, bottom)];
                for (end, _) in ends.iter().zip(line.arms).filter(|(_, there)| *there) {
                    let _ = write!(path, "M{centre:.1} {middle:.1}L{:.1} {:.1}", end.0, end.1);
                }
            }
        }
        let dashes = if line.dashed { " stroke-dasharray=\"2.8 1.4\"" } else { "" };
        let _ = writeln!(
            out,
            "<path d=\"{path}\" stroke=\"{ink}\" stroke-width=\"{}\" fill=\"none\"{dashes}/>",
            line.thick
        );
    }
}

/// How many eighths of a cell a block fills from below.
fn level(symbol: &str) -> Option<f64> {
    let letter = symbol.chars().next().filter(|_| symbol.chars().count() == 1)?;
    ('▁'..='█').contains(&letter).then(|| f64::from(u32::from(letter) - u32::from('▁') + 1))
}

/// A line through or into the middle of a cell.
struct Line {
    /// Whether it reaches the left, right, upper and lower edge.
    arms: [bool; 4],
    thick: f64,
    dashed: bool,
}

impl Line {
    /// The line that a character of the box drawing block stands for.
    fn of(symbol: &str) -> Option<Self> {
        let arms = match symbol {
            "─" | "━" | "╌" | "┄" | "╍" | "┅" => "lr",
            "│" | "┃" | "┊" | "╎" => "ud",
            "┌" => "rd",
            "┐" => "ld",
            "└" => "ru",
            "┘" => "lu",
            "├" => "rud",
            "┤" => "lud",
            "┬" => "lrd",
            "┴" => "lru",
            "┼" => "lrud",
            _ => return None,
        };
        let thick = if "━┃╍┅".contains(symbol) { 2.6 } else { 1.2 };
        let dashed = "╌┄╍┅┊╎".contains(symbol);
        Some(Self { arms: ['l', 'r', 'u', 'd'].map(|arm| arms.contains(arm)), thick, dashed })
    }
}

/// Letters, a run of one style at a time; anything else by itself in the middle of its cell, since
/// it may come from a font of another width.
fn texts(out: &mut String, row: &[&Cell], y: u16) {
    let style = |cell: &Cell| (colors(cell).0, class(cell.modifier));
    let is_letter = |cell: &Cell| cell.symbol().chars().all(|c| c < '\u{250}' || "–—‘’“”…".contains(c));
    let same = |a: &Cell, b: &Cell| style(a) == style(b) && is_letter(a) && is_letter(b);
    let base = place(0, y).1 + 13.5;
    for (start, end) in runs(row, same) {
        let cell = row[start];
        let ((ink, class), symbol) = (style(cell), cell.symbol());
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        if !is_letter(cell) {
            if level(symbol).is_none() && Line::of(symbol).is_none() {
                let x = place(start, y).0 + CELL.0 / 2.0;
                let _ = writeln!(
                    out,
                    "<text x=\"{x:.1}\" y=\"{base:.1}\" text-anchor=\"middle\" fill=\"{ink}\"{class}>{}</text>",
                    escaped(symbol)
                );
            }
            continue;
        }
        for (word, at) in words(&row[start..end]) {
            let (x, length) = (place(start + at, y).0, word.chars().count() as f64 * CELL.0);
            let _ = writeln!(
                out,
                "<text x=\"{x:.1}\" y=\"{base:.1}\" textLength=\"{length:.1}\" fill=\"{ink}\"{class}>{}</text>",
                escaped(&word)
            );
        }
    }
}

/// The texts of a run that stand two or more spaces apart, each with its place in the run.
fn words(run: &[&Cell]) -> Vec<(String, usize)> {
    let mut words: Vec<(String, usize)> = Vec::new();
    let mut spaces = usize::MAX;
    for (at, cell) in run.iter().enumerate() {
        match (cell.symbol(), words.last_mut()) {
            (" ", _) => spaces = spaces.saturating_add(1),
            (symbol, Some((word, _))) if spaces <= 1 => {
                word.push_str(&" ".repeat(spaces));
                word.push_str(symbol);
                spaces = 0;
            }
            (symbol, _) => {
                words.push((symbol.to_owned(), at));
                spaces = 0;
            }
        }
    }
    words
}

fn class(modifier: Modifier) -> String {
    let classes = [
        (Modifier::BOLD, "b"),
        (Modifier::ITALIC, "i"),
        (Modifier::UNDERLINED, "u"),
        (Modifier::CROSSED_OUT, "s"),
    ];
    let on = classes.iter().filter(|(flag, _)| modifier.contains(*flag)).map(|(_, name)| *name);
    on.collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
