//! What the record holds and what it cannot say: actors that share events, the time from an event to its
//! answer, the longest silences, and events with few or weak sources.

mod lags;
mod pairs;
mod silence;
mod sources;

pub use lags::{Answered, RelationLags, lags};
pub use pairs::{MOST_ACTORS, pairs};
pub use silence::{Silence, silences};
pub use sources::{Footing, footing};
