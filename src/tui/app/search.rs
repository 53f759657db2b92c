//! Search: finds hits among the filtered events without changing the list.

use std::sync::atomic::{AtomicBool, Ordering};

use roaring::RoaringBitmap;

use super::App;
use crate::model::EventNo;
use crate::query::{Needle, find};
use crate::tui::action::Action;
use crate::tui::browser::{Data, FilteredView, Status};

/// A search and its hits.
#[derive(Debug, Clone)]
pub struct Search {
    /// The search text.
    pub text: String,
    needle: Needle,
    /// The events shown that match; those of the text before while this one is pending.
    pub hits: RoaringBitmap,
    /// Whether the hits are still to be computed: see [`App::catch_up`].
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
    fn find(&mut self, shown: &FilteredView, data: &Data, cancelled: &Cancelled) -> bool {
        let (hits, whole) = unless(cancelled, |cancelled| {
            find(&data.timeline, &data.index, &self.needle, &shown.selection, cancelled)
        });
        if whole {
            (self.hits, self.pending) = (hits, false);
        }
        whole
    }

    /// Returns the first hit at or after an event, wrapping around.
    fn first_from(&self, event: Option<EventNo>) -> Option<EventNo> {
        let start = event.map_or(0, |event| event.0);
        self.hits.range(start..).next().or_else(|| self.hits.min()).map(EventNo)
    }

    /// Returns the hit `steps` hits from an event, wrapping around, and its index among the hits.
    fn step(&self, event: Option<EventNo>, steps: i64) -> Option<(EventNo, u64)> {
        let here = event.map_or(0, |event| event.0);
        let before = if here == 0 { 0 } else { self.hits.rank(here - 1) as i64 };
        let is_between = !self.hits.contains(here);
        let target = before + steps - i64::from(steps > 0 && is_between);
        let target = target.checked_rem_euclid(self.hits.len() as i64)?;
        self.hits.select(target as u32).map(|hit| (EventNo(hit), target as u64))
    }
}

impl App {
    /// Starts a search among the filtered events; an empty text ends the search.
    pub(super) fn search_for(&mut self, text: &str) {
        let hits = self.search.take().map(|search| search.hits).unwrap_or_default();
        if let Some(needle) = Needle::new(text).ok().filter(|needle| !needle.is_empty()) {
            self.search = Some(Search { text: text.to_owned(), needle, hits, pending: true });
            if self.data.timeline.len() <= AT_ONCE {
                self.seek(&|| false);
            }
        }
    }

    /// Updates an incremental search. The cursor moves to the first hit, or back to its origin without one.
    pub(super) fn search_while_typing(&mut self, text: &str) {
        if self.search_origin.is_none() {
            let text = self.search.as_ref().map(|search| search.text.clone()).unwrap_or_default();
            self.search_origin = Some(Box::new((self.cursor.clone(), text)));
        }
        self.search_for(text);
        if let (None, Some(origin)) = (&self.search, &self.search_origin) {
            self.cursor.clone_from(&origin.0);
        }
    }

    /// Ends an incremental search: keeps it, or restores the state before it.
    pub(super) fn end_search(&mut self, is_kept: bool) {
        if is_kept {
            self.seek(&|| false);
        }
        let origin = self.search_origin.take().map(|origin| *origin);
        if !is_kept {
            if let Some((cursor, text)) = origin {
                self.cursor = cursor;
                self.search_for(&text);
            }
            return;
        }
        if let Some((origin, _)) = origin {
            let found = std::mem::replace(&mut self.cursor, origin);
            self.jumping(|app| app.cursor = found);
        }
        let Some(search) = &self.search else { return };
        self.status = Status::note(match search.hits.len() {
            0 => format!("nothing shown matches `{}`", search.text),
            1 => "1 hit".to_owned(),
            hits => {
                let actions = [Action::NextHit, Action::PreviousHit, Action::Escape];
                let [next, previous, end] = actions.map(|action| self.key(action));
                format!("{hits} hits; {next} and {previous} walk them, {end} ends the search")
            }
        });
    }

    /// Does deferred work unless `cancelled` returns true meanwhile. Returns whether it changed anything.
    pub fn catch_up(&mut self, cancelled: &Cancelled) -> bool {
        if self.seek(cancelled) {
            return true;
        }
        let Some(mut panel) = self.panels.pop() else { return false };
        let done = panel.catch_up(self, cancelled);
        self.panels.push(panel);
        done
    }

    /// Computes pending hits unless cancelled. Returns whether hits were computed.
    fn seek(&mut self, cancelled: &Cancelled) -> bool {
        let Some(search) = self.search.as_mut().filter(|search| search.pending) else { return false };
        if !search.find(&self.shown, &self.data, cancelled) {
            return false;
        }
        if let Some((origin, _)) = self.search_origin.as_deref() {
            match search.first_from(origin.event) {
                Some(hit) => self.cursor.place(hit, &self.shown, &self.data),
                None => self.cursor.clone_from(origin),
            }
            self.settle();
        }
        true
    }

    /// Repeats the search after the filtered events have changed.
    pub(super) fn search_again(&mut self) {
        if let Some(search) = self.search.clone() {
            self.search_for(&search.text);
        }
    }

    /// Turns the hits into a filter, and ends the search.
    pub(super) fn filter_by_hits(&mut self) {
        self.seek(&|| false);
        let Some(search) = self.search.take_if(|search| !search.hits.is_empty()) else {
            self.status = Status::note(format!("search with {} first", self.key(Action::Search)));
            return;
        };
        let query = self.by_id(&search.hits);
        self.narrow(&query, None);
        let (hits, undo) = (search.hits.len(), self.key(Action::Undo));
        self.status =
            Status::note(format!("{hits} hits of `{}` are a filter; {undo} takes it back", search.text));
    }

    /// Moves by hits, wrapping around.
    pub(super) fn walk_hits(&mut self, steps: i64) {
        self.seek(&|| false);
        let Some(search) = &self.search else {
            self.status = Status::note(format!("search with {} first", self.key(Action::Search)));
            return;
        };
        let (text, count) = (&search.text, search.hits.len());
        let hit = search.step(self.cursor.event, steps);
        let words = match hit {
            Some((_, place)) => format!("hit {} of {count} for {text}", place + 1),
            None => format!("nothing shown matches `{text}`"),
        };
        hit.into_iter().for_each(|(hit, _)| self.visit(hit));
        self.status = Status::note(words);
    }
}
