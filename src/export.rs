//! export, to be written.
