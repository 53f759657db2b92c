//! Reads events of the most common shape from lines of JSON with `serde`, in one typed pass.
//!
//! A line is read here only if [`Chunk::add`] would report nothing about it. Every other line (an unknown
//! key, an odd type, a broken date, a rarer part of an event) is left to that function, so that each message
//! has one origin.

use std::borrow::Cow;

use memchr::memchr_iter;
use serde::{Deserialize, Deserializer};

use super::event_from_node::{Chunk, all_before, made_id};
use super::yaml::LONGEST;
use crate::model::event::FileLine;
use crate::model::{
    ActorNo, Address, Certainty, Country, Date, Effect, Event, Participation, PolicyNo, Source, Text,
};
use crate::problem::Span;
use crate::text::{is_hostile, is_plain, on_one_line};

/// A text that is copied only if it has escapes. Fields of type `&str` accept no escapes, so that their
/// position in the line gives their span.
#[derive(Deserialize)]
pub(super) struct Str<'t>(#[serde(borrow)] pub Cow<'t, str>);

/// An event. A `null` in a field that is no `Option` is left to the other reader too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 't"))]
struct Line<'t> {
    #[serde(default, deserialize_with = "not_null")]
    id: Option<&'t str>,
    #[serde(borrow)]
    date: Day<'t>,
    date_note: Option<Str<'t>>,
    title: Str<'t>,
    kind: Option<Str<'t>>,
    importance: Option<u8>,
    summary: Option<Str<'t>>,
    #[serde(default)]
    actors: Vec<Actor<'t>>,
    #[serde(default)]
    countries: Vec<Str<'t>>,
    #[serde(default)]
    tags: Vec<&'t str>,
    #[serde(default)]
    effects: Vec<Change<'t>>,
    certainty: Option<Str<'t>>,
    #[serde(default)]
    sources: Vec<Citation<'t>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
struct Actor<'t> {
    actor: &'t str,
    role: Option<Str<'t>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
struct Change<'t> {
    policy: &'t str,
    status: &'t str,
    was: Option<Str<'t>>,
    note: Option<Str<'t>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
struct Citation<'t> {
    url: Str<'t>,
    publisher: Option<Str<'t>>,
    #[serde(default, deserialize_with = "some_date")]
    date: Option<Date>,
    title: Option<Str<'t>>,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    primary: bool,
}

/// A date and its text as written.
struct Day<'t>(Date, &'t str);

impl<'de: 't, 't> Deserialize<'de> for Day<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Date::parse(text.trim()).map(|date| Self(date, text)).map_err(serde::de::Error::custom)
    }
}

fn some_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    Day::deserialize(deserializer).map(|day| Some(day.0))
}

fn not_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Adds the event of a line that starts at byte `base` of its file. Returns `None` and adds nothing if
/// the line is not of the usual shape.
pub(super) fn add(line: &str, base: usize, chunk: &mut Chunk) -> Option<()> {
    let is_odd = |c: char| is_hostile(c) || c == '\t';
    // These escapes may produce a hostile character.
    let is_escape = |at: usize| matches!(line.as_bytes().get(at + 1), Some(b'b' | b'f' | b'r' | b'u'));
    if line.len() > LONGEST
        || (!is_plain(line) && line.contains(is_odd))
        || memchr_iter(b'\\', line.as_bytes()).any(is_escape)
    {
        return None;
    }
    let read: Line = serde_json::from_str(line).ok().filter(Line::is_usual)?;
    let span = |text: &str| {
        let start = base + text.as_ptr().addr() - line.as_ptr().addr();
        // The quotes belong to the span.
        Span::from(start - 1..start + text.len() + 1)
    };
    let written = match (read.id, &read.title.0) {
        (Some(id), _) => id,
        (None, Cow::Borrowed(title)) => title,
        (None, Cow::Owned(_)) => return None,
    };
    let certainty: Option<Certainty> = read.certainty.as_ref().map(|word| word.0.parse()).transpose().ok()?;
    let countries: Option<Vec<_>> = read.countries.iter().map(|text| Country::find(text.0.trim())).collect();
    let event = Event { countries: countries?, certainty, ..read.event(chunk.file) };
    chunk.pending.ids.push(span(written));
    chunk.pending.note_date(event.date.as_ref(), span(read.date.1));
    read.add_names(event, chunk, span);
    Some(())
}

impl Line<'_> {
    /// Whether no name is empty, and no number, date or URL would be reported.
    fn is_usual(&self) -> bool {
        let mut names = self.tags.iter().copied().chain(self.actors.iter().map(|part| part.actor));
        !self.title.0.trim().is_empty()
            && names.all(|name| !name.trim().is_empty())
            && self.importance.is_none_or(|importance| (1..=5).contains(&importance))
            && self.sources.iter().all(|source| Address::of(&source.url.0).is_some())
            && !all_before(self.sources.iter().filter_map(|source| source.date.as_ref()), &self.date.0)
    }

    /// Returns the event without the fields that need numbered names.
    fn event(&self, file: u32) -> Event {
        let title: Text = on_one_line(&self.title.0).into();
        let made = || made_id(Some(&self.date.0), &title).into();
        Event {
            id: self.id.map_or_else(made, |id| on_one_line(id).into()),
            id_is_made: self.id.is_none(),
            title,
            date: Some(self.date.0.clone()),
            date_note: text(self.date_note.as_ref()),
            importance: self.importance,
            summary: text(self.summary.as_ref()),
            place: FileLine { file, line: 0 },
            ..Event::default()
        }
    }

    /// Adds the event, with its names numbered in the order in which [`Chunk::add`] numbers them.
    fn add_names(self, mut event: Event, chunk: &mut Chunk, span: impl Fn(&str) -> Span) {
        let mut word = |text: &str| chunk.words.add(&on_one_line(text));
        event.kind = self.kind.map(|kind| word(&kind.0));
        let parts = self.actors.into_iter().map(|part| Participation {
            role: part.role.map(|role| word(&role.0)),
            actor: ActorNo(chunk.actors.add(part.actor, span(part.actor))),
            extra: Vec::new(),
        });
        event.actors = parts.collect();
        event.tags.reserve_exact(self.tags.len());
        chunk.tagged.next_event();
        for tag in self.tags {
            let number = word(tag);
            if chunk.tagged.is_new(number) {
                event.tags.push(number);
                chunk.pending.tags.push(span(tag));
            }
        }
        chunk.pending.statuses.extend(self.effects.iter().map(|change| span(change.status)));
        let effects = self.effects.into_iter().map(|change| Effect {
            policy: PolicyNo(chunk.policies.add(change.policy, span(change.policy))),
            status: word(change.status),
            was: change.was.map(|was| word(&was.0)),
            note: text(change.note.as_ref()),
            from: None,
            extra: Vec::new(),
        });
        event.effects = effects.collect();
        let sources = self.sources.into_iter().map(|source| Source {
            url: source.url.0.into(),
            publisher: source.publisher.map(|name| word(&name.0)),
            date: source.date,
            title: text(source.title.as_ref()),
            weak: source.weak,
            primary: source.primary,
            details: None,
            extra: Vec::new(),
        });
        event.sources = sources.collect();
        chunk.events.push(event);
    }
}

fn text(text: Option<&Str>) -> Text {
    text.map(|text| (&*text.0).into()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::{Value, json};

    use super::*;
    use crate::load::json;

    /// Usual texts, and unusual ones: with extra white space, escapes, or letters other than ASCII.
    fn word() -> impl Strategy<Value = Value> {
        prop_oneof![
            6 => "[a-c]{1,2}".prop_map(Value::from),
            1 => select(vec!["", " ", "a  b", " a", "b\n", "é\"", "東京", "null", "\u{85}a"]).prop_map(Value::from),
            1 => select(vec![json!(null), json!(3), json!(true), json!([]), json!({})]),
        ]
    }

    fn date() -> impl Strategy<Value = Value> {
        let written = ["2024-05-22", "2024-05~", " 2023 ", "2024-05-01/..", "2022", "soon", "05/06/2024"];
        prop_oneof![9 => select(written.to_vec()).prop_map(Value::from), 1 => word()]
    }

    fn address() -> impl Strategy<Value = Value> {
        prop_oneof![
            7 => select(vec!["https://a.example", "HTTP://b.example/?q", "mailto:c@d.example"]).prop_map(Value::from),
            1 => select(vec!["a.example", "javascript:x", "https://"]).prop_map(Value::from),
            1 => word(),
        ]
    }

    /// An object with some of these keys in any order, possibly one of them twice.
    fn object(keys: Vec<(&'static str, BoxedStrategy<String>)>) -> BoxedStrategy<String> {
        let pair = |(key, value): (&'static str, BoxedStrategy<String>)| {
            value.prop_map(move |value| format!("\"{key}\": {value}")).boxed()
        };
        let pairs: Vec<_> = keys.into_iter().map(pair).collect();
        let most = pairs.len();
        let some = proptest::sample::subsequence(pairs, 1..=most).prop_shuffle();
        (some, 0..40usize)
            .prop_flat_map(|(mut pairs, twice)| {
                pairs.extend(pairs.get(twice).cloned());
                pairs
            })
            .prop_map(|pairs| format!("{{{}}}", pairs.join(", ")))
            .boxed()
    }

    fn list(item: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
        let item = item.boxed();
        let items =
            prop::collection::vec(item.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(",")));
        prop_oneof![9 => items, 1 => item].boxed()
    }

    fn text_of(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<String> {
        value.prop_map(|value| value.to_string()).boxed()
    }

    fn line() -> impl Strategy<Value = String> {
        let word = || text_of(word());
        let flag = || text_of(select(vec![json!(true), json!(false), json!("true")]));
        let exported = || {
            let edtf = text_of(date());
            let rest = [("earliest", word()), ("precision", word()), ("uncertain", flag())];
            object([("edtf", edtf)].into_iter().chain(rest).collect())
        };
        let date = || prop_oneof![3 => text_of(date()), 1 => exported()].boxed();
        let url = || text_of(address());
        let known = |known: &[&'static str]| text_of(select(known.to_vec()).prop_map(Value::from));
        let part = object(vec![("actor", word()), ("role", word())]);
        let exported_part = object(vec![
            ("actor", word()),
            ("id", word()),
            ("name", word()),
            ("kind", word()),
            ("role", word()),
            ("country", known(&["UA", "us", "Atlantis"])),
            ("office", word()),
        ]);
        let effect = object(vec![
            ("policy", word()),
            ("status", word()),
            ("was", word()),
            ("note", word()),
            ("from", date()),
            ("title", word()),
        ]);
        let source = object(vec![
            ("url", url()),
            ("publisher", word()),
            ("date", date()),
            ("title", word()),
            ("weak", flag()),
            ("primary", flag()),
        ]);
        let links = object(vec![("relation", word()), ("to", word())]);
        let clocks = object(vec![("adopted", date()), ("in-force", date()), ("expires", date())]);
        let dispute = object(vec![("says", word()), ("sources", list(url()))]);
        let certainty = known(&["confirmed", "reported", "disputed", "unverified", "sure"]);
        let may = object(vec![
            ("id", word()),
            ("date-note", word()),
            ("kind", word()),
            (
                "importance",
                text_of(select(vec![json!(1), json!(5), json!(6), json!(3.0), json!("3"), json!(null)])),
            ),
            ("summary", word()),
            ("actors", list(prop_oneof![1 => word(), 2 => part, 2 => exported_part])),
            ("countries", list(known(&["UA", "us", "Germany", " FR ", "Uk", "Atlantis"]))),
            ("all-countries", list(word())),
            ("tags", list(word())),
            ("effects", list(effect)),
            ("clocks", clocks),
            ("links", list(links)),
            ("certainty", certainty),
            ("disputes", list(prop_oneof![word(), dispute])),
            ("sources", list(prop_oneof![1 => url(), 3 => source])),
            ("reviewed", object(vec![("by", word()), ("on", date())])),
        ]);
        (date(), word(), may, 0..30usize).prop_map(|(date, title, may, odd)| match odd {
            0 => may,
            1 => format!("{{\"date\": {date}, \"title\": {title}, \"titel\": 1, {}", &may[1..]),
            2 => format!("{{\"date\": {date}, \"title\": {title}}} x"),
            3 => format!("{{\"date\": {date}, \"title\": {title}, \"dateline\": {may}}}"),
            _ => format!("{{\"date\": {date}, \"title\": {title}, {}", &may[1..]),
        })
    }

    fn messages(chunk: &Chunk) -> String {
        let words: Vec<&str> = chunk.words.texts().collect();
        let names = (&chunk.actors, &chunk.policies);
        let Chunk { events, pending, described, problems, .. } = chunk;
        format!("{events:#?}{words:?}{names:?}{pending:?}{described:?}{problems:?}")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn an_event_read_straight_is_the_event_that_its_tree_gives(lines in prop::collection::vec(line(), 1..4)) {
            let (mut straight, mut tree) = (Chunk::default(), Chunk::default());
            for (line, base) in lines.iter().zip([0, 1000, 2000]) {
                let before = messages(&straight);
                if add(line, base, &mut straight).is_some() {
                    tree.add(&json::value(line, base).unwrap());
                } else {
                    prop_assert_eq!(&messages(&straight), &before, "half an event was added");
                }
            }
            prop_assert_eq!(messages(&straight), messages(&tree));
        }
    }

    #[test]
    fn ordinary_events_are_read_straight_and_all_others_by_their_tree() {
        let straight = |line: &str| add(line, 0, &mut Chunk::default()).is_some();
        for rest in [
            "",
            r#","id":"a","kind":"report","importance":4,"summary":"A \"b\" \n","tags":["x","y"]"#,
            r#","actors":[{"actor":"x","role":"y"},{"actor":"東京"}],"countries":["UA","Germany"]"#,
            r#","effects":[{"policy":"p","status":"s","was":null,"note":"n"}],"certainty":"reported""#,
            r#","sources":[{"url":"https://b.example","date":"2024-05-23","weak":true}]"#,
        ] {
            assert!(straight(&format!("{{\"date\":\"2024-05-22\",\"title\":\"A\"{rest}}}")), "{rest}");
        }
        for line in [
            r#"{"title":"A"}"#,
            r#"{"date":"2024"}"#,
            r#"{"date":"soon","title":"A"}"#,
            r#"{"date":"2024","title":"A","titel":"B"}"#,
            r#"{"date":"2024","title":"A","title":"B"}"#,
            r#"{"date":"2024","title":"A","importance":9}"#,
            r#"{"date":"2024","title":"A","sources":[{"url":"https://a.example","date":"2023"}]}"#,
            r#"{"date":"2024","title":"A","clocks":{"in-force":"2024","expires":"2023"}}"#,
            r#"{"date":"2024","title":"A","id":null}"#,
            r#"{"date":"2024","title":"\u009b"}"#,
            r#"{"date":"2024","title":"A"} {}"#,
            r#"{"dateline":{"schema":"dateline/1"}}"#,
        ] {
            assert!(!straight(line), "{line}");
        }
    }
}
