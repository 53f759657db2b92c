//! What all panels have in common: the trait, what an input to one leads to, and the defaults.

use std::any::Any;

use tui_input::Input;

use crate::history::Step;
use crate::model::{Moment, PolicyNo};
use crate::query::Filter;
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Cancelled, Data, Renumbering, Status};
use crate::tui::canvas::Canvas;
use crate::tui::hit_map::{Extent, HitTarget};
use crate::tui::menu::{Menu, Scroll};
use crate::tui::side_effect::SideEffect;

/// A hint in the footer: actions, whose keys are shown, and a label.
pub type Hint = (&'static [Action], &'static str);

/// The result of an input to a panel.
pub enum Outcome {
    /// The panel does not handle the input: its list or text does, or else the browser.
    Pass,
    /// The panel stays open.
    Stay,
    /// The panel closes.
    Close,
    /// Another panel opens on top.
    Open(Box<dyn Panel>),
    /// Another panel replaces this one.
    Replace(Box<dyn Panel>),
    /// The panel stays open, and the browser carries out the request.
    Do(Request),
    /// The panel closes, and the browser carries out the request.
    Leave(Request),
}

impl Outcome {
    /// Keeps the panel open and shows a note in the footer.
    pub(super) fn note(text: impl Into<String>) -> Self {
        Self::say(Status::note(text))
    }

    /// Keeps the panel open and changes the filters.
    pub(super) fn filter(change: impl FnOnce(&mut Filter) + 'static) -> Self {
        Self::Do(Request::change(|browser| browser.filtering(change)))
    }

    /// Keeps the panel open and shows a message in the footer.
    pub(super) fn say(status: Status) -> Self {
        Self::Do(Request::say(status))
    }
}

/// A request of a panel to the browser.
pub enum Request {
    /// Performs an action as in the timeline.
    Browse(Action),
    /// Performs an action in the panel below, or in the timeline if there is none.
    Perform(Action),
    /// Runs a side effect.
    Run(SideEffect),
    /// Changes the state of the browser.
    Change(Box<dyn FnOnce(&mut Browser)>),
    /// Compares the policies on the cursor's day with those on this day.
    Compare(Moment),
    /// Goes to the event of a step of this policy, and selects the policy in the policies panel.
    ShowStep(PolicyNo, Step),
}

impl Request {
    /// Changes the state of the browser.
    pub(super) fn change(change: impl FnOnce(&mut Browser) + 'static) -> Self {
        Self::Change(Box::new(change))
    }

    /// Shows a message in the footer.
    pub(super) fn say(status: Status) -> Self {
        Self::change(|browser| browser.status = status)
    }
}

/// A panel on top of the timeline.
pub trait Panel: Any + Send {
    /// Returns the mode whose keys apply.
    fn mode(&self) -> Mode;

    /// Returns the hints for the footer.
    fn hints(&self) -> &'static [Hint] {
        &[]
    }

    /// Handles an action.
    fn act(&mut self, action: Action, browser: &Browser, extent: Extent) -> Outcome;

    /// Draws the panel.
    fn draw(&self, browser: &Browser, canvas: &mut Canvas);

    /// Handles a click on one of the panel's targets; `moment` is the one under the pointer, if any.
    fn click(&mut self, _target: HitTarget, _moment: Option<Moment>, _browser: &Browser) -> Outcome {
        Outcome::Stay
    }

    /// Updates the panel after a change in the browser. Returns false to close it.
    fn settle(&mut self, _browser: &Browser) -> bool {
        true
    }

    /// Updates event and policy numbers after a reload. Returns false to close the panel.
    fn renumber(&mut self, _moved: &Renumbering, _data: &Data) -> bool {
        true
    }

    /// Returns the panel's list, if any.
    fn menu(&mut self) -> Option<&mut Menu> {
        None
    }

    /// Returns the panel's scrolling text, if any.
    fn scroll(&mut self) -> Option<&mut Scroll> {
        None
    }

    /// Returns the line being edited, if any.
    fn input(&mut self) -> Option<&mut Input> {
        None
    }

    /// Called after the text of [`Panel::input`] has changed.
    fn typed(&mut self, _browser: &Browser) -> Outcome {
        Outcome::Stay
    }

    /// Returns the action of a click on the selected row, if any.
    fn row_action(&self) -> Option<Action> {
        Some(Action::Accept)
    }

    /// Returns the number of rows per notch of the mouse wheel: more in a scrolling text.
    fn wheel_rows(&mut self) -> usize {
        if self.scroll().is_some() { 3 } else { 1 }
    }

    /// Whether the panel covers the timeline completely.
    fn covers_timeline(&self) -> bool {
        false
    }

    /// Whether the panel holds typed text, which a click on the backdrop must not discard.
    fn holds_text(&self) -> bool {
        false
    }

    /// Does deferred work while no key waits, unless `cancelled` returns true meanwhile. Returns whether it
    /// changed anything.
    fn catch_up(&mut self, _browser: &Browser, _cancelled: &Cancelled) -> bool {
        false
    }
}

impl<P: Panel> From<P> for Box<dyn Panel> {
    fn from(panel: P) -> Self {
        Box::new(panel)
    }
}

impl dyn Panel {
    /// Returns the panel if it is of this type.
    pub fn get<P: Panel>(&self) -> Option<&P> {
        (self as &dyn Any).downcast_ref()
    }

    /// Returns the panel for changes if it is of this type.
    pub fn get_mut<P: Panel>(&mut self) -> Option<&mut P> {
        (self as &mut dyn Any).downcast_mut()
    }

    /// Handles an action in the panel. What [`Panel::act`] passes on is tried on the panel's list and
    /// text, then closes the panel, or is performed as in the timeline.
    pub fn perform(&mut self, action: Action, browser: &Browser, extent: Extent) -> Outcome {
        let outcome = self.act(action, browser, extent);
        let is_passed = matches!(outcome, Outcome::Pass);
        match action {
            _ if !is_passed => outcome,
            _ if self.menu().is_some_and(|menu| menu.act(action, extent)) => Outcome::Stay,
            _ if self.scroll().is_some_and(|scroll| scroll.act(action, extent)) => Outcome::Stay,
            Action::Escape => Outcome::Close,
            _ => Outcome::Do(Request::Browse(action)),
        }
    }

    /// Handles a click: it selects a row, or runs the row's action if the row is selected already.
    pub fn take_click(
        &mut self,
        target: HitTarget,
        moment: Option<Moment>,
        browser: &Browser,
        extent: Extent,
    ) -> Outcome {
        if let (HitTarget::Row(row), Some(menu)) = (target, self.menu())
            && std::mem::replace(&mut menu.selected, row) == row
            && let Some(action) = self.row_action()
        {
            return self.perform(action, browser, extent);
        }
        self.click(target, moment, browser)
    }

    /// Whether the edited line is not empty.
    pub fn has_typed(&mut self) -> bool {
        self.input().is_some_and(|input| !input.value().is_empty())
    }

    /// Applies a key or a paste to the edited line, if there is one.
    pub fn type_in(&mut self, change: impl FnOnce(&mut Input), browser: &Browser) -> Outcome {
        let Some(input) = self.input() else { return Outcome::Stay };
        change(input);
        self.menu().into_iter().for_each(|menu| menu.selected = 0);
        self.typed(browser)
    }

    /// Draws the panel over a backdrop that leaves the footer visible.
    pub fn draw_over(&self, browser: &Browser, canvas: &mut Canvas) {
        canvas.drawn.hits.add(canvas.layout.above_footer(), HitTarget::Backdrop);
        (canvas.drawn.panel, canvas.drawn.cursor) = (Extent::default(), None);
        self.draw(browser, canvas);
    }
}
