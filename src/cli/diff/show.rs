//! Changes as text to read, as a table, and as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use crate::cli::answer::{Answer, Table};
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

/// The same as a table with a row for each thing to say, and as JSON with old and new values.
pub fn answer(changes: &Changes, [old, new]: [String; 2]) -> Answer {
    let table = Table {
        columns: vec!["change", "what", "id", "about", "how", "words"],
        rows: changes.entries.iter().flat_map(rows).collect(),
        notes: if changes.is_empty() { vec!["nothing changed".to_owned()] } else { vec![counts(changes)] },
        ..Table::default()
    };
    let counts: Map<String, Json> =
        CHANGES.iter().map(|kind| (kind.word().to_owned(), changes.count(*kind).into())).collect();
    let entries: Vec<Json> = changes.entries.iter().map(entry).collect();
    Answer {
        tables: vec![table],
        json: json!({
            "schema": "dateline/diff/1",
            "old": old,
            "new": new,
            "counts": counts,
            "changes": entries,
        }),
    }
}

fn rows(change: &Change) -> Vec<Vec<String>> {
    let row = |about: &str, how: &str, words: &str| {
        [change.kind.word(), change.entry.word(), &change.id, about, how, words].map(str::to_owned).to_vec()
    };
    let notes: Vec<_> =
        change.notes().iter().map(|note| row(&note.about, note.kind.word(), &note.words)).collect();
    if notes.is_empty() {
        let words = [date(change), &change.title].join(" ");
        return vec![row("", "", words.trim())];
    }
    notes
}

fn entry(change: &Change) -> Json {
    let mut entry = json!({
        "what": change.entry.word(),
        "change": change.kind.word(),
        "id": change.id,
        "was": change.was,
        "title": change.title,
        "notes": change.notes().iter().map(note).collect::<Vec<_>>(),
        "fields": change.fields.iter().map(field).collect::<Vec<_>>(),
    });
    if change.nth > 0 {
        entry["nth"] = change.nth.into();
    }
    entry
}

fn note(Note { about, kind, words }: &Note) -> Json {
    json!({"about": about, "change": kind.word(), "words": words})
}

/// What was not there is left out, since a value may be `null`.
fn field(field: &Field) -> Json {
    let mut told = json!({"key": field.key});
    for (name, side) in [("old", &field.old), ("new", &field.new)] {
        if let Some(side) = side {
            told[name] = value(side);
        }
    }
    told
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
