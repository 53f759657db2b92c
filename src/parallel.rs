//! Helpers that use rayon only if there is enough work to pay for starting threads.

use rayon::prelude::*;

/// Maps items in order, on all cores if `worth`.
pub fn parallel_if<T, R: Send>(
    items: impl IntoIterator<Item = T> + IntoParallelIterator<Item = T>,
    worth: bool,
    each: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    if worth { in_parallel(items, each) } else { items.into_iter().map(each).collect() }
}

/// Maps items in order, on all cores.
pub fn in_parallel<T, R: Send>(
    items: impl IntoParallelIterator<Item = T>,
    each: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    items.into_par_iter().map(each).collect()
}

/// Maps chunks of `size` items in order, on all cores if there is more than one chunk.
pub fn in_chunks<T: Sync, R: Send>(
    items: &[T],
    size: usize,
    each: impl Fn(&[T]) -> R + Sync + Send,
) -> Vec<R> {
    let chunk = |number: usize| &items[number * size..items.len().min((number + 1) * size)];
    parallel_if(0..items.len().div_ceil(size), items.len() > size, |number| each(chunk(number)))
}

/// Modifies every item, on all cores.
pub fn each<T: Send>(items: &mut [T], work: impl Fn(&mut T) + Sync + Send) {
    if items.len() > 1 { items.par_iter_mut().for_each(work) } else { items.iter_mut().for_each(work) }
}

/// Runs two tasks, concurrently if `worth`.
pub fn join_if<A: Send, B: Send>(
    worth: bool,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if worth { rayon::join(one, other) } else { (one(), other()) }
}
