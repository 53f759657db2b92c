//! The panel to choose what to copy of the current event or view.

use ratatui::layout::Rect;

use super::{Outcome, Panel, Request};
use crate::export;
use crate::model::{Date, Event, Source, Timeline};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Status};
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::{Extent, HitTarget};
use crate::tui::side_effect::SideEffect;
use crate::tui::theme::Role;

/// The choice of what to copy.
pub struct Copy;

impl Panel for Copy {
    fn mode(&self) -> Mode {
        Mode::Copy
    }

    fn wheel_rows(&mut self) -> usize {
        0
    }

    fn act(&mut self, action: Action, browser: &Browser, _extent: Extent) -> Outcome {
        let Some(event) = browser.current_event() else { return Outcome::Close };
        let timeline = &browser.data.timeline;
        let (text, what) = match action {
            Action::CopyCitation => (citation(timeline, event), "a citation"),
            Action::CopyLink => match event.sources.iter().find(|source| !source.url.is_empty()) {
                Some(source) => (source.url.to_string(), "the link"),
                None => return Outcome::Leave(Request::say(Status::note("this event names no address"))),
            },
            Action::CopyYaml => (export::yaml::event_text(timeline, event), "the event as YAML"),
            // The command line also names the panel below.
            Action::CopyView => return Outcome::Leave(Request::Browse(action)),
            _ => return Outcome::Pass,
        };
        Outcome::Leave(Request::Run(SideEffect::Copy(text, what)))
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let actions = [Action::CopyCitation, Action::CopyLink, Action::CopyYaml, Action::CopyView];
        let area = centred(canvas.layout.screen, 52, actions.len() as u16 + 2);
        let inside = canvas.boxed(area, "Copy");
        for (action, y) in actions.into_iter().zip(inside.top()..inside.bottom()) {
            let key = browser.keymap.label(Mode::Copy, action);
            let x = canvas.text(inside.x + 1, y, inside.width, &key, Role::Key);
            canvas.fitted(x + 2, y, inside.right().saturating_sub(x + 2), action.help(), Role::Plain);
            canvas.drawn.hits.add(Rect { y, height: 1, ..inside }, HitTarget::Do(action));
        }
    }
}

/// Formats an event as a citation: title, date and every source.
fn citation(timeline: &Timeline, event: &Event) -> String {
    let date = event.date.as_ref().map_or_else(|| "undated".to_owned(), Date::words);
    let source = |source: &Source| {
        let publisher = source.publisher.map(|word| timeline.word(word).to_owned());
        let date = source.date.as_ref().map(Date::words);
        let url = (!source.url.is_empty()).then(|| source.url.to_string());
        let weak = source.weak.then(|| "weak source".to_owned());
        [publisher, date, url, weak].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let sources: Vec<String> = event.sources.iter().map(source).collect();
    format!("{}. {date}. {}.", event.title.trim_end_matches('.'), sources.join("; "))
}
