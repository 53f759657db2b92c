//! The command line: data on standard output, everything else on standard error, honest codes.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use dateline::export::formats;
use dateline::load::{Loaded, load};

use crate::keys::shipped;

/// The program with these arguments, and with nothing of what its user has settled.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.env("XDG_CONFIG_HOME", "/nowhere").env_remove("DATELINE_CONFIG");
    command.args(arguments).env_remove("NO_COLOR").env("TERM", "xterm-256color").stdin(Stdio::null());
    command
}

/// What a run said: code, standard output, standard error.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

fn said(output: Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

pub fn run(arguments: &[&str]) -> Said {
    let said = said(command(arguments).output().unwrap());
    assert!(
        !said.out.contains('\x1b') && !said.err.contains('\x1b'),
        "{arguments:?} sends an escape sequence"
    );
    assert!(!said.err.contains("panicked"), "{arguments:?}: {}", said.err);
    said
}

/// A run that worked and had nothing to say.
pub fn quiet(arguments: &[&str]) -> String {
    let said = run(arguments);
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{arguments:?}");
    said.out
}

/// Panics where an answer breaks the schema that the program prints for it.
pub fn fits(answer: &serde_json::Value, command: &str) {
    let schema = serde_json::from_str(&quiet(&["schema", command])).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> =
        validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub fn with_input(arguments: &[&str], input: &str) -> Said {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    said(child.wait_with_output().unwrap())
}

fn ids(lines: &str) -> Vec<String> {
    let lines = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    lines.filter_map(|value| Some(value["id"].as_str()?.to_owned())).collect()
}

fn open(path: &Path) -> Loaded {
    load(&[path.to_owned()], &mut std::io::empty())
}

pub fn scratch() -> (tempfile::TempDir, impl Fn(&str) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().to_owned();
    (folder, move |name: &str| path.join(name).to_string_lossy().into_owned())
}

const WALK: [&str; 6] = ["--country", "us,gb", "--from", "2024-05-13", "--to", "2024-05-31"];

#[test]
fn the_list_has_a_line_for_each_event_and_no_other() {
    let list = quiet(&["list"]);
    assert_eq!(list.lines().count(), 110);
    assert!(list.contains("Blinken wants the ban eased"));
    assert_eq!(quiet(&[]), list, "without a terminal the browser is the list");
    assert_eq!(quiet(&["--reverse", "--limit", "3"]), quiet(&["list", "--reverse", "--limit", "3"]));
}

#[test]
fn two_countries_and_a_range_select_the_same_everywhere() {
    let listed = ids(&quiet(&[&["list", "--format", "jsonl"], &WALK[..]].concat()));
    let timeline = shipped().timeline;
    let day = |text: &str| dateline::model::Date::parse(text).unwrap();
    let (from, to) = (day("2024-05-13").earliest(), day("2024-05-31").latest());
    let expected: Vec<String> = timeline
        .events()
        .iter()
        .filter(|event| event.date.as_ref().is_some_and(|date| date.may_touch(from, to)))
        .filter(|event| timeline.countries_of(event).iter().any(|one| ["US", "GB"].contains(&one.code())))
        .map(|event| event.id.to_string())
        .collect();
    assert!(expected.len() > 5 && expected.contains(&"us-nyt-blinken-proposal".to_owned()));
    assert_eq!(listed, expected);
    let query = "country:us,gb date:2024-05-13..2024-05-31";
    assert_eq!(ids(&quiet(&["list", "-f", "jsonl", "--where", query])), expected);
    assert_eq!(ids(&quiet(&[&["export", "-f", "jsonl"], &WALK[..]].concat())), expected);
    let reversed: Vec<String> = expected.iter().rev().take(4).cloned().collect();
    let few = [&["list", "-f", "jsonl", "--reverse", "--limit", "4"], &WALK[..]].concat();
    assert_eq!(ids(&quiet(&few)), reversed);
}

#[test]
fn an_order_is_the_same_in_a_list_and_in_an_export() {
    let few = ["--where", "kind:decision,authorization", "--limit", "5"];
    for order in [&["--sort", "importance"][..], &["--sort", "-date"], &["--sort=-title", "--reverse"]] {
        let listed = ids(&quiet(&[&["list", "-f", "jsonl"], &few[..], order].concat()));
        assert_eq!(listed, ids(&quiet(&[&["export", "-f", "jsonl"], &few[..], order].concat())));
        assert_eq!(listed.len(), 5, "{order:?}");
    }
    let newest = ids(&quiet(&["list", "-f", "jsonl", "--sort", "-date"]));
    assert_eq!(newest, ids(&quiet(&["list", "-f", "jsonl", "--reverse"])));
    let said = run(&["list", "--sort", "imporance"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("'importance'"), "{}", said.err);
}

#[test]
fn a_memo_carries_every_source_and_opens_again_as_yaml() {
    let (_keep, at) = scratch();
    let (yaml, md) = (at("memo.yaml"), at("memo.md"));
    for path in [&yaml, &md] {
        let said = run(&[&["export", "--output", path], &WALK[..]].concat());
        assert_eq!((said.code, &*said.out), (Some(0), ""), "{}", said.err);
        assert!(said.err.contains("wrote"), "{}", said.err);
    }
    let (opened, timeline) = (open(Path::new(&yaml)), shipped().timeline);
    assert_eq!(opened.errors, 0, "{:?}", opened.problems);
    let memo = std::fs::read_to_string(&md).unwrap();
    let listed = ids(&quiet(&[&["list", "--format", "jsonl"], &WALK[..]].concat()));
    let again: Vec<String> = opened.timeline.events().iter().map(|event| event.id.to_string()).collect();
    assert_eq!(again, listed);
    for event in opened.timeline.events() {
        let original = timeline.event(timeline.find(&event.id).unwrap());
        let urls = |event: &dateline::model::Event| {
            event.sources.iter().map(|source| source.url.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(urls(event), urls(original));
        assert!(!event.sources.is_empty() && memo.contains(&*event.title));
        assert_eq!(event.date, original.date);
        urls(event).iter().for_each(|url| assert!(memo.contains(url.as_str()), "{url} is not in the memo"));
    }
}

#[test]
fn the_whole_timeline_goes_through_yaml_unchanged() {
    let (_keep, at) = scratch();
    let path = at("all.yaml");
    assert_eq!(run(&["export", "--output", &path]).code, Some(0));
    let again = with_input(&["export", "-", "--format", "yaml"], &std::fs::read_to_string(&path).unwrap());
    let body = |text: &str| text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    assert_eq!(body(&again.out), body(&std::fs::read_to_string(&path).unwrap()));
    assert_eq!(quiet(&["check", &path]), "");
}

#[test]
fn unknown_values_are_warned_of_with_what_was_meant() {
    let said = run(&["list", "--country", "frnace", "--kind", "decison"]);
    assert_eq!((said.code, &*said.out), (Some(1), ""));
    assert!(said.err.contains("`frnace`") && said.err.contains("did you mean `FR`"), "{}", said.err);
    assert!(said.err.contains("did you mean `decision`"), "{}", said.err);
    let said = run(&["list", "--where", "country:us kidn:decision"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("did you mean `kind`"), "{}", said.err);
}

#[test]
fn a_caret_stands_under_the_place_of_a_mistake_in_a_query() {
    let query = "country:us kidn:decision";
    let err = run(&["list", "--where", query]).err;
    let lines: Vec<&str> = err.lines().collect();
    let shown = lines.iter().position(|line| line.contains(query)).unwrap();
    assert_eq!(lines[shown].find("kidn"), lines[shown + 1].find('^'), "{err}");
}

#[test]
fn each_format_and_its_ways_are_in_the_help() {
    let help = quiet(&["export", "--help"]);
    for format in formats() {
        let line = help.lines().find(|line| line.trim_start().starts_with(&format!("- {}:", format.name)));
        let line = line.unwrap_or_else(|| panic!("{} is missing", format.name));
        assert!(line.len() > 30, "{line}");
        for variant in format.variants {
            let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(&variant.option()), "{} is missing", variant.option());
            let arguments = ["export", "--format", format.name, "--limit", "3"];
            let said = run(&[&arguments[..], &variant.option().split(' ').collect::<Vec<_>>()].concat());
            assert_eq!(said.code, Some(0), "{}", said.err);
            assert_ne!(said.out, run(&arguments).out, "{} changes nothing", variant.option());
        }
    }
    let said = run(&["export", "--format", "md", "--bom"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("`--bom` is for csv, not for md"), "{}", said.err);
}

#[test]
fn the_browser_opens_at_dates_before_the_common_era() {
    let (_keep, at) = scratch();
    let path = at("x.yaml");
    std::fs::write(&path, "- {date: -0043-03-15, title: Ides}\n").unwrap();
    let out = quiet(&[&path, "--at", "-0043-03-15", "--window", "-0585-01-01/-0043-12-31"]);
    assert!(out.contains("Ides"), "{out}");
}

#[test]
fn what_a_format_cannot_hold_is_told_and_the_rest_is_written() {
    let (_keep, at) = scratch();
    let path = at("x.yaml");
    std::fs::write(&path, "- {date: -0043-03-15, title: Ides}\n- {date: 2024, title: A}\n- {title: When}\n")
        .unwrap();
    let calendar = at("x.ics");
    let said = run(&["export", &path, "-o", &calendar]);
    assert_eq!(said.code, Some(0));
    assert!(said.err.contains("1 event left out: the format only holds the years 1 to 9999"), "{}", said.err);
    assert!(said.err.contains("wrote 3 events, without 2 of them, to"), "{}", said.err);
    assert_eq!(std::fs::read_to_string(&calendar).unwrap().matches("BEGIN:VEVENT").count(), 1);
    let none = at("none.ics");
    let said = run(&["export", &path, "-o", &none, "--where", "title:Ides"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("nothing was written") && !Path::new(&none).exists(), "{}", said.err);
}

#[test]
fn a_calendar_is_stamped_with_the_moment_of_the_build_where_one_is_set() {
    let mut command = command(&["export", "-f", "ics", "--limit", "1"]);
    let said = said(command.env("SOURCE_DATE_EPOCH", "1700000000").output().unwrap());
    assert!(said.out.contains("DTSTAMP:20231114T221320Z"), "{}", said.out);
}

#[test]
fn every_format_is_written_to_a_file_and_to_a_pipe_alike() {
    let (_keep, at) = scratch();
    for format in formats() {
        let path = at(&format!("all.{}", format.extension));
        let said = run(&["export", "--format", format.name, "-o", &path]);
        assert_eq!((said.code, &*said.out), (Some(0), ""), "{}", said.err);
        let piped = run(&["export", "--format", format.name]).out;
        assert_eq!(std::fs::read_to_string(&path).unwrap(), piped, "{}", format.name);
        assert!(piped.contains("Blinken"), "{}", format.name);
    }
}

#[test]
fn an_existing_file_is_left_alone_unless_forced() {
    let (_keep, at) = scratch();
    let path = at("mine.md");
    std::fs::write(&path, "precious").unwrap();
    let said = run(&["export", "-o", &path]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("--force"), "{}", said.err);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    assert_eq!(run(&["export", "-o", &path, "--force"]).code, Some(0));
    assert!(std::fs::read_to_string(&path).unwrap().contains("Blinken"));
}

#[test]
fn nothing_matched_is_a_no_and_leaves_no_file() {
    let (_keep, at) = scratch();
    let path = at("none.yaml");
    let said = run(&["export", "-o", &path, "--where", "country:us -country:us"]);
    assert_eq!((said.code, &*said.out), (Some(1), ""));
    assert!(!said.err.is_empty() && !Path::new(&path).exists());
    assert_eq!(run(&["list", "--to", "1900"]).code, Some(1));
}

#[test]
fn check_answers_with_its_exit_code() {
    let (_keep, at) = scratch();
    let file = |name: &str, text: &str| {
        std::fs::write(at(name), text).unwrap();
        at(name)
    };
    assert_eq!(quiet(&["check"]), "", "the shipped timeline is without a problem");
    let good = file("good.yaml", "- {date: 2024, title: A}\n");
    assert_eq!(quiet(&["check", &good]), "");
    let odd = file("odd.yaml", "- {date: 2024, titel: B, title: A}\n");
    let said = run(&["check", &odd]);
    assert_eq!(said.code, Some(0), "warnings alone are no failure");
    assert!(said.out.contains("odd.yaml:1:16") && said.out.contains("did you mean `title`"), "{}", said.out);
    let bad = file("bad.yaml", "- {date: 2021-02-29, title: A}\n- {date: 2024, title: B}\n");
    let said = run(&["check", &bad]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("bad.yaml:1:10"), "{}", said.out);
    assert_eq!(run(&["check", &bad, "--only", "bad-url"]).code, Some(0));
    let said = run(&["check", &bad, "--only", "bad-daet"]);
    assert!(said.code == Some(2) && said.err.contains("did you mean `bad-date`?"), "{}", said.err);
    let named = file("named.yaml", "checks: {only: [bad-daet]}\nevents: [{date: 2021-02-29, title: A}]\n");
    let said = run(&["check", &named]);
    assert!(said.code == Some(1) && said.out.contains("did you mean `bad-date`?"), "{}", said.out);
    assert_eq!(run(&["check", &at("missing.yaml")]).code, Some(2));
    assert_eq!(run(&["check", &file("empty.yaml", "")]).code, Some(2));
}

#[test]
fn the_data_in_the_repository_checks_as_well_as_the_data_in_the_program() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/weapons-use");
    assert_eq!(quiet(&["check", folder]), "");
    assert_eq!(quiet(&["list", folder]), quiet(&["list"]));
}

#[test]
fn check_tells_machines_the_places() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mistakes.yaml");
    let said = run(&["check", file, "--format", "json"]);
    assert_eq!(said.code, Some(1));
    let problems: Vec<serde_json::Value> = serde_json::from_str(&said.out).unwrap();
    assert!(problems.len() > 10);
    fits(&serde_json::from_str(&said.out).unwrap(), "check");
    for problem in &problems {
        assert_eq!(problem["file"], file);
        assert!(
            problem["line"].as_u64().unwrap() > 0 && problem["column"].as_u64().unwrap() > 0,
            "{problem}"
        );
        assert!(["error", "warning"].contains(&problem["severity"].as_str().unwrap()));
        assert!(!problem["message"].as_str().unwrap().is_empty());
    }
    assert_eq!(quiet(&["check", "--format", "json"]).trim(), "[]");
}

#[test]
fn a_broken_event_is_told_and_the_others_are_listed() {
    let said = with_input(&["list", "-"], "- {date: 05/06/2024, title: A}\n- {date: 2024, title: B}\n");
    assert_eq!(said.code, Some(0));
    assert!(said.out.contains('B') && said.err.contains("dateline check"), "{}", said.err);
    let said = with_input(&["list", "-"], "just words");
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("error"), "{}", said.err);
}

#[test]
fn standard_input_is_a_timeline_too() {
    let said =
        with_input(&["list", "-", "--format", "tsv"], "{\"date\": \"2024-05\", \"title\": \"A\\tb\"}\n");
    assert_eq!((said.code, &*said.err), (Some(0), ""));
    assert_eq!(said.out.lines().count(), 2);
    assert!(said.out.lines().nth(1).unwrap().starts_with("2024-05\t"), "{}", said.out);
    let lines = quiet(&["export", "--format", "jsonl"]);
    let said = with_input(&["list", "-"], &lines);
    assert_eq!((said.code, said.out.lines().count()), (Some(0), 110), "{}", said.err);
}

#[test]
fn the_schemas_are_some() {
    let export: serde_json::Value = serde_json::from_str(&quiet(&["schema", "export"])).unwrap();
    assert!(export["properties"]["events"].is_object());
    assert_eq!(quiet(&["schema"]), quiet(&["schema", "file"]));
    let schema: serde_json::Value = serde_json::from_str(&quiet(&["schema"])).unwrap();
    assert!(schema["$schema"].as_str().unwrap().contains("json-schema.org"));
}

#[test]
fn wrong_use_is_said_with_code_two_and_what_was_meant() {
    for arguments in [
        &["--bogus"][..],
        &["list", "--limit", "many"],
        &["list", "--from", "05/06/2024"],
        &["list", "--from", "2025", "--to", "2024"],
        &["export"],
        &["export", "--format", "ymal"],
        &["export", "-o", "memo.docx"],
        &["check", "--format", "xml"],
        &["list", "no/such/file.yaml"],
        &["export", "-o", "no/such/folder/memo.md"],
    ] {
        let said = run(arguments);
        assert_eq!((said.code, &*said.out), (Some(2), ""), "{arguments:?}: {}", said.err);
        assert!(said.err.starts_with("error"), "{arguments:?}: {}", said.err);
    }
    assert!(run(&["export", "--format", "ymal"]).err.contains("a similar value exists: 'yaml'"));
    assert!(run(&["list", "--from", "05/06/2024"]).err.contains("2024-06-05"));
    for arguments in [&["--help"][..], &["--version"], &["export", "--help"]] {
        assert_ne!(quiet(arguments), "");
    }
}

#[test]
#[cfg(unix)]
fn an_argument_that_is_no_text_is_refused_or_opened_but_never_a_panic() {
    use std::os::unix::ffi::OsStrExt;
    let odd = std::ffi::OsStr::from_bytes(b"caf\xe9.yaml");
    let (_keep, at) = scratch();
    for before in [&["list"][..], &["check"], &["list", "--search"], &["--where"], &["--bogus"]] {
        let said = said(command(before).arg(odd).current_dir(at("")).output().unwrap());
        assert_eq!(said.code, Some(2), "{before:?}: {}", said.err);
        assert!(!said.err.contains("panicked") && !said.err.is_empty());
    }
    let path = Path::new(&at("")).join(odd);
    if std::fs::write(&path, "- {date: 2024, title: A}\n").is_ok() {
        let said = said(command(&["list"]).arg(&path).output().unwrap());
        assert_eq!((said.code, said.out.lines().count()), (Some(0), 1), "{}", said.err);
    }
}

#[test]
fn an_explanation_says_what_was_understood_and_does_nothing_else() {
    let (_keep, at) = scratch();
    let path = at("none.md");
    let select =
        ["--where", "country:uk (kind:statement or actor:starmer)", "--from", "2024-05", "--explain"];
    let told = quiet(&[&["list"], &select[..]].concat());
    insta::assert_snapshot!(told, @"
    query  country:uk (kind:statement or actor:starmer) date:2024-05-01..
    means  United Kingdom, (kind statement or Keir Starmer), possibly since 1 May 2024

         20  country:uk                       United Kingdom
         26  kind:statement or actor:starmer  kind statement or Keir Starmer
         80  date:2024-05-01..                possibly since 1 May 2024
          6  of 110 events
    ");
    for command in [&[][..], &["export"], &["export", "-o", &path]] {
        assert_eq!(quiet(&[command, &select[..]].concat()), told, "{command:?}");
    }
    assert!(!Path::new(&path).exists());
    assert_eq!(run(&["list", "--where", "country:us -country:us", "--explain"]).code, Some(1));
}

#[test]
fn a_view_selects_the_same_everywhere_and_options_narrow_it() {
    let list = |more: &[&str]| ids(&quiet(&[&["list", "-f", "jsonl"], more].concat()));
    let whole = list(&["--view", "kharkiv decision"]);
    assert_eq!(whole, list(&["--where", "country:us,ua,ru date:2024-05..2024-06"]));
    assert_eq!(whole, ids(&quiet(&["export", "-f", "jsonl", "--view", "Kharkiv decision"])));
    let narrow = ["--view", "Kharkiv decision", "--kind", "report", "--from", "2024-05-22", "--reverse"];
    let mut expected = list(&["--where", "country:us,ua,ru kind:report date:2024-05-22..2024-06"]);
    expected.reverse();
    assert_eq!(list(&narrow), expected);
    assert!(expected.len() > 1 && expected.len() < whole.len());
    let said = run(&["list", "--view", "Karkiv decision"]);
    assert_eq!((said.code, &*said.out), (Some(2), ""));
    assert!(said.err.contains("did you mean `Kharkiv decision`?"), "{}", said.err);
}

#[test]
fn views_are_written_back_and_a_long_one_is_an_error_of_its_file() {
    let (_keep, at) = scratch();
    for format in ["yaml", "json"] {
        let path = at(&format!("all.{format}"));
        assert_eq!(run(&["export", "-o", &path]).code, Some(0));
        assert_eq!(open(Path::new(&path)).timeline.head.views, shipped().timeline.head.views, "{format}");
    }
    let path = at("some.yaml");
    assert_eq!(run(&["export", "-o", &path, "--country", "fr"]).code, Some(0));
    assert!(
        !run(&["check", &path]).out.contains("cursor"),
        "no view points to an event that was left behind"
    );
    let long = format!("views: {{a: '{}'}}\nevents: [{{date: 2024, title: A}}]\n", "(".repeat(1 << 20));
    let said = with_input(&["check", "-"], &long);
    assert!(said.code == Some(1) || said.code == Some(2), "{}", said.err);
    assert!(said.out.len() < 2_000 && !said.err.contains("panicked"), "{}", said.err);
    let said = with_input(&["list", "-", "--view", "a"], &long);
    assert!(!said.err.contains("panicked") && said.err.len() < 4_000, "{}", said.err);
}

#[test]
fn the_configuration_is_found_where_it_is_usual_and_told_when_it_is_broken() {
    let (_keep, at) = scratch();
    std::fs::create_dir(at("dateline")).unwrap();
    let (good, broken) = (at("dateline/config.yaml"), at("broken.yaml"));
    std::fs::write(&good, "views: {Mine: 'country:fr sources:>1'}\n").unwrap();
    std::fs::write(&broken, "views: {Mine: 'contry:fr'}\nkeys: {exprot: X}\n").unwrap();
    let list = |more: &[&str], name: &str, value: &str| {
        let arguments = [&["list", "-f", "jsonl"], more].concat();
        said(command(&arguments).env(name, value).output().unwrap())
    };
    let expected = ids(&quiet(&["list", "-f", "jsonl", "--where", "country:fr sources:>1"]));
    for (name, value) in [("XDG_CONFIG_HOME", &*at("")), ("DATELINE_CONFIG", &*good)] {
        let said = list(&["--view", "mine"], name, value);
        assert_eq!((ids(&said.out), &*said.err), (expected.clone(), ""), "{name}");
        assert_eq!(list(&["--view", "mine", "--no-config"], name, value).code, Some(2));
    }
    assert_eq!(ids(&quiet(&["list", "-f", "jsonl", "--view", "Mine", "--config", &good])), expected);
    let told = list(&[], "DATELINE_CONFIG", &broken);
    assert_eq!((told.code, ids(&told.out).len()), (Some(0), 110), "the defaults are used");
    assert!(told.err.contains("broken.yaml:1:16") && told.err.contains("`country`"), "{}", told.err);
    std::fs::write(&broken, "keys: {exprot: X}\n").unwrap();
    let told = list(&[], "DATELINE_CONFIG", &broken);
    assert!(
        told.err.contains("broken.yaml:1:8") && told.err.contains("did you mean `export`?"),
        "{}",
        told.err
    );
    assert_eq!(run(&["list", "--config", &at("none.yaml")]).code, Some(2));
    assert!(list(&[], "DATELINE_CONFIG", &at("none.yaml")).err.contains("cannot be read"));
}

/// What a shell is told can stand in place of the word of this number, from 1.
fn completing(shell: &str, words: &[&str], at: usize) -> String {
    let mut command = command(&[&["--", "dateline"], words].concat());
    command
        .env("DATELINE_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", at.to_string())
        .env("_CLAP_IFS", "\n");
    let said = said(command.output().unwrap());
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{words:?}");
    said.out
}

#[test]
fn a_shell_completes_values_of_the_timeline_on_the_line() {
    let data = "tests/data/eu-us-tariffs";
    for (words, value) in [
        (vec!["list", data, "--actor", "eu-c"], "eu-council"),
        (vec!["list", "--country", "us,g"], "us,gb"),
        (vec!["list", "--view", "khar"], "kharkiv decision"),
        (vec!["list", "--where", "country:us kind:dec"], "country:us kind:decision"),
        (vec!["list", "--where", "cou"], "country:"),
        (vec!["policies", "--timeline", "eu-us-tariffs", "--of", ""], "us-tariff-metals"),
        (vec!["thread", "us-auth"], "us-authorizes-kharkiv-counterfire"),
        (vec!["add", data, "--status", "cap"], "capped"),
        (vec!["add", data, "--certainty", "c"], "confirmed"),
        (vec!["add", data, "--importance", ""], "5"),
        (vec!["add", data, "--link", "resp"], "responds-to:"),
        (vec!["add", data, "--link", "responds-to:us-pause"], "responds-to:us-pause-90-days"),
        (vec!["export", "--format", "m"], "markwhen"),
        (vec!["import", "a", "--from", "t"], "timelinejs"),
    ] {
        let said = completing("zsh", &words, words.len());
        assert!(said.replace("\\:", ":").lines().any(|line| line.starts_with(value)), "{words:?}: {said}");
    }
    let ids = completing("zsh", &["rename", "us-t", data], 2);
    assert!(ids.contains("us-tariff-cars:policy"), "{ids}");
}

#[test]
fn no_value_that_a_shell_would_run_is_completed() {
    let text = "tags: {\"a$(id)\": x, ab: y}\nactors: {\"a`id`\": {name: a; id}, ac: {name: b}}\n\
                events: [{id: \"ad & id\", date: 2024, title: t, tags: [\"a$(id)\", ab], actors: [\"a`id`\", ac]}]\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hostile.yaml").to_string_lossy().into_owned();
    std::fs::write(&file, text).unwrap();
    for shell in ["bash", "zsh", "fish"] {
        for (words, value) in [
            (vec!["list", &file, "--tag", "a"], "ab"),
            (vec!["list", &file, "--actor", "a"], "ac"),
            (vec!["list", &file, "--where", "tag:a"], "tag:ab"),
            (vec!["rename", "a", &file], "ab"),
            (vec!["list", &file, "--where", "id:a"], ""),
        ] {
            let index = words.iter().position(|word| word.ends_with('a')).unwrap() + 1;
            let said = completing(shell, &words, index).replace("\\:", ":");
            // fish sends the words before the cursor alone, so that no file is known to `rename`.
            let value = if shell == "fish" && words[0] == "rename" { "" } else { value };
            let is_run = ["$(", "`", "&", ";"].iter().any(|sign| said.contains(sign));
            assert!(said.contains(value) && !is_run, "{shell} {words:?}: {said}");
        }
    }
}

#[test]
fn every_shell_gets_a_script_and_the_manual_knows_every_command_and_action() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = quiet(&["completions", shell]);
        assert!(script.contains("DATELINE_COMPLETE") && script.contains("dateline"), "{shell}");
        let output = completing(shell, &["list", "--ex"], 2);
        assert!(output.contains("--explain"), "{shell}: {output}");
    }
    let bash = quiet(&["completions", "bash"]);
    if let Ok(mut child) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() {
        child.stdin.take().unwrap().write_all(bash.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "bash reads the script");
    }
    let manual = quiet(&["man"]);
    for said in
        ["THE COMMAND EXPORT", "THE COMMAND CHECK", r"\-\-where", r"\fBnext\-event\fR j, ↓", r"filter\-query"]
    {
        assert!(manual.contains(said), "{said}");
    }
    assert_eq!(run(&["completions", "tcsh"]).code, Some(2));
}

#[test]
fn hostile_queries_get_an_error_and_never_a_crash() {
    let deep = 10_000;
    let (open, shut) = ("(".repeat(deep), ")".repeat(deep));
    let nested = format!("{open}a{shut}");
    // One argument of a command holds no more than 128 KiB; more comes from files.
    let long = "x".repeat(120_000);
    let fields = "country:us,".repeat(5_000) + "us";
    let nots = "not ".repeat(deep);
    for query in [
        &*open,
        &*shut,
        &*nested,
        &*long,
        &*nots,
        "\"",
        "\u{202E}country:us",
        "date:9".repeat(9_000).as_str(),
    ] {
        let said = run(&["list", "--where", query]);
        assert_eq!((said.code, &*said.out), (Some(2), ""), "{query:.40}");
        assert!(said.err.contains("this query cannot be read") && said.err.len() < 1_000, "{}", said.err);
    }
    assert_eq!(run(&["list", "--where", &fields]).code, Some(0));
}

#[test]
#[cfg(unix)]
fn a_query_that_is_no_text_is_refused_by_every_command() {
    use std::os::unix::ffi::OsStrExt;
    for bytes in [&b"country:\xff"[..], b"\xc3(", b"--where=\xed\xa0\x80", b"\xf0\x9f"] {
        let odd = std::ffi::OsStr::from_bytes(bytes);
        for before in [&["list", "--where"][..], &["export", "-f", "md", "--where"], &["--where"]] {
            let said = said(command(before).arg(odd).output().unwrap());
            assert_eq!((said.code, &*said.out), (Some(2), ""), "{before:?} {bytes:?}");
            assert!(said.err.starts_with("error") && !said.err.contains("panicked"), "{}", said.err);
        }
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    // Far more than a pipe holds, so that the program is still writing when the reader goes.
    let many = "- {date: 2024, title: An event like all others}\n".repeat(4_000);
    let (_keep, at) = scratch();
    let path = at("many.yaml");
    std::fs::write(&path, many).unwrap();
    for arguments in
        [&["list"][..], &["list", "-f", "tsv"], &["export", "-f", "yaml"], &["export", "-f", "md"]]
    {
        let mut child =
            command(arguments).arg(&path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let status = child.wait().unwrap();
        assert!(status.success() && err.is_empty() && !first.is_empty(), "{arguments:?}: {status} {err}");
    }
}

#[test]
fn colours_come_when_asked_for_and_only_then() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mistakes.yaml");
    assert!(!run(&["check", file]).out.contains('\x1b'));
    let always = said(command(&["check", file, "--color", "always"]).output().unwrap());
    assert!(always.out.contains("\x1b["));
}

#[test]
fn hostile_text_in_a_file_or_argument_never_steers_the_terminal() {
    let said = with_input(&["list", "-"], "- {date: 2024, title: \"a\\e[2Jb\"}\n");
    assert!(!said.out.contains('\x1b') && said.out.contains("␛[2J"), "{}", said.out);
    run(&["list", "\x1b[2J.yaml"]);
    run(&["list", "--country", "\x1b[2J"]);
    run(&["list", "--where", "\x1b[2J:x"]);
    run(&["list", "--from", "\x1b[2J"]);
    run(&["export", "--format", "\x1b[2J"]);
    run(&["check", "\x1b[2J.yaml"]);
}

#[test]
fn a_hostile_name_is_visible_in_every_answer_and_starts_no_line() {
    let (_keep, at) = scratch();
    let name = "a\nb\x1b[2J\x7f\u{85}\u{202e}.yaml";
    std::fs::write(at(name), "- {date: 2024, titel: A}\n").unwrap();
    let shown = "a␊b␛[2J␡⟨U+0085⟩⟨U+202E⟩.yaml";
    let is_hostile = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    let path = at(name);
    for arguments in [
        &["check", &*path][..],
        &["check", "-f", "json", &path],
        &["list", &path],
        &["export", "-f", "json", "--output", &at("out.json"), &path],
        &["diff", &path, &path],
        &["import", &path],
        &["import", &path, "--from", name],
        &["list", &path, "--sort", name],
        &["list", &path, "--view", name],
        &["thread", name, &path],
        &["policies", "--of", name],
        &["manual", name],
        &["schema", name],
        &["export", "-f", name],
        &["--bogus", name],
        &[name, name, "-X"],
        &["--config", name, &path],
    ] {
        let said = said(command(arguments).output().unwrap());
        let all = said.out + &said.err;
        assert!(!all.contains(is_hostile) && !all.contains("a\nb"), "{arguments:?}: {all}");
    }
    assert!(run(&["check", &path]).out.contains(shown));
    assert!(run(&["list", &path]).err.contains(shown));
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_takes_nothing_is_no_success() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in [&["--help"][..], &["--version"], &["list"], &["export", "-f", "csv"]] {
        let said = said(command(arguments).stdout(full()).output().unwrap());
        assert_eq!(said.code, Some(2), "{arguments:?}");
        assert!(said.err.contains("cannot write"), "{arguments:?}: {}", said.err);
    }
    let said = run(&["export", "-f", "csv", "--output", "/dev/full"]);
    assert!(said.code == Some(2) && said.err.contains("0 bytes were written before"), "{}", said.err);
}

#[test]
#[cfg(unix)]
fn an_export_that_a_signal_ends_leaves_no_file() {
    let (_keep, at) = scratch();
    std::fs::write(at("many.yaml"), "- {date: 2024, title: An event like all others}\n".repeat(60_000))
        .unwrap();
    let files = || std::fs::read_dir(at("")).unwrap().count();
    // Returns whether the signal arrived before the export was done, which a busy machine may miss.
    let ends = |name: &str| {
        let arguments = ["export", &at("many.yaml"), "--output", &at("out.yaml"), "--force"];
        let mut child = command(&arguments).stderr(Stdio::null()).spawn().unwrap();
        while files() < 2 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
        let is_ended = !child.wait().unwrap().success();
        std::fs::remove_file(at("out.yaml")).is_err() && is_ended
    };
    for (number, name) in [(2, "-INT"), (15, "-TERM"), (1, "-HUP")] {
        if is_ignored(number) {
            continue;
        }
        assert!((0..20).any(|_| ends(name)), "no export was ended by {name}");
        assert_eq!(files(), 1, "{name}");
    }
}

/// Whether the tests, and so the program, run with a signal ignored, as under `nohup`: the program heeds that.
#[cfg(unix)]
fn is_ignored(signal: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal - 1) & 1 == 1
}

#[test]
fn the_manual_lists_its_chapters_prints_one_and_finds_a_word() {
    let list = quiet(&["manual"]);
    assert!(list.lines().any(|line| line.starts_with("queries") && line.ends_with("Queries")), "{list}");
    let chapter = quiet(&["manual", "queries"]);
    assert!(chapter.starts_with("# Queries\n") && !chapter.contains("<!--"), "{chapter}");
    let found = quiet(&["manual", "--search", "OSC 52"]);
    assert!(found.lines().all(|line| line.to_lowercase().contains("osc 52")), "{found}");
    assert!(found.starts_with("browser · "), "{found}");
    assert_eq!(run(&["manual", "--search", "no chapter says this"]).code, Some(1));
}

#[test]
fn a_misspelt_chapter_of_the_manual_gets_a_suggestion() {
    let said = run(&["manual", "querys"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("a similar value exists: 'queries'"), "{}", said.err);
}

#[test]
fn what_could_not_be_read_is_said_in_every_answer_and_gives_code_two() {
    let (_keep, at) = scratch();
    let good = at("good.yaml");
    let event = "- {id: a, date: 2024, title: A, actors: [X], effects: [{policy: p, status: on}], sources: [https://a.example]}";
    std::fs::write(&good, format!("policies: {{p: {{title: P}}}}\nevents:\n{event}\n")).unwrap();
    let missing = at("missing.yaml");
    let broken = at("broken.yaml");
    std::fs::write(&broken, "- {date: 2024, title: B}\n- {date: [\n").unwrap();
    for lost in [&missing, &broken] {
        let asked = |words: &[&str]| {
            let said = run(&[words, &[&good, lost]].concat());
            assert_eq!(said.code, Some(2), "{words:?}: {}", said.err);
            let name = if lost == &missing { "missing.yaml" } else { "broken.yaml" };
            let names_it = said.out.replace('\\', "").contains(name);
            assert!(names_it, "{words:?} does not say that {name} could not be read:\n{}", said.out);
        };
        // A format says so by writing its manifest (`Manifest::lines`, `line` or `sentence`).
        for format in formats().iter().map(|format| format.name) {
            asked(&["export", "--format", format]);
        }
        for format in ["table", "json", "jsonl"] {
            asked(&["list", "--format", format]);
        }
        for format in ["table", "md", "json"] {
            asked(&["stats", "--format", format]);
            asked(&["policies", "--on", "2024", "--format", format]);
            asked(&["thread", "a", "--format", format]);
        }
        assert_eq!(run(&["list", "--where", "nothing-of-this", &good, lost]).code, Some(2));
    }
    let without = at("without.yaml");
    std::fs::write(&without, "- {date: 2024, title: A}\n").unwrap();
    assert_eq!(run(&["policies", &without, &missing]).code, Some(2), "also without a policy");
    assert_eq!(run(&["policies", "--where", "nothing-of-this", &good]).code, Some(1));
}

#[test]
fn a_built_in_timeline_is_read_by_its_name() {
    assert_eq!(
        quiet(&["--list-timelines"]),
        "weapons-use    Limits on Ukraine's use of Western weapons (110 events)\n\
         eu-us-tariffs  Tariffs between the United States and the European Union (35 events)\n"
    );
    for command in ["list", "check", "policies", "stats"] {
        let said = run(&[command, "--timeline", "eu-us-tariffs"]);
        assert_eq!((said.code, said.err.contains("error")), (Some(0), false), "{command}: {}", said.err);
    }
    assert!(quiet(&["--timeline", "eu-us-tariffs"]).contains("Turnberry"), "as `list` without a terminal");
    assert!(quiet(&["thread", "turnberry-deal", "--timeline=eu-us-tariffs"]).contains("us-letter-30"));
    let memo = quiet(&["export", "--format", "md", "--timeline", "eu-us-tariffs"]);
    assert!(memo.contains("--timeline=eu-us-tariffs"), "{memo}");
    let said = run(&["list", "--timeline", "eu-us-tarifs"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("similar value exists: 'eu-us-tariffs'"), "{}", said.err);
    assert_eq!(run(&["list", "--timeline", "eu-us-tariffs", "file.yaml"]).code, Some(2));
}

#[test]
#[cfg(target_os = "linux")]
fn what_the_memory_cannot_hold_is_refused_with_both_sizes() {
    let (_keep, path) = scratch();
    std::fs::write(path("short.yaml"), "- {date: 2024, title: a}\n".repeat(2_880_000)).unwrap();
    std::fs::File::create(path("hole.yaml")).unwrap().set_len(3 << 30).unwrap();
    for (name, words) in [
        ("short.yaml", "reading 72 MB needs about 3.2 GB of memory, and the limit of this process leaves "),
        ("hole.yaml", "reading 3.2 GB needs about 19.3 GB of memory, and "),
    ] {
        let mut limited = std::process::Command::new("sh");
        let command = "ulimit -v 1000000; exec \"$0\" check \"$1\"";
        let ran =
            limited.args(["-c", command, env!("CARGO_BIN_EXE_dateline"), &path(name)]).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        assert_eq!(ran.status.code(), Some(2), "{said}");
        assert!(said.contains(words) && said.contains(" MB; "), "{said}");
    }
    std::fs::File::create(path("small-hole.yaml")).unwrap().set_len(3 << 20).unwrap();
    let ran = command(&["check", &path("small-hole.yaml")]).output().unwrap();
    assert!(String::from_utf8_lossy(&ran.stdout).contains("it begins with zeros and is no text"));
}

#[test]
#[cfg(target_os = "linux")]
fn an_export_that_the_memory_cannot_hold_is_refused_and_leaves_no_file() {
    let (_keep, path) = scratch();
    let sources = (0..30).map(|number| format!("\"{number}\"")).collect::<Vec<_>>().join(",");
    let event = format!("{{\"date\":\"2024\",\"title\":\"a\",\"sources\":[{sources}]}}\n");
    std::fs::write(path("cited.jsonl"), event.repeat(20_000)).unwrap();
    let text = "many words ".repeat(90_000);
    let texts = (0..40).map(|number| format!("\"k{number}\":\"{text}\"")).collect::<Vec<_>>().join(",");
    std::fs::write(path("long.jsonl"), format!("{{\"date\":\"2024\",\"title\":\"a\",{texts}}}\n")).unwrap();
    for (name, limit, format) in [
        ("cited.jsonl", 600_000, "csl"),
        ("cited.jsonl", 600_000, "bibtex"),
        ("long.jsonl", 400_000, "json"),
        ("long.jsonl", 400_000, "html"),
    ] {
        let command =
            format!("ulimit -v {limit}; exec \"$0\" export --format {format} --output \"$2\" \"$1\"");
        let (from, to) = (path(name), path("written"));
        let ran = std::process::Command::new("sh")
            .args(["-c", &command, env!("CARGO_BIN_EXE_dateline"), &from, &to])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{name} {format}: {said}");
        let words = format!("the {format} export needs about ");
        assert!(said.contains(&words) && said.contains(" MB; select less"), "{name} {format}: {said}");
        let names = std::fs::read_dir(path("")).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(names.count(), 2, "{name} {format}: no file is left");
    }
}
