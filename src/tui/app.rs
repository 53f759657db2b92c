//! The state of the browser and how inputs change it. Nothing here draws or does I/O.

mod line_editor;
mod mouse;
mod search;
mod undo;
mod views;

use std::path::PathBuf;

use crossterm::event::{Event as Input, KeyEvent};
use roaring::RoaringBitmap;
use tui_input::Input as Line;

use super::action::{Action, Mode};
use super::browser::{Cursor, Data, FacetPane, FilteredView, Range, Status};
use super::hit_map::Drawn;
use super::keymap::{Chord, Keymap, Lookup};
use super::panel::{Outcome, Panel, Renumbering, Request, Save, ThreadWalk, no_filter, policy_change};
use super::screen_layout::ScreenLayout;
use super::theme::Look;
use crate::export::SaveError;
use crate::history::Step;
use crate::layout::axis;
use crate::load::{Loaded, builtin};
use crate::model::calendar::DAY;
use crate::model::{Clock, Event, EventNo, Moment, PolicyNo, Text, View};
use crate::problem::Problem;
use crate::query::{Filter, Order, Pattern, Query, Selection, Term, within};
use crate::text::{counted, did_you_mean, hint_suffix};
use line_editor::{is_word_command, paste, type_key};
use mouse::Grab;
pub use search::{AT_ONCE, Cancelled, Search, unless};
use undo::{JumpList, Snapshot, UndoLog};
pub use views::PANELS;

/// The key map and the keys typed so far.
#[derive(Default)]
pub struct Keys {
    map: Keymap,
    /// Keys typed so far of a longer binding.
    pub pending: Vec<Chord>,
    count: usize,
}

impl Keys {
    /// Returns the count and the pending keys as typed, for display.
    pub fn typed(&self) -> String {
        let count = if self.count > 0 { self.count.to_string() } else { String::new() };
        count + &self.pending.iter().filter_map(|chord| chord.letter()).collect::<String>()
    }

    /// Discards count and pending keys.
    fn clear(&mut self) {
        self.pending.clear();
        self.count = 0;
    }
}

/// A side effect for the event loop to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideEffect {
    /// Quit the program.
    Quit,
    /// Quit as if interrupted by Ctrl-c.
    Interrupt,
    /// Suspend the process until the shell resumes it.
    Suspend,
    /// Redraw the whole screen.
    Redraw,
    /// Copy a text to the terminal's clipboard; the second text names it in a message.
    Copy(String, &'static str),
    /// Open a URL in the web browser.
    Open(String),
    /// Open the editor on a file at a line, counted from 1.
    Edit(PathBuf, u32),
    /// Edit a new event, which is removed again if the user leaves it unchanged.
    EditNew,
    /// Save a view in the timeline's file or, without one, in the configuration.
    SaveView(Box<View>),
    /// Write an export; [`App::saved`] takes the result.
    Save(Box<Save>),
    /// Reload the files.
    Reload,
}

/// Ids that no longer exist after a reload.
#[derive(Default)]
struct Lost {
    /// The event of the cursor.
    event: Option<Text>,
    /// The event in the centre of the thread, until the next action.
    thread: Option<Text>,
}

/// The state of the browser.
pub struct App {
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
    /// The stack of open panels, the top one last.
    pub panels: Vec<Panel>,
    undo_log: UndoLog,
    jumps: JumpList,
    /// The message of the last action.
    pub status: Status,
    /// The theme and the character set.
    pub look: Look,
    /// Views from the user's configuration, in addition to those of the timeline.
    pub own_views: Vec<View>,
    /// The path of the configuration, which need not exist; `None` with `--no-config`.
    pub config_path: Option<PathBuf>,
    /// The editor command of the configuration, if any.
    pub editor: Option<String>,
    /// The key map and the keys typed so far.
    pub keys: Keys,
    /// What the mouse is dragging.
    grab: Option<Grab>,
    /// Ids removed by a reload, to return to if a later reload restores them.
    lost: Lost,
    /// The message of the last reload.
    reloaded: Status,
    /// The moment around which the wheel last zoomed.
    turned: Option<Moment>,
    size: (u16, u16),
}

impl App {
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
        let mut app = Self {
            shown,
            cursor: Cursor::start(today, layout.timeline_columns()),
            search: None,
            search_origin: None,
            facets: FacetPane::default(),
            panels: Vec::new(),
            undo_log: UndoLog::default(),
            jumps: JumpList::default(),
            status: Status::default(),
            look,
            own_views: Vec::new(),
            config_path: None,
            editor: None,
            keys: Keys::default(),
            grab: None,
            lost: Lost::default(),
            reloaded: Status::default(),
            turned: None,
            size,
            data,
        };
        app.cursor.fit(app.data.timeline.span());
        let scale = app.cursor.scale;
        app.cursor.go_to(0, &app.shown, &app.data);
        app.cursor.scale = scale;
        app.settle();
        app.status = Status::greeting(&app.data, &app.keys.map);
        app
    }

    /// Handles an input, using the hit areas of the last frame. Returns a side effect to run, if any.
    pub fn on_input(&mut self, input: &Input, drawn: &Drawn) -> Option<SideEffect> {
        match input {
            Input::Key(key) if key.is_press() => return self.on_key(*key, drawn),
            Input::Paste(text) => self.type_in(drawn, |input| paste(input, text)),
            Input::Mouse(mouse) => return self.on_mouse(*mouse, drawn),
            Input::Resize(width, height) => self.resize(*width, *height),
            _ => {}
        }
        None
    }

    /// Handles a key press.
    pub fn on_key(&mut self, key: KeyEvent, drawn: &Drawn) -> Option<SideEffect> {
        self.grab = self.grab.filter(|grab| !grab.is_click());
        let chord = Chord::from(key);
        if self.keys.count > 0 && self.keys.pending.is_empty() && chord == Chord::ESC {
            self.keys.count = 0;
            return None;
        }
        if self.mode() == Mode::Browse
            && self.keys.pending.is_empty()
            && let Some(digit) = chord.digit().filter(|digit| *digit > 0 || self.keys.count > 0)
        {
            self.keys.count = (self.keys.count * 10 + digit).min(1_000_000);
            return None;
        }
        // While a text is being typed, a key that produces a character goes into the text.
        let is_typed = chord.types() && self.panels.last_mut().is_some_and(Panel::has_typed);
        if is_typed && self.mode().is_typing() {
            self.type_in(drawn, |input| type_key(input, key));
            return None;
        }
        self.keys.pending.push(chord);
        let found = self.keys.map.look_up(self.mode(), &self.keys.pending);
        if found == Lookup::Prefix {
            return None;
        }
        let pressed = std::mem::take(&mut self.keys.pending);
        match found {
            Lookup::Run(action) => self.perform(|app| app.act(action, drawn)),
            Lookup::Prefix | Lookup::Nothing => {
                // Terminals write a key held with Alt as they write Esc followed at once by the key.
                if let Some(bare) = chord.without_alt()
                    && !(self.mode().is_typing() && is_word_command(key))
                {
                    return self
                        .on_key(Chord::ESC.event(), drawn)
                        .or_else(|| self.on_key(bare.event(), drawn));
                }
                self.keys.count = 0;
                if !self.mode().is_typing() && pressed.iter().all(|chord| chord.types()) {
                    self.status = Status::note(self.keys.map.no_meaning(&pressed, self.mode()));
                }
                self.type_in(drawn, |input| type_key(input, key));
                None
            }
        }
    }

    /// Edits the input line of the top panel.
    fn type_in(&mut self, drawn: &Drawn, change: impl FnOnce(&mut Line)) {
        self.in_panel(drawn, |panel, app| panel.type_in(change, app));
        self.settle();
    }

    /// Performs an action: clears the last message before it and the count after it, and updates the view.
    fn perform(&mut self, act: impl FnOnce(&mut Self) -> Option<SideEffect>) -> Option<SideEffect> {
        self.status = Status::default();
        self.lost.thread = None;
        let effect = act(self);
        self.keys.count = 0;
        self.settle();
        effect
    }

    /// Keeps the cursor in view, and updates the facet pane and the panels.
    fn settle(&mut self) {
        self.fit_columns();
        let layout = self.layout();
        self.cursor.settle(&layout, &self.shown);
        if layout.facets.is_some() {
            self.facets.refresh(&self.shown, &self.data);
        }
        let mut panels = std::mem::take(&mut self.panels);
        panels.retain_mut(|panel| panel.settle(self));
        self.panels = panels;
    }

    /// Gives the viewport the columns that terminal and lanes leave it.
    fn fit_columns(&mut self) {
        let columns = self.layout().timeline_columns();
        if self.cursor.scale.columns != columns {
            self.cursor.resize(columns, self.data.timeline.span());
        }
    }

    fn act(&mut self, action: Action, drawn: &Drawn) -> Option<SideEffect> {
        match action {
            Action::Quit => Some(SideEffect::Interrupt),
            Action::Suspend => Some(SideEffect::Suspend),
            Action::Redraw => Some(SideEffect::Redraw),
            _ if self.panels.is_empty() => self.browse(action, drawn),
            _ => self.in_panel(drawn, |panel, app| panel.perform(action, app, drawn.panel)),
        }
    }

    /// Lets the top panel handle something while it is off the stack, then carries out its outcome.
    fn in_panel(
        &mut self,
        drawn: &Drawn,
        act: impl FnOnce(&mut Panel, &Self) -> Outcome,
    ) -> Option<SideEffect> {
        let mut panel = self.panels.pop()?;
        let (stays, request) = match act(&mut panel, self) {
            Outcome::Pass | Outcome::Stay => (true, None),
            Outcome::Close => (false, None),
            Outcome::Open(next) => {
                self.panels.extend([panel, next]);
                return None;
            }
            Outcome::Replace(next) => {
                self.panels.push(next);
                return None;
            }
            Outcome::Do(request) => (true, Some(request)),
            Outcome::Leave(request) => (false, Some(request)),
        };
        if stays {
            self.panels.push(panel);
        }
        self.fulfil(request?, drawn)
    }

    /// Carries out the request of a panel.
    fn fulfil(&mut self, request: Request, drawn: &Drawn) -> Option<SideEffect> {
        match request {
            Request::Browse(action) => return self.browse(action, drawn),
            Request::Perform(action) => return self.act(action, drawn),
            Request::Run(effect) => return Some(effect),
            Request::Say(status) => self.status = status,
            Request::Filter(change) => self.filtering(change),
            Request::Narrow(query, chip) => self.narrow(&query, chip),
            Request::GoToSpan(from, to) => self.go_to_span((from, to)),
            Request::GoToEvent(event) => self.go_to_event(event),
            Request::GoToStep(step, note) => {
                self.go_to_step(&step);
                self.status = Status::note(note);
            }
            Request::Visit(moment) => {
                self.without_panning(|app| app.cursor.move_to_span(day_from(moment), &app.shown, &app.data));
            }
            Request::MarkRange(from, to) => {
                self.jumping(|app| app.cursor.mark_between(from, to, &app.shown, &app.data));
            }
            Request::Compare(day) => self.compare(day),
            Request::PlaceBy(clock) => self.choose_clock(clock),
            Request::ShowView(number) => self.show_view(number),
            Request::Search(text) => self.search_while_typing(&text),
            Request::EndSearch(is_kept) => self.end_search(is_kept),
        }
        None
    }

    /// Performs an action in the timeline.
    fn browse(&mut self, action: Action, drawn: &Drawn) -> Option<SideEffect> {
        let count = self.keys.count.max(1);
        let (steps, at) = (count as i64, self.cursor.at);
        let page = usize::from(self.layout().list_rows().max(2)) - 1;
        let (page, half) = ((count * page) as i64, (count * page).div_ceil(2) as i64);
        match action {
            Action::NextEvent => self.step(steps),
            Action::PreviousEvent => self.step(-steps),
            Action::FirstEvent | Action::LastEvent => {
                let is_last = action == Action::LastEvent && self.keys.count == 0;
                let place = if is_last { u64::MAX } else { count as u64 - 1 };
                self.jumping(|app| app.cursor.go_to(place, &app.shown, &app.data));
            }
            Action::PageDown => self.step(page),
            Action::PageUp => self.step(-page),
            Action::HalfPageDown => self.step(half),
            Action::HalfPageUp => self.step(-half),
            Action::PanLeft | Action::PanRight => {
                let steps = if action == Action::PanLeft { -steps } else { steps };
                if self.cursor.range.is_some() { self.move_end(steps) } else { self.pan(steps) }
            }
            Action::LaneUp => self.cursor.change_lane(-steps, &self.shown, &self.data),
            Action::LaneDown => self.cursor.change_lane(steps, &self.shown, &self.data),
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
            Action::FitAll => self.undoable(|app| app.cursor.fit(app.data.timeline.span())),
            Action::FitSelection => self.undoable(|app| app.cursor.fit(app.selected_span())),
            Action::NextLanes => self.undoable(|app| app.shown.next_lanes(&app.data)),
            Action::NextChange | Action::PreviousChange => {
                match policy_change(self, None, action == Action::NextChange) {
                    Ok((step, _, words)) => return self.fulfil(Request::GoToStep(step, words), drawn),
                    Err(status) => self.status = status,
                }
            }
            Action::NextOrder => self.undoable(|app| app.shown.next_order(&app.data)),
            Action::FoldLane => self.shown.fold(self.cursor.lane),
            Action::FilterHits => self.filter_by_hits(),
            Action::NextHit => self.walk_hits(steps),
            Action::PreviousHit => self.walk_hits(-steps),
            Action::ToggleFilters => self.toggle_filters(),
            Action::MarkRange => self.undoable(|app| app.cursor.mark_range(&app.data)),
            Action::OtherEnd => self.other_end(),
            Action::Confirm if self.keys.count > 0 && !self.views().is_empty() => {
                self.show_view(self.keys.count);
            }
            Action::Confirm if self.cursor.range.is_some() => self.filter_by_range(),
            Action::DetailDown => self.cursor.detail.by(count as isize, drawn.detail.end),
            Action::DetailUp => self.cursor.detail.by(-(count as isize), drawn.detail.end),
            Action::Undo => self.undo(count, true),
            Action::Redo => self.undo(count, false),
            Action::Edit => return self.edit(),
            Action::NewEvent => return self.new_event(),
            Action::Reload => return Some(SideEffect::Reload),
            // Only `q` without anything to close quits. Filters are never dropped here.
            Action::Escape | Action::Back => {
                let had_range = self.cursor.range.is_some();
                if had_range {
                    self.undoable(|app| app.cursor.range = None);
                }
                let is_peeled = had_range || self.search.take().is_some();
                return (!is_peeled && action == Action::Back).then_some(SideEffect::Quit);
            }
            _ => self.open(Panel::opened_by(action, self)),
        }
        None
    }

    /// Opens a panel on top, or shows why it cannot be opened.
    fn open(&mut self, panel: Option<Result<Panel, Status>>) {
        match panel {
            Some(Ok(panel)) => self.panels.push(panel),
            Some(Err(status)) => self.status = status,
            None => {}
        }
    }

    /// Returns the top panel.
    pub fn panel(&self) -> Option<&Panel> {
        self.panels.last()
    }

    /// Returns the key map.
    pub fn keymap(&self) -> &Keymap {
        &self.keys.map
    }

    /// Returns the key of an action in the timeline, for use in a message.
    pub fn key(&self, action: Action) -> String {
        self.keymap().named(Mode::Browse, action)
    }

    /// Replaces the key map; to be called before the first input.
    pub fn use_keys(&mut self, keymap: Keymap) {
        self.keys.map = keymap;
        self.status = Status::greeting(&self.data, &self.keys.map);
    }

    /// Returns the mode of the top panel, or [`Mode::Browse`].
    pub fn mode(&self) -> Mode {
        self.panel().map_or(Mode::Browse, Panel::mode)
    }

    /// Handles a resize of the terminal, in cells.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.settle();
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

    /// Returns [`App::selection`] in the given direction. A limit applies before the range and in the order
    /// of the screen; if a range or another direction would change its result, the events are listed by id
    /// instead.
    pub fn selection_in(&self, reverse: bool) -> Selection {
        let mut order = self.shown.order_now();
        let mut filter = self.shown.filter.clone();
        let range = self.cursor.range.map(Range::span);
        if order.limit.is_some() && (range.is_some() || reverse != order.reverse) {
            filter.add(self.by_id(&self.shown.selection));
            order.limit = None;
        }
        let clock = self.data.timeline.clock();
        Selection { filter, range, clock, order: Order { reverse, ..order } }
    }

    /// Returns the query that matches exactly these events, by id.
    fn by_id(&self, events: &RoaringBitmap) -> Query {
        let id = |number| Pattern::exact(&*self.data.timeline.event(EventNo(number)).id);
        Query::Term(Term::Id(events.iter().map(id).collect()))
    }

    /// Returns the span of the marked range, or else of all filtered events.
    fn selected_span(&self) -> Option<(Moment, Moment)> {
        self.cursor.range.map(Range::span).or_else(|| self.shown.span(&self.data))
    }

    /// Replaces the data after a reload. Filters, view and cursor are kept, as are all references to events
    /// that still exist.
    pub fn replace(&mut self, loaded: Loaded) {
        self.renumbering(|data| {
            let (paths, clock) = (std::mem::take(&mut data.paths), data.timeline.clock());
            *data = Data::new(loaded, paths, data.today, clock);
        });
        self.settle();
    }

    /// Shows the message of a reload, unless that would hide the message of an action.
    pub fn say_reloaded(&mut self, status: Status) {
        if self.status.text.is_empty() || self.status == self.reloaded {
            self.status = status.clone();
        }
        self.reloaded = status;
    }

    /// Shows the problems of a reload that yielded no events; the data is kept.
    pub fn report(&mut self, problems: Vec<Problem>, errors: usize) {
        (self.data.problems, self.data.errors) = (problems, errors);
        self.settle();
    }

    /// Changes the data in a way that renumbers events, and updates all references to events.
    fn renumbering(&mut self, change: impl FnOnce(&mut Data)) {
        let ids: Vec<Text> = self.data.timeline.events().iter().map(|event| event.id.clone()).collect();
        let policies: Vec<Text> =
            self.data.timeline.policies.iter().map(|policy| policy.id.clone()).collect();
        let links = self.data.take_links();
        let id = |event: EventNo| ids.get(event.index()).cloned();
        if let Some(wanted) = self.cursor.wanted {
            self.lost.event = id(wanted);
        }
        let centre = self.panels.iter().find_map(|panel| match panel {
            Panel::Thread(walk) => links.event(walk.thread.centre).and_then(id),
            _ => None,
        });
        self.lost.thread = centre.or(self.lost.thread.take());
        change(&mut self.data);
        let data = &self.data;
        let event = |event: EventNo| data.timeline.find(&ids[event.index()]);
        let policy = |policy: PolicyNo| {
            let id = policies.get(policy.index())?;
            let place = data.timeline.policies.iter().position(|policy| policy.id == *id)?;
            Some(PolicyNo(place as u32))
        };
        self.cursor.renumber(&event);
        self.cursor.wanted = self.lost.event.as_ref().and_then(|id| data.timeline.find(id));
        self.search_origin.iter_mut().for_each(|origin| origin.0.renumber(&event));
        self.undo_log.renumber(&event);
        self.jumps.renumber(&event);
        let moved = Renumbering { event: &event, policy: &policy, links: &links, data };
        self.panels.retain_mut(|panel| panel.renumber(&moved));
        let has_thread = self.panels.iter().any(|panel| matches!(panel, Panel::Thread(_)));
        let centre = self.lost.thread.as_ref().and_then(|id| data.timeline.find(id));
        if let Some(centre) = centre {
            self.lost.thread = None;
            if !has_thread {
                self.panels.push(ThreadWalk::of(data.links(), centre).into());
            }
        }
        self.refresh();
    }

    /// Places every event by a clock, and updates all references to events.
    fn place_by(&mut self, clock: Option<Clock>) {
        if clock != self.data.timeline.clock() {
            self.renumbering(|data| data.place_by(clock));
        }
    }

    /// Places every event by a clock, and reports how many events have it.
    fn choose_clock(&mut self, clock: Option<Clock>) {
        let events = self.data.index.with_date(clock).len();
        if clock != self.data.timeline.clock() {
            self.undo_log.remember(Snapshot::of(self));
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

    /// Takes the result of a [`SideEffect::Save`].
    pub fn saved(&mut self, result: Result<(), SaveError>) {
        let Some(Panel::Export(dialog)) = self.panels.last_mut() else { return };
        if let Some(status) = dialog.saved(result, &self.data.timeline) {
            self.panels.pop();
            self.status = status;
        }
    }

    /// Recomputes the filtered view and the search, and moves the cursor to an event that is still shown.
    fn refresh(&mut self) {
        self.shown.refresh(&self.data);
        self.search_again();
        self.cursor.follow_filter(&self.shown, &self.data);
    }

    /// Changes the filters, undoably.
    fn filtering(&mut self, change: impl FnOnce(&mut Filter)) {
        self.undoable(|app| {
            change(&mut app.shown.filter);
            app.refresh();
        });
    }

    /// Adds a query to the filters, or replaces a chip by it, and warns of unknown values.
    fn narrow(&mut self, query: &Query, chip: Option<usize>) {
        self.filtering(|filter| match chip {
            Some(chip) => filter.replace(chip, query.clone()),
            None => filter.add(query.clone()),
        });
        self.warn_of_unknown(query);
    }

    /// Warns of the first value in a query that does not occur in the timeline.
    fn warn_of_unknown(&mut self, query: &Query) {
        if let Some((facet, value, meant)) = self.data.index.unknown_values(query).into_iter().next() {
            let hint = hint_suffix(meant.as_deref().map(did_you_mean));
            self.status = Status::error(format!("no {facet} `{value}` in this timeline{hint}"));
        }
    }

    /// Switches all filters off or on.
    fn toggle_filters(&mut self) {
        if self.shown.filter.chips.is_empty() && self.shown.order.limit.is_none() {
            self.status = no_filter(self);
            return;
        }
        self.filtering(|filter| filter.on = !filter.on);
        let state = if self.shown.filter.on { "on" } else { "off" };
        let key = self.key(Action::ToggleFilters);
        self.status = Status::note(format!("all filters are {state}; {key} switches them again"));
    }

    /// Removes a filter chip.
    fn remove_chip(&mut self, chip: usize) {
        let words = self.shown.filter.chips.get(chip).map(ToString::to_string).unwrap_or_default();
        self.filtering(|filter| filter.remove(chip));
        let key = self.key(Action::Undo);
        self.status = Status::note(format!("{words} is removed; {key} takes it back"));
    }

    /// Turns the marked range into a filter.
    fn filter_by_range(&mut self) {
        let clock = self.data.timeline.clock();
        self.undoable(|app| {
            if let Some(range) = app.cursor.range.take() {
                app.filtering(|filter| filter.add(within(clock, range.span())));
            }
        });
    }

    /// Moves the cursor by `events` positions in the list.
    fn step(&mut self, events: i64) {
        let Some(position) = self.cursor.event.and_then(|event| self.shown.place_of(event)) else {
            return self.cursor.follow_filter(&self.shown, &self.data);
        };
        if events < 0 && position == 0 || events > 0 && position + 1 == self.shown.selection.len() {
            let end = if events < 0 { "first" } else { "last" };
            self.status = Status::note(format!("this is the {end} event"));
        }
        self.cursor.go_to(position.saturating_add_signed(events), &self.shown, &self.data);
    }

    /// Goes to an event.
    fn visit(&mut self, event: EventNo) {
        self.jumping(|app| app.cursor.place(event, &app.shown, &app.data));
    }

    /// Goes to the start of a span, such as that of a month.
    fn go_to_span(&mut self, span: (Moment, Moment)) {
        self.jumping(|app| app.cursor.move_to_span(span, &app.shown, &app.data));
    }

    /// Goes to an event. If filters hide it, they are switched off, with a message.
    pub fn go_to_event(&mut self, event: EventNo) {
        let is_hidden = !self.shown.selection.contains(event.0);
        self.jumping(|app| {
            if is_hidden {
                app.shown.filter.on = false;
                app.shown.refresh(&app.data);
                app.search_again();
            }
            app.cursor.place(event, &app.shown, &app.data);
        });
        if is_hidden {
            let key = self.key(Action::ToggleFilters);
            self.status =
                Status::note(format!("the filters hid this event, so they are off; {key} switches them on"));
        }
    }

    /// Goes to an event outside of an action, as after an editor.
    pub fn jump_to_event(&mut self, event: EventNo) {
        self.go_to_event(event);
        self.settle();
    }

    /// Goes to the moment of a step and, if it is shown, to its event.
    fn go_to_step(&mut self, step: &Step) {
        self.jumping(|app| {
            let moment = if step.earliest.is_finite() { step.earliest } else { step.latest };
            if app.shown.selection.contains(step.event.0) {
                app.cursor.place(step.event, &app.shown, &app.data);
            } else {
                app.cursor.move_to_span(day_from(moment), &app.shown, &app.data);
            }
            app.cursor.at = moment;
            app.cursor.reveal();
        });
    }

    /// Moves the cursor to the other end of the marked range.
    fn other_end(&mut self) {
        if !self.cursor.other_end(&self.shown, &self.data) {
            self.status = Status::note(format!("mark a range with {} first", self.key(Action::MarkRange)));
        }
    }

    /// Pans by eighths of the viewport.
    fn pan(&mut self, eighths: i64) {
        let step = i64::from(self.cursor.scale.columns / 8).max(1);
        let scale = self.cursor.scale.pan(eighths.saturating_mul(step));
        self.cursor.show(scale, &self.shown, &self.data);
    }

    /// Moves the end of the range under the cursor by steps of the minor ticks.
    fn move_end(&mut self, steps: i64) {
        let begins: Vec<Moment> =
            axis(&self.cursor.scale).minor.iter().filter_map(|tick| tick.begins).collect();
        let step = begins.windows(2).map(|pair| pair[1].0 - pair[0].0).max().unwrap_or(DAY);
        let at = self.cursor.at;
        let end = match step / DAY {
            0 => at.add_seconds(steps.saturating_mul(step)),
            days @ 1..28 => at.add_days(steps.saturating_mul(days)),
            days => at.add_months(steps.saturating_mul((days + 2) / 30)),
        };
        self.undoable(|app| app.cursor.move_to_span(day_from(end), &app.shown, &app.data));
    }

    /// Compares the policies on the cursor's day with those on `day`.
    fn compare(&mut self, day: Moment) {
        for panel in &mut self.panels {
            if let Panel::Policies(policies) = panel {
                policies.compare = Some(day);
            }
        }
        if day.day_start() == self.cursor.at.day_start() {
            let day = day.iso_day();
            self.status = Status::note(format!("{day} is marked; move in time and only what changed stays"));
        }
    }

    /// Zooms around the cursor; positive steps zoom in.
    fn zoom(&mut self, steps: i32) {
        let scale = self.cursor.zoomed(steps, self.cursor.at, self.data.timeline.span());
        self.undoable(|app| app.cursor.scale = scale);
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
                self.status = Status::note("this event came from standard input and stands in no file");
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
