//! Events in any order to events in time order.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Clock, Date, Event, Moment};

/// From so many events on, sharing work among the cores saves time.
pub(super) const MANY: usize = 20_000;
use crate::parallel::parallel_if;

/// What mostly tells two events apart, side by side: there may be a million, of some hundred bytes each.
#[derive(Clone, Copy)]
struct Key {
    is_undated: bool,
    earliest: Moment,
    seconds: u64,
    /// The first letters of the id where that decides next, as a look at the events costs more.
    id: [u8; 16],
    part: u32,
    place: u32,
}

/// The events of all parts in the order of [`Event::time_order`]; of those that are equal in it, those of
/// earlier parts first. Each is moved once, as moving them is what takes the longest.
pub(super) fn in_time_order(mut parts: Vec<Vec<Event>>, clock: Option<Clock>) -> Vec<Event> {
    let is_in_order = |events: &[Event]| events.is_sorted_by(|a, b| a.time_order(b, clock).is_le());
    if parts.len() <= 1 {
        let events = parts.pop().unwrap_or_default();
        if is_in_order(&events) {
            return events;
        }
        parts.push(events);
    }
    let order = order(&parts, clock);
    let parts: Vec<Mutex<Vec<Event>>> = parts.into_iter().map(Mutex::new).collect();
    parallel_if(order.len(), order.len() >= MANY, |index| {
        let Key { part, place, .. } = order[index];
        let mut part = parts[part as usize].lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut part[place as usize])
    })
}

fn order(parts: &[Vec<Event>], clock: Option<Clock>) -> Vec<Key> {
    let keys_of = |part: usize| {
        let key = |(place, event): (u32, &Event)| {
            let date = event.when(clock);
            let mut id = [0; 16];
            if clock.is_none() {
                id.iter_mut().zip(event.id.bytes()).for_each(|(letter, byte)| *letter = byte);
            }
            Key {
                is_undated: date.is_none(),
                earliest: date.map_or(Moment::LAST, Date::earliest),
                seconds: date.map_or(0, Date::span_seconds),
                id,
                part: part as u32,
                place,
            }
        };
        (0..).zip(&parts[part]).map(key).collect::<Vec<_>>()
    };
    let count: usize = parts.iter().map(Vec::len).sum();
    let mut keys = parallel_if(parts.len(), count >= MANY, keys_of).concat();
    let event = |key: &Key| &parts[key.part as usize][key.place as usize];
    let compare = |a: &Key, b: &Key| {
        let by_key =
            (a.is_undated, a.earliest, a.seconds, a.id).cmp(&(b.is_undated, b.earliest, b.seconds, b.id));
        let by_event = || event(a).time_order(event(b), clock);
        by_key.then_with(by_event).then_with(|| (a.part, a.place).cmp(&(b.part, b.place)))
    };
    if count < MANY {
        keys.sort_unstable_by(compare);
    } else {
        keys.par_sort_unstable_by(compare);
    }
    keys
}
