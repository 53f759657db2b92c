//! The state of the browser and how actions change it. It draws nothing and touches no file.

mod click;
mod clocks;
mod cursor;
mod dialog;
mod event_actions;
mod facets;
mod filtered;
mod filters;
mod first_movers;
mod mouse;
mod picker;
mod policies;
mod prompt;
mod query_preview;
mod search;
mod status;
mod thread;
mod undo;
mod views;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crossterm::event::{Event as Input, KeyEvent};
use roaring::RoaringBitmap;

use super::action::Action;
use super::keymap::{Chord, Keymap, Lookup, Mode};
use super::screen_layout::ScreenLayout;
use super::theme::Look;
use crate::history::{History, Links};
use crate::layout::Scale;
use crate::load::Loaded;
use crate::model::{Clock, Date, EventNo, Moment, Text, Timeline, View};
use crate::problem::Problem;
use crate::query::{Facet, FacetValue, Index, Order, Pattern, Query, Selection, Term, facet_values, within};
pub use clocks::ClockRow;
pub use cursor::{Cursor, Range};
pub use dialog::{Dialog, Field};
pub use facets::{FacetPanel, Row as FacetRow};
pub use filtered::{FilteredView, LaneBy, LaneSet};
pub use first_movers::{Came, FirstMovers, Question};
use mouse::Grab;
pub use picker::{Command, Entry, Picker};
pub use policies::{PolicyPane, PolicyRow};
pub use prompt::{Ask, Prompt};
pub use query_preview::QueryPreview;
pub use search::Search;
pub use status::{Status, Tone};
pub use thread::ThreadWalk;
pub use undo::Past;

/// A query, and how many of its events have each value of a facet.
type Counted = (Query, Arc<[u64]>);

/// What is being looked at and never changes but by reading the files again.
pub struct Data {
    /// The events.
    pub timeline: Timeline,
    /// Their sets, made when something needs more of them than the first picture does.
    index: OnceLock<Index>,
    /// What the events did to policies, made when that is asked for.
    history: OnceLock<History>,
    /// How events lead to each other, made when a thread is first asked for.
    links: OnceLock<Links>,
    /// What a facet's values counted when they were last asked for, and under which query.
    counts: RefCell<HashMap<Facet, Counted>>,
    /// What is wrong with the files.
    pub problems: Vec<Problem>,
    /// How many of the problems are errors.
    pub errors: usize,
    /// Whether a text could not be read, so that more may be missing than is told.
    pub broken: bool,
    /// The paths it was opened with, as they were typed.
    pub paths: Vec<String>,
    /// What `today` means.
    pub today: Moment,
}

/// Timelines of more events than this have their index made at once.
const SMALL: usize = 10_000;

impl Data {
    /// Nothing but what was loaded, placed by a clock.
    fn new(loaded: Loaded, paths: Vec<String>, today: Moment, clock: Option<Clock>) -> Self {
        let broken = loaded.is_broken();
        let Loaded { timeline, problems, errors, .. } = loaded;
        let timeline = timeline.placed_by(clock);
        Self {
            timeline,
            index: OnceLock::new(),
            history: OnceLock::new(),
            links: OnceLock::new(),
            counts: RefCell::default(),
            problems,
            errors,
            broken,
            paths,
            today,
        }
    }

    /// The same events placed by another clock.
    fn place_by(&mut self, clock: Option<Clock>) {
        self.timeline = std::mem::take(&mut self.timeline).placed_by(clock);
        (self.index, self.history, self.links) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        self.counts.take();
    }

    /// The date that places an event on the axis.
    pub fn when(&self, event: EventNo) -> Option<&Date> {
        self.timeline.when(self.timeline.event(event))
    }

    /// The sets of events.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.timeline))
    }

    /// What the events did to policies.
    pub fn history(&self) -> &History {
        self.history.get_or_init(|| History::of(&self.timeline))
    }

    /// How events lead to each other.
    pub fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::of(&self.timeline))
    }

    /// The events that a query takes.
    pub(super) fn run(&self, query: &Query) -> RoaringBitmap {
        if query.is_everything() {
            return self.timeline.numbers();
        }
        self.index().run(&self.timeline, query)
    }

    /// How many of the events that a query takes have each value of a facet. A frame and the key
    /// before it ask for the same several times.
    pub(super) fn counts(&self, facet: Facet, query: Query) -> Arc<[u64]> {
        if let Some((_, counts)) = self.counts.borrow().get(&facet).filter(|(known, _)| *known == query) {
            return Arc::clone(counts);
        }
        let counts: Arc<[u64]> = self.index().counts(facet, &self.run(&query)).into();
        self.counts.borrow_mut().insert(facet, (query, Arc::clone(&counts)));
        counts
    }

    /// The values that events have in a facet.
    pub(super) fn values(&self, facet: Facet) -> Cow<'_, [FacetValue]> {
        match self.index.get() {
            None if self.timeline.len() <= SMALL => Cow::Owned(facet_values(&self.timeline, facet)),
            _ => Cow::Borrowed(self.index().values(facet)),
        }
    }
}

/// What lies on top of the timeline; of several the topmost gets the keys.
pub enum Overlay {
    /// Help, or the palette of commands.
    Picker(Picker),
    /// The panel of facets.
    Facets(FacetPanel),
    /// The list of filters; the number is the chip that is selected.
    Filters(usize),
    /// The export dialog.
    Export(Dialog),
    /// A line to type in.
    Prompt(Prompt),
    /// The event in full, scrolled by so many lines.
    Detail(usize),
    /// The problems of the files, scrolled by so many lines.
    Problems(usize),
    /// What to copy.
    Copy,
    /// What every policy was on the cursor's day.
    Policies(PolicyPane),
    /// Who moved first on a topic.
    Race(FirstMovers),
    /// Which source to open; the number is the one selected.
    Sources(usize),
    /// Which clock places the events, and the row selected.
    Clocks(Vec<ClockRow>, usize),
    /// What led to an event and what followed.
    Thread(ThreadWalk),
}

/// Keys pressed so far.
#[derive(Default)]
struct Keys {
    map: Keymap,
    pending: Vec<Chord>,
    count: usize,
}

/// What the loop is asked to do outside of the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// End the program.
    Quit,
    /// End the browser as Ctrl-c ends any program.
    Interrupt,
    /// Stop until the shell continues it.
    Suspend,
    /// Put a text into the terminal's clipboard; the second text says what it is.
    Copy(String, &'static str),
    /// Open an address in the web browser.
    Open(String),
    /// Edit a file at a line.
    Edit(String, u32),
    /// Write the export that the dialog describes.
    Save,
    /// Read the files again.
    Reload,
}

/// The browser.
pub struct App {
    /// What is being looked at.
    pub data: Data,
    /// What filters leave of it, and its lanes.
    pub shown: FilteredView,
    /// Where the cursor is and what part of the time is in view.
    pub cursor: Cursor,
    /// The marked range.
    pub range: Option<Range>,
    /// What `/` found.
    pub search: Option<Search>,
    /// What lies on top.
    pub overlay: Option<Overlay>,
    /// What lies under that, to come back to.
    beneath: Vec<Overlay>,
    /// What undo and the jump list go back to.
    pub past: Past,
    /// What the last action has to say.
    pub status: Status,
    /// How things look.
    pub look: Look,
    /// The reader's own views, beside those of the timeline.
    pub own_views: Vec<View>,
    keys: Keys,
    /// What the mouse has hold of.
    grab: Option<Grab>,
    /// The moment that the wheel was last turned around.
    turned: Option<Moment>,
    size: (u16, u16),
}

impl App {
    /// A browser on what was loaded, with what `selection` takes as its filters, at a size in cells.
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
        let mut app = Self {
            shown,
            cursor: Cursor::start(today),
            range: None,
            search: None,
            overlay: None,
            beneath: Vec::new(),
            past: Past::default(),
            status: Status::default(),
            look,
            own_views: Vec::new(),
            keys: Keys::default(),
            grab: None,
            turned: None,
            size,
            data,
        };
        app.fit_all();
        app.start();
        app.status = app.greeting();
        app
    }

    /// What happened in the terminal; `None` when there is nothing to do outside.
    pub fn on_input(&mut self, input: &Input) -> Option<Effect> {
        match input {
            Input::Key(key) if key.is_press() => self.on_key(*key),
            Input::Paste(text) => {
                self.paste(text);
                None
            }
            Input::Mouse(mouse) => self.on_mouse(*mouse),
            Input::Resize(width, height) => {
                self.resize(*width, *height);
                None
            }
            _ => None,
        }
    }

    /// A key was pressed.
    pub fn on_key(&mut self, key: KeyEvent) -> Option<Effect> {
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
        self.keys.pending.push(chord);
        let found = self.keys.map.look_up(self.mode(), &self.keys.pending);
        if found == Lookup::Prefix {
            return None;
        }
        self.keys.pending.clear();
        match found {
            Lookup::Run(action) => self.update(action),
            Lookup::Prefix | Lookup::Nothing => {
                self.keys.count = 0;
                self.type_key(key);
                None
            }
        }
    }

    /// Does what an action asks for.
    pub fn update(&mut self, action: Action) -> Option<Effect> {
        self.doing(|app| app.act(action))
    }

    /// Does something that was asked for, and leaves everything in view and in order.
    fn doing(&mut self, act: impl FnOnce(&mut Self) -> Option<Effect>) -> Option<Effect> {
        self.status = Status::default();
        let effect = act(self);
        self.keys.count = 0;
        if self.overlay.is_none() {
            self.overlay = self.beneath.pop();
        }
        self.settle();
        effect
    }

    fn act(&mut self, action: Action) -> Option<Effect> {
        match (action, self.mode()) {
            (Action::Quit, _) => return Some(Effect::Interrupt),
            (Action::Suspend, _) => return Some(Effect::Suspend),
            (_, Mode::Browse | Mode::Anywhere) => return self.browse(action),
            (_, Mode::Export) => return self.act_on_dialog(action),
            (_, Mode::Prompt) => return self.act_on_prompt(action),
            (_, Mode::Copy) => return self.copy(action),
            (_, Mode::Sources) => return self.act_on_sources(action),
            (_, Mode::Facets) => self.act_on_facets(action),
            (_, Mode::Filters) => self.act_on_filters(action),
            (_, Mode::Policies) => return self.act_on_policies(action),
            (_, Mode::Race) => self.act_on_race(action),
            (_, Mode::Clocks) => self.act_on_clocks(action),
            (_, Mode::Reader) => self.act_on_reader(action),
            (_, Mode::Thread) => self.act_on_thread(action),
        }
        None
    }

    /// What actions mean while nothing lies on top.
    fn browse(&mut self, action: Action) -> Option<Effect> {
        let count = self.keys.count.max(1);
        match action {
            Action::NextEvent => self.step(count as i64),
            Action::PreviousEvent => self.step(-(count as i64)),
            Action::FirstEvent => self.go_to_place(self.keys.count.max(1) as u64 - 1),
            Action::LastEvent if self.keys.count > 0 => self.go_to_place(self.keys.count as u64 - 1),
            Action::LastEvent => self.go_to_place(u64::MAX),
            Action::PageDown => self.step((count * self.page()) as i64),
            Action::PageUp => self.step(-((count * self.page()) as i64)),
            Action::HalfPageDown => self.step((count * self.page()).div_ceil(2) as i64),
            Action::HalfPageUp => self.step(-((count * self.page()).div_ceil(2) as i64)),
            Action::PanLeft => self.pan(-(count as i64)),
            Action::PanRight => self.pan(count as i64),
            Action::LaneUp => self.change_lane(-(count as i64)),
            Action::LaneDown => self.change_lane(count as i64),
            Action::NextWeek => self.go_to_moment(self.cursor.at.add_days(7 * count as i64)),
            Action::PreviousWeek => self.go_to_moment(self.cursor.at.add_days(-7 * count as i64)),
            Action::NextMonth => self.go_to_moment(self.cursor.at.add_months(count as i64)),
            Action::PreviousMonth => self.go_to_moment(self.cursor.at.add_months(-(count as i64))),
            Action::NextYear => self.go_to_moment(self.cursor.at.add_months(12 * count as i64)),
            Action::PreviousYear => self.go_to_moment(self.cursor.at.add_months(-12 * count as i64)),
            Action::JumpBack => self.jump_back(),
            Action::JumpForward => self.jump_forward(),
            Action::ZoomIn => self.zoom(count as i32),
            Action::ZoomOut => self.zoom(-(count as i32)),
            Action::FitAll => self.remembering(Self::fit_all),
            Action::FitSelection => self.remembering(Self::fit_selection),
            Action::NextLanes => self.remembering(|app| app.shown.next_lanes(&app.data)),
            Action::NextChange => self.go_to_change(None, true),
            Action::PreviousChange => self.go_to_change(None, false),
            Action::NextOrder => self.remembering(|app| app.shown.next_order(&app.data)),
            Action::FoldLane => self.shown.fold(self.cursor.lane),
            Action::NextHit => self.walk_hits(count as i64),
            Action::PreviousHit => self.walk_hits(-(count as i64)),
            Action::ToggleFilters => self.toggle_filters(),
            Action::MarkRange => self.mark_range(),
            Action::OtherEnd => self.other_end(),
            Action::Confirm if self.keys.count > 0 && !self.views().is_empty() => {
                self.show_view(self.keys.count);
            }
            Action::Confirm => self.confirm(),
            Action::DetailDown => self.scroll_detail(count as isize),
            Action::DetailUp => self.scroll_detail(-(count as isize)),
            Action::Undo => self.undo(count),
            Action::Redo => self.redo(count),
            Action::Edit => return self.edit(),
            Action::Reload => return Some(Effect::Reload),
            Action::Escape | Action::Back => return self.peel(action),
            _ => self.open_overlay(action),
        }
        None
    }

    fn open_overlay(&mut self, action: Action) {
        match action {
            Action::JumpToDate => self.ask(Ask::Jump),
            Action::Search => self.ask(Ask::Search),
            Action::FilterQuery => self.ask(Ask::Query),
            Action::Facets => self.overlay = Some(Overlay::Facets(FacetPanel::default())),
            Action::Filters => self.open_filters(),
            Action::Export => self.open_dialog(),
            Action::Copy if self.cursor.event.is_some() => self.overlay = Some(Overlay::Copy),
            Action::OpenSource => self.open_sources(),
            Action::Clocks => self.open_clocks(),
            Action::Policies => self.open_policies(),
            Action::Thread => self.open_thread(),
            Action::Problems => self.overlay = Some(Overlay::Problems(0)),
            Action::Help => self.overlay = Some(Overlay::Picker(Picker::help())),
            Action::Palette => self.overlay = Some(Overlay::Picker(Picker::palette())),
            _ => {}
        }
    }

    /// Opens something over what is open; leaving it leads back.
    fn open_over(&mut self, below: Option<Overlay>, action: Action) {
        self.open_overlay(action);
        if self.overlay.is_some() {
            self.beneath.extend(below);
        } else {
            self.overlay = below;
        }
    }

    /// Takes away the topmost layer of the timeline itself: range, then search. Only `q` at the
    /// top quits, and no filter is ever dropped here.
    fn peel(&mut self, action: Action) -> Option<Effect> {
        if self.range.take().is_none() && self.search.take().is_none() && action == Action::Back {
            return Some(Effect::Quit);
        }
        None
    }

    /// What lies on the timeline, from the bottom up.
    pub fn layers(&self) -> impl Iterator<Item = &Overlay> {
        self.beneath.iter().chain(&self.overlay)
    }

    /// The keys as they are now.
    pub fn keymap(&self) -> &Keymap {
        &self.keys.map
    }

    /// The key that asks for something in the timeline, to name in a sentence.
    pub fn key(&self, action: Action) -> String {
        self.keymap().named(Mode::Browse, action)
    }

    /// Puts other keys in place of the usual ones, before the first is pressed.
    pub fn use_keys(&mut self, keymap: Keymap) {
        self.keys.map = keymap;
        self.status = self.greeting();
    }

    /// What keys go to now.
    pub fn mode(&self) -> Mode {
        match &self.overlay {
            None => Mode::Browse,
            Some(Overlay::Picker(_) | Overlay::Prompt(_)) => Mode::Prompt,
            Some(Overlay::Facets(_)) => Mode::Facets,
            Some(Overlay::Filters(_)) => Mode::Filters,
            Some(Overlay::Export(_)) => Mode::Export,
            Some(Overlay::Detail(_) | Overlay::Problems(_)) => Mode::Reader,
            Some(Overlay::Copy) => Mode::Copy,
            Some(Overlay::Sources(_)) => Mode::Sources,
            Some(Overlay::Policies(_)) => Mode::Policies,
            Some(Overlay::Race(_)) => Mode::Race,
            Some(Overlay::Clocks(..)) => Mode::Clocks,
            Some(Overlay::Thread(_)) => Mode::Thread,
        }
    }

    /// The keys pressed of a longer binding, and the count before them, as they were typed.
    pub fn pending(&self) -> String {
        let count = if self.keys.count > 0 { self.keys.count.to_string() } else { String::new() };
        let keys = self.keys.pending.iter().filter_map(|chord| match chord.event().code {
            crossterm::event::KeyCode::Char(c) => Some(c),
            _ => None,
        });
        count + &keys.collect::<String>()
    }

    /// The terminal has another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        let columns = self.plan().timeline_columns();
        self.cursor.scale = self.cursor.scale.resize(columns, self.cursor.at);
        self.settle();
    }

    /// Where everything stands at the present size.
    pub fn plan(&self) -> ScreenLayout {
        ScreenLayout::new(self.size.0, self.size.1)
    }

    /// The event under the cursor.
    pub fn current(&self) -> Option<EventNo> {
        self.cursor.event
    }

    /// The filters and the range as one selection: what an export writes and what a command line
    /// that shows this view would say.
    pub fn selection(&self) -> Selection {
        self.selection_in(self.shown.order.reverse)
    }

    /// The same, the other way round or not. A limit counts before a range is marked in what it
    /// leaves, and in the order of the screen; where that makes a difference the events are named.
    fn selection_in(&self, reverse: bool) -> Selection {
        let mut order = self.shown.order_now();
        let mut filter = self.shown.filter.clone();
        let range = self.range.map(Range::span);
        if order.limit.is_some() && (range.is_some() || reverse != order.reverse) {
            let event = |event| &self.data.timeline.event(EventNo(event)).id;
            let ids = self.shown.selection.iter().map(|number| Pattern::exact(&**event(number)));
            filter.add(Query::Term(Term::Id(ids.collect())));
            order.limit = None;
        }
        let clock = self.data.timeline.clock();
        Selection { filter, range, clock, order: Order { reverse, ..order } }
    }

    /// How many of the events shown may lie in the marked range.
    pub fn in_range(&self) -> u64 {
        let Some(range) = self.range.map(Range::span) else { return 0 };
        let within = within(self.data.timeline.clock(), range);
        self.data.run(&within).intersection_len(&self.shown.selection)
    }

    /// Puts newly read files in place of the old ones; filters, view and cursor stay, and so does
    /// every place that was noted, where its event still exists.
    pub fn replace(&mut self, loaded: Loaded) {
        self.renumbering(|data| {
            let (paths, clock) = (std::mem::take(&mut data.paths), data.timeline.clock());
            *data = Data::new(loaded, paths, data.today, clock);
        });
        self.settle();
        self.refresh_dialog();
    }

    /// Changes the data so that events get other numbers; whatever stands on an event stays on it.
    fn renumbering(&mut self, change: impl FnOnce(&mut Data)) {
        let ids: Vec<Text> = self.data.timeline.events().iter().map(|event| event.id.clone()).collect();
        let policies: Vec<Text> =
            self.data.timeline.policies.iter().map(|policy| policy.id.clone()).collect();
        let links = self.data.links.take().unwrap_or_default();
        change(&mut self.data);
        let moved = |event: EventNo| self.data.timeline.find(&ids[event.index()]);
        self.cursor.renumber(&moved);
        self.past.renumber(&moved);
        self.range = self.range.map(|range| range.renumber(&moved));
        if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
            prompt.renumber(&moved);
        }
        let walked = |overlay: Overlay| {
            let overlay = policies::renumbered(overlay, &policies, &self.data)?;
            thread::renumbered(overlay, &links, &self.data, &moved)
        };
        self.beneath = std::mem::take(&mut self.beneath).into_iter().filter_map(walked).collect();
        self.overlay = self.overlay.take().and_then(walked).or_else(|| self.beneath.pop());
        self.shown.refresh(&self.data);
        self.search_again();
        self.follow_filter();
    }

    /// The scale of the timeline's view.
    pub fn scale(&self) -> Scale {
        self.cursor.scale
    }
}
