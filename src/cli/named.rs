//! Option values that parse to a given value by name.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// The name of a value, its description in the help, and the value.
pub type Named<T> = (&'static str, Option<&'static str>, T);

/// Parses the name of one of the values.
pub fn named<T: Copy + Send + Sync + 'static>(
    values: &'static [Named<T>],
) -> impl TypedValueParser<Value = T> {
    let names = values.iter().map(|(name, help, _)| PossibleValue::new(*name).help(*help));
    let value = |name: String| values.iter().find(|(known, ..)| *known == name).map(|(.., value)| *value);
    PossibleValuesParser::new(names).try_map(move |name| value(name).ok_or("there is no such value"))
}
