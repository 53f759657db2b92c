//! A selection of events as an export: the same for the dialog and for the command line.

use std::path::Path;

use super::{Export, Manifest, Variant, file_name};
use crate::load::builtin;
use crate::model::date::day_words;
use crate::model::{Moment, Timeline};
use crate::query::{Index, Selection, shell_word};

impl<'a> Export<'a> {
    /// The events that `selection` takes, and the command line that takes them again from `paths` in
    /// `format`.
    pub fn of(
        timeline: &'a Timeline,
        index: &Index,
        selection: &Selection,
        paths: &[String],
        format: &str,
    ) -> Self {
        let events = selection.events(timeline, index);
        let query = selection.filter.query();
        let manifest = Manifest {
            title: timeline.head.title.clone(),
            command: command(&format!("export --format {format}"), paths, selection),
            query: if query.is_everything() { String::new() } else { query.words(index) },
            range: range_words(selection),
            shown: events.len(),
            total: timeline.len(),
            license: timeline.head.license.clone(),
            hash: format!("{:016x}", timeline.fingerprint),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            stamp: stamp(),
        };
        Self { timeline, events, range: selection.range, manifest, variants: Vec::new() }
    }

    /// The same written another way; the command line says so too.
    #[must_use]
    pub fn written(mut self, variants: Vec<Variant>) -> Self {
        for variant in &variants {
            self.manifest.command.push(' ');
            self.manifest.command.push_str(variant.option());
        }
        self.variants = variants;
        self
    }
}

/// The moment that `SOURCE_DATE_EPOCH` sets, in seconds since 1970, for builds that give the same
/// bytes on every day.
fn stamp() -> Option<Moment> {
    std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok().map(Moment)
}

/// The command line that does something with a selection of what `paths` hold; `what` may be empty
/// for the browser.
pub fn command(what: &str, paths: &[String], selection: &Selection) -> String {
    let paths = paths.iter().map(|path| shell_word(path));
    let words = ["dateline", what].map(str::to_owned).into_iter().filter(|word| !word.is_empty());
    words.chain(paths).chain(selection.options()).collect::<Vec<_>>().join(" ")
}

/// A name for the file of a selection: after the first path, or the shipped timeline.
pub fn suggested_name(paths: &[String], selection: &Selection, extension: &str) -> String {
    let stem = paths.first().filter(|path| *path != "-").and_then(|path| Path::new(path).file_stem());
    let stem = stem.map_or(builtin::DEFAULT.into(), |stem| stem.to_string_lossy());
    let stem = if paths.first().is_some_and(|path| path == "-") { "timeline".into() } else { stem };
    let stem = selection.clock.map_or(stem.to_string(), |clock| format!("{stem} {}", clock.word()));
    let range = selection.range.map(|(from, to)| {
        [from, to].map(|end| if end.is_finite() { end.iso_day() } else { "..".to_owned() })
    });
    file_name(&stem, range.as_ref().map(|[from, to]| (from.as_str(), to.as_str())), extension)
}

/// The range of a selection in English with the clock that it is measured by, empty when it has none.
fn range_words(selection: &Selection) -> String {
    let days = days_words(selection);
    match selection.clock {
        None => days,
        Some(clock) if days.is_empty() => format!("by {}", clock.words()),
        Some(clock) => format!("by {}: {days}", clock.words()),
    }
}

fn days_words(selection: &Selection) -> String {
    match selection.range {
        None => String::new(),
        Some((from, to)) if from.is_finite() && to.is_finite() => {
            let (from, to) = (day_words(from), day_words(to));
            if from == to { from } else { format!("{from} to {to}") }
        }
        Some((from, _)) if from.is_finite() => format!("from {}", day_words(from)),
        Some((_, to)) if to.is_finite() => format!("until {}", day_words(to)),
        Some(_) => String::new(),
    }
}
