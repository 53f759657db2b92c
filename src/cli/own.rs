//! The reader's configuration: where it stands, and what to say when it is broken.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::Config;
use crate::problem::{Location, Problem};
use crate::text::harmless;
use crate::tui::keymap::Keymap;

/// Which configuration counts.
#[derive(Debug, Clone, Default, Args)]
pub struct Own {
    /// Read views, keys and looks from this file rather than from the usual one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

/// What the reader has settled, as far as it can be used.
#[derive(Debug, Default)]
pub struct Settled {
    /// Views and looks.
    pub config: Config,
    /// Keys.
    pub keymap: Keymap,
    /// What is wrong with the first mistake; what it is part of stays as it is by itself.
    pub complaint: Option<String>,
}

impl Own {
    /// Reads the configuration. Its mistakes are told on standard error, and the usual settings stay.
    ///
    /// # Errors
    /// When a file that was asked for by name cannot be read.
    pub fn settle(&self) -> Result<Settled, String> {
        let Some(path) = self.path() else { return Ok(Settled::default()) };
        let name = path.to_string_lossy().into_owned();
        let (config, mut problems) = match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => Config::read(&name, text.trim_start_matches('\u{FEFF}')),
            Ok(Err(_)) => (Config::default(), vec![unreadable(&path, "it is not UTF-8")]),
            Err(error) if self.config.is_some() => return Err(format!("cannot read {name}: {error}")),
            Err(error) if error.kind() == ErrorKind::NotFound && !is_named() => return Ok(Settled::default()),
            Err(error) => (Config::default(), vec![unreadable(&path, &error.to_string())]),
        };
        let (keymap, wrong) = Keymap::rebound(&config.keys);
        problems.extend(wrong);
        for problem in &problems {
            let _ = writeln!(io::stderr(), "{}", problem.render(false));
        }
        let complaint = problems.first().map(Problem::summary);
        Ok(Settled { config, keymap, complaint })
    }

    /// Where the configuration stands: `--config`, `$DATELINE_CONFIG`, or `dateline/config.yaml` in
    /// `$XDG_CONFIG_HOME` (XDG Base Directory Specification), which is `~/.config` when it is not set or
    /// not absolute, and `%APPDATA%` on Windows.
    fn path(&self) -> Option<PathBuf> {
        if self.no_config {
            return None;
        }
        let variable =
            |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let named = self.config.clone().or_else(|| variable(NAMED));
        named.or_else(|| {
            let xdg = variable("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
            let windows = || variable("APPDATA").filter(|_| cfg!(windows));
            let home = || std::env::home_dir().map(|home| home.join(".config"));
            Some(xdg.or_else(windows).or_else(home)?.join("dateline").join("config.yaml"))
        })
    }
}

/// The variable that names the file.
const NAMED: &str = "DATELINE_CONFIG";

fn is_named() -> bool {
    std::env::var_os(NAMED).is_some_and(|value| !value.is_empty())
}

fn unreadable(path: &Path, why: &str) -> Problem {
    let location = Location { file: path.to_string_lossy().into_owned(), ..Location::default() };
    Problem::error(
        "unreadable",
        location,
        harmless(&format!("the configuration cannot be read: {why}")).into_owned(),
    )
}
