//! A drawing surface of terminal cells: text by role, and boxes. Everything is clipped to the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_input::Input;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{is_by_cells, width};
use crate::tui::hit_map::{Drawn, HitTarget};
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::{Look, Role};

/// A piece of text in a line, with the role that styles it.
pub type Piece = (String, Role);

/// The screen being drawn.
pub struct Canvas<'b> {
    buffer: &'b mut Buffer,
    /// The areas of the screen.
    pub layout: ScreenLayout,
    pub look: Look,
    /// Hit areas, cursor and extents of this frame, for handling the next input.
    pub drawn: Drawn,
}

impl<'b> Canvas<'b> {
    /// Creates a canvas on a buffer.
    pub fn new(buffer: &'b mut Buffer, layout: ScreenLayout, look: Look) -> Self {
        Self { buffer, layout, look, drawn: Drawn::default() }
    }

    /// Writes at most `room` cells of a text. Returns the column after it.
    pub fn text(&mut self, x: u16, y: u16, room: u16, text: &str, role: Role) -> u16 {
        // Resets the style of what was drawn there before.
        let style = Style::reset().patch(self.look.style(role));
        self.styled(x, y, room, text, style)
    }

    fn styled(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y >= area.bottom() || x >= area.right() {
            return x;
        }
        let room = room.min(area.right() - x);
        let ascii;
        let text = if self.look.ascii && !text.is_ascii() {
            ascii = to_ascii(text);
            &ascii
        } else {
            text
        };
        if !is_by_cells(text) {
            return self.buffer.set_stringn(x, y, text, usize::from(room), style).0;
        }
        // Most text has one character per cell. Skipping segmentation halves the cost of a frame.
        let start = self.buffer.index_of(x, y);
        let cells = self.buffer.content[start..start + usize::from(room)].iter_mut().zip(text.chars());
        cells.fold(x, |x, (cell, c)| {
            cell.set_char(c).set_style(style);
            x + 1
        })
    }

    /// Writes a text, truncated with `…` to `room` cells. Returns the column after it.
    pub fn fitted(&mut self, x: u16, y: u16, room: u16, text: &str, role: Role) -> u16 {
        let fitted = crate::text::truncate(text, usize::from(room));
        self.text(x, y, room, &fitted, role)
    }

    /// Writes pieces one after the other, cropped to `room` cells. Returns the column after them.
    pub fn line(&mut self, x: u16, y: u16, room: u16, pieces: &[Piece]) -> u16 {
        let end = x.saturating_add(room);
        let write = |x: u16, (text, role): &Piece| self.text(x, y, end.saturating_sub(x), text, *role);
        pieces.iter().fold(x, write)
    }

    /// Writes pieces one after the other, truncated with `…` to `room` cells.
    pub fn cut_line(&mut self, x: u16, y: u16, room: u16, pieces: &[Piece]) {
        let end = x.saturating_add(room);
        let write = |x: u16, (text, role): &Piece| self.fitted(x, y, end.saturating_sub(x), text, *role);
        pieces.iter().fold(x, write);
    }

    /// Writes pieces one after the other, each with its hit target. Returns the column after them.
    pub fn targets(&mut self, x: u16, y: u16, room: u16, pieces: &[(Piece, HitTarget)]) -> u16 {
        let end = x.saturating_add(room);
        pieces.iter().fold(x, |x, ((text, role), spot)| {
            let after = self.text(x, y, end.saturating_sub(x), text, *role);
            self.drawn.hits.add(Rect { x, y, width: after - x, height: 1 }, *spot);
            after
        })
    }

    /// Draws an input line with the text cursor; shows `hint` while the input is empty.
    pub fn typed(&mut self, input: &Input, area: Rect, hint: &str) {
        let x = self.text(area.x, area.y, area.width, "> ", Role::Key);
        let room = area.right().saturating_sub(x);
        if input.value().is_empty() {
            self.fitted(x, area.y, room, hint, Role::Quiet);
        }
        self.input(input, Rect { x, width: room, ..area }, Role::Plain);
    }

    /// Draws the part of an input around the text cursor, and the cursor. Returns the number of columns scrolled
    /// out of view and the column after the input.
    pub fn input(&mut self, input: &Input, area: Rect, role: Role) -> (usize, u16) {
        let scroll = input.visual_scroll(usize::from(area.width.saturating_sub(1)));
        let mut hidden = 0;
        let is_hidden = |grapheme: &&str| {
            let is_hidden = hidden < scroll;
            hidden += width(grapheme);
            is_hidden
        };
        let shown: String = input.value().graphemes(true).skip_while(is_hidden).collect();
        let end = self.text(area.x, area.y, area.width, &shown, role);
        let cursor = area.x + input.visual_cursor().saturating_sub(scroll) as u16;
        self.drawn.cursor = Some((cursor.min(area.right().saturating_sub(1)), area.y));
        (scroll, end)
    }

    /// Adds a role's style to an area without changing its text.
    pub fn mark(&mut self, area: Rect, role: Role) {
        let style = self.look.style(role);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
        }
    }

    /// Draws a box with a title over an emptied area. Returns the area inside the border, which is empty if
    /// the box has no room for content.
    pub fn boxed(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.buffer.area);
        self.clear(area);
        self.drawn.hits.add(area, HitTarget::Pane);
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let look = self.look;
        let line = look.or("─", "-").repeat(usize::from(area.width - 2));
        let (left, right) = (area.left(), area.right() - 1);
        for (y, start, end) in [
            (area.top(), look.or("┌", "+"), look.or("┐", "+")),
            (area.bottom() - 1, look.or("└", "+"), look.or("┘", "+")),
        ] {
            self.text(left, y, 1, start, Role::Border);
            self.text(left + 1, y, area.width - 2, &line, Role::Border);
            self.text(right, y, 1, end, Role::Border);
        }
        for y in area.top() + 1..area.bottom() - 1 {
            self.text(left, y, 1, look.or("│", "|"), Role::Border);
            self.text(right, y, 1, look.or("│", "|"), Role::Border);
        }
        if !title.is_empty() && area.width > 6 {
            self.fitted(left + 1, area.top(), area.width - 2, &format!(" {title} "), Role::Strong);
        }
        Rect::new(left + 1, area.top() + 1, area.width - 2, area.height - 2)
    }
}

/// Returns a rectangle in the middle of `area`, of this size or as large as fits.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)
}

/// Replaces each grapheme cluster by ASCII of the same width, since the text is already measured and fitted:
/// by `?` if none is similar.
fn to_ascii(text: &str) -> String {
    text.graphemes(true).map(|grapheme| ascii_twin(grapheme, width(grapheme))).collect()
}

/// Returns the ASCII for a grapheme cluster, decided by its first character, in `cells` cells.
fn ascii_twin(grapheme: &str, cells: usize) -> String {
    let twin = match grapheme.chars().next() {
        Some(c @ ' '..='~') => c,
        Some('…') => '$',
        Some('–' | '—' | '─' | '╌' | '·') => '-',
        Some('‘' | '’') => '\'',
        Some('“' | '”') => '"',
        Some('→' | '▶') => '>',
        Some('←' | '◀' | '≤') => '<',
        Some('×') => 'x',
        Some('↓') => 'v',
        Some('↑') => '^',
        _ => return "?".repeat(cells),
    };
    format!("{twin:<cells$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::BuiltIn;

    /// Texts whose characters join: Arabic lam and alef, emoji with joiners, skin and presentation selectors, flags,
    /// accents, halfwidth katakana, Hangul letters and conjuncts.
    const JOINED: [&str; 9] = [
        "لا إله إلا الله",
        "الإعلان عن الاتفاق",
        "👨\u{200D}👩\u{200D}👧 family",
        "👍🏽 ▶\u{FE0F} 1\u{FE0F}\u{20E3}",
        "🇺🇦🇬🇧",
        "e\u{301}te\u{301}",
        "ｶﾞｷﾞ",
        "\u{1112}\u{1161}\u{11ab}",
        "क्षत्रिय",
    ];

    fn row(text: &str, ascii: bool) -> (u16, String) {
        let layout = ScreenLayout::new(60, 1);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 1));
        let end = Canvas::new(&mut buffer, layout, Look::new(BuiltIn::Mono, ascii)).text(
            0,
            0,
            60,
            text,
            Role::Plain,
        );
        (end, buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect())
    }

    #[test]
    fn no_letter_is_lost_because_a_text_is_drawn_wider_than_measured() {
        for text in JOINED {
            assert_eq!(usize::from(row(text, false).0), width(text), "{text}");
        }
    }

    #[test]
    fn columns_stay_in_line_when_joined_characters_become_ascii() {
        for text in JOINED {
            let (end, drawn) = row(text, true);
            assert_eq!((usize::from(end), drawn.is_ascii()), (width(text), true), "{text}: {drawn}");
        }
        assert!(row("👨\u{200D}👩\u{200D}👧 e\u{301} – ✕", true).1.starts_with("?? e - ? "));
    }

    #[test]
    fn the_end_of_a_long_input_stands_before_the_cursor_also_in_wide_letters() {
        for (typed, shown) in [("日月火水木金土日月火", "日月火"), ("abcdefghij", "defghij"), ("ab", "ab")]
        {
            let area = Rect::new(0, 0, 8, 1);
            let mut buffer = Buffer::empty(area);
            let mut canvas =
                Canvas::new(&mut buffer, ScreenLayout::new(8, 1), Look::new(BuiltIn::Mono, false));
            canvas.input(&Input::new(typed.to_owned()), area, Role::Plain);
            assert_eq!(canvas.drawn.cursor, Some((width(shown) as u16, 0)), "{typed}");
            let cells: String = buffer.content().iter().map(|cell| cell.symbol().trim()).collect();
            assert_eq!(cells, shown);
        }
    }
}
