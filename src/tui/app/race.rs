//! Who moved first on a topic, and how long after it the others came.

use super::{App, Overlay, Status};
use crate::history::{Race, Step};
use crate::model::{PolicyNo, Word};
use crate::tui::action::Action;

/// The popup.
#[derive(Debug, Clone, Copy)]
pub struct RacePanel {
    /// The policy whose topic and ladder it is about.
    pub policy: PolicyNo,
    /// The place on its ladder that is asked about, 0 for the strictest.
    pub rung: usize,
    /// The arrival under the cursor.
    pub selected: usize,
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

impl App {
    /// Asks about the topic of a policy, and about the first step away from the strictest status.
    pub(super) fn open_race(&mut self, policy: PolicyNo) {
        let panel = RacePanel { policy, rung: 1, selected: 0 };
        if self.question(panel).is_some() {
            self.beneath.extend(self.overlay.take());
            self.overlay = Some(Overlay::Race(panel));
        } else {
            self.status = Status::note("this policy has no topic or no ladder to compare others on");
        }
    }

    /// What the popup asks; `None` when its policy has no topic or no ladder.
    pub fn question(&self, panel: RacePanel) -> Option<Question<'_>> {
        let policy = self.data.timeline.policies.get(panel.policy.index())?;
        let statuses = &self.data.timeline.ladders[policy.ladder?].statuses;
        let status = *statuses.get(panel.rung).or(statuses.last())?;
        Some(Question { topic: policy.topic?, statuses, status })
    }

    /// The answer to it.
    pub fn race(&self, question: Question) -> Race<'_> {
        Race::of(&self.data.timeline, self.data.history(), question.topic, question.status)
    }

    /// What actions mean in the popup.
    pub(super) fn act_on_race(&mut self, action: Action) {
        let Some(Overlay::Race(mut panel)) = self.overlay.take() else { return };
        let Some(question) = self.question(panel) else { return };
        let top = question.statuses.len() - 1;
        let steps: Vec<Step> = self.race(question).arrivals.iter().map(|arrival| *arrival.step).collect();
        let last = steps.len().saturating_sub(1);
        panel.selected = panel.selected.min(last);
        match action {
            Action::Down => panel.selected = (panel.selected + 1).min(last),
            Action::Up => panel.selected = panel.selected.saturating_sub(1),
            Action::Next => panel.rung = (panel.rung + 1).min(top),
            Action::Previous => panel.rung = panel.rung.min(top).saturating_sub(1),
            Action::Escape => return,
            Action::Accept => {
                if let Some(step) = steps.get(panel.selected) {
                    return self.go_to_step(step);
                }
                self.status = Status::note("the record sees nobody there");
            }
            _ => {}
        }
        self.overlay = Some(Overlay::Race(panel));
    }
}
