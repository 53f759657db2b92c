//! Finds the words of an event in its file, for problems that show only after loading.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::builtin;
use super::line_index::{LineIndex, numbered_starts};
use crate::model::{EventNo, Timeline};
use crate::problem::{Location, Span};
use crate::text::path_name;

/// Finds locations in the files of a timeline. Each file is read again when first needed.
pub struct Locator<'t> {
    timeline: &'t Timeline,
    /// By file: its text, and the first byte of each of its lines.
    texts: HashMap<u32, (String, Vec<u32>)>,
    /// By file: the lines of its events, sorted.
    lines: HashMap<u32, Vec<u32>>,
}

impl<'t> Locator<'t> {
    /// Collects the lines of the events of `timeline`.
    pub fn new(timeline: &'t Timeline) -> Self {
        let mut lines: HashMap<u32, Vec<u32>> = HashMap::new();
        for event in timeline.events() {
            lines.entry(event.place.file).or_default().push(event.place.line);
        }
        lines.values_mut().for_each(|lines| lines.sort_unstable());
        Self { timeline, texts: HashMap::new(), lines }
    }

    /// Returns the location of the last of `words`, each searched after the one before it, or the first line
    /// of the event if they are not found. Without a readable file, such as after a pipe, nothing is quoted.
    pub fn location(&mut self, event: EventNo, words: &[&str]) -> Location {
        let place = self.timeline.event(event).place;
        let path = self.timeline.files.get(place.file as usize).map_or(Path::new(""), PathBuf::as_path);
        let (text, starts) = &*self.texts.entry(place.file).or_insert_with(|| {
            let text = text_of(path);
            let starts = numbered_starts(&text);
            (text, starts)
        });
        let start_of =
            |line: u32| starts.get((line as usize).saturating_sub(1)).map_or(text.len(), |at| *at as usize);
        let lines = &self.lines[&place.file];
        let next = lines.get(lines.partition_point(|line| *line <= place.line));
        let (start, end) = (start_of(place.line), next.map_or(text.len(), |next| start_of(*next)));
        if start == text.len() {
            let line = place.line as usize;
            return Location { file: path_name(path), line, column: 1, length: 1, ..Location::default() };
        }
        let found = words.iter().try_fold(start..start, |before, word| {
            let at = before.end + text[before.end..end].find(word)?;
            Some(at..at + word.len())
        });
        let line = text[start..end].split(['\n', '\r']).next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        let found = found.unwrap_or(start + indent..start + line.len());
        // Indexes only the lines of the event, so that many problems do not rescan the file each time.
        let span = Span::from(found.start - start..found.end - start);
        let at = LineIndex::new(path_name(path), &text[start..end]).location(span);
        Location { line: at.line + (place.line as usize).saturating_sub(1), ..at }
    }
}

fn text_of(path: &Path) -> String {
    let text = fs::read_to_string(path).ok();
    let text = text.or_else(|| builtin::text(path.to_str()?).map(str::to_owned)).unwrap_or_default();
    text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)
}
