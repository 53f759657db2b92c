//! The first line of the screen: title, event counts, and a chip for each filter.

use crate::model::Moment;
use crate::model::calendar::DAY;
use crate::text::{counted, truncate, width};
use crate::tui::action::Action;
use crate::tui::browser::Browser;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::hit_map::HitTarget;
use crate::tui::theme::Role;

/// The name of the program, as the first word of the header.
const NAME: &str = " dateline ";

/// The width in cells of the last chip that counts the chips without room.
const MORE_WIDTH: usize = " +9 more ".len();

/// The blank cells before and after a chip.
const AROUND_CHIP: usize = 3;

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
    let whole = usize::from(area.width);
    let beside_count = whole.saturating_sub(width(&count) + 2 + MORE_WIDTH);
    let chips = chips(browser, beside_count.min(whole * 3 / 5));
    let of_chips: usize = chips.iter().map(|((text, _), _)| width(text)).sum();
    let fits = width(&count) + width(&views) + 2 + of_chips <= whole;
    let count = if fits { count + &views } else { count };
    let mut right = vec![((format!(" {count} "), Role::Strong), HitTarget::Pane)];
    right.extend(chips);
    let taken = width(&count) + 2 + of_chips;
    let room = whole.saturating_sub(taken);
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
        let day = |moment: Moment| {
            if moment.is_finite() { moment.iso_day() } else { "..".to_owned() }
        };
        let inside = browser.shown.in_range((from, to), &browser.data);
        let words = format!("{inside} in {}…{}", day(from), day(to));
        // Cut, it would read as a range that ends there.
        let words = if width(&words) + AROUND_CHIP <= room { words } else { short_range(inside, from, to) };
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
        let reading = chip.reading().map(|reading| format!(" {reading}")).unwrap_or_default();
        all.push((format!("{chip}{reading}"), role, HitTarget::Chip(index)));
    }
    let mut pieces = Vec::new();
    let mut left = room;
    let count = all.len();
    for (index, (text, role, spot)) in all.into_iter().enumerate() {
        let more = count - index;
        // Stays when the words before it are cut.
        let (off, cross) = match (spot, role) {
            (HitTarget::Chip(_), Role::ChipOff) => (" off ", cross),
            (HitTarget::Chip(_), _) => (" ", cross),
            _ => ("", ""),
        };
        let around = AROUND_CHIP + width(off) + width(cross);
        if width(&text) + around > left && index > 0 || left < around.max(7) + 1 {
            pieces.push(((format!(" +{more} more "), Role::Chip), HitTarget::Do(Action::Filters)));
            break;
        }
        let text = truncate(&text, left - around);
        left -= width(&text) + around;
        pieces.push((("  ".to_owned(), Role::Plain), HitTarget::Pane));
        pieces.push(((format!("{text}{off}"), role), spot));
        if let HitTarget::Chip(chip) = spot {
            pieces.push(((cross.to_owned(), role), HitTarget::Cross(chip)));
        }
        pieces.push(((" ".to_owned(), Role::Plain), HitTarget::Pane));
    }
    pieces
}

/// Formats the number of events in a range by the length of the range: `5 in 10 days`.
fn short_range(inside: u64, from: Moment, to: Moment) -> String {
    if !from.is_finite() || !to.is_finite() {
        return format!("{inside} in range");
    }
    let days = to.0.saturating_sub(from.0) / DAY + 1;
    format!("{inside} in {}", counted(days as usize, "day"))
}
