//! Sets up the terminal and always restores it: on return, error, panic and signal, and while the program is
//! suspended.

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
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};

use super::screen::Screen;

/// Whether the terminal is set up for the browser: alternate screen, raw mode, bracketed paste.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether to capture the mouse.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Whether the signal thread has set up the terminal again after a suspension, so that the screen must be
/// redrawn completely.
static RETAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is set up for the browser. Dropping it restores the terminal.
pub struct Session {
    /// The screen to draw on.
    pub screen: Screen,
}

impl Session {
    /// Sets up the terminal. `mouse` captures the mouse, which disables the terminal's own selection.
    ///
    /// # Errors
    /// Fails if there is no usable terminal, which is then restored.
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

    /// Restores the terminal while `other` runs, then sets it up again for a complete redraw.
    ///
    /// # Errors
    /// Fails if the terminal cannot be set up again.
    pub fn lend<T>(&mut self, other: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        let result = other();
        take()?;
        self.redraw()?;
        Ok(result)
    }

    /// Prepares a complete redraw if the program was suspended and resumed since the last call; returns
    /// whether it was.
    ///
    /// # Errors
    /// Fails if the terminal cannot be written to.
    pub fn redraw_if_resumed(&mut self) -> io::Result<bool> {
        let is_resumed = RETAKEN.swap(false, Ordering::SeqCst);
        if is_resumed {
            self.redraw()?;
        }
        Ok(is_resumed)
    }

    /// Clears the terminal for a complete redraw.
    ///
    /// # Errors
    /// Fails if the terminal cannot be written to.
    pub fn redraw(&mut self) -> io::Result<()> {
        // `Terminal::clear` would wait for the terminal to report the cursor's position.
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
    // Cleared because a multiplexer without an alternate screen keeps the old content.
    execute!(stdout(), EnterAlternateScreen, Clear(ClearType::All), MoveTo(0, 0), EnableBracketedPaste)?;
    if MOUSE.load(Ordering::SeqCst) { execute!(stdout(), EnableMouseCapture) } else { Ok(()) }
}

/// Restores the terminal if it is set up. Threads may call this at the same time.
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

/// The signal that asked the program to end, or 0.
static ASKED: AtomicI32 = AtomicI32::new(0);

/// Registered signals that are not handled yet.
#[cfg(unix)]
pub type Signals = signal_hook::iterator::Signals;

/// Starts to queue the signals that end or suspend the program, until [`handle`] is called.
///
/// # Errors
/// Fails if the system refuses to register them.
#[cfg(unix)]
pub fn listen() -> io::Result<Signals> {
    Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])
}

/// Handles signals in a new thread. The first signal that asks the program to end is left to the event loop,
/// see [`asked_to_end`]. This thread ends the program itself on a second signal, if the event loop does not
/// react, or if the terminal is lost. SIGINT is ignored while the terminal is lent to another program.
#[cfg(unix)]
pub fn handle(mut signals: Signals) {
    // A second thread would handle every signal twice.
    static STARTED: std::sync::Once = std::sync::Once::new();
    let listen = move || {
        for signal in signals.forever() {
            match signal {
                SIGTSTP => stop(),
                // `stop` has set up the terminal already when the signal that ended it is handled.
                SIGCONT => drop((!RESUMED.swap(false, Ordering::SeqCst) && is_taken()).then(retake)),
                SIGINT if !is_taken() => {}
                _ if signal == SIGHUP || ASKED.swap(signal, Ordering::SeqCst) != 0 => end(signal),
                _ => drop(std::thread::spawn(move || {
                    std::thread::sleep(REACTION_TIMEOUT);
                    end(signal);
                })),
            }
        }
    };
    STARTED.call_once(|| {
        std::thread::spawn(listen);
        std::thread::spawn(await_hangup);
    });
}

/// The time that the event loop has to react to a signal.
#[cfg(unix)]
const REACTION_TIMEOUT: Duration = Duration::from_secs(2);

/// The time limit for restoring the terminal before the program ends.
#[cfg(unix)]
const RESTORE_TIMEOUT: Duration = Duration::from_millis(500);

#[cfg(unix)]
fn end(signal: i32) {
    // A write to a blocked terminal holds the lock of standard output, so restoring may never return.
    let (done, restored) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        leave();
        let _ = done.send(());
    });
    let _ = restored.recv_timeout(RESTORE_TIMEOUT);
    crate::export::discard();
    std::process::exit(128 + signal);
}

/// Waits for the terminal to hang up, then ends the program. Not every program gets a SIGHUP when its
/// terminal is lost, and reading input would then return end of file in a busy loop.
#[cfg(unix)]
fn await_hangup() {
    use std::os::fd::AsFd;

    use rustix::event::{PollFd, PollFlags, poll};

    // Polls the output, which is always a terminal. Input may be a pipe.
    let terminal = stdout();
    loop {
        // No events are requested; hangups and errors are always reported.
        let mut polled = [PollFd::from_borrowed_fd(terminal.as_fd(), PollFlags::empty())];
        match poll(&mut polled, None) {
            Err(rustix::io::Errno::INTR) => {}
            Ok(_) if polled[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => end(SIGHUP),
            _ => return,
        }
    }
}

/// Restores the terminal and suspends the program until the shell resumes it.
#[cfg(unix)]
fn stop() {
    // Holding the lock keeps another thread from writing the rest of a frame until the terminal is set up
    // again.
    let _frame = stdout().lock();
    let was_taken = is_taken();
    leave();
    suspend();
    if was_taken {
        retake();
    }
    RESUMED.store(true, Ordering::SeqCst);
}

/// Whether [`stop`] has already set up the terminal for a SIGCONT that is still to be handled. Setting it up
/// twice would raise a second SIGWINCH, and a key that arrives together with it is not read until the next
/// key.
#[cfg(unix)]
static RESUMED: AtomicBool = AtomicBool::new(false);

/// Sets up the terminal again, and has the event loop redraw the screen.
#[cfg(unix)]
fn retake() {
    let _frame = stdout().lock();
    let _ = take();
    // Only now, or the event loop could redraw before the program stops and not after.
    RETAKEN.store(true, Ordering::SeqCst);
    // Wakes the event loop, which then also learns the present size of the terminal.
    let _ = signal_hook::low_level::raise(SIGWINCH);
}

#[cfg(unix)]
fn is_taken() -> bool {
    TAKEN.load(Ordering::SeqCst)
}

/// There are no such signals on this platform.
#[cfg(not(unix))]
pub type Signals = ();

/// Does nothing on this platform.
///
/// # Errors
/// Never fails.
#[cfg(not(unix))]
pub fn listen() -> io::Result<Signals> {
    Ok(())
}

/// Does nothing on this platform.
#[cfg(not(unix))]
pub fn handle((): Signals) {}

/// Returns the signal that asked the program to end, if any.
pub fn asked_to_end() -> Option<i32> {
    Some(ASKED.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
}

/// Suspends the program until the shell resumes it.
#[cfg(unix)]
pub fn suspend() {
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

/// Does nothing on this platform.
#[cfg(not(unix))]
pub fn suspend() {}
