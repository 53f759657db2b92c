//! Imports files written by other people (`tests/data/strangers`), and checks that they survive a round trip.

use std::path::{Path, PathBuf};

use crate::export::tests::fixtures;
use crate::export::{Format, csv, json, jsonl, yaml};
use crate::load::column_map::ColumnMap;
use crate::load::{Loaded, from_text, from_texts, load, load_mapped};
use crate::model::{Date, DateStyle, DayOrder, Event, Moment, Timeline};
use crate::query::{Index, Query};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/strangers").join(name)
}

fn read(name: &str) -> Loaded {
    load(&[path(name)], &mut std::io::empty())
}

fn mapped(name: &str, pairs: &str, dates: DateStyle) -> Loaded {
    let pairs: Vec<String> = pairs.split(',').filter(|pair| !pair.is_empty()).map(str::to_owned).collect();
    load_mapped(&[path(name)], &mut std::io::empty(), &ColumnMap::new(&pairs, dates).unwrap())
}

fn written(timeline: &Timeline, format: &Format) -> String {
    let mut bytes = Vec::new();
    (format.write)(&fixtures::export(timeline), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn yaml_of(loaded: &Loaded) -> String {
    written(&loaded.timeline, &yaml::FORMAT)
}

/// Lists events as `date title`, one per line.
fn listed(loaded: &Loaded) -> Vec<String> {
    let line =
        |event: &Event| format!("{} {}", event.date.as_ref().map_or("undated", Date::text), event.title);
    loaded.timeline.events().iter().map(line).collect()
}

/// Lists problems as `code line:column`, one per line.
fn messages(loaded: &Loaded) -> Vec<String> {
    let line = |problem: &crate::problem::Problem| {
        format!("{} {}:{}", problem.code, problem.at.line, problem.at.column)
    };
    loaded.problems.iter().map(line).collect()
}

fn hints(loaded: &Loaded) -> String {
    loaded.problems.iter().filter_map(|problem| problem.hint.clone()).collect::<Vec<_>>().join("\n")
}

const PLAIN: DateStyle = DateStyle { order: None, century: None };

#[test]
fn every_note_of_every_generator_is_an_event() {
    let loaded = read("front-matter");
    let lines = listed(&loaded);
    let forms = ["01", "02", "03", "05", "07", "09", "10", "12", "14", "15", "16", "17"];
    for form in forms {
        let line = lines.iter().find(|line| line.ends_with(&format!("Form {form}")));
        assert!(line.is_some_and(|line| line.starts_with("2024-05-22")), "{form}: {lines:?}");
    }
    for line in [
        "2013-05-06T02:12:52+02:00 The council votes",
        "2024-05-22 The council votes on stoves",
        "2019-10-15 The council votes",
        "2024-05-22 Trailing blank",
    ] {
        assert!(lines.iter().any(|other| other == line), "{line}: {lines:?}");
    }
    assert_eq!((lines.len(), loaded.errors), (16, 0));
}

#[test]
fn a_markdown_file_that_is_left_alone_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("a.md", "---\ntitle: A\n---\n"), ("b.md", "no event"), ("c.md", "none either")] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let loaded = load(&[folder.path().to_owned()], &mut std::io::empty());
    let skipped: Vec<_> = loaded.problems.iter().filter(|problem| problem.code == "skipped").collect();
    assert_eq!(skipped.len(), 1);
    assert!(skipped[0].at.file.ends_with("b.md") && skipped[0].message.contains("1 other Markdown file"));
}

#[test]
fn dates_of_tables_and_of_json_lines_are_read_alike() {
    let csv = listed(&read("columns/foreign-dates.csv"));
    assert_eq!(csv, ["2024-05-22 A", "2024-05-22 B", "2024-05-22T14:30:00 C"]);
    let lines = listed(&read("columns/foreign-dates.jsonl"));
    assert_eq!(lines, ["2024-05-22 A", "2024-05-22T10:00:00Z D", "2024-05-22T14:30:00 C"]);
    assert!(hints(&read("columns/foreign-dates.jsonl")).contains("write `2024-05-22`"));
}

#[test]
fn an_event_with_a_date_that_is_none_is_kept_with_its_words() {
    for name in ["csv", "jsonl", "yaml"] {
        let loaded = read(&format!("columns/f2-bad-date.{name}"));
        assert_eq!(listed(&loaded), ["2024-01-01 B", "undated A"], "{name}");
        assert_eq!(loaded.errors, 1, "{name}");
        assert!(messages(&loaded)[0].starts_with("bad-date"), "{name}: {:?}", messages(&loaded));
        assert!(yaml_of(&loaded).contains("  - date: sometime\n    title: A\n"), "{}", yaml_of(&loaded));
    }
}

#[test]
fn a_quote_that_is_never_closed_is_an_error_where_it_stands() {
    let loaded = read("columns/lost-quote.csv");
    assert_eq!(listed(&loaded), ["2024-05-01 Event 1", "2024-05-02 Event 2"]);
    assert_eq!(messages(&loaded), ["syntax 4:12"]);
    assert!(loaded.is_broken());
}

#[test]
fn a_year_of_two_digits_is_named_and_can_be_settled() {
    let (name, pairs) = ("columns/two-digit-year.csv", "start=Start,end=End,title=Pollster");
    let order = Some(DayOrder::Mdy);
    let loaded = mapped(name, pairs, DateStyle { order, ..PLAIN });
    assert_eq!(messages(&loaded), ["bad-date 2:1"]);
    assert!(loaded.problems[0].message.contains("`7/15/18`"), "{:?}", loaded.problems);
    let loaded = mapped(name, pairs, DateStyle { order, century: Some(2000) });
    assert_eq!(listed(&loaded), ["2018-07-15/2018-07-17 Institute A"]);
}

#[test]
fn tables_are_read_as_spreadsheets_write_them() {
    let pairs = "date.year=year,date.month=month,date.day=day,title=t";
    assert_eq!(listed(&mapped("columns/year-month-day.csv", pairs, PLAIN)), ["2015-02-23 Vote"]);
    assert_eq!(listed(&read("columns/sep-line.csv")), ["2024-05-01 sep line"]);
    assert_eq!(listed(&read("columns/capitalised.csv")), ["2024-05-01 Case"]);
    let weeks = listed(&mapped("columns/csv-week-9999.csv", "date=d,title=t,precision=p", PLAIN));
    assert_eq!(weeks, ["2024-05-20~/2024-05-26~ C", "9999-12-27~/9999-12-31~ A", "9999-12-31 B"]);
    let twice = read("columns/csv-same-column-twice.csv");
    assert_eq!(messages(&twice), ["repeated-key 1:17"]);
    let text = yaml_of(&twice);
    for pair in ["note: first", "note-2: second", "cell-5: third", "cell-6: fourth"] {
        assert!(text.replace('"', "").contains(pair), "{text}");
    }
}

#[test]
fn paragraphs_of_a_summary_come_back_from_a_table() {
    let loaded = from_text("a.yaml", "- {date: 2024, title: A, summary: \"one\\n\\n=two; =three\\n\"}");
    let text = written(&loaded.timeline, &csv::FORMAT);
    let again = from_texts(vec![("a.csv".to_owned(), text.into_bytes())], true);
    assert_eq!(&*again.timeline.events()[0].summary, "one\n\n=two; =three\n");
}

#[test]
fn values_that_are_not_understood_are_told_and_written_back_in_their_place() {
    let loaded = read("yaml/values-not-understood.yaml");
    let text = yaml_of(&loaded);
    for line in [
        "from: spring 2024",
        "announced: early 2024",
        "      - \"y\"",
        "tags:\n      a: b",
        "date: 1980s",
        "foo: bar",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let again = from_text("again.yaml", &text);
    assert_eq!(again.errors, loaded.errors, "{:?}", messages(&again));
    let importance = read("yaml/importance.yaml");
    assert!(
        yaml_of(&importance).contains("importance: 9")
            && importance.timeline.events()[0].importance.is_none()
    );
}

#[test]
fn keys_of_any_sort_are_kept_and_none_stands_twice() {
    let text = yaml_of(&read("yaml/collection-key.yaml"));
    assert!(text.contains("\"[q, r]\": z") && text.contains("\"[s]\": w"), "{text}");
    assert_eq!(messages(&read("yaml/same-key-quoted.yaml")), ["repeated-key 2:3"]);
    let tags = read("yaml/tags-and-null-key.yaml");
    assert_eq!(messages(&tags), ["unknown-key 3:3", "tag 3:23", "tag 3:38"]);
    let text = written(&tags.timeline, &json::FORMAT).replace([' ', '\n'], "");
    assert!(text.contains(r#""null":"n","k":1,"m":"aGk=","p":450.00,"q":0.278"#), "{text}");
}

#[test]
fn what_is_wrong_is_shown_where_it_stands() {
    assert_eq!(messages(&read("yaml/tab-1.yaml")), ["syntax 2:1"]);
    assert_eq!(messages(&read("yaml/tab-2.yaml")), ["syntax 2:1"]);
    assert_eq!(messages(&read("yaml/first-days.yaml")), ["first-days 4:11"]);
    assert_eq!(hints(&read("yaml/hint-refused.yaml")), "write `Y99999`");
    assert_eq!(messages(&read("yaml/true.yaml")), [""; 0]);
    assert_eq!(hints(&read("yaml/column-past-80.yaml")), "write `true`\nwrite `false`");
    assert_eq!(messages(&read("yaml/actors-alike.yaml")), ["other-spelling 4:35"]);
}

#[test]
fn null_is_absent_everywhere() {
    let loaded = read("yaml/nulls.json");
    let text = yaml_of(&loaded).lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    // A link without a relation is invalid, and is kept as written.
    assert!(!text.replace("relation: null", "").contains("null"), "{text}");
    let loaded =
        crate::load::from_text("a.json", r#"[{"title":"T","date":null,"extra":null,"links":[null]}]"#);
    assert!(
        !yaml_of(&loaded).contains("null") && !yaml_of(&loaded).contains("extra"),
        "{}",
        yaml_of(&loaded)
    );
}

#[test]
fn names_are_one_however_their_letters_are_composed() {
    let loaded = read("text/composed-and-decomposed.yaml");
    assert_eq!(loaded.timeline.actors.len(), 1);
    let query = Query::parse("orb\u{e1}n", Moment(0)).unwrap();
    assert_eq!(Index::new(&loaded.timeline).run(&loaded.timeline, &query).len(), 2);
}

#[test]
fn written_ids_come_before_made_ones_and_numbers_stay() {
    for name in ["ids/eleven-same.yaml", "ids/made-id-moves.yaml", "ids/written-id-loses-to-made.yaml"] {
        let loaded = read(name);
        assert_eq!(
            messages(&loaded).iter().filter(|line| line.starts_with("duplicate-id")).count(),
            0,
            "{name}"
        );
        let again = from_text("again.yaml", &yaml_of(&loaded));
        let ids = |loaded: &Loaded| -> Vec<(String, String)> {
            let events = loaded.timeline.events().iter();
            events.map(|event| (event.id.to_string(), format!("{}{}", event.title, event.summary))).collect()
        };
        assert_eq!(ids(&again), ids(&loaded), "{name}");
    }
    assert_eq!(read("ids/written-id-loses-to-made.yaml").timeline.find("2024-x").map(|no| no.0), Some(1));
}

#[test]
fn two_events_of_one_id_stay_two_in_a_table() {
    let loaded = read("ids/duplicate-id.yaml");
    let table = written(&loaded.timeline, &csv::FORMAT).into_bytes();
    let again = from_texts(vec![("a.csv".to_owned(), table)], true);
    assert_eq!(listed(&again), listed(&loaded));
    assert!(messages(&again)[0].starts_with("duplicate-id"));
}

#[test]
fn actors_and_policies_of_json_are_exported_whole() {
    for name in ["exports/json-actor.json", "exports/jsonl-actor.jsonl"] {
        let again = from_text("again.yaml", &yaml_of(&read(name)));
        let actor = &again.timeline.actors[0];
        assert_eq!((&*actor.id, &*actor.name), ("US", "United States of A"), "{name}");
        assert_eq!(again.timeline.countries_of(&again.timeline.events()[0])[0].code(), "US", "{name}");
    }
    let line =
        r#"{"date":"2024","title":"T","effects":[{"policy":"p","title":"A policy","status":"banned"}]}"#;
    let loaded = from_texts(vec![("a.jsonl".to_owned(), line.into())], true);
    assert_eq!((&*loaded.timeline.policies[0].title, loaded.problems.len()), ("A policy", 0));
}

/// Importing, exporting and importing again gives the same file.
#[test]
fn every_file_of_a_stranger_comes_back_byte_for_byte() {
    let mut files = Vec::new();
    for folder in ["front-matter", "columns", "yaml", "text", "ids", "exports"] {
        files.extend(std::fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    assert!(files.len() > 40);
    for file in files {
        let loaded = load(std::slice::from_ref(&file), &mut std::io::empty());
        for format in [&yaml::FORMAT, &json::FORMAT, &jsonl::FORMAT] {
            let first = written(&loaded.timeline, format);
            let name = format!("a.{}", format.extension);
            let again = from_texts(vec![(name, first.clone().into_bytes())], true);
            assert_eq!(written(&again.timeline, format), first, "{} as {}", file.display(), format.name);
        }
    }
}
