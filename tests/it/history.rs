//! What each policy was, what changed and who moved first, on the shipped timeline: answers checked
//! by hand against the dated steps of its record, with the events that they rest on.

use dateline::history::{FirstMovers, History, Since, State, compare, returned};
use dateline::load::{builtin, from_text};
use dateline::model::{Date, Moment, Timeline};

fn day(text: &str) -> Moment {
    Date::parse(text).unwrap().earliest()
}

/// Policy, status, and the event that it rests on: `<` where that one tells of the time before it,
/// and `!` where no date with a mark leaves room for doubt.
fn state(timeline: &Timeline, history: &History, policy: usize, on: &str) -> [String; 3] {
    let policy = &history.tracks()[policy];
    let state: State = policy.on(day(on));
    let (mark, step) = match state.since() {
        Since::Step(step) => ("", step),
        Since::Before(step) => ("<", step),
        Since::Unknown => panic!("the record tells of every policy"),
    };
    [
        timeline.policy(policy.policy).id.to_string(),
        state.words(timeline),
        format!("{mark}{}", timeline.event(step.event).id),
    ]
}

fn expect_states(on: &str, expected: &[[&str; 3]]) {
    let timeline = builtin().timeline;
    let history = History::of(&timeline);
    assert_eq!(expected.len(), timeline.policies.len());
    for (number, expected) in expected.iter().enumerate() {
        assert_eq!(&state(&timeline, &history, number, on), expected, "on {on}");
    }
}

#[test]
fn every_policy_is_what_the_record_says_for_1_may_2024() {
    expect_states(
        "2024-05-01",
        &[
            ["us-weapons-russia", "banned", "us-biden-no-rockets-into-russia"],
            ["us-atacms-russia", "banned", "<us-atacms-300km-secret-delivery"],
            ["us-air-defence-russia", "unclear", "<us-brown-no-trainers-now"],
            ["us-energy-strikes", "restricted", "us-harris-munich-refineries"],
            ["us-intel-for-strikes", "permitted", "<us-intel-pause"],
            ["us-training-in-ukraine", "banned", "us-trainers-withdrawn-feb-2022"],
            ["us-personnel-in-ukraine", "banned", "<us-contractors-in-ukraine"],
            ["us-himars-gmlrs-delivery", "permitted", "us-himars-decision"],
            ["us-atacms-delivery", "permitted", "us-atacms-300km-secret-delivery"],
            ["us-f16-transfer", "permitted", "us-f16-transfer-approval"],
            ["us-jassm-delivery", "none", "<us-jassm-report"],
            ["us-eram-delivery", "none", "<us-eram-sale-approved"],
            ["us-tomahawk-delivery", "none", "<us-trump-moscow-question"],
            ["uk-weapons-russia", "unclear", "uk-heappey-strikes-legitimate"],
            ["uk-storm-shadow-russia", "banned", "uk-storm-shadow-donation"],
            ["fr-scalp-russia", "banned", "fr-scalp-announcement"],
            ["fr-training-in-ukraine", "unclear", "fr-macron-troops-feb-2024"],
            ["de-weapons-russia", "banned", "<fr-macron-meseberg"],
            ["de-taurus-delivery", "denied", "de-scholz-taurus-no"],
            ["it-weapons-russia", "banned", "<it-refuses-use-in-russia"],
            ["be-f16-russia", "none", "<be-f16-ukraine-territory-only"],
            ["allies-no-limits", "none", "<fi-ca-pl-no-restrictions"],
            ["eu-training-in-ukraine", "banned", "<eu-training-in-ukraine-support"],
        ],
    );
}

#[test]
fn every_policy_is_what_the_record_says_for_1_june_2024() {
    expect_states(
        "2024-06-01",
        &[
            ["us-weapons-russia", "partly permitted", "us-authorizes-kharkiv-counterfire"],
            ["us-atacms-russia", "banned", "<us-atacms-300km-secret-delivery"],
            ["us-air-defence-russia", "permitted", "us-authorizes-kharkiv-counterfire"],
            ["us-energy-strikes", "restricted", "us-harris-munich-refineries"],
            ["us-intel-for-strikes", "permitted", "<us-intel-pause"],
            ["us-training-in-ukraine", "banned", "us-trainers-withdrawn-feb-2022"],
            ["us-personnel-in-ukraine", "banned", "<us-contractors-in-ukraine"],
            ["us-himars-gmlrs-delivery", "permitted", "us-himars-decision"],
            ["us-atacms-delivery", "permitted", "us-atacms-300km-secret-delivery"],
            ["us-f16-transfer", "permitted", "us-f16-transfer-approval"],
            ["us-jassm-delivery", "none", "<us-jassm-report"],
            ["us-eram-delivery", "none", "<us-eram-sale-approved"],
            ["us-tomahawk-delivery", "none", "<us-trump-moscow-question"],
            ["uk-weapons-russia", "permitted", "uk-cameron-kyiv-storm-shadow"],
            ["uk-storm-shadow-russia", "unclear", "uk-cameron-kyiv-storm-shadow"],
            ["fr-scalp-russia", "partly permitted", "fr-macron-meseberg"],
            ["fr-training-in-ukraine", "unclear", "fr-macron-troops-feb-2024"],
            ["de-weapons-russia", "partly permitted", "de-authorizes-kharkiv"],
            ["de-taurus-delivery", "denied", "de-scholz-taurus-no"],
            ["it-weapons-russia", "banned", "<it-refuses-use-in-russia"],
            ["be-f16-russia", "banned", "be-f16-ukraine-territory-only"],
            ["allies-no-limits", "permitted", "fi-ca-pl-no-restrictions"],
            ["eu-training-in-ukraine", "banned", "<eu-training-in-ukraine-support"],
        ],
    );
}

#[test]
fn every_policy_is_what_the_record_says_for_20_november_2024() {
    expect_states(
        "2024-11-20",
        &[
            ["us-weapons-russia", "partly permitted", "us-authorizes-kharkiv-counterfire"],
            ["us-atacms-russia", "partly permitted", "us-atacms-authorization-nov-2024"],
            ["us-air-defence-russia", "permitted", "us-authorizes-kharkiv-counterfire"],
            ["us-energy-strikes", "restricted", "us-harris-munich-refineries"],
            ["us-intel-for-strikes", "permitted", "<us-intel-pause"],
            ["us-training-in-ukraine", "banned", "us-trainers-withdrawn-feb-2022"],
            ["us-personnel-in-ukraine", "partly permitted", "us-contractors-in-ukraine"],
            ["us-himars-gmlrs-delivery", "permitted", "us-himars-decision"],
            ["us-atacms-delivery", "permitted", "us-atacms-300km-secret-delivery"],
            ["us-f16-transfer", "permitted", "us-f16-transfer-approval"],
            ["us-jassm-delivery", "unclear", "us-jassm-report"],
            ["us-eram-delivery", "none", "<us-eram-sale-approved"],
            ["us-tomahawk-delivery", "none", "<us-trump-moscow-question"],
            ["uk-weapons-russia", "permitted", "uk-cameron-kyiv-storm-shadow"],
            ["uk-storm-shadow-russia", "permitted", "uk-storm-shadow-first-strike-russia"],
            ["fr-scalp-russia", "partly permitted", "fr-macron-meseberg"],
            ["fr-training-in-ukraine", "unclear", "fr-macron-troops-feb-2024"],
            ["de-weapons-russia", "partly permitted", "de-authorizes-kharkiv"],
            ["de-taurus-delivery", "denied", "de-scholz-taurus-no"],
            ["it-weapons-russia", "banned", "<it-refuses-use-in-russia"],
            ["be-f16-russia", "banned", "be-f16-ukraine-territory-only"],
            ["allies-no-limits", "permitted", "fi-ca-pl-no-restrictions"],
            ["eu-training-in-ukraine", "banned", "<eu-training-in-ukraine-support"],
        ],
    );
}

#[test]
fn every_policy_is_what_the_record_says_for_1_october_2025() {
    expect_states(
        "2025-10-01",
        &[
            ["us-weapons-russia", "partly permitted", "us-authorizes-kharkiv-counterfire"],
            ["us-atacms-russia", "unclear", "us-kellogg-no-sanctuaries"],
            ["us-air-defence-russia", "permitted", "us-authorizes-kharkiv-counterfire"],
            ["us-energy-strikes", "permitted", "us-intel-energy-strikes"],
            ["us-intel-for-strikes", "permitted", "us-intel-resumed"],
            ["us-training-in-ukraine", "banned", "us-trainers-withdrawn-feb-2022"],
            ["us-personnel-in-ukraine", "partly permitted", "us-contractors-in-ukraine"],
            ["us-himars-gmlrs-delivery", "permitted", "us-himars-decision"],
            ["us-atacms-delivery", "permitted", "us-atacms-300km-secret-delivery"],
            ["us-f16-transfer", "permitted", "us-f16-transfer-approval"],
            ["us-jassm-delivery", "unclear", "us-jassm-report"],
            ["us-eram-delivery", "permitted", "us-eram-sale-approved"],
            ["us-tomahawk-delivery", "unclear", "us-kellogg-no-sanctuaries"],
            ["uk-weapons-russia", "permitted", "uk-cameron-kyiv-storm-shadow"],
            ["uk-storm-shadow-russia", "restricted", "us-pentagon-review-mechanism"],
            ["fr-scalp-russia", "permitted", "fr-barrot-self-defence"],
            ["fr-training-in-ukraine", "unclear", "fr-macron-troops-feb-2024"],
            ["de-weapons-russia", "permitted", "de-merz-no-range-limits"],
            ["de-taurus-delivery", "denied", "de-pistorius-no-taurus"],
            ["it-weapons-russia", "banned", "<it-refuses-use-in-russia"],
            ["be-f16-russia", "banned", "be-f16-ukraine-territory-only"],
            ["allies-no-limits", "permitted", "fi-ca-pl-no-restrictions"],
            ["eu-training-in-ukraine", "banned", "<eu-training-in-ukraine-support"],
        ],
    );
}

#[test]
fn the_comparison_of_22_may_with_30_june_2024_lists_just_what_changed() {
    let timeline = builtin().timeline;
    let history = History::of(&timeline);
    let changes = compare(&timeline, &history, day("2024-05-22"), day("2024-06-30"));
    let told = changes.iter().map(|change| {
        let by: Vec<&str> = change.between.steps().map(|step| &*timeline.event(step.event).id).collect();
        format!(
            "{}: {} to {}, {}, by {}",
            timeline.policy(change.policy).id,
            change.before.words(&timeline),
            change.after.words(&timeline),
            change.way.word(),
            by.join(" and ")
        )
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "us-weapons-russia: banned to partly permitted, loosening, by us-authorizes-kharkiv-counterfire",
            "us-air-defence-russia: unclear to permitted, neither, by us-authorizes-kharkiv-counterfire",
            "fr-scalp-russia: banned to partly permitted, loosening, by fr-macron-meseberg",
            "de-weapons-russia: banned to partly permitted, loosening, by fr-macron-meseberg and \
             de-authorizes-kharkiv",
            "be-f16-russia: none to banned, neither, by be-f16-ukraine-territory-only",
            "allies-no-limits: none to permitted, neither, by fi-ca-pl-no-restrictions",
        ]
    );
}

#[test]
fn a_day_with_an_approximate_decision_is_not_called_certain_and_one_after_its_confirmation_is() {
    let timeline = builtin().timeline;
    let history = History::of(&timeline);
    let track =
        history.tracks().iter().find(|track| &*timeline.policy(track.policy).id == "us-weapons-russia");
    let certain = |on: &str| track.unwrap().on(day(on)).certain;
    assert!(!certain("2024-05-30"), "the decision is dated 2024-05-30~");
    assert!(certain("2024-05-31"), "confirmed on the record in Prague");
}

#[test]
fn those_who_permitted_strikes_in_russia_stand_in_their_order_with_their_lags() {
    let timeline = builtin().timeline;
    let history = History::of(&timeline);
    let word = |text: &str| timeline.words.find(text).unwrap();
    let race = FirstMovers::of(&timeline, &history, word("strikes-in-russia"), word("partly permitted"));
    let order = race.arrivals.iter().map(|arrival| {
        let lag =
            arrival.lag.map_or("first".to_owned(), |lag| format!("{}, {}", lag.words(), lag.order.word()));
        let event = timeline.event(arrival.step.event);
        format!("{} by {}: {lag}", timeline.policy(arrival.policy).id, event.id)
    });
    assert_eq!(
        order.collect::<Vec<_>>(),
        [
            "uk-weapons-russia by uk-cameron-kyiv-storm-shadow: first",
            "fr-scalp-russia by fr-macron-meseberg: 26 days, certain",
            "allies-no-limits by fi-ca-pl-no-restrictions: 27 days, certain",
            "us-weapons-russia by us-authorizes-kharkiv-counterfire: about 28 days, possible",
            "de-weapons-russia by de-authorizes-kharkiv: 29 days, certain",
            "us-atacms-russia by us-atacms-authorization-nov-2024: about 199 days, possible",
            "uk-storm-shadow-russia by uk-storm-shadow-first-strike-russia: 202 days, possible",
        ]
    );
    let never: Vec<&str> =
        race.unreached.iter().map(|unreached| &*timeline.policy(unreached.policy).id).collect();
    assert_eq!(never, ["it-weapons-russia", "be-f16-russia"]);
    assert!(race.already.is_empty() && !race.first_is_certain());
}

/// Who came to `permitted` on the topic of a small record, in groups, with what is said of the order.
fn race(events: &str) -> String {
    let text = format!(
        "ladders: {{l: [banned, restricted, permitted], m: [no, yes]}}\npolicies:\n{}events:\n{events}",
        ["x", "y", "z"].map(|id| format!("  {id}: {{title: {id}, ladder: l, topic: t}}\n")).concat()
            + "  other: {title: O, ladder: m, topic: t}\n"
    );
    let timeline = from_text("race.yaml", &text).timeline;
    let history = History::of(&timeline);
    let word = |text: &str| timeline.words.find(text).unwrap();
    let race = FirstMovers::of(&timeline, &history, word("t"), word("permitted"));
    let id = |policy| timeline.policy(policy).id.to_string();
    let already = race.already.iter().map(|policy| format!("{} already", id(*policy)));
    let came = race.arrivals.iter().map(|one| format!("{} {}", id(one.policy), race.order(one).word()));
    let undated = race.undated.iter().map(|(policy, _)| format!("{} undated", id(*policy)));
    let never = race.unreached.iter().map(|one| format!("{} never", id(one.policy)));
    let apart = race.incomparable.iter().map(|policy| format!("{} apart", id(*policy)));
    let told: Vec<String> = already.chain(came).chain(undated).chain(never).chain(apart).collect();
    told.join(", ")
}

fn step(date: &str, policy: &str, was: &str, status: &str) -> String {
    let date = if date.is_empty() { String::new() } else { format!("date: {date}, ") };
    let was = if was.is_empty() { String::new() } else { format!(", was: {was}") };
    format!(
        "  - {{{date}title: {policy} {status}, effects: [{{policy: {policy}, status: {status}{was}}}]}}\n"
    )
}

#[test]
fn nobody_is_called_first_where_the_record_does_not_know() {
    let all = |steps: &[(&str, &str, &str, &str)]| {
        race(
            &steps
                .iter()
                .map(|(date, policy, was, status)| step(date, policy, was, status))
                .collect::<String>(),
        )
    };
    let (x, y) = (("2024-01-10", "x", "banned", "permitted"), ("2024-03-10", "y", "banned", "permitted"));
    let z = ("2023-01-10", "z", "", "banned");
    assert_eq!(all(&[x, y, z]), "x certain, y certain, z never, other apart");
    let untold = ("2024-03-10", "y", "", "permitted");
    assert_eq!(all(&[x, untold, z]), "x possible, y possible, z never, other apart");
    let undated = ("", "z", "banned", "permitted");
    assert_eq!(all(&[x, y, undated]), "x possible, y certain, z undated, other apart");
    let at_odds = ("2024-03-10", "y", "", "banned");
    assert_eq!(all(&[x, y, at_odds, z]), "x possible, y possible, z never, other apart");
    let before = ("2024-05-10", "z", "permitted", "banned");
    assert_eq!(all(&[x, y, before]), "z already, x certain, y certain, other apart");
    let silent = all(&[x, y]);
    assert_eq!(silent, "x possible, y certain, z never, other apart", "nothing is told of z");
}

#[test]
fn a_policy_that_changed_and_came_back_is_told_apart() {
    let steps = [
        ("2024-01-10", "", "banned"),
        ("2024-02-10", "banned", "permitted"),
        ("2024-03-10", "permitted", "banned"),
    ];
    let events: String = steps.iter().map(|(date, was, status)| step(date, "x", was, status)).collect();
    let text = format!("policies: {{x: {{title: X}}}}\nevents:\n{events}");
    let timeline = from_text("back.yaml", &text).timeline;
    let history = History::of(&timeline);
    let back = |from, to| {
        returned(&history, day(from), day(to))
            .iter()
            .map(|back| back.between.steps().count())
            .collect::<Vec<_>>()
    };
    assert!(compare(&timeline, &history, day("2024-01-20"), day("2024-03-20")).is_empty());
    assert_eq!(back("2024-01-20", "2024-03-20"), [2]);
    assert_eq!(back("2024-03-20", "2024-01-20"), [2], "in either direction");
    assert!(back("2024-01-10", "2024-01-20").is_empty());
}

#[test]
fn a_comparison_lists_what_settled_a_conflict_and_says_how_sure_the_way_is() {
    let steps =
        [("2024-01-10", "", "banned"), ("2024-01-10", "", "permitted"), ("2024-02-10", "", "permitted")];
    let events: String = steps.iter().map(|(date, was, status)| step(date, "x", was, status)).collect();
    let text = format!(
        "ladders: {{l: [banned, permitted]}}\npolicies: {{x: {{title: X, ladder: l}}}}\nevents:\n{events}"
    );
    let timeline = from_text("settled.yaml", &text).timeline;
    let history = History::of(&timeline);
    let changes = compare(&timeline, &history, day("2024-01-20"), day("2024-02-20"));
    assert_eq!(changes[0].way_words(), "possibly loosening");
    assert_eq!(changes[0].between.steps().count(), 1);
}
