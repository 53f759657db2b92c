//! Every hint that says what to write: written, the problem is gone.

use dateline::check::{CodeFilter, check};
use dateline::config::Config;
use dateline::load::load;
use dateline::problem::Problem;
use dateline::problem::codes::codes;
use dateline::tui::keymap::Keymap;

/// For each code whose hint says what to write: a file in which it is found.
const MENDED: &[(&str, &str, &str)] = &[
    ("bad-date", "a.yaml", "- {date: 05/06/2024, title: a}\n"),
    ("bad-query", "a.yaml", "views: {v: 'certianty:confirmed x'}\nevents: []\n"),
    ("bad-query", "a.yaml", "views: {v: 'certainty:confimed'}\nevents: []\n"),
    ("bad-query", "a.yaml", "views:\n  v: x before:2024 y\nevents: []\n"),
    ("bad-query", "a.yaml", "views:\n  v: '!country:us'\nevents: []\n"),
    ("bad-query", "a.yaml", "views:\n  v: year:2024\nevents: []\n"),
    ("bad-query", "a.yaml", "views:\n  v: date:>2024-05\nevents: []\n"),
    ("bad-query", "a.yaml", "views:\n  v: importance>=4\nevents: []\n"),
    ("bad-query", "a.yaml", "views:\n  v: importance:>high\nevents: []\n"),
    ("bad-query", "a.yaml", "views:\n  v: a || b\nevents: []\n"),
    ("bad-setting", "config.yaml", "colour: never\n"),
    ("bad-setting", "config.yaml", "color: nevr\n"),
    ("bad-url", "a.yaml", "- {date: 2024, title: a, sources: [{url: a.example/b}]}\n"),
    ("first-days", "first-days.yaml", ""),
    ("foreign-date", "a.yaml", "- {date: 22 May 2024, title: a}\n"),
    (
        "near-duplicate-actor",
        "a.yaml",
        "actors: {us: {name: United States}}\nevents: [{date: 2024, title: a, actors: [U.S.]}]\n",
    ),
    ("near-kind", "a.yaml", "- {date: 2024, title: a, kind: descision}\n"),
    ("no-timeline", "a.yaml", "evnets:\n  - {date: 2024, title: a}\n"),
    ("unknown-action", "config.yaml", "keys: {serch: ctrl-s}\n"),
    (
        "unknown-actor",
        "a.yaml",
        "actors: {council: {name: The council}}\npolicies: {p: {title: P, owner: counsil}}\nevents: []\n",
    ),
    ("unknown-country", "a.yaml", "- {date: 2024, title: a, countries: [Germny]}\n"),
    ("unknown-key", "a.yaml", "- {date: 2024, title: a, sumary: b}\n"),
    ("unknown-key", "a.yaml", "licence: x\nevents: []\n"),
    ("unknown-key", "a.csv", "date,title,sumary\n2024,a,b\n"),
    (
        "unknown-ladder",
        "a.yaml",
        "ladders: {permission: [a]}\npolicies: {p: {title: P, ladder: permision}}\nevents: []\n",
    ),
    (
        "unknown-link",
        "a.yaml",
        "- {id: a-vote, date: 2024, title: a}\n- {id: b, date: 2024, title: b, links: [{responds-to: a-voet}]}\n",
    ),
    (
        "unknown-policy",
        "a.yaml",
        "policies: {stoves: {title: P}}\nevents: [{date: 2024, title: a, effects: [{policy: stove, status: x}]}]\n",
    ),
    (
        "unknown-source",
        "a.yaml",
        "sources: {memo: {title: M}}\nevents: [{date: 2024, title: a, sources: [meno]}]\n",
    ),
    (
        "unknown-status",
        "a.yaml",
        "ladders: {l: [banned]}\npolicies: {p: {title: P, ladder: l}}\nevents: [{date: 2024, title: a, effects: [{policy: p, status: baned}]}]\n",
    ),
    ("unknown-tag", "a.yaml", "tags: {law: x}\nevents: [{date: 2024, title: a, tags: [laws]}]\n"),
    ("unknown-view", "a.yaml", "opening: mian\nviews: {main: x}\nevents: []\n"),
    ("unknown-word", "a.yaml", "- {date: 2024, title: a, certainty: confimed}\n"),
    ("unknown-code", "a.yaml", "checks: {ignore: [near-knd]}\nevents: []\n"),
    ("wrong-shape", "a.yaml", "- {date: 2024, title: a, sources: [{url: 'https://a.example', weak: yes}]}\n"),
];

/// Codes whose hint, if they have one, says what to do in words.
const IN_WORDS: &[&str] = &[
    "actor-twice",
    "address-twice",
    "alias-bomb",
    "answer-before",
    "bad-key",
    "bad-view",
    "cell-count",
    "clock-order",
    "contradicted-date",
    "date",
    "duplicate-actor",
    "duplicate-id",
    "duplicate-policy",
    "duplicate-source",
    "duplicate-view",
    "early-source",
    "edited-date",
    "edited-title",
    "empty-title",
    "end-before-start",
    "half-dispute",
    "half-effect",
    "half-link",
    "half-review",
    "hostile-text",
    "invisible-character",
    "key-clash",
    "link-circle",
    "link-to-itself",
    "no-actor",
    "no-country",
    "no-date",
    "no-event",
    "no-title",
    "not-a-timeline",
    "not-carried",
    "other-spelling",
    "precision",
    "read-once",
    "repeated-key",
    "skipped",
    "syntax",
    "tag",
    "too-deep",
    "too-large",
    "two-statuses",
    "unclosed",
    "unreadable",
    "was-contradicted",
    "weak-confirmation",
    // Said of the option `--map`, not of a place in the file.
    "no-column",
];

/// Finds everything that is wrong with a text.
fn problems(name: &str, text: &str) -> Vec<Problem> {
    if name == "config.yaml" {
        let (config, problems) = Config::read(name, text);
        return [problems, Keymap::rebound(&config.keys).1].concat();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let mut loaded = load(&[path], &mut std::io::empty());
    check(&mut loaded, CodeFilter::default());
    loaded.problems
}

/// The text with what the hint names first in place of what the problem marks.
fn mended(text: &str, problem: &Problem) -> Option<String> {
    let hint =
        problem.hint.as_deref().filter(|hint| hint.contains("did you mean `") || hint.contains("write `"))?;
    let new = hint.split('`').nth(1)?;
    let line = text.split_inclusive('\n').nth(problem.at.line.checked_sub(1)?)?;
    let before: usize = text.split_inclusive('\n').take(problem.at.line - 1).map(str::len).sum();
    let bytes = |letters: usize| line.chars().take(letters).map(char::len_utf8).sum::<usize>();
    let (start, end) = (problem.at.column - 1, problem.at.column - 1 + problem.at.length);
    Some([&text[..before + bytes(start)], new, &text[before + bytes(end)..]].concat())
}

#[test]
fn what_a_hint_says_to_write_mends_the_problem() {
    let mut wrong = Vec::new();
    for (code, name, text) in MENDED {
        let mut text = match *name {
            "first-days.yaml" => {
                std::fs::read_to_string("tests/data/strangers/yaml/first-days.yaml").unwrap()
            }
            _ => (*text).to_owned(),
        };
        let found = |text: &str| problems(name, text).into_iter().find(|problem| problem.code == *code);
        let Some(first) = found(&text) else {
            wrong.push(format!("{code}: not found in {text}"));
            continue;
        };
        // The first of several alike may be named for all of them.
        for _ in 0..if *code == "first-days" { 20 } else { 1 } {
            match found(&text).as_ref().and_then(|problem| mended(&text, problem)) {
                Some(next) if next != text => text = next,
                _ => break,
            }
        }
        if let Some(still) = found(&text) {
            wrong.push(format!("{}\n{text}{}\n", first.render(false), still.render(false)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_known_to_say_what_to_write_or_not() {
    let says = |code: &str| MENDED.iter().any(|(known, ..)| *known == code);
    let unknown: Vec<&str> = codes().filter(|code| says(code) == IN_WORDS.contains(&&**code)).collect();
    assert_eq!(unknown, [""; 0], "add an input to MENDED, or the code to IN_WORDS");
}

#[test]
fn a_name_that_a_registry_lacks_and_nothing_resembles_is_told_where_to_add_it() {
    for (code, key, text) in [
        (
            "unknown-policy",
            "policies",
            "policies: {p: P}\nevents: [{date: 2024, title: a, effects: [{policy: zoo, status: x}]}]",
        ),
        (
            "unknown-ladder",
            "ladders",
            "ladders: {a: [b]}\npolicies: {p: {title: P, ladder: zoo}}\nevents: [{date: 2024, title: a}]",
        ),
        (
            "unknown-actor",
            "actors",
            "actors: {a: A}\npolicies: {p: {title: P, owner: zoo}}\nevents: [{date: 2024, title: a}]",
        ),
        ("unknown-tag", "tags", "tags: {a: A}\nevents: [{date: 2024, title: a, tags: [zoo]}]"),
        (
            "unknown-source",
            "sources",
            "sources: {a: 'https://a.example'}\nevents: [{date: 2024, title: a, sources: [zoo]}]",
        ),
    ] {
        let problem = problems("a.yaml", text).into_iter().find(|problem| problem.code == code).unwrap();
        assert_eq!(problem.hint, Some(format!("add it under `{key}`")), "{code}");
        let entry = if key == "ladders" { "zoo: [x]" } else { "zoo: 'https://z.example'" };
        let added = text.replacen(&format!("{key}: {{"), &format!("{key}: {{{entry}, "), 1);
        assert!(problems("a.yaml", &added).iter().all(|problem| problem.code != code), "{added}");
    }
    let printed = "- {date: 2024, title: a, sources: ['The Gazette, 12 May']}";
    let hint = problems("a.yaml", printed).remove(0).hint.unwrap();
    assert!(hint.contains("{publisher: …, date: …, title: …}"), "{hint}");
}
