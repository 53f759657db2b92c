//! Timelines to test formats with: every field set, and hostile strings everywhere.

use proptest::prelude::*;

use crate::export::{Export, Manifest};
use crate::model::{
    Actor, ActorNo, Certainty, Clock, Country, Date, Dispute, Effect, Event, EventNo, Head, Ladder, Link,
    Member, Office, Participation, Policy, PolicyNo, Principal, Review, Source, SourceDetails, Tenure, Text,
    Timeline, Value, View,
};

/// Strings that some format or program may misinterpret.
pub const HOSTILE: &[&str] = &[
    "",
    " ",
    " leading",
    "trailing ",
    "\ttab",
    "a\tb",
    "a\nb",
    "\na",
    "a\n",
    "a\n\n",
    "a\n\n\nb",
    "a\n b\nc",
    "a \nb",
    "line\r\nline",
    "\r",
    "NO",
    "no",
    "y",
    "Y",
    "on",
    "off",
    "true",
    "null",
    "~",
    "=",
    "<<",
    "1_000",
    "12:30:45",
    "0o7",
    "0x1F",
    "017",
    "1e3",
    ".inf",
    ".NaN",
    "-.inf",
    "3",
    "3.50",
    "+1",
    "-1",
    "2024-05-22",
    "2024-05-22 10:00:00",
    "0000-00-00",
    "# x",
    "a #b",
    "a# b",
    "a: b",
    "a:b",
    "a:",
    ":",
    ": a",
    "- a",
    "-",
    "--",
    "---",
    "...",
    "--- a",
    "? a",
    "?",
    "!tag",
    "&a",
    "*a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "{a: b}",
    "[a]",
    "a, b",
    "a]b",
    "{",
    "}",
    "]",
    ",",
    "'",
    "''",
    "\"",
    "it's",
    "say \"no\"",
    "a\\nb",
    "\\",
    "C:\\x",
    "\u{FEFF}bom",
    "a\u{85}b",
    "a\u{2028}b",
    "a\u{2029}b",
    "\u{202E}x",
    "\0",
    "\u{1b}[31mred",
    "\u{7f}",
    "\u{9b}31m",
    "\u{FFFE}",
    "\u{FFFF}",
    "\u{1FFFE}",
    "😀",
    "👨‍👩‍👧",
    "Київ",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=HYPERLINK(\"http://x\")",
    "a;=1",
    "a; b",
    "\t=1",
    "＝1",
    "<script>alert(1)</script>",
    "<b>",
    "&lt;",
    "&amp;",
    "a < b",
    "[x](javascript:alert(1))",
    "![x](http://x/y.png)",
    "<javascript:alert(1)>",
    "http://x.example",
    "www.x.example",
    "a@x.example",
    "@user",
    "**b**",
    "_i_",
    "__b__",
    "`code`",
    "~~s~~",
    "| a | b |",
    "|---|",
    "1. x",
    "1) x",
    "+ x",
    "* x",
    "> q",
    "===",
    "a\n===",
    "a\n---",
    "```\nx",
    "[1]: http://x",
    "[^1]",
    "$x$",
    "$$",
    "x^2^",
    "\\[",
    "a  \nb",
    "#x",
    ":smile:",
    "<!-- x",
    "-->",
    "]]>",
    "BEGIN:VEVENT",
    "a\nBEGIN:VEVENT",
];

/// Returns a timeline with a full event, a plain one, and for each hostile string one with it in every text.
pub fn timeline() -> Timeline {
    let mut timeline = registries();
    let mut events = vec![full(&mut timeline), plain()];
    for (index, text) in HOSTILE.iter().enumerate() {
        events.push(hostile(&mut timeline, index, text));
    }
    events.push(Event { id: "undated".into(), title: "Nobody knows when".into(), ..Event::default() });
    timeline.with_events(events)
}

/// Exports all events of a timeline, in its order.
pub fn export(timeline: &Timeline) -> Export<'_> {
    let manifest = Manifest {
        title: timeline.head.title.clone(),
        command: "dateline export --format x 'a b' \u{1b}[31m \n- x".into(),
        query: "every *country*".into(),
        range: "1 May to 30 June 2024".into(),
        shown: timeline.len(),
        total: timeline.len(),
        license: "CC-BY-4.0".into(),
        hash: "00000000deadbeef".into(),
        version: "0.1.0".into(),
        unread: Vec::new(),
        stamp: None,
    };
    let events = (0..timeline.len()).map(|number| EventNo(number as u32)).collect();
    Export { timeline, events, range: None, asked: Vec::new(), manifest, variants: Vec::new() }
}

/// Returns a timeline of one event in which every text is `text`.
pub fn only(text: &str) -> Timeline {
    let mut timeline = registries();
    let event = hostile(&mut timeline, 0, text);
    timeline.with_events(vec![event])
}

/// Generates texts from arbitrary characters, markup of the formats, and the hostile strings.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+*_#>|=~`$!&<>\\[\\](){}:;,.@'\"\\\\ \n\t0-9a-c]{0,30}",
        prop::sample::select(HOSTILE).prop_map(str::to_owned),
        (prop::sample::select(HOSTILE), prop::sample::select(HOSTILE)).prop_map(|(a, b)| format!("{a}{b}")),
    ]
}

fn date(text: &str) -> Option<Date> {
    Date::parse(text).ok()
}

fn registries() -> Timeline {
    let mut timeline = Timeline::default();
    timeline.head = Head {
        title: "Rules: *what* was <allowed>".into(),
        description: "Who allowed what.\nAnd when.".into(),
        license: "CC-BY-4.0".into(),
        opening: "Kharkiv: “no”".into(),
        tags: vec![("atacms".into(), "Missiles: both versions".into()), ("unused".into(), String::new())],
        views: vec![View {
            name: "Kharkiv: “no”".into(),
            query: "country:us -tag:\"a b\" 'x".into(),
            range: date("2024-05~"),
            lanes: "none".into(),
            sort: "-date".into(),
            reverse: true,
            cursor: "2024-05-22".into(),
            extra: vec![("why".into(), Value::text("yes"))],
            ..View::default()
        }],
        extra: vec![("maintainer".into(), Value::text("someone"))],
    };
    let statuses = ["banned", "restricted", "partly permitted", "permitted"];
    let statuses = statuses.map(|status| timeline.words.add(status)).to_vec();
    timeline.ladders = vec![Ladder { name: "permission".into(), statuses }];
    let (person, media) = (timeline.words.add("person"), timeline.words.add("media"));
    let france = Country::from_code("FR");
    let office = Office {
        title: "US Secretary of State".into(),
        principal: Some(Principal::Actor(ActorNo(0))),
        tenure: Tenure { from: date("2021-01-26"), to: date("2025-01-20") },
        extra: vec![("seat".into(), Value::text("Washington"))],
    };
    let envoy =
        Office { title: "Envoy".into(), principal: france.map(Principal::Country), ..Office::default() };
    let member = |country| Member {
        country,
        tenure: Tenure { from: date("1958"), to: None },
        extra: vec![("seat".into(), Value::text("Paris"))],
    };
    timeline.actors = vec![
        Actor {
            id: "us".into(),
            name: "United States".into(),
            registered: true,
            country: Country::from_code("US"),
            ..Actor::default()
        },
        Actor {
            id: "blinken".into(),
            name: "Antony Blinken".into(),
            registered: true,
            kind: Some(person),
            country: Country::from_code("US"),
            aliases: vec!["Tony Blinken".into(), "Blinken, Antony".into()],
            offices: vec![office, envoy],
            extra: vec![("born".into(), Value::Scalar { text: "1962".into(), quoted: false })],
            ..Actor::default()
        },
        Actor {
            id: "nyt".into(),
            name: "The New York Times".into(),
            registered: true,
            kind: Some(media),
            media: true,
            ..Actor::default()
        },
        Actor { id: "A plain: name".into(), name: "A plain: name".into(), ..Actor::default() },
        Actor {
            id: "nobody".into(),
            name: "Nobody".into(),
            registered: true,
            members: france.map(member).into_iter().collect(),
            ..Actor::default()
        },
    ];
    let topic = Some(timeline.words.add("strikes"));
    let owners = vec![ActorNo(0), ActorNo(4)];
    timeline.policies = vec![
        Policy {
            id: "us-weapons".into(),
            title: "US weapons in Russia".into(),
            owners: vec![ActorNo(0)],
            topic,
            ladder: Some(0),
            ..Policy::default()
        },
        Policy { id: "shared".into(), title: "shared".into(), owners, ..Policy::default() },
    ];
    timeline.fingerprint = 0xdead_beef;
    timeline
}

fn plain() -> Event {
    Event {
        id: "plain".into(),
        date: date("-0044"),
        title: "A plain event".into(),
        actors: vec![Participation { actor: ActorNo(0), role: None, extra: Vec::new() }],
        ..Event::default()
    }
}

fn full(timeline: &mut Timeline) -> Event {
    let words = &mut timeline.words;
    let (proposer, reporter) = (Some(words.add("proposer")), Some(words.add("reporter / witness, twice")));
    let part = |number, role| Participation { actor: ActorNo(number), role, extra: Vec::new() };
    let effect = Effect {
        policy: PolicyNo(0),
        status: words.add("restricted"),
        was: Some(words.add("banned")),
        note: "near Kharkiv, only".into(),
        from: date("2024-05-30~"),
        extra: Vec::new(),
    };
    let weak = Source {
        url: "https://example.org/a?b=c&d=(e)|f".into(),
        publisher: Some(words.add("The New York Times")),
        date: date("2024-05-22"),
        title: "Blinken [urges] change".into(),
        weak: true,
        extra: vec![("archived".into(), Value::text("2024"))],
        ..Source::default()
    };
    let primary = Source { title: "A paper nobody put online".into(), primary: true, ..Source::default() };
    let details = SourceDetails {
        id: "memo-2024".into(),
        authors: vec!["Ann Example".into(), "Bob & Sons".into()],
        lang: "en".into(),
        archive: "https://archive.example/memo".into(),
        accessed: date("2024-06-01"),
        quote: "no <limits>, as agreed".into(),
        note: "read in a copy".into(),
    };
    let registered = Source {
        url: "https://example.org/memo".into(),
        date: date("2024-05-21"),
        details: Some(details.into()),
        ..Source::default()
    };
    timeline.sources = vec![registered.clone()];
    Event {
        id: "full".into(),
        date: date("2024-05-22"),
        date_note: "the day of the report".into(),
        title: "Blinken wants to let Ukraine strike inside Russia".into(),
        kind: Some(words.add("report")),
        importance: Some(5),
        summary: "After a visit to Kyiv he proposed it. ".repeat(5).trim_end().into(),
        actors: vec![part(1, proposer), part(0, None), part(2, reporter), part(3, None)],
        countries: Country::from_code("UA").into_iter().collect(),
        tags: vec![words.add("atacms"), words.add("kharkiv-front")],
        effects: vec![effect],
        clocks: vec![
            (Clock::Announced, Date::parse("2024-05-30").unwrap()),
            (Clock::InForce, Date::parse("2024-06").unwrap()),
        ],
        links: vec![Link { relation: words.add("leads-to"), to: "plain".into() }],
        certainty: Some(Certainty::Reported),
        disputes: vec![Dispute {
            says: "nothing had changed".into(),
            sources: vec!["https://example.org/b".into()],
            extra: Vec::new(),
        }],
        sources: vec![weak, primary, registered],
        reviewed: Some(Box::new(Review {
            by: "Cy Reader".into(),
            on: date("2024-06-03"),
            extra: vec![("round".into(), Value::text("2"))],
        })),
        extra: extras(),
        ..Event::default()
    }
}

fn extras() -> Vec<(Text, Value)> {
    let scalar = |text: &str, quoted| Value::Scalar { text: text.into(), quoted };
    vec![
        ("priority".into(), scalar("3", false)),
        ("flag".into(), scalar("true", false)),
        ("label".into(), scalar("3", true)),
        ("ratio".into(), scalar("1.50", false)),
        ("empty".into(), scalar("", false)),
        (
            "nested".into(),
            Value::Map(vec![("list".into(), Value::List(vec![scalar("~", false), Value::List(Vec::new())]))]),
        ),
    ]
}

/// Returns an event in which every text and every word is `text`.
fn hostile(timeline: &mut Timeline, index: usize, text: &str) -> Event {
    let word = timeline.words.add(text);
    let actor = ActorNo(timeline.actors.len() as u32);
    timeline.actors.push(Actor { id: text.into(), name: text.into(), ..Actor::default() });
    let source = Source { url: text.into(), publisher: Some(word), title: text.into(), ..Source::default() };
    Event {
        id: format!("hostile-{index:03}").into(),
        date: date("2024-05/2024-06"),
        date_note: text.into(),
        title: text.into(),
        kind: Some(word),
        summary: text.into(),
        actors: vec![
            Participation { actor, role: Some(word), extra: Vec::new() },
            Participation { actor, role: None, extra: Vec::new() },
        ],
        tags: vec![word],
        effects: vec![Effect {
            policy: PolicyNo(1),
            status: word,
            was: Some(word),
            note: text.into(),
            from: None,
            extra: Vec::new(),
        }],
        links: vec![Link { relation: word, to: text.into() }],
        certainty: Some(Certainty::Disputed),
        disputes: vec![Dispute { says: text.into(), sources: vec![text.into()], extra: Vec::new() }],
        sources: vec![source],
        reviewed: Some(Box::new(Review { by: text.into(), on: None, extra: Vec::new() })),
        extra: vec![
            (format!("x{text}").into(), Value::text(text)),
            ("list".into(), Value::List(vec![Value::text(text)])),
        ],
        ..Event::default()
    }
}
