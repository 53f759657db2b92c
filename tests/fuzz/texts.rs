//! Readers, importers, exporters, queries, the configuration, comparisons and the command line.

use dateline::config::Config;
use dateline::export::{Export, formats};
use dateline::import;
use dateline::load::column_map::ColumnMap;
use dateline::load::{Loaded, builtin, from_texts};
use dateline::model::{Moment, Timeline};
use dateline::query::{Index, Query, Selection};
use dateline::text::is_hostile;

use super::{Dice, campaign};
use crate::cli::{command, scratch};

/// What a mutation puts in: marks of every format, and what terminals and markup trip over.
const SPLICES: [&str; 44] = [
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\"",
    "'",
    ":",
    ": ",
    "- ",
    "#",
    "|",
    ">",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "<<: *a",
    "---\n",
    "\\",
    "\\ud800",
    "\\u001b",
    "\x1b[2J",
    "\u{7f}",
    "\u{85}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\0",
    "é",
    "日",
    "👩\u{200d}🚀",
    "null",
    "2024-13-40",
    "9999999999999",
    "date: ",
    "title: ",
    "BEGIN:VEVENT\n",
    "//",
    "<b>",
    "=1+1",
];

/// Texts of every kind that is read, each with the name that says which.
fn seeds() -> Vec<(&'static str, String)> {
    let read = |path: &str| {
        std::fs::read_to_string(format!("{}/tests/data/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let shipped = builtin().timeline;
    let few = |text: String| text.chars().take(6_000).collect::<String>();
    let mut seeds = vec![
        ("a.yaml", read("torture.yaml")),
        ("a.yaml", read("mistakes.yaml")),
        ("a.json", r#"[{"date": "2024", "title": "A", "k": [1, {"x": null}]}]"#.to_owned()),
        ("a.md", "---\ntitle: A\ndate: 2024-05\n---\nText *of* it.\n".to_owned()),
        ("a.csv", "date,title,x\n2024-05-22,\"A, b\",1\n".to_owned()),
    ];
    for (name, format) in [
        ("a.yaml", "yaml"),
        ("a.jsonl", "jsonl"),
        ("a.csv", "csv"),
        ("a.ics", "ics"),
        ("a.mw", "markwhen"),
        ("a.json", "timelinejs"),
        ("a.html", "html"),
    ] {
        seeds.push((name, few(written(&shipped, format))));
    }
    seeds
}

/// A timeline in a format.
fn written(timeline: &Timeline, format: &str) -> String {
    let index = Index::new(timeline);
    let format = formats().iter().find(|known| known.name == format).unwrap();
    let export = Export::of(timeline, &index, &Selection::default(), &[], format.name);
    let mut bytes = Vec::new();
    (format.write)(&export, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A text with some pieces cut, doubled, moved or put in.
fn mutated(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(4) {
        let at = dice.below(letters.len() + 1);
        let end = (at + dice.below(40)).min(letters.len());
        match dice.below(4) {
            0 => drop(letters.drain(at..end)),
            1 => {
                let piece = letters[at..end].to_vec();
                let to = dice.below(letters.len() + 1);
                letters.splice(to..to, piece);
            }
            _ => {
                let piece: Vec<char> = dice.of(&SPLICES).chars().collect();
                letters.splice(at..at, piece);
            }
        }
    }
    letters.into_iter().collect()
}

fn load(name: &str, text: &str) -> Loaded {
    from_texts(vec![(name.to_owned(), text.as_bytes().to_vec())], true)
}

fn is_harmless(text: &str) -> bool {
    !text.chars().any(is_hostile)
}

/// What holds of everything that was read.
fn holds(loaded: &Loaded) {
    assert_eq!(loaded.errors + loaded.warnings == 0, loaded.problems.is_empty());
    for problem in &loaded.problems {
        let rendered = problem.render(false);
        assert!(is_harmless(&rendered) && rendered.len() < 100_000, "{rendered}");
        assert!(is_harmless(&problem.at.file) && problem.at.quoted.chars().count() <= 160);
    }
    for event in loaded.timeline.events() {
        assert!([&event.id, &event.title, &event.summary].iter().all(|text| is_harmless(text)), "{event:?}");
        assert!(loaded.timeline.find(&event.id).is_some(), "no id finds {event:?}");
    }
}

#[test]
fn fuzz_readers_keep_their_promises() {
    let seeds = seeds();
    campaign("readers", 150, |dice| {
        let (name, seed) = dice.of(&seeds);
        let text = mutated(seed, dice);
        let loaded = load(name, &text);
        holds(&loaded);
        assert_eq!(load(name, &text).problems, loaded.problems, "another reading tells something else");
    });
}

#[test]
fn fuzz_imports_become_timelines_without_an_error() {
    let seeds = seeds();
    campaign("imports", 100, |dice| {
        let (_, seed) = dice.of(&seeds);
        let text = mutated(seed, dice);
        let format = dice.of(import::formats());
        let mut input = text.as_bytes();
        let loaded = import::read(format, &["-".into()], &mut input, &ColumnMap::default());
        holds(&loaded);
        let again = load("a.yaml", &written(&loaded.timeline, "yaml"));
        assert!(!again.is_broken(), "{}: {:?}\n{text}", format.name, again.problems);
        assert_eq!(again.timeline.len(), loaded.timeline.len(), "{}\n{text}", format.name);
    });
}

#[test]
fn fuzz_exports_steer_nothing_and_come_back_equal() {
    let seeds = seeds();
    campaign("exports", 80, |dice| {
        let (name, seed) = dice.of(&seeds);
        let timeline = load(name, &mutated(seed, dice)).timeline;
        let format = dice.of(formats()).name;
        let text = written(&timeline, format);
        let allowed = |c: char| matches!(c, '\r' | '\u{FEFF}');
        assert!(!text.chars().any(|c| is_hostile(c) && !allowed(c)), "{format}: {text}");
        let yaml = written(&timeline, "yaml");
        let again = load("a.yaml", &yaml);
        let titles = |timeline: &Timeline| {
            timeline.events().iter().map(|event| (event.id.clone(), event.title.clone())).collect::<Vec<_>>()
        };
        assert_eq!(titles(&again.timeline), titles(&timeline), "{:?}\n{yaml}", again.problems);
    });
}

#[test]
fn fuzz_printed_queries_parse_to_themselves() {
    const SEEDS: [&str; 8] = [
        "country:us,gb -tag:nuclear",
        "\"storm shadow\" or (kind:law is:dated)",
        "from:2024-05 to:2025~",
        "actor:blinken -(policy:atacms status:banned)",
        "importance>=4",
        "known:2024",
        "id:\"a b\" sources>2",
        "*",
    ];
    campaign("queries", 2_000, |dice| {
        let seed = dice.of(&SEEDS);
        let text = mutated(seed, dice);
        match Query::parse(&text, Moment(0)) {
            Ok(query) => {
                let printed = query.to_string();
                assert_eq!(Query::parse(&printed, Moment(0)).as_ref(), Ok(&query), "{text:?} {printed:?}");
            }
            Err(error) => assert!(is_harmless(&error.render(&text)), "{text:?}"),
        }
    });
}

#[test]
fn fuzz_a_configuration_never_ends_the_program() {
    const SEED: &str = "views: {Mine: country:us}\nkeys: {undo: [U, ctrl-z], search: s, fold-lane: []}\nmouse: true\ncolor: never\nascii: true\nlanes: tag\n";
    campaign("configuration", 500, |dice| {
        let text = mutated(SEED, dice);
        let (_, problems) = Config::read("config.yaml", &text);
        assert!(problems.iter().all(|problem| is_harmless(&problem.render(false))), "{text:?}");
    });
}

#[test]
fn fuzz_a_comparison_finds_nothing_between_equals() {
    let seeds: Vec<_> = seeds().into_iter().filter(|(name, _)| *name == "a.yaml").collect();
    let (_keep, at) = scratch();
    campaign("diff", 8, |dice| {
        let (_, seed) = dice.of(&seeds);
        let [before, after] = ["before.yaml", "after.yaml"].map(|name| {
            std::fs::write(at(name), mutated(seed, dice)).unwrap();
            at(name)
        });
        let code = |old: &str, new: &str| command(&["diff", old, new]).output().unwrap().status.code();
        assert!(matches!(code(&before, &before), Some(0 | 2)), "a state differs from itself");
        assert!(matches!(code(&before, &after), Some(0..=2)));
    });
}

#[test]
fn fuzz_command_lines_end_with_a_code_and_harmless_words() {
    const WORDS: [&str; 34] = [
        "list",
        "export",
        "check",
        "stats",
        "policies",
        "thread",
        "diff",
        "schema",
        "manual",
        "import",
        "-f",
        "json",
        "csv",
        "yaml",
        "--where",
        "country:us",
        "--from",
        "2024",
        "--to",
        "--limit",
        "3",
        "--sort",
        "title",
        "--of",
        "--explain",
        "--no-config",
        "--color",
        "never",
        "a\x1b[2Jb",
        "\u{202e}",
        "-",
        "--",
        "tests/data/mistakes.yaml",
        "HEAD:data",
    ];
    campaign("command line", 25, |dice| {
        let words: Vec<&str> = (0..dice.below(6)).map(|_| *dice.of(&WORDS)).collect();
        let output = command(&words).output().unwrap();
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        let code = output.status.code();
        assert!(matches!(code, Some(0..=2)), "{words:?}: {code:?} {text}");
        assert!(
            !text.contains("panicked") && !text.replace("\r\n", "\n").chars().any(is_hostile),
            "{words:?}: {text}"
        );
    });
}
