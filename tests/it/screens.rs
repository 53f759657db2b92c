//! What the browser looks like: one reviewed picture for each screen that a user meets.

use dateline::load::from_text;
use dateline::tui::app::App;
use dateline::tui::theme::{BuiltIn, Look};

use crate::keys::{browser, browser_on, press, screen, shipped, usual_look};

const USUAL: (u16, u16) = (120, 34);

/// The screen after some keys on Blinken's proposal.
fn after(keys: &str) -> String {
    let mut app = browser(USUAL);
    press(&mut app, "/blinken wants<enter><esc>");
    press(&mut app, keys);
    screen(&app)
}

fn opened(size: (u16, u16)) -> String {
    screen(&browser(size))
}

#[test]
fn the_usual_screen_shows_every_pane() {
    insta::assert_snapshot!(opened(USUAL));
}

#[test]
fn a_small_terminal_keeps_the_timeline() {
    insta::assert_snapshot!(opened((80, 24)));
}

#[test]
fn a_tiny_terminal_is_a_plain_list() {
    insta::assert_snapshot!(opened((40, 12)));
}

#[test]
fn a_wide_terminal_shows_facets_beside() {
    insta::assert_snapshot!(opened((200, 60)));
}

#[test]
fn a_terminal_of_ascii_shows_the_same_in_ascii() {
    let mut app = browser_on(shipped(), Look::new(BuiltIn::Mono, true), USUAL);
    press(&mut app, "/blinken wants<enter>");
    insta::assert_snapshot!(screen(&app));
}

#[test]
fn two_countries_and_a_range_are_the_walk_of_a_memo() {
    insta::assert_snapshot!(after("&country:us,gb<enter>t2024-05-13<enter>vt2024-05-31<enter>z"));
}

#[test]
fn a_search_marks_its_hits_and_keeps_the_list() {
    insta::assert_snapshot!(after("/storm shadow"));
}

#[test]
fn the_jump_prompt_says_what_can_be_typed() {
    insta::assert_snapshot!(after("tsoon<enter>"));
}

#[test]
fn the_facets_count_what_they_would_give() {
    insta::assert_snapshot!(after("f <down>-<tab>"));
}

#[test]
fn the_filters_are_listed_with_their_meaning() {
    insta::assert_snapshot!(after("&country:us,gb kind:decision,statement -tag:nuclear<enter>\\j "));
}

#[test]
fn the_export_dialog_shows_what_will_be_written() {
    insta::assert_snapshot!(after("&country:us,gb<enter>t2024-05-13<enter>vt2024-05-31<enter>x"));
}

#[test]
fn the_event_is_read_in_full() {
    insta::assert_snapshot!(after("<enter>"));
}

#[test]
fn the_help_is_found_by_typing() {
    insta::assert_snapshot!(after("?range"));
}

#[test]
fn the_palette_runs_commands_by_name() {
    insta::assert_snapshot!(after(":zoom<down>"));
}

#[test]
fn a_query_is_completed_while_its_events_are_counted() {
    insta::assert_snapshot!(after("&kind:statement<enter>:filter -country:ru tag:<tab><tab>"));
}

#[test]
fn a_mistake_in_a_query_is_shown_below_while_it_is_typed() {
    insta::assert_snapshot!(after("&country:us certianty:confirmed kyiv"));
}

#[test]
fn copying_says_what_there_is_to_copy() {
    insta::assert_snapshot!(after("y"));
}

#[test]
fn the_sources_are_listed_to_open() {
    insta::assert_snapshot!(after("Oj"));
}

#[test]
fn the_problems_of_the_files_are_shown_at_their_places() {
    let loaded = from_text("mistakes.yaml", include_str!("../data/mistakes.yaml"));
    let mut app: App = browser_on(loaded, usual_look(), USUAL);
    let greeting = screen(&app).lines().last().unwrap().to_owned();
    press(&mut app, "!");
    insta::assert_snapshot!(format!("{greeting}\n\n{}", screen(&app)));
}

#[test]
fn a_thread_shows_what_led_to_an_event_and_what_followed() {
    insta::assert_snapshot!(after("/allows US weapons<enter><esc>r"));
}

#[test]
fn a_thread_fits_small_terminals() {
    let small = |size| {
        let mut app = browser(size);
        press(&mut app, "/allows US weapons<enter><esc>rkl");
        screen(&app)
    };
    insta::assert_snapshot!(format!("{}\n\n{}", small((80, 24)), small((40, 12))));
}
