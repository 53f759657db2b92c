//! Progress of loading.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Counters that the readers increase and other threads may read.
#[derive(Debug, Default)]
pub struct Progress {
    total: AtomicU64,
    fetched: AtomicU64,
    read: AtomicU64,
    events: AtomicU64,
}

impl Progress {
    /// Adds to the number of bytes to be fetched.
    pub(super) fn expect(&self, bytes: u64) {
        self.total.fetch_add(bytes, Relaxed);
    }

    /// Adds to the number of bytes fetched from a disk or a pipe.
    pub(super) fn fetch(&self, bytes: usize) {
        self.fetched.fetch_add(bytes as u64, Relaxed);
    }

    /// Adds to the numbers of bytes parsed and events found.
    pub(super) fn read(&self, bytes: usize, events: usize) {
        self.read.fetch_add(bytes as u64, Relaxed);
        self.events.fetch_add(events as u64, Relaxed);
    }

    /// Returns the share that is done, from 0 to 1, or `None` while the total is unknown, as with an open
    /// pipe.
    pub fn share(&self) -> Option<f64> {
        let (total, fetched) = (self.total.load(Relaxed), self.fetched.load(Relaxed));
        // Parsing takes about nine times as long as fetching.
        let done = fetched as f64 * 0.1 + self.read.load(Relaxed) as f64 * 0.9;
        (total > 0 && fetched <= total).then(|| (done / total as f64).clamp(0.0, 1.0))
    }

    /// Formats the progress, such as `52 of 105 MB read, 49000 events`.
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
