//! Foreign names of columns and keys to those of dateline.

use std::collections::HashMap;

use super::date_precision::coarser;
use super::format::bad_url;
use super::yaml::{Node, NodeKind};
use crate::model::date::month_number;
use crate::model::field::Shape;
use crate::model::{Clock, Date, DateStyle, EVENT};
use crate::problem::{Problem, Span};
use crate::text::{aside, meant};

/// Which column or key of a foreign record means what in an event.
#[derive(Debug, Clone, Default)]
pub struct ColumnMap {
    pairs: Vec<(Target, String)>,
    /// What settles dates that could mean several days.
    pub dates: DateStyle,
}

/// What a column can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A key with one text.
    One(&'static str),
    /// A key with a list of texts.
    Many(&'static str),
    /// Actors that all have this role.
    InRole(String),
    /// A part of the items of a list, in the order of the other parts: `actors`, `sources`,
    /// `effects` and the key of the part.
    Part(&'static str, &'static str),
    /// Links written `relation: id`.
    Links,
    /// One of the other dates.
    Clock(&'static str),
    /// What makes a date where no `date` is given: the first day, the last day, or year, month and day; and how
    /// exact it is.
    Date(&'static str),
}

/// Columns that make a date together.
const DATES: [&str; 6] = ["start", "end", "precision", "date.year", "date.month", "date.day"];

/// What can be written before the `=`, besides `actors.ROLE`, `clocks.CLOCK` and the fields of an event that
/// hold texts.
const TARGETS: &[(&str, Target)] = &[
    ("actors", Target::Part("actors", "actor")),
    ("roles", Target::Part("actors", "role")),
    ("policies", Target::Part("effects", "policy")),
    ("statuses", Target::Part("effects", "status")),
    ("links", Target::Links),
    ("sources", Target::Part("sources", "url")),
    ("publishers", Target::Part("sources", "publisher")),
    ("sources.url", Target::Part("sources", "url")),
    ("sources.publisher", Target::Part("sources", "publisher")),
    ("sources.date", Target::Part("sources", "date")),
    ("sources.title", Target::Part("sources", "title")),
];

/// Everything that can be written before the `=` and has a name of its own.
fn targets() -> impl Iterator<Item = (&'static str, Target)> {
    let fields = EVENT.iter().filter_map(|key| match key.shape {
        Shape::Text | Shape::Date | Shape::OneToFive | Shape::Word(_) => {
            Some((key.name, Target::One(key.name)))
        }
        Shape::OneOrMore(Shape::Text | Shape::Country) => Some((key.name, Target::Many(key.name))),
        _ => None,
    });
    fields.chain(DATES.map(|name| (name, Target::Date(name)))).chain(TARGETS.iter().cloned())
}

impl Target {
    /// What a word before the `=` means.
    pub fn find(text: &str) -> Option<Self> {
        if let Some(role) = text.strip_prefix("actors.").filter(|role| !role.is_empty()) {
            return Some(Self::InRole(role.to_owned()));
        }
        if let Some(clock) = text.strip_prefix("clocks.") {
            return clock.parse::<Clock>().ok().map(|clock| Self::Clock(clock.word()));
        }
        targets().find(|(name, _)| *name == text).map(|(_, target)| target)
    }

    /// What a column of this name means in any table, without case: only what cannot be taken for something
    /// else.
    pub fn by_name(text: &str) -> Option<Self> {
        let parts = ["start", "end", "precision", "roles", "policies", "statuses", "publishers", "links"];
        let name = text.to_lowercase();
        if parts.contains(&&*name) { None } else { Self::find(text).or_else(|| Self::find(&name)) }
    }

    /// Whether it makes a date, alone or with others.
    pub fn is_date(&self) -> bool {
        matches!(self, Self::One("date") | Self::Date("start" | "end" | "date.year"))
    }
}

impl ColumnMap {
    /// Reads pairs such as `date=event_date`.
    ///
    /// # Errors
    /// In words, when a text is no such pair or dateline has no such key.
    pub fn new(texts: &[String], dates: DateStyle) -> Result<Self, String> {
        let pair = |text: &String| {
            let pair = text.split_once('=').filter(|(key, column)| !key.is_empty() && !column.is_empty());
            let (key, column) =
                pair.ok_or_else(|| format!("--map takes KEY=COLUMN, such as title=notes, not `{text}`"))?;
            let target = Target::find(key.trim()).ok_or_else(|| {
                let names = || targets().map(|(name, _)| name);
                let known = format!("{}, actors.ROLE, clocks.CLOCK", names().collect::<Vec<_>>().join(", "));
                let hint = aside(meant(key, names()));
                format!("--map: dateline has no key `{key}`{hint}\nkeys: {known}")
            })?;
            Ok((target, column.trim().to_owned()))
        };
        Ok(Self { pairs: texts.iter().map(pair).collect::<Result<_, String>>()?, dates })
    }

    /// Whether it maps nothing.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Whether it names a column that means something of a kind.
    pub fn names(&self, is_meant: impl Fn(&Target) -> bool) -> bool {
        self.pairs.iter().any(|(target, _)| is_meant(target))
    }

    /// The columns it names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(_, column)| column.as_str())
    }

    /// What a column of this name means, without case where no other is written like that.
    pub fn targets<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m Target> + 'm {
        self.pairs.iter().filter(|(_, column)| column.eq_ignore_ascii_case(name)).map(|(target, _)| target)
    }

    /// An event with the keys of dateline in place of those that the map names. Keys that neither
    /// knows are kept as extra ones. Anything but a mapping stays what it is.
    pub fn event<'t>(&self, record: Node<'t>, problems: &mut Vec<Problem<Span>>) -> Node<'t> {
        let span = record.span;
        let NodeKind::Map(pairs) = record.kind else { return record };
        let mut draft = Draft::default();
        self.near_misses(&pairs, problems);
        for (key, value) in pairs {
            let targets: Vec<&Target> = key.text().into_iter().flat_map(|name| self.targets(name)).collect();
            targets.iter().for_each(|target| draft.put(target, value.clone()));
            if targets.is_empty() {
                draft.keep(key, value);
            }
        }
        draft.event(span, self.dates, problems)
    }

    /// Reports columns that are not there while one that is nearly called so is.
    fn near_misses(&self, pairs: &[(Node, Node)], problems: &mut Vec<Problem<Span>>) {
        let names = || pairs.iter().filter_map(|(key, _)| key.text());
        let missing = |column: &&str| !names().any(|name| name.eq_ignore_ascii_case(column));
        for column in self.columns().filter(missing) {
            let near = pairs.iter().find(|(key, _)| meant(column, key.text()).is_some());
            if let Some((key, _)) = near {
                let message = format!("--map names `{column}`, which is not here");
                let hint = meant(column, key.text());
                problems.push(Problem::warning("no-column", key.span, message).with_hint(hint));
            }
        }
    }
}

/// An event as far as its columns have been read.
#[derive(Default)]
pub struct Draft<'t> {
    pairs: Vec<(Node<'t>, Node<'t>)>,
    kept: Vec<(Node<'t>, Node<'t>)>,
    extra: Vec<(Node<'t>, Node<'t>)>,
    dates: HashMap<&'static str, Node<'t>>,
    parts: Vec<(&'static str, &'static str, Vec<Node<'t>>)>,
    items: Vec<(&'static str, Node<'t>)>,
}

impl<'t> Draft<'t> {
    /// Takes the value of a column for what it means; nothing is nothing.
    pub fn put(&mut self, target: &Target, value: Node<'t>) {
        let span = value.span;
        if value.is_null() || value.text().is_some_and(|text| text.trim().is_empty()) {
            return;
        }
        match target {
            Target::One(key @ "date") | Target::Date(key) => {
                if let Some(second) = self.dates.insert(key, value.clone()) {
                    self.dates.insert(key, second);
                    self.extra.push((Node::scalar(format!("{key}-unmapped"), span), value));
                }
            }
            Target::One(key) => self.pairs.push((Node::scalar(*key, span), value)),
            Target::Many(key) => {
                let texts = parted(value).into_iter().filter(|part| !is_blank(part));
                self.items.extend(texts.map(|part| (*key, part)));
            }
            Target::InRole(role) => {
                let named = parted(value).into_iter().filter(|part| !is_blank(part)).map(|actor| {
                    let pairs = vec![("actor", actor), ("role", Node::scalar(role.clone(), span))];
                    ("actors", Node::map(pairs, span))
                });
                self.items.extend(named);
            }
            Target::Part(list, key) => match self.parts.iter_mut().find(|(l, k, _)| (l, k) == (list, key)) {
                Some((_, _, parts)) => parts.extend(parted(value)),
                None => self.parts.push((*list, *key, parted(value))),
            },
            Target::Links => self.items.extend(parted(value).into_iter().map(|part| ("links", link(part)))),
            Target::Clock(clock) => {
                self.items.push(("clocks", Node::map(vec![(*clock, value)], span)));
            }
        }
    }

    /// Keeps a key that nothing maps: as it is when dateline knows it, else as an extra one.
    pub fn keep(&mut self, key: Node<'t>, value: Node<'t>) {
        let name = key.text().unwrap_or_default();
        if EVENT.iter().any(|known| known.name == name) {
            self.kept.push((key, value));
        } else {
            self.extra.push((key, value));
        }
    }

    /// The event that the columns make.
    pub fn event(mut self, span: Span, style: DateStyle, problems: &mut Vec<Problem<Span>>) -> Node<'t> {
        let mut pairs: Vec<(Node<'t>, Node<'t>)> = Vec::new();
        let is_dated = ["date", "start", "end", "date.year"].iter().any(|key| self.dates.contains_key(key));
        if let Some(place) = self.kept.iter().position(|(key, _)| key.text() == Some("date"))
            && !is_dated
        {
            self.dates.insert("date", self.kept.remove(place).1);
        }
        let (date, note) = self.date(style, problems);
        pairs.extend(date.map(|date| (Node::scalar("date", date.span), date)));
        let items = self.zipped(problems).into_iter().chain(std::mem::take(&mut self.items));
        let items: Vec<_> = items.collect();
        // What the map names comes first, and takes the place of what is called so by itself.
        for (key, mut value) in
            std::mem::take(&mut self.pairs).into_iter().chain(std::mem::take(&mut self.kept))
        {
            let name = key.text().unwrap_or_default();
            if let Some(place) = pairs.iter().position(|(known, _)| known.text() == Some(name)) {
                let key =
                    Node::scalar(format!("{}-unmapped", pairs[place].0.text().unwrap_or_default()), key.span);
                self.extra.push((key, value));
                continue;
            }
            if let (Some(note), "date-note", Some(text)) = (&note, name, value.text()) {
                value = Node::scalar(format!("{text}; {note}"), value.span);
            }
            pairs.push((key, value));
        }
        let has_note = pairs.iter().any(|(key, _)| key.text() == Some("date-note"));
        if let Some(note) = note.filter(|_| !has_note) {
            pairs.push((Node::scalar("date-note", span), Node::scalar(note, span)));
        }
        for (list, item) in items {
            add_item(&mut pairs, list, item);
        }
        if !self.extra.is_empty() {
            add_extra(&mut pairs, self.extra, span);
        }
        Node { kind: NodeKind::Map(pairs), span }
    }

    /// The date of the columns, and what is to be said about it.
    fn date(
        &mut self,
        style: DateStyle,
        problems: &mut Vec<Problem<Span>>,
    ) -> (Option<Node<'t>>, Option<String>) {
        let parts = ["date.year", "date.month", "date.day"].map(|key| self.dates.remove(key));
        let mut take = |key| self.dates.remove(key).filter(|node| !node.is_null());
        let (date, start, end) = (take("date").or_else(|| composed(&parts)), take("start"), take("end"));
        let precision = take("precision");
        if let Some(date) = &date {
            check_ends(date, [&start, &end], style, problems);
        }
        let Some(date) = date.or_else(|| self.spanned(start, end, style)) else { return (None, None) };
        let (Some(parsed), Some(precision)) = (read(&date, style), precision) else {
            return (Some(date), None);
        };
        match coarser(&parsed, precision.text().unwrap_or_default()) {
            Ok(None) => (Some(date), None),
            Ok(Some((edtf, known))) => {
                let note = format!("only {known} is known; the table says {}", parsed.text());
                (Some(Node::scalar(edtf, date.span)), Some(note))
            }
            Err(message) => {
                problems.push(Problem::warning("precision", precision.span, message));
                (Some(date), None)
            }
        }
    }

    /// A date from its first and its last day. If one of them is no date, it stands for both, and the other is
    /// kept beside it.
    fn spanned(
        &mut self,
        start: Option<Node<'t>>,
        end: Option<Node<'t>>,
        style: DateStyle,
    ) -> Option<Node<'t>> {
        let (start, end) = match (start, end) {
            (Some(start), Some(end)) => (start, end),
            (start, end) => return start.or(end),
        };
        match (read(&start, style), read(&end, style)) {
            (Some(first), Some(last)) if first == last => Some(start),
            (Some(first), Some(last)) => {
                Some(Node::scalar(format!("{}/{}", first.text(), last.text()), start.span))
            }
            (Some(_), None) => {
                self.extra.push((Node::scalar("start", start.span), start));
                Some(end)
            }
            (None, _) => {
                self.extra.push((Node::scalar("end", end.span), end));
                Some(start)
            }
        }
    }

    /// The items of lists whose parts stand in several columns, the first with the first.
    fn zipped(&mut self, problems: &mut Vec<Problem<Span>>) -> Vec<(&'static str, Node<'t>)> {
        let parts = std::mem::take(&mut self.parts);
        let mut made: Vec<(&'static str, Node<'t>)> = Vec::new();
        for list in ["actors", "effects", "sources"] {
            let columns: Vec<_> = parts.iter().filter(|(of, ..)| *of == list).collect();
            let longest = columns.iter().map(|(_, _, parts)| parts.len()).max().unwrap_or(0);
            for row in 0..longest {
                let cells =
                    columns.iter().filter_map(|(_, key, parts)| Some((*key, parts.get(row)?.clone())));
                let mut cells: Vec<_> = cells.filter(|(_, part)| !is_blank(part)).collect();
                if list == "sources" {
                    name_source(&mut cells, problems);
                }
                let Some((key, only)) = cells.first().cloned() else { continue };
                let span = only.span;
                let alone = cells.len() == 1 && (key == "actor" || matches!(only.kind, NodeKind::Map(_)));
                made.push((list, if alone { only } else { Node::map(cells, span) }));
            }
        }
        made
    }
}

/// An address that is none is a title, so that nothing is lost and nothing pretends to be a link.
fn name_source(cells: &mut Vec<(&'static str, Node)>, problems: &mut Vec<Problem<Span>>) {
    let has = |cells: &[(&str, Node)], key: &str| cells.iter().any(|(known, _)| *known == key);
    let Some(place) = cells.iter().position(|(key, _)| *key == "url") else { return };
    let node = &cells[place].1;
    let Some(wrong) = node.text().and_then(|text| bad_url(text, node.span)) else { return };
    if has(cells, "title") {
        problems.push(wrong);
        cells.remove(place);
    } else {
        cells[place].0 = "title";
    }
}

/// The texts of a value: the items of a list, or what `;` parts, blank ones too, which keep the
/// places of the others.
fn parted(value: Node<'_>) -> Vec<Node<'_>> {
    let span = value.span;
    match value.kind {
        NodeKind::List(items) => items,
        NodeKind::Scalar { text, .. } if text.contains(';') => {
            text.split(';').map(|part| Node::scalar(part.trim().to_owned(), span)).collect()
        }
        kind => vec![Node { kind, span }],
    }
}

fn is_blank(node: &Node) -> bool {
    node.is_null() || node.text().is_some_and(|text| text.trim().is_empty())
}

/// `leads-to: other-event` as the mapping it stands for.
fn link(part: Node<'_>) -> Node<'_> {
    let span = part.span;
    let Some((relation, to)) = part.text().and_then(|text| text.split_once(':')) else { return part };
    let (relation, to) = (relation.trim().to_owned(), to.trim().to_owned());
    let pair = (Node::scalar(relation, span), Node::scalar(to, span));
    Node { kind: NodeKind::Map(vec![pair]), span }
}

fn read(node: &Node, style: DateStyle) -> Option<Date> {
    Date::read(node.text()?, style).ok()
}

/// A date of a year, a month by number or name, and a day; what is nothing or 0 is not known.
fn composed<'t>(parts: &[Option<Node<'t>>; 3]) -> Option<Node<'t>> {
    let span = parts.iter().flatten().next()?.span;
    let texts = parts.iter().map(|part| part.as_ref().and_then(Node::text).map(str::trim));
    let known = texts.map_while(|text| text.filter(|text| !text.is_empty() && *text != "0"));
    let written: Vec<&str> = known.collect();
    let number = |text: &str| text.parse().ok().or_else(|| month_number(text));
    let numbers: Option<Vec<u32>> = written.iter().map(|text| number(text)).collect();
    let text = match numbers.as_deref() {
        Some([year]) => format!("{year:04}"),
        Some([year, month]) => format!("{year:04}-{month:02}"),
        Some([year, month, day]) => format!("{year:04}-{month:02}-{day:02}"),
        _ => written.join(" "),
    };
    (!written.is_empty()).then(|| Node::scalar(text, span))
}

/// Reports when the first or last day beside a date is not that of the date.
fn check_ends(date: &Node, beside: [&Option<Node>; 2], style: DateStyle, problems: &mut Vec<Problem<Span>>) {
    let Some(date) = read(date, style) else { return };
    let ends = [(date.earliest(), "starts"), (date.latest(), "ends")];
    for ((end, verb), node) in ends.into_iter().zip(beside) {
        let Some(node) = node else { continue };
        let agrees = read(node, style).is_some_and(|other| other.earliest() <= end && end <= other.latest());
        if end.is_finite() && !agrees {
            let message = format!(
                "the date `{}` {verb} on {}, which is not what stands here; the date counts",
                date.text(),
                end.iso_day()
            );
            problems.push(Problem::warning("contradicted-date", node.span, message));
        }
    }
}

/// Adds an item to a list of the event, or a clock to its clocks.
fn add_item<'t>(pairs: &mut Vec<(Node<'t>, Node<'t>)>, list: &'static str, item: Node<'t>) {
    let span = item.span;
    let place = pairs.iter().position(|(key, _)| key.text() == Some(list)).unwrap_or_else(|| {
        let kind = if list == "clocks" { NodeKind::Map(Vec::new()) } else { NodeKind::List(Vec::new()) };
        pairs.push((Node::scalar(list, span), Node { kind, span }));
        pairs.len() - 1
    });
    let there = &mut pairs[place].1;
    match (&mut there.kind, item.kind) {
        (NodeKind::Map(known), NodeKind::Map(new)) if list == "clocks" => {
            known.extend(new);
        }
        (NodeKind::List(items), kind) => items.push(Node { kind, span }),
        (_, kind) => {
            let first = std::mem::replace(there, Node::list(Vec::new(), span));
            *there = Node::list(vec![first, Node { kind, span }], span);
        }
    }
}

/// Puts unknown keys where the format keeps them without a warning.
fn add_extra<'t>(pairs: &mut Vec<(Node<'t>, Node<'t>)>, extra: Vec<(Node<'t>, Node<'t>)>, span: Span) {
    let place = pairs.iter().position(|(key, _)| key.text() == Some("extra"));
    match place.map(|place| &mut pairs[place].1.kind) {
        Some(NodeKind::Map(known)) => known.extend(extra),
        _ => pairs.push((Node::scalar("extra", span), Node { kind: NodeKind::Map(extra), span })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{FileKind, How, Loaded, import_text};
    use crate::model::Date as Dated;

    fn map(pairs: &[&str]) -> Result<ColumnMap, String> {
        ColumnMap::new(&pairs.iter().map(|pair| (*pair).to_owned()).collect::<Vec<_>>(), DateStyle::default())
    }

    fn lines(text: &str, pairs: &[&str]) -> Loaded {
        import_text("a.jsonl", text, &How::Own(FileKind::JsonLines, &map(pairs).unwrap()))
    }

    #[test]
    fn a_key_that_dateline_does_not_have_is_refused_with_the_one_meant() {
        let error = map(&["titel=notes"]).unwrap_err();
        assert!(error.contains("no key `titel`; did you mean `title`?"), "{error}");
        assert!(map(&["title"]).unwrap_err().contains("KEY=COLUMN"));
        assert!(map(&["clocks.adoptd=x"]).is_err() && map(&["actors.=x"]).is_err());
        assert!(map(&["clocks.in-force=x", "actors.attacker=y", "sources.url=z"]).is_ok());
    }

    #[test]
    fn keys_of_json_lines_are_read_as_the_map_says() {
        let text = "{\"event_date\":\"2024-05-22 00:00:00\",\"notes\":\"A\",\"who\":[\"X\",\"Y\"],\"n\":3,\"tags\":[\"own\"],\"type\":\"b; c\",\"law\":\"1 June 2024\",\"url\":null}\n";
        let loaded = lines(
            text,
            &[
                "date=EVENT_DATE",
                "title=notes",
                "actors=who",
                "tags=type",
                "clocks.adopted=law",
                "sources=url",
            ],
        );
        assert!(loaded.problems.iter().all(|problem| problem.code == "foreign-date"));
        let timeline = &loaded.timeline;
        let event = &timeline.events()[0];
        assert_eq!(event.date.as_ref().map(Dated::text), Some("2024-05-22T00:00:00"));
        assert_eq!(event.actors.len(), 2);
        let tags: Vec<&str> = event.tags.iter().map(|tag| timeline.word(*tag)).collect();
        assert_eq!(tags, ["own", "b", "c"]);
        assert_eq!(event.clocks[0].1.text(), "2024-06-01");
        assert_eq!((&*event.extra[0].0, event.extra[0].1.words()), ("n", "3".to_owned()));
        assert!(event.sources.is_empty());
    }

    #[test]
    fn a_key_that_the_map_takes_the_place_of_is_kept() {
        let loaded = lines("{\"date\":\"2024\",\"title\":\"Own\",\"notes\":\"Mapped\"}", &["title=notes"]);
        let event = &loaded.timeline.events()[0];
        assert_eq!((&*event.title, &*event.extra[0].0), ("Mapped", "title-unmapped"));
    }

    #[test]
    fn a_column_that_is_not_there_is_told_with_the_one_meant() {
        let loaded = lines("{\"date\":\"2024\",\"notes\":\"A\"}", &["title=note"]);
        let problem = loaded.problems.iter().find(|problem| problem.code == "no-column").unwrap();
        assert_eq!(problem.hint.as_deref(), Some("did you mean `notes`?"));
    }

    #[test]
    fn ours_in_yaml_and_in_an_array_of_json_are_mapped_too() {
        let kind = FileKind::Yaml;
        for text in [
            "events:\n  - {when: 2024, what: A}\n",
            "[{\"when\": 2024, \"what\": \"A\"},\n{\"when\": 2025, \"what\": \"B\"}]",
        ] {
            let map = map(&["date=when", "title=what"]).unwrap();
            let loaded = import_text("a", text, &How::Own(kind, &map));
            assert_eq!((&*loaded.timeline.events()[0].title, loaded.problems.len()), ("A", 0), "{text}");
        }
    }
}
