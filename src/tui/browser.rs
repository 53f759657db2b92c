//! The state of the browser and how actions in the timeline change it. It knows nothing of panels and
//! of drawing.

mod cursor;
mod data;
mod facet_rows;
mod filtered;
mod filtering;
mod moving;
mod policy_changes;
mod renumbering;
mod search;
mod searching;
mod status;
mod undo;
mod undo_log;
mod views;

use std::path::PathBuf;

use super::action::{Action, Mode};
use super::hit_map::Extent;
use super::keymap::Keymap;
use super::screen_layout::ScreenLayout;
use super::side_effect::SideEffect;
use super::theme::Look;
use crate::load::{Loaded, builtin};
use crate::model::{Clock, Event, EventNo, Moment, Text, View};
use crate::query::{Order, Selection, within};
use crate::text::counted;
pub use cursor::{Cursor, Range};
pub use data::Data;
pub use facet_rows::{FacetPane, FacetRow, pane_order};
pub use filtered::{FilteredView, LaneSet};
pub use policy_changes::{all_policies, by_topic};
pub use renumbering::Renumbering;
pub use search::{AT_ONCE, Cancelled, Search, unless};
pub use status::{Status, Tone};
use undo_log::{JumpList, UndoLog};

/// The state of the browser below its panels.
pub struct Browser {
    /// The loaded data.
    pub data: Data,
    /// The filtered events, their order and their lanes.
    pub shown: FilteredView,
    /// The cursor and the viewport.
    pub cursor: Cursor,
    /// The current search, if any.
    pub search: Option<Search>,
    /// The cursor before an incremental search, while one is typed.
    search_origin: Option<Box<(Cursor, String)>>,
    /// The facet pane of wide terminals.
    pub facets: FacetPane,
    undo_log: UndoLog,
    jumps: JumpList,
    /// The message of the last action.
    pub status: Status,
    /// The message of the last reload.
    reloaded: Status,
    /// The theme and the character set.
    pub look: Look,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// The key map.
    pub keymap: Keymap,
    /// Views from the user's configuration, in addition to those of the timeline.
    pub own_views: Vec<View>,
    /// The size of the terminal in cells.
    pub size: (u16, u16),
    /// The id of an event removed by a reload, to which the cursor returns if a later reload restores it.
    lost_event: Option<Text>,
    /// The numbers that panels still use, if events were renumbered since they last settled.
    pub(super) renumbered: Option<Renumbering>,
}

impl Browser {
    /// Creates the state for loaded files, with a selection as filters and the terminal's size in cells.
    pub fn new(
        loaded: Loaded,
        paths: Vec<String>,
        selection: Selection,
        today: Moment,
        look: Look,
        size: (u16, u16),
    ) -> Self {
        let data = Data::new(loaded, paths, today, selection.clock);
        let mut filter = selection.filter;
        selection.range.into_iter().for_each(|range| filter.add(within(selection.clock, range)));
        let shown = FilteredView::new(&data, filter, selection.order);
        let layout = ScreenLayout::new(size.0, size.1).with_names(shown.margin);
        let mut browser = Self {
            shown,
            cursor: Cursor::start(today, layout.timeline_columns()),
            search: None,
            search_origin: None,
            facets: FacetPane::default(),
            undo_log: UndoLog::default(),
            jumps: JumpList::default(),
            status: Status::default(),
            reloaded: Status::default(),
            look,
            mouse: false,
            keymap: Keymap::default(),
            own_views: Vec::new(),
            size,
            lost_event: None,
            renumbered: None,
            data,
        };
        browser.cursor.fit(browser.data.timeline.span());
        let scale = browser.cursor.scale;
        browser.cursor.go_to(0, &browser.shown, &browser.data);
        browser.cursor.scale = scale;
        browser.settle();
        browser.status = Status::greeting(&browser.data, &browser.keymap);
        browser
    }

    /// Keeps the cursor in view, and updates the facet pane.
    pub(super) fn settle(&mut self) {
        self.fit_columns();
        let layout = self.layout();
        self.cursor.settle(&layout, &self.shown);
        if layout.facets.is_some() {
            self.facets.refresh(&self.shown, &self.data);
        }
    }

    /// Gives the viewport the columns that terminal and lanes leave it.
    fn fit_columns(&mut self) {
        let columns = self.layout().timeline_columns();
        if self.cursor.scale.columns != columns {
            self.cursor.resize(columns, self.data.timeline.span());
        }
    }

    /// Performs an action in the timeline. `typed` is the count typed before it, or 0; `detail` is the extent
    /// of the detail pane.
    pub(super) fn act(&mut self, action: Action, typed: usize, detail: Extent) -> Option<SideEffect> {
        let count = typed.max(1);
        let (steps, at) = (count as i64, self.cursor.at);
        let page = usize::from(self.layout().list_rows().max(2)) - 1;
        let (page, half) = ((count * page) as i64, (count * page).div_ceil(2) as i64);
        match action {
            Action::NextEvent => self.step(steps),
            Action::PreviousEvent => self.step(-steps),
            Action::FirstEvent | Action::LastEvent => {
                let is_last = action == Action::LastEvent && typed == 0;
                let place = if is_last { u64::MAX } else { count as u64 - 1 };
                self.jumping(|browser| browser.cursor.go_to(place, &browser.shown, &browser.data));
            }
            Action::PageDown => self.step(page),
            Action::PageUp => self.step(-page),
            Action::HalfPageDown => self.step(half),
            Action::HalfPageUp => self.step(-half),
            Action::PanLeft | Action::PanRight => {
                let steps = if action == Action::PanLeft { -steps } else { steps };
                if self.cursor.range.is_some() { self.move_end(steps) } else { self.pan(steps) }
            }
            Action::LaneUp => self.change_lane(-steps),
            Action::LaneDown => self.change_lane(steps),
            Action::NextWeek => self.go_to_span(day_from(at.add_days(7 * steps))),
            Action::PreviousWeek => self.go_to_span(day_from(at.add_days(-7 * steps))),
            Action::NextMonth => self.go_to_span(day_from(at.add_months(steps))),
            Action::PreviousMonth => self.go_to_span(day_from(at.add_months(-steps))),
            Action::NextYear => self.go_to_span(day_from(at.add_months(12 * steps))),
            Action::PreviousYear => self.go_to_span(day_from(at.add_months(-12 * steps))),
            Action::JumpBack => self.jump(true),
            Action::JumpForward => self.jump(false),
            Action::ZoomIn => self.zoom(count as i32),
            Action::ZoomOut => self.zoom(-(count as i32)),
            Action::FitAll => self.undoable(|browser| browser.cursor.fit(browser.data.timeline.span())),
            Action::FitSelection => self.undoable(|browser| browser.cursor.fit(browser.selected_span())),
            Action::NextLanes => self.undoable(|browser| browser.shown.next_lanes(&browser.data)),
            Action::NextChange | Action::PreviousChange => self.walk_changes(action == Action::NextChange),
            Action::NextOrder => self.undoable(|browser| browser.shown.next_order(&browser.data)),
            Action::FoldLane => self.shown.fold(self.cursor.lane),
            Action::FilterHits => self.filter_by_hits(),
            Action::NextHit => self.walk_hits(steps),
            Action::PreviousHit => self.walk_hits(-steps),
            Action::ToggleFilters => self.toggle_filters(),
            Action::MarkRange => self.undoable(|browser| browser.cursor.mark_range(&browser.data)),
            Action::OtherEnd => self.other_end(),
            Action::DetailDown => self.cursor.detail.by(count as isize, detail.end),
            Action::DetailUp => self.cursor.detail.by(-(count as isize), detail.end),
            Action::Undo => self.undo(count, true),
            Action::Redo => self.undo(count, false),
            Action::Edit => return self.edit(),
            Action::NewEvent => return self.new_event(),
            Action::Reload => return Some(SideEffect::Reload),
            // Only `q` without anything to close quits. Filters are never dropped here.
            Action::Escape | Action::Back => {
                let had_range = self.cursor.range.is_some();
                if had_range {
                    self.undoable(|browser| browser.cursor.range = None);
                }
                let is_peeled = had_range || self.search.take().is_some();
                return (!is_peeled && action == Action::Back).then_some(SideEffect::Quit);
            }
            _ => {}
        }
        None
    }

    /// Returns the key of an action in the timeline, for use in a message.
    pub fn key(&self, action: Action) -> String {
        self.keymap.named(Mode::Browse, action)
    }

    /// Replaces the key map; to be called before the first input.
    pub fn use_keys(&mut self, keymap: Keymap) {
        self.keymap = keymap;
        self.status = Status::greeting(&self.data, &self.keymap);
    }

    /// Returns the screen layout for the terminal's size.
    pub fn layout(&self) -> ScreenLayout {
        self.layout_on(self.size.0, self.size.1)
    }

    /// Returns the screen layout for a terminal of some size.
    pub fn layout_on(&self, width: u16, height: u16) -> ScreenLayout {
        ScreenLayout::new(width, height).with_names(self.shown.margin)
    }

    /// Returns the event under the cursor.
    pub fn current_event(&self) -> Option<&Event> {
        self.cursor.event.map(|event| self.data.timeline.event(event))
    }

    /// Returns filters, order and marked range as a selection, as used for exports and command lines.
    pub fn selection(&self) -> Selection {
        self.selection_in(self.shown.order.reverse)
    }

    /// Returns [`Browser::selection`] in the given direction. A limit applies before the range and in the order
    /// of the screen; if a range or another direction would change its result, the events are listed by id
    /// instead.
    pub fn selection_in(&self, reverse: bool) -> Selection {
        let mut order = self.shown.order_now();
        let mut filter = self.shown.filter.clone();
        let range = self.cursor.range.map(Range::span);
        if order.limit.is_some() && (range.is_some() || reverse != order.reverse) {
            filter.add(self.data.by_id(&self.shown.selection));
            order.limit = None;
        }
        let clock = self.data.timeline.clock();
        Selection { filter, range, clock, order: Order { reverse, ..order } }
    }

    /// Returns the span of the marked range, or else of all filtered events.
    fn selected_span(&self) -> Option<(Moment, Moment)> {
        self.cursor.range.map(Range::span).or_else(|| self.shown.span(&self.data))
    }

    /// Shows the message of a reload, unless that would hide the message of an action.
    pub fn say_reloaded(&mut self, status: Status) {
        if self.status.text.is_empty() || self.status == self.reloaded {
            self.status = status.clone();
        }
        self.reloaded = status;
    }

    /// Replaces the data after a reload. Filters, view and cursor are kept, as are all references to events
    /// that still exist.
    pub(super) fn replace(&mut self, loaded: Loaded) {
        self.renumber(|data| {
            let (paths, clock) = (std::mem::take(&mut data.paths), data.timeline.clock());
            *data = Data::new(loaded, paths, data.today, clock);
        });
    }

    /// Changes the data in a way that renumbers events, and updates all references to events. Those of
    /// panels are updated when they settle.
    fn renumber(&mut self, change: impl FnOnce(&mut Data)) {
        let before = Renumbering::of(&mut self.data);
        if let Some(wanted) = self.cursor.wanted {
            self.lost_event = before.id(wanted);
        }
        change(&mut self.data);
        let timeline = &self.data.timeline;
        let moved = |event: EventNo| before.event(event, timeline);
        self.cursor.renumber(&moved);
        self.cursor.wanted = self.lost_event.as_ref().and_then(|id| timeline.find(id));
        self.search_origin.iter_mut().for_each(|origin| origin.0.renumber(&moved));
        self.undo_log.renumber(&moved);
        self.jumps.renumber(&moved);
        self.renumbered.get_or_insert(before);
        self.refresh();
    }

    /// Places every event by a clock, and updates all references to events.
    fn place_by(&mut self, clock: Option<Clock>) {
        if clock != self.data.timeline.clock() {
            self.renumber(|data| data.place_by(clock));
        }
    }

    /// Places every event by a clock, and reports how many events have it.
    pub(super) fn choose_clock(&mut self, clock: Option<Clock>) {
        let events = self.data.index.with_date(clock).len();
        if clock != self.data.timeline.clock() {
            self.undo_log.remember(self.snapshot());
            let saw_all = self.cursor.sees(self.data.timeline.span());
            self.place_by(clock);
            if saw_all || self.cursor.event.is_none_or(|event| self.data.when(event).is_none()) {
                self.cursor.fit(self.data.timeline.span());
            }
        }
        let all = counted(self.data.timeline.len(), "event");
        self.status = Status::note(match clock {
            None => "placed by their date".to_owned(),
            Some(clock) => format!(
                "placed by {}: {events} of {all} have that date, the others come last and off the axis",
                clock.words(),
            ),
        });
    }

    /// Returns the side effect that opens the editor at the current event.
    fn edit(&mut self) -> Option<SideEffect> {
        let place = self.current_event()?.place;
        let file = self.data.timeline.files.get(place.file as usize);
        match file {
            _ if builtin::is_builtin(&self.data.paths) => {
                let key = self.key(Action::Export);
                self.status = Status::note(format!(
                    "this timeline is part of dateline; {key} exports it to a YAML file to edit"
                ));
                None
            }
            Some(file) if file.as_os_str() != "-" => Some(SideEffect::Edit(file.clone(), place.line)),
            _ => {
                self.status = Status::note("this event came from standard input and is in no file");
                None
            }
        }
    }

    /// Opens the editor at a new event, or says how to start a timeline that can have one.
    fn new_event(&mut self) -> Option<SideEffect> {
        let is_a_file = |path: &PathBuf| path.as_os_str() != "-";
        let whose = match self.data.timeline.files.iter().any(is_a_file) {
            _ if builtin::is_builtin(&self.data.paths) => "this timeline is part of dateline",
            true => return Some(SideEffect::EditNew),
            false => "this timeline came from standard input",
        };
        self.status = Status::note(format!("{whose}; `dateline init DIR` starts one of your own"));
        None
    }
}

/// Returns the span from a moment to the end of its day.
fn day_from(moment: Moment) -> (Moment, Moment) {
    (moment, moment.day_end())
}
