//! The timeline as an SVG picture, for the SVG and HTML formats. It uses the same layout scene as the
//! terminal.

mod draw;
mod head;
pub mod kinds;
mod legend;
mod measures;
mod overlap;
mod scene;
mod statuses;

pub use draw::picture;
pub use legend::{key, signs};
pub use measures::px;
pub use scene::{Picture, nothing, placed};
pub use statuses::{class, patterns};

/// The CSS of the picture.
pub const STYLE: &str = include_str!("picture/picture.css");
