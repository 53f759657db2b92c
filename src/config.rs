//! The reader's own settings: views, keys and looks, from a file that is read as a timeline is, so that
//! every mistake in it has a place.

use crate::load::format::{self, lanes};
use crate::load::yaml::Node;
use crate::load::{read_mapping, view};
use crate::model::View;
use crate::model::field::{Key, Shape, key};
use crate::problem::{Location, Problem};

/// The settings; what is `None` is left to the options of the command line.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Views beside those of every timeline.
    pub views: Vec<View>,
    /// Actions with keys of the reader's choice.
    pub keys: Vec<Rebound>,
    /// Whether the mouse is taken from the terminal.
    pub mouse: bool,
    /// When colours are used: `auto`, `always` or `never`.
    pub color: Option<String>,
    /// Whether to draw with ASCII only.
    pub ascii: bool,
    /// What makes a lane at the start.
    pub lanes: Option<String>,
}

/// An action and the keys that ask for it from now on.
#[derive(Debug, Clone)]
pub struct Rebound {
    /// The name of the action.
    pub action: Written,
    /// Every way to ask for it, as the key table writes keys; none unbinds it.
    pub keys: Vec<Written>,
}

/// A text and where it is written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Where.
    pub location: Location,
}

/// The keys of the file.
const CONFIG: &[Key] = &[
    key("views", format::VIEWS, "Views beside those of every timeline."),
    key("keys", Shape::Named(&Shape::OneOrMore(&Shape::Text)), "Keys by the name of their action."),
    key("mouse", Shape::Flag, "Whether the mouse is taken from the terminal."),
    key("color", Shape::Word(|| vec!["auto", "always", "never"]), "When colours are used."),
    key("ascii", Shape::Flag, "Whether to draw with ASCII only."),
    key("lanes", Shape::Word(lanes), "What makes a lane at the start."),
];

impl Config {
    /// Reads the text of a file called `name`. With an error in it the settings are those of nobody: a
    /// half of them might mean something else.
    pub fn read(name: &str, text: &str) -> (Self, Vec<Problem>) {
        let (config, problems) = read_mapping(name, text, CONFIG, |node, locate, noticed| {
            let word = |key: &str| node.get(key).and_then(Node::words).map(str::to_owned);
            let flag = |key: &str| node.get(key).and_then(Node::text) == Some("true");
            let written = |node: &Node| Written {
                text: node.text().unwrap_or_default().to_owned(),
                location: locate(node.span),
            };
            let rebound = |(action, keys): &(Node, Node)| Rebound {
                action: written(action),
                keys: if keys.is_null() {
                    Vec::new()
                } else {
                    format::one_or_more(keys).iter().map(written).collect()
                },
            };
            Self {
                views: view::read(node, "views", noticed).into_iter().map(|(_, view)| view).collect(),
                keys: node.get("keys").map_or(&[][..], Node::pairs).iter().map(rebound).collect(),
                mouse: flag("mouse"),
                color: word("color"),
                ascii: flag("ascii"),
                lanes: word("lanes"),
            }
        });
        let is_wrong = problems.iter().any(|problem| problem.severity == crate::problem::Severity::Error);
        (config.filter(|_| !is_wrong).unwrap_or_default(), problems)
    }
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
        assert!(config.mouse && config.ascii);
        assert_eq!((config.color.as_deref(), config.lanes.as_deref()), (Some("never"), Some("tag")));
        for nothing in ["", "# nothing\n", "~\n"] {
            assert!(Config::read("config.yaml", nothing).1.is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn a_mistake_is_told_at_its_place_and_nothing_of_the_file_counts() {
        let told = |text: &str| {
            let (config, problems) = Config::read("config.yaml", text);
            (config.ascii, problems.iter().map(Problem::summary).collect::<Vec<_>>().join("\n"))
        };
        for (text, said) in [
            ("ascii: true\nlanes: contry\n", "config.yaml:2:8: error: `contry` is none of"),
            ("ascii: true\nviews: {a: 'kidn:x'}\n", "config.yaml:2:13: error: unknown field `kidn`"),
            ("ascii: true\nmouse: [\n", "config.yaml:2:8: error"),
            ("- ascii\n", "config.yaml:1:1: error: settings are a mapping"),
            ("ascii: true\nascii: false\n", "config.yaml:2:1: error"),
        ] {
            let (ascii, problems) = told(text);
            assert!(!ascii && problems.contains(said), "{text}: {problems}");
        }
        assert!(told("ascii: true\ncolour: never\n").0, "what is not known is only warned of");
    }
}
