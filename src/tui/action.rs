//! Everything a user can ask for. The doc comment of a variant is its line in help and palette.

use strum::{EnumIter, EnumMessage, EnumString, IntoStaticStr};

/// What a key, a palette entry or a click asks for.
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
    /// a page of events on
    PageDown,
    /// a page of events back
    PageUp,
    /// half a page of events on
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
    /// a week on
    NextWeek,
    /// a week back
    PreviousWeek,
    /// a month on
    NextMonth,
    /// a month back
    PreviousMonth,
    /// a year on
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
    /// fit the range, or what the filters leave
    FitSelection,
    /// change what the lanes are
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
    /// mark this day to compare with, or let it go
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
    /// read the files again
    Reload,
    /// show the problems of the files
    Problems,
    /// help
    Help,
    /// all commands, by name
    Palette,
    /// peel one layer: prompt, popup, range, search
    Escape,
    /// back; at the top, quit
    Back,
    /// quit
    Quit,
    /// suspend to the shell
    Suspend,

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
    /// put it into the middle of its own thread
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
    /// Its name in the palette and in configuration files.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What it does, for the help.
    pub fn help(self) -> &'static str {
        self.get_documentation().unwrap_or_default()
    }
}
