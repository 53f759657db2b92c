//! SVG for slides and papers: the picture with its title, what the signs mean, and where it is from.

use std::io;

use maud::{Markup, PreEscaped, html};

use super::contents::Export;
use super::format::{Format, no_omissions};
use super::manifest::Manifest;
use super::markup::plain;
use super::picture::{self, Picture};
use super::variant::Variant;
use crate::query::Facet;
use crate::text::{fit, wrap};

/// The width of the file, and the air around what is in it.
const WIDTH: f64 = 1200.0;
const AIR: f64 = 24.0;
/// The cells that fit beside the names of the lanes.
const COLUMNS: u16 = ((WIDTH - 2.0 * AIR - picture::MARGIN) / picture::CELL) as u16;
/// The letters that fit on a line of the title, of the text below it, and of the last lines.
const TITLE: usize = 100;
const LINE: usize = 165;
const SMALL: usize = 178;

const STYLE: &str = "
.paper { fill: #fff }
.title { font: 600 21px \"Helvetica Neue\", Helvetica, Arial, \"Liberation Sans\", \"DejaVu Sans\", sans-serif; fill: #14181c }
.words, .source { font: 13px \"Helvetica Neue\", Helvetica, Arial, \"Liberation Sans\", \"DejaVu Sans\", sans-serif; fill: #4a545f }
.source { font-size: 10.5px; fill: #5d6772 }
";

/// One SVG of 1200 pixels, light, with real text and a class or an id for everything in it, so that
/// a drawing program can change it.
pub const FORMAT: Format = Format {
    name: "svg",
    extension: "svg",
    aliases: &[],
    about: "the picture for slides and papers, with real text",
    variants: &[
        Variant::Lanes(Facet::Country),
        Variant::Lanes(Facet::Actor),
        Variant::Lanes(Facet::Kind),
        Variant::Lanes(Facet::Tag),
        Variant::Lanes(Facet::Policy),
    ],
    omissions: no_omissions,
    write,
    preview,
};

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    let picture = Picture::of(export, lanes(export), COLUMNS);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "{}", document(export, picture.as_ref()).into_string())
}

fn preview(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", heading(&export.manifest))?;
    writeln!(out, "{}", description(&export.manifest, None))
}

/// What makes a lane: countries where nothing else was asked for.
fn lanes(export: &Export) -> Facet {
    let asked = export.variants.iter().find_map(|variant| match variant {
        Variant::Lanes(facet) => Some(*facet),
        _ => None,
    });
    asked.unwrap_or(Facet::Country)
}

fn document(export: &Export, picture: Option<&Picture>) -> Markup {
    let (manifest, timeline) = (&export.manifest, export.timeline);
    let title = heading(manifest);
    let mut words = wrap(&plain(&manifest.sentence()), LINE);
    let nothing = || Some(picture::nothing(timeline));
    words.extend(picture.map_or_else(nothing, Picture::left_out));
    let top = 44.0 + 19.0 * words.len() as f64 + 12.0;
    let key = picture.map(|picture| picture::key(picture, WIDTH - 2.0 * AIR));
    let below = top + picture.map_or(0.0, Picture::height) + 26.0;
    let source = source(manifest);
    let bottom = below + key.as_ref().map_or(0.0, |(_, lines)| 20.0 * *lines as f64 + 8.0);
    let height = bottom + 15.0 * source.len() as f64 + 8.0;
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(picture::px(WIDTH)) height=(picture::px(height))
            viewBox={ "0 0 " (picture::px(WIDTH)) " " (picture::px(height)) }
            role="img" aria-labelledby="title desc" {
            title id="title" { (title) }
            desc id="desc" { (description(manifest, picture)) }
            style { (PreEscaped(STYLE)) (PreEscaped(picture::STYLE)) }
            rect class="paper" width="100%" height="100%" {}
            text class="title" x=(AIR) y="38" { (fit(&title, TITLE)) }
            g id="selection" {
                @for (index, line) in words.iter().enumerate() {
                    text class="words" x=(AIR) y=(picture::px(60.0 + 19.0 * index as f64)) { (line) }
                }
            }
            @if let Some(picture) = picture {
                g id="timeline" class="picture" transform={ "translate(" (AIR) " " (picture::px(top)) ")" } {
                    (picture::picture(picture, None))
                }
            }
            @if let Some((key, _)) = key {
                g id="key" class="key" transform={ "translate(" (AIR) " " (picture::px(below)) ")" } { (key) }
            }
            g id="source" {
                @for (index, line) in source.iter().enumerate() {
                    text class="source" x=(AIR) y=(picture::px(bottom + 15.0 * index as f64)) { (line) }
                }
            }
        }
    }
}

fn heading(manifest: &Manifest) -> String {
    let title = plain(&manifest.title);
    if title.is_empty() { "Timeline".to_owned() } else { title }
}

/// The whole in words, for those who do not see it, and for programs that keep nothing else.
fn description(manifest: &Manifest, picture: Option<&Picture>) -> String {
    let lanes = picture.map(|picture| {
        let lanes = picture.scene.lanes.iter().map(|lane| format!("{} ({})", plain(&lane.name), lane.count));
        format!("Lanes by {}: {}.", picture.facet.word(), lanes.collect::<Vec<_>>().join(", "))
    });
    let origin = manifest.lines().into_iter().skip(1).map(|(name, text)| format!("{name}: {}", plain(&text)));
    lanes.into_iter().chain(origin).collect::<Vec<_>>().join("\n")
}

/// The last lines: licence, data and program, and the command that makes the picture again.
fn source(manifest: &Manifest) -> Vec<String> {
    let license = if manifest.license.is_empty() { String::new() } else { format!("{}, ", manifest.license) };
    let from = format!("{license}data {}, made with dateline {}", manifest.hash, manifest.version);
    let mut lines = wrap(&plain(&from), SMALL);
    lines.extend(wrap(&plain(&manifest.command), SMALL));
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::markup::reading::{ids, tags};
    use crate::export::tests::fixtures;
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
            let picture = Picture::of(&export, facet, COLUMNS).unwrap();
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
