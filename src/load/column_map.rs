//! Maps foreign names of columns and keys to keys of dateline, as `--map` gives them.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::date_precision::coarser;
use super::format::bad_url;
use super::yaml::{Node, NodeKind};
use crate::model::calendar::{iso_year, month_name};
use crate::model::date::month_number;
use crate::model::date_forms::year;
use crate::model::field::Shape;
use crate::model::{Clock, Date, DateStyle, EVENT};
use crate::problem::{Problem, Problems, Span};
use crate::text::{hint_suffix, meant};

/// The mapping from foreign columns or keys to the keys of an event.
#[derive(Debug, Clone, Default)]
pub struct ColumnMap {
    pairs: Vec<(Target, String)>,
    /// How ambiguous dates such as `03/04/2024` are read.
    pub dates: DateStyle,
}

/// The meaning of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A key with one text.
    One(&'static str),
    /// A key with a list of texts.
    Many(&'static str),
    /// A list of actors that all have this role.
    InRole(String),
    /// One key of the items of a list, such as `actors` and `role`. The columns of one list are zipped: the
    /// n-th part of each belongs to the n-th item.
    Part(&'static str, &'static str),
    /// Links written `relation: id`.
    Links,
    /// One key of a mapping, such as `clocks` and `adopted`.
    Key(&'static str, &'static str),
    /// A part of the date, used where no `date` is given: the first day, the last day, or year, month and
    /// day; or the precision of the date.
    Date(&'static str),
}

/// The columns that are combined into the date.
const DATES: [&str; 6] = ["start", "end", "precision", "date.year", "date.month", "date.day"];

/// Targets before the `=`, besides `actors.ROLE`, `clocks.CLOCK` and the fields of an event that hold texts.
const TARGETS: &[(&str, Target)] = &[
    ("actors", Target::Part("actors", "actor")),
    ("roles", Target::Part("actors", "role")),
    ("policies", Target::Part("effects", "policy")),
    ("statuses", Target::Part("effects", "status")),
    ("links", Target::Links),
    ("sources", Target::Part("sources", "url")),
    ("publishers", Target::Part("sources", "publisher")),
    ("reviewed-by", Target::Key("reviewed", "by")),
    ("reviewed-on", Target::Key("reviewed", "on")),
    ("sources.url", Target::Part("sources", "url")),
    ("sources.publisher", Target::Part("sources", "publisher")),
    ("sources.date", Target::Part("sources", "date")),
    ("sources.title", Target::Part("sources", "title")),
];

/// Returns every target with a fixed name, that is all but `actors.ROLE` and `clocks.CLOCK`.
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
    /// Parses the word before the `=`.
    pub fn find(text: &str) -> Option<Self> {
        if let Some(role) = text.strip_prefix("actors.").filter(|role| !role.is_empty()) {
            return Some(Self::InRole(role.to_owned()));
        }
        if let Some(clock) = text.strip_prefix("clocks.") {
            return clock.parse::<Clock>().ok().map(|clock| Self::Key("clocks", clock.word()));
        }
        targets().find(|(name, _)| *name == text).map(|(_, target)| target)
    }

    /// Returns the meaning of an unmapped column by its name, ignoring case, in a table that dateline did not
    /// write. Ambiguous names such as `start` or `roles` have none.
    pub fn by_name(text: &str) -> Option<Self> {
        let parts = ["start", "end", "roles", "policies", "statuses", "publishers", "links"];
        let name = text.to_lowercase();
        if parts.contains(&&*name) { None } else { Self::find(text).or_else(|| Self::find(&name)) }
    }

    /// As [`Target::by_name`], in a table that has no other column for the date.
    pub fn by_name_or_end(text: &str) -> Option<Self> {
        let end = || Self::find(&text.to_lowercase()).filter(Self::is_date);
        Self::by_name(text).or_else(end)
    }

    /// Whether the column gives the date, alone or with others.
    pub fn is_date(&self) -> bool {
        matches!(self, Self::One("date") | Self::Date("start" | "end" | "date.year"))
    }
}

impl ColumnMap {
    /// Parses pairs such as `date=event_date`.
    ///
    /// # Errors
    /// Returns a message when a text is no such pair or dateline has no such key.
    pub fn new(texts: &[String], dates: DateStyle) -> Result<Self, String> {
        let pair = |text: &String| {
            let pair = text.split_once('=').filter(|(key, column)| !key.is_empty() && !column.is_empty());
            let (key, column) =
                pair.ok_or_else(|| format!("--map takes KEY=COLUMN, such as title=notes, not `{text}`"))?;
            let target = Target::find(key.trim()).ok_or_else(|| {
                let names = || targets().map(|(name, _)| name);
                let known = format!("{}, actors.ROLE, clocks.CLOCK", names().collect::<Vec<_>>().join(", "));
                let hint = hint_suffix(meant(key, names()));
                format!("--map: dateline has no key `{key}`{hint}\nkeys: {known}")
            })?;
            Ok((target, column.trim().to_owned()))
        };
        Ok(Self { pairs: texts.iter().map(pair).collect::<Result<_, String>>()?, dates })
    }

    /// Whether no column is mapped.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Whether some column is mapped to a target that `is_meant` accepts.
    pub fn names(&self, is_meant: impl Fn(&Target) -> bool) -> bool {
        self.pairs.iter().any(|(target, _)| is_meant(target))
    }

    /// Returns the names of the mapped columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(_, column)| column.as_str())
    }

    /// Returns the targets of a column, ignoring ASCII case.
    pub fn targets<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m Target> + 'm {
        self.pairs.iter().filter(|(_, column)| column.eq_ignore_ascii_case(name)).map(|(target, _)| target)
    }

    /// Returns a record as an event: mapped keys are renamed, and keys unknown to both the map and dateline
    /// are moved to `extra`. A node that is no mapping is returned unchanged.
    pub fn event<'t>(&self, record: Node<'t>, problems: &mut Problems) -> Node<'t> {
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

    /// Warns of a mapped column that is missing when the record has a similar one.
    fn near_misses(&self, pairs: &[(Node, Node)], problems: &mut Problems) {
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

/// An event under construction from the columns of a record.
#[derive(Default)]
pub struct Draft<'t> {
    pairs: Vec<(Node<'t>, Node<'t>)>,
    kept: Vec<(Node<'t>, Node<'t>)>,
    extra: Vec<(Node<'t>, Node<'t>)>,
    dates: HashMap<&'static str, Node<'t>>,
    /// By list and key of its items.
    parts: IndexMap<(&'static str, &'static str), Vec<Node<'t>>>,
    items: Vec<(&'static str, Node<'t>)>,
}

impl<'t> Draft<'t> {
    /// Adds the value of a column under its target. Blank values are ignored.
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
            Target::Part(list, key) => self.parts.entry((list, key)).or_default().extend(parted(value)),
            Target::Links => self.items.extend(parted(value).into_iter().map(|part| ("links", link(part)))),
            Target::Key(mapping, key) => {
                self.items.push((*mapping, Node::map(vec![(*key, value)], span)));
            }
        }
    }

    /// Keeps an unmapped key: unchanged if it is a key of dateline, in any case, else in `extra`.
    pub fn keep(&mut self, key: Node<'t>, value: Node<'t>) {
        let name = key.text().unwrap_or_default();
        if EVENT.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
            self.kept.push((key, value));
        } else {
            self.extra.push((key, value));
        }
    }

    /// Builds the event.
    pub fn event(mut self, span: Span, style: DateStyle, problems: &mut Problems) -> Node<'t> {
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
        // Mapped keys come first; an unmapped key of the same name goes to `extra` as `KEY-unmapped`.
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

    /// Returns the date and a note on its precision, if the table states a coarser one.
    fn date(&mut self, style: DateStyle, problems: &mut Problems) -> (Option<Node<'t>>, Option<String>) {
        let mut take = |key| self.dates.remove(key).filter(|node| !node.is_null());
        let parts = ["date.year", "date.month", "date.day"].map(|key| Some((key, take(key)?)));
        let (date, start, end) = (take("date"), take("start"), take("end"));
        let precision = take("precision");
        let (made, behind_gap) = composed(parts, date.as_ref().and_then(|date| read(date, style)), style);
        for (key, part) in behind_gap {
            let message = "this is no part of the date; it is kept in `extra`";
            problems.push(Problem::warning("contradicted-date", part.span, message));
            self.leave(key, part);
        }
        let date = date.or(made);
        let ends = match &date {
            Some(date) => check_ends(date, [&start, &end], style, problems),
            None => [false; 2],
        };
        for (key, node, contradicts) in [("start", &start, ends[0]), ("end", &end, ends[1])] {
            node.iter().filter(|_| contradicts).for_each(|node| self.leave(key, node.clone()));
        }
        let date = date.or_else(|| self.spanned(start, end, style));
        let Some(precision) = precision else { return (date, None) };
        let parsed = date.as_ref().and_then(|date| read(date, style));
        let Some((date, parsed)) = date.clone().zip(parsed) else {
            let message = "there is no date that can be read for this precision; it is kept in `extra`";
            problems.push(Problem::warning("precision", precision.span, message));
            self.leave("precision", precision);
            return (date, None);
        };
        match coarser(&parsed, precision.text().unwrap_or_default()) {
            Ok(None) => (Some(date), None),
            Ok(Some((edtf, known))) => {
                let note = format!("only {known} is known; the table says {}", parsed.text());
                (Some(Node::scalar(edtf, date.span)), Some(note))
            }
            Err(message) => {
                problems.push(Problem::warning("precision", precision.span, message));
                self.leave("precision", precision);
                (Some(date), None)
            }
        }
    }

    /// Puts a value that no field of the event can hold into `extra`.
    fn leave(&mut self, key: &'static str, value: Node<'t>) {
        self.extra.push((Node::scalar(key, value.span), value));
    }

    /// Builds an interval from the first and the last day; a last day alone has an unknown start. If one of them
    /// is no date, it is returned alone, to be reported, and the other goes to `extra`.
    fn spanned(
        &mut self,
        start: Option<Node<'t>>,
        end: Option<Node<'t>>,
        style: DateStyle,
    ) -> Option<Node<'t>> {
        let (start, end) = match (start, end) {
            (Some(start), Some(end)) => (start, end),
            (None, Some(end)) => {
                let last = read(&end, style).filter(|last| !last.is_interval());
                let since_unknown = |last: Date| Node::scalar(format!("/{}", last.text()), end.span);
                return Some(last.map_or(end.clone(), since_unknown));
            }
            (start, None) => return start,
        };
        match (read(&start, style), read(&end, style)) {
            (Some(first), Some(last)) if first == last => Some(start),
            (Some(first), Some(last)) => {
                Some(Node::scalar(format!("{}/{}", first.text(), last.text()), start.span))
            }
            (Some(_), None) => {
                self.leave("start", start);
                Some(end)
            }
            (None, _) => {
                self.leave("end", end);
                Some(start)
            }
        }
    }

    /// Zips the parts of lists that are spread over several columns: the n-th parts make the n-th item.
    fn zipped(&mut self, problems: &mut Problems) -> Vec<(&'static str, Node<'t>)> {
        let parts = std::mem::take(&mut self.parts);
        let mut made: Vec<(&'static str, Node<'t>)> = Vec::new();
        let mut addresses = Vec::new();
        for list in ["actors", "effects", "sources"] {
            let columns: Vec<_> = parts.iter().filter(|((of, _), _)| *of == list).collect();
            let longest = columns.iter().map(|(_, parts)| parts.len()).max().unwrap_or(0);
            for row in 0..longest {
                let cells =
                    columns.iter().filter_map(|((_, key), parts)| Some((*key, parts.get(row)?.clone())));
                let mut cells: Vec<_> = cells.filter(|(_, part)| !is_blank(part)).collect();
                if list == "sources" {
                    addresses.extend(name_source(&mut cells, problems));
                }
                let Some((key, only)) = cells.first().cloned() else { continue };
                let span = only.span;
                let alone = cells.len() == 1 && (key == "actor" || matches!(only.kind, NodeKind::Map(_)));
                made.push((list, if alone { only } else { Node::map(cells, span) }));
            }
        }
        if let Some(Node { span, .. }) = addresses.first() {
            let written: Vec<&str> = addresses.iter().filter_map(Node::text).collect();
            let written = Node::scalar(written.join("; "), *span);
            self.leave("sources.url", written);
        }
        made
    }
}

/// Turns an invalid URL of a source into its title, so that the text is kept but not shown as a link. If
/// there is a title already, the URL is reported and returned.
fn name_source<'t>(cells: &mut Vec<(&'static str, Node<'t>)>, problems: &mut Problems) -> Option<Node<'t>> {
    let place = cells.iter().position(|(key, _)| *key == "url")?;
    let node = &cells[place].1;
    let wrong = bad_url(node.text()?, node.span)?;
    if !cells.iter().any(|(key, _)| *key == "title") {
        cells[place].0 = "title";
        return None;
    }
    problems.push(wrong);
    Some(cells.remove(place).1)
}

/// Splits a value into parts: the items of a list, or a text at `;`. Blank parts are kept, because parts of
/// several columns are matched by position.
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

/// Parses `leads-to: other-event` into a mapping with one key.
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

/// Builds a date from year, month (number or name) and day. An empty or 0 part ends the date before it. Returns
/// the date and the parts that are not in it; all of them where they contradict `date`.
fn composed<'t>(
    parts: [Option<(&'static str, Node<'t>)>; 3],
    date: Option<Date>,
    style: DateStyle,
) -> (Option<Node<'t>>, Vec<(&'static str, Node<'t>)>) {
    let is_known = |(_, part): &(_, Node)| part.text().is_none_or(|text| text.trim() != "0");
    let parts = parts.map(|part| part.filter(is_known));
    let texts = parts.iter().map_while(|part| part.as_ref()?.1.text().map(str::trim));
    let written: Vec<&str> = texts.collect();
    let number = |text: &str| text.parse().ok().or_else(|| month_number(text));
    let numbers: Option<Vec<u32>> = written.iter().map(|text| number(text)).collect();
    let is_short = written.first().is_some_and(|year| year.len() == 2);
    let text = match numbers.as_deref() {
        // With two digits, the year depends on the century that the style names.
        Some([_]) if is_short => year(written[0], style).map_or_else(|| written[0].to_owned(), iso_year),
        Some([_, month @ 1..=12]) if is_short => format!("{} {}", month_name(*month), written[0]),
        Some([_, month @ 1..=12, day]) if is_short => {
            format!("{day} {} {}", month_name(*month), written[0])
        }
        Some([year]) => format!("{year:04}"),
        Some([year, month]) if !is_short => format!("{year:04}-{month:02}"),
        Some([year, month, day]) if !is_short => format!("{year:04}-{month:02}-{day:02}"),
        _ => written.join(" "),
    };
    let made = Date::read(&text, style).ok();
    let text = made.as_ref().map_or(text, |made| made.text().to_owned());
    let holds = |date: &Date| made.as_ref().is_some_and(|made| date.is_within(made));
    let used = if date.is_none_or(|date| holds(&date)) { written.len() } else { 0 };
    let span = parts.iter().flatten().next().map(|(_, part)| part.span);
    let made = span.filter(|_| used > 0).map(|span| Node::scalar(text, span));
    (made, parts.into_iter().skip(used).flatten().collect())
}

/// Warns when the separate first or last day contradicts the date, and returns which do.
fn check_ends(
    date: &Node,
    beside: [&Option<Node>; 2],
    style: DateStyle,
    problems: &mut Problems,
) -> [bool; 2] {
    let Some(date) = read(date, style) else { return [true; 2] };
    let ends = [(date.earliest(), "starts"), (date.latest(), "ends")];
    let mut contradicts = [false; 2];
    for (((end, verb), node), contradicts) in ends.into_iter().zip(beside).zip(&mut contradicts) {
        let Some(node) = node else { continue };
        // EDTF has no days in years of more than four digits, which exports write all the same.
        let agrees = node.text() == Some(&date.iso(end))
            || read(node, style).is_some_and(|other| other.earliest() <= end && end <= other.latest());
        if end.is_finite() && !agrees {
            let message = format!(
                "the date `{}` {verb} on {}, which is not what stands here; the date counts",
                date.text(),
                end.iso_day()
            );
            problems.push(Problem::warning("contradicted-date", node.span, message));
            *contradicts = true;
        }
    }
    contradicts
}

/// Adds an item to a list, or a pair to one of the two keys that hold a mapping.
fn add_item<'t>(pairs: &mut Vec<(Node<'t>, Node<'t>)>, list: &'static str, item: Node<'t>) {
    let span = item.span;
    let is_mapping = ["clocks", "reviewed"].contains(&list);
    let place = pairs.iter().position(|(key, _)| key.text() == Some(list)).unwrap_or_else(|| {
        let kind = if is_mapping { NodeKind::Map(Vec::new()) } else { NodeKind::List(Vec::new()) };
        pairs.push((Node::scalar(list, span), Node { kind, span }));
        pairs.len() - 1
    });
    let there = &mut pairs[place].1;
    match (&mut there.kind, item.kind) {
        (NodeKind::Map(known), NodeKind::Map(new)) if is_mapping => {
            known.extend(new);
        }
        (NodeKind::List(items), kind) => items.push(Node { kind, span }),
        (_, kind) => {
            let first = std::mem::replace(there, Node::list(Vec::new(), span));
            *there = Node::list(vec![first, Node { kind, span }], span);
        }
    }
}

/// Adds unknown keys to `extra`, where the format keeps them without a warning.
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
    use crate::load::{FileKind, Loaded, Reader, import_text};
    use crate::model::Date as Dated;

    fn map(pairs: &[&str]) -> Result<ColumnMap, String> {
        ColumnMap::new(&pairs.iter().map(|pair| (*pair).to_owned()).collect::<Vec<_>>(), DateStyle::default())
    }

    fn lines(text: &str, pairs: &[&str]) -> Loaded {
        import_text("a.jsonl", text, &Reader::Native(FileKind::JsonLines), &map(pairs).unwrap())
    }

    #[test]
    fn a_key_with_capitals_is_known_beside_a_map() {
        let map = map(&["date=when"]).unwrap();
        let text = "{\"when\": \"2024\", \"Title\": \"A\"}\n";
        let loaded = import_text("a.jsonl", text, &Reader::Native(FileKind::JsonLines), &map);
        assert_eq!(&*loaded.timeline.events()[0].title, "A");
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
    fn values_that_the_date_or_a_source_has_no_place_for_are_kept_and_told() {
        let keys =
            ["title=t", "date=w", "date.year=y", "date.month=m", "date.day=d", "start=s", "precision=p"];
        let keys: Vec<&str> = keys.into_iter().chain(["sources.url=u", "sources.title=n"]).collect();
        for (record, date, kept, code) in [
            (r#""y":2024,"m":"","d":12"#, "2024", "date.day: 12", "contradicted-date"),
            (r#""y":2024,"m":0,"d":12"#, "2024", "date.day: 12", "contradicted-date"),
            (r#""y":"","m":5,"d":12"#, "", "date.month: 5, date.day: 12", "contradicted-date"),
            (r#""w":"2024-05-01","y":2023"#, "2024-05-01", "date.year: 2023", "contradicted-date"),
            (r#""w":"2024-05-01","s":"2023""#, "2024-05-01", "start: 2023", "contradicted-date"),
            (r#""w":"spring?","p":"week""#, "", "date: spring?, precision: week", "precision"),
            (r#""p":"week""#, "", "precision: week", "precision"),
            (r#""w":"2024-05-01","p":"dawn""#, "2024-05-01", "precision: dawn", "precision"),
            (r#""w":"2024","u":"a desk; b","n":"A; B""#, "2024", "sources.url: a desk; b", "bad-url"),
            (r#""w":"2024-05-01","y":2024,"m":"May""#, "2024-05-01", "", ""),
            (r#""w":"2024-05-01","s":"2024-05-01","p":"day""#, "2024-05-01", "", ""),
            (r#""w":"Y12024","s":"Y12024-01-01","p":"year""#, "Y12024", "", ""),
        ] {
            let loaded = lines(&format!("{{\"t\":\"A\",{record}}}"), &keys);
            let event = &loaded.timeline.events()[0];
            assert_eq!(event.date.as_ref().map_or("", Dated::text), date, "{record}");
            let extra = event.extra.iter().map(|(key, value)| format!("{key}: {}", value.words()));
            assert_eq!(extra.collect::<Vec<_>>().join(", "), kept, "{record}");
            assert!(
                loaded.problems.iter().any(|problem| problem.code == code) != code.is_empty(),
                "{record}: {:?}",
                loaded.problems
            );
        }
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
            let loaded = import_text("a", text, &Reader::Native(kind), &map);
            assert_eq!((&*loaded.timeline.events()[0].title, loaded.problems.len()), ("A", 0), "{text}");
        }
    }
}
