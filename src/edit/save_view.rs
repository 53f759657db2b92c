//! Saves a named view in a file of the timeline or in the configuration.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{Change, are_same, parsed, write};
use crate::export::yaml::view_text;
use crate::load::documents::{DocumentKind, kind_of_document};
use crate::load::mentions::documents;
use crate::load::yaml::{Node, NodeKind};
use crate::load::{File, FileKind, is_read, read_texts, view};
use crate::model::View;
use crate::problem::Problems;
use crate::text::one_line;

/// Saves a view in one of `files` and returns the path of that file: the first that has a view of this name, else
/// the first with `views`, else the first that describes the timeline. `None` if there is none in block style.
///
/// # Errors
/// Fails if the views of that file are not in block style, or a file cannot be read or written.
pub fn save_in_timeline(files: &[PathBuf], view: &View) -> Result<Option<PathBuf>, String> {
    let (files, _) = read_texts(files);
    let is_block = |file: &&File| !file.text.trim_start().starts_with('{');
    let is_yaml = |file: &&File| file.kind == FileKind::Yaml && is_read(&file.path);
    let mut candidates = Vec::new();
    for file in files.iter().filter(is_yaml).filter(is_block) {
        if let Some(rank) = parsed(file)?.iter().filter_map(|document| rank(document, view)).min() {
            candidates.push((rank, file));
        }
    }
    let Some((_, file)) = candidates.into_iter().min_by_key(|(rank, _)| *rank) else { return Ok(None) };
    let text = with_view(file, view)?;
    let change =
        Change::of(file, &text).map_err(|error| format!("cannot change `{}`: {error}", file.name))?;
    write(&[change]).map_err(|error| error.to_string())?;
    Ok(Some(file.path.clone()))
}

/// Saves a view in a configuration file, which is created if it does not exist.
///
/// # Errors
/// Fails if the file is not YAML in block style, or cannot be read or written.
pub fn save_in_config(path: &Path, view: &View) -> Result<(), String> {
    let cannot = |error: io::Error| format!("cannot change the configuration: {error}");
    let written = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        read => Some(read.map_err(cannot)?),
    };
    let text = written.as_deref().unwrap_or_default().trim_start_matches('\u{FEFF}').to_owned();
    let file = File::of(path.to_owned(), text, FileKind::Yaml);
    let text = with_view(&file, view)?;
    let change = if written.is_some() {
        Change::of(&file, &text).map_err(cannot)?
    } else {
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(cannot)?;
        Change::creation(&file, &text)
    };
    write(&[change]).map_err(|error| error.to_string())
}

/// Ranks a document as a place for a view, the best first; `None` if it has nothing but events.
fn rank(document: &Node, view: &View) -> Option<u8> {
    let is_described = document.pairs().iter().any(|(key, _)| key.text() != Some("events"));
    match document.get("views") {
        Some(views) if has_view(views, view) => Some(0),
        Some(_) => Some(1),
        None if matches!(kind_of_document(document), DocumentKind::Timeline) && is_described => Some(2),
        None => None,
    }
}

fn has_view(views: &Node, view: &View) -> bool {
    views.pairs().iter().any(|(name, _)| is_name_of(name, view))
}

fn is_name_of(name: &Node, view: &View) -> bool {
    name.text().is_some_and(|name| view.is_called(&one_line(name)))
}

/// Returns the text of a file with a view under `views`, in place of the one of the same name. The result is
/// parsed to verify that nothing else has changed.
///
/// # Errors
/// Fails if the file is not YAML in block style.
fn with_view(file: &File, view: &View) -> Result<String, String> {
    let before = parsed(file)?;
    let refused =
        || format!("the views of `{}` are not written one below the other; add this one by hand", file.name);
    if file.kind != FileKind::Yaml || file.text.trim_start().starts_with('{') {
        return Err(refused());
    }
    let (replaced, text) = replacement(&before, &file.text, view);
    let is_open =
        replaced.is_empty() && !matches!(file.text[..replaced.start].bytes().last(), None | Some(b'\n'));
    let line_break = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    let text = format!("{}{text}", if is_open { "\n" } else { "" }).replace('\n', line_break);
    let text = [&file.text[..replaced.start], &text, &file.text[replaced.end..]].concat();
    let is_kept = documents(file.kind, &text).is_ok_and(|after| is_saved(&before, &after, view));
    if is_kept { Ok(text) } else { Err(refused()) }
}

/// Returns the byte range to replace, and its new text.
fn replacement(documents: &[Node], text: &str, view: &View) -> (Range<usize>, String) {
    let entry = |indent| view_text(view, indent);
    let insert = |at: usize, lines: String| (at..at, lines);
    let all = || documents.iter().flat_map(Node::pairs).filter(|(key, _)| key.text() == Some("views"));
    let Some((key, views)) = all().find(|(_, views)| has_view(views, view)).or_else(|| all().next()) else {
        let at = documents.iter().find_map(|document| before_events(document, text)).unwrap_or(text.len());
        let is_apart = text[..at].trim().is_empty() || text[..at].ends_with("\n\n");
        let blank = |is_wanted| if is_wanted { "\n" } else { "" };
        let lines = format!("{}views:\n{}{}", blank(!is_apart), entry(2), blank(at < text.len()));
        return insert(at, lines);
    };
    let is_same = |(name, _): &&(Node, Node)| is_name_of(name, view);
    match (views.pairs().iter().find(is_same), views.pairs().last()) {
        (Some((name, old)), _) => {
            let start = name.span.start as usize;
            (start..pair_end(name, old, text), entry(column(text, start)).trim().to_owned())
        }
        (None, Some((name, last))) => {
            insert(line_end(text, pair_end(name, last, text)), entry(column(text, name.span.start as usize)))
        }
        (None, None) => insert(line_end(text, key.span.end as usize), entry(2)),
    }
}

/// Returns the byte offset of the line of the key `events`, or of the comments directly above it, unless those
/// begin the file.
fn before_events(document: &Node, text: &str) -> Option<usize> {
    let (key, _) = document.pairs().iter().find(|(key, _)| key.text() == Some("events"))?;
    let line = key.span.start as usize - column(text, key.span.start as usize);
    let lines = text[..line].split_inclusive('\n').rev();
    let comments: usize = lines.take_while(|line| line.starts_with('#')).map(str::len).sum();
    Some(if comments == line { line } else { line - comments })
}

/// Returns the number of bytes between the start of the line and `at`.
fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Returns the offset after the line break of the line that holds byte `at`.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Returns the end of a pair, which is after the colon if there is no value.
fn pair_end(key: &Node, value: &Node, text: &str) -> usize {
    let key_end = key.span.end as usize;
    let colon = text[key_end..].find(':').map_or(key_end, |colon| key_end + colon + 1);
    if value.span.start == value.span.end { colon } else { end(value, text).max(colon) }
}

/// Returns the end of a value without trailing white space. The span of a collection in block style reaches to
/// the next token, so its last value counts.
fn end(node: &Node, text: &str) -> usize {
    let span = node.span.start as usize..node.span.end as usize;
    let last = match &node.kind {
        NodeKind::Map(pairs) => pairs.last().map(|(key, value)| pair_end(key, value, text)),
        NodeKind::List(items) => items.last().map(|item| end(item, text)),
        NodeKind::Scalar { .. } => None,
    };
    last.filter(|_| !text[span.clone()].starts_with(['{', '[']))
        .unwrap_or(span.start + text[span].trim_end().len())
}

/// Whether `after` has the view, and otherwise equals `before`.
fn is_saved(before: &[Node], after: &[Node], saved: &View) -> bool {
    let mut found = after.iter().flat_map(|document| view::read(document, "views", &mut Problems::default()));
    let is_there = found.any(|(_, view)| view.is_called(&saved.name) && view.fields() == saved.fields());
    let (before, after) = (without(before, saved), without(after, saved));
    is_there && are_same(before.iter(), after.iter(), &BTreeMap::new())
}

/// Returns the documents without the view, and without `views` if it has no other.
fn without<'t>(documents: &[Node<'t>], saved: &View) -> Vec<Node<'t>> {
    let is_empty =
        |value: &Node| value.is_null() || matches!(&value.kind, NodeKind::Map(pairs) if pairs.is_empty());
    let is_other = |(name, _): &(Node, Node)| !is_name_of(name, saved);
    let mut documents = documents.to_vec();
    for document in &mut documents {
        let NodeKind::Map(pairs) = &mut document.kind else { continue };
        for (_, views) in pairs.iter_mut().filter(|(key, _)| key.text() == Some("views")) {
            if let NodeKind::Map(views) = &mut views.kind {
                views.retain(is_other);
            }
        }
        pairs.retain(|(key, value)| key.text() != Some("views") || !is_empty(value));
    }
    documents.retain(|document| !is_empty(document));
    documents
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    fn saved(text: &str, view: &View) -> Result<String, String> {
        with_view(&File::of("a.yaml".into(), text.to_owned(), FileKind::Yaml), view)
    }

    fn may() -> View {
        View {
            name: "May: 2024".into(),
            query: "country:us -tag:\"a b\"".into(),
            range: Date::parse("2024-05-13/2024-05-31").ok(),
            ..View::default()
        }
    }

    #[test]
    fn a_view_is_saved_among_the_others_and_every_other_byte_stays() {
        let entry = |indent: &str| {
            let lines =
                ["\"May: 2024\":", "  query: country:us -tag:\"a b\"", "  range: 2024-05-13/2024-05-31"];
            lines.map(|line| format!("{indent}{line}\n")).concat()
        };
        for (before, after) in [
            ("", ""),
            ("# mine\nmouse: true", ""),
            ("# mine\nmouse: true\n", ""),
            (
                "# mine\nviews:\n   mine: tag:x # why\n   # the last\n   yours: {query: tag:y}   \n",
                "# keys\nkeys: {}\n",
            ),
            ("views:\n", "mouse: true\n"),
            ("title: x\n\n", "# the events\nevents:\n  - {date: 2024, title: a}\n"),
            ("# about the file\n", "events: []\n"),
        ] {
            let text = saved(&format!("{before}{after}"), &may()).unwrap();
            let indent = if before.contains("mine:") { "   " } else { "  " };
            let new = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap();
            assert!(new.contains(&entry(indent)), "{text}");
            assert_eq!(new.trim().strip_prefix("views:").unwrap_or(new).trim(), entry(indent).trim());
        }
        let crlf = saved("title: x\r\nviews:\r\n  a: b\r\n", &may()).unwrap();
        assert_eq!(crlf.matches('\n').count(), crlf.matches("\r\n").count());
    }

    #[test]
    fn a_view_of_the_same_name_is_replaced() {
        let view = View { name: "mine".into(), lanes: "policy".into(), ..View::default() };
        for (old, new) in [
            ("views:\n  Mine: tag:x # why\n  b: c\n", "views:\n  mine:\n    lanes: policy # why\n  b: c\n"),
            (
                "views:\n  mine:\n    query: |\n      a\n      b\n    sort: title\n\n# end\nx: y\n",
                "views:\n  mine:\n    lanes: policy\n\n# end\nx: y\n",
            ),
            ("views:\n  mine: {query: a}\n", "views:\n  mine:\n    lanes: policy\n"),
            ("views:\n  mine:\n  b: c\n", "views:\n  mine:\n    lanes: policy\n  b: c\n"),
        ] {
            assert_eq!(saved(old, &view).as_deref(), Ok(new));
            assert_eq!(saved(new, &view).as_deref(), Ok(new));
        }
    }

    #[test]
    fn views_on_one_line_are_left_alone() {
        for text in ["views: {a: b}\n", "{\"views\": {}}", "- {date: 2024, title: a}\n", "views: [\n"] {
            saved(text, &may()).unwrap_err();
        }
    }

    #[test]
    fn the_file_with_the_view_is_changed_and_no_file_of_another_format() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            path
        };
        let page = put("page.mw", "title: My page\n2024-05-22: The ban\n");
        assert_eq!(save_in_timeline(std::slice::from_ref(&page), &may()), Ok(None));
        assert_eq!(fs::read_to_string(&page).unwrap(), "title: My page\n2024-05-22: The ban\n");
        let others = put("a.yaml", "views:\n  x: tag:x\n");
        let same = put("b.yaml", "views:\n  \"may:  2024\": tag:y\n");
        let files = [page, others, same.clone()];
        assert_eq!(save_in_timeline(&files, &may()), Ok(Some(same)));
        assert_eq!(fs::read_to_string(&files[1]).unwrap(), "views:\n  x: tag:x\n");
        fs::write(&files[1], "views: {x: tag:x}\n").unwrap();
        fs::remove_file(&files[2]).unwrap();
        assert!(save_in_timeline(&files[..2], &may()).unwrap_err().contains("add this one by hand"));
        fs::write(&files[1], "views:\n  x: [\n").unwrap();
        save_in_timeline(&files[..2], &may()).unwrap_err();
    }

    #[test]
    fn blanks_in_quotes_stay() {
        let view = View { name: "q".into(), query: "\"a  b\"".into(), ..View::default() };
        let text = saved("title: x\n", &view).unwrap();
        assert!(text.contains("\"a  b\"") || text.contains("\\\"a  b\\\""), "{text}");
    }

    #[test]
    fn a_configuration_is_created_with_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.yaml");
        save_in_config(&path, &may()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("views:\n"), "{text}");
        assert_eq!(saved(&text, &may()).as_deref(), Ok(&*text));
        let unsaved = View { name: "a  b".into(), ..View::default() };
        let path = folder.path().join("other/config.yaml");
        save_in_config(&path, &unsaved).unwrap_err();
        assert!(!path.parent().unwrap().exists());
    }
}
