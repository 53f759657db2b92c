//! The status cell of a row in the policies panel: the status, and its date or the previous status.

use crate::history::{Move, Since, State, Step, Track, status_words};
use crate::model::{Date, Effect, Moment, PolicyNo, Timeline};
use crate::text::{truncate, width};
use crate::tui::browser::Browser;
use crate::tui::canvas::Piece;
use crate::tui::theme::Role;

/// The text after a status.
enum StatusSuffix {
    /// A date in several forms, from long to short; left out if none fits, never truncated.
    Date(Vec<String>),
    /// A text that may be truncated.
    Words(String),
}

/// Returns the cell: a mark if the policy changed on the cursor's day or between the compared days, the
/// status on the day, `~` if it is uncertain, and a date or the previous status.
pub fn pieces(
    browser: &Browser,
    number: PolicyNo,
    (before, day): (Option<Moment>, Moment),
    room: usize,
) -> Vec<Piece> {
    let timeline = &browser.data.timeline;
    let track = browser.data.history().track(number);
    let state = track.on(day);
    let (mark, beside) = match before {
        Some(before) => compared(browser, track, &track.on(before), &state),
        None => change_on_day(browser, track, &state),
    };
    let doubt = if state.certain || state.is_open() || state.conflict { "" } else { "~" };
    let room = room.saturating_sub(2 + doubt.len());
    let least = match &beside {
        StatusSuffix::Date(ways) => ways.iter().map(|way| width(way) + 1).min().unwrap_or(0),
        StatusSuffix::Words(_) => 0,
    };
    let ways = [state.words(timeline), short_words(timeline, &state)];
    let words = ways.iter().find(|words| width(words) + least <= room).unwrap_or(&ways[1]);
    let words = truncate(words, room);
    let rest = room.saturating_sub(width(&words));
    let beside = match beside {
        StatusSuffix::Date(ways) => [2, 1].iter().find_map(|gap| {
            let fitting = ways.iter().find(|way| width(way) + gap <= rest)?;
            Some(format!("{}{fitting}", " ".repeat(*gap)))
        }),
        StatusSuffix::Words(words) => (rest >= 8).then(|| format!("  {}", truncate(&words, rest - 2))),
    };
    let role = if state.is_open() || state.conflict { Role::Doubt } else { Role::Strong };
    vec![
        (format!("{mark} "), Role::Key),
        (words.into_owned(), role),
        (doubt.to_owned(), Role::Quiet),
        (beside.unwrap_or_default(), Role::Quiet),
    ]
}

/// Joins several possible statuses: `banned/permitted`, or `banned vs permitted` for a conflict.
fn short_words(timeline: &Timeline, state: &State) -> String {
    state.status_words(timeline).join(if state.conflict { " vs " } else { "/" })
}

/// Returns the mark and the suffix for a comparison of two days: the direction and `was …`, or no mark and the date
/// since when the status holds if it is the same on both.
fn compared(browser: &Browser, track: &Track, before: &State, state: &State) -> (&'static str, StatusSuffix) {
    let timeline = &browser.data.timeline;
    if before.statuses() == state.statuses() {
        return (" ", StatusSuffix::Date(since(browser, state)));
    }
    let way = Move::between(timeline, timeline.policy(track.policy), before.status(), state.status());
    (browser.look.way(way), StatusSuffix::Words(format!("was {}", before.words(timeline))))
}

/// Returns the mark and the suffix for the cursor's day: a change of status on that day or, without one, an
/// effect of the current event that restates the status or changes it.
fn change_on_day(browser: &Browser, track: &Track, state: &State) -> (&'static str, StatusSuffix) {
    let timeline = &browser.data.timeline;
    let policy = timeline.policy(track.policy);
    let is_now = |moment: Moment| moment.day_start() == browser.cursor.at.day_start();
    let since = since(browser, state);
    if let Since::Step(step) = state.since()
        && is_now(if step.earliest.is_finite() { step.earliest } else { step.latest })
        && !state.conflict
    {
        let was = state.before().flatten();
        let mark = browser.look.way(Move::between(timeline, policy, was, state.status()));
        let was = format!("was {}", status_words(timeline, was));
        return (mark, if state.is_open() { StatusSuffix::Date(since) } else { StatusSuffix::Words(was) });
    }
    let again = |effect: &&Effect| match effect.was {
        Some(was) => was == effect.status,
        None => !state.conflict && state.status() == Some(effect.status),
    };
    let event = browser.cursor.event.map(|event| timeline.event(event));
    let effects = event.into_iter().flat_map(|event| {
        let starts_now =
            |effect: &&Effect| event.holds_from(effect).is_some_and(|date| is_now(date.anchor()));
        event.effects.iter().filter(|effect| effect.policy == track.policy).filter(starts_now)
    });
    let mark = match effects.min_by_key(again) {
        None => " ",
        Some(effect) if again(&effect) => {
            let restated = since.first().map(|since| format!("{since}, said again"));
            return ("=", StatusSuffix::Date(restated.into_iter().chain(since).collect()));
        }
        Some(effect) => browser.look.way(Move::between(timeline, policy, effect.was, Some(effect.status))),
    };
    (mark, StatusSuffix::Date(since))
}

/// Formats the date from which the status holds, in forms from long to short.
fn since(browser: &Browser, state: &State) -> Vec<String> {
    let timeline = &browser.data.timeline;
    match state.since() {
        Since::Step(step) => {
            let (long, date) = (date_of(timeline, step), short(&date_of(timeline, step)));
            vec![format!("since {long}"), format!("since {date}"), date]
        }
        Since::Before(step) => {
            let date = date_of(timeline, step);
            let on_day = [date.clone(), short(&date)].map(|date| format!("first told {date}"));
            on_day.into_iter().chain(by(timeline, step)).collect()
        }
        Since::Unknown => Vec::new(),
    }
}

/// Returns the date of a step as written, but a season in words.
pub fn date_of(timeline: &Timeline, step: &Step) -> String {
    step.date(timeline).map_or_else(|| "undated".to_owned(), Date::readable)
}

/// Formats the latest date of a first step whose status was already in force before it: `≤ 2024-04-24`.
pub fn by(timeline: &Timeline, first: &Step) -> Option<String> {
    let date = first.date(timeline).map(Date::text)?;
    let last = date.rsplit_once('/').map_or(date, |(_, last)| last);
    first.latest.is_finite().then(|| format!("≤ {last}"))
}

/// Shortens a date. The end of an interval keeps only what differs from the start, as in ISO 8601:
/// `2024-05-25/27`. Of a date with a time, only the day is kept.
pub fn short(date: &str) -> String {
    let is_day = |part: &str| part.get(4..5) == Some("-") && part.get(7..8) == Some("-");
    match date.split_once('/') {
        Some((from, to)) if is_day(from) && is_day(to) => {
            let same = [8, 5].into_iter().find(|same| from.get(..*same) == to.get(..*same));
            format!("{from}/{}", &to[same.unwrap_or(0)..])
        }
        Some(_) => date.to_owned(),
        None => date.split('T').next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_few_cells_is_no_other_date() {
        for (date, cells) in [
            ("2024-05-25/2024-05-27", "2024-05-25/27"),
            ("2024-05-25~/2024-06-02", "2024-05-25~/06-02"),
            ("2023-12-30/2024-01-02", "2023-12-30/2024-01-02"),
            ("2024-05/2024-06", "2024-05/2024-06"),
            ("2024-05-25/..", "2024-05-25/.."),
            ("2024-05-30T23:59:00Z", "2024-05-30"),
            ("2024-05-30~", "2024-05-30~"),
            ("-0043-03-15", "-0043-03-15"),
        ] {
            assert_eq!(short(date), cells);
        }
    }
}
