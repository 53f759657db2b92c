//! What changed: two files, or a file and how it was in git, told to a person and to a program.

use std::fs;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::fits;

const OLD: &str = "\
title: Stoves
actors: {aland: {name: Town of Aland, country: DE}}
policies: {stoves: {title: New stoves, owner: aland}}
events:
  - id: ban
    date: 2024-05~
    title: Aland bans new wood stoves
    certainty: reported
    effects: [{policy: stoves, status: banned}]
    sources: [https://courier.example/stoves]
  - {id: hearing, date: 2025-01, title: Aland hears its residents}
  - {date: 2023, title: The council is asked to act}
";

const NEW: &str = "\
title: Stoves
actors: {aland: {name: Town of Aland, country: DE}}
policies: {stoves: {title: New stoves, owner: aland}}
events:
  - {date: 2023-11, title: The council is asked to act}
  - id: ban
    date: 2024-05-30
    title: Aland bans new wood stoves
    certainty: confirmed
    effects: [{policy: stoves, status: restricted, note: old stoves stay}]
    sources:
      - https://courier.example/stoves
      - {url: 'https://aland.example/17', publisher: Town of Aland, date: 2024-06-02, primary: true}
  - {id: appeal, date: 2024-07-01, title: Three owners go to court}
";

const TOLD: &str = "\
~ 2023-11-the-council-is-asked-to-act  The council is asked to act
    date sharpened: 2023 → 2023-11
~ ban  Aland bans new wood stoves
    date sharpened: 2024-05~ → 2024-05-30
    effect changed: stoves: status banned → restricted; note added old stoves stay
    certainty changed: reported → confirmed
    source added: Town of Aland, 2024-06-02, https://aland.example/17, primary
+ appeal  2024-07-01  Three owners go to court
- hearing  2025-01  Aland hears its residents
1 added, 1 removed, 2 changed
";

/// A folder, perhaps a repository, to run commands in.
struct Desk(TempDir);

/// Code, standard output, standard error.
type Said = (Option<i32>, String, String);

fn said(output: &Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        fs::write(self.at(name), text).unwrap();
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null()).env_remove("NO_COLOR");
        // The tests' own repository and nobody's settings.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_CEILING_DIRECTORIES", self.0.path().parent().unwrap());
        command
    }

    fn diff_below(&self, folder: &str, arguments: &[&str]) -> Said {
        let mut command = self.command(env!("CARGO_BIN_EXE_dateline"), &[&["diff"], arguments].concat());
        let said = said(&command.current_dir(self.at(folder)).output().unwrap());
        for text in [&said.1, &said.2] {
            assert!(!text.contains('\x1b') && !text.contains('\u{202e}'), "{arguments:?}: {text}");
            assert!(!text.contains("panicked"), "{arguments:?}: {text}");
        }
        said
    }

    fn diff(&self, arguments: &[&str]) -> Said {
        self.diff_below("", arguments)
    }

    /// Runs git here; `None`, and a line that says so, where there is none.
    fn git(&self, arguments: &[&str]) -> Option<String> {
        let mut command = self.command("git", arguments);
        for name in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{name}_NAME"), "Somebody");
            command.env(format!("GIT_{name}_EMAIL"), "somebody@example.org");
            command.env(format!("GIT_{name}_DATE"), "2024-05-22T12:00:00Z");
        }
        match command.output() {
            Ok(output) => {
                assert!(output.status.success(), "git {arguments:?}: {}", said(&output).2);
                Some(said(&output).1)
            }
            Err(error) => {
                eprintln!("skipped, since git cannot be run here: {error}");
                None
            }
        }
    }

    /// A repository whose first state is committed.
    fn repository(files: &[(&str, &str)]) -> Option<Self> {
        let desk = Self::new();
        desk.git(&["init", "--quiet", "--initial-branch=main"])?;
        files.iter().for_each(|(name, text)| desk.write(name, text));
        desk.git(&["add", "--all"])?;
        desk.git(&["commit", "--quiet", "--message=First"])?;
        Some(desk)
    }
}

#[test]
fn the_changes_between_two_files_are_told_in_words_with_the_code_of_a_diff() {
    let desk = Desk::new();
    desk.write("old.yaml", OLD);
    desk.write("new.yaml", NEW);
    assert_eq!(desk.diff(&["old.yaml", "new.yaml"]), (Some(1), TOLD.to_owned(), String::new()));
    assert_eq!(desk.diff(&["old.yaml", "old.yaml"]), (Some(0), String::new(), String::new()));
    assert_eq!(desk.diff(&["-q", "old.yaml", "new.yaml"]), (Some(1), String::new(), String::new()));
    desk.write("folder/a.yaml", OLD);
    assert_eq!(desk.diff(&["folder", "old.yaml"]).0, Some(0), "a file and a directory may say the same");
}

#[test]
fn a_state_of_git_is_read_like_the_files_it_holds() {
    let (head, events) = OLD.split_once("events:").unwrap();
    let files = [
        ("data/stoves/timeline.yaml", head),
        ("data/stoves/events/a.yaml", &*format!("events:{events}")),
        ("data/stoves/events/2022-01-02-note.md", "---\ntitle: A note\n---\nIts text\n"),
        ("data/stoves/.hidden.yaml", "- {date: 2024, title: Hidden}\n"),
        ("data/stoves/readme.txt", "not read"),
        ("data/odd name/ü \"q\".yaml", "- {date: 2024, title: Odd}\n"),
    ];
    let Some(desk) = Desk::repository(&files) else { return };
    let same = (Some(0), String::new(), String::new());
    assert_eq!(desk.diff(&["HEAD:data/stoves", "data/stoves"]), same);
    assert_eq!(desk.diff(&["HEAD:data/stoves/", "main:data/stoves"]), same);
    assert_eq!(desk.diff(&["HEAD:", "."]), same);
    assert_eq!(desk.diff(&["HEAD:data/odd name/ü \"q\".yaml", "data/odd name"]), same);
    assert_eq!(desk.diff_below("data", &["HEAD:./stoves", "stoves"]), same);
    assert_eq!(desk.diff_below("data", &["HEAD:.", "."]), same);

    let (head, events) = NEW.split_once("events:").unwrap();
    desk.write("data/stoves/timeline.yaml", head);
    desk.write("data/stoves/events/a.yaml", &format!("events:{events}"));
    let told = (Some(1), TOLD.to_owned(), String::new());
    assert_eq!(desk.diff(&["HEAD:data/stoves", "data/stoves"]), told);
    desk.git(&["commit", "--quiet", "--all", "--message=Second"]);
    assert_eq!(desk.diff(&["HEAD~1:data/stoves", "HEAD:data/stoves"]), told);
    assert_eq!(desk.diff(&["HEAD^{/First}:data/stoves", "data/stoves"]), told);

    desk.write("HEAD:data/stoves", OLD);
    let from_file = desk.diff(&["HEAD:data/stoves", "data/stoves"]);
    assert!(from_file.1.contains("+ 2022-01-02-a-note"), "the file of this name wins: {}", from_file.1);
}

#[test]
fn what_git_cannot_give_is_said_with_what_was_meant() {
    let Some(desk) = Desk::repository(&[("data/a.yaml", OLD), ("text/a.txt", "x")]) else { return };
    for (arguments, words) in [
        (&["HAED:data", "data"][..], &["no revision `HAED`", "did you mean `HEAD`?"][..]),
        (&["mian:data", "data"], &["`mian`", "did you mean `main`?"]),
        (&["HEAD:dta", "data"], &["dta", "HEAD"]),
        (&["HEAD:text", "data"], &["there is no .yaml", "HEAD:text"]),
        (&["HEAD:data"], &["OLD and NEW", "`dateline diff HEAD:data data`"]),
        (&["data"], &["OLD and NEW", "HEAD:data data"]),
        (&["--", "--output=x:y", "data"], &["is no revision"]),
        (&["--", "-:y", "data"], &["is no revision"]),
        (&["HEAD\x1b[2J:a", "data"], &["no revision"]),
        (&["no/such.yaml", "data"], &["no/such.yaml", "there is no file"]),
        (&["-", "-"], &["standard input"]),
    ] {
        let (code, out, err) = desk.diff(arguments);
        assert_eq!((code, &*out), (Some(2), ""), "{arguments:?}: {err}");
        assert!(words.iter().all(|word| err.contains(word)), "{arguments:?}: {err}");
    }
    let (_, _, err) = desk.diff_below("data", &["HEAD:a.yaml", "a.yaml"]);
    assert!(err.contains("write `HEAD:./a.yaml`"), "{err}");
    assert!(fs::read_dir(desk.at("")).unwrap().count() == 3, "nothing was written");

    let outside = Desk::new();
    outside.write("a.yaml", OLD);
    let (code, _, err) = outside.diff(&["HEAD:a.yaml", "a.yaml"]);
    assert!(code == Some(2) && err.contains("not a git repository"), "{err}");
    let mut alone = outside.command(env!("CARGO_BIN_EXE_dateline"), &["diff", "HEAD:a.yaml", "a.yaml"]);
    let (code, _, err) = said(&alone.env("PATH", outside.0.path()).output().unwrap());
    assert!(code == Some(2) && err.contains("not installed"), "{err}");
}

#[test]
#[cfg(unix)]
fn a_link_in_a_revision_is_passed_over_and_told() {
    let Some(desk) = Desk::repository(&[("data/a.yaml", OLD)]) else { return };
    std::os::unix::fs::symlink("a.yaml", desk.at("data/b.yaml")).unwrap();
    desk.git(&["add", "--all"]);
    desk.git(&["commit", "--quiet", "--message=A link"]);
    let (code, _, err) = desk.diff(&["HEAD:data", "data/a.yaml"]);
    assert_eq!((code, err.lines().count()), (Some(0), 1), "{err}");
    assert!(err.contains("`HEAD:data/b.yaml` is a link"), "{err}");
}

#[test]
fn what_cannot_be_read_is_never_told_as_removed() {
    let desk = Desk::new();
    desk.write("old.yaml", OLD);
    desk.write("broken.yaml", &NEW.replace("title: Three", "title: [Three"));
    let (code, out, err) = desk.diff(&["old.yaml", "broken.yaml"]);
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(err.contains("cannot be read whole"), "{err}");
    desk.write("slip.yaml", &OLD.replace("date: 2025-01", "date: 01/2025"));
    let (code, out, err) = desk.diff(&["old.yaml", "slip.yaml"]);
    assert!(code == Some(1) && out.contains("date changed: 2025-01 → 01/2025"), "{out}");
    assert!(err.contains("slip.yaml:11") && err.contains("1 error in `slip.yaml`"), "{err}");
}

#[test]
fn hostile_text_is_shown_and_steers_nothing_in_any_format() {
    let desk = Desk::new();
    desk.write(
        "a.yaml",
        "- {id: a, date: 2024, title: \"a\\e[2Jb\", note: \"\\u202Ex | y\"}\n- {id: b, title: Gone}\n",
    );
    desk.write("b.yaml", "- {id: a, date: 2024, title: \"a\\e[31mb\", \"k\\e[2J\": \"\\u009b1m\"}\n");
    desk.write("\u{202e}.yaml", "- {id: a, date: 2024, title: a}\n");
    for format in ["text", "table", "md", "csv", "json"] {
        let (code, out, _) = desk.diff(&["--format", format, "a.yaml", "b.yaml"]);
        assert!(code == Some(1) && out.contains('␛'), "{format}: {out}");
        desk.diff(&["--format", format, "\u{202e}.yaml", "b.yaml"]);
    }
    let mut colored =
        desk.command(env!("CARGO_BIN_EXE_dateline"), &["diff", "a.yaml", "b.yaml", "--color", "always"]);
    let out = said(&colored.output().unwrap()).1;
    let bare = ["\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"]
        .iter()
        .fold(out.clone(), |out, code| out.replace(code, ""));
    assert!(out.contains("\x1b[33m~ a") && !bare.contains('\x1b'), "{out}");
}

#[test]
fn a_program_gets_old_and_new_values_in_full_as_the_schema_says() {
    let desk = Desk::new();
    desk.write("old.yaml", OLD);
    let renamed = OLD.replace("id: ban\n", "id: stove-ban\n    3: 4\n    none: ~\n");
    desk.write("new.yaml", &renamed.replace("date: 2023,", "date: 2023-11,"));
    let answer: Value =
        serde_json::from_str(&desk.diff(&["old.yaml", "new.yaml", "--format", "json"]).1).unwrap();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/weapons-use");
    let removed = desk.diff(&[shipped, "new.yaml", "-f", "json"]).1;
    fits(&answer, "diff");
    fits(&serde_json::from_str(&removed).unwrap(), "diff");

    assert_eq!(answer["schema"], "dateline/diff/1");
    assert_eq!(answer["counts"], json!({"added": 0, "removed": 0, "renamed": 1, "changed": 1}));
    let changes = answer["changes"].as_array().unwrap();
    let ban = changes.iter().find(|change| change["id"] == "stove-ban").unwrap();
    assert_eq!((&ban["change"], &ban["was"]), (&json!("renamed"), &json!("ban")));
    let field =
        |key: &str| ban["fields"].as_array().unwrap().iter().find(|field| field["key"] == key).unwrap();
    assert_eq!(field("id"), &json!({"key": "id", "old": "ban", "new": "stove-ban"}));
    assert_eq!(field("3"), &json!({"key": "3", "new": 4}));
    assert_eq!(field("none"), &json!({"key": "none", "new": null}));
    let note = json!({"about": "date", "change": "sharpened", "words": "2023 → 2023-11"});
    assert_eq!(changes[0]["notes"], json!([note]));

    desk.write("later.yaml", NEW);
    let (_, later, _) = desk.diff(&["old.yaml", "later.yaml", "-f", "json"]);
    let source = json!({
        "url": "https://aland.example/17",
        "publisher": "Town of Aland",
        "date": "2024-06-02",
        "primary": true,
    });
    let later: Value = serde_json::from_str(&later).unwrap();
    let fields = later["changes"][1]["fields"].as_array().unwrap();
    let sources = fields.iter().find(|field| field["key"] == "sources").unwrap();
    assert_eq!((&sources["new"][1], sources["old"].as_array().unwrap().len()), (&source, 1));
}

#[test]
fn a_table_has_a_row_for_each_thing_to_say() {
    let desk = Desk::new();
    desk.write("old.yaml", OLD);
    desk.write("new.yaml", NEW);
    let (_, csv, _) = desk.diff(&["old.yaml", "new.yaml", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["change", "what", "id", "about", "how", "words"]);
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows.len(), 7, "{rows:?}");
    assert_eq!(rows[3], ["changed", "event", "ban", "certainty", "changed", "reported → confirmed"]);
    let (_, table, _) = desk.diff(&["old.yaml", "new.yaml", "--format", "table"]);
    assert!(table.ends_with("1 added, 1 removed, 2 changed\n"), "{table}");
}
