//! dateline: a terminal browser for curated policy timelines.
//!
//! Layers, each naming only those before it:
//!
//! | layer | what it knows |
//! | --- | --- |
//! | [`text`] | width, truncation and sanitizing of text for terminals |
//! | `parallel` | work on every core where there is enough of it |
//! | [`problem`] | what is wrong, where, and what to do |
//! | [`model`] | events, dates, actors, policies: a timeline numbered in time order |
//! | [`query`] | which events: sets, facets, filters, search |
//! | [`load`] | files to a timeline and every problem |
//! | [`history`] | what events did to policies and to one another, and what became of the record |
//! | [`check`] | what events say against one another, and which problems are reported |
//! | [`layout`] | the picture: lanes, marks, labels, ticks and bars with their positions |
//! | [`export`] | a selection of events in every format |
//! | [`import`] | events of other formats, and what they could not carry |
//! | [`edit`] | changes to files that keep every other byte |
//! | [`config`] | the reader's own views, keys and looks |
//! | [`manual`] | the chapters of the manual |
//! | [`tui`] | the browser: keys to actions, actions to state, state to screen |
//! | [`cli`] | the command line |
//!
//! As a library: `tests/examples/policies_on.rs` loads a file, asks a query and prints what every policy was
//! on a day (`cargo run --example policies_on`).
//!
//! # Terms
//!
//! - **Event**: something that happened, with a date, actors, effects and sources. Events are numbered
//!   in time order, so a set of numbers read in order is a timeline.
//! - **Date**: an EDTF date: what was written, and the span from its earliest to its latest moment.
//! - **Clock**: which of an event's dates places it on the axis.
//! - **Policy**: something that is allowed or not; a **ladder** orders its statuses, strictest first.
//! - **Effect**: what an event says about the status of a policy.
//! - **Track**: the statuses of one policy over time, each step with the event that it rests on.
//! - **Timeline**: events, actors, policies and head of all files that were loaded.
//! - **Problem**: what is wrong, where, and the hint.
//! - **Query**: which events; **filter**: the queries that are switched on, shown as chips.
//! - **Facet**: a property that events can be grouped and counted by, such as country or kind.
//! - **Index**: per value of each facet the set of its events, as bitmaps.
//! - **`RankedSet`**: a set that answers how many events lie before a moment without walking it.
//! - **Lane**: a row of the picture; **label**: the title next to a mark.
//! - **Scene**: what lies where on the picture, made once for terminal, SVG and HTML.
//! - **Export**: the selected events and their origin, which every format writes.
//! - **Panel**: what lies on top of the browser; its **outcome** says what an action did to it.
//! - **`Drawn`**: what a frame knows afterwards: hit areas, visible rows, the text cursor.
//!
//! # Four walks through the code
//!
//! - **An event, from YAML to a cell**: `load::load` reads the files, `load::split` cuts a text at its
//!   events, `load::yaml` parses with places, `load::event_from_node` reads one event,
//!   `load::resolve` numbers names and sorts, `tui::app::filtered` keeps what the filters leave,
//!   `layout::scene` places it, `tui::view` draws the cell.
//! - **A key, to a frame**: `tui::run` reads it and hands it with the last `Drawn` to `App::on_input`;
//!   the key map gives an action; the browser or the top panel acts; `App::settle` keeps the cursor
//!   in view; `view::draw` draws the state and returns the next `Drawn`.
//! - **A filter, to its counts**: a panel asks for a change, `query::Filter` makes a query of it,
//!   `query::eval` turns that into a set of events, `Index::counts` counts each value within the set.
//! - **A selection, to a file**: `Export::of` takes events and origin, the format in
//!   `export::formats` says what it cannot hold and writes, `export::save` replaces the file whole.

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
