//! The mouse: clicks, what a held button drags along, and the wheel.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{App, Effect};
use crate::layout::Scale;
use crate::model::Date;
use crate::tui::action::Action;
use crate::tui::hit_map::HitTarget;
use crate::tui::keymap::Mode;
use crate::tui::view;

/// What the held button has hold of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Grab {
    /// Time, last seen at this column of the screen. Until it is moved it may still be a click.
    Time { at: u16, moved: bool },
    /// The view in the overview, whose first column this is.
    View { left: u16, strip: Scale },
}

/// A notch of the wheel: two directions that it turns to, two that it is pushed to.
#[derive(Clone, Copy)]
enum Notch {
    Up,
    Down,
    Left,
    Right,
}

/// What a notch of the wheel does.
enum Turn {
    /// Zooms by steps around a column of a scale.
    Zoom(i32, Scale, u16),
    /// Moves the view by columns.
    Pan(i64),
    /// Does an action so many times.
    Do(Action, usize),
}

/// Columns that a notch pushed to a side moves time by.
const PUSH: i64 = 3;
/// Lines that a notch scrolls a text by.
const LINES: usize = 3;

impl App {
    /// What the mouse did.
    pub(super) fn on_mouse(&mut self, mouse: MouseEvent) -> Option<Effect> {
        let cell = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => self.press(cell),
            MouseEventKind::Drag(MouseButton::Left) if self.grab.is_some() => self.drag(cell),
            MouseEventKind::Up(MouseButton::Left) => self.release(cell),
            MouseEventKind::ScrollUp => self.turn_wheel(cell, Notch::Up),
            MouseEventKind::ScrollDown => self.turn_wheel(cell, Notch::Down),
            MouseEventKind::ScrollLeft => self.turn_wheel(cell, Notch::Left),
            MouseEventKind::ScrollRight => self.turn_wheel(cell, Notch::Right),
            _ => None,
        }
    }

    /// Takes hold of time, or brings the view to the pointer in the overview and takes hold of it;
    /// clicks on everything else.
    fn press(&mut self, cell: Position) -> Option<Effect> {
        self.forget_keys();
        let on_top = self.overlay.is_some();
        let hold = |(spot, column): (HitTarget, u16)| match spot {
            HitTarget::Time(_) if !on_top => Some(Grab::Time { at: cell.x, moved: false }),
            HitTarget::Overview(strip) => Some(Grab::View { left: cell.x - column, strip }),
            _ => None,
        };
        self.grab = view::hits(self).at(cell).find_map(hold);
        match self.grab {
            None => self.click(cell),
            Some(Grab::Time { .. }) => None,
            Some(Grab::View { .. }) => self.doing(|app| {
                app.remembering(|app| app.follow(cell));
                None
            }),
        }
    }

    fn drag(&mut self, cell: Position) -> Option<Effect> {
        self.doing(|app| {
            app.follow(cell);
            None
        })
    }

    /// Lets go; time that was not moved was clicked.
    fn release(&mut self, cell: Position) -> Option<Effect> {
        match self.grab.take()? {
            Grab::Time { moved: false, .. } => self.click(cell),
            Grab::Time { .. } | Grab::View { .. } => None,
        }
    }

    /// Moves what the button has hold of along with the pointer.
    fn follow(&mut self, cell: Position) {
        let scale = match &mut self.grab {
            None => return,
            Some(Grab::Time { at, moved }) => {
                let before = std::mem::replace(at, cell.x);
                *moved |= before != cell.x;
                self.cursor.scale.pan(i64::from(before) - i64::from(cell.x))
            }
            Some(Grab::View { left, strip }) => {
                let last = strip.columns.saturating_sub(1);
                let moment = strip.moment(i64::from(cell.x.saturating_sub(*left).min(last)));
                self.cursor.scale.reveal(moment, self.cursor.scale.columns / 2)
            }
        };
        self.show(scale);
    }

    /// Zooms time around the pointer, and moves through whatever else the pointer is on. A pointer that
    /// rests keeps its moment through any number of zooms, and the event it is on stays under it.
    fn turn_wheel(&mut self, cell: Position, notch: Notch) -> Option<Effect> {
        self.forget_keys();
        let hits = view::hits(self);
        let turn = hits.at(cell).find_map(|(spot, column)| turn(self.mode(), spot, column, notch))?;
        let event = hits.at(cell).find_map(|(spot, _)| match spot {
            HitTarget::Event(event, _) => self.data.when(event).map(Date::anchor),
            _ => None,
        });
        self.doing(|app| {
            match turn {
                Turn::Zoom(steps, scale, column) => {
                    let mut known = [app.turned, event].into_iter().flatten();
                    let under = known.find(|moment| scale.visible(*moment) == Some(column));
                    let moment = under.unwrap_or_else(|| scale.moment(i64::from(column)));
                    app.turned = Some(moment);
                    app.zoom_around(steps, moment);
                }
                Turn::Pan(columns) => app.show(app.cursor.scale.pan(columns)),
                Turn::Do(action, times) => return (0..times).find_map(|_| app.act(action)),
            }
            None
        })
    }

    /// Keys that wait for more are not meant for what the mouse does.
    fn forget_keys(&mut self) {
        self.keys.pending.clear();
        self.keys.count = 0;
    }
}

/// What a notch means on a spot; `None` where what lies beneath the spot may tell.
fn turn(mode: Mode, spot: HitTarget, column: u16, notch: Notch) -> Option<Turn> {
    let moves = |on: Action, back: Action, times: usize| match notch {
        Notch::Down => Some(Turn::Do(on, times)),
        Notch::Up => Some(Turn::Do(back, times)),
        Notch::Left | Notch::Right => None,
    };
    match (mode, spot) {
        (Mode::Browse | Mode::Policies, HitTarget::Time(scale) | HitTarget::Overview(scale)) => {
            Some(match notch {
                Notch::Up => Turn::Zoom(1, scale, column),
                Notch::Down => Turn::Zoom(-1, scale, column),
                Notch::Left => Turn::Pan(-PUSH),
                Notch::Right => Turn::Pan(PUSH),
            })
        }
        (Mode::Browse, HitTarget::List) => moves(Action::NextEvent, Action::PreviousEvent, 1),
        (Mode::Browse, HitTarget::Lane(_)) => moves(Action::LaneDown, Action::LaneUp, 1),
        (Mode::Browse, HitTarget::Detail) => moves(Action::DetailDown, Action::DetailUp, LINES),
        (Mode::Reader, HitTarget::Pane) => moves(Action::Down, Action::Up, LINES),
        (Mode::Browse | Mode::Export | Mode::Copy, _) => None,
        (_, HitTarget::Pane) => moves(Action::Down, Action::Up, 1),
        _ => None,
    }
}
