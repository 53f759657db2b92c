//! Reading: every mistake told at its place, nothing lost, nothing hostile let through.

use std::path::PathBuf;

use dateline::check::{CodeFilter, check};
use dateline::export::{Export, find};
use dateline::load::column_map::ColumnMap;
use dateline::load::{Loaded, builtin, from_text, load};
use dateline::model::{Country, Date, Moment, Timeline};
use dateline::query::{Index, Query, Selection};

fn problems(loaded: &Loaded) -> String {
    loaded.problems.iter().map(|problem| problem.render(false)).collect::<Vec<_>>().join("\n")
}

fn titles(loaded: &Loaded) -> Vec<&str> {
    loaded.timeline.events().iter().map(|event| &*event.title).collect()
}

fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let path = folder.path().to_owned();
    (folder, path)
}

fn as_yaml(loaded: &Loaded) -> String {
    let timeline = &loaded.timeline;
    let export = Export::of(timeline, &Index::new(timeline), &Selection::default(), &[], "yaml");
    let mut bytes = Vec::new();
    (find("yaml").unwrap().write)(&export, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Returns the lines that are no comment.
fn body(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
}

fn load_paths(paths: &[PathBuf], stdin: &str) -> Loaded {
    load(paths, &mut stdin.as_bytes())
}

#[test]
fn the_shipped_timeline_is_whole_and_without_a_problem() {
    let loaded = builtin();
    assert_eq!(problems(&loaded), "");
    let timeline = &loaded.timeline;
    assert_eq!((timeline.len(), timeline.actors.len(), timeline.policies.len()), (110, 152, 23));
    let proposal = timeline.event(timeline.find("us-nyt-blinken-proposal").unwrap());
    assert_eq!(proposal.date.as_ref().map(Date::text), Some("2024-05-22"));
    assert!(proposal.sources.len() >= 2);
    assert!(timeline.countries_of(proposal).contains(&Country::find("US").unwrap()));
    assert_eq!(timeline.events().iter().map(|event| event.disputes.len()).sum::<usize>(), 71);
    assert!(timeline.events().iter().all(|event| !event.sources.is_empty()), "every event is sourced");
}

#[test]
fn an_embedded_timeline_is_its_folder_and_has_the_same_hash() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/weapons-use"));
    let (read, embedded) = (load_paths(&[folder], "").timeline, builtin().timeline);
    assert_eq!(read.fingerprint, embedded.fingerprint);
    assert_eq!(read.events(), embedded.events());
    assert_eq!(builtin::names(), [builtin::DEFAULT, "eu-us-tariffs"]);
    assert!(builtin::load("no-such-timeline").is_none());
}

#[test]
fn every_mistake_is_found_in_one_run_at_its_place() {
    let text = include_str!("../data/mistakes.yaml");
    let loaded = from_text("mistakes.yaml", text);
    insta::assert_snapshot!(problems(&loaded));
    let kept = ["Kept", "Second", "Third", "Fourth", "Fifth", "Sixth", "A slash", "Backwards", "No such day"];
    assert_eq!(titles(&loaded), [&kept[..], &["Undated"]].concat());
}

#[test]
fn every_mistake_in_a_view_is_told_at_its_place() {
    let text = "views:
  A: {query: 'country:us kidn:decision', lanes: contry, sort: newest, cursor: nobody}
  B: \"date:05/06/2024\"
  C: {query: kind:report, range: 2024-13}
  D: {range: 2024, from: 2023}
  E: {from: 2024, to: 2023, filter: x}
  a: country:us
  F: {from: 2024-05, cursor: 2024-06, reverse: true}
events:
- {date: 2024, title: One}
";
    let loaded = from_text("a.yaml", text);
    insta::assert_snapshot!(problems(&loaded));
    assert_eq!(loaded.timeline.head.views.len(), 6);
}

#[test]
fn a_syntax_error_in_one_event_leaves_the_others_loaded() {
    let text = "events:\n  - {date: 2024, title: One}\n  - {date: 2024, title: [Two\n  - {date: 2025, title: Three}\n";
    let loaded = from_text("a.yaml", text);
    assert_eq!(titles(&loaded), ["One", "Three"]);
    assert_eq!(loaded.problems.len(), 1);
    assert!(loaded.problems[0].at.line >= 3, "{}", problems(&loaded));
}

#[test]
fn every_form_of_file_opens() {
    let event = "date: 2024-05-22\ntitle: One\n";
    let (_keep, path) = folder(&[
        ("a/list.yaml", "- date: 2024-01\n  title: In a list\n"),
        ("a/one.yml", "date: 2024-02\ntitle: Alone\n"),
        (
            "b.json",
            r#"{"events": [{"date": "2024-03", "title": "JSON", "actors": [{"id": "x", "name": "X"}]}]}"#,
        ),
        (
            "c.jsonl",
            "{\"dateline\": {\"total\": 1}}\n{\"date\": {\"edtf\": \"2024-04~\"}, \"title\": \"Lines\", \"links\": [{\"relation\": \"leads-to\", \"to\": \"z\"}]}\n",
        ),
        ("d.md", "---\ntitle: Front matter\ndate: 2024-05-22T14:30:00+02:00\ntags: [x]\n---\nThe *body*.\n"),
        ("2024-06-07-post.md", "---\ntitle: Dated by name\n---\n"),
        ("notes.md", "no event here\n"),
        (".hidden.yaml", "broken: ["),
        ("readme.txt", event),
    ]);
    let loaded = load_paths(&[path], "");
    let expected = ["In a list", "Alone", "JSON", "Lines", "Front matter", "Dated by name"];
    assert_eq!(titles(&loaded), expected, "{}", problems(&loaded));
    assert_eq!(&*loaded.timeline.events()[4].summary, "The *body*.");
    assert_eq!(loaded.timeline.events()[3].links.len(), 1);
    assert_eq!(loaded.errors, 0, "{}", problems(&loaded));
}

#[test]
fn standard_input_is_yaml_or_json_lines() {
    let dash = [PathBuf::from("-")];
    let lines = "{\"date\": \"2024\", \"title\": \"A\"}\n\n{\"date\": 2025, \"title\": \"B\"}\n";
    assert_eq!(titles(&load_paths(&dash, lines)), ["A", "B"]);
    assert_eq!(titles(&load_paths(&dash, "- {date: 2024, title: A}\n")), ["A"]);
}

#[test]
fn registries_of_several_files_are_one() {
    let (_keep, path) = folder(&[
        ("actors.yaml", "actors:\n  us: {name: United States, kind: state, country: US, aliases: [USA]}\n"),
        (
            "events/a.yaml",
            "- {date: 2024, title: A, actors: [usa]}\n- {date: 2024, title: B, actors: [united states, {actor: us, role: x}]}\n",
        ),
    ]);
    let loaded = load_paths(&[path], "");
    assert_eq!(problems(&loaded), "");
    assert_eq!(loaded.timeline.actors.len(), 1);
    assert_eq!(loaded.timeline.events()[1].actors.len(), 2);
}

#[test]
fn what_several_heads_say_under_one_key_is_all_written_back() {
    let head = |n: usize| {
        format!(
            "x: {n}\nsame: 1\ny: [{n}]\ntags: {{t{n}: [lost-{n}]}}\nchecks: {{ignore: code-{n}, odd: {n}}}\n"
        )
    };
    let texts: Vec<(String, String)> = (1..=3).map(|n| (format!("{n}.yaml"), head(n))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    let (_keep, path) = folder(&files);
    let first = as_yaml(&load_paths(&[path], ""));
    let again = from_text("again.yaml", &first);
    assert!(!problems(&again).contains("repeated"), "{first}\n{}", problems(&again));
    let list = "  - 1\n  - 2\n  - 3\n";
    for kept in [&format!("x:\n{list}"), &format!("y\":\n{list}"), "same: 1\n", "lost-3", "code-3"] {
        assert!(first.contains(kept), "{kept}:\n{first}");
    }
    assert_eq!(body(&as_yaml(&again)), body(&first));
}

#[test]
fn timelines_that_are_opened_together_keep_their_titles_and_licences() {
    let text = "title: One\nlicense: CC0-1.0\ndescription: |\n  a\n\n  b\nevents: []\n";
    let (_keep, path) = folder(&[
        ("1.yaml", text),
        ("2.yaml", text),
        ("3.yaml", "title: Two\nlicense: CC0\ndescription: c\nevents: [{date: 2024, title: A}]\n"),
    ]);
    let head = load_paths(&[path], "").timeline.head;
    assert_eq!((&*head.title, &*head.license), ("One; Two", "CC0-1.0; CC0"));
    assert_eq!(head.description, "a\n\nb\n\n\nc");
}

#[test]
fn a_head_whose_checks_are_no_mapping_leaves_those_of_the_others() {
    let (_keep, path) = folder(&[
        ("a.yaml", "checks: odd\n"),
        ("b.yaml", "checks: {ignore: [no-date]}\nevents: [{title: A}]\n"),
    ]);
    let mut loaded = load_paths(&[path], "");
    check(&mut loaded, CodeFilter::default());
    assert!(!problems(&loaded).contains("no-date"), "{}", problems(&loaded));
}

#[test]
fn files_that_cannot_be_read_are_told_and_stop_nothing() {
    let (_keep, path) = folder(&[
        ("good.yaml", "- {date: 2024, title: A}\n"),
        ("empty.yaml", ""),
        ("text.yaml", "just words"),
    ]);
    std::fs::write(path.join("latin.yaml"), b"- title: caf\xe9\n").unwrap();
    std::fs::create_dir(path.join("none")).unwrap();
    let paths: Vec<PathBuf> = ["good.yaml", "missing.yaml", "empty.yaml", "text.yaml", "latin.yaml", "none"]
        .map(|name| path.join(name))
        .into();
    let loaded = load_paths(&paths, "");
    assert_eq!(titles(&loaded), ["A"]);
    let told: Vec<String> =
        loaded.problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_file_of_another_program_is_refused_by_what_it_is() {
    let file = |bytes: &[u8]| {
        let (_keep, path) = folder(&[]);
        let path = path.join("table.csv");
        std::fs::write(&path, bytes).unwrap();
        problems(&load_paths(&[path], ""))
    };
    let utf_16: Vec<u8> = "\u{FEFF}date,title".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, what) in [
        (&*utf_16, "UTF-16"),
        (b"PK\x03\x04\x14\0\x08\x9F", "workbook"),
        (b"\x1F\x8B\x08", "gzip"),
        (b"SQLite format 3\0\x10\0\x9F", "database"),
        (b"%PDF-1.7\n%\xE2\xE3", "PDF"),
    ] {
        assert!(file(bytes).contains(what), "{what}: {}", file(bytes));
    }
}

#[test]
fn an_event_cut_out_and_an_event_read_whole_are_the_same() {
    let block = "title: T\nevents:\n  - date: 2024-05~\n    title: \"A: b\"\n    actors: [x, {actor: Y, role: z}]\n    note: &n kept\n  - date: 2023\n    title: >-\n      folded\n      text\n    tags: one\nlicense: L\n";
    let whole = block.replace("events:\n", "events: !!seq\n");
    let (cut, whole) = (from_text("a", block), from_text("a", &whole));
    assert_eq!(cut.timeline.events(), whole.timeline.events());
    assert_eq!(cut.timeline.head, whole.timeline.head);
    assert_eq!(cut.timeline.events()[0].place.line, 9);
}

#[test]
fn a_text_that_could_be_cut_wrongly_is_read_whole_and_loses_no_event() {
    let (a, b) = ("{date: 2024-01-01, title: a}", "{date: 2024-01-02, title: b}");
    for text in [
        format!("events:\n- {a}\n\t\n- {b}\n"),
        format!("events:\n- {a}\n\t# note\n- {b}\n"),
        format!("\u{feff}events:\r\n  - {a}\r\n  - {b}\r\n"),
        format!("---\n- {a}\n---\n- {b}\n"),
        format!("events: [{a},\n  {b}]\n"),
        format!("title: t\nevents:\n  -\n    {a}\n  - {b}\nlicense: x\n"),
    ] {
        let (_keep, path) = folder(&[("a.yaml", &text)]);
        let loaded = load_paths(&[path.join("a.yaml")], "");
        assert_eq!(titles(&loaded), ["a", "b"], "{text:?}\n{}", problems(&loaded));
    }
    for twice in [format!("events: [{a}]\nevents:\n- {b}\n"), format!("title: x\nevents:\n- {a}\ntitle: y\n")]
    {
        let loaded = from_text("a.yaml", &twice);
        assert!(loaded.problems.iter().any(|problem| problem.code == "repeated-key"), "{twice:?}");
    }
}

#[test]
fn names_by_the_thousand_that_nobody_knows_cost_no_more_than_their_reading() {
    let event = |n: usize| {
        format!(
            "- {{date: 2024, title: e{n}, tags: [t{n}], links: [{{to: nobody-{n}}}], effects: [{{policy: p{n}, status: x}}]}}\n"
        )
    };
    let text = format!("tags: {{known: x}}\nevents:\n{}", (0..3_000).map(event).collect::<String>());
    let loaded = from_text("a.yaml", &text);
    assert_eq!(loaded.timeline.len(), 3_000);
    assert_eq!(loaded.errors + loaded.warnings, 9_000);
    let dots = format!(
        "- {{date: \"{}\", title: x}}\n- {{date: \"{}2024\", title: x}}\n",
        ".".repeat(20_000),
        "c ".repeat(20_000)
    );
    assert_eq!(from_text("a.yaml", &dots).errors, 2);
}

#[test]
fn nothing_is_nobodys_name() {
    let loaded = from_text(
        "a.yaml",
        "actors: {uk: ~}\nevents:\n- {date: 2024, title: a, actors: [uk, null], sources: [~]}\n",
    );
    let event = &loaded.timeline.events()[0];
    assert_eq!((event.actors.len(), event.sources.len()), (1, 0));
    assert_eq!(&*loaded.timeline.actors[0].name, "uk");
}

#[test]
fn a_made_id_never_takes_a_written_one() {
    let text = "- {date: 2024, title: x}\n- {date: 2024, title: x}\n- {id: 2024-x-2, date: 2024, title: y}\n";
    let reversed =
        "- {id: 2024-x-2, date: 2024, title: y}\n- {date: 2024, title: x}\n- {date: 2024, title: x}\n";
    let ids = |loaded: &Loaded| {
        loaded
            .timeline
            .events()
            .iter()
            .map(|event| event.id.to_string())
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(ids(&from_text("a.yaml", reversed)).len(), 3);
    let told = from_text("a.yaml", text);
    assert!(ids(&told).len() == 3 || told.errors == 1);
}

#[test]
fn anchors_across_events_are_followed() {
    let text = "- &first {date: 2024, title: One, tags: [a]}\n- {<<: *first, title: Two}\n";
    let loaded = from_text("a.yaml", text);
    assert_eq!(titles(&loaded), ["One", "Two"]);
    assert_eq!(problems(&loaded), "");
}

#[test]
fn hostile_text_never_gets_into_the_timeline() {
    let loaded = from_text("a.yaml", "- {date: 2024, title: \"a\\e[2Jb\\u202Ec\", summary: \"\\x9b1m\"}\n");
    let event = &loaded.timeline.events()[0];
    assert_eq!(&*event.title, "a␛[2Jb⟨U+202E⟩c");
    assert_eq!(&*event.summary, "⟨U+009B⟩1m");
    assert!(loaded.problems.iter().all(|problem| problem.code == "hostile-text"));
}

#[test]
fn invented_first_days_are_noticed() {
    let event = |index: usize| format!("- {{date: 20{:02}-01-01, title: Event {index}}}\n", index % 30);
    let text: String = (0..12).map(event).collect();
    assert!(from_text("a.yaml", &text).problems.iter().any(|problem| problem.code == "first-days"));
    assert!(builtin().problems.is_empty());
}

#[test]
fn the_shipped_schemas_are_those_that_the_program_follows() {
    let schemas = [
        ("dateline.schema.json", dateline::load::format::schema()),
        ("export.schema.json", dateline::export::json::schema()),
    ];
    for (name, schema) in schemas {
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = format!("{}/data/{name}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("DATELINE_UPDATE").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(there, made, "refresh it with DATELINE_UPDATE=1 cargo test");
    }
}

/// A timeline of an office that acts for a body, another that acts for a country, and a body with members.
const OFFICES: &str = "\
actors:
  nato: {name: NATO, kind: alliance, members: [{country: NO, from: 1949-04-04}, {country: SE, from: 2024-03-07}]}
  eu: {name: European Union, country: EU}
  ann: {name: Ann, country: NO, offices: [{title: Secretary General, for: nato, from: 2014-10-01, to: 2024-10-01}, {title: Minister, from: 2025-02-04}]}
  bob: {name: Bob, country: ES, offices: [{title: High Representative, for: eu}]}
  cleo: {name: Cleo, country: FR, offices: [{title: Adviser, for: Ukraine, to: 2024}]}
  olaf: {name: Olaf, country: SE}
events:
- {id: speech, date: 2024-05-24, title: Ann speaks for the alliance, actors: [ann]}
- {id: budget, date: 2025-06-01, title: Ann speaks for her country, actors: [ann]}
- {id: council, date: 2024-05-27, title: Bob speaks, actors: [bob]}
- {id: advice, date: 2023, title: Cleo advises, actors: [cleo]}
- {id: before, date: 2023-05-01, title: Olaf before, actors: [olaf]}
- {id: after, date: 2024-05-01, title: Olaf after, actors: [olaf]}
";

#[test]
fn in_an_office_that_acts_for_somebody_else_the_own_country_does_not_count() {
    let loaded = from_text("a.yaml", OFFICES);
    assert_eq!(problems(&loaded), "");
    let timeline = &loaded.timeline;
    let countries = |id: &str| {
        let event = timeline.event(timeline.find(id).unwrap());
        timeline.countries_of(event).into_iter().map(Country::code).collect::<Vec<_>>().join(",")
    };
    let all = ["speech", "budget", "council", "advice", "before"].map(countries);
    assert_eq!(all, ["", "NO", "EU", "UA", "SE"]);
}

#[test]
fn the_members_of_a_body_are_found_on_days_on_which_they_were_members() {
    let timeline = from_text("a.yaml", OFFICES).timeline;
    let index = Index::new(&timeline);
    let found = |query: &str| {
        let query = Query::parse(query, Moment(0)).unwrap();
        let events = index.run(&timeline, &query).into_iter();
        events.map(|number| timeline.events()[number as usize].id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("member:nato"), ["after", "budget"]);
    assert_eq!(found("member:NATO country:se"), ["after"]);
    assert_eq!(found("-member:nato"), ["advice", "before", "speech", "council"]);
}

#[test]
fn an_office_for_nobody_who_is_known_is_told_and_kept() {
    let text = "actors: {nato: {name: NATO}, ann: {name: Ann, country: NO, offices: [{title: Head, for: natto}],\
                members: [{from: 2024}, {country: XX}]}}\nevents: [{date: 2024, title: A, actors: [ann]}]\n";
    let loaded = from_text("a.yaml", text);
    let codes: Vec<&str> = loaded.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["unknown-actor", "no-country", "unknown-country"]);
    assert!(problems(&loaded).contains("did you mean `nato`?"), "{}", problems(&loaded));
    let actor = &loaded.timeline.actors[1];
    let principal = actor.offices[0].principal.unwrap();
    assert_eq!(principal.written(&loaded.timeline), "natto");
    assert!(loaded.timeline.countries_of(&loaded.timeline.events()[0]).is_empty());
}

#[test]
fn what_has_no_place_in_a_registry_is_reported_and_written_back() {
    let text = "\
title: T
ladders: {l: [strict, [lost-1]], m: {lost-2: x}, lone: alone}
tags: {law: [lost-3], b: {lost-4: d}}
actors:
  ann: {aliases: [A, [lost-5], {lost-6: e}], offices: [lost-7, {title: Head, from: lost-8}], members: [lost-9, {country: lost-10}]}
  bob: [lost-11]
policies:
  p: {owner: [ann, [lost-12]], ladder: lost-13, title: [lost-14]}
sources: {s: [lost-15], t: {url: lost-16, primary: lost-17}}
views: {v: [lost-18], w: {query: [lost-19], range: lost-20, lanes: lost-21, sort: lost-22}}
events: [{date: 2024, title: A, importance: 'lost-23: b # c'}]
";
    let exported = |text: &str| as_yaml(&from_text("a.yaml", text));
    assert!(from_text("a.yaml", text).problems.len() >= 20, "{}", problems(&from_text("a.yaml", text)));
    let written = exported(text);
    for number in 1..=23 {
        assert!(written.contains(&format!("lost-{number}")), "lost-{number}: {written}");
    }
    assert!(written.contains("lone: [alone]"), "{written}");
    assert_eq!(body(&exported(&written)), body(&written));
}

#[test]
fn a_source_that_several_events_rest_on_is_written_once_and_named_by_its_id() {
    let text = "\
sources:
  nyt-22-may: {url: 'https://nyt.example/a', publisher: NYT, author: [Ann, Bob], date: 2024-05-22, title: On it, lang: en,
    archive: 'https://archive.example/a', accessed: 2024-06-01, quote: no limits, note: read in a copy, primary: true}
  plain: https://plain.example
events:
- {id: a, date: 2024-05-22, title: A, sources: [nyt-22-may, https://b.example]}
- id: b
  date: 2024-05-22
  title: B
  sources: nyt-22-may
  disputes: [{says: It did not., sources: [plain, nyt-22-may]}]
- {id: c, date: 2024-06, title: C, sources: [nyt-22-mai, nyt-22-may], disputes: [{says: No., sources: [c.example]}]}
";
    let loaded = from_text("a.yaml", text);
    let told: Vec<(&str, usize)> = loaded.problems.iter().map(|one| (one.code, one.at.line)).collect();
    assert_eq!(told, [("unknown-source", 12), ("early-source", 12), ("bad-url", 12)]);
    assert!(problems(&loaded).contains("did you mean `nyt-22-may`?"), "{}", problems(&loaded));
    let timeline = &loaded.timeline;
    let event = |id: &str| timeline.event(timeline.find(id).unwrap());
    let [a, b] = ["a", "b"].map(event);
    assert_eq!(a.sources[0], b.sources[0]);
    assert_eq!(
        (a.sources[0].id(), &*a.sources[0].url, a.sources[0].primary),
        ("nyt-22-may", "https://nyt.example/a", true)
    );
    assert_eq!(a.sources[0].details().authors, ["Ann", "Bob"]);
    assert_eq!(b.disputes[0].sources, ["https://plain.example", "https://nyt.example/a"]);
    for format in ["yaml", "json"] {
        let mut bytes = Vec::new();
        let export = Export::of(timeline, &Index::new(timeline), &Selection::default(), &[], format);
        (find(format).unwrap().write)(&export, &mut bytes).unwrap();
        let again = from_text(format, &String::from_utf8(bytes).unwrap()).timeline;
        assert_eq!(
            again.sources.iter().map(|one| one.fields(&again)).collect::<Vec<_>>(),
            timeline.sources.iter().map(|one| one.fields(timeline)).collect::<Vec<_>>(),
            "{format}"
        );
        assert_eq!(
            again.event(again.find("a").unwrap()).sources[0].details(),
            a.sources[0].details(),
            "{format}"
        );
    }
}

#[test]
fn a_review_is_found_shown_and_written_back_and_one_without_name_and_date_is_told() {
    let text = "\
- {id: a, date: 2024-05-22, title: A, reviewed: {by: Ann Example, on: 2024-06-03, round: 2}}
- {id: b, date: 2024-05-23, title: B, reviewed: {by: Ann Example, on: soon}}
- {id: c, date: 2024-05-24, title: C, reviewed: {on: soon}}
- {id: d, date: 2024-05-25, title: D, reviewed: {note: yes}}
- {id: e, date: 2024-05-26, title: E, reviewed: Ann Example}
- {id: f, date: 2024-05-27, title: F, reviewed: {by: , on: }}
";
    let loaded = from_text("a.yaml", text);
    let found: Vec<(&str, usize, usize)> =
        loaded.problems.iter().map(|one| (one.code, one.at.line, one.at.column)).collect();
    let expected = [
        ("unknown-key", 1, 83),
        ("bad-date", 2, 71),
        ("bad-date", 3, 54),
        ("half-review", 4, 49),
        ("unknown-key", 4, 50),
        ("wrong-shape", 5, 49),
    ];
    assert_eq!(found, expected, "{}", problems(&loaded));
    let found = |timeline: &Timeline, query: &str| {
        let query = Query::parse(query, Moment(0)).unwrap();
        let events = Index::new(timeline).run(timeline, &query);
        events.iter().map(|event| timeline.events()[event as usize].id.to_string()).collect::<String>()
    };
    let timeline = &loaded.timeline;
    assert_eq!(found(timeline, "is:reviewed"), "ab");
    assert_eq!(found(timeline, "is:unreviewed"), "cdef");
    for format in ["yaml", "json", "jsonl", "csv", "ics", "timelinejs", "markwhen"] {
        let mut bytes = Vec::new();
        let export = Export::of(timeline, &Index::new(timeline), &Selection::default(), &[], format);
        let format = find(format).unwrap();
        (format.write)(&export, &mut bytes).unwrap();
        let written = String::from_utf8(bytes).unwrap();
        let again = match dateline::import::find(format.name) {
            Some(reader) => {
                let input = &mut written.as_bytes();
                dateline::import::read(reader, &["-".into()], input, &ColumnMap::default()).timeline
            }
            None => from_text(format.name, &written).timeline,
        };
        let by = again.events()[0].reviewed.as_ref().unwrap();
        assert_eq!(by.words(), "Ann Example, 3 June 2024", "{}", format.name);
        assert_eq!(found(&again, "is:reviewed"), "ab", "{}", format.name);
        if format.name == "yaml" {
            assert!(
                written.contains("reviewed: {by: Ann Example, \"on\": 2024-06-03, round: 2}"),
                "{written}"
            );
            assert!(written.contains("reviewed: {by: Ann Example, \"on\": soon}"), "{written}");
            let fields = |timeline: &Timeline| {
                timeline.events().iter().map(|event| event.fields(timeline)).collect::<Vec<_>>()
            };
            assert_eq!(fields(&again), fields(timeline));
        }
    }
}
