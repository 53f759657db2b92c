//! A full-screen text: the description of the timeline, or a chapter of the manual.

use strum::{EnumMessage, IntoEnumIterator};

use super::event::TEXT_HINTS;
use super::{Hint, Outcome, Panel};
use crate::manual::chapter;
use crate::model::{Certainty, Timeline};
use crate::text::{counted, wrap};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::Browser;
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::menu::Scroll;
use crate::tui::theme::{Look, Role};

/// A full-screen text.
pub struct TextPage {
    title: String,
    /// The paragraphs. Examples and tables are truncated instead of wrapped.
    paragraphs: Vec<Paragraph>,
    scroll: Scroll,
}

struct Paragraph {
    text: String,
    role: Role,
    is_wrapped: bool,
}

impl TextPage {
    fn new(title: impl Into<String>, paragraphs: Vec<Paragraph>) -> Self {
        Self { title: title.into(), paragraphs, scroll: Scroll::default() }
    }

    /// Creates the description of a timeline: its coverage, counts, certainties and licence.
    pub fn about(browser: &Browser) -> Self {
        let (timeline, look) = (&browser.data.timeline, browser.look);
        let head = &timeline.head;
        let text = |text: String, role| Paragraph { text, role, is_wrapped: true };
        let mut paragraphs = vec![text(head.title.clone(), Role::Strong)];
        paragraphs.push(text(format!("{}\n{}", counts(timeline), span(timeline)), Role::Plain));
        paragraphs.extend(head.description.split("\n\n").map(|part| text(part.to_owned(), Role::Plain)));
        paragraphs.push(text(certainties(timeline, look), Role::Plain));
        let license = if head.license.is_empty() { "no licence is given" } else { &head.license };
        paragraphs.push(text(format!("Licence: {license}"), Role::Plain));
        let extra =
            head.extra.iter().map(|(key, value)| text(format!("{key}: {}", value.words()), Role::Plain));
        paragraphs.extend(extra);
        let spaced = paragraphs.into_iter().filter(|paragraph| !paragraph.text.trim().is_empty());
        Self::new("About", spaced.flat_map(|one| [one, text(String::new(), Role::Plain)]).collect())
    }

    /// Creates the page with the manual's chapter for a mode.
    pub fn manual(mode: Mode) -> Option<Self> {
        let name = match mode {
            Mode::Policies | Mode::FirstMovers => "policies",
            Mode::Filters | Mode::Facets | Mode::Prompt => "queries",
            Mode::Export => "exports",
            Mode::Clocks => "dates",
            _ => "browser",
        };
        let chapter = chapter(name)?;
        let paragraph = |line: &str| Paragraph {
            text: line.to_owned(),
            role: if line.starts_with('#') { Role::Strong } else { Role::Plain },
            is_wrapped: !line.starts_with(['|', ' ', '$']),
        };
        Some(Self::new(format!("Manual: {name}"), chapter.lines().map(paragraph).collect()))
    }

    fn lines(&self, cells: usize) -> Vec<(String, Role)> {
        let line = |one: &Paragraph| -> Vec<(String, Role)> {
            let lines = match one.text.as_str() {
                "" => vec![String::new()],
                text if one.is_wrapped => wrap(text, cells),
                text => vec![text.to_owned()],
            };
            lines.into_iter().map(|line| (line, one.role)).collect()
        };
        self.paragraphs.iter().flat_map(line).collect()
    }
}

fn counts(timeline: &Timeline) -> String {
    let sources = timeline.events().iter().map(|event| event.sources.len()).sum();
    let policies = match timeline.policies.len() {
        1 => "1 policy".to_owned(),
        count => format!("{count} policies"),
    };
    let (events, actors) = (counted(timeline.len(), "event"), counted(timeline.actors.len(), "actor"));
    format!("{events}, {}, {actors}, {policies}", counted(sources, "source"))
}

fn span(timeline: &Timeline) -> String {
    timeline.span().map_or_else(String::new, |(from, to)| format!("{} to {}", from.iso_day(), to.iso_day()))
}

/// Returns the legend of the certainties in use, with their counts and marks.
fn certainties(timeline: &Timeline, look: Look) -> String {
    let line = |certainty: Certainty| {
        let count = timeline.events().iter().filter(|event| event.certainty == Some(certainty)).count();
        let meaning = certainty.get_documentation().unwrap_or_default();
        (count > 0)
            .then(|| format!("{} {}, {count}: {meaning}", look.certainty(Some(certainty)), certainty.word()))
    };
    Certainty::iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

impl Panel for TextPage {
    fn mode(&self) -> Mode {
        Mode::Reader
    }

    fn hints(&self) -> &'static [Hint] {
        TEXT_HINTS
    }

    fn scroll(&mut self) -> Option<&mut Scroll> {
        Some(&mut self.scroll)
    }

    fn act(&mut self, action: Action, _browser: &Browser, _extent: Extent) -> Outcome {
        match action {
            Action::OpenSource | Action::Copy | Action::Accept => Outcome::Stay,
            _ => Outcome::Pass,
        }
    }

    fn draw(&self, _browser: &Browser, canvas: &mut Canvas) {
        let area = centred(canvas.layout.body(), 100, u16::MAX);
        let inside = canvas.boxed(area, &self.title);
        let lines = self.lines(usize::from(inside.width.saturating_sub(2)));
        canvas.drawn.panel = Extent::of(lines.len(), inside.height);
        let top = self.scroll.top.min(canvas.drawn.panel.end);
        for ((line, role), y) in lines.iter().skip(top).zip(inside.top()..inside.bottom()) {
            canvas.fitted(inside.x + 1, y, inside.width.saturating_sub(2), line, *role);
        }
        if canvas.drawn.panel.end > 0 {
            crate::tui::pane::draw_scroll_position(top, lines.len(), area, inside.height, "", canvas);
        }
    }
}
