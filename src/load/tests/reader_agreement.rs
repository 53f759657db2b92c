//! Property tests on random YAML: a text parsed in pieces gives the same as parsed whole, and an independent
//! parser finds the same values.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_yaml::Value as Other;

use crate::load::documents::{read_whole, read_yaml};
use crate::load::files::{File, FileKind};
use crate::load::read::Reading;
use crate::load::yaml::{self, Node, NodeKind as Sort};
use crate::load::{ColumnMap, Progress, Resolver, assemble, read_plain};
use crate::problem::{Problem, Span};

/// Words that mean something in YAML or look like it.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-zé東]{1,6}",
        1 => select(vec!["- x", "-", "#x", "a#b", "NO", "~", "2024", "1_000", "it's", "x:y", "events", "---", "*", "&"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

/// A value after a key: plain, in quotes over several lines, as a block, empty.
fn scalar(indent: usize) -> impl Strategy<Value = String> {
    let pad = " ".repeat(indent);
    let fold = format!("\n{pad}");
    let blank = format!("\n\n{pad}");
    let double = |text: String| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let single = |text: String| format!("'{}'", text.replace('\'', "''"));
    let block = (select(vec!["|", ">", "|-", ">-", "|+", ">+", "|2-"]), prop::collection::vec(words(), 1..4));
    let deep = " ".repeat(indent);
    let block = block.prop_map(move |(style, lines)| {
        let style = if style == "|2-" { "|" } else { style };
        let lines = lines.iter().map(|line| format!("\n{deep}{line}")).collect::<Vec<_>>().concat();
        format!("{style}{lines}")
    });
    let over = (words(), words(), select(vec![fold.clone(), blank.clone()]));
    let over_lines = (over, any::<bool>()).prop_map(move |((a, b, between), double_quoted)| {
        if double_quoted { double(format!("{a}{between}{b}")) } else { single(format!("{a}{between}{b}")) }
    });
    let escaped = words().prop_map(move |text| format!("\"{text}\\n\\u00e9\\\n{pad}  x\""));
    prop_oneof![
        4 => "[a-zé東][a-z0-9 ]{0,12}[a-z]",
        1 => ("[a-z]{1,5}", "[a-z]{1,5}").prop_map(move |(a, b)| format!("{a}{fold}{b}")),
        2 => words().prop_map(double),
        2 => words().prop_map(single),
        2 => over_lines,
        1 => escaped,
        2 => block,
        1 => Just(String::new()),
        1 => Just("text  # a comment".to_owned()),
    ]
}

fn event(indent: usize) -> impl Strategy<Value = String> {
    let pad = " ".repeat(indent);
    let inner = " ".repeat(indent + 2);
    let date = select(vec!["2024-05-22", "2024-05~", "'2023'", "\"2024-05-01/..\""]);
    let more = prop_oneof![
        3 => scalar(indent + 4).prop_map(|text| format!("summary: {text}")),
        1 => Just("tags: [a, 'b', \"c d\"]".to_owned()),
        1 => Just(format!("tags:\n{inner}- a\n{inner}- b c")),
        1 => Just(format!("actors:\n{inner}  - {{actor: us, role: x}}\n{inner}  - actor: y\n{inner}    role: z")),
        1 => Just(format!("# between\n{inner}note: kept")),
        1 => Just(format!("\n{inner}kind: report")),
        1 => Just("sources: [https://a.example,\n      {url: 'https://b.example'}]".to_owned()),
        1 => Just("kind: &k report".to_owned()),
    ];
    let keys = prop::collection::btree_map("[a-z]{3}", scalar(indent + 4), 0..2);
    let block = (date.clone(), scalar(indent + 4), more, keys, select(vec!["- ", "-\n", "-   ", "- &e\n"]));
    let block = block.prop_map({
        let (pad, inner) = (pad.clone(), inner.clone());
        move |(date, title, more, keys, dash)| {
            let (dash, first) = match dash {
                "-   " => ("-   ".to_owned(), format!("{pad}    ")),
                dash if dash.ends_with('\n') => (format!("{dash}{inner}"), inner.clone()),
                dash => (dash.to_owned(), inner.clone()),
            };
            // Lines of a value may be indented deeper than those of its mapping; keys may not.
            let more = if first == inner { format!("{first}{more}\n") } else { String::new() };
            let keys = keys.iter().map(|(key, value)| format!("{first}x{key}: {value}\n"));
            let keys = keys.collect::<Vec<_>>().concat();
            format!("{pad}{dash}date: {date}\n{first}title: {title}\n{more}{keys}")
        }
    });
    let flow = (date, "[a-z ]{1,8}[a-z]").prop_map(move |(date, title)| {
        format!("{pad}- {{date: {date}, title: \"{title}\",\n{inner}  tags: [x, y]}} # flow\n")
    });
    prop_oneof![5 => block, 1 => flow, 1 => Just("# a comment\n\n  # another\n".to_owned())]
}

/// A file: a head, events, keys after them, further documents, either kind of line end.
fn text() -> impl Strategy<Value = String> {
    let head = select(vec![
        "",
        "title: T\n",
        "# c\n\ntitle: >-\n  folded\n  text\nactors:\n  us: {name: US}\n",
        "---\n",
        "---\ntitle: 'x'\n",
        "%YAML 1.2\n---\n",
        "title: \"over\n  lines\"\n",
    ]);
    let events =
        |indent: usize| prop::collection::vec(event(indent), 1..6).prop_map(|events| events.concat());
    let listed = (select(vec![0, 2, 3]), any::<bool>()).prop_flat_map(move |(indent, bare)| {
        events(if bare { 0 } else { indent }).prop_map(move |events| (bare, events))
    });
    let tail = select(vec![
        "",
        "",
        "license: CC0\n",
        "# the end",
        "...\n",
        "---\n- {date: 2024, title: second}\n",
        "\t\n",
        "policies:\n  p: {title: P}\n",
    ]);
    (
        head,
        listed,
        tail,
        select(vec!["\n", "\n", "\r\n"]),
        select(vec!["events:\n", "events: # all\n", "events:\n\n"]),
    )
        .prop_map(|(head, (bare, events), tail, end, key)| {
            let text = if bare { format!("{events}{tail}") } else { format!("{head}{key}{events}{tail}") };
            text.replace('\n', end)
        })
}

/// A text with one character changed, inserted or removed, which may change or break it.
fn damaged() -> impl Strategy<Value = String> {
    let with = select(vec![
        "",
        "\t",
        " ",
        "  ",
        "\n",
        "\"",
        "'",
        "- ",
        ":",
        "#",
        "&a ",
        "*a",
        "|",
        "{",
        "]",
        "events:\n",
        "---\n",
    ]);
    (text(), any::<Index>(), with, any::<bool>()).prop_map(|(text, at, with, take)| {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let at = places[at.index(places.len())];
        let rest: String = text[at..].chars().skip(usize::from(take)).collect();
        format!("{}{with}{rest}", &text[..at])
    })
}

fn file(text: &str) -> File {
    File::of("a.yaml".into(), text.to_owned(), FileKind::Yaml)
}

/// Returns everything that was read from `text`, with spans. Trailing white space is trimmed from spans: the
/// parser counts the indent of the next event as part of a block at the end of an event.
fn found(text: &str, reading: &Reading) -> (Vec<String>, Vec<String>, Vec<String>) {
    let place = |span: Span| (span.start, text[..span.end as usize].trim_end().len());
    let events = reading.chunks.iter().flat_map(|chunk| {
        let name = |number: usize| chunk.words.nth(number).to_owned();
        chunk.events.iter().zip(&chunk.pending.ids).map(move |(event, span)| {
            let tags: Vec<String> = event.tags.iter().map(|tag| name(tag.index())).collect();
            let kind = event.kind.map(|kind| name(kind.index()));
            format!(
                "{:?} {} {:?} {} {} {kind:?} {tags:?} {} {} {:?}",
                place(*span),
                event.id,
                event.date,
                event.title,
                event.summary,
                event.actors.len(),
                event.sources.len(),
                event.extra
            )
        })
    });
    let heads = reading.heads.iter().flat_map(Node::pairs).filter(|(key, _)| key.text() != Some("events"));
    let problems =
        reading.problems.iter().chain(reading.chunks.iter().flat_map(|chunk| chunk.problems.iter()));
    let rendered = |problem: &Problem<Span>| {
        format!(
            "{:?} {:?}",
            place(problem.at),
            (problem.severity, problem.code, &problem.message, &problem.hint)
        )
    };
    let mut problems: Vec<String> = problems.map(rendered).collect();
    problems.sort();
    (events.collect(), heads.map(|pair| format!("{pair:?}")).collect(), problems)
}

/// Whether the other parser has the same value. Values that are neither text nor structure only have to be
/// unquoted.
fn agrees(ours: &Node, theirs: &Other) -> bool {
    match (&ours.kind, theirs) {
        (Sort::List(ours), Other::Sequence(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| agrees(ours, theirs))
        }
        (Sort::Map(ours), Other::Mapping(theirs)) => {
            let same = |((key, ours), (other, theirs)): (&(Node, Node), (&Other, &Other))| {
                agrees(key, other) && agrees(ours, theirs)
            };
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(same)
        }
        (Sort::Scalar { text, .. }, Other::String(theirs)) => text == theirs,
        (Sort::Scalar { quoted, .. }, Other::Null | Other::Bool(_) | Other::Number(_)) => !quoted,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_text_cut_at_its_events_is_the_text_read_whole(text in prop_oneof![2 => text(), 1 => damaged()]) {
        let file = file(&text);
        let whole = read_whole(0, &file, &ColumnMap::default());
        if !whole.has_fault() {
            let read = read_yaml(0, &file, &ColumnMap::default(), &Progress::default());
            prop_assert_eq!(found(&text, &read), found(&text, &whole));
        }
        // A timeline is built even from a broken text, and nothing panics.
        let loaded = assemble(&[file], Vec::new(), Resolver::default(), read_plain);
        prop_assert!(loaded.timeline.len() <= text.matches("title").count());
    }

    /// Only for undamaged texts, since parsers differ on broken ones: one takes `&a:` for an anchor, the
    /// other not.
    #[test]
    fn another_reader_of_yaml_finds_the_same_values(text in text()) {
        let read = yaml::read(&text, 0);
        let (None, [ours]) = (&read.fault, &read.documents[..]) else { return Ok(()) };
        if read.hostile.is_empty() && read.repeated.is_empty() && let Ok(theirs) = serde_yaml::from_str::<Other>(&text) {
            prop_assert!(agrees(ours, &theirs), "{ours:#?}\n{theirs:#?}");
        }
    }
}

/// Guards against vacuous properties: most random texts must be readable.
#[test]
fn most_random_texts_are_read_by_both() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut cut, mut both) = (0, 0);
    for _ in 0..200 {
        let text = text().new_tree(&mut runner).unwrap().current();
        let read = yaml::read(&text, 0);
        let ours = read.fault.is_none() && read.documents.len() == 1;
        both += usize::from(ours && serde_yaml::from_str::<Other>(&text).is_ok());
        cut += usize::from(crate::load::split::cut(&text).is_some() && read.fault.is_none());
    }
    assert!(both > 100 && cut > 100, "{both} of 200 are read by both, {cut} are cut");
}
