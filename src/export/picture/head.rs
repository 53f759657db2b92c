//! What stands before a lane: its name, wrapped and never cut, and how many events it has.

use maud::{Markup, html};

use super::{ROW, px};
use crate::export::markup::plain;
use crate::layout::LaneScene;
use crate::model::{Policy, Timeline};
use crate::text::{counted, wrap};

/// The height of a line of a name, and of what stands above and below all of them.
const LINE: f64 = 15.0;
const AIR: f64 = 6.0;
/// The width of a letter, and that of the number of events at the end of the first line.
const LETTER: f64 = 6.9;
const NUMBER: f64 = 40.0;

/// The name of a lane in lines.
pub struct LaneHead {
    /// Whose policy it is; empty in a lane of another sort.
    owner: Vec<String>,
    name: Vec<String>,
}

impl LaneHead {
    /// The head of a lane, of a policy where it stands for one, in a width in pixels.
    pub fn of(timeline: &Timeline, lane: &LaneScene, policy: Option<&Policy>, width: f64) -> Self {
        let lines = |text: &str| wrap(&plain(text), ((width - NUMBER) / LETTER) as usize);
        let owner = policy.map(|policy| lines(&timeline.owner_names(policy))).unwrap_or_default();
        Self { owner, name: lines(&lane.name) }
    }

    /// The height that the lane needs for its head and its rows.
    pub fn height(&self, lane: &LaneScene) -> f64 {
        let lines = self.owner.len() + self.name.len();
        (ROW * lane.rows.len() as f64).max(LINE * lines as f64 + AIR)
    }

    /// The head at the left edge; `top` is where the lane begins, `right` the end of the number.
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
