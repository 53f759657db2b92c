//! Query language: from text to a set of events.
//!
//! A [`Query`] is parsed from text or built by a [`Filter`]. An [`Index`] answers it with a bitmap of event
//! numbers; these are in time order, so iterating the bitmap gives a timeline. This module does no I/O and
//! reads no clock: the caller passes the moment that `today` means.

mod ast;
mod complete;
pub(crate) mod engine;
mod eval;
mod explain;
mod facet;
mod fields;
mod filter;
mod fuzzy;
mod group;
mod lex;
mod order;
mod parse;
mod pattern;
mod phrase;
mod search;
mod selection;
#[cfg(test)]
pub(crate) mod tests;
mod when;

pub use ast::{Comparison, Operator, Property, Query, Term, TextScope};
pub use complete::{Completion, Suggestion, complete};
pub use engine::{Index, RankedSet, facet_values_of};
pub use explain::Explanation;
pub use facet::{Facet, FacetValue};
pub use fields::{Measure, QueryField};
pub use filter::{Chip, FacetState, Filter};
pub use group::{Group, groups};
pub use order::{Order, Sort};
pub use parse::{MOST_BYTES, MOST_DEPTH, values_of};
pub use pattern::Pattern;
pub use search::{Needle, find};
pub use selection::{Selection, edge_text, shell_word, time_of, within};
pub use when::When;

use std::ops::Range;

use crate::problem::{Problem, Span};

/// Returns a problem at a byte range of the query text.
fn mistake(range: Range<usize>, message: impl Into<String>) -> Problem<Span> {
    Problem::error("bad-query", range.into(), message)
}
