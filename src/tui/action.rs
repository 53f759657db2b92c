//! Actions, modes and key bindings: one table for dispatch, help, footer, palette and README. The doc comment
//! of an action is its line in help and palette.

use strum::{EnumIter, EnumMessage, EnumString, IntoStaticStr};

/// An action of the user, by key, palette or click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, EnumString, EnumMessage, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Action {
    /// next event
    NextEvent,
    /// previous event
    PreviousEvent,
    /// first event
    FirstEvent,
    /// last event
    LastEvent,
    /// a page of events forward
    PageDown,
    /// a page of events back
    PageUp,
    /// half a page of events forward
    HalfPageDown,
    /// half a page of events back
    HalfPageUp,
    /// pan to earlier
    PanLeft,
    /// pan to later
    PanRight,
    /// lane above
    LaneUp,
    /// lane below
    LaneDown,
    /// a week forward
    NextWeek,
    /// a week back
    PreviousWeek,
    /// a month forward
    NextMonth,
    /// a month back
    PreviousMonth,
    /// a year forward
    NextYear,
    /// a year back
    PreviousYear,
    /// jump to a date
    JumpToDate,
    /// back in the jump list
    JumpBack,
    /// forward in the jump list
    JumpForward,
    /// zoom in
    ZoomIn,
    /// zoom out
    ZoomOut,
    /// fit everything
    FitAll,
    /// fit the range, or else the filtered events
    FitSelection,
    /// group lanes by another facet
    NextLanes,
    /// place events by another of their dates
    Clocks,
    /// policies: what each was on this day
    Policies,
    /// next change of a status
    NextChange,
    /// previous change of a status
    PreviousChange,
    /// next change of this policy
    NextOwnChange,
    /// previous change of this policy
    PreviousOwnChange,
    /// compare with another day, or end the comparison
    Compare,
    /// who moved first on this topic
    WhoFirst,
    /// change the order of the list
    NextOrder,
    /// fold or open the lane
    FoldLane,
    /// search
    Search,
    /// next hit
    NextHit,
    /// previous hit
    PreviousHit,
    /// make the hits a filter
    FilterHits,
    /// facets: filter by country, actor and more
    Facets,
    /// filters: switch, edit, remove
    Filters,
    /// switch all filters off and on
    ToggleFilters,
    /// filter by a query
    FilterQuery,
    /// mark a range
    MarkRange,
    /// go to the range's other end
    OtherEnd,
    /// make the range a filter, or read the event in full
    Confirm,
    /// what led to the event and what followed
    Thread,
    /// export what is selected
    Export,
    /// scroll the detail down
    DetailDown,
    /// scroll the detail up
    DetailUp,
    /// undo
    Undo,
    /// redo
    Redo,
    /// copy: citation, link, YAML or command
    Copy,
    /// open a source in the web browser
    OpenSource,
    /// edit the event in your editor
    Edit,
    /// write a new event of today in your editor
    NewEvent,
    /// save what is shown as a named view
    SaveView,
    /// read the files again
    Reload,
    /// about this timeline: what it covers, how to read it
    About,
    /// show the problems of the files
    Problems,
    /// help
    Help,
    /// all commands, by name
    Palette,
    /// close what is on top, or end the range or search
    Escape,
    /// back; at the top, quit
    Back,
    /// quit
    Quit,
    /// suspend to the shell
    Suspend,
    /// draw the screen anew
    Redraw,

    /// one down
    Down,
    /// one up
    Up,
    /// next field or facet
    Next,
    /// previous field or facet
    Previous,
    /// include, or switch on and off
    Toggle,
    /// exclude
    Exclude,
    /// keep only this
    Only,
    /// remove
    Remove,
    /// change
    Change,
    /// accept
    Accept,
    /// show its own thread
    Centre,
    /// back to what was in the middle before
    CentreBefore,
    /// go to it in the timeline
    GoTo,
    /// copy the command line instead
    CopyCommand,
    /// copy a citation
    CopyCitation,
    /// copy the link of the first source
    CopyLink,
    /// copy the event as YAML
    CopyYaml,
    /// copy the command line that shows this view
    CopyView,
}

impl Action {
    /// Returns its name in the palette and in configuration files.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns its description for the help, which is its doc comment.
    pub fn help(self) -> &'static str {
        self.get_documentation().unwrap_or_default()
    }
}

/// The part of the browser that receives keys. The message of a variant says where its keys work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, EnumIter, EnumMessage, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Mode {
    /// The timeline itself.
    #[default]
    #[strum(to_string = "timeline", message = "In the timeline")]
    Browse,
    /// The facets.
    #[strum(message = "In the facets")]
    Facets,
    /// The list of active filters.
    #[strum(message = "In the list of filters")]
    Filters,
    /// The export dialog.
    #[strum(message = "In the export dialog")]
    Export,
    /// An input line.
    #[strum(message = "Where you type")]
    Prompt,
    /// Help and the palette.
    #[strum(message = "In the help and the list of commands")]
    Help,
    /// A scrolling text: problems, an event in full.
    #[strum(message = "In an event or text over the whole screen")]
    Reader,
    /// The choice of what to copy.
    #[strum(message = "In the choice of what to copy")]
    Copy,
    /// The list of sources.
    #[strum(message = "In the list of sources")]
    Sources,
    /// The list of clocks.
    #[strum(message = "In the list of dates")]
    Clocks,
    /// The policies panel.
    #[strum(message = "In the policies")]
    Policies,
    /// The panel of first movers.
    #[strum(message = "In the list of who moved first")]
    FirstMovers,
    /// The thread of an event.
    #[strum(message = "In a thread")]
    Thread,
    /// Fallback for modes with a list or a scrolling text.
    #[strum(to_string = "every list", message = "In every list and text")]
    List,
    /// Fallback for all modes.
    #[strum(message = "Everywhere")]
    Anywhere,
}

impl Mode {
    /// Describes where the mode's keys work, for the README.
    pub fn place(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// Returns the action that leads to this mode, and the mode that the action belongs to.
    pub fn opened_by(self) -> Option<(Self, Action)> {
        let action = match self {
            Self::FirstMovers => return Some((Self::Policies, Action::WhoFirst)),
            Self::Facets => Action::Facets,
            Self::Filters => Action::Filters,
            Self::Export => Action::Export,
            Self::Reader => Action::Confirm,
            Self::Copy => Action::Copy,
            Self::Sources => Action::OpenSource,
            Self::Clocks => Action::Clocks,
            Self::Policies => Action::Policies,
            Self::Thread => Action::Thread,
            Self::Browse | Self::Prompt | Self::Help | Self::List | Self::Anywhere => return None,
        };
        Some((Self::Browse, action))
    }

    /// Whether keys that produce a character are typed into a line.
    pub fn is_typing(self) -> bool {
        matches!(self, Self::Prompt | Self::Facets | Self::Export | Self::Help)
    }

    /// Returns the modes whose bindings apply in this one, those with precedence first.
    pub fn layers(self) -> impl Iterator<Item = Self> {
        let has_list =
            !matches!(self, Self::Browse | Self::Export | Self::Prompt | Self::Copy | Self::Anywhere);
        [(self, true), (Self::List, has_list), (Self::Anywhere, true)]
            .into_iter()
            .filter_map(|(mode, works)| works.then_some(mode))
    }
}

/// A binding: the mode, alternative key sequences (keys of a sequence are separated by spaces), the action.
type Binding = (Mode, &'static [&'static str], Action);

/// The default bindings, grouped by mode in the order of the help. The first key sequence is the one shown.
pub const TABLE: &[Binding] = &[
    (Mode::Browse, &["j", "down"], Action::NextEvent),
    (Mode::Browse, &["k", "up"], Action::PreviousEvent),
    (Mode::Browse, &["h", "left"], Action::PanLeft),
    (Mode::Browse, &["l", "right"], Action::PanRight),
    (Mode::Browse, &["{"], Action::LaneUp),
    (Mode::Browse, &["}"], Action::LaneDown),
    (Mode::Browse, &["g g", "home"], Action::FirstEvent),
    (Mode::Browse, &["G", "end"], Action::LastEvent),
    (Mode::Browse, &["ctrl-f", "pagedown"], Action::PageDown),
    (Mode::Browse, &["ctrl-b", "pageup"], Action::PageUp),
    (Mode::Browse, &["ctrl-d"], Action::HalfPageDown),
    (Mode::Browse, &["ctrl-u"], Action::HalfPageUp),
    (Mode::Browse, &["] w"], Action::NextWeek),
    (Mode::Browse, &["[ w"], Action::PreviousWeek),
    (Mode::Browse, &["] m"], Action::NextMonth),
    (Mode::Browse, &["[ m"], Action::PreviousMonth),
    (Mode::Browse, &["] y"], Action::NextYear),
    (Mode::Browse, &["[ y"], Action::PreviousYear),
    (Mode::Browse, &["t"], Action::JumpToDate),
    (Mode::Browse, &["ctrl-o"], Action::JumpBack),
    (Mode::Browse, &["ctrl-i", "tab"], Action::JumpForward),
    (Mode::Browse, &["+", "="], Action::ZoomIn),
    (Mode::Browse, &["-"], Action::ZoomOut),
    (Mode::Browse, &["0"], Action::FitAll),
    (Mode::Browse, &["z"], Action::FitSelection),
    (Mode::Browse, &["L"], Action::NextLanes),
    (Mode::Browse, &["C"], Action::Clocks),
    (Mode::Browse, &["p"], Action::Policies),
    (Mode::Browse, &["] s"], Action::NextChange),
    (Mode::Browse, &["[ s"], Action::PreviousChange),
    (Mode::Browse, &["s"], Action::NextOrder),
    (Mode::Browse, &["space"], Action::FoldLane),
    (Mode::Browse, &["/"], Action::Search),
    (Mode::Browse, &["n"], Action::NextHit),
    (Mode::Browse, &["N"], Action::PreviousHit),
    (Mode::Browse, &["*"], Action::FilterHits),
    (Mode::Browse, &["f"], Action::Facets),
    (Mode::Browse, &["\\"], Action::Filters),
    (Mode::Browse, &["F"], Action::ToggleFilters),
    (Mode::Browse, &["&"], Action::FilterQuery),
    (Mode::Browse, &["v"], Action::MarkRange),
    (Mode::Browse, &["o"], Action::OtherEnd),
    (Mode::Browse, &["enter"], Action::Confirm),
    (Mode::Browse, &["r"], Action::Thread),
    (Mode::Browse, &["x"], Action::Export),
    (Mode::Browse, &["J"], Action::DetailDown),
    (Mode::Browse, &["K"], Action::DetailUp),
    (Mode::Browse, &["u"], Action::Undo),
    (Mode::Browse, &["ctrl-r"], Action::Redo),
    (Mode::Browse, &["y"], Action::Copy),
    (Mode::Browse, &["O"], Action::OpenSource),
    (Mode::Browse, &["e"], Action::Edit),
    (Mode::Browse, &["E"], Action::NewEvent),
    (Mode::Browse, &["V"], Action::SaveView),
    (Mode::Browse, &["R"], Action::Reload),
    (Mode::Browse, &["A"], Action::About),
    (Mode::Browse, &["!"], Action::Problems),
    (Mode::Browse, &["?", "f1"], Action::Help),
    (Mode::Browse, &[":"], Action::Palette),
    (Mode::Browse, &["esc"], Action::Escape),
    (Mode::Browse, &["q"], Action::Back),
    (Mode::Facets, &["tab", "right"], Action::Next),
    (Mode::Facets, &["backtab", "left"], Action::Previous),
    (Mode::Facets, &["space"], Action::Toggle),
    (Mode::Facets, &["-"], Action::Exclude),
    (Mode::Facets, &["enter"], Action::Only),
    (Mode::Facets, &["f1"], Action::Help),
    (Mode::Facets, &["esc"], Action::Escape),
    (Mode::Filters, &["space"], Action::Toggle),
    (Mode::Filters, &["enter"], Action::Change),
    (Mode::Filters, &["d", "x", "delete"], Action::Remove),
    (Mode::Filters, &["F"], Action::ToggleFilters),
    (Mode::Filters, &["u"], Action::Undo),
    (Mode::Filters, &["?"], Action::Help),
    (Mode::Filters, &["esc", "q", "\\"], Action::Escape),
    (Mode::Export, &["enter"], Action::Accept),
    (Mode::Export, &["tab"], Action::Next),
    (Mode::Export, &["backtab"], Action::Previous),
    (Mode::Export, &["right", "down"], Action::Down),
    (Mode::Export, &["left", "up"], Action::Up),
    (Mode::Export, &["ctrl-y"], Action::CopyCommand),
    (Mode::Export, &["esc"], Action::Escape),
    (Mode::Prompt, &["enter"], Action::Accept),
    (Mode::Prompt, &["down", "tab"], Action::Down),
    (Mode::Prompt, &["up", "backtab"], Action::Up),
    (Mode::Prompt, &["esc"], Action::Escape),
    (Mode::Help, &["enter"], Action::Accept),
    (Mode::Help, &["down", "tab", "ctrl-n"], Action::Down),
    (Mode::Help, &["up", "backtab", "ctrl-p"], Action::Up),
    (Mode::Help, &["esc"], Action::Escape),
    (Mode::Reader, &["j", "down", "J"], Action::Down),
    (Mode::Reader, &["k", "up", "K"], Action::Up),
    (Mode::Reader, &["space", "pagedown", "ctrl-f", "ctrl-d"], Action::PageDown),
    (Mode::Reader, &["pageup", "ctrl-b", "ctrl-u"], Action::PageUp),
    (Mode::Reader, &["enter"], Action::Accept),
    (Mode::Reader, &["O"], Action::OpenSource),
    (Mode::Reader, &["y"], Action::Copy),
    (Mode::Reader, &["esc", "q"], Action::Escape),
    (Mode::Copy, &["c"], Action::CopyCitation),
    (Mode::Copy, &["l"], Action::CopyLink),
    (Mode::Copy, &["y"], Action::CopyYaml),
    (Mode::Copy, &["v"], Action::CopyView),
    (Mode::Copy, &["esc", "q"], Action::Escape),
    (Mode::Sources, &["enter", "O"], Action::Accept),
    (Mode::Sources, &["y"], Action::CopyLink),
    (Mode::Sources, &["esc", "q"], Action::Escape),
    (Mode::Clocks, &["j", "down", "C"], Action::Down),
    (Mode::Clocks, &["k", "up"], Action::Up),
    (Mode::Clocks, &["enter"], Action::Accept),
    (Mode::Clocks, &["esc", "q"], Action::Escape),
    (Mode::Policies, &["l", "right"], Action::NextOwnChange),
    (Mode::Policies, &["h", "left"], Action::PreviousOwnChange),
    (Mode::Policies, &["] s"], Action::NextChange),
    (Mode::Policies, &["[ s"], Action::PreviousChange),
    (Mode::Policies, &["] w"], Action::NextWeek),
    (Mode::Policies, &["[ w"], Action::PreviousWeek),
    (Mode::Policies, &["] m"], Action::NextMonth),
    (Mode::Policies, &["[ m"], Action::PreviousMonth),
    (Mode::Policies, &["] y"], Action::NextYear),
    (Mode::Policies, &["[ y"], Action::PreviousYear),
    (Mode::Policies, &["t"], Action::JumpToDate),
    (Mode::Policies, &["+", "="], Action::ZoomIn),
    (Mode::Policies, &["-"], Action::ZoomOut),
    (Mode::Policies, &["0"], Action::FitAll),
    (Mode::Policies, &["c"], Action::Compare),
    (Mode::Policies, &["w"], Action::WhoFirst),
    (Mode::Policies, &["enter"], Action::Accept),
    (Mode::Policies, &["y"], Action::CopyCommand),
    (Mode::Policies, &["u"], Action::Undo),
    (Mode::Policies, &["ctrl-r"], Action::Redo),
    (Mode::Policies, &["ctrl-o"], Action::JumpBack),
    (Mode::Policies, &["ctrl-i", "tab"], Action::JumpForward),
    (Mode::Policies, &["?", "f1"], Action::Help),
    (Mode::Policies, &["esc", "q", "p"], Action::Escape),
    (Mode::FirstMovers, &["l", "right", "tab"], Action::Next),
    (Mode::FirstMovers, &["h", "left", "backtab"], Action::Previous),
    (Mode::FirstMovers, &["enter"], Action::Accept),
    (Mode::FirstMovers, &["esc", "q", "w"], Action::Escape),
    (Mode::Thread, &["l", "right"], Action::Centre),
    (Mode::Thread, &["h", "left", "ctrl-o", "backspace"], Action::CentreBefore),
    (Mode::Thread, &["enter"], Action::GoTo),
    (Mode::Thread, &["J"], Action::DetailDown),
    (Mode::Thread, &["K"], Action::DetailUp),
    (Mode::Thread, &["?", "f1"], Action::Help),
    (Mode::Thread, &["esc", "q", "r"], Action::Escape),
    (Mode::List, &["j", "down", "ctrl-n"], Action::Down),
    (Mode::List, &["k", "up", "ctrl-p"], Action::Up),
    (Mode::List, &["ctrl-f", "pagedown"], Action::PageDown),
    (Mode::List, &["ctrl-b", "pageup"], Action::PageUp),
    (Mode::List, &["ctrl-d"], Action::HalfPageDown),
    (Mode::List, &["ctrl-u"], Action::HalfPageUp),
    (Mode::List, &["g g", "home"], Action::FirstEvent),
    (Mode::List, &["G", "end"], Action::LastEvent),
    (Mode::Anywhere, &["ctrl-c"], Action::Quit),
    (Mode::Anywhere, &["ctrl-z"], Action::Suspend),
    (Mode::Anywhere, &["ctrl-l"], Action::Redraw),
];

/// Returns the description of an action in a mode: in lists, for example, the keys for events move by rows.
pub fn help_of(mode: Mode, action: Action) -> &'static str {
    match (mode, action) {
        (Mode::List, Action::FirstEvent) => "first row",
        (Mode::List, Action::LastEvent) => "last row",
        (Mode::List | Mode::Reader, Action::PageDown) => "a page down",
        (Mode::List | Mode::Reader, Action::PageUp) => "a page up",
        (Mode::List, Action::HalfPageDown) => "half a page down",
        (Mode::List, Action::HalfPageUp) => "half a page up",
        (Mode::Sources, Action::Accept) => "open it in the web browser",
        (Mode::Sources, Action::CopyLink) => "copy its link or, without one, its citation",
        (Mode::Policies, Action::Accept) => "go to the event that the status rests on",
        (Mode::Reader, Action::Accept) => "edit the file at the problem",
        (Mode::Facets, Action::Next) => "next facet; while you type, include",
        (Mode::Facets, Action::Previous) => "previous facet; while you type, exclude",
        (Mode::Facets, Action::Only) => "keep only this, and close",
        (Mode::FirstMovers, Action::Next) => "ask about a looser status",
        (Mode::FirstMovers, Action::Previous) => "ask about a stricter status",
        (Mode::FirstMovers, Action::Accept) => "go to the event that brought it there",
        _ => action.help(),
    }
}
