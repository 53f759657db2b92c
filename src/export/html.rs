//! A self-contained web page: the picture, the list of events with sources, and filters. It is readable
//! without its script.

mod data;
mod entry;
mod page;
mod policies;

use std::collections::BTreeMap;
use std::io;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use entry::prose;
use page::Page;
use policies::PagePolicies;

use super::contents::Export;
use super::format::{Format, Holds};
use super::manifest::Manifest;
use super::markup::{paragraphs, plain};
use super::picture::{self, Picture};
use crate::model::EventNo;
use crate::text::counted;

/// Maximum number of events on a page.
pub const MAX_EVENTS: usize = 5000;

/// The width in pixels of the picture shown without the script.
const WIDTH: f64 = 1200.0;

const STYLE: &str = concat!(include_str!("picture/picture.css"), include_str!("html/page.css"));
const SCRIPT: &str = concat!(
    "\"use strict\";\n",
    include_str!("html/dom.js"),
    include_str!("html/calendar.js"),
    include_str!("html/lanes.js"),
    include_str!("html/timeline.js"),
    include_str!("html/filters.js"),
    include_str!("html/panel.js"),
    include_str!("html/policies.js"),
    include_str!("html/pointer.js"),
    include_str!("html/keys.js"),
    include_str!("html/page.js"),
);

/// A web page in a single file, to be shared by mail: it loads nothing and sends nothing.
///
/// Its Content-Security-Policy allows only its own script and style, by their hashes. A page with more than
/// [`MAX_EVENTS`] events would be slow, so only the most important ones are included, with a notice.
pub const FORMAT: Format = Format {
    aliases: &["htm"],
    holds: Holds::Page(MAX_EVENTS),
    preview,
    ..Format::new("html", "a page to send: the picture, filters, every event with sources; no network", write)
};

fn write(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    let held = Export { events: most_important(export), ..export.clone() };
    writeln!(out, "{}", document(&Page::of(&held), export.events.len()).into_string())
}

fn preview(export: &Export, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}\n{}\n", export.manifest.heading(), plain(&export.manifest.sentence()))?;
    for event in export.chosen() {
        let (date, sources) =
            (picture::placed(export.timeline, event), counted(event.sources.len(), "source"));
        writeln!(out, "{date} {} ({sources})", plain(&event.title))?;
    }
    Ok(())
}

/// Returns the events for a page, in their order: all or, if there are too many, the most important. Of an
/// importance that fits only partly, an evenly spaced sample is taken.
fn most_important(export: &Export) -> Vec<EventNo> {
    let events = &export.events;
    if events.len() <= MAX_EVENTS {
        return events.clone();
    }
    let weight = |place: usize| export.timeline.event(events[place]).weight();
    let mut levels: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    (0..events.len()).for_each(|place| levels.entry(weight(place)).or_default().push(place));
    let mut taken: Vec<usize> = Vec::with_capacity(MAX_EVENTS);
    for of_level in levels.values().rev() {
        let room = MAX_EVENTS - taken.len();
        let share = room.min(of_level.len());
        taken.extend((0..share).map(|nth| of_level[nth * of_level.len() / share]));
    }
    taken.sort_unstable();
    taken.into_iter().map(|place| events[place]).collect()
}

fn document(page: &Page, chosen: usize) -> Markup {
    let export = page.export;
    let manifest = &export.manifest;
    let title = manifest.heading();
    let policies = PagePolicies::of(page);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "dateline " (plain(&manifest.version)) };
                meta name="description" content=(plain(&manifest.sentence()));
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#events" { "Skip to the list of events" }
                (header(export, &title, chosen))
                main {
                    (timeline(page))
                    @if let Some(policies) = &policies { (policies.section()) }
                    div class="columns" {
                        aside id="filters" aria-label="Filters" hidden {}
                        (list(page))
                    }
                }
                (origin(manifest))
                script type="application/json" id="data" { (PreEscaped(data::json(page, policies.as_ref().map(|policies| &policies.data)))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// Returns the Content-Security-Policy: only the page's own script and style run, and nothing is loaded. The
/// page has an empty icon, so that browsers do not request one from a server.
fn policy() -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
    let (script, style) = (hash(SCRIPT), hash(STYLE));
    format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; img-src data:; \
         base-uri 'none'; form-action 'none'"
    )
}

fn header(export: &Export, title: &str, chosen: usize) -> Markup {
    let about = paragraphs(&export.timeline.head.description);
    html! {
        header {
            h1 { (title) }
            p class="selection" { (plain(&export.manifest.sentence())) }
            @if export.events.len() < chosen {
                p class="notice" {
                    strong {
                        "This page holds the " (export.events.len()) " most important of these "
                        (chosen) " events"
                    }
                    "; more would make it slow. Filters, counts and the picture speak of those it holds. For
                    the others, choose less at a time, by a range of dates or a filter, or export another format."
                }
            }
            @if let Some((first, more)) = about.split_first() {
                p class="about" { (prose(first)) }
                @if !more.is_empty() {
                    details class="about" {
                        summary { "About this timeline" }
                        @for paragraph in more { p { (prose(paragraph)) } }
                    }
                }
            }
        }
    }
}

/// Returns the static picture. The script replaces it by an interactive one.
fn timeline(page: &Page) -> Markup {
    let link = |number: EventNo| page.id(number).map(|id| format!("#{id}")).unwrap_or_default();
    html! {
        section class="timeline" aria-labelledby="timeline-heading" {
            h2 id="timeline-heading" { "Timeline" }
            svg class="patterns" aria-hidden="true" { (picture::patterns()) }
            @match Picture::of(page.export, page.facet(), WIDTH) {
                None => p { (picture::nothing(page.export.timeline)) },
                Some(picture) => {
                    div id="tools" class="tools" hidden {}
                    div id="frame" class="frame" {
                        svg id="picture" class="picture" xmlns="http://www.w3.org/2000/svg"
                            viewBox={ "0 0 " (picture::px(picture.width())) " " (picture::px(picture.height())) }
                            role="group" aria-label={ "Timeline by " (picture.facet.word()) "; every event in it is in the list below" } {
                            (picture::picture(&picture, Some(&link)))
                        }
                    }
                    (key(&picture))
                    @if let Some(words) = picture.left_out() { p class="quiet" { (words) } }
                },
            }
            div id="help" hidden {}
        }
    }
}

fn key(picture: &Picture) -> Markup {
    html! {
        ul class="signs" aria-label="What the signs mean" {
            @for (sign, words) in picture::signs(picture) {
                li { svg class="key" viewBox="0 -9 22 18" aria-hidden="true" { (sign) } (words) }
            }
        }
    }
}

fn list(page: &Page) -> Markup {
    html! {
        section id="events" aria-labelledby="events-heading" tabindex="-1" {
            h2 id="events-heading" { "Events" }
            p id="count" role="status" { (counted(page.export.events.len(), "event")) }
            div id="chips" class="chips" hidden {}
            ol id="list" class="list" {
                @for number in &page.export.events { (entry::entry(page, *number)) }
            }
        }
    }
}

/// Returns the manifest with the command that makes the page again.
fn origin(manifest: &Manifest) -> Markup {
    html! {
        footer {
            h2 { "Where this page is from" }
            dl {
                @for (name, text) in manifest.lines() {
                    dt { (name) }
                    dd { @if name == "command" { code { (plain(&text)) } } @else { (plain(&text)) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::markup::anchor;
    use crate::export::markup::reading::{Tag, ids, tags, values};
    use crate::export::tests::fixtures;
    use crate::load::builtin;
    use crate::model::{Event, Timeline};

    fn written(timeline: &Timeline) -> String {
        let mut bytes = Vec::new();
        write(&fixtures::export(timeline), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
        page.split_once(start).unwrap().1.split_once(end).unwrap().0
    }

    /// Returns whether an element could run code, load or send something.
    fn is_active((name, attributes): &Tag) -> bool {
        let is_code = |(key, value): &(String, String)| {
            key.starts_with("on")
                || ["src", "srcset", "style", "action", "formaction"].contains(&key.as_str())
                || (key == "href"
                    && !["#", "http://", "https://", "mailto:", "data:,"]
                        .iter()
                        .any(|start| value.starts_with(start)))
        };
        ["iframe", "object", "embed", "form", "base", "img"].contains(&name.as_str())
            || attributes.iter().any(is_code)
    }

    #[test]
    fn every_link_within_the_page_leads_somewhere_and_every_event_is_on_it() {
        let timeline = builtin().timeline;
        let page = written(&timeline);
        let tags = tags(&page);
        let ids = ids(&tags);
        let inside = values(&tags, "href").into_iter().filter_map(|to| to.strip_prefix('#'));
        let lost: Vec<&str> = inside.filter(|to| !ids.contains(to)).collect();
        assert_eq!(lost, [""; 0]);
        for event in timeline.events() {
            assert!(ids.contains(anchor("e-", &event.id).as_str()), "{}", event.id);
        }
        assert_eq!(tags.iter().filter(|(name, _)| name == "h1").count(), 1);
    }

    #[test]
    fn the_policy_lets_just_the_pages_own_script_and_style_run() {
        let page = written(&fixtures::timeline());
        let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
        for (open, close, directive) in
            [("<style>", "</style>", "style-src"), ("<script>", "</script>", "script-src")]
        {
            let hash = BASE64_STANDARD.encode(Sha256::digest(between(&page, open, close).as_bytes()));
            assert!(policy.contains(&format!("{directive} 'sha256-{hash}'")), "{directive}");
        }
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.matches("<script").count(), 2);
    }

    #[test]
    fn two_events_with_one_id_have_two_places() {
        let event = |title: &str| Event { id: "same".into(), title: title.into(), ..Event::default() };
        let timeline = Timeline::default().with_events(vec![event("one"), event("other")]);
        let page = written(&timeline);
        ids(&tags(&page));
    }

    #[test]
    fn a_page_by_a_clock_places_events_by_it_and_keeps_their_own_date_beside() {
        let timeline = fixtures::timeline().placed_by(Some(crate::model::Clock::InForce));
        let page = written(&timeline);
        assert!(page.contains("<span class=\"words\">in force June 2024</span> <code"));
        assert!(page.contains("<dd>date 22 May 2024 <code>2024-05-22</code></dd>"));
        assert!(page.contains("events have no in-force date and so no place in the picture."));
        assert!(page.contains("<span class=\"words\">no in-force date</span>"));
    }

    #[test]
    fn a_page_of_too_many_events_holds_the_important_ones_of_all_times_and_says_so() {
        let event = |number: usize| Event {
            id: format!("{number:05}").into(),
            date: crate::model::Date::parse(&format!("{:04}", 1000 + number / 10)).ok(),
            importance: Some(if number.is_multiple_of(10) { 5 } else { 2 }),
            ..Event::default()
        };
        let timeline = Timeline::default().with_events((0..2 * MAX_EVENTS).map(event).collect());
        let held = most_important(&fixtures::export(&timeline));
        assert_eq!(held.len(), MAX_EVENTS);
        assert!(held.is_sorted());
        let important = held.iter().filter(|number| timeline.event(**number).weight() == 5).count();
        assert_eq!(important, 2 * MAX_EVENTS / 10);
        let late = held.iter().filter(|number| number.index() >= MAX_EVENTS).count();
        assert!(late.abs_diff(MAX_EVENTS / 2) < 10, "{late} of the later half");
        assert!(written(&timeline).contains("holds the 5000 most important of these 10000 events"));
    }

    proptest! {
        #[test]
        fn no_text_becomes_part_of_the_page(text in fixtures::text()) {
            let page = written(&fixtures::only(&text));
            let tags = tags(&page);
            ids(&tags);
            prop_assert_eq!(tags.iter().filter(|(name, _)| name == "script").count(), 2);
            prop_assert_eq!(tags.iter().find(|tag| is_active(tag)), None);
            let data = between(&page, "id=\"data\">", "</script>");
            let read: serde_json::Value = serde_json::from_str(data).unwrap();
            prop_assert_eq!(&read["events"][0]["title"], &plain(&text));
        }
    }
}
