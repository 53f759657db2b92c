//! The numbers of events and policies before a change that renumbered them.

use super::Data;
use crate::history::Links;
use crate::model::{EventNo, PolicyNo, Text, Timeline};

/// The numbers before a reload or a change of the clock, to find the events and policies again by their ids.
pub struct Renumbering {
    events: Vec<Text>,
    policies: Vec<Text>,
    /// The links before the change.
    pub links: Links,
}

impl Renumbering {
    /// Keeps the numbers of the data that are about to change, and takes their links.
    pub(super) fn of(data: &mut Data) -> Self {
        Self {
            events: data.timeline.events().iter().map(|event| event.id.clone()).collect(),
            policies: data.timeline.policies.iter().map(|policy| policy.id.clone()).collect(),
            links: data.take_links(),
        }
    }

    /// Returns the id that an event had.
    pub fn id(&self, event: EventNo) -> Option<Text> {
        self.events.get(event.index()).cloned()
    }

    /// Returns the new number of an event, or `None` if it no longer exists.
    pub fn event(&self, event: EventNo, timeline: &Timeline) -> Option<EventNo> {
        timeline.find(&self.events[event.index()])
    }

    /// Returns the new number of a policy, or `None` if it no longer exists.
    pub fn policy(&self, policy: PolicyNo, timeline: &Timeline) -> Option<PolicyNo> {
        let id = self.policies.get(policy.index())?;
        let place = timeline.policies.iter().position(|policy| policy.id == *id)?;
        Some(PolicyNo(place as u32))
    }
}
