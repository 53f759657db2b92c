//! Chooses the browser's theme and characters for this terminal.

use std::fs;
use std::io::{self, Write};
use std::str::FromStr;
use std::time::Duration;

use strum::VariantNames;
use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use super::exit::{Error, Result};
use super::global_args::{GlobalArgs, variable};
use crate::config::Config;
use crate::problem::Problem;
use crate::text::{hint_suffix, meant};
use crate::tui::theme::{BuiltIn, Look, Theme};

/// Time limit for the terminal's answer about its background colour.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(50);

/// Returns the look according to options, configuration and terminal, and a message if the configured theme
/// has a problem. `asked` is the theme of an option.
///
/// # Errors
/// Fails if the theme of an option does not exist.
pub fn read(asked: Option<&str>, global: &GlobalArgs, config: &Config) -> Result<(Look, Option<String>)> {
    let ascii = global.look.ascii || config.ascii.unwrap_or_else(|| shows_only_ascii(&variable));
    if !global.look.or(config).color_on(true) {
        asked.map(|name| named(name, global, true)).transpose()?;
        return Ok((Look::new(BuiltIn::Mono, ascii), None));
    }
    let (theme, complaint) = match (asked, &config.theme) {
        (Some(name), _) => named(name, global, true)?,
        (None, Some(name)) => {
            named(name, global, false).unwrap_or_else(|error| (usual().theme(), Some(error.to_string())))
        }
        (None, None) => (usual().theme(), None),
    };
    Ok((Look { theme, ascii }, complaint))
}

/// Returns a theme by name or from a file. A relative path in the configuration is relative to the
/// configuration's folder.
fn named(name: &str, global: &GlobalArgs, is_option: bool) -> Result<(&'static Theme, Option<String>)> {
    match BuiltIn::from_str(name) {
        Ok(BuiltIn::Dark | BuiltIn::Light) if !has_true_color() => {
            return Ok((BuiltIn::Terminal.theme(), None));
        }
        Ok(theme) => return Ok((theme.theme(), None)),
        Err(_) if name == "auto" => return Ok((usual().theme(), None)),
        Err(_) if !name.contains(['.', '/', '\\']) => {
            let names = ["auto"].iter().chain(BuiltIn::VARIANTS).copied();
            let hint = hint_suffix(meant(name, names.clone()));
            let names = names.collect::<Vec<_>>().join(", ");
            return Err(Error::Message(format!(
                "no theme is called `{name}`{hint}; there are {names}, and files"
            )));
        }
        Err(_) => {}
    }
    let folder = global.config.path().filter(|_| !is_option).and_then(|path| Some(path.parent()?.to_owned()));
    let path = folder.unwrap_or_default().join(name);
    let text = fs::read_to_string(&path)
        .map_err(|error| Error::Message(format!("cannot read the theme {}: {error}", path.display())))?;
    let (theme, problems) = Theme::read(&path.to_string_lossy(), &text, usual().theme());
    for problem in &problems {
        let _ = writeln!(io::stderr(), "{}", problem.render(false));
    }
    // Leaked once, since a theme lives as long as the program.
    Ok((Box::leak(Box::new(theme)), problems.first().map(Problem::status_line)))
}

/// Returns the default theme. Only terminals with true colour are queried for their background; the theme for
/// others uses their own sixteen colours.
fn usual() -> BuiltIn {
    if !has_true_color() {
        return BuiltIn::Terminal;
    }
    let mut options = QueryOptions::default();
    options.timeout = ANSWER_TIMEOUT;
    match theme_mode(options) {
        Ok(ThemeMode::Dark) => BuiltIn::Dark,
        Ok(ThemeMode::Light) => BuiltIn::Light,
        Err(_) => BuiltIn::Terminal,
    }
}

fn has_true_color() -> bool {
    variable("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit")
}

/// Whether the terminal shows only ASCII: the Linux console, or a locale that is not UTF-8.
fn shows_only_ascii(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let is_utf8 = |locale: String| locale.to_lowercase().replace('-', "").contains("utf8");
    variable("TERM").is_some_and(|term| term == "linux") || !locale.is_none_or(is_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_without_unicode_gets_ascii() {
        let with = |set: &[(&str, &str)]| {
            let value =
                |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
            shows_only_ascii(&value)
        };
        assert!(with(&[("TERM", "linux"), ("LANG", "en_GB.UTF-8")]));
        assert!(with(&[("LANG", "C")]));
        assert!(with(&[("LC_ALL", "de_DE.ISO-8859-1"), ("LANG", "de_DE.UTF-8")]));
        assert!(!with(&[("TERM", "xterm-256color")]));
        assert!(!with(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]));
    }
}
