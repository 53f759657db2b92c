//! The panel of first movers: when each policy of a topic reached a status, and how long after the first one.

use ratatui::layout::Rect;

use super::policies::{date_of, short};
use super::{Hint, Outcome, Panel, Request};
use crate::history::{self, Lag, NOT_ON_RECORD, Precedence, Step};
use crate::model::policy::UNCLEAR;
use crate::model::{Policy, PolicyNo, Timeline, Word};
use crate::text::{one_line, pad, width};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Data, Renumbering, Status};
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::menu::Menu;
use crate::tui::theme::Role;

/// The width in cells below which an uncertain order is marked `?` instead of written out.
const NARROW: u16 = 100;

/// The panel. Its rows are cached, since computing them reads the history of every policy.
pub struct FirstMovers {
    /// The policy whose topic and ladder are compared.
    policy: PolicyNo,
    /// The index on the ladder of the status in question, 0 being the strictest.
    rung: usize,
    menu: Menu,
    /// The policies of the topic, grouped by how they reached the status.
    rows: Vec<(PolicyNo, Arrival)>,
}

/// How a policy reached the status.
#[derive(Debug, Clone, Copy)]
enum Arrival {
    /// Before the record begins.
    Before,
    /// By this step, with the lag after the first arrival, and whether the order is certain: that the first
    /// came before it or, for the first itself, that it came before all others.
    With(Step, Option<Lag>, bool),
    /// On an unknown date.
    Undated(Step),
    /// Not reached according to the record; the last known status.
    Never(Option<Word>),
    /// Not comparable: its ladder lacks the status, or it has no ladder.
    Elsewhere,
}

/// The topic and status in question.
#[derive(Debug, Clone, Copy)]
struct Question<'a> {
    topic: Word,
    /// The statuses of the ladder, strictest first.
    statuses: &'a [Word],
    /// The status to reach.
    status: Word,
}

impl FirstMovers {
    /// Opens the panel for the topic of a policy and the first status after the strictest.
    ///
    /// # Errors
    /// Fails if the policy has no topic or no ladder.
    pub fn open(browser: &Browser, policy: PolicyNo) -> Result<Self, Status> {
        let none = || Status::note("this policy has no topic or no ladder to compare others on");
        Self::ask(&browser.data, policy, 1).ok_or_else(none)
    }

    /// Computes the answer for the topic of a policy and an index on its ladder; `None` if it has no topic or
    /// no ladder.
    fn ask(data: &Data, policy: PolicyNo, rung: usize) -> Option<Self> {
        let mut panel = Self { policy, rung, menu: Menu::default(), rows: Vec::new() };
        let question = panel.question(&data.timeline)?;
        let race = history::FirstMovers::of(&data.timeline, data.history(), question.topic, question.status);
        let first_is_certain = race.first_is_certain();
        let is_certain =
            |lag: Option<Lag>| lag.map_or(first_is_certain, |lag| lag.order == Precedence::Certain);
        let already = race.already.iter().map(|policy| (*policy, Arrival::Before));
        let arrivals = race.arrivals.iter();
        let arrivals =
            arrivals.map(|one| (one.policy, Arrival::With(*one.step, one.lag, is_certain(one.lag))));
        let undated = race.undated.iter().map(|(policy, step)| (*policy, Arrival::Undated(**step)));
        let never = race.unreached.iter().map(|never| (never.policy, Arrival::Never(never.last)));
        let elsewhere = race.incomparable.iter().map(|policy| (*policy, Arrival::Elsewhere));
        panel.rows = already.chain(arrivals).chain(undated).chain(never).chain(elsewhere).collect();
        panel.menu.resize(panel.rows.len());
        Some(panel)
    }

    /// Returns the question, or `None` if the policy has no topic or no ladder.
    fn question<'t>(&self, timeline: &'t Timeline) -> Option<Question<'t>> {
        let policy = timeline.policies.get(self.policy.index())?;
        let statuses = &timeline.ladders[policy.ladder?].statuses;
        let status = *statuses.get(self.rung).or(statuses.last())?;
        Some(Question { topic: policy.topic?, statuses, status })
    }
}

impl Panel for FirstMovers {
    fn mode(&self) -> Mode {
        Mode::FirstMovers
    }

    fn hints(&self) -> &'static [Hint] {
        &[
            (&[Action::Down, Action::Up], "choose"),
            (&[Action::Previous, Action::Next], "status"),
            (&[Action::Accept], "go there"),
            (&[Action::Escape], "back"),
        ]
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn renumber(&mut self, moved: &Renumbering, data: &Data) -> bool {
        let moved = |policy: PolicyNo| moved.policy(policy, &data.timeline);
        let selected = self.rows.get(self.menu.selected).and_then(|(policy, _)| moved(*policy));
        let asked = moved(self.policy).and_then(|policy| Self::ask(data, policy, self.rung));
        let Some(asked) = asked else { return false };
        *self = asked;
        let place = self.rows.iter().position(|(policy, _)| Some(*policy) == selected);
        self.menu.selected = place.unwrap_or(0);
        true
    }

    fn act(&mut self, action: Action, browser: &Browser, _extent: Extent) -> Outcome {
        let Some(question) = self.question(&browser.data.timeline) else { return Outcome::Close };
        let top = question.statuses.len() - 1;
        let rung = match action {
            Action::Next => (self.rung + 1).min(top),
            Action::Previous => self.rung.min(top).saturating_sub(1),
            Action::Accept => {
                let selected = self.rows.get(self.menu.selected);
                return match selected.copied() {
                    Some((policy, Arrival::With(step, ..) | Arrival::Undated(step))) => {
                        Outcome::Leave(Request::ShowStep(policy, step))
                    }
                    Some((_, Arrival::Before)) => Outcome::note("it was there before the record begins"),
                    Some((_, Arrival::Elsewhere)) => Outcome::note("its ladder does not have this status"),
                    Some((_, Arrival::Never(_))) | None => Outcome::note("the record never sees it there"),
                };
            }
            _ => return Outcome::Pass,
        };
        if let Some(asked) = Self::ask(&browser.data, self.policy, rung).filter(|_| rung != self.rung) {
            *self = Self { menu: Menu::new(asked.rows.len(), 0), ..asked };
        }
        Outcome::Stay
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let timeline = &browser.data.timeline;
        let Some(question) = self.question(timeline) else { return };
        let is_narrow = canvas.layout.screen.width < NARROW;
        let came = |came: &Arrival| match came {
            Arrival::With(step, lag, is_certain) => {
                let date = date_of(timeline, step);
                let date = if is_narrow { short(&date) } else { date };
                (date, after(*lag, *is_certain, is_narrow))
            }
            Arrival::Before => ("before".to_owned(), "the record".to_owned()),
            Arrival::Never(last) => {
                let last = last.map_or(NOT_ON_RECORD, |last| timeline.word(last));
                let never = if last == UNCLEAR { "not told" } else { "never" };
                (never.to_owned(), format!("last {last}"))
            }
            Arrival::Undated(_) => ("undated".to_owned(), "at some time".to_owned()),
            Arrival::Elsewhere => ("no such".to_owned(), "status".to_owned()),
        };
        let came_cells: Vec<(String, String)> = self.rows.iter().map(|(_, arrival)| came(arrival)).collect();
        let dates = came_cells.iter().map(|(date, _)| width(date)).max().unwrap_or(0);
        let lags = came_cells.iter().map(|(_, lag)| width(lag)).max().unwrap_or(0);
        let heading = history::first_movers_heading(timeline, question.topic, question.status);
        let doubtful = is_narrow && came_cells.iter().any(|(_, lag)| lag.ends_with(" ?"));
        let height = self.rows.len().min(1000) as u16 + 2 + u16::from(doubtful);
        let room = canvas.layout.above_footer();
        let area = centred(room, room.width.saturating_sub(if is_narrow { 2 } else { 4 }).min(120), height);
        let inside = canvas.boxed(area, &heading);
        let list = Rect { height: inside.height.saturating_sub(u16::from(doubtful)), ..inside };
        let room = usize::from(list.width).saturating_sub(dates + lags + 10);
        let is_long =
            |(policy, _): &(PolicyNo, Arrival)| width(&one_line(&timeline.policy(*policy).title)) > room;
        let uses_short = self.rows.iter().any(is_long);
        self.menu.draw(list, 1, canvas, |row, line, canvas| {
            let ((policy, arrival), (date, lag)) = (self.rows[row], &came_cells[row]);
            let policy = timeline.policy(policy);
            let (first, rest) = match arrival {
                Arrival::With(..) => (Role::Strong, Role::Plain),
                Arrival::Undated(_) => (Role::Doubt, Role::Plain),
                Arrival::Before | Arrival::Never(_) | Arrival::Elsewhere => (Role::Quiet, Role::Quiet),
            };
            let pieces = [
                (format!("{}  ", pad(date, dates)), first),
                (format!("{}  ", pad(lag, lags)), rest),
                (format!("{} {}", pad(&timeline.owner_code(policy), 3), title(policy, uses_short)), rest),
            ];
            canvas.cut_line(line.x + 1, line.y, line.width.saturating_sub(2), &pieces);
        });
        if doubtful {
            let hint = "? that the first came first is not certain";
            canvas.fitted(inside.x + 1, list.bottom(), inside.width.saturating_sub(2), hint, Role::Quiet);
        }
    }
}

/// Returns the title of a policy, or its short title if it has one and titles do not fit.
fn title(policy: &Policy, uses_short: bool) -> String {
    one_line(if uses_short && !policy.short.is_empty() { &policy.short } else { &policy.title })
}

/// Formats the lag after the first arrival, with a mark if the order is uncertain.
fn after(lag: Option<Lag>, is_certain: bool, is_narrow: bool) -> String {
    let words = lag.map_or_else(|| "first".to_owned(), |lag| lag.words());
    match (is_certain, is_narrow) {
        (true, _) => words,
        (false, true) => format!("{} ?", words.trim_end_matches(", possibly before")),
        (false, false) if words.contains("possibly") => words,
        (false, false) => format!("{words}, possibly"),
    }
}
