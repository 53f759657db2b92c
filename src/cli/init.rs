//! `dateline init`: writes a small timeline to start from.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::ask::{ask, can_ask};
use super::exit::{DONE, Result};
use super::selection_args::today;
use crate::export::yaml::spelled;
use crate::export::{SaveError, save, slug};
use crate::load::format;
use crate::query::shell_word;
use crate::text::{one_line, sanitize};

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Directory of the timeline, created if missing
    #[arg(value_name = "DIR", default_value = ".")]
    directory: PathBuf,
    /// Title of the timeline
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Title of the first policy, something that is allowed or banned
    #[arg(long, value_name = "TEXT")]
    policy: Option<String>,
    /// Do not ask questions; use placeholders for missing values
    #[arg(long, short)]
    yes: bool,
}

/// Writes a small valid timeline, never over an existing file, and prints the next steps.
pub fn run(init: &Init) -> Result {
    let directory = &init.directory;
    let files = files(init)?;
    if let Some((taken, _)) = files.iter().find(|(name, _)| directory.join(name).symlink_metadata().is_ok()) {
        let taken = directory.join(taken);
        let message = format!("`{}` exists; choose an empty directory: dateline init DIR", taken.display());
        return Err(message.into());
    }
    write_all(directory, &files)?;
    let _ = write!(io::stderr(), "{}", sanitize(&next_steps(directory, &files)));
    Ok(DONE)
}

/// Returns the files of the timeline: paths relative to its directory, and texts.
fn files(init: &Init) -> Result<Vec<(String, String)>> {
    let asks = !init.yes && can_ask();
    let title = answer(asks, init.title.as_ref(), "Title of the timeline", &name_of(&init.directory))?;
    let policy =
        answer(asks, init.policy.as_ref(), "First policy, something that is allowed or not", &title)?;
    let id = Some(slug(&policy)).filter(|id| !id.is_empty()).unwrap_or_else(|| "policy".to_owned());
    let day = today().iso_day();
    let fill = |template: &str| {
        let values = [
            ("{title}", spelled(&title)),
            ("{policy_title}", spelled(&policy)),
            ("{policy}", spelled(&id)),
            ("{date}", day.clone()),
        ];
        filled(template, &values)
    };
    Ok(vec![
        ("timeline.yaml".to_owned(), fill(include_str!("init/timeline.yaml"))),
        ("actors.yaml".to_owned(), include_str!("init/actors.yaml").to_owned()),
        ("policies.yaml".to_owned(), fill(include_str!("init/policies.yaml"))),
        (format!("events/{}.yaml", &day[..4]), fill(include_str!("init/events.yaml"))),
        // Hidden files are skipped when the directory is read.
        (".dateline.schema.json".to_owned(), format!("{:#}\n", format::schema())),
        (".github/workflows/timeline.yml".to_owned(), include_str!("init/workflow.yml").to_owned()),
    ])
}

/// Returns a template with each name replaced by its value, in which no name is looked for.
fn filled(template: &str, values: &[(&str, String)]) -> String {
    let (mut text, mut rest) = (String::new(), template);
    let first = |rest: &str| {
        let found =
            values.iter().filter_map(|(name, value)| Some((rest.find(name)?, name.len(), value.clone())));
        found.min_by_key(|(at, ..)| *at)
    };
    while let Some((at, length, value)) = first(rest) {
        text.push_str(&rest[..at]);
        text.push_str(&value);
        rest = &rest[at + length..];
    }
    text + rest
}

/// Returns the value given by an option, typed by the user, or else `usual`, on one line.
fn answer(asks: bool, given: Option<&String>, question: &str, usual: &str) -> Result<String> {
    let answer = match given {
        None if asks => ask(question, usual)?,
        given => given.map(|given| one_line(given)),
    };
    Ok(answer.filter(|answer| !answer.is_empty()).unwrap_or_else(|| usual.to_owned()))
}

/// Makes a title from the name of the directory: `wood-stoves` gives `Wood stoves`.
fn name_of(directory: &Path) -> String {
    let whole = fs::canonicalize(directory).or_else(|_| std::path::absolute(directory)).unwrap_or_default();
    let name = whole.components().next_back().map(|name| name.as_os_str().to_string_lossy().into_owned());
    let words = one_line(&name.unwrap_or_default().replace(['-', '_'], " "));
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}

/// Writes every file; if one fails, removes those already written.
fn write_all(directory: &Path, files: &[(String, String)]) -> Result<()> {
    let mut made = Vec::new();
    let written = files.iter().try_for_each(|(name, text)| {
        let path = directory.join(name);
        let folder = path.parent().unwrap_or(directory);
        let missing =
            folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        made.extend(missing.into_iter().rev());
        fs::create_dir_all(folder).map_err(|error| SaveError::Place(path.clone(), error))?;
        save(&path, false, |out| out.write_all(text.as_bytes()))?;
        made.push(path);
        Ok::<_, SaveError>(())
    });
    Ok(written.inspect_err(|_| {
        made.iter().rev().for_each(|path| drop(fs::remove_file(path).or_else(|_| fs::remove_dir(path))));
    })?)
}

/// Returns a message with the files written and the commands to try next.
fn next_steps(directory: &Path, files: &[(String, String)]) -> String {
    let place = shell_word(&directory.to_string_lossy());
    let events = shell_word(&directory.join(&files[3].0).to_string_lossy());
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let is_top = directory.join(".git").exists();
    let workflow = if is_top {
        ""
    } else {
        "the workflow runs only from the top of a repository, which this directory is not yet: move .github \
         there, and name the path behind `dateline check` in it\n"
    };
    format!(
        "wrote {} in {}\n{workflow}next:\n  $EDITOR {events}    # replace the example by an event\n  dateline check {place}    \
         # find every problem\n  dateline {place}    # open it\n  dateline policies {place}    # the status of \
         every policy\n",
        names.join(", "),
        directory.display(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn init(directory: &Path, title: &str) -> Init {
        let given = Some(title.to_owned());
        Init { directory: directory.to_owned(), title: given.clone(), policy: given, yes: true }
    }

    #[test]
    fn whatever_it_is_called_a_new_timeline_has_no_problem() {
        for title in [
            "Wood stoves",
            "a: b # c",
            "\"{",
            "Обмеження",
            "…",
            "x\n- y",
            "null",
            "{title}",
            "{date} {policy}",
        ] {
            let folder = tempfile::tempdir().unwrap();
            let directory = folder.path().join("new/stoves");
            assert_eq!(run(&init(&directory, title)).unwrap(), DONE);
            let loaded = crate::load::load(&[directory], &mut io::empty());
            assert_eq!(loaded.problems, [], "{title}");
            assert_eq!((loaded.timeline.len(), loaded.timeline.policies.len()), (1, 1), "{title}");
            assert_eq!(loaded.timeline.head.title, one_line(title));
        }
    }

    #[test]
    fn no_file_is_overwritten_and_none_is_left_from_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("policies.yaml"), "mine").unwrap();
        assert!(run(&init(folder.path(), "a")).unwrap_err().to_string().contains("policies.yaml` exists"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("events"), "a file where a directory should be").unwrap();
        run(&init(folder.path(), "a")).unwrap_err();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        fs::write(folder.path().join("file"), "").unwrap();
        let files = ["new/deep/a", "new/b/c", "file/d"].map(|name| (name.to_owned(), String::new()));
        write_all(&folder.path().join("."), &files).unwrap_err();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "a directory is left");
    }

    #[test]
    fn the_workflow_is_said_to_work_only_at_the_top_of_a_repository() {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("stoves");
        let files = files(&init(&directory, "a")).unwrap();
        assert!(next_steps(&directory, &files).contains("only from the top of a repository"));
        fs::create_dir_all(directory.join(".git")).unwrap();
        assert!(!next_steps(&directory, &files).contains("the top of a repository"));
    }

    #[test]
    fn the_directory_gives_the_title_that_is_offered() {
        assert_eq!(name_of(Path::new("/tmp/wood-stoves/")), "Wood stoves");
        assert_ne!(name_of(Path::new(".")), "");
    }
}
