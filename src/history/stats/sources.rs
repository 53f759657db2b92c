//! What an event rests on.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Event, Source};

/// How little an event rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, Serialize, JsonSchema)]
pub enum Footing {
    /// It names no source.
    #[strum(serialize = "no source")]
    #[serde(rename = "no source")]
    Nothing,
    /// All of its sources are weak, and they are several.
    #[strum(serialize = "weak sources only")]
    #[serde(rename = "weak sources only")]
    WeakOnly,
    /// It has one source, which is weak.
    #[strum(serialize = "one source, weak")]
    #[serde(rename = "one source, weak")]
    OneWeak,
    /// It has one source.
    #[strum(serialize = "one source")]
    #[serde(rename = "one source")]
    One,
}

impl Footing {
    /// Returns the words for it.
    pub fn words(self) -> &'static str {
        self.into()
    }
}

/// Returns what an event rests on, when that is little; `None` when it has several sources and one of them is
/// not weak.
pub fn footing(event: &Event) -> Option<Footing> {
    let weak = |source: &Source| source.weak;
    match &event.sources[..] {
        [] => Some(Footing::Nothing),
        [one] if weak(one) => Some(Footing::OneWeak),
        [_] => Some(Footing::One),
        all if all.iter().all(weak) => Some(Footing::WeakOnly),
        _ => None,
    }
}
