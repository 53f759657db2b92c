//! The timeline that is part of the program.

use super::files::{File, Kind};

/// The shipped files, by the names that `check` and `edit` show.
const FILES: [(&str, &str); 7] = [
    ("weapons-use/timeline.yaml", include_str!("../../data/weapons-use/timeline.yaml")),
    ("weapons-use/actors.yaml", include_str!("../../data/weapons-use/actors.yaml")),
    ("weapons-use/policies.yaml", include_str!("../../data/weapons-use/policies.yaml")),
    ("weapons-use/events/2022.yaml", include_str!("../../data/weapons-use/events/2022.yaml")),
    ("weapons-use/events/2023.yaml", include_str!("../../data/weapons-use/events/2023.yaml")),
    ("weapons-use/events/2024.yaml", include_str!("../../data/weapons-use/events/2024.yaml")),
    ("weapons-use/events/2025.yaml", include_str!("../../data/weapons-use/events/2025.yaml")),
];

/// The shipped timeline as it was when its files were last read; see [`super::snapshot`].
pub const SNAPSHOT: &[u8] = include_bytes!("../../data/weapons-use.snapshot");

/// The shipped timeline's files.
pub fn files() -> Vec<File> {
    let file = |(name, text): (&str, &str)| File {
        name: name.to_owned(),
        text: text.to_owned(),
        kind: Kind::Yaml,
        named: true,
    };
    FILES.into_iter().map(file).collect()
}
