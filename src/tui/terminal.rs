//! Takes the terminal over and always gives it back: on return, error, panic and signal, and while the
//! program is stopped.

use std::io::{self, stdout};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
#[cfg(unix)]
use std::time::Duration;

use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
#[cfg(unix)]
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

use super::screen::Screen;

/// Whether the browser owns the terminal now.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether it takes the mouse with it.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Whether the terminal was taken anew behind the browser's back, so that nothing on it is known.
static RETAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the browser owns it. Dropping it gives the terminal back.
pub struct Session {
    /// What is drawn on.
    pub screen: Screen,
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
        MOUSE.store(mouse, Ordering::SeqCst);
        take().inspect_err(|_| leave())?;
        Ok(Self { screen: Screen::blank().inspect_err(|_| leave())? })
    }

    /// Gives the terminal back for the time that `other` runs, then draws everything anew.
    ///
    /// # Errors
    /// When the terminal cannot be taken over again.
    pub fn lend<T>(&mut self, other: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        let result = other();
        take()?;
        self.redraw()?;
        Ok(result)
    }

    /// Draws the next frame whole if the program was stopped and continued since the last one; returns
    /// whether it was.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn is_retaken(&mut self) -> io::Result<bool> {
        let is_retaken = RETAKEN.swap(false, Ordering::SeqCst);
        if is_retaken {
            self.redraw()?;
        }
        Ok(is_retaken)
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

fn take() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    // A multiplexer without an alternate screen shows what was there before.
    execute!(stdout(), EnterAlternateScreen, Clear(ClearType::All), MoveTo(0, 0), EnableBracketedPaste)?;
    if MOUSE.load(Ordering::SeqCst) { execute!(stdout(), EnableMouseCapture) } else { Ok(()) }
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

/// Keeps the signals that ask the program to end or to stop, from now on, until somebody [heeds](heed) them.
///
/// # Errors
/// When the system refuses to tell of signals.
#[cfg(unix)]
pub fn listen() -> io::Result<Signals> {
    Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])
}

/// Signals as wishes that the loop looks at. A second one, a loop that does not come to look, or the news
/// that the terminal has gone gives the terminal back and ends the program. While the terminal is lent, an
/// interrupt is meant for whoever has it.
#[cfg(unix)]
pub fn handle(mut signals: Signals) {
    // One listener is enough: two would take one signal for a second one.
    static HEEDED: std::sync::Once = std::sync::Once::new();
    let listen = move || {
        for signal in signals.forever() {
            match signal {
                SIGTSTP => stop(),
                SIGCONT => retake(),
                SIGINT if !TAKEN.load(Ordering::SeqCst) => {}
                _ if signal == SIGHUP || ASKED.swap(signal, Ordering::SeqCst) != 0 => end(signal),
                _ => drop(std::thread::spawn(move || {
                    std::thread::sleep(LOOKS_WITHIN);
                    end(signal);
                })),
            }
        }
    };
    HEEDED.call_once(|| {
        std::thread::spawn(listen);
        std::thread::spawn(await_hangup);
    });
}

/// How long a loop that was asked to end may take until it does.
#[cfg(unix)]
const LOOKS_WITHIN: Duration = Duration::from_secs(2);

#[cfg(unix)]
fn end(signal: i32) {
    leave();
    crate::export::discard();
    std::process::exit(128 + signal);
}

/// Waits until the terminal is gone, which not every program is sent a SIGHUP for, and ends the program:
/// reading from it would find its end over and over.
#[cfg(unix)]
fn await_hangup() {
    use std::os::fd::AsFd;

    use rustix::event::{PollFd, PollFlags, poll};

    // Where the browser draws is always a terminal. Input may be a pipe, and looks like none once it has gone.
    let terminal = stdout();
    loop {
        // No event is asked for, so that only a hangup or an error comes.
        let mut polled = [PollFd::from_borrowed_fd(terminal.as_fd(), PollFlags::empty())];
        match poll(&mut polled, None) {
            Err(rustix::io::Errno::INTR) => {}
            Ok(_) if polled[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => end(SIGHUP),
            _ => return,
        }
    }
}

/// Gives the terminal to the shell and stops, until the shell continues the program.
#[cfg(unix)]
fn stop() {
    // A frame that is being written waits with its rest until the terminal is ours again.
    let _frame = stdout().lock();
    RETAKEN.store(TAKEN.load(Ordering::SeqCst), Ordering::SeqCst);
    leave();
    suspend();
    retake();
}

/// Takes the terminal again when the program had it before it was stopped.
#[cfg(unix)]
fn retake() {
    let _frame = stdout().lock();
    if RETAKEN.load(Ordering::SeqCst) || TAKEN.load(Ordering::SeqCst) {
        RETAKEN.store(true, Ordering::SeqCst);
        let _ = take();
        // Wakes the loop, which also learns the size that the terminal has by now.
        let _ = signal_hook::low_level::raise(SIGWINCH);
    }
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
pub fn handle((): Signals) {}

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
