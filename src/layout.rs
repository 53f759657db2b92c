//! Layout of the picture of a timeline in cells, independent of any terminal.
//!
//! A [`Scene`] consists of columns, rows and shapes, without colours or characters, so that the browser, the
//! SVG and the HTML page draw the same picture.

mod bars;
mod clusters;
mod labels;
mod lanes;
mod overview;
mod packing;
mod policy_bar;
mod row;
mod scale;
mod ticks;
mod units;

use crate::model::{EventNo, Moment, Timeline};
use crate::query::RankedSet;

pub use bars::is_vague;
pub use clusters::count_text;
pub use lanes::Lane;
pub use overview::{Overview, overview};
pub use policy_bar::{Shade, Status, strip};
pub use row::{BarEnd, Item, Row, Shape};
pub use scale::Scale;
pub use ticks::{Axis, Tick, axis};

/// Input of a layout.
#[derive(Debug, Clone, Copy)]
pub struct LayoutInput<'a> {
    /// The timeline.
    pub timeline: &'a Timeline,
    /// All lanes, from top to bottom.
    pub lanes: &'a [Lane<'a>],
    /// Events counted by the overview.
    pub all: &'a RankedSet,
    /// Viewport: its time range and columns.
    pub scale: Scale,
    /// Rows available for all lanes together.
    pub rows: u16,
    /// Index of the top lane shown.
    pub first_lane: usize,
    /// Event under the cursor.
    pub cursor: Option<EventNo>,
    /// Marked range: first and last moment, inclusive.
    pub range: Option<(Moment, Moment)>,
}

/// Picture of a viewport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// Axis above the lanes.
    pub axis: Axis,
    /// Lanes that got at least one row, from top to bottom.
    pub lanes: Vec<LaneScene>,
    /// Number of lanes above the first one shown.
    pub hidden_above: usize,
    /// Number of lanes below the last one shown.
    pub hidden_below: usize,
    /// First and last column of the marked range, clipped to the viewport; `None` if outside.
    pub range: Option<(u16, u16)>,
    /// Density strip of the whole selection.
    pub overview: Overview,
}

/// Lane with its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneScene {
    /// Index in [`LayoutInput::lanes`].
    pub lane: usize,
    /// Label of the lane.
    pub name: String,
    /// Number of its events in the selection, in the viewport or not.
    pub count: u64,
    /// Status bar of the lane's policy, drawn on the first row behind its items.
    pub strip: Vec<Status>,
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
}

/// Lays out the picture of a viewport.
pub fn scene(request: &LayoutInput) -> Scene {
    let LayoutInput { timeline, lanes, scale, .. } = *request;
    let first = request.first_lane.min(lanes.len());
    let shares = lanes::share_rows(&lanes[first..], request.rows);
    let cursor = request.cursor.filter(|cursor| cursor.index() < timeline.len());
    let view = lanes::View::new(timeline, scale, cursor);
    view.prepare(request.all, lanes[first..].iter().take(shares.len()));
    let lane_scene = |(index, rows): (usize, u16)| {
        let lane = &lanes[index];
        let mut strip = lane.track.map(|track| strip(timeline, track, &scale)).unwrap_or_default();
        let rows = lane_rows(&view, lane, rows);
        if let Some(row) = rows.first() {
            strip.iter_mut().for_each(|status| status.make_way(row));
        }
        LaneScene { lane: index, name: lane.name.to_owned(), count: lane.events.len(), strip, rows }
    };
    let lanes: Vec<LaneScene> = (first..).zip(shares).map(lane_scene).collect();
    Scene {
        axis: axis(&scale),
        hidden_above: first,
        hidden_below: request.lanes.len() - first - lanes.len(),
        range: request.range.and_then(|(from, to)| range_columns(&scale, from.min(to), from.max(to))),
        overview: overview(timeline, request.all, scale.columns, &scale),
        lanes,
    }
}

/// Lays out the rows of a lane. A status bar gets the first row to itself if there are several, else it
/// shares it with points.
fn lane_rows(view: &lanes::View, lane: &Lane, rows: u16) -> Vec<Row> {
    let crowd = view.crowd(lane.events, rows);
    if lane.track.is_some() && rows > 1 {
        let bar = std::iter::once(Row::default());
        return bar.chain(packing::place(view, crowd, rows - 1, !lane.collapsed)).collect();
    }
    packing::place(view, crowd, rows, !lane.collapsed && lane.track.is_none())
}

fn range_columns(scale: &Scale, from: Moment, to: Moment) -> Option<(u16, u16)> {
    let edge = i64::from(scale.columns) - 1;
    let (from, to) = (scale.column(from), scale.column(to));
    (from <= edge && to >= 0 && edge >= 0).then(|| (from.clamp(0, edge) as u16, to.clamp(0, edge) as u16))
}

#[cfg(test)]
mod tests {
    pub(in crate::layout) mod text_scene;

    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::layout::tests::text_scene::everything;
    use crate::model::{Date, Event};
    use crate::query::tests::dated as timeline;

    fn moment(date: &str) -> Moment {
        Date::parse(date).unwrap().earliest()
    }

    fn request<'a>(
        timeline: &'a Timeline,
        lanes: &'a [Lane<'a>],
        scale: Scale,
        rows: u16,
    ) -> LayoutInput<'a> {
        let all = lanes[0].events;
        LayoutInput { timeline, lanes, all, scale, rows, first_lane: 0, cursor: None, range: None }
    }

    fn spring() -> (Timeline, Vec<(&'static str, RankedSet)>) {
        let events = [
            ("us", "2024-04-05", 3, "Aid bill passes a committee"),
            ("us", "2024-04-24", 4, "Aid signed"),
            ("us", "2024-05-15", 5, "Blinken in Kyiv"),
            ("us", "2024-05-22", 5, "Blinken wants to let Ukraine strike inside Russia"),
            ("us", "2024-05-28", 3, "White House: no change"),
            ("us", "2024-05-28", 2, "Kirby repeats it"),
            ("us", "2024-05-28", 2, "Singh too"),
            ("us", "2024-05-30~", 5, "Kharkiv counter-fire"),
            ("gb", "2024-05-02", 4, "Cameron: Ukraine has the right"),
            ("gb", "2024-06", 3, "Storm Shadow talks"),
            ("ua", "2024-05-13/2024-05-20", 3, "MPs in Washington"),
            ("ru", "2022-02-24/..", 5, "Invasion"),
            ("ru", "2024-05-10/2024-06-20", 4, "Offensive toward Kharkiv"),
            ("ru", "2024-05-06", 3, "Ambassador summoned"),
        ];
        let event = |(lane, date, importance, title): &(&str, &str, u8, &str)| Event {
            id: format!("{lane}-{date}-{title}").into(),
            date: Date::parse(date).ok(),
            importance: Some(*importance),
            title: (*title).into(),
            ..Event::default()
        };
        let timeline = Timeline::default().with_events(events.iter().map(event).collect());
        let of = |lane: &str| {
            let events = timeline.events().iter().zip(0..);
            events.filter(|(event, _)| event.id.starts_with(lane)).map(|(_, number)| number).collect()
        };
        let names = [("United States", "us"), ("United Kingdom", "gb"), ("Ukraine", "ua"), ("Russia", "ru")];
        let lanes = names.map(|(name, lane)| (name, of(lane))).into();
        (timeline, lanes)
    }

    fn shown(columns: u16, rows: u16, from: &str, to: &str, cursor: &str, collapsed: bool) -> String {
        let (timeline, sets) = spring();
        let lanes: Vec<Lane> =
            sets.iter().map(|(name, events)| Lane { name, events, collapsed, track: None }).collect();
        let scale = Scale::fit(moment(from), moment(to), columns);
        let cursor = timeline.events().iter().position(|event| *event.title == *cursor);
        let cursor = cursor.map(|number| EventNo(number as u32));
        let all = everything(&timeline);
        scene(&LayoutInput { all: &all, cursor, ..request(&timeline, &lanes, scale, rows) }).sketch()
    }

    #[test]
    fn a_spring_of_decisions_is_readable() {
        let cursor = "Blinken wants to let Ukraine strike inside Russia";
        assert_snapshot!(shown(98, 10, "2024-04-01", "2024-06-20", cursor, false), @"
                            Mar     │ Apr 2024                    │ May 2024                     │ Jun 2024
                                    │ 1    8      15     22       │ 1    8      15     22        │ 1    8      15     22
        United States    8                                 ● Aid signed            Singh too ● ○ Kharkiv counter-fire
                                        ● Aid bill passes a committee                  ▲ Blinken wants to let Ukraine strike …
                                                                                ● Blinken in Kyiv
                                                                                             ● White House: no change
                                                                                             ● Kirby repeats it
        United Kingdom   2                                         ● Cameron: Ukraine has the right
                                                                              Storm Shadow talks ╌╌╌╌╌╌╌╌╌╌╌╌╌╌○╌╌╌╌╌╌╌╌╌╌╌╌╌╌
        Ukraine          1                                                    ●─────── MPs in Washington
        Russia           3  ‹ Invasion ──────────────────────────────────────────────────────────────────────────────────────▶
                                                   Ambassador summoned ●   ● Offensive toward Kharkiv ───────────────
                            ▂                                                                                       ▂ ▂▄▅▂█
        ");
    }

    #[test]
    fn shut_lanes_and_small_screens_still_show_every_event() {
        assert_snapshot!(shown(98, 4, "2024-04-01", "2024-06-20", "Singh too", true), @r#"
                            Mar     │ Apr 2024                    │ May 2024                     │ Jun 2024
                                    │ 1    8      15     22       │ 1    8      15     22        │ 1    8      15     22
        United States    8              ●                  ●                    ●      ●     ▲2○
        United Kingdom   2                                         ●                             ╌╌╌╌╌╌╌╌╌╌╌╌╌╌○╌╌╌╌╌╌╌╌╌╌╌╌╌╌
        Ukraine          1                                                    ●───────
        Russia           3  ‹──────────────────────────────────────────●───●─────────────────────────────────────────────────▶
                            ▂                                                                                       ▂ ▂▄▅▂█
        "#);
        assert_snapshot!(shown(40, 4, "2022-01-01", "2025-01-01", "", false), @"
                             │ 2022      │ 2023       │ 2024      │
                             │ Jan Jul   │ Jan Jul    │ Jan Jul   │
        United States    8   Aid bill passes a committee ●6○
        United Kingdom   2  Cameron: Ukraine has the rig… ●○
        Ukraine          1              MPs in Washington ●
        Russia           3    ● Invasion ─────────────────2────────▶
                            ▂                                  ▂▂▇█
        ");
    }

    /// Returns dates of every precision between 2020 and 2027, and some far away.
    fn dates() -> impl Strategy<Value = String> {
        let day = || {
            (2020..2027, 1..13, 1..29).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
        };
        let span = (day(), day()).prop_map(|(a, b)| format!("{}/{}", a.clone().min(b.clone()), a.max(b)));
        prop_oneof![
            6 => day(),
            2 => (2023..2025, 1..13).prop_map(|(year, month)| format!("{year}-{month:02}")),
            2 => (day(), prop::sample::select(vec!["~", "?", "%", "T14:30:00Z", "/..", "/"]))
                .prop_map(|(day, mark)| format!("{day}{mark}")),
            1 => day().prop_map(|day| format!("../{day}")),
            2 => span,
            1 => prop::sample::select(vec!["2024", "2024-21", "202X", "-0044", "Y-180000", "2024-05-22", ""])
                .prop_map(str::to_owned),
        ]
    }

    fn touches(timeline: &Timeline, events: &RankedSet, scale: &Scale) -> u64 {
        let dates = events.iter().filter_map(|number| timeline.when(timeline.event(EventNo(number))));
        dates.filter(|date| date.earliest() < scale.right() && date.latest() >= scale.left).count() as u64
    }

    fn counted(lane: &LaneScene) -> u64 {
        let items = lane.rows.iter().flat_map(|row| &row.items);
        let count = |item: &Item| match item.shape {
            Shape::Point { .. } => 1,
            Shape::Count(count) => count,
            _ => 0,
        };
        items.map(count).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_event_is_lost_and_nothing_overlaps(
            dates in prop_oneof![3 => prop::collection::vec(dates(), 1..60), 1 => prop::collection::vec(dates(), 300..900)],
            masks in prop::collection::vec((any::<u64>(), any::<bool>()), 1..5),
            columns in 0u16..130, rows in 0u16..16, first_lane in 0usize..3,
            zoom in 0i32..24, left in 2019i64..2027, cursor in prop::option::of(0u32..900),
        ) {
            let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
            let timeline = timeline(&dates);
            let set = |mask: u64| (0..dates.len() as u32).filter(|n| (mask >> (n % 64)) & 1 == 1).collect();
            let sets: Vec<(RankedSet, bool)> = masks.iter().map(|(mask, shut)| (set(*mask), *shut)).collect();
            let lanes: Vec<Lane> =
                sets.iter().map(|(events, collapsed)| Lane { name: "a", events, collapsed: *collapsed, track: None }).collect();
            let left = Moment::from_ymd(left, 4, 9).unwrap();
            let scale = Scale { left, seconds_per_column: 1800, columns }.zoom(-zoom, left);
            let cursor = cursor.map(EventNo);
            let request = LayoutInput { first_lane, cursor, ..request(&timeline, &lanes, scale, rows) };
            let scene = scene(&request);

            let used: usize = scene.lanes.iter().map(|lane| lane.rows.len()).sum();
            prop_assert!(used <= usize::from(rows));
            prop_assert_eq!(scene.hidden_above + scene.lanes.len() + scene.hidden_below, lanes.len());
            for lane in &scene.lanes {
                let events = lanes[lane.lane].events;
                if columns > 0 {
                    prop_assert_eq!(counted(lane), touches(&timeline, events, &scale));
                }
                for row in &lane.rows {
                    for item in &row.items {
                        prop_assert!(item.width > 0 && item.column + item.width <= columns);
                    }
                    for pair in row.items.windows(2) {
                        prop_assert!(pair[0].column + pair[0].width <= pair[1].column, "{:?}", pair);
                    }
                }
                let has_cursor = cursor.is_some_and(|cursor| events.contains(cursor.0))
                    && cursor.is_some_and(|cursor| bars::Mark::of(&timeline, cursor.0, &scale, true).is_some());
                let shown = lane.rows.iter().flat_map(|row| &row.items).filter(|item| {
                    item.cursor && matches!(item.shape, Shape::Point { .. })
                });
                if columns > 1 {
                    prop_assert_eq!(shown.count(), usize::from(has_cursor));
                }
            }
        }
    }

    #[test]
    fn a_vague_date_never_looks_like_a_sharp_one() {
        for (date, step, bar, fuzzy) in [
            ("2024-05-22", 86_400, false, false),
            ("2024-05-22~", 86_400, false, true),
            ("2024-05-22?", 86_400, false, true),
            ("2024-05-22", 3600, true, false),
            ("2024-05-22T14:30:00Z", 3600, false, false),
            ("2024-05", 86_400, true, true),
            ("2024-05", 2_629_746, false, true),
            ("2024", 2_629_746, true, true),
            ("2024-05-13/2024-05-20", 86_400, true, false),
            ("2024-05-13/..", 86_400, true, false),
        ] {
            let timeline = timeline(&[date]);
            let scale = Scale { left: moment("2024-05-10"), seconds_per_column: step, columns: 400 };
            let mark = bars::Mark::of(&timeline, 0, &scale, false).unwrap();
            assert_eq!((mark.bar.is_some(), mark.fuzzy), (bar, fuzzy), "{date} at {step}");
            let open = mark.bar.is_some_and(|bar| bar.ends[1] == BarEnd::Open);
            assert_eq!(open, date.ends_with(".."), "{date}");
        }
    }

    #[test]
    fn thousands_of_open_bars_are_counted_at_the_edge() {
        let timeline = timeline(&vec!["2022-02-24/.."; 5000]);
        let all = everything(&timeline);
        let lanes = [Lane { name: "war", events: &all, collapsed: false, track: None }];
        let scale = Scale::fit(moment("2024-05-01"), moment("2024-05-31"), 60);
        let scene = scene(&request(&timeline, &lanes, scale, 3));
        assert_eq!(counted(&scene.lanes[0]), 5000);
        let items: usize = scene.lanes[0].rows.iter().map(|row| row.items.len()).sum();
        assert!(items < 60, "{items}");
    }

    #[test]
    fn no_size_no_scale_and_no_date_breaks_the_picture() {
        let dates = ["Y-200000", "Y200000", "../..", "../-0044", "2024-05-22/..", "2024~", "/2024", ""];
        let (far, none) = (timeline(&dates), timeline(&["", ""]));
        for (timeline, columns) in
            [(&far, 0), (&far, 1), (&far, 3), (&far, 80), (&far, u16::MAX), (&none, 80)]
        {
            let all = everything(timeline);
            let lanes = [Lane { name: "", events: &all, collapsed: false, track: None }; 2];
            for left in [i64::MIN, Moment::FIRST.add_seconds(0).0, 0, Moment::LAST.add_seconds(0).0, i64::MAX]
            {
                for seconds_per_column in [i64::MIN, 0, 1, 86_400, 31_556_952_000, i64::MAX] {
                    let scale = Scale { left: Moment(left), seconds_per_column, columns };
                    for (rows, cursor) in [(0, None), (1, Some(EventNo(3))), (9, Some(EventNo(99)))] {
                        let range = Some((Moment::LAST, Moment::FIRST));
                        scene(&LayoutInput { cursor, range, ..request(timeline, &lanes, scale, rows) });
                    }
                }
            }
        }
    }

    #[test]
    fn a_range_that_leaves_the_view_is_cut_at_its_edge() {
        let timeline = timeline(&["2024-05-22"]);
        let all = everything(&timeline);
        let lanes = [Lane { name: "", events: &all, collapsed: false, track: None }];
        let scale = Scale::fit(moment("2024-05-01"), moment("2024-05-31"), 31 + 2);
        let range = |from: &str, to: &str| {
            let range = Some((moment(from), moment(to)));
            scene(&LayoutInput { range, ..request(&timeline, &lanes, scale, 1) }).range
        };
        assert_eq!(range("2024-05-22", "2024-08-01"), Some((22, 32)));
        assert_eq!(range("2023-05-22", "2024-05-02"), Some((0, 2)));
        assert_eq!(range("2023-05-22", "2023-08-01"), None);
    }
}
