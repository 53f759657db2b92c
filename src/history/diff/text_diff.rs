//! Word diff of texts.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::text::{one_line, truncate};

/// Number of unchanged words shown on each side of a change.
const AROUND: usize = 3;
/// Most cells of a removed or inserted text that are shown.
const SHOWN: usize = 160;
/// Longest text, in words, that is compared word by word, which takes quadratic time. Of longer texts only
/// the common prefix and suffix are found.
const LONGEST: usize = 4000;

/// Returns the changes with a few words of context: `may hit [-targets-] {+military targets+} in Russia`.
pub fn reworded(old: &str, new: &str) -> String {
    let (old, new) = (one_line(old), one_line(new));
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    if old == new {
        return "only white space".to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    for (tag, from, to) in operations(&old, &new) {
        if tag == DiffTag::Equal {
            let is_last = from.end == old.len() && to.end == new.len();
            parts.push(unchanged(&old[from.clone()], from.start == 0 && to.start == 0, is_last));
            continue;
        }
        let shown = |words: &[&str]| truncate(&words.join(" "), SHOWN).into_owned();
        if !from.is_empty() {
            parts.push(format!("[-{}-]", shown(&old[from])));
        }
        if !to.is_empty() {
            parts.push(format!("{{+{}+}}", shown(&new[to])));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

type Operation = (DiffTag, std::ops::Range<usize>, std::ops::Range<usize>);

fn operations(old: &[&str], new: &[&str]) -> Vec<Operation> {
    if old.len().max(new.len()) <= LONGEST {
        let operations = capture_diff_slices(Algorithm::Myers, old, new);
        return operations.iter().map(similar::DiffOp::as_tag_tuple).collect();
    }
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = rest.take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let operations = [
        (DiffTag::Equal, 0..start, 0..start),
        (DiffTag::Replace, start..old_end, start..new_end),
        (DiffTag::Equal, old_end..old.len(), new_end..new.len()),
    ];
    operations.into_iter().filter(|(_, from, to)| !from.is_empty() || !to.is_empty()).collect()
}

/// Shortens unchanged words to those next to a change.
fn unchanged(words: &[&str], is_first: bool, is_last: bool) -> String {
    let (before, after) = (if is_first { 0 } else { AROUND }, if is_last { 0 } else { AROUND });
    if words.len() <= before + after + 1 {
        return words.join(" ");
    }
    let sides = [&words[..before], &["…"], &words[words.len() - after..]];
    sides.concat().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_stands_between_a_few_of_the_words_around_it() {
        let old = "The council voted 21 to 9 for a ban from the next winter on, after a long debate.";
        let new =
            "The council voted 22 to 9 for a ban from the next winter on, after a short and loud debate.";
        assert_eq!(
            reworded(old, new),
            "The council voted [-21-] {+22+} to 9 for … on, after a [-long-] {+short and loud+} debate."
        );
        assert_eq!(reworded("a b", "a\n b"), "only white space");
        assert_eq!(reworded("one two", "three"), "[-one two-] {+three+}");
    }

    #[test]
    fn very_long_texts_are_compared_by_their_ends() {
        let text = |word: &str| format!("{}{word} {}", "a ".repeat(9000), "b ".repeat(9000));
        assert_eq!(reworded(&text("old"), &text("new")), "… a a a [-old-] {+new+} b b b …");
        let shuffled =
            |step: usize| (0..9000).map(|n| (n * step % 9001).to_string()).collect::<Vec<_>>().join(" ");
        assert!(reworded(&shuffled(7), &shuffled(11)).len() < 1000);
    }
}
