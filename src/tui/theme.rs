//! What things look like: styles from the terminal's own 16 colours, and glyphs with an ASCII twin.
//!
//! No meaning hangs on colour alone: a glyph, a word or an attribute says the same.

use crate::history::Move;
use crate::layout::Shade;
use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Text that may be overlooked.
    Quiet,
    /// Headings and the title.
    Strong,
    /// Keys in the footer and in help.
    Key,
    /// What the cursor is on.
    Cursor,
    /// The line through the view at the cursor.
    CursorLine,
    /// What lies in the marked range.
    Range,
    /// A hit of the search.
    Hit,
    /// A filter that is on.
    Chip,
    /// A filter that is off.
    ChipOff,
    /// The border of a pane.
    Border,
    /// Something is wrong.
    Error,
    /// Something is in doubt: approximate, uncertain, disputed, weak.
    Doubt,
    /// An address.
    Link,
    /// An event of high importance.
    Weighty,
    /// A status in a bar: how loose it is.
    Status(Shade),
}

/// The kinds of events that have a glyph of their own.
pub const KINDS: [&str; 13] = [
    "decision",
    "authorization",
    "restriction",
    "refusal",
    "proposal",
    "agreement",
    "statement",
    "report",
    "clarification",
    "reaction",
    "delivery",
    "first-use",
    "legislative",
];

/// How the browser looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether colours may be used.
    pub color: bool,
    /// Whether only ASCII may be drawn.
    pub ascii: bool,
}

impl Look {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let (color, modifier) = match role {
            Role::Plain => (None, Modifier::empty()),
            Role::Quiet => (Some(Color::DarkGray), Modifier::empty()),
            Role::Strong => (None, Modifier::BOLD),
            Role::Key => (Some(Color::Cyan), Modifier::BOLD),
            Role::Cursor => (None, Modifier::REVERSED),
            Role::CursorLine => (Some(Color::Cyan), Modifier::empty()),
            Role::Range => (None, Modifier::REVERSED),
            Role::Hit => (Some(Color::Yellow), Modifier::UNDERLINED),
            Role::Chip => (Some(Color::Green), Modifier::BOLD),
            Role::ChipOff => (Some(Color::DarkGray), Modifier::CROSSED_OUT),
            Role::Border => (Some(Color::DarkGray), Modifier::empty()),
            Role::Error => (Some(Color::Red), Modifier::BOLD),
            Role::Doubt => (Some(Color::Yellow), Modifier::ITALIC),
            Role::Link => (Some(Color::Blue), Modifier::UNDERLINED),
            Role::Weighty => (Some(Color::Magenta), Modifier::BOLD),
            Role::Status(Shade::Rung(0)) => (Some(Color::Red), Modifier::empty()),
            Role::Status(Shade::Rung(1)) => (Some(Color::Magenta), Modifier::empty()),
            Role::Status(Shade::Rung(2)) => (Some(Color::Cyan), Modifier::empty()),
            Role::Status(Shade::Rung(_)) => (Some(Color::Green), Modifier::empty()),
            Role::Status(Shade::Unclear) => (Some(Color::Yellow), Modifier::empty()),
            Role::Status(_) => (Some(Color::DarkGray), Modifier::empty()),
        };
        let style = Style::new().add_modifier(modifier);
        color.filter(|_| self.color).map_or(style, |color| style.fg(color))
    }

    /// The cell of a status bar: the denser, the stricter.
    pub fn shade(self, shade: Shade) -> &'static str {
        match shade {
            Shade::Rung(0) => self.or("█", "#"),
            Shade::Rung(1) => self.or("▓", "%"),
            Shade::Rung(2) => self.or("▒", "-"),
            Shade::Rung(_) => self.or("░", "."),
            Shade::Nothing => self.or("·", "'"),
            Shade::Unclear => "?",
            Shade::Elsewhere => self.or("≈", "~"),
            Shade::Unknown => " ",
        }
    }

    /// The mark of a change: more is allowed, less, or neither.
    pub fn way(self, way: Move) -> &'static str {
        match way {
            Move::Loosening => self.or("▲", "^"),
            Move::Tightening => self.or("▼", "v"),
            Move::Neither => self.or("≠", "!"),
        }
    }

    /// The glyph of a kind of event: the same in list, lanes and detail.
    pub fn kind(self, kind: Option<&str>) -> &'static str {
        let (glyph, ascii) = match kind.unwrap_or_default() {
            "decision" => ("◆", "D"),
            "authorization" => ("▲", "A"),
            "restriction" => ("▼", "V"),
            "refusal" => ("■", "N"),
            "proposal" => ("◇", "P"),
            "statement" => ("●", "s"),
            "report" => ("○", "r"),
            "clarification" => ("◎", "c"),
            "reaction" => ("▪", "x"),
            "agreement" => ("◈", "G"),
            "delivery" => ("▸", ">"),
            "first-use" => ("★", "*"),
            "legislative" | "law" => ("§", "L"),
            _ => ("•", "o"),
        };
        if self.ascii { ascii } else { glyph }
    }

    /// One of two texts: the second where only ASCII may be drawn.
    pub fn or(self, drawn: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { drawn }
    }

    /// A bar of a density strip, from 0 (nothing) to 8 (full).
    pub fn level(self, level: u8) -> &'static str {
        const DRAWN: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        const ASCII: [&str; 9] = [" ", ".", ".", ":", ":", "+", "+", "#", "#"];
        let levels = if self.ascii { ASCII } else { DRAWN };
        levels[usize::from(level.min(8))]
    }
}
