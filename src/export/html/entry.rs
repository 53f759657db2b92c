//! The entry of an event in the list of the page.

use maud::{Markup, html};

use super::super::markup::{address, paragraphs, plain};
use super::super::picture::kinds::{class, sign};
use super::super::picture::placed;
use super::super::wording;
use super::page::Page;
use crate::history::policy_words;
use crate::model::{
    Certainty, Date, Dispute, Effect, Event, EventNo, Link, Participation, Source, SourceDetails, Timeline,
};

/// Renders an event as a list item.
pub fn entry(page: &Page, number: EventNo) -> Markup {
    let timeline = page.export.timeline;
    let event = timeline.event(number);
    let id = page.id(number).unwrap_or_default();
    html! {
        li id=(id) class={ "event weight-" (event.weight()) } {
            div class="when" { (when(timeline, event)) }
            div class="what" {
                h3 {
                    (glyph(event.kind.map(|kind| timeline.word(kind)))) (plain(&event.title)) " "
                    a class="self" href={ "#" (id) } aria-label="Link to this event" { "#" }
                }
                (facts(timeline, event))
                @for paragraph in paragraphs(&event.summary) { p { (prose(&paragraph)) } }
                (details(page, event))
            }
        }
    }
}

/// Renders the date that places the event, in words and as EDTF.
fn when(timeline: &Timeline, event: &Event) -> Markup {
    let words = placed(timeline, event);
    let date = timeline.when(event);
    html! {
        @match date.and_then(machine) {
            Some(machine) => time class="words" datetime=(machine) { (words) },
            None => span class="words" { (words) },
        }
        @if let Some(date) = date {
            " " code title="The date as it was written, in EDTF" { (plain(date.text())) }
        }
    }
}

/// Returns the `datetime` attribute of a date, or `None` unless HTML can express it exactly: a day or a time
/// of the years 1 to 9999, neither approximate nor uncertain.
fn machine(date: &Date) -> Option<String> {
    let year = date.earliest().ymd().0;
    let is_sayable = date.is_exact() && !date.is_interval() && (1..=9999).contains(&year);
    is_sayable.then(|| date.iso(date.earliest()))
}

fn glyph(kind: Option<&str>) -> Markup {
    html! {
        svg class="key sign" viewBox="-8 -8 16 16" aria-hidden="true" {
            path class=(class(kind)) d=(sign(kind).0) {}
        }
    }
}

/// Renders kind, certainty and countries on one line.
fn facts(timeline: &Timeline, event: &Event) -> Markup {
    let kind = event.kind.map(|kind| plain(timeline.word(kind)));
    let countries = wording::countries(timeline, event).join(", ");
    html! {
        p class="facts" {
            @if let Some(kind) = kind { span { (kind) } }
            @if let Some(certainty) = event.certainty {
                span class=(if certainty == Certainty::Confirmed { "sure" } else { "doubt" }) {
                    (certainty.word())
                }
            }
            @if !countries.is_empty() { span { (countries) } }
        }
    }
}

/// Renders all other fields, each with a label.
fn details(page: &Page, event: &Event) -> Markup {
    let timeline = page.export.timeline;
    let tags: Vec<String> = event.tags.iter().map(|tag| plain(timeline.word(*tag))).collect();
    let note = plain(&event.date_note);
    html! {
        dl class="details" {
            @if !note.is_empty() { dt { "On the date" } dd { (prose(&note)) } }
            @let others = other_dates(timeline, event);
            @if !others.is_empty() {
                dt { "Other dates" }
                @for (name, date) in others {
                    dd { (name) " " (plain(&date.words())) " " code { (plain(date.text())) } }
                }
            }
            @if !event.actors.is_empty() {
                dt { "Actors" }
                @for part in &event.actors { dd { (actor(timeline, event, part)) } }
            }
            @if !event.effects.is_empty() {
                dt { "Policies" }
                @for effect in &event.effects { dd { (policy(timeline, effect)) } }
            }
            @if !event.links.is_empty() {
                dt { "Links" }
                @for to in &event.links { dd { (linked(page, to)) } }
            }
            @if !event.disputes.is_empty() {
                dt class="doubt" { (wording::objection(event)) }
                @for dispute in &event.disputes { dd { (disputed(dispute)) } }
            }
            @if !tags.is_empty() { dt { "Tags" } dd { (tags.join(", ")) } }
            @if let Some(review) = &event.reviewed { dt { "Reviewed" } dd { (plain(&review.words())) } }
            @for (key, value) in &event.extra {
                dt { (plain(key)) } dd { (plain(&value.words())) }
            }
            @if !event.sources.is_empty() {
                dt { "Sources" }
                @for one in &event.sources { dd class="source" { (source(timeline, one)) } }
            }
        }
    }
}

/// Returns the dates that do not place the event, each with its name.
fn other_dates<'a>(timeline: &Timeline, event: &'a Event) -> Vec<(&'static str, &'a Date)> {
    let own = event.date.as_ref().filter(|_| timeline.clock().is_some()).map(|date| ("date", date));
    let clocks = event.clocks.iter().filter(|(clock, _)| timeline.clock() != Some(*clock));
    own.into_iter().chain(clocks.map(|(clock, date)| (clock.words(), date))).collect()
}

/// Renders an actor: `Antony Blinken, US Secretary of State (United States): proposer`.
fn actor(timeline: &Timeline, event: &Event, part: &Participation) -> Markup {
    let actor = timeline.actor(part.actor);
    html! {
        (plain(&actor.name))
        @if let Some(office) = timeline.office_of(part.actor, event) { ", " (plain(&office.title)) }
        @else if let Some(country) = actor.country.filter(|country| country.name() != &*actor.name) {
            " (" (country.name()) ")"
        }
        @if let Some(role) = part.role { ": " span class="role" { (plain(timeline.word(role))) } }
    }
}

/// Renders an effect: `ATACMS in Russia (United States): banned → partly permitted from around 17 November
/// 2024`.
fn policy(timeline: &Timeline, effect: &Effect) -> Markup {
    let status = plain(timeline.word(effect.status));
    let was = effect.was.map(|was| plain(timeline.word(was)));
    html! {
        (plain(&policy_words(timeline, timeline.policy(effect.policy)))) ": "
        @match was {
            Some(was) if was == status => span class="status" { "still " (status) },
            Some(was) => { span class="status was" { (was) } " → " span class="status" { (status) } },
            None => span class="status" { (status) },
        }
        @if let Some(from) = &effect.from { " from " (plain(&from.words())) }
        @if !effect.note.is_empty() { " (" (plain(&effect.note)) ")" }
    }
}

fn linked(page: &Page, to: &Link) -> Markup {
    let timeline = page.export.timeline;
    let relation = plain(timeline.word(to.relation)).replace('-', " ");
    html! {
        (relation) " "
        @match timeline.find(&to.to) {
            Some(other) => (linked_event(page, other)),
            None => { (plain(&to.to)) " (not in this timeline)" },
        }
    }
}

/// Renders the title of an event, as a link to its entry if it has one.
pub fn linked_event(page: &Page, event: EventNo) -> Markup {
    let title = plain(&page.export.timeline.event(event).title);
    html! {
        @match page.id(event) {
            Some(id) => a href={ "#" (id) } { (title) },
            None => { (title) " (not on this page)" },
        }
    }
}

/// Renders a paragraph, with text between backticks as code.
pub fn prose(paragraph: &str) -> Markup {
    html! {
        @for (is_code, text) in wording::code_spans(paragraph) {
            @if is_code { code { (text) } } @else { (text) }
        }
    }
}

fn disputed(dispute: &Dispute) -> Markup {
    html! {
        (prose(&plain(&dispute.says)))
        @for url in &dispute.sources { " " (bare_link(url)) }
    }
}

/// Renders a source: `The New York Times, 22 May 2024: Title, weak source`. The title or the address is a
/// link.
fn source(timeline: &Timeline, source: &Source) -> Markup {
    let publisher = source.publisher.map(|publisher| plain(timeline.word(publisher)));
    let date = source.date.as_ref().map(|date| plain(&date.words()));
    let title = plain(&source.title);
    let SourceDetails { id: _, authors, lang, archive, accessed, quote, note } = source.details();
    let authors = authors.iter().map(|author| plain(author));
    let before = authors.chain([publisher, date].into_iter().flatten());
    let before: Vec<String> = before.filter(|part| !part.is_empty()).collect();
    let accessed = accessed.as_ref().map(|date| format!("accessed {}", date.words()));
    html! {
        (before.join(", "))
        @if !(before.is_empty() || title.is_empty() && source.url.is_empty()) { ": " }
        @if title.is_empty() { (bare_link(&source.url)) } @else { (titled_link(&source.url, &title)) }
        @if source.primary { " " span class="badge" { "primary source" } }
        @if source.weak { " " span class="badge weak" { "weak source" } }
        @if !quote.is_empty() { " " q lang=[Some(plain(lang)).filter(|lang| !lang.is_empty())] { (plain(quote)) } }
        @if !note.is_empty() { " (" (plain(note)) ")" }
        @if !archive.is_empty() { " archived: " (bare_link(archive)) }
        @if let Some(accessed) = accessed { ", " (plain(&accessed)) }
    }
}

/// Renders an address as a link to itself, or as text if it is not safe to open.
fn bare_link(url: &str) -> Markup {
    html! {
        @if let Some(address) = address(url) { a href=(address) rel="noopener noreferrer" { (shown(url)) } }
        @else { (plain(url)) }
    }
}

/// Renders a title as a link. In print, the address follows it.
fn titled_link(url: &str, title: &str) -> Markup {
    match address(url) {
        Some(address) => html! { a class="titled" href=(address) rel="noopener noreferrer" { (title) } },
        None if url.is_empty() => html! { (title) },
        None => html! { (title) " (" (plain(url)) ")" },
    }
}

/// Shortens an address for display, without scheme and `www.`.
fn shown(url: &str) -> String {
    let url = plain(url);
    let shown = ["https://www.", "https://", "http://"].into_iter().find_map(|start| url.strip_prefix(start));
    shown.map_or(url.clone(), |rest| rest.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_a_date_only_when_it_is_sure_to_the_day() {
        let machine_of = |text: &str| machine(&Date::parse(text).unwrap());
        assert_eq!(machine_of("2024-05-22").as_deref(), Some("2024-05-22"));
        assert_eq!(machine_of("2024-05-22T14:30:00+02:00").as_deref(), Some("2024-05-22T14:30:00+02:00"));
        for vague in [
            "2024-05-22~",
            "2024-05-22?",
            "2024-05",
            "2024",
            "202X",
            "2024-05-01/2024-05-02",
            "2024-05-22/..",
            "-0043-03-15",
        ] {
            assert_eq!(machine_of(vague), None, "{vague}");
        }
    }
}
