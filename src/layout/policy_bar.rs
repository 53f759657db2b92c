//! Status bar of a policy: a run of columns per status, shaded by how permissive it is.

use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};

use super::row::{Item, Row};
use super::scale::Scale;
use crate::history::{Move, Rung, Track, status_words};
use crate::model::{Moment, Timeline, Word};
use crate::text::{one_line, width};

/// Run of columns with the same possible statuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The first column.
    pub column: u16,
    /// Number of columns, at least one.
    pub width: u16,
    /// Shade of each possible status, the likely one last.
    pub shades: Rc<[Shade]>,
    /// Statuses in words, sanitized; empty if they do not fit with a free cell on either side.
    pub words: String,
    /// The first column of the words.
    pub words_at: u16,
    /// Direction of change of the likely status at the first column; `None` if it did not change.
    pub way: Option<Move>,
}

/// Shade of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shade {
    /// Permissiveness on the ladder: 0 for the strictest to 3 for the loosest status.
    Rung(usize),
    /// `none`: nothing is decided.
    Nothing,
    /// `unclear`: the status is not known.
    Unclear,
    /// The status is on no ladder.
    Elsewhere,
    /// The record gives no status.
    Unknown,
}

impl Shade {
    /// Returns the shade of a status of the track's policy; `None` is [`Shade::Unknown`].
    pub fn of(timeline: &Timeline, track: &Track, status: Option<Word>) -> Self {
        let Some(status) = status else { return Self::Unknown };
        let rung = Rung::of(timeline, timeline.policy(track.policy), status);
        match rung {
            Rung::On(..) => rung.quarter().map_or(Self::Elsewhere, Self::Rung),
            Rung::Nothing => Self::Nothing,
            Rung::Unclear => Self::Unclear,
            Rung::Elsewhere => Self::Elsewhere,
        }
    }
}

/// Returns the status bar of a policy. A column shows the status at its end. Columns before the first and
/// after the last event of the timeline are left out.
pub fn strip(timeline: &Timeline, track: &Track, scale: &Scale) -> Vec<Status> {
    let Some((first, last)) = timeline.span() else { return Vec::new() };
    let end = |column: u16| Moment(scale.moment(i64::from(column) + 1).0.saturating_sub(1));
    let on_record = |column: &u16| end(*column) >= first && scale.moment(i64::from(*column)) <= last;
    let columns = || (0..scale.columns).filter(on_record);
    let mut runs: Vec<(u16, u16, usize)> = Vec::new();
    for (column, list) in columns().zip(track.status_runs.over(columns().map(end))) {
        match runs.last_mut() {
            Some((_, width, last)) if *last == list => *width += 1,
            _ => runs.push((column, 1, list)),
        }
    }
    let mut shades_by_list: HashMap<usize, Rc<[Shade]>> = HashMap::new();
    let mut before: Option<Option<Word>> = None;
    let status = |(column, cells, list): (u16, u16, usize)| {
        let statuses = &track.status_runs.lists()[list];
        let now = statuses.last().copied().flatten();
        let policy = timeline.policy(track.policy);
        let before = before.replace(now).filter(|before| *before != now);
        let way = before.map(|before| Move::between(timeline, policy, before, now));
        // Words follow the marker of a change, or are centred if there is none.
        let lead = if way.is_some() { 2 } else { 1 };
        let words = words(timeline, statuses, cells.saturating_sub(lead - 1));
        let shades = || statuses.iter().map(|status| Shade::of(timeline, track, *status)).collect();
        Status {
            column,
            width: cells,
            shades: shades_by_list.entry(list).or_insert_with(shades).clone(),
            words_at: column
                + if way.is_some() { lead } else { cells.saturating_sub(width(&words) as u16).div_ceil(2) },
            words,
            way,
        }
    };
    runs.into_iter().map(status).collect()
}

/// Returns the statuses in words; empty if they do not fit into `cells` with a free cell on either side.
fn words(timeline: &Timeline, statuses: &[Option<Word>], cells: u16) -> String {
    let room = usize::from(cells.saturating_sub(2));
    if room == 0 {
        return String::new();
    }
    let words: Vec<&str> = statuses.iter().map(|status| status_words(timeline, *status)).collect();
    let words = one_line(&words.join(" or "));
    if width(&words) <= room { words } else { String::new() }
}

impl Status {
    /// Moves the words to a place that no item of the row covers, or clears them.
    pub(super) fn make_way(&mut self, row: &Row) {
        let words = width(&self.words) as u16;
        let last = (self.column + self.width).saturating_sub(words + 1);
        let is_free = |at: &u16| {
            let hit = |item: &Item| item.column < at + words + 1 && item.column + item.width + 1 > *at;
            !row.items.iter().any(hit)
        };
        let places = std::iter::once(self.words_at).chain(self.column + 1..=last);
        match places.into_iter().find(is_free) {
            Some(at) => self.words_at = at,
            None => self.words.clear(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::History;
    use crate::load::builtin;
    use crate::model::Date;

    fn sketch(policy: &str, from: &str, to: &str, columns: u16) -> String {
        let timeline = builtin().timeline;
        let history = History::of(&timeline);
        let track =
            history.tracks().iter().find(|track| &*timeline.policy(track.policy).id == policy).unwrap();
        let [from, to] = [from, to].map(|date| Date::parse(date).unwrap());
        let scale = Scale::fit(from.earliest(), to.latest(), columns);
        let mut row = vec![" ".to_owned(); usize::from(columns)];
        for status in strip(&timeline, track, &scale) {
            for cell in 0..status.width {
                let shade = match status.shades[usize::from(cell) % status.shades.len()] {
                    Shade::Rung(rung) => ["█", "▓", "▒", "░"][rung],
                    Shade::Nothing => "·",
                    Shade::Unclear => "?",
                    Shade::Elsewhere => "~",
                    Shade::Unknown => " ",
                };
                row[usize::from(status.column + cell)] = shade.to_owned();
            }
        }
        row.concat()
    }

    #[test]
    fn the_bar_of_a_policy_shows_every_status_and_ends_with_the_record() {
        insta::assert_snapshot!(sketch("uk-storm-shadow-russia", "2022", "2026", 60), @"   ··············███████████???███░░░░░░░░▓▓░░░");
        insta::assert_snapshot!(sketch("us-energy-strikes", "2024-01-20", "2024-03-31", 60), @"··················▓·▓·▓·▓·▓·▓·▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓");
    }

    #[test]
    fn no_scale_breaks_the_bar() {
        let timeline = builtin().timeline;
        let history = History::of(&timeline);
        for left in [i64::MIN, -1, i64::MAX] {
            for seconds_per_column in [1, 86_400, i64::MAX] {
                for columns in [0, 1, 200] {
                    let scale = Scale { left: Moment(left), seconds_per_column, columns };
                    let runs = strip(&timeline, &history.tracks()[0], &scale);
                    assert!(runs.iter().all(|run| run.column + run.width <= columns));
                }
            }
        }
    }
}
