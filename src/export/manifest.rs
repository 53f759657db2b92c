//! Where an export came from.

use crate::model::Moment;

/// Where an export came from: enough to make it again, and to see whether the data changed since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The title of the timeline.
    pub title: String,
    /// The command line that makes the export again.
    pub command: String,
    /// The filter in words; empty when there is none.
    pub query: String,
    /// The range of dates in words, and by which clock where not by `date`; empty when there is none.
    pub range: String,
    /// How many events are exported.
    pub shown: usize,
    /// How many events the timeline has.
    pub total: usize,
    /// The files that could not be read, or not whole; what they say is missing in the export.
    pub unread: Vec<String>,
    /// The licence of the data; empty when the timeline names none.
    pub license: String,
    /// [`crate::model::Timeline::fingerprint`] in 16 hexadecimal digits.
    pub hash: String,
    /// The version of dateline.
    pub version: String,
    /// The moment that stands for "now" in formats that demand one: `SOURCE_DATE_EPOCH` where it is
    /// set, so that nothing in an export comes from the clock.
    pub stamp: Option<Moment>,
}

impl Manifest {
    /// What was chosen, in one line of plain words: `31 of 110 events, 1 May to 30 June 2024,
    /// United States or United Kingdom`.
    pub fn sentence(&self) -> String {
        self.selection() + &self.gap()
    }

    /// Returns which events were taken, such as `15 of 110 events, May 2024, United States`.
    pub fn selection(&self) -> String {
        let noun = if self.total == 1 { "event" } else { "events" };
        let mut selection = if self.shown == self.total {
            format!("{} {noun}", self.total)
        } else {
            format!("{} of {} {noun}", self.shown, self.total)
        };
        for part in [&self.range, &self.query].into_iter().filter(|part| !part.is_empty()) {
            selection.push_str(", ");
            selection.push_str(part);
        }
        selection
    }

    /// Returns which files could not be read, as the end of a sentence; empty when all could.
    pub fn gap(&self) -> String {
        if self.unread.is_empty() {
            return String::new();
        }
        format!("; incomplete, could not be read: {}", self.unread.join(", "))
    }

    /// Its lines as name and text, those without a text left out, for formats that list them.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let lines = [
            ("title", self.title.clone()),
            ("selection", self.sentence()),
            ("command", self.command.clone()),
            ("data", self.hash.clone()),
            ("license", self.license.clone()),
            ("made by", format!("dateline {}", self.version)),
        ];
        lines.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// All of it on one line, for formats that have room for a single text.
    pub fn line(&self) -> String {
        self.lines().into_iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join(" | ")
    }
}
