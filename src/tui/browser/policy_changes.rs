//! The changes of policies around the cursor, in the order in which policies are listed.

use std::collections::HashMap;

use super::{Browser, Data, Status};
use crate::history::Step;
use crate::model::{Moment, PolicyNo, Timeline, Word};

/// Returns every policy, in order of number.
pub fn all_policies(timeline: &Timeline) -> Vec<PolicyNo> {
    (0..timeline.policies.len() as u32).map(PolicyNo).collect()
}

/// Sorts policies by their topics, which are ordered by their first policy.
pub fn by_topic(timeline: &Timeline, mut policies: Vec<PolicyNo>) -> Vec<PolicyNo> {
    let topic = |policy: PolicyNo| timeline.policy(policy).topic;
    let mut first: HashMap<Option<Word>, PolicyNo> = HashMap::new();
    for policy in &policies {
        first.entry(topic(*policy)).or_insert(*policy);
    }
    policies.sort_by_key(|policy| (first[&topic(*policy)], *policy));
    policies
}

impl Browser {
    /// Finds the next (`on`) or previous change of a status, of one policy or of any. Returns its step, its
    /// policy and a message that names all policies that change on the same day.
    ///
    /// # Errors
    /// Fails if there is none.
    pub fn policy_change(
        &self,
        policy: Option<PolicyNo>,
        on: bool,
    ) -> Result<(Step, PolicyNo, String), Status> {
        let timeline = &self.data.timeline;
        let found = changes(&self.data, self.cursor.at, policy, on);
        let Some((step, first)) = found.first().copied() else {
            let side = if on { "after" } else { "before" };
            return Err(Status::note(format!("no status changes {side} {}", self.cursor.at.iso_day())));
        };
        let names: Vec<String> =
            found.iter().map(|(_, policy)| timeline.policy_name(timeline.policy(*policy))).collect();
        let words = match &names[..] {
            [name] => format!("{name}: {}", step.words(timeline)),
            _ => format!("{} policies: {}", names.len(), names.join(", ")),
        };
        Ok((step, first, words))
    }
}

/// Returns the changes of the nearest day with changes after (`on`) or before a moment, at most one per
/// policy: the nearest change first, then by topic.
fn changes(data: &Data, at: Moment, policy: Option<PolicyNo>, on: bool) -> Vec<(Step, PolicyNo)> {
    let timeline = &data.timeline;
    let policies = policy.map_or_else(|| by_topic(timeline, all_policies(timeline)), |policy| vec![policy]);
    let change = |policy: PolicyNo| {
        let track = data.history().track(policy);
        let step = if on { track.change_after(at) } else { track.change_before(at) };
        Some((*step?, policy))
    };
    let mut found: Vec<(Step, PolicyNo)> = policies.into_iter().filter_map(change).collect();
    let starts = found.iter().map(|(step, _)| step.earliest);
    let Some(nearest) = (if on { starts.min() } else { starts.max() }) else { return found };
    found.retain(|(step, _)| step.earliest.day_start() == nearest.day_start());
    found.sort_by_key(|(step, _)| step.earliest != nearest);
    found
}
