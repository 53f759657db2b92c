//! What a user does with dateline, and would lose if it broke.

#![allow(clippy::unwrap_used)]

mod architecture;
mod browse;
mod cli;
mod clocks;
mod diff;
mod history;
mod import;
mod keys;
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
