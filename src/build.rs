//! Lists the timelines that the program embeds: every folder of `data/` with a `timeline.yaml`.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Tests embed a copy that does not change when events are added to the shipped timelines.
    let frozen = env::var_os("CARGO_FEATURE_FROZEN").is_some();
    let root = env::current_dir()?.join(if frozen { "tests/data" } else { "data" });
    println!("cargo::rerun-if-changed={}", root.display());
    let mut list = String::from("&[\n");
    for folder in sorted(&root)?.iter().filter(|folder| folder.join("timeline.yaml").is_file()) {
        list += &format!("({:?}, &[\n", relative(folder, &root));
        for file in files_below(folder)? {
            list += &format!("({:?}, include_str!({:?})),\n", relative(&file, &root), file.to_string_lossy());
        }
        list += "]),\n";
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("timelines.rs"), list + "]\n")
}

/// Returns the files below a folder in the order in which reading that folder visits them.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in sorted(folder)? {
        if path.is_dir() {
            files.append(&mut files_below(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    Ok(files)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths: io::Result<Vec<PathBuf>> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths?;
    paths.sort();
    Ok(paths)
}

/// Returns the name of a file below `root`, with slashes on every system.
fn relative(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
