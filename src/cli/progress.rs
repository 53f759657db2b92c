//! Progress of loading, shown on standard error if it is a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::load::Progress;

/// The delay before progress is shown.
pub const PROGRESS_DELAY: Duration = Duration::from_millis(300);
/// The interval between updates.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);

/// Runs `read`. If it takes longer than [`PROGRESS_DELAY`] and standard error is a terminal, a line shows the
/// progress and is erased at the end.
pub fn shown<T>(read: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    if !io::stderr().is_terminal() {
        return read(&progress);
    }
    thread::scope(|scope| {
        let (done, wait) = channel::<()>();
        let progress = &progress;
        scope.spawn(move || {
            let mut timeout = PROGRESS_DELAY;
            while wait.recv_timeout(timeout) == Err(RecvTimeoutError::Timeout) {
                let share =
                    progress.share().map_or(String::new(), |share| format!("{:3.0} %  ", share * 100.0));
                let _ = write!(io::stderr(), "\r{share}{}\x1b[K", progress.words());
                timeout = UPDATE_INTERVAL;
            }
            if timeout == UPDATE_INTERVAL {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        });
        let read = read(progress);
        drop(done);
        read
    })
}
