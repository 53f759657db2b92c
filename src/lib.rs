//! dateline.
pub mod export;
pub mod layout;
pub mod load;
pub mod model;
pub mod problem;
pub mod query;
pub mod text;
