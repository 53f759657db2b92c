//! dateline: a terminal browser for curated policy timelines.
//!
//! Layers, each naming only those before it:
//!
//! | layer | what it does |
//! | --- | --- |
//! | [`text`] | width, truncation and sanitizing of text for terminals |
//! | `parallel` | runs large tasks on every core |
//! | [`problem`] | errors and warnings with their location and a hint |
//! | [`model`] | events, dates, actors, policies: a timeline numbered in time order |
//! | [`query`] | selects events: query language, index, facets, filters, search |
//! | [`load`] | parses files into a timeline and collects their problems |
//! | [`history`] | statuses of policies over time, links between events, statistics, diffs of timelines |
//! | [`check`] | contradictions between events, and the filter of problems by code |
//! | [`layout`] | positions of lanes, marks, labels, ticks and bars in the picture |
//! | [`export`] | writes selected events in every format |
//! | [`import`] | reads other formats, and reports what could not be converted |
//! | [`edit`] | edits files without changing any other byte |
//! | [`config`] | the user's settings: views, keys, theme |
//! | [`manual`] | the chapters of the manual |
//! | [`tui`] | the browser: maps keys to actions, applies them to its state, draws the state |
//! | [`cli`] | the command line |
//!
//! As a library: `tests/examples/policies_on.rs` loads a file, runs a query and prints the status of every
//! policy on a day (`cargo run --example policies_on`).
//!
//! # Terms
//!
//! - **Event**: something that happened, with a date, actors, effects and sources. Events are numbered
//!   in time order, so a set of numbers read in order is a timeline.
//! - **Date**: an EDTF date: its text as written, and the span from its earliest to its latest moment.
//! - **Clock**: a further date of an event, such as `announced` or `in-force`; a timeline is placed by one
//!   clock or by `date`.
//! - **Policy**: something that is allowed or not; a **ladder** orders its statuses, strictest first.
//! - **Effect**: the status that an event gives to a policy.
//! - **Track**: the steps of one policy in time order; a **step** is an effect, or its expiry.
//! - **Timeline**: events, actors, policies and head of all files that were loaded.
//! - **Problem**: an error or warning: code, message, location and hint.
//! - **Query**: a condition that events match or not; **filter**: a list of queries shown as chips, which can
//!   be switched on and off.
//! - **Facet**: a property that events can be grouped and counted by, such as country or kind.
//! - **Index**: per value of each facet the set of its events, as bitmaps.
//! - **`RankedSet`**: a set of events with rank and select, so that counting the events before a moment does
//!   not iterate over them.
//! - **Lane**: a row of the picture; **label**: the title next to a mark.
//! - **Scene**: the picture laid out in cells, the same for terminal, SVG and HTML.
//! - **Export**: the selected events and their origin, which every format writes.
//! - **Panel**: a window on top of the timeline, such as the help; its **outcome** is the result of an input.
//! - **`Drawn`**: the result of drawing a frame: hit areas, visible rows, position of the text cursor.
//!
//! # Four walks through the code
//!
//! - **An event, from YAML to a cell**: `load::load` reads the files, `load::split` cuts a text at its
//!   events, `load::yaml` parses each into nodes with spans, `load::event_from_node` converts a node to an event,
//!   `load::resolve` numbers names and sorts the events, `tui::browser::filtered` applies the filters,
//!   `layout::scene` places it, `tui::pane` draws the cell.
//! - **A key, to a frame**: `tui::run` reads it and passes it with the last `Drawn` to `App::on_input`;
//!   the key map maps it to an action; the top panel, which reads the state in `Browser`, or `Browser::act`
//!   handles it; `App::settle` keeps the cursor in view; `view::draw` draws the state and returns the next
//!   `Drawn`.
//! - **A filter, to its counts**: a panel requests a change, `query::Filter` builds a query,
//!   `query::eval` evaluates it to a set of events, `Index::counts` counts each value within the set.
//! - **A selection, to a file**: `Export::of` collects the events and their origin, the format in
//!   `export::formats` lists its omissions and writes the output, `export::save` replaces the file atomically.

pub mod check;
pub mod cli;
pub mod config;
pub mod edit;
pub mod export;
pub mod history;
pub mod import;
pub mod layout;
pub mod load;
pub mod manual;
pub mod model;
mod parallel;
pub mod problem;
pub mod query;
pub mod text;
pub mod tui;
