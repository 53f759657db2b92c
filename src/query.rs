//! query, to be written.
