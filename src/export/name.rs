//! Names for exported files.

/// The most characters of a title in a file name.
const LONGEST: usize = 60;

/// Names that Windows reserves for devices, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Returns a name such as `weapons-use_2024-05-01_2024-06-30.md` that is valid on every file system: letters,
/// digits and single hyphens, at most 60 characters of the title.
///
/// An end of the range that is empty or `..` is written as `open`.
pub fn file_name(title: &str, range: Option<(&str, &str)>, extension: &str) -> String {
    let mut name = slug(title);
    let is_port = ["com", "lpt"].iter().any(|port| name.len() == 4 && name.starts_with(port));
    if name.is_empty() || is_port || DEVICES.contains(&name.as_str()) {
        let hyphen = if name.is_empty() { "" } else { "-" };
        name = format!("{name}{hyphen}timeline");
    }
    if let Some((from, to)) = range {
        for end in [from, to] {
            name.push('_');
            name.push_str(&range_end(end));
        }
    }
    format!("{name}.{extension}")
}

/// Returns the title in lower case, with everything but letters and digits replaced by single hyphens, cut
/// between words.
pub fn slug(title: &str) -> String {
    let lower = title.to_lowercase().replace(['\'', '’', '\u{2bc}'], "");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        let room = LONGEST.saturating_sub(slug.chars().count());
        if slug.is_empty() {
            slug.extend(word.chars().take(room));
        } else if word.chars().count() < room {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

fn range_end(end: &str) -> String {
    let kept: String = end.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(LONGEST).collect();
    if kept.is_empty() { "open".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_is_named_after_the_timeline_and_the_range() {
        let range = Some(("2024-05-01", "2024-06-30"));
        assert_eq!(file_name("Weapons: use", range, "md"), "weapons-use_2024-05-01_2024-06-30.md");
        assert_eq!(file_name("Ukraine's rules", None, "csv"), "ukraines-rules.csv");
        assert_eq!(file_name("Обмеження", Some(("..", "2024")), "csv"), "обмеження_open_2024.csv");
        assert_eq!(file_name("", None, "md"), "timeline.md");
        assert_eq!(file_name("../../etc/passwd", None, "md"), "etc-passwd.md");
    }

    #[test]
    fn no_file_gets_the_name_of_a_device() {
        assert_eq!(file_name("CON", None, "md"), "con-timeline.md");
        assert_eq!(file_name("com1", None, "md"), "com1-timeline.md");
    }

    proptest! {
        #[test]
        fn no_title_leaves_the_directory_or_is_too_long(title in "\\PC*", from in "\\PC*") {
            let name = file_name(&title, Some((&from, "..")), "yaml");
            prop_assert!(name.len() <= 255, "{}", name);
            prop_assert!(!name.starts_with(['.', '-', ' ']), "{}", name);
            prop_assert!(name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)), "{}", name);
            prop_assert_eq!(name.matches('.').count(), 1);
        }
    }
}
