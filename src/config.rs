//! The user's configuration: views, keys, theme and other settings.
//!
//! `serde` deserializes the settings. Locations of problems come from the YAML reader of timelines, which
//! also reads the views, since timelines have views too, and the keys.

use clap::ValueEnum;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::load::format::{self, Lanes, one_or_more};
use crate::load::yaml::Node;
use crate::load::{read_document, view};
use crate::model::View;
use crate::model::field::Shape;
use crate::problem::{Location, Problem, Problems, Severity, Span};
use crate::text::meant;

/// The settings. `None` means that the file does not set it; the command line may.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a mapping of settings")]
pub struct Config {
    /// Views in addition to those of the timeline.
    #[serde(deserialize_with = "skipped")]
    pub views: Vec<View>,
    /// Actions with their new keys, in the order of the file.
    #[serde(deserialize_with = "skipped")]
    pub keys: Vec<Rebound>,
    /// Whether to capture the mouse.
    #[serde(deserialize_with = "flag")]
    pub mouse: bool,
    /// When colours are used.
    pub color: Option<Color>,
    /// Whether to draw with ASCII only; by default only on terminals that show nothing else.
    pub ascii: Option<bool>,
    /// The name of a theme, or the path of a theme file.
    pub theme: Option<String>,
    /// The command that opens a file at a line: `code -w -g {file}:{line}`.
    pub editor: Option<String>,
    /// The facet of the lanes at the start.
    pub lanes: Option<Lanes>,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// An action and the keys to bind it to, instead of its default keys.
#[derive(Debug, Clone)]
pub struct Rebound {
    /// The name of the action.
    pub action: Written,
    /// Key sequences, written as in the key table; an empty list unbinds the action.
    pub keys: Vec<Written>,
}

/// A text of the file with its location.
#[derive(Debug, Clone)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Its location.
    pub location: Location,
}

impl Config {
    /// Parses the text of a file called `name`. A setting with an error keeps its default; if the text is not
    /// YAML, all do.
    pub fn read(name: &str, text: &str) -> (Self, Vec<Problem>) {
        let (config, problems) = read_document(name, text, |document, locate, problems| {
            let mut config: Self = settings(text, document, problems);
            if let Some(keys) = document.get("keys") {
                let before = problems.len();
                format::check(keys, &KEYS, problems);
                if problems.len() == before {
                    config.keys = rebound(keys, locate);
                }
            }
            let before = problems.len();
            if let Some(views) = document.get("views") {
                format::check(views, &format::VIEWS, problems);
            }
            let views = view::read(document, "views", problems).into_iter().map(|(_, view)| view).collect();
            if !problems[before..].iter().any(|problem| problem.severity == Severity::Error) {
                config.views = views;
            }
            config
        });
        (config.unwrap_or_default(), problems)
    }
}

/// Parses a text called `name` into a type. A setting with an error is left out; if the text is not YAML, all
/// are.
pub fn read_settings<T: DeserializeOwned + Default>(name: &str, text: &str) -> (T, Vec<Problem>) {
    let (read, problems) =
        read_document(name, text, |document, _, problems| settings(text, document, problems));
    (read.unwrap_or_default(), problems)
}

/// Deserializes the settings. If one has an error, reports it, blanks it out and tries again.
fn settings<T: DeserializeOwned + Default>(text: &str, document: &Node, problems: &mut Problems) -> T {
    let mut text = text.to_owned();
    for _ in 0..=document.pairs().len() {
        let problem = match serde_yaml::from_str(&text) {
            Ok(read) => return read,
            Err(error) => problem(&error, &text),
        };
        let at = problem.at.start;
        problems.push(problem);
        let is_setting = |(key, value): &&(Node, Node)| (key.span.start..=value.span.end).contains(&at);
        let Some((key, value)) = document.pairs().iter().find(is_setting) else { break };
        let key_end = key.span.end as usize;
        let colon = text[key_end..].find(':').map_or(key_end, |colon| key_end + colon + 1);
        let setting = key.span.start as usize..colon.max(value.span.end as usize);
        // Blanks keep the length, so that the spans of the other settings stay valid.
        let blank = |c: char| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) };
        let blank: String = text[setting.clone()].chars().map(blank).collect();
        text.replace_range(setting, &blank);
    }
    T::default()
}

/// Converts an error of `serde` to a problem with its span, in the words of the file format.
fn problem(error: &serde_yaml::Error, text: &str) -> Problem<Span> {
    let said = error.to_string();
    let message = said.rsplit_once(" at line ").map_or(&*said, |(message, _)| message);
    let message = message.replace("unknown field", "unknown key").replace("unknown variant", "unknown word");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let word = quoted.next().unwrap_or_default();
    let hint = meant(word, quoted);
    let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let start = start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>();
    let length = if text[start..].starts_with(word) { word.len() } else { 0 };
    Problem::error("bad-setting", Span::from(start..start + length), message).with_hint(hint)
}

/// Deserializes a flag; null means `false`.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Skips the value; [`Config::read`] reads it with its spans.
fn skipped<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<Vec<T>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Vec::new())
}

/// The shape of `keys`.
const KEYS: Shape = Shape::Named(&Shape::OneOrMore(&Shape::Text));

/// Returns the actions of `keys`, a value of shape [`KEYS`].
fn rebound(keys: &Node, locate: &dyn Fn(Span) -> Location) -> Vec<Rebound> {
    let written = |node: &Node| {
        let text = node.words()?.to_owned();
        Some(Written { text, location: locate(node.span) })
    };
    let rebound = |(action, keys): &(Node, Node)| {
        let keys = one_or_more(keys).iter().filter_map(written).collect();
        Some(Rebound { action: written(action)?, keys })
    };
    keys.pairs().iter().filter_map(rebound).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read_and_a_file_without_any_is_none() {
        let text = "views: {Mine: country:us}\nkeys: {undo: [U, ctrl-z], search: s, fold-lane: []}\nmouse: true\ncolor: never\nascii: true\nlanes: tag\n";
        let (config, problems) = Config::read("config.yaml", text);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!((&*config.views[0].name, &*config.views[0].query), ("Mine", "country:us"));
        let keys = |at: usize| config.keys[at].keys.iter().map(|key| key.text.as_str()).collect::<Vec<_>>();
        assert_eq!((keys(0), keys(1), keys(2)), (vec!["U", "ctrl-z"], vec!["s"], vec![]));
        assert_eq!((config.keys[0].keys[1].location.line, config.keys[0].keys[1].location.column), (2, 18));
        assert!(config.mouse && config.ascii == Some(true));
        assert_eq!((config.color, config.lanes.map(Lanes::word)), (Some(Color::Never), Some("tag")));
        for nothing in ["", "# nothing\n", "~\n"] {
            assert!(Config::read("config.yaml", nothing).1.is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn a_mistake_is_told_at_its_place_and_its_setting_keeps_the_default() {
        let messages = |text: &str| {
            let (config, problems) = Config::read("config.yaml", text);
            (config.ascii == Some(true), problems.iter().map(Problem::summary).collect::<Vec<_>>().join("\n"))
        };
        for (text, said) in [
            (
                "ascii: true\nlanes: contry\n",
                "config.yaml:2:8: error: lanes: unknown word `contry`, expected one of `country`",
            ),
            ("ascii: true\nviews: {a: 'kidn:x'}\n", "config.yaml:2:13: error: unknown field `kidn`"),
            ("ascii: true\ncolour: never\n", "config.yaml:2:1: error: unknown key `colour`"),
            (
                "# é\nascii: true\nkeys: {undo: U, redo: {}}\n",
                "config.yaml:3:23: error: a text is expected here, not a mapping",
            ),
            ("ascii: true\ncolor: yes\nmouse: maybe\n", "config.yaml:3:8: error: mouse: invalid type"),
        ] {
            let (ascii, problems) = messages(text);
            assert!(ascii && problems.contains(said), "{text}: {problems}");
        }
        for (text, said) in [
            ("ascii: maybe\nlanes: contry\n", "config.yaml:1:8: error: ascii: invalid type"),
            ("ascii: true\nmouse: [\n", "config.yaml:2:8: error"),
            ("- ascii\n", "config.yaml:1:1: error: invalid type: sequence, expected a mapping of settings"),
            ("ascii: true\nascii: false\n", "config.yaml:2:1: error"),
        ] {
            let (ascii, problems) = messages(text);
            assert!(!ascii && problems.contains(said), "{text}: {problems}");
        }
        let (_, problems) = Config::read("config.yaml", "colour: never\nlanes: contry\n");
        let hints: Vec<_> = problems.iter().filter_map(|problem| problem.hint.as_deref()).collect();
        assert_eq!(hints, ["did you mean `color`?", "did you mean `country`?"]);
        assert_eq!((problems[0].at.length, &*problems[0].at.quoted), (6, "colour: never"));
    }
}
