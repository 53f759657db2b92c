//! The head of a lane: its name, wrapped but never truncated, and its number of events.

use maud::{Markup, html};

use super::measures::{ROW, px};
use crate::export::markup::plain;
use crate::layout::LaneScene;
use crate::model::{Policy, Timeline};
use crate::text::{counted, wrap};

/// The line height of a name, and the total margin above and below it, in pixels.
const LINE: f64 = 15.0;
const MARGIN: f64 = 6.0;
/// The width of a letter, and that of the number of events at the end of the first line, in pixels.
const LETTER: f64 = 6.9;
const NUMBER: f64 = 40.0;

/// The name of a lane, wrapped to lines.
pub struct LaneHead {
    /// The owner of the policy; empty if the lane is not a policy.
    owner: Vec<String>,
    name: Vec<String>,
}

impl LaneHead {
    /// Creates the head of a lane, `width` pixels wide. `policy` is the one that the lane shows, if any.
    pub fn of(timeline: &Timeline, lane: &LaneScene, policy: Option<&Policy>, width: f64) -> Self {
        let lines = |text: &str| wrap(&plain(text), ((width - NUMBER) / LETTER) as usize);
        let owner = policy.map(|policy| lines(&timeline.owner_names(policy))).unwrap_or_default();
        Self { owner, name: lines(&lane.name) }
    }

    /// Returns the height in pixels that the lane needs for its head and its rows.
    pub fn height(&self, lane: &LaneScene) -> f64 {
        let lines = self.owner.len() + self.name.len();
        (ROW * lane.rows.len() as f64).max(LINE * lines as f64 + MARGIN)
    }

    /// Draws the head at the left edge. `top` is the top of the lane and `right` the right end of the number,
    /// in pixels.
    pub fn draw(&self, lane: &LaneScene, top: f64, right: f64) -> Markup {
        let lines = self.owner.iter().chain(&self.name).enumerate();
        let class = |at: usize| (!self.owner.is_empty() && at >= self.owner.len()).then_some("policy");
        html! {
            g class="name" {
                title { (plain(&lane.name)) ", " (counted(lane.count as usize, "event")) }
                @for (at, line) in lines {
                    text class=[class(at)] x="0" y=(px(top + LINE * (at + 1) as f64)) { (line) }
                }
                text class="number" x=(px(right)) y=(px(top + LINE)) { (lane.count) }
            }
        }
    }
}
