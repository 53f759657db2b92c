//! What `/` finds: hits to walk, in a list that does not shrink.

use roaring::RoaringBitmap;

use super::{App, Status};
use crate::model::EventNo;
use crate::query::{Needle, find};

/// A search and what it found.
#[derive(Debug, Clone)]
pub struct Search {
    /// What was typed.
    pub text: String,
    /// The events shown that it is found in.
    pub hits: RoaringBitmap,
}

impl App {
    /// Looks for a text among the events shown; an empty text ends the search.
    pub(super) fn search_for(&mut self, text: &str) {
        let needle = Needle::new(text);
        if needle.is_empty() {
            self.search = None;
            return;
        }
        let hits = find(&self.data.timeline, self.data.index(), &needle, &self.shown.selection, &|| false);
        self.search = Some(Search { text: text.to_owned(), hits });
    }

    /// Looks for the same text again, when what is shown has changed.
    pub(super) fn search_again(&mut self) {
        if let Some(search) = self.search.take() {
            self.search_for(&search.text);
        }
    }

    /// Stands on the first hit at or after an event, or the first of all.
    pub(super) fn go_to_first_hit(&mut self, from: Option<EventNo>) {
        let Some(search) = &self.search else { return };
        let start = from.map_or(0, |event| event.0);
        let hit = search.hits.range(start..).next().or_else(|| search.hits.min());
        if let Some(hit) = hit {
            self.place(EventNo(hit));
        }
    }

    /// Walks the hits, around the ends.
    pub(super) fn walk_hits(&mut self, steps: i64) {
        let Some(Search { text, hits }) = self.search.clone() else {
            self.status = Status::note("search with / first");
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
