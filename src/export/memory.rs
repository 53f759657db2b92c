//! Estimates the memory that a writer needs, so that an export that does not fit is refused before it begins.

use std::io;

use super::contents::Export;
use super::format::{Format, Holds, Writer};
use crate::load::memory::refusal_to_export;
use crate::model::{Event, Source, Text, Value};

/// Bytes for the number, the id and the place of an event.
const FOR_AN_EVENT: u64 = 300;
/// Bytes for a work to cite, with its key and its identity.
const FOR_A_WORK: u64 = 1_200;
/// Bytes for each byte of a text in memory: the text cleaned, escaped, joined with others and buffered.
const FOR_A_BYTE: u64 = 6;
/// Bytes for a part of an event beside its texts, such as a tag, a source or a value in a list. It counts as text.
const NODE: usize = 96;

impl Format {
    /// Writes an export.
    ///
    /// # Errors
    /// Fails before the first byte if the export needs more memory than is available, and if the output fails.
    pub fn export(&self, export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
        self.checked(self.write, export, out)
    }

    /// Writes a preview of an export.
    ///
    /// # Errors
    /// As with [`Format::export`].
    pub fn export_preview(&self, export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
        self.checked(self.preview, export, out)
    }

    fn checked(&self, write: Writer, export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
        match refusal_to_export(self.name, needed(self.holds, export)) {
            Some(why) => Err(io::Error::new(io::ErrorKind::OutOfMemory, why)),
            None => write(export, out),
        }
    }
}

/// Returns about how many bytes of memory a writer needs.
fn needed(holds: Holds, export: &Export) -> u64 {
    let events = (export.events.len() as u64).saturating_mul(FOR_AN_EVENT);
    let texts = export.chosen().map(text_of_event);
    let (texts, works) = match holds {
        Holds::Event => (texts.max().unwrap_or_default(), 0),
        Holds::Works => {
            let sources = export.timeline.events().iter().map(cited).sum::<u64>();
            (texts.max().unwrap_or_default(), sources.saturating_mul(FOR_A_WORK))
        }
        Holds::Page(most) => {
            let mut texts: Vec<u64> = texts.collect();
            texts.sort_unstable_by(|a, b| b.cmp(a));
            (texts.iter().take(most).sum(), 0)
        }
    };
    events.saturating_add(works).saturating_add(texts.saturating_mul(FOR_A_BYTE))
}

/// Returns how many sources an event cites.
fn cited(event: &Event) -> u64 {
    (event.sources.len() + event.disputes.iter().map(|dispute| dispute.sources.len()).sum::<usize>()) as u64
}

/// Returns the bytes of the texts of an event, and of its parts.
fn text_of_event(event: &Event) -> u64 {
    let texts = [&event.id, &event.title, &event.date_note, &event.summary].map(Text::len);
    let names = event.actors.len() + event.countries.len() + event.tags.len() + event.effects.len();
    let disputes = event.disputes.iter().map(|dispute| {
        let sources: usize = dispute.sources.iter().map(|url| url.len() + NODE).sum();
        dispute.says.len() + sources + text_of_pairs(&dispute.extra)
    });
    let effects = event.effects.iter().map(|effect| effect.note.len() + text_of_pairs(&effect.extra));
    let links = event.links.iter().map(|link| link.to.len() + NODE);
    let parts = disputes.chain(effects).chain(links).chain(event.sources.iter().map(text_of_source));
    let parts = parts.sum::<usize>() + text_of_pairs(&event.extra) + NODE * names;
    (texts.iter().sum::<usize>() + parts) as u64
}

fn text_of_source(source: &Source) -> usize {
    let details = source.details();
    let texts = [&source.url, &source.title, &details.lang, &details.archive, &details.quote, &details.note];
    let authors = details.authors.iter().map(Text::len);
    NODE + texts.iter().map(|text| text.len()).chain(authors).sum::<usize>() + text_of_pairs(&source.extra)
}

/// Returns the bytes of the texts in a value, and of its nodes.
fn text_of_value(value: &Value) -> usize {
    NODE + match value {
        Value::Scalar { text, .. } => text.len(),
        Value::List(values) => values.iter().map(text_of_value).sum(),
        Value::Map(pairs) => text_of_pairs(pairs),
    }
}

fn text_of_pairs(pairs: &[(Text, Value)]) -> usize {
    pairs.iter().map(|(name, value)| name.len() + text_of_value(value)).sum()
}
