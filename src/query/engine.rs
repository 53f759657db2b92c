//! All that exists so that a million events are as quick to browse as a thousand.
//!
//! Events are numbered in time order, so a set of events is a bitmap of numbers, and a bitmap read in
//! order is a timeline. A small timeline would do without any of this; each part is here for a figure
//! measured at a million events.
//!
//! | part | what it is | what it buys |
//! | --- | --- | --- |
//! | `index` | for each value of each facet the bitmap of its events, likewise for statuses, numbers, clocks and `is:` | a filter is AND, OR and NOT of bitmaps: no event is read |
//! | `column` | for each event its values of a facet, side by side, beside those bitmaps | the counts of all values under a filter in one pass over the rows or by intersection, whichever reads less |
//! | `titles` | all titles in one text per 65,536 events, in lower case, each with the set of its letters | a search reads memory from front to back, and most titles are ruled out by their letters alone |
//! | `published` | per event the first moment at which a source may have been, and surely was, published | `known:` compares one number per event |
//! | `ranked_set` | a set as a plain bitmap with a running count per 64 events, and its ends in blocks of 256 | the events in a column are the difference of two ranks, scrolling is a select, and the intervals still running at the left edge are found block by block: a frame costs the same for many events as for few |
//!
//! Three more parts are kept with their data. The model keeps starts and ends of all events as sorted
//! arrays with running snapshots (`model::times`) and sorts by keys rather than by events
//! (`model::order`); loading cuts a text at its events so that every core reads some (`load::split`).
//! Work that is worth it is shared among the cores by `parallel`.

mod column;
mod index;
pub(super) mod published;
mod ranked_set;
mod titles;

pub(super) use column::sorted;
pub use index::{Index, facet_values_of};
pub(super) use published::PublishedBy;
pub use ranked_set::RankedSet;
pub(super) use titles::Letters;
