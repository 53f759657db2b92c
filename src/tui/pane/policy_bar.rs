//! Policy bars: a pattern per status, its name where it fits, and a mark at each change.

use crate::layout::Status;
use crate::text::width;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;

/// Draws a bar from column `left` in row `y`. The cursor line at column `cursor` runs through it, but not
/// over status names.
pub fn draw(strip: &[Status], (left, y): (u16, u16), cursor: Option<u16>, canvas: &mut Canvas) {
    let look = canvas.look;
    for status in strip {
        let x = left + status.column;
        // The mark of a change hides the shade of its cell.
        let shaded = (0..status.width).zip(status.shades.iter().cycle());
        for (cell, shade) in shaded.skip(usize::from(status.way.is_some())) {
            canvas.text(x + cell, y, 1, look.shade(*shade), Role::from(*shade));
        }
        if let Some(cursor) = cursor.filter(|cursor| (x..x + status.width).contains(cursor)) {
            canvas.text(cursor, y, 1, look.or("┃", "|"), Role::CursorLine);
        }
        let words = width(&status.words) as u16;
        if words > 0 {
            let role = if status.way.is_some() { Role::Strong } else { Role::Plain };
            let spaced = format!(" {} ", status.words);
            canvas.text((left + status.words_at).saturating_sub(1), y, words + 2, &spaced, role);
        }
        if let Some(way) = status.way {
            canvas.text(x, y, 1, look.way(way), Role::Strong);
        }
    }
}
