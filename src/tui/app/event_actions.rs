//! What can be done with the event under the cursor: read, copy, open, edit.

use super::{App, Effect, Overlay, Status};
use crate::export;
use crate::model::{Address, Event, Source, Timeline};
use crate::tui::action::Action;

impl App {
    fn event(&self) -> Option<&Event> {
        self.cursor.event.map(|event| self.data.timeline.event(event))
    }

    /// Opens the editor at the event's line.
    pub(super) fn edit(&mut self) -> Option<Effect> {
        let place = self.event()?.place;
        let file = self.data.timeline.files.get(place.file as usize).cloned();
        if self.data.paths.is_empty() {
            let key = self.key(Action::Export);
            self.status = Status::note(format!(
                "this timeline is part of dateline; {key} exports it to a YAML file to edit"
            ));
            return None;
        }
        match file {
            Some(file) if file != "-" => Some(Effect::Edit(file, place.line)),
            _ => {
                self.status = Status::note("this event came from standard input and stands in no file");
                None
            }
        }
    }

    /// Lists the sources to open, or opens the only one.
    pub(super) fn open_sources(&mut self) {
        match self.event().map(|event| event.sources.len()) {
            None => {}
            Some(0) => self.status = Status::note("this event names no source"),
            Some(_) => self.overlay = Some(Overlay::Sources(0)),
        }
    }

    /// What actions mean in the list of sources.
    pub(super) fn act_on_sources(&mut self, action: Action) -> Option<Effect> {
        let Some(Overlay::Sources(selected)) = self.overlay.take() else { return None };
        let sources = &self.event()?.sources;
        let url = sources.get(selected).map(|source| source.url.to_string()).unwrap_or_default();
        let last = sources.len().saturating_sub(1);
        match action {
            Action::Down => self.overlay = Some(Overlay::Sources((selected + 1).min(last))),
            Action::Up => self.overlay = Some(Overlay::Sources(selected.saturating_sub(1))),
            Action::Accept if is_web(&url) => return Some(Effect::Open(url)),
            Action::Accept => self.status = Status::error("only http and https addresses are opened"),
            Action::CopyLink if !url.is_empty() => return Some(Effect::Copy(url, "the link")),
            _ => {}
        }
        None
    }

    /// Scrolls the event beside the list by lines.
    pub(super) fn scroll_detail(&mut self, lines: isize) {
        let end = crate::tui::view::detail_end(self);
        self.cursor.detail_top = self.cursor.detail_top.min(end).saturating_add_signed(lines).min(end);
    }

    /// What actions mean in a text that scrolls.
    pub(super) fn act_on_reader(&mut self, action: Action) {
        let page = usize::from(self.plan().screen.height.saturating_sub(6)).max(1);
        let step: isize = match action {
            Action::Down => 1,
            Action::Up => -1,
            Action::PageDown => page.cast_signed(),
            Action::PageUp => -page.cast_signed(),
            Action::Escape => return self.overlay = None,
            Action::OpenSource | Action::Copy => {
                if matches!(self.overlay, Some(Overlay::Detail(_))) {
                    let below = self.overlay.take();
                    self.open_over(below, action);
                }
                return;
            }
            _ => 0,
        };
        let last = self.reader_lines().saturating_sub(page);
        if let Some(Overlay::Detail(top) | Overlay::Problems(top)) = &mut self.overlay {
            *top = top.saturating_add_signed(step).min(last);
        }
    }

    /// The number of lines of the text that scrolls.
    fn reader_lines(&self) -> usize {
        crate::tui::view::reader_lines(self)
    }

    /// Copies what was asked for.
    pub(super) fn copy(&mut self, action: Action) -> Option<Effect> {
        self.overlay = None;
        let event = self.event()?;
        match action {
            Action::CopyCitation => Some(Effect::Copy(citation(&self.data.timeline, event), "a citation")),
            Action::CopyLink => {
                if let Some(source) = event.sources.iter().find(|source| !source.url.is_empty()) {
                    Some(Effect::Copy(source.url.to_string(), "the link"))
                } else {
                    self.status = Status::note("this event names no address");
                    None
                }
            }
            Action::CopyYaml => {
                Some(Effect::Copy(export::yaml::event_text(&self.data.timeline, event), "the event as YAML"))
            }
            Action::CopyView => Some(Effect::Copy(
                export::command("", &self.data.paths, &self.selection()),
                "the command line of this view",
            )),
            _ => None,
        }
    }
}

/// Whether an address may be handed to a web browser.
fn is_web(url: &str) -> bool {
    Address::is_web(url) && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// An event as a memo cites it: date, title, and every source.
fn citation(timeline: &Timeline, event: &Event) -> String {
    let date = event.date.as_ref().map_or_else(|| "undated".to_owned(), crate::model::Date::words);
    let source = |source: &Source| {
        let publisher = source.publisher.map(|word| timeline.word(word).to_owned());
        let date = source.date.as_ref().map(crate::model::Date::words);
        let url = (!source.url.is_empty()).then(|| source.url.to_string());
        let weak = source.weak.then(|| "weak source".to_owned());
        [publisher, date, url, weak].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let sources: Vec<String> = event.sources.iter().map(source).collect();
    format!("{}. {date}. {}.", event.title.trim_end_matches('.'), sources.join("; "))
}
