//! What comes in from elsewhere: nothing guessed, nothing lost without a word, and no file harmed.

use std::path::Path;

use dateline::import;
use dateline::load::column_map::ColumnMap;
use dateline::load::{Loaded, load};
use dateline::model::{Event, Timeline};

use crate::cli::{quiet, run, scratch, with_input};
use crate::keys::shipped;

/// What an event says, with the numbers of words and actors looked up. A semicolon parts the values
/// of a cell, so that a table writes a comma within one.
fn said(timeline: &Timeline, event: &Event) -> Vec<String> {
    let word = |word| timeline.word(word).to_owned();
    let date = event.date.as_ref().map(|date| date.text().to_owned());
    let texts = [&event.id, &event.title, &event.summary, &event.date_note].map(|text| one_line(text));
    let mut all = vec![date.unwrap_or_default()];
    all.extend(texts);
    all.extend(event.kind.map(word));
    all.extend(event.certainty.map(|certainty| certainty.word().to_owned()));
    all.extend(event.tags.iter().map(|tag| word(*tag)));
    all.extend(event.actors.iter().map(|part| {
        format!("{} {}", timeline.actor(part.actor).name, part.role.map(word).unwrap_or_default())
    }));
    all.extend(timeline.countries_of(event).into_iter().map(|country| country.code().to_owned()));
    all.extend(
        event
            .effects
            .iter()
            .map(|effect| format!("{} {}", timeline.policy(effect.policy).id, word(effect.status))),
    );
    all.extend(event.links.iter().map(|link| format!("{} {}", word(link.relation), link.to)));
    all.extend(
        event
            .sources
            .iter()
            .map(|source| format!("{} {}", source.url, source.publisher.map(word).unwrap_or_default())),
    );
    all.iter().map(|text| text.replace(';', ",")).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn open(path: &str) -> Loaded {
    load(&[path.into()], &mut std::io::empty())
}

/// Every format that dateline both writes and reads.
fn both_ways() -> Vec<&'static str> {
    let names = import::formats().iter().map(|format| format.name);
    names.filter(|name| dateline::export::find(name).is_some()).collect()
}

#[test]
fn what_dateline_wrote_comes_back_as_far_as_the_format_holds_it() {
    let (_keep, at) = scratch();
    let timeline = shipped().timeline;
    assert!(both_ways().len() >= 2, "{:?}", both_ways());
    for format in both_ways() {
        let (out, back) = (at(&format!("a.{format}")), at(&format!("{format}.yaml")));
        assert_eq!(run(&["export", "--format", format, "--output", &out]).code, Some(0));
        let said_by = run(&["import", &out, "--from", format, "--output", &back]);
        assert_eq!(said_by.code, Some(0), "{}", said_by.err);
        let done = format!("imported 110 events from {out} to {back}\n");
        assert!(said_by.err.ends_with(&done), "{}", said_by.err);
        let again = open(&back);
        assert_eq!(again.errors, 0, "{format}: {:?}", again.problems);
        for event in timeline.events() {
            let found = again.timeline.event(again.timeline.find(&event.id).unwrap());
            let date = |event: &Event| event.date.as_ref().map(|date| date.text().to_owned());
            assert_eq!(date(found), date(event), "{format}");
            assert_eq!((&found.title, found.certainty), (&event.title, event.certainty), "{format}");
            let urls =
                |event: &Event| event.sources.iter().map(|source| source.url.clone()).collect::<Vec<_>>();
            assert_eq!(urls(found), urls(event), "{format}");
            if ["csv", "jsonl"].contains(&format) {
                assert_eq!(said(&again.timeline, found), said(&timeline, event), "{format}");
            }
        }
    }
}

#[test]
fn every_format_says_what_it_is_and_no_text_of_another_one_brings_it_down() {
    let help = quiet(&["import", "--help"]);
    for format in import::formats() {
        assert!(help.contains(format.name), "{}", format.name);
        for text in
            ["", "\0", "---\n", "{}", "[[[", "a,b\n1", "BEGIN:VEVENT", "2024: x", "\u{FEFF}x", "\"\n\n\""]
        {
            let mut bytes = text.as_bytes();
            import::read(format, &["-".into()], &mut bytes, &ColumnMap::default());
        }
        let said = with_input(&["import", "-", "--from", format.name], "nothing of the kind\n");
        assert_ne!(said.code, Some(0), "{}", format.name);
        assert!(
            said.out.is_empty() && !said.err.is_empty() && !said.err.contains("panicked"),
            "{}",
            said.err
        );
    }
}

const ICS: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:one@x\r\nSUMMARY:One\r\nDTSTART;VALUE=DATE:20240501\r\n\
    DTEND;VALUE=DATE:20240601\r\nATTENDEE:mailto:a@e.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn the_timeline_goes_to_standard_output_and_what_is_lost_to_the_person() {
    let said = with_input(&["import", "-", "--from", "ics"], ICS);
    assert_eq!(said.code, Some(0));
    assert!(said.err.contains("-:7:1: warning: `ATTENDEE` is not carried over"), "{}", said.err);
    assert!(said.err.ends_with("imported 1 event from -\n"), "{}", said.err);
    assert!(said.out.contains("# command: dateline import - --from ics"), "{}", said.out);
    let listed = with_input(&["list", "-"], &said.out);
    assert_eq!(listed.code, Some(0));
    assert!(listed.out.starts_with("2024-05-01/2024-05-31"), "{}", listed.out);
    assert_eq!(with_input(&["check", "-"], &said.out).code, Some(0));
}

#[test]
fn many_losses_of_a_kind_are_told_with_their_number() {
    let line = "ATTENDEE:mailto:a@e.org\r\n";
    let said = with_input(&["import", "-", "--from", "ics"], &ICS.replace(line, &line.repeat(20)));
    assert_eq!(said.err.matches("`ATTENDEE`").count(), 3, "{}", said.err);
    assert!(said.err.contains("and 17 more of these"), "{}", said.err);
}

#[test]
fn an_import_overwrites_nothing_unless_asked_to() {
    let (_keep, at) = scratch();
    let (ics, yaml) = (at("a.ics"), at("a.yaml"));
    std::fs::write(&ics, ICS).unwrap();
    std::fs::write(&yaml, "mine").unwrap();
    let said = run(&["import", &ics, "-o", &yaml]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("--force overwrites it"), "{}", said.err);
    assert_eq!(std::fs::read_to_string(&yaml).unwrap(), "mine");
    assert_eq!(run(&["import", &ics, "-o", &yaml, "--force"]).code, Some(0));
    assert_eq!(open(&yaml).timeline.len(), 1);
}

#[test]
fn what_a_file_is_has_to_be_said_where_its_name_does_not() {
    let (_keep, at) = scratch();
    let json = at("a.json");
    std::fs::write(&json, "{\"events\":[{\"start_date\":{\"year\":2024},\"text\":{\"headline\":\"A\"}}]}")
        .unwrap();
    assert_eq!(run(&["import", &json]).code, Some(0), "its content shows the format");
    let (text, yaml) = (at("a.txt"), at("a.yaml"));
    std::fs::copy(&json, &text).unwrap();
    std::fs::write(&yaml, "- {date: 2024, title: A}\n").unwrap();
    std::fs::write(at("b.json"), "[]").unwrap();
    for (path, message) in [
        (&at("b.txt"), "add --from: csv, jsonl, timelinejs"),
        (&yaml, "`dateline export --format yaml` converts it; otherwise add --from: csv"),
        (&at("b.json"), "needs no import if it is a timeline of dateline"),
    ] {
        let said = run(&["import", path]);
        assert_eq!(said.code, Some(2));
        assert!(said.err.contains(message), "{}", said.err);
    }
    assert_eq!(run(&["import", &text]).code, Some(0));
    assert!(run(&["import", &json, "--from", "timelinjs"]).err.contains("did you mean `timelinejs`?"));
    assert_eq!(run(&["import", &json, "--from", "timelinejs"]).code, Some(0));
    assert!(run(&["import", &json, "--from", "ics", "--map", "title=x"]).err.contains("no columns to map"));
}

#[test]
fn a_directory_of_notes_is_a_timeline() {
    let (_keep, at) = scratch();
    for (name, text) in
        [("2024-05-22-a.md", "---\ntitle: A\n---\nBody\n"), ("b.md", "---\ntitle: B\ndate: 2024\n---\n")]
    {
        std::fs::write(at(name), text).unwrap();
    }
    let folder = Path::new(&at("b.md")).parent().unwrap().to_string_lossy().into_owned();
    for args in [&["import", &folder, "--from", "front-matter"][..], &["import", &folder]] {
        let said = run(args);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.out.contains("summary: Body") && said.out.contains("title: B"), "{}", said.out);
    }
}

#[test]
fn a_note_that_is_left_alone_is_counted() {
    let (_keep, at) = scratch();
    for (name, text) in [("2024-05-22-a.md", "A\n"), ("b.md", "B\n"), ("c.md", "C\n"), ("d.md", "---\n---\n")]
    {
        std::fs::write(at(name), text).unwrap();
    }
    let folder = Path::new(&at("b.md")).parent().unwrap().to_string_lossy().into_owned();
    let said = run(&["list", &folder]);
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
    let message = "has no front matter and is left alone, and neither has 1 other Markdown file\n";
    assert!(said.err.ends_with(message), "{}", said.err);
}

const QUERY: &str = "{\"event_date\":\"2024-05-22\",\"notes\":\"One\",\"fatalities\":2}\n{\"event_date\":\"23 May 2024\",\"notes\":\"Two\"}\n";

#[test]
fn foreign_keys_are_read_by_every_command() {
    let map = ["--map", "date=event_date,title=notes"];
    let listed = with_input(&[&["list", "-"], &map[..]].concat(), QUERY);
    assert_eq!((listed.code, &*listed.err), (Some(0), ""));
    assert!(listed.out.contains("2024-05-23") && listed.out.contains("Two"), "{}", listed.out);
    assert_eq!(with_input(&[&["-"], &map[..]].concat(), QUERY).out, listed.out);
    assert_eq!(with_input(&[&["check", "-"], &map[..]].concat(), QUERY).code, Some(0));
    let exported = with_input(&[&["export", "-", "--format", "yaml"], &map[..]].concat(), QUERY);
    assert!(exported.out.contains("fatalities: 2"), "{}", exported.out);
    let command = "# command: dateline export --format yaml - --map date=event_date,title=notes";
    assert!(exported.out.contains(command), "{}", exported.out);
    assert_eq!(with_input(&[&["list", "-"], &map[..]].concat(), "event_date,notes\n2024,A\n").code, Some(0));
    assert!(
        run(&["list", "--map", "title=x"]).err.contains("name one"),
        "the shipped timeline has no such keys"
    );
}

#[test]
fn a_table_is_opened_when_it_is_named_and_left_alone_in_a_directory() {
    let (_keep, at) = scratch();
    let (yaml, csv) = (at("a.yaml"), at("a.csv"));
    std::fs::write(&yaml, "- {date: 2024, title: One}\n").unwrap();
    assert_eq!(run(&["export", &yaml, "-o", &csv]).code, Some(0));
    assert_eq!(quiet(&["list", &csv]), quiet(&["list", &yaml]));
    let folder = Path::new(&csv).parent().unwrap().to_string_lossy().into_owned();
    assert_eq!(quiet(&["list", &folder]).lines().count(), 1);
}
