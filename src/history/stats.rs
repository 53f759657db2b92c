//! Statistics on the record and its gaps: pairs of actors, time between linked events, longest silences, and
//! events with few or weak sources.

mod lags;
mod pairs;
mod silence;
mod sources;

pub use lags::{Answered, RelationLags, lags};
pub use pairs::{MOST_ACTORS, pairs};
pub use silence::{Silence, silences};
pub use sources::{SourceWeakness, source_weakness};
