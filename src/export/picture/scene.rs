//! A picture before it is drawn: the scene of an export's lanes.

use roaring::RoaringBitmap;

use super::head::LaneHead;
use super::measures::{AXIS, CELL};
use super::overlap::apart;
use crate::export::contents::Export;
use crate::export::markup::plain;
use crate::history::History;
use crate::layout::{Item, Lane, LaneScene, LayoutInput, Scale, Scene, scene};
use crate::model::{Event, Moment, Timeline};
use crate::query::{Facet, Group, RankedSet, facet_values_of, groups};

/// The width in pixels of lane names; policies have longer names.
const MARGIN: f64 = 176.0;
const POLICY_MARGIN: f64 = 250.0;
/// The least number of rows to distribute among the lanes. It makes a picture of the default width fit a
/// slide.
const ROWS: u16 = 22;
/// The most lanes; the smallest of more lanes are merged into one.
const LANES: usize = 14;

/// A picture of an export.
pub struct Picture<'a> {
    pub timeline: &'a Timeline,
    /// The positions of everything in the lanes.
    pub scene: Scene,
    /// The number of scene columns.
    pub columns: u16,
    /// The facet whose values are the lanes.
    pub facet: Facet,
    /// The width in pixels of lane names.
    pub margin: f64,
    /// The head of each lane.
    pub heads: Vec<LaneHead>,
    /// The number of events without a date, which the picture cannot show.
    pub undated: u64,
}

impl<'a> Picture<'a> {
    /// Creates a picture that is `width` pixels wide, with a lane for each value of `facet`. `None` if no
    /// event has a date.
    pub fn of(export: &Export<'a>, facet: Facet, width: f64) -> Option<Self> {
        let timeline = export.timeline;
        let all: RoaringBitmap = export.events.iter().map(|number| number.0).collect();
        let mut dated = all.clone();
        dated.remove_range(timeline.dated() as u32..);
        let (from, to) = span(timeline, &dated, export.range)?;
        let mut groups = groups(&dated, Some(facet), &facet_values_of(timeline, facet, &dated));
        if facet == Facet::Policy && !export.asked.is_empty() {
            let asked = export.asked.iter().map(|policy| &*timeline.policy(*policy).id);
            let asked: Vec<&str> = asked.collect();
            groups.retain(|group| group.key.as_deref().is_some_and(|key| asked.contains(&key)));
        }
        let groups = fewer(groups, facet);
        let history = (facet == Facet::Policy).then(|| History::of(timeline));
        let track = |key: &Option<String>| {
            let tracks = history.as_ref()?.tracks();
            let id = key.as_deref()?;
            tracks.iter().find(|track| *timeline.policy(track.policy).id == *id)
        };
        let groups: Vec<(Option<String>, String, RankedSet)> =
            groups.into_iter().map(|Group { key, name, events }| (key, name, events.into())).collect();
        let lanes: Vec<Lane> = groups
            .iter()
            .map(|(key, name, events)| Lane { name, events, collapsed: false, track: track(key) })
            .collect();
        let undated = all.len() - dated.len();
        let dated = RankedSet::from(dated);
        let margin = if history.is_some() { POLICY_MARGIN } else { MARGIN };
        let columns = ((width - margin) / CELL).max(1.0) as u16;
        let mut scene = scene(&LayoutInput {
            timeline,
            lanes: &lanes,
            all: &dated,
            scale: Scale::fit(from, to, columns),
            rows: ROWS.max(2 * groups.len() as u16),
            first_lane: 0,
            cursor: None,
            range: None,
        });
        scene.lanes.iter_mut().for_each(tidy);
        let policy = |lane: &LaneScene| lanes[lane.lane].track.map(|track| timeline.policy(track.policy));
        let heads = scene.lanes.iter().map(|lane| LaneHead::of(timeline, lane, policy(lane), margin));
        let heads = heads.collect();
        Some(Self { timeline, scene, columns, facet, margin, heads, undated })
    }

    /// Returns the width in pixels.
    pub fn width(&self) -> f64 {
        self.margin + f64::from(self.columns) * CELL
    }

    /// Returns the height in pixels.
    pub fn height(&self) -> f64 {
        AXIS + self.lanes().map(|(lane, head)| head.height(lane)).sum::<f64>() + 1.0
    }

    /// Returns the lanes from top to bottom, each with its head.
    pub fn lanes(&self) -> impl Iterator<Item = (&LaneScene, &LaneHead)> {
        self.scene.lanes.iter().zip(&self.heads)
    }

    /// Returns the items of all lanes.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.scene.lanes.iter().flat_map(|lane| &lane.rows).flat_map(|row| &row.items)
    }

    /// Describes which events the picture cannot show.
    pub fn left_out(&self) -> Option<String> {
        let verb = if self.undated == 1 { "has" } else { "have" };
        let events = crate::text::counted(self.undated as usize, "event");
        let date = date_word(self.timeline);
        (self.undated > 0).then(|| format!("{events} {verb} no {date} and so no place in the picture."))
    }
}

/// Returns the name of the dates that place events: `date`, `in-force date`.
pub fn date_word(timeline: &Timeline) -> String {
    timeline.clock().map_or_else(|| "date".to_owned(), |clock| format!("{} date", clock.word()))
}

/// Returns the text shown instead of a picture without events.
pub fn nothing(timeline: &Timeline) -> String {
    format!("There is nothing to draw: no event here has its {}.", date_word(timeline))
}

/// Formats the date that places an event: `22 May 2024`, `in force 30 May 2024`, `undated`.
pub fn placed(timeline: &Timeline, event: &Event) -> String {
    match (timeline.clock(), timeline.when(event)) {
        (None, Some(date)) => plain(&date.words()),
        (None, None) => "undated".to_owned(),
        (Some(clock), Some(date)) => format!("{} {}", clock.words(), plain(&date.words())),
        (Some(_), None) => format!("no {}", date_word(timeline)),
    }
}

/// Returns the time span of the picture: the selected range, with the first and last date of the events where
/// it is open.
fn span(
    timeline: &Timeline,
    dated: &RoaringBitmap,
    range: Option<(Moment, Moment)>,
) -> Option<(Moment, Moment)> {
    let (first, last) = timeline.span_of(dated).unwrap_or((Moment::LAST, Moment::FIRST));
    let (from, to) = range.unwrap_or((Moment::FIRST, Moment::LAST));
    let known = |asked: Moment, own: Moment| if asked.is_finite() { asked } else { own };
    (!dated.is_empty()).then(|| (known(from, first), known(to, last)))
}

/// Returns the most lanes for a facet. Lanes of policies are worth showing even with few events, for their
/// bars.
fn most_lanes(facet: Facet) -> usize {
    if facet == Facet::Policy { 3 * LANES } else { LANES }
}

/// Merges overlapping items and removes empty rows, except the row of a policy bar.
fn tidy(lane: &mut LaneScene) {
    lane.rows.iter_mut().for_each(|row| row.items = apart(row));
    let mut at = 0..;
    let first = usize::from(!lane.strip.is_empty());
    lane.rows.retain(|row| at.next().is_some_and(|at| at < first) || !row.items.is_empty());
}

/// Merges the smallest groups into one if there are more than [`most_lanes`].
fn fewer(mut groups: Vec<Group>, facet: Facet) -> Vec<Group> {
    let most = most_lanes(facet);
    if groups.len() <= most {
        return groups;
    }
    let others = groups.split_off(most - 1);
    let many = match facet {
        Facet::Country => "countries".to_owned(),
        Facet::Policy => "policies".to_owned(),
        _ => format!("{}s", facet.word()),
    };
    let name = format!("{} other {many}", others.len());
    let events = others.iter().fold(RoaringBitmap::new(), |events, group| events | &group.events);
    groups.push(Group { key: None, name, events });
    groups
}
