//! Text for terminals: width in cells, truncation, wrapping and sanitizing; and comparison of texts.

use std::borrow::Cow;
use std::path::Path;

use sha2::{Digest, Sha256};
use strsim::osa_distance;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Gives an enum a method that returns the word that strum derives for each variant.
macro_rules! words {
    ($of:ty, $used:literal) => {
        impl $of {
            #[doc = concat!("Returns the word ", $used, ".")]
            pub fn word(self) -> &'static str {
                self.into()
            }
        }
    };
}
pub(crate) use words;

/// Word joiner (U+2060), a zero-width character. Exports insert it where markwhen would recognize markup and
/// Markdown has no escape.
pub const JOINER: char = '\u{2060}';

/// Returns the width of `text` in terminal cells: the sum over its grapheme clusters, as each is drawn into
/// cells of its own. Measured as a whole, letters that join (Arabic lam and alef) would take fewer.
pub fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.graphemes(true).map(grapheme_width).sum() }
}

/// Returns the width of a grapheme cluster. Terminals give the sound marks of halfwidth katakana a cell, although
/// Unicode lets them combine.
fn grapheme_width(grapheme: &str) -> usize {
    grapheme.width() + grapheme.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count()
}

/// Returns whether all bytes are printable ASCII, so that every byte is one character of one cell. Most text
/// is.
pub fn is_plain(text: &str) -> bool {
    // No early return, so that the compiler can vectorize the loop.
    text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

/// Returns whether all characters take one cell and none combines with the one before: printable ASCII, and
/// the characters used to draw panes and bars (box drawing, block elements, most geometric shapes).
pub fn is_by_cells(text: &str) -> bool {
    let is_a_cell = |c: char| match c {
        ' '..='~' | '\u{2500}'..='\u{25EF}' => true,
        _ => "…–“”’·•‹›§★≈≠".contains(c),
    };
    text.chars().all(is_a_cell)
}

/// Truncates `text` to at most `cells` cells, ending in `…` if anything was cut.
///
/// Wide characters are never split.
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let Some(room) = cells.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    if is_plain(text) {
        return Cow::Owned(format!("{}…", &text[..room]));
    }
    let mut taken = 0;
    let mut fitted = String::new();
    for grapheme in text.graphemes(true) {
        taken += grapheme_width(grapheme);
        if taken > room {
            break;
        }
        fitted.push_str(grapheme);
    }
    fitted.push('…');
    Cow::Owned(fitted)
}

/// Truncates `text` to `cells` cells and pads it with spaces to exactly that width.
pub fn pad(text: &str, cells: usize) -> String {
    let fitted = truncate(text, cells);
    let missing = cells.saturating_sub(width(&fitted));
    format!("{fitted}{}", " ".repeat(missing))
}

/// Wraps `text` between words into lines of at most `cells` cells.
///
/// Keeps the line breaks of the text; a word wider than a line is split.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let (mut line, mut taken) = (String::new(), 0);
        for word in paragraph.split_whitespace() {
            let wide = width(word);
            if !line.is_empty() && taken + 1 + wide > cells {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            if !line.is_empty() {
                line.push(' ');
                taken += 1;
            }
            if taken + wide <= cells {
                line.push_str(word);
                taken += wide;
                continue;
            }
            for grapheme in word.graphemes(true) {
                let wide = grapheme_width(grapheme);
                if taken + wide > cells && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    taken = 0;
                }
                line.push_str(grapheme);
                taken += wide;
            }
        }
        lines.push(line);
    }
    lines
}

/// Returns whether `c` could control a terminal or reorder the text around it.
///
/// These are Unicode's control characters except line feed and tab, its directional controls (UAX #9), line
/// separators, and the byte order mark.
pub fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(
            c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        )
}

/// Returns the first zero-width character of `text`, which makes two different texts look the same.
///
/// Joiners are normal in some scripts and in emoji, so they count only in text that is otherwise ASCII.
pub fn invisible(text: &str) -> Option<char> {
    let is_ascii_else = || text.chars().all(|c| c.is_ascii() || is_joiner(c));
    text.chars().find(|c| match c {
        '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' => true,
        _ => is_joiner(*c) && is_ascii_else(),
    })
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Sanitizes `text` for a terminal: replaces control characters by their pictures (`␛`) and other hostile
/// characters by their code points (`⟨U+202E⟩`).
pub fn sanitize(text: &str) -> Cow<'_, str> {
    escape_where(text, is_hostile)
}

/// Sanitizes a name or argument like [`sanitize`], and also replaces line feeds and tabs: `␊`, `␉`.
pub fn sanitize_inline(text: &str) -> Cow<'_, str> {
    escape_where(text, |c| is_hostile(c) || matches!(c, '\n' | '\t'))
}

/// Returns a path for messages and output, sanitized with [`sanitize_inline`]. Bytes that are not UTF-8
/// become `�`.
pub fn path_name(path: &Path) -> String {
    sanitize_inline(&path.to_string_lossy()).into_owned()
}

fn escape_where(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            _ if !is_escaped(c) => escaped.push(c),
            '\0'..='\u{1F}' => escaped.push(char::from_u32(0x2400 + c as u32).unwrap_or('�')),
            '\u{7F}' => escaped.push('␡'),
            _ => escaped.push_str(&format!("⟨U+{:04X}⟩", c as u32)),
        }
    }
    Cow::Owned(escaped)
}

/// Sanitizes `text` and collapses each run of white space to one space.
pub fn one_line(text: &str) -> String {
    on_one_line(text).into_owned()
}

/// Does the same as [`one_line`], but borrows text that needs no change.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    // No early return here either, for vectorization.
    let pairs = text.as_bytes().windows(2);
    let doubled = pairs.fold(0, |doubled, pair| doubled | u8::from(pair == b"  ")) != 0;
    if !doubled && is_plain(text) && !text.starts_with(' ') && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(sanitize(text).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Normalizes `text` for comparison: Unicode NFC, without soft hyphens and zero-width characters.
pub fn compared(text: &str) -> Cow<'_, str> {
    let is_unseen = |c: char| matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    if text.is_ascii() || is_nfc(text) && !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_unseen(*c)).nfc().collect())
}

/// Formats a count: `1 event`, `2 events`.
pub fn counted(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// Returns the word of `known` with the smallest edit distance (optimal string alignment) to `word`, ignoring
/// case. `None` if every distance exceeds a third of the length of `word` (at least 1).
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let most = (word.chars().count() / 3).max(1);
    // One edit changes at most four bytes, which rules out most words by their length.
    let may_be_near = |known: &&str| known.len().abs_diff(word.len()) <= 4 * most;
    let known = known.into_iter().filter(may_be_near);
    let distances = known.map(|known| (osa_distance(&word, &known.to_lowercase()), known));
    distances
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|near| near.1)
}

/// Returns `did you mean …?` if one of `known` is near `word`.
pub fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(did_you_mean)
}

/// Returns `did you mean …?` for a word.
pub fn did_you_mean(word: &str) -> String {
    format!("did you mean `{word}`?")
}

/// Formats a hint as the end of a sentence: `; did you mean …`. Empty without a hint.
pub fn hint_suffix(hint: Option<String>) -> String {
    hint.map(|hint| format!("; {hint}")).unwrap_or_default()
}

/// Returns whether the edit distance between two words is exactly 1.
pub fn is_one_edit(a: &str, b: &str) -> bool {
    // One edit changes at most four bytes, which rules out most words by their length.
    a.len().abs_diff(b.len()) <= 4 && osa_distance(a, b) == 1
}

/// Returns the first 64 bits of the SHA-256 of the concatenated texts: the first 16 hex digits that `cat
/// FILES | sha256sum` prints.
pub fn sha256<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let mut hash = Sha256::new();
    texts.into_iter().for_each(|text| hash.update(text));
    hash.finalize().iter().take(8).fold(0, |first, byte| first << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_start_of_the_sha_256_of_the_whole() {
        assert_eq!(sha256(["abc"]), 0xba78_16bf_8f01_cfea);
        assert_eq!(sha256(["a", "bc"]), sha256(["abc"]));
    }

    #[test]
    fn what_looks_the_same_is_compared_as_the_same() {
        for text in ["Orb\u{e1}n", "Orba\u{301}n", "Or\u{ad}ba\u{301}n", "Orb\u{200b}\u{e1}n"] {
            assert_eq!(compared(text), "Orb\u{e1}n");
        }
    }

    #[test]
    fn width_counts_cells_not_bytes_or_letters() {
        assert_eq!(width("Київ"), 4);
        assert_eq!(width("東京"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("لا"), 2);
        assert_eq!(width("👨\u{200D}👩\u{200D}👧"), 2);
    }

    #[test]
    fn what_stands_a_character_a_cell_is_measured_so_by_unicode_too() {
        let drawn: String = ('\0'..='\u{FFFF}').filter(|c| is_by_cells(c.encode_utf8(&mut [0; 4]))).collect();
        assert!(drawn.chars().all(|c| c.encode_utf8(&mut [0; 4]).width() == 1));
        assert_eq!(drawn.graphemes(true).count(), drawn.chars().count());
        assert!(!is_by_cells("e\u{301}") && !is_by_cells("▶\u{FE0F}") && !is_by_cells("◾"));
    }

    #[test]
    fn fitted_text_never_overflows_its_cells() {
        for cells in 0..12 {
            for text in ["東京都知事", "Київ 2024", "a", "", "👨‍👩‍👧 family", "لا سلام ولا حرب"]
            {
                assert!(width(&truncate(text, cells)) <= cells, "{text:?} in {cells}");
                assert_eq!(width(&pad(text, cells)), cells, "{text:?} in {cells}");
            }
        }
        assert_eq!(truncate("counter-fire", 8), "counter…");
    }

    #[test]
    fn wrapped_text_keeps_every_word() {
        let latin = "Blinken proposed it\nand a_word_longer_than_the_line followed";
        for text in [latin, "الإعلان عن الاتفاق ولا سلام بلا عدالة"] {
            for cells in 1..40 {
                let lines = wrap(text, cells);
                assert!(lines.iter().all(|line| width(line) <= cells), "{lines:?}");
                let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(letters(&lines.concat()), letters(text));
            }
        }
    }

    #[test]
    fn escapes_and_overrides_become_visible() {
        assert_eq!(sanitize("a\x1b[31mb"), "a␛[31mb");
        assert_eq!(sanitize("x\u{202E}y\u{9b}"), "x⟨U+202E⟩y⟨U+009B⟩");
        assert_eq!(sanitize("two\nlines\tand a tab"), "two\nlines\tand a tab");
        assert_eq!(one_line("two\n lines\r"), "two lines␍");
        assert_eq!(sanitize_inline("a\n\tb\x7f\u{2028}"), "a␊␉b␡⟨U+2028⟩");
    }

    #[test]
    fn characters_without_room_are_found_unless_a_script_needs_them() {
        assert_eq!(invisible("orb\u{AD}an"), Some('\u{AD}'));
        assert_eq!(invisible("a\u{200D}b"), Some('\u{200D}'));
        for text in ["ordinary", "Київ", "می\u{200C}خواهم", "👩\u{200D}🚀"] {
            assert_eq!(invisible(text), None, "{text}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_finds_the_word_that_was_meant() {
        let keys = ["importance", "title", "sources"];
        assert_eq!(nearest("importence", keys), Some("importance"));
        assert_eq!(nearest("tilte", keys), Some("title"));
        assert_eq!(nearest("Sources", keys), Some("sources"));
        assert_eq!(nearest("colour", keys), None);
        let most = [
            ("abcde", "abcdx", "abcyx"),
            ("abcdef", "abcdyx", "abczyx"),
            ("abcdefghi", "abcdefzyx", "abcdewzyx"),
        ];
        for (word, near, far) in most {
            assert_eq!((nearest(word, [near]), nearest(word, [far])), (Some(near), None));
        }
    }
}
