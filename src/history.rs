//! What events did to policies and to one another: answers that need the whole record.

pub mod lag;

pub use lag::{Lag, Order};
