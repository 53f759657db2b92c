//! The policies pane: what each policy was on the cursor's day, and since another.

use super::{App, Effect, Overlay, Status};
use crate::history::{Step, compare};
use crate::model::{Moment, PolicyNo, Word};
use crate::query::shell_word;
use crate::tui::action::Action;

/// The pane.
#[derive(Debug, Clone, Copy, Default)]
pub struct PolicyPane {
    /// The policy under the cursor; the first that is listed when it is not.
    pub selected: Option<PolicyNo>,
    /// A day to compare with: only what changed between it and the cursor's day is listed.
    pub compare: Option<Moment>,
}

/// A row of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyRow {
    /// A topic, above the policies that answer the same question; none for those without.
    Topic(Option<Word>),
    /// A policy.
    Policy(PolicyNo),
}

impl App {
    /// Opens the pane on the policy that the current event speaks of, else on the first.
    pub(super) fn open_policies(&mut self) {
        if self.data.timeline.policies.is_empty() {
            self.status = Status::note("this timeline has no policy; `policies` in a file lists them");
            return;
        }
        let effects = self.cursor.event.map(|event| &self.data.timeline.event(event).effects);
        let selected = effects.and_then(|effects| effects.first()).map(|effect| effect.policy);
        self.overlay = Some(Overlay::Policies(PolicyPane { selected, compare: None }));
    }

    /// The policies listed, below their topics: by topic as the registry first names it.
    pub fn policy_rows(&self, pane: &PolicyPane) -> Vec<PolicyRow> {
        let policies = &self.data.timeline.policies;
        let numbers = (0..policies.len() as u32).map(PolicyNo);
        let listed: Vec<PolicyNo> = match pane.compare {
            None => numbers.collect(),
            Some(day) => {
                let changes = compare(&self.data.timeline, self.data.history(), day, self.cursor.at);
                changes.iter().map(|change| change.policy).collect()
            }
        };
        let topic = |policy: &PolicyNo| self.data.timeline.policy(*policy).topic;
        let mut topics: Vec<Option<Word>> = Vec::new();
        listed.iter().map(topic).for_each(|topic| {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        });
        let of_topic = |head: Option<Word>| {
            let policies = listed.iter().filter(move |policy| topic(policy) == head);
            std::iter::once(PolicyRow::Topic(head)).chain(policies.map(|policy| PolicyRow::Policy(*policy)))
        };
        topics.into_iter().flat_map(of_topic).collect()
    }

    /// The policy under the pane's cursor.
    pub fn selected_policy(&self, pane: &PolicyPane) -> Option<PolicyNo> {
        let listed = self.listed(pane);
        pane.selected.filter(|policy| listed.contains(policy)).or(listed.first().copied())
    }

    fn listed(&self, pane: &PolicyPane) -> Vec<PolicyNo> {
        let policy = |row: PolicyRow| if let PolicyRow::Policy(policy) = row { Some(policy) } else { None };
        self.policy_rows(pane).into_iter().filter_map(policy).collect()
    }

    /// What actions mean in the pane.
    pub(super) fn act_on_policies(&mut self, action: Action) -> Option<Effect> {
        let Some(Overlay::Policies(mut pane)) = self.overlay.take() else { return None };
        let listed = self.listed(&pane);
        let selected = self.selected_policy(&pane);
        let place = selected.and_then(|policy| listed.iter().position(|known| *known == policy)).unwrap_or(0);
        let count = self.keys.count.max(1);
        let half = usize::from(self.size.1 / 2).max(1);
        let target = match action {
            Action::Down => place.saturating_add(count),
            Action::Up => place.saturating_sub(count),
            Action::PageDown => place.saturating_add(half),
            Action::PageUp => place.saturating_sub(half),
            Action::FirstEvent => 0,
            Action::LastEvent => usize::MAX,
            _ => place,
        };
        pane.selected = listed.get(target.min(listed.len().saturating_sub(1))).copied().or(selected);
        match action {
            Action::Escape => return None,
            Action::Accept => {
                self.go_to_reason(selected);
                return None;
            }
            Action::Compare => self.mark_day(&mut pane),
            Action::CopyCommand => {
                self.overlay = Some(Overlay::Policies(pane));
                return Some(Effect::Copy(self.policies_command(&pane), "the command line"));
            }
            _ => {}
        }
        self.overlay = Some(Overlay::Policies(pane));
        match action {
            Action::NextOwnChange => self.go_to_change(selected, true),
            Action::PreviousOwnChange => self.go_to_change(selected, false),
            Action::WhoFirst => selected.into_iter().for_each(|policy| self.open_race(policy)),
            Action::Help | Action::JumpToDate => {
                let below = self.overlay.take();
                self.open_over(below, action);
            }
            Action::Down | Action::Up | Action::PageDown | Action::PageUp => {}
            Action::FirstEvent | Action::LastEvent | Action::Compare => {}
            _ => return self.browse(action),
        }
        None
    }

    /// Marks the cursor's day to compare others with, or lets the marked one go.
    fn mark_day(&mut self, pane: &mut PolicyPane) {
        if pane.compare.take().is_none() {
            pane.compare = Some(self.cursor.at);
            let day = self.cursor.at.iso_day();
            self.status = Status::note(format!("{day} is marked; move in time and only what changed stays"));
        }
    }

    /// Goes to the next or previous change of a status: of one policy, or of any.
    pub(super) fn go_to_change(&mut self, policy: Option<PolicyNo>, on: bool) {
        let timeline = &self.data.timeline;
        let at = self.cursor.at;
        let tracks = self.data.history().tracks().iter();
        let tracks = tracks.filter(|track| policy.is_none_or(|policy| track.policy == policy));
        let key = |(step, _): &(Step, PolicyNo)| step.earliest;
        let found = if on {
            tracks.filter_map(|track| Some((*track.change_after(at)?, track.policy))).min_by_key(key)
        } else {
            tracks.filter_map(|track| Some((*track.change_before(at)?, track.policy))).max_by_key(key)
        };
        let Some((step, policy)) = found else {
            let side = if on { "after" } else { "before" };
            self.status = Status::note(format!("no status changes {side} {}", at.iso_day()));
            return;
        };
        let words = format!("{}: {}", timeline.policy(policy).id, step.words(timeline));
        self.go_to_step(&step);
        self.status = Status::note(words);
    }

    /// Stands on the moment of a step and, where filters show it, on its event.
    pub(super) fn go_to_step(&mut self, step: &Step) {
        self.jumping(|app| {
            let moment = if step.earliest.is_finite() { step.earliest } else { step.latest };
            if app.shown.selection.contains(step.event.0) {
                app.place(step.event);
            } else {
                app.stand_on(moment, moment.day_end());
            }
            app.cursor.at = moment;
            app.reveal_cursor();
        });
    }

    /// Goes to the event that the status of a policy rests on.
    fn go_to_reason(&mut self, policy: Option<PolicyNo>) {
        let state = policy.map(|policy| self.data.history().track(policy).on(self.cursor.at));
        let Some(step) = state.and_then(|state| state.since().step().copied()) else {
            self.status = Status::note("the record does not say what this rests on");
            return;
        };
        if self.shown.selection.contains(step.event.0) {
            self.jumping(|app| app.place(step.event));
        } else {
            let id = &self.data.timeline.event(step.event).id;
            self.status = Status::note(format!("filters hide `{id}`; F switches them off"));
        }
    }

    /// The command line that prints what the pane shows.
    fn policies_command(&self, pane: &PolicyPane) -> String {
        let paths = self.data.paths.iter().map(|path| shell_word(path));
        let on = std::iter::once(format!("--on {}", self.cursor.at.iso_day()));
        let compare = pane.compare.map(|day| format!("--compare {}", day.iso_day()));
        let words = ["dateline".to_owned(), "policies".to_owned()].into_iter().chain(paths);
        words.chain(on).chain(compare).collect::<Vec<_>>().join(" ")
    }
}
