//! The policies panel: the status of every policy on the cursor's day or compared with another day, and its
//! bar.

mod reasons;
mod status_cell;

use ratatui::layout::Rect;

use super::{FirstMovers, Hint, Outcome, Panel, Prompt, PromptKind, Request};
use crate::export;
use crate::history::{compare, returned};
use crate::layout::{Scale, axis, strip as bar};
use crate::model::date::day_words;
use crate::model::{Moment, Policy, PolicyNo, Timeline, Word};
use crate::query::Selection;
use crate::text::{one_line, pad, truncate, width};
use crate::tui::action::{Action, Mode};
use crate::tui::browser::{Browser, Data, Renumbering, Status, all_policies, by_topic};
use crate::tui::canvas::Canvas;
use crate::tui::hit_map::{Extent, HitTarget};
use crate::tui::menu::Menu;
use crate::tui::pane::{draw_axis_rows, draw_day_line, draw_policy_bar};
use crate::tui::side_effect::SideEffect;
use crate::tui::theme::Role;
pub(super) use status_cell::{date_of, short};

/// The width in cells below which bars are left out.
const NARROW: u16 = 72;
/// The height in rows below which the reasons are left out.
const SHORT: u16 = 14;
/// The smallest height of the reasons in rows, with their border.
const MIN_REASONS: u16 = 6;
/// The width in cells of a long status with its mark and date.
const STATUS_WIDTH: u16 = 33;

/// The width in cells of a title in a message.
const TITLE: usize = 40;

/// The widths of the columns; the status takes the rest.
#[derive(Clone, Copy)]
struct Columns {
    names: u16,
    bar: u16,
}

impl Columns {
    /// Divides a width in cells: names get what the `longest` needs, within limits, the status its share, and
    /// bars the rest.
    fn of(width: u16, longest: u16) -> Self {
        if width < NARROW {
            let standing = (width / 2).min(STATUS_WIDTH);
            return Self { names: width - standing, bar: 0 };
        }
        let names = (longest + 3).clamp(16, width / 3);
        let standing = (width * 3 / 10).clamp(STATUS_WIDTH, 60);
        Self { names, bar: width - names - standing }
    }
}

/// Returns the owner's code and the title, or the short title if the full one does not fit.
fn row_name(timeline: &Timeline, policy: &Policy, columns: Columns) -> String {
    let title = one_line(&policy.title);
    let is_long = width(&title) + 6 > usize::from(columns.names);
    let title = if is_long && !policy.short.is_empty() { one_line(&policy.short) } else { title };
    format!("{} {title}", pad(&timeline.owner_code(policy), 3))
}

/// A row of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PolicyRow {
    /// The heading of a topic, above its policies; `None` for policies without a topic.
    Topic(Option<Word>),
    /// The heading of policies that changed between the two days and changed back.
    Returned,
    Policy(PolicyNo),
}

impl PolicyRow {
    fn policy(self) -> Option<PolicyNo> {
        if let Self::Policy(policy) = self { Some(policy) } else { None }
    }
}

/// The policies panel.
#[derive(Default)]
pub struct Policies {
    /// A day to compare with the cursor's day; only policies that changed in between are listed then.
    pub compare: Option<Moment>,
    /// The policy chosen last, and the one selected instead while that is not listed.
    wanted: [Option<PolicyNo>; 2],
    rows: Vec<PolicyRow>,
    /// The policies among the rows, from which the menu selects.
    listed: Vec<PolicyNo>,
    menu: Menu,
}

impl Policies {
    /// Opens the panel with the policy of the current event's first effect selected, else the first policy.
    ///
    /// # Errors
    /// Fails if the timeline has no policies.
    pub fn open(browser: &Browser) -> Result<Self, Status> {
        if browser.data.timeline.policies.is_empty() {
            return Err(Status::note("this timeline has no policy; `policies` in a file lists them"));
        }
        let mut panel = Self::default();
        let effect = browser.current_event().and_then(|event| event.effects.first());
        effect.into_iter().for_each(|effect| panel.select(effect.policy));
        Ok(panel)
    }

    /// Returns the selected policy.
    pub fn selected(&self) -> Option<PolicyNo> {
        self.listed.get(self.menu.selected).copied()
    }

    /// Selects a policy; [`Panel::settle`] then finds its row.
    pub fn select(&mut self, policy: PolicyNo) {
        self.wanted = [Some(policy), None];
        (self.listed, self.menu) = (vec![policy], Menu::new(1, 0));
    }

    /// Returns the two days compared for a cursor position, the earlier first.
    fn days(&self, at: Moment) -> Option<(Moment, Moment)> {
        self.compare.map(|day| (day.min(at), day.max(at)))
    }

    /// Returns the day whose statuses are shown: the cursor's, or the later one of a comparison.
    fn day(&self, at: Moment) -> Moment {
        self.compare.map_or(at, |day| day.max(at))
    }

    /// Prompts for a day to compare with, or ends the comparison.
    fn choose_day(&mut self, browser: &Browser) -> Outcome {
        if let Some(day) = self.compare.take() {
            let words = format!("no longer compared with {}", day.iso_day());
            return Outcome::note(words);
        }
        Outcome::Open(Prompt::new(PromptKind::Compare, browser).into())
    }

    /// Goes to the next (`on`) or previous change of one policy or, with `None`, of any, and selects that
    /// policy.
    fn go_to_change(&mut self, policy: Option<PolicyNo>, on: bool, browser: &Browser) -> Outcome {
        match browser.policy_change(policy, on) {
            Ok((step, first, words)) => {
                self.select(first);
                Outcome::Do(Request::change(move |browser| browser.go_to_step(&step, words)))
            }
            Err(status) => Outcome::say(status),
        }
    }

    /// Goes to the event that the selected status rests on.
    fn go_to_reason(&self, browser: &Browser) -> Outcome {
        let day = self.day(browser.cursor.at);
        let state = self.selected().map(|policy| browser.data.history().track(policy).on(day));
        let Some(step) = state.and_then(|state| state.since().step().copied()) else {
            return Outcome::note("the record does not say what this rests on");
        };
        if browser.shown.selection.contains(step.event.0) {
            return Outcome::Leave(Request::change(move |browser| browser.go_to_event(step.event)));
        }
        let title = one_line(&browser.data.timeline.event(step.event).title);
        let (title, key) = (truncate(&title, TITLE), browser.key(Action::ToggleFilters));
        Outcome::note(format!("filters hide “{title}”; {key} switches them off"))
    }

    /// Returns the command line that prints the same as the panel.
    fn command(&self, browser: &Browser) -> String {
        let command = export::command("policies", &browser.data.paths, &Selection::default());
        let compare = self.days(browser.cursor.at).map(|(from, _)| format!(" --compare {}", from.iso_day()));
        let on = self.day(browser.cursor.at).iso_day();
        format!("{command} --on {on}{}", compare.unwrap_or_default())
    }

    fn draw_header(&self, browser: &Browser, area: Rect, canvas: &mut Canvas) {
        let rows = &self.rows;
        let all = browser.data.timeline.policies.len();
        let policies = |rows: &[PolicyRow]| rows.iter().filter(|row| row.policy().is_some()).count();
        let (title, right) = match self.days(browser.cursor.at) {
            None => {
                let noun = if all == 1 { "policy" } else { "policies" };
                (format!("Policies on {}", day_words(browser.cursor.at)), format!("{all} {noun}"))
            }
            Some((from, to)) => {
                let returned = rows.iter().position(|row| *row == PolicyRow::Returned).unwrap_or(rows.len());
                let (changed, returned) = rows.split_at(returned);
                let back = match policies(returned) {
                    0 => String::new(),
                    count => format!(", {count} and back"),
                };
                let days = format!("Policies, {} to {}", from.iso_day(), to.iso_day());
                (days, format!("{} of {all} changed{back}", policies(changed)))
            }
        };
        let x = canvas.text(area.x, area.y, area.width, " dateline ", Role::Key);
        let room = usize::from(area.width.saturating_sub(x + 2)).saturating_sub(width(&right) + 1);
        canvas.text(x + 1, area.y, room as u16, &truncate(&title, room), Role::Strong);
        let start = area.right().saturating_sub(width(&right) as u16 + 1).max(x);
        canvas.text(start, area.y, area.right().saturating_sub(start), &right, Role::Strong);
    }

    /// Draws two rows of ticks, and vertical lines at the cursor's day and the marked day.
    fn draw_time(&self, browser: &Browser, scale: &Scale, area: Rect, canvas: &mut Canvas) {
        draw_axis_rows(&axis(scale), area, canvas);
        let look = canvas.look;
        if let Some(day) = self.compare {
            draw_day_line(scale, day, (look.or("┊", ":"), Role::Quiet), area, canvas);
        }
        draw_day_line(scale, browser.cursor.at, (look.or("┃", "|"), Role::CursorLine), area, canvas);
    }

    fn draw_policy(
        &self,
        browser: &Browser,
        number: PolicyNo,
        scale: &Scale,
        columns: Columns,
        line: Rect,
        canvas: &mut Canvas,
    ) {
        let timeline = &browser.data.timeline;
        let policy = timeline.policy(number);
        let name = row_name(timeline, policy, columns);
        canvas.fitted(line.x + 1, line.y, columns.names.saturating_sub(2), &name, Role::Plain);
        if columns.bar > 0 {
            let left = line.x + columns.names;
            let cursor = scale.visible(browser.cursor.at).map(|column| left + column);
            let track = browser.data.history().track(number);
            draw_policy_bar(&bar(timeline, track, scale), (left, line.y), cursor, canvas);
        }
        let x = line.x + columns.names + columns.bar + 1;
        let room = line.right().saturating_sub(x);
        let at = browser.cursor.at;
        let days = (self.days(at).map(|(from, _)| from), self.day(at));
        canvas.line(x, line.y, room, &status_cell::pieces(browser, number, days, usize::from(room)));
    }
}

/// Returns the rows: all policies by topic or, between two days, those that changed.
fn rows(browser: &Browser, days: Option<(Moment, Moment)>) -> Vec<PolicyRow> {
    let timeline = &browser.data.timeline;
    let Some((from, to)) = days else {
        return with_topics(timeline, all_policies(timeline));
    };
    let history = browser.data.history();
    let changed = compare(timeline, history, from, to).iter().map(|change| change.policy).collect();
    let returned = returned(history, from, to);
    let head = (!returned.is_empty()).then_some(PolicyRow::Returned);
    let returned = returned.into_iter().map(|returned| PolicyRow::Policy(returned.policy));
    with_topics(timeline, changed).into_iter().chain(head).chain(returned).collect()
}

/// Groups policies below their topics.
fn with_topics(timeline: &Timeline, policies: Vec<PolicyNo>) -> Vec<PolicyRow> {
    let topic = |policy: PolicyNo| timeline.policy(policy).topic;
    let policies = by_topic(timeline, policies);
    let groups = policies.chunk_by(|a, b| topic(*a) == topic(*b));
    let rows = groups.flat_map(|group| {
        let head = PolicyRow::Topic(topic(group[0]));
        std::iter::once(head).chain(group.iter().copied().map(PolicyRow::Policy))
    });
    rows.collect()
}

impl Panel for Policies {
    fn mode(&self) -> Mode {
        Mode::Policies
    }

    fn hints(&self) -> &'static [Hint] {
        &[
            (&[Action::Down, Action::Up], "policy"),
            (&[Action::PreviousOwnChange, Action::NextOwnChange], "its changes"),
            (&[Action::PreviousChange, Action::NextChange], "all changes"),
            (&[Action::Compare], "compare"),
            (&[Action::WhoFirst], "who first"),
            (&[Action::Accept], "event"),
            (&[Action::Escape], "back"),
            (&[Action::Help], "help"),
            (&[Action::JumpToDate], "date"),
            (&[Action::CopyCommand], "copy the command"),
        ]
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn row_action(&self) -> Option<Action> {
        None
    }

    fn covers_timeline(&self) -> bool {
        true
    }

    /// Recomputes the rows; keeps the chosen policy selected if it is listed, else selects the first.
    fn settle(&mut self, browser: &Browser) -> bool {
        let [wanted, instead] = &mut self.wanted;
        let selected = self.listed.get(self.menu.selected).copied();
        if selected.is_some() && selected != *instead {
            *wanted = selected;
        }
        let wanted = *wanted;
        self.rows = rows(browser, self.days(browser.cursor.at));
        self.listed = self.rows.iter().filter_map(|row| row.policy()).collect();
        let place = self.listed.iter().position(|policy| Some(*policy) == wanted);
        self.menu = Menu::new(self.listed.len(), place.unwrap_or(0));
        self.wanted[1] = if place.is_some() { None } else { self.selected() };
        !browser.data.timeline.policies.is_empty()
    }

    fn renumber(&mut self, moved: &Renumbering, data: &Data) -> bool {
        let selected = self.selected().and_then(|policy| moved.policy(policy, &data.timeline));
        self.wanted = [selected, None];
        (self.listed, self.menu) = (selected.into_iter().collect(), Menu::default());
        true
    }

    fn act(&mut self, action: Action, browser: &Browser, _extent: Extent) -> Outcome {
        let selected = self.selected();
        match action {
            Action::Accept => self.go_to_reason(browser),
            Action::Compare => self.choose_day(browser),
            Action::CopyCommand => {
                Outcome::Do(Request::Run(SideEffect::Copy(self.command(browser), "the command line")))
            }
            Action::NextOwnChange => self.go_to_change(selected, true, browser),
            Action::PreviousOwnChange => self.go_to_change(selected, false, browser),
            Action::NextChange => self.go_to_change(None, true, browser),
            Action::PreviousChange => self.go_to_change(None, false, browser),
            Action::WhoFirst => match selected {
                Some(policy) => FirstMovers::open(browser, policy)
                    .map_or_else(Outcome::say, |panel| Outcome::Open(panel.into())),
                None => Outcome::Stay,
            },
            _ => Outcome::Pass,
        }
    }

    /// Moves the cursor to the moment under the pointer.
    fn click(&mut self, _target: HitTarget, moment: Option<Moment>, _browser: &Browser) -> Outcome {
        moment.map_or(Outcome::Stay, |moment| {
            Outcome::Do(Request::change(move |browser| browser.visit_moment(moment)))
        })
    }

    fn draw(&self, browser: &Browser, canvas: &mut Canvas) {
        let screen = canvas.layout.above_footer();
        canvas.clear(screen);
        canvas.drawn.hits.add(screen, HitTarget::Pane);
        let policies = self.listed.iter().map(|policy| browser.data.timeline.policy(*policy));
        let longest = policies.map(|policy| width(&one_line(&policy.title)) + 4).max().unwrap_or(0);
        let columns = Columns::of(screen.width, longest as u16);
        let top = if columns.bar > 0 { 3 } else { 1 };
        let free =
            usize::from(screen.height).saturating_sub(usize::from(top) + self.rows.len().max(1)) as u16;
        let why = if screen.height >= SHORT { MIN_REASONS.max(screen.height * 2 / 7).max(free) } else { 0 };
        let list = Rect { y: top, height: screen.height.saturating_sub(top + why), ..screen };
        canvas.drawn.panel = Extent::of(self.rows.len(), list.height);
        self.draw_header(browser, screen, canvas);
        let scale = scale(browser, columns.bar);
        if columns.bar > 0 {
            let time = Rect { x: columns.names, y: 1, width: columns.bar, height: list.height + 2 };
            canvas.drawn.hits.add(time, HitTarget::Time(scale));
            self.draw_time(browser, &scale, time, canvas);
        }
        let selected = self.selected();
        let in_view = in_view(&self.rows, selected, usize::from(list.height));
        for (row, y) in in_view.zip(list.top()..list.bottom()) {
            let line = Rect { y, height: 1, ..list };
            let (head, room) = match row {
                PolicyRow::Topic(topic) => {
                    (topic.map_or("no topic", |topic| browser.data.timeline.word(topic)), columns.names)
                }
                PolicyRow::Returned => ("changed between the two days and back", list.width),
                PolicyRow::Policy(policy) => {
                    let place = self.listed.iter().position(|listed| *listed == policy).unwrap_or(0);
                    canvas.drawn.hits.add(line, HitTarget::Row(place));
                    self.draw_policy(browser, policy, &scale, columns, line, canvas);
                    if selected == Some(policy) {
                        let name = Rect { width: columns.names.saturating_sub(1), ..line };
                        canvas.text(line.x, y, 1, canvas.look.or("▌", ">"), Role::Strong);
                        canvas.mark(name, Role::Cursor);
                    }
                    continue;
                }
            };
            canvas.fitted(list.x + 1, y, room.saturating_sub(2), head, Role::Quiet);
        }
        if self.rows.is_empty() {
            let is_marked =
                self.days(browser.cursor.at).is_some_and(|(from, to)| from.day_end() == to.day_end());
            let words = if is_marked {
                "this day is marked: move in time, and what changed is listed"
            } else {
                "nothing changed between the two days"
            };
            canvas.fitted(1, list.y, list.width.saturating_sub(2), words, Role::Quiet);
        }
        if why > 0 {
            let area = Rect { y: screen.bottom() - why, height: why, ..screen };
            reasons::draw(browser, selected, self.day(browser.cursor.at), area, canvas);
        }
    }
}

/// Returns the visible rows: the selected one in the middle, and the heading of its group on top.
fn in_view(
    rows: &[PolicyRow],
    selected: Option<PolicyNo>,
    height: usize,
) -> impl Iterator<Item = PolicyRow> + '_ {
    let is_selected = |row: &PolicyRow| selected.is_some() && row.policy() == selected;
    let place = rows.iter().position(is_selected).unwrap_or(0);
    let first = place.saturating_sub(height / 2).min(rows.len().saturating_sub(height));
    let head = rows[..place.min(rows.len())].iter().rposition(|row| row.policy().is_none());
    let head = head.filter(|head| *head < first && place > first).map(|head| rows[head]);
    let behind = first + usize::from(head.is_some());
    head.into_iter().chain(rows[behind..].iter().copied())
}

/// Returns a scale for the bars: the interval in view in the browser, cropped to the timeline if the view
/// reaches beyond both ends.
fn scale(browser: &Browser, columns: u16) -> Scale {
    let view = browser.cursor.scale;
    let (left, right) = (view.left, Moment(view.right().0.saturating_sub(1)));
    let whole = browser.data.timeline.span().filter(|(first, last)| left <= *first && *last <= right);
    let (left, right) = whole.unwrap_or((left, right));
    Scale::filling(left, right, columns)
}
