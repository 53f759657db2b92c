//! The mouse: clicks, drags and the wheel.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{App, Grab};
use crate::layout::Scale;
use crate::model::Moment;
use crate::tui::action::Action;
use crate::tui::hit_map::{Drawn, HitTarget};
use crate::tui::panel::{Facets, Filters, Panel, Sources};
use crate::tui::side_effect::SideEffect;

/// A notch of the mouse wheel.
#[derive(Clone, Copy)]
enum Notch {
    Up,
    Down,
    Left,
    Right,
}

/// The effect of a notch of the wheel.
enum Turn {
    /// Zooms by steps around a column of a scale; positive steps zoom in.
    Zoom(i32, Scale, u16),
    /// Pans by columns.
    Pan(i64),
    /// Performs an action this many times.
    Do(Action, usize),
}

/// Columns panned per horizontal notch.
const PAN_COLUMNS: i64 = 3;
/// Lines that the detail pane scrolls per notch.
const LINES: usize = 3;

impl App {
    /// Handles a mouse event.
    pub(super) fn on_mouse(&mut self, mouse: MouseEvent, drawn: &Drawn) -> Option<SideEffect> {
        let cell = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => self.press(cell, drawn),
            MouseEventKind::Drag(MouseButton::Left) if self.grab.is_some() => self.perform(|app| {
                app.drag(cell).into_iter().for_each(|scale| app.browser.show(scale));
                None
            }),
            // A press and release without a drag is a click.
            MouseEventKind::Up(MouseButton::Left) => match self.grab.take()? {
                Grab::Time { moved: false, .. } => self.click(cell, drawn),
                Grab::Time { .. } | Grab::View { .. } => None,
            },
            MouseEventKind::ScrollUp => self.turn_wheel(cell, Notch::Up, drawn),
            MouseEventKind::ScrollDown => self.turn_wheel(cell, Notch::Down, drawn),
            MouseEventKind::ScrollLeft => self.turn_wheel(cell, Notch::Left, drawn),
            MouseEventKind::ScrollRight => self.turn_wheel(cell, Notch::Right, drawn),
            _ => None,
        }
    }

    /// Starts to drag the timeline, or moves the viewport in the overview to the pointer and starts to drag
    /// it. Anywhere else, handles a click.
    fn press(&mut self, cell: Position, drawn: &Drawn) -> Option<SideEffect> {
        // The mouse cancels a pending key sequence.
        self.keys.clear();
        let is_bare = self.panels.is_empty();
        let hold = |(target, column): (HitTarget, u16)| match target {
            HitTarget::Time(_) if is_bare => Some(Grab::Time { at: cell.x, moved: false }),
            HitTarget::Overview(strip) => Some(Grab::View { left: cell.x - column, strip }),
            _ => None,
        };
        self.grab = drawn.hits.at(cell).find_map(hold);
        match self.grab {
            None => self.click(cell, drawn),
            Some(Grab::Time { .. }) => None,
            Some(Grab::View { .. }) => self.perform(|app| {
                let scale = app.drag(cell);
                app.browser.undoable(|browser| scale.into_iter().for_each(|scale| browser.show(scale)));
                None
            }),
        }
    }

    /// Drags along with the pointer. Returns the new viewport, if something is dragged.
    fn drag(&mut self, cell: Position) -> Option<Scale> {
        let view = self.browser.cursor.scale;
        Some(match self.grab.as_mut()? {
            Grab::Time { at, moved } => {
                let before = std::mem::replace(at, cell.x);
                *moved |= before != cell.x;
                view.pan(i64::from(before) - i64::from(cell.x))
            }
            Grab::View { left, strip } => {
                let last = strip.columns.saturating_sub(1);
                let moment = strip.moment(i64::from(cell.x.saturating_sub(*left).min(last)));
                view.reveal(moment, view.columns / 2)
            }
        })
    }

    /// Zooms around the pointer over time, and scrolls elsewhere. Repeated zooms with a resting pointer keep
    /// the same moment, or the event, exactly under it in spite of rounding to columns.
    fn turn_wheel(&mut self, cell: Position, notch: Notch, drawn: &Drawn) -> Option<SideEffect> {
        // The mouse cancels a pending key sequence.
        self.keys.clear();
        let rows = self.panels.last_mut().map(|panel| panel.wheel_rows());
        let turn = drawn.hits.at(cell).find_map(|(target, column)| turn(rows, target, column, notch))?;
        let event = drawn.hits.at(cell).find_map(|(target, _)| match target {
            HitTarget::Event(event, _) => self.browser.data.anchor(event),
            _ => None,
        });
        self.perform(|app| {
            match turn {
                Turn::Zoom(steps, scale, column) => {
                    let mut known = [app.turned, event].into_iter().flatten();
                    let under = known.find(|moment| scale.visible(*moment) == Some(column));
                    let moment = under.unwrap_or_else(|| scale.moment(i64::from(column)));
                    app.turned = Some(moment);
                    app.browser.zoom_around(steps, moment);
                }
                Turn::Pan(columns) => {
                    app.browser.show(app.browser.cursor.scale.pan(columns));
                }
                Turn::Do(action, times) => return (0..times).find_map(|_| app.act(action, drawn)),
            }
            None
        })
    }

    /// Handles a click on a cell.
    fn click(&mut self, cell: Position, drawn: &Drawn) -> Option<SideEffect> {
        let (target, _) = drawn.hits.at(cell).next()?;
        let moment = drawn.hits.at(cell).find_map(|(target, column)| match target {
            HitTarget::Tick(begins) => Some(begins),
            HitTarget::Time(scale) => Some(scale.moment(i64::from(column))),
            _ => None,
        });
        self.perform(|app| app.click_on(target, moment, drawn))
    }

    /// Handles a click on a target; `moment` is the one under the pointer.
    fn click_on(&mut self, target: HitTarget, moment: Option<Moment>, drawn: &Drawn) -> Option<SideEffect> {
        match target {
            HitTarget::Time(_) | HitTarget::Tick(_) => {
                moment.into_iter().for_each(|moment| self.browser.visit_moment(moment));
            }
            HitTarget::Event(event, lane) => self.browser.click_event(event, lane),
            HitTarget::Lane(lane) if lane == self.browser.cursor.lane => {}
            HitTarget::Lane(lane) => {
                self.browser.change_lane(lane as i64 - self.browser.cursor.lane as i64);
            }
            HitTarget::Listed(event) => self.browser.visit(event),
            HitTarget::Source(source) => self.open(Sources::open(&self.browser, source).map(Into::into)),
            HitTarget::Chip(chip) => self.panels.push(Filters::at(&self.browser, chip).into()),
            HitTarget::Cross(chip) => self.browser.remove_chip(chip),
            HitTarget::Value(facet, row) if self.panels.is_empty() => {
                if let Some(key) = self.browser.facets.key(facet, row) {
                    self.browser.filtering(|filter| filter.include(facet, &key));
                }
            }
            HitTarget::Facet(facet) if self.panels.is_empty() => self.panels.push(Facets::on(facet).into()),
            HitTarget::Do(action) => return self.act(action, drawn),
            HitTarget::Backdrop if self.panel().is_some_and(Panel::holds_text) => {}
            HitTarget::Backdrop => return self.act(Action::Escape, drawn),
            HitTarget::Row(_)
            | HitTarget::Value(..)
            | HitTarget::Facet(_)
            | HitTarget::Field(_)
            | HitTarget::Format(_) => {
                return self.in_panel(drawn, |panel, browser| {
                    panel.take_click(target, moment, browser, drawn.panel)
                });
            }
            HitTarget::Overview(_) | HitTarget::List | HitTarget::Detail | HitTarget::Pane => {}
        }
        None
    }
}

/// Returns the effect of a notch on a target, or `None` to try the target below. `panel_rows` is the number
/// of rows per notch of the top panel, if one is open.
fn turn(panel_rows: Option<usize>, target: HitTarget, column: u16, notch: Notch) -> Option<Turn> {
    let moves = |on: Action, back: Action, times: usize| match notch {
        Notch::Down => Some(Turn::Do(on, times)),
        Notch::Up => Some(Turn::Do(back, times)),
        Notch::Left | Notch::Right => None,
    };
    match (target, panel_rows) {
        (HitTarget::Time(scale) | HitTarget::Overview(scale), _) => Some(match notch {
            Notch::Up => Turn::Zoom(1, scale, column),
            Notch::Down => Turn::Zoom(-1, scale, column),
            Notch::Left => Turn::Pan(-PAN_COLUMNS),
            Notch::Right => Turn::Pan(PAN_COLUMNS),
        }),
        (HitTarget::Pane, Some(rows)) => moves(Action::Down, Action::Up, rows),
        (HitTarget::List, _) => moves(Action::NextEvent, Action::PreviousEvent, 1),
        (HitTarget::Lane(_), _) => moves(Action::LaneDown, Action::LaneUp, 1),
        (HitTarget::Detail, _) => moves(Action::DetailDown, Action::DetailUp, LINES),
        _ => None,
    }
}
