//! Clusters: events too close for separate points, drawn as a count.

use crate::model::EventNo;

/// Events drawn at the same position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    pub(super) column: u16,
    pub(super) width: u16,
    pub(super) count: u64,
    /// Most important event; the earliest of equals.
    pub(super) event: EventNo,
    pub(super) weight: u8,
    /// Index of the mark of a single event.
    pub(super) mark: usize,
}

/// Formats a count in at most `cells` cells: `7`, `12`, `950`, `1k`, `23k`, `4M`, or `+` if it does not fit.
/// Thousands and millions are rounded down.
pub fn count_text(count: u64, cells: u16) -> String {
    let text = match count {
        0..1000 => count.to_string(),
        1000..1_000_000 => format!("{}k", count / 1000),
        _ => format!("{}M", count / 1_000_000),
    };
    match usize::from(cells) {
        0 => String::new(),
        cells if text.len() > cells => "+".to_owned(),
        _ => text,
    }
}

/// Returns the width of a count in cells.
pub(super) fn count_width(count: u64) -> u16 {
    let digits = |n: u64| n.checked_ilog10().map_or(1, |log| log as u16 + 1);
    match count {
        0..1000 => digits(count),
        1000..1_000_000 => digits(count / 1000) + 1,
        _ => digits(count / 1_000_000) + 1,
    }
}

/// Lays out clusters, sorted by column, in the cells `low..high`. Merges clusters that overlap, and counts
/// that would touch and read as one number.
pub(super) fn lay_out(clusters: &[Cluster], low: u16, high: u16) -> Vec<Cluster> {
    let mut laid: Vec<Cluster> = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        let mut next = *cluster;
        loop {
            next.width = count_width(next.count).min(high.saturating_sub(low));
            next.column = next.column.min(high.saturating_sub(next.width)).max(low);
            match laid.last() {
                Some(last) if collide(last, &next) => next = merged(last, &next),
                _ => break,
            }
            laid.pop();
        }
        laid.push(next);
    }
    laid
}

fn collide(left: &Cluster, right: &Cluster) -> bool {
    let gap = u16::from(left.count > 1 && right.count > 1);
    left.column.saturating_add(left.width).saturating_add(gap) > right.column
}

fn merged(left: &Cluster, right: &Cluster) -> Cluster {
    let best = if right.weight > left.weight { right } else { left };
    Cluster {
        column: left.column,
        width: left.width,
        count: left.count.saturating_add(right.count),
        event: best.event,
        weight: best.weight,
        mark: best.mark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_stay_short() {
        let counts = [(7, "7"), (12, "12"), (999, "999"), (1000, "1k"), (23_456, "23k"), (4_000_000, "4M")];
        for (count, text) in counts {
            assert_eq!((count_text(count, 9).as_str(), usize::from(count_width(count))), (text, text.len()));
        }
        assert_eq!(count_text(12, 1), "+");
    }
}
