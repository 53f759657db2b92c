//! The last drawn frame, and whether the state has changed since.

use crossterm::event::{Event as Input, MouseButton, MouseEventKind};

use super::app::App;
use super::hit_map::Drawn;
use super::side_effect::SideEffect;

/// The last frame. Inputs that arrive together are handled without drawing in between, so that the screen
/// keeps up with a held key. Only inputs of the pointer need an up-to-date frame, for its hit areas.
#[derive(Default)]
pub struct LastFrame {
    /// The result of drawing it.
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
    /// By other input, so that the hit areas may be outdated.
    Other,
}

impl LastFrame {
    /// Creates the frame that was just drawn.
    pub fn new(drawn: Drawn) -> Self {
        Self { drawn, change: Change::None }
    }

    /// Whether the state may have changed since the frame was drawn.
    pub fn is_outdated(&self) -> bool {
        self.change != Change::None
    }

    /// Marks the frame as outdated.
    pub fn outdate(&mut self) {
        self.change = Change::Other;
    }

    /// Handles an input. Draws a new frame before it if the input depends on hit areas that may be outdated.
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

/// Returns the kind of change after which an input may still be interpreted against the old frame. A click
/// needs an unchanged one. A notch of the wheel tolerates changes by the pointer, since many notches arrive
/// together and each continues the one before.
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

/// Returns how an input may change the state. Movements of the pointer, which some terminals report, do not.
fn change_by(input: &Input) -> Change {
    match input {
        Input::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => Change::None,
        Input::Mouse(_) => Change::Pointer,
        _ => Change::Other,
    }
}
