//! The first line of the screen: title, event counts, and a chip for each filter.

use crate::text::{counted, truncate, width};
use crate::tui::action::Action;
use crate::tui::browser::Browser;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::hit_map::HitTarget;
use crate::tui::theme::Role;

/// The name of the program, as the first word of the header.
const NAME: &str = " dateline ";

/// Draws the header.
pub fn draw(browser: &Browser, canvas: &mut Canvas) {
    let plan = canvas.layout;
    let area = plan.header;
    let (shown, all) = (browser.shown.selection.len(), browser.data.timeline.len());
    let count = if shown == all as u64 { counted(all, "event") } else { format!("{shown} of {all}") };
    let views = match browser.views().len() {
        0 => String::new(),
        views => format!(", {}", counted(views, "view")),
    };
    let count = count + &views;
    let mut right = vec![((format!(" {count} "), Role::Strong), HitTarget::Pane)];
    right.extend(chips(browser, usize::from(area.width) * 3 / 5));
    let taken: usize = right.iter().map(|((text, _), _)| width(text)).sum();
    let room = usize::from(area.width).saturating_sub(taken);
    // A name that is cut reads as another word.
    let name = if room < width(NAME) { "" } else { NAME };
    let x = canvas.text(area.x, area.y, area.width, name, Role::Key);
    let title = truncate(&title(browser), room.saturating_sub(12)).into_owned();
    canvas.text(x + 1, area.y, area.width.saturating_sub(x + 1), &title, Role::Strong);
    canvas.targets(area.x + room as u16, area.y, taken as u16, &right);
}

/// Returns the timeline's title, or the paths it was opened from if it has none.
fn title(browser: &Browser) -> String {
    let title = &browser.data.timeline.head.title;
    if title.is_empty() { crate::text::one_line(&browser.data.paths.join(" ")) } else { title.clone() }
}

/// Returns chips for clock, errors, range, search, order and filters, as many as fit into `room` cells. The
/// rest is counted in a last chip: `+2 more`.
fn chips(browser: &Browser, room: usize) -> Vec<(Piece, HitTarget)> {
    let mut all: Vec<(String, Role, HitTarget)> = Vec::new();
    if let Some(clock) = browser.data.timeline.clock() {
        let (shown, dated) = (&browser.shown.selection, browser.data.timeline.dated() as u32);
        let placed = shown.range_cardinality(..dated);
        let words = format!("by {} ({placed} of {})", clock.words(), shown.len());
        all.push((words, Role::Key, HitTarget::Do(Action::Clocks)));
    }
    if browser.data.errors > 0 {
        all.push((counted(browser.data.errors, "error"), Role::Error, HitTarget::Do(Action::Problems)));
    }
    if let Some(range) = browser.cursor.range {
        let (from, to) = range.span();
        let day = |moment: crate::model::Moment| {
            if moment.is_finite() { moment.iso_day() } else { "..".to_owned() }
        };
        let inside = browser.shown.in_range((from, to), &browser.data);
        let words = format!("{inside} in {}…{}", day(from), day(to));
        all.push((words, Role::Range, HitTarget::Do(Action::OtherEnd)));
    }
    if let Some(search) = &browser.search {
        let hits = if search.pending { "…".to_owned() } else { counted(search.hits.len() as usize, "hit") };
        all.push((format!("/{} {hits}", search.text), Role::Hit, HitTarget::Do(Action::NextHit)));
    }
    let filter = &browser.shown.filter;
    if !filter.on && (!filter.chips.is_empty() || browser.shown.order.limit.is_some()) {
        all.push(("filters off".to_owned(), Role::Doubt, HitTarget::Do(Action::ToggleFilters)));
    }
    let order = browser.shown.order_now();
    if let Some(limit) = order.limit {
        all.push((format!("at most {limit}"), Role::Chip, HitTarget::Pane));
    }
    let cross = browser.look.or("✕", "x");
    for (index, chip) in filter.chips.iter().enumerate() {
        let role = if chip.on && filter.on { Role::Chip } else { Role::ChipOff };
        let off = if role == Role::ChipOff { " off" } else { "" };
        let reading = chip.reading().map(|reading| format!(" {reading}")).unwrap_or_default();
        all.push((format!("{chip}{reading}{off} {cross}"), role, HitTarget::Chip(index)));
    }
    let mut pieces = Vec::new();
    let mut left = room;
    let count = all.len();
    for (index, (text, role, spot)) in all.into_iter().enumerate() {
        let more = count - index;
        if width(&text) + 3 > left && index > 0 || left < 8 {
            pieces.push(((format!(" +{more} more "), Role::Chip), HitTarget::Do(Action::Filters)));
            break;
        }
        let text = truncate(&text, left.saturating_sub(3)).into_owned();
        left -= width(&text) + 3;
        pieces.push((("  ".to_owned(), Role::Plain), HitTarget::Pane));
        match (spot, text.strip_suffix(cross)) {
            (HitTarget::Chip(chip), Some(words)) => {
                pieces.push(((words.to_owned(), role), spot));
                pieces.push(((cross.to_owned(), role), HitTarget::Cross(chip)));
            }
            _ => pieces.push(((text, role), spot)),
        }
        pieces.push(((" ".to_owned(), Role::Plain), HitTarget::Pane));
    }
    pieces
}
