//! What leaves dateline: a registry of formats, one a file, for the command line and the browser.

mod address;
pub mod bibtex;
mod chosen;
pub mod csl;
pub mod csv;
mod day_range;
pub mod html;
pub mod ics;
pub mod json;
pub mod jsonl;
mod markup;
pub mod markwhen;
pub mod md;
mod name;
mod omissions;
mod picture;
mod save;
pub mod svg;
#[cfg(test)]
mod tests;
pub mod timelinejs;
mod variant;
mod words;
mod works;
pub mod yaml;

use std::collections::HashMap;
use std::io;
use std::path::Path;

use crate::model::{ActorNo, Event, EventNo, Moment, PolicyNo, Text, Timeline, Value, View};

pub use chosen::{command, suggested_name};
pub use name::file_name;
pub use omissions::Omission;
pub use save::{SaveError, save};
pub use variant::Variant;

/// What is exported: a selection of events of a timeline, and where it came from.
#[derive(Debug, Clone)]
pub struct Export<'a> {
    /// The timeline that the events are chosen from.
    pub timeline: &'a Timeline,
    /// The chosen events in the order in which they are written.
    pub events: Vec<EventNo>,
    /// The first and last moment that were asked for, when a range was.
    pub range: Option<(Moment, Moment)>,
    /// Where it came from.
    pub manifest: Manifest,
    /// How it is written where a format knows several ways.
    pub variants: Vec<Variant>,
}

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
    /// The licence of the data; empty when the timeline names none.
    pub license: String,
    /// [`Timeline::fingerprint`] in 16 hexadecimal digits.
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
        let noun = if self.total == 1 { "event" } else { "events" };
        let mut sentence = if self.shown == self.total {
            format!("{} {noun}", self.total)
        } else {
            format!("{} of {} {noun}", self.shown, self.total)
        };
        for part in [&self.range, &self.query] {
            if !part.is_empty() {
                sentence.push_str(", ");
                sentence.push_str(part);
            }
        }
        sentence
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

impl<'a> Export<'a> {
    /// The chosen events in the order in which they are written.
    pub fn chosen(&self) -> impl Iterator<Item = &'a Event> + use<'a, '_> {
        self.events.iter().map(|number| self.timeline.event(*number))
    }

    /// The manifest's lines, and behind them what `left` says is not in the file.
    fn origin(&self, left: &[Omission]) -> Vec<(&'static str, String)> {
        let left: Vec<String> = left.iter().map(|left| left.words(self.timeline)).collect();
        let note = (!left.is_empty()).then(|| ("note", left.join("; ")));
        self.manifest.lines().into_iter().chain(note).collect()
    }

    /// The id of each chosen event, in their order; where events share one, the later get a number,
    /// so that no reader takes them for one event.
    fn ids(&self) -> Vec<String> {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut number = |event: &Event| {
            let count = taken.entry(event.id.to_string()).or_default();
            *count += 1;
            if *count == 1 { event.id.to_string() } else { format!("{}-{count}", event.id) }
        };
        self.chosen().map(&mut number).collect()
    }

    /// Whether it is to be written this way.
    pub fn is(&self, variant: Variant) -> bool {
        self.variants.contains(&variant)
    }

    /// Whether every event of the timeline is chosen, so that its registries go along whole.
    pub fn is_whole(&self) -> bool {
        self.events.len() == self.timeline.len()
    }

    /// The policies that the chosen events speak of, in the order of the registry.
    pub fn policies(&self) -> Vec<PolicyNo> {
        let mut needed = vec![self.is_whole(); self.timeline.policies.len()];
        for effect in self.chosen().flat_map(|event| &event.effects) {
            needed[effect.policy.index()] = true;
        }
        marked(&needed).map(PolicyNo).collect()
    }

    /// The registered actors that the chosen events and their policies name, in the order of the
    /// registry.
    pub fn actors(&self) -> Vec<ActorNo> {
        let mut needed = vec![self.is_whole(); self.timeline.actors.len()];
        let acting = self.chosen().flat_map(|event| &event.actors).map(|part| part.actor);
        let policies = self.policies();
        let owning = policies.iter().flat_map(|policy| &self.timeline.policy(*policy).owners).copied();
        for actor in acting.chain(owning) {
            needed[actor.index()] = true;
        }
        marked(&needed).map(ActorNo).filter(|actor| self.timeline.actor(*actor).registered).collect()
    }

    /// The named views as they are written, by name. A cursor on an event that is not exported is left out.
    pub fn views(&self) -> Vec<(Text, Value)> {
        let is_chosen = |id: &str| {
            self.timeline.find(id).is_none_or(|event| self.is_whole() || self.events.contains(&event))
        };
        let views = self.timeline.head.views.iter().map(|view| {
            let cursor = if is_chosen(&view.cursor) { view.cursor.clone() } else { "".into() };
            (view.name.clone(), View { cursor, ..view.clone() }.value())
        });
        views.collect()
    }

    /// The tags of the vocabulary that the chosen events carry, each with its meaning.
    pub fn tags(&self) -> Vec<&'a (String, String)> {
        let words = &self.timeline.words;
        let mut carried = vec![false; words.len()];
        for tag in self.chosen().flat_map(|event| &event.tags) {
            carried[tag.index()] = true;
        }
        let is_carried = |tag: &str| words.find(tag).is_some_and(|word| carried[word.index()]);
        self.timeline.head.tags.iter().filter(|(tag, _)| self.is_whole() || is_carried(tag)).collect()
    }

    /// The ladders, by their place in [`Timeline::ladders`], on which the policies stand.
    pub fn ladders(&self) -> Vec<usize> {
        let policies = self.policies();
        let used =
            |ladder| policies.iter().any(|policy| self.timeline.policy(*policy).ladder == Some(ladder));
        (0..self.timeline.ladders.len()).filter(|ladder| self.is_whole() || used(*ladder)).collect()
    }
}

fn marked(needed: &[bool]) -> impl Iterator<Item = u32> {
    needed.iter().enumerate().filter(|(_, needed)| **needed).map(|(index, _)| index as u32)
}

/// A format that events can be written in.
pub trait Format: Sync {
    /// The name that `--format` takes.
    fn name(&self) -> &'static str;

    /// The extension of its files, without a dot.
    fn extension(&self) -> &'static str;

    /// What it is good for, in one line.
    fn about(&self) -> &'static str;

    /// Other names and extensions that mean this format.
    fn aliases(&self) -> &'static [&'static str] {
        &[]
    }

    /// The other ways in which it can be written, as options of the command line.
    fn variants(&self) -> &'static [Variant] {
        &[]
    }

    /// What of the export this format cannot carry, for a person to read before or after writing.
    fn left(&self, _export: &Export) -> Vec<Omission> {
        Vec::new()
    }

    /// Writes the export without what [`Format::left`] names. The same export always gives the same
    /// bytes.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, export: &Export, out: &mut dyn io::Write) -> io::Result<()>;

    /// Writes what a person sees of the export before it is written: its own first lines, unless
    /// these are nothing to read.
    ///
    /// # Errors
    /// Those of `out`.
    fn preview(&self, export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
        self.write(export, out)
    }
}

/// Every format, in the order in which they are offered.
pub fn formats() -> &'static [&'static dyn Format] {
    &[
        &md::Markdown,
        &csv::Csv,
        &json::Json,
        &jsonl::JsonLines,
        &yaml::Yaml,
        &html::Html,
        &svg::Svg,
        &ics::Calendar,
        &timelinejs::TimelineJs,
        &markwhen::Markwhen,
        &csl::Csl,
        &bibtex::BibTex,
    ]
}

/// The format of this name, alias or extension, without case.
pub fn find(name: &str) -> Option<&'static dyn Format> {
    let is_it = |known: &str| known.eq_ignore_ascii_case(name);
    let named = |format: &&&dyn Format| {
        is_it(format.name()) || is_it(format.extension()) || format.aliases().iter().any(|one| is_it(one))
    };
    formats().iter().find(named).copied()
}

/// The format that the extension of `path` stands for, be it of two parts (`memo.csl.json`) or one.
pub fn for_path(path: &Path) -> Option<&'static dyn Format> {
    let last = path.extension()?.to_str()?;
    let before = Path::new(path.file_stem()?).extension().and_then(|before| before.to_str());
    before.and_then(|before| find(&format!("{before}.{last}"))).or_else(|| find(last))
}
