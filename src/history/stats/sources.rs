//! What an event rests on.

use crate::model::{Event, Source};

/// How little an event rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footing {
    /// It names no source.
    Nothing,
    /// All of its sources are weak, and they are several.
    WeakOnly,
    /// It has one source, which is weak.
    OneWeak,
    /// It has one source.
    One,
}

impl Footing {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "no source",
            Self::WeakOnly => "weak sources only",
            Self::OneWeak => "one source, weak",
            Self::One => "one source",
        }
    }
}

/// What an event rests on, when that is little; `None` when it has several sources and one of them
/// is not weak.
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
