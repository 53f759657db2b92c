//! The option `--config`, and the user's settings read from it.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Error, Result};
use crate::config::Config;
use crate::problem::{Location, Problem};
use crate::text::path_name;
use crate::tui::keymap::Keymap;

/// Options that choose the configuration.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Looks and configuration")]
pub struct ConfigArgs {
    /// Read the configuration (views, keys and looks) from this file
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Ignore the configuration file
    #[arg(long, global = true, conflicts_with = "config")]
    no_config: bool,
}

/// The settings of the user, with defaults for what is left out or cannot be used.
#[derive(Debug, Default)]
pub struct UserSettings {
    /// Views and looks.
    pub config: Config,
    /// Keys.
    pub keymap: Keymap,
    /// The first problem, for the status line of the browser. The affected setting keeps its default.
    pub complaint: Option<String>,
}

impl ConfigArgs {
    /// Reads the configuration. Its problems are reported on standard error; the settings they
    /// affect keep their defaults.
    ///
    /// # Errors
    /// Fails if the file named by `--config` cannot be read.
    pub fn read(&self) -> Result<UserSettings> {
        let Some(path) = self.path() else { return Ok(UserSettings::default()) };
        let name = path_name(&path);
        let (config, mut problems) = match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => Config::read(&name, text.trim_start_matches('\u{FEFF}')),
            Ok(Err(_)) => (Config::default(), vec![unreadable(&path, "it is not UTF-8")]),
            Err(error) if self.config.is_some() => {
                return Err(Error::Message(format!("cannot read {name}: {error}")));
            }
            Err(error) if error.kind() == ErrorKind::NotFound && !is_named() => {
                return Ok(UserSettings::default());
            }
            Err(error) => (Config::default(), vec![unreadable(&path, &error.to_string())]),
        };
        let (keymap, wrong) = Keymap::rebound(&config.keys);
        problems.extend(wrong);
        for problem in &problems {
            let _ = writeln!(io::stderr(), "{}", problem.render(false));
        }
        let complaint = problems.first().map(Problem::status_line);
        Ok(UserSettings { config, keymap, complaint })
    }

    /// Returns the path of the configuration: `--config`, `$DATELINE_CONFIG`, or `dateline/config.yaml` in
    /// `$XDG_CONFIG_HOME` (XDG Base Directory Specification), which is `~/.config` when it is not set or
    /// not absolute, and `%APPDATA%` on Windows.
    pub fn path(&self) -> Option<PathBuf> {
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

/// The environment variable that names the file.
const NAMED: &str = "DATELINE_CONFIG";

fn is_named() -> bool {
    std::env::var_os(NAMED).is_some_and(|value| !value.is_empty())
}

fn unreadable(path: &Path, why: &str) -> Problem {
    Problem::error("unreadable", Location::file(path), format!("the configuration cannot be read: {why}"))
}
