//! The current day, read from the system clock.

use std::time::SystemTime;

use crate::model::Moment;

/// Returns the start of the current day in UTC, the meaning of `today`.
pub fn today() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Moment(since.map_or(0, |since| since.as_secs() as i64)).day_start()
}
