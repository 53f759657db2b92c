//! Column of the index: the values of one facet, found by name and counted under any filter.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use roaring::{MultiOps, RoaringBitmap};

use crate::model::Text;
use crate::parallel::parallel_if;
use crate::query::facet::FacetValue;
use crate::query::pattern::{Pattern, lower};
use crate::text::path_name;

/// A value that more than 1/`DENSE` of all events have is counted by intersecting its bitmap, rarer values by reading
/// rows. The cost of an intersection does not depend on its result; that of a row grows with its number of values.
const DENSE: u64 = 16;
/// Number of rows from which counting is shared between cores.
const MANY: u64 = 1 << 15;
/// Cost of reading one row, in units of testing one event of a value against a bitmap.
const ROW: u64 = 24;

/// Values of consecutive events in compressed sparse rows (CSR): one row per event.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    ends: Vec<u32>,
    values: Vec<u32>,
}

impl Rows {
    /// Appends a row, sorted and without duplicates.
    pub fn add(&mut self, values: impl Iterator<Item = u32>) {
        let start = self.values.len();
        self.values.extend(values);
        if self.values.len() > start + 1 {
            let row = &mut self.values[start..];
            row.sort_unstable();
            let mut kept = start + 1;
            for at in start + 1..self.values.len() {
                if self.values[at] != self.values[kept - 1] {
                    self.values[kept] = self.values[at];
                    kept += 1;
                }
            }
            self.values.truncate(kept);
        }
        self.ends.push(self.values.len() as u32);
    }

    fn get(&self, row: usize) -> &[u32] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.values[start as usize..self.ends[row] as usize]
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|row| self.get(row))
    }
}

/// Inverts rows: for each number that occurs, ascending, the set of events that hold it.
pub fn sets(chunks: &[&Rows]) -> Vec<(u32, RoaringBitmap)> {
    let most = chunks.iter().flat_map(|rows| &rows.values).max().map_or(0, |most| *most as usize + 1);
    let mut place = vec![u32::MAX; most];
    let mut sets: Vec<(u32, Vec<u32>)> = Vec::new();
    let rows = chunks.iter().flat_map(|rows| rows.iter());
    for (event, row) in rows.enumerate() {
        for value in row {
            let place = &mut place[*value as usize];
            if *place == u32::MAX {
                *place = sets.len() as u32;
                sets.push((*value, Vec::new()));
            }
            sets[*place as usize].1.push(event as u32);
        }
    }
    sets.sort_unstable_by_key(|(value, _)| *value);
    sets.into_iter().map(|(value, events)| (value, sorted(events))).collect()
}

/// Builds a bitmap from ascending numbers.
pub fn sorted(events: Vec<u32>) -> RoaringBitmap {
    RoaringBitmap::from_sorted_iter(events).unwrap_or_default()
}

/// Names by which a value is found.
#[derive(Debug, Clone)]
pub struct Name {
    key: String,
    label: String,
    aliases: Box<[Text]>,
}

impl Name {
    pub fn new(key: &str, label: &str, aliases: &[Text]) -> Self {
        let label = if label.trim().is_empty() { key } else { label };
        Self { key: key.to_owned(), label: label.to_owned(), aliases: aliases.into() }
    }

    /// Returns the name of a file: its path, with its name without folders as an alias.
    pub fn file(path: &Path) -> Self {
        let name = path.file_name().map(|name| path_name(Path::new(name)).into());
        let path = path_name(path);
        Self::new(&path, &path, name.as_slice())
    }

    /// Returns the name of a value whose key is also its label.
    pub fn word(word: &str) -> Self {
        Self::new(word, word, &[])
    }
}

/// Names of the numbers in a column, created on demand.
pub struct Names<'a> {
    /// Count of numbers, which are `0..count`.
    pub count: usize,
    /// Whether values without events can be found too.
    pub registered: bool,
    /// Returns the name of a number.
    pub name: Box<dyn Fn(usize) -> Name + Sync + Send + 'a>,
}

/// Values of a facet with their events.
#[derive(Debug, Clone)]
pub struct Column {
    /// Sorted by number of events, descending; those from index `shown` on have none.
    values: Vec<FacetValue>,
    shown: usize,
    aliases: Vec<Box<[Text]>>,
    /// Built on the first lookup.
    lookup: OnceLock<Lookup>,
    /// Number of values, at the front, that are counted by bitmap.
    dense: usize,
    /// Per event its values that are not dense, as indices into `values`.
    rows: Rows,
    /// Total number of entries in `rows`.
    held: u64,
}

/// Lookup tables from names to values.
#[derive(Debug, Clone, Default)]
struct Lookup {
    /// Per value: key, label and aliases in lower case.
    names: Vec<Vec<String>>,
    by_key: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Lookup {
    fn add(&mut self, value: &FacetValue, aliases: &[Text]) {
        let place = self.names.len();
        let mut names = vec![lower(&value.key), lower(&value.label)];
        names.extend(aliases.iter().map(|alias| lower(alias)));
        self.by_key.entry(names[0].clone()).or_default().push(place);
        for (index, name) in names.iter().enumerate().skip(1) {
            if !names[1..index].contains(name) {
                self.by_name.entry(name.clone()).or_default().push(place);
            }
        }
        self.names.push(names);
    }
}

impl Column {
    /// Builds a column; `chunks` hold the numbers of consecutive events.
    pub fn new(names: &Names, chunks: &[&Rows]) -> Self {
        let mut sets = sets(chunks).into_iter().peekable();
        let mut found = Vec::new();
        for number in 0..names.count {
            let events = sets.next_if(|(value, _)| *value as usize == number);
            let events = events.map(|(_, events)| events).unwrap_or_default();
            if names.registered || !events.is_empty() {
                found.push((number, (names.name)(number), events));
            }
        }
        found.retain(|(_, name, _)| !name.key.trim().is_empty());
        found.sort_by(|(_, a, of_a), (_, b, of_b)| {
            of_b.len().cmp(&of_a.len()).then_with(|| a.label.cmp(&b.label)).then_with(|| a.key.cmp(&b.key))
        });
        let events = chunks.iter().map(|rows| rows.ends.len() as u64).sum::<u64>();
        let dense = found.partition_point(|(.., set)| set.len() * DENSE > events);
        let mut place = vec![u32::MAX; names.count];
        for (at, (number, ..)) in found.iter().enumerate().skip(dense) {
            place[*number] = at as u32;
        }
        let rows = if dense < found.len() { sparse_rows(chunks, &place) } else { Rows::default() };
        let shown = found.partition_point(|(.., set)| !set.is_empty());
        let mut column = Self {
            values: Vec::with_capacity(found.len()),
            shown,
            aliases: Vec::with_capacity(found.len()),
            lookup: OnceLock::new(),
            dense,
            held: rows.values.len() as u64,
            rows,
        };
        for (_, Name { key, label, aliases }, events) in found {
            column.values.push(FacetValue { key, label, events });
            column.aliases.push(aliases);
        }
        column
    }

    fn lookup(&self) -> &Lookup {
        self.lookup.get_or_init(|| {
            let mut lookup = Lookup::default();
            self.values.iter().zip(&self.aliases).for_each(|(value, aliases)| lookup.add(value, aliases));
            lookup
        })
    }

    /// Returns the values that have events, most events first.
    pub fn values(&self) -> &[FacetValue] {
        &self.values[..self.shown]
    }

    /// Returns the indices of the values that a pattern matches, including values without events.
    pub fn find(&self, pattern: &Pattern) -> Vec<usize> {
        if pattern.is_glob() {
            return self.whose(|name| pattern.fits_lower(name));
        }
        let text = lower(pattern.text());
        let equal = self.lookup().by_key.get(&text).or_else(|| self.lookup().by_name.get(&text));
        equal.cloned().unwrap_or_else(|| self.whose(|name| begins_a_word(name, &text)))
    }

    fn whose(&self, test: impl Fn(&str) -> bool) -> Vec<usize> {
        let names = self.lookup().names.iter().enumerate();
        names.filter(|(_, names)| names.iter().any(|name| test(name))).map(|(place, _)| place).collect()
    }

    /// Returns the events that have one of the values with these indices.
    pub fn events(&self, places: &[usize]) -> RoaringBitmap {
        places.iter().map(|place| &self.values[*place].events).union()
    }

    /// Returns how many events of `under` have each value of the column. Sparse values are counted by
    /// reading rows or by intersecting bitmaps, whichever is cheaper.
    pub fn counts(&self, under: &RoaringBitmap, all: &RoaringBitmap) -> Vec<u64> {
        let values = self.values();
        if under.len() == all.len() {
            return values.iter().map(|value| value.events.len()).collect();
        }
        let of = |value: &FacetValue| value.events.intersection_len(under);
        let left_out = all.len().saturating_sub(under.len());
        if under.len().min(left_out) * ROW > self.held {
            return parallel_if(0..values.len(), all.len() >= MANY, |place| of(&values[place]));
        }
        let (dense, sparse) = values.split_at(self.dense);
        let mut counts: Vec<u64> = dense.iter().map(of).collect();
        if sparse.is_empty() {
            return counts;
        }
        // Reads the rows of the set or of its complement, whichever is smaller.
        if left_out < under.len() {
            let tally = self.tally(&(all - under));
            counts.extend(
                sparse
                    .iter()
                    .zip(&tally[self.dense..])
                    .map(|(value, out)| value.events.len() - u64::from(*out)),
            );
        } else {
            counts.extend(self.tally(under)[self.dense..].iter().map(|count| u64::from(*count)));
        }
        counts
    }

    /// Counts the sparse values in the rows of these events.
    fn tally(&self, events: &RoaringBitmap) -> Vec<u32> {
        let count = |events: &mut dyn Iterator<Item = u32>| {
            let mut counts = vec![0_u32; self.shown];
            for event in events {
                for value in self.rows.get(event as usize) {
                    counts[*value as usize] += 1;
                }
            }
            counts
        };
        if events.len() < MANY {
            return count(&mut events.iter());
        }
        let threads = rayon::current_num_threads() as u32;
        let step = (self.rows.ends.len() as u32).div_ceil(threads).max(1);
        let parts = (0..threads).into_par_iter().map(|thread| {
            let start = thread.saturating_mul(step);
            count(&mut events.range(start..start.saturating_add(step)))
        });
        parts.reduce(Vec::new, |mut sum, part| {
            sum.resize(part.len().max(sum.len()), 0);
            sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
            sum
        })
    }
}

/// Copies the rows, replacing each number by its index in `place` and dropping those without one.
fn sparse_rows(chunks: &[&Rows], place: &[u32]) -> Rows {
    let mut rows = Rows::default();
    rows.ends.reserve_exact(chunks.iter().map(|rows| rows.ends.len()).sum());
    for row in chunks.iter().flat_map(|rows| rows.iter()) {
        let places = row.iter().map(|value| place[*value as usize]).filter(|place| *place != u32::MAX);
        rows.values.extend(places);
        rows.ends.push(rows.values.len() as u32);
    }
    rows.values.shrink_to_fit();
    rows
}

/// Returns whether a word of `name` starts with `text`, both in lower case.
fn begins_a_word(name: &str, text: &str) -> bool {
    name.match_indices(text).any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric))
}
