//! The export dialog: format, file, order, and a preview of the output.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Hint, Outcome, Panel, Request};
use crate::export::svg::{WIDTH, WIDTHS};
use crate::export::{self, Export, Format, Omission, SaveError, Variant, formats};
use crate::model::{Moment, Timeline};
use crate::query::{Facet, Selection};
use crate::text::{counted, width, wrap};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Status};
use crate::tui::canvas::{Canvas, Piece, centred};
use crate::tui::hit_map::{Extent, Field, HitTarget};
use crate::tui::side_effect::{Content, Save, SideEffect};
use crate::tui::theme::Role;

/// Width in cells of a field's mark and name.
const NAME: u16 = 10;
/// The most events exported and lines shown for the preview.
const PREVIEW: usize = 80;
/// The most bytes of the preview.
const LONGEST_PREVIEW: usize = 1 << 20;

/// The export dialog.
#[derive(Default)]
pub struct ExportDialog {
    /// The selected field.
    pub field: Field,
    format: usize,
    /// The path to write to.
    pub file: Input,
    /// Whether the list order is reversed; by default that means newest first.
    pub reverse: bool,
    /// The entered picture width in pixels; empty for the default.
    width: Input,
    /// The entered picture title; empty for the title of the timeline.
    title: Input,
    /// Whether Markdown includes the policies.
    policies: bool,
    /// The path whose existence was checked last, and whether it exists.
    looked_for: (String, bool),
    /// Whether the next Enter overwrites an existing file.
    overwrite: bool,
    error: String,
    selection: Selection,
    /// What is previewed and would be written.
    pub content: Content,
    omissions: Vec<Omission>,
    /// The first lines of the output.
    pub preview: Vec<String>,
    /// The revision of the filters for which `content` was computed.
    revision: u64,
}

/// The beginning of an output. Stops the writer at [`LONGEST_PREVIEW`], which a single event may exceed.
#[derive(Default)]
struct Beginning(Vec<u8>);

impl Write for Beginning {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(LONGEST_PREVIEW - self.0.len());
        self.0.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl ExportDialog {
    /// Opens the dialog for the marked range, or else for all filtered events.
    ///
    /// # Errors
    /// Fails if there is no event to export.
    pub fn open(browser: &Browser) -> Result<Self, Status> {
        let (reverse, revision) = (browser.shown.order.reverse, browser.shown.revision);
        let mut dialog = Self { reverse, revision, ..Self::default() };
        dialog.refresh(browser);
        if dialog.content.events.is_empty() {
            return Err(Status::note("there is no event to export; widen the range or the filters"));
        }
        dialog.file = Input::new(dialog.suggestion(browser));
        Ok(dialog)
    }

    /// Returns the selected format.
    pub fn format(&self) -> &'static Format {
        &formats()[self.format.min(formats().len() - 1)]
    }

    /// Returns the fields that the format has, from top to bottom.
    fn fields(&self) -> &'static [Field] {
        match self.format().name {
            "svg" => &[Field::Format, Field::File, Field::Order, Field::Width, Field::Title],
            "md" => &[Field::Format, Field::File, Field::Order, Field::Policies],
            _ => &[Field::Format, Field::File, Field::Order],
        }
    }

    /// Selects the field `steps` further on, cyclically.
    fn next_field(&mut self, steps: usize) {
        let fields = self.fields();
        let at = fields.iter().position(|field| *field == self.field).unwrap_or(0);
        self.field = fields[(at + steps) % fields.len()];
    }

    /// Returns the variants for the values of the fields.
    ///
    /// # Errors
    /// Fails if the width is not a number in [`WIDTHS`].
    fn variants(&self, browser: &Browser) -> Result<Vec<Variant>, String> {
        let has = |field| self.fields().contains(&field);
        // A picture uses the lanes of the screen.
        let lanes = browser.shown.by.facet().filter(|by| *by != Facet::Country).map(Variant::Lanes);
        let lanes = lanes.filter(|lanes| self.format().variants.contains(lanes));
        let policies = (self.policies && has(Field::Policies)).then_some(Variant::WithPolicies);
        let typed = self.width.value().trim();
        let width = if typed.is_empty() || !has(Field::Width) {
            None
        } else {
            let width = typed.parse().ok().filter(|width| WIDTHS.contains(width));
            let (least, most) = (WIDTHS.start(), WIDTHS.end());
            Some(width.ok_or_else(|| format!("the width is a number of pixels from {least} to {most}"))?)
        };
        Ok(lanes.into_iter().chain(policies).chain(width.map(Variant::Width)).collect())
    }

    /// Returns the path of the file, with a leading `~/` expanded.
    fn path(&self) -> PathBuf {
        let typed = self.file.value().trim();
        match (typed.strip_prefix("~/"), std::env::home_dir()) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(typed),
        }
    }

    fn suggestion(&self, browser: &Browser) -> String {
        export::suggested_name(&browser.data.paths, &self.selection, self.format().extension)
    }

    /// Selects the events again and updates the preview.
    fn refresh(&mut self, browser: &Browser) {
        let (format, timeline) = (self.format(), &browser.data.timeline);
        self.selection = browser.selection_in(self.reverse);
        let variants = self.variants(browser).unwrap_or_else(|error| {
            self.error = error;
            Vec::new()
        });
        let mut export =
            Export::of(timeline, &browser.data.index, &self.selection, &browser.data.paths, format.name)
                .written(variants);
        let title = self.title.value().trim();
        if self.fields().contains(&Field::Title) && !title.is_empty() {
            export = export.titled(title);
        }
        self.omissions = (format.omissions)(&export);
        let Export { events, range, asked, manifest, variants, .. } = export.clone();
        self.content = Content { events, range, manifest, asked, variants };
        export.events.truncate(PREVIEW);
        let mut begin = Beginning::default();
        let result = format.export_preview(&export, &mut begin);
        let left_out = self.omissions.iter().map(|left| format!("! {}", left.words(timeline)));
        let written = String::from_utf8_lossy(&begin.0);
        let preview = left_out.chain(written.lines().map(|line| line.replace('\t', " "))).take(PREVIEW);
        self.preview = match result {
            Err(error) if begin.0.is_empty() => vec![error.to_string()],
            // The writer may have been stopped at the end of the preview.
            _ => preview.map(|line| crate::text::sanitize(&line).into_owned()).collect(),
        };
        self.overwrite = false;
    }

    /// Advances the selected field by `steps` values, cyclically.
    fn turn(&mut self, steps: usize, browser: &Browser) {
        let suggested = self.file.value() == self.suggestion(browser);
        let before = self.format().extension;
        match self.field {
            Field::Format => self.format = (self.format + steps) % formats().len(),
            Field::Order => self.reverse = !self.reverse,
            Field::Policies => self.policies = !self.policies,
            Field::File | Field::Width | Field::Title => {}
        }
        if self.field == Field::Format {
            let typed = renamed(&self.path(), before, self.format().extension);
            self.file = Input::new(if suggested { self.suggestion(browser) } else { typed });
        }
        self.error.clear();
        self.refresh(browser);
    }

    /// Handles the result of writing. Returns the final message if the dialog is to close.
    pub fn saved(&mut self, result: Result<(), SaveError>, timeline: &Timeline) -> Option<Status> {
        match result {
            Ok(()) => {
                let events = self.content.events.len() - Omission::missing(&self.omissions);
                let wrote = format!("wrote {} to {}", counted(events, "event"), self.file.value().trim());
                let omissions = self.omissions.iter().map(|left| left.words(timeline));
                let words: Vec<String> = std::iter::once(wrote).chain(omissions).collect();
                return Some(Status::note(words.join("; ")));
            }
            Err(SaveError::Exists(_)) => {
                (self.overwrite, self.looked_for.1) = (true, true);
                "this file exists; Enter overwrites it, or type another name".clone_into(&mut self.error);
                self.field = Field::File;
            }
            Err(error) => self.error = error.to_string(),
        }
        None
    }

    /// Returns the formats around the selected one that fit, with arrows where more are hidden.
    fn format_pieces(&self, room: u16, canvas: &Canvas) -> Vec<(Piece, HitTarget)> {
        let names: Vec<String> = formats().iter().map(|format| format!(" {} ", format.name)).collect();
        let chosen = self.format.min(names.len() - 1);
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
        &self,
        field: Field,
        name: &str,
        pieces: &[(Piece, HitTarget)],
        area: Rect,
        canvas: &mut Canvas,
    ) -> u16 {
        let here = self.field == field;
        let mark = if here { canvas.look.or("▸", ">") } else { " " };
        let role = if here { Role::Key } else { Role::Quiet };
        let x = canvas.text(area.x, area.y, area.width, &format!("{mark}{name:<9}"), role);
        canvas.drawn.hits.add(area, HitTarget::Field(field));
        canvas.targets(x, area.y, area.right().saturating_sub(x), pieces);
        x
    }

    /// Draws an input field, with a note at the right if there is room for both.
    fn draw_input(
        &self,
        (field, name): (Field, &str),
        input: &Input,
        note: &str,
        area: Rect,
        canvas: &mut Canvas,
    ) {
        let start = self.draw_field(field, name, &[], area, canvas);
        let room = area.right().saturating_sub(start);
        let taken = width(note) as u16 + 1;
        let (note, room) = if room > 2 * taken { (note, room - taken) } else { ("", room) };
        let cursor = canvas.drawn.cursor;
        canvas.input(input, Rect { x: start, width: room, ..area }, Role::Strong);
        if self.field != field {
            canvas.drawn.cursor = cursor;
        }
        canvas.text(area.right() - width(note) as u16, area.y, taken, note, Role::Quiet);
    }

    /// Draws a field on its row.
    fn draw_row(&self, field: Field, area: Rect, canvas: &mut Canvas) {
        let choice = |words: &str| [((words.to_owned(), Role::Plain), HitTarget::Field(field))];
        match field {
            Field::Format => {
                let names = self.format_pieces(area.width.saturating_sub(NAME), canvas);
                self.draw_field(field, "format", &names, area, canvas);
            }
            Field::File => {
                let note = if self.looked_for.1 { "(exists)" } else { "(new)" };
                self.draw_input((field, "file"), &self.file, note, area, canvas);
            }
            Field::Order => {
                let order = choice(self.selection.order.words());
                self.draw_field(field, "order", &order, area, canvas);
            }
            Field::Width => {
                let note = format!("(pixels, usually {WIDTH})");
                self.draw_input((field, "width"), &self.width, &note, area, canvas);
            }
            Field::Title => {
                let note = if self.title.value().is_empty() { "(that of the timeline)" } else { "" };
                self.draw_input((field, "title"), &self.title, note, area, canvas);
            }
            Field::Policies => {
                let words = if self.policies { "at the ends of the range, and what changed" } else { "no" };
                self.draw_field(field, "policies", &choice(words), area, canvas);
            }
        }
    }
}

impl Panel for ExportDialog {
    fn mode(&self) -> Mode {
        Mode::Export
    }

    fn hints(&self) -> &'static [Hint] {
        &[
            (&[Action::Escape], "back"),
            (&[Action::Accept], "write"),
            (&[Action::Next], "next field"),
            (&[Action::Down, Action::Up], "change"),
            (&[Action::CopyCommand], "copy the command instead"),
        ]
    }

    fn input(&mut self) -> Option<&mut Input> {
        match self.field {
            Field::File => Some(&mut self.file),
            Field::Width => Some(&mut self.width),
            Field::Title => Some(&mut self.title),
            Field::Format | Field::Order | Field::Policies => None,
        }
    }

    fn typed(&mut self, browser: &Browser) -> Outcome {
        self.overwrite = false;
        self.error.clear();
        if self.field != Field::File {
            self.refresh(browser);
        }
        Outcome::Stay
    }

    fn holds_text(&self) -> bool {
        true
    }

    fn wheel_rows(&mut self) -> usize {
        0
    }

    /// Recomputes the preview if the filters or the data have changed, and checks whether the file exists if
    /// its path has changed.
    fn settle(&mut self, browser: &Browser) -> bool {
        if std::mem::replace(&mut self.revision, browser.shown.revision) != browser.shown.revision {
            self.refresh(browser);
        }
        if self.looked_for.0 != self.file.value() {
            self.looked_for = (self.file.value().to_owned(), self.path().exists());
        }
        true
    }

    fn act(&mut self, action: Action, browser: &Browser, _extent: Extent) -> Outcome {
        match action {
            Action::Next => self.next_field(1),
            Action::Previous => self.next_field(self.fields().len() - 1),
            Action::Down => self.turn(1, browser),
            Action::Up => self.turn(formats().len() - 1, browser),
            Action::Accept if self.file.value().trim().is_empty() => {
                "give the file a name".clone_into(&mut self.error);
            }
            Action::Accept | Action::CopyCommand if self.variants(browser).is_err() => {
                self.error = self.variants(browser).err().unwrap_or_default();
            }
            Action::Accept => {
                let (path, format) = (self.path(), self.format().name);
                let save = Save { path, overwrite: self.overwrite, format, content: self.content.clone() };
                return Outcome::Do(Request::Run(SideEffect::Save(Box::new(save))));
            }
            Action::CopyCommand => {
                let command = self.content.manifest.command.clone();
                return Outcome::Do(Request::Run(SideEffect::Copy(command, "the command line")));
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    /// Selects a field, or advances it if it is selected already.
    fn click(&mut self, target: HitTarget, _moment: Option<Moment>, browser: &Browser) -> Outcome {
        match target {
            HitTarget::Field(field) if field == self.field => self.turn(1, browser),
            HitTarget::Field(field) => self.field = field,
            HitTarget::Format(format) => {
                self.field = Field::Format;
                self.turn(format + formats().len() - self.format, browser);
            }
            _ => {}
        }
        Outcome::Stay
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let manifest = &self.content.manifest;
        let count = counted(self.content.events.len(), "event");
        let words = [&count, &manifest.range, &manifest.query].map(String::as_str);
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let title = format!("Export {}", words.join(browser.look.or(" · ", " - ")));
        let inside = canvas.boxed(centred(canvas.layout.body(), 96, u16::MAX), &title);
        // The description of the format takes another row below it.
        let rows = self.fields().iter().flat_map(|field| {
            let about = (*field == Field::Format).then_some(None);
            std::iter::once(Some(*field)).chain(about)
        });
        let rows: Vec<Option<Field>> = rows.collect();
        let selected = rows.iter().position(|row| *row == Some(self.field)).unwrap_or(0);
        let first = (selected + 1).saturating_sub(usize::from(inside.height));
        let mut y = inside.y;
        for row in rows.iter().skip(first).take(usize::from(inside.height)) {
            let line = Rect { y, height: 1, ..inside };
            if let Some(field) = row {
                self.draw_row(*field, line, canvas);
            } else {
                let (x, room) = (inside.x + NAME + 2, inside.width.saturating_sub(NAME + 2));
                canvas.fitted(x, y, room, self.format().about, Role::Quiet);
            }
            y += 1;
        }
        if y < inside.bottom() {
            let line = browser.look.or("─", "-").repeat(usize::from(inside.width));
            canvas.text(inside.x, y, inside.width, &line, Role::Border);
        }
        let (x, room) = (inside.x + 1, inside.width.saturating_sub(2));
        let error = wrap(&self.error, usize::from(room));
        let errors = error.iter().map(|line| (line, Role::Error));
        let lines = errors.chain(self.preview.iter().map(|line| (line, Role::Plain)));
        for ((line, role), y) in lines.zip(y + 1..inside.bottom()) {
            canvas.fitted(x, y, room, line, role);
        }
    }
}

/// Replaces the extension of a path; extensions may have two parts, such as `csl.json`.
fn renamed(path: &Path, before: &str, extension: &str) -> String {
    let name = path.to_string_lossy();
    match name.strip_suffix(before).and_then(|name| name.strip_suffix('.')) {
        Some(stem) => format!("{stem}.{extension}"),
        None => path.with_extension(extension).to_string_lossy().into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_keeps_the_beginning_and_stops_the_writer() {
        let mut begin = Beginning::default();
        begin.write_all(b"title\n").unwrap();
        assert!(begin.write_all(&vec![b'x'; LONGEST_PREVIEW]).is_err());
        assert!(begin.0.len() == LONGEST_PREVIEW && begin.0.starts_with(b"title\nx"));
    }

    #[test]
    fn another_format_changes_the_whole_extension_and_nothing_else() {
        for (path, before, after, name) in [
            ("memo.md", "md", "csl.json", "memo.csl.json"),
            ("a/memo.csl.json", "csl.json", "timeline.json", "a/memo.timeline.json"),
            ("memo.v2.timeline.json", "timeline.json", "md", "memo.v2.md"),
            ("memo.txt", "md", "ics", "memo.ics"),
            ("memo", "md", "ics", "memo.ics"),
        ] {
            assert_eq!(renamed(Path::new(path), before, after), name);
        }
    }
}
