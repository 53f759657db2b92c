//! Selection of problems by their codes.

use crate::load::Loaded;
use crate::model::{Timeline, Value};

/// Filter of problems by their codes.
#[derive(Debug, Clone, Default)]
pub struct CodeFilter {
    /// Codes to report; empty reports all.
    pub only: Vec<String>,
    /// Codes to ignore; wins over `only`.
    pub ignore: Vec<String>,
}

impl CodeFilter {
    /// Adds the codes that the key `checks` of the timeline ignores. Its `only` applies if none was given.
    pub(super) fn with_those_of(mut self, timeline: &Timeline) -> Self {
        let checks = timeline.head.extra.iter().find(|(key, _)| &**key == "checks");
        // Values of several heads are a list if one of them is no mapping.
        let heads = match checks {
            Some((_, Value::List(heads))) => heads.as_slice(),
            Some((_, head)) => std::slice::from_ref(head),
            None => &[],
        };
        let pairs = heads.iter().flat_map(|head| if let Value::Map(pairs) = head { &pairs[..] } else { &[] });
        for (key, value) in pairs {
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
        let is_in = |codes: &[String], code: &str| codes.iter().any(|known| known == code);
        // An unknown code in `only` would hide every problem.
        let is_chosen = |code: &str| {
            (self.only.is_empty() || is_in(&self.only, code)) && !is_in(&self.ignore, code)
                || code == "unknown-code"
        };
        loaded.problems.retain(|problem| is_chosen(problem.code));
        loaded.counts.retain(|(code, _), _| is_chosen(code));
        loaded.recount();
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
