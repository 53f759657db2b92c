//! Reads tables with one event per row: RFC 4180, also with semicolons or tabs as spreadsheets write them.

use std::collections::HashSet;
use std::ops::Range;

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::build::text_node;
use super::column_map::{ColumnMap, Draft, Target};
use super::event_from_node::Chunk;
use super::read::{CHUNK, Reading};
use super::yaml::Node;
use crate::model::EVENT;
use crate::model::value::is_number;
use crate::parallel::in_chunks;
use crate::problem::{Problem, Problems, Span};
use crate::text::meant;

/// The first columns of tables that dateline exports, by which they are recognized.
const EXPORT_COLUMNS: [&str; 7] = ["id", "date", "start", "end", "precision", "certainty", "title"];

/// The longest cell in bytes. A longer one most likely has an unclosed quote before it.
const LONGEST: usize = 1 << 20;

/// A column: its name, with the span of its header cell, and its meanings.
struct Column<'t> {
    name: Node<'t>,
    targets: Vec<Target>,
}

/// Reads a table. Several values in a cell are separated by `;`.
pub fn read<'t>(index: u32, text: &'t str, map: &ColumnMap) -> Reading<'t> {
    let mut reading = Reading::default();
    let (delimiter, start) = opening(text);
    let end = unclosed_quote(text, delimiter, start).map_or(text.len(), |quote| {
        let message = "this quote is never closed; its row and all behind it are not read";
        let hint = "a quote that belongs to a text is written twice, in a cell in quotes";
        let problem = Problem::error("syntax", Span::from(quote..quote + 1), message);
        reading.problems.push(problem.hint(hint));
        quote
    });
    let mut rows = rows(text, start..end, delimiter);
    if end < text.len() && !text[..end].ends_with(['\n', '\r']) {
        rows.pop();
    }
    if rows.is_empty() {
        reading.problems.push(Problem::error("no-timeline", Span::default(), "this table is empty"));
        return reading;
    }
    let header = cells(text, rows.remove(0), delimiter);
    let is_export = header.len() >= EXPORT_COLUMNS.len()
        && header.iter().zip(EXPORT_COLUMNS).all(|((name, _), own)| name.trim() == own);
    let columns = columns(header, is_export, map, &mut reading.problems);
    if !check_columns(&columns, is_export, map, &mut reading.problems) {
        return reading;
    }
    let event = |row: &Range<usize>| {
        let cells = cells(text, row.clone(), delimiter).into_iter().map(|(cell, _)| cell);
        let own = cells.zip(&columns).filter(|(_, column)| !is_of_actors(column));
        let cells: Vec<String> = own.map(|(cell, _)| cell).collect();
        cells.first().is_some_and(|id| !id.is_empty()).then_some(cells)
    };
    let is_same =
        |a: &Range<usize>, b: &Range<usize>| is_export && event(a).is_some_and(|a| event(b) == Some(a));
    let events: Vec<&[Range<usize>]> = rows.chunk_by(is_same).collect();
    reading.chunks = in_chunks(&events, CHUNK, |events| {
        let mut chunk = Chunk::with_room(index, map.dates, events.len());
        for rows in events {
            let rows = rows.iter().map(|row| cells(text, row.clone(), delimiter));
            let cells = rows.reduce(|first, more| joined(first, &more, &columns)).unwrap_or_default();
            add(&mut chunk, &columns, cells, is_export, map);
        }
        chunk
    });
    reading
}

/// Joins two rows of the same event, each with actors of its own.
fn joined(
    mut first: Vec<(String, Span)>,
    more: &[(String, Span)],
    columns: &[Column],
) -> Vec<(String, Span)> {
    for (index, _) in columns.iter().enumerate().filter(|(_, column)| is_of_actors(column)) {
        if let (Some((cell, _)), Some((next, _))) = (first.get_mut(index), more.get(index)) {
            cell.push_str("; ");
            cell.push_str(next);
        }
    }
    first
}

/// Whether rows of one event may differ in this column: its actors, and the origin of the export.
fn is_of_actors(column: &Column) -> bool {
    matches!(column.targets[..], [Target::Part("actors", _)]) || column.name.text() == Some("origin")
}

/// Whether a text of unknown kind is a readable table: its first line has columns for a title and a date.
pub fn is_table(text: &str, map: &ColumnMap) -> bool {
    let (delimiter, start) = opening(text);
    let line = text[start..].lines().next().unwrap_or_default();
    let cells = cells(line, 0..line.len(), delimiter);
    let by_name = by_name(&cells, false, map);
    let means = |is_meant: IsMeant| {
        cells.iter().any(|(name, _)| targets(name.trim(), by_name, map).iter().any(is_meant))
    };
    cells.len() > 1 && means(is_title) && means(Target::is_date)
}

fn is_title(target: &Target) -> bool {
    *target == Target::One("title")
}

/// Returns the delimiter and the byte where the header starts. Spreadsheets may name the delimiter in a first
/// line `sep=;`; otherwise it is the tab, semicolon or comma that is most frequent in the first line.
fn opening(text: &str) -> (u8, usize) {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', named] =
        line.trim_end_matches(['\r', '\n']).as_bytes()
    {
        return (*named, line.len());
    }
    let count = |delimiter: &u8| line.bytes().filter(|byte| byte == delimiter).count();
    ([b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b','), 0)
}

/// Returns the byte of the first quote that opens a cell and is never closed.
fn unclosed_quote(text: &str, delimiter: u8, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        if bytes[at] == b'"' {
            let Some(closed) = behind_quotes(bytes, at) else { return Some(at) };
            at = closed;
        }
        let next = memchr::memchr3(delimiter, b'\n', b'\r', &bytes[at..]);
        at = next.map_or(bytes.len(), |next| at + next + 1);
    }
    None
}

/// Returns the byte after the quote that closes the one at `open`; a doubled quote does not close.
fn behind_quotes(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += memchr::memchr(b'"', &bytes[at..])? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// Returns the byte ranges of the rows that are not empty.
fn rows(text: &str, range: Range<usize>, delimiter: u8) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let offset = range.start;
    let mut start = offset;
    fields(&text.as_bytes()[range], delimiter, |_, place, is_last| {
        if is_last {
            rows.push(start..offset + place.end);
            start = offset + place.end;
        }
    });
    rows
}

/// Returns the cells of a row with their spans.
fn cells(text: &str, row: Range<usize>, delimiter: u8) -> Vec<(String, Span)> {
    let mut cells = Vec::new();
    fields(&text.as_bytes()[row.clone()], delimiter, |cell, place, _| {
        let written = &text[row.start + place.start..row.start + place.end];
        let inner = written.trim_start_matches(['\r', '\n']);
        let start = row.start + place.end - inner.len();
        let length = inner.trim_end_matches([char::from(delimiter), '\r', '\n']).len().max(1);
        let span = Span { start: start as u32, end: (start + length) as u32 };
        cells.push((String::from_utf8_lossy(cell).into_owned(), span));
    });
    cells
}

/// Calls `each` with every field: its text, its byte range, and whether it is the last of its row.
fn fields(bytes: &[u8], delimiter: u8, mut each: impl FnMut(&[u8], Range<usize>, bool)) {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut field = vec![0; 1 << 10];
    let (mut at, mut start, mut length) = (0, 0, 0);
    loop {
        let (result, read, written) = reader.read_field(&bytes[at..], &mut field[length..]);
        at += read;
        length += written;
        match result {
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::OutputFull => field.resize(field.len() * 2, 0),
            ReadFieldResult::Field { record_end } => {
                each(&field[..length], start..at, record_end);
                (start, length) = (at, 0);
            }
            ReadFieldResult::End => return,
        }
    }
}

/// Returns the meaning of a column's name.
type ByName = fn(&str) -> Option<Target>;

/// Returns how names without a place in the map are understood in a table with this header.
fn by_name(header: &[(String, Span)], is_export: bool, map: &ColumnMap) -> ByName {
    let is_date = |name: &str| Target::by_name(name).is_some_and(|target| target.is_date());
    if is_export {
        Target::find
    } else if map.names(Target::is_date) || header.iter().any(|(name, _)| is_date(name.trim())) {
        Target::by_name
    } else {
        Target::by_name_or_end
    }
}

/// Returns the meanings of a column: those in the map, else the one of its name.
fn targets(name: &str, by_name: ByName, map: &ColumnMap) -> Vec<Target> {
    let mapped: Vec<Target> = map.targets(name).cloned().collect();
    if !mapped.is_empty() {
        return mapped;
    }
    by_name(name).into_iter().collect()
}

/// Returns the columns of a header. A repeated name without a meaning gets a number, an empty one `cell-N`.
fn columns<'t>(
    header: Vec<(String, Span)>,
    is_export: bool,
    map: &ColumnMap,
    problems: &mut Problems,
) -> Vec<Column<'t>> {
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    let mut taken: HashSet<String> = HashSet::new();
    let by_name = by_name(&header, is_export, map);
    for (name, span) in header {
        let name = name.trim();
        let targets = targets(name, by_name, map);
        let mut own = if name.is_empty() { format!("cell-{}", columns.len() + 1) } else { name.to_owned() };
        if targets.is_empty() && taken.contains(&own) {
            let mut numbered = (2..columns.len() + 3).map(|number| format!("{name}-{number}"));
            let free = numbered.find(|free| !taken.contains(free));
            own = free.unwrap_or(own);
            let message = format!("another column is called `{name}`; this one becomes `{own}`");
            problems.push(Problem::warning("repeated-key", span, message));
        }
        taken.insert(own.clone());
        columns.push(Column { name: text_node(own, span, problems), targets });
    }
    columns
}

/// A test for a column's meaning.
type IsMeant = fn(&Target) -> bool;

/// Whether the columns suffice for events. Reports missing columns, including those that the map names.
fn check_columns(columns: &[Column], is_export: bool, map: &ColumnMap, problems: &mut Problems) -> bool {
    let names = || columns.iter().filter_map(|column| column.name.text());
    let span = Span { start: 0, end: columns.last().map_or(1, |column| column.name.span.end) };
    for missing in map.columns().filter(|column| !names().any(|name| name.eq_ignore_ascii_case(column))) {
        let message = format!("--map names the column `{missing}`, which is not in this table");
        problems.push(Problem::error("no-column", span, message).with_hint(meant(missing, names())));
    }
    let has = |is_meant: IsMeant| columns.iter().any(|column| column.targets.iter().any(is_meant));
    let needed: [(&str, IsMeant); 2] = [("date", Target::is_date), ("title", is_title)];
    let lacking = needed.iter().filter(|(_, is_meant)| !has(*is_meant) && !map.names(is_meant));
    let lacking: Vec<&str> = lacking.map(|(key, _)| *key).collect();
    if !lacking.is_empty() {
        let message = format!("no column of this table is the {}", lacking.join(", and none the "));
        let pairs: Vec<String> = lacking.iter().map(|key| format!("{key}=COLUMN")).collect();
        let hint = format!("say which one is, as in `--map {}`", pairs.join(","));
        problems.push(Problem::error("no-column", span, message).hint(hint));
    }
    if needed.iter().any(|(_, is_meant)| !has(*is_meant)) {
        return false;
    }
    let unknown = columns.iter().filter(|column| column.targets.is_empty() && !is_export && map.is_empty());
    for column in unknown {
        let name = column.name.text().unwrap_or_default();
        let near = meant(name, EVENT.iter().map(|key| key.name));
        if near.is_some() {
            let message = format!("unknown column `{name}`; it is kept as it is");
            problems.push(Problem::warning("unknown-key", column.name.span, message).with_hint(near));
        }
    }
    true
}

fn add(chunk: &mut Chunk, columns: &[Column], cells: Vec<(String, Span)>, is_export: bool, map: &ColumnMap) {
    let whole = Span {
        start: cells.first().map_or(0, |(_, span)| span.start),
        end: cells.last().map_or(0, |(_, span)| span.end),
    };
    if let Some((_, span)) = cells.iter().find(|(cell, _)| cell.len() > LONGEST) {
        let message = "a cell of more than a mebibyte; a quote before it is most likely never closed";
        let at = Span { start: span.start, end: span.start + 1 };
        return chunk.problems.push(Problem::error("too-large", at, message));
    }
    if cells.len() != columns.len() {
        let message = format!("this row has {} cells, the first one {}", cells.len(), columns.len());
        let hint = "a cell with a comma, quote or line break stands in quotes";
        chunk.problems.push(Problem::warning("cell-count", whole, message).hint(hint));
    }
    let mut draft = Draft::default();
    let mut beyond = 0;
    for (index, (cell, span)) in cells.into_iter().enumerate() {
        let cell = if is_export { unguarded(&cell) } else { cell };
        if cell.trim().is_empty() {
            continue;
        }
        let value = text_node(cell, span, &mut chunk.problems);
        let Some(column) = columns.get(index) else {
            beyond += 1;
            draft.keep(Node::scalar(format!("cell-{}", columns.len() + beyond), span), value);
            continue;
        };
        column.targets.iter().for_each(|target| draft.put(target, value.clone()));
        // The origin describes the export, not the event.
        let is_origin = is_export && column.name.text() == Some("origin");
        if column.targets.is_empty() && !is_origin {
            draft.keep(column.name.clone(), plain(value));
        }
    }
    let event = draft.event(whole, map.dates, &mut chunk.problems);
    chunk.add(&event);
}

/// Marks a cell of an unknown column as a plain number if every reader would agree that it is one.
fn plain(mut value: Node<'_>) -> Node<'_> {
    if let super::yaml::NodeKind::Scalar { text, quoted } = &mut value.kind {
        *quoted = !is_number(text);
    }
    value
}

/// Strips the apostrophes that keep spreadsheets from evaluating a cell as a formula.
fn unguarded(cell: &str) -> String {
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let mut shown = String::with_capacity(cell.len());
    for part in cell.split_inclusive([';', '\n']) {
        let body = part.trim_start_matches([' ', '\t']);
        shown.push_str(&part[..part.len() - body.len()]);
        shown.push_str(body.strip_prefix('\'').filter(|rest| rest.starts_with(formula)).unwrap_or(body));
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::load::{FileKind, Loaded, Reader, import_text};
    use crate::model::{Date, DateStyle, DayOrder};

    fn map(pairs: &[&str], order: Option<DayOrder>) -> ColumnMap {
        let pairs: Vec<String> = pairs.iter().map(|pair| (*pair).to_owned()).collect();
        ColumnMap::new(&pairs, DateStyle { order, century: None }).unwrap()
    }

    fn table(text: &str, pairs: &[&str]) -> Loaded {
        import_text("a.csv", text, &Reader::Native(FileKind::Table), &map(pairs, None))
    }

    fn messages(loaded: &Loaded) -> String {
        loaded.problems.iter().map(|problem| problem.render(false) + "\n").collect()
    }

    const ACLED: &str = "event_id_cnty,event_date,time_precision,event_type,actor1,actor2,country,source,notes,fatalities\n\
        UKR1,22 May 2024,1,Battles,Army,Rebels,Ukraine,Reuters; AP,\"First, with\n a break\",3\n\
        UKR2,2024-05-23,2,Riots,,,Ukraine,,Second,0\n\
        UKR3,2024-05-15,3,Riots,Army,,Ukraine,Reuters,Third,\n";
    const MAP: [&str; 10] = [
        "id=event_id_cnty",
        "date=event_date",
        "precision=time_precision",
        "kind=event_type",
        "actors.first=actor1",
        "actors.second=actor2",
        "countries=country",
        "sources.publisher=source",
        "title=notes",
        "tags=event_type",
    ];

    #[test]
    fn a_foreign_table_becomes_events_and_no_column_is_lost() {
        let loaded = table(ACLED, &MAP);
        let codes: Vec<&str> = loaded.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["foreign-date"]);
        let timeline = &loaded.timeline;
        let event = |id: &str| timeline.event(timeline.find(id).unwrap());
        let date = |id: &str| event(id).date.as_ref().map(Date::text);
        assert_eq!(date("UKR1"), Some("2024-05-22"));
        assert_eq!(date("UKR2"), Some("2024-05-20~/2024-05-26~"));
        assert_eq!(date("UKR3"), Some("2024-05~"));
        assert_eq!(&*event("UKR3").date_note, "only the month or so is known; the table says 2024-05-15");
        let first = event("UKR1");
        assert_eq!(&*first.title, "First, with a break");
        let parts: Vec<(&str, &str)> = first
            .actors
            .iter()
            .map(|part| (&*timeline.actor(part.actor).name, timeline.word(part.role.unwrap())))
            .collect();
        assert_eq!(parts, [("Army", "first"), ("Rebels", "second")]);
        assert_eq!(first.sources.len(), 2);
        assert_eq!((first.countries[0].code(), first.place.line), ("UA", 2));
        let extra: Vec<(&str, String)> =
            first.extra.iter().map(|(key, value)| (&**key, value.words())).collect();
        assert_eq!(extra, [("fatalities", "3".to_owned())]);
        assert_eq!(event("UKR2").place.line, 4, "a cell may have lines");
    }

    #[test]
    fn a_mistake_names_its_line_and_its_cell() {
        let text = "date,title,certainty\n2024-13,A,reported\n2024,B,confimed\n05/06/2024,C,\n2024,D\n";
        insta::assert_snapshot!(messages(&table(text, &[])));
    }

    #[test]
    fn a_column_that_is_not_there_is_told_with_the_one_that_was_meant() {
        insta::assert_snapshot!(messages(&table(ACLED, &["date=event_dat", "title=notes"])));
        let messages = messages(&table("when,what\n2024,x\n", &[]));
        assert!(
            messages.contains("is the date, and none the title")
                && messages.contains("--map date=COLUMN,title=COLUMN"),
            "{messages}"
        );
    }

    #[test]
    fn a_date_of_three_numbers_is_read_when_its_order_is_said() {
        let text = "date,title\n05/06/2024,A\n";
        let loaded =
            import_text("a.csv", text, &Reader::Native(FileKind::Table), &map(&[], Some(DayOrder::Dmy)));
        assert_eq!(loaded.timeline.events()[0].date.as_ref().map(Date::text), Some("2024-06-05"));
        assert!(messages(&table(text, &[])).contains("--date-order dmy"));
    }

    #[test]
    fn a_year_of_two_digits_needs_its_century_in_a_column_of_its_own_too() {
        let text = "date.year,date.month,date.day,title\n24,5,22,A\n24,May,,B\n24,,,C\n1924,5,22,D\n";
        let dates = |century| {
            let map = ColumnMap::new(&[], DateStyle { order: None, century }).unwrap();
            let loaded = import_text("a.csv", text, &Reader::Native(FileKind::Table), &map);
            let dates = loaded.timeline.events().iter().map(|event| event.date.as_ref().map(Date::text));
            let mut dates: Vec<_> = dates.map(|date| date.unwrap_or("undated").to_owned()).collect();
            dates.sort();
            (dates.join(" "), messages(&loaded))
        };
        assert_eq!(dates(Some(2000)), ("1924-05-22 2024 2024-05 2024-05-22".to_owned(), String::new()));
        let (read, messages) = dates(None);
        assert_eq!(read, "1924-05-22 undated undated undated");
        assert!(messages.contains("its year has two digits") && messages.contains("--century 2000"));
    }

    #[test]
    fn first_and_last_day_make_a_date_and_have_to_agree_with_one() {
        let dates = |text: &str, pairs: &[&str]| -> Vec<String> {
            let loaded = table(text, pairs);
            loaded
                .timeline
                .events()
                .iter()
                .map(|event| event.date.as_ref().map_or("undated", Date::text).to_owned())
                .collect()
        };
        let text = "from,to,title\n2024-05-01,2024-05-03,A\n2 May 2024,2024-05-02,B\n2024-05-03,,C\n,,D\n";
        let pairs = ["start=from", "end=to"];
        assert_eq!(dates(text, &pairs), ["2024-05-01/2024-05-03", "2024-05-02", "2024-05-03", "undated"]);
        assert_eq!(dates("to,title\n2024-05-24,A\n2024/..,B\n", &["end=to"]), ["/2024-05-24", "2024/.."]);
        let text = "Start,end,title\n2024-05-01,2024-05-03,A\n,2024-05-24,B\n";
        assert_eq!(dates(text, &[]), ["/2024-05-24", "2024-05-01/2024-05-03"]);
        assert_eq!(dates("date,start,title\n2024-05,18:00,A\n", &[]), ["2024-05"]);
        assert_eq!(dates("date,precision,title\n2024-05-24,month,A\n", &[]), ["2024-05"]);
        let text = "date,from,title\n2024-05,2024-05-02,A\n";
        assert!(messages(&table(text, &["start=from"])).contains("starts on 2024-05-01"));
    }

    #[test]
    fn our_own_table_with_a_row_for_each_actor_has_each_event_once() {
        let text = "id,date,start,end,precision,certainty,title,actors,roles,origin\n\
            a,2024,2024-01-01,2024-12-31,year,,A,X,,here\na,2024,2024-01-01,2024-12-31,year,,A,Y,host,\n\
            b,2024,2024-01-01,2024-12-31,year,,'=B,X,,\n";
        let loaded = table(text, &[]);
        assert_eq!(messages(&loaded), "");
        let timeline = &loaded.timeline;
        assert_eq!(timeline.len(), 2);
        let event = timeline.event(timeline.find("a").unwrap());
        let names: Vec<&str> = event.actors.iter().map(|part| &*timeline.actor(part.actor).name).collect();
        assert_eq!((names, event.actors[0].role), (vec!["X", "Y"], None));
        assert!(event.extra.is_empty());
        assert_eq!(&*timeline.event(timeline.find("b").unwrap()).title, "=B");
    }

    #[test]
    fn semicolons_and_tabs_part_cells_too() {
        for (delimiter, text) in [(';', "date;title\n2024;A, b\n"), ('\t', "date\ttitle\r\n2024\tA, b\r\n")] {
            let loaded = table(text, &[]);
            assert_eq!(&*loaded.timeline.events()[0].title, "A, b", "{delimiter:?}");
        }
    }

    #[test]
    fn an_address_that_is_none_is_a_title_and_no_link() {
        let loaded = table("date,title,sources\n2024,A,https://e.org/a; javascript:x; Reuters\n", &[]);
        let sources: Vec<(&str, &str)> =
            loaded.timeline.events()[0].sources.iter().map(|source| (&*source.url, &*source.title)).collect();
        assert_eq!(sources, [("https://e.org/a", ""), ("", "javascript:x"), ("", "Reuters")]);
        assert_eq!(loaded.errors, 0);
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_a_table_panic(text in "(\\PC|[\n\r,;\"\t]){0,80}", cell in "(\\PC|[\n\r,;\"]){0,20}") {
            table(&text, &MAP);
            let quoted = cell.replace('"', "\"\"");
            let text = format!("date,title,x\n2024,\"{quoted}\",{text}\n");
            let loaded = table(&text, &["tags=x", "precision=x", "sources=x"]);
            let is_whole = loaded.problems.iter().all(|problem| problem.code != "syntax");
            if is_whole && !cell.trim().is_empty() {
                let title = crate::text::one_line(&crate::text::sanitize(&cell.replace("\r\n", "\n")));
                prop_assert!(loaded.timeline.events().iter().any(|event| *event.title == *title));
            }
        }
    }
}
