//! The mouse, where the reader asked for it: a click goes there, the wheel zooms, dragging pans.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{App, Effect};
use crate::tui::action::Action;

impl App {
    /// What the mouse did. Over a panel the wheel moves its selection; everything else waits below it.
    pub(super) fn on_mouse(&mut self, mouse: MouseEvent) -> Option<Effect> {
        let is_open = self.overlay.is_some();
        match mouse.kind {
            MouseEventKind::ScrollUp if is_open => return self.update(Action::Up),
            MouseEventKind::ScrollDown if is_open => return self.update(Action::Down),
            MouseEventKind::ScrollUp => return self.update(Action::ZoomIn),
            MouseEventKind::ScrollDown => return self.update(Action::ZoomOut),
            MouseEventKind::Down(MouseButton::Left) if !is_open => self.click(mouse.column, mouse.row),
            MouseEventKind::Drag(MouseButton::Left) if !is_open => self.drag(mouse.column),
            _ => {}
        }
        None
    }

    fn click(&mut self, column: u16, row: u16) {
        let at = Position::new(column, row);
        let plan = self.plan();
        let framed = u16::from(plan.axis.is_some());
        let rows = Rect { y: plan.list.y + framed, height: plan.list_rows(), ..plan.list };
        self.dragged = None;
        if rows.contains(at) {
            let place = self.cursor.list_top + u64::from(row - rows.y);
            if let Some(event) = self.shown.nth(place) {
                self.jumping(|app| app.place(event));
            }
        } else if [plan.axis, plan.lanes].into_iter().flatten().any(|pane| pane.contains(at)) {
            let columns = column.saturating_sub(plan.margin());
            self.dragged = Some(column);
            self.go_to_moment(self.cursor.scale.moment(i64::from(columns)));
        }
        self.settle();
    }

    /// Pans along with a drag that began on the timeline.
    fn drag(&mut self, column: u16) {
        if let Some(before) = self.dragged.replace(column) {
            self.cursor.scale = self.cursor.scale.pan(i64::from(before) - i64::from(column));
            self.settle();
        }
    }
}
