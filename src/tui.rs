//! The browser: a loop that waits for input, changes the state and draws it.

pub mod action;
pub mod app;
mod data;
mod date_jump;
pub mod hit_map;
mod key_config;
pub mod keymap;
pub(crate) mod loading_screen;
mod menu;
pub mod panel;
pub mod screen_layout;
mod terminal;
pub mod theme;
pub mod view;

use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{self, Event as Input, MouseEventKind};
use crossterm::execute;

use crate::load::{Loaded, Watch};
use action::Action;
use app::{App, Effect, Status};
use hit_map::Drawn;
use terminal::Session;

/// The exit code of what Ctrl-c ended.
const INTERRUPTED: u8 = 130;

/// How long the loop sleeps at most before it looks at files and signals.
const PATIENCE: Duration = Duration::from_millis(250);

/// Runs the browser until the user leaves it; the exit code, 0 unless a signal ended it. `reload`
/// reads the files again.
///
/// # Errors
/// When the terminal cannot be taken over or written to.
pub fn run(mut app: App, mut watch: Watch, mouse: bool, reload: &dyn Fn() -> Loaded) -> io::Result<u8> {
    let signals = terminal::listen()?;
    let mut session = Session::enter(mouse)?;
    // The first look for input starts to listen for a change of size: before the size is asked for.
    event::poll(Duration::ZERO)?;
    let size = session.terminal.size()?;
    app.resize(size.width, size.height);
    let mut drawn = draw(&app, &mut session)?;
    // What nobody sees yet waits for the first frame.
    terminal::heed(signals);
    let mut changed = false;
    while terminal::asked_to_end().is_none() {
        if changed {
            drawn = draw(&app, &mut session)?;
        }
        // What reads very many events gives way to the next key, and is taken up again after it.
        changed = app
            .catch_up(&|| terminal::asked_to_end().is_some() || event::poll(Duration::ZERO).unwrap_or(true));
        if changed {
            continue;
        }
        if event::poll(PATIENCE)? {
            // Everything that waits is taken in before anything is drawn, so that a held key does
            // not run ahead of the screen.
            loop {
                let input = event::read()?;
                changed |= !is_idle(&input);
                if let Some(effect) = app.on_input(&input, &drawn)
                    && let Some(code) = perform(effect, &mut app, &mut session, reload)?
                {
                    return Ok(code);
                }
                if !event::poll(Duration::ZERO)? {
                    break;
                }
            }
        } else if watch.changed() {
            follow(&mut app, reload());
            changed = true;
        }
    }
    Ok(terminal::asked_to_end().map_or(0, |signal| 128 + signal as u8))
}

/// Draws a frame; returns what the next input is read against.
fn draw(app: &App, session: &mut Session) -> io::Result<Drawn> {
    let mut drawn = Drawn::default();
    session.terminal.draw(|frame| drawn = view::draw(app, frame))?;
    Ok(drawn)
}

/// Whether an input is only the pointer passing by, which some terminals tell of at every cell.
fn is_idle(input: &Input) -> bool {
    matches!(input, Input::Mouse(mouse) if mouse.kind == MouseEventKind::Moved)
}

/// Shows newly read files, unless they are broken: then the last good ones stay.
fn follow(app: &mut App, loaded: Loaded) {
    if loaded.is_broken() && !app.data.broken {
        app.report(loaded.problems, loaded.errors);
        let key = app.key(Action::Problems);
        app.status = Status::error(format!(
            "the files cannot be read as they are now; {key} says why, the last good ones stay"
        ));
        return;
    }
    let errors = loaded.errors;
    app.replace(loaded);
    app.status = match errors {
        0 => Status::note("read again"),
        _ => Status::error(format!(
            "read again, with {}; {} shows them",
            crate::text::counted(errors, "error"),
            app.key(Action::Problems)
        )),
    };
}

/// Does what an effect asks for; the exit code when the browser ends.
fn perform(
    effect: Effect,
    app: &mut App,
    session: &mut Session,
    reload: &dyn Fn() -> Loaded,
) -> io::Result<Option<u8>> {
    match effect {
        Effect::Quit => return Ok(Some(0)),
        Effect::Interrupt => return Ok(Some(INTERRUPTED)),
        Effect::Suspend => session.lend(terminal::suspend)?,
        Effect::Reload if app.data.paths.iter().any(|path| path == "-") => {
            app.status = Status::error("standard input cannot be read a second time");
        }
        Effect::Reload => follow(app, reload()),
        Effect::Copy(text, what) => {
            execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))?;
            app.status = Status::note(format!("sent {what} to the terminal's clipboard"));
        }
        Effect::Open(url) => app.status = open(&url, &app.key(Action::Copy)),
        Effect::Edit(file, line) => {
            let done = session.lend(|| edit(&file, line))?;
            drain()?;
            follow(app, reload());
            if let Err(why) = done {
                app.status = Status::error(why);
            }
        }
        Effect::Save(save) => {
            let result = save.write(&app.data.timeline);
            app.saved(result);
        }
    }
    Ok(None)
}

/// Forgets keys that were meant for another program.
fn drain() -> io::Result<()> {
    while event::poll(Duration::ZERO)? {
        event::read()?;
    }
    Ok(())
}

/// Runs the user's editor on a file; most editors take `+LINE`.
fn edit(file: &str, line: u32) -> Result<(), String> {
    let editor =
        std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR")).unwrap_or_else(|_| "vi".to_owned());
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program).args(words).arg(format!("+{line}")).arg(file).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{program}` ended with {status}")),
        Err(error) => Err(format!("cannot run `{program}`: {error}; set VISUAL or EDITOR to your editor")),
    }
}

/// Hands an address to the system's web browser; `copy` is the key that helps where there is none.
fn open(url: &str, copy: &str) -> Status {
    let usual = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let opener = std::env::var("BROWSER").ok().filter(|browser| !browser.contains([':', ' ', '%']));
    let opener = opener.as_deref().unwrap_or(usual);
    let child = Command::new(opener)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match child {
        Ok(_) => Status::note(format!("opened {url}")),
        Err(error) => Status::error(format!("cannot run `{opener}`: {error}; {copy} copies the link")),
    }
}
