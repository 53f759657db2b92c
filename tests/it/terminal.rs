//! A real terminal around the browser: it comes back whatever happens, and nothing is written
//! while nothing changes.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use dateline::load::{Loaded, Watch};
use dateline::query::Selection;
use dateline::tui::app::App;
use dateline::tui::browser::Browser;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use vt100::{MouseProtocolMode, Parser, Screen};

use crate::keys::{shipped, today, usual_look};

/// Longer than any machine takes; only a failure waits as long.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the terminal has been sent.
struct Sent {
    parser: Parser,
    bytes: Vec<u8>,
    last: Instant,
}

/// A program in a terminal of its own.
struct Pty {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    sent: Arc<Mutex<Sent>>,
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that what was sent last is not lost with the program.
    _slave: Box<dyn SlavePty + Send>,
    cooked: String,
}

fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// How the line discipline treats keys: echoed and by lines, or raw.
fn discipline(master: &dyn MasterPty) -> String {
    let modes = master.get_termios().unwrap();
    format!("{:?} {:?} {:?}", modes.local_flags, modes.input_flags, modes.output_flags)
}

impl Pty {
    fn of(command: CommandBuilder, size: (u16, u16)) -> Self {
        Self::at(env!("CARGO_MANIFEST_DIR").as_ref(), command, size)
    }

    /// A program in a directory.
    fn at(directory: &Path, mut command: CommandBuilder, size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        command.cwd(directory);
        let cooked = discipline(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = Parser::new(cells(size.1), cells(size.0), 0);
        let sent = Arc::new(Mutex::new(Sent { parser, bytes: Vec::new(), last: Instant::now() }));
        let mut from = pair.master.try_clone_reader().unwrap();
        let into = Arc::clone(&sent);
        std::thread::spawn(move || {
            let mut buffer = [0; 8_192];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                let mut sent = into.lock().unwrap();
                sent.parser.process(&buffer[..count]);
                sent.bytes.extend_from_slice(&buffer[..count]);
                sent.last = Instant::now();
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, keys, sent, master: pair.master, _slave: pair.slave, cooked }
    }

    /// The browser with some arguments.
    fn browser(arguments: &[&str], size: (u16, u16)) -> Self {
        Self::of(Self::command(arguments), size)
    }

    fn command(arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments);
        command.env("XDG_CONFIG_HOME", "/nowhere");
        for name in ["NO_COLOR", "VISUAL", "EDITOR", "DATELINE_CONFIG"] {
            command.env_remove(name);
        }
        command
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen is as wanted.
    fn wait(&self, what: &str, wanted: impl Fn(&Screen) -> bool) {
        let start = Instant::now();
        while !wanted(self.sent.lock().unwrap().parser.screen()) {
            assert!(start.elapsed() < PATIENCE, "never came: {what}\n{}", self.text());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    fn text(&self) -> String {
        self.sent.lock().unwrap().parser.screen().contents()
    }

    /// Waits for the end; the exit code.
    fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it never ends\n{}", self.text());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Whether the browser owns the terminal as a whole.
    fn assert_taken(&self) {
        assert!(self.sent.lock().unwrap().parser.screen().alternate_screen());
        assert_ne!(discipline(&*self.master), self.cooked);
    }

    /// The terminal is as it was before the program.
    fn assert_given_back(&self) {
        self.wait("the usual screen", |screen| !screen.alternate_screen() && !screen.hide_cursor());
        let sent = self.sent.lock().unwrap();
        let screen = sent.parser.screen();
        assert!(!screen.bracketed_paste() && !screen.application_cursor() && !screen.application_keypad());
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        assert_eq!(discipline(&*self.master), self.cooked);
        assert_eq!(
            (screen.fgcolor(), screen.bold(), screen.inverse()),
            (vt100::Color::Default, false, false)
        );
    }

    /// Waits until nothing more is being sent, and says how much was.
    fn settled(&self) -> usize {
        let start = Instant::now();
        loop {
            let sent = self.sent.lock().unwrap();
            if sent.last.elapsed() > Duration::from_millis(300) {
                return sent.bytes.len();
            }
            drop(sent);
            assert!(start.elapsed() < PATIENCE, "it never stops writing");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the system has stopped the program, as a shell does before it lets it go on.
    fn wait_until_stopped(&self) {
        let id = self.child.process_id().unwrap().to_string();
        let start = Instant::now();
        loop {
            let state = std::process::Command::new("ps").args(["-o", "state=", "-p", &id]).output().unwrap();
            if state.stdout.starts_with(b"T") {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "it is not stopped");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const USUAL: (u16, u16) = (100, 30);
/// Something that the first screen of the shipped timeline shows.
const OPENED: &str = "US pulls its";

#[test]
fn the_problems_are_those_that_check_reports() {
    let folder = tempfile::tempdir().unwrap();
    let event = "events: [{id: a, date: 2024, title: A, kind: decisoin, links: [{leads-to: a}]}]";
    let file = folder.path().join("a.yaml");
    std::fs::write(&file, format!("checks: {{ignore: [near-kind]}}\n{event}\n")).unwrap();
    let pty = Pty::browser(&[file.to_str().unwrap(), "--panel", "problems"], USUAL);
    pty.wait_for("`leads-to` leads from this event to itself");
    assert!(pty.text().contains("1 problem") && !pty.text().contains("is nearly"), "{}", pty.text());
    std::fs::write(&file, format!("{event}\n")).unwrap();
    pty.wait_for("the kind `decisoin` is nearly `decision`");
}

#[test]
fn a_terminal_that_takes_nothing_more_does_not_keep_the_browser_from_ending() {
    let mut pty = Pty::browser(&[], USUAL);
    pty.wait_for(OPENED);
    let sent = Arc::clone(&pty.sent);
    // Nobody reads what the browser sends while this is held.
    let stalled = sent.lock().unwrap();
    for _ in 0..200 {
        pty.press("\x0c");
        std::thread::sleep(Duration::from_millis(10));
    }
    let start = Instant::now();
    pty.signal("-TERM");
    let code = loop {
        if let Some(status) = pty.child.try_wait().unwrap() {
            break status.exit_code();
        }
        assert!(start.elapsed() < PATIENCE, "it never ends");
        std::thread::sleep(Duration::from_millis(2));
    };
    assert_eq!(code, 143);
    assert!(start.elapsed() > Duration::from_secs(2), "the browser was not stuck");
    drop(stalled);
    assert_eq!(discipline(&*pty.master), pty.cooked);
}

#[test]
fn the_terminal_comes_back_after_quitting() {
    for (key, leaves, code) in [("q", "q", 0), ("Ctrl-c", "\x03", 130)] {
        let mut pty = Pty::browser(&[], USUAL);
        pty.wait_for(OPENED);
        pty.assert_taken();
        pty.press("/storm");
        pty.wait_for("/storm");
        if key == "q" {
            pty.press("\r");
            pty.wait_for("hits");
            pty.press("q");
        }
        pty.press(leaves);
        assert_eq!(pty.end(), code, "{key}");
        pty.assert_given_back();
    }
}

#[test]
fn the_terminal_comes_back_after_being_told_to_end() {
    for name in ["-TERM", "-HUP", "-INT", "-QUIT"] {
        let mut pty = Pty::browser(&[], USUAL);
        pty.wait_for(OPENED);
        pty.signal(name);
        pty.end();
        pty.assert_given_back();
    }
}

#[test]
fn the_mouse_is_taken_only_when_asked_for_and_given_back() {
    let protocol = |pty: &Pty| pty.sent.lock().unwrap().parser.screen().mouse_protocol_mode();
    let pty = Pty::browser(&[], USUAL);
    pty.wait_for(OPENED);
    assert_eq!(protocol(&pty), MouseProtocolMode::None, "the terminal's own selection is gone");
    for leaves in ["q", "-TERM"] {
        let mut pty = Pty::browser(&["--mouse"], USUAL);
        pty.wait_for(OPENED);
        assert_ne!(protocol(&pty), MouseProtocolMode::None);
        // A press and a release of the left button in the third row of the list.
        pty.press("\x1b[<0;10;18M\x1b[<0;10;18m");
        pty.wait_for("3/110");
        if leaves == "q" {
            pty.press("q");
        } else {
            pty.signal(leaves);
        }
        pty.end();
        pty.assert_given_back();
    }
}

/// Set for the copy of this very test that a terminal runs.
const PANICS: &str = "DATELINE_TEST_PANICS";

/// Not a test by itself: a browser that panics when it is asked to read its files again, run in a
/// terminal by the test below.
#[test]
fn a_browser_that_panics() {
    if std::env::var_os(PANICS).is_some() {
        let app =
            App::new(Browser::new(shipped(), Vec::new(), Selection::default(), today(), usual_look(), USUAL));
        let reload = || -> Loaded { panic!("the files are gone") };
        dateline::tui::run(app, Watch::default(), true, &reload).unwrap();
    }
}

#[test]
fn the_terminal_comes_back_after_a_panic_that_can_be_read() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "terminal::a_browser_that_panics", "--nocapture"]);
    command.env(PANICS, "1");
    let mut pty = Pty::of(command, USUAL);
    pty.wait_for(OPENED);
    pty.assert_taken();
    let mouse = pty.sent.lock().unwrap().parser.screen().mouse_protocol_mode();
    assert_ne!(mouse, MouseProtocolMode::None, "the mouse was asked for");
    pty.press("R");
    assert_ne!(pty.end(), 0);
    pty.assert_given_back();
    pty.wait_for("the files are gone");
}

/// Processor time that a process has taken, in ticks of a hundredth of a second.
#[cfg(target_os = "linux")]
fn ticks(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let fields = stat.rsplit(')').next().unwrap().split_whitespace();
    fields.skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum()
}

#[test]
#[cfg(target_os = "linux")]
fn an_idle_browser_writes_nothing_and_rests() {
    let pty = Pty::browser(&["tests/data/weapons-use"], USUAL);
    pty.wait_for(OPENED);
    let before = pty.settled();
    let id = pty.child.process_id().unwrap();
    let worked = ticks(id);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(pty.sent.lock().unwrap().bytes.len(), before, "bytes written while nothing happens");
    assert!(ticks(id) - worked <= 3, "it works while nothing happens");
}

#[test]
fn a_resized_terminal_is_drawn_anew() {
    let mut pty = Pty::browser(&[], (50, 12));
    pty.wait_for("Ukraine");
    for (size, text) in [((200, 50), "Facets"), (USUAL, "Detail"), ((15, 3), "dateline needs")] {
        pty.sent.lock().unwrap().parser.screen_mut().set_size(cells(size.1), cells(size.0));
        pty.master.resize(pty_size(size)).unwrap();
        pty.wait_for(text);
    }
    pty.press("q");
    pty.end();
    pty.assert_given_back();
}

/// Whether a colour is asked for anywhere in what was sent.
fn is_coloured(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let sequences = text.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';' && c != ':')?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    let colours = |code: u32| matches!(code, 30..=38 | 40..=48 | 90..=97 | 100..=107);
    sequences
        .flat_map(|codes| codes.split([';', ':']).map(str::parse).collect::<Vec<_>>())
        .flatten()
        .any(colours)
}

#[test]
fn colours_are_kept_off_the_terminal_when_asked() {
    let mut no_color = Pty::command(&[]);
    no_color.env("NO_COLOR", "1");
    for (command, coloured) in
        [(Pty::command(&[]), true), (no_color, false), (Pty::command(&["--color", "never"]), false)]
    {
        let mut pty = Pty::of(command, USUAL);
        pty.wait_for(OPENED);
        pty.press("f");
        pty.wait_for("Facets");
        pty.settled();
        assert_eq!(is_coloured(&pty.sent.lock().unwrap().bytes), coloured);
    }
}

fn timeline(titles: &[&str]) -> String {
    let events = titles.iter().map(|title| format!("- {{date: 2024-05-22, title: {title}}}"));
    events.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_editor_gets_the_terminal_and_gives_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.yaml");
    std::fs::write(&file, timeline(&["First event", "Second event"])).unwrap();
    let file = file.to_str().unwrap();
    let mut command = Pty::command(&[file]);
    // It shows what it was called with, and ends with the next line that is typed.
    command.env("EDITOR", "sh tests/data/editor.sh");
    let mut pty = Pty::of(command, USUAL);
    pty.wait_for("Second event");
    pty.press("je");
    pty.wait_for("editing +2");
    pty.assert_given_back();
    pty.press("qqqq\r");
    pty.wait_for("read again");
    pty.wait_for("First event");
    pty.wait_for("Second event");
    pty.wait_for("Detail");
    pty.assert_taken();
    assert_eq!(pty.child.try_wait().unwrap().map(|status| status.exit_code()), None, "keys of the editor");
    pty.press("q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn a_file_of_a_folder_that_becomes_empty_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.yaml");
    std::fs::write(folder.path().join("a.yaml"), timeline(&["First event"])).unwrap();
    std::fs::write(&file, timeline(&["Second event"])).unwrap();
    let mut pty = Pty::of(Pty::command(&[folder.path().to_str().unwrap()]), (160, 34));
    pty.wait_for("Second event");
    std::fs::write(&file, "").unwrap();
    pty.wait_for("is empty now");
    pty.wait_for("Second event");
    std::fs::write(&file, timeline(&["Third event"])).unwrap();
    pty.wait_for("Third event");
    pty.press("q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn an_editor_gets_a_file_name_as_a_name_whatever_it_looks_like() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let editor = folder.path().join("editor");
    std::fs::write(&editor, "printf '%s' \"$2\" >named\n").unwrap();
    let names: [&[u8]; 3] = [b"+:!touch pwned.yaml", b"-cq.yaml", b"caf\xe9.yaml"];
    for name in names {
        let name = std::ffi::OsStr::from_bytes(name);
        std::fs::write(folder.path().join(name), timeline(&["First event"])).unwrap();
        let mut command = Pty::command(&["--no-config", "--"]);
        command.arg(name);
        command.env("VISUAL", "");
        command.env("EDITOR", "sh editor");
        let mut pty = Pty::at(folder.path(), command, USUAL);
        pty.wait_for("First event");
        pty.press("e");
        pty.wait_for("read again");
        let said = std::fs::read(folder.path().join("named")).unwrap();
        let said = std::ffi::OsStr::from_bytes(&said);
        assert!(folder.path().join(said).exists() && !said.as_bytes().starts_with(b"-"), "{said:?}");
        assert!(!said.as_bytes().starts_with(b"+") && said.as_bytes().ends_with(name.as_bytes()), "{said:?}");
    }
}

#[test]
fn an_editor_that_fails_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.yaml");
    std::fs::write(&file, timeline(&["First event"])).unwrap();
    for (editor, told) in [("false", "`false` ended with"), ("no-such-editor", "cannot run `no-such-editor`")]
    {
        let mut command = Pty::command(&[file.to_str().unwrap()]);
        command.env("EDITOR", editor);
        let mut pty = Pty::of(command, USUAL);
        pty.wait_for("First event");
        pty.press("e");
        pty.wait_for(told);
        pty.wait_for("First event");
    }
}

#[test]
fn a_saved_file_is_followed_and_a_broken_one_leaves_the_last_good_content() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.yaml");
    std::fs::write(&file, timeline(&["First event"])).unwrap();
    let mut pty = Pty::browser(&[file.to_str().unwrap()], USUAL);
    pty.wait_for("First event");
    // Saved in place, then by renaming as editors do, twice.
    std::fs::write(&file, timeline(&["First event", "Second event"])).unwrap();
    pty.wait_for("Second event");
    for title in ["Third event here", "Fourth event in here"] {
        let other = folder.path().join(".mine.swp");
        std::fs::write(&other, timeline(&["First event", title])).unwrap();
        std::fs::rename(&other, &file).unwrap();
        pty.wait_for(title);
    }
    std::fs::write(&file, "now it is only words").unwrap();
    pty.wait_for("cannot be read");
    assert!(pty.text().contains("Fourth event in here"), "{}", pty.text());
    pty.press("!");
    pty.wait_for("problem");
    pty.press("\x1b");
    std::fs::remove_file(&file).unwrap();
    pty.wait_for("cannot be read");
    std::fs::write(&file, timeline(&["Fifth event"])).unwrap();
    pty.wait_for("Fifth event");
    pty.press("q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn a_suspended_browser_comes_back_with_a_whole_screen() {
    // A shell with job control is what a suspended program goes back to.
    let mut command = CommandBuilder::new("sh");
    command.env("XDG_CONFIG_HOME", "/nowhere");
    let program = env!("CARGO_BIN_EXE_dateline");
    command.args(["-c", &format!("set -m; {program}; echo stopped; read line; fg >/dev/null; echo ended")]);
    let mut pty = Pty::of(command, USUAL);
    pty.wait_for(OPENED);
    pty.press("\x1a");
    pty.wait_for("stopped");
    pty.assert_given_back();
    pty.press("\r");
    pty.wait("the browser again", Screen::alternate_screen);
    pty.wait_for(OPENED);
    pty.press("q");
    pty.wait_for("ended");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn a_browser_stopped_from_outside_gives_the_terminal_back_and_takes_it_again() {
    let mut pty = Pty::browser(&["--mouse"], USUAL);
    pty.wait_for(OPENED);
    for _ in 0..2 {
        pty.signal("-TSTP");
        pty.assert_given_back();
        pty.wait_until_stopped();
        pty.signal("-CONT");
        pty.wait("the browser again", Screen::alternate_screen);
        pty.wait_for(OPENED);
        pty.assert_taken();
    }
    let mouse = pty.sent.lock().unwrap().parser.screen().mouse_protocol_mode();
    assert_ne!(mouse, MouseProtocolMode::None, "the mouse was asked for");
    pty.press("q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
#[cfg(target_os = "linux")]
fn a_browser_that_is_not_told_of_its_terminals_end_goes_too() {
    let folder = tempfile::tempdir().unwrap();
    let ended = folder.path().join("ended");
    let mut command = CommandBuilder::new("sh");
    command.env("XDG_CONFIG_HOME", "/nowhere");
    // In a session of its own a program gets no SIGHUP.
    let program = env!("CARGO_BIN_EXE_dateline");
    command.args(["-c", &format!("trap '' HUP; setsid -w {program}; echo $? > {}", ended.display())]);
    hang_up(command);
    let until = Instant::now() + PATIENCE;
    while !ended.exists() {
        assert!(Instant::now() < until, "it runs on without a terminal");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_browser_whose_terminal_goes_away_goes_too() {
    let mut child = hang_up(Pty::command(&[]));
    let until = Instant::now() + PATIENCE;
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "it runs on without a terminal");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Runs a browser in a terminal, which goes away as soon as something is drawn.
fn hang_up(command: CommandBuilder) -> Box<dyn Child + Send + Sync> {
    let system = native_pty_system();
    let pair = system.openpty(pty_size(USUAL)).unwrap();
    let child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut seen = Vec::new();
    let mut bytes = [0; 4096];
    while !String::from_utf8_lossy(&seen).contains("help") {
        let count = reader.read(&mut bytes).unwrap();
        seen.extend_from_slice(&bytes[..count]);
    }
    drop((reader, pair.master));
    child
}

#[test]
fn an_event_is_asked_for_and_each_answer_is_checked_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.yaml");
    let head = "ladders: {l: [banned, permitted]}\npolicies: {stoves: {title: S, ladder: l}}\nevents:\n";
    let event = "  - {id: x, date: 2024-01-01, title: x}\n";
    std::fs::write(&path, format!("{head}{event}")).unwrap();
    let mut pty = Pty::of(Pty::command(&["add", &path.to_string_lossy()]), USUAL);
    for (question, answer) in [
        ("When [", "2024-02-31"),
        ("out of range for the month", "2024-02-29"),
        ("What happened", "The ban"),
        ("Who took part", ""),
        ("Which policy it changed (stoves)", "stove"),
        ("did you mean `stoves`?", "stoves"),
        ("Its status", "baned"),
        ("did you mean `banned`?", "banned"),
        ("Source", ""),
    ] {
        pty.wait_for(question);
        pty.press(&format!("{answer}\r"));
    }
    pty.wait_for("added `The ban` as `the-ban` at ");
    assert_eq!(pty.end(), 0);
    let added =
        "  - {id: the-ban, date: 2024-02-29, title: The ban, effects: [{policy: stoves, status: banned}]}\n";
    assert_eq!(std::fs::read_to_string(path).unwrap(), format!("{head}{event}{added}"));
}

#[test]
fn a_new_event_is_opened_in_the_editor_and_gone_if_it_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.yaml");
    let text = timeline(&["First event"]);
    // Only the detail of the event under the cursor shows an id.
    for (editor, told) in [
        ("true", "is gone again"),
        ("false", "ended with"),
        ("sed -i -e s/happened/next/ -e s/new-event/vote-of-may/", "vote-of-may"),
    ] {
        std::fs::write(&file, &text).unwrap();
        let mut command = Pty::command(&[file.to_str().unwrap()]);
        command.env("EDITOR", format!("{editor} {{file}}"));
        let mut pty = Pty::of(command, USUAL);
        pty.wait_for("First event");
        pty.press("E");
        pty.wait_for(told);
        let after = std::fs::read_to_string(&file).unwrap();
        match editor {
            "true" | "false" => assert_eq!(after, text),
            _ => assert!(
                after.starts_with(&text) && after.contains("id: vote-of-may, title: What next"),
                "{after}"
            ),
        }
    }
    let mut pty = Pty::browser(&[], USUAL);
    pty.wait_for(OPENED);
    pty.press("E");
    pty.wait_for("`dateline init DIR` starts one of your own");
}

#[test]
fn a_view_is_saved_in_the_timeline_or_in_the_configuration_and_can_be_shown_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let [file, config] = ["mine.yaml", "dateline/config.yaml"].map(|name| folder.path().join(name));
    let text = timeline(&["First event"]);
    std::fs::write(&file, format!("title: Mine\nevents:\n{text}")).unwrap();
    for (paths, saved) in [(&[file.to_str().unwrap()][..], &file), (&[], &config)] {
        let mut command = Pty::command(paths);
        command.env("XDG_CONFIG_HOME", folder.path());
        let mut pty = Pty::of(command, USUAL);
        pty.wait_for(if paths.is_empty() { OPENED } else { "First event" });
        for name in ["Vweapons\r", ":save-view weapons\r"] {
            pty.press(name);
            if name.starts_with(':') {
                pty.wait_for("there is a view of this name");
                pty.press("\r");
            }
            pty.wait_for("saved view weapons in ");
            pty.press("j");
            pty.wait("the note goes", |screen| !screen.contents().contains("saved view"));
        }
        let after = std::fs::read_to_string(saved).unwrap();
        assert_eq!(after.matches("views:\n  weapons:\n    lanes: ").count(), 1, "{after}");
        pty.press(":view: weapons\r");
        pty.wait_for("view weapons; u takes it back");
    }
    let after = std::fs::read_to_string(&file).unwrap();
    assert!(after.starts_with("title: Mine\n") && after.ends_with(&text), "{after}");
}
