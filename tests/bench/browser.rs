//! The browser without a terminal around it: keys go in, the bytes of frames come out.

use std::cell::Cell;
use std::io::{self, BufWriter, Write};
use std::rc::Rc;

use dateline::load::load;
use dateline::model::Moment;
use dateline::query::{Needle, Selection, find};
use dateline::tui::app::App;
use dateline::tui::hit_map::Drawn;
use dateline::tui::keymap::chords;
use dateline::tui::theme::{BuiltIn, Look};
use dateline::tui::view;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::machine::{memory, ms, percentile, timed};
use crate::{Row, Stage};

/// Columns and rows; wide enough for the panel of facets beside everything.
const SIZE: (u16, u16) = (160, 50);

/// Sessions that press the same keys; of each key the best counts, for nothing but the machine
/// differs between them.
const SESSIONS: usize = 5;

/// What is thrown away once it has been written, and counted.
#[derive(Clone, Default)]
struct Wire(Rc<Cell<usize>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(|sent| sent + std::hint::black_box(bytes).len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Browser {
    app: App,
    terminal: Terminal<CrosstermBackend<BufWriter<Wire>>>,
    wire: Wire,
    drawn: Drawn,
}

impl Browser {
    fn open(path: &std::path::Path) -> Self {
        let loaded = load(&[path.to_owned()], &mut io::empty());
        let look = Look::new(BuiltIn::Terminal, false);
        let today = Moment::from_ymd(2025, 6, 1).unwrap();
        let app = App::new(dateline::tui::browser::Browser::new(
            loaded,
            Vec::new(),
            Selection::default(),
            today,
            look,
            SIZE,
        ));
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
        let wire = Wire::default();
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, wire.clone()));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        Self { app, terminal, wire, drawn: Drawn::default() }
    }

    fn press(&mut self, key: &str) {
        for chord in chords(key) {
            self.app.on_key(chord.event(), &self.drawn);
        }
    }

    fn draw(&mut self) {
        let (app, drawn) = (&self.app, &mut self.drawn);
        self.terminal.draw(|frame| *drawn = view::draw(app, frame)).unwrap();
    }

    /// Milliseconds of processor time of whole frames, each drawn on a blank screen, and the
    /// thousands of bytes that each sends.
    fn frame(&mut self, runs: usize) -> (f64, f64) {
        let sent = self.wire.0.get();
        let mut times: Vec<f64> = (0..runs)
            .map(|_| {
                // Forgets what stands on the screen, so that every cell is sent.
                self.terminal.swap_buffers();
                ms(timed(|| self.draw()).1.cpu)
            })
            .collect();
        let sent = self.wire.0.get() - sent;
        (percentile(&mut times, 0.5), sent as f64 / runs as f64 / 1e3)
    }

    /// Milliseconds from each key to the last byte of its frame: the best of some sessions.
    fn session(&mut self, keys: &[&str]) -> Vec<f64> {
        let mut best = vec![f64::INFINITY; keys.len()];
        for _ in 0..SESSIONS {
            self.press("0");
            self.press("g g");
            self.draw();
            for (key, best) in keys.iter().zip(&mut best) {
                let took = timed(|| {
                    self.press(key);
                    self.draw();
                });
                *best = best.min(ms(took.1.wall));
            }
        }
        best
    }
}

/// Draws the frame that some keys lead to again and again, for a profiler to look at.
pub fn draw(path: &std::path::Path, keys: &str, times: usize) {
    let mut browser = Browser::open(path);
    browser.press(MIDST);
    browser.press(keys);
    browser.frame(times);
}

/// Presses the same keys again and again and draws after each, for a profiler to look at.
pub fn press(path: &std::path::Path, keys: &str, times: usize) {
    let mut browser = Browser::open(path);
    let keys: Vec<&str> = keys.split(' ').collect();
    for _ in 0..times {
        for key in &keys {
            browser.press(key);
            browser.draw();
        }
    }
}

pub fn rows(stage: &Stage, wants: &dyn Fn(&str) -> bool) -> Vec<Row> {
    let before = memory("VmRSS");
    let path = stage.file(1_000_000, "jsonl");
    let mut large = Browser::open(&path);
    let events = large.app.browser.data.timeline.len() as f64;
    let mut rows = Vec::new();
    if wants("memory") {
        let text = path.metadata().unwrap().len() as f64;
        let each = (memory("VmRSS") - before) / text * 1024.0 / 1e3;
        let behind = format!("{events} events of {:.0} bytes, index included", text / events);
        rows.push(Row::new("resident memory per 1 kB event", each, (2.8, 1.6), "kB", behind));
    }
    if wants("frames") {
        let opened = timed(|| {
            large.press("p");
            large.draw();
        });
        large.press("esc");
        let behind = format!("processor {:.0} ms", ms(opened.1.cpu));
        let what = "policies pane with 200 at 1M, first opening";
        rows.push(Row::new(what, ms(opened.1.wall), (100.0, 30.0), "ms", behind));
        let mut small = Browser::open(&stage.file(1_000 * stage.scale, "jsonl"));
        let mut medium = Browser::open(&stage.file(10_000 * stage.scale, "jsonl"));
        rows.extend(frames(&mut small, &mut medium, &mut large));
    }
    if wants("keys") {
        rows.extend(keys(&mut large));
    }
    if wants("search") {
        rows.extend(search(&mut large));
    }
    rows
}

/// Leads into the midst of the events, not their sparse edge. Digits before a key would be its
/// count.
const MIDST: &str = "0 t 2 0 1 2 enter";

/// Frames of many events against frames of few. An empty screen is drawn faster by any program, and a
/// zoomed view of a thousand events is all but empty, as are the bars of their two hundred policies. So
/// that two full screens are compared too, the thousand are always seen whole where the million are
/// zoomed, and the pane is compared with that of ten thousand events as well; how many bytes a frame
/// sends says how full it is.
fn frames(small: &mut Browser, medium: &mut Browser, large: &mut Browser) -> Vec<Row> {
    let mut rows = Vec::new();
    for (what, zoom) in
        [("whole", 0), ("zoomed 4 steps in", 4), ("zoomed 8 steps in", 8), ("12 steps", 12), ("16 steps", 16)]
    {
        small.press(MIDST);
        large.press(MIDST);
        (0..zoom).for_each(|_| large.press("+"));
        rows.push(compared(&format!("1M against 1k, {what}"), small, large));
    }
    for (what, keys) in [("policies pane with 200", "p"), ("the same, two days compared", "p c [ y")] {
        for browser in [&mut *small, &mut *medium, &mut *large] {
            browser.press(MIDST);
            browser.press(keys);
        }
        rows.push(compared(&format!("1M against 1k, {what}"), small, large));
        rows.push(compared(&format!("1M against 10k, {what}"), medium, large));
        [&mut *small, &mut *medium, &mut *large].into_iter().for_each(|browser| browser.press("esc"));
    }
    rows
}

/// What a frame of one costs against a frame of the other, each the best of some turns.
fn compared(what: &str, small: &mut Browser, large: &mut Browser) -> Row {
    const RUNS: usize = 41;
    let least = |one: (f64, f64), other: (f64, f64)| if other.0 < one.0 { other } else { one };
    let (mut few, mut many) = (small.frame(RUNS), large.frame(RUNS));
    for _ in 0..4 {
        (few, many) = (least(few, small.frame(RUNS)), least(many, large.frame(RUNS)));
    }
    let told = |(time, sent): (f64, f64)| format!("{time:.3} ms for {sent:.1} kB");
    let behind = format!("{} against {}", told(many), told(few));
    Row::new(&format!("a frame at {what}"), many.0 / few.0, (1.5, 1.1), "×", behind)
}

/// Keys by what they do.
const MOVES: &[&str] = &[
    "j", "j", "k", "l", "l", "h", "}", "}", "{", "] m", "] y", "[ w", "pagedown", "pageup", "G", "g g", "L",
];
const ZOOMS: &[&str] =
    &["+", "+", "+", "l", "+", "+", "+", "+", "-", "-", "+", "+", "+", "-", "-", "0", "z", "0"];
/// Opens the panel of facets, includes, excludes and leaves, and switches all filters.
const FILTERS: &[&str] = &[
    "f", "space", "down", "space", "down", "-", "tab", "space", "down", "space", "tab", "tab", "space",
    "esc", "F", "F", "u", "u", "u", "u", "u", "u", "u", "u",
];

fn keys(large: &mut Browser) -> Vec<Row> {
    let kinds = [("move", MOVES), ("zoom", ZOOMS), ("filter toggle with facet counts", FILTERS)];
    let mut rows = Vec::new();
    for (what, keys) in kinds {
        let times = large.session(keys);
        let slowest = times.iter().zip(keys).max_by(|a, b| a.0.total_cmp(b.0)).unwrap();
        let behind = format!("slowest `{}` {:.2} ms, median {:.2} ms", slowest.1, slowest.0, {
            percentile(&mut times.clone(), 0.5)
        });
        let p99 = percentile(&mut times.clone(), 0.99);
        let what = format!("key to last byte at 1M, p99: {what}");
        rows.push(Row::new(&what, p99, (3.0, 1.0), "ms", behind));
    }
    rows
}

fn search(large: &mut Browser) -> Vec<Row> {
    let data = &large.app.browser.data;
    let all = &data.index.all;
    let row = |(what, text, marks): (&str, &str, (f64, f64))| {
        let needle = Needle::new(text).unwrap();
        let times =
            (0..SESSIONS).map(|_| timed(|| find(&data.timeline, &data.index, &needle, all, &|| false)));
        let (found, took) = times.min_by_key(|(_, took)| took.wall).unwrap();
        let behind = format!("`{text}` finds {}; processor {:.0} ms", found.len(), ms(took.cpu));
        Row::new(&format!("search keystroke at 1M: {what}"), ms(took.wall), marks, "ms", behind)
    };
    let (substring, fuzzy) = ((15.0, 5.0), (60.0, 30.0));
    [
        ("substring", "storm", substring),
        ("substring that nothing has", "stormshadowing", fuzzy),
        ("substring, two words", "storm shadow", substring),
        ("fuzzy", "stmshdw", fuzzy),
        ("fuzzy, two words", "mssle dpot", fuzzy),
        ("fuzzy, three words", "prlmnt vtes ammnition", fuzzy),
        ("exact in all text, summaries too", "\"storm shadow\"", (f64::INFINITY, f64::INFINITY)),
    ]
    .map(row)
    .into()
}
