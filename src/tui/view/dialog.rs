//! The export dialog.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Piece, centred};
use crate::export::formats;
use crate::text::counted;
use crate::text::{width, wrap};
use crate::tui::app::{App, Dialog, Field};
use crate::tui::hit_map::HitTarget;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::Role;

/// The cells before what a field holds: a mark and its name.
const NAME: u16 = 9;

/// Draws the dialog; the place of the text cursor when the file is typed.
pub fn draw(app: &App, dialog: &Dialog, plan: &ScreenLayout, canvas: &mut Canvas) -> Option<(u16, u16)> {
    let body = Rect { y: 1, height: plan.screen.height.saturating_sub(2), ..plan.screen };
    let area = centred(body, 96, body.height);
    let export = app.export(dialog);
    let words =
        [counted(export.events.len(), "event"), export.manifest.range.clone(), export.manifest.query.clone()];
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let inside = canvas.boxed(area, &format!("Export {}", words.join(app.look.or(" · ", " - "))));
    let row = |index: u16| Rect { y: inside.y + index, height: 1, ..inside };
    let names = format_pieces(dialog, inside.width.saturating_sub(NAME), canvas);
    draw_field(dialog, Field::Format, "format", &names, row(0), canvas);
    canvas.fitted(
        inside.x + NAME + 2,
        inside.y + 1,
        inside.width.saturating_sub(NAME + 2),
        dialog.format().about,
        Role::Quiet,
    );
    let file = draw_file(dialog, row(2), canvas);
    let order = app.export_selection(dialog).order.words();
    let order = ((order.to_owned(), Role::Plain), HitTarget::Field(Field::Order));
    draw_field(dialog, Field::Order, "order", &[order], row(3), canvas);
    let line = app.look.or("─", "-").repeat(usize::from(inside.width));
    canvas.text(inside.x, inside.y + 4, inside.width, &line, Role::Border);
    let error = wrap(&dialog.error, usize::from(inside.width.saturating_sub(2)));
    let errors = error.len() as u16;
    for (line, y) in error.iter().zip(inside.y + 5..inside.bottom()) {
        canvas.text(inside.x + 1, y, inside.width.saturating_sub(2), line, Role::Error);
    }
    for (text, y) in dialog.preview.iter().zip(inside.y + 5 + errors..inside.bottom()) {
        canvas.fitted(inside.x + 1, y, inside.width.saturating_sub(2), text, Role::Plain);
    }
    (dialog.field == Field::File).then_some(file)
}

/// The formats around the chosen one, as many as have room, with a sign where there are more.
fn format_pieces(dialog: &Dialog, room: u16, canvas: &Canvas) -> Vec<(Piece, HitTarget)> {
    let names: Vec<String> = formats().iter().map(|format| format!(" {} ", format.name)).collect();
    let chosen = dialog.format.min(names.len() - 1);
    let end = |start: usize| {
        let mut used = 4;
        let fits = |name: &&String| {
            used += width(name) + 1;
            used <= usize::from(room)
        };
        start + names[start..].iter().take_while(fits).count()
    };
    let start = (0..chosen).find(|start| end(*start) > chosen).unwrap_or(chosen);
    let end = end(start).max(chosen + 1);
    let more = |next: Option<usize>, sign: &str| match next {
        Some(next) => ((sign.to_owned(), Role::Quiet), HitTarget::Format(next)),
        None => ((" ".to_owned(), Role::Quiet), HitTarget::Field(Field::Format)),
    };
    let mut pieces = vec![more(start.checked_sub(1), canvas.look.or("‹", "<"))];
    for (index, name) in (start..).zip(&names[start..end]) {
        let role = if index == chosen { Role::Cursor } else { Role::Plain };
        pieces.push(((name.clone(), role), HitTarget::Format(index)));
        pieces.push(((" ".to_owned(), Role::Plain), HitTarget::Field(Field::Format)));
    }
    pieces.push(more(Some(end).filter(|end| *end < names.len()), canvas.look.or("›", ">")));
    pieces
}

fn draw_field(
    dialog: &Dialog,
    field: Field,
    name: &str,
    pieces: &[(Piece, HitTarget)],
    area: Rect,
    canvas: &mut Canvas,
) -> u16 {
    let here = dialog.field == field;
    let mark = if here { canvas.look.or("▸", ">") } else { " " };
    let role = if here { Role::Key } else { Role::Quiet };
    let x = canvas.text(area.x, area.y, area.width, &format!("{mark}{name:<8}"), role);
    canvas.hits.add(area, HitTarget::Field(field));
    canvas.targets(x, area.y, area.right().saturating_sub(x), pieces);
    x
}

fn draw_file(dialog: &Dialog, area: Rect, canvas: &mut Canvas) -> (u16, u16) {
    let note = if dialog.path().exists() { "(exists)" } else { "(new)" };
    let start = draw_field(dialog, Field::File, "file", &[], area, canvas);
    let room = area.right().saturating_sub(start + width(note) as u16 + 1);
    let scroll = dialog.file.visual_scroll(usize::from(room.saturating_sub(1)));
    let shown: String = dialog.file.value().chars().skip(scroll).collect();
    canvas.text(start, area.y, room, &shown, Role::Strong);
    canvas.text(area.right().saturating_sub(width(note) as u16), area.y, 8, note, Role::Quiet);
    (start + dialog.file.visual_cursor().saturating_sub(scroll) as u16, area.y)
}
