//! The layers of dateline: a file names only its own layer and those before it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A layer, the layers it may name, and names of the outside that it must not know.
type Layer = (&'static str, &'static [&'static str], &'static [&'static str]);

const TERMINAL: &[&str] = &["ratatui", "crossterm"];
/// Reading the clock deep inside makes results depend on the day.
const CLOCK: &[&str] = &["SystemTime::now", "Utc::now", "Local::now"];

const LAYERS: &[Layer] = &[
    ("text", &[], TERMINAL),
    ("parallel", &[], TERMINAL),
    ("problem", &["text"], TERMINAL),
    ("model", &["text", "parallel", "problem"], TERMINAL),
    ("query", &["text", "parallel", "model", "problem"], TERMINAL),
    ("load", &["text", "parallel", "model", "problem", "query"], TERMINAL),
    ("history", &["text", "parallel", "model", "problem"], TERMINAL),
    ("check", &["text", "parallel", "model", "problem", "load", "history"], TERMINAL),
    ("layout", &["text", "parallel", "model", "problem", "query", "history"], TERMINAL),
    ("export", &["text", "parallel", "model", "problem", "load", "query", "history", "layout"], TERMINAL),
    ("import", &["text", "parallel", "model", "problem", "load", "query", "history", "layout"], TERMINAL),
    ("edit", &["text", "model", "problem", "load", "query", "export"], TERMINAL),
    (
        "config",
        &["text", "model", "problem", "load", "query", "history", "layout", "export", "import"],
        TERMINAL,
    ),
    ("manual", &[], TERMINAL),
    (
        "tui",
        &[
            "text", "model", "problem", "load", "query", "history", "layout", "export", "import", "edit",
            "config", "manual",
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
    for name in
        ["edtf_core", "granit_parser", "annotate_snippets", "nucleo_matcher", "serde_saphyr", "serde_yaml"]
    {
        let is_test = |path: &Path| path.components().any(|part| part.as_os_str() == "tests");
        let users = files.iter().filter(|path| !is_test(path) && code(path).contains(name));
        let users: Vec<_> = users.collect();
        assert!(users.len() <= 1, "{name} is named in {users:?}");
    }
}

/// A module by the names that lead to it: `["load", "files"]`.
type Module = Vec<String>;

/// One module: the code outside of `use`, what each imported name stands for, and which of these names
/// are only passed on by `pub use`.
#[derive(Default)]
struct Names {
    body: String,
    imports: BTreeMap<String, Vec<String>>,
    passed_on: BTreeSet<String>,
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Every path of the tree of a `use`, with the name that it gets here.
fn expand(tree: &str, before: &[String], found: &mut Vec<(String, Vec<String>)>) {
    let tree = tree.trim();
    if let Some((head, rest)) = tree.split_once('{') {
        let path: Vec<String> = before.iter().cloned().chain(words(head).map(str::to_owned)).collect();
        let inner = rest.trim_end().trim_end_matches('}');
        let (mut depth, mut start) = (0, 0);
        for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
            depth += i32::from(c == '{') - i32::from(c == '}');
            if c == ',' && depth == 0 {
                expand(&inner[start..at], &path, found);
                start = at + 1;
            }
        }
    } else if !tree.is_empty() {
        let (path, name) = tree.split_once(" as ").map_or((tree, None), |(path, name)| (path, Some(name)));
        let mut path: Vec<String> = before.iter().cloned().chain(words(path).map(str::to_owned)).collect();
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let name = name.or(path.last().map(String::as_str)).unwrap_or_default().to_owned();
        found.push((name, path));
    }
}

fn names(code: &str) -> Names {
    let mut names = Names::default();
    for statement in code.split_inclusive(';') {
        let start = statement.rfind("use ").filter(|at| {
            let line = statement[..*at].rsplit('\n').next().unwrap_or_default().trim();
            line.is_empty() || line.starts_with("pub")
        });
        let Some(start) = start else {
            let is_child =
                statement.trim_end_matches(';').rsplit('\n').next().is_some_and(|line| line.contains("mod "));
            names.body.push_str(if is_child { "" } else { statement });
            continue;
        };
        names.body.push_str(&statement[..start]);
        let is_public =
            statement[..start].trim_end().rsplit('\n').next().is_some_and(|line| line.contains("pub"));
        let mut found = Vec::new();
        expand(statement[start + 4..].trim_end_matches(';'), &[], &mut found);
        for (name, path) in found {
            if is_public {
                names.passed_on.insert(name.clone());
            }
            names.imports.insert(name, path);
        }
    }
    names
}

/// The module that defines what `path` names in `module`, if it is one of ours.
fn definer(
    modules: &BTreeMap<Module, Names>,
    module: &Module,
    path: &[String],
    depth: usize,
) -> Option<Module> {
    let mut at = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "super" => module[..module.len().checked_sub(1)?].to_vec(),
        "self" => module.clone(),
        child if modules.contains_key(&[module.as_slice(), &[child.to_owned()]].concat()) => {
            return definer(modules, module, &[&["self".to_owned()], path].concat(), depth);
        }
        _ => return None,
    };
    for (place, name) in path.iter().enumerate().skip(1) {
        if name == "super" {
            at.pop();
            continue;
        }
        let child = [at.as_slice(), std::slice::from_ref(name)].concat();
        if modules.contains_key(&child) {
            at = child;
            continue;
        }
        let import = modules.get(&at)?.imports.get(name).filter(|_| depth < 8);
        let further = import.map(|import| [import.as_slice(), &path[place + 1..]].concat());
        return further.and_then(|path| definer(modules, &at, &path, depth + 1)).or(Some(at));
    }
    Some(at)
}

/// The modules that each module names.
fn edges(modules: &BTreeMap<Module, Names>) -> BTreeMap<&Module, BTreeSet<Module>> {
    let mut edges = BTreeMap::new();
    for (module, names) in modules {
        let used: BTreeSet<&str> = words(&names.body).collect();
        let imported = names.imports.iter();
        let imported =
            imported.filter(|(name, _)| !names.passed_on.contains(*name) || used.contains(name.as_str()));
        let inline = names.body.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        let inline = inline.filter(|path| path.contains("::"));
        let inline = inline.map(|path| words(path).map(str::to_owned).collect::<Vec<_>>());
        let paths = imported.map(|(_, path)| path.clone()).chain(inline);
        let named = paths.filter_map(|path| definer(modules, module, &path, 0));
        let named = named.filter(|named| named != module && named.first() == module.first());
        edges.insert(module, named.collect());
    }
    edges
}

/// The modules of a layer that name one another, by way of others too.
fn circles(edges: &BTreeMap<&Module, BTreeSet<Module>>) -> BTreeSet<BTreeSet<Module>> {
    let reached = |from: &Module| {
        let (mut reached, mut open) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = open.pop() {
            for next in edges.get(&module).into_iter().flatten() {
                if reached.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&Module, BTreeSet<Module>> =
        edges.keys().map(|module| (*module, reached(module))).collect();
    let circle = |module: &&Module| {
        let back = reached[*module].iter().filter(|other| reached[other].contains(*module));
        back.cloned().collect::<BTreeSet<_>>()
    };
    reached.keys().map(circle).filter(|circle| circle.len() > 1).collect()
}

#[test]
fn no_files_of_a_layer_name_one_another_in_a_circle() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    let module = |path: &Path| -> Module {
        let path = path.strip_prefix(&source).unwrap().with_extension("");
        path.iter().map(|name| name.to_string_lossy().into_owned()).filter(|name| name != "lib").collect()
    };
    let tests = |module: &Module| module.iter().any(|name| name == "tests");
    let modules =
        files.iter().map(|path| (module(path), names(&code(path).replace("pub(in crate::", "pub("))));
    let modules: BTreeMap<Module, Names> = modules.filter(|(module, _)| !tests(module)).collect();
    let edges = edges(&modules);
    let mut wrong = Vec::new();
    for circle in circles(&edges) {
        for module in &circle {
            let others = edges[module].iter().filter(|other| circle.contains(*other));
            let others: Vec<String> = others.map(|other| other.join("/")).collect();
            wrong.push(format!("{} names {}", module.join("/"), others.join(", ")));
        }
        wrong.push(String::new());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The code of a file or folder of the browser by its name, with every file below it.
fn browser_files(name: &str) -> Vec<(PathBuf, String)> {
    let tui = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let mut files = vec![tui.join(name).with_extension("rs")];
    if tui.join(name).is_dir() {
        sources(&tui.join(name), &mut files);
    }
    files.into_iter().map(|path| (path.clone(), code(&path))).collect()
}

/// What changes the state of the browser knows nothing of drawing: what it has to know of the screen
/// comes with the input, as `Drawn`. The state that panels read knows nothing of panels either, and panes
/// only draw it. A panel has its drawing in the same file, and only that names a canvas.
#[test]
fn the_state_of_the_browser_does_not_ask_the_view() {
    let drawing = ["tui::view", "super::view", "tui::pane::", "super::pane::", "Canvas", "Buffer"];
    let above = ["tui::panel", "super::panel", "tui::app", "super::app", "Drawn"];
    let app = ["App", "tui::app", "super::app"];
    let screen = ["view::draw(", "Buffer", "Frame", "Drawn"];
    for (names, forbidden) in [
        (&["app", "browser", "side_effect"][..], &drawing[..]),
        (&["browser", "side_effect"], &above),
        (&["pane", "panel", "canvas", "menu"], &app),
        (&["panel"], &screen),
    ] {
        for (path, code) in names.iter().flat_map(|name| browser_files(name)) {
            let named = forbidden.iter().find(|name| code.contains(**name));
            assert_eq!(named, None, "{} names what lies above it", path.display());
        }
    }
    for (path, code) in browser_files("panel") {
        // The trait only declares what its panels do.
        let acts = code.split("fn act(").skip(1).filter(|_| !path.ends_with("src/tui/panel/behaviour.rs"));
        let acts = acts.map(|rest| rest.split("\n    }\n").next().unwrap_or(rest));
        acts.for_each(|act| assert!(!act.contains("canvas"), "{}: an action draws", path.display()));
    }
}
