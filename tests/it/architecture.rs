//! The layers of dateline: a file names only its own layer and those before it.

use std::fs;
use std::path::{Path, PathBuf};

/// A layer, the layers it may name, and names of the outside that it must not know.
type Layer = (&'static str, &'static [&'static str], &'static [&'static str]);

const TERMINAL: &[&str] = &["ratatui", "crossterm"];
/// Reading the clock deep inside makes results depend on the day.
const CLOCK: &[&str] = &["SystemTime::now", "Utc::now", "Local::now"];

const LAYERS: &[Layer] = &[
    ("text", &[], TERMINAL),
    ("problem", &["text"], TERMINAL),
    ("model", &["text", "problem"], TERMINAL),
    ("query", &["text", "model", "problem"], TERMINAL),
    ("load", &["text", "model", "problem", "query"], TERMINAL),
    ("history", &["text", "model", "problem"], TERMINAL),
    ("layout", &["text", "model", "problem", "history"], TERMINAL),
    ("export", &["text", "model", "problem", "load", "query", "history", "layout"], TERMINAL),
    ("import", &["text", "model", "problem", "load", "query", "history", "layout"], TERMINAL),
    (
        "config",
        &["text", "model", "problem", "load", "query", "history", "layout", "export", "import"],
        TERMINAL,
    ),
    ("manual", &[], TERMINAL),
    (
        "tui",
        &[
            "text", "model", "problem", "load", "query", "history", "layout", "export", "import", "config",
            "manual",
        ],
        &[],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// What a file says outside its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn layer_of(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn layers_only_point_down() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut wrong = Vec::new();
    for path in &files {
        let (layer, code) = (layer_of(path), code(path));
        if !fs::read_to_string(path).unwrap().starts_with("//!") {
            wrong.push(format!("{}: does not say what it is in its first line", path.display()));
        }
        if layer != "cli" && layer != "main" {
            let clocks = CLOCK.iter().filter(|clock| code.contains(**clock));
            wrong.extend(clocks.map(|clock| format!("{}: reads the clock by {clock}", path.display())));
        }
        let Some((_, below, forbidden)) = LAYERS.iter().find(|(name, ..)| *name == layer) else { continue };
        for used in code.split("crate::").skip(1) {
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if used != layer && !below.contains(&used.as_str()) {
                wrong.push(format!("{}: {layer} names {used}", path.display()));
            }
        }
        let named = forbidden.iter().filter(|name| code.contains(**name));
        wrong.extend(named.map(|name| format!("{}: {layer} names {name}", path.display())));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn each_crate_that_could_change_is_named_in_one_file() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for name in ["edtf_core", "granit_parser", "annotate_snippets", "nucleo_matcher", "serde_saphyr"] {
        let users: Vec<_> = files.iter().filter(|path| code(path).contains(name)).collect();
        assert!(users.len() <= 1, "{name} is named in {users:?}");
    }
}
