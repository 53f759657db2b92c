//! The policies pane: what each policy was on the day of the cursor, and who moved first.

use dateline::load::from_text;
use dateline::tui::app::App;
use dateline::tui::panel::{FirstMovers, Policies};
use dateline::tui::side_effect::SideEffect;
use insta::assert_snapshot;

use crate::cli::{fits, quiet};
use crate::keys::{browser, browser_on, id, press, screen, usual_look};

const USUAL: (u16, u16) = (120, 34);

/// A browser with the pane open on the day of the proposal of May 2024.
fn pane(size: (u16, u16)) -> App {
    let mut app = browser(size);
    press(&mut app, "/blinken wants<enter>p");
    app
}

fn day(app: &App) -> String {
    app.browser.cursor.at.iso_day()
}

#[test]
fn the_pane_tells_what_every_policy_was_on_22_may_2024() {
    assert_snapshot!(screen(&pane(USUAL)), @"
     dateline  Policies on 22 May 2024                                                                          23 policies
                                               │ 2022    │ 2023    │ 2024     │ 2025
                                               │    Jul  │    Jul  │ Jan Jul  │    Jul
     strikes-in-russia                                                 ┃
    ▌US  Use of US-supplied weapons (other…     ···≠ banned ███████████┃▲▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ = banned  since 2022-05-30
     US  Use of ATACMS against targets in …     ███████████ banned ████┃█████▲▒▒▒▒▒▒▒▼≠?   banned  first told 2024-04-24
     GB  Use of British weapons (other tha…     ··≠ unclear ???????????≠ permitted ░░░░░   permitted  since 2024-05-02
     GB  Use of Storm Shadow in Russia (wi…     ···· none ···≠ banned █≠??≠██▲░░░░░░░▼▲░   unclear  since 2024-05-02
     FR  Use of SCALP in Russia                 ···· none ····≠█ banned ▲▒▒▒▒▲░░░░░░░░░░   banned  since 2023-07-11
     DE  Use of German-supplied weapons in…     ████████ banned ███████┃▲▒▒▒▒▒▒▒▒▒▲░░░░░   banned~  first told 2024-05-28
     IT  Use of Italian-supplied weapons i…     ████████████████ banned ████████████████   banned~  first told 2024-05-25/31
     BE  Use of Belgian F-16s in Russia         ········· none ········┃≠ banned ███████   none~  first told 2024-05-28
     FI+ Use of their weapons in Russia (D…     ········· none ········┃≠ permitted ░░░░   none~  first told 2024-05-29
     air-defence-over-russia                                           ┃
     US  Shooting down aircraft/missiles o…     ???????? unclear ??????┃≠ permitted ░░░░   unclear~  first told 2024-05-20
     energy-strikes                                                    ┃
     US  Ukrainian strikes on Russian refi…     ······· none ·······≠▓▓┃ restricted ▓▓▲░ = restricted  since 2024-02
     intelligence                                                      ┃
     US  Intelligence/targeting data for U…     ░░░░░░░░░░░░░░░ permitted ░░░░░░░░░░░░░░   permitted~  first told 2025-03-05
     training-in-ukraine                                               ┃
     US  US military trainers inside Ukrai…     ████████████████ banned ████████████████   banned  since 2022-02-12
     FR  Instructors inside Ukraine             ········ none ·······≠ unclear ?????????   unclear  since 2024-02-26
     EU  EU training mission working insid…     ████████████████ banned ████████████████   banned~  first told 2025-08-29
     contractors-in-ukraine                                            ┃
    ┌ Use of US-supplied weapons (other than ATACMS) against targets in Russia ────────────────────────────────────────────┐
    │ 2022-05-30 Biden: no rocket systems that can strike into Russia  confirmed · 2 sources                               │
    │ first presidential statement of the limit                                                                            │
    │ next  2024-05-30~ partly permitted, about 8 days on: Biden allows US weapons against targets in Russia near Kharkiv  │
    │ every change on record                                                                                               │
    │ ▸ 2022-05-30   none → banned              confirmed  Biden: no rocket systems that can strike into Russia            │
    │   2024-05-30~  banned → partly permitted  reported   Biden allows US weapons against targets in Russia near Kharkiv  │
    │                                                                                                                      │
    └──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
     jk policy  hl its changes  [s ]s all changes  c compare  w who first  Enter event  Esc back  ? help  t date
    ");
}

#[test]
fn the_pane_is_of_use_on_a_small_terminal() {
    assert_snapshot!(screen(&pane((80, 24))), @"
     dateline  Policies on 22 May 2024                                  23 policies
                               2022 2023 2024 2025
                                 Jul   Jul  Jul
     strikes-in-russia                     ┃
    ▌US  Use of US-supplied …   ·≠ banned █▲▒▒▒▒▒▒▒ = banned  since 2022-05-30
     US  Use of ATACMS again…   ███ banned ┃█▲▒▒▒▼≠   banned  first told 2024-04-24
     GB  Use of British weap…   ·≠ unclear ≠░░░░░░░   permitted  since 2024-05-02
     GB  Use of Storm Shadow…    none ≠████≠≠█▲░░▼▲   unclear  since 2024-05-02
     FR  Use of SCALP in Rus…   · none ≠███▲▒▒▲░░░░   banned  since 2023-07-11
     DE  Use of German-suppl…   ██ banned █▲▒▒▒▒▲░░   banned~  first told 2024-05-28
     IT  Use of Italian-supp…   ██████ banned █████   banned~  ≤ 2024-05-31
     BE  Use of Belgian F-16…   ··· none ··≠███████   none~  first told 2024-05-28
     FI+ Use of their weapon…   ··· none ··≠░░░░░░░   none~  first told 2024-05-29
     air-defence-over-russia               ┃
     US  Shooting down aircr…   ? unclear ?≠░░░░░░░   unclear~  ≤ 2024-05-20
     energy-strikes                        ┃
     US  Ukrainian strikes o…   ·· none ·≠▓┃▓▓▓▓▓▓▲ = restricted  since 2024-02
    ┌ Use of US-supplied weapons (other than ATACMS) against targets in Russia ────┐
    │ 2022-05-30 Biden: no rocket systems that can strike into Russia  confirmed … │
    │ first presidential statement of the limit                                    │
    │ next  2024-05-30~ partly permitted, about 8 days on: Biden allows US weapon… │
    │                                                                              │
    └──────────────────────────────────────────────────────────────────────────────┘
     jk policy  hl its changes  [s ]s all changes  c compare  w who first  Esc back
    ");
    assert_snapshot!(screen(&pane((40, 12))), @"
     dateline  Policies on 22 … 23 policies
     strikes-in-russia
    ▌US  Use of US-sup…  = banned 2022-05-30
     US  Use of ATACMS…    banned
     GB  Use of Britis…    permitted
     GB  Use of Storm …    unclear
     FR  Use of SCALP …    banned 2023-07-11
     DE  Use of German…    banned~
     IT  Use of Italia…    banned~
     BE  Use of Belgia…    none~
     FI+ Use of their …    none~
     jk policy  hl its changes  c compare
    ");
}

#[test]
fn a_marked_day_leaves_only_what_changed_since() {
    let mut app = pane(USUAL);
    press(&mut app, "c2024-06-30<enter>");
    assert_snapshot!(screen(&app), @"
     dateline  Policies, 2024-05-22 to 2024-06-30                                                           6 of 23 changed
                                               │ 2022    │ 2023    │ 2024     │ 2025
                                               │    Jul  │    Jul  │ Jan Jul  │    Jul
     strikes-in-russia                                                 ┃ ┊
    ▌US  Use of US-supplied weapons (other…     ···≠ banned ███████████┃▲▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ ▲ partly permitted  was banned
     FR  Use of SCALP in Russia                 ···· none ····≠█ banned ▲▒▒▒▒▲░░░░░░░░░░ ▲ partly permitted  was banned
     DE  Use of German-supplied weapons in…     ████████ banned ███████┃▲▒▒▒▒▒▒▒▒▒▲░░░░░ ▲ partly permitted  was banned
     BE  Use of Belgian F-16s in Russia         ········· none ········┃≠ banned ███████ ≠ banned  was none
     FI+ Use of their weapons in Russia (D…     ········· none ········┃≠ permitted ░░░░ ≠ permitted  was none
     air-defence-over-russia                                           ┃ ┊
     US  Shooting down aircraft/missiles o…     ???????? unclear ??????┃≠ permitted ░░░░ ≠ permitted~  was unclear
    ┌ Use of US-supplied weapons (other than ATACMS) against targets in Russia ────────────────────────────────────────────┐
    │ 2024-05-30~ Biden allows US weapons against targets in Russia near Kharkiv  reported · 3 sources                     │
    │ counter-fire near Kharkiv only                                                                                       │
    │ no later change on record                                                                                            │
    │ every change on record                                                                                               │
    │   2022-05-30   none → banned              confirmed  Biden: no rocket systems that can strike into Russia            │
    │ ▸ 2024-05-30~  banned → partly permitted  reported   Biden allows US weapons against targets in Russia near Kharkiv  │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    └──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
     jk policy  hl its changes  [s ]s all changes  c compare  w who first  Enter event  Esc back  ? help  t date
    ");
    press(&mut app, "c");
    assert!(screen(&app).contains("23 policies"), "the marked day is let go");
}

#[test]
fn lanes_by_policy_show_statuses_with_pattern_word_and_event() {
    let mut app = browser((100, 30));
    press(&mut app, "LLLL");
    assert_snapshot!(screen(&app), @r#"
     dateline  Limits on Ukraine's use of Western weapons                           110 events, 4 views
     by policy, 14 below       │ 2022           │ 2023            │ 2024           │ 2025            │
     12 February 2022          │ Jan    Jul     │ Jan    Jul      │ Jan    Jul     │ Jan    Jul      │
     US Use of US-supplie… 18    ┃····2 banned 2██◈████2█◆██████████████8▲◎▒◎ partly permitted ▒▒▒▒▒▒
     US Use of ATACMS aga… 16    ┃███████████████████ banned ██████████▸█2▪█◎◇3▸█2◎▒▒▒▒▒▒▒▒▒▒▒○▓●??●?
     GB Use of Storm Shad… 12    ┃······· none ········2 banned ████████●○?●?◎●██★ permitted ░○▓▓2░░●
     US Ukrainian strikes … 6    ┃············· none ··············╌○╌○●▓◇ restricted ▓◈▓▓▓▓▓▓▓▓○░░░░
     DE Delivery of Taurus  5    ┃????????????? unclear ?????????????■ denied ███■██████●?◈■ denied █
     US Delivery of ATACMS  4     denied ██████○██████████████★▒▒▒▒▒▒▒▒2 permitted ░░░░░░░░░░░░░░░░░░
     US Delivery of Tomaha… 4    ┃·························· none ···························○██●■■██
     US military trainers … 4    ◆█████████████████████████████ banned █●2███████████████████████████
     GB Use of British wea… 4    ┃···● unclear ?????????●???????????????●░░░░◎ permitted ░░░░░░░░░░░░
     US Delivery of HIMARS… 3    ┃····2▸ permitted ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
     2022–2025               [▁  ▁ ▂▁    ▁   ▁  ▁    ▁▂ ▁ ▁   ▁    ▁▁ ▁▁▂█▂▁▁▁▁▂▁▁▂▁▁   ▁▁▁ ▁▁ ▁ ▁ ▁▂▁▁▁
    ┌ Events 1/110, oldest first ───────────────┐┌ Detail ─────────────────────────────────────────────┐
    │▌2022-02-12  !◆  US+ US pulls its military…││ US pulls its military trainers out of Ukraine       │
    │ 2022-04-26   ●  GB+ UK minister calls Ukr…││ 12 February 2022 · ◆ decision · confirmed · 2       │
    │ 2022-05-30  !●  US+ Biden: no rocket syst…││ sources · importance 4                              │
    │ 2022-05-31  !◆  US+ US decides to send HI…││                                                     │
    │ 2022-06-01  !◈  US+ Ukraine assures the U…││ decision-maker: Lloyd Austin (US Secretary of       │
    │ 2022-06-06   ▪  RU+ Lavrov: the longer th…││   Defense, US)                                      │
    │ 2022-06-23   ▸  UA+ First HIMARS arrive i…││ announcer: John Kirby (Pentagon Press Secretary,    │
    │ 2022-09-15   ▪  RU+ Zakharova: longer-ran…││   US)                                               │
    │ 2022-12-05   ○" US+ WSJ: US secretly alte…││ implementer: US Department of Defense (Pentagon)    │
    │ 2022-12-06   ◎  US+ Blinken and Austin on…││   (US)                                              │
    │ 2023-02-05   ◈  UA+ Reznikov: no strikes …││ host state: Ukraine (UA)                            │
    │ 2023-05-11  !▸  GB+ UK confirms donation …││                                                     │
    │ 2023-05-12→  ★  UA+ First use of Storm Sh…││ policy          US military trainers inside Ukraine │
    └───────────────────────────────────────────┘└───────────────────────────── 1–13 of 37 lines, J K ─┘
     jk event  Enter read  p policies  / search  f facets  t date  ? help  q quit  v range  x export
    "#);
}

#[test]
fn who_moved_first_stands_with_the_lags_of_the_others() {
    let mut app = pane(USUAL);
    press(&mut app, "w");
    assert_snapshot!(screen(&app), @"
     dateline  Policies on 22 May 2024                                                                          23 policies
                                               │ 2022    │ 2023    │ 2024     │ 2025
                                               │    Jul  │    Jul  │ Jan Jul  │    Jul
     strikes-in-russia                                                 ┃
    ▌US  Use of US-supplied weapons (other…     ···≠ banned ███████████┃▲▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ = banned  since 2022-05-30
     US  Use of ATACMS against targets in …     ███████████ banned ████┃█████▲▒▒▒▒▒▒▒▼≠?   banned  first told 2024-04-24
     GB  Use of British weapons (other tha…     ··≠ unclear ???????????≠ permitted ░░░░░   permitted  since 2024-05-02
     GB  Use of Storm Shadow in Russia (wi…     ···· none ···≠ banned █≠??≠██▲░░░░░░░▼▲░   unclear  since 2024-05-02
     FR  Use of SCALP in Russia                 ···· none ····≠█ banned ▲▒▒▒▒▲░░░░░░░░░░   banned  since 2023-07-11
     DE  Use of German-supplied weapons in…     ████████ banned ███████┃▲▒▒▒▒▒▒▒▒▒▲░░░░░   banned~  first told 2024-05-28
     IT  Use of Italian-supplied weapons i…     ████████████████ banned ████████████████   banned~  first told 2024-05-25/31
     B┌ Who came first to restricted, or looser, on strikes-in-russia ───────────────────────────────────────────────────┐
     F│ 2024-05-02   first, possibly           GB  Use of British weapons (other than Storm Shadow) in Russia            │
     a│ 2024-05-28   26 days                   FR  Use of SCALP in Russia                                                │
     U│ 2024-05-29   27 days                   FI+ Use of their weapons in Russia (Denmark and the Netherlands: F-16)    │
     e│ 2024-05-30~  about 28 days, possibly   US  Use of US-supplied weapons (other than ATACMS) against targets in Ru… │
     U│ 2024-05-31   29 days                   DE  Use of German-supplied weapons in Russia                              │
     i│ 2024-11-17~  about 199 days, possibly  US  Use of ATACMS against targets in Russia                               │
     U│ 2024-11-20   202 days, possibly        GB  Use of Storm Shadow in Russia (with US data)                          │05
     t│ never        last banned               IT  Use of Italian-supplied weapons in Russia                             │
     U│ never        last banned               BE  Use of Belgian F-16s in Russia                                        │
     F└──────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
     EU  EU training mission working insid…     ████████████████ banned ████████████████   banned~  first told 2025-08-29
     contractors-in-ukraine                                            ┃
    ┌ Use of US-supplied weapons (other than ATACMS) against targets in Russia ────────────────────────────────────────────┐
    │ 2022-05-30 Biden: no rocket systems that can strike into Russia  confirmed · 2 sources                               │
    │ first presidential statement of the limit                                                                            │
    │ next  2024-05-30~ partly permitted, about 8 days on: Biden allows US weapons against targets in Russia near Kharkiv  │
    │ every change on record                                                                                               │
    │ ▸ 2022-05-30   none → banned              confirmed  Biden: no rocket systems that can strike into Russia            │
    │   2024-05-30~  banned → partly permitted  reported   Biden allows US weapons against targets in Russia near Kharkiv  │
    │                                                                                                                      │
    └──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
     jk choose  hl status  Enter go there  Esc back
    ");
    press(&mut app, "ll");
    assert!(screen(&app).contains("Who came first to permitted on"));
    press(&mut app, "j<enter>");
    assert_eq!(id(&app), "fi-ca-pl-no-restrictions", "Enter goes to the arrival");
    let panel = app.top::<Policies>().expect("the pane stays");
    let policy = app.browser.data.timeline.policy(panel.selected().unwrap());
    assert!(policy.title.starts_with("Use of their weapons in Russia"), "{}", policy.title);
}

#[test]
fn changes_are_walked_for_one_policy_and_for_all() {
    let mut app = pane(USUAL);
    press(&mut app, "l");
    assert_eq!((day(&app).as_str(), id(&app).as_str()), ("2024-05-30", "us-authorizes-kharkiv-counterfire"));
    press(&mut app, "l");
    assert!(screen(&app).contains("no status changes after 2024-05-30"));
    press(&mut app, "[s");
    assert_eq!(id(&app), "fi-ca-pl-no-restrictions");
    press(&mut app, "[s[s");
    assert_eq!(day(&app), "2024-05-02", "what is only said again is passed over");
    press(&mut app, "<esc>]s");
    assert_eq!(day(&app), "2024-05-28", "the keys mean the same in the timeline");
    press(&mut app, "u");
    assert_eq!(day(&app), "2024-05-02", "and are undone");
}

#[test]
fn enter_goes_to_the_event_that_a_status_rests_on() {
    let mut app = pane(USUAL);
    press(&mut app, "<enter>");
    assert_eq!(id(&app), "us-biden-no-rockets-into-russia");
    assert!(app.panel().is_none());
    let mut app = browser(USUAL);
    press(&mut app, "&country:fr<enter>/barrot<enter>p");
    let before = id(&app);
    press(&mut app, "gg<enter>");
    assert_eq!(id(&app), before, "what filters hide is not shown behind the user's back");
    assert!(screen(&app).contains("filters hide “"));
}

#[test]
fn the_copied_command_prints_what_the_pane_shows() {
    let mut app = pane(USUAL);
    let copied = press(&mut app, "y");
    assert_eq!(
        copied,
        [SideEffect::Copy("dateline policies --on 2024-05-22".to_owned(), "the command line")]
    );
    let copied = press(&mut app, "c2024-06-30<enter>y");
    let command = "dateline policies --on 2024-06-30 --compare 2024-05-22";
    assert_eq!(copied, [SideEffect::Copy(command.to_owned(), "the command line")]);
}

#[test]
fn a_vague_date_and_a_contradiction_are_shown_and_not_settled() {
    let text = "policies: {p: {title: Stoves, ladder: l, topic: t}}
ladders: {l: [banned, permitted]}
events:
  - {date: 2024-01-01, title: Ban, effects: [{policy: p, status: banned}]}
  - {date: 2024-05, title: Some time in May, effects: [{policy: p, status: permitted}]}
  - {date: 2024-08-01, title: One says, effects: [{policy: p, status: banned}]}
  - {date: 2024-08-01, title: Another says, effects: [{policy: p, status: permitted}]}
";
    let mut app = browser_on(from_text("t.yaml", text), usual_look(), (150, 20));
    press(&mut app, "p]s");
    assert_eq!(day(&app), "2024-05-01");
    assert!(screen(&app).contains("the day falls inside of a vague date: banned or permitted"));
    press(&mut app, "]s");
    let shown = screen(&app);
    assert!(shown.contains("permitted vs banned  since 2024-08-01"), "{shown}");
    assert!(shown.contains("the record says both, and nothing tells which came last"), "{shown}");
}

#[test]
fn a_timeline_without_policies_says_so() {
    let mut app = browser_on(from_text("t.yaml", "- {date: 2024, title: A}"), usual_look(), (80, 24));
    press(&mut app, "p");
    assert!(app.panel().is_none() && screen(&app).contains("this timeline has no policy"));
    press(&mut app, "]s");
    assert!(screen(&app).contains("no status changes after"));
}

#[test]
fn files_read_anew_under_an_open_pane_do_no_harm() {
    let mut app = pane(USUAL);
    press(&mut app, "Gw");
    app.replace(from_text("t.yaml", "- {date: 2024, title: A}"));
    screen(&app);
    press(&mut app, "jl<enter><esc>j<enter>");
    screen(&app);
}

/// A browser with the pane open on a timeline of two policies, `p` and `q`, on a ladder of two.
fn small(events: &str, size: (u16, u16)) -> App {
    let text = format!(
        "policies: {{p: {{title: Stoves, ladder: l, topic: t}}, q: {{title: Ovens, ladder: l, topic: t}}}}
ladders: {{l: [banned, permitted]}}
events:
{events}"
    );
    let mut app = browser_on(from_text("t.yaml", &text), usual_look(), size);
    press(&mut app, "p");
    app
}

const BOTH: &str = "
  - {id: a, date: 2024-01-10, title: One, effects: [{policy: p, status: banned, note: note one}]}
  - {id: b, date: 2024-01-10, title: Two, effects: [{policy: p, status: permitted, was: banned, note: note two}]}
  - {id: c, date: 2024-01-10, title: Three, effects: [{policy: p, status: banned, was: permitted, note: note three}]}
";

#[test]
fn doubt_is_told_before_notes() {
    let mut app = small(BOTH, (100, 24));
    press(&mut app, "<esc>/one<enter>p");
    let shown = screen(&app);
    for words in ["the record says both, and nothing tells which came last", "no later change on record"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn a_change_in_a_conflict_is_no_repetition() {
    let mut app = small(BOTH, (120, 24));
    press(&mut app, "<esc>/two<enter>p");
    assert!(screen(&app).contains("▲ "), "{}", screen(&app));
    press(&mut app, "<esc>/three<enter>p");
    assert!(screen(&app).contains("▼ "), "{}", screen(&app));
    assert!(!screen(&app).contains("said again"));
}

#[test]
fn only_the_cursors_day_marks_a_policy() {
    let mut app = browser((200, 60));
    press(&mut app, "ttoday<enter>p");
    assert!(!screen(&app).contains("said again"), "{}", screen(&app));
    press(&mut app, "t2024-05-30<enter>");
    assert!(
        screen(&app).contains("▲ partly permitted~  was banned"),
        "whichever event of the day is the current one: {}",
        screen(&app)
    );
}

#[test]
fn the_pane_stays_on_its_policy_when_files_are_read_anew() {
    let events = "  - {id: a, date: 2024-01-10, title: One, effects: [{policy: q, status: banned}]}";
    let mut app = small(events, (100, 24));
    let more = format!(
        "policies: {{a: {{title: New, ladder: l, topic: u}}, b: {{title: Kilns, ladder: l, topic: u}}, \
         p: {{title: Stoves, ladder: l, topic: t}}, q: {{title: Ovens, ladder: l, topic: t}}}}
ladders: {{l: [banned, permitted]}}
events:
{events}"
    );
    assert!(screen(&app).contains("▌    Ovens"));
    press(&mut app, "w");
    assert!(screen(&app).contains("on t ─"));
    app.replace(from_text("t.yaml", &more));
    assert!(screen(&app).contains("on t ─"), "{}", screen(&app));
    press(&mut app, "<esc>");
    assert!(screen(&app).contains("▌    Ovens"), "{}", screen(&app));
}

#[test]
fn no_date_is_cut_on_a_small_terminal() {
    let mut app = browser((80, 24));
    press(&mut app, "p");
    for _ in 0..40 {
        for row in screen(&app).lines().skip(3).take(14) {
            let standing: String = row.chars().skip(57).collect();
            assert!(!standing.contains("20") || !standing.contains('…'), "{row}");
        }
        press(&mut app, "j]s");
    }
    press(&mut app, "t2024-05-22<enter>gg");
    let shown = screen(&app);
    assert!(shown.contains("= banned  since 2022-05-30"), "{shown}");
    assert!(shown.contains("banned  first told 2024-04-24"), "{shown}");
    assert!(shown.contains("banned~  ≤ 2024-05-31"), "{shown}");
}

#[test]
fn two_days_are_compared_from_the_earlier_to_the_later() {
    let mut app = browser(USUAL);
    press(&mut app, "t2024-06-30<enter>pc2024-05-22<enter>");
    let shown = screen(&app);
    assert!(shown.contains("Policies, 2024-05-22 to 2024-06-30"), "{shown}");
    assert!(shown.contains("▲ partly permitted  was banned"), "{shown}");
    let copied = press(&mut app, "y");
    let command = "dateline policies --on 2024-06-30 --compare 2024-05-22";
    assert_eq!(copied, [SideEffect::Copy(command.to_owned(), "the command line")]);
}

#[test]
fn what_changed_and_changed_back_is_listed_apart() {
    let events = "
  - {date: 2024-01-10, title: One, effects: [{policy: p, status: banned}, {policy: q, status: banned}]}
  - {date: 2024-02-10, title: Two, effects: [{policy: p, status: permitted}]}
  - {date: 2024-03-10, title: Three, effects: [{policy: p, status: banned}]}
";
    let mut app = small(events, USUAL);
    press(&mut app, "t2024-01-15<enter>c<enter>");
    assert!(screen(&app).contains("this day is marked"), "{}", screen(&app));
    press(&mut app, "t2024-04-01<enter>");
    let shown = screen(&app);
    for words in ["0 of 2 changed, 1 and back", "changed between the two days and back", "since 2024-03-10"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("Ovens"));
    press(&mut app, "t2024-01-20<enter>");
    assert!(screen(&app).contains("nothing changed between the two days"), "{}", screen(&app));
}

#[test]
fn all_policies_that_change_on_a_day_are_named_and_the_first_is_selected() {
    let mut app = browser(USUAL);
    press(&mut app, "t2024-05-23<enter>pG]s");
    let shown = screen(&app);
    assert!(shown.contains("3 policies: FR Use of SCALP in Russia, DE Use of German"), "{shown}");
    assert!(shown.contains("▌FR  Use of SCALP in Russia"), "{shown}");
}

#[test]
fn a_tall_terminal_lists_every_change_of_the_policy() {
    let mut app = pane((200, 60));
    press(&mut app, "jjj");
    let shown = screen(&app);
    let from = shown.lines().position(|line| line.contains("every change on record")).unwrap();
    let changes: Vec<&str> =
        shown.lines().skip(from + 1).take(8).map(|line| line.trim_matches([' ', '│'])).collect();
    assert_snapshot!(changes.join("\n"), @"
    2023-05-11   none → banned           confirmed  UK confirms donation of Storm Shadow cruise missiles
    ▸ 2024-05-02   banned → unclear        disputed   Cameron: up to Ukraine how it uses British weapons, including in Russia
    2024-08-15~  unclear → banned        reported   UK: own weapons may be used in Kursk, but not Storm Shadow
    2024-11-20   banned → permitted      reported   First Storm Shadow strikes inside Russia (Kursk region)
    2025-08-23~  permitted → restricted  reported   WSJ: Pentagon has blocked ATACMS strikes in Russia since spring
    2025-10-21   restricted → unclear    confirmed  Ukraine announces Storm Shadow strike on Bryansk chemical plant
    2025-10-22   unclear → permitted     disputed   WSJ: key US limit on long-range missiles lifted; Trump: fake news
    ");
}

#[test]
fn what_is_said_without_a_date_is_shown() {
    let events = "  - {id: a, title: One, effects: [{policy: p, status: banned}]}";
    let app = small(events, (80, 24));
    assert!(screen(&app).contains("undated: banned (One)"), "{}", screen(&app));
    assert!(screen(&app).contains("the record does not say"), "{}", screen(&app));
}

#[test]
fn the_race_is_read_to_its_end_on_a_small_terminal() {
    let mut app = pane((80, 12));
    press(&mut app, "wjjjjjjjj");
    assert_snapshot!(screen(&app), @"
     ┌ Who came first to restricted, or looser, on strikes-in-russia ─────────────┐
     │ 2024-05-28   26 days           FR  Use of SCALP in Russia                  │
     │ 2024-05-29   27 days           FI+ Use of their weapons in Russia (Denmar… │
     │ 2024-05-30~  about 28 days ?   US  Use of US-supplied weapons (other than… │
    ▌│ 2024-05-31   29 days           DE  Use of German-supplied weapons in Russ… │
     │ 2024-11-17~  about 199 days ?  US  Use of ATACMS against targets in Russia │
     │ 2024-11-20   202 days ?        GB  Use of Storm Shadow in Russia (with US… │
     │ never        last banned       IT  Use of Italian-supplied weapons in Rus… │
     │ never        last banned       BE  Use of Belgian F-16s in Russia          │
     │ ? that the first came first is not certain                                 │8
     └────────────────────────────────────────────────────────────────────────────┘
     jk choose  hl status  Enter go there  Esc back
    ");
    press(&mut app, "<enter>");
    assert!(screen(&app).contains("the record never sees it there"));
    assert!(app.top::<FirstMovers>().is_some());
}

#[test]
fn the_help_of_the_pane_begins_with_its_own_keys_and_signs() {
    let mut app = pane(USUAL);
    press(&mut app, "?");
    let shown = screen(&app);
    let place = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words}: {shown}"));
    assert!(place("▲ became looser") < place("next change of this policy"));
    assert!(place("≠ became another") < place("first row"));
    assert!(!shown.contains("first event") && !shown.contains("◆ decision"), "{shown}");
    press(&mut app, "<esc>");
    assert!(app.top::<Policies>().is_some());
}

#[test]
fn jumps_and_undo_go_back_and_forth_in_the_pane() {
    let mut app = pane(USUAL);
    press(&mut app, "]s");
    for keys in ["u", "<ctrl-r>", "<ctrl-o>", "<tab>"] {
        let before = day(&app);
        press(&mut app, keys);
        assert_ne!(day(&app), before, "{keys}");
        assert!(app.top::<Policies>().is_some(), "{keys}");
    }
}

#[test]
fn every_answer_has_the_shape_that_its_schema_promises() {
    for question in [
        &["--on", "2024-05-22"][..],
        &["--on", "2024-05"],
        &["--on", "2024-06-30", "--compare", "2024-05-22"],
        &["--first", "strikes-in-russia"],
        &["--first", "training-in-ukraine", "--status", "banned"],
        &["--of", "us-atacms-russia", "--all"],
    ] {
        let answer = quiet(&[&["policies", "--format", "json"], question].concat());
        fits(&serde_json::from_str(&answer).unwrap(), "policies");
    }
}
