//! Markdown with YAML front matter, as static site generators and note books write it: an event
//! whose summary is the body.

use std::ops::Range;

/// The bytes of the front matter and of the body, or `None` when the text has no front matter.
pub fn split(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let rest = text.strip_prefix("---")?;
    let open = text.len() - rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?.len();
    let mut at = open;
    for line in text[open..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((open..at, at + line.len()..text.len()));
        }
        at += line.len();
    }
    None
}

/// The date that a file name starts with, as in `2024-05-22-blinken.md`; a path may stand before it,
/// and a revision before that.
pub fn date_of_name(name: &str) -> Option<&str> {
    let stem = name.rsplit(['/', '\\', ':']).next()?;
    let date = stem.get(..10)?;
    let dashed = date.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (dashed && !stem[10..].starts_with(|c: char| c.is_ascii_digit())).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_ends_at_its_line_and_the_rest_is_the_body() {
        let text = "---\ntitle: x\n---\n\nBody --- of it\n";
        let (head, body) = split(text).unwrap();
        assert_eq!((&text[head], &text[body]), ("title: x\n", "\nBody --- of it\n"));
        assert_eq!(split("no front matter"), None);
        assert_eq!(split("---\nnever: closed\n"), None);
    }

    #[test]
    fn a_dated_file_name_gives_the_date() {
        assert_eq!(date_of_name("posts/2024-05-22-blinken.md"), Some("2024-05-22"));
        assert_eq!(date_of_name("HEAD~1:2024-05-22-blinken.md"), Some("2024-05-22"));
        assert_eq!(date_of_name("posts/blinken.md"), None);
    }
}
