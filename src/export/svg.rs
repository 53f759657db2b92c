//! SVG for slides and papers: the picture with its title, what the signs mean, and where it is from.

use std::io;

use maud::{Markup, PreEscaped, html};

use super::markup::plain;
use super::picture::{self, Picture};
use super::{Export, Format, Manifest};
use crate::query::Facet;
use crate::text::{fit, wrap};

/// One SVG of 1200 pixels, light, with real text and a class or an id for everything in it, so that
/// a drawing program can change it.
#[derive(Debug, Clone, Copy)]
pub struct Svg;

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

impl Format for Svg {
    fn name(&self) -> &'static str {
        "svg"
    }

    fn extension(&self) -> &'static str {
        "svg"
    }

    fn about(&self) -> &'static str {
        "the picture for slides and papers, with real text"
    }

    fn write(&self, export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
        let picture = Picture::of(export, Facet::Country, COLUMNS);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "{}", document(&export.manifest, picture.as_ref()).into_string())
    }
}

fn document(manifest: &Manifest, picture: Option<&Picture>) -> Markup {
    let title = heading(manifest);
    let mut words = wrap(&plain(&manifest.sentence()), LINE);
    let nothing = || Some("No event here has a date, so there is nothing to draw.".to_owned());
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
