//! The thread panel: the events that led to an event above it, those that followed below, for navigation.

use ratatui::layout::Rect;

use super::{Hint, Outcome, Panel, Request};
use crate::history::{Edge, Links, Node, Thread, Way};
use crate::model::{Date, Event, EventNo, Timeline};
use crate::text::{counted, pad, wrap};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Data, Renumbering, Status};
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::menu::{Menu, Scroll};
use crate::tui::pane::{date_column, date_role, draw_scroll_position};
use crate::tui::theme::{Look, Role};

/// The width in cells below which the number of steps is left out.
const NARROW: u16 = 60;

/// A thread with the history of visited centres.
pub struct ThreadWalk {
    /// The events that lead to the centre and follow from it.
    pub thread: Thread,
    /// The list of rows.
    pub menu: Menu,
    /// The row whose description is scrolled, and its scroll position.
    scrolled: (usize, Scroll),
    /// The earlier centres, each with the row selected then.
    trail: Vec<(EventNo, usize)>,
}

impl ThreadWalk {
    /// Opens the thread of the current event.
    ///
    /// # Errors
    /// Fails if no link leads to or from it.
    pub fn open(browser: &Browser) -> Result<Self, Status> {
        let walk = browser.cursor.event.map(|event| Self::of(browser.data.links(), event));
        walk.filter(|walk| walk.thread.rows() > 1)
            .ok_or_else(|| Status::note("no link leads to this event or from it"))
    }

    /// Creates the walk that starts at an event.
    pub fn of(links: &Links, centre: EventNo) -> Self {
        let thread = links.thread(centre);
        let row = thread.centre_row();
        Self::at(thread, row, Vec::new())
    }

    fn at(thread: Thread, row: usize, trail: Vec<(EventNo, usize)>) -> Self {
        Self { menu: Menu::new(thread.rows(), row), thread, scrolled: (0, Scroll::default()), trail }
    }

    /// Returns the node of the selected row.
    pub fn selected(&self) -> Node {
        self.thread.node(self.menu.selected)
    }

    /// Returns the scroll position of the selected row's description.
    fn about_scroll(&self) -> Scroll {
        if self.scrolled.0 == self.menu.selected { self.scrolled.1 } else { Scroll::default() }
    }

    /// Moves an event into the centre and remembers the previous centre.
    fn centre_on(&mut self, links: &Links, event: EventNo) {
        let Some(centre) = links.event(self.thread.centre).filter(|centre| *centre != event) else { return };
        let mut trail = std::mem::take(&mut self.trail);
        trail.push((centre, self.menu.selected));
        *self = Self { trail, ..Self::of(links, event) };
    }

    /// Returns to the previous centre; false if there is none.
    fn go_back(&mut self, links: &Links) -> bool {
        let Some((centre, row)) = self.trail.pop() else { return false };
        *self = Self::at(links.thread(centre), row, std::mem::take(&mut self.trail));
        true
    }
}

impl Panel for ThreadWalk {
    fn mode(&self) -> Mode {
        Mode::Thread
    }

    fn hints(&self) -> &'static [Hint] {
        &[
            (&[Action::Down, Action::Up], "choose"),
            (&[Action::Centre], "its thread"),
            (&[Action::CentreBefore], "back"),
            (&[Action::GoTo], "go there"),
            (&[Action::Escape], "leave"),
        ]
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn row_action(&self) -> Option<Action> {
        Some(Action::GoTo)
    }

    /// Keeps the panel open if the event in the centre still exists.
    fn renumber(&mut self, moved: &Renumbering, data: &Data) -> bool {
        let (old, new) = (&moved.links, data.links());
        let moved = |event: EventNo| moved.event(event, &data.timeline);
        let Some(centre) = old.event(self.thread.centre).and_then(moved) else { return false };
        let selected = old.event(self.selected()).and_then(moved);
        let trail = self.trail.iter().filter_map(|(event, row)| Some((moved(*event)?, *row))).collect();
        let thread = new.thread(centre);
        let is_selected = |row: &usize| selected.is_some() && new.event(thread.node(*row)) == selected;
        let row = (0..thread.rows()).find(is_selected).unwrap_or(thread.centre_row());
        *self = Self::at(thread, row, trail);
        true
    }

    fn act(&mut self, action: Action, browser: &Browser, extent: Extent) -> Outcome {
        let links = browser.data.links();
        match (action, links.event(self.selected())) {
            (Action::DetailDown | Action::DetailUp, _) => {
                let mut scroll = self.about_scroll();
                scroll.by(if action == Action::DetailDown { 1 } else { -1 }, extent.end);
                self.scrolled = (self.menu.selected, scroll);
            }
            (Action::Centre, Some(event)) => self.centre_on(links, event),
            (Action::GoTo, Some(event)) => {
                return Outcome::Leave(Request::change(move |browser| browser.go_to_event(event)));
            }
            (Action::Centre | Action::GoTo, None) => {
                let id = links.id(&browser.data.timeline, self.selected());
                return Outcome::note(format!("`{id}` is not in this timeline"));
            }
            (Action::CentreBefore, _) if self.go_back(links) => {}
            (Action::CentreBefore, _) => {
                let key = browser.keymap.named(Mode::Thread, Action::Escape);
                return Outcome::note(format!("the thread was opened here; {key} leaves it"));
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let thread = &self.thread;
        let title = format!(
            "Thread: {} led here, {} followed, longest chain {}",
            thread.before.len(),
            thread.after.len(),
            thread.longest.len()
        );
        let area = centred(canvas.layout.body(), 130, u16::MAX);
        let inside = canvas.boxed(area, &title);
        let below = below(inside.height);
        let rows = Rect { height: inside.height - below, ..inside };
        let graph = Graph { browser, timeline: &browser.data.timeline, links: browser.data.links(), thread };
        let height = usize::from(rows.height);
        let top = self.menu.selected.saturating_sub(height / 2).min(thread.rows().saturating_sub(height));
        self.menu.draw_from(top, rows, 1, canvas, |row, line, canvas| graph.row(row, line, canvas));
        if below == 0 {
            return;
        }
        let about = Rect { y: rows.bottom(), height: below, ..inside };
        let (lines, room) = (graph.lines(self.selected(), about), about.height - 1);
        let end = Extent::of(lines, room).end;
        canvas.drawn.panel.end = end;
        let top = self.about_scroll().top.min(end);
        graph.about(self.selected(), top, about, canvas);
        if end > 0 {
            let keys = [Action::DetailDown, Action::DetailUp];
            let keys = keys.map(|action| browser.keymap.label(Mode::Thread, action)).join(" ");
            draw_scroll_position(top, lines, area, room, &format!(", {keys}"), canvas);
        }
    }
}

/// Returns the height of the description below the rows, out of `height` lines.
fn below(height: u16) -> u16 {
    match height {
        0..5 => 0,
        5..12 => 3,
        height => (height / 3).min(9),
    }
}

/// Context for drawing the rows.
struct Graph<'a> {
    browser: &'a Browser,
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

    /// Draws a row: steps, date, branches, relation, title.
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
            (date_column(self.browser, event), date_role(self.browser, event))
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

    /// Returns the branch lines in front of a row, for at most `levels` levels.
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

    /// Draws the description of the selected event: its title and facts, then every link with its lag.
    fn about(&self, node: Node, top: usize, area: Rect, canvas: &mut Canvas) {
        let line = canvas.look.or("─", "-").repeat(usize::from(area.width));
        canvas.text(area.x, area.y, area.width, &line, Role::Border);
        let edges = [Way::Before, Way::After].into_iter();
        let edges = edges.flat_map(|way| self.links.edges_of(node, way).map(move |edge| (edge, way)));
        let edges = edges.map(|(edge, way)| (self.link(edge, way), Role::Plain));
        let lines = self.head(node, area).into_iter().chain(edges).skip(top);
        for ((line, role), y) in lines.zip(area.top() + 1..area.bottom()) {
            canvas.fitted(area.x, y, area.width, &line, role);
        }
    }

    /// Returns the number of lines in the description of an event.
    fn lines(&self, node: Node, area: Rect) -> usize {
        let edges = [Way::Before, Way::After].map(|way| self.links.edges_of(node, way).count());
        self.head(node, area).len() + edges.iter().sum::<usize>()
    }

    /// Returns the title and the facts: date, certainty, number of sources.
    fn head(&self, node: Node, area: Rect) -> Vec<(String, Role)> {
        let event = self.event(node);
        let date = event.map(|event| self.timeline.when(event).map_or("undated".to_owned(), Date::words));
        let certainty = event.and_then(|event| event.certainty).map(|certainty| certainty.word().to_owned());
        let sources = event.map(|event| counted(event.sources.len(), "source"));
        let facts: Vec<String> = [date, certainty, sources].into_iter().flatten().collect();
        let title = wrap(&self.title(node), usize::from(area.width).max(1)).into_iter();
        let title = title.take(usize::from(area.height).saturating_sub(2).clamp(1, 2));
        let facts = (facts.join(self.browser.look.or(" · ", " - ")), Role::Key);
        title.map(|line| (line, Role::Strong)).chain([facts]).collect()
    }

    /// Formats a link: `← responds-to (3 days after): Russia opens a new front`.
    fn link(&self, edge: &Edge, way: Way) -> String {
        let (other, arrow) = if way == Way::Before { (edge.from, "←") } else { (edge.to, "→") };
        let lag = self.links.lag(self.timeline, edge);
        let lag = lag.map(|lag| format!(" ({})", lag.words())).unwrap_or_default();
        format!("{arrow} {}{lag}: {}", edge.label(self.timeline), self.title(other))
    }
}
