//! Axis ticks: two rows of calendar units that suit the zoom and never overlap.

use super::scale::Scale;
use super::units::Unit;
use crate::model::Moment;
use crate::model::calendar::year_words;
use crate::text::width;

/// Tick on a row of the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Column where the unit starts.
    pub column: u16,
    /// First moment of the unit; `None` if it started before the viewport, or for an edge of a major unit on
    /// the minor row.
    pub begins: Option<Moment>,
    /// Label; empty if only the edge fits.
    pub label: String,
    /// Whether a separator is drawn at [`Tick::column`]; the label then starts two cells further right.
    pub edge: bool,
}

impl Tick {
    /// Returns the first cell of the label.
    pub fn label_column(&self) -> u16 {
        if self.edge { self.column.saturating_add(2) } else { self.column }
    }

    fn label_end(&self) -> u16 {
        self.label_column().saturating_add(width(&self.label) as u16)
    }
}

/// Both rows of the axis, each from left to right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Axis {
    /// Coarser unit (`May 2024`). The label of a unit that started before the viewport is at the left edge if
    /// it fits.
    pub major: Vec<Tick>,
    /// Finer unit (`6 13 20 27`), with the edges of the coarser one.
    pub minor: Vec<Tick>,
}

/// Returns the pairs of minor and major unit below years, finest first.
fn pairs() -> impl Iterator<Item = (Unit, Unit)> {
    let minutes = [5, 15, 30, 60, 120, 180, 360, 720].map(|count| (Unit::Minutes(count), Unit::Days(1)));
    let days = [1, 2, 7, 14].map(|count| (Unit::Days(count), Unit::Months(1)));
    let months = [Unit::Months(1), Unit::Initials, Unit::Months(3), Unit::Months(6)];
    minutes.into_iter().chain(days).chain(months.map(|unit| (unit, Unit::Years(1))))
}

/// Returns the axis for a scale.
pub fn axis(scale: &Scale) -> Axis {
    if scale.columns == 0 {
        return Axis::default();
    }
    let (minor, major) = units(scale);
    let major = major_row(scale, major);
    let minor = minor_row(scale, minor, &major);
    Axis { major, minor }
}

/// Returns the finest pair of units whose labels fit.
fn units(scale: &Scale) -> (Unit, Unit) {
    let seconds_per_column = scale.seconds_per_column.max(1);
    let fits = |(minor, _): &(Unit, Unit)| minor.seconds() / seconds_per_column >= minor.wants();
    pairs().find(fits).unwrap_or_else(|| years(scale))
}

/// Returns years in steps of 1, 2, 5, 10 and so on, with a major unit of about ten steps.
fn years(scale: &Scale) -> (Unit, Unit) {
    let year_at = |moment: Moment| width(&year_words(moment.ymd().0)) as i64;
    let wants = year_at(scale.left).max(year_at(scale.right())) + 1;
    let mut step = 1;
    loop {
        for factor in [1, 2, 5] {
            let unit = Unit::Years(step * factor);
            if unit.seconds() / scale.seconds_per_column.max(1) >= wants || step >= 1_000_000_000 {
                if unit == Unit::Years(1) {
                    return (Unit::Months(6), unit);
                }
                return (unit, Unit::Years(step * if factor == 5 { 50 } else { 10 }));
            }
        }
        step *= 10;
    }
}

/// Returns where units start in the viewport, from left to right, at most one per column and none in the
/// first.
fn edges(scale: &Scale, unit: Unit) -> Vec<(u16, Moment)> {
    let mut found: Vec<(u16, Moment)> = Vec::new();
    let mut at = unit.start(scale.left);
    for _ in 0..=2 * usize::from(scale.columns) {
        if let Some(column) = scale.visible(at) {
            if column > 0 && found.last().is_none_or(|(last, _)| *last < column) {
                found.push((column, at));
            }
        } else if scale.column(at) > 0 {
            break;
        }
        match unit.next(at) {
            Some(next) if next > at => at = next,
            _ => break,
        }
    }
    found
}

fn major_row(scale: &Scale, unit: Unit) -> Vec<Tick> {
    let edges = edges(scale, unit);
    let ends = edges.iter().map(|(column, _)| *column).chain([scale.columns]);
    // A unit that starts within the first column labels the left edge.
    let first = Moment(scale.moment(1).0 - 1);
    let starts = [(0, first)].into_iter().chain(edges.iter().copied());
    // Without room for separators beside the shortest names, there are names alone.
    let needs = |moment: Moment| unit.names(moment).last().map_or(0, |name| width(name) as u16 + 3);
    let is_narrow = edges.windows(2).any(|pair| pair[1].0 - pair[0].0 < needs(pair[0].1));
    let tick = |((column, moment), end): ((u16, Moment), u16)| {
        let edge = column > 0 && !is_narrow;
        let gap = u16::from(end < scale.columns);
        let room = end.saturating_sub(column).saturating_sub(if edge { 2 } else { 0 }).saturating_sub(gap);
        let label = unit.names(moment).into_iter().find(|name| width(name) <= usize::from(room));
        Tick { column, begins: (column > 0).then_some(moment), label: label.unwrap_or_default(), edge }
    };
    starts.zip(ends).map(tick).filter(|tick| tick.edge || !tick.label.is_empty()).collect()
}

fn minor_row(scale: &Scale, unit: Unit, major: &[Tick]) -> Vec<Tick> {
    let is_edge = |column: u16| major.binary_search_by_key(&column, |tick| tick.column);
    let is_edge = |column: u16| is_edge(column).is_ok_and(|at| major[at].edge);
    let is_named_above = |at: Moment| major.iter().any(|tick| !tick.edge && tick.begins == Some(at));
    let start = unit.start(scale.left);
    let first = (scale.column(start) == 0).then_some((0, start));
    let mut row: Vec<Tick> = Vec::new();
    let mut columns: Vec<(u16, Option<Moment>)> = major
        .iter()
        .filter(|tick| tick.edge)
        .map(|tick| (tick.column, None))
        .chain(
            first
                .into_iter()
                .chain(edges(scale, unit))
                .filter(|(_, at)| !is_named_above(*at))
                .map(|(column, at)| (column, Some(at))),
        )
        .collect();
    columns.sort_by_key(|(column, at)| (*column, at.is_none()));
    columns.dedup_by_key(|(column, _)| *column);
    for (index, (column, moment)) in columns.iter().enumerate() {
        let name = moment.and_then(|moment| unit.names(moment).into_iter().last());
        let label = name.unwrap_or_default();
        let mut tick = Tick { column: *column, begins: *moment, label, edge: is_edge(*column) };
        let next = columns.get(index + 1).map_or(scale.columns, |(next, _)| *next - 1);
        let after =
            row.last().map_or(0, |last| last.label_end().saturating_add(u16::from(!last.label.is_empty())));
        if tick.label_end() > next || tick.label_column() < after {
            tick.label.clear();
        }
        if tick.edge || !tick.label.is_empty() {
            row.push(tick);
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::layout::tests::text_scene::axis_rows;
    use crate::model::Date;

    fn shown(from: &str, to: &str, columns: u16) -> String {
        let (from, to) = (Date::parse(from).unwrap(), Date::parse(to).unwrap());
        let scale = Scale::fit(from.earliest(), to.latest(), columns);
        axis_rows(&axis(&scale), columns).join("\n")
    }

    #[test]
    fn a_spring_shows_its_months_and_weeks() {
        assert_snapshot!(shown("2024-04", "2024-06", 100), @r#"
        Mar │ Apr 2024                    │ May 2024                     │ Jun 2024                    │ Jul
            │ 1    8      15     22       │ 1    8      15     22        │ 1    8      15     22       │ 1
        "#);
        assert_snapshot!(shown("2024-05-20", "2024-06-03", 60), @"
        May 2024                                   │ Jun 2024
         18 19 20 21 22 23 24 25 26 27 28 29 30 31 │  2  3  4  5  6
        ");
    }

    #[test]
    fn every_age_has_its_units() {
        assert_snapshot!(shown("2024-05-22", "2024-05-22", 60), @"
        21    │ 22 May 2024                                   │ 23
              │ 00:00     06:00       12:00       18:00       │
        ");
        assert_snapshot!(shown("2022", "2025", 80), @"
        │ 2022            │ 2023             │ 2024            │ 2025            │
        │ Jan    Jul      │ Jan     Jul      │ Jan    Jul      │ Jan    Jul      │
        ");
        assert_snapshot!(shown("2022", "2025", 40), @"
        │ 2022   │ 2023   │ 2024    │ 2025   │
        │   Jul  │    Jul │    Jul  │   Jul  │
        ");
        assert_snapshot!(shown("2022", "2025", 24), @"
        2022 2023 2024  2025
          Jul   Jul  Jul
        ");
        assert_snapshot!(shown("1990", "2024", 80), @"
        1950–1999              │ 2000–2049
           1990      1995      │ 2000     2005      2010       2015      2020       2025
        ");
        assert_snapshot!(shown("-0060", "0030", 80), @r#"
        100–1 BC                                       │ 1–99
               80 BC     60 BC     40 BC     20 BC     │ 1      20        40        60
        "#);
        assert_snapshot!(shown("-0500", "2000", 60), @r#"
        5000–1 BC      │ 1–4999
             500 BC    │ 1      500       1000      1500      2000
        "#);
        assert_snapshot!(shown("Y-180000", "2000", 60), @r#"
        │ 1000000–1 BC                          │ 1–999999
        │ 300000 BC         100000 BC           │ 1
        "#);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn labels_never_overlap_and_the_screen_always_says_when(
            year in -44i64..3000, day in 0i64..366, second in 0i64..86400,
            zoom in 0i32..30, columns in 0u16..300,
        ) {
            let left = Moment::from_ymd(year, 1, 1).unwrap().add_days(day).add_seconds(second);
            let scale = Scale { left, seconds_per_column: 60, columns }.zoom(-zoom, left);
            let axis = axis(&scale);
            for row in [&axis.major, &axis.minor] {
                for tick in row {
                    prop_assert!(tick.column < columns);
                    prop_assert!(tick.label.is_empty() || tick.label_end() <= columns, "{:?}", row);
                }
                for pair in row.windows(2) {
                    prop_assert!(pair[0].column < pair[1].column);
                    prop_assert!(pair[0].label.is_empty() || pair[0].label_end() < pair[1].column, "{:?}", row);
                }
            }
            if columns >= 12 && scale.right().ymd().0 < 9999 {
                prop_assert!(axis.major.iter().any(|tick| !tick.label.is_empty()), "{:?} {:?}", scale, axis);
            }
        }
    }

    #[test]
    fn the_ends_of_the_calendar_have_an_axis_too() {
        for left in
            [i64::MIN, i64::MIN / 4, Moment::FIRST.add_seconds(0).0, Moment::LAST.add_seconds(0).0, i64::MAX]
        {
            for seconds_per_column in [i64::MIN, 0, 1, 3600, 86_400, 2_629_746, 31_556_952_000, i64::MAX] {
                axis(&Scale { left: Moment(left), seconds_per_column, columns: 200 });
            }
        }
    }
}
