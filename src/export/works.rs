//! The sources of an export as works to cite: each once, with the events that cite it.

use std::collections::HashMap;

use super::contents::Export;
use super::omissions::Omission;
use super::wording;
use crate::model::address::host;
use crate::model::calendar::year_words;
use crate::model::{Date, Event, Source, Text, Timeline};
use crate::text::{one_line, sha256};

/// A work to cite. Texts are empty if not known.
#[derive(Default)]
pub struct Work<'a> {
    /// A key of ASCII letters, digits and hyphens. It depends only on the work, so that it does not change
    /// when other works are added or removed.
    pub key: String,
    /// The address.
    pub url: &'a str,
    pub title: &'a str,
    pub authors: &'a [Text],
    pub publisher: Option<&'a str>,
    /// The date of publication.
    pub date: Option<&'a Date>,
    pub lang: &'a str,
    /// The address of an archived copy.
    pub archive: &'a str,
    /// The date when it was last visited.
    pub accessed: Option<&'a Date>,
    /// The relevant quote.
    pub quote: &'a str,
    /// A note on the source.
    pub remark: &'a str,
    /// Whether it is marked as a weak source: a pointer, not an authority.
    pub weak: bool,
    /// Whether it is marked as a primary source: the document itself.
    pub primary: bool,
    /// The exported events that cite it, each once.
    pub events: Vec<&'a Event>,
}

/// Returns every work that the selected events cite, in chronological order. Works are the same if they have
/// the same address or, without an address, the same title, publisher and date. Fields that one event omits
/// are taken from any other event of the timeline, selected or not.
pub fn works<'a>(export: &Export<'a>) -> Vec<Work<'a>> {
    let mut works: Vec<Work> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut is_chosen = vec![false; export.timeline.len()];
    export.events.iter().for_each(|number| is_chosen[number.index()] = true);
    for (event, is_chosen) in export.timeline.events().iter().zip(is_chosen) {
        let pointers = event.disputes.iter().flat_map(|dispute| &dispute.sources);
        let pointers = pointers.map(|url| Work::at(url));
        let sources = event.sources.iter().map(|source| Work::of(export.timeline, source));
        for work in sources.chain(pointers) {
            let Some(identity) = work.identity() else { continue };
            let index = *known.entry(identity).or_insert(works.len());
            match works.get_mut(index) {
                Some(there) => there.complete(&work),
                None => works.push(work),
            }
            let events = &mut works[index].events;
            if is_chosen && !events.last().is_some_and(|last| std::ptr::eq(*last, event)) {
                events.push(event);
            }
        }
    }
    works.retain(|work| !work.events.is_empty());
    let mut taken: HashMap<String, usize> = HashMap::new();
    for work in &mut works {
        let count = taken.entry(work.made_key()).or_default();
        *count += 1;
        work.key = if *count == 1 { work.made_key() } else { format!("{}-{count}", work.made_key()) };
    }
    works
}

/// Returns the events that cite no work, as omissions.
pub fn without_works(export: &Export) -> Vec<Omission> {
    let has_work = |event: &Event| {
        event.disputes.iter().any(|dispute| !dispute.sources.is_empty())
            || event.sources.iter().any(|source| Work::of(export.timeline, source).identity().is_some())
    };
    Omission::out(export, |event| {
        (!has_work(event)).then_some("the format only holds sources, and none is named")
    })
}

/// Returns the details of an event and its sources, one per line: `Kind: decision`.
pub fn event_lines(timeline: &Timeline, event: &Event) -> impl Iterator<Item = String> {
    let sources = event.sources.iter().map(|source| ("Source", source_line(timeline, source)));
    let sources = sources.filter(|(_, line)| !line.is_empty());
    wording::details(timeline, event)
        .into_iter()
        .chain(sources)
        .map(|(label, line)| format!("{label}: {line}"))
}

/// Formats a source with its address: `The New York Times, 22 May 2024: https://…`.
fn source_line(timeline: &Timeline, one: &Source) -> String {
    let work = Work::of(timeline, one);
    let described = std::iter::once(work.words()).chain(work.remarks()).collect::<Vec<_>>().join(". ");
    match (described.is_empty(), one.url.is_empty()) {
        (false, false) => format!("{described}: {}", one_line(&one.url)),
        (true, _) => one_line(&one.url),
        (false, true) => described,
    }
}

impl<'a> Work<'a> {
    /// Creates a work from a source, without key and events.
    pub fn of(timeline: &'a Timeline, source: &'a Source) -> Self {
        let details = source.details();
        Self {
            title: &source.title,
            authors: &details.authors,
            publisher: source.publisher.map(|publisher| timeline.word(publisher)),
            date: source.date.as_ref(),
            lang: &details.lang,
            archive: &details.archive,
            accessed: details.accessed.as_ref(),
            quote: &details.quote,
            remark: &details.note,
            weak: source.weak,
            primary: source.primary,
            ..Self::at(&source.url)
        }
    }

    /// Creates a work from its address alone.
    pub fn at(url: &'a str) -> Self {
        Self { url, ..Self::default() }
    }

    /// Fills empty fields from another record of the same work.
    pub fn complete(&mut self, other: &Self) {
        let texts = [
            (&mut self.title, other.title),
            (&mut self.lang, other.lang),
            (&mut self.archive, other.archive),
            (&mut self.quote, other.quote),
            (&mut self.remark, other.remark),
        ];
        texts.into_iter().filter(|(own, _)| own.is_empty()).for_each(|(own, other)| *own = other);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
        self.publisher = self.publisher.or(other.publisher);
        self.date = self.date.or(other.date);
        self.accessed = self.accessed.or(other.accessed);
        self.weak |= other.weak;
        self.primary |= other.primary;
    }
}

impl Work<'_> {
    /// Returns what identifies the work: its address, or else title, publisher and date. `None` if all are
    /// empty.
    pub fn identity(&self) -> Option<String> {
        let date = self.date.map(Date::text).unwrap_or_default();
        let publisher = self.publisher.unwrap_or_default();
        if !self.url.trim().is_empty() {
            return Some(self.url.trim().to_owned());
        }
        let parts = [self.title.trim(), publisher.trim(), date];
        (!parts.concat().is_empty()).then(|| parts.join("\n"))
    }

    /// Returns a key such as `new-york-times-2024-1f3a9c2e`: publisher, year and a hash of the identity.
    fn made_key(&self) -> String {
        const LONGEST: usize = 32;
        let publisher = one_line(self.publisher.unwrap_or_default()).to_lowercase();
        let mut key = String::new();
        for word in publisher.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            if word != "the" && key.len() + word.len() < LONGEST {
                key.push_str(word);
                key.push('-');
            }
        }
        if key.is_empty() {
            key.push_str("source-");
        }
        if let Some(date) = self.date.filter(|date| date.earliest().is_finite()) {
            key.push_str(&format!(
                "{}-",
                year_words(date.earliest().ymd().0).replace(' ', "").to_lowercase()
            ));
        }
        let hash = sha256([&*self.identity().unwrap_or_default()]) >> 32;
        format!("{key}{hash:08x}")
    }

    /// Describes the work without its address: `The New York Times, 22 May 2024, “Title” (weak source)`. A
    /// work of which only the address is known is described by its host.
    pub fn words(&self) -> String {
        let title = one_line(self.title);
        let authors = self.authors.iter().map(|author| one_line(author));
        let known = authors.chain(self.publisher.map(one_line)).chain(self.date.map(Date::words));
        let title = Some(format!("“{title}”")).filter(|_| !title.is_empty());
        let mut parts: Vec<String> = known.chain(title).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            parts.extend(host(self.url).map(str::to_owned));
        }
        let marks = [(self.weak, "(weak source)"), (self.primary, "(primary source)")];
        let marks = marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| mark.to_owned());
        let words = parts.join(", ");
        Some(words).filter(|words| !words.is_empty()).into_iter().chain(marks).collect::<Vec<_>>().join(" ")
    }

    /// Returns the quote, the note, the archived copy and the date of the last visit, one sentence each.
    pub fn remarks(&self) -> Vec<String> {
        let labelled = [("Quote: ", self.quote), ("", self.remark), ("Archived: ", self.archive)];
        let labelled = labelled.into_iter().filter(|(_, text)| !text.is_empty());
        let labelled = labelled.map(|(label, text)| format!("{label}{}", one_line(text)));
        labelled.chain(self.accessed.map(|date| format!("Accessed {}", date.words()))).collect()
    }

    /// Returns the title or, for an untitled work, a description in square brackets.
    pub fn shown_title(&self) -> String {
        let title = one_line(self.title);
        match self.events.first() {
            Some(event) if title.is_empty() => format!("[On: {}]", one_line(&event.title)),
            _ => title,
        }
    }

    /// Returns a note on the weight of the source and the events that cite it.
    pub fn note(&self, timeline: &Timeline) -> String {
        let mut parts = Vec::new();
        parts.extend(self.weak.then(|| "weak source".to_owned()));
        parts.extend(self.primary.then(|| "primary source".to_owned()));
        parts.extend(self.title.is_empty().then(|| "title not recorded".to_owned()));
        parts.extend(self.remarks());
        let event =
            |event: &&Event| format!("{} ({})", wording::dated_title(timeline, event), one_line(&event.id));
        parts.push(format!("Named in: {}", self.events.iter().map(event).collect::<Vec<_>>().join("; ")));
        parts.join(". ")
    }

    /// Returns the ids of its events, separated by commas.
    pub fn keywords(&self) -> String {
        let ids = self.events.iter().map(|event| one_line(&event.id).replace(',', "%2C"));
        ids.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::fixtures;
    use crate::model::EventNo;

    #[test]
    fn the_key_of_a_work_stays_when_others_come_and_go() {
        let timeline = crate::load::builtin().timeline;
        let whole = fixtures::export(&timeline);
        let all: Vec<(String, String)> =
            works(&whole).into_iter().map(|work| (work.key.clone(), work.url.to_owned())).collect();
        let half = Export { events: (40..70).map(EventNo).collect(), ..fixtures::export(&timeline) };
        let some = works(&half);
        assert!(some.len() > 20);
        for work in some {
            assert!(all.contains(&(work.key.clone(), work.url.to_owned())), "{}", work.key);
            assert!(
                work.key
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            );
        }
    }

    #[test]
    fn a_work_without_an_address_is_known_by_title_publisher_and_date() {
        let source = |title: &str, date: &str| Source {
            title: title.into(),
            date: Date::parse(date).ok(),
            ..Source::default()
        };
        let event = |id: &str, sources: Vec<Source>| Event { id: id.into(), sources, ..Event::default() };
        let timeline = Timeline::default().with_events(vec![
            event("a", vec![source("x", "2024"), source("x", "2025")]),
            event("b", vec![source("x", "2024"), source("", "")]),
            event("c", vec![]),
        ]);
        let export = fixtures::export(&timeline);
        let found: Vec<(&str, usize)> =
            works(&export).iter().map(|work| (work.title, work.events.len())).collect();
        assert_eq!(found, [("x", 2), ("x", 1)]);
        assert_eq!(without_works(&export)[0].events, [timeline.find("c").unwrap()]);
    }
}
