//! Loading, against one pass of a general reader into typed structs: each in a process of its own,
//! which tells its time and its peak of memory.

use std::path::Path;
use std::process::Command;

use crate::generate;
use crate::machine::{memory, ms, timed};
use crate::{Row, Stage};

/// Runs of each, by turns; the best counts.
const RUNS: usize = 5;

/// What a child tells: wall and processor milliseconds, peak bytes, bytes resident at the end, events.
#[derive(Clone, Copy)]
struct Told([f64; 5]);

/// Reads a file in one of the ways and prints what that took.
pub fn child(how: &str, path: &Path) {
    let text = || std::fs::read_to_string(path).unwrap();
    let (count, took, resident) = match how {
        "dateline" => {
            let (loaded, took) = timed(|| dateline::load::load(&[path.to_owned()], &mut std::io::empty()));
            assert_eq!(loaded.errors, 0, "{:?}", loaded.problems.first());
            (loaded.timeline.len(), took, memory("VmRSS"))
        }
        "yaml" => {
            let (file, took) = timed(|| serde_yaml::from_str::<generate::File>(&text()).unwrap());
            (file.events.len(), took, memory("VmRSS"))
        }
        _ => {
            let pass = || {
                text().lines().map(|line| serde_json::from_str::<generate::Event>(line).unwrap()).collect()
            };
            let (events, took): (Vec<_>, _) = timed(pass);
            (events.len(), took, memory("VmRSS"))
        }
    };
    println!("{} {} {} {resident} {count}", ms(took.wall), ms(took.cpu), memory("VmHWM"));
}

fn ask(how: &str, path: &Path) -> Told {
    let output =
        Command::new(std::env::current_exe().unwrap()).args(["child", how]).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let told: Vec<f64> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    Told(told.try_into().unwrap())
}

/// The best of some runs of each, by turns.
fn best(path: &Path, peer: &str) -> (Told, Told) {
    let runs: Vec<(Told, Told)> = (0..RUNS).map(|_| (ask("dateline", path), ask(peer, path))).collect();
    let least = |told: Vec<Told>| told.into_iter().min_by(|a, b| a.0[0].total_cmp(&b.0[0])).unwrap();
    let (ours, theirs) = runs.into_iter().unzip();
    (least(ours), least(theirs))
}

pub fn yaml(stage: &Stage) -> Vec<Row> {
    let (ours, theirs) = best(&stage.file(100_000, "yaml"), "yaml");
    let speed =
        row("100k events of YAML, times as fast as one typed pass of yaml_serde", (2.0, 10.0), ours, theirs);
    let megabytes = |told: Told| told.0[2] / 1e6;
    let behind = format!("{:.0} MB against {:.0} MB", megabytes(ours), megabytes(theirs));
    let peak = Row::new("the same, peak of memory", ours.0[2] / theirs.0[2], (0.4, 0.2), "×", behind);
    vec![speed, peak]
}

pub fn lines(stage: &Stage) -> Vec<Row> {
    let (ours, theirs) = best(&stage.file(100_000, "jsonl"), "json");
    vec![row(
        "100k events of JSON Lines, times as fast as one typed pass of serde_json",
        (1.0, 2.0),
        ours,
        theirs,
    )]
}

fn row(what: &str, marks: (f64, f64), ours: Told, theirs: Told) -> Row {
    assert!((ours.0[4] - theirs.0[4]).abs() < 0.5, "both read the same events");
    let behind = format!(
        "{:.0} ms ({:.0} of processor) against {:.0} ms ({:.0})",
        ours.0[0], ours.0[1], theirs.0[0], theirs.0[1]
    );
    Row { more: true, ..Row::new(what, theirs.0[0] / ours.0[0], marks, "×", behind) }
}
