//! A campaign of random inputs against promises that hold for every input.
//!
//! As a part of `cargo test` it takes seconds. `DATELINE_FUZZ=SECONDS cargo test --release --test it fuzz`
//! gives each target so long, from another seed at every run; a failure prints its seed, and
//! `DATELINE_FUZZ_SEED=SEED` starts there.

mod keys;
mod texts;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Random choices, the same for the same seed (splitmix64).
pub struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `most`, which is at least 1.
    pub fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    /// One of some things.
    pub fn of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// Runs a target with one seed after the other: a few times, or as long as `DATELINE_FUZZ` says.
pub fn campaign(name: &str, few: u64, run: impl Fn(&mut Dice)) {
    let number = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().unwrap());
    let time = number("DATELINE_FUZZ").map(Duration::from_secs);
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let first = number("DATELINE_FUZZ_SEED").unwrap_or_else(|| if time.is_some() { now() } else { 1 });
    let start = Instant::now();
    let mut runs = 0;
    while time.map_or(runs < few, |time| start.elapsed() < time) {
        let seed = first.wrapping_add(runs);
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&mut Dice(seed))));
        if let Err(panic) = done {
            eprintln!("{name}: DATELINE_FUZZ_SEED={seed}");
            std::panic::resume_unwind(panic);
        }
        runs += 1;
    }
    println!("{name}: {runs} runs in {:.1} s", start.elapsed().as_secs_f64());
}
