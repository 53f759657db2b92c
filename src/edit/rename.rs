//! Changes an id everywhere it is used in the files of a timeline.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::{Change, are_same, parsed};
use crate::export::yaml::{flow_spelled, inside_quotes};
use crate::load::line_index::LineIndex;
use crate::load::mentions::{IdKind, Mention, MentionRole, documents, mentions};
use crate::load::yaml::Node;
use crate::load::{File, load, located, read_texts};
use crate::model::Address;
use crate::problem::Span;
use crate::query::Pattern;
use crate::text::{hint_suffix, meant, one_line, path_name, sanitize_inline};

/// The changes of renaming an id.
#[derive(Debug)]
pub struct Renaming {
    /// The kind of thing that has the id.
    pub kind: IdKind,
    /// One change per file.
    pub changes: Vec<Change>,
    /// The lines that change: file, line number from 1, old text, new text.
    pub lines: Vec<(String, usize, String, String)>,
    /// The number of mentions that change.
    pub places: usize,
}

/// A file and the ids mentioned in it.
struct Read {
    file: File,
    mentions: Vec<Mention>,
}

/// Finds every mention of `old` in the files under `paths`, and replaces it by `new` in their texts. Writes
/// nothing.
///
/// # Errors
/// Fails if a file cannot be read completely, if `old` names nothing or things of several kinds, or if `new`
/// is taken or is not a valid id.
pub fn rename(paths: &[PathBuf], old: &str, new: &str, kind: Option<IdKind>) -> Result<Renaming, String> {
    let (files, problems) = read_texts(paths);
    if let Some(problem) = problems.first() {
        return Err(problem.summary());
    }
    let files: Vec<Read> = files.into_iter().map(read).collect::<Result<_, _>>()?;
    refuse_made(paths, &files, old)?;
    let kind = kind_of(&files, old, kind)?;
    check_new(&files, old, new, kind)?;
    let is_alias = is_alias(&files, kind, old);
    let mut renaming = Renaming { kind, changes: Vec::new(), lines: Vec::new(), places: 0 };
    for Read { file, mentions } in &files {
        let renamed = named(mentions, kind, old, is_alias);
        if !renamed.is_empty() {
            let text = renamed_text(file, &renamed, new)?;
            let change =
                Change::of(file, &text).map_err(|error| format!("cannot change `{}`: {error}", file.name))?;
            renaming.changes.push(change);
            renaming.places += renamed.len();
            let lines =
                file.text.split('\n').zip(text.split('\n')).zip(1..).filter(|((old, new), _)| old != new);
            let lines =
                lines.map(|((old, new), line)| (file.name.clone(), line, old.to_owned(), new.to_owned()));
            renaming.lines.extend(lines);
        }
    }
    Ok(renaming)
}

fn read(file: File) -> Result<Read, String> {
    if file.path.as_os_str() == "-" {
        return Err("standard input cannot be changed; name a file".to_owned());
    }
    let mentions = mentions(&file).map_err(|problem| located(&file, problem))?;
    Ok(Read { file, mentions })
}

/// Returns whether an id is also an alias of an actor, in whatever case.
fn is_alias(files: &[Read], kind: IdKind, old: &str) -> bool {
    let mut aliases =
        files.iter().flat_map(|read| &read.mentions).filter(|mention| mention.role == MentionRole::Alias);
    aliases.any(|alias| alias.kind == kind && alias.is_of(old))
}

/// Returns the mentions of an id, each place once. Mentions may differ from the id in case, unless the id
/// `is_alias` of an actor, too: then only exact mentions are returned.
fn named<'m>(mentions: &'m [Mention], kind: IdKind, old: &str, is_alias: bool) -> Vec<&'m Mention> {
    let is_named = |mention: &&Mention| {
        let is_of = if is_alias { mention.name == old } else { mention.is_of(old) };
        mention.kind == kind && mention.role != MentionRole::Alias && is_of
    };
    let mut found: Vec<&Mention> = mentions.iter().filter(is_named).collect();
    found.sort_by_key(|mention| (mention.span, mention.range.start));
    found.dedup_by_key(|mention| (mention.span, mention.range.start));
    found
}

/// Fails if the id is not written in any file but generated from an event's date and title.
fn refuse_made(paths: &[PathBuf], files: &[Read], old: &str) -> Result<(), String> {
    let mut mentions = files.iter().flat_map(|read| &read.mentions);
    if mentions.any(|mention| mention.role != MentionRole::Reference && mention.is_of(old)) {
        return Ok(());
    }
    let timeline = load(paths, &mut io::empty()).timeline;
    let Some(event) = timeline.find(old).map(|number| timeline.event(number)) else { return Ok(()) };
    let file = timeline.files.get(event.place.file as usize).map(|path| path_name(path)).unwrap_or_default();
    let place = format!("{file}:{}", event.place.line);
    Err(format!(
        "`{}` is made of the date and title of the event; write an `id` into it: {place}",
        sanitize_inline(old)
    ))
}

/// Returns the kind of the thing with the id `old`; `asked` selects one if several kinds have it.
fn kind_of(files: &[Read], old: &str, asked: Option<IdKind>) -> Result<IdKind, String> {
    let all =
        || files.iter().flat_map(|read| &read.mentions).filter(|mention| mention.role != MentionRole::Alias);
    let mut kinds: Vec<IdKind> =
        all().filter(|mention| mention.is_of(old)).map(|mention| mention.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    match (asked, &kinds[..]) {
        (Some(kind), kinds) if kinds.contains(&kind) => Ok(kind),
        (None, [kind]) => Ok(*kind),
        (None, [_, ..]) => {
            let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
            let (old, words) = (sanitize_inline(old), words.join(", "));
            Err(format!(
                "`{old}` is the id of several kinds ({words}); say which: --kind {}",
                kinds[0].word()
            ))
        }
        _ => {
            let known = all().filter(|mention| asked.is_none_or(|kind| mention.kind == kind));
            let hint = hint_suffix(meant(old, known.map(|mention| &*mention.name)));
            let what = asked.map_or("event, actor, policy, tag or source", IdKind::word);
            Err(format!("no {what} has the id `{}`{hint}", sanitize_inline(old)))
        }
    }
}

/// Fails if the new id is invalid or taken.
fn check_new(files: &[Read], old: &str, new: &str, kind: IdKind) -> Result<(), String> {
    if new.is_empty() || one_line(new) != new {
        return Err(format!(
            "`{}` is no id; give one line of text without spaces around it",
            sanitize_inline(new)
        ));
    }
    if kind == IdKind::Source && Address::of(new).is_some() {
        return Err(format!("`{new}` is an address; the id of a source is a word"));
    }
    let makes = |mention: &&Mention| match mention.role {
        MentionRole::Definition | MentionRole::Use => true,
        // An actor may take one of its own aliases as its id.
        MentionRole::Alias => mention.name != new,
        MentionRole::Reference => false,
    };
    let taken = files.iter().find_map(|read| {
        let mut all = read.mentions.iter().filter(|mention| mention.kind == kind);
        let taken = all.find(|mention| makes(mention) && mention.is_of(new) && !mention.is_of(old))?;
        let line = LineIndex::new(&*read.file.name, &read.file.text).line(taken.span.start);
        Some(format!("the {} `{new}` exists: {}:{line}", kind.word(), path_name(&read.file.path)))
    });
    taken.map_or(Ok(()), Err)
}

/// Returns the text of a file with the mentions replaced by `new`. The result is parsed to verify that
/// nothing else has changed.
fn renamed_text(file: &File, renamed: &[&Mention], new: &str) -> Result<String, String> {
    let before = parsed(file)?;
    let mut scalars: BTreeMap<Span, (&str, Vec<&Mention>)> = BTreeMap::new();
    renamed.iter().for_each(|mention| scalars.entry(mention.span).or_default().1.push(mention));
    before.iter().for_each(|document| fill_in(document, &mut scalars));
    let expected: BTreeMap<Span, String> =
        scalars.iter().map(|(span, (text, mentions))| (*span, decoded(text, mentions, new))).collect();
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&file.text).is_ok();
    let (mut text, mut end) = (String::with_capacity(file.text.len()), 0);
    for (span, (old, mentions)) in &scalars {
        let place = span.start as usize..span.end as usize;
        text.push_str(&file.text[end..place.start]);
        end = place.end;
        text.push_str(&written(&file.text[place], old, mentions, new, is_json));
    }
    text.push_str(&file.text[end..]);
    let is_kept = |after: Vec<Node>| are_same(before.iter(), after.iter(), &expected);
    if documents(file.kind, &text).is_ok_and(is_kept) {
        return Ok(text);
    }
    let line = LineIndex::new("", &file.text).line(renamed[0].span.start);
    Err(format!(
        "{}:{line}: the id is written here in a way that cannot be changed; change it by hand",
        file.name
    ))
}

/// Fills in the texts of the scalars, which are keyed by their spans, from a node and everything in it.
fn fill_in<'n>(node: &'n Node, scalars: &mut BTreeMap<Span, (&'n str, Vec<&Mention>)>) {
    if let (Some(text), Some(scalar)) = (node.text(), scalars.get_mut(&node.span)) {
        scalar.0 = text;
    }
    let pairs = node.pairs().iter().flat_map(|(key, value)| [key, value]);
    node.items().iter().chain(pairs).for_each(|child| fill_in(child, scalars));
}

/// Returns the new text of a scalar, before quoting.
fn decoded(text: &str, mentions: &[&Mention], new: &str) -> String {
    mentions.iter().rev().fold(text.to_owned(), |mut text, mention| {
        text.replace_range(mention.range.clone(), &name_in(mention, new));
        text
    })
}

/// Returns the name as written in a query or as a plain scalar.
fn name_in(mention: &Mention, new: &str) -> String {
    if mention.in_query { Pattern::exact(new).to_string() } else { new.to_owned() }
}

/// Returns the new source of a scalar in the style of `raw`, the present source of `text`.
fn written(raw: &str, text: &str, mentions: &[&Mention], new: &str, is_json: bool) -> String {
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
    let spelled = |text: &str| quote.map_or_else(|| text.to_owned(), |quote| inside_quotes(text, quote));
    let replaced = mentions.iter().rev().try_fold(raw.to_owned(), |mut raw, mention| {
        let name = &text[mention.range.clone()];
        let before = text[..mention.range.start].matches(name).count();
        let (old, new) = (spelled(name), spelled(&name_in(mention, new)));
        let at = raw.match_indices(&old).nth(before)?.0;
        raw.replace_range(at..at + old.len(), &new);
        Some(raw)
    });
    // Not every name is valid without quotes.
    let may_stand = raw != text || mentions[0].in_query && !new.contains([',', '[', ']', '{', '}', '#', ':']);
    replaced.filter(|_| may_stand).unwrap_or_else(|| {
        let text = decoded(text, mentions, new);
        let in_double = is_json || quote == Some('"');
        if in_double { format!("\"{}\"", inside_quotes(&text, '"')) } else { flow_spelled(&text) }
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    /// Renames an id in a file with this text, and returns its new text.
    fn changed(name: &str, text: &str, old: &str, new: &str, kind: Option<IdKind>) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let renaming = rename(std::slice::from_ref(&path), old, new, kind)?;
        crate::edit::write(&renaming.changes).unwrap();
        Ok(fs::read_to_string(path).unwrap())
    }

    #[test]
    fn an_id_changes_wherever_it_is_named_and_its_comments_stay() {
        let text = "\u{FEFF}actors:\r\n  us: {name: United States, aliases: [U.S.]} # us\r\n  'nuland':\r\n    offices: [{title: x, for: us}]\r\n\
            policies: {p: {owner: [ us , nuland]}}\r\nviews:\r\n  mine: 'actor:us,nuland country:us us' # us\r\n  \
            yours: {query: >-\r\n      actor:\"us\"}\r\nevents:\r\n  - date: 2024\r\n    title: us\r\n    tags: [us]\r\n    \
            actors: [&a US, *a, {actor: \"us\", role: us}, U.S.]\r\n";
        let text = text.replace(
            "yours: {query: >-\r\n      actor:\"us\"}",
            "yours:\r\n    query: >-\r\n      -actor:us\r\n      or actor:\"us\"",
        );
        let renamed = changed("a.yaml", &text, "us", "usa", Some(IdKind::Actor)).unwrap();
        let expected = text
            .replace("\n  us:", "\n  usa:")
            .replace("for: us", "for: usa")
            .replace("[ us ", "[ usa ")
            .replace("actor:us", "actor:usa")
            .replace("actor:\"us\"", "actor:usa")
            .replace("&a US", "&a usa")
            .replace("actor: \"us\"", "actor: \"usa\"");
        assert_eq!(renamed, expected);
        assert!(changed("a.yaml", &text, "us", "usa", None).unwrap_err().contains("say which: --kind actor"));
    }

    #[test]
    fn a_new_id_gets_the_quotes_that_it_needs() {
        for (text, old, new, expected) in [
            ("- {date: 2024, title: a, tags: [law]}", "law", "a, b", "[\"a, b\"]"),
            ("- {date: 2024, title: a, tags: ['law']}", "law", "it's", "['it''s']"),
            ("- {date: 2024, title: a, tags: [\"l\\x61w\"]}", "law", "no", "[\"no\"]"),
            ("- {date: 2024, title: a, tags: law}", "law", "null", "tags: \"null\"}"),
            (
                "tags: {law: x}\nviews: {v: tag:law}",
                "law",
                "a: b",
                "{\"a: b\": x}\nviews: {v: \"tag:\\\"a: b\\\"\"}",
            ),
        ] {
            let renamed = changed("a.yaml", text, old, new, None).unwrap();
            assert!(renamed.ends_with(expected) || renamed.contains(expected), "{renamed}");
        }
        let json = r#"{"events": [{"date": "2024", "title": "a", "id": 7, "links": [{"x": "8"}]}]}"#;
        let renamed = changed("a.json", json, "7", "a", None).unwrap();
        assert_eq!(renamed, json.replace('7', "\"a\""));
    }

    #[test]
    fn notes_and_json_lines_are_renamed_where_they_are() {
        let note = "---\ntitle: a\ndate: 2024\ntags: ['#law', law]\n---\nAbout law.\n";
        assert_eq!(
            changed("a.md", note, "law", "acts", None).unwrap(),
            note.replace("'#law', law", "'#acts', acts")
        );
        let note = "+++\ntitle = \"a\"\ndate = 2024-05-01\ntags = ['law'] # law\n+++\n";
        assert_eq!(changed("a.md", note, "law", "acts", None).unwrap(), note.replace("'law'", "'acts'"));
        let lines = "{\"title\":\"a\",\"id\":\"x\"}\n\n{\"title\":\"b\",\"links\":[{\"relation\":\"x\",\"to\":\"x\"}]}\n";
        let expected = lines.replace("\"id\":\"x\"", "\"id\":\"y\"").replace("\"to\":\"x\"", "\"to\":\"y\"");
        assert_eq!(changed("a.jsonl", lines, "x", "y", None).unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_renamed_is_refused_with_what_to_do() {
        let text = "tags: {law: x, acts: y}\nactors: {us: {name: America}, gb: {name: UK}}\n\
            events: [{id: a, date: 2024, title: t, tags: law, links: [{x: b}]}]";
        for (old, new, message) in [
            ("lwa", "x", "no event, actor, policy, tag or source has the id `lwa`; did you mean `law`?"),
            ("law", "acts", "the tag `acts` exists: "),
            ("us", "uk", "the actor `uk` exists: "),
            ("law", " a", "is no id; give one line"),
            ("law", "", "is no id; give one line"),
        ] {
            let error = changed("a.yaml", text, old, new, None).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
        for (old, new) in [("b", "a2"), ("us", "America"), ("us", "US")] {
            assert!(changed("a.yaml", text, old, new, None).is_ok(), "{new}");
        }
        let error = changed("a.yaml", "- {date: 2024, title: a b}", "2024-a-b", "x", None).unwrap_err();
        assert!(error.contains("write an `id` into it: ") && error.ends_with("a.yaml:1"), "{error}");
        let error = changed("a.yaml", "- {title: a, tags: [law}", "law", "b", None).unwrap_err();
        assert!(error.contains("a.yaml:1:"), "{error}");
        assert!(
            changed("a.csv", "date,title,tags\n2024,a,law\n", "law", "b", None)
                .unwrap_err()
                .contains("a table")
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_other_byte_stays_whatever_is_renamed(pick in any::<prop::sample::Index>(), new in "zz-[a-z]{3}-zz|[ -~é]{1,9}") {
            prop_assume!(one_line(&new) == new);
            for file in ["torture.yaml", "weapons-use", "eu-us-tariffs", "strangers/exports"] {
                let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data")).join(file);
                let files: Vec<Read> = read_texts(&[path]).0.into_iter().map(|file| read(file).unwrap()).collect();
                let all: Vec<&Mention> = files.iter().flat_map(|read| &read.mentions).filter(|mention| mention.role != MentionRole::Alias).collect();
                let Mention { name, kind, .. } = all[pick.index(all.len())];
                if check_new(&files, name, &new, *kind).is_err() {
                    continue;
                }
                for Read { file, mentions } in &files {
                    let renamed = named(mentions, *kind, name, is_alias(&files, *kind, name));
                    let text = if renamed.is_empty() { file.text.clone() } else { renamed_text(file, &renamed, &new).unwrap() };
                    // The text between the mentions must be unchanged.
                    let (mut old_at, mut new_at) = (0, 0);
                    let mut spans: Vec<Span> = renamed.iter().map(|mention| mention.span).collect();
                    spans.dedup();
                    for span in spans {
                        let between = &file.text[old_at..span.start as usize];
                        prop_assert!(text[new_at..].contains(between), "{}", text);
                        new_at += text[new_at..].find(between).unwrap_or_default() + between.len();
                        old_at = span.end as usize;
                    }
                    prop_assert!(text.ends_with(&file.text[old_at..]));
                    // A name with a quote is escaped with a backslash.
                    if new.starts_with("zz-") && kind != &IdKind::Actor && !name.contains('"') {
                        prop_assert!(text.replace(&new, name) == file.text, "{name} in {}", file.name);
                    }
                }
            }
        }
    }
}
