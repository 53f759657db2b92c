//! Changes as text to read, and as an answer.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use super::super::answer::{Grid, Table};
use crate::export::json::value;
use crate::history::diff::{Change, ChangeKind, Changes, EntryKind, Field, Note};
use crate::model::Value;
use crate::text::{one_line, wrap};

/// What an entry can have suffered, in the order in which it is counted.
const CHANGES: [ChangeKind; 4] =
    [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Renamed, ChangeKind::Changed];

/// A block for each entry and the counts below; nothing at all where nothing changed. Lines are
/// broken for a screen of `room` columns.
pub fn text(
    changes: &Changes,
    room: usize,
    (color, ascii): (bool, bool),
    out: &mut dyn Write,
) -> io::Result<()> {
    for change in &changes.entries {
        let (sign, paint) = match change.kind {
            ChangeKind::Added => ('+', "\x1b[32m"),
            ChangeKind::Removed => ('-', "\x1b[31m"),
            _ => ('~', "\x1b[33m"),
        };
        let (paint, plain) = if color { (paint, "\x1b[0m") } else { ("", "") };
        let names = [named(change), date(change).to_owned(), change.title.to_string()];
        let names = names.iter().map(|name| one_line(name)).filter(|name| !name.is_empty());
        let names = names.collect::<Vec<_>>().join("  ");
        for (index, line) in broken(&names, room, 2).enumerate() {
            let sign = if index == 0 { sign } else { ' ' };
            writeln!(out, "{paint}{sign} {line}{plain}")?;
        }
        for Note { about, kind, words } in change.notes() {
            let told = one_line(&format!("{about} {}: {words}", kind.word()));
            let told = if ascii { told.replace(" → ", " -> ").replace('…', "...") } else { told };
            for (index, line) in broken(&told, room, 6).enumerate() {
                writeln!(out, "{}{line}", if index == 0 { "    " } else { "      " })?;
            }
        }
    }
    if changes.is_empty() { Ok(()) } else { writeln!(out, "{}", counts(changes)) }
}

/// The lines of a text behind `indent` columns; the text itself where there is no end of room.
fn broken(text: &str, room: usize, indent: usize) -> impl Iterator<Item = String> {
    let lines = if room == usize::MAX {
        vec![text.to_owned()]
    } else {
        wrap(text, room.saturating_sub(indent).max(20))
    };
    lines.into_iter()
}

/// `3 added, 1 removed, 5 changed`.
fn counts(changes: &Changes) -> String {
    let counts = CHANGES.map(|kind| (changes.count(kind), kind.word()));
    let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    told.collect::<Vec<_>>().join(", ")
}

/// An event by its id, everything else by what it is and its id.
fn named(change: &Change) -> String {
    match change.entry {
        EntryKind::Event => change.id.to_string(),
        entry if change.id.is_empty() => entry.word().to_owned(),
        entry => format!("{} {}", entry.word(), change.id),
    }
}

/// The date of an event that was added or removed.
fn date(change: &Change) -> &str {
    let is_whole = matches!(change.kind, ChangeKind::Added | ChangeKind::Removed);
    let date = change.fields.iter().find(|field| is_whole && *field.key == *"date");
    match date.and_then(|date| date.new.as_ref().or(date.old.as_ref())) {
        Some(Value::Scalar { text, .. }) if change.entry == EntryKind::Event => text,
        _ => "",
    }
}

/// What changed between two states of a record. Put into the old state, the new values give the new one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DiffAnswer<'c> {
    #[schemars(extend("const" = "dateline/diff/1"))]
    schema: &'static str,
    /// The state before, as it was named.
    old: String,
    /// The state after, as it was named.
    new: String,
    counts: Counts,
    /// What changed, an entry each: the head, then ladders, tags, views, actors, policies, and events in the
    /// order of time; within a sort what was removed stands last.
    changes: Vec<ChangedEntry<'c>>,
    #[serde(skip)]
    summary: String,
}

/// How many entries were added, removed, renamed and changed.
#[derive(Debug, Serialize, JsonSchema)]
struct Counts {
    added: usize,
    removed: usize,
    renamed: usize,
    changed: usize,
}

/// An entry that changed.
#[derive(Debug, Serialize, JsonSchema)]
struct ChangedEntry<'c> {
    /// What sort of entry it is; `timeline` is the head of the files.
    what: EntryKind,
    /// `renamed`: it has another id, whatever else changed.
    change: ChangeKind,
    /// Its id in the new state, or in the old one when it was removed; empty for the head.
    id: &'c str,
    /// Its id in the old state where that was another. An id that nobody wrote follows date and title.
    was: Option<&'c str>,
    /// What a person calls it.
    title: &'c str,
    /// What there is to say about it; empty when it was added or removed.
    notes: Vec<NoteRow>,
    /// Every key whose value is another, with both values in full as the file format has them; who takes part
    /// in an event is always a mapping, an owner always in a list.
    fields: Vec<FieldRow<'c>>,
    /// Which of several entries with this id in the old state it is, from 0; left out for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "usize", range(min = 1))]
    nth: Option<usize>,
    /// The date of an event that was added or removed.
    #[serde(skip)]
    date: &'c str,
}

/// One thing to say about a change.
#[derive(Debug, Serialize, JsonSchema)]
struct NoteRow {
    /// What is spoken of, such as `date`, `source` or `clock announced`.
    about: String,
    change: ChangeKind,
    /// How, on one line, cut where it is long; [-out-] {+in+} in texts.
    words: String,
}

/// A key whose value is another.
#[derive(Debug, Serialize, JsonSchema)]
struct FieldRow<'c> {
    /// The key as files write it; of a ladder `statuses`, of a tag `meaning`.
    key: &'c str,
    /// What it said; left out when it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Json")]
    old: Option<Json>,
    /// What it says; left out when it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Json")]
    new: Option<Json>,
}

/// A row of the table: one thing to say about an entry.
struct TableRow<'a> {
    entry: &'a ChangedEntry<'a>,
    about: &'a str,
    how: &'static str,
    words: String,
}

impl<'c> DiffAnswer<'c> {
    /// Returns the changes between two states with these names.
    pub fn of(all: &'c Changes, [old, new]: [String; 2]) -> Self {
        let note = |Note { about, kind, words }: Note| NoteRow { about, change: kind, words };
        let field = |field: &'c Field| FieldRow {
            key: &field.key,
            old: field.old.as_ref().map(value),
            new: field.new.as_ref().map(value),
        };
        let entry_row = |change: &'c Change| ChangedEntry {
            what: change.entry,
            change: change.kind,
            id: &change.id,
            was: change.was.as_deref(),
            title: &change.title,
            notes: change.notes().into_iter().map(note).collect(),
            fields: change.fields.iter().map(field).collect(),
            nth: Some(change.nth).filter(|nth| *nth > 0),
            date: date(change),
        };
        let [added, removed, renamed, changed] = CHANGES.map(|kind| all.count(kind));
        Self {
            schema: "dateline/diff/1",
            old,
            new,
            counts: Counts { added, removed, renamed, changed },
            changes: all.entries.iter().map(entry_row).collect(),
            summary: if all.is_empty() { "nothing changed".to_owned() } else { counts(all) },
        }
    }

    /// Returns a row for each thing to say.
    pub fn table(&self) -> Table {
        let rows: Vec<TableRow> = self.changes.iter().flat_map(ChangedEntry::rows).collect();
        let cells = Grid::of(
            &rows,
            &[
                ("change", |row| row.entry.change.word().to_owned()),
                ("what", |row| row.entry.what.word().to_owned()),
                ("id", |row| row.entry.id.to_owned()),
                ("about", |row| row.about.to_owned()),
                ("how", |row| row.how.to_owned()),
                ("words", |row| row.words.clone()),
            ],
        );
        Table { cells, notes: vec![self.summary.clone()], ..Table::default() }
    }
}

impl ChangedEntry<'_> {
    fn rows(&self) -> Vec<TableRow<'_>> {
        if self.notes.is_empty() {
            let words = [self.date, self.title].join(" ").trim().to_owned();
            return vec![TableRow { entry: self, about: "", how: "", words }];
        }
        let rows = self.notes.iter().map(|NoteRow { about, change, words }| TableRow {
            entry: self,
            about,
            how: change.word(),
            words: words.clone(),
        });
        rows.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::from_text;
    use crate::text::width;

    #[test]
    fn a_narrow_terminal_breaks_lines_and_loses_no_word() {
        let state =
            |title: &str| format!("- {{id: a, date: 2024, title: {title}, sources: [https://a.example]}}\n");
        let [old, new] =
            ["The council votes on stoves and on whatever else burns wood", "The council votes on wood"]
                .map(|title| from_text("a.yaml", &state(title)).timeline);
        let written = |room| {
            let mut out = Vec::new();
            text(&Changes::between(&old, &new), room, (false, true), &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let narrow = written(40);
        assert!(narrow.lines().count() > 4 && narrow.lines().all(|line| width(line) <= 40), "{narrow}");
        assert_eq!(words(&narrow), words(&written(usize::MAX)));
        assert!(narrow.is_ascii(), "{narrow}");
    }
}
