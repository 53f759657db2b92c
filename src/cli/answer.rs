//! An answer that is not a list of events: tables to read, or one JSON value for machines.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use serde_json::Value;

use super::DONE;
use crate::export::md::escape;
use crate::text::{fit, one_line, pad, width};

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Form {
    /// Columns to read; a line a row, cut to the terminal
    #[default]
    Table,
    /// Tables of GitHub's Markdown
    Md,
    /// One JSON object with everything
    Json,
    /// A table by RFC 4180
    Csv,
}

/// Rows under named columns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What it shows, in a line; may be empty.
    pub title: String,
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<String>>,
    /// What to know about them, a line each.
    pub notes: Vec<String>,
}

/// An answer in every form.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What a person reads.
    pub tables: Vec<Table>,
    /// The same for a machine, with more detail where a table has no room.
    pub json: Value,
}

impl Answer {
    /// Prints it; [`DONE`] as the exit code.
    ///
    /// # Errors
    /// When several tables are asked for as CSV, which has room for one; those of the output within.
    pub fn print(&self, form: Form) -> Result<io::Result<u8>, String> {
        if form == Form::Csv && self.tables.len() > 1 {
            return Err(
                "csv has room for one table, and this answer has several; ask for one of them, or for \
                        json"
                    .to_owned(),
            );
        }
        let mut out = io::BufWriter::new(io::stdout().lock());
        let terminal = io::stdout().is_terminal().then(crossterm::terminal::size).and_then(Result::ok);
        let room = terminal.map_or(usize::MAX, |(columns, _)| usize::from(columns));
        Ok(self.write(form, room, &mut out).and_then(|()| out.flush()).map(|()| DONE))
    }

    /// Writes it for a screen of `room` columns.
    fn write(&self, form: Form, room: usize, out: &mut dyn Write) -> io::Result<()> {
        match form {
            Form::Json => {
                serde_json::to_writer_pretty(&mut *out, &self.json)?;
                writeln!(out)
            }
            Form::Csv => self.tables.iter().try_for_each(|table| table.csv(out)),
            Form::Table | Form::Md => {
                for (index, table) in self.tables.iter().enumerate() {
                    if index > 0 {
                        writeln!(out)?;
                    }
                    if form == Form::Md { table.markdown(out)? } else { table.plain(room, out)? }
                }
                Ok(())
            }
        }
    }
}

impl Table {
    /// Columns as wide as their widest cell; where the screen is too narrow, the widest are cut.
    fn plain(&self, room: usize, out: &mut dyn Write) -> io::Result<()> {
        if !self.title.is_empty() {
            writeln!(out, "{}", one_line(&self.title))?;
        }
        if !self.rows.is_empty() {
            let mut widths: Vec<usize> = self.columns.iter().map(|name| width(name)).collect();
            for row in &self.rows {
                for (cell, most) in row.iter().zip(&mut widths) {
                    *most = width(&one_line(cell)).max(*most);
                }
            }
            narrow(&mut widths, room.saturating_sub(2 * self.columns.len().saturating_sub(1)));
            line(&self.columns, &widths, out)?;
            self.rows.iter().try_for_each(|row| line(row, &widths, out))?;
        }
        self.notes.iter().try_for_each(|note| writeln!(out, "{}", one_line(note)))
    }

    fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.title.is_empty() {
            writeln!(out, "## {}\n", escape(&self.title))?;
        }
        if !self.rows.is_empty() {
            writeln!(out, "| {} |", self.columns.join(" | "))?;
            writeln!(out, "|{}", " --- |".repeat(self.columns.len()))?;
            for row in &self.rows {
                let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(out, "\n{}", escape(note)))
    }

    fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        csv.write_record(&self.columns)?;
        for row in &self.rows {
            csv.write_record(row.iter().map(|cell| one_line(cell)))?;
        }
        csv.flush()
    }
}

/// Takes from the widest columns what does not fit into `room`, and leaves a rest of each.
fn narrow(widths: &mut [usize], room: usize) {
    const LEAST: usize = 6;
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > LEAST && excess > 0) {
        *widest -= 1;
        excess -= 1;
    }
}

/// A row with its cells under their columns, without white space at its end.
fn line(cells: &[impl AsRef<str>], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
    let cells = cells.iter().zip(widths);
    let cells: Vec<String> =
        cells.map(|(cell, width)| pad(&fit(&one_line(cell.as_ref()), *width), *width)).collect();
    writeln!(out, "{}", cells.join("  ").trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        let rows = [["US", "banned | *so far*"], ["Côte d’Ivoire", "permitted\u{1b}[31m"]];
        let table = Table {
            title: "Policies".into(),
            columns: vec!["owner", "status"],
            rows: rows.map(|row| row.map(str::to_owned).to_vec()).to_vec(),
            notes: vec!["2 of 2".into()],
        };
        Answer { tables: vec![table], json: serde_json::json!({"policies": 2}) }
    }

    fn written(form: Form, room: usize) -> String {
        let mut out = Vec::new();
        answer().write(form, room, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_answer_is_told_in_every_form_and_no_text_breaks_it() {
        insta::assert_snapshot!(
            [Form::Table, Form::Md, Form::Csv, Form::Json].map(|form| written(form, 80)).join("—\n").replace('\r', ""),
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
        —
        {
          "policies": 2
        }
        "#
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_the_widest_column_and_shows_every_one() {
        assert_eq!(written(Form::Table, 25).lines().nth(2), Some("US            banned | *…"));
    }
}
