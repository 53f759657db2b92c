//! Panels: what lies on top of the timeline. A panel is one file below this one with its state, what
//! actions do to it, its drawing and its hints. This file is the list of them.

mod clocks;
mod copy;
mod event;
mod export;
mod facets;
mod filters;
mod first_movers;
mod help;
mod policies;
mod problems;
mod prompt;
mod sources;
mod text;
mod thread;

use std::ops::{Deref, DerefMut};

use tui_input::Input;

use super::action::{Action, Mode};
use super::app::{App, Cancelled, Data, SideEffect, Status};
use super::hit_map::{Extent, HitTarget};
use super::menu::{Menu, Scroll};
use super::view::Canvas;
use crate::history::{Links, Step};
use crate::model::{Clock, EventNo, Moment, PolicyNo};
use crate::query::{Filter, Query};
pub use clocks::Clocks;
pub use copy::Copy;
pub use event::EventText;
pub use export::{ExportDialog, Field, Save};
pub use facets::Facets;
pub use filters::{Filters, no_filter};
pub use first_movers::FirstMovers;
pub use help::Help;
pub use policies::{Policies, policy_change};
pub use problems::Problems;
pub use prompt::{Ask, Prompt};
pub use sources::Sources;
pub use text::TextPage;
pub use thread::ThreadWalk;

/// Keys worth knowing in a panel: the actions of one hint and the word for them.
pub type Hint = (&'static [Action], &'static str);

/// Declares the panels, each of which is used as its [`Behaviour`].
macro_rules! panels {
    ($($name:ident($state:ty)),+ $(,)?) => {
        /// A panel on top of the timeline.
        pub enum Panel {
            $(#[doc = concat!("See [`struct@", stringify!($state), "`].")] $name(Box<$state>),)+
        }

        impl Deref for Panel {
            type Target = dyn Behaviour;

            fn deref(&self) -> &Self::Target {
                match self { $(Self::$name(panel) => &**panel,)+ }
            }
        }

        impl DerefMut for Panel {
            fn deref_mut(&mut self) -> &mut Self::Target {
                match self { $(Self::$name(panel) => &mut **panel,)+ }
            }
        }

        $(impl From<$state> for Panel {
            fn from(panel: $state) -> Self {
                Self::$name(Box::new(panel))
            }
        })+
    };
}

panels! {
    Clocks(Clocks),
    Copy(Copy),
    Event(EventText),
    Export(ExportDialog),
    Facets(Facets),
    Filters(Filters),
    FirstMovers(FirstMovers),
    Help(Help),
    Policies(Policies),
    Problems(Problems),
    Prompt(Prompt),
    Sources(Sources),
    Text(TextPage),
    Thread(ThreadWalk),
}

/// What a panel makes of an input.
pub enum Outcome {
    /// The input means nothing special here: see [`Behaviour::act`].
    Pass,
    /// It stays as it is now.
    Stay,
    /// It closes.
    Close,
    /// Another panel opens over it.
    Open(Panel),
    /// Another panel takes its place.
    Replace(Panel),
    /// It stays, and the browser does something.
    Do(Request),
    /// It closes, and the browser does something.
    Leave(Request),
}

impl Outcome {
    /// Stays and shows a note in the footer.
    fn note(text: impl Into<String>) -> Self {
        Self::Do(Request::Say(Status::note(text)))
    }

    /// Stays and changes the filters.
    fn filter(change: impl FnOnce(&mut Filter) + 'static) -> Self {
        Self::Do(Request::Filter(Box::new(change)))
    }

    /// Opens a panel over this one, or says why it cannot be opened.
    fn open(panel: Result<impl Into<Panel>, Status>) -> Self {
        match panel {
            Ok(panel) => Self::Open(panel.into()),
            Err(status) => Self::Do(Request::Say(status)),
        }
    }
}

/// What a panel asks the browser for.
pub enum Request {
    /// Does what the action means in the timeline.
    Browse(Action),
    /// Shows a message in the footer.
    Say(Status),
    /// Runs an effect.
    Run(SideEffect),
    /// Changes the filters.
    Filter(Box<dyn FnOnce(&mut Filter)>),
    /// Adds a query to the filters, or replaces the chip of this number.
    Narrow(Query, Option<usize>),
    /// Goes to a span of time.
    GoToSpan(Moment, Moment),
    /// Goes to an event; filters that hide it are switched off.
    GoToEvent(EventNo),
    /// Goes to the step of a policy and shows a note.
    GoToStep(Step, String),
    /// Goes to a moment without moving the view where it is visible.
    Visit(Moment),
    /// Places the events by a clock.
    PlaceBy(Option<Clock>),
    /// Shows the named view of this number, counted from 1.
    ShowView(usize),
    /// Searches for a text while it is typed.
    Search(String),
    /// Marks the range between two spans.
    MarkRange((Moment, Moment), (Moment, Moment)),
    /// Compares the policies of the cursor's day with those of another.
    Compare(Moment),
    /// Ends the typing of a search, which is kept or dropped.
    EndSearch(bool),
}

/// The numbers that events and policies have after a change of the data.
pub struct Renumbering<'a> {
    /// The new number of an event; `None` when it is gone.
    pub event: &'a dyn Fn(EventNo) -> Option<EventNo>,
    /// The new number of a policy; `None` when it is gone.
    pub policy: &'a dyn Fn(PolicyNo) -> Option<PolicyNo>,
    /// The links before the change.
    pub links: &'a Links,
    /// The data after it.
    pub data: &'a Data,
}

/// What each panel says about itself. While it acts, the panel is apart from the browser it is given.
pub trait Behaviour {
    /// Returns the mode whose keys work in it, and the keys worth knowing.
    fn keys(&self) -> (Mode, &'static [Hint]);

    /// Does what an action means to it.
    fn act(&mut self, action: Action, app: &App, extent: Extent) -> Outcome;

    /// Draws it.
    fn draw(&self, app: &App, canvas: &mut Canvas);

    /// Does what a click on one of its own targets means; `moment` is the one under the pointer.
    fn click(&mut self, _target: HitTarget, _moment: Option<Moment>, _app: &App) -> Outcome {
        Outcome::Stay
    }

    /// Brings it up to date with the browser after a change; false closes it.
    fn settle(&mut self, _app: &App) -> bool {
        true
    }

    /// Takes over the numbers after a change of the data; false closes it.
    fn renumber(&mut self, _moved: &Renumbering) -> bool {
        true
    }

    /// Returns its list, when it has one.
    fn menu(&mut self) -> Option<&mut Menu> {
        None
    }

    /// Returns its text that scrolls, when it has one.
    fn scroll(&mut self) -> Option<&mut Scroll> {
        None
    }

    /// Returns the line that is typed in it, when there is one.
    fn input(&mut self) -> Option<&mut Input> {
        None
    }

    /// Takes note of a change in that line.
    fn typed(&mut self, _app: &App) -> Outcome {
        Outcome::Stay
    }

    /// Returns what a click on the selected row does, when it does anything.
    fn row_action(&self) -> Option<Action> {
        Some(Action::Accept)
    }

    /// Returns how many rows a notch of the wheel moves.
    fn wheel_rows(&self) -> usize {
        1
    }

    /// Whether it covers the timeline whole.
    fn covers_timeline(&self) -> bool {
        false
    }

    /// Whether it holds a text that a click on its backdrop must not lose.
    fn holds_text(&self) -> bool {
        false
    }

    /// Does work that waits until no key does, unless `cancelled` returns true meanwhile; returns
    /// whether something was done.
    fn catch_up(&mut self, _app: &App, _cancelled: &Cancelled) -> bool {
        false
    }
}

impl Panel {
    /// Opens the panel that an action of the timeline asks for; `None` when it asks for none.
    pub fn opened_by(action: Action, app: &App) -> Option<Result<Self, Status>> {
        Some(match action {
            Action::JumpToDate => Ok(Prompt::new(Ask::Jump, app).into()),
            Action::Search => Ok(Prompt::new(Ask::Search, app).into()),
            Action::FilterQuery => Ok(Prompt::new(Ask::Query, app).into()),
            Action::Facets => Ok(Facets::default().into()),
            Action::Filters => Filters::open(app).map(Self::from),
            Action::Export => ExportDialog::open(app).map(Self::from),
            Action::Copy if app.cursor.event.is_some() => Ok(Copy.into()),
            Action::Confirm if app.cursor.event.is_some() => Ok(EventText::default().into()),
            Action::OpenSource if app.cursor.event.is_some() => Sources::open(app, 0).map(Self::from),
            Action::Thread if app.cursor.event.is_some() => ThreadWalk::open(app).map(Self::from),
            Action::Clocks => Clocks::open(app).map(Self::from),
            Action::Policies => Policies::open(app).map(Self::from),
            Action::About => Ok(TextPage::about(app).into()),
            Action::Problems => Ok(Problems::default().into()),
            Action::Help => Ok(Help::keys(app.mode()).into()),
            Action::Palette => Ok(Help::commands().into()),
            _ => return None,
        })
    }

    /// Does what an action means in the panel. What it passes on moves its list or text, closes it,
    /// or means what it means in the timeline.
    pub fn perform(&mut self, action: Action, app: &App, extent: Extent) -> Outcome {
        let outcome = self.act(action, app, extent);
        let is_passed = matches!(outcome, Outcome::Pass);
        match action {
            _ if !is_passed => outcome,
            _ if self.menu().is_some_and(|menu| menu.act(action, extent)) => Outcome::Stay,
            _ if self.scroll().is_some_and(|scroll| scroll.act(action, extent)) => Outcome::Stay,
            Action::Escape => Outcome::Close,
            Action::Help => Outcome::Open(Help::keys(self.keys().0).into()),
            _ => Outcome::Do(Request::Browse(action)),
        }
    }

    /// Does what a click means: on a row it selects, on the selected row it does what the list is for.
    pub fn take_click(
        &mut self,
        target: HitTarget,
        moment: Option<Moment>,
        app: &App,
        extent: Extent,
    ) -> Outcome {
        if let (HitTarget::Row(row), Some(menu)) = (target, self.menu())
            && std::mem::replace(&mut menu.selected, row) == row
            && let Some(action) = self.row_action()
        {
            return self.perform(action, app, extent);
        }
        self.click(target, moment, app)
    }

    /// Whether something is typed in its line.
    pub fn has_typed(&mut self) -> bool {
        self.input().is_some_and(|input| !input.value().is_empty())
    }

    /// Does what a key or a paste means to the line that is typed; without one nothing.
    pub fn type_in(&mut self, change: impl FnOnce(&mut Input), app: &App) -> Outcome {
        let Some(input) = self.input() else { return Outcome::Stay };
        change(input);
        self.menu().into_iter().for_each(|menu| menu.selected = 0);
        self.typed(app)
    }

    /// Draws it over a backdrop; the footer stays in view.
    pub fn draw_over(&self, app: &App, canvas: &mut Canvas) {
        canvas.drawn.hits.add(canvas.layout.above_footer(), HitTarget::Backdrop);
        (canvas.drawn.panel, canvas.drawn.cursor) = (Extent::default(), None);
        self.draw(app, canvas);
    }
}
