//! What a format cannot express, described for the user.

use super::contents::Export;
use crate::model::{Event, EventNo, Timeline};
use crate::text::{counted, one_line};

/// Events that a format omits or changes for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// The events, in the order of the export.
    pub events: Vec<EventNo>,
    /// Whether the events are missing from the output; otherwise they are written with a change.
    pub missing: bool,
    /// The reason why they are missing, or the change.
    pub why: &'static str,
}

impl Export<'_> {
    /// Returns the lines of the manifest, followed by a note on the omissions.
    pub fn origin(&self, omissions: &[Omission]) -> Vec<(&'static str, String)> {
        let omitted: Vec<String> = omissions.iter().map(|omission| omission.words(self.timeline)).collect();
        let note = (!omitted.is_empty()).then(|| ("note", omitted.join("; ")));
        self.manifest.lines().into_iter().chain(note).collect()
    }
}

/// The most ids listed in a message.
const NAMED: usize = 3;

impl Omission {
    /// Groups the events that are left out by the reason that `why` returns.
    pub fn out(export: &Export, why: impl Fn(&Event) -> Option<&'static str>) -> Vec<Self> {
        Self::gather(export, true, why)
    }

    /// Groups the events that are written with a change by the change that `what` returns.
    pub fn changed(export: &Export, what: impl Fn(&Event) -> Option<&'static str>) -> Vec<Self> {
        Self::gather(export, false, what)
    }

    fn gather(export: &Export, missing: bool, why: impl Fn(&Event) -> Option<&'static str>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for (number, event) in export.events.iter().zip(export.chosen()) {
            let Some(why) = why(event) else { continue };
            match all.iter_mut().find(|omission| omission.why == why) {
                Some(omission) => omission.events.push(*number),
                None => all.push(Self { events: vec![*number], missing, why }),
            }
        }
        all
    }

    /// Returns the number of events missing from the output.
    pub fn missing(all: &[Self]) -> usize {
        all.iter().filter(|omission| omission.missing).map(|omission| omission.events.len()).sum()
    }

    /// Formats the omission: `2 events left out: without a date (id, id)`.
    pub fn words(&self, timeline: &Timeline) -> String {
        let ids: Vec<String> =
            self.events.iter().take(NAMED).map(|number| one_line(&timeline.event(*number).id)).collect();
        let rest = if self.events.len() > NAMED { ", …" } else { "" };
        let fate = if self.missing { "left out" } else { "changed" };
        format!("{} {fate}: {} ({}{rest})", counted(self.events.len(), "event"), self.why, ids.join(", "))
    }
}
