//! Counts that would overlap their neighbours.

use super::measures::CELL;
use crate::layout::{Item, Row, Shape, count_text};
use crate::model::EventNo;

/// Merges counts with neighbours that would overlap them, since a sign is wider than a cell. Items with a
/// label or a bar are never merged.
pub fn apart(row: &Row) -> Vec<Item> {
    let has_more = |item: &&Item| events_of(item) == 0;
    let with_more: Vec<EventNo> = row.items.iter().filter(has_more).map(|item| item.event).collect();
    let is_free = |item: &Item| events_of(item) > 0 && !with_more.contains(&item.event);
    let mut apart: Vec<Item> = Vec::with_capacity(row.items.len());
    for item in &row.items {
        match apart.last_mut() {
            Some(last) if is_free(last) && is_free(item) && touch(last, item) => {
                last.shape = Shape::Count(events_of(last) + events_of(item));
                last.width = item.column + item.width - last.column;
                if item.weight > last.weight {
                    (last.event, last.weight) = (item.event, item.weight);
                }
            }
            _ => apart.push(item.clone()),
        }
    }
    apart
}

/// Returns whether two neighbours overlap and one is a count, which would then be misread.
fn touch(left: &Item, right: &Item) -> bool {
    let is_count = |item: &Item| matches!(item.shape, Shape::Count(_));
    let middle = |item: &Item| f64::from(item.column) + f64::from(item.width) / 2.0;
    let near = (middle(right) - middle(left)) * CELL < half_width(left) + half_width(right);
    near && (is_count(left) || is_count(right))
}

/// Returns how many events an item represents; 0 for a bar or label, which accompanies a point.
fn events_of(item: &Item) -> u64 {
    match item.shape {
        Shape::Point { .. } => 1,
        Shape::Count(count) => count,
        Shape::Bar { .. } | Shape::Label(_) => 0,
    }
}

/// Returns half the width of a sign in pixels.
pub fn half_width(item: &Item) -> f64 {
    match item.shape {
        Shape::Count(count) => 5.0 + digits(count, item).len() as f64 * 2.6,
        _ => 5.5,
    }
}

/// Formats the number of a count.
pub fn digits(count: u64, item: &Item) -> String {
    count_text(count, item.width.max(3))
}
