//! How far a reading has come, for whoever waits for it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What is to be read and what has been, counted by the reader and looked at from other threads.
#[derive(Debug, Default)]
pub struct Progress {
    total: AtomicU64,
    fetched: AtomicU64,
    read: AtomicU64,
    events: AtomicU64,
}

impl Progress {
    /// So many more bytes are there to be fetched.
    pub(super) fn expect(&self, bytes: u64) {
        self.total.fetch_add(bytes, Relaxed);
    }

    /// So many more bytes were fetched from a disk or a pipe.
    pub(super) fn fetch(&self, bytes: usize) {
        self.fetched.fetch_add(bytes as u64, Relaxed);
    }

    /// So many more bytes were made sense of, and this many events found in them.
    pub(super) fn read(&self, bytes: usize, events: usize) {
        self.read.fetch_add(bytes as u64, Relaxed);
        self.events.fetch_add(events as u64, Relaxed);
    }

    /// The share that is done, from 0 to 1; `None` while nobody knows how much there is, as with a
    /// pipe that is still open.
    pub fn share(&self) -> Option<f64> {
        let (total, fetched) = (self.total.load(Relaxed), self.fetched.load(Relaxed));
        // Making sense of a text takes longer than fetching it.
        let done = fetched as f64 * 0.1 + self.read.load(Relaxed) as f64 * 0.9;
        (total > 0 && fetched <= total).then(|| (done / total as f64).clamp(0.0, 1.0))
    }

    /// The same in words: `52 of 105 MB read, 49000 events`.
    pub fn words(&self) -> String {
        let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
        let (total, fetched) = (megabytes(self.total.load(Relaxed)), megabytes(self.fetched.load(Relaxed)));
        match (self.events.load(Relaxed), self.share()) {
            (0, Some(_)) => format!("{fetched} of {total} MB fetched"),
            (0, None) => format!("{fetched} MB fetched"),
            (events, _) => {
                format!("{} of {fetched} MB read, {events} events", megabytes(self.read.load(Relaxed)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_its_share_and_a_pipe_what_came_so_far() {
        let progress = Progress::default();
        progress.fetch(3_000_000);
        assert_eq!((progress.share(), progress.words()), (None, "3 MB fetched".to_owned()));
        let progress = Progress::default();
        progress.expect(4_000_000);
        progress.fetch(4_000_000);
        assert_eq!(progress.words(), "4 of 4 MB fetched");
        progress.read(2_000_000, 2_100);
        assert_eq!(progress.words(), "2 of 4 MB read, 2100 events");
        assert!(progress.share().is_some_and(|share| (share - 0.55).abs() < 1e-9));
    }
}
