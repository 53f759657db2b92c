//! What the record holds and what it cannot say: who stands with whom, how fast one event answered
//! another, who fell silent for how long, what rests on little, what is contested.

mod lags;
mod pairs;
mod silence;
mod sources;

pub use lags::{Answered, Lags, Spread, lags};
pub use pairs::{MOST_ACTORS, Pair, pairs};
pub use silence::{Gap, Silence, silences};
pub use sources::{Footing, footing};
