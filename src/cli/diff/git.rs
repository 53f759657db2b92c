//! Reads files of a Git revision with the `git` command, without a checkout.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use rayon::prelude::*;

use crate::load::{LARGEST, Loaded, from_texts, is_read};
use crate::text::{hint_suffix, meant};

/// A revision and a path in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision<'t> {
    rev: &'t str,
    path: &'t str,
}

/// A file that `git ls-tree` lists.
struct Listed {
    hash: String,
    /// The components of the path below the listed directory.
    path: Vec<String>,
}

impl<'t> Revision<'t> {
    /// Splits `REV:PATH` at the first colon outside of braces, since a revision may be `HEAD@{12:30}`
    /// (gitrevisions(7)).
    pub fn of(text: &'t str) -> Option<Self> {
        let mut depth = 0;
        let colon = text.bytes().position(|byte| {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            byte == b':' && depth <= 0
        })?;
        let (rev, path) = (&text[..colon], &text[colon + 1..]);
        (!rev.is_empty()).then_some(Self { rev, path })
    }

    /// Returns the path without the revision.
    pub fn path(&self) -> &'t str {
        self.path
    }

    /// Reads the timeline at the path, a file or a directory as on disk. Also returns warnings about skipped
    /// entries.
    ///
    /// # Errors
    /// Fails without `git`, a repository, the revision or the path in it; with git's message if there is one.
    pub fn read(&self) -> Result<(Loaded, Vec<String>), String> {
        let hash = self.find()?;
        if git(&["cat-file", "-t", &hash]).is_ok_and(|kind| kind.starts_with(b"blob")) {
            return Ok((from_texts(vec![(self.name(self.path), blob(&hash)?)], true), Vec::new()));
        }
        let (listed, links) = list(&hash)?;
        if listed.is_empty() {
            return Err(format!(
                "there is no .yaml, .json, .jsonl or .md file in `{}`",
                self.name(self.path)
            ));
        }
        let folder = self.path.trim_end_matches('/');
        let below = |path: &[String]| {
            let slash = if folder.is_empty() { "" } else { "/" };
            self.name(&format!("{folder}{slash}{}", path.join("/")))
        };
        let text = |file: &Listed| Ok((below(&file.path), blob(&file.hash)?));
        let texts = listed.par_iter().map(text).collect::<Result<Vec<_>, String>>()?;
        let passed = links
            .iter()
            .map(|path| format!("`{}` is a link, which is not followed in a revision", below(path)));
        Ok((from_texts(texts, false), passed.collect()))
    }

    fn name(&self, path: &str) -> String {
        format!("{}:{path}", self.rev)
    }

    /// Returns the object id of the file or directory.
    fn find(&self) -> Result<String, String> {
        if self.rev.starts_with('-') {
            return Err(format!("`{}` is no revision: none starts with `-`", self.rev));
        }
        let tree = format!("{}^{{tree}}", self.rev);
        parse(&tree).map_err(|error| self.no_revision(&error))?;
        let path = match self.path.trim_end_matches('/') {
            "." => "./",
            path => path,
        };
        let whole = self.name(path);
        let out = parse(&whole).map_err(|error| {
            let from_here = self.name(&format!("./{path}"));
            let is_here = !path.is_empty() && parse(&from_here).is_ok();
            let hint = is_here.then(|| format!("\nwrite `{from_here}` for the path from here"));
            format!("{}{}", error.words(), hint.unwrap_or_default())
        })?;
        Ok(String::from_utf8_lossy(&out).trim().to_owned())
    }

    fn no_revision(&self, error: &Failure) -> String {
        let Failure::Said(said) = error else { return error.words() };
        if git(&["rev-parse", "--git-dir"]).is_err() {
            let name = self.name(self.path);
            return format!("`{name}` is no file here, and no revision either: {said}");
        }
        let names = git(&["for-each-ref", "--format=%(refname:short)"]).unwrap_or_default();
        let names = String::from_utf8_lossy(&names).into_owned();
        let hint = hint_suffix(meant(self.rev, names.lines().chain(["HEAD"])));
        format!(
            "`{}` is no file here, and git knows no revision `{}`: {said}{hint}",
            self.name(self.path),
            self.rev
        )
    }
}

/// Why a `git` command failed.
enum Failure {
    /// It could not be run.
    Unrun(io::Error),
    /// It failed with this message.
    Said(String),
}

impl Failure {
    fn words(&self) -> String {
        match self {
            Self::Unrun(error) if error.kind() == io::ErrorKind::NotFound => {
                "a revision is read by the command `git`, which is not installed".to_owned()
            }
            Self::Unrun(error) => format!("git cannot be run: {error}"),
            Self::Said(said) => format!("git says: {said}"),
        }
    }
}

/// Returns the `git` command, kept from fetching objects that a partial clone lacks: reading must not contact
/// a server.
fn program() -> Command {
    let mut git = Command::new("git");
    git.env("GIT_NO_LAZY_FETCH", "1");
    git
}

/// Runs `git` and returns its standard output.
fn git(arguments: &[impl AsRef<OsStr>]) -> Result<Vec<u8>, Failure> {
    let output = program().args(arguments).stdin(Stdio::null()).output().map_err(Failure::Unrun)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("nothing").trim();
    Err(Failure::Said(said.strip_prefix("fatal: ").unwrap_or(said).to_owned()))
}

/// Resolves a name to an object id. On failure, `cat-file` gives a better message than `rev-parse`.
fn parse(name: &str) -> Result<Vec<u8>, Failure> {
    git(&["rev-parse", "--verify", name]).map_err(|error| match git(&["cat-file", "-e", name]) {
        Err(better) => better,
        Ok(_) => error,
    })
}

/// Returns the files below a tree that would be read from a directory on disk, in that order, and the
/// symbolic links among them.
fn list(tree: &str) -> Result<(Vec<Listed>, Vec<Vec<String>>), String> {
    let listing = git(&["ls-tree", "-r", "-z", "--full-tree", tree]).map_err(|error| error.words())?;
    let (mut files, mut links) = (Vec::new(), Vec::new());
    for line in listing.split(|byte| *byte == 0) {
        // A line is `mode type hash`, a tab, and the path (git-ls-tree(1)).
        let line = String::from_utf8_lossy(line);
        let Some((about, path)) = line.split_once('\t') else { continue };
        let path: Vec<String> = path.split('/').map(str::to_owned).collect();
        let is_hidden = path.iter().any(|part| part.starts_with('.'));
        if is_hidden || !path.last().is_some_and(|name| is_read(Path::new(name))) {
            continue;
        }
        match about.split(' ').collect::<Vec<_>>()[..] {
            ["120000", ..] => links.push(path),
            [_, "blob", hash] => files.push(Listed { hash: hash.to_owned(), path }),
            _ => {}
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((files, links))
}

fn blob(hash: &str) -> Result<Vec<u8>, String> {
    let error = |why: &str| format!("git does not give the object {hash}: {why}");
    let bytes = git(&["cat-file", "blob", hash]).map_err(|failure| error(&failure.words()))?;
    if bytes.len() as u64 > LARGEST { Err(error("it holds more than 4 GiB")) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_colon_outside_of_braces_parts_revision_and_path() {
        let parts = |text| Revision::of(text).map(|revision| (revision.rev, revision.path));
        assert_eq!(parts("HEAD:data/a:b.yaml"), Some(("HEAD", "data/a:b.yaml")));
        assert_eq!(parts("HEAD@{2024-05-22 12:30}:a"), Some(("HEAD@{2024-05-22 12:30}", "a")));
        assert_eq!(parts("HEAD^{/a: b}:"), Some(("HEAD^{/a: b}", "")));
        assert_eq!(parts(":a"), None);
        assert_eq!(parts("a.yaml"), None);
    }
}
