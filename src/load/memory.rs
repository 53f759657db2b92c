//! Checks that there is enough memory before a text is read or written.
//!
//! A failed allocation deep inside a reader or a writer would abort the program without a message.

use std::fs;

/// Bytes of memory needed per byte of text while reading, including the text itself.
const FOR_A_BYTE: u64 = 6;
/// Bytes of memory needed for the shortest event, including its entries in the indexes.
const FOR_AN_EVENT: u64 = 1_000;
/// The size in bytes up to which texts are read without a check.
pub const SMALL: u64 = 1 << 20;

/// Returns a message if reading a text of `bytes` needs more memory than is available.
pub fn refusal(bytes: u64) -> Option<String> {
    let bound = available_for(bytes)?;
    exceeded(bytes, bytes.saturating_mul(FOR_A_BYTE), bound)
}

/// Returns for each text in memory, given as bytes and number of events, a message if parsing it together with
/// those before it needs more memory than is available. Short events need far more memory than their bytes.
pub fn refusals(texts: &[(u64, u64)]) -> Vec<Option<String>> {
    let all: u64 = texts.iter().map(|(bytes, _)| bytes).sum();
    let Some(bound) = available_for(all) else { return vec![None; texts.len()] };
    let mut total = 0_u64;
    let refusal = |&(bytes, events): &(u64, u64)| {
        let needed = bytes.saturating_mul(FOR_A_BYTE - 1).saturating_add(events.saturating_mul(FOR_AN_EVENT));
        let why = exceeded(bytes, total.saturating_add(needed), bound).filter(|_| bytes > SMALL);
        total += if why.is_none() { needed } else { 0 };
        why
    };
    texts.iter().map(refusal).collect()
}

/// Returns a message if an export needs more memory than is available. `needed` is in bytes.
pub fn refusal_to_export(format: &str, needed: u64) -> Option<String> {
    let (available, what) = available_for(needed).filter(|(available, _)| needed > *available)?;
    Some(format!(
        "the {format} export needs about {} of memory, and {what} leaves {}; select less, choose another format, \
         or raise the limit",
        size(needed),
        size(available)
    ))
}

fn exceeded(bytes: u64, needed: u64, (available, what): (u64, &str)) -> Option<String> {
    (needed > available).then(|| {
        format!(
            "reading {} needs about {} of memory, and {what} leaves {}; cut it into several, or raise the limit",
            size(bytes),
            size(needed),
            size(available)
        )
    })
}

/// Formats a size, such as `3.5 GB` or `20 MB`.
fn size(bytes: u64) -> String {
    if bytes >= 1_000_000_000 {
        format!("{:.1} GB", bytes as f64 / 1e9)
    } else {
        format!("{} MB", bytes / 1_000_000)
    }
}

/// Returns the available memory in bytes and what limits it. `None` if unknown, or if `bytes` is too small to
/// be worth asking the system.
fn available_for(bytes: u64) -> Option<(u64, &'static str)> {
    if bytes <= SMALL {
        return None;
    }
    let bounds = [
        (of_process(), "the limit of this process"),
        (of_group(), "the limit of its group"),
        (free(), "the system"),
    ];
    bounds.into_iter().filter_map(|(bytes, what)| Some((bytes?, what))).min()
}

/// Returns the bytes left under `ulimit -v`.
#[cfg(unix)]
fn of_process() -> Option<u64> {
    let most = rustix::process::getrlimit(rustix::process::Resource::As).current?;
    let used = of_table("/proc/self/status", "VmSize:").unwrap_or_default();
    Some(most.saturating_sub(used))
}

/// Returns `None`: there is no such limit here.
#[cfg(not(unix))]
fn of_process() -> Option<u64> {
    None
}

/// Returns the bytes left in the control group (Linux, cgroup v2).
fn of_group() -> Option<u64> {
    let number =
        |name: &str| fs::read_to_string(format!("/sys/fs/cgroup/memory.{name}")).ok()?.trim().parse().ok();
    let (most, used): (u64, u64) = (number("max")?, number("current")?);
    // The page cache is reclaimed when memory is short.
    let stat = fs::read_to_string("/sys/fs/cgroup/memory.stat").unwrap_or_default();
    let pages = stat.lines().filter_map(|line| line.split_once(' '));
    let cached = pages.filter(|(key, _)| ["active_file", "inactive_file"].contains(key));
    let cached: u64 = cached.filter_map(|(_, bytes)| bytes.parse::<u64>().ok()).sum();
    Some(most.saturating_sub(used.saturating_sub(cached)))
}

/// Returns the free memory of the system in bytes, swap included (Linux).
fn free() -> Option<u64> {
    let free = |key| of_table("/proc/meminfo", key);
    Some(free("MemAvailable:")? + free("SwapFree:").unwrap_or_default())
}

/// Reads the value of a key, in kB, from a file under `/proc`, and returns it in bytes.
fn of_table(path: &str, key: &str) -> Option<u64> {
    let table = fs::read_to_string(path).ok()?;
    let line = table.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_had_is_refused_with_both_sizes() {
        assert_eq!(refusal(SMALL), None, "small texts are always read");
        assert_eq!(refusal(2 * SMALL), None);
        let words = refusal(u64::MAX / 2).unwrap();
        assert!(
            words.starts_with("reading 9223372036.9 GB needs about ") && words.contains(" leaves "),
            "{words}"
        );
    }
}
