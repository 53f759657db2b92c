//! What `/` finds: hits to walk, in a list that does not shrink.

use std::sync::atomic::{AtomicBool, Ordering};

use roaring::RoaringBitmap;

use super::{App, Ask, Overlay, Status};
use crate::model::EventNo;
use crate::query::{Needle, find};
use crate::tui::action::Action;

/// A search and what it found.
#[derive(Debug, Clone)]
pub struct Search {
    /// What was typed.
    pub text: String,
    /// The events shown that it is found in; those of the text before while this one is pending.
    pub hits: RoaringBitmap,
    /// Whether the hits are still to be found: see `App::seek`.
    pub pending: bool,
}

/// Among more events than this what reads many of them waits until no key does.
pub(super) const AT_ONCE: usize = 20_000;

/// Says that something else has to be done first.
pub(super) type Cancelled<'a> = dyn Fn() -> bool + Sync + 'a;

/// What `work` gives, and whether it could be done to its end: once `cancelled` says yes, it does.
pub(super) fn unless<T>(cancelled: &Cancelled, work: impl FnOnce(&Cancelled) -> T) -> (T, bool) {
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

impl App {
    /// Looks for a text among the events shown; an empty text ends the search.
    pub(super) fn search_for(&mut self, text: &str) {
        let needle = Needle::new(text);
        if needle.is_empty() {
            self.search = None;
            return;
        }
        let hits = self.search.take().map(|search| search.hits).unwrap_or_default();
        self.search = Some(Search { text: text.to_owned(), hits, pending: true });
        if self.data.timeline.len() <= AT_ONCE {
            self.seek(&|| false);
        }
    }

    /// Does what waits until no key does, unless `cancelled` says on the way that one has come. Whether
    /// something was done.
    pub fn catch_up(&mut self, cancelled: &Cancelled) -> bool {
        self.seek(cancelled) || self.see_ahead(cancelled)
    }

    /// Finds what is pending, unless `cancelled` says on the way that something else has to be done
    /// first; then it is still pending. Whether there was anything to find, and it was found.
    pub(super) fn seek(&mut self, cancelled: &Cancelled) -> bool {
        let Some(search) = self.search.as_ref().filter(|search| search.pending) else { return false };
        let needle = Needle::new(&search.text);
        let (found, whole) = unless(cancelled, |cancelled| {
            find(&self.data.timeline, self.data.index(), &needle, &self.shown.selection, cancelled)
        });
        if !whole {
            return false;
        }
        if let Some(search) = &mut self.search {
            (search.hits, search.pending) = (found, false);
        }
        self.show_first_hit();
        true
    }

    /// While a text to look for is typed, the cursor stands on its first hit.
    fn show_first_hit(&mut self) {
        let Some(Overlay::Prompt(prompt)) = self
            .overlay
            .as_ref()
            .filter(|overlay| matches!(overlay, Overlay::Prompt(prompt) if prompt.ask == Ask::Search))
        else {
            return;
        };
        let before = prompt.before();
        if self.search.as_ref().is_none_or(|search| search.hits.is_empty()) {
            self.cursor = before;
        } else {
            self.go_to_first_hit(before.event);
        }
        self.settle();
    }

    /// Looks for the same text again, when what is shown has changed.
    pub(super) fn search_again(&mut self) {
        if let Some(search) = self.search.take() {
            self.search_for(&search.text);
        }
    }

    /// Stands on the first hit at or after an event, or the first of all.
    fn go_to_first_hit(&mut self, from: Option<EventNo>) {
        let Some(search) = &self.search else { return };
        let start = from.map_or(0, |event| event.0);
        let hit = search.hits.range(start..).next().or_else(|| search.hits.min());
        if let Some(hit) = hit {
            self.place(EventNo(hit));
        }
    }

    /// Walks the hits, around the ends.
    pub(super) fn walk_hits(&mut self, steps: i64) {
        self.seek(&|| false);
        let Some(Search { text, hits, .. }) = self.search.clone() else {
            self.status = Status::note(format!("search with {} first", self.key(Action::Search)));
            return;
        };
        if hits.is_empty() {
            self.status = Status::note(format!("nothing shown matches `{text}`"));
            return;
        }
        let count = hits.len() as i64;
        let here = self.cursor.event.map_or(0, |event| event.0);
        let before = if here == 0 { 0 } else { hits.rank(here - 1) as i64 };
        let on_hit = hits.contains(here);
        let target = if steps > 0 { before - i64::from(!on_hit) + steps } else { before + steps };
        let target = target.rem_euclid(count);
        if let Some(hit) = hits.select(target as u32) {
            self.jumping(|app| app.place(EventNo(hit)));
            self.status = Status::note(format!("hit {} of {count} for {text}", target + 1));
        }
    }
}
