//! Which problems are reported, by their codes.

use crate::load::Loaded;
use crate::model::{Timeline, Value};
use crate::problem::codes::{codes, meaning};
use crate::problem::{Location, Problem, Severity};
use crate::text::meant;

/// A choice of problems by their codes.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    /// The codes that are reported; all when empty.
    pub only: Vec<String>,
    /// The codes that are not.
    pub ignore: Vec<String>,
}

impl Codes {
    /// Adds the codes that the key `checks` of the timeline ignores. Its `only` counts where none was given.
    pub(super) fn with_those_of(mut self, timeline: &Timeline) -> Self {
        let checks = timeline.head.extra.iter().filter(|(key, _)| &**key == "checks");
        for (key, value) in
            checks.flat_map(|(_, checks)| if let Value::Map(keys) = checks { &keys[..] } else { &[] })
        {
            match &**key {
                "ignore" => self.ignore.extend(texts(value)),
                "only" if self.only.is_empty() => self.only.extend(texts(value)),
                _ => {}
            }
        }
        self
    }

    /// Leaves the problems that are reported, and counts them.
    pub(super) fn choose(&self, loaded: &mut Loaded) {
        if self.only.is_empty() && self.ignore.is_empty() {
            return;
        }
        let is_in = |codes: &[String], code: &str| codes.iter().any(|known| known == code);
        loaded.problems.retain(|problem| {
            (self.only.is_empty() || is_in(&self.only, problem.code)) && !is_in(&self.ignore, problem.code)
        });
        // A code that nothing has would hide every problem for ever.
        let named = self.only.iter().chain(&self.ignore).filter(|code| meaning(code).is_none());
        loaded.problems.extend(named.map(|code| {
            let message = format!("`checks` names the code `{code}`, which no problem has");
            Problem::error("unknown-word", Location::default(), message).with_hint(meant(code, codes()))
        }));
        let errors = loaded.problems.iter().filter(|problem| problem.severity == Severity::Error);
        loaded.errors = errors.count();
        loaded.warnings = loaded.problems.len() - loaded.errors;
    }
}

/// Returns the texts of a list, or the one text.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Scalar { text, .. } => vec![text.to_string()],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::Map(_) => Vec::new(),
    }
}
