//! `dateline [PATH…]`: the browser, or a list where there is no terminal to browse in.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

use clap::Args;

use super::own::Settled;
use super::progress::PATIENCE;
use super::{Looks, Own, Paths, Select, WRONG, list, tell_problems, today};
use crate::load::{Loaded, Progress, Watch};
use crate::tui::app::{App, Status};
use crate::tui::keymap::Keymap;
use crate::tui::loading_screen::{Opened, wait};
use crate::tui::theme::Look;

/// Arguments of the browser.
#[derive(Debug, Default, Args)]
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
    let selection = browse.select.selection(today())?;
    // A save between a look at the files and their reading is then read twice rather than missed.
    let watch = Watch::on(&browse.paths.paths);
    let Settled { config, keymap, complaint } = browse.own.settle()?;
    let mouse = browse.mouse || config.mouse;
    let looks = browse.looks.settled(&config);
    let look = Look { color: looks.color_on(true), ascii: looks.ascii };
    let size = crossterm::terminal::size().unwrap_or((80, 24));
    let keys = keymap.clone();
    let (paths, select) = (browse.paths.clone(), browse.select.clone());
    let open = move |progress: &Progress| -> Result<Result<App, Box<Loaded>>, String> {
        let loaded = paths.load_telling(progress)?;
        if loaded.timeline.is_empty() && loaded.errors > 0 {
            return Ok(Err(Box::new(loaded)));
        }
        let (selection, view) = select.in_view(selection, &loaded.timeline, &config, today())?;
        let mut app = App::new(loaded, paths.words(), selection, today(), look, size);
        app.use_keys(keymap);
        app.show_lanes(config.lanes.as_deref().unwrap_or_default());
        view.iter().for_each(|view| app.look_by(view));
        app.own_views = config.views;
        if let Some(complaint) = complaint {
            app.status = Status::error(format!("{complaint}; the usual settings stay"));
        }
        Ok(Ok(app))
    };
    // Somebody who types the input needs the terminal as it is.
    let is_typed = browse.paths.paths.iter().any(|path| path.as_os_str() == "-") && io::stdin().is_terminal();
    let opened = if browse.paths.paths.is_empty() || is_typed {
        Opened::Done(open(&Progress::default()))
    } else {
        match wait_for(open, &keys, look) {
            Ok(opened) => opened,
            Err(error) => return Ok(Err(error)),
        }
    };
    match opened {
        Opened::Done(Err(wrong)) => Err(wrong),
        Opened::Done(Ok(Ok(app))) => {
            let reload = || browse.paths.load_telling(&Progress::default()).unwrap_or_default();
            Ok(crate::tui::run(app, watch, mouse, &reload))
        }
        Opened::Done(Ok(Err(loaded))) => tell_problems(&loaded).map(|()| Ok(WRONG)),
        Opened::Left(code) => Ok(Ok(code)),
    }
}

/// What `open` gives; when that takes longer than a moment, the screen says how far it has come.
fn wait_for<T: Send + 'static>(
    open: impl FnOnce(&Progress) -> T + Send + 'static,
    keymap: &Keymap,
    look: Look,
) -> io::Result<Opened<T>> {
    let progress = Arc::new(Progress::default());
    let (send, result) = channel();
    let reader = Arc::clone(&progress);
    thread::spawn(move || send.send(open(&reader)));
    match result.recv_timeout(PATIENCE) {
        Ok(done) => Ok(Opened::Done(done)),
        Err(_) => wait(&result, &progress, keymap, look),
    }
}
