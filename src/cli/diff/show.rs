//! Output of changes: as text for people, and as an answer.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::super::answer::{Table, each};
use crate::history::diff::{Change, ChangeKind, Changes, EntryKind, Note};
use crate::model::Value;
use crate::text::{one_line, wrap};

/// The kinds of change in the order in which they are counted.
const CHANGES: [ChangeKind; 4] =
    [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Renamed, ChangeKind::Changed];

/// Writes a block for each changed entry and a line of counts; nothing without changes. Lines are wrapped at
/// `room` columns.
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
        for Note { about, kind, words } in &change.notes {
            let line = one_line(&format!("{about} {}: {words}", kind.word()));
            let line = if ascii { line.replace(" → ", " -> ").replace('…', "...") } else { line };
            for (index, line) in broken(&line, room, 6).enumerate() {
                writeln!(out, "{}{line}", if index == 0 { "    " } else { "      " })?;
            }
        }
    }
    if changes.is_empty() { Ok(()) } else { writeln!(out, "{}", counts(changes)) }
}

/// Wraps a text for lines indented by `indent` columns; without a limit, returns it as one line.
fn broken(text: &str, room: usize, indent: usize) -> impl Iterator<Item = String> {
    let lines = if room == usize::MAX {
        vec![text.to_owned()]
    } else {
        wrap(text, room.saturating_sub(indent).max(20))
    };
    lines.into_iter()
}

/// Counts the changes: `3 added, 1 removed, 5 changed`.
fn counts(changes: &Changes) -> String {
    let counts = CHANGES.map(|kind| (changes.count(kind), kind.word()));
    let line = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    line.collect::<Vec<_>>().join(", ")
}

/// Returns the name of an entry: the id of an event, else the kind of entry and the id.
fn named(change: &Change) -> String {
    match change.entry {
        EntryKind::Event => change.id.to_string(),
        entry if change.id.is_empty() => entry.word().to_owned(),
        entry => format!("{} {}", entry.word(), change.id),
    }
}

/// Returns the date of an event that was added or removed.
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
    /// One item for each changed entry: the head, then ladders, tags, views, actors, policies, and events by
    /// date. Removed entries come last within their group.
    changes: &'c [Change],
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

/// A row of the table: an entry with one of its notes.
struct TableRow<'a> {
    entry: &'a Change,
    about: &'a str,
    how: &'static str,
    words: String,
}

impl<'c> DiffAnswer<'c> {
    /// Returns the changes between two states with these names.
    pub fn of(all: &'c Changes, [old, new]: [String; 2]) -> Self {
        let [added, removed, renamed, changed] = CHANGES.map(|kind| all.count(kind));
        Self {
            schema: "dateline/diff/1",
            old,
            new,
            counts: Counts { added, removed, renamed, changed },
            changes: &all.entries,
            summary: if all.is_empty() { "nothing changed".to_owned() } else { counts(all) },
        }
    }

    /// Returns a row for each note of each entry.
    pub fn table(&self) -> Table {
        let rows: Vec<TableRow> = self.changes.iter().flat_map(rows).collect();
        let cells = each(&rows).columns(&[
            ("change", |row| row.entry.kind.word().to_owned()),
            ("what", |row| row.entry.entry.word().to_owned()),
            ("id", |row| row.entry.id.to_string()),
            ("about", |row| row.about.to_owned()),
            ("how", |row| row.how.to_owned()),
            ("words", |row| row.words.clone()),
        ]);
        Table::new("", cells, [Some(self.summary.clone())])
    }
}

fn rows(entry: &Change) -> Vec<TableRow<'_>> {
    if entry.notes.is_empty() {
        let words = [date(entry), &*entry.title].join(" ").trim().to_owned();
        return vec![TableRow { entry, about: "", how: "", words }];
    }
    let rows = entry.notes.iter().map(|note| TableRow {
        entry,
        about: &note.about,
        how: note.kind.word(),
        words: note.words.clone(),
    });
    rows.collect()
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
