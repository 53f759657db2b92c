//! The thread of an event as a small graph: what led to it above, what followed below.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use super::detail::place;
use super::list::{date_column, date_role};
use crate::history::{Edge, Links, Node, Thread, Way};
use crate::model::{Date, Event, Timeline};
use crate::text::{counted, pad, wrap};
use crate::tui::action::Action;
use crate::tui::app::{App, ThreadWalk};
use crate::tui::hit_map::HitTarget;
use crate::tui::keymap::Mode;
use crate::tui::screen_layout::ScreenLayout;
use crate::tui::theme::{Look, Role};

/// Below this width a row has no room for the number of steps.
const NARROW: u16 = 60;

/// Draws the thread.
pub fn draw(app: &App, view: &ThreadWalk, plan: &ScreenLayout, canvas: &mut Canvas) {
    let thread = &view.thread;
    let title = format!(
        "Thread: {} led here, {} followed, longest chain {}",
        thread.before.len(),
        thread.after.len(),
        thread.longest.len()
    );
    let area = area(plan);
    let inside = canvas.boxed(area, &title);
    let below = below(inside.height);
    let rows = Rect { height: inside.height - below, ..inside };
    let graph = Graph { app, timeline: &app.data.timeline, links: app.data.links(), thread };
    let height = usize::from(rows.height);
    let top = view.row.saturating_sub(height / 2).min(thread.rows().saturating_sub(height));
    for (row, y) in (top..thread.rows()).zip(rows.top()..rows.bottom()) {
        let area = Rect { y, height: 1, ..rows };
        graph.row(row, area, canvas);
        canvas.hits.add(area, HitTarget::Row(row));
        if row == view.row {
            canvas.mark(area, Role::Cursor);
        }
    }
    let told = Rect { y: rows.bottom(), height: below, ..inside };
    if below > 0 {
        graph.about(view.selected(), view.told_top(), told, canvas);
        let (lines, room) = (graph.lines(view.selected(), told), told.height - 1);
        if lines > usize::from(room) {
            let keys = [Action::DetailDown, Action::DetailUp];
            let keys = keys.map(|action| app.keymap().label(Mode::Thread, action)).join(" ");
            let top = view.told_top().min(lines - usize::from(room));
            place(top, lines, area, room, &format!(", {keys}"), canvas);
        }
    }
}

/// How far what is told below the rows can be scrolled.
pub fn end(app: &App, view: &ThreadWalk) -> usize {
    let area = area(&app.plan());
    let below =
        Rect { width: area.width.saturating_sub(2), height: below(area.height.saturating_sub(2)), ..area };
    let graph = Graph { app, timeline: &app.data.timeline, links: app.data.links(), thread: &view.thread };
    graph.lines(view.selected(), below).saturating_sub(usize::from(below.height.saturating_sub(1)))
}

fn area(plan: &ScreenLayout) -> Rect {
    let body = Rect { y: 1, height: plan.screen.height.saturating_sub(2), ..plan.screen };
    centred(body, 130, body.height)
}

/// The lines below the rows that tell of the selected one, of so many inside of the box.
fn below(height: u16) -> u16 {
    match height {
        0..5 => 0,
        5..12 => 3,
        height => (height / 3).min(9),
    }
}

/// What rows are drawn from.
struct Graph<'a> {
    app: &'a App,
    timeline: &'a Timeline,
    links: &'a Links,
    thread: &'a Thread,
}

impl<'a> Graph<'a> {
    fn event(&self, node: Node) -> Option<&'a Event> {
        self.links.event(node).map(|event| self.timeline.event(event))
    }

    fn title(&self, node: Node) -> String {
        let missing = || format!("{} (not in this timeline)", self.links.id(self.timeline, node));
        self.event(node).map_or_else(missing, |event| event.title.to_string())
    }

    /// Steps, date, branch, relation, title.
    fn row(&self, row: usize, area: Rect, canvas: &mut Canvas) {
        let (node, end) = (self.thread.node(row), area.right());
        let event = self.event(node);
        let left = |x: u16| end.saturating_sub(x);
        let mut x = area.x;
        if area.width >= NARROW {
            let steps = match self.thread.step(row) {
                None => String::new(),
                Some((step, Way::Before)) => format!("-{}", step.distance),
                Some((step, Way::After)) => format!("+{}", step.distance),
            };
            x = canvas.text(x, area.y, left(x), &format!("{steps:>4} "), Role::Quiet);
        }
        let number = self.links.event(node);
        let (date, role) = number.map_or(("?".to_owned(), Role::Doubt), |event| {
            (date_column(self.app, event), date_role(self.app, event))
        });
        x = canvas.text(x, area.y, left(x), &pad(&date, 12), role);
        let levels = usize::from(area.width / 12).clamp(1, 8);
        x = canvas.text(x, area.y, left(x), &self.branches(row, levels, canvas.look), Role::Border);
        if let Some(edge) = self.thread.edge(row, self.links) {
            let label = edge.label(self.timeline);
            x = canvas.fitted(x, area.y, left(x).min(24), &label, Role::Quiet);
            x = canvas.text(x, area.y, left(x), " ", Role::Plain);
        }
        if let Some(event) = event {
            let kind = event.kind.map(|kind| self.timeline.word(kind));
            x = canvas.text(x, area.y, left(x), canvas.look.kind(kind), Role::Plain);
            x = canvas.text(x, area.y, left(x), " ", Role::Plain);
        }
        let is_centre = self.thread.step(row).is_none();
        let role = if is_centre {
            Role::Strong
        } else if event.is_none() {
            Role::Doubt
        } else {
            Role::Plain
        };
        canvas.fitted(x, area.y, left(x), &self.title(node), role);
    }

    /// The lines that a row hangs on, of at most so many levels.
    fn branches(&self, row: usize, levels: usize, look: Look) -> String {
        let Some((_, way)) = self.thread.step(row) else { return String::new() };
        let lasts = self.thread.branches(row, levels);
        let own = match (lasts.first(), way) {
            (Some(true), Way::Before) => look.or("┌─", ",-"),
            (Some(true), Way::After) => look.or("└─", "`-"),
            _ => look.or("├─", "|-"),
        };
        let outer = lasts.iter().skip(1).rev().map(|last| if *last { "  " } else { look.or("│ ", "| ") });
        outer.chain([own]).collect()
    }

    /// The selected event: its title and date, and every link of its own with the days it took.
    fn about(&self, node: Node, top: usize, area: Rect, canvas: &mut Canvas) {
        let line = canvas.look.or("─", "-").repeat(usize::from(area.width));
        canvas.text(area.x, area.y, area.width, &line, Role::Border);
        let edges = [Way::Before, Way::After].into_iter();
        let edges = edges.flat_map(|way| self.links.edges_of(node, way).map(move |edge| (edge, way)));
        let edges = edges.map(|(edge, way)| (self.link(edge, way), Role::Plain));
        let top = top.min(self.lines(node, area).saturating_sub(usize::from(area.height - 1)));
        let lines = self.head(node, area).into_iter().chain(edges).skip(top);
        for ((line, role), y) in lines.zip(area.top() + 1..area.bottom()) {
            canvas.fitted(area.x, y, area.width, &line, role);
        }
    }

    /// How many lines there are to tell of an event.
    fn lines(&self, node: Node, area: Rect) -> usize {
        let edges = [Way::Before, Way::After].map(|way| self.links.edges_of(node, way).count());
        self.head(node, area).len() + edges.iter().sum::<usize>()
    }

    /// Its title and what is known of it in short.
    fn head(&self, node: Node, area: Rect) -> Vec<(String, Role)> {
        let event = self.event(node);
        let date = event.map(|event| self.timeline.when(event).map_or("undated".to_owned(), Date::words));
        let certainty = event.and_then(|event| event.certainty).map(|certainty| certainty.word().to_owned());
        let sources = event.map(|event| counted(event.sources.len(), "source"));
        let facts: Vec<String> = [date, certainty, sources].into_iter().flatten().collect();
        let title = wrap(&self.title(node), usize::from(area.width).max(1)).into_iter();
        let title = title.take(usize::from(area.height).saturating_sub(2).clamp(1, 2));
        let facts = (facts.join(self.app.look.or(" · ", " - ")), Role::Key);
        title.map(|line| (line, Role::Strong)).chain([facts]).collect()
    }

    /// `← responds-to  3 days after  Russia opens a new front`
    fn link(&self, edge: &Edge, way: Way) -> String {
        let (other, arrow) = if way == Way::Before { (edge.from, "←") } else { (edge.to, "→") };
        let lag = self.links.lag(self.timeline, edge);
        let lag = lag.map(|lag| format!(" ({})", lag.words())).unwrap_or_default();
        format!("{arrow} {}{lag}: {}", edge.label(self.timeline), self.title(other))
    }
}
