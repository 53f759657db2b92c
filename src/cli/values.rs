//! Values that shells complete, from the timeline that the command line names.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::PathBuf;

use clap_complete::CompletionCandidate;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};

use super::today::today;
use crate::history::relations;
use crate::import;
use crate::load::mentions::{MentionRole, mentions};
use crate::load::{builtin, load, read_texts};
use crate::model::Timeline;
use crate::model::field;
use crate::model::policy::OFF_LADDER;
use crate::query::{Facet, Index, complete};

/// Options whose value is a file that is not a timeline.
const OTHER_FILES: [&str; 3] = ["--output", "-o", "--config"];

/// Returns the words of the command line that is being completed, which the shell passes after `--`.
fn words() -> Vec<OsString> {
    std::env::args_os().skip_while(|word| word != "--").skip(1).collect()
}

/// Returns the files and directories on a command line; `.` by default for commands that edit files.
fn paths(words: &[OsString]) -> Vec<PathBuf> {
    let is_other = |before: &OsString| OTHER_FILES.iter().any(|option| before == option);
    let named = words.windows(2).filter(|pair| !is_other(&pair[0])).map(|pair| PathBuf::from(&pair[1]));
    let paths: Vec<PathBuf> = named.filter(|path| path.exists()).collect();
    let changes = words.get(1).is_some_and(|command| command == "rename" || command == "add");
    if paths.is_empty() && changes { vec![PathBuf::from(".")] } else { paths }
}

/// Reads the timeline of a command line.
fn timeline() -> Timeline {
    let words = words();
    let paths = paths(&words);
    if !paths.is_empty() {
        return load(&paths, &mut io::empty()).timeline;
    }
    let named = words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    let named = named.split_once("--timeline").map(|(_, name)| name.trim_start_matches([' ', '=']));
    let name = named.and_then(|name| name.split(' ').next()).unwrap_or(builtin::DEFAULT);
    builtin::load(name).or_else(|| builtin::load(builtin::DEFAULT)).unwrap_or_default().timeline
}

fn candidate(value: &str, help: &str) -> CompletionCandidate {
    let help = (!help.is_empty() && help != value).then(|| help.to_owned().into());
    CompletionCandidate::new(value).help(help)
}

/// Returns whether a shell would insert a text unchanged. Some shells insert candidates without quoting, so
/// that a value in a file such as `$(reboot)` would be executed on Enter. Such values are not offered.
fn is_inert(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || "-_./:,=+@% ".contains(c))
}

/// Completes from the values of `list`, ignoring case like the parsers of the values.
fn from_list(list: impl Fn() -> Vec<CompletionCandidate> + Send + Sync + 'static) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy();
        list().iter().filter_map(|candidate| begun(candidate, &typed)).collect()
    })
}

/// Completes from the values of `list` for the timeline of the command line.
fn of(list: fn(&Timeline) -> Vec<CompletionCandidate>) -> ArgValueCompleter {
    from_list(move || list(&timeline()))
}

/// Returns a candidate that begins with the typed text, in lower case if only that fits.
fn begun(candidate: &CompletionCandidate, typed: &str) -> Option<CompletionCandidate> {
    let value = candidate.get_value().to_string_lossy().into_owned();
    let spellings = [value.clone(), value.to_lowercase()].into_iter().filter(|value| is_inert(value));
    let fitting = spellings.into_iter().find(|value| value.starts_with(typed))?;
    // Only the script for Bash sets this variable, and Bash inserts a value without quoting its spaces.
    let is_bash = std::env::var_os("_CLAP_COMPLETE_COMP_TYPE").is_some();
    let written = if is_bash { fitting.replace(' ', "\\ ") } else { fitting };
    Some(CompletionCandidate::new(written).help(candidate.get_help().cloned()))
}

fn of_facet(timeline: &Timeline, facet: Facet) -> Vec<CompletionCandidate> {
    let index = Index::new(timeline);
    index.values(facet).iter().map(|value| candidate(&value.key, &value.label)).collect()
}

/// Completes a country that events have.
pub fn countries() -> ArgValueCompleter {
    of(|timeline| of_facet(timeline, Facet::Country))
}

/// Completes the kind of an event.
pub fn kinds() -> ArgValueCompleter {
    of(|timeline| of_facet(timeline, Facet::Kind))
}

/// Completes a topic of policies.
pub fn topics() -> ArgValueCompleter {
    of(|timeline| of_facet(timeline, Facet::Topic))
}

/// Completes the id of an actor.
pub fn actors() -> ArgValueCompleter {
    of(|timeline| timeline.actors.iter().map(|actor| candidate(&actor.id, &actor.name)).collect())
}

/// Completes a tag, of the vocabulary or of an event.
pub fn tags() -> ArgValueCompleter {
    of(|timeline| {
        let known = timeline.head.tags.iter().map(|(tag, meaning)| candidate(tag, meaning));
        let is_new = |tag: &CompletionCandidate| {
            timeline.head.tags.iter().all(|(known, _)| tag.get_value() != OsStr::new(known))
        };
        known.chain(of_facet(timeline, Facet::Tag).into_iter().filter(is_new)).collect()
    })
}

/// Completes the id of a policy.
pub fn policies() -> ArgValueCompleter {
    of(|timeline| timeline.policies.iter().map(|policy| candidate(&policy.id, &policy.title)).collect())
}

/// Completes a status of any ladder.
pub fn statuses() -> ArgValueCompleter {
    of(|timeline| {
        let rungs = timeline.ladders.iter().flat_map(|ladder| &ladder.statuses);
        let rungs = rungs.map(|status| timeline.word(*status)).chain(OFF_LADDER);
        distinct(rungs).map(|status| candidate(status, "")).collect()
    })
}

/// Completes the id of a registered source.
pub fn sources() -> ArgValueCompleter {
    of(|timeline| timeline.sources.iter().map(|source| candidate(source.id(), &source.title)).collect())
}

/// Completes the name of a view.
pub fn views() -> ArgValueCompleter {
    of(|timeline| timeline.head.views.iter().map(|view| candidate(&view.name, &view.query)).collect())
}

/// Completes the id of an event.
pub fn events() -> ArgValueCompleter {
    of(|timeline| timeline.events().iter().map(|event| candidate(&event.id, &event.title)).collect())
}

/// Completes an id that `rename` can change.
pub fn ids() -> ArgValueCompleter {
    from_list(|| {
        let (files, _) = read_texts(&paths(&words()));
        let mentions = files.iter().flat_map(|file| mentions(file).unwrap_or_default());
        let mut ids: Vec<(String, &str)> = mentions
            .filter(|mention| matches!(mention.role, MentionRole::Definition | MentionRole::Use))
            .map(|mention| (mention.name, mention.kind.word()))
            .collect();
        ids.sort();
        ids.dedup();
        ids.iter().map(|(id, kind)| candidate(id, kind)).collect()
    })
}

/// Completes the relation of a link and, after the colon, the id of an event.
pub fn links() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let (typed, timeline) = (typed.to_string_lossy(), timeline());
        let found: Vec<CompletionCandidate> = if let Some((relation, _)) = typed.split_once(':') {
            let events = timeline.events().iter();
            events.map(|event| candidate(&format!("{relation}:{}", event.id), &event.title)).collect()
        } else {
            let links = timeline.events().iter().flat_map(|event| &event.links);
            let used = links.map(|link| timeline.word(link.relation));
            let words: Vec<&str> = distinct(relations().into_iter().chain(used)).collect();
            words.into_iter().map(|word| candidate(&format!("{word}:"), "")).collect()
        };
        found.iter().filter_map(|candidate| begun(candidate, &typed)).collect()
    })
}

/// Completes how sure a record is.
pub fn certainties() -> ArgValueCompleter {
    from_list(|| field::certainties().into_iter().map(|word| candidate(word, "")).collect())
}

/// Completes the importance of an event.
pub fn importances() -> ArgValueCompleter {
    from_list(|| (1..=5).map(|number| candidate(&number.to_string(), "")).collect())
}

/// Returns each word once, in the order of first occurrence.
fn distinct<'w>(words: impl Iterator<Item = &'w str>) -> impl Iterator<Item = &'w str> {
    let mut known = HashSet::new();
    words.filter(move |word| known.insert(*word))
}

/// Completes the name of a format of `import`.
pub fn imports() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        import::formats().iter().map(|format| candidate(format.name, format.about)).collect::<Vec<_>>()
    })
}

/// Completes the last word of a query: a field, or a value of the timeline.
pub fn query() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let Some(typed) = typed.to_str() else { return Vec::new() };
        let timeline = timeline();
        let index = Index::new(&timeline);
        let found = complete(typed, typed.len(), (&timeline, &index), &index.all, today(), &|| false);
        let whole = |text: &str| [&typed[..found.range.start], text, &typed[found.range.end..]].concat();
        let suggestions = found.suggestions.iter().filter(|one| is_inert(&one.text.replace('"', "")));
        suggestions.map(|one| candidate(&whole(&one.text), &one.label)).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_timeline_are_those_on_the_line_that_are_there() {
        let paths = |line: &str| paths(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(
            paths("dateline list src tests --output Cargo.toml --actor x"),
            ["src", "tests"].map(PathBuf::from)
        );
        assert_eq!(paths("dateline rename x y"), [PathBuf::from(".")]);
        assert!(paths("dateline list --actor x").is_empty());
    }
}
