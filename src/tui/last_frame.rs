//! The frame on the screen, and whether it still shows the state.

use crossterm::event::{Event as Input, MouseButton, MouseEventKind};

use super::app::{App, SideEffect};
use super::hit_map::Drawn;

/// The last frame. Inputs that arrive together are handled without drawing in between, so that the screen
/// keeps up with a held key; only the pointer needs to know what lies under it now.
#[derive(Default)]
pub struct LastFrame {
    /// What the frame showed.
    pub drawn: Drawn,
    /// How the state has changed since.
    change: Change,
}

/// How the state has changed since the last frame.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// Not at all.
    #[default]
    None,
    /// By the pointer alone.
    Pointer,
    /// By anything else, so that something else may lie under the pointer.
    Other,
}

impl LastFrame {
    /// Creates the frame that was just drawn.
    pub fn new(drawn: Drawn) -> Self {
        Self { drawn, change: Change::None }
    }

    /// Whether the state has changed since the frame was drawn.
    pub fn is_outdated(&self) -> bool {
        self.change != Change::None
    }

    /// Marks the frame as outdated.
    pub fn outdate(&mut self) {
        self.change = Change::Other;
    }

    /// Lets the browser handle an input, after a new frame where the input would point into an outdated one.
    ///
    /// # Errors
    /// Fails if drawing fails.
    pub fn handle<E>(
        &mut self,
        input: &Input,
        app: &mut App,
        draw: impl FnOnce(&App) -> Result<Drawn, E>,
    ) -> Result<Option<SideEffect>, E> {
        if self.change > tolerated(input) {
            *self = Self::new(draw(app)?);
        }
        self.change = self.change.max(change_by(input));
        Ok(app.on_input(input, &self.drawn))
    }
}

/// Returns the changes that an input tolerates in the frame that it is read against. A click tolerates none.
/// The notches of a wheel are many, and each goes on from the one before, wherever that led.
fn tolerated(input: &Input) -> Change {
    match input {
        Input::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) | MouseEventKind::Up(MouseButton::Left) => Change::None,
            MouseEventKind::ScrollUp
            | MouseEventKind::ScrollDown
            | MouseEventKind::ScrollLeft
            | MouseEventKind::ScrollRight => Change::Pointer,
            _ => Change::Other,
        },
        _ => Change::Other,
    }
}

/// Returns how an input may change the state. Some terminals report every movement of the pointer.
fn change_by(input: &Input) -> Change {
    match input {
        Input::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => Change::None,
        Input::Mouse(_) => Change::Pointer,
        _ => Change::Other,
    }
}
