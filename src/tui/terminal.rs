//! Takes the terminal over and always gives it back: on return, error, panic and signal.

use std::io::{self, stdout};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::screen::Screen;

/// Whether the browser owns the terminal now.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the browser owns it. Dropping it gives the terminal back.
pub struct Session {
    /// What is drawn on.
    pub screen: Screen,
    mouse: bool,
}

impl Session {
    /// Takes the terminal over; `mouse` also takes the mouse, and with it the terminal's own
    /// selection.
    ///
    /// # Errors
    /// When there is no terminal to take over; it is then as it was.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            leave();
            hook(info);
        }));
        take(mouse).inspect_err(|_| leave())?;
        Ok(Self { screen: Screen::blank().inspect_err(|_| leave())?, mouse })
    }

    /// Gives the terminal back for the time that `other` runs, then draws everything anew.
    ///
    /// # Errors
    /// When the terminal cannot be taken over again.
    pub fn lend<T>(&mut self, other: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        let result = other();
        take(self.mouse)?;
        self.redraw()?;
        Ok(result)
    }

    /// Clears the terminal, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn redraw(&mut self) -> io::Result<()> {
        // Not `Terminal::clear`, which waits for the terminal to say where its cursor is.
        execute!(stdout(), Clear(ClearType::All))?;
        self.screen = Screen::blank()?;
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        leave();
    }
}

fn take(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    // A multiplexer without an alternate screen shows what was there before.
    execute!(stdout(), EnterAlternateScreen, Clear(ClearType::All), MoveTo(0, 0), EnableBracketedPaste)?;
    if mouse { execute!(stdout(), EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back, once, whoever asks first.
fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
        let _ = execute!(
            stdout(),
            DisableMouseCapture,
            DisableBracketedPaste,
            Clear(ClearType::All),
            MoveTo(0, 0)
        );
        let _ = execute!(stdout(), LeaveAlternateScreen, Show);
    }
}

/// The signal that asked the program to end; 0 while none did.
static ASKED: AtomicI32 = AtomicI32::new(0);

/// Signals that have not been heeded yet.
#[cfg(unix)]
pub type Signals = signal_hook::iterator::Signals;

/// Keeps the signals that ask the program to end, from now on, until somebody [heeds](heed) them.
///
/// # Errors
/// When the system refuses to tell of signals.
#[cfg(unix)]
pub fn listen() -> io::Result<Signals> {
    Signals::new([SIGTERM, SIGHUP, SIGINT])
}

/// Signals as wishes that the loop looks at; a second one, or the news that the terminal has gone,
/// gives the terminal back and ends the program at once. While the terminal is lent, an interrupt is meant
/// for whoever has it.
#[cfg(unix)]
pub fn heed(mut signals: Signals) {
    // One listener is enough: two would take one signal for a second one.
    static HEEDED: std::sync::Once = std::sync::Once::new();
    let listen = move || {
        for signal in signals.forever() {
            let lent = !TAKEN.load(Ordering::SeqCst);
            if signal == SIGINT && lent {
                continue;
            }
            // A terminal that has gone is read from in vain, and the loop would wait for it for ever.
            if signal == SIGHUP || ASKED.swap(signal, Ordering::SeqCst) != 0 {
                leave();
                std::process::exit(128 + signal);
            }
        }
    };
    HEEDED.call_once(|| drop(std::thread::spawn(listen)));
}

/// There are no such signals here.
#[cfg(not(unix))]
pub type Signals = ();

/// There are no such signals here.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn listen() -> io::Result<Signals> {
    Ok(())
}

/// There is nothing to heed here.
#[cfg(not(unix))]
pub fn heed((): Signals) {}

/// The signal that asked the program to end, if one did.
pub fn asked_to_end() -> Option<i32> {
    Some(ASKED.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
}

/// Stops the program until the shell continues it.
#[cfg(unix)]
pub fn suspend() {
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

/// There is nothing to suspend to here.
#[cfg(not(unix))]
pub fn suspend() {}
