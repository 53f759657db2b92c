//! Lengths in pixels.

/// The width of a scene column in pixels: one character of a 12 px label and some padding.
pub const CELL: f64 = 7.0;
/// The height of a scene row in pixels.
pub const ROW: f64 = 21.0;
/// The height of the axis in pixels.
pub const AXIS: f64 = 42.0;

/// Formats a length in pixels with at most one decimal.
pub fn px(length: f64) -> String {
    let tenths = (length * 10.0).round() / 10.0;
    format!("{tenths}")
}
