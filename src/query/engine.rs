//! Index structures that make a million events as quick to browse as a thousand.
//!
//! Events are numbered in time order, so a set of events is a bitmap of numbers, and iterating it gives a
//! timeline. A small timeline needs none of this; each part was added for a figure measured with a million
//! events.
//!
//! | part | what it is | what it buys |
//! | --- | --- | --- |
//! | `index` | for each value of each facet the bitmap of its events, likewise for statuses, numbers, clocks and `is:` | a filter is AND, OR and NOT of bitmaps and reads no event |
//! | `column` | in addition to those bitmaps, the values of each event in compressed sparse rows | counts of all values under a filter, by a pass over the rows or by intersections, whichever is cheaper |
//! | `titles` | all titles in lower case in one string per 65,536 events, each with the set of its letters | a search reads memory sequentially, and the letters alone rule out most titles |
//! | `trigrams` | per event 512 bits that say which sequences of three bytes its texts may have, built by the first search that no title answers | such a search for a word of six letters or more reads the texts of few events |
//! | `published` | per event the first moment at which a source may have been, and surely was, published | `known:` compares one number per event |
//! | `ranked_set` | a plain bitmap with a rank per 64 events, and ends in blocks of 256 | the count of a column is the difference of two ranks, scrolling is a select, and intervals still running at the left edge are found block by block: the cost of a frame does not grow with the number of events |
//!
//! Three related parts live elsewhere: the model keeps sorted arrays of starts and ends with snapshots
//! (`model::times`) and sorts compact keys rather than events (`model::order`); loading splits a text at its
//! events so that every core parses some (`load::split`). `parallel` spreads large tasks over the cores.

mod column;
mod index;
pub(super) mod published;
mod ranked_set;
mod titles;
mod trigrams;

pub(super) use column::sorted;
pub use index::{Index, facet_values_of};
pub(super) use published::PublishedBy;
pub use ranked_set::RankedSet;
pub(super) use trigrams::{TextFilters, Trigrams};
