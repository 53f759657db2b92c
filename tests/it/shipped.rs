//! What holds for every timeline under `data/`, however it grows.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use dateline::load::{builtin, load};
use dateline::model::Timeline;

/// Returns the folders of the shipped timelines.
fn folders() -> Vec<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let folders = data.read_dir().unwrap().map(|entry| entry.unwrap().path());
    folders.filter(|folder| folder.join("timeline.yaml").is_file()).collect()
}

/// Asserts that `broken` finds nothing in any shipped timeline.
fn nothing(broken: impl Fn(&Timeline) -> Vec<String>) {
    for folder in folders() {
        let timeline = load(std::slice::from_ref(&folder), &mut std::io::empty()).timeline;
        assert_eq!(broken(&timeline), Vec::<String>::new(), "in {}", folder.display());
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
    nothing(|timeline| {
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
    nothing(|timeline| {
        let links = timeline.events().iter().flat_map(|event| &event.links);
        links.filter(|link| timeline.find(&link.to).is_none()).map(|link| link.to.to_string()).collect()
    });
}

#[test]
fn every_actor_and_tag_that_a_shipped_event_names_is_defined() {
    nothing(|timeline| {
        let actors = timeline.actors.iter().filter(|actor| !actor.registered);
        let defined: HashSet<&str> = timeline.head.tags.iter().map(|(tag, _)| tag.as_str()).collect();
        let tags = timeline.events().iter().flat_map(|event| &event.tags);
        let tags = tags.map(|tag| timeline.words.text(*tag)).filter(|tag| !defined.contains(tag));
        actors.map(|actor| actor.id.to_string()).chain(tags.map(str::to_owned)).collect()
    });
}
