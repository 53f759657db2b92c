//! Clocks: one of an event's dates at a time places it, on the screen as on the command line.

use crate::cli::command;

use dateline::load::{Loaded, from_text};
use dateline::model::{Clock, Date};
use dateline::query::Selection;
use dateline::tui::app::App;
use dateline::tui::browser::Browser;
use dateline::tui::panel::Clocks;
use dateline::tui::side_effect::SideEffect;

use crate::keys::{browser, browser_on, id, press, screen, today, usual_look};

const USUAL: (u16, u16) = (120, 34);

/// Decisions on smoke, whose dates by different clocks stand in different orders.
const SMOKE: &str = "title: Smoke
actors: {aland: {name: Aland, country: DE}, borden: {name: Borden, country: FR}}
events:
  - {id: ban, date: 2024-03-01, title: Aland bans stoves, actors: [aland], clocks: {announced: 2024-03-01, adopted: 2024-02-12, in-force: 2024-10-01}}
  - {id: tax, date: 2024-04-10, title: Aland taxes smoke, actors: [aland], clocks: {announced: 2024-04-10, in-force: 2024-05~, expires: 2025-12-31}}
  - {id: visit, date: 2024-05-05, title: Borden visits Aland, actors: [aland, borden]}
  - {id: filter, date: 2024-06-20, title: Borden wants filters, actors: [borden], clocks: {reported: 2024-06-01, in-force: 2024-07-15}}
  - {id: old, title: An old rule lapses, clocks: {in-force: 2023-01-01, expires: 2024-12-31}}
";

fn smoke() -> Loaded {
    let loaded = from_text("smoke.yaml", SMOKE);
    assert_eq!((loaded.errors, loaded.timeline.len()), (0, 5), "{:?}", loaded.problems);
    loaded
}

fn open() -> App {
    browser_on(smoke(), usual_look(), USUAL)
}

/// Chooses a clock by the keys of the list of clocks.
fn choose(app: &mut App, clock: Option<Clock>) {
    press(app, "C");
    while matches!(app.top::<Clocks>(), Some(list) if list.selected() != clock) {
        press(app, "j");
    }
    press(app, "<enter>");
    assert_eq!((app.browser.data.timeline.clock(), app.panel().is_none()), (clock, true));
}

fn ids(app: &App) -> String {
    let events = app
        .browser
        .shown
        .selection
        .iter()
        .map(|event| &*app.browser.data.timeline.events()[event as usize].id);
    events.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_clock_places_events_by_its_date_and_the_screen_says_so() {
    let mut app = open();
    assert_eq!(ids(&app), "ban tax visit filter old");
    press(&mut app, "3j");
    choose(&mut app, Some(Clock::InForce));
    let mut placed = app.browser.data.timeline.events()[..4]
        .iter()
        .filter_map(|event| app.browser.data.timeline.when(event));
    let in_view = |date: &Date| app.browser.cursor.scale.visible(date.anchor()).is_some();
    assert!(placed.all(in_view), "who saw everything still does");
    assert_eq!((ids(&app).as_str(), id(&app).as_str()), ("old tax filter ban visit", "filter"));
    assert_eq!(app.browser.cursor.at.iso_day(), "2024-07-15", "the cursor went along with its event");
    insta::assert_snapshot!(screen(&app));
    press(&mut app, "G");
    assert_eq!(id(&app), "visit");
    assert!(screen(&app).contains("not given, so it stands off the axis"));
    choose(&mut app, None);
    assert_eq!((ids(&app).as_str(), id(&app).as_str()), ("ban tax visit filter old", "visit"));
}

#[test]
fn the_clocks_that_events_have_are_listed_with_how_many() {
    let mut app = open();
    press(&mut app, "Cj");
    insta::assert_snapshot!(screen(&app));
    press(&mut app, "<esc>");
    assert_eq!(app.browser.data.timeline.clock(), None);
    let mut shipped = browser(USUAL);
    press(&mut shipped, "C");
    assert!(shipped.panel().is_none() && screen(&shipped).contains("no event has another date"));
}

#[test]
fn moving_jumping_and_filtering_go_by_the_clock() {
    let mut app = open();
    choose(&mut app, Some(Clock::InForce));
    press(&mut app, "t2024-07-15<enter>");
    assert_eq!(id(&app), "filter");
    press(&mut app, "]m]m[w");
    assert_eq!((app.browser.cursor.at.iso_day().as_str(), id(&app).as_str()), ("2024-09-08", "ban"));
    press(&mut app, "ggvG");
    assert_eq!(
        (
            app.browser.shown.in_range(app.browser.cursor.range.unwrap().span(), &app.browser.data),
            id(&app).as_str()
        ),
        (1, "visit"),
        "the end of the range stays on the axis"
    );
    press(&mut app, "k");
    assert_eq!(
        app.browser.shown.in_range(app.browser.cursor.range.unwrap().span(), &app.browser.data),
        4,
        "an event without the date is in no range of it"
    );
    press(&mut app, "<esc>0");
    assert_eq!(
        app.browser.data.timeline.span().map(|(from, to)| (from.iso_day(), to.iso_day())).unwrap().1,
        "2024-10-01"
    );
    press(&mut app, "&country:fr<enter>");
    assert!(screen(&app).contains("by in force (1 of 2)"));
}

#[test]
fn a_range_becomes_a_filter_of_the_clock_and_the_command_line_makes_it_again() {
    let mut app = open();
    choose(&mut app, Some(Clock::InForce));
    press(&mut app, "t2024-05<enter>vt2024-07<enter>");
    press(&mut app, "x");
    let command = press(&mut app, "<ctrl-y>");
    let expected = "dateline export --format md --clock in-force --from 2024-05-01 --to 2024-07-31";
    assert_eq!(command, [SideEffect::Copy(expected.to_owned(), "the command line")]);
    assert!(screen(&app).contains("2 events · by in force: 1 May 2024 to 31 July 2024"));
    press(&mut app, "<esc><enter>");
    assert_eq!(app.browser.shown.filter.query().to_string(), "in-force:2024-05-01..2024-07-31");
    assert_eq!(ids(&app), "tax filter");
    let mut again =
        App::new(Browser::new(smoke(), Vec::new(), app.browser.selection(), today(), usual_look(), USUAL));
    assert_eq!((ids(&again), again.browser.data.timeline.clock()), (ids(&app), Some(Clock::InForce)));
    // A filter by a clock means the same whichever clock places the events.
    choose(&mut again, Some(Clock::Announced));
    assert_eq!(ids(&again), "tax filter");
}

#[test]
fn undo_gives_back_the_other_clock_and_the_very_screen() {
    let mut app = open();
    press(&mut app, "+jjvj");
    let before = screen(&app);
    choose(&mut app, Some(Clock::InForce));
    press(&mut app, "kG&country:de<enter>");
    choose(&mut app, Some(Clock::Expires));
    let after = (ids(&app), id(&app), app.browser.data.timeline.clock());
    assert_eq!(after, ("tax ban visit".to_owned(), "visit".to_owned(), Some(Clock::Expires)));
    press(&mut app, "4u");
    let without_message = |screen: &str| screen.rsplit_once('\n').unwrap().0.to_owned();
    assert_eq!(without_message(&screen(&app)), without_message(&before));
    press(&mut app, "4<ctrl-r>");
    assert_eq!((ids(&app), id(&app), app.browser.data.timeline.clock()), after);
}

#[test]
fn a_place_in_the_jump_list_is_its_event_by_whatever_clock() {
    let mut app = open();
    press(&mut app, "gg");
    press(&mut app, "G");
    choose(&mut app, Some(Clock::InForce));
    press(&mut app, "<ctrl-o>");
    assert_eq!((id(&app).as_str(), app.browser.cursor.at.iso_day().as_str()), ("ban", "2024-10-01"));
}

#[test]
fn files_read_anew_stay_with_the_clock() {
    let mut app = open();
    choose(&mut app, Some(Clock::InForce));
    press(&mut app, "gg");
    app.replace(from_text("smoke.yaml", &SMOKE.replace("in-force: 2023-01-01", "in-force: 2024-08-01")));
    assert_eq!((ids(&app).as_str(), id(&app).as_str()), ("tax filter old ban visit", "old"));
    press(&mut app, "++++");
    choose(&mut app, Some(Clock::Expires));
    let last = app.browser.data.timeline.span().unwrap().1;
    let visible = |moment| app.browser.cursor.scale.visible(moment).is_some();
    assert!(visible(app.browser.cursor.at) && !visible(last), "what was zoomed in on stays so");
    choose(&mut app, Some(Clock::InForce));
    // The last date by the clock is gone: every event is off the axis, and the way back is open.
    app.replace(from_text("smoke.yaml", "- {date: 2024, title: A}\n"));
    assert!(screen(&app).contains("by in force (0 of 1)"));
    choose(&mut app, None);
    assert_eq!(app.browser.cursor.at.iso_day(), "2024-01-01");
}

/// Code, standard output and standard error of the program on the timeline above.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("smoke.yaml"), SMOKE).unwrap();
    let output = command(arguments).current_dir(folder.path()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_list_by_a_clock_says_whose_dates_they_are() {
    let (code, out, err) = run(&["list", "smoke.yaml", "--clock", "in-force"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(out, @"
    in-force          countries  kind  certainty  title
    2023-01-01                                    An old rule lapses
    2024-05~          DE                          Aland taxes smoke
    2024-07-15        FR                          Borden wants filters
    2024-10-01        DE                          Aland bans stoves
    no in-force date  DE,FR                       Borden visits Aland
    ");
    let (_, out, _) =
        run(&["list", "smoke.yaml", "--clock=in-force", "--format=tsv", "--reverse", "--limit=2"]);
    let rows: Vec<&str> = out.lines().collect();
    assert_eq!(rows[0], "in-force\tcountries\tkind\tcertainty\ttitle\tid");
    assert!(rows[1].starts_with("2024-10-01\t") && rows[2].starts_with("2024-07-15\t"), "{out}");
    let (_, out, _) = run(&["list", "smoke.yaml", "--clock=in-force", "--from=2024-05", "--to=2024-07"]);
    assert_eq!(out.lines().count(), 3, "{out}");
    // Without a clock nothing is different from before.
    let (_, out, _) = run(&["list", "smoke.yaml", "--where", "in-force:2024-05..2024-07"]);
    assert!(out.starts_with("2024-04-10  DE"), "{out}");
}

#[test]
fn an_export_by_a_clock_names_it_and_keeps_the_record() {
    let (_, out, _) =
        run(&["export", "smoke.yaml", "--format=md", "--clock=in-force", "--from=2024-05", "--to=2024-07"]);
    assert!(out.contains("2 of 5 events, by in force: 1 May 2024 to 31 July 2024"), "{out}");
    assert!(out.contains("- **10 April 2024, in force around May 2024** Aland taxes smoke"), "{out}");
    let (_, out, _) = run(&["export", "smoke.yaml", "--format=yaml", "--clock=in-force"]);
    assert!(out.contains("5 events, by in force\n"), "{out}");
    let again = from_text("again.yaml", &out).timeline;
    assert_eq!(again.events(), from_text("smoke.yaml", &out).timeline.events());
    assert_eq!(again.event(again.find("ban").unwrap()).date.as_ref().unwrap().text(), "2024-03-01");
}

#[test]
fn a_clock_that_is_none_or_that_no_event_has_is_told() {
    let (code, _, err) = run(&["list", "smoke.yaml", "--clock", "inforce"]);
    assert!(code == Some(2) && err.contains("in-force"), "{err}");
    let (code, out, err) = run(&["list", "--clock", "in-force", "--limit", "1"]);
    assert!(code == Some(0) && err.contains("no event has a date `in-force`"), "{err}");
    assert!(out.contains("no in-force date"), "{out}");
}

#[test]
fn a_choice_without_a_clock_says_nothing_of_clocks() {
    assert!(!Selection::default().options().join(" ").contains("clock"));
    assert!(!screen(&open()).contains("by date"));
}

#[test]
fn undo_after_files_were_read_anew_leads_to_the_same_event() {
    let mut app = open();
    press(&mut app, "2jv+2jo");
    app.replace(from_text("smoke.yaml", &format!("{SMOKE}  - {{id: first, date: 2020, title: First}}\n")));
    press(&mut app, "u");
    assert_eq!(id(&app), "visit");
    press(&mut app, "<ctrl-r>2jo");
    assert_eq!(id(&app), "visit", "an end of the range is the event it was marked on");
}
