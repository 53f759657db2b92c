//! Repairs characters that line folding in iCalendar has split: RFC 5545 §3.1 folds between bytes.

use std::string::FromUtf8Error;

/// Decodes UTF-8. If that fails and the text is a calendar, the bytes after each fold that continue a
/// character are moved before it, so that every line keeps its number.
///
/// # Errors
/// Returns the error of decoding if the bytes are not UTF-8 even then.
pub fn unfolded(bytes: Vec<u8>) -> Result<String, FromUtf8Error> {
    String::from_utf8(bytes).or_else(|error| {
        let bytes = error.as_bytes();
        let begins =
            |name: &[u8]| bytes.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
        if begins(b"BEGIN:VCALENDAR") || begins(b"BEGIN:VEVENT") {
            String::from_utf8(moved(bytes))
        } else {
            Err(error)
        }
    })
}

fn moved(bytes: &[u8]) -> Vec<u8> {
    let mut moved = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let fold = if rest.starts_with(b"\r\n") { 3 } else { 2 };
        let is_fold = *first == b'\n' || fold == 3;
        let letter = rest.get(fold..).filter(|_| is_fold && matches!(rest[fold - 1], b' ' | b'\t'));
        let cut = letter.map_or(0, |letter| letter.iter().take_while(|byte| **byte & 0xC0 == 0x80).count());
        if cut > 0 {
            moved.extend(&rest[fold..fold + cut]);
            moved.extend(&rest[..fold]);
            rest = &rest[fold + cut..];
        } else {
            moved.push(*first);
            rest = after;
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_a_fold_cuts_is_whole_and_no_line_moves() {
        let calendar = include_bytes!("../../tests/data/cases/calendar/fold-inside-a-letter.ics");
        let text = unfolded(calendar.to_vec()).unwrap();
        assert!(text.contains("SUMMARY:Киї\r\n в\r\n"), "{text:?}");
        assert_eq!(text.lines().count(), calendar.split(|byte| *byte == b'\n').count() - 1);
        assert!(unfolded(b"BEGIN:VCALENDAR\n\xFF".to_vec()).is_err());
        assert!(unfolded(b"title: \xD1\n \x97".to_vec()).is_err());
    }
}
