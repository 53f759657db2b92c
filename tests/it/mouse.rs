//! The mouse: what a click, the wheel and dragging do where they happen.

use crossterm::event::{Event as Input, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use dateline::layout::Scale;
use dateline::model::Moment;
use dateline::query::Facet;
use dateline::text::width;
use dateline::tui::app::App;
use dateline::tui::hit_map::Field;
use dateline::tui::last_frame::LastFrame;
use dateline::tui::panel::{ExportDialog, Facets, Filters, Policies, Sources, ThreadWalk};
use dateline::tui::side_effect::SideEffect;

use crate::keys::{browser, cells, drawn, id, line, named, press, screen, title};

const USUAL: (u16, u16) = (120, 34);
const SIZES: [(u16, u16); 4] = [(80, 24), (100, 30), USUAL, (200, 60)];

const DOWN: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);
const FORTH: MouseEventKind = MouseEventKind::ScrollDown;
const BACK: MouseEventKind = MouseEventKind::ScrollUp;

/// The mouse does something on a cell.
pub fn mouse(app: &mut App, kind: MouseEventKind, (column, row): (u16, u16)) -> Option<SideEffect> {
    let input = Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
    app.on_input(&input, &drawn(app))
}

fn click(app: &mut App, cell: (u16, u16)) -> Option<SideEffect> {
    let pressed = mouse(app, DOWN, cell);
    mouse(app, UP, cell).or(pressed)
}

fn drag(app: &mut App, from: (u16, u16), to: (u16, u16)) {
    mouse(app, DOWN, from);
    mouse(app, DRAG, to);
    mouse(app, UP, to);
}

/// The first cell of a text on the rows of the screen.
fn find(app: &App, rows: std::ops::Range<u16>, text: &str) -> (u16, u16) {
    let screen = app.browser.layout().screen;
    let buffer = cells(app, (screen.width, screen.height));
    let found = rows.clone().find_map(|y| {
        let line = line(&buffer, y);
        line.find(text).map(|at| (width(&line[..at]) as u16, y))
    });
    found.unwrap_or_else(|| panic!("no `{text}` in {rows:?}:\n{}", crate::keys::screen(app)))
}

fn anywhere(app: &App, text: &str) -> (u16, u16) {
    find(app, 0..app.browser.layout().screen.height, text)
}

/// The rows of the lanes.
fn lanes(app: &App) -> std::ops::Range<u16> {
    let lanes = app.browser.layout().lanes.unwrap();
    lanes.top()..lanes.bottom()
}

/// The column of time under a column of the screen.
fn time_column(app: &App, x: u16) -> i64 {
    i64::from(x - app.browser.layout().margin)
}

/// Keys and then a click that arrive at once, before the keys could be seen. Returns the frames drawn.
fn burst(app: &mut App, keys: &str, cell: (u16, u16)) -> usize {
    let (mut frame, mut frames) = (LastFrame::new(drawn(app)), 0);
    let (column, row) = cell;
    let mouse = |kind| Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
    let keys = named(keys).into_iter().map(|chord| Input::Key(chord.event()));
    for input in keys.chain([mouse(DOWN), mouse(UP)]) {
        let draw = |app: &App| {
            frames += 1;
            Ok::<_, ()>(drawn(app))
        };
        frame.handle(&input, app, draw).unwrap();
    }
    frames
}

#[test]
fn a_click_after_keys_that_nobody_saw_is_read_against_what_they_did() {
    // A cross that is no longer there removes no other filter.
    let mut app = browser(USUAL);
    press(&mut app, "&country:us<enter>&kind:statement<enter>");
    let (x, y) = anywhere(&app, "country:US ✕");
    let cross = (x + "country:US ".len() as u16, y);
    burst(&mut app, "\\d<esc>", cross);
    let chips: Vec<String> = app.browser.shown.filter.chips.iter().map(ToString::to_string).collect();
    assert_eq!(chips, ["kind:statement"], "{}", screen(&app));
    // A panel that was opened is clicked, not what it covers.
    let mut app = browser(USUAL);
    burst(&mut app, "f", (USUAL.0 - 20, 8));
    assert!(matches!(app.top::<Facets>(), Some(panel) if panel.menu.selected == 3), "{}", screen(&app));
    // The list has scrolled: the click hits the row that is there now.
    let mut app = browser(USUAL);
    let list = app.browser.layout().list;
    assert_eq!(burst(&mut app, "40j", (list.x + 4, list.y + 2)), 2, "keys alone draw nothing");
    let mut seen = browser(USUAL);
    press(&mut seen, "40j");
    assert_eq!(app.browser.cursor.event, seen.browser.shown.nth(seen.browser.cursor.list_top + 1));
    // A key between press and release makes them no click.
    let mut app = browser(USUAL);
    let (x, y) = (app.browser.layout().margin + 30, app.browser.layout().axis.unwrap().y + 1);
    mouse(&mut app, DOWN, (x, y));
    press(&mut app, "p");
    let before = screen(&app);
    mouse(&mut app, UP, (x, y));
    assert_eq!(screen(&app), before);
}

#[test]
fn a_click_in_the_list_goes_to_that_event() {
    for size in [(40, 12), (200, 12)].into_iter().chain(SIZES) {
        let mut app = browser(size);
        press(&mut app, "50j");
        let list = app.browser.layout().list;
        let first = list.y + u16::from(app.browser.layout().axis.is_some());
        for row in [0, 3, app.browser.layout().list_rows() - 1] {
            let place = app.browser.cursor.list_top + u64::from(row);
            click(&mut app, (list.x + 4, first + row));
            let event = app.browser.shown.selection.select(place as u32);
            assert_eq!(app.browser.cursor.event.map(|event| event.0), event, "row {row} at {size:?}");
        }
        press(&mut app, "<ctrl-o><ctrl-o><ctrl-o>");
        assert_eq!(
            app.browser.shown.selection.rank(app.browser.cursor.event.unwrap().0),
            51,
            "a click is a jump to come back from"
        );
    }
}

/// The title of an event beside its point in a lane, other than the cursor's, and a cell of it.
fn labelled(app: &App) -> (String, (u16, u16)) {
    let buffer = cells(app, (app.browser.layout().screen.width, app.browser.layout().screen.height));
    let titles = app.browser.data.timeline.events().iter().map(|event| event.title.to_string());
    let shown = titles.filter(|other| *other != title(app)).find_map(|title| {
        let start: String = title.chars().take(12).collect();
        let cell = lanes(app).find_map(|y| {
            let line = line(&buffer, y);
            line.find(&start).map(|at| (width(&line[..at]) as u16 + 2, y))
        });
        cell.map(|cell| (title, cell))
    });
    shown.expect("an event with a label in the lanes")
}

#[test]
fn a_click_on_an_event_in_a_lane_puts_the_cursor_on_it_and_the_view_stays() {
    for size in SIZES {
        let mut app = browser(size);
        press(&mut app, "/blinken wants<enter><esc>+");
        let before = app.browser.cursor.scale;
        let (here, cell) = labelled(&app);
        click(&mut app, cell);
        assert_eq!(title(&app), here, "{size:?}");
        assert_eq!(app.browser.cursor.scale, before, "{size:?}");
        let column = app.browser.cursor.scale.visible(app.browser.cursor.at);
        click(&mut app, cell);
        assert!(
            app.browser.cursor.scale.seconds_per_column < before.seconds_per_column,
            "a second click does not zoom in at {size:?}"
        );
        assert_eq!(app.browser.cursor.scale.visible(app.browser.cursor.at), column, "{size:?}");
        press(&mut app, "u");
        assert_eq!(app.browser.cursor.scale, before, "{size:?}");
    }
}

#[test]
fn a_click_on_a_number_goes_to_an_event_of_those_it_stands_for() {
    let mut app = browser(USUAL);
    press(&mut app, "0Ggg");
    let (row, number) = lanes(&app)
        .find_map(|y| {
            let buffer = cells(&app, USUAL);
            let digit = |x: &u16| "23456789".contains(buffer[(*x, y)].symbol());
            (app.browser.layout().margin..USUAL.0).find(digit).map(|x| (y, x))
        })
        .expect("several events share a cell");
    let moment = app.browser.cursor.scale.moment(time_column(&app, number));
    let before = app.browser.cursor.scale;
    click(&mut app, (number, row));
    assert_eq!(app.browser.cursor.scale.column(app.browser.cursor.at), before.column(moment));
    assert_ne!(id(&app), "");
}

#[test]
fn a_click_on_the_name_of_a_lane_goes_to_that_lane() {
    for size in SIZES {
        let mut app = browser(size);
        for name in ["United Kingdom", "Ukraine", "United States"] {
            let buffer = cells(&app, size);
            let is_row = |y: &u16| line(&buffer, *y).trim_start().starts_with(name);
            let row = lanes(&app).find(is_row).unwrap();
            click(&mut app, (3, row));
            let lane = &app.browser.shown.lanes[app.browser.cursor.lane];
            assert_eq!(lane.name, name, "{size:?}");
            assert!(
                lane.events.contains(app.browser.cursor.event.unwrap().0),
                "the cursor is on an event of {name}"
            );
        }
    }
}

#[test]
fn a_click_on_a_day_of_the_axis_goes_to_that_day() {
    for size in SIZES {
        let mut app = browser(size);
        press(&mut app, "/blinken wants<enter><esc>0++++++++");
        while app.browser.cursor.scale.seconds_per_column > 86_400 {
            press(&mut app, "+");
        }
        let axis = app.browser.layout().axis.unwrap();
        let before = app.browser.cursor.scale;
        for (label, day) in [(" 18 ", "2024-05-18"), (" 27 ", "2024-05-27"), ("Jun 2024", "2024-06-01")] {
            let screen = screen(&app);
            if !screen.lines().skip(1).take(2).any(|line| line.contains(label)) {
                continue;
            }
            let (x, y) = find(&app, axis.top()..axis.bottom(), label);
            click(&mut app, (x + 2, y));
            assert_eq!(app.browser.cursor.at.iso_day(), day, "{label} at {size:?}\n{screen}");
        }
        assert_eq!(app.browser.cursor.scale, before, "the view moved at {size:?}");
        // Between the labels a column is what it stands for.
        let x = app.browser.layout().margin + app.browser.cursor.scale.columns / 2;
        let there = app.browser.cursor.scale.moment(time_column(&app, x));
        click(&mut app, (x, axis.y));
        assert_eq!(app.browser.cursor.at.iso_day(), there.iso_day(), "{size:?}");
    }
}

#[test]
fn time_follows_the_pointer_that_drags_it() {
    for size in SIZES {
        let mut app = browser(size);
        press(&mut app, "40j+++");
        let row = lanes(&app).start + 2;
        let (from, here) = (app.browser.layout().margin + 20, id(&app));
        let held = app.browser.cursor.scale.moment(20);
        for to in [from + 3, from + 12, from - 9] {
            drag(&mut app, (from, row), (to, row + 1));
            assert_eq!(app.browser.cursor.scale.column(held), time_column(&app, to), "{size:?}");
            drag(&mut app, (to, row), (from, row));
            assert_eq!((app.browser.cursor.scale.column(held), id(&app)), (20, here.clone()), "{size:?}");
        }
    }
}

#[test]
fn a_cursor_that_is_dragged_out_of_the_view_comes_back_with_its_event() {
    let mut app = browser(USUAL);
    press(&mut app, "40j+++");
    let (row, here, at) = (lanes(&app).start, id(&app), app.browser.cursor.at);
    let right = USUAL.0 - 1;
    drag(&mut app, (right, row), (right - 90, row));
    assert!(app.browser.cursor.scale.visible(app.browser.cursor.at).is_some(), "the cursor is out of sight");
    assert_ne!(app.browser.cursor.at, at);
    drag(&mut app, (right - 90, row), (right, row));
    assert_eq!((id(&app), app.browser.cursor.at), (here, at));
}

#[test]
fn the_wheel_zooms_around_the_pointer() {
    for size in SIZES {
        let mut app = browser(size);
        press(&mut app, "40j");
        let axis = app.browser.layout().axis.unwrap();
        for (y, column) in [(axis.y, 5), (axis.y + 1, 30), (axis.y, 12), (axis.y + 1, 40)] {
            let x = app.browser.layout().margin + column;
            let (moment, before) =
                (app.browser.cursor.scale.moment(i64::from(column)), app.browser.cursor.scale);
            mouse(&mut app, BACK, (x, y));
            assert!(app.browser.cursor.scale.seconds_per_column < before.seconds_per_column, "{size:?}");
            assert_eq!(app.browser.cursor.scale.visible(moment), Some(column), "{size:?}");
            mouse(&mut app, FORTH, (x, y));
            mouse(&mut app, FORTH, (x, y));
            assert!(app.browser.cursor.scale.seconds_per_column > before.seconds_per_column, "{size:?}");
            assert_eq!(app.browser.cursor.scale.visible(moment), Some(column), "{size:?}");
            press(&mut app, "uuu");
            assert_eq!(app.browser.cursor.scale, before, "undo takes back a notch of the wheel");
        }
        let (before, x) = (app.browser.cursor.scale, axis.x + app.browser.layout().margin);
        mouse(&mut app, MouseEventKind::ScrollRight, (x, axis.y));
        assert!(app.browser.cursor.scale.left > before.left);
        mouse(&mut app, MouseEventKind::ScrollLeft, (x, axis.y));
        assert_eq!(app.browser.cursor.scale, before);
    }
}

#[test]
fn the_event_under_the_pointer_stays_under_it_through_any_zoom() {
    for size in SIZES {
        let mut app = browser(size);
        press(&mut app, "/blinken wants<enter><esc>+");
        let (_, cell) = labelled(&app);
        click(&mut app, cell);
        let (at, before) = (app.browser.cursor.at, app.browser.cursor.scale);
        let column = before.visible(at).unwrap();
        press(&mut app, "<ctrl-o>");
        let pointer = (app.browser.layout().margin + column, cell.1);
        for kind in [[BACK; 8], [FORTH; 8]].concat() {
            mouse(&mut app, kind, pointer);
            assert_eq!(app.browser.cursor.scale.visible(at), Some(column), "{size:?}");
        }
        press(&mut app, "16u");
        assert_eq!(app.browser.cursor.scale, before);
    }
}

/// The share of the strip's columns that lies before a moment.
fn share(app: &App, moment: Moment) -> f64 {
    let (first, last) = app.browser.data.timeline.span().unwrap();
    (moment.0 - first.0) as f64 / (last.0 - first.0) as f64
}

#[test]
fn the_overview_is_brushed() {
    for size in SIZES {
        let mut app = browser(size);
        press(&mut app, "40j+++");
        let before = app.browser.cursor.scale;
        let strip = app.browser.layout().overview.unwrap();
        let left = strip.x + app.browser.layout().margin;
        let columns = strip.right() - left;
        let centre =
            |app: &App| app.browser.cursor.scale.moment(i64::from(app.browser.cursor.scale.columns / 2));
        let under = |x: u16| f64::from(x - left) / f64::from(columns);
        mouse(&mut app, DOWN, (left + columns / 4, strip.y));
        assert!((share(&app, centre(&app)) - under(left + columns / 4)).abs() < 0.05, "{size:?}");
        for x in [left + columns / 3, left + columns / 2] {
            mouse(&mut app, DRAG, (x, strip.y + 2));
            assert!((share(&app, centre(&app)) - under(x)).abs() < 0.05, "{size:?}");
        }
        mouse(&mut app, UP, (left, strip.y));
        assert_eq!(app.browser.cursor.scale.seconds_per_column, before.seconds_per_column);
        mouse(&mut app, DRAG, (left, strip.y));
        assert!((share(&app, centre(&app)) - 0.5).abs() < 0.05, "a pointer that holds nothing drags");
        press(&mut app, "u");
        assert_eq!(app.browser.cursor.scale, before, "undo takes back the brush");
        let x = left + columns - columns / 8;
        mouse(&mut app, BACK, (x, strip.y));
        assert!(app.browser.cursor.scale.seconds_per_column < before.seconds_per_column);
        assert!((share(&app, centre(&app)) - under(x)).abs() < 0.05, "it zooms in elsewhere at {size:?}");
    }
}

#[test]
fn the_wheel_walks_the_list_and_scrolls_the_detail_as_far_as_it_goes() {
    let mut app = browser(USUAL);
    press(&mut app, "/blinken wants<enter><esc>");
    let (list, detail) = (app.browser.layout().list, app.browser.layout().detail.unwrap());
    let place = |app: &App| app.browser.shown.selection.rank(app.browser.cursor.event.unwrap().0);
    let before = place(&app);
    for (kind, moved) in [(FORTH, 1), (FORTH, 2), (BACK, 1)] {
        mouse(&mut app, kind, (list.x + 3, list.y + 3));
        assert_eq!(place(&app), before + moved);
    }
    mouse(&mut app, BACK, (list.x + 3, list.y + 3));
    let top = screen(&app);
    for _ in 0..50 {
        mouse(&mut app, FORTH, (detail.x + 3, detail.y + 3));
    }
    assert_ne!(screen(&app), top);
    let end = app.browser.cursor.detail.top;
    mouse(&mut app, BACK, (detail.x + 3, detail.y + 3));
    assert_eq!(app.browser.cursor.detail.top, end.saturating_sub(3), "the way back is as long as it looks");
    for _ in 0..50 {
        mouse(&mut app, BACK, (detail.x + 3, detail.y + 3));
    }
    assert_eq!(screen(&app), top);
}

#[test]
fn a_chip_is_clicked_to_change_it_and_its_cross_to_remove_it() {
    let mut app = browser((160, 40));
    press(&mut app, "&country:us,gb<enter>&-tag:nuclear<enter>");
    let second = anywhere(&app, "-tag:nuclear");
    click(&mut app, second);
    assert!(matches!(app.top::<Filters>(), Some(list) if list.menu.selected == 1), "{}", screen(&app));
    press(&mut app, "<esc>");
    let (x, y) = anywhere(&app, "country:US,GB ✕");
    click(&mut app, (x + 14, y));
    let chips =
        |app: &App| app.browser.shown.filter.chips.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(chips(&app), ["-tag:nuclear"]);
    press(&mut app, "u");
    assert_eq!(chips(&app), ["country:US,GB", "-tag:nuclear"]);
    press(&mut app, "F");
    let off = anywhere(&app, "filters off");
    click(&mut app, off);
    assert!(app.browser.shown.filter.on);
}

#[test]
fn a_source_in_the_detail_is_clicked_to_open_it() {
    for keys in ["", "<enter>"] {
        let mut app = browser((120, 60));
        press(&mut app, "/blinken wants<enter><esc>");
        press(&mut app, keys);
        let detail = if keys.is_empty() { app.browser.layout().detail.unwrap().y } else { 0 };
        (0..20).for_each(|_| assert_eq!(mouse(&mut app, FORTH, (100, 45)), None));
        let source = find(&app, detail..58, "[2]");
        click(&mut app, source);
        assert!(matches!(app.top::<Sources>(), Some(list) if list.menu.selected == 1), "{}", screen(&app));
        let url =
            app.browser.data.timeline.event(app.browser.cursor.event.unwrap()).sources[1].url.to_string();
        let (x, y) = anywhere(&app, "Open a source");
        assert_eq!(click(&mut app, (x, y + 3)), Some(SideEffect::Open(url)));
        assert_eq!(app.panel().is_some(), !keys.is_empty(), "what lay below is back");
    }
}

#[test]
fn rows_of_a_list_are_clicked_to_select_them_and_again_to_do_them() {
    let mut app = browser(USUAL);
    press(&mut app, "f");
    let row = anywhere(&app, "  Russia");
    click(&mut app, row);
    assert!(app.browser.shown.filter.chips.is_empty());
    let cell = anywhere(&app, "  Russia");
    click(&mut app, cell);
    assert_eq!(app.browser.shown.filter.chips[0].to_string(), "country:RU");
    let kinds = anywhere(&app, " kind ");
    click(&mut app, (kinds.0 + 1, kinds.1));
    assert!(matches!(app.top::<Facets>(), Some(panel) if panel.facet == Facet::Kind));
    mouse(&mut app, FORTH, (kinds.0, kinds.1 + 6));
    assert!(matches!(app.top::<Facets>(), Some(panel) if panel.menu.selected == 1));
    click(&mut app, (2, 20));
    assert!(app.panel().is_none(), "a click beside a panel closes it");
    press(&mut app, ":zoom");
    for _ in 0..2 {
        let out = anywhere(&app, "zoom out");
        click(&mut app, out);
    }
    assert!(app.panel().is_none());
    assert!(
        app.browser.cursor.scale.seconds_per_column > browser(USUAL).browser.cursor.scale.seconds_per_column
    );
    press(&mut app, "y");
    let yaml = anywhere(&app, "copy the event as YAML");
    assert!(matches!(click(&mut app, yaml), Some(SideEffect::Copy(_, "the event as YAML"))));
}

#[test]
fn a_thread_is_walked_by_clicks() {
    let mut app = browser(USUAL);
    press(&mut app, "/blinken wants<enter><esc>");
    let here = id(&app);
    press(&mut app, "r");
    let selected = |app: &App| match app.top::<ThreadWalk>() {
        Some(walk) => walk.menu.selected,
        _ => panic!("no thread\n{}", screen(app)),
    };
    let before = selected(&app);
    let (_, top) = anywhere(&app, "Thread:");
    mouse(&mut app, BACK, (60, top + 2));
    assert_eq!(selected(&app), before - 1);
    click(&mut app, (60, top + 1));
    assert_eq!(selected(&app), 0, "{}", screen(&app));
    click(&mut app, (60, top + 1));
    assert!(app.panel().is_none());
    assert_ne!(id(&app), here);
}

#[test]
fn a_value_beside_everything_is_clicked_to_filter_by_it() {
    let mut app = browser((200, 60));
    let all = app.browser.shown.selection.len();
    let x = app.browser.layout().facets.unwrap().x;
    let (_, y) = find(&app, 2..60, "  United Kingdom ");
    let row = (2..60).find(|row| {
        let buffer = cells(&app, (200, 60));
        (x..200).map(|x| buffer[(x, *row)].symbol()).collect::<String>().contains("United Kingdom")
    });
    click(&mut app, (x + 4, row.unwrap_or(y)));
    assert_eq!(app.browser.shown.filter.chips[0].to_string(), "country:GB");
    assert!(app.browser.shown.selection.len() < all);
    let tag = find(&app, 2..60, "│tag");
    click(&mut app, (x + 1, tag.1));
    assert!(matches!(app.top::<Facets>(), Some(panel) if panel.facet == Facet::Tag));
    click(&mut app, (x + 4, tag.1 + 1));
    assert_eq!(
        app.browser.shown.filter.chips.len(),
        2,
        "one click includes with the focus too: {}",
        screen(&app)
    );
    click(&mut app, (4, 20));
    assert!(app.panel().is_none());
}

#[test]
fn the_export_dialog_is_clicked_through() {
    let mut app = browser(USUAL);
    let hint = anywhere(&app, "export");
    click(&mut app, hint);
    let dialog = |app: &App| match app.top::<ExportDialog>() {
        Some(dialog) => (dialog.field, dialog.format().name, dialog.reverse),
        _ => panic!("no dialog\n{}", screen(app)),
    };
    let csv = anywhere(&app, " csv ");
    click(&mut app, (csv.0 + 1, csv.1));
    assert_eq!(dialog(&app), (Field::Format, "csv", false));
    let order = anywhere(&app, "oldest first");
    click(&mut app, order);
    assert_eq!(dialog(&app), (Field::Order, "csv", false));
    click(&mut app, order);
    assert_eq!(dialog(&app), (Field::Order, "csv", true));
    for kind in [FORTH, BACK] {
        mouse(&mut app, kind, (60, 15));
    }
    click(&mut app, (0, 0));
    assert_eq!(dialog(&app), (Field::Order, "csv", true), "a slip of the pointer changes nothing");
}

#[test]
fn what_is_typed_is_not_lost_by_a_click() {
    let mut app = browser(USUAL);
    press(&mut app, "&country:u");
    let before = screen(&app);
    for cell in [(3, 4), (60, 8), (5, 20), (100, 25), (50, 33)] {
        click(&mut app, cell);
        mouse(&mut app, FORTH, cell);
        assert_eq!(screen(&app), before);
    }
}

#[test]
fn policies_are_clicked_for_a_policy_and_a_moment() {
    let mut app = browser(USUAL);
    press(&mut app, "/blinken wants<enter><esc>p");
    let (x, y) = anywhere(&app, "Use of SCALP");
    click(&mut app, (x, y));
    let selected = |app: &App| match app.top::<Policies>() {
        Some(pane) => app.browser.data.timeline.policy(pane.selected().unwrap()).title.to_string(),
        _ => panic!("no pane\n{}", screen(app)),
    };
    assert!(selected(&app).starts_with("Use of SCALP"));
    assert_eq!(app.browser.cursor.at.iso_day(), "2024-05-22");
    let year = anywhere(&app, "2023");
    click(&mut app, (year.0 + 2, y + 1));
    assert!(!selected(&app).starts_with("Use of SCALP"));
    assert_eq!(app.browser.cursor.at.ymd().0, 2023, "{}", screen(&app));
    let day = app.browser.cursor.at;
    click(&mut app, (year.0, year.1));
    assert_eq!(app.browser.cursor.at.iso_day(), "2023-01-01");
    let Scale { seconds_per_column, .. } = app.browser.cursor.scale;
    mouse(&mut app, BACK, (year.0, y + 2));
    assert!(app.browser.cursor.scale.seconds_per_column < seconds_per_column);
    assert!(app.browser.cursor.scale.visible(day).is_some());
    let before = selected(&app);
    mouse(&mut app, FORTH, (4, y));
    assert_ne!(selected(&app), before);
}

#[test]
fn keys_that_wait_for_more_are_forgotten_when_the_mouse_acts() {
    let mut app = browser(USUAL);
    let list = app.browser.layout().list;
    press(&mut app, "5");
    mouse(&mut app, FORTH, (list.x + 2, list.y + 2));
    assert_eq!(app.browser.shown.selection.rank(app.browser.cursor.event.unwrap().0), 2);
    press(&mut app, "g");
    click(&mut app, (list.x + 2, list.y + 5));
    press(&mut app, "j");
    assert_eq!(app.browser.shown.selection.rank(app.browser.cursor.event.unwrap().0), 6);
}
