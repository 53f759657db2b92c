//! Search among the filtered events.

use super::{AT_ONCE, Browser, Cancelled, Search, Status};
use crate::query::Needle;
use crate::tui::action::Action;

impl Browser {
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
    pub fn search_while_typing(&mut self, text: &str) {
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
    pub fn end_search(&mut self, is_kept: bool) {
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
            self.jumping(|browser| browser.cursor = found);
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

    /// Computes pending hits unless cancelled. Returns whether hits were computed.
    pub fn seek(&mut self, cancelled: &Cancelled) -> bool {
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
        let query = self.data.by_id(&search.hits);
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
