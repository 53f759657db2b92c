//! Who moved first on a topic, and how long after it the others came.

use super::{App, Data, Overlay, Status};
use crate::history::{self, Lag, Order, Step};
use crate::model::{PolicyNo, Timeline, Word};
use crate::tui::action::Action;

/// The popup. The answer is kept with the question, since it takes a walk through the record.
#[derive(Debug, Clone)]
pub struct FirstMovers {
    /// The policy whose topic and ladder it is about.
    pub policy: PolicyNo,
    /// The place on its ladder that is asked about, 0 for the strictest.
    pub rung: usize,
    /// The row under the cursor.
    pub selected: usize,
    /// The policies of the topic: those that were there before, that came, and that never did.
    pub rows: Vec<Racer>,
}

/// A policy of the topic.
#[derive(Debug, Clone, Copy)]
pub struct Racer {
    /// The policy.
    pub policy: PolicyNo,
    /// How it came to the status.
    pub came: Came,
}

/// How a policy came to the status.
#[derive(Debug, Clone, Copy)]
pub enum Came {
    /// It was there before the record begins.
    Before,
    /// This step brought it there, so long after the first; and whether it is certain that the
    /// first was before it or, for the first, before all.
    With(Step, Option<Lag>, bool),
    /// It was there at some time, but no date says since when.
    Undated(Step),
    /// The record never sees it there; what it was last.
    Never(Option<Word>),
    /// Its ladder does not have the status, or it has no ladder.
    Elsewhere,
}

/// What the popup asks.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The topic.
    pub topic: Word,
    /// The statuses of the ladder, strictest first.
    pub statuses: &'a [Word],
    /// The one that is asked about.
    pub status: Word,
}

impl FirstMovers {
    /// Asks about the topic of a policy and a place on its ladder; `None` when it has no topic or
    /// no ladder.
    fn ask(data: &Data, policy: PolicyNo, rung: usize) -> Option<Self> {
        let mut panel = Self { policy, rung, selected: 0, rows: Vec::new() };
        let question = panel.question(&data.timeline)?;
        let race = history::FirstMovers::of(&data.timeline, data.history(), question.topic, question.status);
        let already = race.already.iter().map(|policy| Racer { policy: *policy, came: Came::Before });
        let first_is_certain = race.first_is_certain();
        let arrivals = race.arrivals.iter().map(|arrival| {
            let is_certain = arrival.lag.map_or(first_is_certain, |lag| lag.order == Order::Certain);
            Racer { policy: arrival.policy, came: Came::With(*arrival.step, arrival.lag, is_certain) }
        });
        let never =
            race.unreached.iter().map(|never| Racer { policy: never.policy, came: Came::Never(never.last) });
        let undated = race.undated.iter();
        let undated = undated.map(|(policy, step)| Racer { policy: *policy, came: Came::Undated(**step) });
        let elsewhere =
            race.incomparable.iter().map(|policy| Racer { policy: *policy, came: Came::Elsewhere });
        panel.rows = already.chain(arrivals).chain(undated).chain(never).chain(elsewhere).collect();
        Some(panel)
    }

    /// What it asks; `None` when its policy has no topic or no ladder.
    pub fn question<'t>(&self, timeline: &'t Timeline) -> Option<Question<'t>> {
        let policy = timeline.policies.get(self.policy.index())?;
        let statuses = &timeline.ladders[policy.ladder?].statuses;
        let status = *statuses.get(self.rung).or(statuses.last())?;
        Some(Question { topic: policy.topic?, statuses, status })
    }

    /// The same question when policies have other numbers; `None` when its policy is gone.
    pub(super) fn renumbered(
        self,
        data: &Data,
        moved: impl Fn(PolicyNo) -> Option<PolicyNo>,
    ) -> Option<Self> {
        let selected = self.rows.get(self.selected).and_then(|row| moved(row.policy));
        let mut panel = Self::ask(data, moved(self.policy)?, self.rung)?;
        panel.selected = panel.rows.iter().position(|row| Some(row.policy) == selected).unwrap_or(0);
        Some(panel)
    }
}

impl App {
    /// Asks about the topic of a policy, and about the first step away from the strictest status.
    pub(super) fn open_race(&mut self, policy: PolicyNo) {
        if let Some(panel) = FirstMovers::ask(&self.data, policy, 1) {
            self.beneath.extend(self.overlay.take());
            self.overlay = Some(Overlay::Race(panel));
        } else {
            self.status = Status::note("this policy has no topic or no ladder to compare others on");
        }
    }

    /// What actions mean in the popup.
    pub(super) fn act_on_race(&mut self, action: Action) {
        let Some(Overlay::Race(mut panel)) = self.overlay.take() else { return };
        let Some(question) = panel.question(&self.data.timeline) else { return };
        let top = question.statuses.len() - 1;
        let rung = match action {
            Action::Next => (panel.rung + 1).min(top),
            Action::Previous => panel.rung.min(top).saturating_sub(1),
            _ => panel.rung,
        };
        match action {
            Action::Down => panel.selected = (panel.selected + 1).min(panel.rows.len().saturating_sub(1)),
            Action::Up => panel.selected = panel.selected.saturating_sub(1),
            Action::Next | Action::Previous if rung != panel.rung => {
                panel = FirstMovers::ask(&self.data, panel.policy, rung).unwrap_or(panel);
            }
            Action::Escape => return,
            Action::Accept => match panel.rows.get(panel.selected).map(|row| row.came) {
                Some(Came::With(step, ..) | Came::Undated(step)) => return self.go_to_step(&step),
                Some(Came::Before) => {
                    self.status = Status::note("it was there before the record begins");
                }
                Some(Came::Elsewhere) => {
                    self.status = Status::note("its ladder does not have this status");
                }
                Some(Came::Never(_)) | None => {
                    self.status = Status::note("the record never sees it there");
                }
            },
            _ => {}
        }
        self.overlay = Some(Overlay::Race(panel));
    }
}
