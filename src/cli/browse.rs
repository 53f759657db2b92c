//! `dateline [PATH…]`: the browser, or a list where there is no terminal to browse in.

use std::io::{self, IsTerminal};

use clap::Args;

use super::own::Settled;
use super::{Looks, Own, Paths, Select, list, tell_problems, today};
use crate::load::Watch;
use crate::model::view::together;
use crate::tui::app::{App, Status};
use crate::tui::theme::Look;

/// Arguments of the browser.
#[derive(Debug, Args)]
pub struct Browse {
    #[command(flatten)]
    paths: Paths,
    #[command(flatten)]
    select: Select,
    #[command(flatten)]
    own: Own,
    #[command(flatten)]
    looks: Looks,
    /// Take the mouse from the terminal: a click goes there, the wheel zooms, dragging pans
    #[arg(long)]
    mouse: bool,
}

/// Opens the browser.
pub fn run(browse: &Browse) -> Result<io::Result<u8>, String> {
    if !io::stdout().is_terminal() || browse.select.is_explained() {
        return list::run(&list::List::plain(
            browse.paths.clone(),
            browse.select.clone(),
            browse.own.clone(),
            browse.looks,
        ));
    }
    let choice = browse.select.choice(today())?;
    // A save between a look at the files and their reading is then read twice rather than missed.
    let watch = Watch::on(&browse.paths.paths);
    let loaded = browse.paths.load()?;
    if loaded.timeline.is_empty() && loaded.errors > 0 {
        tell_problems(&loaded)?;
    }
    let Settled { config, keymap, complaint } = browse.own.settle()?;
    let views = together(&loaded.timeline.head.views, &config.views);
    let (choice, view) = browse.select.in_view(choice, &views, today())?;
    let looks = browse.looks.settled(&config);
    let look = Look { color: looks.color_on(true), ascii: looks.ascii };
    let size = crossterm::terminal::size().unwrap_or((80, 24));
    let mut app = App::new(loaded, browse.paths.words(), choice, today(), look, size);
    app.use_keys(keymap);
    app.show_lanes(config.lanes.as_deref().unwrap_or_default());
    view.iter().for_each(|view| app.look_by(view));
    app.own_views = config.views;
    if let Some(complaint) = complaint {
        app.status = Status::error(format!("{complaint}; the usual settings stay"));
    }
    let reload = || browse.paths.load().unwrap_or_default();
    Ok(crate::tui::run(app, watch, browse.mouse || config.mouse, &reload))
}
