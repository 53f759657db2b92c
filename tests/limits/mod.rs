//! What grows with an input grows no faster than the input: a table of n, 2n and 4n for each dimension.
//!
//! `DATELINE_LIMITS=1 cargo test --release --test it limits -- --nocapture` prints the time and the memory of
//! sizes that show it; without the variable the sizes are small, and only that every command ends is shown.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::cli::{command, scratch};

/// A dimension: its name, the extension of its file, the text for a size, and the arguments before the file.
type Dimension = (&'static str, &'static str, fn(usize) -> String, &'static [&'static str]);

/// `n` pieces, each made from its number.
fn each(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

/// An event with something more, in YAML.
fn event(more: &str) -> String {
    format!("- date: 2024\n  title: t\n{more}")
}

const DIMENSIONS: [Dimension; 22] = [
    ("events", "yaml", |n| each(n, |_| event("")), &["check"]),
    (
        "events on one line",
        "json",
        |n| format!("[{}]", vec![r#"{"date":"2024","title":"t","k":1}"#; n].join(",")),
        &["check"],
    ),
    ("lines ended by CR", "yaml", |n| "- {date: 2024, title: t, k: 1}\r".repeat(n), &["check"]),
    (
        "keys of a line",
        "jsonl",
        |n| format!("{{\"date\":\"2024\",\"title\":\"t\"{}}}\n", each(n, |i| format!(",\"k{i}\":1"))),
        &["check"],
    ),
    ("keys of an event", "yaml", |n| event(&each(n, |i| format!("  k{i}: 1\n"))), &["export", "-f", "yaml"]),
    ("repeated keys", "yaml", |n| format!("- {{date: 2024, title: t{}}}\n", ", a: 1".repeat(n)), &["check"]),
    ("dots", "yaml", |n| format!("- {{date: 2024, title: '{}'}}\n", ".".repeat(n)), &["export", "-f", "md"]),
    (
        "colons",
        "yaml",
        |n| format!("- {{date: 2024, title: '{}'}}\n", ":".repeat(n)),
        &["export", "-f", "md"],
    ),
    (
        "a long title",
        "yaml",
        |n| format!("- {{date: 2024, title: '{}'}}\n", "ab c".repeat(n)),
        &["list", "--search", "abx"],
    ),
    (
        "views",
        "yaml",
        |n| {
            format!(
                "views:\n{}events:\n{}",
                each(n, |i| format!("  v{i}: {{query: x, cursor: c{i}}}\n")),
                event("")
            )
        },
        &["check"],
    ),
    (
        "ladders",
        "yaml",
        |n| {
            format!(
                "ladders:\n{}policies:\n{}events:\n{}",
                each(n, |i| format!("  l{i}: [a, b]\n")),
                each(n, |i| format!("  p{i}: {{ladder: l{i}}}\n")),
                event("")
            )
        },
        &["check"],
    ),
    (
        "unknown ladders",
        "yaml",
        |n| {
            format!(
                "ladders: {{l: [a]}}\npolicies:\n{}events:\n{}",
                each(n, |i| format!("  p{i}: {{ladder: m{i}}}\n")),
                event("")
            )
        },
        &["check"],
    ),
    (
        "unknown statuses",
        "yaml",
        |n| {
            format!(
                "ladders: {{l: [{}]}}\npolicies: {{p: {{ladder: l}}}}\nevents:\n{}",
                each(n, |i| format!("s{i}, ")),
                each(n, |i| event(&format!("  effects: [{{policy: p, status: x{i}}}]\n")))
            )
        },
        &["check"],
    ),
    (
        "unknown owners",
        "yaml",
        |n| {
            format!(
                "actors:\n{}policies:\n{}events:\n{}",
                each(n, |i| format!("  a{i}: x\n")),
                each(n, |i| format!("  p{i}: {{owner: b{i}}}\n")),
                event("")
            )
        },
        &["check"],
    ),
    (
        "unknown countries",
        "yaml",
        |n| event(&format!("  countries: [{}]\n", each(n, |i| format!("Atlantis{i}, ")))),
        &["check"],
    ),
    (
        "unknown tags",
        "yaml",
        |n| {
            format!(
                "tags: {{z: z}}\nevents:\n{}",
                event(&format!("  tags: [{}]\n", each(n, |i| format!("t{i}, "))))
            )
        },
        &["check"],
    ),
    (
        "actors of an event",
        "yaml",
        |n| event(&format!("  actors: [{}]\n", each(n, |i| format!("a{i}, ")))),
        &["export", "-f", "csv", "--explode", "actors"],
    ),
    ("aliases", "yaml", |n| format!("- &a {{date: 2024, title: t}}\n{}", "- *a\n".repeat(n)), &["check"]),
    (
        "links",
        "yaml",
        |n| each(n, |i| event(&format!("  id: e{i}\n  links: [{{leads-to: e{}}}]\n", i + 1))),
        &["check"],
    ),
    (
        "lines of Markdown",
        "md",
        |n| format!("---\ndate: 2024\ntitle: t\n---\n{}", "x.: @ www.\n".repeat(n)),
        &["export", "-f", "md"],
    ),
    (
        "properties of markwhen",
        "mw",
        |n| format!("2024: t\n{}", each(n, |i| format!("k{i}: 1\n"))),
        &["import"],
    ),
    (
        "columns of a table",
        "csv",
        |n| format!("date,title{}\n2024,t{}\n", each(n, |i| format!(",c{i}")), ",1".repeat(n)),
        &["list"],
    ),
];

/// The time a command takes, and the most memory it had in kilobytes where the system says so.
fn measured(arguments: &[&str]) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let table = std::fs::read_to_string(&status).unwrap_or_default();
        let kilobytes =
            table.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        peak = kilobytes.and_then(|number| number.parse().ok()).unwrap_or(peak);
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(child.wait().unwrap().code().is_some_and(|code| code <= 2), "{arguments:?}");
    (start.elapsed(), peak)
}

#[test]
fn limits_nothing_grows_faster_than_the_input() {
    let is_whole = std::env::var_os("DATELINE_LIMITS").is_some();
    let (_keep, at) = scratch();
    let sizes: &[usize] = if is_whole { &[10_000, 20_000, 40_000] } else { &[100] };
    let mut steep = Vec::new();
    for (name, extension, text, arguments) in DIMENSIONS {
        let path = at(&format!("a.{extension}"));
        let mut row = Vec::new();
        for n in sizes {
            std::fs::write(&path, text(*n)).unwrap();
            row.push(measured(&[arguments, &[&*path]].concat()));
        }
        let cells: Vec<String> =
            row.iter().map(|(time, peak)| format!("{:7.3} s {:6} kB", time.as_secs_f64(), peak)).collect();
        println!("{name:<24}{}", cells.join("  "));
        let (least, most) = (row[0].0.as_secs_f64(), row[row.len() - 1].0.as_secs_f64());
        // From n to 4n what is linear takes 4 times as long, and a square 16 times.
        steep.extend((most > 1.0 && most > 9.0 * least).then_some((name, most / least)));
    }
    assert!(steep.is_empty(), "{steep:?}");
}
