//! layout, to be written.
