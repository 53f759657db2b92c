//! Block scalars: long texts are folded, several lines are kept, and both are read back exactly.

use super::scalar::is_printable;

/// Writes a text as the header and lines of a block scalar, at most `room` columns wide. `None` if the text
/// fits into the `rest` columns of its line, or a block would not be read back exactly.
pub fn block(text: &str, room: usize, rest: usize) -> Option<(&'static str, Vec<String>)> {
    let (body, ends_line) = text.strip_suffix('\n').map_or((text, false), |body| (body, true));
    let is_long = text.chars().count() + 1 > rest && text.contains(' ');
    let strange = |c: char| c != '\n' && (c == '\t' || !is_printable(c));
    let is_clean = |line: &str| !line.starts_with(' ') && !line.ends_with(' ') && !line.chars().any(strange);
    let lines: Vec<&str> = body.split('\n').collect();
    let outer = [lines.first(), lines.last()].into_iter().flatten().all(|line| !line.is_empty());
    if !(is_long || text.contains('\n')) || !outer {
        return None;
    }
    let is_indented = |line: &&str| line.starts_with(' ');
    let fits = lines.iter().all(|line| line.chars().count() <= room);
    if lines.len() > 1 && (fits || lines.iter().any(is_indented)) {
        let clean = lines
            .iter()
            .enumerate()
            .all(|(index, line)| is_clean(if index > 0 { line.trim_start_matches(' ') } else { line }));
        let whole = lines.iter().map(|line| (*line).to_owned()).collect();
        return clean.then_some((if ends_line { "|" } else { "|-" }, whole));
    }
    lines
        .iter()
        .all(|line| is_clean(line))
        .then(|| (if ends_line { ">" } else { ">-" }, folded(&lines, room)))
}

/// Returns the lines of a folded block: long ones are broken, and each line break
/// becomes a blank line.
fn folded(lines: &[&str], room: usize) -> Vec<String> {
    let mut shown = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            shown.push(String::new());
        }
        if !line.is_empty() {
            fold(line, room, &mut shown);
        }
    }
    shown
}

/// Breaks `line` at single spaces, which folding restores.
fn fold(line: &str, room: usize, shown: &mut Vec<String>) {
    let mut current = String::new();
    let mut width = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        let breaks = !word.is_empty() && !current.is_empty() && !current.ends_with(' ');
        if breaks && width + 1 + length > room {
            shown.push(std::mem::take(&mut current));
            width = length;
        } else if current.is_empty() {
            width = length;
        } else {
            current.push(' ');
            width += 1 + length;
        }
        current.push_str(word);
    }
    shown.push(current);
}
