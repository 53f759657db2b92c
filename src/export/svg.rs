//! SVG for slides and papers: the picture with its title, a legend and its origin.

use std::io;
use std::ops::RangeInclusive;

use maud::{Markup, PreEscaped, html};

use super::contents::Export;
use super::format::{Format, Holds};
use super::manifest::Manifest;
use super::markup::plain;
use super::picture::{self, Picture};
use super::variant::Variant;
use crate::query::Facet;
use crate::text::wrap;

/// Default width of a picture, in pixels.
pub const WIDTH: u16 = 1200;
/// Widths that a picture may have, in pixels.
pub const WIDTHS: RangeInclusive<u16> = 480..=10_000;
/// Margin around the content, in pixels.
const MARGIN: f64 = 24.0;
/// The widths in pixels of a character of the title, of the text below it, and of the last lines.
const TITLE: f64 = 11.5;
const WORDS: f64 = 7.0;
const SMALL: f64 = 6.4;

const STYLE: &str = "
.paper { fill: #fff }
.title { font: 600 21px \"Helvetica Neue\", Helvetica, Arial, \"Liberation Sans\", \"DejaVu Sans\", sans-serif; fill: #14181c }
.words, .source { font: 13px \"Helvetica Neue\", Helvetica, Arial, \"Liberation Sans\", \"DejaVu Sans\", sans-serif; fill: #4a545f }
.source { font-size: 10.5px; fill: #5d6772 }
";

/// An SVG file in light colours, 1200 pixels wide by default. Text is stored as text and every element has a
/// class or an id, so that it can be edited in a drawing program.
pub const FORMAT: Format = Format {
    variants: &[
        Variant::Lanes(Facet::Country),
        Variant::Lanes(Facet::Actor),
        Variant::Lanes(Facet::Kind),
        Variant::Lanes(Facet::Tag),
        Variant::Lanes(Facet::Policy),
        Variant::Width(WIDTH),
    ],
    holds: Holds::Page(super::html::MAX_EVENTS),
    preview,
    ..Format::new("svg", "the picture for slides and papers, with real text", write)
};

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    let picture = Picture::of(export, lanes(export), width(export) - 2.0 * MARGIN);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "{}", document(export, picture.as_ref()).into_string())
}

fn preview(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", export.manifest.heading())?;
    writeln!(out, "{}", description(&export.manifest, None))
}

/// Returns the facet of the lanes; countries by default.
fn lanes(export: &Export) -> Facet {
    let asked = export.variants.iter().find_map(|variant| match variant {
        Variant::Lanes(facet) => Some(*facet),
        _ => None,
    });
    asked.unwrap_or(Facet::Country)
}

/// Returns the width in pixels.
fn width(export: &Export) -> f64 {
    let asked = export.variants.iter().find_map(|variant| match variant {
        Variant::Width(width) => Some(*width),
        _ => None,
    });
    f64::from(asked.unwrap_or(WIDTH))
}

fn document(export: &Export, picture: Option<&Picture>) -> Markup {
    let (manifest, timeline, width) = (&export.manifest, export.timeline, width(export));
    let lines = |text: &str, letter: f64| wrap(&plain(text), ((width - 2.0 * MARGIN) / letter) as usize);
    let title = manifest.heading();
    let title_lines = lines(&title, TITLE);
    let below_title = 33.0 + 27.0 * title_lines.len() as f64;
    let mut words = lines(&manifest.sentence(), WORDS);
    let nothing = || Some(picture::nothing(timeline));
    words.extend(picture.map_or_else(nothing, Picture::left_out));
    let top = below_title - 4.0 + 19.0 * words.len() as f64;
    let key = picture.map(|picture| picture::key(picture, width - 2.0 * MARGIN));
    let below = top + picture.map_or(0.0, Picture::height) + 26.0;
    let source: Vec<String> = source(manifest).iter().flat_map(|line| lines(line, SMALL)).collect();
    let bottom = below + key.as_ref().map_or(0.0, |(_, lines)| 20.0 * *lines as f64 + 8.0);
    let height = bottom + 15.0 * source.len() as f64 + 8.0;
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(picture::px(width)) height=(picture::px(height))
            viewBox={ "0 0 " (picture::px(width)) " " (picture::px(height)) }
            role="img" aria-labelledby="title desc" {
            title id="title" { (title) }
            desc id="desc" { (description(manifest, picture)) }
            style { (PreEscaped(STYLE)) (PreEscaped(picture::STYLE)) }
            @if picture.is_some_and(|picture| picture.facet == Facet::Policy) { (picture::patterns()) }
            rect class="paper" width="100%" height="100%" {}
            @for (index, line) in title_lines.iter().enumerate() {
                text class="title" x=(MARGIN) y=(picture::px(38.0 + 27.0 * index as f64)) { (line) }
            }
            g id="selection" {
                @for (index, line) in words.iter().enumerate() {
                    text class="words" x=(MARGIN) y=(picture::px(below_title + 19.0 * index as f64)) { (line) }
                }
            }
            @if let Some(picture) = picture {
                g id="timeline" class="picture" transform={ "translate(" (MARGIN) " " (picture::px(top)) ")" } {
                    (picture::picture(picture, None))
                }
            }
            @if let Some((key, _)) = key {
                g id="key" class="key" transform={ "translate(" (MARGIN) " " (picture::px(below)) ")" } { (key) }
            }
            g id="source" {
                @for (index, line) in source.iter().enumerate() {
                    text class="source" x=(MARGIN) y=(picture::px(bottom + 15.0 * index as f64)) { (line) }
                }
            }
        }
    }
}

/// Returns the text alternative of the picture, for screen readers and for programs that keep only text.
fn description(manifest: &Manifest, picture: Option<&Picture>) -> String {
    let lanes = picture.map(|picture| {
        let lanes = picture.scene.lanes.iter().map(|lane| format!("{} ({})", plain(&lane.name), lane.count));
        format!("Lanes by {}: {}.", picture.facet.word(), lanes.collect::<Vec<_>>().join(", "))
    });
    let origin = manifest.lines().into_iter().skip(1).map(|(name, text)| format!("{name}: {}", plain(&text)));
    lanes.into_iter().chain(origin).collect::<Vec<_>>().join("\n")
}

/// Returns the last lines: licence, data and version, and the command that repeats the export.
fn source(manifest: &Manifest) -> [String; 2] {
    let license = if manifest.license.is_empty() { String::new() } else { format!("{}, ", manifest.license) };
    let from = format!("{license}data {}, made with dateline {}", manifest.hash, manifest.version);
    [from, manifest.command.clone()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::markup::reading::{ids, tags};
    use crate::export::tests::fixtures;
    use crate::layout::LaneScene;
    use crate::load::builtin;
    use crate::model::{EventNo, Timeline};

    fn written(export: &Export) -> String {
        let mut bytes = Vec::new();
        write(export, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_picture_says_where_it_is_from_and_what_it_cannot_show() {
        let timeline = fixtures::timeline();
        let svg = written(&fixtures::export(&timeline));
        for words in [
            "Rules: *what* was &lt;allowed&gt;</title>",
            "made with dateline 0.1.0",
            "data 00000000deadbeef",
            "command: dateline export --format x",
            "1 event has no date and so no place in the picture.",
        ] {
            assert!(svg.contains(words), "{words}");
        }
        let undated =
            Export { events: vec![timeline.find("undated").unwrap()], ..fixtures::export(&timeline) };
        assert!(written(&undated).contains("nothing to draw"));
    }

    #[test]
    fn a_range_is_what_the_picture_shows_however_far_its_events_reach() {
        let timeline = builtin().timeline;
        let day = |text: &str| crate::model::Date::parse(text).unwrap();
        let (from, to) = (day("2024-05-01").earliest(), day("2024-06-30").latest());
        let within = |(number, event): (u32, &crate::model::Event)| {
            event.date.as_ref().is_some_and(|date| date.may_touch(from, to)).then_some(EventNo(number))
        };
        let events = (0..).zip(timeline.events()).filter_map(within).collect();
        let svg = written(&Export { events, range: Some((from, to)), ..fixtures::export(&timeline) });
        assert!(svg.contains(">May 2024<") && svg.contains(">Jun 2024<") && !svg.contains(">2023<"));
    }

    #[test]
    fn a_lane_shows_each_of_its_events_once() {
        let timeline = builtin().timeline;
        let export = fixtures::export(&timeline);
        for facet in [Facet::Country, Facet::Actor, Facet::Kind] {
            let picture = Picture::of(&export, facet, 1152.0).unwrap();
            let markup = picture::picture(&picture, None).into_string();
            let parts = markup.split("class=\"lane\">").skip(1);
            for (lane, part) in picture.scene.lanes.iter().zip(parts) {
                let numbers = part.rsplit(" events, among them").skip(1);
                let counted: u64 =
                    numbers.map(|before| before.rsplit('>').next().unwrap().parse::<u64>().unwrap()).sum();
                let signs = part.matches("class=\"mark").count() + part.matches("class=\"beyond").count();
                assert_eq!(counted + signs as u64, lane.count, "{}", lane.name);
            }
        }
    }

    #[test]
    fn a_lane_of_a_policy_has_its_owner_and_whole_name_and_no_row_is_empty() {
        let timeline = builtin().timeline;
        let export = fixtures::export(&timeline);
        let picture = Picture::of(&export, Facet::Policy, 1152.0).unwrap();
        let markup = picture::picture(&picture, None).into_string();
        for policy in &timeline.policies {
            let words: Vec<&str> = policy.title.split(' ').collect();
            let lane = markup.split("class=\"lane\">").find(|lane| lane.contains(&plain(&policy.title)));
            let name = lane.unwrap().split("class=\"number\"").next().unwrap();
            let shown: String = name.split("<text").skip(1).collect();
            assert!(words.iter().all(|word| shown.contains(&plain(word))), "{}", policy.title);
            assert!(!policy.owners.is_empty() && shown.contains(&timeline.actor(policy.owners[0]).name[..4]));
        }
        let empty = |lane: &LaneScene| lane.rows.iter().skip(1).any(|row| row.items.is_empty());
        assert_eq!(picture.scene.lanes.iter().find(|lane| empty(lane)), None);
    }

    #[test]
    fn the_key_has_only_what_the_picture_shows() {
        let event = |date: &str| crate::model::Event {
            date: crate::model::Date::parse(date).ok(),
            ..crate::model::Event::default()
        };
        let key = |dates: &[&str]| {
            let events = dates.iter().map(|date| event(date)).collect();
            let timeline = Timeline::default().with_events(events);
            let export = fixtures::export(&timeline);
            let picture = Picture::of(&export, Facet::Country, 1152.0).unwrap();
            picture::signs(&picture).into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(key(&["2024-01-05", "2024-03-05"]), "other kind");
        assert_eq!(
            key(&["2024-01-05", "2024-03-05/.."]),
            "other kind, all of this span, no known start or end"
        );
    }

    #[test]
    fn a_width_that_is_asked_for_is_that_of_the_file_and_in_its_command() {
        let timeline = fixtures::timeline();
        let svg = written(&fixtures::export(&timeline).written(vec![Variant::Width(700)]));
        assert!(svg.contains("viewBox=\"0 0 700 ") && svg.contains("--width 700"), "{svg}");
    }

    #[test]
    fn an_empty_timeline_is_still_a_picture() {
        let timeline = Timeline::default();
        tags(&written(&fixtures::export(&timeline)));
    }

    proptest! {
        #[test]
        fn no_text_becomes_part_of_the_picture(text in fixtures::text()) {
            let timeline = fixtures::only(&text);
            let svg = written(&fixtures::export(&timeline));
            let tags = tags(&svg);
            ids(&tags);
            let known = ["svg", "title", "desc", "style", "rect", "text", "g", "path", "circle"];
            let strange = tags.iter().find(|(name, _)| !known.contains(&name.as_str()));
            prop_assert_eq!(strange, None);
            let acts = tags.iter().flat_map(|(_, attributes)| attributes).find(|(key, _)| key.starts_with("on") || key.contains("href"));
            prop_assert_eq!(acts, None);
        }
    }

    #[test]
    fn lanes_by_policy_show_what_each_policy_was_and_say_so_in_the_command() {
        let timeline = crate::load::builtin().timeline;
        let export = fixtures::export(&timeline).written(vec![Variant::Lanes(Facet::Policy)]);
        let mut bytes = Vec::new();
        write(&export, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        for part in ["class=\"fill rung-0\"", "id=\"fill-rung-1\"", ">partly permitted<", "--lanes policy"] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!text.contains("other policies"), "every policy has its lane");
    }
}
