//! The browser: an event loop that waits for input, updates the state and draws it.

pub mod action;
mod answers;
pub mod app;
pub mod browser;
mod canvas;
mod date_jump;
mod editor;
pub mod hit_map;
mod key_config;
pub mod keymap;
pub mod last_frame;
pub(crate) mod loading_screen;
mod menu;
mod pane;
pub mod panel;
mod screen;
pub mod screen_layout;
pub mod side_effect;
mod terminal;
pub mod theme;
pub mod view;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{self, Event as Input};
use crossterm::execute;
use ratatui::layout::Size;

use crate::edit::add::Skeleton;
use crate::edit::save_view::{save_in_config, save_in_timeline};
use crate::edit::write;
use crate::load::{Loaded, Watch, builtin};
use crate::model::{Timeline, View};
use crate::text::path_name;
use action::Action;
use answers::Answers;
use app::App;
use browser::{Data, Status};
use hit_map::Drawn;
use last_frame::LastFrame;
use side_effect::SideEffect;
use terminal::Session;

/// The exit code after Ctrl-c.
const INTERRUPTED: u8 = 130;

/// The longest wait for input before files and signals are checked.
const INPUT_TIMEOUT: Duration = Duration::from_millis(250);

/// Runs the browser and returns its exit code: 0 unless Ctrl-c or a signal ended it. `reload` loads the files
/// again.
///
/// # Errors
/// Fails if the terminal cannot be set up or written to.
pub fn run(mut app: App, mut watch: Watch, mouse: bool, reload: &dyn Fn() -> Loaded) -> io::Result<u8> {
    let signals = terminal::listen()?;
    let mut session = Session::enter(mouse)?;
    // The first poll starts to listen for resizes; it must come before the size is queried.
    event::poll(Duration::ZERO)?;
    let size = session.screen.size()?;
    app.resize(size.width, size.height);
    let mut frame = LastFrame::new(draw(&app, &mut session)?);
    // Signals that arrived earlier are handled only after the first frame.
    terminal::handle(signals);
    let mut answers = Answers::default();
    while terminal::asked_to_end().is_none() {
        if session.redraw_if_resumed()? || frame.is_outdated() {
            frame = LastFrame::new(draw(&app, &mut session)?);
        }
        // Deferred work on many events is abandoned when a key arrives, and restarted after it.
        if app.catch_up(&|| terminal::asked_to_end().is_some() || event::poll(Duration::ZERO).unwrap_or(true))
        {
            frame.outdate();
            continue;
        }
        if event::poll(INPUT_TIMEOUT)? {
            // All waiting input is handled before a frame is drawn, so that the screen keeps up with a held
            // key.
            loop {
                let input = within_bounds(event::read()?);
                let more = event::poll(Duration::ZERO)?;
                let effect = if answers.takes(&input, more) {
                    None
                } else {
                    frame.handle(&input, &mut app, |app| draw(app, &mut session))?
                };
                let is_done = effect.is_some() || !more;
                if let Some(effect) = effect
                    && let Some(code) = perform(effect, &mut app, &mut session, reload)?
                {
                    return Ok(code);
                }
                // A side effect may renumber events, so a click after it needs the hit areas of a new frame.
                if is_done {
                    break;
                }
            }
        } else if watch.changed() && read_changes(&mut app, reload) {
            frame.outdate();
        }
    }
    Ok(terminal::asked_to_end().map_or(0, |signal| 128 + signal as u8))
}

/// Draws a frame and returns what is needed to handle the next input.
fn draw(app: &App, session: &mut Session) -> io::Result<Drawn> {
    let mut drawn = Drawn::default();
    session.screen.draw(|frame| drawn = view::draw(app, frame))?;
    Ok(drawn)
}

/// Clamps the size in a resize event to the largest that is drawn.
fn within_bounds(input: Input) -> Input {
    match input {
        Input::Resize(columns, rows) => {
            let Size { width, height } = screen::drawn_on(columns, rows);
            Input::Resize(width, height)
        }
        other => other,
    }
}

/// Whether standard input is one of the files.
fn is_stdin_read(app: &App) -> bool {
    app.browser.data.paths.iter().any(|path| path == "-")
}

/// Reloads the files, unless one of them is standard input.
fn read_again(app: &mut App, reload: &dyn Fn() -> Loaded) {
    if is_stdin_read(app) {
        app.browser.status =
            Status::error("standard input cannot be read a second time; restart dateline to see changes");
    } else {
        follow(app, reload());
    }
}

/// Reloads the files if they differ from the loaded data, and returns whether it did. The watch may also
/// report a change that was loaded already.
fn read_changes(app: &mut App, reload: &dyn Fn() -> Loaded) -> bool {
    if is_stdin_read(app) {
        read_again(app, reload);
        return true;
    }
    let loaded = reload();
    let is_same = loaded.timeline.fingerprint == app.browser.data.timeline.fingerprint
        && loaded.problems == app.browser.data.problems;
    if !is_same {
        follow(app, loaded);
    }
    !is_same
}

/// Returns a file that had events and is empty now, as while another program writes it.
fn emptied(timeline: &Timeline) -> Option<&Path> {
    let is_empty = |file: &&PathBuf| file.metadata().is_ok_and(|file| file.len() == 0);
    let holds = |number: usize| timeline.events().iter().any(|event| event.place.file as usize == number);
    let mut files = timeline.files.iter().enumerate().filter(|(_, file)| is_empty(file));
    files.find(|(number, _)| holds(*number)).map(|(_, file)| &**file)
}

/// Replaces the data by reloaded files. If these are broken or one has become empty, the old data is kept.
fn follow(app: &mut App, loaded: Loaded) {
    if loaded.is_broken() && !app.browser.data.broken {
        app.report(loaded.problems, loaded.errors);
        let key = app.browser.key(Action::Problems);
        app.browser.say_reloaded(Status::error(format!(
            "the files cannot be read as they are now; {key} says why, the last good ones stay"
        )));
        return;
    }
    if let Some(file) = emptied(&app.browser.data.timeline) {
        let file = path_name(file);
        app.browser
            .say_reloaded(Status::error(format!("a file is empty now, the last good ones stay: {file}")));
        return;
    }
    let errors = loaded.errors;
    app.replace(loaded);
    app.browser.say_reloaded(match errors {
        0 => Status::note("read again"),
        _ => Status::error(format!(
            "read again, with {}; {} shows them",
            crate::text::counted(errors, "error"),
            app.browser.key(Action::Problems)
        )),
    });
}

/// Runs a side effect. Returns the exit code if the browser is to end.
fn perform(
    effect: SideEffect,
    app: &mut App,
    session: &mut Session,
    reload: &dyn Fn() -> Loaded,
) -> io::Result<Option<u8>> {
    match effect {
        SideEffect::Quit => return Ok(Some(0)),
        SideEffect::Interrupt => return Ok(Some(INTERRUPTED)),
        SideEffect::Suspend => session.lend(terminal::suspend)?,
        SideEffect::Redraw => session.redraw()?,
        SideEffect::Reload => read_again(app, reload),
        SideEffect::Copy(text, what) => {
            app.browser.status = copy(&text, what)?;
        }
        SideEffect::Open(url) => app.browser.status = open(&url, &app.browser.key(Action::Copy)),
        SideEffect::Edit(file, line) => {
            let done = edit(&file, line, app, session)?;
            read_again(app, reload);
            done.unwrap_or_else(|why| app.browser.status = Status::error(why));
        }
        SideEffect::EditNew => match begun(app) {
            Ok(new) => {
                let done = edit(&new.change.path, new.line, app, session)?;
                let gone = new.change.take_back();
                read_again(app, reload);
                match (done, gone) {
                    (Err(why), _) => app.browser.status = Status::error(why),
                    (_, Err(error)) => app.browser.status = Status::error(error.to_string()),
                    (_, Ok(true)) => {
                        app.browser.status =
                            Status::note("the new event was left as it was and is gone again");
                    }
                    (_, Ok(false)) => {
                        let written = new.edited(&app.browser.data.timeline);
                        written.into_iter().for_each(|event| app.jump_to_event(event));
                    }
                }
            }
            Err(why) => app.browser.status = Status::error(why),
        },
        SideEffect::SaveView(view) => {
            app.browser.status = match save_view(*view, app, reload) {
                Ok(said) => Status::note(said),
                Err(why) => Status::error(why),
            };
        }
        SideEffect::Save(save) => {
            let result = save.write(&app.browser.data.timeline);
            app.saved(result);
        }
    }
    Ok(None)
}

/// Runs the editor on the terminal. The inner result is an error of the editor, the outer one of the
/// terminal.
fn edit(file: &Path, line: u32, app: &App, session: &mut Session) -> io::Result<Result<(), String>> {
    let done = session.lend(|| editor::edit(app.editor.as_deref(), file, line))?;
    drain()?;
    Ok(done)
}

/// Inserts an event dated today into the file for that date, for the user to edit.
fn begun(app: &App) -> Result<Skeleton, String> {
    let Data { timeline, paths, today, .. } = &app.browser.data;
    let new = Skeleton::new(&timeline.files, paths, timeline, *today)?;
    write(std::slice::from_ref(&new.change)).map_err(|error| error.to_string())?;
    Ok(new)
}

/// Saves a view and adds it to the listed views; returns a message. A view that the configuration already has
/// is saved there, since it would hide one of the timeline.
fn save_view(view: View, app: &mut App, reload: &dyn Fn() -> Loaded) -> Result<String, String> {
    let is_own = app.browser.own_views.iter().any(|own| own.is_called(&view.name));
    let is_elsewhere = is_own || builtin::is_builtin(&app.browser.data.paths);
    let files = if is_elsewhere { &[][..] } else { &app.browser.data.timeline.files };
    if let Some(path) = save_in_timeline(files, &view)? {
        if is_stdin_read(app) {
            put(&mut app.browser.data.timeline.head.views, view.clone());
        } else {
            read_again(app, reload);
        }
        return Ok(format!("saved view {} in {}", view.name, path_name(&path)));
    }
    let path = app
        .config_path
        .as_ref()
        .ok_or("no file of the timeline can hold views, and no configuration is used")?;
    save_in_config(path, &view)?;
    let said = format!("saved view {} in {}", view.name, path_name(path));
    put(&mut app.browser.own_views, view);
    Ok(said)
}

/// Adds a view, or replaces the one of the same name.
fn put(views: &mut Vec<View>, view: View) {
    match views.iter_mut().find(|known| known.is_called(&view.name)) {
        Some(known) => *known = view,
        None => views.push(view),
    }
}

/// Discards pending input, which was typed for another program.
fn drain() -> io::Result<()> {
    while event::poll(Duration::ZERO)? {
        event::read()?;
    }
    Ok(())
}

/// Copies a text with a terminal sequence (OSC 52) or, in a tmux that does not pass it on, with tmux itself.
fn copy(text: &str, what: &str) -> io::Result<Status> {
    let is_in = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let tmux = |arguments: &[&str]| {
        let mut command = Command::new("tmux");
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    };
    let passes = || {
        let answer = tmux(&["show-options", "-sv", "set-clipboard"]).output();
        answer.is_ok_and(|answer| answer.stdout.trim_ascii() == b"on")
    };
    if !is_in("TMUX") || passes() {
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))?;
        let screen = if is_in("STY") { "; GNU screen may not pass it on" } else { "" };
        return Ok(Status::note(format!("sent {what} to the terminal's clipboard{screen}")));
    }
    let copied = tmux(&["load-buffer", "-w", "-"]).spawn().and_then(|mut child| {
        let written = child.stdin.take().map(|mut input| input.write_all(text.as_bytes()));
        child.wait().and_then(|ended| written.transpose().map(|_| ended.success()))
    });
    Ok(if copied.unwrap_or(false) {
        Status::note(format!("copied {what} to tmux's buffer; prefix ] pastes it"))
    } else {
        Status::error("tmux took no copy; `set -s set-clipboard on` lets it through".to_owned())
    })
}

/// Opens a URL in the system's web browser; `copy` is the key suggested if that fails.
fn open(url: &str, copy: &str) -> Status {
    let usual = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let opener = std::env::var("BROWSER").ok();
    let is_name = |browser: &String| !browser.is_empty() && !browser.contains([':', ' ', '%']);
    let opener = opener.filter(is_name);
    let opener = opener.as_deref().unwrap_or(usual);
    let child = Command::new(opener)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match child {
        Ok(mut child) => {
            // Reaps the process, which would otherwise remain as a zombie.
            std::thread::spawn(move || child.wait());
            Status::note(format!("opened {url}"))
        }
        Err(error) => Status::error(format!("cannot run `{opener}`: {error}; {copy} copies the link")),
    }
}
