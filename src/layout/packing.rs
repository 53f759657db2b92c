//! Packing of the events of a lane into its rows: most important first, and none dropped.

use super::bars::{Bar, Mark};
use super::clusters::{Cluster, count_width, lay_out};
use super::lanes::{LaneEvents, View};
use super::row::{BarEnd, Item, Row, Shape};
use crate::text;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Free,
    Taken,
    /// Bar of a mark; points may be placed on it.
    Bar(usize),
    /// Bar with its label after it; a point here would seem to belong to that label.
    LabelledBar(usize),
}

/// Placement of a mark and its label.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) row: usize,
    /// First cell and text.
    pub(super) label: Option<(u16, String)>,
}

/// Rows of a lane while they are filled. Events without a place of their own end up on the first row, so
/// labels leave space for them there.
pub(super) struct LanePacker<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) crowd: LaneEvents,
    pub(super) columns: u16,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Per column the number of events without a place so far.
    waiting: Vec<u64>,
    pub(super) places: Vec<Option<Slot>>,
}

/// Packs all events of a lane into rows.
pub(super) fn place(view: &View, crowd: LaneEvents, rows: u16, with_labels: bool) -> Vec<Row> {
    let mut packer = LanePacker::new(view, crowd, rows);
    let mut order: Vec<usize> = (0..packer.crowd.marks.len()).collect();
    order.sort_by_key(|index| {
        let mark = &packer.crowd.marks[*index];
        (std::cmp::Reverse(mark.weight), !mark.cursor, mark.event)
    });
    packer.seat_cursor();
    if with_labels {
        for index in &order {
            packer.place_with_label(*index);
        }
    }
    for index in &order {
        packer.place_alone(*index);
    }
    for index in &order {
        packer.lengthen(*index);
    }
    packer.finish()
}

impl<'a> LanePacker<'a> {
    fn new(view: &'a View<'a>, crowd: LaneEvents, rows: u16) -> Self {
        let columns = view.scale.columns;
        let width = usize::from(columns);
        let rows = vec![vec![Cell::Free; width]; usize::from(rows.max(1))];
        let places = vec![None; crowd.marks.len()];
        let mut packer = Self { view, crowd, columns, rows, waiting: Vec::new(), places };
        packer.count_waiting();
        packer
    }

    fn count_waiting(&mut self) {
        self.waiting = vec![0; usize::from(self.columns)];
        let marks = self.crowd.marks.iter().map(|mark| (mark.column, 1));
        for (column, count) in marks.chain(self.crowd.bulk.iter().map(|bulk| (bulk.0, bulk.1))) {
            self.waiting[usize::from(column)] += count;
        }
    }

    /// Reserves a cell for the cursor's event: on the second row if its column is crowded, or by moving the
    /// other events of the column by one.
    fn seat_cursor(&mut self) {
        let Some(index) = self.crowd.marks.iter().position(|mark| mark.cursor) else { return };
        let column = self.crowd.marks[index].column;
        let crowded = self.waiting[usize::from(column)] > 1;
        if !crowded || self.rows.len() > 1 {
            return self.put(index, usize::from(crowded), None);
        }
        let aside = if column + 1 < self.columns { column + 1 } else { column.saturating_sub(1) };
        if aside == column {
            return;
        }
        let others = self.crowd.marks.iter_mut().filter(|mark| mark.column == column && !mark.cursor);
        others.for_each(|mark| mark.column = aside);
        let bulk = self.crowd.bulk.iter_mut().filter(|bulk| bulk.0 == column);
        bulk.for_each(|bulk| bulk.0 = aside);
        self.count_waiting();
        self.put(index, 0, None);
    }

    /// Returns whether this cell of the first row is needed by events without a place.
    pub(super) fn is_wanted(&self, column: u16) -> bool {
        let reaches = |back: u16| {
            let waiting = column.checked_sub(back).map_or(0, |from| self.waiting[usize::from(from)]);
            waiting > 0 && (back == 0 || (waiting > 9 && count_width(waiting) > back))
        };
        (0..4).any(reaches)
    }

    /// Returns whether the point of a mark may be placed on a row.
    pub(super) fn has_cell(&self, mark: &Mark, row: usize) -> bool {
        let column = usize::from(mark.column);
        let alone = || {
            let waiting = self.waiting[column];
            let covered = (1..4).any(|back| {
                let from = column.checked_sub(back).map_or(0, |from| self.waiting[from]);
                from > 9 && usize::from(count_width(from)) > back
            });
            waiting == 1 && !covered
        };
        !matches!(self.rows[row][column], Cell::Taken | Cell::LabelledBar(_)) && (row > 0 || alone())
    }

    /// Returns whether the bar of a mark overlaps nothing on a row.
    pub(super) fn has_bar_room(&self, mark: &Mark, row: usize) -> bool {
        let clear = |bar: Bar| {
            let own = usize::from(mark.column);
            (usize::from(bar.first)..=usize::from(bar.last)).all(|at| {
                self.rows[row][at] == Cell::Free || (at == own && self.rows[row][at] == Cell::Taken)
            })
        };
        mark.bar.is_none_or(clear)
    }

    /// Frees the place reserved for the cursor's event, which may get a better one, and returns its row.
    pub(super) fn leave_seat(&mut self, index: usize) -> Option<usize> {
        let row = self.places[index].take()?.row;
        let column = usize::from(self.crowd.marks[index].column);
        self.waiting[column] += 1;
        self.rows[row][column] = Cell::Free;
        let own = [Cell::Bar(index), Cell::LabelledBar(index)];
        let bar = self.rows[row].iter_mut().filter(|cell| own.contains(cell));
        bar.for_each(|cell| *cell = Cell::Free);
        Some(row)
    }

    /// Places a mark without label on a further row if the first row cannot show it separately.
    fn place_alone(&mut self, index: usize) {
        if self.places[index].is_some() {
            return;
        }
        let mark = &self.crowd.marks[index];
        let crowded = self.waiting[usize::from(mark.column)] > 1;
        if crowded || !self.has_bar_room(mark, 0) {
            let fits = |row: &usize| self.has_cell(mark, *row) && self.has_bar_room(mark, *row);
            if let Some(row) = (1..self.rows.len()).find(fits) {
                return self.put(index, row, None);
            }
        }
        self.draw_bar(index, 0, Cell::Bar(index));
    }

    /// Places a mark with its bar and label on a row and claims the cells.
    pub(super) fn put(&mut self, index: usize, row: usize, label: Option<(u16, String)>) {
        let column = usize::from(self.crowd.marks[index].column);
        if self.places[index].is_none() {
            self.waiting[column] = self.waiting[column].saturating_sub(1);
        }
        self.rows[row][column] = Cell::Taken;
        let mut bar = Cell::Bar(index);
        if let Some((start, label)) = &label {
            let start = usize::from(*start);
            let end = (start + text::width(label) + 1).min(usize::from(self.columns));
            self.rows[row][start.saturating_sub(1)..end].fill(Cell::Taken);
            if self.crowd.marks[index].bar.is_some_and(|bar| usize::from(bar.last) < start) {
                bar = Cell::LabelledBar(index);
            }
        }
        self.places[index] = Some(Slot { row, label });
        self.draw_bar(index, row, bar);
    }

    fn draw_bar(&mut self, index: usize, row: usize, drawn: Cell) {
        let Some(bar) = self.crowd.marks[index].bar else { return };
        let cells = &mut self.rows[row][usize::from(bar.first)..=usize::from(bar.last)];
        cells.iter_mut().filter(|cell| **cell == Cell::Free).for_each(|cell| *cell = drawn);
    }

    /// Returns the items of all rows; events without a place become points and counts on the first row.
    fn finish(mut self) -> Vec<Row> {
        let mut rows = vec![Row::default(); self.rows.len()];
        for cluster in self.clusters() {
            let cells = usize::from(cluster.column)..usize::from(cluster.column + cluster.width);
            self.rows[0][cells].fill(Cell::Taken);
            rows[0].items.push(self.cluster_item(&cluster));
        }
        for (mark, place) in self.crowd.marks.iter().zip(&self.places) {
            let Some(place) = place else { continue };
            let items = &mut rows[place.row].items;
            items.push(point(mark));
            if let Some((column, label)) = &place.label {
                let width = text::width(label) as u16;
                items.push(Item {
                    column: *column,
                    width,
                    shape: Shape::Label(label.clone()),
                    is_before: *column < mark.column,
                    ..point(mark)
                });
            }
        }
        for (row, cells) in rows.iter_mut().zip(&self.rows) {
            row.items.extend(self.bars(cells));
            row.items.sort_by_key(|item| item.column);
        }
        rows
    }

    /// Lays out the events without a place between the items of the first row.
    fn clusters(&self) -> Vec<Cluster> {
        let marks = self.crowd.marks.iter().enumerate();
        let marks = marks.filter(|(index, _)| self.places[*index].is_none()).map(|(index, mark)| Cluster {
            column: mark.column,
            width: 1,
            count: 1,
            event: mark.event,
            weight: mark.weight,
            mark: index,
        });
        let bulk = self.crowd.bulk.iter().map(|(column, count, event)| Cluster {
            column: *column,
            width: 1,
            count: *count,
            event: *event,
            weight: 0,
            mark: usize::MAX,
        });
        let mut waiting: Vec<Cluster> = marks.chain(bulk).collect();
        waiting.sort_by_key(|cluster| (cluster.column, cluster.event));
        let mut laid = Vec::new();
        let mut rest = waiting.as_slice();
        while let Some(first) = rest.first() {
            let is_free = |column: &u16| {
                !matches!(self.rows[0][usize::from(*column)], Cell::Taken | Cell::LabelledBar(_))
            };
            let low = (0..=first.column).rev().take_while(is_free).last().unwrap_or(first.column);
            let high = (first.column..self.columns).take_while(is_free).last().unwrap_or(first.column) + 1;
            let (here, behind) = rest.split_at(rest.partition_point(|cluster| cluster.column < high));
            laid.extend(lay_out(here, low, high));
            rest = behind;
        }
        laid
    }

    fn cluster_item(&self, cluster: &Cluster) -> Item {
        let mark = self.crowd.marks.get(cluster.mark);
        if let (1, Some(mark)) = (cluster.count, mark) {
            return point(mark);
        }
        Item {
            column: cluster.column,
            width: cluster.width,
            shape: Shape::Count(cluster.count),
            event: cluster.event,
            weight: cluster.weight.max(1),
            cursor: false,
            is_before: false,
            outside: false,
        }
    }

    /// Returns the parts of bars that points and labels leave visible.
    fn bars(&self, cells: &[Cell]) -> Vec<Item> {
        let mut items = Vec::new();
        let mut start = 0;
        for piece in cells.chunk_by(|a, b| a == b) {
            let (first, last) = (start as u16, (start + piece.len() - 1) as u16);
            start += piece.len();
            if let Cell::Bar(index) | Cell::LabelledBar(index) = piece[0] {
                items.extend(self.crowd.marks.get(index).and_then(|mark| bar_item(mark, first, last)));
            }
        }
        items
    }
}

fn point(mark: &Mark) -> Item {
    Item {
        column: mark.column,
        width: 1,
        shape: Shape::Point { fuzzy: mark.fuzzy },
        event: mark.event,
        weight: mark.weight,
        cursor: mark.cursor,
        is_before: false,
        outside: mark.outside,
    }
}

fn bar_item(mark: &Mark, first: u16, last: u16) -> Option<Item> {
    let bar = mark.bar?;
    let shape = Shape::Bar {
        fuzzy: bar.fuzzy,
        left: if first == bar.first { bar.ends[0] } else { BarEnd::Dated },
        right: if last == bar.last { bar.ends[1] } else { BarEnd::Dated },
    };
    Some(Item { column: first, width: last - first + 1, shape, outside: false, ..point(mark) })
}
