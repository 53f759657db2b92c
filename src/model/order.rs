//! Sorting of events by time.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Clock, Date, Event, Moment};

/// Number of events from which work is shared among cores.
pub(super) const MANY: usize = 20_000;
use crate::parallel::parallel_if;

/// Compact sort key, so that sorting a million events of some hundred bytes each rarely reads an event.
#[derive(Clone, Copy)]
struct Key {
    is_undated: bool,
    earliest: Moment,
    seconds: u64,
    /// First 16 bytes of the id, zero-padded; all zero when a clock places the events, as the id then does
    /// not decide next.
    id: [u8; 16],
    part: u32,
    place: u32,
}

/// Sorts the events of all parts by [`Event::time_order`]; ties keep the order of parts and positions. Each
/// event is moved only once, as moves dominate the cost.
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
    parallel_if(0..order.len(), order.len() >= MANY, |index| {
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
    let mut keys = parallel_if(0..parts.len(), count >= MANY, keys_of).concat();
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
