//! The help and the command palette: lists of actions with their keys, filtered by typing.

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Hint, Outcome, Panel, Prompt, PromptKind, Request, TextPage};
use crate::history::Move;
use crate::layout::Shade;
use crate::model::{Certainty, KINDS};
use crate::text::{pad, width};
use crate::tui::action::{Action, Mode, help_of};
use crate::tui::browser::{Browser, Status};
use crate::tui::canvas::{Canvas, centred};
use crate::tui::hit_map::Extent;
use crate::tui::keymap::spoken;
use crate::tui::menu::Menu;
use crate::tui::side_effect::SideEffect;
use crate::tui::theme::{Look, Role};

/// A list of actions to read or run.
#[derive(Default)]
pub struct Help {
    title: &'static str,
    /// Whether to list the keys of all modes (help), or only actions of the timeline (palette).
    everything: bool,
    /// The mode whose keys come first, and whose symbols the legend explains.
    first: Mode,
    input: Input,
    menu: Menu,
    entries: Vec<Entry>,
}

/// A line of the list.
struct Entry {
    mode: Mode,
    /// The keys of every binding, in readable form.
    keys: String,
    name: &'static str,
    help: String,
    command: Command,
}

/// What an entry runs.
#[derive(Clone, Copy)]
enum Command {
    Do(Action),
    /// Shows the chapter of the manual about [`Help::first`].
    Manual,
    /// Shows the named view of this number, from 1.
    View(usize),
}

impl Help {
    /// Opens the help, with the keys of a mode first.
    pub fn keys(first: Mode) -> Self {
        Self { title: "Help", everything: true, first, ..Self::commands() }
    }

    /// Opens the command palette.
    pub fn commands() -> Self {
        Self { title: "Commands", ..Self::default() }
    }

    /// Returns the entries that match every typed word: bindings that work in the first mode, then the
    /// others, both in the order of the key table, then the named views.
    fn matching(&self, browser: &Browser) -> Vec<Entry> {
        let typed = self.input.value().to_lowercase();
        let fits = |entry: &Entry| {
            let mode: &str = entry.mode.into();
            let text = format!("{} {} {} {mode}", entry.name, entry.help, entry.keys).to_lowercase();
            typed.split_whitespace().all(|word| text.contains(word))
        };
        let rows = browser.keymap.rows().filter(|(mode, ..)| self.everything || *mode == Mode::Browse);
        let bound = rows.map(|(mode, ways, action)| Entry {
            mode: *mode,
            keys: ways.iter().map(|keys| spoken(keys)).collect::<Vec<_>>().join(" "),
            name: action.name(),
            help: help_of(*mode, *action).to_owned(),
            command: Command::Do(*action),
        });
        let manual = Entry {
            mode: self.first,
            keys: String::new(),
            name: "manual",
            help: "manual: the chapter about this".to_owned(),
            command: Command::Manual,
        };
        let confirm = browser.keymap.label(Mode::Browse, Action::Confirm);
        let views = browser.views().into_iter().zip(1..);
        let views = views.map(|(view, number)| Entry {
            mode: Mode::Browse,
            keys: format!("{number} {confirm}"),
            name: "view",
            help: format!("view: {}", view.name),
            command: Command::View(number),
        });
        let mut entries: Vec<Entry> = bound.chain(views).chain([manual]).filter(fits).collect();
        let mut layers: Vec<Mode> = self.first.layers().filter(|mode| *mode != Mode::Anywhere).collect();
        layers.reverse();
        let rank = |entry: &Entry| layers.iter().position(|mode| *mode == entry.mode);
        entries.sort_by_key(|entry| rank(entry).unwrap_or(layers.len()));
        entries
    }

    /// Runs the selected entry, or a typed vi command such as `q`. (`filter QUERY` and `goto DATE` never get
    /// here: they turn into prompts while typed.)
    fn run(&self, browser: &Browser) -> Outcome {
        let typed = self.input.value().trim();
        if !self.everything && matches!(typed, "q" | "q!" | "quit" | "wq" | "x") {
            return Outcome::Leave(Request::Run(SideEffect::Quit));
        }
        let entry = self.entries.get(self.menu.selected);
        match entry.map(|entry| (entry.mode, entry.command)) {
            Some((_, Command::Do(Action::Help))) if self.everything => Outcome::note("this is the help"),
            Some((Mode::Browse, Command::Do(action))) => Outcome::Leave(Request::Browse(action)),
            Some((_, Command::Manual)) => match TextPage::manual(self.first) {
                Some(page) => Outcome::Replace(page.into()),
                None => Outcome::Stay,
            },
            Some((_, Command::View(number))) => {
                Outcome::Leave(Request::change(move |browser| browser.show_view(number)))
            }
            Some((mode, Command::Do(action))) if self.works_below(mode) => {
                Outcome::Leave(Request::Perform(action))
            }
            Some((mode, Command::Do(action))) => Outcome::note(self.where_it_works(mode, action, browser)),
            None => Outcome::Leave(Request::say(Status::error(format!(
                "no command is called `{typed}`; `filter QUERY` and `goto DATE` work here too"
            )))),
        }
    }

    /// Whether the keys of a mode work in the panel from which the help was opened. The keys that work
    /// everywhere are left out: they quit and suspend, which nobody expects who looks a key up.
    fn works_below(&self, mode: Mode) -> bool {
        mode != Mode::Anywhere && self.first.layers().any(|layer| layer == mode)
    }

    /// Says where the key of an action works, and which key leads there.
    fn where_it_works(&self, mode: Mode, action: Action, browser: &Browser) -> String {
        let key = browser.keymap.named(mode, action);
        if mode == Mode::Help {
            return format!("{key} works here");
        }
        format!("{key} {}", browser.keymap.where_it_works(mode, self.first))
    }

    /// Returns the rows of the list: an entry's index, or `None` for a heading, which has the mode of the
    /// entry next to it. The palette has no headings.
    fn lines(&self) -> Vec<(Option<usize>, &Entry)> {
        let mut mode = (!self.everything).then_some(self.first);
        let mut lines = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if mode.replace(entry.mode) != Some(entry.mode) {
                lines.push((None, entry));
            }
            lines.push((Some(index), entry));
        }
        lines
    }
}

impl Panel for Help {
    fn mode(&self) -> Mode {
        Mode::Help
    }

    fn hints(&self) -> &'static [Hint] {
        &[(&[Action::Down, Action::Up], "choose"), (&[Action::Accept], "do it"), (&[Action::Escape], "back")]
    }

    fn menu(&mut self) -> Option<&mut Menu> {
        Some(&mut self.menu)
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn settle(&mut self, browser: &Browser) -> bool {
        self.entries = self.matching(browser);
        self.menu.resize(self.entries.len());
        true
    }

    /// Turns `filter `, `goto ` and `save-view ` in the palette into a prompt with the rest of the text.
    fn typed(&mut self, browser: &Browser) -> Outcome {
        let prompts = [
            ("filter ", PromptKind::Query),
            ("goto ", PromptKind::Jump),
            ("save-view ", PromptKind::SaveView),
        ];
        let mut asks = prompts.into_iter().filter(|_| !self.everything);
        let typed = |(command, ask)| Some((ask, self.input.value().strip_prefix(command)?.to_owned()));
        match asks.find_map(typed) {
            Some((ask, text)) => Outcome::Replace(Prompt::with_text(ask, text, browser).into()),
            None => Outcome::Stay,
        }
    }

    fn act(&mut self, action: Action, browser: &Browser, _extent: Extent) -> Outcome {
        if action == Action::Accept { self.run(browser) } else { Outcome::Pass }
    }

    fn draw(&self, _browser: &Browser, canvas: &mut Canvas) {
        let inside = canvas.boxed(centred(canvas.layout.body(), 78, u16::MAX), self.title);
        let hint =
            if self.everything { "type to find a key" } else { "a command; or filter QUERY, or goto DATE" };
        canvas.typed(&self.input, Rect { height: 1, ..inside }, hint);
        let top = if self.everything && self.input.value().is_empty() {
            draw_legend(self.first, inside, canvas)
        } else {
            inside.y + 1
        };
        let top = top.min(inside.bottom());
        let list = Rect { y: top, height: inside.bottom().saturating_sub(top), ..inside };
        let lines = self.lines();
        let place = lines.iter().position(|(entry, _)| *entry == Some(self.menu.selected)).unwrap_or(0);
        canvas.drawn.panel = Extent::of(lines.len(), list.height);
        let in_view = lines.iter().skip(Menu::new(lines.len(), place).first(list.height));
        for ((index, entry), y) in in_view.zip(list.top()..list.bottom()) {
            let Some(index) = index else {
                canvas.text(list.x, y, list.width, entry.mode.into(), Role::Quiet);
                continue;
            };
            let x =
                canvas.text(list.x + 2, y, list.width.saturating_sub(2), &pad(&entry.keys, 22), Role::Key);
            canvas.fitted(x, y, list.right().saturating_sub(x), &entry.help, Role::Plain);
            self.menu.mark(*index, Rect { y, height: 1, ..list }, canvas);
        }
        if self.entries.is_empty() {
            canvas.text(list.x, list.y, list.width, "nothing of that name", Role::Quiet);
        }
    }
}

/// A symbol, its meaning, and the role it is drawn in.
type Sign = (&'static str, &'static str, Role);

/// Draws the legend of a mode's symbols, in at most the upper half of `area`. Returns the row below it.
fn draw_legend(mode: Mode, area: Rect, canvas: &mut Canvas) -> u16 {
    let signs = if mode == Mode::Policies { policy_signs(canvas.look) } else { event_signs(canvas.look) };
    let last = area.y + area.height / 2;
    let (mut x, mut y) = (area.x, area.y + 1);
    for (sign, meaning, role) in signs {
        let cells = (width(sign) + width(meaning) + 3) as u16;
        if x + cells > area.right() {
            (x, y) = (area.x, y + 1);
        }
        if y > last {
            return y;
        }
        let end = canvas.text(x, y, area.right().saturating_sub(x), sign, role);
        canvas.text(end + 1, y, area.right().saturating_sub(end + 1), meaning, Role::Plain);
        x += cells;
    }
    y + 2
}

/// Returns the symbols of policy bars and changes.
fn policy_signs(look: Look) -> Vec<Sign> {
    let bar = |shade: Shade, meaning| (look.shade(shade), meaning, Role::from(shade));
    let way = |way: Move, meaning| (look.way(way), meaning, Role::Strong);
    vec![
        bar(Shade::Rung(0), "the strictest"),
        bar(Shade::Rung(1), "stricter"),
        bar(Shade::Rung(2), "looser"),
        bar(Shade::Rung(3), "the loosest"),
        bar(Shade::Nothing, "nothing decided"),
        bar(Shade::Unclear, "unclear"),
        bar(Shade::Elsewhere, "on no ladder"),
        way(Move::Loosening, "became looser"),
        way(Move::Tightening, "became stricter"),
        way(Move::Neither, "became another, neither"),
        ("=", "was said again", Role::Key),
        ("~", "its date is in doubt", Role::Quiet),
        (look.or("≤", "<"), "so before, first told then", Role::Quiet),
    ]
}

/// Returns the symbols and colours of the timeline.
fn event_signs(look: Look) -> Vec<Sign> {
    let kind = |kind: &&'static str| (look.kind(Some(kind)), *kind, Role::Plain);
    let mut signs: Vec<Sign> = KINDS.iter().map(kind).collect();
    let certainty = |certainty: Certainty| (look.certainty(Some(certainty)), certainty.word(), Role::Strong);
    signs.push((look.kind(None), "any other kind", Role::Plain));
    signs.extend([Certainty::Reported, Certainty::Disputed, Certainty::Unverified].map(certainty));
    signs.extend([
        ("!", "importance 4 or 5", Role::Strong),
        (look.kind(None), "the same, in the lanes", Role::Weighty),
        ("~", "its date is in doubt", Role::Doubt),
        ("hit", "found by the search", Role::Hit),
        ("range", "in the marked range", Role::Range),
        ("filter", "on", Role::Chip),
        (look.or("→", ">"), "lasts from then on", Role::Plain),
        (look.or("╌╌", ".."), "some time within", Role::Plain),
        (look.or("──", "--"), "lasted", Role::Plain),
        (look.or("▶", ">"), "no end", Role::Plain),
        ("7", "events without a cell of their own", Role::Strong),
        ("+", "more countries", Role::Quiet),
        (look.or("…", "$"), "goes on", Role::Plain),
    ]);
    signs
}
