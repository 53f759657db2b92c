//! What a format cannot carry, in words for the person who exports.

use super::contents::Export;
use crate::model::{Event, EventNo, Timeline};
use crate::text::{counted, one_line};

/// Events that a format cannot hold as they are, all for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// Which events.
    pub events: Vec<EventNo>,
    /// Whether they are missing from the file, or are in it with a change.
    pub missing: bool,
    /// Why they are missing, or what is changed.
    pub why: &'static str,
}

impl Export<'_> {
    /// The manifest's lines, and behind them what is not in the file.
    pub fn origin(&self, omissions: &[Omission]) -> Vec<(&'static str, String)> {
        let omitted: Vec<String> = omissions.iter().map(|omission| omission.words(self.timeline)).collect();
        let note = (!omitted.is_empty()).then(|| ("note", omitted.join("; ")));
        self.manifest.lines().into_iter().chain(note).collect()
    }
}

/// The most ids that are named.
const NAMED: usize = 3;

impl Omission {
    /// The events of `export` that `why` gives a reason to leave out, by reason.
    pub fn out(export: &Export, why: impl Fn(&Event) -> Option<&'static str>) -> Vec<Self> {
        Self::gather(export, true, why)
    }

    /// The events of `export` that `what` says are written with a change, by change.
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

    /// How many events are missing from the file.
    pub fn missing(all: &[Self]) -> usize {
        all.iter().filter(|omission| omission.missing).map(|omission| omission.events.len()).sum()
    }

    /// `2 events left out: without a date (id, id)`.
    pub fn words(&self, timeline: &Timeline) -> String {
        let ids: Vec<String> =
            self.events.iter().take(NAMED).map(|number| one_line(&timeline.event(*number).id)).collect();
        let rest = if self.events.len() > NAMED { ", …" } else { "" };
        let fate = if self.missing { "left out" } else { "changed" };
        format!("{} {fate}: {} ({}{rest})", counted(self.events.len(), "event"), self.why, ids.join(", "))
    }
}
