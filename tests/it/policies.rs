//! The policies pane: what each policy was on the day of the cursor, and who moved first.

use dateline::load::from_text;
use dateline::tui::app::{App, Effect, Overlay};
use insta::assert_snapshot;

use crate::keys::{DRAWN, browser, browser_on, id, press, screen};

const USUAL: (u16, u16) = (120, 34);

/// A browser with the pane open on the day of the proposal of May 2024.
fn pane(size: (u16, u16)) -> App {
    let mut app = browser(size);
    press(&mut app, "/blinken wants<enter>p");
    app
}

fn day(app: &App) -> String {
    app.cursor.at.iso_day()
}

#[test]
fn the_pane_tells_what_every_policy_was_on_22_may_2024() {
    assert_snapshot!(screen(&pane(USUAL)), @"
     dateline  Policies on 22 May 2024                                                                          23 policies
                                        2020s
                                             2022      2023     2024      2025     2026
     strikes-in-russia                                              ┃
    ▌US  Use of US-supplied weapons (o…       ···◆██████banned██████┃▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒     = banned  said again
     US  Use of ATACMS against targets…       ███████████banned█████┃████▲▒▒▒▒▒▒▼◆??       banned  first told 2024-04-24
     GB  Use of British weapons (other…       ··◆?????unclear??????◆┃░░permitted░░░░       permitted  since 2024-05-02
     GB  Use of Storm Shadow in Russia…       ····none····◆█banned█◆┃?◆██▲░░░░░░▼◆◆░       unclear  since 2024-05-02
     FR  Use of SCALP in Russia               ·····none·····◆banned█┃▒▒▒▒▲permitted░       banned  since 2023-07-11
     DE  Use of German-supplied weapon…       ████████banned████████┃▒▒▒▒▒▒▒▒▒▲░░░░░       banned  first told 2024-05-28
     IT  Use of Italian-supplied weapo…       ████████████████banned┃███████████████       banned  first told 2024-05-25/20…
     BE  Use of Belgian F-16s in Russia       ·········none·········┃████banned█████       none  first told 2024-05-28
     FI+ Use of their weapons in Russi…       ·········none·········┃░░░permitted░░░       none  first told 2024-05-29
     air-defence-over-russia                                        ┃
     US  Shooting down aircraft/missil…       ????????unclear???????┃░░░permitted░░░       unclear  first told 2024-05-20
     energy-strikes                                                 ┃
     US  Ukrainian strikes on Russian …       ········none·······◆▓▓┃restricted▓▓▲░░     = restricted  said again
     intelligence                                                   ┃
     US  Intelligence/targeting data f…       ░░░░░░░░░░permitted░░░┃░░░░░░▼▲░░░░░░░       permitted  first told 2025-03-05
     training-in-ukraine                                            ┃
     US  US military trainers inside U…       ████████████████banned┃███████████████       banned  since 2022-02-12
     FR  Instructors inside Ukraine           ········none········◆?┃???unclear?????       unclear  since 2024-02-26
     EU  EU training mission working i…       ████████████████banned┃███████████████       banned  first told 2025-08-29
     contractors-in-ukraine                                         ┃
     US  US contractors working inside…       ██████████banned██████┃███▲▒▒▒▒▒▒▒▒▒▒▒       banned  first told 2024-11-08~
     other-deliveries                                               ┃
     US  Delivery of HIMARS with GMLRS        ···◆░░░░░░░░░░░░permitted░░░░░░░░░░░░░       permitted  since 2022-05-31
    ┌ Use of US-supplied weapons (other than ATACMS) against targets in Russia ────────────────────────────────────────────┐
    │ 2022-05-30 Biden: no rocket systems that can strike into Russia  confirmed · 2 sources                               │
    │ first presidential statement of the limit                                                                            │
    │ next  2024-05-30~ partly permitted, about 8 days on: us-authorizes-kharkiv-counterfire                               │
    │                                                                                                                      │
    └──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
     jk policy  hl its changes  [s]s any change  c compare  w who first  Enter event  Esc back  ? help  t date
    ");
}

#[test]
fn the_pane_is_of_use_on_a_small_terminal() {
    assert_snapshot!(screen(&pane((80, 24))), @"
     dateline  Policies on 22 May 2024                                  23 policies
                            2020s
                               2022   2023   2024   2025
     strikes-in-russia                          ┃
    ▌US  Use of US-supplie…     ··◆███banned████┃▒▒▒▒▒▒▒▒▒▒▒ = banned  said again
     US  Use of ATACMS aga…     ███████banned███┃██▲▒▒▒▒▒◆??   banned  first told 2…
     GB  Use of British we…     ·◆???unclear???◆┃permitted░░   permitted  since 202…
     GB  Use of Storm Shad…     ···none··◆█████◆┃◆█▲░░░░░▼▲░   unclear  since 2024-…
     FR  Use of SCALP in R…     ···none···◆█████┃▒▒▲░░░░░░░░   banned  since 2023-0…
     DE  Use of German-sup…     █████banned█████┃▒▒▒▒▒▒▲░░░░   banned  first told 2…
     IT  Use of Italian-su…     ███████████banned███████████   banned  first told 2…
     BE  Use of Belgian F-…     ······none······┃██banned███   none  first told 202…
     FI+ Use of their weap…     ······none······┃░permitted░   none  first told 202…
     air-defence-over-russ…                     ┃
     US  Shooting down air…     ?????unclear????┃░permitted░   unclear  first told …
     energy-strikes                             ┃
     US  Ukrainian strikes…     ·····none·····◆▓┃▓▓▓▓▓▓▓▓▲░░ = restricted  said aga…
    ┌ Use of US-supplied weapons (other than ATACMS) against targets in Russia ────┐
    │ 2022-05-30 Biden: no rocket systems that can strike into Russia  confirmed … │
    │ first presidential statement of the limit                                    │
    │ next  2024-05-30~ partly permitted, about 8 days on: us-authorizes-kharkiv-… │
    │                                                                              │
    └──────────────────────────────────────────────────────────────────────────────┘
     jk policy  hl its changes  [s]s any change  c compare  w who first
    ");
    assert_snapshot!(screen(&pane((40, 12))), @"
     dateline  Policies on 22 … 23 policies
     strikes-in-russia
    ▌US  Use of US-supplie…  = banned
     US  Use of ATACMS aga…    banned
     GB  Use of British we…    permitted
     GB  Use of Storm Shad…    unclear
     FR  Use of SCALP in R…    banned
     DE  Use of German-sup…    banned
     IT  Use of Italian-su…    banned
     BE  Use of Belgian F-…    none
     FI+ Use of their weap…    none
     jk policy  hl its changes
    ");
}

#[test]
fn a_marked_day_leaves_only_what_changed_since() {
    let mut app = pane(USUAL);
    press(&mut app, "ct2024-06-30<enter>");
    assert_snapshot!(screen(&app), @"
     dateline  Policies on 30 June 2024                                                   since 2024-05-22: 6 of 23 changed
                                        2020s
                                             2022      2023     2024      2025     2026
     strikes-in-russia                                               ┃
    ▌US  Use of US-supplied weapons (o…       ···◆██████banned██████▲┃▒▒▒▒▒▒▒▒▒▒▒▒▒▒     ▲ partly permitted  was banned
     FR  Use of SCALP in Russia               ·····none·····◆banned█▲┃▒▒▒▲permitted░     ▲ partly permitted  was banned
     DE  Use of German-supplied weapon…       ████████banned████████▲┃▒▒▒▒▒▒▒▒▲░░░░░     ▲ partly permitted  was banned
     BE  Use of Belgian F-16s in Russia       ·········none·········◆┃███banned█████     ◆ banned  was none
     FI+ Use of their weapons in Russi…       ·········none·········◆┃░░permitted░░░     ◆ permitted  was none
     air-defence-over-russia                                         ┃
     US  Shooting down aircraft/missil…       ????????unclear???????◆┃░░permitted░░░     ◆ permitted  was unclear
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
                                                                     ┃
    ┌ Use of US-supplied weapons (other than ATACMS) against targets in Russia ────────────────────────────────────────────┐
    │ 2024-05-30~ Biden allows US weapons against targets in Russia near Kharkiv  reported · 3 sources                     │
    │ counter-fire near Kharkiv only                                                                                       │
    │ no later change on record                                                                                            │
    │                                                                                                                      │
    └──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
     jk policy  hl its changes  [s]s any change  c compare  w who first  Enter event  Esc back  ? help  t date
    ");
    press(&mut app, "c");
    assert!(screen(&app).contains("23 policies"), "the marked day is let go");
}

#[test]
fn lanes_by_policy_show_statuses_with_pattern_word_and_event() {
    let mut app = browser((100, 30));
    press(&mut app, "LLLL");
    assert_snapshot!(screen(&app), @"
     dateline  Limits on Ukraine's use of Western weapons                                    110 events
     by policy, 14 below      │ 2022           │ 2023            │ 2024           │ 2025            │
     12 February 2022         │ Jan    Jul     │ Jan    Jul      │ Jan    Jul     │ Jan    Jul      │
     Use of US-supplied… 18     ┃····2█banned█2██◈████2█◆██████████████8▲◎▒◎▒▒partly permitted▒▒▒▒▒▒
     Use of ATACMS agai… 16     ┃████████████████████banned███████████▸█2▪█◎◇3▸█2◎▒▒▒▒▒▒▒▒▒▒▒○▓●??●?
     Use of Storm Shado… 12     ┃········none·········2█████banned█████●○?●?◎●██★░permitted░░○▓▓2░░●
     Ukrainian strikes o… 6     ┃··············none···············╌○╌○●▓◇▓restricted▓▓◈▓▓▓▓▓▓▓▓○░░░░
     Delivery of Taurus   5     ┃??????????????unclear??????????????■█denied████■██████●?◈■█denied██
     Delivery of ATACMS   4     ┃denied███████○██████████████★▒▒▒▒▒▒▒▒2░░░░░░░░░░permitted░░░░░░░░░░
     Delivery of Tomahawk 4     ┃···························none····························○██●■■██
     US military trainer… 4     ◆██████████████████████████████banned██●2███████████████████████████
     Use of British weap… 4     ┃···●?unclear??????????●???????????????●░░░░◎░░░░permitted░░░░░░░░░░
     Delivery of HIMARS … 3     ┃····2▸░░░░░░░░░░░░░░░░░░░░░░░░░permitted░░░░░░░░░░░░░░░░░░░░░░░░░░░
     2022–2025             [▁  ▁ ▂▁▁   ▁   ▁   ▁    ▃▁ ▁ ▁  ▁     ▁▁▁▁▁▃█▅▁▁▁▁▃▁▁▁▄▁    ▂ ▁ ▁▁ ▁ ▂ ▂▂▁▁▁
    ┌ Events 1/110 ─────────────────────────────┐┌ Detail ─────────────────────────────────────────────┐
    │▌2022-02-12  ◆ US+ US pulls its military t…││ US pulls its military trainers out of Ukraine       │
    │ 2022-04-26  ● GB+ UK minister calls Ukrai…││ 12 February 2022 · ◆ decision · confirmed · 2       │
    │ 2022-05-30  ● US+ Biden: no rocket system…││ sources · importance 4                              │
    │ 2022-05-31  ◆ US+ US decides to send HIMA…││                                                     │
    │ 2022-06-01  ◈ US+ Ukraine assures the US …││ decision-maker: Lloyd Austin (US Secretary of       │
    │ 2022-06-06  ▪ RU+ Lavrov: the longer the …││   Defense, US)                                      │
    │ 2022-06-23  ▸ UA+ First HIMARS arrive in …││ announcer: John Kirby (Pentagon Press Secretary,    │
    │ 2022-09-15  ▪ RU+ Zakharova: longer-range…││   US)                                               │
    │ 2022-12-05  ○ US+ WSJ: US secretly altere…││ implementer: US Department of Defense (Pentagon)    │
    │ 2022-12-06  ◎ US+ Blinken and Austin on d…││   (US)                                              │
    │ 2023-02-05  ◈ UA+ Reznikov: no strikes on…││ host state: Ukraine (UA)                            │
    │ 2023-05-11  ▸ GB+ UK confirms donation of…││                                                     │
    │ 2023-05-12/ ★ UA+ First use of Storm Shad…││ policy          US military trainers inside Ukraine │
    └───────────────────────────────────────────┘└───────────────────────────── 1–13 of 37 lines, J K ─┘
     jk event  hl time  +- zoom  / search  f facets  v range  x export  p policies  ? help
    ");
}

#[test]
fn who_moved_first_stands_with_the_lags_of_the_others() {
    let mut app = pane(USUAL);
    press(&mut app, "w");
    assert_snapshot!(screen(&app), @"
     dateline  Policies on 22 May 2024                                                                          23 policies
                                        2020s
                                             2022      2023     2024      2025     2026
     strikes-in-russia                                              ┃
    ▌US  Use of US-supplied weapons (o…       ···◆██████banned██████┃▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒     = banned  said again
     US  Use of ATACMS against targets…       ███████████banned█████┃████▲▒▒▒▒▒▒▼◆??       banned  first told 2024-04-24
     GB  Use of British weapons (other…       ··◆?????unclear??????◆┃░░permitted░░░░       permitted  since 2024-05-02
     GB  Use of Storm Shadow in Russia…       ····none····◆█banned█◆┃?◆██▲░░░░░░▼◆◆░       unclear  since 2024-05-02
     FR  Use of SCALP in Russia               ·····none·····◆banned█┃▒▒▒▒▲permitted░       banned  since 2023-07-11
     DE  Use of German-supplied weapon…       ████████banned████████┃▒▒▒▒▒▒▒▒▒▲░░░░░       banned  first told 2024-05-28
     IT  Use of Italian-supplied weapo…       ████████████████banned┃███████████████       banned  first told 2024-05-25/20…
     BE  ┌ Who came first to: restricted or looser, on strikes-in-russia ─────────────────────────────────────────────┐
     FI+ │ 2024-05-02  first, possibly           Use of British weapons (other than Storm Shadow) in Russia           │
     air-│ 2024-05-28  26 days                   Use of SCALP in Russia                                               │
     US  │ 2024-05-29  27 days                   Use of their weapons in Russia (Denmark and the Netherlands: F-16)   │20
     ener│ 2024-05-30~ about 28 days, possibly   Use of US-supplied weapons (other than ATACMS) against targets in R… │
     US  │ 2024-05-31  29 days                   Use of German-supplied weapons in Russia                             │
     inte│ 2024-11-17~ about 199 days, possibly  Use of ATACMS against targets in Russia                              │
     US  │ 2024-11-20  202 days                  Use of Storm Shadow in Russia (with US data)                         │3-05
     trai│ never, last banned  Use of Italian-supplied weapons in Russia                                              │
     US  │ never, last banned  Use of Belgian F-16s in Russia                                                         │
     FR  └────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
     EU  EU training mission working i…       ████████████████banned┃███████████████       banned  first told 2025-08-29
     contractors-in-ukraine                                         ┃
     US  US contractors working inside…       ██████████banned██████┃███▲▒▒▒▒▒▒▒▒▒▒▒       banned  first told 2024-11-08~
     other-deliveries                                               ┃
     US  Delivery of HIMARS with GMLRS        ···◆░░░░░░░░░░░░permitted░░░░░░░░░░░░░       permitted  since 2022-05-31
    ┌ Use of US-supplied weapons (other than ATACMS) against targets in Russia ────────────────────────────────────────────┐
    │ 2022-05-30 Biden: no rocket systems that can strike into Russia  confirmed · 2 sources                               │
    │ first presidential statement of the limit                                                                            │
    │ next  2024-05-30~ partly permitted, about 8 days on: us-authorizes-kharkiv-counterfire                               │
    │                                                                                                                      │
    └──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
     jk choose  hl status  Enter go there  Esc back
    ");
    press(&mut app, "ll");
    assert!(screen(&app).contains("Who came first to: permitted, on"));
    press(&mut app, "j<enter>");
    assert_eq!(id(&app), "fi-ca-pl-no-restrictions", "Enter goes to the arrival");
    assert!(matches!(app.overlay, Some(Overlay::Policies(_))), "and the pane stays");
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
    assert!(app.overlay.is_none());
    let mut app = browser(USUAL);
    press(&mut app, "&country:fr<enter>/barrot<enter>p");
    let before = id(&app);
    press(&mut app, "gg<enter>");
    assert_eq!(id(&app), before, "what filters hide is not shown behind the user's back");
    assert!(screen(&app).contains("filters hide `us-"));
}

#[test]
fn the_copied_command_prints_what_the_pane_shows() {
    let mut app = pane(USUAL);
    let copied = press(&mut app, "y");
    assert_eq!(copied, [Effect::Copy("dateline policies --on 2024-05-22".to_owned(), "the command line")]);
    let copied = press(&mut app, "ct2024-06-30<enter>y");
    let command = "dateline policies --on 2024-06-30 --compare 2024-05-22";
    assert_eq!(copied, [Effect::Copy(command.to_owned(), "the command line")]);
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
    let mut app = browser_on(from_text("t.yaml", text), DRAWN, (150, 20));
    press(&mut app, "p]s");
    assert_eq!(day(&app), "2024-05-01");
    assert!(screen(&app).contains("the day falls inside of a vague date: banned or permitted"));
    press(&mut app, "]s");
    assert!(screen(&app).contains("permitted or banned (in conflict)"), "{}", screen(&app));
}

#[test]
fn a_timeline_without_policies_says_so() {
    let mut app = browser_on(from_text("t.yaml", "- {date: 2024, title: A}"), DRAWN, (80, 24));
    press(&mut app, "p");
    assert!(app.overlay.is_none() && screen(&app).contains("this timeline has no policy"));
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
