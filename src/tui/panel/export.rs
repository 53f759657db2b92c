//! The export dialog: format, file, order, and a preview of the output.

use std::io::Write;
use std::path::{Path, PathBuf};

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Behaviour, Hint, Outcome, Request};
use crate::export::{self, Export, Format, Manifest, Omission, SaveError, Variant, formats};
use crate::model::{EventNo, Moment, PolicyNo, Timeline};
use crate::query::{Facet, Selection};
use crate::text::{counted, width, wrap};
use crate::tui::action::{Action, Mode};
use crate::tui::app::{App, SideEffect, Status};
use crate::tui::hit_map::{Extent, HitTarget};
use crate::tui::theme::Role;
use crate::tui::view::{Canvas, Piece, centred};

/// Width in cells of a field's mark and name.
const NAME: u16 = 9;
/// The most events exported and lines shown for the preview.
const PREVIEW: usize = 80;

/// A field of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The format.
    Format,
    /// The path of the file.
    File,
    /// The order of the events.
    Order,
}

/// An [`Export`] without the reference to its timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Content {
    events: Vec<EventNo>,
    range: Option<(Moment, Moment)>,
    manifest: Manifest,
    asked: Vec<PolicyNo>,
    variants: Vec<Variant>,
}

/// The export dialog.
pub struct ExportDialog {
    /// The selected field.
    pub field: Field,
    format: usize,
    /// The file to write.
    pub file: Input,
    /// Whether the list order is reversed; by default that means newest first.
    pub reverse: bool,
    /// Whether the next Enter overwrites an existing file.
    overwrite: bool,
    error: String,
    selection: Selection,
    content: Content,
    omissions: Vec<Omission>,
    /// The first lines of the output.
    pub preview: Vec<String>,
    /// The revision of the filters for which `content` was computed.
    revision: u64,
}

/// A confirmed export, to be written as previewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// The file.
    pub path: PathBuf,
    /// Whether an existing file may be overwritten.
    pub overwrite: bool,
    /// The name of the format.
    pub format: &'static str,
    content: Content,
}

impl Save {
    /// Returns the export over a timeline.
    pub fn export<'t>(&self, timeline: &'t Timeline) -> Export<'t> {
        self.content.export(timeline)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Fails if the file exists and may not be overwritten, or cannot be written.
    pub fn write(&self, timeline: &Timeline) -> Result<(), SaveError> {
        let export = self.export(timeline);
        export::save(&self.path, self.overwrite, |out: &mut dyn Write| match export::find(self.format) {
            Some(format) => (format.write)(&export, out),
            None => Ok(()),
        })
    }
}

impl Content {
    fn export<'t>(&self, timeline: &'t Timeline) -> Export<'t> {
        let Self { events, range, asked, manifest, variants } = self.clone();
        Export { timeline, events, range, asked, manifest, variants }
    }
}

impl ExportDialog {
    /// Opens the dialog for the marked range, or else for all filtered events.
    ///
    /// # Errors
    /// Fails if there is no event to export.
    pub fn open(app: &App) -> Result<Self, Status> {
        let mut dialog = Self {
            field: Field::Format,
            format: 0,
            file: Input::default(),
            reverse: app.shown.order.reverse,
            overwrite: false,
            error: String::new(),
            selection: Selection::default(),
            content: Content::default(),
            omissions: Vec::new(),
            preview: Vec::new(),
            revision: app.shown.revision,
        };
        dialog.refresh(app);
        if dialog.content.events.is_empty() {
            return Err(Status::note("there is no event to export; widen the range or the filters"));
        }
        dialog.file = Input::new(dialog.suggestion(app));
        Ok(dialog)
    }

    /// Returns the selected format.
    pub fn format(&self) -> &'static Format {
        &formats()[self.format.min(formats().len() - 1)]
    }

    /// Returns the export as previewed.
    pub fn export<'t>(&self, timeline: &'t Timeline) -> Export<'t> {
        self.content.export(timeline)
    }

    /// Returns the path of the file, with a leading `~/` expanded.
    fn path(&self) -> PathBuf {
        let typed = self.file.value().trim();
        match (typed.strip_prefix("~/"), std::env::home_dir()) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(typed),
        }
    }

    fn suggestion(&self, app: &App) -> String {
        export::suggested_name(&app.data.paths, &self.selection, self.format().extension)
    }

    /// Selects the events again and updates the preview.
    fn refresh(&mut self, app: &App) {
        let (format, timeline) = (self.format(), &app.data.timeline);
        self.selection = app.selection_in(self.reverse);
        // A picture uses the lanes of the screen.
        let lanes = app.shown.by.0.filter(|by| *by != Facet::Country).map(Variant::Lanes);
        let lanes = lanes.into_iter().filter(|lanes| format.variants.contains(lanes)).collect();
        let mut export = Export::of(timeline, &app.data.index, &self.selection, &app.data.paths, format.name)
            .written(lanes);
        self.omissions = (format.omissions)(&export);
        let Export { events, range, asked, manifest, variants, .. } = export.clone();
        self.content = Content { events, range, manifest, asked, variants };
        export.events.truncate(PREVIEW);
        let mut bytes = Vec::new();
        let result = (format.preview)(&export, &mut bytes);
        let left_out = self.omissions.iter().map(|left| format!("! {}", left.words(timeline)));
        let written = String::from_utf8_lossy(&bytes);
        let preview = left_out.chain(written.lines().map(|line| line.replace('\t', " "))).take(PREVIEW);
        self.preview = match result {
            Ok(()) => preview.map(|line| crate::text::harmless(&line).into_owned()).collect(),
            Err(error) => vec![error.to_string()],
        };
        self.overwrite = false;
    }

    /// Advances the selected field by `steps` values, cyclically.
    fn turn(&mut self, steps: usize, app: &App) {
        let suggested = self.file.value() == self.suggestion(app);
        let before = self.format().extension;
        match self.field {
            Field::Format => self.format = (self.format + steps) % formats().len(),
            Field::Order => self.reverse = !self.reverse,
            Field::File => {}
        }
        if self.field == Field::Format {
            let typed = renamed(&self.path(), before, self.format().extension);
            self.file = Input::new(if suggested { self.suggestion(app) } else { typed });
        }
        self.error.clear();
        self.refresh(app);
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
                self.overwrite = true;
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
        let x = canvas.text(area.x, area.y, area.width, &format!("{mark}{name:<8}"), role);
        canvas.drawn.hits.add(area, HitTarget::Field(field));
        canvas.targets(x, area.y, area.right().saturating_sub(x), pieces);
        x
    }

    fn draw_file(&self, area: Rect, canvas: &mut Canvas) {
        let note = if self.path().exists() { "(exists)" } else { "(new)" };
        let start = self.draw_field(Field::File, "file", &[], area, canvas);
        let room = area.right().saturating_sub(start + width(note) as u16 + 1);
        let scroll = self.file.visual_scroll(usize::from(room.saturating_sub(1)));
        let shown: String = self.file.value().chars().skip(scroll).collect();
        canvas.text(start, area.y, room, &shown, Role::Strong);
        canvas.text(area.right().saturating_sub(width(note) as u16), area.y, 8, note, Role::Quiet);
        if self.field == Field::File {
            let cursor = start + self.file.visual_cursor().saturating_sub(scroll) as u16;
            canvas.drawn.cursor = Some((cursor, area.y));
        }
    }
}

impl Behaviour for ExportDialog {
    fn keys(&self) -> (Mode, &'static [Hint]) {
        (
            Mode::Export,
            &[
                (&[Action::Escape], "back"),
                (&[Action::Accept], "write"),
                (&[Action::Next], "next field"),
                (&[Action::Down, Action::Up], "change"),
                (&[Action::CopyCommand], "copy the command instead"),
            ],
        )
    }

    fn input(&mut self) -> Option<&mut Input> {
        (self.field == Field::File).then_some(&mut self.file)
    }

    fn typed(&mut self, _app: &App) -> Outcome {
        self.overwrite = false;
        self.error.clear();
        Outcome::Stay
    }

    fn holds_text(&self) -> bool {
        true
    }

    fn wheel_rows(&self) -> usize {
        0
    }

    /// Refreshes the preview when the filters or the data have changed.
    fn settle(&mut self, app: &App) -> bool {
        if std::mem::replace(&mut self.revision, app.shown.revision) != app.shown.revision {
            self.refresh(app);
        }
        true
    }

    fn act(&mut self, action: Action, app: &App, _extent: Extent) -> Outcome {
        match action {
            Action::Next => self.field = next_field(self.field),
            Action::Previous => self.field = next_field(next_field(self.field)),
            Action::Down => self.turn(1, app),
            Action::Up => self.turn(formats().len() - 1, app),
            Action::Accept if self.file.value().trim().is_empty() => {
                "give the file a name".clone_into(&mut self.error);
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
    fn click(&mut self, target: HitTarget, _moment: Option<Moment>, app: &App) -> Outcome {
        match target {
            HitTarget::Field(field) if field == self.field => self.turn(1, app),
            HitTarget::Field(field) => self.field = field,
            HitTarget::Format(format) => {
                self.field = Field::Format;
                self.turn(format + formats().len() - self.format, app);
            }
            _ => {}
        }
        Outcome::Stay
    }

    fn draw(&self, app: &App, canvas: &mut Canvas) {
        let manifest = &self.content.manifest;
        let count = counted(self.content.events.len(), "event");
        let words = [&count, &manifest.range, &manifest.query].map(String::as_str);
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let title = format!("Export {}", words.join(app.look.or(" · ", " - ")));
        let inside = canvas.boxed(centred(canvas.layout.body(), 96, u16::MAX), &title);
        let row = |index: u16| Rect { y: inside.y + index, height: 1, ..inside };
        let names = self.format_pieces(inside.width.saturating_sub(NAME), canvas);
        self.draw_field(Field::Format, "format", &names, row(0), canvas);
        let (x, room) = (inside.x + NAME + 2, inside.width.saturating_sub(NAME + 2));
        canvas.fitted(x, inside.y + 1, room, self.format().about, Role::Quiet);
        self.draw_file(row(2), canvas);
        let order = ((self.selection.order.words().to_owned(), Role::Plain), HitTarget::Field(Field::Order));
        self.draw_field(Field::Order, "order", &[order], row(3), canvas);
        let line = app.look.or("─", "-").repeat(usize::from(inside.width));
        canvas.text(inside.x, inside.y + 4, inside.width, &line, Role::Border);
        let (x, room) = (inside.x + 1, inside.width.saturating_sub(2));
        let error = wrap(&self.error, usize::from(room));
        let errors = error.iter().map(|line| (line, Role::Error));
        let lines = errors.chain(self.preview.iter().map(|line| (line, Role::Plain)));
        for ((line, role), y) in lines.zip(inside.y + 5..inside.bottom()) {
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

fn next_field(field: Field) -> Field {
    match field {
        Field::Format => Field::File,
        Field::File => Field::Order,
        Field::Order => Field::Format,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
