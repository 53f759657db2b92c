//! Plain-English texts about an event, shared by all formats for people.

use super::markup::paragraphs;
use crate::history::{effect_words, policy_words};
use crate::model::{Certainty, Clock, Date, Dispute, Effect, Event, Precision, Timeline};
use crate::text::one_line;

/// Returns what a format with whole days must add to a date: the date in words, and its unknown parts. `None`
/// if days express the date exactly.
pub fn remark(date: &Date) -> Option<String> {
    (!date.is_exact() || date.is_timed_interval()).then(|| date_words(date))
}

/// Formats a date with its unknown parts: `around May 2024, day unknown`.
pub fn date_words(date: &Date) -> String {
    let unknown = match (date.precision(), date.is_interval()) {
        (Precision::Time | Precision::Day, _) => return date.words(),
        (Precision::Month | Precision::Season, false) => "day unknown",
        (Precision::Month | Precision::Season, true) => "days unknown",
        (Precision::Year, false) => "month and day unknown",
        (Precision::Year, true) => "months and days unknown",
        (Precision::Ages, false) => "year unknown",
        (Precision::Ages, true) => "years unknown",
    };
    format!("{}, {unknown}", date.words())
}

/// Returns the title, followed in brackets by what days cannot express of the date that places the event; by
/// the whole date if that is not its `date`.
pub fn dated_title(timeline: &Timeline, event: &Event) -> String {
    let title = one_line(&event.title);
    let date = timeline.when(event);
    let remark = match timeline.clock() {
        Some(clock) => date.map(|date| format!("{} {}", clock.words(), date_words(date))),
        None => date.and_then(remark),
    };
    match remark {
        Some(remark) if remark.contains('(') => format!("{title} [{remark}]").trim_start().to_owned(),
        Some(remark) => format!("{title} ({remark})").trim_start().to_owned(),
        None => title,
    }
}

/// Splits a text at backticks. Each part is paired with whether it is code; the backticks are removed. A text
/// with an unpaired backtick has no code.
pub fn code_spans(text: &str) -> Vec<(bool, &str)> {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return vec![(false, text)];
    }
    let parts = parts.into_iter().enumerate().map(|(at, part)| (at % 2 == 1, part));
    parts.filter(|(_, part)| !part.is_empty()).collect()
}

/// Returns the paragraphs of a timeline's description that mention certainty.
pub fn on_certainty(timeline: &Timeline) -> Vec<String> {
    let speaks_of_it = |paragraph: &String| paragraph.to_lowercase().contains("certainty");
    paragraphs(&timeline.head.description).into_iter().filter(speaks_of_it).collect()
}

/// Formats the certainty unless it is confirmed: `reported by The New York Times`.
pub fn doubt(timeline: &Timeline, event: &Event) -> Option<String> {
    let media = event.actors.iter().map(|part| timeline.actor(part.actor)).filter(|actor| actor.media);
    let names: Vec<&str> = media.map(|actor| &*actor.name).collect();
    match event.certainty? {
        Certainty::Confirmed => None,
        Certainty::Reported if !names.is_empty() => Some(format!("reported by {}", names.join(", "))),
        certainty => Some(certainty.word().to_owned()),
    }
}

/// Formats an effect: `use of ATACMS (US administration): banned → partly permitted`.
pub fn effect(timeline: &Timeline, effect: &Effect) -> String {
    let policy = policy_words(timeline, timeline.policy(effect.policy));
    let change = effect_words(timeline, effect, "→");
    let from = effect.from.as_ref().map(|from| format!(" from {}", from.words())).unwrap_or_default();
    let note = one_line(&effect.note);
    let note = if note.is_empty() { note } else { format!(" ({note})") };
    format!("{policy}: {change}{from}{note}")
}

/// Returns the label of a dispute: `Disputed` if the event itself is disputed, else `But`.
pub fn objection(event: &Event) -> &'static str {
    if event.certainty == Some(Certainty::Disputed) { "Disputed" } else { "But" }
}

/// Returns the names of an event's countries; the first is that of its lane.
pub fn countries(timeline: &Timeline, event: &Event) -> Vec<&'static str> {
    timeline.countries_of(event).into_iter().map(crate::model::Country::name).collect()
}

/// Returns everything about an event except its title, summary and sources, as pairs of a label and a line.
/// Texts are not escaped for any format.
pub fn details(timeline: &Timeline, event: &Event) -> Vec<(&'static str, String)> {
    let word = |word| timeline.word(word);
    let mut lines = Vec::new();
    let mut say = |label, text: String| {
        if !text.is_empty() {
            lines.push((label, one_line(&text)));
        }
    };
    if let Some(date) = &event.date {
        say("Date", format!("{} (EDTF {})", date_words(date), date.text()));
    }
    say("About the date", event.date_note.to_string());
    say("Certainty", doubt(timeline, event).unwrap_or_default());
    if event.certainty == Some(Certainty::Confirmed) {
        say("Certainty", "confirmed".to_owned());
    }
    say("Kind", event.kind.map(word).unwrap_or_default().to_owned());
    say("Countries", countries(timeline, event).join(", "));
    let part = |part: &crate::model::Participation| {
        let name = &timeline.actor(part.actor).name;
        part.role.map_or_else(|| name.to_string(), |role| format!("{name} ({})", word(role)))
    };
    say("Actors", event.actors.iter().map(part).collect::<Vec<_>>().join("; "));
    event.effects.iter().for_each(|one| say("Policy", effect(timeline, one)));
    event.clocks.iter().for_each(|(clock, date)| say(clock_label(*clock), date_words(date)));
    event.disputes.iter().for_each(|one| say(objection(event), dispute(one)));
    for link in &event.links {
        let title = timeline.find(&link.to).map(|number| format!(": {}", timeline.event(number).title));
        say("Link", format!("{} {}{}", word(link.relation), link.to, title.unwrap_or_default()));
    }
    say("Reviewed", event.reviewed.as_ref().map(|review| review.words()).unwrap_or_default());
    lines
}

fn clock_label(clock: Clock) -> &'static str {
    match clock {
        Clock::Announced => "Announced",
        Clock::Adopted => "Adopted",
        Clock::InForce => "In force",
        Clock::Expires => "Expires",
        Clock::Reported => "First reported",
    }
}

/// Formats a dispute with the addresses of its sources.
fn dispute(dispute: &Dispute) -> String {
    let places = dispute.sources.iter().map(|place| format!(" <{place}>"));
    std::iter::once(dispute.says.to_string()).chain(places).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_a_single_one_is_a_letter() {
        assert_eq!(code_spans("a `b` c"), [(false, "a "), (true, "b"), (false, " c")]);
        assert_eq!(code_spans("a ` b"), [(false, "a ` b")]);
        assert_eq!(code_spans("`a`"), [(true, "a")]);
    }

    #[test]
    fn what_days_cannot_say_is_said_in_words() {
        let said = |text: &str| remark(&Date::parse(text).unwrap());
        for exact in ["2024-05-22", "2024-05-22/2024-05-24", "2024-05-22T14:30:00Z"] {
            assert_eq!(said(exact), None, "{exact}");
        }
        for (text, words) in [
            ("2024-05", "May 2024, day unknown"),
            ("2024-05~", "around May 2024, day unknown"),
            ("2024-05-22~", "around 22 May 2024"),
            ("2024-05-22?", "22 May 2024 (uncertain)"),
            ("2024", "2024, month and day unknown"),
            ("2024-21", "spring 2024, day unknown"),
            ("202X", "2020s, year unknown"),
            ("2024-05/2024-06", "May to June 2024, days unknown"),
            ("2024-05-30/..", "from 30 May 2024, no end"),
            ("../2024-05-30", "until 30 May 2024"),
        ] {
            assert_eq!(said(text).as_deref(), Some(words), "{text}");
        }
    }
}
