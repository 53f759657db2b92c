//! From the start of the program to its first frame, under a pseudo-terminal.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::Row;
use crate::machine::percentile;

pub fn rows(runs: usize) -> Vec<Row> {
    let dateline = PathBuf::from(env!("CARGO_BIN_EXE_dateline"));
    let empty = empty();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..runs + 3 {
        let pair = (first_frame(&dateline), first_frame(&empty));
        // The first runs bring the programs into memory.
        if run >= 3 {
            ours.push(pair.0);
            theirs.push(pair.1);
        }
    }
    let (a, b) = (percentile(&mut ours, 0.5), percentile(&mut theirs, 0.5));
    let behind = format!("{a:.2} ms against {b:.2} ms; best {:.2} against {:.2}", ours[0], theirs[0]);
    vec![Row::new("first frame, against an empty ratatui program", a / b, (4.0, 2.5), "×", behind)]
}

/// The empty program, built with the profile of this benchmark.
fn empty() -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_dateline")).parent().unwrap();
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--example", "empty", "--profile"])
        .arg(folder.file_name().unwrap())
        .args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")])
        .status();
    assert!(built.unwrap().success(), "the empty program cannot be built");
    folder.join("examples/empty")
}

/// Milliseconds until the last line, which tells how to quit, has arrived.
fn first_frame(program: &PathBuf) -> f64 {
    const LAST: &[u8] = b"quit";
    let size = PtySize { rows: 34, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut screen = pair.master.try_clone_reader().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let mut command = CommandBuilder::new(program);
    command.env("TERM", "xterm-256color");
    command.env_remove("NO_COLOR");
    let start = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    let (mut seen, mut buffer) = (Vec::with_capacity(1 << 16), [0; 1 << 12]);
    // What was looked at is not looked at again: the time is the program's, not the reader's.
    let mut from = 0;
    while memchr::memmem::find(&seen[from..], LAST).is_none() {
        from = seen.len().saturating_sub(LAST.len() - 1);
        let count = screen.read(&mut buffer).unwrap();
        seen.extend_from_slice(&buffer[..count]);
    }
    let took = start.elapsed().as_secs_f64() * 1e3;
    keys.write_all(b"q").unwrap();
    // What it says on leaving has to be read, or it would wait for that.
    drop(pair.slave);
    while screen.read(&mut buffer).is_ok_and(|count| count > 0) {}
    child.wait().unwrap();
    took
}
