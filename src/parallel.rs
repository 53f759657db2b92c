//! Work on every core where there is enough of it, and on this one where starting threads would
//! take longer than the work.

use rayon::prelude::*;

/// Maps the numbers below `count`, in order; on every core if `worth` says so.
pub fn parallel_if<R: Send>(count: usize, worth: bool, each: impl Fn(usize) -> R + Sync + Send) -> Vec<R> {
    if worth { (0..count).into_par_iter().map(each).collect() } else { (0..count).map(each).collect() }
}

/// Maps chunks of `size` items, in order; on every core if there is more than one chunk.
pub fn in_chunks<T: Sync, R: Send>(
    items: &[T],
    size: usize,
    each: impl Fn(&[T]) -> R + Sync + Send,
) -> Vec<R> {
    let chunk = |number: usize| &items[number * size..items.len().min((number + 1) * size)];
    parallel_if(items.len().div_ceil(size), items.len() > size, |number| each(chunk(number)))
}

/// Changes every item, on every core.
pub fn each<T: Send>(items: &mut [T], work: impl Fn(&mut T) + Sync + Send) {
    if items.len() > 1 { items.par_iter_mut().for_each(work) } else { items.iter_mut().for_each(work) }
}

/// Runs two tasks, at the same time if `worth` says so.
pub fn join_if<A: Send, B: Send>(
    worth: bool,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if worth { rayon::join(one, other) } else { (one(), other()) }
}
