//! A timeline of one's own: begun, added to and renamed by the command line.

use std::path::Path;

use crate::cli::{quiet, run, scratch};

/// A new timeline in a scratch folder.
fn begun(place: &dyn Fn(&str) -> String) -> String {
    let folder = place("stoves");
    let said = run(&["init", &folder, "--title", "Wood stoves", "--policy", "New stoves"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    folder
}

fn texts(folder: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            texts.extend(self::texts(&entry.to_string_lossy()));
        } else {
            texts.push(std::fs::read_to_string(entry).unwrap());
        }
    }
    texts
}

#[test]
fn an_event_is_added_checked_and_renamed_without_an_editor() {
    let (_folder, place) = scratch();
    let folder = begun(&place);
    let event = [
        "--date",
        "2024-05-22",
        "--title",
        "The ban",
        "--policy",
        "new-stoves",
        "--source",
        "https://a.example",
    ];
    let before = texts(&folder);
    let said = run(&[&["add", &folder], &event[..], &["--status", "baned"]].concat());
    assert_eq!(said.code, Some(2));
    assert!(
        said.err.contains("did you mean `banned`?") && said.err.contains("nothing was written"),
        "{}",
        said.err
    );
    let added =
        [&["add", &folder], &event[..], &["--status", "banned", "--actor", "government", "--tag", "laws"]]
            .concat();
    let shown = quiet_but_warned(&[&added[..], &["--dry-run"]].concat());
    assert!(
        shown.contains("- id: the-ban\n    date: 2024-05-22\n")
            && shown.contains("{policy: new-stoves, status: banned}"),
        "{shown}"
    );
    assert_eq!(texts(&folder), before);
    let said = run(&added);
    assert!(
        said.err.contains("did you mean `law`?") && said.err.contains("added `The ban` as `the-ban` at "),
        "{}",
        said.err
    );
    assert_eq!(said.code, Some(0));
    let policies = quiet(&["policies", &folder, "--on", "2025-01-01"]);
    assert!(policies.contains("banned"), "{policies}");
    let dry = quiet(&["rename", "new-stoves", "stoves", &folder, "-n"]);
    assert_eq!(dry.matches("\n+ ").count(), 3, "{dry}");
    let said = run(&["rename", "new-stoves", "stoves", &folder]);
    assert!(
        said.err.contains("the policy `new-stoves` is now `stoves`: 3 places in 3 files"),
        "{}",
        said.err
    );
    assert!(quiet(&["policies", &folder, "--on", "2025-01-01"]).contains("banned"));
    assert_eq!(run(&["rename", "new-stoves", "x", &folder]).code, Some(2));
}

fn quiet_but_warned(arguments: &[&str]) -> String {
    let said = run(arguments);
    assert!(said.err.starts_with("warning[unknown-tag]"), "{}", said.err);
    said.out
}

#[test]
fn importance_and_links_are_checked_before_anything_is_written() {
    let (_folder, place) = scratch();
    let folder = begun(&place);
    let before = texts(&folder);
    let add = |options: &[&str]| {
        run(&[&["add", &folder, "--date", "2024-05-22", "--title", "The ban"], options].concat())
    };
    for (options, wrong) in [
        (["--importance", "7"], "a number from 1 to 5 is expected here, not `7`"),
        (["--importance", "high"], "a number from 1 to 5 is expected here, not `high`"),
        (["--link", "first-event"], "--link takes RELATION:ID"),
        (["--link", "responds-to:"], "--link takes RELATION:ID"),
    ] {
        let said = add(&options);
        assert!(said.code == Some(2) && said.err.contains(wrong), "{}", said.err);
        assert_eq!(texts(&folder), before, "{options:?}");
    }
    let said = add(&["--link", "responds-to:no-such-event", "--dry-run"]);
    assert!(said.err.contains("no-such-event"), "{}", said.err);
    let known = quiet(&["list", &folder, "--format", "jsonl"]);
    let known = known.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap();
    let link = format!("responds-to:{known}");
    let said = add(&["--importance", "4", "--link", &link, "--link", &format!("amends: {known}")]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let written = texts(&folder).concat();
    let links = format!("    links:\n      - responds-to: {known}\n      - amends: {known}\n");
    assert!(written.contains("    importance: 4\n") && written.contains(&links), "{written}");
    assert!(quiet(&["list", &folder, "--where", "importance:4 links:2"]).contains("The ban"));
}

#[test]
fn a_date_in_words_is_written_in_edtf_and_the_id_to_link_to_is_said() {
    let (_folder, place) = scratch();
    let folder = begun(&place);
    let add = |date: &str, options: &[&str]| {
        run(&[&["add", &folder, "--date", date, "--title", "The ban"], options].concat())
    };
    for (date, options, written) in [
        ("May 2024", [].as_slice(), "2024-05"),
        ("05/06/2024", &["--date-order", "dmy"], "2024-06-05"),
        ("05/06/2024", &["--date-order=mdy"], "2024-05-06"),
        ("2024-05-13/2024-05-20", &[], "2024-05-13/2024-05-20"),
    ] {
        let said = add(date, &[options, &["-n"]].concat());
        assert_eq!((said.code, &*said.err), (Some(0), ""), "{date}");
        assert!(said.out.contains(&format!("date: {written}\n")), "{}", said.out);
    }
    let refused = add("05/06/2024", &[]);
    assert!(refused.code == Some(2) && refused.err.contains("`--date-order dmy`"), "{}", refused.err);
    let said = add("2024-05", &[]);
    assert!(said.err.starts_with("added `The ban` as `the-ban` at "), "{}", said.err);
    let said = add("2024-06", &["--link", "responds-to:the-ban,amends:first-event"]);
    assert!(said.err.starts_with("added `The ban` as `the-ban-2` at "), "{}", said.err);
    assert!(texts(&folder).concat().contains("      - responds-to: the-ban\n      - amends: first-event\n"));
}

#[test]
fn an_event_of_another_year_gets_a_file_of_its_own_as_the_first_file_says() {
    let (_folder, place) = scratch();
    let folder = begun(&place);
    let new = Path::new(&folder).join("events/1999.yaml");
    let add = |title: &str, options: &[&str]| {
        run(&[&["add", &folder, "--date", "1999-05-01", "--title", title], options].concat())
    };
    let refused = add("The ban", &["--importance", "9"]);
    assert!(refused.err.contains("1999.yaml:6:") && !new.exists(), "{}", refused.err);
    assert!(add("The ban", &["-n"]).out.contains("events/1999.yaml:3\n") && !new.exists());
    for title in ["The ban", "Its end"] {
        let said = add(title, &[]);
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    let written = std::fs::read_to_string(&new).unwrap();
    let head = "# yaml-language-server: $schema=../.dateline.schema.json\nevents:\n  - id: the-ban\n";
    assert!(written.starts_with(head) && written.contains("\n\n  - id: its-end\n"), "{written}");
    assert_eq!(quiet(&["check", &folder, "--strict"]), "");
}

#[test]
fn a_command_without_a_path_says_that_the_timeline_here_is_not_the_one_it_reads() {
    let (_folder, place) = scratch();
    let folder = begun(&place);
    let at = |arguments: &[&str]| {
        let output = crate::cli::command(arguments).current_dir(&folder).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let with = |command: &[&'static str], more: &[&'static str]| at(&[command, more].concat());
    for command in [&["check"][..], &["list"], &["policies"], &["export", "--format", "jsonl"], &["stats"]] {
        let message = with(command, &[]);
        assert!(
            message.contains("built-in timeline") && message.contains("`.` names"),
            "{command:?}: {message}"
        );
        assert_eq!(with(command, &["."]), "", "{command:?}");
        assert_eq!(with(command, &["--timeline", "weapons-use"]), "", "{command:?}");
    }
    assert_eq!(run(&["check"]).err, "", "no timeline is here");
}

#[test]
fn what_cannot_be_added_to_is_left_as_it_is() {
    let (_folder, place) = scratch();
    std::fs::write(place("a.json"), "{\"events\": []}").unwrap();
    let json = place("a.json");
    for (arguments, wrong) in [
        (["add", &json, "--date=2024", "--title=x"], "is not written as a list of events in YAML"),
        (["add", "-", "--date=2024", "--title=x"], "standard input cannot be changed"),
        (["add", &place("none.yaml"), "--date=2024", "--title=x"], "there is no file"),
        (["add", &json, "--date=2024", "--policy=x"], "each --policy goes with the --status"),
        (["add", &json, "--date=2024", "--tag=x"], "--date and --title say when and what"),
    ] {
        let said = run(&arguments);
        assert!(said.code == Some(2) && said.err.contains(wrong), "{}", said.err);
    }
    assert_eq!(std::fs::read_to_string(Path::new(&json)).unwrap(), "{\"events\": []}");
}

#[test]
fn events_are_found_by_the_file_that_they_are_written_in() {
    let (_folder, place) = scratch();
    let folder = begun(&place);
    std::fs::write(place("stoves/events/older.yaml"), "- {id: old, date: 1999, title: Old}\n").unwrap();
    let found = |query: &str| {
        quiet(&["list", &folder, "--where", query, "--format", "jsonl"]).contains("\"id\":\"old\"")
    };
    for query in [
        "file:older.yaml",
        "file:*older.yaml",
        "file:OLDER",
        "-file:policies.yaml",
        &format!("file:{folder}/events/older.yaml"),
    ] {
        assert!(found(query), "{query}");
    }
    let twice = run(&["check", &folder, &place("stoves/events/older.yaml")]);
    assert!(twice.out.contains("is named twice; it is read once, as `"), "{}", twice.out);
    let said = run(&["list", &folder, "--where", "file:olderr.yaml"]);
    assert!(said.err.contains("no file `olderr.yaml`"), "{}", said.err);
}
