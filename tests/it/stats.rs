//! What the record holds and what it cannot say, on the shipped timeline.

use serde_json::Value;

use crate::cli::{fits, quiet, run};

fn stats(arguments: &[&str]) -> Value {
    let text = quiet(&[&["stats", "--format", "json"], arguments].concat());
    let told = serde_json::from_str(&text).unwrap();
    fits(&told, "stats");
    told
}

fn find<'a>(list: &'a Value, key: &str, value: &str) -> &'a Value {
    list.as_array()
        .unwrap()
        .iter()
        .find(|one| one[key] == value)
        .unwrap_or_else(|| panic!("no {key} {value}"))
}

#[test]
fn each_table_is_told_alone_and_together_and_counts_what_is_selected() {
    let all = stats(&[]);
    assert_eq!((&all["events"], &all["total"]), (&110.into(), &110.into()));
    let certain = find(&all["facets"]["certainty"], "value", "confirmed");
    assert_eq!(certain["events"], quiet(&["list", "--where", "certainty:confirmed"]).lines().count());
    for part in ["facets", "pairs", "lags", "silence", "sources", "disputes"] {
        let alone = stats(&["--only", part]);
        assert_eq!(alone[part], all[part], "{part}");
        assert_eq!(alone.as_object().unwrap().len(), 6, "{part} stands alone");
        let rows = quiet(&["stats", "--only", part, "--format", "csv"]).lines().count();
        assert!(rows > 5, "{part} has {rows} rows");
        assert!(quiet(&["stats", "--only", part]).lines().count() > 5);
    }
    let may = stats(&["--from", "2024-05", "--to", "2024-05", "--country", "us"]);
    let listed = quiet(&["list", "--from", "2024-05", "--to", "2024-05", "--country", "us"]).lines().count();
    assert_eq!(may["events"], listed);
    assert!(may["lags"]["outside"].as_u64() > Some(0), "links out of the selection are counted apart");
    assert_eq!(run(&["stats", "--format", "csv"]).code, Some(2));
    assert_eq!(run(&["stats", "--where", "nothing-of-this"]).code, Some(1));
}

/// Lavrov of 6 June 2022 (`russia-lavrov-range-pushback`) is heard again on 19 November 2024
/// (`atacms-first-strike-russia`): 897 days, checked with a calendar.
#[test]
fn a_silence_is_told_with_the_events_that_bound_it() {
    let silence = stats(&["--only", "silence"])["silence"].clone();
    assert_eq!(silence["record-end"], "2025-12-25");
    let lavrov = find(&silence["actors"], "name", "Sergey Lavrov");
    assert_eq!(lavrov["longest"]["after"], "russia-lavrov-range-pushback");
    assert_eq!(lavrov["longest"]["before"], "atacms-first-strike-russia");
    assert_eq!(lavrov["longest"]["lag"]["words"], "897 days");
    assert_eq!(lavrov["at-end"]["lag"]["least-days"], 401);
    let journal = find(&silence["actors"], "name", "The Wall Street Journal");
    assert_eq!(journal["longest"]["lag"]["words"], "about 992 days", "23 August 2025 is approximate");
}

#[test]
fn a_lag_from_or_to_a_vague_date_is_never_certain() {
    let lags = stats(&["--only", "lags"])["lags"].clone();
    let links = lags["links"].as_array().unwrap();
    assert_eq!(links.len(), 112);
    let timeline = crate::keys::shipped().timeline;
    for link in links {
        let date = |end: &str| {
            let number = timeline.find(link[end].as_str().unwrap()).unwrap();
            timeline.event(number).date.clone().unwrap()
        };
        let (from, to) = (date("from"), date("to"));
        let doubt = [&from, &to].iter().any(|date| date.is_approximate() || date.is_uncertain());
        let apart = from.latest() < to.earliest();
        assert_eq!(link["lag"]["order"] == "certain", !doubt && apart, "{link}");
    }
    let answers = find(&lags["relations"], "relation", "responds-to");
    let counted = links.iter().filter(|link| link["relation"] == "responds-to");
    assert_eq!(answers["count"], counted.count());
    assert_eq!((&answers["certain-order"], &answers["about"]), (&42.into(), &true.into()));
}

#[test]
fn what_rests_on_little_and_what_is_contested_is_told_with_both_sides() {
    let told = stats(&["--only", "sources,disputes"]);
    let weak = quiet(&["list", "--where", "is:weak"]).lines().count();
    let one = quiet(&["list", "--where", "sources:1"]).lines().count();
    assert_eq!((&told["sources"]["weak-only"], &told["sources"]["one-source"]), (&weak.into(), &one.into()));
    assert_eq!(told["sources"]["no-source"], 0);
    let contested = quiet(&["list", "--where", "is:disputed"]).lines().count();
    assert_eq!(told["disputes"].as_array().unwrap().len(), contested);
    let day = find(&told["disputes"], "id", "us-biden-no-rockets-into-russia");
    assert!(day["against"][0]["says"].as_str().unwrap().contains("29 May"), "{day}");
    assert!(!day["sources"].as_array().unwrap().is_empty());
}

/// The report of 22 May 2024 (`us-nyt-blinken-proposal`) was known that day; what it led to was not.
#[test]
fn nothing_of_later_days_is_known_on_a_day() {
    let ids = |arguments: &[&str]| quiet(&[&["list", "--format", "tsv"], arguments].concat());
    let known = ids(&["--known", "2024-05-22"]);
    assert!(known.contains("us-nyt-blinken-proposal") && !known.contains("us-authorizes-kharkiv"));
    assert_eq!(ids(&["--where", "known:2024-05-22"]), known);
    let (certainly, all) = (ids(&["--known", "!2024-05-22"]), known.lines().collect::<Vec<_>>());
    assert!(certainly.lines().all(|line| all.contains(&line)) && certainly.len() < known.len());
    assert_eq!(stats(&["--known", "2024-05-22"])["selection"], "as known on 22 May 2024");
    assert_eq!(stats(&["--known", "2024-05-22"])["events"], all.len() - 1);
    let wrong = run(&["list", "--known", "2024/2025"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("one date"), "{}", wrong.err);
}

#[test]
fn the_shapes_of_answers_are_printed() {
    for answer in ["thread", "stats"] {
        let schema: Value = serde_json::from_str(&quiet(&["schema", answer])).unwrap();
        assert_eq!(schema["title"], format!("dateline {answer}"));
    }
    assert!(run(&["schema", "stat"]).err.contains("a similar value exists: 'stats'"));
}
