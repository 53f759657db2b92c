//! What a user does with dateline, and would lose if it broke.

#![allow(clippy::unwrap_used)]

mod architecture;
mod author;
mod browse;
mod cli;
mod clocks;
mod diff;
#[path = "../fuzz/mod.rs"]
mod fuzz;
mod hints;
mod history;
mod import;
mod keys;
#[path = "../limits/mod.rs"]
mod limits;
mod load;
mod mouse;
mod policies;
mod readme;
mod scale;
mod screens;
mod selection;
mod shipped;
mod stats;
mod sweep;
#[cfg(unix)]
mod terminal;
mod thread;
