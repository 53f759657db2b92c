//! The panels that actions open.

use super::{
    Clocks, Copy, EventText, ExportDialog, Facets, Filters, Help, Panel, Policies, Problems, Prompt,
    PromptKind, Sources, TextPage, ThreadWalk,
};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Status};

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
