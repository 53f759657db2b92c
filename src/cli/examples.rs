//! Examples at the end of each command's help and of its part of the manual page.

use clap::Command;

/// The commands, the empty name for the browser, each with what somebody might type first.
const EXAMPLES: &[(&str, &[&str])] = &[
    ("", &["dateline", "dateline timeline.yaml --country us", "dateline --view 'Kharkiv decision' --mouse"]),
    (
        "list",
        &[
            "dateline list --country us,gb --from 2024-05",
            "dateline list --where 'kind:decision -tag:nuclear' --reverse --limit 5",
            "dateline list timeline.yaml --format jsonl",
        ],
    ),
    (
        "export",
        &[
            "dateline export --format md --from 2024-05 --to 2024-06",
            "dateline export timeline.yaml --output timeline.html",
            "dateline export --output bars.svg --lanes policy",
        ],
    ),
    (
        "policies",
        &[
            "dateline policies --on 2024-05-31",
            "dateline policies --compare 2024-01-01 --on 2024-12-31",
            "dateline policies --first strikes-in-russia",
        ],
    ),
    (
        "stats",
        &[
            "dateline stats",
            "dateline stats --only lags,silence --top 5",
            "dateline stats timeline.yaml -f json",
        ],
    ),
    (
        "thread",
        &[
            "dateline thread us-authorizes-kharkiv-counterfire",
            "dateline thread us-authorizes-kharkiv-counterfire --only links",
            "dateline thread first-event timeline.yaml --format json",
        ],
    ),
    (
        "import",
        &[
            "dateline import calendar.ics --output timeline.yaml",
            "dateline import events.csv --map date=when,title=what",
            "dateline import events.csv --date-order dmy",
        ],
    ),
    ("check", &["dateline check timeline.yaml", "dateline check data --format json", "dateline check -"]),
    (
        "diff",
        &[
            "dateline diff old.yaml new.yaml",
            "dateline diff HEAD~1:data data --format md",
            "dateline diff --quiet HEAD:data data",
        ],
    ),
    ("schema", &["dateline schema", "dateline schema export", "dateline schema policies"]),
    ("manual", &["dateline manual", "dateline manual queries", "dateline manual --search ladder"]),
    ("completions", &["dateline completions bash", "dateline completions zsh", "dateline completions fish"]),
];

/// Returns the examples of a command.
pub fn of(name: &str) -> &'static [&'static str] {
    EXAMPLES.iter().find(|(command, _)| *command == name).map_or(&[], |(_, examples)| examples)
}

/// Adds the examples to the help of every command.
pub fn add(command: Command) -> Command {
    let ended = |command: Command, examples: &[&str]| {
        let before = command.get_after_help().map(|help| format!("{help}\n\n")).unwrap_or_default();
        command.after_help(format!("{before}Examples:\n  {}", examples.join("\n  ")))
    };
    let command = ended(command, of(""));
    EXAMPLES
        .iter()
        .skip(1)
        .fold(command, |command, (name, examples)| command.mut_subcommand(*name, |sub| ended(sub, examples)))
}
