//! Options that map foreign columns and keys.

use clap::{Args, ValueEnum};

use super::exit::Result;
use crate::load::column_map::ColumnMap;
use crate::model::{DateStyle, DayOrder};

/// Options that say what foreign columns and keys mean.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Columns and keys of other programs")]
pub struct MappingArgs {
    /// Map keys of dateline to columns or keys of the file, such as `date=event_date,title=notes`
    #[arg(long, value_name = "KEY=COLUMN,…", value_delimiter = ',')]
    map: Vec<String>,
    /// Order of dates such as 05/06/2024, which are rejected without this option
    #[arg(long, value_name = "ORDER")]
    date_order: Option<NumberOrder>,
    /// First year of the century for two-digit years, such as 2000 or 1950
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i64).range(0..=9900))]
    century: Option<i64>,
}

/// The order of dates of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NumberOrder {
    /// Day, month, year
    Dmy,
    /// Month, day, year
    Mdy,
}

impl From<NumberOrder> for DayOrder {
    fn from(order: NumberOrder) -> Self {
        match order {
            NumberOrder::Dmy => Self::Dmy,
            NumberOrder::Mdy => Self::Mdy,
        }
    }
}

impl MappingArgs {
    /// Returns the map of the options.
    ///
    /// # Errors
    /// Fails if a pair has no `=`, or dateline has no such key.
    pub fn map(&self) -> Result<ColumnMap> {
        let order = self.date_order.map(DayOrder::from);
        Ok(ColumnMap::new(&self.map, DateStyle { order, century: self.century })?)
    }

    /// Returns the options as command-line words.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if !self.map.is_empty() {
            words.extend(["--map".to_owned(), self.map.join(",")]);
        }
        let order = self.date_order.and_then(|order| order.to_possible_value());
        words.extend(
            order.into_iter().flat_map(|order| ["--date-order".to_owned(), order.get_name().to_owned()]),
        );
        words.extend(
            self.century.into_iter().flat_map(|century| ["--century".to_owned(), century.to_string()]),
        );
        words
    }
}
