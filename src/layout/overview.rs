//! Density of the whole selection over the whole timeline, with the viewport marked.

use super::scale::Scale;
use crate::model::{Moment, Timeline};
use crate::query::RankedSet;

/// Strip that shows the density of events over the whole timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Density per column: 0 for no event, 1 to 8 relative to the fullest column.
    pub levels: Vec<u8>,
    /// First and last column of the viewport.
    pub viewport: (u16, u16),
    /// Scale of the strip.
    pub scale: Scale,
}

/// Returns the strip of `events` over the span of the timeline. Events after the span are counted in its last
/// column, those without a start in its first.
pub fn overview(timeline: &Timeline, events: &RankedSet, columns: u16, scale: &Scale) -> Overview {
    let strip = strip(timeline, columns);
    let counts = counts(timeline, events, &strip);
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let levels = counts.iter().map(|count| (count * 8).div_ceil(most) as u8).collect();
    let column = |moment: Moment| strip.column(moment).clamp(0, i64::from(columns.saturating_sub(1))) as u16;
    let last = Moment(scale.right().0.saturating_sub(1).max(scale.left.0));
    Overview { levels, viewport: (column(scale.left), column(last)), scale: strip }
}

/// Returns the number of events that start in each column.
pub(super) fn counts(timeline: &Timeline, events: &RankedSet, strip: &Scale) -> Vec<u64> {
    let inner = (1..i64::from(strip.columns)).map(|column| timeline.first_from(strip.moment(column)));
    let ends = inner.chain([timeline.dated()]).take(usize::from(strip.columns));
    let everything = events.len() == timeline.len() as u64;
    let mut before = 0;
    ends.map(|end| {
        let after = if everything { end as u64 } else { u64::from(events.below(end as u32)) };
        after - std::mem::replace(&mut before, after)
    })
    .collect()
}

/// Returns the scale on which the timeline fills the columns.
fn strip(timeline: &Timeline, columns: u16) -> Scale {
    let (first, last) = timeline.span().unwrap_or((Moment(0), Moment(0)));
    Scale::filling(first, last, columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tests::text_scene::everything;
    use crate::query::tests::dated as timeline;

    #[test]
    fn the_strip_counts_every_dated_event_once() {
        let timeline =
            timeline(&["2022-02-24", "2022-03", "../2023", "2023/..", "2024-05-22", "2025-11-30", ""]);
        for columns in [1, 2, 7, 60, 300] {
            let strip = strip(&timeline, columns);
            let counted = counts(&timeline, &everything(&timeline), &strip);
            assert_eq!(counted.len(), usize::from(columns));
            assert_eq!(counted.iter().sum::<u64>(), 6, "{columns}");
        }
    }

    #[test]
    fn one_event_among_thousands_is_still_seen_and_the_view_is_marked() {
        let mut dates = vec!["2024-05-22"; 3000];
        dates.push("2022-01-01");
        let timeline = timeline(&dates);
        let day = |text| crate::model::Date::parse(text).unwrap().earliest();
        let scale = Scale::fit(day("2024-05-01"), day("2024-05-31"), 40);
        let overview = overview(&timeline, &everything(&timeline), 50, &scale);
        assert_eq!((overview.levels[0], overview.levels[49]), (1, 8));
        assert_eq!(overview.levels.iter().filter(|level| **level > 0).count(), 2);
        assert_eq!(overview.viewport, (48, 49));
    }

    #[test]
    fn a_timeline_without_dates_has_an_empty_strip() {
        let timeline = timeline(&["", ""]);
        let scale = Scale { left: Moment(0), seconds_per_column: 1, columns: 0 };
        let overview = overview(&timeline, &everything(&timeline), 3, &scale);
        assert_eq!(overview.levels, [0, 0, 0]);
    }
}
