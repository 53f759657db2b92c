//! The list of filtered events.

use ratatui::layout::Rect;

use crate::model::{Certainty, Event, EventNo};
use crate::text::pad;
use crate::tui::action::Action;
use crate::tui::browser::Browser;
use crate::tui::canvas::Canvas;
use crate::tui::hit_map::HitTarget;
use crate::tui::theme::{Role, WEIGHTY};

/// Draws the list.
pub fn draw(browser: &Browser, canvas: &mut Canvas) {
    let plan = canvas.layout;
    let inside =
        if plan.axis.is_some() { canvas.boxed(plan.list, &position_words(browser)) } else { plan.list };
    canvas.drawn.hits.add(plan.list, HitTarget::List);
    if browser.shown.selection.is_empty() {
        nothing(browser, inside, canvas);
        return;
    }
    for (event, y) in browser.shown.from(browser.cursor.list_top).zip(inside.top()..inside.bottom()) {
        draw_row(browser, event, Rect { y, height: 1, ..inside }, canvas);
    }
}

fn nothing(browser: &Browser, area: Rect, canvas: &mut Canvas) {
    let (what, then) = if browser.data.timeline.is_empty() {
        ("this timeline has no event yet", "add some to its file; the view follows each save".to_owned())
    } else {
        let [undo, list, off] =
            [Action::Undo, Action::Filters, Action::ToggleFilters].map(|action| browser.key(action));
        let then = format!("{undo} takes the last one back, {list} lists them, {off} switches them off");
        ("no event passes the filters", then)
    };
    canvas.fitted(area.x + 1, area.y, area.width.saturating_sub(1), what, Role::Strong);
    if area.height > 1 {
        canvas.fitted(area.x + 1, area.y + 1, area.width.saturating_sub(1), &then, Role::Quiet);
    }
}

fn draw_row(browser: &Browser, number: EventNo, area: Rect, canvas: &mut Canvas) {
    canvas.drawn.hits.add(area, HitTarget::Listed(number));
    let event = browser.data.timeline.event(number);
    let current = browser.cursor.event == Some(number);
    let in_range = browser.cursor.range.is_some_and(|range| {
        let (from, to) = range.span();
        browser.data.when(number).is_some_and(|date| date.may_touch(from, to))
    });
    let hit = browser.search.as_ref().is_some_and(|search| search.hits.contains(number.0));
    let bar = match (current, in_range) {
        (true, _) => browser.look.or("▌", ">"),
        (false, true) => browser.look.or("┃", "|"),
        (false, false) => " ",
    };
    let end = area.right();
    let mut x = canvas.text(area.x, area.y, 1, bar, if in_range { Role::Range } else { Role::Key });
    let look = browser.look;
    x = canvas.text(x, area.y, end - x, &pad(&date_column(browser, number), 12), date_role(browser, number));
    for (mark, role) in [
        (look.weight(event.weight()), Role::Strong),
        (look.kind(kind(browser, event)), weight_role(event)),
        (look.certainty(event.certainty), certainty_role(event.certainty)),
    ] {
        x = canvas.text(x, area.y, end.saturating_sub(x), mark, role);
    }
    let countries = browser.data.timeline.countries_of(event);
    let code = countries.first().map_or("  ", |country| country.code());
    let more = if countries.len() > 1 { "+" } else { " " };
    x = canvas.text(x, area.y, end.saturating_sub(x), &format!(" {code}{more} "), Role::Quiet);
    let role = if hit { Role::Hit } else { Role::Plain };
    canvas.fitted(x, area.y, end.saturating_sub(x), &event.title, role);
    if current {
        canvas.mark(Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area }, Role::Cursor);
    }
}

fn kind<'a>(browser: &'a Browser, event: &Event) -> Option<&'a str> {
    event.kind.map(|kind| browser.data.timeline.word(kind))
}

fn weight_role(event: &Event) -> Role {
    if event.weight() >= WEIGHTY { Role::Weighty } else { Role::Plain }
}

/// Returns the role of a certainty's mark.
pub fn certainty_role(certainty: Option<Certainty>) -> Role {
    if certainty == Some(Certainty::Disputed) { Role::Strong } else { Role::Quiet }
}

/// Returns the role of an event's date: doubtful if it is approximate or uncertain.
pub fn date_role(browser: &Browser, event: EventNo) -> Role {
    match browser.data.when(event) {
        Some(date) if date.is_approximate() || date.is_uncertain() => Role::Doubt,
        None if browser.data.timeline.clock().is_some() => Role::Quiet,
        _ => Role::Plain,
    }
}

/// Formats the date that places an event in at most 12 cells: the EDTF if it is short enough; else of an
/// interval the start and an arrow, or an arrow and the end if the start is open or unknown; else the day.
pub fn date_column(browser: &Browser, event: EventNo) -> String {
    let Some(date) = browser.data.when(event) else {
        let missing = browser.data.timeline.clock().map_or("undated", |_| "not given");
        return missing.to_owned();
    };
    let (text, readable) = (date.text(), date.readable());
    if let Some(fits) = [&*readable, text].into_iter().find(|text| text.len() <= 11) {
        return fits.to_owned();
    }
    let arrow = browser.look.or("→", ">");
    match text.split_once('/') {
        Some(("" | "..", end)) => format!("{arrow}{end}"),
        Some((start, _)) => format!("{start}{arrow}"),
        None => text.chars().take(10).collect(),
    }
}

/// Formats the title of the list: the cursor's position, the number of events and the order.
fn position_words(browser: &Browser) -> String {
    let (shown, order) = (browser.shown.selection.len(), browser.shown.order.words());
    let by = browser.data.timeline.clock().map_or_else(String::new, |clock| format!(" by {}", clock.words()));
    match browser.cursor.event.and_then(|event| browser.shown.place_of(event)) {
        Some(place) => format!("Events{by} {}/{shown}, {order}", place + 1),
        _ => format!("Events{by}, {order}"),
    }
}
