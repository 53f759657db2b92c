//! Events of the usual shape straight from their lines, without a tree in between.
//!
//! [`Chunk::add`] is what decides: a line is read here only as far as it says nothing that would be
//! reported, and then gives what that gives. Any other line is left to it, so that every message
//! and its place come from there alone.

use std::borrow::Cow;

use super::clocks;
use super::event_from_node::{Chunk, Described, all_before, made_id};
use super::format::check_url;
use super::json::{Json, Written};
use crate::model::event::Place;
use crate::model::{
    ActorNo, Certainty, Clock, Country, Date, Dispute, Effect, Event, Link, Part, PolicyNo, Source, Text,
};
use crate::text::{on_one_line, one_line};

/// Every key of an event of the usual shape and of what stands in it.
#[derive(Clone, Copy, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
enum Key {
    Actor,
    Actors,
    AllCountries,
    Approximate,
    Certainty,
    Clocks,
    Countries,
    Country,
    Date,
    DateNote,
    Disputes,
    Earliest,
    Edtf,
    Effects,
    From,
    Id,
    Importance,
    Kind,
    Latest,
    Links,
    Name,
    Note,
    Office,
    Policy,
    Precision,
    Primary,
    Publisher,
    Relation,
    Role,
    Says,
    Sources,
    Status,
    Summary,
    Tags,
    Title,
    To,
    Uncertain,
    Url,
    Was,
    Weak,
}

/// What a line says, until it is known that it says it as usual.
#[derive(Default)]
pub(super) struct Plain<'t> {
    id: Option<Written<'t>>,
    date: Option<Date>,
    title: Option<Written<'t>>,
    kind: Option<Cow<'t, str>>,
    actors: Vec<Named<'t>>,
    tags: Vec<Written<'t>>,
    effects: Vec<Change<'t>>,
    links: Vec<(Cow<'t, str>, Written<'t>)>,
    sources: Vec<(Source, Option<Cow<'t, str>>)>,
    /// What needs no number of a name.
    rest: Event,
}

#[derive(Default)]
struct Named<'t> {
    actor: Option<Written<'t>>,
    role: Option<Cow<'t, str>>,
    /// As JSON exports write them.
    id: Option<Written<'t>>,
    name: Option<Written<'t>>,
    kind: Option<Cow<'t, str>>,
    country: Option<Cow<'t, str>>,
}

#[derive(Default)]
struct Change<'t> {
    policy: Option<Written<'t>>,
    status: Option<Written<'t>>,
    was: Option<Cow<'t, str>>,
    note: Text,
    from: Option<Date>,
}

impl<'t> Plain<'t> {
    /// Adds the event of a line that starts at byte `base` of its file; `None`, and nothing added,
    /// where the line is not of the usual shape.
    pub fn add(&mut self, line: &'t str, base: usize, chunk: &mut Chunk) -> Option<()> {
        let added = self.read(&mut Json::new(line, base)).and_then(|()| self.hand_over(chunk));
        if added.is_none() {
            *self = Self::default();
        }
        added
    }

    fn read(&mut self, json: &mut Json<'t>) -> Option<()> {
        object(json, |json, key| {
            match key {
                Key::Id => self.id = Some(json.written()?),
                Key::Date => self.date = Some(date(json)?),
                Key::DateNote => self.rest.date_note = text(json)?.into(),
                Key::Title => self.title = Some(json.written().filter(|title| !is_blank(title))?),
                Key::Kind => self.kind = Some(text(json)?),
                Key::Importance => self.rest.importance = Some(one_to_five(json.bare()?)?),
                Key::Summary => self.rest.summary = text(json)?.into(),
                Key::Actors => json.array(|json| actor(json).map(|actor| self.actors.push(actor)))?,
                Key::Countries => json.array(|json| {
                    self.rest.countries.push(Country::find(text(json)?.trim())?);
                    Some(())
                })?,
                Key::AllCountries => json.array(|json| json.written().map(drop))?,
                Key::Tags => json.array(|json| {
                    self.tags.push(json.written().filter(|tag| !is_blank(tag))?);
                    Some(())
                })?,
                Key::Effects => json.array(|json| status(json).map(|status| self.effects.push(status)))?,
                Key::Clocks => self.clocks(json)?,
                Key::Links => json.array(|json| link(json).map(|link| self.links.push(link)))?,
                Key::Certainty => self.rest.certainty = Some(text(json)?.parse::<Certainty>().ok()?),
                Key::Disputes => {
                    json.array(|json| dispute(json).map(|dispute| self.rest.disputes.push(dispute)))?;
                }
                Key::Sources => json.array(|json| source(json).map(|source| self.sources.push(source)))?,
                _ => return None,
            }
            Some(())
        })?;
        json.next().is_none().then_some(())
    }

    fn clocks(&mut self, json: &mut Json<'t>) -> Option<()> {
        let clocks = &mut self.rest.clocks;
        json.object(|json, key| {
            let clock: Clock = key.parse().ok()?;
            let is_new = clocks.iter().all(|(known, _)| *known != clock);
            clocks.push((clock, date(json).filter(|_| is_new)?));
            Some(())
        })?;
        clocks::contradictions(&self.rest).next().is_none().then_some(())
    }

    /// Gives the names their numbers, in the order in which [`Chunk::add`] gives them.
    fn hand_over(&mut self, chunk: &mut Chunk) -> Option<()> {
        let dates = self.sources.iter().filter_map(|(source, _)| source.date.as_ref());
        if self.title.is_none() || all_before(dates, self.date.as_ref()?) {
            return None;
        }
        let (date, written) = (self.date.take(), self.title.take()?);
        let title: Text = on_one_line(&written.text).into();
        chunk.marks.ids.push(self.id.as_ref().map_or(written.span, |id| id.span));
        let id = self.id.take().map(|id| on_one_line(&id.text).into());
        let mut event = Event {
            id_is_made: id.is_none(),
            id: id.unwrap_or_else(|| made_id(date.as_ref(), &title).into()),
            date,
            title,
            place: Place { file: chunk.file, line: 0 },
            ..std::mem::take(&mut self.rest)
        };
        let words = &mut chunk.words;
        let mut word = |text: &str| words.add(&on_one_line(text));
        event.kind = self.kind.take().map(|kind| word(&kind));
        event.actors.reserve_exact(self.actors.len());
        for Named { actor, role, id, name, kind, country } in self.actors.drain(..) {
            let role = role.map(|role| word(&role));
            let named = actor.as_ref().or(id.as_ref()).or(name.as_ref())?;
            let actor = chunk.actors.add(&named.text, named.span);
            if let (Some(_), Some(name)) = (&id, &name) {
                chunk.described.entry(actor).or_insert_with(|| Described {
                    name: on_one_line(&name.text).into(),
                    kind: kind.map(|kind| on_one_line(&kind).into()),
                    country: country.and_then(|code| Country::from_code(&code)),
                });
            }
            event.actors.push(Part { actor: ActorNo(actor), role, extra: Vec::new() });
        }
        event.tags.reserve_exact(self.tags.len());
        chunk.tagged.next_event();
        for tag in self.tags.drain(..) {
            let number = word(&tag.text);
            if chunk.tagged.is_new(number) {
                event.tags.push(number);
                chunk.marks.tags.push(tag.span);
            }
        }
        event.effects.reserve_exact(self.effects.len());
        for Change { policy, status, was, note, from } in self.effects.drain(..) {
            let policy = policy.map(|policy| chunk.policies.add(&policy.text, policy.span))?;
            let status = status?;
            chunk.marks.statuses.push(status.span);
            let (status, was) = (word(&status.text), was.map(|was| word(&was)));
            event.effects.push(Effect {
                policy: PolicyNo(policy),
                status,
                was,
                note,
                from,
                extra: Vec::new(),
            });
        }
        for (relation, to) in self.links.drain(..) {
            event.links.push(Link { relation: word(&relation), to: one_line(&to.text).into() });
            chunk.marks.links.push(to.span);
        }
        event.sources.reserve_exact(self.sources.len());
        for (source, publisher) in self.sources.drain(..) {
            event.sources.push(Source { publisher: publisher.map(|name| word(&name)), ..source });
        }
        chunk.events.push(event);
        Some(())
    }
}

/// Reads an object of known keys, each of which stands in it once. `null` says no more than nothing.
fn object<'t>(json: &mut Json<'t>, mut field: impl FnMut(&mut Json<'t>, Key) -> Option<()>) -> Option<()> {
    let mut seen = 0u64;
    json.object(|json, key| {
        let key: Key = key.parse().ok()?;
        let bit = 1 << key as u64;
        if seen & bit != 0 {
            return None;
        }
        seen |= bit;
        // These count even when they are none.
        if json.next()? == b'n' && !matches!(key, Key::Actor | Key::Id | Key::Name) {
            return (json.bare()? == "null").then_some(());
        }
        field(json, key)
    })
}

fn text<'t>(json: &mut Json<'t>) -> Option<Cow<'t, str>> {
    json.written().map(|written| written.text)
}

fn is_blank(written: &Written) -> bool {
    written.text.trim().is_empty()
}

/// A date as a text, or as JSON exports write it.
fn date(json: &mut Json) -> Option<Date> {
    if json.next()? == b'"' {
        return Date::parse(text(json)?.trim()).ok();
    }
    let mut date = None;
    object(json, |json, key| {
        match key {
            Key::Edtf => date = Some(Date::parse(text(json)?.trim()).ok()?),
            Key::Earliest | Key::Latest | Key::Precision => drop(text(json)?),
            Key::Approximate | Key::Uncertain => drop(flag(json)?),
            _ => return None,
        }
        Some(())
    })?;
    date
}

fn flag(json: &mut Json) -> Option<bool> {
    json.bare()?.parse().ok()
}

fn one_to_five(number: &str) -> Option<u8> {
    number.parse().ok().filter(|number| (1..=5).contains(number))
}

fn address<'t>(json: &mut Json<'t>) -> Option<Cow<'t, str>> {
    let written = json.written()?;
    let mut problems = Vec::new();
    check_url(&written.text, written.span, &mut problems);
    problems.is_empty().then_some(written.text)
}

fn actor<'t>(json: &mut Json<'t>) -> Option<Named<'t>> {
    let mut part = Named::default();
    if json.next()? == b'"' {
        part.actor = Some(json.written()?);
    } else {
        object(json, |json, key| {
            match key {
                Key::Actor => part.actor = Some(json.written()?),
                Key::Role => part.role = Some(text(json)?),
                Key::Id => part.id = Some(json.written()?),
                Key::Name => part.name = Some(json.written()?),
                Key::Kind => part.kind = Some(text(json)?),
                Key::Country => part.country = Some(text(json)?),
                Key::Office => drop(text(json)?),
                _ => return None,
            }
            Some(())
        })?;
    }
    let named = part.actor.as_ref().or(part.id.as_ref()).or(part.name.as_ref());
    named.is_some_and(|named| !is_blank(named)).then_some(part)
}

fn status<'t>(json: &mut Json<'t>) -> Option<Change<'t>> {
    let mut effect = Change::default();
    object(json, |json, key| {
        match key {
            Key::Policy => effect.policy = Some(json.written()?),
            Key::Status => effect.status = Some(json.written()?),
            Key::Was => effect.was = Some(text(json)?),
            Key::Note => effect.note = text(json)?.into(),
            Key::From => effect.from = Some(date(json)?),
            Key::Title => drop(text(json)?),
            _ => return None,
        }
        Some(())
    })?;
    (effect.policy.is_some() && effect.status.is_some()).then_some(effect)
}

/// A link as JSON exports write it. That of other texts has a key that may be any word.
fn link<'t>(json: &mut Json<'t>) -> Option<(Cow<'t, str>, Written<'t>)> {
    let (mut relation, mut target) = (None, None);
    object(json, |json, key| {
        match key {
            Key::Relation => relation = Some(text(json)?),
            Key::To => target = Some(json.written().filter(|to| !is_blank(to))?),
            _ => return None,
        }
        Some(())
    })?;
    relation.zip(target)
}

fn source<'t>(json: &mut Json<'t>) -> Option<(Source, Option<Cow<'t, str>>)> {
    let (mut source, mut publisher) = (Source::default(), None);
    if json.next()? == b'"' {
        source.url = on_one_line(&address(json)?).into();
        return Some((source, None));
    }
    object(json, |json, key| {
        match key {
            Key::Url => source.url = address(json)?.into(),
            Key::Publisher => publisher = Some(text(json)?),
            Key::Date => source.date = Some(date(json)?),
            Key::Title => source.title = text(json)?.into(),
            Key::Weak => source.weak = flag(json)?,
            Key::Primary => source.primary = flag(json)?,
            _ => return None,
        }
        Some(())
    })?;
    Some((source, publisher))
}

fn dispute(json: &mut Json) -> Option<Dispute> {
    if json.next()? == b'"' {
        return Some(Dispute { says: text(json)?.into(), sources: Vec::new(), extra: Vec::new() });
    }
    let (mut says, mut sources) = (None, Vec::new());
    object(json, |json, key| {
        match key {
            Key::Says => says = Some(text(json)?.into()),
            Key::Sources => json.array(|json| address(json).map(|url| sources.push(url.into())))?,
            _ => return None,
        }
        Some(())
    })?;
    Some(Dispute { says: says?, sources, extra: Vec::new() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::{Value, json};

    use super::*;
    use crate::load::json;

    /// Texts as they are, and as they are seldom: with white space to take out, escapes, other letters.
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

    /// An object of some of these keys in any order, one of which may stand there twice.
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
        ]);
        (date(), word(), may, 0..30usize).prop_map(|(date, title, may, odd)| match odd {
            0 => may,
            1 => format!("{{\"date\": {date}, \"title\": {title}, \"titel\": 1, {}", &may[1..]),
            2 => format!("{{\"date\": {date}, \"title\": {title}}} x"),
            3 => format!("{{\"date\": {date}, \"title\": {title}, \"dateline\": {may}}}"),
            _ => format!("{{\"date\": {date}, \"title\": {title}, {}", &may[1..]),
        })
    }

    fn told(chunk: &Chunk) -> String {
        let words: Vec<&str> = chunk.words.texts().collect();
        let (actors, policies) = (&chunk.actors, &chunk.policies);
        let names: Vec<_> =
            [actors, policies].map(|names| (names.words.texts().collect::<Vec<_>>(), &names.first)).into();
        let Chunk { events, marks, described, problems, .. } = chunk;
        format!("{events:#?}{words:?}{names:?}{marks:?}{described:?}{problems:?}")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn an_event_read_straight_is_the_event_that_its_tree_gives(lines in prop::collection::vec(line(), 1..4)) {
            let (mut straight, mut tree) = (Chunk::default(), Chunk::default());
            let mut plain = Plain::default();
            for (line, base) in lines.iter().zip([0, 1000, 2000]) {
                let before = told(&straight);
                if plain.add(line, base, &mut straight).is_some() {
                    tree.add(&json::value(line, base).unwrap());
                } else {
                    prop_assert_eq!(&told(&straight), &before, "half an event was added");
                }
            }
            prop_assert_eq!(told(&straight), told(&tree));
        }
    }

    #[test]
    fn ordinary_events_are_read_straight_and_all_others_by_their_tree() {
        let straight = |line: &str| Plain::default().add(line, 0, &mut Chunk::default()).is_some();
        for rest in [
            "",
            r#","id":"a","kind":"report","importance":4,"summary":"A \"b\" \u041a\n","tags":["x","y"]"#,
            r#","actors":[{"actor":"x","role":"y"},"東京"],"countries":["UA","Germany"],"certainty":"reported""#,
            r#","effects":[{"policy":"p","status":"s","was":null,"note":"n","from":"2024-06"}]"#,
            r#","clocks":{"adopted":"2024-05-21"},"links":[{"relation":"leads-to","to":"b"}],"kind":null"#,
            r#","sources":["https://a.example",{"url":"https://b.example","date":"2024-05-23","weak":true}]"#,
            r#","actors":[{"id":"US","name":"United States","kind":null,"role":null,"country":"US","office":null}]"#,
            r#","clocks":{"adopted":{"edtf":"2024-05-21","earliest":"2024-05-21","approximate":false}}"#,
            r#","disputes":["no",{"says":"never","sources":["https://c.example"]}]"#,
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
            r#"{"date":"2024","title":"A"} {}"#,
            r#"{"dateline":{"schema":"dateline/1"}}"#,
        ] {
            assert!(!straight(line), "{line}");
        }
    }
}
