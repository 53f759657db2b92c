//! `dateline [PATH…]`: the browser, or a list where there is no terminal to browse in.

use std::io::{self, IsTerminal};

use clap::Args;

use super::{Looks, Paths, Select, list, tell_problems, today};
use crate::load::Watch;
use crate::tui::app::App;
use crate::tui::theme::Look;

/// Arguments of the browser.
#[derive(Debug, Args)]
pub struct Browse {
    #[command(flatten)]
    paths: Paths,
    #[command(flatten)]
    select: Select,
    #[command(flatten)]
    looks: Looks,
    /// Take the mouse from the terminal: a click goes there, the wheel zooms, dragging pans
    #[arg(long)]
    mouse: bool,
}

/// Opens the browser.
pub fn run(browse: &Browse) -> Result<io::Result<u8>, String> {
    if !io::stdout().is_terminal() {
        return list::run(&list::List::plain(browse.paths.clone(), browse.select.clone(), browse.looks));
    }
    let choice = browse.select.choice(today())?;
    if choice.reverse || choice.limit.is_some() {
        return Err(
            "--reverse and --limit are for `list` and `export`; the browser shows every event".to_owned()
        );
    }
    // A save between a look at the files and their reading is then read twice rather than missed.
    let watch = Watch::on(&browse.paths.paths);
    let loaded = browse.paths.load()?;
    if loaded.timeline.is_empty() && loaded.errors > 0 {
        tell_problems(&loaded)?;
    }
    let look = Look { color: browse.looks.color_on(true), ascii: browse.looks.ascii };
    let size = crossterm::terminal::size().unwrap_or((80, 24));
    let app = App::new(loaded, browse.paths.words(), choice, today(), look, size);
    let reload = || browse.paths.load().unwrap_or_default();
    Ok(crate::tui::run(app, watch, browse.mouse, &reload))
}
