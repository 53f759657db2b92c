//! The policies pane: what each policy was on the cursor's day, and since another.

use std::collections::HashMap;

use super::{App, Data, Effect, Overlay, Picker, Status};
use crate::export;
use crate::history::{Step, compare, returned};
use crate::model::{Moment, PolicyNo, Text, Word};
use crate::query::Selection;
use crate::tui::action::Action;
use crate::tui::keymap::Mode;

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
    /// Above the policies that changed between the two days and were the same on both.
    Returned,
    /// A policy.
    Policy(PolicyNo),
}

impl PolicyPane {
    /// The two days compared while the cursor is at a moment, the earlier first.
    pub fn days(&self, at: Moment) -> Option<(Moment, Moment)> {
        self.compare.map(|day| (day.min(at), day.max(at)))
    }

    /// The day whose statuses are shown: the cursor's, or the later of the two compared.
    pub fn day(&self, at: Moment) -> Moment {
        self.compare.map_or(at, |day| day.max(at))
    }
}

impl PolicyRow {
    /// The policy that the row is about.
    pub fn policy(self) -> Option<PolicyNo> {
        if let Self::Policy(policy) = self { Some(policy) } else { None }
    }
}

/// What lies on top when policies have other numbers: the pane stays on the same ones.
pub(super) fn renumbered(overlay: Overlay, ids: &[Text], data: &Data) -> Option<Overlay> {
    let moved = |policy: PolicyNo| {
        let policies = data.timeline.policies.iter().zip(0..);
        let id = ids.get(policy.index())?;
        policies.into_iter().find(|(policy, _)| policy.id == *id).map(|(_, number)| PolicyNo(number))
    };
    match overlay {
        Overlay::Policies(pane) => {
            Some(Overlay::Policies(PolicyPane { selected: pane.selected.and_then(moved), ..pane }))
        }
        Overlay::Race(panel) => panel.renumbered(data, moved).map(Overlay::Race),
        other => Some(other),
    }
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

    /// The policies listed, below their topics: all or, between two days, those that changed.
    pub fn policy_rows(&self, pane: &PolicyPane) -> Vec<PolicyRow> {
        let Some((from, to)) = pane.days(self.cursor.at) else {
            return self.by_topic((0..self.data.timeline.policies.len() as u32).map(PolicyNo).collect());
        };
        let history = self.data.history();
        let changed: Vec<PolicyNo> =
            compare(&self.data.timeline, history, from, to).iter().map(|change| change.policy).collect();
        let returned = returned(history, from, to);
        let head = (!returned.is_empty()).then_some(PolicyRow::Returned);
        let returned = returned.into_iter().map(|returned| PolicyRow::Policy(returned.policy));
        self.by_topic(changed).into_iter().chain(head).chain(returned).collect()
    }

    /// Policies below their topics, in the order in which the topics first come.
    fn by_topic(&self, mut policies: Vec<PolicyNo>) -> Vec<PolicyRow> {
        let topic = |policy: PolicyNo| self.data.timeline.policy(policy).topic;
        let mut first: HashMap<Option<Word>, PolicyNo> = HashMap::new();
        for policy in &policies {
            first.entry(topic(*policy)).or_insert(*policy);
        }
        policies.sort_by_key(|policy| (first[&topic(*policy)], *policy));
        let groups = policies.chunk_by(|a, b| topic(*a) == topic(*b));
        let rows = groups.flat_map(|group| {
            let head = PolicyRow::Topic(topic(group[0]));
            std::iter::once(head).chain(group.iter().copied().map(PolicyRow::Policy))
        });
        rows.collect()
    }

    /// The policy under the pane's cursor.
    pub fn selected_policy(pane: &PolicyPane, rows: &[PolicyRow]) -> Option<PolicyNo> {
        let mut listed = rows.iter().filter_map(|row| row.policy());
        let first = listed.clone().next();
        pane.selected.filter(|policy| listed.any(|known| known == *policy)).or(first)
    }

    /// What actions mean in the pane.
    pub(super) fn act_on_policies(&mut self, action: Action) -> Option<Effect> {
        let Some(Overlay::Policies(mut pane)) = self.overlay.take() else { return None };
        let rows = self.policy_rows(&pane);
        let selected = Self::selected_policy(&pane, &rows);
        let listed: Vec<PolicyNo> = rows.iter().filter_map(|row| row.policy()).collect();
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
                self.go_to_reason(selected, pane.day(self.cursor.at));
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
            Action::Help => {
                self.beneath.extend(self.overlay.take());
                self.overlay = Some(Overlay::Picker(Picker { first: Mode::Policies, ..Picker::help() }));
            }
            Action::JumpToDate => {
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

    /// Goes to the next or previous change of a status: of one policy, or of any. All policies that
    /// change on its day are named, and the first of them is selected in an open pane.
    pub(super) fn go_to_change(&mut self, policy: Option<PolicyNo>, on: bool) {
        let timeline = &self.data.timeline;
        let found = self.next_changes(policy, on);
        let Some((step, first)) = found.first().copied() else {
            let side = if on { "after" } else { "before" };
            self.status = Status::note(format!("no status changes {side} {}", self.cursor.at.iso_day()));
            return;
        };
        let id = |policy: PolicyNo| &*timeline.policy(policy).id;
        let words = match found.len() {
            1 => format!("{}: {}", id(first), step.words(timeline)),
            several => {
                let ids: Vec<&str> = found.iter().map(|(_, policy)| id(*policy)).collect();
                format!("{several} policies: {}", ids.join(", "))
            }
        };
        self.go_to_step(&step);
        self.status = Status::note(words);
        if let (None, Some(Overlay::Policies(pane))) = (policy, &mut self.overlay) {
            pane.selected = Some(first);
        }
    }

    /// The changes of the nearest day on one side of the cursor that has some, one of each policy:
    /// the nearest first, and then as the pane lists them.
    fn next_changes(&self, policy: Option<PolicyNo>, on: bool) -> Vec<(Step, PolicyNo)> {
        let at = self.cursor.at;
        let listed = match policy {
            Some(policy) => vec![PolicyRow::Policy(policy)],
            None => self.policy_rows(&PolicyPane::default()),
        };
        let change = |policy: PolicyNo| {
            let track = self.data.history().track(policy);
            let step = if on { track.change_after(at) } else { track.change_before(at) };
            Some((*step?, policy))
        };
        let mut found: Vec<(Step, PolicyNo)> =
            listed.into_iter().filter_map(PolicyRow::policy).filter_map(change).collect();
        let starts = found.iter().map(|(step, _)| step.earliest);
        let Some(nearest) = (if on { starts.min() } else { starts.max() }) else { return found };
        found.retain(|(step, _)| step.earliest.day_start() == nearest.day_start());
        found.sort_by_key(|(step, _)| step.earliest != nearest);
        found
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

    /// Goes to the event that the status of a policy on a day rests on.
    fn go_to_reason(&mut self, policy: Option<PolicyNo>, day: Moment) {
        let state = policy.map(|policy| self.data.history().track(policy).on(day));
        let Some(step) = state.and_then(|state| state.since().step().copied()) else {
            self.status = Status::note("the record does not say what this rests on");
            return;
        };
        if self.shown.selection.contains(step.event.0) {
            self.jumping(|app| app.place(step.event));
        } else {
            let id = &self.data.timeline.event(step.event).id;
            let key = self.key(Action::ToggleFilters);
            self.status = Status::note(format!("filters hide `{id}`; {key} switches them off"));
        }
    }

    /// The command line that prints what the pane shows.
    fn policies_command(&self, pane: &PolicyPane) -> String {
        let command = export::command("policies", &self.data.paths, &Selection::default());
        let compare = pane.days(self.cursor.at).map(|(from, _)| format!(" --compare {}", from.iso_day()));
        let on = pane.day(self.cursor.at).iso_day();
        format!("{command} --on {on}{}", compare.unwrap_or_default())
    }
}
