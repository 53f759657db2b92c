//! BibLaTeX for LaTeX: each source once.

use std::io;

use super::address::web_address;
use super::contents::Export;
use super::format::{Format, Holds};
use super::works::{Work, without_works, works};
use crate::model::{Date, Moment, Timeline};
use crate::text::one_line;

/// A `.bib` file for biblatex and biber: one entry per source, with the manifest in comments at the top.
///
/// `date` is EDTF as written. biblatex cannot read years of more than four digits; such dates are in words in
/// `note`. Authors and titles are in double braces, which keep a name in one piece and preserve capitals; if
/// a source has no author, its publisher is the author. Entries are `@online`, or `@misc` without an address,
/// since these types accept all fields used.
pub const FORMAT: Format = Format {
    extension: "bib",
    aliases: &["biblatex"],
    omissions: without_works,
    holds: Holds::Works,
    ..Format::new("bibtex", "the sources for LaTeX (biblatex), each with the events that rest on it", write)
};

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    for (name, text) in export.origin(&without_works(export)) {
        // An `@` begins an entry, even in a comment.
        writeln!(out, "% {name}: {}", one_line(&text).replace('@', "(at)"))?;
    }
    works(export).iter().try_for_each(|work| write_entry(export.timeline, work, out))
}

fn write_entry(timeline: &Timeline, work: &Work, out: &mut dyn io::Write) -> io::Result<()> {
    let url = web_address(work.url);
    let mut note = work.note(timeline);
    if url.is_none() && !work.url.is_empty() {
        note = format!("{note}. At: {}", work.url);
    }
    let date = work.date.filter(|date| is_known_to_biblatex(date));
    if let (Some(date), None) = (work.date, date) {
        note = format!("Published: {} (EDTF {}). {note}", date.words(), date.text());
    }
    let publisher = work.publisher.map(escaped).filter(|publisher| !publisher.is_empty());
    let authors = work.authors.iter().map(|author| format!("{{{}}}", escaped(author))).collect::<Vec<_>>();
    let by_publisher = || publisher.as_ref().map(|publisher| format!("{{{publisher}}}"));
    let accessed = work.accessed.filter(|date| is_known_to_biblatex(date));
    let fields = [
        ("author", Some(authors.join(" and ")).filter(|names| !names.is_empty()).or_else(by_publisher)),
        ("organization", publisher.clone().filter(|_| !authors.is_empty())),
        ("title", Some(format!("{{{}}}", escaped(&work.shown_title())))),
        ("date", date.map(|date| date.text().to_owned())),
        ("url", url.clone()),
        ("urldate", accessed.map(|date| date.text().to_owned())),
        ("note", Some(escaped(&note))),
        ("keywords", Some(escaped(&work.keywords()))),
    ];
    writeln!(out, "\n@{}{{{},", if url.is_some() { "online" } else { "misc" }, work.key)?;
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "  {name} = {{{value}}},")?;
        }
    }
    writeln!(out, "}}")
}

/// Returns whether biblatex can read the date: EDTF with years of at most four digits.
fn is_known_to_biblatex(date: &Date) -> bool {
    let fits = |moment: Moment| !moment.is_finite() || moment.ymd().0.abs() <= 9999;
    fits(date.earliest()) && fits(date.latest())
}

/// Escapes a text for LaTeX, on one line and with balanced braces.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    // Parsers of .bib files count braces even after a backslash, so only balanced ones may be escaped that
    // way.
    let braces =
        if is_balanced(&text) { ["\\{", "\\}"] } else { ["\\textbraceleft{}", "\\textbraceright{}"] };
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => shown.extend(['\\', c]),
            '{' => shown.push_str(braces[0]),
            '}' => shown.push_str(braces[1]),
            '\\' => shown.push_str("\\textbackslash{}"),
            '~' => shown.push_str("\\textasciitilde{}"),
            '^' => shown.push_str("\\textasciicircum{}"),
            _ => shown.push(c),
        }
    }
    shown
}

/// Returns whether all braces are in matching pairs.
fn is_balanced(text: &str) -> bool {
    let deeper = |depth: usize, c| match c {
        '{' => Some(depth + 1),
        '}' => depth.checked_sub(1),
        _ => Some(depth),
    };
    text.chars().try_fold(0, deeper) == Some(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::tests::fixtures;

    fn written(timeline: &crate::model::Timeline) -> String {
        let mut bytes = Vec::new();
        write(&fixtures::export(timeline), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn an_entry_says_who_published_what_when_and_what_rests_on_it() {
        let timeline = fixtures::timeline();
        let export = crate::export::Export {
            events: vec![timeline.find("full").unwrap()],
            ..fixtures::export(&timeline)
        };
        let mut bytes = Vec::new();
        write(&export, &mut bytes).unwrap();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap());
    }

    #[test]
    fn nothing_in_a_text_is_a_command() {
        assert_eq!(
            escaped("100 % & $5 #1 a_b ~ ^ \\x"),
            "100 \\% \\& \\$5 \\#1 a\\_b \\textasciitilde{} \\textasciicircum{} \\textbackslash{}x"
        );
        assert_eq!(escaped("{a}"), "\\{a\\}");
        assert_eq!(escaped("}a{"), "\\textbraceright{}a\\textbraceleft{}");
    }

    proptest! {
        #[test]
        fn no_text_ends_its_field_or_begins_an_entry(text in fixtures::text()) {
            let written = written(&fixtures::only(&text));
            let mut depth = 0_i32;
            for c in written.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    // Parsers look for an `@` only between entries.
                    '@' => prop_assert!(depth > 0 || written.contains("\n@"), "{}", written),
                    _ => {}
                }
                prop_assert!(depth >= 0, "{}", written);
            }
            prop_assert_eq!(depth, 0, "{}", written);
            let entries = written.lines().filter(|line| line.starts_with('@')).count();
            prop_assert!(entries <= 2, "{}", written);
            prop_assert!(written.lines().all(|line| line.is_empty() || line.starts_with(['%', '@', ' ', '}'])), "{}", written);
        }
    }
}
