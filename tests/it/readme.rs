//! README and manual say what is so: their commands run, their outputs, keys and picture are the program's.

#![cfg(unix)]

mod document;
mod picture;

use std::path::Path;

use dateline::export::{Format, formats};
use dateline::load::{builtin, from_text};
use dateline::manual::CHAPTERS;
use dateline::model::field::{
    ACTOR, CLOCKS, DISPUTE, EFFECT, HEAD, Key, MEMBER, OFFICE, PART, POLICY, REVIEW,
};
use dateline::model::{EVENT, SOURCE};
use dateline::problem::codes::CODES;
use dateline::query::QueryField;
use dateline::tui::action::{TABLE, help_of};
use dateline::tui::keymap::spoken;
use dateline::tui::panel::ExportDialog;
use document::{Desk, made_again};
use picture::{browser, browser_on, frame, press, svg};

const README: &str = include_str!("../../README.md");
const REFRESH: &str = "refresh it with DATELINE_UPDATE=1 cargo test, then look at what changed";

/// The picture: what the United States and the United Kingdom did around the proposal, day by day.
const SIZE: (u16, u16) = (120, 34);
const SCENE: &[&str] = &[
    "&",
    "country:us,gb",
    "Enter",
    "t",
    "2024-05-25",
    "Enter",
    "+++++",
    "lllll",
    "/",
    "blinken wants",
    "Enter",
    "Esc",
];

/// Compares a file of the repository with what it should be, or writes it when asked to.
fn keep_fresh(path: &str, made: &str) {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("DATELINE_UPDATE").is_some() {
        std::fs::write(&whole, made).unwrap();
    }
    let there = std::fs::read_to_string(&whole).unwrap_or_default();
    let line = there.lines().zip(made.lines()).position(|(there, made)| there != made);
    let line = line.unwrap_or_else(|| there.lines().count().min(made.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(no more lines)").to_owned();
    let told = format!("{path}:{}\n  is     {}\n  should {}\n{REFRESH}", line + 1, at(&there), at(made));
    assert!(there == made, "{told}");
}

#[test]
fn the_picture_is_what_the_browser_shows() {
    let buffer = frame(&browser(SIZE, SCENE), SIZE);
    let about = "dateline: US and UK events around Blinken's proposal of 22 May 2024";
    keep_fresh("data/screen.svg", &svg(&buffer, about));
}

/// Returns README and chapters by their path, in the order in which a newcomer reads them.
fn documents() -> Vec<(String, String)> {
    let chapters = CHAPTERS.iter().map(|chapter| format!("src/manual/{}.md", chapter.name));
    let paths = std::iter::once("README.md".to_owned()).chain(chapters);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    paths.map(|path| (path.clone(), std::fs::read_to_string(root.join(path)).unwrap())).collect()
}

#[test]
fn commands_outputs_answers_and_keys_are_those_of_the_program() {
    let mut desk = Desk::new();
    // All are made before the first is compared, so that one run refreshes every document.
    let made = documents().into_iter().map(|(path, text)| (path, made_again(&text, &mut desk, part)));
    let made: Vec<(String, String)> = made.collect();
    made.iter().for_each(|(path, made)| keep_fresh(path, made));
}

#[test]
fn the_readme_can_be_read_in_one_sitting() {
    assert!(README.lines().count() <= 300, "{} lines", README.lines().count());
}

fn part(name: &str, lines: &[&str], desk: &mut Desk) -> String {
    match name {
        "keys" => keys(),
        "answers" => answers(lines, desk),
        "formats" => formats_table(),
        "query fields" => query_fields(),
        "fields" => fields(),
        "codes" => codes_table(),
        "policies" => pane(builtin::DEFAULT, (112, 30), "blinken wants"),
        "tariffs" => pane("eu-us-tariffs", (112, 20), "deal on a 15"),
        _ => panic!("nothing makes `{name}`"),
    }
}

/// The key table, a mode at a time in the order of the table.
fn keys() -> String {
    let mut out = String::new();
    let mut before = None;
    for (mode, ways, action) in TABLE {
        if before != Some(*mode) {
            out += &format!("\n**{}**\n\n| keys | what they do |\n| --- | --- |\n", mode.place());
            before = Some(*mode);
        }
        let ways: Vec<String> = ways.iter().map(|keys| format!("`{}`", spoken(keys))).collect();
        out += &format!("| {} | {} |\n", ways.join(" "), help_of(*mode, *action));
    }
    out + "\n"
}

/// Every format of `dateline export`.
fn formats_table() -> String {
    let row = |format: &Format| {
        let ways = format.variants.iter().map(|variant| format!("`{}`", variant.option()));
        format!("| `{}` | {} | {} |\n", format.name, format.about, ways.collect::<Vec<_>>().join(", "))
    };
    let rows: String = formats().iter().map(row).collect();
    format!("| format | what it is good for | also |\n| --- | --- | --- |\n{rows}")
}

/// Every code of a problem.
fn codes_table() -> String {
    let row = |(code, finds): &(&str, &str)| format!("| `{code}` | {finds} |\n");
    format!("| code | what it finds |\n| --- | --- |\n{}", CODES.iter().map(row).collect::<String>())
}

/// Every field that a query can name.
fn query_fields() -> String {
    let row = |field: QueryField| format!("| `{}:` | {} |\n", field.word(), field.about());
    format!("| field | what it asks for |\n| --- | --- |\n{}", QueryField::all().map(row).collect::<String>())
}

/// Every key of the file format, a table for each mapping; without those that only JSON exports write.
fn fields() -> String {
    let is_written = |key: &&Key| !key.about.contains("as JSON exports write");
    let table = |(title, keys): (&str, &[Key])| {
        let row = |key: &Key| format!("| `{}` | {} |\n", key.name, key.about);
        let rows: String = keys.iter().filter(is_written).map(row).collect();
        format!("\n**{title}**\n\n| key | meaning |\n| --- | --- |\n{rows}")
    };
    let tables = [
        ("The head of a file", HEAD),
        ("An event", EVENT),
        ("An entry of `actors` of an event", PART),
        ("An entry of `effects`", EFFECT),
        ("`clocks`", CLOCKS),
        ("An entry of `disputes`", DISPUTE),
        ("An entry of `sources`", SOURCE),
        ("`reviewed`", REVIEW),
        ("An actor of the registry", ACTOR),
        ("An entry of `offices`", OFFICE),
        ("An entry of `members`", MEMBER),
        ("A policy of the registry", POLICY),
    ];
    tables.into_iter().map(table).collect::<String>() + "\n"
}

/// The policies pane of an embedded timeline on the day of an event, as text.
fn pane(timeline: &str, size: (u16, u16), event: &str) -> String {
    let buffer = frame(&browser_on(timeline, size, &["/", event, "Enter", "p"]), size);
    let lines: Vec<String> = (0..size.1).map(|y| crate::keys::line(&buffer, y)).collect();
    format!("```text\n{}\n```\n", lines.join("\n"))
}

/// Rows of question, query or options, and answer; the answer is how many events and the ids of the first.
fn answers(lines: &[&str], desk: &mut Desk) -> String {
    const NAMED: usize = 3;
    let mut out = String::new();
    for line in lines {
        let Some((question, rest)) = line.split_once(" | `") else {
            out += &format!("{line}\n");
            continue;
        };
        let query = rest.split_once('`').unwrap().0;
        let options = if query.starts_with("--") { query.to_owned() } else { format!("--where '{query}'") };
        let table = desk.run(&format!("dateline list --format tsv {options}"));
        let ids: Vec<&str> = table.lines().skip(1).filter_map(|row| row.rsplit('\t').next()).collect();
        assert!(!ids.is_empty(), "{query} has no answer: {table}");
        let named: Vec<String> = ids.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
        let rest = if ids.len() > NAMED { ", …" } else { "" };
        out += &format!("{question} | `{query}` | {}: {}{rest} |\n", ids.len(), named.join(", "));
    }
    out
}

/// The code spans of the walk, row by row, are keys to press and texts to type.
#[test]
fn the_walk_leads_to_the_export_that_the_command_line_makes() {
    let walk = README.split("<!-- walk -->").nth(1).unwrap();
    let mut app = browser((120, 34), &[]);
    let is_row = |line: &&str| line.starts_with("| `");
    let rows = walk.lines().skip_while(|line| !is_row(line)).take_while(is_row);
    for row in rows {
        let keys = row.split(" | ").next().unwrap();
        keys.split('`').skip(1).step_by(2).for_each(|key| press(&mut app, key));
    }
    let Some(dialog) = app.top::<ExportDialog>() else { panic!("the walk does not end in the export") };
    let export = dialog.content.export(&app.browser.data.timeline);
    let ids: Vec<&str> = export.chosen().map(|event| &*event.id).collect();
    let table =
        Desk::new().run("dateline list --format tsv --country us,gb --from 2024-05-13 --to 2024-05-31");
    let listed: Vec<&str> = table.lines().skip(1).filter_map(|row| row.rsplit('\t').next()).collect();
    assert_eq!(ids, listed);
    assert!(README.contains(&export.manifest.command), "the README does not say {}", export.manifest.command);
    assert!(walk.contains(dialog.file.value()), "the README does not say {}", dialog.file.value());
}

#[test]
fn the_example_of_the_format_loads_without_a_problem() {
    let format = include_str!("../../src/manual/format.md");
    let example = format.split("<!-- file: example.yaml -->\n```yaml\n").nth(1).unwrap();
    let loaded = from_text("example.yaml", example.split("```").next().unwrap());
    let told: Vec<String> = loaded.problems.iter().map(|problem| problem.render(false)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(loaded.timeline.len() >= 2);
}

#[test]
fn every_file_of_the_repository_that_readme_and_manual_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_export = |name: &&str| {
        ["data/", "src/", "tests/", ".ci/"].iter().any(|folder| name.starts_with(folder))
            || ["LICENSE", "Cargo.toml", "Cargo.lock"].contains(name)
    };
    let mut named = 0;
    for (path, text) in documents() {
        let spans = text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2));
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let links = links.filter(|link| !link.contains("://") && !link.starts_with('#'));
        for name in spans.filter(is_export).chain(links) {
            assert!(root.join(name).exists(), "{path} names `{name}`");
            named += 1;
        }
    }
    assert!(named > 10, "{named}");
}
