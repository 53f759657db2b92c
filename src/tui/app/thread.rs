//! The thread of an event: what led to it and what followed, walked from one event to the next.

use super::{App, Data, Overlay, Status};
use crate::history::{Links, Node, Thread};
use crate::model::EventNo;
use crate::tui::action::Action;
use crate::tui::keymap::Mode;

/// A thread being walked.
#[derive(Debug, Clone)]
pub struct ThreadWalk {
    /// The thread of the event in the middle.
    pub thread: Thread,
    /// The row selected.
    pub row: usize,
    /// The row of which what is told is scrolled, and how far.
    scrolled: (usize, usize),
    /// The events that were in the middle before, each with the row selected then.
    trail: Vec<(EventNo, usize)>,
}

impl ThreadWalk {
    fn of(links: &Links, centre: EventNo) -> Self {
        let thread = links.thread(centre);
        Self { row: thread.centre_row(), thread, scrolled: (0, 0), trail: Vec::new() }
    }

    /// What the selected row is about.
    pub fn selected(&self) -> Node {
        self.thread.node(self.row)
    }

    /// How far what is told of the selected row is scrolled.
    pub fn told_top(&self) -> usize {
        if self.scrolled.0 == self.row { self.scrolled.1 } else { 0 }
    }

    /// Moves by rows.
    fn step(&mut self, rows: isize) {
        self.row = self.row.saturating_add_signed(rows).min(self.thread.rows() - 1);
    }

    /// Puts another event into the middle.
    fn centre_on(&mut self, links: &Links, event: EventNo) {
        let Some(centre) = links.event(self.thread.centre).filter(|centre| *centre != event) else { return };
        let left = (centre, self.row);
        let mut trail = std::mem::take(&mut self.trail);
        trail.push(left);
        *self = Self { trail, ..Self::of(links, event) };
    }

    /// Goes back to the event that was in the middle before; `false` when there is none.
    fn go_back(&mut self, links: &Links) -> bool {
        let Some((centre, row)) = self.trail.pop() else { return false };
        self.thread = links.thread(centre);
        self.row = row.min(self.thread.rows() - 1);
        self.scrolled = (0, 0);
        true
    }

    /// The same walk when events have other numbers; `None` when the event in the middle is gone.
    fn renumbered(
        self,
        old: &Links,
        new: &Links,
        moved: &impl Fn(EventNo) -> Option<EventNo>,
    ) -> Option<Self> {
        let centre = moved(old.event(self.thread.centre)?)?;
        let selected = old.event(self.selected()).and_then(moved);
        let trail = self.trail.into_iter().filter_map(|(event, row)| Some((moved(event)?, row))).collect();
        let thread = new.thread(centre);
        let is_selected = |row: &usize| selected.is_some() && new.event(thread.node(*row)) == selected;
        let row = (0..thread.rows()).find(is_selected).unwrap_or(thread.centre_row());
        Some(Self { thread, row, scrolled: (0, 0), trail })
    }
}

/// What lies on top when events have other numbers: a thread walks on where its event still exists.
pub(super) fn renumbered(
    overlay: Overlay,
    old: &Links,
    new: &Data,
    moved: &impl Fn(EventNo) -> Option<EventNo>,
) -> Option<Overlay> {
    match overlay {
        Overlay::Thread(view) => view.renumbered(old, new.links(), moved).map(Overlay::Thread),
        other => Some(other),
    }
}

impl App {
    /// Opens the thread of the current event, when links lead to it or from it.
    pub(super) fn open_thread(&mut self) {
        let Some(event) = self.cursor.event else { return };
        let view = ThreadWalk::of(self.data.links(), event);
        if view.thread.rows() > 1 {
            self.overlay = Some(Overlay::Thread(view));
        } else {
            self.status = Status::note("no link leads to this event or from it");
        }
    }

    /// What actions mean in a thread.
    pub(super) fn act_on_thread(&mut self, action: Action) {
        let Some(Overlay::Thread(mut view)) = self.overlay.take() else { return };
        let page = self.page().cast_signed();
        let links = self.data.links();
        let selected = links.event(view.selected());
        if let Action::DetailDown | Action::DetailUp = action {
            let end = crate::tui::view::thread_end(self, &view);
            let line = if action == Action::DetailDown { 1 } else { -1 };
            view.scrolled = (view.row, view.told_top().min(end).saturating_add_signed(line).min(end));
            self.overlay = Some(Overlay::Thread(view));
            return;
        }
        match (action, selected) {
            (Action::Down, _) => view.step(1),
            (Action::Up, _) => view.step(-1),
            (Action::PageDown, _) => view.step(page),
            (Action::PageUp, _) => view.step(-page),
            (Action::FirstEvent, _) => view.row = 0,
            (Action::LastEvent, _) => view.row = view.thread.rows() - 1,
            (Action::Centre, Some(event)) => view.centre_on(links, event),
            (Action::GoTo, Some(event)) => return self.go_to_event(event),
            (Action::Centre | Action::GoTo, None) => {
                let id = links.id(&self.data.timeline, view.selected());
                self.status = Status::note(format!("`{id}` is not in this timeline"));
            }
            (Action::CentreBefore, _) if view.go_back(links) => {}
            (Action::CentreBefore, _) => {
                let key = self.keymap().named(Mode::Thread, Action::Escape);
                self.status = Status::note(format!("the thread was opened here; {key} leaves it"));
            }
            (Action::Help, _) => return self.open_over(Some(Overlay::Thread(view)), action),
            (Action::Escape, _) => return,
            _ => {}
        }
        self.overlay = Some(Overlay::Thread(view));
    }

    /// Stands on an event in the timeline. Filters that hide it are switched off, and that is said.
    fn go_to_event(&mut self, event: EventNo) {
        let hidden = !self.shown.selection.contains(event.0);
        self.jumping(|app| {
            if hidden {
                app.shown.filter.on = false;
                app.shown.refresh(&app.data);
                app.search_again();
            }
            app.place(event);
        });
        if hidden {
            let key = self.key(Action::ToggleFilters);
            self.status =
                Status::note(format!("the filters hid this event, so they are off; {key} switches them on"));
        }
    }
}
