//! What holds for every timeline under `data/`, however it grows.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use dateline::history::History;
use dateline::load::{builtin, load};
use dateline::model::{Certainty, Event, Policy, Source, Timeline};

/// Returns the folders of the shipped timelines.
fn folders() -> Vec<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let folders = data.read_dir().unwrap().map(|entry| entry.unwrap().path());
    folders.filter(|folder| folder.join("timeline.yaml").is_file()).collect()
}

/// Asserts that `broken` finds nothing in any shipped timeline. `rule` tells a contributor what to correct.
fn nothing(rule: &str, broken: impl Fn(&Timeline) -> Vec<String>) {
    for folder in folders() {
        let timeline = load(std::slice::from_ref(&folder), &mut std::io::empty()).timeline;
        let found = broken(&timeline).join(", ");
        assert!(found.is_empty(), "{}: {found}\n  {rule}", folder.display());
    }
}

#[test]
fn every_shipped_timeline_loads_without_a_problem() {
    for folder in folders() {
        let loaded = load(std::slice::from_ref(&folder), &mut std::io::empty());
        let problems: Vec<String> = loaded.problems.iter().map(|problem| problem.render(false)).collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
        assert!(
            !loaded.timeline.is_empty() && !loaded.timeline.head.title.is_empty(),
            "{}",
            folder.display()
        );
    }
}

#[test]
fn the_timeline_that_opens_without_a_path_is_shipped() {
    assert!(folders().iter().any(|folder| folder.ends_with(builtin::DEFAULT)));
}

#[test]
fn every_shipped_event_has_an_id_of_its_own_a_date_and_a_source_with_an_address() {
    nothing("an event needs a unique id, a date, and sources that all have a `url`", |timeline| {
        let mut seen = HashSet::new();
        let is_whole = |event: &dateline::model::Event| {
            !event.id_is_made
                && event.date.is_some()
                && !event.sources.is_empty()
                && event.sources.iter().all(|source| source.url.starts_with("http"))
        };
        let events = timeline.events().iter();
        let broken = events.filter(|event| !seen.insert(event.id.clone()) || !is_whole(event));
        broken.map(|event| event.id.to_string()).collect()
    });
}

#[test]
fn every_link_of_a_shipped_event_leads_to_an_event() {
    nothing("a link needs the id of an event of the same timeline", |timeline| {
        let links = timeline.events().iter().flat_map(|event| &event.links);
        links.filter(|link| timeline.find(&link.to).is_none()).map(|link| link.to.to_string()).collect()
    });
}

#[test]
fn every_actor_and_tag_that_a_shipped_event_names_is_defined() {
    nothing("an actor needs an entry in actors.yaml, a tag one under `tags` in timeline.yaml", |timeline| {
        let actors = timeline.actors.iter().filter(|actor| !actor.registered);
        let defined: HashSet<&str> = timeline.head.tags.iter().map(|(tag, _)| tag.as_str()).collect();
        let tags = timeline.events().iter().flat_map(|event| &event.tags);
        let tags = tags.map(|tag| timeline.words.text(*tag)).filter(|tag| !defined.contains(tag));
        actors.map(|actor| actor.id.to_string()).chain(tags.map(str::to_owned)).collect()
    });
}

#[test]
fn every_source_of_a_shipped_event_says_who_published_it_and_a_primary_one_names_no_copy() {
    nothing(
        "a source needs a publisher; a primary one is not weak, and its publisher names no copy (`via`, `citing`)",
        |timeline| {
            let is_whole = |source: &Source| {
                let publisher = source.publisher.map(|publisher| timeline.word(publisher).to_lowercase());
                let is_clean = |name: &String| {
                    ["(primary)", "(weak)", "(copy)", " via ", "citing"]
                        .iter()
                        .all(|mark| !name.contains(mark))
                };
                publisher.is_some_and(|name| !source.primary || is_clean(&name))
                    && !(source.primary && source.weak)
            };
            let broken = timeline.events().iter().filter(|event| !event.sources.iter().all(is_whole));
            broken.map(|event| event.id.to_string()).collect()
        },
    );
}

#[test]
fn a_shipped_event_that_rests_on_weak_sources_alone_says_so() {
    nothing("an event with weak sources only is `reported`, `disputed` or `unverified`", |timeline| {
        let rests_on_weak = |event: &&Event| event.sources.iter().all(|source| source.weak);
        let is_marked = |event: &Event| {
            matches!(event.certainty, Some(Certainty::Reported | Certainty::Disputed | Certainty::Unverified))
        };
        let weak = timeline.events().iter().filter(rests_on_weak).filter(|event| !is_marked(event));
        weak.map(|event| event.id.to_string()).collect()
    });
}

#[test]
fn no_summary_of_a_shipped_event_is_longer_than_it_must_be() {
    nothing("a summary has at most 80 words, a title at most 84 characters", |timeline| {
        let is_long = |event: &&Event| {
            event.summary.split_whitespace().count() > 80 || event.title.chars().count() > 84
        };
        timeline.events().iter().filter(is_long).map(|event| event.id.to_string()).collect()
    });
}

#[test]
fn what_a_shipped_policy_is_said_to_have_been_is_what_it_was_or_the_event_is_disputed() {
    nothing("`was` is the status that the effect before it gives, or the event has `disputes`", |timeline| {
        let history = History::of(timeline);
        let mut broken = Vec::new();
        for track in history.tracks() {
            let acts: Vec<_> = track.steps().iter().filter(|step| !step.is_expiry()).collect();
            for pair in acts.windows(2) {
                let event = timeline.event(pair[1].event);
                if pair[1].was != pair[0].status && pair[1].was.is_some() && event.disputes.is_empty() {
                    broken.push(format!("{}: {}", timeline.policy(track.policy).id, event.id));
                }
            }
        }
        broken
    });
}

#[test]
fn every_policy_that_is_shipped_has_an_owner_a_topic_and_a_ladder_and_is_told_of() {
    nothing("a policy needs owners, a topic, a ladder, and an effect of some event", |timeline| {
        let history = History::of(timeline);
        let is_whole =
            |policy: &Policy| !policy.owners.is_empty() && policy.topic.is_some() && policy.ladder.is_some();
        let broken = history
            .tracks()
            .iter()
            .filter(|track| track.steps().is_empty() || !is_whole(timeline.policy(track.policy)));
        broken.map(|track| timeline.policy(track.policy).id.to_string()).collect()
    });
}

#[test]
fn the_head_of_a_shipped_timeline_says_where_it_ends() {
    nothing(
        "the description says `Where it ends`, what was `looked for`, and that silence is `no finding`",
        |timeline| {
            let description = &timeline.head.description;
            let says =
                ["Where it ends", "looked for", "no finding"].iter().all(|words| description.contains(words));
            if says { Vec::new() } else { vec![timeline.head.title.clone()] }
        },
    );
}
