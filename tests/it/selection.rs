//! What the export dialog writes is exactly what the screen says is selected.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use dateline::export::find;
use dateline::load::{Loaded, from_text, load};
use dateline::query::Selection;
use dateline::tui::app::App;
use dateline::tui::browser::Browser;
use dateline::tui::panel::ExportDialog;
use dateline::tui::screen_layout::ScreenLayout;
use dateline::tui::side_effect::SideEffect;
use proptest::prelude::*;
use ratatui::style::Modifier;

use crate::keys::{cells, line, press, today, usual_look};

/// A screen that is a plain list, with room for every event of a random timeline.
const LIST: (u16, u16) = (55, 60);

/// The titles selected, as the screen says it: every event in the list, or those marked as within
/// the range while one is marked. The mark is underlined, the cursor's row included.
fn on_screen(app: &App) -> BTreeSet<String> {
    assert!(ScreenLayout::new(LIST.0, LIST.1).axis.is_none() && app.panel().is_none());
    let buffer = cells(app, LIST);
    let rows = 1..=app.browser.shown.selection.len() as u16;
    assert!(rows.end() < &LIST.1, "every event is on the screen");
    let marked =
        |y: &u16| app.browser.cursor.range.is_none() || buffer[(0, *y)].modifier.contains(Modifier::REVERSED);
    rows.filter(marked).map(|y| line(&buffer, y).split("Event ").nth(1).unwrap_or("?").to_owned()).collect()
}

fn read(text: &str) -> Loaded {
    load(&[PathBuf::from("-")], &mut text.as_bytes())
}

fn titles(loaded: &Loaded) -> BTreeSet<String> {
    loaded.timeline.events().iter().map(|event| event.title.replace("Event ", "")).collect()
}

/// What the dialog writes in a format, by the keys a user presses; empty when it does not open
/// because there is nothing to write.
fn written(app: &mut App, format: &str) -> String {
    press(app, "x");
    while matches!(app.top::<ExportDialog>(), Some(dialog) if dialog.format().name != format) {
        press(app, "<right>");
    }
    let mut bytes = Vec::new();
    for effect in press(app, "<enter>") {
        let SideEffect::Save(save) = effect else { panic!("{effect:?}") };
        let format = find(save.format).unwrap();
        (format.write)(&save.content.export(&app.browser.data.timeline), &mut bytes).unwrap();
        app.saved(Ok(()));
    }
    // Without an event the dialog stays closed, and Enter went to the timeline.
    String::from_utf8(bytes).unwrap()
}

fn assert_same(app: &mut App, keys: &str) {
    let selected = on_screen(app);
    if selected.is_empty() {
        assert_eq!(press(app, "x"), []);
        assert!(app.panel().is_none(), "there is nothing to export after {keys}");
        return;
    }
    for format in ["yaml", "jsonl"] {
        let text = written(app, format);
        let loaded = read(&text);
        // JSON Lines have no registry of policies to take along.
        let errors = if format == "yaml" { loaded.errors } else { 0 };
        assert_eq!(errors, 0, "{format} after {keys}: {:?}\n{text}", loaded.problems);
        assert_eq!(titles(&loaded), selected, "{format} after {keys}");
    }
}

fn date() -> impl Strategy<Value = String> {
    let day = (2019..2026_i32, 1..13_u32, 1..29_u32);
    let exact = day.clone().prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"));
    let interval = (exact.clone(), exact.clone()).prop_map(|(a, b)| {
        let (from, to) = if a < b { (a, b) } else { (b, a) };
        format!("{from}/{to}")
    });
    prop_oneof![
        4 => exact.clone(),
        2 => (exact.clone(), "[~?%]").prop_map(|(date, sign)| date + &sign),
        2 => day.clone().prop_map(|(y, m, _)| format!("{y}-{m:02}")),
        1 => day.clone().prop_map(|(y, m, _)| format!("{y}-{m:02}~")),
        1 => day.clone().prop_map(|(y, _, _)| format!("{y}")),
        1 => Just("202X".to_owned()),
        1 => day.clone().prop_map(|(y, m, _)| format!("{y}-{}", 21 + m % 4)),
        1 => day.prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}T{:02}:30:00Z", d % 24)),
        2 => interval,
        1 => exact.clone().prop_map(|date| format!("{date}/..")),
        1 => exact.prop_map(|date| format!("../{date}")),
    ]
}

fn some(of: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::sample::subsequence(of, 0..=most).prop_map(|chosen| format!("[{}]", chosen.join(", ")))
}

fn event() -> impl Strategy<Value = Vec<String>> {
    (
        prop::option::weighted(0.9, date()),
        prop::option::of(prop::sample::select(&["decision", "report", "statement"][..])),
        some(&["us", "gb", "blinken", "Somebody else"], 3),
        some(&["US", "GB", "NO", "XK"], 2),
        some(&["atacms", "nuclear", "on", "x y"], 2),
        prop::option::of(prop::sample::select(&["confirmed", "disputed"][..])),
        prop::option::of(prop::sample::select(&["banned", "permitted"][..])),
        any::<bool>(),
        prop::option::of((prop::sample::select(&["announced", "in-force"][..]), date())),
    )
        .prop_map(|(date, kind, actors, countries, tags, certainty, status, has_id, clock)| {
            let mut lines = Vec::new();
            let mut add = |key: &str, value: Option<String>| {
                lines.extend(value.map(|value| format!("{key}: {value}")));
            };
            add("date", date.map(|date| format!("\"{date}\"")));
            add("kind", kind.map(str::to_owned));
            add("actors", Some(actors));
            add("countries", Some(countries));
            add("tags", Some(tags.replace("on", "\"on\"")));
            add("certainty", certainty.map(str::to_owned));
            add("effects", status.map(|status| format!("[{{policy: p, status: {status}}}]")));
            add("clocks", clock.map(|(clock, date)| format!("{{{clock}: \"{date}\"}}")));
            add("id", has_id.then(|| "e".to_owned()));
            lines
        })
}

/// A timeline of events `Event A`, `Event B` and so on.
fn timeline() -> impl Strategy<Value = String> {
    prop::collection::vec(event(), 1..26).prop_map(|events| {
        let mut text = "title: Random\nladders: {l: [banned, permitted]}\nactors:\n  us: {name: United States, country: US}\n  gb: {name: United Kingdom, country: GB, aliases: [UK government]}\n  blinken: {name: Antony Blinken, country: US}\npolicies: {p: {title: P, owner: us, topic: t, ladder: l}}\nevents:\n".to_owned();
        for (index, lines) in events.iter().enumerate() {
            let name = char::from(b'A' + index as u8);
            text.push_str(&format!("  - title: Event {name}\n"));
            for line in lines {
                let line = if line == "id: e" { format!("id: e-{index}") } else { line.clone() };
                text.push_str(&format!("    {line}\n"));
            }
        }
        text
    })
}

/// Keys that filter, mark, move and switch, each a whole gesture that ends on the timeline.
fn gesture() -> impl Strategy<Value = String> {
    let facet = (0..9_usize, 0..4_usize, prop::sample::select(&[" ", "-", "<enter>"][..])).prop_map(
        |(facet, row, key)| format!("f{}{}{key}<esc>", "<tab>".repeat(facet), "<down>".repeat(row)),
    );
    let query = prop::sample::select(
        &[
            "country:us",
            "country:us,no -tag:nuclear",
            "kind:decision or certainty:disputed",
            "date:2021..2023",
            "in-force:2021..2023",
            "in-force:!2021..",
            "-date:2022",
            "(actor:blinken or tag:atacms) -kind:report",
            "policy:p",
            "status:permitted",
            "\"Event B\"",
            "id:e-1*",
        ][..],
    )
    .prop_map(|query| format!("&{query}<enter>"));
    let jump = (prop::sample::select(&["", "v", "v", "o"][..]), 2019..2026_i32, 1..13_u32)
        .prop_map(|(mark, y, m)| format!("t{y}-{m:02}-15<enter>{mark}"));
    let month = (2019..2026_i32, 1..13_u32).prop_map(|(y, m)| format!("vt{y}-{m:02}<enter>"));
    let walk = prop::sample::select(
        &[
            "j", "3j", "k", "G", "gg", "v", "v2j", "vG", "o", "F", "]m", "[y", "u", "<ctrl-r>", "L", "+",
            "z", "C", "s",
        ][..],
    )
    .prop_map(str::to_owned);
    let clock = (1..3_usize).prop_map(|steps| format!("C{}<enter>", "j".repeat(steps)));
    let chips = (0..3_usize, prop::sample::select(&[" ", "d"][..]))
        .prop_map(|(row, key)| format!("\\{}{key}<esc>", "j".repeat(row)));
    let search = Just("/event b<enter>".to_owned());
    prop_oneof![4 => facet, 3 => query, 3 => jump, 1 => month, 4 => walk, 1 => chips, 1 => search, 2 => clock]
}

fn open(text: &str) -> App {
    let loaded = from_text("random.yaml", text);
    assert_eq!(loaded.errors, 0, "{:?}\n{text}", loaded.problems);
    App::new(Browser::new(loaded, Vec::new(), Selection::default(), today(), usual_look(), LIST))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_export_is_the_selection_on_the_screen(
        text in timeline(),
        gestures in prop::collection::vec(gesture(), 0..7),
    ) {
        let mut app = open(&text);
        for gesture in &gestures {
            // A gesture on an empty list of filters opens nothing, and its Esc may end the range.
            press(&mut app, gesture);
            while app.panel().is_some() {
                press(&mut app, "<esc>");
            }
        }
        assert_same(&mut app, &gestures.concat());
    }

    #[test]
    fn each_kind_of_filter_alone_exports_what_it_shows(text in timeline(), gesture in gesture()) {
        let mut app = open(&text);
        press(&mut app, &gesture);
        while app.panel().is_some() {
            press(&mut app, "<esc>");
        }
        assert_same(&mut app, &gesture);
    }
}

/// Runs a command line that dateline wrote, in a shell, from a folder.
fn run(command: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_dateline"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.env("XDG_CONFIG_HOME", "/nowhere").env_remove("DATELINE_CONFIG");
    let output = shell.args(["-c", command]).current_dir(folder).env("PATH", path).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.is_empty(), "{command}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[cfg(unix)]
fn the_command_line_in_an_export_makes_the_same_export_again() {
    let folder = tempfile::tempdir().unwrap();
    let name = "it's mine.yaml";
    let text = "- {date: 2024-05-13, title: Event A, tags: [it's], countries: [US]}
- {date: 2024-05-31T22:00:00Z, title: 'Event B \"quoted\"', countries: [GB], id: b-1}
- {date: 2024-05~, title: Event C, kind: decision, actors: [Antony Blinken]}
- {date: 2024-06-01, title: Event D, tags: [nuclear]}
- {date: 2024/2025, title: Event E, actors: [{actor: Somebody, role: proposer}]}
- {title: Event F}
- {date: 2024-05-13, title: Event G, clocks: {in-force: 2024-08-01, announced: 2024-05-20}}
- {date: 2024-04-01, title: Event H, clocks: {in-force: 2024-07~, expires: 2025}}
- {title: Event I, clocks: {in-force: 2024-09}, countries: [US]}
";
    std::fs::write(folder.path().join(name), text).unwrap();
    for keys in [
        "",
        "&country:us,gb<enter>",
        "&tag:it's<enter>",
        "&-tag:nuclear (kind:decision or actor:somebody)<enter>",
        "&\"event b \\\"quoted\"<enter>",
        "f-<esc>",
        "f<tab> <esc>",
        "t2024-05-13<enter>vt2024-05-31<enter>",
        "t2024-05<enter>v",
        "jv2j",
        "v4j<enter>&role:proposer<enter>",
        "&date:2024-05..2024-05-31<enter>F",
        "&country:us<enter>&date:2024<enter>\\ <esc>",
        "Cjj<enter>",
        "Cjj<enter>vt2024-08<enter>",
        "Cjj<enter>ggvj<enter>Ck<enter>vG",
        "Cj<enter>&in-force:!2024<enter>",
        "Ck<enter>t2025<enter>v",
    ] {
        let loaded = from_text(name, text);
        let mut app = App::new(Browser::new(
            loaded,
            vec![name.to_owned()],
            Selection::default(),
            today(),
            usual_look(),
            (120, 34),
        ));
        press(&mut app, keys);
        for order in ["", "<tab><tab><right><backtab><backtab>"] {
            press(&mut app, &format!("x{order}"));
            for format in ["yaml", "jsonl"] {
                while matches!(app.top::<ExportDialog>(), Some(one) if one.format().name != format) {
                    press(&mut app, "<right>");
                }
                let Some(dialog) = app.top::<ExportDialog>() else { panic!("{keys}: nothing to export") };
                let export = dialog.content.export(&app.browser.data.timeline);
                let ids: Vec<String> = export.chosen().map(|event| event.id.to_string()).collect();
                let again = read(&run(&export.manifest.command, folder.path()));
                let mut sorted = ids.clone();
                sorted.sort();
                let mut found: Vec<String> =
                    again.timeline.events().iter().map(|event| event.id.to_string()).collect();
                found.sort();
                assert_eq!(found, sorted, "{keys}: {}", export.manifest.command);
                let listed = export
                    .manifest
                    .command
                    .replace(&format!("export --format {format}"), "list --format tsv");
                let listed: Vec<String> = run(&listed, folder.path())
                    .lines()
                    .skip(1)
                    .map(|line| line.rsplit('\t').next().unwrap().to_owned())
                    .collect();
                assert_eq!(listed, ids, "{keys}: {}", export.manifest.command);
            }
            press(&mut app, "<esc>");
        }
    }
}
