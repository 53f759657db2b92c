//! Finds actors by names that are written almost alike.

use std::collections::HashMap;

use crate::model::ActorNo;
use crate::text::{compared, is_one_edit};

/// Names reduced to letters and digits, and the initials of those of several words: `U.S.` is `us`, the
/// initials of `United States`.
#[derive(Default)]
pub struct SimilarNames {
    bare: HashMap<String, ActorNo>,
    /// `None` if several actors share the initials.
    initials: HashMap<String, Option<ActorNo>>,
}

impl SimilarNames {
    pub fn add(&mut self, name: &str, actor: ActorNo) {
        self.bare.entry(bare(name)).or_insert(actor);
        if let Some(initials) = initials(name) {
            let entry = self.initials.entry(initials);
            entry.and_modify(|known| *known = known.filter(|known| *known == actor)).or_insert(Some(actor));
        }
    }

    /// Returns the actor that a name looks like: the same letters, one the initials of the other, or, with
    /// `slips`, an edit distance of 1 between names of at least six characters.
    pub fn like(&self, name: &str, slips: bool) -> Option<ActorNo> {
        let bare = bare(name);
        let same = self.bare.get(&bare).or_else(|| self.initials.get(&bare)?.as_ref());
        let same = same.or_else(|| self.bare.get(&initials(name)?));
        let slip = || {
            let long = slips && bare.chars().count() >= 6;
            let near = long.then(|| self.bare.keys().filter(|known| is_one_edit(&bare, known)).min())??;
            self.bare.get(near)
        };
        same.or_else(slip).copied()
    }
}

/// Returns the key under which a name is looked up, which ignores case.
pub fn key_of(name: &str) -> String {
    compared(name).to_lowercase()
}

/// Returns the letters and digits of a name, in lower case.
fn bare(name: &str) -> String {
    key_of(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns the initials of a name of several words, without small words: `cpb` for the Council for Public
/// Baths. `None` if the words are initials themselves, as in `U.S.`
fn initials(name: &str) -> Option<String> {
    const SMALL: [&str; 8] = ["and", "at", "de", "for", "in", "of", "on", "the"];
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty() && !SMALL.contains(word)).collect();
    let spelt = words.len() > 1 && words.iter().all(|word| word.chars().count() > 1);
    spelt.then(|| words.iter().filter_map(|word| word.chars().next()).collect())
}
