//! Events with few or weak sources.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Event, Source};

/// Reason why the sources of an event are poor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, Serialize, JsonSchema)]
pub enum SourceWeakness {
    /// It has no source.
    #[strum(serialize = "no source")]
    #[serde(rename = "no source")]
    Nothing,
    /// It has several sources, all of them weak.
    #[strum(serialize = "weak sources only")]
    #[serde(rename = "weak sources only")]
    WeakOnly,
    /// It has one source, which is weak.
    #[strum(serialize = "one source, weak")]
    #[serde(rename = "one source, weak")]
    OneWeak,
    /// It has one source, which is not weak.
    #[strum(serialize = "one source")]
    #[serde(rename = "one source")]
    One,
}

impl SourceWeakness {
    /// Returns the text for it.
    pub fn words(self) -> &'static str {
        self.into()
    }
}

/// Returns why the sources of an event are poor; `None` if it has several sources, not all weak.
pub fn source_weakness(event: &Event) -> Option<SourceWeakness> {
    let weak = |source: &Source| source.weak;
    match &event.sources[..] {
        [] => Some(SourceWeakness::Nothing),
        [one] if weak(one) => Some(SourceWeakness::OneWeak),
        [_] => Some(SourceWeakness::One),
        all if all.iter().all(weak) => Some(SourceWeakness::WeakOnly),
        _ => None,
    }
}
