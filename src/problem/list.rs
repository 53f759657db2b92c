//! The problems of a text. Of each kind a limited number is kept, and all are counted.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::{Problem, Severity, Span};

/// The most problems kept and reported per code; the others are counted.
pub const MOST_OF_A_KIND: usize = 1_000;

/// Code and severity of a problem.
pub type ProblemKind = (&'static str, Severity);

/// Problems in the order in which they were found: the first [`MOST_OF_A_KIND`] of each kind, and the number
/// of all.
///
/// A text can hold a problem in every second byte, and a problem takes hundreds.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    kept: Vec<Problem<Span>>,
    counts: BTreeMap<ProblemKind, usize>,
}

impl Problems {
    /// Counts a problem, and keeps it if there are not yet too many of its kind.
    pub fn push(&mut self, problem: Problem<Span>) {
        let count = self.counts.entry((problem.code, problem.severity)).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            self.kept.push(problem);
        }
    }

    /// Adds all problems of another list, counted ones too.
    pub fn append(&mut self, more: Self) {
        self.extend(more.kept);
        for (kind, count) in more.counts {
            *self.counts.entry(kind).or_default() += count.saturating_sub(MOST_OF_A_KIND);
        }
    }

    /// Iterates over the kinds, with the number of problems found of each.
    pub fn counts(&self) -> impl Iterator<Item = (ProblemKind, usize)> {
        self.counts.iter().map(|(kind, count)| (*kind, *count))
    }
}

/// The problems that are kept.
impl Deref for Problems {
    type Target = [Problem<Span>];

    fn deref(&self) -> &[Problem<Span>] {
        &self.kept
    }
}

impl Extend<Problem<Span>> for Problems {
    fn extend<T: IntoIterator<Item = Problem<Span>>>(&mut self, problems: T) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }
}

/// Iterates over the problems that are kept.
impl IntoIterator for Problems {
    type Item = Problem<Span>;
    type IntoIter = std::vec::IntoIter<Problem<Span>>;

    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_beyond_the_most_of_a_kind_are_counted_and_not_kept() {
        let of = |code, count| std::iter::repeat_n(Problem::error(code, Span::default(), "wrong"), count);
        let list = |problems| {
            let mut list = Problems::default();
            list.extend(problems);
            list
        };
        let mut one = list(of("a", MOST_OF_A_KIND + 5).chain(of("b", 2)));
        one.append(list(of("a", MOST_OF_A_KIND + 1).chain(of("b", 1))));
        assert_eq!(one.len(), MOST_OF_A_KIND + 3);
        let counts: Vec<_> = one.counts().map(|((code, _), count)| (code, count)).collect();
        assert_eq!(counts, [("a", 2 * MOST_OF_A_KIND + 6), ("b", 3)]);
    }
}
