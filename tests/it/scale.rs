//! With very many events: typing never waits for a search, and what is found is what would be.

use dateline::load::Loaded;
use dateline::model::{Date, Event, Timeline};

use crate::keys::{browser_on, press, screen, title, usual_look};

fn many() -> Loaded {
    let event = |number: usize| Event {
        id: format!("{number:05}").into(),
        date: Date::parse(&format!("{}-05-{:02}", 1000 + number / 28, 1 + number % 28)).ok(),
        title: if number == 12_345 { "Storm Shadow".into() } else { format!("Event {number}").into() },
        ..Event::default()
    };
    let timeline = Timeline::default().with_events((0..20_001).map(event).collect());
    Loaded { timeline, ..Loaded::default() }
}

#[test]
fn a_search_among_many_events_gives_way_to_keys_and_is_taken_up_again() {
    let mut app = browser_on(many(), usual_look(), (120, 34));
    assert!(!app.catch_up(&|| false), "nothing is sought");
    press(&mut app, "/stormshad");
    assert!(screen(&app).contains("/stormshad …"));
    assert_eq!(title(&app), "Event 0", "typing has not waited for it");
    assert!(!app.catch_up(&|| true), "a key is waiting");
    assert_eq!(title(&app), "Event 0");
    assert!(app.catch_up(&|| false));
    assert_eq!(title(&app), "Storm Shadow");
    assert!(screen(&app).contains("/stormshad 1 hit"));
    assert!(!app.catch_up(&|| false), "it is found once");
    press(&mut app, "x");
    assert!(app.catch_up(&|| false));
    assert_eq!(title(&app), "Event 0", "without a hit the cursor is where it was");
    press(&mut app, "<esc>/storm<enter>");
    assert_eq!(title(&app), "Storm Shadow", "Enter waits for what it is about");
    press(&mut app, "gg/20000<enter>n");
    assert_eq!(title(&app), "Event 20000");
}

#[test]
fn a_query_over_many_events_is_counted_when_no_key_waits() {
    let mut app = browser_on(many(), usual_look(), (120, 34));
    press(&mut app, "&storm");
    assert!(screen(&app).contains("… of 20001 events"), "typing has not waited for the count");
    assert!(!app.catch_up(&|| true), "a key is waiting");
    assert!(screen(&app).contains("… of 20001 events"));
    assert!(app.catch_up(&|| false));
    assert!(screen(&app).contains(" 1 of 20001 events"));
    assert!(!app.catch_up(&|| false), "it is counted once");
    press(&mut app, " is:<tab>");
    assert!(screen(&app).contains("filter: storm is:dated"), "Tab waits for what it is about");
    press(&mut app, "<esc>&event id:0001<tab>");
    assert!(screen(&app).contains("filter: event id:00010"));
    assert!(app.catch_up(&|| false));
    assert!(screen(&app).contains(" 1 of 20001 events"), "what Tab wrote is counted, not what was typed");
    press(&mut app, "<tab>");
    assert!(screen(&app).contains("filter: event id:00011"), "and the next suggestion follows");
}
