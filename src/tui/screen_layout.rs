//! Layout of the main screen: the panes that fit the terminal, and their areas.

use ratatui::layout::Rect;

/// The panes of the main screen; one that does not fit is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScreenLayout {
    /// The whole terminal.
    pub screen: Rect,
    /// Title, counts and filters.
    pub header: Rect,
    /// The two rows of ticks.
    pub axis: Option<Rect>,
    /// The lanes below them.
    pub lanes: Option<Rect>,
    /// The strip of the whole timeline.
    pub overview: Option<Rect>,
    /// The list of events.
    pub list: Rect,
    /// The event under the cursor.
    pub detail: Option<Rect>,
    /// Facets, to the side, on wide terminals.
    pub facets: Option<Rect>,
    /// Hints and messages.
    pub footer: Rect,
    /// The columns taken by names and counts at the left of the lanes.
    pub margin: u16,
}

/// Smallest terminal in cells; in a smaller one only a message about the size is drawn.
pub const SMALLEST: (u16, u16) = (20, 5);

impl ScreenLayout {
    /// Lays out the panes for a terminal of `width` × `height` cells.
    pub fn new(width: u16, height: u16) -> Self {
        let screen = Rect::new(0, 0, width, height);
        let header = Rect { height: height.min(1), ..screen };
        let body = Rect::new(0, 1, width, height.saturating_sub(2));
        let footer = Rect::new(0, height.saturating_sub(1), width, height.min(1));
        let margin = match width {
            0..100 => 19,
            100..116 => 24,
            116..150 => 29,
            _ => 34,
        };
        let mut plan = Self { screen, header, list: body, footer, margin, ..Self::default() };
        if width >= 60 && height >= 16 {
            plan.with_timeline(body);
        }
        plan
    }

    /// Returns everything above the footer.
    pub fn above_footer(&self) -> Rect {
        Rect { height: self.screen.height.saturating_sub(1), ..self.screen }
    }

    /// Returns everything between header and footer.
    pub fn body(&self) -> Rect {
        Rect { y: 1, height: self.screen.height.saturating_sub(2), ..self.screen }
    }

    fn with_timeline(&mut self, body: Rect) {
        let beside = if body.width >= 170 { 34 } else { 0 };
        let main = Rect { width: body.width - beside, ..body };
        if beside > 0 {
            self.facets = Some(Rect { x: main.width, width: beside, ..body });
        }
        let lanes = (body.height.saturating_sub(3) * 2 / 5).max(4);
        let below = body.height - lanes - 3;
        self.axis = Some(Rect { height: 2, ..main });
        self.lanes = Some(Rect { y: main.y + 2, height: lanes, ..main });
        self.overview = Some(Rect { y: main.y + 2 + lanes, height: 1, ..main });
        let panes = Rect { y: main.y + 3 + lanes, height: below, ..main };
        if main.width < 76 {
            self.list = panes;
            return;
        }
        // Titles come first where there is little room.
        let share = if main.width < 100 { 11 } else { 9 };
        let left = (main.width * share / 20).clamp(38, 90);
        self.list = Rect { width: left, ..panes };
        self.detail = Some(Rect { x: left, width: main.width - left, ..panes });
    }

    /// Widens the margin to what the names and counts of the lanes need, up to about a quarter of the lanes.
    /// Narrow terminals need the columns for time.
    #[must_use]
    pub fn with_names(self, needed: u16) -> Self {
        let most = match self.lanes {
            Some(lanes) if self.screen.width >= 100 => lanes.width * 26 / 100,
            _ => 0,
        };
        Self { margin: self.margin.max(needed.min(most)), ..self }
    }

    /// Returns the number of columns of the time axis.
    pub fn timeline_columns(&self) -> u16 {
        self.lanes.map_or(self.screen.width, |lanes| lanes.width.saturating_sub(self.margin))
    }

    /// Returns the number of events that the list shows.
    pub fn list_rows(&self) -> u16 {
        if self.detail.is_some() || self.axis.is_some() {
            self.list.height.saturating_sub(2)
        } else {
            self.list.height
        }
    }
}
