//! The possible statuses of a policy over time, packed so that a bar can look them up for every column.

use std::collections::HashMap;

use crate::model::{Moment, Word};

/// Runs of time in which the same statuses are possible. Each list of statuses is stored once.
#[derive(Debug, Clone, Default)]
pub struct StatusRuns {
    /// Starts of the runs; the first one is [`Moment::FIRST`].
    begins: Vec<Moment>,
    /// Per run the index in `lists`.
    listed: Vec<u32>,
    /// Lists of possible statuses, the likely one last.
    lists: Vec<Vec<Option<Word>>>,
}

impl StatusRuns {
    /// Builds the runs from the statuses possible from each moment on, in time order.
    pub(super) fn new(statuses: impl Iterator<Item = (Moment, Vec<Option<Word>>)>) -> Self {
        let (mut runs, mut numbers) = (Self::default(), HashMap::new());
        for (moment, possible) in statuses {
            let list = *numbers.entry(possible).or_insert_with_key(|possible| {
                runs.lists.push(possible.clone());
                runs.lists.len() as u32 - 1
            });
            if runs.listed.last() != Some(&list) {
                runs.begins.push(moment);
                runs.listed.push(list);
            }
        }
        runs
    }

    /// Returns the lists of possible statuses. In a list the likely status is last; on a day with a step, the
    /// earlier status is possible too.
    pub fn lists(&self) -> &[Vec<Option<Word>>] {
        &self.lists
    }

    /// Iterates over the numbers of the lists that hold at some moments, which must be in time order.
    pub fn over(&self, moments: impl Iterator<Item = Moment>) -> impl Iterator<Item = usize> {
        let mut run = 0;
        moments.map(move |moment| {
            run += gallop(&self.begins[run..], moment);
            self.listed[run] as usize
        })
    }
}

/// Galloping search: returns the index of the last start that is not after `moment`, or else 0. It is usually
/// near.
fn gallop(begins: &[Moment], moment: Moment) -> usize {
    let mut high = 1;
    while begins.get(high).is_some_and(|begin| *begin <= moment) {
        high *= 2;
    }
    let (low, high) = (high / 2, high.min(begins.len()));
    (low + begins[low..high].partition_point(|begin| *begin <= moment)).saturating_sub(1)
}
