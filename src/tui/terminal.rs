//! Takes the terminal over and always gives it back: on return, error, panic and signal.

use std::io::{self, BufWriter, Stdout, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// Whether the browser owns the terminal now.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Room for a whole frame, so that it reaches the terminal in one piece.
const FRAME: usize = 1 << 16;

/// What frames are drawn on.
type Canvas = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// The terminal while the browser owns it. Dropping it gives the terminal back.
pub struct Session {
    /// What is drawn on.
    pub terminal: Canvas,
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
        Ok(Self { terminal: blank()?, mouse })
    }

    /// Gives the terminal back for the time that `other` runs, then draws everything anew.
    ///
    /// # Errors
    /// When the terminal cannot be taken over again.
    pub fn lend<T>(&mut self, other: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        let result = other();
        take(self.mouse)?;
        // Not `Terminal::clear`, which waits for the terminal to say where its cursor is.
        execute!(stdout(), Clear(ClearType::All))?;
        self.terminal = blank()?;
        Ok(result)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        leave();
    }
}

/// A canvas on which nothing is drawn yet.
fn blank() -> io::Result<Canvas> {
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME, stdout())))
}

fn take(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse { execute!(stdout(), EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back, once, whoever asks first.
fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
        let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, Show);
    }
}

/// Signals as wishes that the loop looks at.
#[derive(Debug, Clone, Default)]
pub struct Signals {
    /// Somebody wants the program to end; asked a second time it ends at once.
    pub end: Arc<AtomicBool>,
}

impl Signals {
    /// Listens for SIGTERM, SIGHUP and SIGINT.
    ///
    /// # Errors
    /// When the system refuses.
    #[cfg(unix)]
    pub fn listen() -> io::Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let signals = Self::default();
        for signal in [SIGTERM, SIGHUP, SIGINT] {
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&signals.end))?;
            signal_hook::flag::register(signal, Arc::clone(&signals.end))?;
        }
        Ok(signals)
    }

    /// There are no such signals here.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(unix))]
    pub fn listen() -> io::Result<Self> {
        Ok(Self::default())
    }

    /// Whether the program should end.
    pub fn should_end(&self) -> bool {
        self.end.load(Ordering::SeqCst)
    }
}

/// Stops the program until the shell continues it.
#[cfg(unix)]
pub fn suspend() {
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

/// There is nothing to suspend to here.
#[cfg(not(unix))]
pub fn suspend() {}
