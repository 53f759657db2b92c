//! Which of its dates places an event on the axis: its `date`, or one of its clocks.

use strum::IntoEnumIterator;

use super::{App, Overlay, Status};
use crate::model::Clock;
use crate::text::counted;
use crate::tui::action::Action;

/// A clock to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockRow {
    /// The clock; `None` for the `date` of an event.
    pub clock: Option<Clock>,
    /// How many events have a date by it.
    pub events: u64,
}

impl App {
    /// Lists the dates that events have, where they have any besides their `date`.
    pub(super) fn open_clocks(&mut self) {
        let clocks = [None].into_iter().chain(Clock::iter().map(Some));
        let row = |clock| ClockRow { clock, events: self.data.index().with_date(clock).len() };
        let now = self.data.timeline.clock();
        let is_choice = |row: &ClockRow| row.clock.is_none() || row.events > 0 || row.clock == now;
        let rows: Vec<ClockRow> = clocks.map(row).filter(is_choice).collect();
        if rows.len() == 1 {
            self.status = Status::note("no event has another date; `clocks` in a file gives one");
            return;
        }
        let selected = rows.iter().position(|row| row.clock == now).unwrap_or(0);
        self.overlay = Some(Overlay::Clocks(rows, selected));
    }

    /// What actions mean in that list.
    pub(super) fn act_on_clocks(&mut self, action: Action) {
        let Some(Overlay::Clocks(rows, selected)) = &mut self.overlay else { return };
        let last = rows.len().saturating_sub(1);
        match action {
            Action::Down => *selected = if *selected < last { *selected + 1 } else { 0 },
            Action::Up => *selected = selected.checked_sub(1).unwrap_or(last),
            Action::Accept => {
                let row = rows.get(*selected).copied();
                self.overlay = None;
                row.into_iter().for_each(|row| self.choose_clock(row));
            }
            Action::Escape => self.overlay = None,
            _ => {}
        }
    }

    fn choose_clock(&mut self, row: ClockRow) {
        if row.clock != self.data.timeline.clock() {
            self.remember(self.moved());
            let saw_all = self.sees_all();
            self.place_by(row.clock);
            if saw_all || self.cursor.event.is_none_or(|event| self.data.when(event).is_none()) {
                self.fit_all();
            }
        }
        let all = self.data.timeline.len();
        self.status = Status::note(match row.clock {
            None => "placed by their date".to_owned(),
            Some(clock) => format!(
                "placed by {}: {} of {} have that date, the others come last and off the axis",
                clock.words(),
                row.events,
                counted(all, "event")
            ),
        });
    }

    /// Places every event by a clock; what stands on an event stays on it.
    pub(super) fn place_by(&mut self, clock: Option<Clock>) {
        if clock != self.data.timeline.clock() {
            self.renumbering(|data| data.place_by(clock));
        }
    }
}
