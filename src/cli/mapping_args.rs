//! Options that map foreign columns and keys.

use clap::Args;

use super::exit::Result;
use super::named::{Named, named};
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
    #[arg(long, value_name = "ORDER", value_parser = named(ORDERS))]
    date_order: Option<DayOrder>,
    /// First year of the century for two-digit years, such as 2000 or 1950
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i64).range(0..=9900))]
    century: Option<i64>,
}

/// The orders of dates of three numbers.
pub const ORDERS: &[Named<DayOrder>] =
    &[("dmy", Some("Day, month, year"), DayOrder::Dmy), ("mdy", Some("Month, day, year"), DayOrder::Mdy)];

impl MappingArgs {
    /// Returns the map of the options.
    ///
    /// # Errors
    /// Fails if a pair has no `=`, or dateline has no such key.
    pub fn map(&self) -> Result<ColumnMap> {
        Ok(ColumnMap::new(&self.map, DateStyle { order: self.date_order, century: self.century })?)
    }

    /// Returns the options as command-line words.
    pub fn words(&self) -> Vec<String> {
        let order = ORDERS.iter().find(|(.., order)| Some(*order) == self.date_order);
        let options = [
            ("--map", Some(self.map.join(",")).filter(|map| !map.is_empty())),
            ("--date-order", order.map(|(name, ..)| (*name).to_owned())),
            ("--century", self.century.map(|century| century.to_string())),
        ];
        options
            .into_iter()
            .filter_map(|(option, value)| Some([option.to_owned(), value?]))
            .flatten()
            .collect()
    }
}
