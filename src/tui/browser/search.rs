//! Search: finds hits among the filtered events without changing the list.

use std::sync::atomic::{AtomicBool, Ordering};

use roaring::RoaringBitmap;

use super::{Data, FilteredView};
use crate::model::EventNo;
use crate::query::{Needle, find};

/// A search and its hits.
#[derive(Debug, Clone)]
pub struct Search {
    /// The search text.
    pub text: String,
    pub(super) needle: Needle,
    /// The events shown that match; those of the text before while this one is pending.
    pub hits: RoaringBitmap,
    /// Whether the hits are still to be computed: see `Browser::seek`.
    pub pending: bool,
}

/// The number of events above which searches and previews are deferred until no key waits.
pub const AT_ONCE: usize = 20_000;

/// A test that returns true when work should be abandoned, such as when a key waits.
pub type Cancelled<'a> = dyn Fn() -> bool + Sync + 'a;

/// Runs cancellable `work`; returns its result and whether it completed. Once `cancelled` has returned true,
/// all later tests return true.
pub fn unless<T>(cancelled: &Cancelled, work: impl FnOnce(&Cancelled) -> T) -> (T, bool) {
    let stopped = AtomicBool::new(false);
    let done = work(&|| {
        stopped.load(Ordering::Relaxed) || {
            let now = cancelled();
            stopped.fetch_or(now, Ordering::Relaxed);
            now
        }
    });
    (done, !stopped.into_inner())
}

impl Search {
    /// Computes the hits unless cancelled; returns whether they were computed.
    pub(super) fn find(&mut self, shown: &FilteredView, data: &Data, cancelled: &Cancelled) -> bool {
        let (hits, whole) = unless(cancelled, |cancelled| {
            find(&data.timeline, &data.index, &self.needle, &shown.selection, cancelled)
        });
        if whole {
            (self.hits, self.pending) = (hits, false);
        }
        whole
    }

    /// Returns the first hit at or after an event, wrapping around.
    pub(super) fn first_from(&self, event: Option<EventNo>) -> Option<EventNo> {
        let start = event.map_or(0, |event| event.0);
        self.hits.range(start..).next().or_else(|| self.hits.min()).map(EventNo)
    }

    /// Returns the hit `steps` hits from an event, wrapping around, and its index among the hits.
    pub(super) fn step(&self, event: Option<EventNo>, steps: i64) -> Option<(EventNo, u64)> {
        let here = event.map_or(0, |event| event.0);
        let before = if here == 0 { 0 } else { self.hits.rank(here - 1) as i64 };
        let is_between = !self.hits.contains(here);
        let target = before + steps - i64::from(steps > 0 && is_between);
        let target = target.checked_rem_euclid(self.hits.len() as i64)?;
        self.hits.select(target as u32).map(|hit| (EventNo(hit), target as u64))
    }
}
