//! Notes on the fields of a change.

use super::items::ITEMS;
use super::note::{ChangeKind, Note, note, one};
use super::value::changed;
use super::written::{EntryKind, pairs};
use super::{Change, Field};
use crate::model::Value;
use crate::text::one_line;

impl Change {
    /// Returns notes on the changed keys, in their order; none for an added or removed entry.
    pub(super) fn described(&self) -> Vec<Note> {
        if matches!(self.kind, ChangeKind::Added | ChangeKind::Removed) {
            return Vec::new();
        }
        // A generated id changes with date and title; if neither changed, its number did.
        let follows = self.fields.iter().any(|field| matches!(&*field.key, "date" | "title"));
        let was = self.was.as_ref().filter(|_| self.kind == ChangeKind::Renamed || !follows);
        let renamed = was.map(|was| note("id", self.kind, format!("{was} → {}", self.id)));
        let fields = self.fields.iter().filter(|field| renamed.is_none() || *field.key != *"id");
        let notes = fields.flat_map(|field| field.notes(self.entry)).collect::<Vec<_>>();
        renamed.into_iter().chain(notes).collect()
    }
}

impl Field {
    /// Returns the notes on one changed key, at least one.
    fn notes(&self, entry: EntryKind) -> Vec<Note> {
        let (key, old, new) = (&*self.key, self.old.as_ref(), self.new.as_ref());
        if !entry.knows(key) {
            return vec![one(&format!("key `{}`", one_line(key)), "", old, new)];
        }
        match ITEMS.iter().find(|items| items.key == key) {
            Some(items) => items.notes(list(old), list(new)),
            None if key == "clocks" => clocks(old, new),
            None if key == "reviewed" => review(old, new),
            None => vec![one(key, key, old, new)],
        }
    }
}

fn clocks(old: Option<&Value>, new: Option<&Value>) -> Vec<Note> {
    let (old, new) = (old.map_or(&[][..], pairs), new.map_or(&[][..], pairs));
    changed(old, new).map(|(clock, old, new)| one(&format!("clock {clock}"), "date", old, new)).collect()
}

/// Returns one note on a new or removed review, else a note for each key that changed.
fn review(old: Option<&Value>, new: Option<&Value>) -> Vec<Note> {
    match (old, new) {
        (Some(Value::Map(old)), Some(Value::Map(new))) => {
            changed(old, new).map(|(key, old, new)| one(&format!("review {key}"), key, old, new)).collect()
        }
        _ => vec![one("review", "", old, new)],
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    if let Some(Value::List(items)) = value { items } else { &[] }
}

#[cfg(test)]
mod tests {
    use crate::history::diff::Changes;
    use crate::load::from_text;

    use super::*;

    /// Returns the notes on two states, one per line.
    fn notes_of(old: &str, new: &str) -> String {
        let [before, after] = [old, new].map(|text| from_text("a.yaml", text).timeline);
        let changes = Changes::between(&before, &after);
        assert_eq!(Changes::between(&after, &changes.apply(&before)), Changes::default(), "{changes:?}");
        let entry = |change: &Change| {
            let head = format!("{} {} {}", change.entry.word(), change.kind.word(), change.id);
            let notes = change.notes.iter();
            let notes = notes.map(|note| format!("  {} {}: {}", note.about, note.kind.word(), note.words));
            std::iter::once(head.trim_end().to_owned()).chain(notes).collect::<Vec<_>>().join("\n")
        };
        changes.entries.iter().map(entry).collect::<Vec<_>>().join("\n")
    }

    /// Returns the notes on an event whose keys other than id and title changed.
    fn event(old: &str, new: &str) -> String {
        let whole = |keys: &str| format!("- id: a\n  title: A\n  {}\n", keys.replace('\n', "\n  "));
        let notes = notes_of(&whole(old), &whole(new));
        notes.strip_prefix("event changed a\n").unwrap_or(&notes).to_owned()
    }

    #[test]
    fn a_date_is_sharpened_blurred_or_moved() {
        for (old, new, kind) in [
            ("2024-05", "2024-05-30", "sharpened"),
            ("2024-05~", "2024-05", "sharpened"),
            ("2024-05%", "2024-05?", "sharpened"),
            ("2024-05-30/..", "2024-05-30/2024-06", "sharpened"),
            ("2024", "2024-05~", "sharpened"),
            ("2024-05-30", "2024-05", "blurred"),
            ("2024-05", "2024-05?", "blurred"),
            ("2024-05-30", "2024-05-31", "moved"),
            ("2024-05", "2024-04/2024-05-02", "moved"),
            ("2024-05~", "2024-05?", "changed"),
            ("2024-05", "2024-05-XX", "changed"),
            ("2024-05", "2024-05-01/2024-05-31", "changed"),
        ] {
            let said = event(&format!("date: {old}"), &format!("date: {new}"));
            assert_eq!(said, format!("  date {kind}: {old} → {new}"));
        }
        assert_eq!(event("", "date: 2024"), "  date added: 2024");
        assert_eq!(event("date: 2024", ""), "  date removed: 2024");
    }

    #[test]
    fn sources_come_go_and_lose_their_standing() {
        let old = "sources:\n- {url: 'https://a.example', publisher: A, date: 2024-05}\n- https://b.example";
        let new = "sources:\n- {url: 'https://a.example', publisher: A, date: 2024-05-22, weak: true}\n\
                   - {url: 'https://c.example', publisher: C, title: On it, primary: true}";
        insta::assert_snapshot!(event(old, new), @r"
          source changed: https://a.example: date sharpened 2024-05 → 2024-05-22; now weak
          source added: C, On it, https://c.example, primary
          source removed: https://b.example
        ");
        let turned =
            "sources:\n- https://b.example\n- {url: 'https://a.example', publisher: A, date: 2024-05}";
        assert_eq!(event(old, turned), "  sources reordered: now https://b.example; https://a.example");
    }

    #[test]
    fn an_event_is_judged_anew() {
        let old = "certainty: reported\ndisputes: [the Pentagon denied it]";
        let new = "certainty: confirmed\nimportance: 5\n\
                   disputes: [{says: the Pentagon denied it at once, sources: ['https://a.example']}, No.]";
        insta::assert_snapshot!(event(old, new), @r"
        importance added: 5
        certainty changed: reported → confirmed
        dispute added: the Pentagon denied it at once, sources https://a.example
        dispute added: No.
        dispute removed: the Pentagon denied it
        ");
        let same = "disputes: [{says: it was so, sources: ['https://a.example']}]";
        let other = "disputes: [{says: it was not so, sources: ['https://a.example']}]";
        assert_eq!(event(same, other), "  dispute changed: it was not so: says reworded it was {+not+} so");
    }

    #[test]
    fn an_effect_tells_what_became_of_the_status() {
        let old = "effects:\n- {policy: p, status: banned, was: permitted}\n- {policy: q, status: banned}";
        let new = "effects:\n- {policy: q, status: banned, from: 2024}\n\
                   - {policy: p, status: restricted, was: permitted, note: near Kharkiv}\n\
                   - {policy: q, status: permitted}";
        insta::assert_snapshot!(event(old, new), @r"
        effect changed: q: from added 2024
        effect changed: p: status banned → restricted; note added near Kharkiv
        effect added: q, status permitted
        effects reordered: now q; p; q
        ");
    }

    #[test]
    fn a_review_comes_and_goes_in_one_line() {
        let review = "reviewed: {by: Ann, on: 2024-06-03}";
        assert_eq!(event("", review), "  review added: by: Ann, on: 2024-06-03");
        assert_eq!(event(review, ""), "  review removed: by: Ann, on: 2024-06-03");
    }

    #[test]
    fn every_other_key_of_an_event_is_told_in_its_own_terms() {
        let old = "kind: report\nsummary: It was said that it was allowed.\nactors: [us, {actor: Ann, role: aide}]\n\
                   countries: [UA]\ntags: [a, b]\nlinks: [{leads-to: b}]\nclocks: {announced: 2024-05}\n\
                   date-note: by the minutes\npriority: 3\nodd: [1, 2]\nreviewed: {by: Ann, on: 2024-06}";
        let new = "kind: decision\nsummary: It was said that it was not allowed.\nactors: [us, {actor: Ann, role: envoy}, gb]\n\
                   countries: [DE]\ntags: [b, a, c]\nlinks: [{responds-to: b}]\nclocks: {announced: 2024-05-30, expires: 2025}\n\
                   date-note: by the notes\npriority: \"3\"\nold: [1, 2]\nreviewed: {by: Bob, on: 2024-06-03}";
        insta::assert_snapshot!(event(old, new), @r#"
        date-note reworded: by the [-minutes-] {+notes+}
        kind changed: report → decision
        summary reworded: … that it was {+not+} allowed.
        actor changed: Ann: role aide → envoy
        actor added: gb
        country added: DE
        country removed: UA
        tag added: c
        tags reordered: now b; a; c
        clock announced sharpened: 2024-05 → 2024-05-30
        clock expires added: 2025
        link added: responds-to: b
        link removed: leads-to: b
        review by changed: Ann → Bob
        review on sharpened: 2024-06 → 2024-06-03
        key `priority` changed: [-3-] {+"3"+}
        key `old` added: 1, 2
        key `odd` removed: 1, 2
        "#);
    }

    #[test]
    fn an_unknown_key_is_told_as_what_it_is_whatever_its_name() {
        let old = "note: {a: 1}\nfrom: 2024-05\nowner: [a]\nlicense: \"3\"";
        let new = "note: {a: 2}\nfrom: 2024-05-30\nowner: [b]\nlicense: 3";
        insta::assert_snapshot!(event(old, new), @r#"
        key `note` changed: a: 1 → a: 2
        key `from` changed: 2024-05 → 2024-05-30
        key `owner` changed: a → b
        key `license` changed: [-"3"-] {+3+}
        "#);
        let (old, new) = (
            "sources: [{url: 'https://a.example', remark: {a: 1}}]",
            "sources: [{url: 'https://a.example', remark: 3}]",
        );
        assert_eq!(event(old, new), "  source changed: https://a.example: remark a: 1 → 3");
    }

    #[test]
    fn registries_and_the_head_are_part_of_the_record() {
        let old = "title: Rules\nlicense: MIT\nviews: {a: x}\nladders: {l: [banned, permitted]}\ntags: {t: Tea}\n\
                   actors: {us: {name: US}, ann: {name: Ann, aliases: [A], offices: [{title: Mayor, from: 2020}]}}\n\
                   policies: {p: {title: P, owner: us, topic: tea}}\nevents: []\n";
        let new = "title: The rules\ndescription: All\nviews: {a: y}\nladders: {l: [banned, restricted, permitted]}\n\
                   tags: {t: Tea and coffee, u: Cups}\n\
                   actors: {usa: {name: US}, ann: {name: Ann B, country: DE, aliases: [A, B], offices: [{title: Mayor, from: 2020, to: 2024-05}]}}\n\
                   policies: {p: {title: P, owner: [usa, ann], ladder: l}}\nevents: []\n";
        insta::assert_snapshot!(notes_of(old, new), @"
        timeline changed
          title reworded: [-Rules-] {+The rules+}
          description added: All
          license removed: MIT
        ladder changed l
          statuses changed: banned, permitted → banned, restricted, permitted
        tag changed t
          meaning reworded: Tea {+and coffee+}
        tag added u
        view changed a
          query changed: x → y
        actor renamed usa
          id renamed: us → usa
        actor changed ann
          name changed: Ann → Ann B
          country added: DE
          alias added: B
          office changed: Mayor: to added 2024-05
        policy changed p
          owner added: usa
          owner added: ann
          owner removed: us
          ladder added: l
          topic removed: tea
        ");
    }
}
