//! The detail pane: everything about the current event.

use std::ops::Range;

use ratatui::layout::Rect;
use strum::IntoEnumIterator;

use crate::history::{effect_words, policy_words};
use crate::model::address::host;
use crate::model::{Clock, Country, Event, Source, SourceDetails, Timeline};
use crate::text::{counted, pad, path_name, wrap};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::Browser;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::hit_map::{Extent, HitTarget};
use crate::tui::theme::{Look, Role};

/// Draws the pane if the layout has one.
pub fn draw(browser: &Browser, canvas: &mut Canvas) {
    let Some(area) = canvas.layout.detail else { return };
    let keys = [Action::DetailDown, Action::DetailUp];
    let keys = keys.map(|action| browser.keymap.label(Mode::Browse, action)).join(" ");
    canvas.drawn.hits.add(area, HitTarget::Detail);
    canvas.drawn.detail =
        draw_event(browser, area, "Detail", browser.cursor.detail.top, &format!(", {keys}"), canvas);
}

/// Draws the current event in a box, scrolled to line `top` or as far as possible. `keys` names the scroll
/// keys. Returns the scroll extent.
pub fn draw_event(
    browser: &Browser,
    area: Rect,
    title: &str,
    top: usize,
    keys: &str,
    canvas: &mut Canvas,
) -> Extent {
    let inside = canvas.boxed(area, title);
    let page = page(browser, usize::from(inside.width.saturating_sub(2)));
    let extent = Extent::of(page.lines.len(), inside.height);
    let top = top.min(extent.end);
    show(&page, top, inside, canvas);
    if extent.end > 0 {
        draw_scroll_position(top, page.lines.len(), area, inside.height, keys, canvas);
    }
    extent
}

/// Writes the range of visible lines on the lower border of `area`, followed by the scroll keys.
pub fn draw_scroll_position(
    top: usize,
    lines: usize,
    area: Rect,
    rows: u16,
    keys: &str,
    canvas: &mut Canvas,
) {
    let place = format!(" {}–{} of {lines} lines{keys} ", top + 1, (top + usize::from(rows)).min(lines));
    let x = area.right().saturating_sub(crate::text::width(&place) as u16 + 2);
    canvas.text(x, area.bottom().saturating_sub(1), area.right().saturating_sub(x), &place, Role::Quiet);
}

fn show(page: &Page, top: usize, area: Rect, canvas: &mut Canvas) {
    let lines = page.lines.iter().enumerate().skip(top);
    for ((index, line), y) in lines.zip(area.top()..area.bottom()) {
        canvas.line(area.x + 1, y, area.width.saturating_sub(2), line);
        if let Some(source) = page.sources.iter().position(|lines| lines.contains(&index)) {
            canvas.drawn.hits.add(Rect { y, height: 1, ..area }, HitTarget::Source(source));
        }
    }
}

/// Renders the current event as lines of at most `cells` cells; no lines if there is no current event.
fn page(browser: &Browser, cells: usize) -> Page {
    let mut page = Page { lines: Vec::new(), sources: Vec::new(), cells: cells.max(10) };
    let Some(event) = browser.current_event() else { return page };
    let timeline = &browser.data.timeline;
    page.text(&event.title, Role::Strong);
    facts(&mut page, timeline, event, browser.look);
    parts(&mut page, timeline, event);
    effects(&mut page, timeline, event, browser.look);
    page.gap();
    page.text(&event.summary, Role::Plain);
    disputes(&mut page, event);
    sources(&mut page, timeline, event);
    rest(&mut page, timeline, event, browser.look);
    page
}

/// The lines of the detail pane.
struct Page {
    lines: Vec<Vec<Piece>>,
    /// The line range of each source, for clicks.
    sources: Vec<Range<usize>>,
    cells: usize,
}

impl Page {
    fn text(&mut self, text: &str, role: Role) {
        self.labelled("", 0, text, role);
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    /// Adds a text after a quiet lead, wrapped with a hanging indent of two cells.
    fn hanging(&mut self, lead: &str, text: &str) {
        for (index, line) in
            wrap(&format!("{lead}{text}"), self.cells.saturating_sub(2)).into_iter().enumerate()
        {
            let quiet =
                if index == 0 && line.starts_with(lead.trim_end()) { lead.trim_end().len() } else { 0 };
            let (quiet, plain) = line.split_at(quiet);
            let indent = if index == 0 { "" } else { "  " };
            self.lines.push(vec![(format!("{indent}{quiet}"), Role::Quiet), (plain.to_owned(), Role::Plain)]);
        }
    }

    /// Adds a text after a label that is padded to `indent` cells, wrapped with the same indent.
    fn labelled(&mut self, label: &str, indent: usize, text: &str, role: Role) {
        let indent = indent.min(self.cells / 2);
        for (index, line) in wrap(text, self.cells - indent).into_iter().enumerate() {
            let lead = if index == 0 { pad(label, indent) } else { " ".repeat(indent) };
            self.lines.push(vec![(lead, Role::Quiet), (line, role)]);
        }
    }
}

/// Formats the number of sources and how many of them are weak: `3 sources, 1 weak`.
fn sources_in_short(event: &Event) -> String {
    let weak = event.sources.iter().filter(|source| source.weak).count();
    let all = counted(event.sources.len(), "source");
    if weak > 0 { format!("{all}, {weak} weak") } else { all }
}

fn facts(page: &mut Page, timeline: &Timeline, event: &Event, look: Look) {
    let date = event.date.as_ref().map_or_else(|| "undated".to_owned(), crate::model::Date::words);
    let kind = event.kind.map(|kind| timeline.word(kind));
    let mut facts = vec![date];
    facts.extend(kind.map(|kind| format!("{} {kind}", look.kind(Some(kind)))));
    facts.extend(event.certainty.map(|certainty| certainty.word().to_owned()));
    facts.push(sources_in_short(event));
    facts.push(format!("importance {}", event.weight()));
    page.text(&facts.join(look.or(" · ", " - ")), Role::Key);
    page.labelled("", 0, &event.date_note, Role::Doubt);
    clocks(page, event, timeline.clock(), look);
}

/// Adds the event's other dates in the order of a decision's life, and marks the one that places it.
fn clocks(page: &mut Page, event: &Event, placing: Option<Clock>, look: Look) {
    for clock in Clock::iter() {
        let places = placing == Some(clock);
        let mark = if places { look.or("▸ ", "> ") } else { "  " };
        let label = format!("{}{}", placing.map_or("", |_| mark), clock.words());
        match event.clock(clock).map(crate::model::Date::words) {
            Some(date) if places => page.labelled(&label, 12, &format!("{date}, which places it"), Role::Key),
            Some(date) => page.labelled(&label, 12, &date, Role::Plain),
            None if places => page.labelled(&label, 12, "not given, so it stands off the axis", Role::Doubt),
            None => {}
        }
    }
}

fn parts(page: &mut Page, timeline: &Timeline, event: &Event) {
    if !event.actors.is_empty() {
        page.gap();
    }
    for part in &event.actors {
        let actor = timeline.actor(part.actor);
        let office = timeline.office_of(part.actor, event).map(|office| &*office.title);
        let country = timeline.country_of(part.actor, event).map(Country::code);
        let about: Vec<&str> = [office, country].into_iter().flatten().collect();
        let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
        let role = part.role.map_or_else(String::new, |role| format!("{}: ", timeline.word(role)));
        page.hanging(&role, &format!("{}{about}", actor.name));
    }
    if !event.countries.is_empty() {
        let names: Vec<&str> = event.countries.iter().map(|country| country.name()).collect();
        page.labelled("countries", 16, &names.join(", "), Role::Plain);
    }
}

fn effects(page: &mut Page, timeline: &Timeline, event: &Event, look: Look) {
    page.gap();
    for effect in &event.effects {
        let policy = policy_words(timeline, timeline.policy(effect.policy));
        let change = effect_words(timeline, effect, look.or("→", "->"));
        let from = effect.from.as_ref().map(|from| format!(", from {}", from.words())).unwrap_or_default();
        page.labelled("policy", 16, &format!("{policy}: {change}{from}"), Role::Strong);
        page.labelled("", 16, &effect.note, Role::Quiet);
    }
}

fn disputes(page: &mut Page, event: &Event) {
    page.gap();
    for dispute in &event.disputes {
        let numbers: Vec<String> = dispute.sources.iter().filter_map(|url| number_of(event, url)).collect();
        let numbers = if numbers.is_empty() { String::new() } else { format!(" {}", numbers.join("")) };
        page.labelled("but", 4, &format!("{}{numbers}", dispute.says), Role::Doubt);
    }
}

/// Returns the number of the event's source with this address: `[2]`.
fn number_of(event: &Event, url: &str) -> Option<String> {
    let place = event.sources.iter().position(|source| &*source.url == url)?;
    Some(format!("[{}]", place + 1))
}

fn sources(page: &mut Page, timeline: &Timeline, event: &Event) {
    page.gap();
    if event.sources.is_empty() {
        page.text("no source", Role::Doubt);
    }
    for (index, source) in event.sources.iter().enumerate() {
        let start = page.lines.len();
        let label = format!("[{}]", index + 1);
        let role = if source.weak { Role::Doubt } else { Role::Plain };
        page.labelled(&label, 4, &source_words(timeline, source), role);
        page.labelled("", 4, &source.url, Role::Link);
        source_details(page, source);
        page.sources.push(start..page.lines.len());
    }
}

/// Formats a source in one line: authors, publisher, title, date, and whether it is weak or primary.
pub fn source_words(timeline: &Timeline, source: &Source) -> String {
    let publisher = source.publisher.map(|word| timeline.word(word).to_owned());
    let title = (!source.title.is_empty()).then(|| format!("“{}”", source.title));
    let date = source.date.as_ref().map(crate::model::Date::words);
    let weak = source.weak.then(|| "weak".to_owned());
    let primary = source.primary.then(|| "primary".to_owned());
    let authors = source.details().authors.iter().map(ToString::to_string);
    let words = authors.chain([publisher, title, date].into_iter().flatten()).collect::<Vec<_>>();
    let host = || host(&source.url).unwrap_or("source").to_owned();
    let words = if words.is_empty() { vec![host()] } else { words };
    words.into_iter().chain(weak).chain(primary).collect::<Vec<_>>().join(", ")
}

/// Adds the optional fields of a source, one per line.
fn source_details(page: &mut Page, source: &Source) {
    let SourceDetails { id, authors: _, lang, archive, accessed, quote, note } = source.details();
    if !quote.is_empty() {
        page.labelled("", 4, &format!("“{quote}”"), Role::Plain);
    }
    page.labelled("", 4, note, Role::Quiet);
    page.labelled("", 4, archive, Role::Link);
    let accessed = accessed.as_ref().map(|date| format!("accessed {}", date.words())).unwrap_or_default();
    for (label, text) in [("", &*accessed), ("language ", lang), ("in the registry as ", id)] {
        if !text.is_empty() {
            page.labelled("", 4, &format!("{label}{text}"), Role::Quiet);
        }
    }
}

fn rest(page: &mut Page, timeline: &Timeline, event: &Event, look: Look) {
    page.gap();
    for link in &event.links {
        let other = timeline.find(&link.to).map(|other| timeline.event(other));
        let title = other
            .map_or_else(|| format!("{} (not in this timeline)", link.to), |other| other.title.to_string());
        let date = other.and_then(|other| other.date.as_ref());
        let date = date.map_or(String::new(), |date| format!("{} ", date.text()));
        let label = format!("{} {}", timeline.word(link.relation), look.or("→", "->"));
        page.labelled(&label, 16, &format!("{date}{title}"), Role::Plain);
    }
    page.gap();
    if !event.tags.is_empty() {
        let tags: Vec<&str> = event.tags.iter().map(|tag| timeline.word(*tag)).collect();
        page.labelled("tags", 6, &tags.join(", "), Role::Quiet);
    }
    if let Some(review) = &event.reviewed {
        page.labelled("reviewed", 16, &review.words(), Role::Plain);
    }
    for (key, value) in &event.extra {
        page.labelled(key, 16, &value.words(), Role::Plain);
    }
    page.labelled("id", 6, &event.id, Role::Quiet);
    if let Some(file) = timeline.files.get(event.place.file as usize).filter(|_| event.place.line > 0) {
        let place = format!("{}:{}", path_name(file), event.place.line);
        page.labelled("file", 6, &place, Role::Quiet);
    }
}
