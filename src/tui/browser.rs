//! The parts of the state of the browser.

mod cursor;
mod data;
mod facet_rows;
mod filtered;
mod status;

pub use cursor::{Cursor, Range};
pub use data::Data;
pub use facet_rows::{FacetPane, FacetRow, pane_order};
pub use filtered::{FilteredView, LaneSet};
pub use status::{Status, Tone};
