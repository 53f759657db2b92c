//! Formats for problems: annotations of GitHub, and SARIF for code scanning.

use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::problem::codes::meaning;
use crate::problem::{Problem, Severity};
use crate::text::sanitize;

/// The characters percent-encoded in the path of a URI (RFC 3986, section 3.3).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes a workflow command for each problem, which GitHub shows as an annotation of its line.
pub fn github(problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
    for problem in problems {
        let (at, level) = (&problem.at, level(problem));
        let place = match at.line {
            0 => String::new(),
            line => format!(",line={line},col={},endColumn={}", at.column, at.column + at.length),
        };
        let (file, message) = (property(&at.file), data(&problem.to_string()));
        writeln!(out, "::{level} file={file}{place},title={}::{message}", problem.code)?;
    }
    Ok(())
}

/// Writes the problems in SARIF 2.1.0.
pub fn sarif(problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
    let mut codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .into_iter()
        .map(|code| json!({"id": code, "shortDescription": {"text": meaning(code).unwrap_or(code)}}))
        .collect();
    let driver = json!({"name": "dateline", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let run = json!({
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": problems.iter().map(result).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    writeln!(out, "{log:#}")
}

fn result(problem: &Problem) -> Value {
    let at = &problem.at;
    let mut place = json!({"artifactLocation": {"uri": utf8_percent_encode(&at.file, PATH).to_string()}});
    if at.line > 0 {
        let end = at.column + at.length;
        place["region"] = json!({"startLine": at.line, "startColumn": at.column, "endColumn": end});
    }
    json!({
        "ruleId": problem.code,
        "level": level(problem),
        "message": {"text": problem.to_string()},
        "locations": [{"physicalLocation": place}],
    })
}

fn level(problem: &Problem) -> &'static str {
    if problem.severity == Severity::Error { "error" } else { "warning" }
}

/// Escapes the message of a workflow command.
fn data(text: &str) -> String {
    sanitize(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Location;

    fn written(write: fn(&[Problem], &mut dyn Write) -> io::Result<()>) -> String {
        let at =
            Location { file: "a, b:c.yaml".into(), line: 3, column: 9, length: 10, ..Location::default() };
        let whole = Location { file: "é.yaml".into(), ..Location::default() };
        let problems = [
            Problem::error("bad-date", at, "100% wrong\n::stop").hint("write `2021-02-28`"),
            Problem::warning("no-timeline", whole, "this file is empty"),
        ];
        let mut out = Vec::new();
        write(&problems, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_text_of_a_file_ends_an_annotation_early() {
        assert_eq!(
            written(github),
            "::error file=a%2C b%3Ac.yaml,line=3,col=9,endColumn=19,title=bad-date::100%25 wrong%0A::stop; \
             write `2021-02-28`\n::warning file=é.yaml,title=no-timeline::this file is empty\n"
        );
    }

    #[test]
    fn code_scanning_gets_each_problem_with_its_rule_and_place() {
        let log: Value = serde_json::from_str(&written(sarif)).unwrap();
        let run = &log["runs"][0];
        let rules = &run["tool"]["driver"]["rules"];
        assert_eq!([&rules[0]["id"], &rules[1]["id"]], ["bad-date", "no-timeline"]);
        assert_eq!(rules[1]["shortDescription"]["text"], "a file or folder without events");
        let place = |at: usize| run["results"][at]["locations"][0]["physicalLocation"].clone();
        assert_eq!(place(0)["region"], json!({"startLine": 3, "startColumn": 9, "endColumn": 19}));
        assert_eq!(place(1), json!({"artifactLocation": {"uri": "%C3%A9.yaml"}}));
        assert_eq!(run["results"][1]["level"], "warning");
    }
}
