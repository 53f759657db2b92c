//! Keys → screen: what each key does, undoes and leaves alone.

use dateline::export::formats;
use dateline::load::format::Lanes;
use dateline::load::from_text;
use dateline::model::{Moment, View};
use dateline::query::{Facet, Filter, Index, Order, Query, Selection, Sort};
use dateline::text::width;
use dateline::tui::action::{TABLE, help_of};
use dateline::tui::app::App;
use dateline::tui::browser::{Browser, Range, Status};
use dateline::tui::hit_map::Drawn;
use dateline::tui::keymap::{Keymap, spoken};
use dateline::tui::panel::{EventText, ExportDialog, Facets, FirstMovers, Help, Policies, Prompt, Sources};
use dateline::tui::side_effect::SideEffect;
use dateline::tui::theme::{BuiltIn, Look};
use ratatui::style::{Color, Modifier};
use strum::IntoEnumIterator;

use crate::keys::{
    browser, browser_on, cells, id, line, press, press_on, screen, shipped, title, today, usual_look,
};

const USUAL: (u16, u16) = (120, 34);

fn shown(app: &App) -> u64 {
    app.browser.shown.selection.len()
}

fn day(app: &App) -> String {
    app.browser.cursor.at.iso_day()
}

fn span(app: &App) -> Option<(String, String)> {
    app.browser.cursor.range.map(Range::span).map(|(from, to)| (from.iso_day(), to.iso_day()))
}

fn ids(app: &App) -> Vec<&str> {
    app.browser
        .shown
        .selection
        .iter()
        .map(|event| &*app.browser.data.timeline.events()[event as usize].id)
        .collect()
}

/// The count that the facet panel gives a value.
fn count(app: &App, facet: Facet, key: &str) -> u64 {
    app.browser
        .shown
        .facet_rows(&app.browser.data, facet, "")
        .iter()
        .find(|row| row.key == key)
        .map_or(0, |row| row.count)
}

/// Puts the panel's selection on a value.
fn select(app: &mut App, facet: Facet, key: &str) {
    press(app, "f");
    while matches!(app.top::<Facets>(), Some(panel) if panel.facet != facet) {
        press(app, "<tab>");
    }
    let place = app
        .browser
        .shown
        .facet_rows(&app.browser.data, facet, "")
        .iter()
        .position(|row| row.key == key)
        .unwrap();
    press(app, &"<down>".repeat(place));
}

#[test]
fn zooming_keeps_the_cursor_in_its_column() {
    let mut app = browser(USUAL);
    press(&mut app, "30j");
    let column = app.browser.cursor.scale.column(app.browser.cursor.at);
    for key in ["+"; 14].into_iter().chain(["-"; 24]).chain(["3+"; 4]) {
        press(&mut app, key);
        assert_eq!(
            app.browser.cursor.scale.column(app.browser.cursor.at),
            column,
            "{:?}",
            app.browser.cursor.scale
        );
    }
}

#[test]
fn zooming_in_and_out_again_shows_the_same() {
    let mut app = browser(USUAL);
    press(&mut app, "30j++");
    let before = screen(&app);
    press(&mut app, "+++---");
    assert_eq!(screen(&app), before);
}

/// Keys before something that undo takes back, its keys, and how many steps it is.
const UNDONE: [(&str, &str, usize); 14] = [
    ("", "&country:gb<enter>", 1),
    ("", "f-<esc>", 1),
    ("", "+", 1),
    ("", "3-", 1),
    ("", "z", 1),
    ("", "t2023<enter>", 1),
    ("", "gg", 1),
    ("", "G", 1),
    ("", "]y", 1),
    ("", "L", 1),
    ("", "s", 1),
    ("", "&country:us<enter>F", 2),
    ("&country:us<enter>", "\\d", 1),
    ("v5j", "<enter>", 1),
];

#[test]
fn undo_restores_filters_time_and_event_and_redo_does_them_again() {
    let state = |app: &App| {
        let filter = app.browser.shown.filter.clone();
        (
            filter,
            app.browser.shown.order,
            app.browser.shown.by,
            app.browser.cursor.scale,
            app.browser.cursor.at,
            app.browser.cursor.event,
        )
    };
    for (before, keys, steps) in UNDONE {
        let mut app = browser(USUAL);
        press(&mut app, &format!("+40j{before}"));
        let before = state(&app);
        press(&mut app, keys);
        let after = state(&app);
        assert_ne!(after, before, "{keys} does nothing");
        for (key, expected) in [("u", &before), ("<ctrl-r>", &after), ("u", &before)] {
            press(&mut app, &format!("{steps}{key}"));
            assert_eq!(state(&app), *expected, "{key} after {keys}");
        }
    }
}

#[test]
fn undo_restores_the_very_screen_and_redo_the_other() {
    let mut wrong = Vec::new();
    for (before, keys, steps) in UNDONE {
        let mut app = browser(USUAL);
        press(&mut app, &format!("+40j{before}"));
        let before = screen(&app);
        press(&mut app, keys);
        let after = screen(&app);
        assert_ne!(after, before, "{keys} does nothing");
        let mut compare = |key: &str, expected: &str| {
            press(&mut app, &format!("{steps}{key}"));
            let now = screen(&app);
            let other = |(now, then): (&str, &str)| (now != then).then(|| format!("{then}\n{now}\n"));
            let pairs = without_message(&now).lines().zip(without_message(expected).lines());
            let others: String = pairs.filter_map(other).take(3).collect();
            if !others.is_empty() {
                wrong.push(format!("{key} after {keys}:\n{others}"));
            }
        };
        compare("u", &before);
        compare("<ctrl-r>", &after);
        compare("u", &before);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn without_message(screen: &str) -> &str {
    screen.rsplit_once('\n').map_or(screen, |(above, _)| above)
}

#[test]
fn undoing_everything_leads_back_to_the_start() {
    let mut app = browser(USUAL);
    let start = (
        app.browser.shown.selection.clone(),
        app.browser.cursor.at,
        app.browser.cursor.scale,
        app.browser.cursor.event,
    );
    press(&mut app, "&country:us,gb<enter>+++t2024-05<enter>L5]m&kind:statement<enter>zGF0100u");
    assert_eq!(
        (
            app.browser.shown.selection.clone(),
            app.browser.cursor.at,
            app.browser.cursor.scale,
            app.browser.cursor.event
        ),
        start
    );
    assert!(screen(&app).contains("nothing left to undo"));
}

#[test]
fn switching_all_filters_off_and_on_stays_on_the_event() {
    let mut app = browser(USUAL);
    press(&mut app, "&country:gb<enter>5j");
    let (here, few) = (id(&app), shown(&app));
    press(&mut app, "F");
    assert_eq!((id(&app), shown(&app)), (here.clone(), 110));
    press(&mut app, "F");
    assert_eq!((id(&app), shown(&app)), (here.clone(), few));
    // From an event that the filters hide, the cursor goes to the nearest and comes back.
    press(&mut app, "F");
    while app
        .browser
        .data
        .timeline
        .countries_of(app.browser.data.timeline.event(app.browser.cursor.event.unwrap()))
        .len()
        != 1
    {
        press(&mut app, "j");
    }
    let hidden = id(&app);
    press(&mut app, "F");
    let nearest = id(&app);
    press(&mut app, "F");
    assert_eq!(id(&app), hidden);
    press(&mut app, "F");
    assert_eq!(id(&app), nearest);
}

#[test]
fn escape_closes_one_thing_at_a_time_and_never_drops_a_filter_or_quits() {
    let mut app = browser(USUAL);
    let mut effects = press(&mut app, "&country:us<enter>/blinken<enter>v3jfkingdom");
    let chips = app.browser.shown.filter.chips.clone();
    let layers = |app: &App| {
        let typing = matches!(app.top::<Facets>(), Some(panel) if !panel.narrow.value().is_empty());
        (typing, app.panel().is_some(), app.browser.cursor.range.is_some(), app.browser.search.is_some())
    };
    let mut seen = vec![layers(&app)];
    for _ in 0..6 {
        effects.extend(press(&mut app, "<esc>"));
        seen.push(layers(&app));
        assert_eq!(app.browser.shown.filter.chips, chips);
    }
    let (all, none) = ((true, true, true, true), (false, false, false, false));
    let (range, search) = ((false, false, true, true), (false, false, false, true));
    assert_eq!(seen, [all, range, search, none, none, none, none]);
    assert_eq!(effects, []);
}

#[test]
fn a_range_that_escape_drops_comes_back_by_undo() {
    let mut app = browser(USUAL);
    press(&mut app, "v5l");
    let range = app.browser.cursor.range;
    press(&mut app, "<esc>");
    assert!(range.is_some() && app.browser.cursor.range.is_none());
    press(&mut app, "u");
    assert_eq!(app.browser.cursor.range, range);
}

#[test]
fn looking_a_key_up_in_the_help_never_quits() {
    for key in ["x", "q", "wq"] {
        assert_eq!(press(&mut browser(USUAL), &format!("?{key}<enter>")), [], "{key}");
    }
}

/// Two policies of long names, as lanes.
fn long_lanes(size: (u16, u16)) -> App {
    let text = "actors: {gb: {name: United Kingdom, kind: state, country: GB}}
policies:
  a: {title: A, short: Storm Shadow in Russia, owner: gb}
  b: {title: B, short: Short, owner: gb}
events:
  - {date: 2024-05-02, title: One, effects: [{policy: a, status: on}]}
  - {date: 2024-06-02, title: Two, effects: [{policy: a, status: off}]}
  - {date: 2024-07-02, title: Three, effects: [{policy: b, status: on}], tags: [t]}
";
    let mut app = browser_on(from_text("long.yaml", text), usual_look(), size);
    app.browser.show_lanes("policy");
    app
}

#[test]
fn the_names_of_lanes_get_the_room_that_they_need() {
    for (size, shown) in [
        ((80, 24), "GB Storm Shado"),
        ((100, 30), "GB Storm Shadow in Ru"),
        ((115, 30), "GB Storm Shadow in Russia 2"),
        ((120, 34), "GB Storm Shadow in Russia 2"),
        ((200, 60), "GB Storm Shadow in Russia      2"),
    ] {
        let app = long_lanes(size);
        assert!(screen(&app).contains(shown), "{shown} at {size:?}:\n{}", screen(&app));
    }
    let mut app = long_lanes((115, 30));
    let (wide, scale) = (app.browser.layout().margin, app.browser.cursor.scale);
    press(&mut app, "&tag:t<enter>");
    assert!(app.browser.layout().margin < wide, "filtered lanes need less: {}", screen(&app));
    assert_eq!(app.browser.cursor.scale.columns, app.browser.layout().timeline_columns());
    press(&mut app, "u");
    assert_eq!((app.browser.layout().margin, app.browser.cursor.scale), (wide, scale));
}

#[test]
fn a_source_without_an_address_says_so_and_is_copied_as_a_citation() {
    let text = "- date: 2024-05-22
  title: Told on paper
  sources:
    - {publisher: The Times, date: 2024-05-23, title: On paper}
    - {title: Gone, archive: 'https://archive.example/gone'}
    - {url: 'ftp://a.example/b'}
";
    let mut app = browser_on(from_text("paper.yaml", text), usual_look(), (80, 24));
    press(&mut app, "O");
    assert!(screen(&app).contains("no address"), "{}", screen(&app));
    for key in ["<enter>", "O"] {
        assert_eq!(press(&mut app, key), []);
        assert_eq!(app.browser.status.text, "this source has no address; y copies its citation");
        assert!(app.top::<Sources>().is_some(), "{key}");
    }
    let paper = "The Times, “On paper”, 23 May 2024".to_owned();
    assert_eq!(press(&mut app, "y"), [SideEffect::Copy(paper, "the citation (there is no address)")]);
    let archive = "https://archive.example/gone".to_owned();
    assert_eq!(press(&mut app, "Oj<enter>"), [SideEffect::Open(archive)], "the archived copy is opened");
    assert_eq!(press(&mut app, "Ojj<enter>"), []);
    assert!(app.browser.status.text.contains("y copies this one"), "{}", app.browser.status.text);
    assert_eq!(press(&mut app, "y"), [SideEffect::Copy("ftp://a.example/b".to_owned(), "the link")]);
}

#[test]
fn every_row_of_the_help_does_something_or_says_where_its_key_works() {
    let text = "policies: {p: {title: Policy, topic: t}}
events:
  - {date: 2024-05-22, title: First, id: first, effects: [{policy: p, status: on}]}
  - {date: 2024-05-23, title: Then, links: [{responds-to: first}]}
";
    for (below, help) in [("", "?"), ("p", "?"), ("f", "<f1>")] {
        let open = |row: usize| {
            let mut app = browser_on(from_text("two.yaml", text), usual_look(), (80, 24));
            press(&mut app, &format!("{below}{help}"));
            press_on(&mut app, &"<down>".repeat(row), &Drawn::default());
            app
        };
        let mut app = open(0);
        for row in 0..=TABLE.len() {
            let effects = press_on(&mut app, "<enter>", &Drawn::default());
            let is_open = screen(&app).contains("┌ Help ");
            assert!(
                !is_open || !app.browser.status.text.is_empty(),
                "Enter on row {row} over `{below}` does nothing"
            );
            assert!(!effects.contains(&SideEffect::Interrupt), "row {row} over `{below}` interrupts");
            if is_open {
                press_on(&mut app, "<down>", &Drawn::default());
            } else {
                app = open(row + 1);
            }
        }
    }
}

#[test]
fn a_row_of_the_help_runs_where_the_help_was_opened() {
    let mut app = browser(USUAL);
    press(&mut app, "p?who moved<enter>");
    assert!(app.top::<FirstMovers>().is_some(), "{}", screen(&app));
    for (before, typed, says) in [
        ("", "compare with", "c works in the policies, which p opens"),
        ("", "looser status", "l works in the list of who moved first, which w opens in the policies"),
        ("p", "keep only this", "Enter works in the facets, which f opens in the timeline"),
        ("", "suspend", "Ctrl-z works everywhere"),
    ] {
        let mut app = browser(USUAL);
        press(&mut app, &format!("{before}?{typed}<enter>"));
        assert_eq!(app.browser.status.text, says);
        assert!(app.top::<Help>().is_some(), "{}", screen(&app));
    }
}

#[test]
fn a_key_without_a_meaning_says_where_it_has_one() {
    for (keys, says) in [
        ("w", "w works in the policies, which p opens"),
        ("d", "d works in the list of filters, which \\ opens"),
        ("b", "b does nothing here; ? lists the keys"),
        ("]x", "]x does nothing here; ? lists the keys"),
        ("p/", "/ works in the timeline"),
        ("O ", "Space works in the timeline"),
        ("Ob", "b does nothing here"),
    ] {
        let mut app = browser(USUAL);
        press(&mut app, keys);
        assert_eq!(app.browser.status.text, says, "{keys}");
        press(&mut app, "<esc>");
        assert_eq!(app.browser.status.text, "", "the next key clears it");
    }
}

#[test]
fn seasons_and_short_titles_are_read_in_the_policies() {
    let text = "ladders: {l: [banned, permitted]}
policies:
  a: {title: Use of the long-named weapon against targets in the neighbouring country,
      short: Weapon, topic: t, ladder: l}
  b: {title: Other, topic: t, ladder: l}
events:
  - {date: 2024-05-22, title: One, effects: [{policy: a, status: banned}]}
  - {date: 2025-21, title: Two, effects: [{policy: a, status: permitted}, {policy: b, status: permitted}]}
";
    let mut app = browser_on(from_text("season.yaml", text), usual_look(), (80, 24));
    assert!(screen(&app).contains("spring 2025"), "{}", screen(&app));
    press(&mut app, "p");
    assert!(screen(&app).contains("next  spring 2025 permitted"), "{}", screen(&app));
    press(&mut app, "w");
    let is_short = |line: &str| line.contains("spring 2025  first") && line.contains("Weapon");
    assert!(screen(&app).lines().any(is_short), "{}", screen(&app));
}

#[test]
fn escape_from_what_was_opened_over_something_leads_back_to_it() {
    let mut lost = Vec::new();
    for (below, above) in [("f", "<f1>"), ("\\", "?"), ("\\", "<enter>"), ("<enter>", "O"), ("<enter>", "y")]
    {
        let mut app = browser(USUAL);
        press(&mut app, "&country:us<enter>");
        press(&mut app, below);
        let before = screen(&app);
        press(&mut app, above);
        if screen(&app) == before {
            lost.push(format!("{above} does nothing over {below}"));
        }
        press(&mut app, "<esc>");
        if screen(&app) != before {
            lost.push(format!("Esc from {above} over {below} does not lead back"));
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

#[test]
fn escape_in_the_middle_of_a_key_only_forgets_it() {
    let mut app = browser(USUAL);
    press(&mut app, "v2j");
    for typed in ["g", "]"] {
        press(&mut app, typed);
        assert!(!app.keys.typed().is_empty());
        press(&mut app, "<esc>");
        assert_eq!(app.keys.typed(), "");
        assert!(app.browser.cursor.range.is_some(), "{typed}");
    }
}

#[test]
fn escape_after_a_count_only_forgets_it() {
    let mut app = browser(USUAL);
    press(&mut app, "v2j12<esc>");
    assert_eq!(app.keys.typed(), "");
    assert!(app.browser.cursor.range.is_some());
}

#[test]
fn back_leaves_one_layer_and_quits_at_the_top() {
    let mut app = browser(USUAL);
    assert_eq!(press(&mut app, "&country:us<enter>/blinken<enter>vj<enter><enter>qqq"), [SideEffect::Quit]);
    assert_eq!(press(&mut browser(USUAL), "q"), [SideEffect::Quit]);
    for overlay in ["", "f", "fu", "x", "y", "O", "?", ":", "!", "/", "t", "&", "<enter>"] {
        let mut app = browser(USUAL);
        press(&mut app, overlay);
        assert_eq!(press(&mut app, "<ctrl-c>"), [SideEffect::Interrupt], "Ctrl-c in {overlay}");
    }
}

#[test]
fn the_other_end_of_a_range_can_be_moved_too() {
    let mut app = browser(USUAL);
    press(&mut app, "20jv");
    let first = id(&app);
    press(&mut app, "5j");
    let (last, marked) = (id(&app), span(&app));
    press(&mut app, "o");
    assert_eq!((id(&app), span(&app)), (first, marked.clone()));
    press(&mut app, "o");
    assert_eq!((id(&app), span(&app)), (last, marked));
    press(&mut app, "o3k");
    assert_eq!(span(&app).map(|(from, _)| from), Some(day(&app)));
}

#[test]
fn the_other_end_of_a_range_is_the_very_event_that_was_marked() {
    for place in 0..100 {
        let mut app = browser(USUAL);
        press(&mut app, &format!("{place}jv6j"));
        let last = id(&app);
        press(&mut app, "oo");
        assert_eq!(id(&app), last);
    }
}

#[test]
fn a_range_of_dates_is_marked_whole_and_becomes_a_filter() {
    let mut app = browser(USUAL);
    press(&mut app, "t2024-05-13<enter>vt2024-05<enter>");
    assert_eq!(span(&app), Some(("2024-05-01".into(), "2024-05-31".into())));
    press(&mut app, "ot2024-04<enter><enter>");
    assert_eq!(app.browser.cursor.range, None);
    assert_eq!(app.browser.shown.filter.chips.len(), 1);
    let within = ids(&app).len();
    press(&mut app, "u");
    assert_eq!(shown(&app), 110);
    assert!((1..110).contains(&within));
}

#[test]
fn dates_given_on_the_command_line_select_the_same_as_in_a_list() {
    let day = |text: &str| dateline::model::Date::parse(text).unwrap();
    let range = (day("2024-05-13").earliest(), day("2024-05-31").latest());
    let selection = Selection { range: Some(range), ..Selection::default() };
    let mut app =
        App::new(Browser::new(shipped(), Vec::new(), selection.clone(), today(), usual_look(), USUAL));
    let index = Index::new(&app.browser.data.timeline);
    let listed = selection.set(&app.browser.data.timeline, &index);
    for keys in ["", "jjk", "+l"] {
        press(&mut app, keys);
        assert_eq!(app.browser.selection().set(&app.browser.data.timeline, &index), listed, "after {keys}");
    }
}

#[test]
fn an_order_and_a_limit_mean_the_same_in_the_browser_as_in_a_list() {
    let filter: Filter = Query::parse("country:us", today()).unwrap().into();
    for (sort, reverse, limit) in [
        (Sort::Date, true, None),
        (Sort::Importance, false, Some(12)),
        (Sort::Title, true, Some(7)),
        (Sort::Date, false, Some(9)),
    ] {
        let order = Order { sort, reverse, limit };
        let selection = Selection { filter: filter.clone(), order, ..Selection::default() };
        let mut app =
            App::new(Browser::new(shipped(), Vec::new(), selection.clone(), today(), usual_look(), USUAL));
        let index = Index::new(&app.browser.data.timeline);
        let listed = selection.events(&app.browser.data.timeline, &index);
        let mut walked: Vec<_> = app.browser.cursor.event.into_iter().collect();
        for _ in 1..shown(&app) {
            press(&mut app, "j");
            walked.extend(app.browser.cursor.event);
        }
        assert_eq!(walked, listed, "{order:?}");
        assert_eq!(app.browser.selection().events(&app.browser.data.timeline, &index), listed, "{order:?}");
        // What is marked of a limited list is exported, and not the first of what is marked.
        press(&mut app, "ggv3j");
        let marked = app.browser.shown.in_range(app.browser.cursor.range.unwrap().span(), &app.browser.data);
        assert_eq!(
            app.browser.selection().events(&app.browser.data.timeline, &index).len() as u64,
            marked,
            "{order:?}"
        );
        press(&mut app, "vF");
        assert_eq!(shown(&app), 110, "F lifts the limit too");
    }
}

#[test]
fn the_order_of_the_list_is_one_key_away_and_its_title_says_it() {
    let mut app = browser(USUAL);
    let here = id(&app);
    for words in ["newest first", "most important first", "by title"] {
        press(&mut app, "s");
        assert!(screen(&app).contains(&format!("/110, {words}")), "{words}");
        assert_eq!(id(&app), here, "the cursor stays on its event");
    }
    press(&mut app, "s");
    assert!(app.browser.shown.order.is_time());
}

#[test]
fn a_number_and_enter_show_a_view_that_undo_takes_back() {
    let mut app = browser(USUAL);
    press(&mut app, "+7j&kind:statement<enter>v");
    let before = (
        app.browser.shown.filter.clone(),
        app.browser.shown.by,
        app.browser.cursor.scale,
        id(&app),
        span(&app),
    );
    press(&mut app, "3");
    let footer = screen(&app).lines().last().unwrap().to_owned();
    assert!(footer.contains("3 Enter view Long-range permissions"), "{footer}");
    press(&mut app, "<enter>");
    assert_eq!(
        app.browser.shown.filter.query().to_string(),
        "tag:long-range,atacms,storm-shadow-scalp date:2024-09..2024-11"
    );
    assert_eq!(
        (app.browser.shown.by.words(), id(&app)),
        ("by policy".into(), "us-atacms-authorization-nov-2024".into())
    );
    let from = app.browser.cursor.scale.moment(0).iso_day();
    assert!(
        from.as_str() > "2024-07" && from.as_str() <= "2024-09-01",
        "the view is zoomed to its time: {from}"
    );
    press(&mut app, "u");
    assert_eq!(
        (
            app.browser.shown.filter.clone(),
            app.browser.shown.by,
            app.browser.cursor.scale,
            id(&app),
            span(&app)
        ),
        before
    );
    press(&mut app, ":storm<space>shadow<enter>");
    assert!(shown(&app) > 5 && app.browser.shown.filter.query().to_string().contains("storm-shadow-scalp"));
}

#[test]
fn a_digit_is_a_count_for_every_key_but_enter() {
    let mut app = browser(USUAL);
    press(&mut app, "3j2j");
    assert_eq!(app.browser.cursor.event.unwrap().0, 5);
    press(&mut app, "9<enter>");
    assert!(screen(&app).contains("no view has the number 9"), "{}", screen(&app));
    assert_eq!(shown(&app), 110);
    press(&mut app, "<enter>");
    assert!(app.top::<EventText>().is_some(), "Enter alone reads the event");
    let mut app = browser_on(from_text("a.yaml", "- {date: 2024, title: A}\n"), usual_look(), USUAL);
    press(&mut app, "1<enter>");
    assert!(app.top::<EventText>().is_some(), "without views a count before Enter is nothing");
}

#[test]
fn the_readers_own_view_stands_in_for_one_of_the_same_name() {
    let mut app = browser(USUAL);
    let own = |name: &str, query: &str| View { name: name.into(), query: query.into(), ..View::default() };
    app.browser.own_views =
        vec![own("storm shadow AND scalp", "country:fr"), own("Mine", "country:us sources:>5")];
    let names: Vec<&str> = app.browser.views().iter().map(|view| &*view.name).collect();
    assert_eq!(names[1], "storm shadow AND scalp");
    assert_eq!((names.len(), names[4]), (5, "Mine"));
    press(&mut app, "2<enter>");
    assert_eq!(app.browser.shown.filter.query().to_string(), "country:FR");
}

#[test]
fn every_lane_that_a_view_may_name_can_be_shown() {
    for name in dateline::load::format::lanes() {
        assert_eq!(name.parse::<Lanes>().unwrap().facet().map_or("none", Facet::word), name);
    }
}

#[test]
fn keys_of_the_readers_choice_work_and_are_the_ones_that_are_shown() {
    let text = "keys: {next-event: n, next-hit: ctrl-n, search: [S], help: [H], copy-link: L}\n";
    let (config, told) = dateline::config::Config::read("c.yaml", text);
    let (keymap, wrong) = Keymap::rebound(&config.keys);
    assert!(told.is_empty() && wrong.is_empty(), "{wrong:?}");
    let mut app = browser(USUAL);
    app.browser.use_keys(keymap);
    press(&mut app, "3nj<esc>");
    assert_eq!(app.browser.cursor.event.unwrap().0, 3, "the usual key is free");
    let footer = screen(&app).lines().last().unwrap().to_owned();
    assert!(footer.contains(" nk event") && footer.contains(" S search"), "{footer}");
    press(&mut app, "<ctrl-n>");
    assert_eq!(app.browser.status.text, "search with S first");
    press(&mut app, "y");
    assert!(screen(&app).contains("L  copy the link"), "{}", screen(&app));
    press(&mut app, "<esc>Hsearch");
    assert!(screen(&app).contains("S                     search"), "{}", screen(&app));
    press(&mut app, "<esc>:next<space>hit");
    assert!(screen(&app).contains("Ctrl-n"), "{}", screen(&app));
}

/// The text typed in the open prompt.
fn typed(app: &App) -> &str {
    let Some(prompt) = app.top::<Prompt>() else { panic!("no prompt is open") };
    prompt.input.value()
}

#[test]
fn fields_and_values_are_completed_by_tab_in_every_line_that_takes_a_query() {
    for open in [":filter ", "&", "&country:gb<enter>\\<enter><ctrl-u>"] {
        let mut app = browser(USUAL);
        press(&mut app, open);
        press(&mut app, "coun<tab>");
        assert_eq!(typed(&app), "country:", "{open}");
        press(&mut app, "united<tab>");
        let first = typed(&app).to_owned();
        press(&mut app, "<tab>");
        assert_ne!(typed(&app), first);
        press(&mut app, "<backtab>");
        assert_eq!(typed(&app), first);
        press(&mut app, " publisher:kyiv<tab>");
        assert!(typed(&app).ends_with("publisher:\"Kyiv Independent\""), "{}", typed(&app));
        press(&mut app, "<enter>");
        let query = format!("{first} publisher:\"Kyiv Independent\"");
        assert_eq!(app.browser.shown.filter.query().to_string(), query, "{open}");
    }
}

#[test]
fn nothing_is_filtered_before_enter_and_the_count_is_what_enter_gives() {
    let mut app = browser(USUAL);
    press(&mut app, "&country:us<enter>&");
    let before = shown(&app);
    for c in "kind:statement".chars() {
        press(&mut app, &c.to_string());
        assert_eq!(shown(&app), before);
    }
    let Some(prompt) = app.top::<Prompt>() else { panic!() };
    let promised = prompt.preview.as_ref().unwrap().answer.as_ref().unwrap().0.unwrap();
    press(&mut app, "<enter>");
    assert_eq!(shown(&app), promised);
    assert!(promised < before);
}

#[test]
fn a_field_taken_by_enter_asks_for_its_value() {
    let mut app = browser(USUAL);
    press(&mut app, "&c<down><down><enter>");
    assert!(typed(&app).ends_with(':') && app.browser.shown.filter.chips.is_empty());
    press(&mut app, "<down><enter>");
    assert_eq!(app.browser.shown.filter.chips.len(), 1);
}

#[test]
fn the_caret_stands_under_the_place_of_a_mistake_while_typing() {
    let mut app = browser(USUAL);
    press(&mut app, "&country:us kidn:decision x");
    let screen = screen(&app);
    let lines: Vec<&str> = screen.lines().rev().take(2).collect();
    assert_eq!(lines[0].find('^'), lines[1].find("kidn"), "{screen}");
    assert!(lines[0].contains("did you mean `kind`"));
}

#[test]
fn searching_keeps_the_list_and_walks_the_hits_around() {
    let mut app = browser(USUAL);
    press(&mut app, "10j");
    let (place, scale) = (id(&app), app.browser.cursor.scale);
    press(&mut app, "/storm shadow");
    assert_eq!(shown(&app), 110);
    let hits: Vec<u32> = app.browser.search.as_ref().unwrap().hits.iter().collect();
    assert!(hits.len() > 3 && hits.len() < 60, "{hits:?}");
    press(&mut app, "<esc>");
    assert_eq!((id(&app), app.browser.cursor.scale, app.browser.search.is_none()), (place, scale, true));
    press(&mut app, "gg/storm shadow<enter>");
    let mut walked = vec![app.browser.cursor.event.unwrap().0];
    for _ in 0..hits.len() {
        press(&mut app, "n");
        walked.push(app.browser.cursor.event.unwrap().0);
    }
    assert_eq!(walked[..hits.len()], hits);
    assert_eq!(walked[hits.len()], hits[0], "it goes around the end");
    press(&mut app, "N");
    assert_eq!(app.browser.cursor.event.unwrap().0, hits[hits.len() - 1], "and around the start");
    press(&mut app, "2N2n");
    assert_eq!(app.browser.cursor.event.unwrap().0, hits[hits.len() - 1]);
}

#[test]
fn a_search_that_is_given_up_leaves_the_one_before_it() {
    let mut app = browser(USUAL);
    press(&mut app, "/storm shadow<enter>");
    let (place, hits) = (id(&app), app.browser.search.as_ref().unwrap().hits.clone());
    for given_up in ["/atacms<esc>", "/<esc>"] {
        press(&mut app, given_up);
        assert_eq!(
            (id(&app), &app.browser.search.as_ref().unwrap().hits),
            (place.clone(), &hits),
            "{given_up}"
        );
    }
}

#[test]
fn a_regular_expression_is_searched_for_and_what_is_wrong_in_it_is_shown_while_typing() {
    let mut app = browser(USUAL);
    press(&mut app, "//storm (shadow");
    assert!(screen(&app).contains("no regular expression: unclosed group"), "{}", screen(&app));
    press(&mut app, "|x)/<enter>");
    assert!(
        app.browser.search.as_ref().unwrap().hits.len() > 3
            && !screen(&app).contains("no regular expression")
    );
}

#[test]
fn a_line_is_edited_by_words_as_in_a_shell() {
    let mut app = browser(USUAL);
    press(&mut app, "/one two<alt-b><alt-b>zero <alt-f><alt-f> and<alt-b><alt-d>three<alt-backspace>");
    assert_eq!(typed(&app), "zero one two ");
}

#[test]
fn a_search_counts_only_hits_that_are_shown() {
    let mut app = browser(USUAL);
    press(&mut app, "/storm shadow<enter>&-actor:zelensky<enter>");
    let search = app.browser.search.as_ref().unwrap();
    assert!(search.hits.is_subset(&app.browser.shown.selection));
    press(&mut app, "F");
    let all = app.browser.search.as_ref().unwrap().hits.len();
    press(&mut app, "n");
    assert_eq!(app.browser.search.as_ref().unwrap().hits.len(), all, "what the header says is what n walks");
}

#[test]
fn counts_multiply() {
    let mut app = browser(USUAL);
    let place = |app: &App| app.browser.cursor.event.unwrap().0;
    press(&mut app, "5j");
    assert_eq!(place(&app), 5);
    press(&mut app, "12j3k");
    assert_eq!(place(&app), 14);
    press(&mut app, "30G");
    assert_eq!(place(&app), 29);
    press(&mut app, "7gg");
    assert_eq!(place(&app), 6);
    press(&mut app, "G9999k");
    assert_eq!(place(&app), 0);
    press(&mut app, "99999999999999999999j");
    assert_eq!(place(&app), 109);
}

#[test]
fn steps_in_the_calendar_are_clamped_to_the_end_of_the_month() {
    let mut app = browser(USUAL);
    for (keys, reached) in [
        ("t2024-01-31<enter>]m", "2024-02-29"),
        ("t2023-01-31<enter>]m", "2023-02-28"),
        ("t2024-02-29<enter>]y", "2025-02-28"),
        ("t2024-02-29<enter>4[y", "2020-02-29"),
        ("t2024-12-31<enter>2]w", "2025-01-14"),
        ("t2024-03-31<enter>[m", "2024-02-29"),
        ("t31 may 2024<enter>t+1m<enter>", "2024-06-30"),
        ("ttoday<enter>", "2026-11-22"),
    ] {
        press(&mut app, keys);
        assert_eq!(day(&app), reached, "{keys}");
    }
}

#[test]
fn the_jump_list_walks_back_and_forward() {
    let mut app = browser(USUAL);
    press(&mut app, "3j");
    let mut places = vec![(id(&app), day(&app))];
    for jump in ["G", "t2023-06-15<enter>", "gg", "50G", "]m"] {
        press(&mut app, jump);
        places.push((id(&app), day(&app)));
    }
    for place in places.iter().rev().skip(1) {
        press(&mut app, "<ctrl-o>");
        assert_eq!((id(&app), day(&app)), *place);
    }
    press(&mut app, "<ctrl-o>");
    assert!(screen(&app).contains("no earlier place"));
    for place in &places[1..] {
        press(&mut app, "<tab>");
        assert_eq!((id(&app), day(&app)), *place);
    }
}

#[test]
fn a_search_is_a_jump_to_come_back_from() {
    for back in ["<ctrl-o>", "u"] {
        let mut app = browser(USUAL);
        press(&mut app, "10j");
        let here = id(&app);
        press(&mut app, "/blinken wants<enter>");
        assert_ne!(id(&app), here);
        press(&mut app, back);
        assert_eq!(id(&app), here, "{back}");
    }
}

#[test]
fn facets_include_exclude_and_keep_as_their_counts_promise() {
    let mut app = browser(USUAL);
    let (us, gb) = (count(&app, Facet::Country, "US"), count(&app, Facet::Country, "GB"));
    select(&mut app, Facet::Country, "GB");
    press(&mut app, " ");
    assert_eq!(shown(&app), gb, "Space includes");
    assert_eq!(count(&app, Facet::Country, "US"), us, "counts of its own facet stay");
    press(&mut app, "<esc>");
    select(&mut app, Facet::Country, "US");
    press(&mut app, " ");
    let either = shown(&app);
    assert!(either > us.max(gb) && either <= us + gb, "OR within a facet");
    press(&mut app, "<esc>");
    let statements = count(&app, Facet::Kind, "statement");
    select(&mut app, Facet::Kind, "statement");
    press(&mut app, "<enter>");
    assert_eq!(shown(&app), statements, "AND between facets");
    press(&mut app, "<esc>");
    select(&mut app, Facet::Country, "US");
    press(&mut app, "-");
    assert!(ids(&app).iter().all(|id| {
        let event = app.browser.data.timeline.event(app.browser.data.timeline.find(id).unwrap());
        let codes: Vec<&str> =
            app.browser.data.timeline.countries_of(event).iter().map(|one| one.code()).collect();
        codes.contains(&"GB") && !codes.contains(&"US")
    }));
    press(&mut app, "<enter>");
    assert_eq!(
        app.browser.shown.filter.chips.iter().map(ToString::to_string).next(),
        Some("country:US".to_owned())
    );
    press(&mut app, "<esc>20u");
    assert_eq!(shown(&app), 110);
}

#[test]
fn every_value_of_every_facet_gives_what_it_counts() {
    let app = browser(USUAL);
    let index = Index::new(&app.browser.data.timeline);
    for facet in Facet::iter() {
        for row in app.browser.shown.facet_rows(&app.browser.data, facet, "") {
            let mut filter = dateline::query::Filter::default();
            filter.only(facet, &row.key);
            let taken = index.run(&app.browser.data.timeline, &filter.query());
            assert_eq!(taken.len(), row.count, "{facet:?} {}", row.key);
        }
    }
}

#[test]
fn typing_narrows_the_values_of_a_facet() {
    let mut app = browser(USUAL);
    let chips =
        |app: &App| app.browser.shown.filter.chips.iter().map(ToString::to_string).collect::<Vec<_>>();
    press(&mut app, "funited k<tab>");
    assert_eq!(chips(&app), ["country:GB"]);
    press(&mut app, "<esc>ufgermany ");
    assert!(
        screen(&app).contains("country    Germany"),
        "a blank at the end narrows nothing: {}",
        screen(&app)
    );
    press(&mut app, "<esc>ffirst-u");
    assert!(screen(&app).contains("kind       first-use"), "all facets are looked in: {}", screen(&app));
    press(&mut app, "<enter>");
    assert_eq!((chips(&app), app.panels.len()), (vec!["kind:first-use".to_owned()], 0));
}

#[test]
fn the_facets_of_a_wide_terminal_take_the_focus_in_their_place() {
    let size = (200, 60);
    let mut app = browser(size);
    let pane = |app: &App| -> Vec<String> {
        let (x, buffer) = (app.browser.layout().facets.unwrap().x, cells(app, size));
        let row = |y| (x..size.0).map(|x| buffer[(x, y)].symbol()).collect();
        (1..size.1 - 1).map(row).collect()
    };
    let marked = |app: &App| -> Vec<String> {
        let (x, buffer) = (app.browser.layout().facets.unwrap().x + 1, cells(app, size));
        let is_marked = |y: &u16| buffer[(x, *y)].modifier.contains(Modifier::REVERSED);
        let row = |y: u16| (x..size.0 - 1).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (1..size.1 - 1).filter(is_marked).map(|y| row(y).trim().to_owned()).collect()
    };
    let (before, timeline) = (pane(&app), screen(&app));
    assert!(before[1].contains("f to choose"), "{}", before[1]);
    press(&mut app, "f");
    assert_eq!(pane(&app)[2..30], before[2..30], "nothing moves but the focus");
    assert_eq!(marked(&app), ["Ukraine                     73"]);
    press(&mut app, "<down><down><down>");
    assert_eq!(marked(&app), ["United Kingdom              20"]);
    press(&mut app, "<tab>");
    assert_eq!(marked(&app), ["Ukraine                     34"], "Tab goes to the next facet");
    press(&mut app, &"<down>".repeat(30));
    assert_eq!(marked(&app).len(), 1, "a section scrolls: {}", screen(&app));
    press(&mut app, "<tab> ");
    assert_eq!(marked(&app), ["+ statement                   26"]);
    assert_eq!(app.browser.shown.filter.chips[0].to_string(), "kind:statement");
    press(&mut app, &"<tab>".repeat(6));
    let shown = pane(&app).concat();
    assert!(shown.contains("publisher"), "facets below the pane come into view: {}", screen(&app));
    press(&mut app, "united k");
    assert_eq!(marked(&app), ["country    United Kingdom    8"], "{}", screen(&app));
    press(&mut app, "<esc><esc>u");
    assert_eq!((pane(&app), app.panels.len()), (before, 0), "Esc gives the focus back");
    assert_eq!(without_message(&screen(&app)), without_message(&timeline));
}

#[test]
fn the_facets_of_a_wide_and_low_terminal_show_several_values_to_choose_from() {
    let mut app = browser((170, 20));
    let pane = |app: &App| -> String {
        let (x, buffer) = (app.browser.layout().facets.unwrap().x, cells(app, (170, 20)));
        (1..19).flat_map(|y| (x..170).map(move |x| (x, y))).map(|cell| buffer[cell].symbol()).collect()
    };
    for (keys, first, last) in
        [("f", "Ukraine ", "United Kingdom "), ("<tab><tab><tab>", "atacms ", "himars")]
    {
        press(&mut app, keys);
        let shown = pane(&app);
        assert!(shown.contains(first) && shown.contains(last), "{keys}: {}", screen(&app));
    }
}

#[test]
fn a_filter_that_leaves_nothing_says_so_and_can_be_undone() {
    let mut app = browser(USUAL);
    press(&mut app, "9j");
    let before = id(&app);
    press(&mut app, "&country:us -country:us<enter>");
    assert_eq!((shown(&app), app.browser.cursor.event), (0, None));
    assert!(screen(&app).contains("no event passes the filters"));
    press(&mut app, "jk]mG+zvoxenyOL <esc>");
    assert_eq!(app.browser.cursor.event, None);
    press(&mut app, "99u");
    assert_eq!(shown(&app), 110);
    assert_ne!(before, "");
}

#[test]
fn a_mistake_in_a_prompt_is_explained_and_loses_nothing() {
    let mut app = browser(USUAL);
    press(&mut app, "&kidn:decision<enter>");
    let text = screen(&app);
    assert!(text.contains("kidn:decision") && text.contains("unknown field"), "{text}");
    press(&mut app, "<home><delete><delete><delete><delete>kind<enter>");
    assert_eq!(app.browser.shown.filter.chips.len(), 1);
    press(&mut app, "t05/06/2024<enter>");
    assert!(screen(&app).contains("write `2024-05-06` or"), "{}", screen(&app));
}

#[test]
fn the_help_lists_every_key_of_the_table() {
    let mut app = browser((100, 60));
    press(&mut app, "?");
    let mut seen = String::new();
    for _ in 0..TABLE.len() + 20 {
        seen.push_str(&screen(&app));
        press(&mut app, "<down>");
    }
    for (mode, ways, action) in TABLE {
        let (keys, help) = (spoken(ways[0]), help_of(*mode, *action));
        let found = seen.lines().any(|line| line.contains(&keys) && line.contains(help));
        assert!(found, "{mode:?}: {keys} {help}");
    }
}

/// Whether a hint is made of these keys, several of which may stand together: `jk`, `jkhl`.
fn made_of(hint: &str, keys: &[String]) -> bool {
    let begins = keys.iter().filter_map(|key| hint.strip_prefix(key.as_str()));
    hint.is_empty() || begins.into_iter().any(|rest| rest.len() < hint.len() && made_of(rest, keys))
}

#[test]
fn the_footer_hints_at_keys_of_the_table() {
    for keys in ["", "v", "f", "\\", "x", "<enter>", "?", "O"] {
        let mut app = browser((200, 40));
        press(&mut app, "&country:us<enter>");
        press(&mut app, keys);
        let footer = screen(&app).lines().last().unwrap().to_owned();
        let of_mode: Vec<String> = TABLE
            .iter()
            .filter(|(mode, ..)| app.mode().layers().any(|layer| layer == *mode))
            .map(|(.., action)| app.browser.keymap.label(app.mode(), *action))
            .collect();
        let footer = footer.split("  1–").next().unwrap();
        let hints: Vec<&str> = footer.split("  ").filter_map(|hint| hint.split_whitespace().next()).collect();
        assert!(!hints.is_empty(), "{keys}: {footer}");
        hints.into_iter().for_each(|hint| assert!(made_of(hint, &of_mode), "{keys}: `{hint}` in {footer}"));
    }
}

/// Every overlay by the keys that open it.
pub const OVERLAYS: [&str; 20] = [
    "",
    "?",
    ":",
    "f",
    "fu",
    "\\",
    "x",
    "x<tab>",
    "/bl",
    "t2024",
    "&country:",
    "<enter>",
    "y",
    "O",
    "C",
    "p",
    "pc<enter>]s",
    "pw",
    "LLLL",
    "r",
];

#[test]
fn without_colour_nothing_is_coloured_and_everything_still_told_apart() {
    let look = Look::new(BuiltIn::Mono, false);
    for overlay in OVERLAYS {
        let mut app = browser_on(shipped(), look, USUAL);
        press(&mut app, "&country:us<enter>/blinken<enter>v3j");
        press(&mut app, overlay);
        let buffer = cells(&app, USUAL);
        let plain = |cell: &ratatui::buffer::Cell| [cell.fg, cell.bg] == [Color::Reset; 2];
        assert!(buffer.content.iter().all(plain), "{overlay}");
    }
    let size = (50, 60);
    let mut app = browser_on(shipped(), look, size);
    press(&mut app, "20j/blinken<enter>");
    let buffer = cells(&app, size);
    let rows =
        (1..size.1 - 1).zip(app.browser.shown.selection.iter().skip(app.browser.cursor.list_top as usize));
    let (mut seen, mut hits) = (0, 0);
    for (y, event) in rows {
        let is = |x: u16, modifier: Modifier| buffer[(x, y)].modifier.contains(modifier);
        let current = app.browser.cursor.event.unwrap().0 == event;
        let record = &app.browser.data.timeline.events()[event as usize];
        assert_eq!(buffer[(0, y)].symbol() == "▌", current, "the cursor has a glyph");
        assert_eq!(is(5, Modifier::REVERSED), current, "and stands out");
        assert_eq!(is(14, Modifier::BOLD), record.weight() >= 4, "importance is bold");
        let hit = app.browser.search.as_ref().unwrap().hits.contains(event);
        assert_eq!(is(21, Modifier::UNDERLINED), hit, "a hit is underlined: {}", line(&buffer, y));
        seen += 1;
        hits += u32::from(hit);
    }
    assert!(seen > 50 && hits > 3);
}

/// A timeline of ASCII letters with everything that is drawn in a way of its own.
const ASCII: &str = "title: Plain letters
policies: {p: {title: Policy, topic: t}}
events:
  - {date: 2020/.., title: Open, kind: decision, importance: 5, actors: [A], tags: [x]}
  - {date: ../2021, title: Ends, kind: report, certainty: disputed}
  - {date: 2020-05~, title: About, kind: refusal, disputes: [{says: no, sources: ['https://a.example']}]}
  - {date: 2020-05-02/2020-06-03?, title: Interval, kind: law, countries: [UA, US]}
  - {date: 2020-05-02, title: One, effects: [{policy: p, status: on, was: off}], links: [{leads-to: z}]}
  - {date: 2020-05-02, title: Two, sources: [{url: 'https://a.example', weak: true, title: T}]}
  - {title: Undated}
";

/// Every screen in both looks: the ASCII cells beside the drawn ones.
fn both_looks(loaded: &dateline::load::Loaded, mut see: impl FnMut(&str, &str, &str)) {
    for (overlay, size) in
        OVERLAYS.into_iter().flat_map(|one| [USUAL, (200, 60), (40, 12)].map(|size| (one, size)))
    {
        let again = || dateline::load::Loaded {
            timeline: loaded.timeline.clone(),
            ..dateline::load::Loaded::default()
        };
        let [ascii, drawn] = [true, false].map(|ascii| {
            let mut app = browser_on(again(), Look::new(BuiltIn::Terminal, ascii), size);
            press(&mut app, "&-kind:zzz<enter>v3j+");
            press(&mut app, overlay);
            cells(&app, size)
        });
        for (ascii, drawn) in ascii.content.iter().zip(&drawn.content) {
            see(ascii.symbol(), drawn.symbol(), overlay);
        }
    }
}

#[test]
fn ascii_means_ascii() {
    for loaded in [from_text("a.yaml", ASCII), shipped()] {
        both_looks(&loaded, |ascii, drawn, overlay| assert!(ascii.is_ascii(), "{overlay}: {drawn}"));
    }
}

#[test]
fn every_sign_has_a_twin_in_ascii() {
    let mut lost = std::collections::BTreeSet::new();
    both_looks(&from_text("a.yaml", ASCII), |ascii, drawn, _| {
        if ascii == "?" && drawn != "?" {
            lost.insert(drawn.to_owned());
        }
    });
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn the_count_of_a_query_being_typed_follows_new_content() {
    let events = |count: usize| {
        "- {date: 2020, title: T, kind: report}\n".repeat(count) + "- {date: 2021, title: U}\n"
    };
    let mut app = browser_on(from_text("a.yaml", &events(3)), usual_look(), USUAL);
    press(&mut app, "&kind:report");
    assert!(screen(&app).contains("3 of 4 events"), "{}", screen(&app));
    app.replace(from_text("a.yaml", &events(5)));
    assert!(screen(&app).contains("5 of 6 events"), "{}", screen(&app));
}

#[test]
fn new_content_keeps_the_cursor_on_its_event() {
    let mut app = browser_on(from_text("a.yaml", ASCII), usual_look(), USUAL);
    press(&mut app, "&-kind:zzz<enter>4j");
    let here = title(&app);
    let more = ASCII.replace("events:\n", "events:\n  - {date: 1999, title: Earlier}\n");
    app.replace(from_text("a.yaml", &more));
    assert_eq!((title(&app), shown(&app)), (here.clone(), 8));
    app.replace(from_text("a.yaml", "- {date: 2020-05-03, title: Other}\n"));
    assert_eq!(title(&app), "Other");
    app.replace(from_text("a.yaml", "events: []\n"));
    assert_eq!(title(&app), "");
    assert!(screen(&app).contains("no event yet"));
    assert_ne!(here, "");
}

#[test]
fn what_is_gone_for_a_moment_is_returned_to() {
    let text = "- {id: a, date: 2020, title: First}\n- {id: b, date: 2021, title: Second, links: {responds-to: a}}\n";
    let cut = &text[..text.find("- {id: b").unwrap()];
    for (keys, before) in [("j", "Second"), ("j<enter>", "Event"), ("jr", "Thread")] {
        let mut app = browser_on(from_text("a.yaml", text), usual_look(), USUAL);
        press(&mut app, keys);
        let shown = screen(&app);
        assert!(shown.contains(before), "{shown}");
        app.replace(from_text("a.yaml", cut));
        assert_eq!(title(&app), "First");
        app.replace(from_text("a.yaml", "events: []\n"));
        app.replace(from_text("a.yaml", text));
        assert_eq!(title(&app), "Second");
        assert!(screen(&app).contains(before), "{keys}\n{}", screen(&app));
    }
    let mut app = browser_on(from_text("a.yaml", text), usual_look(), USUAL);
    press(&mut app, "j");
    app.replace(from_text("a.yaml", cut));
    press(&mut app, "gg");
    app.replace(from_text("a.yaml", text));
    assert_eq!(title(&app), "First", "a move since then counts");
}

#[test]
fn a_reload_hides_no_message_of_an_action() {
    let mut app = browser(USUAL);
    press(&mut app, "x<enter>");
    app.saved(Ok(()));
    app.browser.say_reloaded(Status::note("read again"));
    assert!(screen(&app).contains("wrote 110 events"), "{}", screen(&app));
    press(&mut app, "j");
    app.browser.say_reloaded(Status::note("read again"));
    assert!(screen(&app).contains("read again"));
    app.browser.say_reloaded(Status::error("read again, with 1 error"));
    assert!(screen(&app).contains("with 1 error"), "its own message is renewed");
}

#[test]
fn a_picture_gets_a_width_and_a_title_and_a_memo_its_policies() {
    let mut app = browser(USUAL);
    let copied = |app: &mut App| match &press(app, "<ctrl-y>")[..] {
        [SideEffect::Copy(text, _)] => text.clone(),
        other => panic!("{other:?}"),
    };
    press(&mut app, "x<tab><tab><tab><right>");
    let text = screen(&app);
    assert!(text.contains("policies at the ends of the range") && !text.contains("width "), "{text}");
    assert!(copied(&mut app).contains(" --with policies"));
    press(&mut app, "<tab>");
    while !matches!(app.top::<ExportDialog>(), Some(dialog) if dialog.format().name == "svg") {
        press(&mut app, "<right>");
    }
    press(&mut app, "<tab><tab><tab>20");
    assert_eq!(press(&mut app, "<enter>"), []);
    assert!(screen(&app).contains("a number of pixels from 480 to 10000"), "{}", screen(&app));
    press(&mut app, "00<tab>My own title");
    let command = copied(&mut app);
    assert!(command.contains(" --width 2000 --title 'My own title'"), "{command}");
    assert!(!command.contains("--with"), "{command}");
    let [SideEffect::Save(save)] = &press(&mut app, "<enter>")[..] else { panic!("nothing is written") };
    assert_eq!(save.content.export(&app.browser.data.timeline).manifest.title, "My own title");
}

#[test]
fn the_dialogs_stay_in_their_boxes_on_the_smallest_terminal() {
    for keys in ["x", "x<tab>", "x<tab><tab>", "x<tab><tab><tab>", "f", "f<tab>", "fus"] {
        let mut app = browser((20, 5));
        press(&mut app, keys);
        let text = screen(&app);
        let rows: Vec<&str> = text.lines().collect();
        let inside = rows[2].trim_start().chars().collect::<Vec<_>>();
        assert!(rows[3].trim().starts_with('└') && rows[3].trim().ends_with('┘'), "{keys}\n{text}");
        assert!(inside[0] == '│' && inside.last() == Some(&'│'), "{keys}\n{text}");
        assert!(!rows[2].contains("──"), "{keys}\n{text}");
    }
}

#[test]
fn copying_gives_the_source_the_yaml_and_the_command_of_the_view() {
    let mut app = browser(USUAL);
    press(&mut app, "&country:us,gb<enter>/blinken wants<enter>");
    let url = app.browser.data.timeline.event(app.browser.cursor.event.unwrap()).sources[0].url.to_string();
    let copied = |app: &mut App, key: &str| match &press(app, &format!("y{key}"))[..] {
        [SideEffect::Copy(text, _)] => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(copied(&mut app, "l"), url);
    assert!(copied(&mut app, "c").contains(&url));
    let loaded = from_text("copied.yaml", &copied(&mut app, "y"));
    assert_eq!(loaded.timeline.len(), 1);
    assert_eq!(*loaded.timeline.events()[0].id, *id(&app));
    press(&mut app, "t2024-05-13<enter>vt2024-05-31<enter>");
    let command = copied(&mut app, "v");
    let window = (app.browser.cursor.scale.left, app.browser.cursor.scale.right());
    let selected = "dateline --where country:US,GB --from 2024-05-13 --to 2024-05-31";
    let shown = format!("{selected} --lanes country --at 2024-05-31 --window {}/", window.0.iso_day());
    assert!(command.starts_with(&shown), "{command}");
}

#[test]
fn every_list_pages_by_the_same_keys() {
    let chips = "&country:us<enter>&kind:decision<enter>&tag:atacms<enter>\\";
    for open in
        ["f", "?", ":", "p", "pw", chips, "/blinken wants<enter><esc>r", "/blinken wants<enter><esc>O"]
    {
        let mut app = browser(USUAL);
        press(&mut app, open);
        let mut after = |keys: &str| {
            press(&mut app, keys);
            app.panels.last_mut().unwrap().menu().unwrap_or_else(|| panic!("{open} is no list")).selected
        };
        let last = after("<end>");
        assert!(last > 0, "{open}");
        assert_eq!(after("<home>"), 0, "{open}");
        let page = after("<pagedown>");
        assert!(page > 0 && after("<ctrl-d>") >= page, "{open}");
        assert!(after("<ctrl-u>") <= page && after("<pageup><pageup>") == 0, "{open}");
    }
}

/// Whether an effect saves all events over an existing file.
fn overwrites(effects: &[SideEffect]) -> bool {
    let [SideEffect::Save(save)] = effects else { panic!("{effects:?}") };
    assert_eq!(save.content.export(&shipped().timeline).events.len(), 110);
    save.overwrite
}

#[test]
fn an_existing_file_is_overwritten_only_after_a_second_yes() {
    let mut app = browser(USUAL);
    assert!(!overwrites(&press(&mut app, "x<enter>")));
    let exists = || dateline::export::SaveError::Exists("a".into());
    app.saved(Err(exists()));
    assert!(screen(&app).contains("this file exists"), "{}", screen(&app));
    press(&mut app, "x");
    assert!(!overwrites(&press(&mut app, "<enter>")), "another name is asked about again");
    app.saved(Err(exists()));
    assert!(overwrites(&press(&mut app, "<enter>")));
    app.saved(Ok(()));
    assert!(app.panel().is_none() && screen(&app).contains("wrote 110 events"));
}

#[test]
fn the_dialog_offers_every_format_and_says_what_each_leaves_out() {
    let mut app = browser_on(from_text("a.yaml", ASCII), usual_look(), (120, 60));
    press(&mut app, "x");
    for format in formats() {
        let Some(dialog) = app.top::<ExportDialog>() else { panic!("the dialog is gone") };
        assert_eq!(dialog.format().name, format.name);
        assert_eq!(dialog.file.value(), format!("weapons-use.{}", format.extension));
        let left = (format.omissions)(&dialog.content.export(&app.browser.data.timeline));
        let said = dialog.preview.iter().filter(|line| line.starts_with("! ")).count();
        assert_eq!(said, left.len(), "{}", format.name);
        assert!(dialog.preview.len() > said, "{}", format.name);
        if format.name == "ics" {
            assert!(screen(&app).contains("1 event left out"), "{}", screen(&app));
        }
        press(&mut app, "<right>");
    }
}

#[test]
fn the_cursor_on_a_moment_shows_that_moment() {
    let mut app = browser(USUAL);
    press(&mut app, "t2023-08-09<enter>");
    let column = app.browser.cursor.scale.visible(app.browser.cursor.at);
    assert!(column.is_some(), "{:?}", app.browser.cursor.scale);
    assert_eq!(app.browser.cursor.at, Moment::from_ymd(2023, 8, 9).unwrap());
}

#[test]
fn files_that_shrink_while_something_is_typed_take_nothing_down() {
    for keys in ["G/", "G/zzz", "Gv", "G0gg/x<enter>"] {
        let mut app = browser((120, 34));
        press(&mut app, keys);
        app.replace(dateline::load::from_text("a.yaml", "- {date: 2024, title: Only}\n"));
        screen(&app);
        press(&mut app, "<esc>uu");
        assert!(screen(&app).contains("Only"), "{keys}");
    }
}

#[test]
fn every_format_is_seen_while_it_is_chosen_in_the_export_dialog() {
    let formats = dateline::export::formats();
    for size in [(80, 24), (60, 24), USUAL] {
        let mut app = browser(size);
        press(&mut app, "x");
        for format in formats.iter().chain(formats) {
            let shown = screen(&app);
            let row = shown.lines().find(|line| line.contains("format")).unwrap();
            assert!(row.contains(&format!(" {} ", format.name)), "{size:?}\n{shown}");
            let about: String = format.about.chars().take(30).collect();
            assert!(shown.contains(&about), "{size:?}\n{shown}");
            press(&mut app, "<down>");
        }
    }
}

#[test]
fn the_list_never_makes_the_date_of_an_interval_sharper_or_another() {
    for (date, shown) in [
        ("2024-06-01/2024-06-05", "2024-06-01→ "),
        ("2024-06-01~/2024-06-05", "2024-06-01~→"),
        ("2024-06-01/..", "2024-06-01→ "),
        ("../2024-06-01", "→2024-06-01 "),
        ("2024-06/2025", "2024-06→    "),
        ("2024/2025", "2024/2025   "),
        ("2024-06-01T10:00:00Z", "2024-06-01  "),
    ] {
        let text = format!("- {{date: '{date}', title: A day of it}}\n");
        let app = browser_on(from_text("a.yaml", &text), usual_look(), USUAL);
        assert!(screen(&app).contains(&format!("▌{shown}")), "{date}\n{}", screen(&app));
    }
}

#[test]
fn resizing_back_and_forth_leaves_time_where_it_was_and_what_fitted_still_fits() {
    let mut app = browser((110, 34));
    let whole = screen(&app);
    press(&mut app, "t2024-05-22<enter>++hh");
    let near = screen(&app);
    for _ in 0..20 {
        app.resize(109, 34);
        app.resize(110, 34);
    }
    assert_eq!(screen(&app), near);
    press(&mut app, "0");
    app.resize(200, 60);
    app.resize(110, 34);
    press(&mut app, "gg0");
    assert_eq!(screen(&app), whole);
}

#[test]
fn zooming_out_ends_where_there_is_nothing_more_to_see() {
    let mut app = browser(USUAL);
    let all = app.browser.cursor.scale.seconds_per_column;
    press(&mut app, "1000-");
    let widest = app.browser.cursor.scale.seconds_per_column;
    assert!(widest > 2 * all && widest <= 8 * all, "{widest} {all}");
    press(&mut app, "-");
    assert_eq!(app.browser.cursor.scale.seconds_per_column, widest);
}

#[test]
fn esc_followed_at_once_by_a_key_is_both() {
    let mut app = browser(USUAL);
    press(&mut app, "?<alt-t>2024-05<enter>");
    assert_eq!((app.panels.len(), day(&app).as_str()), (0, "2024-05-01"));
}

#[test]
fn a_paste_of_any_line_ends_is_one_line_in_every_prompt() {
    for ends in ["\n", "\r", "\r\n"] {
        let mut app = browser(USUAL);
        press(&mut app, "&");
        let text = format!("country:gb{ends}kind:statement{ends}");
        app.on_input(&crossterm::event::Event::Paste(text), &dateline::tui::hit_map::Drawn::default());
        press(&mut app, "<enter>");
        assert_eq!(app.browser.shown.filter.query().to_string(), "country:GB kind:statement", "{ends:?}");
    }
}

#[test]
fn redrawing_is_asked_for_everywhere() {
    let mut app = browser(USUAL);
    for keys in ["", "?", "&", "p"] {
        press(&mut app, keys);
        assert_eq!(press(&mut app, "<ctrl-l>"), [SideEffect::Redraw]);
        press(&mut app, "<esc>");
    }
}

#[test]
fn a_range_is_typed_at_once_and_its_end_moves_by_steps_of_the_axis() {
    let mut app = browser(USUAL);
    press(&mut app, "t13..31 may 2024<enter>");
    let may = Some(("2024-05-13".to_owned(), "2024-05-31".to_owned()));
    assert_eq!(span(&app), may);
    press(&mut app, "zhl");
    assert_eq!(span(&app), may, "a step back and a step on");
    press(&mut app, "3h");
    let end = span(&app).unwrap().1;
    assert!(*end < *"2024-05-31" && *end > *"2024-05-01", "{end}");
}

#[test]
fn what_may_follow_a_key_is_listed() {
    let mut app = browser(USUAL);
    press(&mut app, "]");
    let footer = screen(&app).lines().last().unwrap().to_owned();
    for hint in
        ["]…", "w a week forward", "m a month forward", "y a year forward", "s next change of a status"]
    {
        assert!(footer.contains(hint), "{hint}: {footer}");
    }
}

#[test]
fn undoing_says_what_was_undone() {
    let mut app = browser(USUAL);
    press(&mut app, "&country:gb<enter>L+u");
    assert_eq!(app.browser.status.text, "undone: the zoom");
    press(&mut app, "2u");
    assert_eq!(app.browser.status.text, "undone: the lanes, the filters");
    press(&mut app, "<ctrl-r>");
    assert_eq!(app.browser.status.text, "done again: the filters");
}

#[test]
fn a_filter_that_is_off_says_so_in_words() {
    let mut app = browser(USUAL);
    press(&mut app, "&country:gb<enter>F");
    assert!(screen(&app).contains("country:GB off"), "{}", screen(&app));
    for size in [(40, 12), (80, 24), USUAL] {
        let mut app = browser(size);
        press(&mut app, &format!("&title:{}<enter>\\<space><esc>", "a_long_word_".repeat(9)));
        let header = screen(&app).lines().next().unwrap().to_owned();
        assert!(header.contains("title:a_") && header.contains("… off ✕"), "{header}");
        assert!(width(&header) <= usize::from(size.0), "{header}");
    }
}

#[test]
fn the_length_of_a_range_stays_readable_on_a_tiny_terminal() {
    for (size, said) in [((40, 12), "24 in 19 days"), ((80, 24), "24 in 2024-05-13…2024-05-31")] {
        let mut app = browser(size);
        press(&mut app, "t2024-05-13<enter>vt2024-05-31<enter>");
        let header = screen(&app).lines().next().unwrap().to_owned();
        assert!(header.contains(said), "{header}");
    }
}

#[test]
fn a_hint_that_does_not_fit_beside_a_typed_number_is_cut_with_a_sign() {
    let text = "views: {Decisions: {query: 'kind:decision'}}\nevents:\n  - {date: 2024, title: A}\n";
    let mut app = browser_on(from_text("a.yaml", text), usual_look(), (80, 24));
    press(&mut app, "1");
    let footer = screen(&app).lines().last().unwrap().to_owned();
    assert!(footer.contains("1j moves 1 events; a count") && footer.contains('…'), "{footer}");
}

#[test]
fn what_goes_on_beyond_an_edge_points_beyond_that_edge() {
    let mut app = browser_on(from_text("a.yaml", "- {date: 2024-05~, title: May}\n"), usual_look(), USUAL);
    let span = |text: &str| {
        let date = dateline::model::Date::parse(text).unwrap();
        (date.earliest(), date.latest())
    };
    for (days, signs) in [("2024-05-25/2024-06-30", "‹"), ("2024-04-01/2024-05-05", "›")] {
        app.start_at(Some(span(days)), Some(span(days)), None);
        let row = line(&cells(&app, USUAL), app.browser.layout().lanes.unwrap().y);
        assert_eq!(row.replace(|c| c != '‹' && c != '›', ""), signs, "{row}");
    }
}

#[test]
fn a_click_is_only_suggested_to_those_who_have_a_mouse() {
    let mut app = browser((200, 60));
    assert!(!screen(&app).contains("a click includes"));
    app.browser.mouse = true;
    assert!(screen(&app).contains("f to choose; a click includes"), "{}", screen(&app));
}

#[test]
fn the_hits_of_a_search_become_a_filter() {
    let mut app = browser(USUAL);
    press(&mut app, "/\"storm shadow\"<enter>");
    let hits = app.browser.search.as_ref().unwrap().hits.len();
    press(&mut app, "*");
    assert_eq!((shown(&app), app.browser.search.is_none()), (hits, true));
    press(&mut app, "u*");
    assert_eq!((shown(&app), app.browser.status.text.as_str()), (110, "search with / first"));
}

#[test]
fn the_palette_takes_a_date_and_about_tells_what_the_timeline_is() {
    let mut app = browser(USUAL);
    press(&mut app, ":goto<space>may 2024<enter>");
    assert_eq!(day(&app), "2024-05-01");
    press(&mut app, ":about<enter>");
    let text = screen(&app);
    for said in ["Limits on Ukraine's use", "110 events", "23 policies", "Who allowed Ukraine"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    press(&mut app, "G");
    assert!(screen(&app).contains("Licence: CC-BY-4.0"), "{}", screen(&app));
}

#[test]
fn a_timeline_opens_by_its_opening_view_or_by_its_policies() {
    let text = "policies: {p: {title: A long title, short: Short, owner: us}}\nactors: {us: {name: US, country: US}}\n\
        views: {Start: {query: 'kind:report', lanes: kind, cursor: 2024-05-22}}\n\
        events:\n  - {date: 2024-05-22, title: One, kind: report}\n\
        \x20 - {date: 2024-05-23, title: Two, effects: [{policy: p, status: on}]}\n";
    let opened = |text: &str| {
        let mut app = browser_on(from_text("a.yaml", text), usual_look(), USUAL);
        app.browser.open_view();
        app
    };
    let app = opened(text);
    assert_eq!((app.browser.shown.by, shown(&app)), (Lanes::Policy, 2));
    assert_eq!(app.browser.shown.lanes[0].name, "US Short");
    let app = opened(&format!("opening: start\n{text}"));
    assert_eq!((app.browser.shown.by, shown(&app), day(&app).as_str()), (Lanes::Kind, 1, "2024-05-22"));
    let problems = from_text("a.yaml", &format!("opening: strat\n{text}")).problems;
    assert!(
        problems[0].summary().contains("there is no view `strat` to open with"),
        "{}",
        problems[0].summary()
    );
    assert_eq!(problems[0].hint.as_deref(), Some("did you mean `Start`?"));
}

#[test]
fn a_command_line_opens_the_browser_as_another_left_it() {
    let mut app = browser(USUAL);
    let day = |text: &str| {
        let date = dateline::model::Date::parse(text).unwrap();
        (date.earliest(), date.latest())
    };
    app.browser.show_lanes("kind");
    let window = (day("2024-05-01").0, day("2024-06-30").1);
    app.start_at(Some(day("2024-05-22")), Some(window), Some("policies"));
    assert!(app.top::<Policies>().is_some());
    let command = app.command_line();
    for part in ["--lanes kind", "--at 2024-05-22", "--window 2024-05-01/2024-06-30 ", "--panel policies"] {
        assert!(command.contains(part), "{part}: {command}");
    }
}

/// A browser opened by the command line that another one copies.
fn reopened(app: &App, opened: impl Fn() -> App) -> App {
    let command = app.command_line();
    let option = |name: &str| {
        let value = command.split(name).nth(1)?.split_whitespace().next()?;
        let date = dateline::model::Date::parse(value).unwrap_or_else(|error| panic!("{error}: {command}"));
        Some((date.earliest(), date.latest()))
    };
    let mut again = opened();
    again.start_at(option(" --at "), option(" --window "), None);
    again
}

#[test]
fn the_copied_command_line_opens_the_very_span_that_was_in_view() {
    for size in [(80, 24), USUAL] {
        for keys in ["", "+", "3+", "6+", "10+", "14+", "20+", "--", "3+5l"] {
            let mut app = browser(size);
            press(&mut app, &format!("30j{keys}"));
            let again = reopened(&app, || browser(size));
            assert_eq!(again.browser.cursor.scale, app.browser.cursor.scale, "{keys} at {size:?}");
            assert_eq!(again.command_line(), app.command_line(), "{keys} at {size:?}");
        }
    }
}

#[test]
fn the_copied_command_line_shows_the_same_days_of_antiquity_and_can_be_read_for_the_ice_age() {
    let days = |app: &App| {
        let scale = app.browser.cursor.scale;
        (scale.left.iso_day(), Moment(scale.right().0 - 1).iso_day())
    };
    let antiquity = "- {date: '-0585-05-28', title: Eclipse}\n- {date: '-0043-03-15', title: Ides}\n";
    let ice_age = "- {date: 'Y-12000', title: Ice melts}\n- {date: 2024, title: Today}\n";
    for keys in ["", "+", "6+", "14+", "20+", "--"] {
        for (text, is_exact) in [(antiquity, true), (ice_age, false)] {
            let opened = || browser_on(from_text("a.yaml", text), usual_look(), USUAL);
            let mut app = opened();
            press(&mut app, keys);
            let again = reopened(&app, opened);
            assert!(!is_exact || days(&again) == days(&app), "{keys}: {:?} {:?}", days(&again), days(&app));
        }
    }
}

#[test]
fn the_detail_names_who_reviewed_an_event_and_when() {
    let text = "- {id: a, date: 2024, title: A, reviewed: {by: Ann Example, on: 2024-06-03}}\n\
                - {id: b, date: 2025, title: B}\n";
    let mut app = browser_on(from_text("a.yaml", text), usual_look(), USUAL);
    press(&mut app, "gg");
    assert!(screen(&app).contains("reviewed        Ann Example, 3 June 2024"), "{}", screen(&app));
    press(&mut app, ":filter is:unreviewed<enter>");
    assert_eq!(ids(&app), ["b"]);
    assert!(!screen(&app).contains("reviewed        "), "{}", screen(&app));
}

#[test]
fn the_counts_of_suggestions_are_read_on_a_narrow_terminal() {
    let mut app = browser((40, 12));
    press(&mut app, "&actor:");
    let screen = screen(&app);
    let rows: Vec<&str> = screen.lines().filter(|line| line.starts_with('│')).collect();
    let has_count = |row: &&str| row.trim_end_matches([' ', '│']).ends_with(|c: char| c.is_ascii_digit());
    assert!(rows.len() > 3 && rows.iter().all(has_count), "{screen}");
}
