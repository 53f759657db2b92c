//! Panels on top of the timeline, and the actions that open them. Each submodule holds one panel: its state,
//! its behaviour, its drawing and its hints.

mod behaviour;
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

use super::action::{Action, Mode};
use super::browser::{Browser, Status};
pub use behaviour::{Hint, Outcome, Panel, Request};
pub use clocks::Clocks;
pub use copy::Copy;
pub use event::EventText;
pub use export::ExportDialog;
pub use facets::Facets;
pub use filters::Filters;
pub use first_movers::FirstMovers;
pub use help::Help;
pub use policies::Policies;
pub use problems::Problems;
pub use prompt::{Prompt, PromptKind};
pub use sources::Sources;
pub use text::TextPage;
pub use thread::ThreadWalk;

/// Opens the panel of an action in a mode; `None` if the action opens none.
///
/// # Errors
/// The inner result says why the panel cannot be opened.
pub fn opened_by(action: Action, browser: &Browser, mode: Mode) -> Option<Result<Box<dyn Panel>, Status>> {
    Some(match action {
        Action::JumpToDate => Ok(Prompt::new(PromptKind::Jump, browser).into()),
        Action::Search => Ok(Prompt::new(PromptKind::Search, browser).into()),
        Action::FilterQuery => Ok(Prompt::new(PromptKind::Query, browser).into()),
        Action::Facets => Ok(Facets::default().into()),
        Action::Filters => Filters::open(browser).map(Into::into),
        Action::Export => ExportDialog::open(browser).map(Into::into),
        Action::Copy if browser.cursor.event.is_some() => Ok(Copy.into()),
        Action::Confirm if browser.cursor.event.is_some() => Ok(EventText::default().into()),
        Action::OpenSource if browser.cursor.event.is_some() => Sources::open(browser, 0).map(Into::into),
        Action::Thread if browser.cursor.event.is_some() => ThreadWalk::open(browser).map(Into::into),
        Action::Copy | Action::Confirm | Action::OpenSource | Action::Thread => {
            Err(Status::note("there is no event under the cursor"))
        }
        Action::Clocks => Clocks::open(browser).map(Into::into),
        Action::Policies => Policies::open(browser).map(Into::into),
        Action::About => Ok(TextPage::about(browser).into()),
        Action::SaveView => Ok(Prompt::new(PromptKind::SaveView, browser).into()),
        Action::Problems => Ok(Problems::default().into()),
        Action::Help => Ok(Help::keys(mode).into()),
        Action::Palette => Ok(Help::commands().into()),
        _ => return None,
    })
}
