//! Answers other than lists of events: tables, or one JSON value.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;

use super::exit::{Result, code_for, incomplete};
use super::output::{print, room};
use crate::export::csv::{as_io, guarded};
use crate::export::json::write_indented;
use crate::export::md::escape;
use crate::model::{Address, Date, Timeline};
use crate::text::{one_line, pad, truncate, width};

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum AnswerFormat {
    /// Aligned columns, truncated to the width of the terminal
    #[default]
    Table,
    /// Tables in GitHub's Markdown
    Md,
    /// One JSON object with all data
    Json,
    /// One table as CSV (RFC 4180)
    Csv,
}

/// A column of a table: its name, and the function from a row to its cell.
pub type Column<R> = (&'static str, fn(&R) -> String);

/// Cells under named columns.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    columns: Vec<&'static str>,
    /// Each as long as `columns`.
    rows: Vec<Vec<String>>,
}

/// A table for people, with the same data for programs.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// A heading of one line; may be empty.
    pub title: String,
    /// The cells that people read.
    pub cells: Grid,
    /// Notes below the table, of one line each.
    pub notes: Vec<String>,
    /// Columns to leave out on a narrow screen, in this order.
    pub spare: Vec<&'static str>,
    /// Columns that are never truncated: part of a date or id is useless.
    pub whole: Vec<&'static str>,
    /// Per row: the label of the link in the column `source` in Markdown. May be shorter than the rows.
    pub labels: Vec<String>,
    /// The cells for programs, with one fact each; `None` if they are `cells`.
    pub data: Option<Grid>,
}

/// Rows from which [`GridBuilder::columns`] builds a [`Grid`]; `None` becomes a row of empty cells.
pub struct GridBuilder<I>(pub I);

/// Returns items as rows.
pub fn each<'r, R: 'r>(
    rows: impl IntoIterator<Item = &'r R>,
) -> GridBuilder<impl Iterator<Item = Option<&'r R>>> {
    GridBuilder(rows.into_iter().map(Some))
}

impl<'r, R: 'r, I: Iterator<Item = Option<&'r R>>> GridBuilder<I> {
    /// Makes a cell for each row and column.
    pub fn columns(self, columns: &[Column<R>]) -> Grid {
        let cells =
            |row: Option<&R>| columns.iter().map(|(_, cell)| row.map_or_else(String::new, cell)).collect();
        Grid { columns: columns.iter().map(|(name, _)| *name).collect(), rows: self.0.map(cells).collect() }
    }
}

impl Grid {
    /// Appends the columns of another grid with the same number of rows.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        self.columns.extend(other.columns);
        self.rows.iter_mut().zip(other.rows).for_each(|(row, more)| row.extend(more));
        self
    }

    /// Renames the columns.
    #[must_use]
    pub fn named(self, columns: &[&'static str]) -> Self {
        Self { columns: columns.to_vec(), ..self }
    }
}

/// Does the same as [`print_answer`], but if a file could not be read, adds a note to the first table and
/// returns 2.
///
/// # Errors
/// Those of [`print_answer`].
pub fn print_answer_from(
    timeline: &Timeline,
    form: AnswerFormat,
    code: u8,
    answer: &impl Serialize,
    tables: impl FnOnce() -> Vec<Table>,
) -> Result {
    print_answer(form, code_for(timeline, code), answer, || {
        let mut tables = tables();
        if let Some(table) = tables.first_mut() {
            table.notes.extend(incomplete(timeline));
        }
        tables
    })
}

/// Prints an answer as JSON or as tables; `tables` is not called for JSON. Returns `code`.
///
/// # Errors
/// Fails if the output cannot be written, or if there are several tables and the format is CSV, which can hold
/// only one.
pub fn print_answer(
    form: AnswerFormat,
    code: u8,
    answer: &impl Serialize,
    tables: impl FnOnce() -> Vec<Table>,
) -> Result {
    if form == AnswerFormat::Json {
        return print(code, |out| write_indented(answer, out));
    }
    let tables = tables();
    if form == AnswerFormat::Csv && tables.len() > 1 {
        let message = "csv has room for one table, and this answer has several; ask for one of them, or \
                       for json";
        return Err(message.into());
    }
    print(code, |out| write(&tables, form, room(), out))
}

/// Writes tables for a terminal of `room` columns.
fn write(tables: &[Table], form: AnswerFormat, room: usize, out: &mut dyn Write) -> io::Result<()> {
    for (index, table) in tables.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match form {
            AnswerFormat::Md => table.markdown(out)?,
            AnswerFormat::Csv => table.csv(out)?,
            AnswerFormat::Table | AnswerFormat::Json => table.plain(room, out)?,
        }
    }
    Ok(())
}

impl Table {
    /// Creates a table that shows all columns on every screen, and the same cells to programs.
    pub fn new(
        title: impl Into<String>,
        cells: Grid,
        notes: impl IntoIterator<Item = Option<String>>,
    ) -> Self {
        let notes = notes.into_iter().flatten().collect();
        Self { title: title.into(), cells, notes, ..Self::default() }
    }

    /// Writes aligned columns. If the terminal is too narrow, spare columns are left out first, then the
    /// widest cells are truncated.
    fn plain(&self, room: usize, out: &mut dyn Write) -> io::Result<()> {
        if !self.title.is_empty() {
            writeln!(out, "{}", one_line(&self.title))?;
        }
        let Grid { columns, rows } = &self.cells;
        let mut left_out = Vec::new();
        if !rows.is_empty() {
            let mut widths: Vec<usize> = columns.iter().map(|name| width(name)).collect();
            for row in rows {
                for (cell, most) in row.iter().zip(&mut widths) {
                    *most = width(&one_line(cell)).max(*most);
                }
            }
            let mut shown: Vec<usize> = (0..columns.len()).collect();
            let needs = |shown: &[usize]| shown.iter().map(|at| widths[*at] + 2).sum::<usize>();
            for name in &self.spare {
                if needs(&shown) > room.saturating_add(2) {
                    shown.retain(|at| columns[*at] != *name);
                    left_out.push(*name);
                }
            }
            let mut fitted: Vec<(usize, bool)> =
                shown.iter().map(|at| (widths[*at], self.whole.contains(&columns[*at]))).collect();
            narrow(&mut fitted, room.saturating_sub(2 * shown.len().saturating_sub(1)));
            let cells: Vec<(usize, usize)> =
                shown.into_iter().zip(fitted.into_iter().map(|(width, _)| width)).collect();
            line(columns, &cells, out)?;
            rows.iter().try_for_each(|row| line(row, &cells, out))?;
        }
        self.notes.iter().try_for_each(|note| writeln!(out, "{}", one_line(note)))?;
        if !left_out.is_empty() {
            writeln!(out, "no room for: {}; --format md has all", left_out.join(", "))?;
        }
        Ok(())
    }

    fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.title.is_empty() {
            writeln!(out, "## {}\n", escape(&self.title))?;
        }
        let Grid { columns, rows } = &self.cells;
        if !rows.is_empty() {
            writeln!(out, "| {} |", columns.join(" | "))?;
            writeln!(out, "|{}", " --- |".repeat(columns.len()))?;
            for (at, row) in rows.iter().enumerate() {
                let label = self.labels.get(at).map_or("", String::as_str);
                let cells = row
                    .iter()
                    .zip(columns)
                    .map(|(cell, column)| if *column == "source" { link(label, cell) } else { escape(cell) });
                writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))?;
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(out, "\n{}", escape(note)))
    }

    fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let Grid { columns, rows } = self.data.as_ref().unwrap_or(&self.cells);
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        csv.write_record(columns).map_err(as_io)?;
        for row in rows {
            csv.write_record(row.iter().map(|cell| inert(cell))).map_err(as_io)?;
        }
        csv.flush()
    }
}

/// Guards a cell against evaluation as a formula; numbers and dates are not changed.
fn inert(cell: &str) -> String {
    let is_data = cell.parse::<f64>().is_ok() || Date::parse(cell).is_ok();
    if is_data { cell.to_owned() } else { guarded(cell) }
}

/// Returns a Markdown link with a label, or escaped text if the address is not a plain web address.
fn link(label: &str, address: &str) -> String {
    let breaks = |c: char| c.is_whitespace() || c.is_control() || "()<>|\\[]`".contains(c);
    if label.is_empty() || !Address::is_web(address) || address.contains(breaks) {
        return escape(address);
    }
    format!("[{}]({address})", escape(label))
}

/// Shrinks the widest columns until the sum fits into `room`, or all have a minimal width. Columns marked
/// `true` keep their width.
fn narrow(widths: &mut [(usize, bool)], room: usize) {
    const LEAST: usize = 6;
    let mut excess = widths.iter().map(|(width, _)| width).sum::<usize>().saturating_sub(room);
    let mut cut: Vec<&mut usize> =
        widths.iter_mut().filter(|(_, whole)| !*whole).map(|(width, _)| width).collect();
    while let Some(widest) = cut.iter_mut().max().filter(|widest| ***widest > LEAST && excess > 0) {
        **widest -= 1;
        excess -= 1;
    }
}

/// Writes the given cells of a row, each an index and a width, without trailing white space.
fn line(row: &[impl AsRef<str>], columns: &[(usize, usize)], out: &mut dyn Write) -> io::Result<()> {
    let cell = |(at, width): &(usize, usize)| pad(&truncate(&one_line(row[*at].as_ref()), *width), *width);
    let cells: Vec<String> = columns.iter().map(cell).collect();
    writeln!(out, "{}", cells.join("  ").trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_a_table_for_spreadsheets_is_never_a_formula() {
        for (cell, written) in
            [("=1+1", "'=1+1"), ("@SUM(1)", "'@SUM(1)"), ("-3", "-3"), ("-0044-03", "-0044-03"), ("a", "a")]
        {
            assert_eq!(inert(cell), written);
        }
    }

    #[test]
    fn an_answer_into_a_closed_pipe_is_one_and_no_other_failure() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let rows = vec!["a long cell"; 10_000];
        let cells = super::each(&rows).columns(&[("cell", |row| (*row).to_owned())]);
        let error = Table { cells, ..Table::default() }.csv(&mut Closed).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }

    fn written_of(table: Table, form: AnswerFormat, room: usize) -> String {
        let mut out = Vec::new();
        write(&[table], form, room, &mut out).unwrap();
        String::from_utf8(out).unwrap().replace('\r', "")
    }

    fn written(form: AnswerFormat, room: usize) -> String {
        let rows = [["US", "banned | *so far*"], ["Côte d’Ivoire", "permitted\u{1b}[31m"]];
        let table = Table {
            title: "Policies".into(),
            cells: super::each(&rows)
                .columns(&[("owner", |row| row[0].to_owned()), ("status", |row| row[1].to_owned())]),
            notes: vec!["2 of 2".into()],
            ..Table::default()
        };
        written_of(table, form, room)
    }

    #[test]
    fn an_answer_is_told_in_every_form_and_no_text_breaks_it() {
        insta::assert_snapshot!(
            [AnswerFormat::Table, AnswerFormat::Md, AnswerFormat::Csv].map(|form| written(form, 80)).join("—\n"),
            @r#"
        Policies
        owner          status
        US             banned | *so far*
        Côte d’Ivoire  permitted␛[31m
        2 of 2
        —
        ## Policies

        | owner | status |
        | --- | --- |
        | US | banned \| \*so far\* |
        | Côte d’Ivoire | permitted␛\[31m |

        2 of 2
        —
        owner,status
        US,banned | *so far*
        Côte d’Ivoire,permitted␛[31m
        "#
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_the_widest_column_and_shows_every_one() {
        assert_eq!(written(AnswerFormat::Table, 25).lines().nth(2), Some("US            banned | *…"));
    }

    #[test]
    fn a_narrow_terminal_leaves_out_whole_columns_before_it_cuts_and_never_cuts_an_id() {
        let row =
            ["2024-05-30~", "us-authorizes-kharkiv", "counter-fire near Kharkiv only", "https://a.example/b"];
        let table = Table {
            cells: Grid {
                columns: vec!["date", "event", "note", "source"],
                rows: vec![row.map(str::to_owned).to_vec()],
            },
            spare: vec!["source"],
            whole: vec!["date", "event"],
            labels: vec!["A [daily]".into()],
            data: Some(Grid { columns: vec!["earliest"], rows: vec![vec!["2024-05-30".into()]] }),
            ..Table::default()
        };
        let written = |form, room| written_of(table.clone(), form, room);
        assert_eq!(
            written(AnswerFormat::Table, 87).lines().next(),
            Some("date         event                  note                            source")
        );
        assert_eq!(
            written(AnswerFormat::Table, 48),
            "date         event                  note\n\
             2024-05-30~  us-authorizes-kharkiv  counter-fir…\n\
             no room for: source; --format md has all\n"
        );
        assert!(written(AnswerFormat::Table, 10).contains("us-authorizes-kharkiv"));
        assert!(written(AnswerFormat::Md, 48).contains(r"| [A \[daily\]](https://a.example/b) |"));
        assert_eq!(written(AnswerFormat::Csv, 48), "earliest\n2024-05-30\n");
        assert_eq!(link("A", "https://a.example/(b)"), escape("https://a.example/(b)"));
    }
}
