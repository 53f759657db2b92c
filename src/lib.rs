//! dateline: a terminal browser for curated policy timelines.
//!
//! Layers, each naming only those before it:
//!
//! | layer | what it knows |
//! | --- | --- |
//! | [`text`] | how wide text is, and how to make it harmless |
//! | `parallel` | work on every core where there is enough of it |
//! | [`problem`] | what is wrong, where, and what to do |
//! | [`model`] | events, dates, actors, policies: a timeline numbered in time order |
//! | [`query`] | which events: sets, facets, filters, search |
//! | [`load`] | files to a timeline and every problem |
//! | [`history`] | what events did to policies and to one another, and what became of the record |
//! | [`layout`] | what stands where on the picture |
//! | [`export`] | a selection of events in every format |
//! | [`import`] | events of other formats, and what they could not carry |
//! | [`config`] | the reader's own views, keys and looks |
//! | [`manual`] | the chapters of the manual |
//! | [`tui`] | the browser: keys to actions, actions to state, state to screen |
//! | [`cli`] | the command line |

pub mod cli;
pub mod config;
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
