//! The manual: chapters of Markdown, embedded in the program.

/// A chapter of the manual.
#[derive(Debug)]
pub struct Chapter {
    /// Its name on the command line: `dateline manual NAME`.
    pub name: &'static str,
    source: &'static str,
}

/// A line of the manual in which a word occurs.
#[derive(Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The name of the chapter.
    pub chapter: &'static str,
    /// The nearest heading above the line.
    pub heading: &'static str,
    /// The line without surrounding blanks.
    pub line: &'static str,
}

/// Every chapter, in reading order.
pub const CHAPTERS: &[Chapter] = &[
    Chapter { name: "start", source: include_str!("manual/start.md") },
    Chapter { name: "browser", source: include_str!("manual/browser.md") },
    Chapter { name: "format", source: include_str!("manual/format.md") },
    Chapter { name: "dates", source: include_str!("manual/dates.md") },
    Chapter { name: "queries", source: include_str!("manual/queries.md") },
    Chapter { name: "policies", source: include_str!("manual/policies.md") },
    Chapter { name: "exports", source: include_str!("manual/exports.md") },
    Chapter { name: "imports", source: include_str!("manual/imports.md") },
    Chapter { name: "configuration", source: include_str!("manual/configuration.md") },
    Chapter { name: "checks", source: include_str!("manual/checks.md") },
    Chapter { name: "limits", source: include_str!("manual/limits.md") },
    Chapter { name: "contributing", source: include_str!("manual/contributing.md") },
];

impl Chapter {
    /// Returns its lines without the comments that mark what tests keep up to date.
    pub fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.source.lines().filter(|line| !line.starts_with("<!-- "))
    }

    /// Returns its first heading.
    pub fn title(&self) -> &'static str {
        self.lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}

/// Returns the chapter of this name.
pub fn chapter(name: &str) -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|chapter| chapter.name == name)
}

/// Finds `word` in every chapter, ignoring case.
pub fn search(word: &str) -> Vec<Occurrence> {
    let word = word.to_lowercase();
    let mut found = Vec::new();
    for chapter in CHAPTERS {
        let mut heading = chapter.title();
        let mut in_code = false;
        for line in chapter.lines() {
            in_code ^= line.starts_with("```");
            if !in_code && line.starts_with('#') {
                heading = line.trim_start_matches(['#', ' ']);
            }
            if line.to_lowercase().contains(&word) {
                found.push(Occurrence { chapter: chapter.name, heading, line: line.trim() });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_manual_is_a_chapter_and_has_a_title() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/manual");
        let entries = std::fs::read_dir(folder).unwrap();
        let files = entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_owned());
        let mut files: Vec<String> = files.map(|name| name.into_string().unwrap()).collect();
        let mut names: Vec<&str> = CHAPTERS.iter().map(|chapter| chapter.name).collect();
        files.sort();
        names.sort_unstable();
        assert_eq!(files, names);
        for chapter in CHAPTERS {
            assert!(chapter.source.starts_with("# ") && !chapter.title().is_empty(), "{}", chapter.name);
        }
    }

    #[test]
    fn a_word_is_found_in_any_case_under_its_heading() {
        let found = search("osc 52");
        assert!(
            found.iter().any(|place| place.chapter == "browser" && place.heading == "Copying and editing")
        );
        assert!(search("no chapter says this").is_empty());
        // A comment in a shell example is no heading.
        assert!(search("shipped").iter().all(|place| !place.heading.starts_with("the shipped")));
    }
}
