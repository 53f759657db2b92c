//! What led to what: the thread of an event, on the command line and in the browser.

use dateline::load::{Loaded, from_text};
use dateline::tui::app::App;
use dateline::tui::panel::ThreadWalk;
use serde_json::Value;

use crate::cli::{fits, quiet, run};
use crate::keys::{browser, browser_on, cells, id, press, screen, usual_look};

const SIZE: (u16, u16) = (120, 34);
const KHARKIV: &str = "us-authorizes-kharkiv-counterfire";

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&quiet(&[arguments, &["--format", "json"]].concat())).unwrap()
}

/// The ids at some number of steps, in order of time.
fn at(thread: &Value, step: i64) -> Vec<&str> {
    let events = thread["events"].as_array().unwrap().iter();
    let mut found: Vec<(&str, &str)> = events
        .filter(|event| event["step"] == step)
        .map(|event| (event["date"]["edtf"].as_str().unwrap_or_default(), event["id"].as_str().unwrap()))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

fn link<'a>(thread: &'a Value, from: &str, to: &str) -> &'a Value {
    thread["links"].as_array().unwrap().iter().find(|link| link["from"] == from && link["to"] == to).unwrap()
}

/// Checked by hand against the links in `data/weapons-use/events`.
#[test]
fn the_kharkiv_decision_has_the_thread_that_its_sources_tell() {
    let thread = json(&["thread", KHARKIV]);
    fits(&thread, "thread");
    assert_eq!(
        at(&thread, -1),
        [
            "us-biden-no-rockets-into-russia",
            "russia-kharkiv-offensive",
            "ukr-request-13-may-2024",
            "us-nyt-blinken-proposal",
            "us-blinken-chisinau-adapt",
        ]
    );
    assert_eq!(at(&thread, -2), ["us-blinken-kyiv-visit"]);
    assert_eq!(
        at(&thread, 1),
        [
            "de-authorizes-kharkiv",
            "us-blinken-prague-confirms",
            "himars-first-use-belgorod",
            "russia-putin-asymmetric",
            "us-biden-abc-limits",
            "us-sullivan-anywhere-cross-border",
            "us-kursk-no-violation",
        ]
    );
    assert!(at(&thread, 2).contains(&"us-atacms-authorization-nov-2024"), "it reverses the limits of June");
    let declared_twice = link(&thread, "ukr-request-13-may-2024", KHARKIV);
    assert_eq!(declared_twice["relations"], serde_json::json!(["leads-to", "responds-to"]));
    assert_eq!(declared_twice["lag"]["words"], "about 17 days");
    assert_eq!(declared_twice["lag"]["order"], "possible", "30 May is approximate");
    let visit = link(&thread, "russia-kharkiv-offensive", "us-blinken-kyiv-visit");
    assert_eq!((&visit["lag"]["words"], &visit["lag"]["order"]), (&"4 to 5 days".into(), &"certain".into()));
    let chain: Vec<&str> =
        thread["longest-chain"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(chain.len(), 14);
    assert_eq!(chain[..3], ["russia-kharkiv-offensive", "us-blinken-kyiv-visit", "us-nyt-blinken-proposal"]);
}

#[test]
fn a_thread_is_told_as_tables_and_an_unknown_id_with_what_was_meant() {
    let csv = quiet(&["thread", "us-intel-resumed", "--only", "links", "--format", "csv"]);
    assert_eq!(
        csv.replace('\r', ""),
        "from,relation,to,lag,order\n\
         us-intel-pause,reverses,us-intel-resumed,6 days,certain\n\
         us-intel-resumed,responds-to,energy-ceasefire-2025,7 days,certain\n"
    );
    let wrong = run(&["thread", "us-intel-resume"]);
    assert_eq!((wrong.code, &*wrong.out), (Some(2), ""));
    assert!(wrong.err.contains("did you mean `us-intel-resumed`?"), "{}", wrong.err);
    let both = run(&["thread", KHARKIV, "--format", "csv"]);
    assert_eq!(both.code, Some(2), "csv has room for one table");
}

fn thread(app: &App) -> &ThreadWalk {
    let Some(view) = app.top::<ThreadWalk>() else { panic!("no thread is open\n{}", screen(app)) };
    view
}

/// The id of the event in the middle.
fn middle(app: &App) -> &str {
    app.browser.data.links().id(&app.browser.data.timeline, thread(app).thread.centre)
}

fn selected(app: &App) -> &str {
    app.browser.data.links().id(&app.browser.data.timeline, thread(app).selected())
}

fn on(event: &str) -> App {
    let mut app = browser(SIZE);
    press(&mut app, &format!("/{event}<enter><esc>"));
    app
}

#[test]
fn a_thread_is_walked_and_left_where_it_was_opened() {
    let mut app = on("allows US weapons against targets");
    let before = screen(&app);
    press(&mut app, "r");
    assert_eq!((middle(&app), selected(&app)), (KHARKIV, KHARKIV));
    press(&mut app, "jl");
    assert_eq!((middle(&app), selected(&app)), ("de-authorizes-kharkiv", "de-authorizes-kharkiv"));
    press(&mut app, "ggl");
    assert_eq!(middle(&app), "us-biden-no-rockets-into-russia");
    press(&mut app, "h");
    assert_eq!((middle(&app), selected(&app)), ("de-authorizes-kharkiv", "us-biden-no-rockets-into-russia"));
    press(&mut app, "<ctrl-o>");
    assert_eq!((middle(&app), selected(&app)), (KHARKIV, "de-authorizes-kharkiv"));
    press(&mut app, "h");
    assert!(app.browser.status.text.contains("opened here"), "{}", app.browser.status.text);
    press(&mut app, "?<esc>");
    assert_eq!(middle(&app), KHARKIV, "help leads back into the thread");
    press(&mut app, "<esc>");
    assert_eq!(screen(&app), before);
}

#[test]
fn enter_goes_to_the_event_in_the_timeline_and_back_again() {
    let mut app = on("allows US weapons against targets");
    press(&mut app, "rj<enter>");
    assert!(app.panel().is_none());
    assert_eq!(id(&app), "de-authorizes-kharkiv");
    press(&mut app, "<ctrl-o>");
    assert_eq!(id(&app), KHARKIV);
}

#[test]
fn an_event_that_filters_hide_is_reached_and_the_filters_are_kept() {
    let mut app = browser(SIZE);
    press(&mut app, "&country:de<enter>/allows its weapons<enter><esc>rk");
    assert_eq!(selected(&app), KHARKIV, "a thread is not cut by filters");
    press(&mut app, "<enter>");
    assert_eq!(id(&app), KHARKIV);
    assert!(app.browser.status.text.contains("F switches them on"), "{}", app.browser.status.text);
    assert_eq!((app.browser.shown.filter.on, app.browser.shown.filter.chips.len()), (false, 1));
    press(&mut app, "u");
    assert_eq!((app.browser.shown.filter.on, &*id(&app)), (true, "de-authorizes-kharkiv"));
}

#[test]
fn an_event_without_links_says_so() {
    let mut app = browser_on(from_text("a.yaml", "- {date: 2024, title: Alone}\n"), usual_look(), SIZE);
    press(&mut app, "r");
    assert!(app.panel().is_none());
    assert!(screen(&app).contains("no link leads to this event or from it"));
}

/// A chain of events, each answering the one before, and a last one that answers nobody known.
fn chain(events: usize) -> Loaded {
    let mut text = "- {id: e0, date: 1000~, title: Beginning, links: [{responds-to: nobody}]}\n".to_owned();
    for number in 1..events {
        let before = number - 1;
        let date = format!("{}-{:02}", 1000 + number / 12, number % 12 + 1);
        text += &format!(
            "- {{id: e{number}, date: {date}, title: Step {number}, links: [{{responds-to: e{before}}}]}}\n"
        );
    }
    from_text("chain.yaml", &text)
}

#[test]
fn a_link_to_an_id_that_is_missing_is_shown_as_such() {
    let mut app = browser_on(chain(2), usual_look(), (80, 24));
    press(&mut app, "rk");
    assert!(screen(&app).contains("nobody (not in this timeline)"), "{}", screen(&app));
    press(&mut app, "l<enter>");
    assert_eq!(middle(&app), "e0");
    assert!(
        app.browser.status.text.contains("`nobody` is not in this timeline"),
        "{}",
        app.browser.status.text
    );
}

#[test]
fn a_chain_of_thousands_is_walked_from_end_to_end() {
    let mut app = browser_on(chain(10_000), usual_look(), (80, 24));
    press(&mut app, "rG");
    assert_eq!(thread(&app).menu.selected, 10_000);
    assert!(screen(&app).contains("+9999"), "{}", screen(&app));
    press(&mut app, "l");
    let last = middle(&app).to_owned();
    press(&mut app, "gg");
    assert_eq!(selected(&app), "nobody");
    assert!(screen(&app).contains("-10000"), "{}", screen(&app));
    app.resize(40, 12);
    press(&mut app, "h");
    assert_ne!(middle(&app), last);
    cells(&app, (40, 12));
}

#[test]
fn a_save_while_a_thread_is_open_keeps_the_walk() {
    let mut app = browser_on(chain(5), usual_look(), (80, 24));
    press(&mut app, "rjljl");
    assert_eq!((middle(&app), selected(&app)), ("e2", "e2"));
    press(&mut app, "j");
    let mut text = "- {id: e2, date: 2000-03, title: Changed, links: [{responds-to: e1}]}\n".to_owned();
    text += "- {id: e3, date: 2000-04, title: Step, links: [{responds-to: e2}]}\n- {id: e1, date: 1999, title: One}\n";
    app.replace(from_text("chain.yaml", &text));
    assert_eq!((middle(&app), selected(&app)), ("e2", "e3"));
    assert!(screen(&app).contains("Changed"));
    press(&mut app, "h");
    assert_eq!(middle(&app), "e1");
    app.replace(from_text("chain.yaml", "- {id: e9, date: 2000, title: All new}\n"));
    assert!(app.panel().is_none());
    cells(&app, (80, 24));
}

#[test]
fn a_thread_stays_on_its_event_when_another_date_places_the_events() {
    let text = "- {id: a, date: 2024-01, title: A, clocks: {in-force: 2024-09}, links: [{leads-to: b}]}\n\
                - {id: b, date: 2024-02, title: B, clocks: {in-force: 2024-03}}\n";
    let mut app = browser_on(from_text("a.yaml", text), usual_look(), (80, 24));
    press(&mut app, "rj");
    assert_eq!((middle(&app), selected(&app)), ("a", "b"));
    press(&mut app, "?by another of their dates<enter>j<enter>");
    assert!(app.browser.data.timeline.clock().is_some(), "{}", screen(&app));
    assert_eq!((middle(&app), selected(&app)), ("a", "b"));
    assert!(screen(&app).contains("2024-03"), "{}", screen(&app));
}

/// What stands below the rows of a thread.
fn below(app: &App) -> String {
    let screen = screen(app);
    let lines: Vec<&str> = screen.lines().collect();
    let line = lines.iter().rposition(|line| line.starts_with("│──")).unwrap();
    lines[line + 1..].join("\n")
}

#[test]
fn every_link_of_a_row_can_be_read_on_a_small_terminal() {
    let mut app = browser((80, 24));
    press(&mut app, "/allows US weapons<enter><esc>r");
    let first = screen(&app);
    assert!(first.contains(" lines, J K"), "{first}");
    let mut read = String::new();
    for _ in 0..20 {
        read.push_str(&below(&app));
        press(&mut app, "J");
    }
    let links = json(&["thread", KHARKIV])["links"].as_array().unwrap().clone();
    let ends = |link: &Value| [&link["from"], &link["to"]].map(|id| id.as_str().unwrap().to_owned());
    let others = links.iter().map(ends).filter(|ends| ends.contains(&KHARKIV.to_owned()));
    let others: Vec<String> = others.map(|ends| ends.into_iter().find(|id| id != KHARKIV).unwrap()).collect();
    assert_eq!(others.len(), 12);
    for other in others {
        let timeline = &app.browser.data.timeline;
        let title = &timeline.event(timeline.find(&other).unwrap()).title;
        let start: String = title.chars().take(8).collect();
        assert!(read.contains(&start), "{title}\n{read}");
    }
    press(&mut app, &"K".repeat(14));
    assert_eq!(screen(&app), first);
}
