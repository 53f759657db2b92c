//! Selection of problems by their codes.

use crate::load::Loaded;
use crate::model::{Timeline, Value};
use crate::problem::Severity;

/// Filter for problems by code.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    /// Codes to report; empty reports all.
    pub only: Vec<String>,
    /// Codes to ignore; wins over `only`.
    pub ignore: Vec<String>,
}

impl Codes {
    /// Adds the codes that the key `checks` of the timeline ignores. Its `only` applies if none was given.
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

    /// Drops the problems that are filtered out and updates the counts.
    pub(super) fn choose(&self, loaded: &mut Loaded) {
        if self.only.is_empty() && self.ignore.is_empty() {
            return;
        }
        let is_in = |codes: &[String], code: &str| codes.iter().any(|known| known == code);
        loaded.problems.retain(|problem| {
            let is_chosen = self.only.is_empty() || is_in(&self.only, problem.code);
            // An unknown code in `only` would hide every problem.
            is_chosen && !is_in(&self.ignore, problem.code) || problem.code == "unknown-code"
        });
        let errors = loaded.problems.iter().filter(|problem| problem.severity == Severity::Error);
        loaded.errors = errors.count();
        loaded.warnings = loaded.problems.len() - loaded.errors;
    }
}

/// Returns all texts of a scalar or list.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Scalar { text, .. } => vec![text.to_string()],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::Map(_) => Vec::new(),
    }
}
