//! Scenes as plain text, for snapshots.

use crate::layout::{Axis, BarEnd, Item, Scene, Shape, count_text};
use crate::model::Timeline;
use crate::query::RankedSet;
use crate::text;

/// Returns all events of a timeline.
pub(in crate::layout) fn everything(timeline: &Timeline) -> RankedSet {
    (0..timeline.len() as u32).collect()
}

/// Returns both rows of an axis as text.
pub(in crate::layout) fn axis_rows(axis: &Axis, columns: u16) -> [String; 2] {
    [&axis.major, &axis.minor].map(|ticks| {
        let mut row = vec![" ".to_owned(); usize::from(columns)];
        for tick in ticks {
            if tick.edge {
                row[usize::from(tick.column)] = "│".to_owned();
            }
            if !tick.label.is_empty() {
                write(&mut row, tick.label_column(), &tick.label);
            }
        }
        row.concat().trim_end().to_owned()
    })
}

fn write(row: &mut [String], column: u16, words: &str) {
    let start = usize::from(column);
    row[start..start + text::width(words)].fill(String::new());
    words.clone_into(&mut row[start]);
}

fn drawn(item: &Item) -> String {
    let width = usize::from(item.width);
    match &item.shape {
        Shape::Point { .. } if item.cursor => "▲".to_owned(),
        Shape::Point { .. } if item.outside => if item.column == 0 { "‹" } else { "›" }.to_owned(),
        Shape::Point { fuzzy } => if *fuzzy { "○" } else { "●" }.to_owned(),
        Shape::Count(count) => text::pad(&count_text(*count, item.width), width),
        Shape::Label(label) => label.clone(),
        Shape::Bar { fuzzy, left, right } => {
            let mut bar = vec![if *fuzzy { '╌' } else { '─' }; width];
            if *right == BarEnd::Open {
                bar[width - 1] = '▶';
            }
            if *left == BarEnd::Open {
                bar[0] = '◀';
            }
            bar.into_iter().collect()
        }
    }
}

impl Scene {
    /// Draws the scene as a terminal would show it.
    pub(in crate::layout) fn sketch(&self) -> String {
        let columns = self.overview.levels.len();
        let name = self.lanes.iter().map(|lane| text::width(&lane.name)).max().unwrap_or(0);
        let axis = axis_rows(&self.axis, columns as u16);
        let mut lines: Vec<String> = axis.map(|row| format!("{:name$}      {row}", "")).into();
        for lane in &self.lanes {
            for (index, items) in lane.rows.iter().enumerate() {
                let mut row = vec![" ".to_owned(); columns];
                items.items.iter().for_each(|item| write(&mut row, item.column, &drawn(item)));
                let count = format!("{:4}", lane.count);
                let (head, count) =
                    if index == 0 { (lane.name.as_str(), count.as_str()) } else { ("", "    ") };
                lines.push(
                    format!("{}{count}  {}", text::pad(head, name), row.concat()).trim_end().to_owned(),
                );
            }
        }
        let level = |level: &u8| [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'][usize::from(*level)];
        lines.push(format!(
            "{:name$}      {}",
            "",
            self.overview.levels.iter().map(level).collect::<String>()
        ));
        lines.join("\n")
    }
}
