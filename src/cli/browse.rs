//! `dateline [PATH…]`: opens the browser, or prints a list if standard output is no terminal.

use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::channel;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::config_args::UserSettings;
use super::exit::{DONE, INCOMPLETE, Result};
use super::global_args::{GlobalArgs, is_dumb};
use super::input_args::InputArgs;
use super::list;
use super::looks;
use super::output::print;
use super::path_args::{PASSED_OVER, report};
use super::progress::PROGRESS_DELAY;
use super::selection_args::{span, today};
use crate::check::{CodeFilter, check};
use crate::load::format::lanes;
use crate::load::{Loaded, Progress, Watch, builtin};
use crate::text::{counted, pad, sanitize, width};
use crate::tui::app::{App, PANELS};
use crate::tui::browser::{Browser, Status};
use crate::tui::keymap::Keymap;
use crate::tui::loading_screen::{Opened, wait};
use crate::tui::theme::Look;

/// Arguments of the browser.
#[derive(Debug, Default, Args)]
pub struct Browse {
    #[command(flatten)]
    pub input: InputArgs,
    /// Use the mouse in the browser: click to move the cursor, turn the wheel to zoom, drag to pan
    #[arg(long)]
    mouse: bool,
    /// Theme: auto, terminal, dark, light, high-contrast, mono, or the path of a YAML file
    #[arg(long, value_name = "THEME")]
    theme: Option<String>,
    /// Facet of the lanes
    #[arg(long, value_parser = PossibleValuesParser::new(lanes()))]
    lanes: Option<String>,
    /// Move the cursor to this date
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    at: Option<String>,
    /// Time span in view, such as 2024-05-13/2024-05-31
    #[arg(long, value_name = "A/B", allow_hyphen_values = true)]
    window: Option<String>,
    /// Panel to open
    #[arg(long, value_parser = PossibleValuesParser::new(PANELS))]
    panel: Option<String>,
    /// List the built-in timelines with their titles and exit
    #[arg(long)]
    list_timelines: bool,
}

/// Prints the name and the title of every built-in timeline.
fn list_timelines() -> Result {
    let names = builtin::names();
    let widest = names.iter().map(|name| width(name)).max().unwrap_or_default();
    print(DONE, |out| {
        names.iter().try_for_each(|name| {
            let timeline = builtin::load(name).unwrap_or_default().timeline;
            let title = sanitize(&timeline.head.title);
            writeln!(out, "{}  {title} ({})", pad(name, widest), counted(timeline.len(), "event"))
        })
    })
}

/// Opens the browser.
pub fn run(browse: &Browse, global: &GlobalArgs) -> Result {
    if browse.list_timelines {
        return list_timelines();
    }
    if !io::stdout().is_terminal() {
        return list::run(&list::List::table(browse.input.clone()), global);
    }
    if is_dumb() {
        let why = "this terminal (TERM=dumb) cannot show the browser; `dateline list` prints the events";
        return Err(why.into());
    }
    // Starts rayon's threads, which read the files, while the configuration is read.
    rayon::spawn(|| ());
    let InputArgs { paths, selection: args, .. } = browse.input.clone();
    let selection = args.selection(today())?;
    // Watching starts before reading: a save in between is read twice rather than missed.
    let watch = Watch::on(&paths.paths);
    let UserSettings { config, keymap, complaint } = global.config.read()?;
    let mouse = browse.mouse || config.mouse;
    let span_of =
        |option, text: &Option<String>| text.as_deref().map(|text| span(option, text, today())).transpose();
    let (at, window) = (span_of("--at", &browse.at)?, span_of("--window", &browse.window)?);
    let (asked_lanes, panel) = (browse.lanes.clone(), browse.panel.clone());
    let size = crossterm::terminal::size().unwrap_or((80, 24));
    let (keys, settings) = (keymap.clone(), config.clone());
    let ask_look = || looks::read(browse.theme.as_deref(), global, &settings);
    let config_path = global.config.path();
    let open = move |progress: &Progress| -> Result<std::result::Result<App, Box<Loaded>>> {
        let mut loaded = paths.load_with_progress(progress)?;
        if loaded.timeline.is_empty() && loaded.errors > 0 {
            return Ok(Err(Box::new(loaded)));
        }
        check(&mut loaded, CodeFilter::default());
        let (selection, view) = args.in_view(selection, &loaded.timeline, &config, today())?;
        // The look is set later: the terminal is queried in parallel.
        let browser = Browser::new(loaded, paths.words(), selection, today(), Look::default(), size);
        let mut app = App::new(browser);
        app.browser.use_keys(keymap);
        match (config.lanes, &view) {
            (Some(lanes), _) => app.browser.show_lanes(lanes.word()),
            (None, None) => app.browser.open_view(),
            (None, Some(_)) => {}
        }
        view.iter().for_each(|view| app.browser.apply_view(view));
        asked_lanes.iter().for_each(|lanes| app.browser.show_lanes(lanes));
        app.start_at(at, window, panel.as_deref());
        app.browser.own_views = config.views;
        app.config_path = config_path;
        app.editor = config.editor;
        Ok(Ok(app))
    };
    let files = &browse.input.paths;
    let is_typed = files.paths.iter().any(|path| path.as_os_str() == "-") && io::stdin().is_terminal();
    let (opened, look, wrong_theme) = if is_typed {
        // Typed input needs the terminal in its normal mode.
        let (look, complaint) = ask_look()?;
        (Opened::Done(open(&Progress::default())), look, complaint)
    } else {
        open_meanwhile(open, &keys, ask_look)?
    };
    match opened {
        Opened::Done(Err(error)) => Err(error),
        Opened::Done(Ok(Ok(mut app))) => {
            app.browser.look = look;
            app.browser.mouse = mouse;
            if files.passes_over_directory() {
                app.browser.status = Status::note(PASSED_OVER);
            }
            if let Some(complaint) = complaint.or(wrong_theme) {
                app.browser.status = Status::error(format!("the usual settings stay: {complaint}"));
            }
            let reload = || {
                let mut loaded = files.load_with_progress(&Progress::default()).unwrap_or_default();
                check(&mut loaded, CodeFilter::default());
                loaded
            };
            Ok(crate::tui::run(app, watch, mouse, &reload)?)
        }
        Opened::Done(Ok(Err(loaded))) => report(&loaded, global).map(|()| INCOMPLETE),
        Opened::Left(code) => Ok(code),
    }
}

/// Runs `open` in a thread while the terminal is queried for its look, and returns both. If reading takes
/// longer, a loading screen shows its progress.
fn open_meanwhile<T: Send + 'static>(
    open: impl FnOnce(&Progress) -> T + Send + 'static,
    keymap: &Keymap,
    ask_look: impl FnOnce() -> Result<(Look, Option<String>)>,
) -> Result<(Opened<T>, Look, Option<String>)> {
    let progress = Arc::new(Progress::default());
    let (send, result) = channel();
    let reader = Arc::clone(&progress);
    // Reading shares its work with the other threads of rayon at once when it runs on one of them. A panic must
    // not end the program before the terminal is restored, so it only leaves the channel without a result.
    rayon::spawn(move || drop(catch_unwind(AssertUnwindSafe(|| send.send(open(&reader))))));
    let (look, complaint) = ask_look()?;
    let opened = match result.recv_timeout(PROGRESS_DELAY) {
        Ok(done) => Opened::Done(done),
        Err(_) => wait(&result, &progress, keymap, look)?,
    };
    Ok((opened, look, complaint))
}
