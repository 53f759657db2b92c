//! The manifest: the origin of an export.

use schemars::JsonSchema;
use serde::Serialize;

use super::markup::plain;
use crate::model::Moment;

/// The origin of an export: enough to repeat it, and to detect whether the data has changed since.
// The comments of fields are what the JSON Schema of an export says of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Manifest {
    /// The title of the timeline.
    #[serde(skip)]
    pub title: String,
    /// The command line that makes the export again.
    pub command: String,
    /// The filter in words; empty when there is none.
    pub query: String,
    /// The range of dates in words; empty when there is none.
    pub range: String,
    /// How many events are exported.
    pub shown: usize,
    /// How many events the timeline has.
    pub total: usize,
    /// The files that could not be read completely, so that events may be missing.
    #[serde(skip)]
    pub unread: Vec<String>,
    /// The licence of the data.
    pub license: String,
    /// A hash of the data.
    #[serde(rename = "data")]
    pub hash: String,
    /// The version of dateline.
    pub version: String,
    /// The time for formats that require a timestamp: `SOURCE_DATE_EPOCH` if set. No export depends on the
    /// clock.
    #[serde(skip)]
    pub stamp: Option<Moment>,
}

/// A manifest.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "manifest")]
pub struct ManifestOf<'a> {
    /// The title of the timeline.
    pub title: &'a str,
    /// What was chosen, in a line.
    pub selection: String,
    #[serde(flatten)]
    pub rest: &'a Manifest,
}

impl Manifest {
    /// Returns the title as a heading; `Timeline` without one.
    pub fn heading(&self) -> String {
        let title = plain(&self.title);
        if title.is_empty() { "Timeline".to_owned() } else { title }
    }

    /// Describes the export in one line: `31 of 110 events, 1 May to 30 June 2024, United States or United
    /// Kingdom`.
    pub fn sentence(&self) -> String {
        self.selection() + &self.gap()
    }

    /// Describes the selected events, such as `15 of 110 events, May 2024, United States`.
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

    /// Lists the files that could not be read, as the end of a sentence; empty if there are none.
    pub fn gap(&self) -> String {
        if self.unread.is_empty() {
            return String::new();
        }
        format!("; incomplete, could not be read: {}", self.unread.join(", "))
    }

    /// Returns the non-empty fields as pairs of name and text.
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

    /// Returns all fields on one line, for formats with a single text field.
    pub fn line(&self) -> String {
        self.lines().into_iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join(" | ")
    }
}
