//! The browser with its panels: handles inputs and carries out what panels request. Nothing here draws or
//! does I/O.

mod line_editor;
mod mouse;

use std::path::PathBuf;
use std::str::FromStr;

use crossterm::event::{Event as Input, KeyEvent};
use tui_input::Input as Line;

use super::action::{Action, Mode};
use super::browser::{Browser, Cancelled, Renumbering, Status};
use super::hit_map::Drawn;
use super::keymap::{Chord, Lookup};
use super::panel::{ExportDialog, Outcome, Panel, Policies, Request, ThreadWalk, opened_by};
use super::side_effect::SideEffect;
use crate::export::SaveError;
use crate::layout::Scale;
use crate::load::Loaded;
use crate::model::{EventNo, Moment, Text};
use crate::problem::Problem;
use line_editor::{is_word_command, paste, type_key};

/// The panels that a command line can open, by the names of their actions.
pub const PANELS: [&str; 8] =
    ["policies", "thread", "facets", "filters", "export", "clocks", "problems", "about"];

/// The first and last moment of a span of time.
type Span = (Moment, Moment);

/// The keys typed so far.
#[derive(Default)]
pub struct Keys {
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

/// What is being dragged.
#[derive(Debug, Clone, Copy)]
enum Grab {
    /// The timeline, with the column of the pointer's last position. Without a move it is a click.
    Time { at: u16, moved: bool },
    /// The viewport in the overview, with the overview's first column and its scale.
    View { left: u16, strip: Scale },
}

impl Grab {
    /// Whether a release now would be a click. After a key it would not: the key may have changed what lies
    /// under the pointer.
    fn is_click(&self) -> bool {
        matches!(self, Self::Time { moved: false, .. })
    }
}

/// The browser with its panels.
pub struct App {
    /// The state below the panels.
    pub browser: Browser,
    /// The stack of open panels, the top one last.
    pub panels: Vec<Box<dyn Panel>>,
    /// The keys typed so far.
    pub keys: Keys,
    /// The path of the configuration, which need not exist; `None` with `--no-config`.
    pub config_path: Option<PathBuf>,
    /// The editor command of the configuration, if any.
    pub editor: Option<String>,
    /// What the mouse is dragging.
    grab: Option<Grab>,
    /// The moment around which the wheel last zoomed.
    turned: Option<Moment>,
    /// The id of an event in the centre of the thread that a reload removed, until the next action.
    lost_thread: Option<Text>,
}

impl App {
    /// Creates the app on a browser, without panels.
    pub fn new(browser: Browser) -> Self {
        Self {
            browser,
            panels: Vec::new(),
            keys: Keys::default(),
            config_path: None,
            editor: None,
            grab: None,
            turned: None,
            lost_thread: None,
        }
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
        let is_typed = chord.types() && self.panels.last_mut().is_some_and(|panel| panel.has_typed());
        if is_typed && self.mode().is_typing() {
            self.type_in(drawn, |input| type_key(input, key));
            return None;
        }
        self.keys.pending.push(chord);
        let found = self.browser.keymap.look_up(self.mode(), &self.keys.pending);
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
                    self.browser.status = Status::note(self.browser.keymap.no_meaning(&pressed, self.mode()));
                }
                self.type_in(drawn, |input| type_key(input, key));
                None
            }
        }
    }

    /// Edits the input line of the top panel.
    fn type_in(&mut self, drawn: &Drawn, change: impl FnOnce(&mut Line)) {
        self.in_panel(drawn, |panel, browser| panel.type_in(change, browser));
        self.settle();
    }

    /// Performs an action: clears the last message before it and the count after it, and updates the view.
    fn perform(&mut self, act: impl FnOnce(&mut Self) -> Option<SideEffect>) -> Option<SideEffect> {
        self.browser.status = Status::default();
        self.lost_thread = None;
        let effect = act(self);
        self.keys.count = 0;
        self.settle();
        effect
    }

    /// Keeps the cursor in view, and updates the facet pane and the panels.
    fn settle(&mut self) {
        self.browser.settle();
        if let Some(moved) = self.browser.renumbered.take() {
            self.renumber_panels(&moved);
        }
        self.panels.retain_mut(|panel| panel.settle(&self.browser));
    }

    /// Updates the numbers in panels. A thread whose centre a reload removed opens again when a later reload
    /// restores it.
    fn renumber_panels(&mut self, moved: &Renumbering) {
        let data = &self.browser.data;
        let walk = self.panels.iter().find_map(|panel| panel.get::<ThreadWalk>());
        let centre = walk.and_then(|walk| moved.links.event(walk.thread.centre));
        let centre = centre.and_then(|event| moved.id(event));
        self.lost_thread = centre.or(self.lost_thread.take());
        self.panels.retain_mut(|panel| panel.renumber(moved, data));
        let Some(centre) = self.lost_thread.as_ref().and_then(|id| data.timeline.find(id)) else { return };
        self.lost_thread = None;
        if !self.panels.iter().any(|panel| panel.get::<ThreadWalk>().is_some()) {
            self.panels.push(ThreadWalk::of(data.links(), centre).into());
        }
    }

    fn act(&mut self, action: Action, drawn: &Drawn) -> Option<SideEffect> {
        match action {
            Action::Quit => Some(SideEffect::Interrupt),
            Action::Suspend => Some(SideEffect::Suspend),
            Action::Redraw => Some(SideEffect::Redraw),
            _ if self.panels.is_empty() => self.browse(action, drawn),
            _ => self.in_panel(drawn, |panel, browser| panel.perform(action, browser, drawn.panel)),
        }
    }

    /// Lets the top panel handle something, then carries out its outcome.
    fn in_panel(
        &mut self,
        drawn: &Drawn,
        act: impl FnOnce(&mut dyn Panel, &Browser) -> Outcome,
    ) -> Option<SideEffect> {
        let panel = self.panels.last_mut()?;
        match act(&mut **panel, &self.browser) {
            Outcome::Pass | Outcome::Stay => {}
            Outcome::Close => drop(self.panels.pop()),
            Outcome::Open(next) => self.panels.push(next),
            Outcome::Replace(next) => *panel = next,
            Outcome::Do(request) => return self.fulfil(request, drawn),
            Outcome::Leave(request) => {
                self.panels.pop();
                return self.fulfil(request, drawn);
            }
        }
        None
    }

    /// Carries out the request of a panel.
    fn fulfil(&mut self, request: Request, drawn: &Drawn) -> Option<SideEffect> {
        match request {
            Request::Browse(action) => return self.browse(action, drawn),
            Request::Perform(action) => return self.act(action, drawn),
            Request::Run(effect) => return Some(effect),
            Request::Change(change) => change(&mut self.browser),
            Request::Compare(day) => self.compare(day),
            Request::ShowStep(policy, step) => {
                self.policies().for_each(|panel| panel.select(policy));
                self.browser.go_to_step(&step, String::new());
            }
        }
        None
    }

    /// Performs an action in the timeline.
    fn browse(&mut self, action: Action, drawn: &Drawn) -> Option<SideEffect> {
        let count = self.keys.count;
        if action == Action::Confirm && self.browser.confirm(count) {
            return None;
        }
        match action {
            Action::CopyView => Some(SideEffect::Copy(self.command_line(), "the command line of this view")),
            _ => match opened_by(action, &self.browser, self.mode()) {
                Some(panel) => {
                    self.open(panel);
                    None
                }
                None => self.browser.act(action, count, drawn.detail),
            },
        }
    }

    /// Opens a panel on top, or shows why it cannot be opened.
    fn open(&mut self, panel: Result<Box<dyn Panel>, Status>) {
        match panel {
            Ok(panel) => self.panels.push(panel),
            Err(status) => self.browser.status = status,
        }
    }

    /// Returns the top panel.
    pub fn panel(&self) -> Option<&dyn Panel> {
        self.panels.last().map(|panel| &**panel)
    }

    /// Returns the top panel if it is of this type.
    pub fn top<P: Panel>(&self) -> Option<&P> {
        self.panel().and_then(|panel| panel.get())
    }

    /// Returns the mode of the top panel, or [`Mode::Browse`].
    pub fn mode(&self) -> Mode {
        self.panel().map_or(Mode::Browse, Panel::mode)
    }

    /// Handles a resize of the terminal, in cells.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.browser.size = (width, height);
        self.settle();
    }

    /// Replaces the data after a reload. Filters, view and cursor are kept, as are all references to events
    /// that still exist.
    pub fn replace(&mut self, loaded: Loaded) {
        self.browser.replace(loaded);
        self.settle();
    }

    /// Shows the problems of a reload that yielded no events; the data is kept.
    pub fn report(&mut self, problems: Vec<Problem>, errors: usize) {
        (self.browser.data.problems, self.browser.data.errors) = (problems, errors);
        self.settle();
    }

    /// Goes to an event outside of an action, as after an editor.
    pub fn jump_to_event(&mut self, event: EventNo) {
        self.browser.go_to_event(event);
        self.settle();
    }

    /// Does deferred work unless `cancelled` returns true meanwhile. Returns whether it changed anything.
    pub fn catch_up(&mut self, cancelled: &Cancelled) -> bool {
        if self.browser.seek(cancelled) {
            self.settle();
            return true;
        }
        self.panels.last_mut().is_some_and(|panel| panel.catch_up(&self.browser, cancelled))
    }

    /// Takes the result of a [`SideEffect::Save`].
    pub fn saved(&mut self, result: Result<(), SaveError>) {
        let top = self.panels.last_mut();
        let Some(dialog) = top.and_then(|panel| panel.get_mut::<ExportDialog>()) else { return };
        if let Some(status) = dialog.saved(result, &self.browser.data.timeline) {
            self.panels.pop();
            self.browser.status = status;
        }
    }

    /// Returns the open policies panels.
    fn policies(&mut self) -> impl Iterator<Item = &mut Policies> {
        self.panels.iter_mut().filter_map(|panel| panel.get_mut())
    }

    /// Compares the policies on the cursor's day with those on `day`.
    fn compare(&mut self, day: Moment) {
        self.policies().for_each(|panel| panel.compare = Some(day));
        if day.day_start() == self.browser.cursor.at.day_start() {
            let day = day.iso_day();
            self.browser.status =
                Status::note(format!("{day} is marked; move in time and only what changed stays"));
        }
    }

    /// Returns the command line that opens the browser in its present state.
    pub fn command_line(&self) -> String {
        let panel = self.panel().map(|panel| panel.mode().into()).filter(|name: &&str| PANELS.contains(name));
        self.browser.command_line() + &panel.map(|panel| format!(" --panel {panel}")).unwrap_or_default()
    }

    /// Moves to a day, fills the viewport with a span, and opens a panel of [`PANELS`], as far as given.
    pub fn start_at(&mut self, at: Option<Span>, window: Option<Span>, panel: Option<&str>) {
        self.browser.start_at(at, window);
        let action = panel.and_then(|panel| Action::from_str(panel).ok());
        if let Some(panel) = action.and_then(|action| opened_by(action, &self.browser, self.mode())) {
            self.open(panel);
        }
        self.settle();
    }

    /// Describes what Enter would do with the typed count; `None` if the count is not the number of a view.
    pub fn pending_view(&self) -> Option<String> {
        let views = self.browser.views();
        let (count, bare) = (self.keys.count, self.keys.pending.is_empty());
        let view = views.get(count.wrapping_sub(1)).filter(|_| bare)?;
        Some(format!("view {}", view.name))
    }
}
