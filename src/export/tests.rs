//! Tests of the registry, and of properties that all formats share.

mod diff_vs_json;
pub mod fixtures;
mod strangers;

use super::*;

#[test]
fn a_format_is_found_by_every_name_people_call_it() {
    for (name, found) in [("markdown", "md"), ("YML", "yaml"), ("ndjson", "jsonl"), ("csv", "csv")] {
        assert_eq!(find(name).map(|format| format.name), Some(found), "{name}");
    }
    assert!(find("docx").is_none());
    assert_eq!(for_path(Path::new("a/b.YAML")).map(|format| format.name), Some("yaml"));
    assert!(for_path(Path::new("yaml")).is_none());
    for (path, found) in [("a.csl.json", "csl"), ("a.b.json", "json"), ("x.timeline.json", "timelinejs")] {
        assert_eq!(for_path(Path::new(path)).map(|format| format.name), Some(found), "{path}");
    }
}

#[test]
fn no_two_formats_answer_to_one_name() {
    let names: Vec<&str> =
        formats().iter().flat_map(|format| [&[format.name], format.aliases].concat()).collect();
    let each: std::collections::HashSet<&&str> = names.iter().collect();
    assert_eq!(each.len(), names.len(), "{names:?}");
    for format in formats() {
        assert_eq!(find(format.extension).map(|format| format.name), Some(format.name));
        assert!(!format.about.contains('\n'));
    }
}

#[test]
fn the_sentence_says_what_was_chosen() {
    let manifest = Manifest {
        query: "United States or United Kingdom".into(),
        range: "1 May to 30 June 2024".into(),
        shown: 31,
        total: 110,
        ..Manifest::default()
    };
    let words = "31 of 110 events, 1 May to 30 June 2024, United States or United Kingdom";
    assert_eq!(manifest.sentence(), words);
    assert_eq!(Manifest { shown: 1, total: 1, ..Manifest::default() }.sentence(), "1 event");
}

#[test]
fn every_format_gives_the_same_bytes_twice() {
    let timeline = fixtures::timeline();
    let export = fixtures::export(&timeline);
    for format in formats() {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        (format.write)(&export, &mut first).unwrap();
        (format.write)(&export, &mut second).unwrap();
        assert_eq!(first, second, "{}", format.name);
        assert!(String::from_utf8(first).is_ok(), "{}", format.name);
    }
}

#[test]
fn no_format_lets_a_hostile_character_reach_the_terminal_that_shows_the_file() {
    let timeline = fixtures::timeline();
    let export = fixtures::export(&timeline);
    for format in formats() {
        let mut bytes = Vec::new();
        (format.write)(&export, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        let found = text.chars().find(|c| crate::text::is_hostile(*c));
        assert_eq!(found, None, "{}", format.name);
    }
}

#[test]
fn a_choice_takes_along_only_what_its_events_need() {
    let timeline = fixtures::timeline();
    let mut export = fixtures::export(&timeline);
    assert_eq!(export.actors().len(), timeline.actors.iter().filter(|actor| actor.registered).count());
    export.events = vec![timeline.find("plain").unwrap()];
    assert!(export.policies().is_empty() && export.ladders().is_empty() && export.tags().is_empty());
    let ids: Vec<&str> = export.actors().iter().map(|actor| &*timeline.actor(*actor).id).collect();
    assert_eq!(ids, ["us"]);
    export.events = vec![timeline.find("full").unwrap()];
    let ids: Vec<&str> = export.actors().iter().map(|actor| &*timeline.actor(*actor).id).collect();
    assert_eq!(ids, ["us", "blinken", "nyt"], "the owner of a policy comes along");
}
